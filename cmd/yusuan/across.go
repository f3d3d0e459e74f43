package main

import (
	"fmt"
	"slices"

	"github.com/shopspring/decimal"
	"github.com/spf13/cobra"

	"yusuan/store"
	"yusuan/store/export"
)

// shownBodies is how many lines people are shown where they name no number.
const shownBodies = 100

// compareAcross compares organisations in one quantity, year by year.
func compareAcross(cmd *cobra.Command, st *store.Store, o compareOptions, aliases aliases) error {
	if o.against != "" {
		return usageError("--against is for one --organization")
	}
	if o.by == string(store.ByTable) {
		o.by = "" // the totals: what is compared anyway
	}
	filter, err := o.lines()
	if err != nil {
		return err
	}
	if filter.Organizations, err = aliases.resolve(cmd, st, filter.Organizations); err != nil {
		return err
	}
	q := (&quantityFlags{tables: o.tables, code: o.code, measure: o.measure}).quantity()
	if q.By = store.Level(o.by); q.By == store.ByEconomic && len(o.tables) == 0 {
		q.Tables = economicTables
	}
	limit := o.limit
	if o.format == "table" && !cmd.Flags().Changed("limit") {
		limit = shownBodies
	}
	found, err := st.Across(cmd.Context(), q, filter, store.AcrossLimit{Lines: limit})
	if err != nil {
		return err
	}
	if found.Found == 0 {
		return notPrinted(q)
	}
	var rows [][]any
	for i := range found.Lines {
		l := &found.Lines[i]
		l.Organization = aliases.body(l.Organization)
		var share any
		if sum := found.Sums[store.AcrossGroup{Code: l.Code, Year: l.Year, Phase: l.Phase, Scope: l.Scope}]; sum != 0 {
			share = decimal.New(l.Now.Fen, 2).DivRound(decimal.New(sum, 0), 2)
		}
		rows = append(rows, append(lineRow(l), share))
	}
	sh := rowsOf("compare", slices.Concat(lineColumns, []export.Column{{Name: "share", Type: export.Percent, Label: "占%"}}), rows)
	if o.format == "table" {
		sh = narrowed(sh, acrossShown)
	}
	if err := o.output.write(cmd.OutOrStdout(), sh, nil); err != nil {
		return err
	}
	if len(rows) < found.Found {
		fmt.Fprintf(cmd.ErrOrStderr(), "%d of %d shown; --limit 0 shows all\n", len(rows), found.Found)
	}
	return nil
}

// economicTables are those that spend by 经济分类.
var economicTables = []string{"general_public_basic", "appropriation_basic"}

var acrossShown = []string{"year", "phase", "organization", "table", "code", "name", "prior_amount", "amount", "change", "percent", "share", "status", "page"}
