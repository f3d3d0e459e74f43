package main

import (
	"context"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"yusuan/cmd/internal/batch"
	"yusuan/store"
)

func newRuns() *cobra.Command {
	var db string
	cmd := &cobra.Command{
		Use:   "runs [RUN]",
		Short: "List the batches that were read into the database",
		Long:  "List the batches that were read into the database, the newest first; with the\nnumber of a RUN, that one and each of its inputs that gave no document: what was\nskipped, with its kind, and what could not be opened or was refused.\n" + exitHelp,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) > 1 {
				return usageError("runs: name one run; see yusuan runs --help")
			}
			only := int64(0)
			if len(args) == 1 {
				n, err := strconv.ParseInt(args[0], 10, 64)
				if err != nil || n < 1 {
					return usageError("runs: %q is no number of a run", args[0])
				}
				only = n
			}
			st, err := store.OpenReader(cmd.Context(), db)
			if err != nil {
				return err
			}
			defer st.Close()
			runs, err := st.Runs(cmd.Context())
			if err != nil {
				return err
			}
			if only == 0 {
				for _, r := range runs {
					writeRun(cmd.OutOrStdout(), r)
				}
				return nil
			}
			i := slices.IndexFunc(runs, func(r store.Run) bool { return r.ID == only })
			if i < 0 {
				return fmt.Errorf("no run %d in %s", only, db)
			}
			writeRun(cmd.OutOrStdout(), runs[i])
			for p, err := range st.PassedOver(cmd.Context(), only) {
				if err != nil {
					return err
				}
				writePoor(cmd.OutOrStdout(), p.Outcome, p.File, p.Why)
			}
			return nil
		},
	}
	cmd.Flags().StringVar(&db, "db", defaultDB, "database `FILE`")
	return cmd
}

func noArguments(cmd *cobra.Command, args []string) error {
	if len(args) > 0 {
		return usageError("%s takes no arguments; see %s --help", cmd.Name(), cmd.CommandPath())
	}
	return nil
}

func writeRun(w io.Writer, r store.Run) {
	outcome, took := r.Outcome, "-"
	if r.Finished.IsZero() {
		outcome = "not finished"
	} else {
		took = r.Finished.Sub(r.Started).Round(time.Second).String()
	}
	var options struct{ Paths []string }
	if err := json.Unmarshal([]byte(r.Options), &options); err != nil {
		options.Paths = []string{"options unreadable"}
	}
	fmt.Fprintf(w, "%4d  %s  %-12s  %8s  %s  %s\n", r.ID, r.Started.Format("2006-01-02 15:04:05"), outcome, took, classWords(r.Counts), clean(strings.Join(options.Paths, " ")))
}

func newFailed() *cobra.Command {
	var db, format, copyTo, class string
	var skipped bool
	cmd := &cobra.Command{
		Use:   "failed",
		Short: "List the documents that could not be read, or not wholly",
		Long: `List the documents that could not be read, or not wholly, or gave nothing, with
the class of the reason: password, damaged, needs OCR, limit, crash, not a PDF,
pages unread, unknown form (no table is of a known kind), no tables (nor figures
in the text), blank form, hint (a list says otherwise of it); then the inputs that could not be opened or were
refused, and with --skipped those that are no documents, with their kind. --copy
puts the files of documents into a folder, for a closer look or another tool.
` + exitHelp,
		Args: noArguments,
		RunE: func(cmd *cobra.Command, args []string) error {
			if format != "text" && format != "csv" {
				return usageError("failed: --format is text or csv, not %q", format)
			}
			st, err := store.OpenReader(cmd.Context(), db)
			if err != nil {
				return err
			}
			defer st.Close()
			bad, err := listFailed(cmd.Context(), st, skipped)
			if err != nil {
				return err
			}
			bad = slices.DeleteFunc(bad, func(d store.Document) bool { return class != "" && batch.Class(d.Reason) != class })
			if err := writeFailed(cmd.OutOrStdout(), bad, format); err != nil {
				return err
			}
			if copyTo != "" {
				return copyFailed(cmd.ErrOrStderr(), bad, copyTo)
			}
			return nil
		},
	}
	f := cmd.Flags()
	f.StringVar(&db, "db", defaultDB, "database `FILE`")
	f.StringVar(&format, "format", "text", "text or csv")
	f.StringVar(&copyTo, "copy", "", "copy the files into `DIR`")
	f.StringVar(&class, "class", "", "only this `CLASS`")
	f.BoolVar(&skipped, "skipped", false, "also what is no document")
	return cmd
}

// listFailed lists what gave less than a document should. Inputs that gave no
// document at all stand last, without a hash, with their outcome as the status.
func listFailed(ctx context.Context, st *store.Store, skipped bool) ([]store.Document, error) {
	bad, err := batch.Poor(ctx, st)
	if err != nil {
		return nil, err
	}
	for p, err := range st.StillPassedOver(ctx) {
		if err != nil {
			return nil, err
		}
		if p.Outcome == "error" || skipped {
			bad = append(bad, store.Document{File: p.File, Status: p.Outcome, Reason: p.Why})
		}
	}
	return bad, nil
}

func writeFailed(w io.Writer, docs []store.Document, format string) error {
	if format == "csv" {
		out := csv.NewWriter(w)
		out.Write([]string{"document", "file", "status", "class", "reason"})
		for _, d := range docs {
			out.Write([]string{d.SHA256, d.File, d.Status, batch.Class(d.Reason), d.Reason})
		}
		out.Flush()
		return out.Error()
	}
	classes := map[string]int{}
	for _, d := range docs {
		writePoor(w, d.Status, d.File, d.Reason)
		classes[batch.Class(d.Reason)]++
	}
	fmt.Fprintf(w, "%d in all: %s\n", len(docs), clean(classWords(classes)))
	return nil
}

// writePoor writes one input that gave less than a document should: the class
// of the reason beside its name, the rest of the reason below.
func writePoor(w io.Writer, status, file, reason string) {
	class := batch.Class(reason)
	fmt.Fprintf(w, "%-8s %-14s %s\n", status, clean(class), clean(file))
	if class != reason {
		fmt.Fprintf(w, "         %s\n", clean(reason))
	}
}

// copyFailed copies files that stand on their own; what is inside an archive is
// taken out of it.
func copyFailed(notes io.Writer, docs []store.Document, dir string) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	for _, d := range docs {
		if d.SHA256 == "" { // gave no document
			continue
		}
		data, err := batch.LoadNamed(d.File)
		if err != nil {
			fmt.Fprintf(notes, "yusuan: %s is not copied: %s\n", clean(d.File), clean(err.Error()))
			continue
		}
		if sum := sha256.Sum256(data); hex.EncodeToString(sum[:]) != d.SHA256 {
			fmt.Fprintf(notes, "yusuan: %s has changed since it was read; the copy is of what it is now\n", clean(d.File))
		}
		name := copyName(d)
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o644); err != nil {
			return err
		}
	}
	return nil
}

// maxNameBytes is what is kept of a file's name in a copy; file systems take 255.
const maxNameBytes = 200

// copyName names the copy of a document: the hash keeps files of one name apart.
func copyName(d store.Document) string {
	name := filepath.Base(strings.NewReplacer("!", "/", `\`, "/").Replace(d.File))
	if cut := len(name) - maxNameBytes; cut > 0 {
		name = strings.ToValidUTF8(name[cut:], "")
	}
	return d.SHA256[:12] + "-" + name
}
