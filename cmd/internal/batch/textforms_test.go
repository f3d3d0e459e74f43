package batch

import (
	"fmt"
	"path/filepath"
	"slices"
	"sort"
	"strings"
	"testing"

	"yusuan/extract"
	"yusuan/parse"
	"yusuan/parse/budget"
	"yusuan/parse/form"
)

// textForm is one way in which the text of a document comes without the
// document: how a table's row and a line outside tables are written.
type textForm struct {
	name string
	row  func(cells []string) string
}

// textForms are the ways of copying tables that keep the lines of a table.
var textForms = []textForm{
	{"pipes", func(cells []string) string { return strings.Join(cells, " | ") }},
	{"framed", func(cells []string) string { return "|" + strings.Join(cells, "|") + "|" }},
	{"tabs", func(cells []string) string { return strings.Join(cells, "\t") }},
	{"markdown", func(cells []string) string { return "| " + strings.Join(cells, " | ") + " |" }},
	{"columns", func(cells []string) string { return strings.TrimRight(strings.Join(cells, "  "), " ") }},
	{"cell lines", func(cells []string) string { return "|\n" + strings.Join(cells, " |\n") + " |" }},
	// What is left when blank cells go: the columns are lost.
	{"filled bars", func(cells []string) string { return strings.Join(filled(cells), " | ") }},
	{"filled tabs", func(cells []string) string { return strings.Join(filled(cells), "\t") }},
	{"words", func(cells []string) string { return strings.Join(filled(cells), " ") }},
	{"filled lines", func(cells []string) string { return strings.Join(filled(cells), "\n") }},
}

// filled leaves the blank cells out of a row.
func filled(cells []string) []string {
	return slices.DeleteFunc(slices.Clone(cells), func(s string) bool { return strings.TrimSpace(s) == "" })
}

// placed is a piece of a page: a line or a grid.
type placed struct {
	y    float64
	text string
	grid *parse.Grid
}

// writeText writes a document in one of the forms, a form feed after each page.
func writeText(doc *extract.Document, f textForm) string {
	pages := make(map[int][]placed)
	regions, rest := parse.Locate(doc.Pages, form.Builtin())
	for _, r := range regions {
		g := r.Grid
		pages[g.Page] = append(pages[g.Page], placed{y: g.Y0, grid: g})
		for _, ls := range [][]parse.Line{r.Head, r.Notes} {
			for _, l := range ls {
				if l.Y0 >= g.Y0 && l.Y1 <= g.Y1 && l.Page == g.Page {
					continue // within the grid
				}
				pages[l.Page] = append(pages[l.Page], placed{y: l.Y0, text: l.Text})
			}
		}
	}
	for _, l := range rest {
		pages[l.Page] = append(pages[l.Page], placed{y: l.Y0, text: l.Text})
	}
	var b strings.Builder
	for _, p := range doc.Pages {
		ps := pages[p.Number]
		sort.SliceStable(ps, func(i, j int) bool { return ps[i].y < ps[j].y })
		for _, x := range ps {
			if x.grid == nil {
				fmt.Fprintln(&b, x.text)
				continue
			}
			var rows [][]string
			for r := range x.grid.NumRows() {
				rows = append(rows, gridRow(x.grid, r))
			}
			if f.name == "columns" {
				padCells(rows)
			}
			for r, row := range rows {
				if s := f.row(row); strings.TrimSpace(s) != "" {
					fmt.Fprintln(&b, s)
				}
				if f.name == "markdown" && r == 0 {
					fmt.Fprintln(&b, "|"+strings.Repeat("---|", x.grid.NumCols()))
				}
			}
			if f.name == "cell lines" {
				fmt.Fprintln(&b, "|")
			}
		}
		b.WriteByte('\f')
	}
	return b.String()
}

// padCells sets the cells of each column as wide as its widest, a wide
// character counting one as in the layout of pdftotext; figures to the right.
func padCells(rows [][]string) {
	for c := range rows[0] {
		width := 0
		for _, row := range rows {
			width = max(width, len([]rune(row[c])))
		}
		for _, row := range rows {
			pad := strings.Repeat(" ", width-len([]rune(row[c])))
			if strings.Trim(row[c], "0123456789.,-") == "" {
				row[c] = pad + row[c]
			} else {
				row[c] += pad
			}
		}
	}
}

// gridRow gives the texts of a row, a merged cell's at its first place alone.
func gridRow(g *parse.Grid, r int) []string {
	out := make([]string, g.NumCols())
	for c := range out {
		if cell := g.At(r, c); cell.Row == r && cell.Col == c {
			out[c] = cell.Printed()
		}
	}
	return out
}

// textScore holds what is read of a text against what the document gives.
type textScore struct {
	want, right, got int
	open             int      // amounts of which the column was left open
	wrong            []string // amounts with a known measure that the document has not
	proven           []string // those of them that are said to be proven
	missing          []string
}

func (s *textScore) add(o textScore) {
	s.want, s.right, s.got, s.open = s.want+o.want, s.right+o.right, s.got+o.got, s.open+o.open
	s.wrong, s.proven, s.missing = append(s.wrong, o.wrong...), append(s.proven, o.proven...), append(s.missing, o.missing...)
}

func (s *textScore) recall() float64    { return share(s.right, s.want) }
func (s *textScore) precision() float64 { return share(s.right, s.right+len(s.wrong)) }

func share(n, of int) float64 {
	if of == 0 {
		return 1
	}
	return float64(n) / float64(of)
}

func (s textScore) String() string {
	return fmt.Sprintf("want %5d recall %.4f precision %.4f wrong %3d proven %3d open %4d", s.want, s.recall(), s.precision(), len(s.wrong), len(s.proven), s.open)
}

// amountKeys lists the printed amounts of known measures: table, row, measure, value.
func amountKeys(doc *budget.Document) (keys map[string][]budget.Status, open int) {
	keys = make(map[string][]budget.Status)
	for _, f := range doc.Facts {
		if f.Printed == budget.PrintedBlank {
			continue
		}
		kind := doc.Tables[f.Table].Kind
		if kind == "unknown" || f.Measure == "unknown" || f.Measure == "" {
			open++
			continue
		}
		row := f.Code
		if row == "" {
			row = form.Plain(f.Name)
		}
		value := f.Amount.String()
		if !f.HasAmount() {
			value = "-"
		}
		key := strings.Join([]string{kind, row, f.Lane, f.Measure, value}, " ")
		keys[key] = append(keys[key], f.Status)
	}
	return keys, open
}

// scoreText compares the amounts of a text with those of its document.
func scoreText(doc, text *budget.Document) textScore {
	want, _ := amountKeys(doc)
	got, open := amountKeys(text)
	s := textScore{open: open}
	for k, w := range want {
		s.want += len(w)
		s.right += min(len(w), len(got[k]))
		for range len(w) - len(got[k]) {
			s.missing = append(s.missing, k)
		}
	}
	for k, g := range got {
		s.got += len(g)
		for i := len(want[k]); i < len(g); i++ {
			s.wrong = append(s.wrong, k+" "+string(g[i]))
			if g[i] == budget.StatusProven {
				s.proven = append(s.proven, k)
			}
		}
	}
	sort.Strings(s.wrong)
	sort.Strings(s.missing)
	return s
}

// textFloors are what the amounts of the fixtures must keep when their text is
// all that is left, by form. None may be wrong and proven: what hangs on a
// heading whose reach the text has lost is left open. Shares only rise.
var textFloors = map[string]struct {
	recall, precision float64
}{
	"pipes":        {1, 1},
	"framed":       {1, 1},
	"tabs":         {1, 1},
	"markdown":     {1, 1},
	"cell lines":   {1, 1},
	"columns":      {0.95, 1},
	"filled bars":  {0.51, 0.995},
	"filled tabs":  {0.51, 0.995},
	"words":        {0.51, 0.995},
	"filled lines": {0.49, 0.995},
}

// TestTextForms writes every fixture as text in all forms and reads it again.
// Cells that the text keeps are read as from the document; what it loses may
// be missing or open, but nothing wrong may be called proven.
func TestTextForms(t *testing.T) {
	if testing.Short() {
		t.Skip("reads every fixture many times, one after another")
	}
	var files []string
	for _, dir := range []string{"documents", "provinces"} {
		found, err := filepath.Glob(filepath.Join(fixtures, dir, "*.pdf"))
		if err != nil || len(found) == 0 {
			t.Fatalf("no documents in %s: %v", dir, err)
		}
		files = append(files, found...)
	}
	r, err := NewReader(ReaderOptions{})
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	var docs []*Result
	for _, file := range files {
		doc, err := r.File(t.Context(), file)
		if err != nil {
			t.Fatal(err)
		}
		docs = append(docs, doc)
	}
	for _, f := range textForms {
		t.Run(f.name, func(t *testing.T) {
			var all textScore
			for i, doc := range docs {
				text, err := r.Bytes(t.Context(), filepath.Base(files[i])+".txt", []byte(writeText(doc.Pages, f)))
				if err != nil {
					t.Fatal(err)
				}
				all.add(scoreText(doc.Document, text.Document))
			}
			t.Log(all)
			floor := textFloors[f.name]
			if all.recall() < floor.recall || all.precision() < floor.precision {
				t.Errorf("recall %.4f, precision %.4f, not %.4f and %.4f:\n- %s\n+ %s", all.recall(), all.precision(), floor.recall, floor.precision,
					strings.Join(all.missing, "\n- "), strings.Join(all.wrong, "\n+ "))
			}
			if len(all.proven) > 0 {
				t.Errorf("wrong and proven:\n%s", strings.Join(all.proven, "\n"))
			}
		})
	}
}
