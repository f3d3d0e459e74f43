package main

import (
	"context"
	"fmt"
	"io"
	"slices"

	"github.com/spf13/cobra"

	"yusuan/parse/budget"
	"yusuan/store"
	"yusuan/store/export"
)

type compareOptions struct {
	db string
	bodyFlags
	alias, against    string
	tables            []string
	measure, code, by string
	limit             int
	output
}

func newCompare() *cobra.Command {
	var o compareOptions
	cmd := &cobra.Command{
		Use:   "compare --organization NAME [--years 2017,2018,2019]",
		Short: "Compare the years of an organisation, or the organisations of a year",
		Long: `Compare the years of one organisation by table and code: both amounts, change
and percent, and beside them what the later document itself says of the change,
and whether it holds.

Codes are followed through renames and successors. What has no counterpart is
new or gone, never 0. Where a year's document is not stored, the figures that
the later document implies are shown, marked ~.

Without --organization, or with several, the organisations of each year are
compared in one quantity: total expenditure, or what --table, --code and
--measure name. --by class, section, item or economic compares them in every
code of that level instead.

--alias FILE names bodies that are one, as CSV with a line "name,is" each:
documents of the first are compared as those of the second.

Amounts of tables for people are 万元; csv, json and xlsx have yuan.
` + exitHelp,
		Args: noArguments,
		RunE: func(cmd *cobra.Command, args []string) error { return runCompare(cmd, o) },
	}
	f := cmd.Flags()
	addDB(cmd, &o.db)
	o.bodyFlags.add(cmd)
	f.StringVar(&o.against, "against", "", "final: the budget of a year with its final accounts")
	f.StringSliceVar(&o.tables, "table", nil, "only these tables: summary, expenditure, general_public, …")
	f.StringVar(&o.measure, "measure", "", `only this measure: total, basic, project, …; "all"; by default the total where a table has one`)
	f.StringVar(&o.code, "code", "", "only this code and those below it")
	f.StringVar(&o.by, "by", "", "only table (totals), class (类), section (款), item (项) or economic (经济分类)")
	f.StringVar(&o.alias, "alias", "", "`FILE` of names that are one body")
	f.IntVar(&o.limit, "limit", 0, "show so many rows at most, 0: all")
	o.output.add(cmd)
	return cmd
}

func runCompare(cmd *cobra.Command, o compareOptions) error {
	if err := o.output.check(); err != nil {
		return err
	}
	filter, err := o.lines()
	if err != nil {
		return err
	}
	if o.against != "" && o.against != "final" {
		return usageError("--against is final, not %q", o.against)
	}
	if err := checkLevel(o.by); err != nil {
		return err
	}
	aliases, err := readAliases(o.alias)
	if err != nil {
		return err
	}
	st, err := openStore(cmd, o.db)
	if err != nil {
		return err
	}
	defer st.Close()
	if len(filter.Organizations) != 1 {
		return compareAcross(cmd, st, o, aliases)
	}
	name := filter.Organizations[0]
	names, err := aliases.resolve(cmd, st, filter.Organizations)
	if err != nil {
		return err
	}
	opt := store.CompareOptions{
		Organization: name, Aliases: names, Region: filter.Region, Years: filter.Years, Scope: filter.Scope, Phase: filter.Phase,
		BudgetFinal: o.against == "final", Tables: o.tables, Code: o.code, By: store.Level(o.by),
	}
	if o.measure != "all" {
		opt.Measure = o.measure
	}
	comparisons, err := st.Compare(cmd.Context(), opt)
	if err != nil {
		return err
	}
	if len(comparisons) == 0 {
		return &exitError{exitFailed, fmt.Errorf("nothing to compare: no such years of %s in %s", name, o.db)}
	}
	if o.measure == "" {
		for i := range comparisons {
			mainMeasure(&comparisons[i])
		}
	}
	rows, fails := comparisonRows(comparisons, o.limit)
	err = o.output.write(cmd.OutOrStdout(), rowsOf("compare", compareColumns, rows), func(w io.Writer) error {
		return writeComparisons(w, comparisons, o.limit)
	})
	if err != nil {
		return err
	}
	if o.format == "table" && len(aliases[name]) == 0 {
		if err := hintMissing(cmd.Context(), cmd.ErrOrStderr(), st, name, comparisons); err != nil {
			return err
		}
	}
	if fails {
		return needsEyes()
	}
	return nil
}

func checkLevel(by string) error {
	if by != "" && !slices.Contains(store.Levels, store.Level(by)) {
		return usageError("--by is table, class, section, item or economic, not %q", by)
	}
	return nil
}

// mainMeasure keeps one measure of each table that has totals: the others
// are asked for by name.
func mainMeasure(c *store.Comparison) {
	has := map[string]bool{}
	for _, r := range c.Rows {
		if r.Measure == "total" {
			has[r.Kind+"/"+r.Lane] = true
		}
	}
	c.Rows = slices.DeleteFunc(c.Rows, func(r store.ComparedRow) bool {
		return r.Kind != "" && r.Measure != "total" && has[r.Kind+"/"+r.Lane] && r.Stated == nil
	})
}

var compareColumns = []export.Column{
	{Name: "organization"}, {Name: "region", Type: export.Code}, {Name: "scope"},
	{Name: "from_year", Type: export.Integer}, {Name: "from_phase"}, {Name: "to_year", Type: export.Integer}, {Name: "to_phase"},
	{Name: "table"}, {Name: "table_title"}, {Name: "lane"}, {Name: "measure"}, {Name: "column"}, {Name: "code", Type: export.Code}, {Name: "name"},
	{Name: "prior_code", Type: export.Code}, {Name: "prior_name"},
	{Name: "prior_amount", Type: export.Money}, {Name: "prior_implied", Type: export.Boolean}, {Name: "prior_status"},
	{Name: "amount", Type: export.Money}, {Name: "status"},
	{Name: "change", Type: export.Money}, {Name: "percent", Type: export.Percent}, {Name: "share", Type: export.Percent},
	{Name: "link"}, {Name: "link_evidence"},
	{Name: "stated_base"}, {Name: "stated_direction"}, {Name: "stated_delta"}, {Name: "stated_unit"}, {Name: "stated_percent"},
	{Name: "reason"}, {Name: "verdict"}, {Name: "why"}, {Name: "sentence"},
	{Name: "prior_document"}, {Name: "prior_page", Type: export.Integer}, {Name: "document"}, {Name: "page", Type: export.Integer},
}

// comparisonRows are all rows with all columns, and whether a statement fails.
func comparisonRows(cs []store.Comparison, limit int) (rows [][]any, fails bool) {
	for _, c := range cs {
		n := 0
		for _, r := range c.Rows {
			if r.Stated != nil && r.Stated.Verdict == budget.Fails {
				fails = true
			}
			if n++; limit > 0 && n > limit {
				continue
			}
			row := []any{c.Organization, orNil(c.Region), orNil(string(c.Scope)), int64(c.From.Year), string(c.From.Phase), int64(c.To.Year), string(c.To.Phase),
				orNil(r.Kind), orNil(r.Title), orNil(r.Lane), orNil(r.Measure), orNil(r.Column), orNil(r.Code), orNil(r.Name), orNil(r.PriorCode), orNil(r.PriorName),
				money(r.Prior), r.Prior.Implied, orNil(string(r.Prior.Status)), money(r.Now), orNil(string(r.Now.Status)),
				moneyIf(r.HasChange, r.Change), nullDecimal(r.Percent), nullDecimal(r.Share), r.Link, orNil(r.Evidence)}
			if s := r.Stated; s != nil {
				row = append(row, orNil(s.Base), orNil(s.Direction), orNil(s.Delta), orNil(s.Unit), orNil(s.Percent), orNil(s.Reason), string(s.Verdict), orNil(s.Why), orNil(s.Sentence))
			} else {
				row = append(row, nil, nil, nil, nil, nil, nil, nil, nil, nil)
			}
			rows = append(rows, append(row, orNil(r.Prior.SHA256), orNil(int64(r.Prior.Page)), orNil(r.Now.SHA256), orNil(int64(r.Now.Page))))
		}
	}
	return rows, fails
}

// hintMissing tells on stderr which stored bodies may be the same as one whose
// earlier year is not there. Nothing is applied.
func hintMissing(ctx context.Context, w io.Writer, st *store.Store, name string, cs []store.Comparison) error {
	for _, c := range cs {
		if len(c.From.Documents) > 0 {
			continue
		}
		similar, err := st.Similar(ctx, name, 3)
		if err != nil {
			return err
		}
		for _, s := range similar {
			docs, err := st.Documents(ctx, store.Filter{Organizations: []string{s.Name}, Years: []int{c.From.Year}, Phase: c.From.Phase, Current: true})
			if err != nil {
				return err
			}
			if len(docs) > 0 {
				fmt.Fprintf(w, "%d of a body with a similar name is stored: %s; if it is the same, say so with --alias\n", c.From.Year, clean(s.Name))
			}
		}
	}
	return nil
}
