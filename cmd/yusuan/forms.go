package main

import (
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"yusuan/cmd/internal/batch"
	"yusuan/parse/budget"
	"yusuan/parse/form"
	"yusuan/store/export"
)

func newForms() *cobra.Command {
	var out output
	var folder string
	cmd := &cobra.Command{
		Use:   "forms [check DIR | explain FILE]",
		Short: "List, check and explain the declared forms",
		Long: `List the declared forms: the tables that are known word for word, with their
kind, titles and unit. A form of a new province or year is a file of data, in a
folder of its own given to the commands as --forms DIR.
` + exitHelp,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) > 0 {
				return usageError("forms: there are forms, forms check and forms explain, not %q", args[0])
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error { return listForms(cmd, folder, out) },
	}
	cmd.Flags().StringVar(&folder, "forms", "", "a `DIR` of declared forms laid over the built-in ones")
	out.add(cmd)
	cmd.AddCommand(newFormsCheck(), newFormsExplain())
	return cmd
}

// catalog gives the built-in forms with a folder, "" for none, on top.
func catalog(folder string) (*form.Catalog, error) {
	if folder == "" {
		return form.Builtin(), nil
	}
	c, err := form.Overlay(os.DirFS(folder))
	if err != nil {
		return nil, fmt.Errorf("forms in %s: %w", folder, err)
	}
	return c, nil
}

func listForms(cmd *cobra.Command, folder string, out output) error {
	if err := out.check(); err != nil {
		return err
	}
	c, err := catalog(folder)
	if err != nil {
		return err
	}
	columns := []export.Column{{Name: "form"}, {Name: "kind"}, {Name: "phase"}, {Name: "titles"}, {Name: "unit"},
		{Name: "columns", Type: export.Integer}, {Name: "version", Type: export.Integer}, {Name: "file"}, {Name: "seen"}}
	var rows [][]any
	for _, t := range c.Tables() {
		rows = append(rows, []any{t.ID, t.Kind, string(t.Phase), strings.Join(slices.Concat(t.Titles, t.Loose), " | "), orNil(t.Unit),
			int64(len(t.Columns)), int64(t.Version), t.File, orNil(strings.Join(t.Seen, " | "))})
	}
	return out.write(cmd.OutOrStdout(), rowsOf("forms", columns, rows), nil)
}

func newFormsCheck() *cobra.Command {
	return &cobra.Command{
		Use:   "check DIR",
		Short: "Check a folder of forms and report every fault",
		Long: `Check a folder of declared forms as it would be laid over the built-in ones:
files that do not load, unknown keys, kinds and units, titles that another form
claims, columns that no heading explains. All faults are reported at once, one
a line on standard error, and the exit status is 1 where there is one.
` + exitHelp,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) != 1 {
				return usageError("forms check: name one folder")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error { return checkForms(cmd, args[0]) },
	}
}

func checkForms(cmd *cobra.Command, dir string) error {
	folder := os.DirFS(dir)
	files := 0
	err := fs.WalkDir(folder, ".", func(p string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() && (strings.HasSuffix(p, ".toml") || strings.HasSuffix(p, ".csv")) {
			files++
		}
		return err
	})
	if err != nil {
		return fmt.Errorf("forms in %s: %w", dir, err)
	}
	if files == 0 {
		return fmt.Errorf("forms in %s: no file that forms are read from (.toml, .csv)", dir)
	}
	if faults := form.CheckFolder(folder); len(faults) > 0 {
		for _, f := range faults {
			fmt.Fprintf(cmd.ErrOrStderr(), "%s\n", clean(f.Error()))
		}
		return fmt.Errorf("forms in %s: %s", dir, plural(len(faults), "fault"))
	}
	c, err := catalog(dir)
	if err != nil {
		return err
	}
	fmt.Fprintf(cmd.OutOrStdout(), "%s good, %d declared tables with the built-in ones\n", plural(files, "file"), len(c.Tables()))
	return nil
}

func newFormsExplain() *cobra.Command {
	var folder, engine string
	cmd := &cobra.Command{
		Use:   "explain FILE",
		Short: "Say which form claimed which page of a document, and why",
		Long: `Read one document and say for each page which tables stand there, which declared
form or rule claimed each, and what each column was taken for. Columns and lines
of tables that nothing explains are named. Each table that the contents list
announces is answered: found on a page, empty, or missing.
` + exitHelp,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) != 1 {
				return usageError("forms explain: name one file")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error { return explainForms(cmd, args[0], folder, engine) },
	}
	cmd.Flags().StringVar(&folder, "forms", "", "a `DIR` of declared forms laid over the built-in ones")
	cmd.Flags().StringVar(&engine, "engine", "auto", "auto, native, pdfium or both")
	return cmd
}

func explainForms(cmd *cobra.Command, file, folder, engine string) error {
	if err := checkEngine("forms explain", engine); err != nil {
		return err
	}
	c, err := catalog(folder)
	if err != nil {
		return err
	}
	reader, err := batch.NewReader(batch.ReaderOptions{Engine: engine, Forms: folder, Notice: cmd.ErrOrStderr()})
	if err != nil {
		return err
	}
	defer reader.Close()
	got, err := reader.File(cmd.Context(), file)
	if err != nil {
		return err
	}
	doc := got.Document
	if doc.Status == "failed" {
		fmt.Fprintf(cmd.ErrOrStderr(), "yusuan: %s: %s\n", clean(file), clean(doc.Reason))
		return needsEyes()
	}
	out := cmd.OutOrStdout()
	var family [][]form.Match
	for _, t := range doc.Tables {
		family = append(family, c.Title(t.Title))
	}
	fmt.Fprintf(out, "%s\n  %s; family of forms: %s\n", clean(doc.File), plural(len(doc.Tables), "table"), orNone(c.Family(family)))
	explainContents(out, doc)
	if doc.Kind == "text" {
		for i := range doc.Tables {
			explainTable(out, c, &doc.Tables[i])
		}
		explainUnread(out, doc, func(int) bool { return true })
		return nil
	}
	for page := 1; page <= doc.Pages; page++ {
		fmt.Fprintf(out, "page %d\n", page)
		any := false
		for i := range doc.Tables {
			t := &doc.Tables[i]
			switch {
			case t.Start.Page == page:
				explainTable(out, c, t)
			case slices.Contains(t.Pages, page):
				fmt.Fprintf(out, "  %s %q goes on from page %d\n", t.Kind, clean(t.Title), t.Start.Page)
			default:
				continue
			}
			any = true
		}
		if !any {
			fmt.Fprintln(out, "  no table")
		}
		explainUnread(out, doc, func(p int) bool { return p == page })
	}
	return nil
}

// explainContents says of each table that the contents list announces where it
// stands.
func explainContents(w io.Writer, doc *budget.Document) {
	for _, a := range doc.Announced {
		answer := "missing"
		if a.Table >= 0 {
			t := &doc.Tables[a.Table]
			if answer = "found"; t.Empty {
				answer = "empty"
			}
			if t.Start.Page > 0 {
				answer += fmt.Sprintf(", page %d", t.Start.Page)
			}
		}
		fmt.Fprintf(w, "  announced %s %q: %s\n", a.Kind, clean(a.Title), answer)
	}
}

func explainTable(w io.Writer, c *form.Catalog, t *budget.Table) {
	fmt.Fprintf(w, "  %s %q\n", t.Kind, clean(strings.TrimSpace(t.Number+" "+t.Title)))
	fmt.Fprintf(w, "    form: %s\n", orNone(t.Form))
	why := "no title printed: told by its headings"
	if t.Title != "" {
		if why = c.Explain(t.Title); why == "no title" {
			why = "the title fits no form: told by its headings"
		}
	}
	fmt.Fprintf(w, "    because: %s\n", clean(why))
	if t.Empty {
		fmt.Fprintf(w, "    empty: %s\n", orNone(clean(t.EmptyNote)))
	}
	for _, col := range t.Columns {
		what := col.Role
		switch {
		case col.Measure != "":
			what = "measure " + col.Measure
		case what == "":
			what = "unexplained"
		}
		if col.Lane != "" {
			what += ", " + col.Lane
		}
		fmt.Fprintf(w, "    - %s: %s\n", clean(col.Path), what)
	}
}

func explainUnread(w io.Writer, doc *budget.Document, on func(page int) bool) {
	for _, u := range doc.Unread {
		if u.Kind != "sentence" && on(u.Page) {
			fmt.Fprintf(w, "  unread %s: %s (%s)\n", u.Kind, clean(u.Text), clean(u.Why))
		}
	}
}
