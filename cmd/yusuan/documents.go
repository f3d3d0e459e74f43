package main

import (
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

--versions shows what changed between versions: amounts, and statements that only
one of them makes.

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
