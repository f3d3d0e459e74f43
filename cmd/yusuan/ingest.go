package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"yusuan/cmd/internal/batch"
	"yusuan/extract"
	"yusuan/parse"
	"yusuan/store"
)

type ingestOptions struct {
	db, engine, forms, log string
	since                  string
	ignore                 []string
	jobs                   int
	memory, maxBytes       int64
	maxPages, maxGlyphs    int
	maxDepth               int
	maxInflated            int64
	timeout                time.Duration
	force, retry, follow   bool
	quiet, verbose         bool
}

// listed is how many documents are described one by one unless --verbose asks
// for all: beyond it only what needs eyes is.
const listed = 60

func newIngest() *cobra.Command {
	var opt ingestOptions
	cmd := &cobra.Command{
		Use:   "ingest [--db FILE] PATH...",
		Short: "Read documents into the database",
		Long: `Read documents (PDF, or text already extracted from one) into a SQLite database.

A PATH is a file, a folder (searched with all below it), a zip archive, a
pattern in quotes, or - for a list on standard input: one path a line, or
tab-divided columns under the heading path, url, region, organization, year, or
JSON objects with these members. What files are is told by their content; in
folders and archives, text is read where its name ends in .txt.

Each document is read by a worker process; one that crashes, hangs or grows too
large costs its document a line "failed" and nothing else. Documents that are
in the database already, read by this version with the same forms, are passed
over: an interrupted run goes on where it was when it is started again.
` + exitHelp,
		Args: atLeast(1, "files or folders"),
		RunE: func(cmd *cobra.Command, args []string) error { return ingest(cmd, args, opt) },
	}
	f := cmd.Flags()
	f.StringVar(&opt.db, "db", defaultDB, "database `FILE`, made where there is none")
	f.StringVar(&opt.engine, "engine", "auto", "auto, native, pdfium or both")
	f.StringVar(&opt.forms, "forms", "", "a `DIR` of declared forms laid over the built-in ones")
	f.StringSliceVar(&opt.ignore, "ignore", nil, "`CHECK`s that are not to be reported")
	f.IntVar(&opt.jobs, "jobs", 0, "worker processes (default: processors)")
	f.DurationVar(&opt.timeout, "timeout", extract.Limits{}.WithDefaults().Time, "time for one document")
	f.Int64Var(&opt.memory, "max-memory", 1024, "`MiB` of memory above which a worker is ended")
	f.Int64Var(&opt.maxBytes, "max-bytes", extract.Limits{}.WithDefaults().Bytes, "largest document, `BYTES`")
	f.IntVar(&opt.maxPages, "max-pages", extract.Limits{}.WithDefaults().Pages, "most `PAGES` of a document")
	f.IntVar(&opt.maxGlyphs, "max-glyphs", extract.Limits{}.WithDefaults().PageGlyphs, "most `GLYPHS` of a page")
	f.IntVar(&opt.maxDepth, "max-depth", extract.Limits{}.WithDefaults().Depth, "deepest nesting of objects and forms, `LEVELS`")
	f.Int64Var(&opt.maxInflated, "max-inflated", extract.Limits{}.WithDefaults().Decompressed, "most `BYTES` that a document's streams may unpack to")
	f.BoolVar(&opt.force, "force", false, "read again what is in the database")
	f.BoolVar(&opt.retry, "retry-failed", false, "read again what failed before")
	f.StringVar(&opt.since, "since", "", "pass over files not changed since `WHEN`: a date (2026-01-31) or an age (36h)")
	f.BoolVar(&opt.follow, "follow-links", false, "go through links in folders")
	f.BoolVarP(&opt.quiet, "quiet", "q", false, "print the last lines alone")
	f.BoolVarP(&opt.verbose, "verbose", "v", false, fmt.Sprintf("describe every document, also beyond the first %d", listed))
	f.StringVar(&opt.log, "log", "text", "text, or json: one JSON object an input on standard error")
	return cmd
}

func ingest(cmd *cobra.Command, args []string, opt ingestOptions) error {
	if opt.log != "text" && opt.log != "json" {
		return usageError("ingest: --log is text or json, not %q", opt.log)
	}
	if err := checkEngine("ingest", opt.engine); err != nil {
		return err
	}
	if err := checkIgnored("ingest", opt.ignore); err != nil {
		return err
	}
	if opt.jobs < 0 || opt.memory < 0 || opt.timeout < 0 || opt.maxBytes < 0 || opt.maxPages < 0 || opt.maxGlyphs < 0 || opt.maxDepth < 0 || opt.maxInflated < 0 {
		return usageError("ingest: limits are not negative")
	}
	began := time.Now()
	since, err := moment(opt.since, began)
	if err != nil {
		return err
	}
	ctx := cmd.Context()
	out, notes := cmd.OutOrStdout(), cmd.ErrOrStderr()
	self, err := os.Executable()
	if err != nil {
		return err
	}
	st, err := store.Open(ctx, opt.db)
	if err != nil {
		return err
	}
	defer st.Close()
	if err := st.SeedLists(ctx, lists()); err != nil {
		return err
	}
	settings, err := json.Marshal(map[string]any{"paths": args, "engine": opt.engine, "forms": opt.forms, "jobs": opt.jobs, "force": opt.force, "retry_failed": opt.retry})
	if err != nil {
		return err
	}
	run, err := st.StartRun(ctx, fmt.Sprintf("yusuan parser %d", parse.Version), string(settings), began)
	if err != nil {
		return err
	}

	total := summary{classes: map[string]int{}, skipped: map[string]int{}}
	bar := newProgress(notes, opt.quiet || opt.log == "json")
	log := slog.New(slog.NewJSONHandler(notes, nil))
	err = batch.Ingest(ctx, st, batch.Options{
		Inputs: batch.Inputs{Paths: args, Stdin: cmd.InOrStdin(), Follow: opt.follow, Since: since},
		Jobs:   opt.jobs, Memory: opt.memory << 20, Engine: opt.engine, Forms: opt.forms, Ignore: opt.ignore,
		Limits: extract.Limits{Bytes: opt.maxBytes, Pages: opt.maxPages, PageGlyphs: opt.maxGlyphs, Depth: opt.maxDepth, Decompressed: opt.maxInflated, Time: opt.timeout},
		Force:  opt.force, Retry: opt.retry, Run: run,
		Command: []string{self, workerCommand},
		Total:   bar.total,
		Notice:  func(s string) { bar.say(strings.TrimSpace(clean(s))) },
		Done: func(o batch.Outcome) {
			total.add(o)
			if opt.log == "json" {
				logOutcome(ctx, log, o)
			} else if !opt.quiet && (opt.verbose || total.inputs <= listed && o.Class != "skipped" || needsLook(o)) {
				bar.clear()
				writeOutcome(out, o)
			}
			bar.add(o, total.classes)
		},
	})
	bar.end()
	took := time.Since(began)
	outcome := "done"
	switch {
	case ctx.Err() != nil:
		outcome = "interrupted"
	case err != nil:
		outcome = "failed"
	}
	if !opt.verbose && !opt.quiet && total.inputs > listed {
		fmt.Fprintf(out, "… described are the first %d of %d inputs and those that need eyes; --verbose describes all\n", listed, total.inputs)
	}
	if !opt.verbose {
		total.writeSkipped(out)
	}
	total.write(out, opt.db, took)
	// The run is recorded also when ctx has ended.
	if err := st.FinishRun(context.WithoutCancel(ctx), run, began.Add(took), outcome, total.classes); err != nil {
		return err
	}
	switch {
	case ctx.Err() != nil:
		return &exitError{exitInterrupted, errors.New("interrupted: what was in hand is saved; the same command goes on with the rest")}
	case err != nil:
		return err
	case total.inputs == total.classes["skipped"] && opt.since == "":
		return &exitError{exitEyes, fmt.Errorf("ingest: no document in %s", strings.Join(args, ", "))}
	case total.eyes():
		return needsEyes()
	}
	return nil
}

// moment reads a date or an age as a moment; "" is the zero time.
func moment(s string, now time.Time) (time.Time, error) {
	if s == "" {
		return time.Time{}, nil
	}
	if age, err := time.ParseDuration(s); err == nil && age >= 0 {
		return now.Add(-age), nil
	}
	for _, layout := range []string{time.DateOnly, time.RFC3339} {
		if t, err := time.ParseInLocation(layout, s, now.Location()); err == nil {
			return t, nil
		}
	}
	return time.Time{}, usageError("ingest: --since is a date (2026-01-31) or an age (36h), not %q", s)
}

// workerCommand is the hidden command that a parent starts its workers with.
const workerCommand = "worker"

func newWorker() *cobra.Command {
	return &cobra.Command{
		Use:    workerCommand,
		Short:  "Read documents for a parent process",
		Hidden: true,
		Args:   cobra.NoArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			// The parent decides when a worker ends: its pipes close.
			signal.Ignore(os.Interrupt, syscall.SIGTERM)
			return batch.Work(context.WithoutCancel(cmd.Context()), cmd.InOrStdin(), cmd.OutOrStdout())
		},
	}
}
