package main

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"log/slog"
	"maps"
	"slices"
	"strings"
	"time"

	"yusuan/cmd/internal/batch"
	"yusuan/extract"
	"yusuan/parse/budget"
)

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
