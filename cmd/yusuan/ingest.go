package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"maps"
	"os"
	"os/signal"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"yusuan/cmd/internal/batch"
	"yusuan/extract"
	"yusuan/parse"
	"yusuan/parse/budget"
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

// needsLook reports whether an outcome is shown also in long runs.
func needsLook(o batch.Outcome) bool {
	return o.Class == "failed" || o.Class == "partial" || o.Class == "error" || o.Contradicted() != ""
}

func logOutcome(ctx context.Context, log *slog.Logger, o batch.Outcome) {
	attrs := []slog.Attr{slog.String("file", o.File), slog.String("outcome", o.Class), slog.Float64("seconds", o.Took.Seconds())}
	level := slog.LevelInfo
	if needsLook(o) {
		level = slog.LevelWarn
	}
	if o.Why != "" {
		attrs = append(attrs, slog.String("why", o.Why))
	}
	if said := o.Contradicted(); said != "" {
		attrs = append(attrs, slog.String("contradicts", said))
	}
	if d := o.Document; d != nil {
		c := count(d)
		attrs = append(attrs, slog.String("doc", d.SHA256[:12]), slog.Int("pages", d.Pages), slog.Int("tables", c.tables), slog.Int("amounts", c.amounts),
			slog.Int("proven", c.proven), slog.Int("stated", c.stated), slog.Int("disputed", c.disputed), slog.Int("claims", c.claims), slog.Int("errors", c.errors), slog.Int("warnings", c.warnings))
		if d.Reason != "" {
			attrs = append(attrs, slog.String("why", d.Reason))
		}
	}
	log.LogAttrs(ctx, level, "input", attrs...)
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
	d := o.Document
	switch {
	case d == nil:
		fmt.Fprintf(w, "  %s: %s\n", o.Class, clean(o.Why))
		return
	case d.Status == "failed":
		fmt.Fprintf(w, "  failed: %s\n", clean(d.Reason))
		return
	}
	year := "year unknown"
	if d.Year != 0 {
		year = fmt.Sprint(d.Year)
	}
	pages := fmt.Sprintf("%d pages", d.Pages)
	if d.Kind == string(extract.KindText) {
		pages = "text"
	}
	fmt.Fprintf(w, "  %s  %s  %s  %s  %s\n", clean(cmp.Or(d.Organization, "organization unknown")), year, phaseWord[d.Phase], cmp.Or(string(d.Scope), "scope unknown"), pages)
	c := count(d)
	fmt.Fprintf(w, "  %d tables (%d empty), %d amounts: %d proven, %d stated, %d disputed; %d claims; findings: %d errors, %d warnings\n",
		c.tables, c.empty, c.amounts, c.proven, c.stated, c.disputed, c.claims, c.errors, c.warnings)
	if d.Status != "read" {
		fmt.Fprintf(w, "  %s: %s\n", d.Status, clean(d.Reason))
	}
	if said := o.Contradicted(); said != "" {
		fmt.Fprintf(w, "  hint: the list has %s, the document another\n", clean(said))
	}
	shown := 0
	for _, f := range d.Findings {
		if f.Status != budget.Fails || f.Severity != budget.SeverityError {
			continue
		}
		if shown == shownFindings {
			fmt.Fprintf(w, "  ! … %d more, see yusuan check\n", c.errors-shown)
			break
		}
		place := ""
		if f.Page > 0 {
			place = fmt.Sprintf("p.%d ", f.Page)
		}
		fmt.Fprintf(w, "  ! %s%s\n", place, clean(f.Message))
		shown++
	}
}

// summary adds up what a run did.
type summary struct {
	inputs, pages int
	classes       map[string]int
	skipped       map[string]int // why → inputs
	counts
}

func (s *summary) writeSkipped(w io.Writer) {
	if len(s.skipped) == 0 {
		return
	}
	var parts []string
	for _, why := range slices.Sorted(maps.Keys(s.skipped)) {
		parts = append(parts, fmt.Sprintf("%d %s", s.skipped[why], clean(why)))
	}
	fmt.Fprintf(w, "skipped: %s (--verbose names them)\n", strings.Join(parts, "; "))
}

func (s *summary) add(o batch.Outcome) {
	s.inputs++
	s.classes[o.Class]++
	if o.Class == "skipped" {
		s.skipped[o.Why]++
	}
	if o.Document == nil {
		return
	}
	s.pages += o.Document.Pages
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

func (s *summary) eyes() bool {
	return s.classes["failed"] > 0 || s.classes["partial"] > 0 || s.classes["error"] > 0 || s.errors > 0
}

func (s *summary) write(w io.Writer, db string, took time.Duration) {
	fmt.Fprintf(w, "%d inputs (%s), %d pages in %.1f s\n", s.inputs, classWords(s.classes), s.pages, took.Seconds())
	fmt.Fprintf(w, "%d tables, %d amounts: %d proven, %d stated, %d disputed; %d claims; findings: %d errors, %d warnings\nsaved in %s\n",
		s.tables, s.amounts, s.proven, s.stated, s.disputed, s.claims, s.errors, s.warnings, db)
}

// classOrder is the order in which outcomes are counted for people.
var classOrder = []string{"read", "partial", "failed", "error", "known", "duplicate", "skipped"}

func classWords(classes map[string]int) string {
	var parts []string
	for _, c := range classOrder {
		if classes[c] > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", classes[c], c))
		}
	}
	for _, c := range slices.Sorted(maps.Keys(classes)) {
		if !slices.Contains(classOrder, c) {
			parts = append(parts, fmt.Sprintf("%d %s", classes[c], c))
		}
	}
	if len(parts) == 0 {
		return "none"
	}
	return strings.Join(parts, ", ")
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
