package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/shopspring/decimal"
	"github.com/spf13/cobra"

	"yusuan/parse/budget"
	"yusuan/store"
	"yusuan/store/export"
)

// quantity makes the quantity that --table, --code and --measure name.
func quantity(tables []string, code, label, measure string) store.Quantity {
	q := store.ExpenditureTotal
	if len(tables) > 0 {
		q.Tables = tables
	}
	if measure != "" {
		q.Measure = measure
	} else if slices.Equal(q.Tables, []string{"sangong"}) {
		q.Measure = "sangong"
	}
	q.Code, q.Label = code, store.RowLabel(label)
	return q
}

func quantityName(q store.Quantity) string {
	parts := []string{strings.Join(q.Tables, " or ")}
	if q.Code != "" {
		parts = append(parts, q.Code)
	}
	if q.Label != "" {
		parts = append(parts, q.Label)
	}
	return strings.Join(append(parts, q.Measure), ", ")
}

// compareAcross compares organisations in one quantity, year by year.
func compareAcross(cmd *cobra.Command, st *store.Store, o compareOptions, years []int) error {
	if o.against != "" || o.by != "" {
		return usageError("--against and --by are for one --organization")
	}
	var names []string
	for _, n := range o.organizations {
		found, err := st.Resolve(cmd.Context(), n)
		if err != nil {
			return err
		}
		if len(found) == 0 {
			return suggest(cmd, st, n)
		}
		names = append(names, found...)
	}
	q := quantity(o.tables, o.code, "", o.measure)
	lines, err := st.Across(cmd.Context(), q, store.LineFilter{Organizations: names, Region: o.region, Years: years, Phase: budget.Phase(o.phase), Scope: budget.Scope(o.scope)})
	if err != nil {
		return err
	}
	if len(lines) == 0 {
		return &exitError{exitFailed, fmt.Errorf("no document prints that quantity (%s)", quantityName(q))}
	}
	sums := map[string]int64{}
	group := func(l store.Line) string { return fmt.Sprint(l.Year, l.Phase, l.Scope) }
	for _, l := range lines {
		sums[group(l)] += l.Now.Fen
	}
	if o.limit > 0 {
		lines = lines[:min(o.limit, len(lines))]
	}
	var rows [][]any
	for _, l := range lines {
		var share any
		if sum := sums[group(l)]; sum != 0 {
			share = decimal.New(l.Now.Fen, 2).DivRound(decimal.New(sum, 0), 2)
		}
		rows = append(rows, []any{int64(l.Year), string(l.Phase), orNil(string(l.Scope)), l.Organization, orNil(l.Region), l.Kind, orNil(l.Code), orNil(l.Name),
			money(l.Prior), money(l.Now), moneyIf(l.HasChange, l.Change), nullDecimal(l.Percent), share, string(l.Now.Status), l.SHA256, orNil(int64(l.Now.Page))})
	}
	return o.output.write(cmd.OutOrStdout(), rowsOf("compare", acrossColumns, rows), nil)
}

var acrossColumns = []export.Column{
	{Name: "year", Type: export.Integer, Label: "年度"}, {Name: "phase"}, {Name: "scope"}, {Name: "organization", Label: "部门"}, {Name: "region", Type: export.Code, Label: "区划"},
	{Name: "table", Label: "表"}, {Name: "code", Type: export.Code, Label: "编码"}, {Name: "name", Label: "名称"},
	{Name: "prior_amount", Type: export.Money, Label: "上年"}, {Name: "amount", Type: export.Money, Label: "本年"},
	{Name: "change", Type: export.Money, Label: "增减"}, {Name: "percent", Type: export.Percent, Label: "增减%"}, {Name: "share", Type: export.Percent, Label: "占%"},
	{Name: "status"}, {Name: "document"}, {Name: "page", Type: export.Integer},
}
