package main

import (
	"fmt"
	"slices"

	"github.com/shopspring/decimal"
	"github.com/spf13/cobra"

	"yusuan/store"
	"yusuan/store/export"
)

type moversOptions struct {
	db string
	bodyFlags
	tables                       []string
	measure, code, by, threshold string
	up, down                     bool
	limit                        int
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
	o.bodyFlags.add(cmd)
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
	filter, err := o.lines()
	if err != nil {
		return err
	}
	if err := checkLevel(o.by); err != nil {
		return err
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
	if filter.Organizations, err = resolve(cmd, st, filter.Organizations); err != nil {
		return err
	}
	opt := store.MoverOptions{LineFilter: filter, Tables: o.tables, Measure: o.measure, Code: o.code, By: store.Level(o.by), Threshold: threshold.Shift(6).IntPart(), Limit: o.limit}
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
	for i := range lines {
		l := &lines[i]
		var reason, verdict, delta any
		if s := l.Stated; s != nil {
			reason, verdict, delta = orNil(s.Reason), string(s.Verdict), orNil(statedText(s))
		}
		rows = append(rows, append(lineRow(l), delta, verdict, reason))
	}
	sh := rowsOf("movers", slices.Concat(lineColumns, []export.Column{{Name: "stated", Label: "文件自述"}, {Name: "verdict", Label: "核对"}, {Name: "reason", Label: "原因"}}), rows)
	if o.format == "table" { // hashes say little to people
		sh = narrowed(sh, moversShown)
	}
	if err := o.output.write(cmd.OutOrStdout(), sh, nil); err != nil {
		return err
	}
	if len(rows) == 0 {
		fmt.Fprintln(cmd.ErrOrStderr(), "no such change: only amounts that the documents of two years in a row print are compared")
	}
	return nil
}

var moversShown = []string{"year", "organization", "table", "code", "name", "prior_amount", "amount", "change", "percent", "status", "stated", "verdict", "reason"}
