package main

import (
	"github.com/shopspring/decimal"
	"github.com/spf13/cobra"

	"yusuan/parse/budget"
	"yusuan/store"
	"yusuan/store/export"
)

type moversOptions struct {
	db, years, region, phase, scope string
	organizations, tables           []string
	measure, code, by, threshold    string
	up, down                        bool
	limit                           int
	output
}

func newMovers() *cobra.Command {
	var o moversOptions
	cmd := &cobra.Command{
		Use:   "movers",
		Short: "Show the largest changes from one year to the next",
		Long: `Show the largest changes from one year to the next in the whole database, with
the reasons that the documents give. Only amounts that both years' documents
print are compared.
` + exitHelp,
		Args: noArguments,
		RunE: func(cmd *cobra.Command, args []string) error { return runMovers(cmd, o) },
	}
	f := cmd.Flags()
	addDB(cmd, &o.db)
	f.StringArrayVar(&o.organizations, "organization", nil, "only this organisation (may be repeated)")
	f.StringVar(&o.years, "years", "", "later years: 2018 or 2017,2018 or 2017-2019")
	f.StringVar(&o.region, "region", "", "GB/T 2260 code or the beginning of one")
	f.StringVar(&o.phase, "phase", "", "budget or final")
	f.StringVar(&o.scope, "scope", "", "department or unit")
	f.StringSliceVar(&o.tables, "table", nil, "only these tables; those of expenditure by function where none is named")
	f.StringVar(&o.measure, "measure", "total", "total, basic, project, …")
	f.StringVar(&o.code, "class", "", "only this code and those below it")
	f.StringVar(&o.by, "by", "item", "table (totals), class (类), section (款), item (项) or economic (经济分类)")
	f.StringVar(&o.threshold, "threshold", "0", "the least change, 万元")
	f.BoolVar(&o.up, "up", false, "only increases")
	f.BoolVar(&o.down, "down", false, "only decreases")
	f.IntVar(&o.limit, "limit", 20, "how many")
	o.output.add(cmd)
	return cmd
}

func runMovers(cmd *cobra.Command, o moversOptions) error {
	if err := o.output.check(); err != nil {
		return err
	}
	years, err := parseYears(o.years)
	if err != nil {
		return err
	}
	if !knownLevel(o.by) {
		return usageError("--by is table, class, section, item or economic, not %q", o.by)
	}
	threshold, err := decimal.NewFromString(o.threshold)
	if err != nil || threshold.IsNegative() {
		return usageError("--threshold is an amount of 万元, not %q", o.threshold)
	}
	st, err := openStore(cmd, o.db)
	if err != nil {
		return err
	}
	defer st.Close()
	opt := store.MoverOptions{
		LineFilter: store.LineFilter{Organizations: o.organizations, Region: o.region, Years: years, Phase: budget.Phase(o.phase), Scope: budget.Scope(o.scope)},
		Tables:     o.tables, Measure: o.measure, Code: o.code, By: store.Level(o.by), Threshold: threshold.Shift(6).IntPart(), Limit: o.limit,
	}
	switch {
	case o.up && !o.down:
		opt.Direction = 1
	case o.down && !o.up:
		opt.Direction = -1
	}
	lines, err := st.Movers(cmd.Context(), opt)
	if err != nil {
		return err
	}
	var rows [][]any
	for _, l := range lines {
		var reason, verdict, delta any
		if s := l.Stated; s != nil {
			reason, verdict = orNil(s.Reason), string(s.Verdict)
			delta = orNil(s.Direction + s.Delta)
		}
		rows = append(rows, []any{int64(l.Year), string(l.Phase), orNil(string(l.Scope)), l.Organization, orNil(l.Region), l.Kind, orNil(l.Code), orNil(l.Name),
			money(l.Prior), money(l.Now), moneyIf(l.HasChange, l.Change), nullDecimal(l.Percent), l.Link, string(l.Prior.Status), string(l.Now.Status), delta, verdict, reason,
			l.SHA256, orNil(int64(l.Now.Page)), orNil(l.Prior.SHA256), orNil(int64(l.Prior.Page))})
	}
	sh := rowsOf("movers", moversColumns, rows)
	if o.format == "table" { // hashes say little to people
		return o.output.write(cmd.OutOrStdout(), narrowed(sh, moversShown), nil)
	}
	return o.output.write(cmd.OutOrStdout(), sh, nil)
}

func knownLevel(by string) bool {
	for _, l := range store.Levels {
		if string(l) == by {
			return true
		}
	}
	return false
}

var moversColumns = []export.Column{
	{Name: "year", Type: export.Integer, Label: "年度"}, {Name: "phase"}, {Name: "scope"}, {Name: "organization", Label: "部门"}, {Name: "region", Type: export.Code, Label: "区划"},
	{Name: "table", Label: "表"}, {Name: "code", Type: export.Code, Label: "编码"}, {Name: "name", Label: "名称"},
	{Name: "prior_amount", Type: export.Money, Label: "上年"}, {Name: "amount", Type: export.Money, Label: "本年"},
	{Name: "change", Type: export.Money, Label: "增减"}, {Name: "percent", Type: export.Percent, Label: "增减%"}, {Name: "link"},
	{Name: "prior_status"}, {Name: "status"}, {Name: "stated", Label: "文件自述"}, {Name: "verdict", Label: "核对"}, {Name: "reason", Label: "原因"},
	{Name: "document"}, {Name: "page", Type: export.Integer}, {Name: "prior_document"}, {Name: "prior_page", Type: export.Integer},
}

var moversShown = []string{"year", "organization", "table", "code", "name", "prior_amount", "amount", "change", "percent", "status", "stated", "verdict", "reason"}

// narrowed is a sheet with some of its columns.
func narrowed(sh export.Sheet, names []string) export.Sheet {
	out := export.Sheet{Name: sh.Name, Title: sh.Title}
	var at []int
	for _, n := range names {
		for i, c := range sh.Columns {
			if c.Name == n {
				at = append(at, i)
				out.Columns = append(out.Columns, c)
			}
		}
	}
	out.Rows = func(yield func([]any, error) bool) {
		for row, err := range sh.Rows {
			if err != nil {
				yield(nil, err)
				return
			}
			short := make([]any, len(at))
			for i, j := range at {
				short[i] = row[j]
			}
			if !yield(short, nil) {
				return
			}
		}
	}
	return out
}
