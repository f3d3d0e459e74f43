package main

import (
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"yusuan/store"
	"yusuan/store/export"
)

// showVersions shows what differs between superseded documents and the current ones.
func showVersions(cmd *cobra.Command, st *store.Store, o documentsOptions, filter store.Filter) error {
	diffs, err := st.VersionDiffs(cmd.Context(), filter)
	if err != nil {
		return err
	}
	var rows [][]any
	for _, d := range diffs {
		add := func(what string, cells ...any) {
			rows = append(rows, append([]any{d.Current.Organization, int64(d.Current.Year), d.Old.SHA256, d.Current.SHA256, what}, cells...))
		}
		for _, r := range d.Rows {
			add("amount", append(amountCells(r), nil)...)
		}
		for _, c := range d.Withdrawn {
			add("statement withdrawn", nil, nil, orNil(c.Code), orNil(c.Subject), nil, nil, nil, nil, orNil(int64(c.Page)), nil, c.Sentence)
		}
		for _, c := range d.Added {
			add("statement added", nil, nil, orNil(c.Code), orNil(c.Subject), nil, nil, nil, nil, nil, orNil(int64(c.Page)), c.Sentence)
		}
	}
	sh := rowsOf("versions", versionColumns, rows)
	return o.output.write(cmd.OutOrStdout(), sh, func(w io.Writer) error {
		if len(diffs) == 0 {
			fmt.Fprintln(w, "no disclosure has several versions")
		}
		for _, d := range diffs {
			if err := writeVersions(w, d); err != nil {
				return err
			}
		}
		return nil
	})
}

// versionColumns of rows; those from table on, but for the sentence, are shown to people.
var versionColumns = []export.Column{
	{Name: "organization"}, {Name: "year", Type: export.Integer}, {Name: "superseded"}, {Name: "current"}, {Name: "what"},
	{Name: "table", Label: "表"}, {Name: "column", Label: "栏"}, {Name: "code", Type: export.Code, Label: "编码"}, {Name: "name", Label: "名称"},
	{Name: "old_amount", Type: export.Money, Label: "旧"}, {Name: "amount", Type: export.Money, Label: "新"}, {Name: "change", Type: export.Money, Label: "增减"}, {Name: "link"},
	{Name: "old_page", Type: export.Integer, Label: "旧页"}, {Name: "page", Type: export.Integer, Label: "新页"}, {Name: "sentence"},
}

// amountCells are an amount's cells from table to page.
func amountCells(r store.ComparedRow) []any {
	return []any{r.Title, r.Column, orNil(r.Code), orNil(r.Name), money(r.Prior), money(r.Now), moneyIf(r.HasChange, r.Change), r.Link, orNil(int64(r.Prior.Page)), orNil(int64(r.Now.Page))}
}

// writeVersions tells people what differs between two versions.
func writeVersions(w io.Writer, d store.VersionDiff) error {
	fmt.Fprintf(w, "%s\n  superseded %s  %s\n  current    %s  %s\n", clean(d.Current.Title), d.Old.SHA256[:shortHash], clean(d.Old.File), d.Current.SHA256[:shortHash], clean(d.Current.File))
	if len(d.Rows)+len(d.Withdrawn)+len(d.Added) == 0 {
		fmt.Fprintln(w, "  the files differ, nothing that was read from them does")
		return nil
	}
	fmt.Fprintf(w, "  %d amounts differ (万元); statements only in the superseded one: %d, only in the current one: %d\n", len(d.Rows), len(d.Withdrawn), len(d.Added))
	var rows [][]any
	for _, r := range d.Rows {
		rows = append(rows, amountCells(r))
	}
	if len(rows) > 0 {
		const from, sentence = 5, 15 // of versionColumns
		if err := export.Aligned(w, rowsOf("", versionColumns[from:sentence], rows), shownWidth); err != nil {
			return err
		}
	}
	said := func(mark string, list []store.Claim) {
		for _, c := range list {
			at := ""
			if c.Page > 0 {
				at = fmt.Sprintf("p.%d ", c.Page)
			}
			fmt.Fprintln(w, mark, at+clean(c.Sentence))
		}
	}
	said("-", d.Withdrawn)
	said("+", d.Added)
	return nil
}
