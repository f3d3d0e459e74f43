package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/mattn/go-runewidth"
	"github.com/spf13/cobra"

	"yusuan/cmd/internal/batch"
	"yusuan/extract"
	"yusuan/parse/budget"
)

type showOptions struct {
	json   bool
	svg    string
	pages  []int
	engine string
	forms  string
}

func newShow() *cobra.Command {
	var opt showOptions
	cmd := &cobra.Command{
		Use:   "show pages|tables|rows|facts FILE",
		Short: "Show what each stage makes of one document",
		Long: `Show what one stage makes of one document, without a database.

  pages   the text of each page in lines, with counts of glyphs and rulings
  tables  the tables found: page, kind, title, unit, columns
  rows    the rows of each table
  facts   the amounts, with page, box and status

With --svg DIR a picture of each page is written there: glyph boxes in grey,
ruling lines in red, recognised cells in green (proven), blue (stated) or
orange (disputed).
` + exitHelp,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) != 2 {
				return usageError("show: name a stage (pages, tables, rows or facts) and one file")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			return show(cmd, args[0], args[1], opt)
		},
	}
	cmd.Flags().BoolVar(&opt.json, "json", false, "write JSON")
	cmd.Flags().StringVar(&opt.svg, "svg", "", "write a picture of each page to `DIR`")
	cmd.Flags().IntSliceVar(&opt.pages, "page", nil, "only these pages")
	cmd.Flags().StringVar(&opt.engine, "engine", "auto", "auto, native, pdfium or both")
	cmd.Flags().StringVar(&opt.forms, "forms", "", "a `DIR` of declared forms laid over the built-in ones")
	return cmd
}

func show(cmd *cobra.Command, stage, file string, opt showOptions) error {
	switch stage {
	case "pages", "tables", "rows", "facts":
	default:
		return usageError("show: no stage %q; there are pages, tables, rows and facts", stage)
	}
	if err := checkEngine("show", opt.engine); err != nil {
		return err
	}
	reader, err := batch.NewReader(batch.ReaderOptions{Engine: opt.engine, Forms: opt.forms, Notice: cmd.ErrOrStderr()})
	if err != nil {
		return err
	}
	defer reader.Close()
	got, err := reader.File(cmd.Context(), file)
	if err != nil {
		return err
	}
	only := map[int]bool{}
	for _, p := range opt.pages {
		only[p] = true
	}
	wanted := func(page int) bool { return len(only) == 0 || only[page] }
	if opt.svg != "" && got.Pages != nil {
		if err := writePictures(opt.svg, got, wanted); err != nil {
			return err
		}
	}
	out := cmd.OutOrStdout()
	if opt.json {
		return showJSON(out, stage, got, wanted)
	}
	switch stage {
	case "pages":
		showPages(out, got, wanted)
	case "tables":
		showTables(out, got.Document, wanted)
	case "rows":
		showRows(out, got, wanted)
	case "facts":
		showFacts(out, got.Document, wanted)
	}
	if got.Document.Status == "failed" {
		fmt.Fprintf(cmd.ErrOrStderr(), "yusuan: %s: %s\n", file, got.Document.Reason)
		return needsEyes()
	}
	return nil
}

func showJSON(w io.Writer, stage string, got *batch.Result, wanted func(int) bool) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", " ")
	switch stage {
	case "pages":
		var pages []*extract.Page
		if got.Pages != nil {
			for _, p := range got.Pages.Pages {
				if wanted(p.Number) {
					pages = append(pages, p)
				}
			}
		}
		return enc.Encode(pages)
	case "tables":
		return enc.Encode(got.Document.Tables)
	case "rows":
		return enc.Encode(got.Rows)
	}
	return enc.Encode(got.Document.Facts)
}

func showPages(w io.Writer, got *batch.Result, wanted func(int) bool) {
	if got.Pages == nil {
		return
	}
	for _, p := range got.Pages.Pages {
		if !wanted(p.Number) {
			continue
		}
		fmt.Fprintf(w, "== page %d  %.0f×%.0f pt  %s  %d glyphs, %d aside, %d rulings, %d images\n",
			p.Number, p.Width, p.Height, p.Engine, len(p.Glyphs), len(p.Aside), len(p.Rulings), len(p.Images))
		if p.Reason != "" {
			fmt.Fprintf(w, "   read by %s: %s\n", p.Engine, p.Reason)
		}
		for _, warning := range p.Warnings {
			fmt.Fprintf(w, "   warning: %s\n", clean(warning))
		}
		if p.NeedsOCR {
			fmt.Fprintln(w, "   no text: needs OCR")
		}
		for _, l := range p.Lines {
			if strings.TrimSpace(l.Text) != "" {
				fmt.Fprintln(w, clean(l.Text))
			}
		}
		for _, l := range p.Furniture {
			fmt.Fprintf(w, "   (furniture: %s)\n", clean(l.Text))
		}
	}
}

func showTables(w io.Writer, doc *budget.Document, wanted func(int) bool) {
	for i, t := range doc.Tables {
		if !wanted(t.Start.Page) {
			continue
		}
		title := t.Title
		if t.Number != "" {
			title = t.Number + " " + title
		}
		fmt.Fprintf(w, "%2d  page %s  %s  %s\n", i+1, pageRange(t), t.Kind, clean(title))
		fmt.Fprintf(w, "    unit %s, %d rows, form %s\n", orNone(t.Unit), t.Rows, orNone(t.Form))
		if t.Empty {
			fmt.Fprintf(w, "    empty: %s\n", orNone(clean(t.EmptyNote)))
		}
		for _, c := range t.Columns {
			what := c.Role
			if c.Measure != "" {
				what = c.Measure
			}
			fmt.Fprintf(w, "    - %s  [%s]\n", clean(c.Path), what)
		}
	}
}

func showRows(w io.Writer, got *batch.Result, wanted func(int) bool) {
	for i, rows := range got.Rows {
		t := got.Document.Tables[i]
		if !wanted(t.Start.Page) {
			continue
		}
		fmt.Fprintf(w, "== %s (%s)\n", clean(t.Title), t.Kind)
		for _, r := range rows {
			fmt.Fprintf(w, "%4d p%-3d %-8s %s", r.N, r.Page, r.Code, runewidth.FillRight(clean(r.Name), 32))
			for _, c := range r.Cells {
				raw := c.Raw
				if raw == "" {
					raw = "·"
				}
				fmt.Fprintf(w, " %14s", clean(raw))
			}
			fmt.Fprintln(w)
		}
	}
}

func showFacts(w io.Writer, doc *budget.Document, wanted func(int) bool) {
	for _, f := range doc.Facts {
		if !wanted(f.Page) || f.Printed == budget.PrintedBlank {
			continue
		}
		amount := "-"
		if f.HasAmount() {
			amount = f.Amount.String()
		}
		fmt.Fprintf(w, "p%-3d %-22s %-8s %s %-18s %16s  %-8s [%.0f %.0f %.0f %.0f]\n", f.Page, doc.Tables[f.Table].Kind, f.Code,
			runewidth.FillRight(runewidth.Truncate(clean(f.Name), 30, "…"), 30), f.Measure, amount, f.Status, f.X0, f.Y0, f.X1, f.Y1)
	}
}

func pageRange(t budget.Table) string {
	if t.End.Page > t.Start.Page {
		return fmt.Sprintf("%d–%d", t.Start.Page, t.End.Page)
	}
	return fmt.Sprint(t.Start.Page)
}

func orNone(s string) string {
	if s == "" {
		return "none"
	}
	return s
}

// clean keeps control characters of a document away from the terminal.
func clean(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f || (r >= 0x80 && r < 0xa0) || (r >= 0x202a && r <= 0x202e) || (r >= 0x2066 && r <= 0x2069) {
			return '\ufffd'
		}
		return r
	}, s)
}

// writePictures writes one SVG a page.
func writePictures(dir string, got *batch.Result, wanted func(int) bool) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	byPage := map[int][]budget.Fact{}
	for _, f := range got.Document.Facts {
		byPage[f.Page] = append(byPage[f.Page], f)
	}
	for _, p := range got.Pages.Pages {
		if !wanted(p.Number) {
			continue
		}
		name := filepath.Join(dir, fmt.Sprintf("page-%03d.svg", p.Number))
		if err := os.WriteFile(name, []byte(picture(p, byPage[p.Number])), 0o644); err != nil {
			return err
		}
	}
	return nil
}

var statusColour = map[budget.Status]string{
	budget.StatusProven:   "#2a2",
	budget.StatusStated:   "#36c",
	budget.StatusDisputed: "#e70",
}

// picture draws a page as SVG, one unit a point.
func picture(p *extract.Page, facts []budget.Fact) string {
	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %.2f %.2f" width="%.0f" height="%.0f">`+"\n", p.Width, p.Height, p.Width*1.5, p.Height*1.5)
	b.WriteString(`<rect width="100%" height="100%" fill="#fff"/>` + "\n")
	for _, f := range facts {
		fmt.Fprintf(&b, `<rect x="%.2f" y="%.2f" width="%.2f" height="%.2f" fill="%s" fill-opacity=".25"><title>%s</title></rect>`+"\n",
			f.X0, f.Y0, f.X1-f.X0, f.Y1-f.Y0, statusColour[f.Status], escape(strings.Join([]string{f.Code, f.Name, f.Column, f.Raw, string(f.Status)}, " | ")))
	}
	for _, g := range p.Glyphs {
		fmt.Fprintf(&b, `<rect x="%.2f" y="%.2f" width="%.2f" height="%.2f" fill="none" stroke="#bbb" stroke-width=".2"/><text x="%.2f" y="%.2f" font-size="%.2f" font-family="sans-serif">%s</text>`+"\n",
			g.X0, g.Y0, g.X1-g.X0, g.Y1-g.Y0, g.X0, g.Base, g.Size, escape(clean(g.Text)))
	}
	for _, r := range p.Rulings {
		fmt.Fprintf(&b, `<line x1="%.2f" y1="%.2f" x2="%.2f" y2="%.2f" stroke="#d22" stroke-width="%.2f"/>`+"\n", r.X0, r.Y0, r.X1, r.Y1, max(r.Width, 0.3))
	}
	b.WriteString("</svg>\n")
	return b.String()
}

func escape(s string) string {
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;").Replace(s)
}
