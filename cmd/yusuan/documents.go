package main

import (
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"yusuan/store"
	"yusuan/store/export"
)

type documentsOptions struct {
	db       string
	versions bool
	search   string
	limit    int
	filter   filterFlags
	output
}

func newDocuments() *cobra.Command {
	var o documentsOptions
	cmd := &cobra.Command{
		Use:   "documents",
		Short: "List stored documents, their versions, and where a word stands",
		Long: `List the stored documents. Of several versions of one disclosure one is current.

--versions shows what changed between versions: amounts, and how many statements
only one of them makes.

--search WORD lists where rows, titles and sentences have a word; two characters
are enough (养老).
` + exitHelp,
		Args: noArguments,
		RunE: func(cmd *cobra.Command, args []string) error { return runDocuments(cmd, o) },
	}
	addDB(cmd, &o.db)
	cmd.Flags().BoolVar(&o.versions, "versions", false, "what changed between versions of one disclosure")
	cmd.Flags().StringVar(&o.search, "search", "", "`WORD` to look for in names, titles and sentences")
	cmd.Flags().IntVar(&o.limit, "limit", 50, "so many places of --search")
	o.filter.add(cmd)
	o.output.add(cmd)
	return cmd
}

func runDocuments(cmd *cobra.Command, o documentsOptions) error {
	if err := o.output.check(); err != nil {
		return err
	}
	if o.versions && o.search != "" {
		return usageError("documents: either --versions or --search")
	}
	filter, err := o.filter.filter()
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
	switch {
	case o.search != "":
		return searchDocuments(cmd, st, o)
	case o.versions:
		return showVersions(cmd, st, o, filter)
	}
	docs, err := st.Documents(cmd.Context(), filter)
	if err != nil {
		return err
	}
	var rows [][]any
	for _, d := range docs {
		current := ""
		if !d.Current {
			current = "superseded"
		}
		rows = append(rows, []any{orNil(d.Organization), orNil(int64(d.Year)), orNil(string(d.Phase)), orNil(string(d.Scope)), orNil(d.Region), d.Status, orNil(current),
			int64(d.Facts), int64(d.Proven), int64(d.Disputed), int64(d.Claims), int64(d.FailedChecks), d.File, d.SHA256[:shortHash], orNil(d.Reason)})
	}
	return o.output.write(cmd.OutOrStdout(), rowsOf("documents", documentColumns, rows), nil)
}

// shortHash is how many digits of a hash people are shown: enough for --document.
const shortHash = 12

var documentColumns = []export.Column{
	{Name: "organization", Label: "部门"}, {Name: "year", Type: export.Integer, Label: "年度"}, {Name: "phase"}, {Name: "scope"}, {Name: "region", Type: export.Code, Label: "区划"},
	{Name: "status"}, {Name: "current"}, {Name: "facts", Type: export.Integer}, {Name: "proven", Type: export.Integer}, {Name: "disputed", Type: export.Integer},
	{Name: "claims", Type: export.Integer}, {Name: "failed_checks", Type: export.Integer}, {Name: "file"}, {Name: "document"}, {Name: "reason"},
}

func searchDocuments(cmd *cobra.Command, st *store.Store, o documentsOptions) error {
	hits, err := st.Search(cmd.Context(), o.search, o.limit)
	if err != nil {
		return err
	}
	var rows [][]any
	for _, h := range hits {
		text := h.Text
		if o.format == "table" {
			text = store.Excerpt(text, o.search, shownWidth/2)
		}
		rows = append(rows, []any{h.Field, text, orNil(h.Code), nullDecimal(h.Amount), h.Title, orNil(int64(h.Page)), h.File, h.SHA256[:shortHash]})
	}
	return o.output.write(cmd.OutOrStdout(), rowsOf("search", []export.Column{
		{Name: "field"}, {Name: "text"}, {Name: "code", Type: export.Code, Label: "编码"}, {Name: "amount", Type: export.Money, Label: "金额"},
		{Name: "title", Label: "文件"}, {Name: "page", Type: export.Integer}, {Name: "file"}, {Name: "document"},
	}, rows), nil)
}

func showVersions(cmd *cobra.Command, st *store.Store, o documentsOptions, filter store.Filter) error {
	diffs, err := st.VersionDiffs(cmd.Context(), filter)
	if err != nil {
		return err
	}
	columns := []export.Column{
		{Name: "organization"}, {Name: "year", Type: export.Integer}, {Name: "superseded"}, {Name: "current"}, {Name: "table"}, {Name: "column"},
		{Name: "code", Type: export.Code}, {Name: "name"}, {Name: "old_amount", Type: export.Money}, {Name: "amount", Type: export.Money}, {Name: "change", Type: export.Money}, {Name: "link"},
	}
	var rows [][]any
	for _, d := range diffs {
		for _, r := range d.Rows {
			rows = append(rows, []any{d.Current.Organization, int64(d.Current.Year), d.Old.SHA256, d.Current.SHA256, r.Title, r.Column, orNil(r.Code), orNil(r.Name),
				money(r.Prior), money(r.Now), moneyIf(r.HasChange, r.Change), r.Link})
		}
	}
	return o.output.write(cmd.OutOrStdout(), rowsOf("versions", columns, rows), func(w io.Writer) error {
		if len(diffs) == 0 {
			fmt.Fprintln(w, "no disclosure has several versions")
		}
		for _, d := range diffs {
			fmt.Fprintf(w, "%s\n  superseded %s  %s\n  current    %s  %s\n", clean(d.Current.Title), d.Old.SHA256[:shortHash], clean(d.Old.File), d.Current.SHA256[:shortHash], clean(d.Current.File))
			fmt.Fprintf(w, "  %d amounts differ; statements only in the superseded one: %d, only in the current one: %d\n", len(d.Rows), d.Claims[0], d.Claims[1])
			var rows [][]any
			for _, r := range d.Rows {
				rows = append(rows, []any{r.Title, r.Column, orNil(r.Code), orNil(r.Name), money(r.Prior), money(r.Now), moneyIf(r.HasChange, r.Change), r.Link})
			}
			if len(rows) > 0 {
				if err := export.Aligned(w, rowsOf("", columns[4:], rows), shownWidth); err != nil {
					return err
				}
			}
		}
		return nil
	})
}
