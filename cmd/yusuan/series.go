package main

import (
	"fmt"
	"io"
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"yusuan/cmd/internal/chart"
	"yusuan/parse/budget"
	"yusuan/store"
	"yusuan/store/export"
)

type seriesOptions struct {
	db string
	bodyFlags
	quantityFlags
	plot, font string
	limit      int
	output
}

func newSeries() *cobra.Command {
	var o seriesOptions
	cmd := &cobra.Command{
		Use:   "series",
		Short: "Show one quantity over the years for many organisations",
		Long: `Show one quantity over the years, a line for each organisation. The quantity is
total expenditure, or what --table, --code or --row, and --measure name. A year
without a figure is empty, never 0.

--plot OUT.svg or OUT.png draws it. A PNG needs a font on this machine that has
the characters of the labels (--font FILE); an SVG leaves them to the viewer.
` + exitHelp,
		Args: noArguments,
		RunE: func(cmd *cobra.Command, args []string) error { return runSeries(cmd, o) },
	}
	f := cmd.Flags()
	addDB(cmd, &o.db)
	o.bodyFlags.add(cmd)
	// Budgets and final accounts in one line would say nothing.
	f.Lookup("phase").DefValue, o.phase = string(budget.PhaseBudget), string(budget.PhaseBudget)
	o.quantityFlags.add(cmd)
	f.IntVar(&o.limit, "limit", 0, "only so many organisations, the largest in the last year; 0: all")
	f.StringVar(&o.plot, "plot", "", "`FILE` to draw into, .svg or .png")
	f.StringVar(&o.font, "font", "", "font `FILE` for the drawing")
	o.output.add(cmd)
	return cmd
}

// track is one organisation's series.
type track struct {
	name, region, scope string
	by                  map[int]store.Line
}

func runSeries(cmd *cobra.Command, o seriesOptions) error {
	if err := o.output.check(); err != nil {
		return err
	}
	format := strings.TrimPrefix(strings.ToLower(filepath.Ext(o.plot)), ".")
	if o.plot != "" && format != "svg" && format != "png" {
		return usageError("--plot wants a file ending in .svg or .png, not %q", o.plot)
	}
	filter, err := o.lines()
	if err != nil {
		return err
	}
	st, err := openStore(cmd, o.db)
	if err != nil {
		return err
	}
	defer st.Close()
	if filter.Organizations, err = resolve(cmd, st, filter.Organizations); err != nil {
		return err
	}
	q := o.quantity()
	found, err := st.Across(cmd.Context(), q, filter, store.AcrossLimit{Bodies: o.limit})
	if err != nil {
		return err
	}
	if found.Found == 0 {
		return notPrinted(q)
	}
	tracks, span := tracksOf(found.Lines)
	if o.plot != "" {
		if err := plotTracks(cmd, o, format, tracks, plotTitle(q, found.Lines)); err != nil {
			return err
		}
	}
	return o.output.write(cmd.OutOrStdout(), seriesSheet(o.format, tracks, span), nil)
}

// tracksOf groups lines by organisation, the largest in its last year first,
// and lists the years from the first to the last.
func tracksOf(lines []store.Line) (tracks []*track, span []int) {
	by := map[[3]string]*track{}
	first, last := lines[0].Year, lines[0].Year
	for _, l := range lines {
		k := [3]string{l.Organization, l.Region, string(l.Scope)}
		t := by[k]
		if t == nil {
			t = &track{name: l.Organization, region: l.Region, scope: string(l.Scope), by: map[int]store.Line{}}
			by[k] = t
			tracks = append(tracks, t)
		}
		if _, dup := t.by[l.Year]; !dup { // parts of one disclosure: the first has it
			t.by[l.Year] = l
		}
		first, last = min(first, l.Year), max(last, l.Year)
	}
	for y := first; y <= last; y++ {
		span = append(span, y)
	}
	slices.SortStableFunc(tracks, func(a, b *track) int {
		for i := len(span) - 1; i >= 0; i-- {
			x, y := a.by[span[i]].Now, b.by[span[i]].Now
			switch {
			case x.Known && (!y.Known || x.Fen > y.Fen):
				return -1
			case y.Known && (!x.Known || y.Fen > x.Fen):
				return 1
			}
		}
		return strings.Compare(a.name, b.name)
	})
	return tracks, span
}

// seriesSheet has a column a year for people, and a row a figure for programs.
func seriesSheet(format string, tracks []*track, span []int) export.Sheet {
	var rows [][]any
	if format == "table" || format == "markdown" || format == "xlsx" {
		columns := []export.Column{{Name: "organization", Label: "部门"}, {Name: "region", Label: "区划", Type: export.Code}, {Name: "scope"}}
		for _, y := range span {
			columns = append(columns, export.Column{Name: fmt.Sprint(y), Type: export.Money})
		}
		for _, t := range tracks {
			row := []any{t.name, orNil(t.region), orNil(t.scope)}
			for _, y := range span {
				row = append(row, money(t.by[y].Now))
			}
			rows = append(rows, row)
		}
		return rowsOf("series", columns, rows)
	}
	columns := []export.Column{{Name: "organization"}, {Name: "region", Type: export.Code}, {Name: "scope"}, {Name: "fiscal_year", Type: export.Integer}, {Name: "phase"},
		{Name: "table"}, {Name: "measure"}, {Name: "code", Type: export.Code}, {Name: "name"}, {Name: "amount", Type: export.Money}, {Name: "status"},
		{Name: "document"}, {Name: "page", Type: export.Integer}}
	for _, t := range tracks {
		for _, y := range span {
			l, ok := t.by[y]
			if !ok {
				continue
			}
			rows = append(rows, []any{t.name, orNil(t.region), orNil(t.scope), int64(y), string(l.Phase), l.Kind, l.Measure, orNil(l.Code), orNil(l.Name),
				money(l.Now), string(l.Now.Status), l.SHA256, orNil(int64(l.Now.Page))})
		}
	}
	return rowsOf("series", columns, rows)
}

// plotTitle says in Chinese what is drawn: the tables it was found in, the row,
// the measure.
func plotTitle(q store.Quantity, lines []store.Line) string {
	var tables []string
	var name, measure string
	for _, l := range lines {
		if zh := tableChinese(l.Kind); !slices.Contains(tables, zh) {
			tables = append(tables, zh)
		}
		name, measure = l.Name, l.Measure
	}
	parts := []string{strings.Join(tables, "、")}
	if q.Code != "" || q.Label != "" {
		parts = append(parts, strings.TrimSpace(q.Code+" "+name))
	}
	return strings.Join(append(parts, budget.Chinese(measure)), "　")
}

func tableChinese(kind string) string {
	for _, t := range budget.Glossary() {
		if t.Identifier == kind && t.Use() == "table" {
			return t.Zh
		}
	}
	return kind
}

func plotTracks(cmd *cobra.Command, o seriesOptions, format string, tracks []*track, title string) error {
	if len(tracks) > chart.MaxSeries {
		fmt.Fprintf(cmd.ErrOrStderr(), "drawing shows the %d largest of %d organisations\n", chart.MaxSeries, len(tracks))
		tracks = tracks[:chart.MaxSeries]
	}
	var series []chart.Series
	for _, t := range tracks {
		s := chart.Series{Name: t.name}
		if t.scope == string(budget.ScopeUnit) {
			s.Name += "（单位）"
		}
		for _, y := range slices.Sorted(maps.Keys(t.by)) {
			wan := store.Yuan(t.by[y].Now.Fen).Shift(-4)
			s.Points = append(s.Points, chart.Point{Year: y, Value: wan.InexactFloat64()})
		}
		series = append(series, s)
	}
	return toFile(o.plot, io.Discard, func(w io.Writer) error {
		return chart.Draw(w, series, chart.Options{Format: format, Title: title, Unit: "万元", Font: o.font})
	})
}
