package main

import (
	"cmp"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"yusuan/cmd/internal/batch"
	"yusuan/parse/budget"
	"yusuan/store"
)

type ingestOptions struct {
	db, engine, forms string
	ignore            []string
}

func newIngest() *cobra.Command {
	var opt ingestOptions
	cmd := &cobra.Command{
		Use:   "ingest [--db FILE] PATH...",
		Short: "Read documents into the database",
		Long: `Read documents (PDF, or text already extracted from one) into a SQLite database.
A PATH is a file or a folder, which is searched for .pdf and .txt files.

A line for each document says what was read: department, year, phase, tables,
amounts proven, stated and disputed, and what needs eyes.
` + exitHelp,
		Args: atLeast(1, "files or folders"),
		RunE: func(cmd *cobra.Command, args []string) error { return ingest(cmd, args, opt) },
	}
	cmd.Flags().StringVar(&opt.db, "db", "budget.db", "database `FILE`, made where there is none")
	cmd.Flags().StringVar(&opt.engine, "engine", "auto", "auto, native, pdfium or both")
	cmd.Flags().StringVar(&opt.forms, "forms", "", "a `DIR` of declared forms laid over the built-in ones")
	cmd.Flags().StringSliceVar(&opt.ignore, "ignore", nil, "`CHECK`s that are not to be reported")
	return cmd
}

func ingest(cmd *cobra.Command, args []string, opt ingestOptions) error {
	ctx := cmd.Context()
	reader, err := batch.NewReader(batch.ReaderOptions{Engine: opt.engine, Forms: opt.forms, Ignore: opt.ignore, Notice: cmd.ErrOrStderr()})
	if err != nil {
		return err
	}
	defer reader.Close()
	st, err := store.Open(ctx, opt.db)
	if err != nil {
		return err
	}
	defer st.Close()
	if err := st.SeedLists(ctx, lists()); err != nil {
		return err
	}
	var total summary
	err = batch.Ingest(ctx, st, reader, args, func(o batch.Outcome) {
		total.add(o)
		writeOutcome(cmd.OutOrStdout(), o)
	})
	total.write(cmd.OutOrStdout(), opt.db)
	if err != nil {
		return err
	}
	if total.eyes() {
		return needsEyes()
	}
	return nil
}

// counts are what a summary says of one document.
type counts struct {
	tables, empty, amounts, proven, stated, disputed, claims, errors, warnings int
}

func count(doc *budget.Document) counts {
	var c counts
	for _, t := range doc.Tables {
		c.tables++
		if t.Empty {
			c.empty++
		}
	}
	for i := range doc.Facts {
		f := &doc.Facts[i]
		if !f.HasAmount() {
			continue
		}
		c.amounts++
		switch f.Status {
		case budget.StatusProven:
			c.proven++
		case budget.StatusDisputed:
			c.disputed++
		default:
			c.stated++
		}
	}
	c.claims = len(doc.Claims)
	for _, f := range doc.Findings {
		if f.Status != budget.Fails {
			continue
		}
		switch f.Severity {
		case budget.SeverityError:
			c.errors++
		case budget.SeverityWarning:
			c.warnings++
		}
	}
	return c
}

var phaseWord = map[budget.Phase]string{budget.PhaseBudget: "budget 预算", budget.PhaseFinal: "final accounts 决算", budget.PhaseUnknown: "phase unknown"}

// shownFindings is how many findings of one document the summary prints.
const shownFindings = 3

func writeOutcome(w io.Writer, o batch.Outcome) {
	fmt.Fprintln(w, clean(o.File))
	switch {
	case o.Err != nil:
		fmt.Fprintf(w, "  failed: %s\n", clean(o.Err.Error()))
		return
	case o.Skipped != "":
		fmt.Fprintf(w, "  skipped: %s\n", clean(o.Skipped))
		return
	case o.Document.Status == "failed":
		fmt.Fprintf(w, "  failed: %s\n", clean(o.Document.Reason))
		return
	}
	d := o.Document
	year := "year unknown"
	if d.Year != 0 {
		year = fmt.Sprint(d.Year)
	}
	fmt.Fprintf(w, "  %s  %s  %s  %s  %d pages\n", clean(cmp.Or(d.Organization, "organization unknown")), year, phaseWord[d.Phase], cmp.Or(string(d.Scope), "scope unknown"), d.Pages)
	c := count(d)
	fmt.Fprintf(w, "  %d tables (%d empty), %d amounts: %d proven, %d stated, %d disputed; %d claims; findings: %d errors, %d warnings\n",
		c.tables, c.empty, c.amounts, c.proven, c.stated, c.disputed, c.claims, c.errors, c.warnings)
	if d.Status != "read" {
		fmt.Fprintf(w, "  %s: %s\n", d.Status, clean(d.Reason))
	}
	shown := 0
	for _, f := range d.Findings {
		if f.Status != budget.Fails || f.Severity != budget.SeverityError {
			continue
		}
		if shown == shownFindings {
			fmt.Fprintf(w, "  ! … %d more, see yusuan export findings\n", c.errors-shown)
			break
		}
		fmt.Fprintf(w, "  ! %s\n", clean(strings.TrimSpace(fmt.Sprintf("p.%d %s", f.Page, f.Message))))
		shown++
	}
}

// summary adds up what a run did.
type summary struct {
	documents, failed, partial int
	counts
}

func (s *summary) add(o batch.Outcome) {
	s.documents++
	if o.Err != nil || (o.Document != nil && o.Document.Status == "failed") {
		s.failed++
		return
	}
	if o.Document == nil {
		return
	}
	if o.Document.Status == "partial" {
		s.partial++
	}
	c := count(o.Document)
	s.tables += c.tables
	s.amounts += c.amounts
	s.proven += c.proven
	s.stated += c.stated
	s.disputed += c.disputed
	s.errors += c.errors
	s.warnings += c.warnings
	s.claims += c.claims
}

func (s *summary) eyes() bool { return s.failed > 0 || s.partial > 0 || s.errors > 0 }

func (s *summary) write(w io.Writer, db string) {
	fmt.Fprintf(w, "%d documents (%d failed, %d partly read), %d tables, %d amounts: %d proven, %d stated, %d disputed; %d claims; findings: %d errors, %d warnings\nsaved in %s\n",
		s.documents, s.failed, s.partial, s.tables, s.amounts, s.proven, s.stated, s.disputed, s.claims, s.errors, s.warnings, db)
}
