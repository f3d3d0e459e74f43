package parse

import (
	"regexp"
	"slices"
	"strings"

	"yusuan/parse/budget"
	"yusuan/parse/form"
)

// column is one leaf column of a table while it is read.
type leaf struct {
	budget.Column
	from, to int  // places of the table's first grid, [from, to)
	part     int  // role code: 1 类, 2 款, 3 项, 0 the whole code
	lane     int  // which of the side-by-side tables, from 0
	known    bool // the forms know the heading
	heads    []string
}

// heading is the flattened heading of a grid.
type heading struct {
	body  int // first row of figures
	depth []int
	cols  []leaf
	texts map[string]bool
}

var codeText = regexp.MustCompile(`^[0-9]{2,7}$`)

// figure reports whether a cell holds a figure or a 科目 code, not the number
// of a column.
func isFigure(text string) bool {
	return text != "" && (isAmount(text) || codeText.MatchString(text))
}

// headDepth follows each column down to its leaf heading: a heading that spans
// several columns has others below it, be it in a row that holds figures in
// other columns.
func headDepth(g *Grid, forms *form.Catalog, kind string, phase budget.Phase) []int {
	depth := make([]int, g.NumCols())
	figures := firstFigures(g, forms)
	if g.beginsWithFigures() {
		return depth
	}
	for c := range depth {
		r := 0
		for {
			cell := g.At(r, c)
			next := cell.Row + cell.Rows
			depth[c] = next
			if cell.Cols == 1 || next >= g.NumRows() {
				break
			}
			below := g.At(next, c)
			inside := below.Col >= cell.Col && below.Col+below.Cols <= cell.Col+cell.Cols
			if isFigure(below.Text()) || !inside || below.Cols == cell.Cols && below.Text() == "" {
				break
			}
			if next >= figures && (below.Cols == cell.Cols || !knownPart(below.Text(), forms) && !partsOf(g, cell, next, forms, kind, phase)) {
				break
			}
			r = next
		}
	}
	return depth
}

// beginsWithFigures reports whether the first row of a grid holds amounts with
// their decimals: it is no heading.
func (g *Grid) beginsWithFigures() bool {
	return slices.ContainsFunc(g.rowTexts(0), wholeFigure.MatchString)
}

// firstFigures is the first row with a figure in it.
func firstFigures(g *Grid, forms *form.Catalog) int {
	for r := 0; r < g.NumRows(); r++ {
		texts := g.rowTexts(r)
		if forms.IndexRow(texts) {
			continue
		}
		for _, t := range texts {
			if isAmount(t) {
				return r
			}
		}
	}
	return g.NumRows()
}

// partsOf reports whether each column under a heading that spans several has a
// heading of its own in row r, which the forms know as a part of it.
func partsOf(g *Grid, head *GridCell, r int, forms *form.Catalog, kind string, phase budget.Phase) bool {
	for c := head.Col; c < head.Col+head.Cols; c++ {
		cell := g.At(r, c)
		if cell.Row != r || cell.Cols > 1 || cell.Text() == "" {
			return false
		}
		if col, ok := forms.Column(kind, phase, []string{head.Text(), cell.Text()}); !ok || col.Role != "measure" {
			return false
		}
	}
	return true
}

// knownPart reports whether a text heads a part of a code: 类, 款, 项.
func knownPart(text string, forms *form.Catalog) bool {
	c, ok := forms.Column("", budget.PhaseUnknown, []string{text})
	return ok && c.Role == "code" && c.Part > 0
}

// bodyRow finds the first row of the body: below all leaf headings, or the
// first row with a figure in a column whose heading is complete. Rows of
// heading words below and rows that number the columns are heading too.
func bodyRow(g *Grid, depth []int, forms *form.Catalog, kind string, phase budget.Phase) int {
	h, shallow := 0, g.NumRows()
	for _, d := range depth {
		h, shallow = max(h, d), min(shallow, d)
	}
	for r := shallow; r < h; r++ {
		if forms.IndexRow(g.rowTexts(r)) {
			continue
		}
		for c, d := range depth {
			cell := g.At(r, c)
			if d <= r && cell.Row == r && cell.Cols == 1 && isAmount(cell.Text()) {
				return r
			}
		}
	}
	for h < g.NumRows() && (forms.IndexRow(g.rowTexts(h)) || headingRow(g, h, forms, kind, phase)) {
		h++
	}
	return h
}

// rowTexts lists the texts of the cells that begin in row r.
func (g *Grid) rowTexts(r int) []string {
	var out []string
	for c := 0; c < g.NumCols(); {
		cell := g.At(r, c)
		if cell.Row == r {
			out = append(out, cell.Text())
		}
		c = cell.Col + cell.Cols
	}
	return out
}

// headingRow reports whether row r holds heading words only, in more than
// half of its columns.
func headingRow(g *Grid, r int, forms *form.Catalog, kind string, phase budget.Phase) bool {
	n, known := 0, 0
	for c := 0; c < g.NumCols(); {
		cell := g.At(r, c)
		c = cell.Col + cell.Cols
		text := cell.Text()
		if text == "" || cell.Row != r {
			continue
		}
		if isFigure(text) {
			return false
		}
		n++
		if _, ok := forms.Column(kind, phase, []string{text}); ok {
			known++
		}
	}
	return n > 1 && known == n && 2*n > g.NumCols()
}

// readHeading flattens the heading of a grid to columns. Scheme is the
// classification that the title names, "" where it names none.
func readHeading(g *Grid, forms *form.Catalog, kind, scheme string, phase budget.Phase, year int) heading {
	h := heading{depth: headDepth(g, forms, kind, phase), texts: map[string]bool{}}
	h.body = bodyRow(g, h.depth, forms, kind, phase)
	for c := 0; c < g.NumCols(); c++ {
		var path, printed []string
		var last *GridCell
		for r := 0; r < g.NumRows() && (r < h.body || r < h.depth[c]); r++ {
			cell := g.At(r, c)
			if cell == last {
				continue
			}
			last = cell
			text := cell.Text()
			if text == "" || forms.IndexRow(g.rowTexts(cell.Row)) {
				continue
			}
			if len(path) == 0 || path[len(path)-1] != text {
				path = append(path, text)
				printed = append(printed, cell.Printed())
			}
			h.texts[text] = true
		}
		col := leaf{from: c, to: c + 1, heads: path}
		col.Path = strings.Join(printed, "/")
		h.cols = append(h.cols, col)
	}
	h.mergeStray(g)
	h.roles(g, forms, kind, scheme, phase, year)
	h.headlessCodes(g)
	h.lanes()
	h.remarks()
	h.secondCodes()
	return h
}

// mergeStray makes one column of places under one leaf heading that the body
// does not divide, or that a stray rule divides.
func (h *heading) mergeStray(g *Grid) {
	out := h.cols[:0]
	for _, c := range h.cols {
		if n := len(out); n > 0 && h.body > 0 && h.body <= g.NumRows() {
			p := &out[n-1]
			same := g.At(h.leafRow(p.from), p.from) == g.At(h.leafRow(c.from), c.from) && p.Path == c.Path
			if same && !h.divided(g, p.from, c.from) {
				p.to = c.to
				continue
			}
		}
		out = append(out, c)
	}
	h.cols = out
}

func (h *heading) leafRow(c int) int { return max(0, max(h.body, h.depth[c])-1) }

// divided reports whether both of two places hold texts of their own somewhere
// in the body.
func (h *heading) divided(g *Grid, a, b int) bool {
	both, any := 0, false
	for r := h.body; r < g.NumRows(); r++ {
		x, y := g.At(r, a), g.At(r, b)
		if x == y {
			continue
		}
		any = true
		if len(x.Words) > 0 && len(y.Words) > 0 {
			both++
		}
	}
	return any && both > 0
}

// roles asks the forms what each column holds; what they do not know is told
// by its content.
func (h *heading) roles(g *Grid, forms *form.Catalog, kind, scheme string, phase budget.Phase, year int) {
	paths := make([][]string, len(h.cols))
	for i := range h.cols {
		paths[i] = h.cols[i].heads
	}
	found, ok := forms.Columns(kind, phase, year, paths)
	for i := range h.cols {
		c := &h.cols[i]
		codes, amounts, texts := h.content(g, c)
		if ok[i] && len(paths[i]) > 0 {
			f := found[i]
			if m, ok := economicMeasure(forms, paths[i], scheme, year); ok && f.Role == "measure" && underClass(forms, kind, phase, paths[i]) {
				f.Measure = m // 商品和服务支出/培训费 is a section, not the training of “三公” tables
			}
			c.Role, c.Measure, c.Lane, c.Unit, c.part, c.known = f.Role, f.Measure, f.Lane, f.Unit, f.Part, true
			if (c.Role == "name" || c.Role == "item") && codes > 0 && texts == 0 && amounts <= codes {
				c.Role = "code" // 科目 over the columns of code and name
			}
			if c.Role == "code" && codes == 0 && texts > 1 && i > 0 && h.cols[i-1].Role == "code" && h.cols[i-1].Path == c.Path {
				c.Role = "name"
			}
			continue
		}
		measure, economic := economicMeasure(forms, paths[i], scheme, year)
		switch {
		case economic && amounts >= texts:
			c.Role, c.Measure, c.Unit, c.known = "measure", measure, found[i].Unit, true
		case codes > 0 && codes >= amounts && codes >= texts && !h.afterMeasure(i) && (i > 0 && h.cols[i-1].Role == "code" || h.wholeCodes(g, c)):
			c.Role = "code"
		case texts > amounts || texts > 0 && amounts == 0:
			c.Role = "item"
		case len(paths[i]) > 0:
			c.Role, c.Measure = "measure", "unknown"
		default:
			c.Role = "ignore"
			if amounts > 0 {
				c.Role, c.Measure = "measure", "unknown"
			}
		}
	}
}

// headlessCodes makes codes of a column without heading that holds nothing but
// whole codes, before a column of names: the rule between the two headings is
// not drawn.
func (h *heading) headlessCodes(g *Grid) {
	for i := range h.cols[:max(0, len(h.cols)-1)] {
		c, next := &h.cols[i], &h.cols[i+1]
		if c.Role != "ignore" || len(c.heads) > 0 || next.Role != "name" && next.Role != "item" {
			continue
		}
		if codes, amounts, texts := h.content(g, c); codes > 0 && amounts+texts == 0 && h.wholeCodes(g, c) {
			c.Role = "code"
		}
	}
}

func (h *heading) afterMeasure(i int) bool { return i > 0 && h.cols[i-1].Role == "measure" }

// content counts what the body cells of a column hold.
func (h *heading) content(g *Grid, c *leaf) (codes, amounts, texts int) {
	for r := h.body; r < g.NumRows(); r++ {
		cell := g.At(r, c.from)
		if cell.Row != r || cell.Col < c.from || cell.Col+cell.Cols > c.to {
			continue
		}
		text := cell.Text()
		switch {
		case text == "":
		case codeText.MatchString(text):
			codes++
			if len(text) != 2 && len(text) != 3 && len(text) != 5 && len(text) != 7 {
				amounts++
			}
		case isAmount(text):
			amounts++
		default:
			texts++
		}
	}
	return codes, amounts, texts
}

// wholeCodes reports whether some number of a column is as long as the code of
// a 类, 款 or 项: a column of two digits alone that stands by itself counts
// things (数量 12).
func (h *heading) wholeCodes(g *Grid, c *leaf) bool {
	for r := h.body; r < g.NumRows(); r++ {
		cell := g.At(r, c.from)
		if cell.Row != r || cell.Col < c.from || cell.Col+cell.Cols > c.to {
			continue
		}
		if text := cell.Text(); codeText.MatchString(text) && len(text) != 2 && len(text) != 4 && len(text) != 6 {
			return true
		}
	}
	return false
}

// repeated counts the rows at the top of a grid that print the heading again,
// with the row that numbers the columns.
func (h *heading) repeated(g *Grid, forms *form.Catalog) int {
	rows := 0
	for r := 0; r < g.NumRows(); r++ {
		if rows == r && forms.IndexRow(g.rowTexts(r)) {
			rows = r + 1
			continue
		}
		n := 0
		for c := 0; c < g.NumCols(); {
			cell := g.At(r, c)
			c = cell.Col + cell.Cols
			text := cell.Text()
			if text == "" {
				continue
			}
			if cell.Row == r && isAmount(text) || !h.texts[text] {
				return rows
			}
			n++
		}
		if n < 2 && rows == 0 {
			return 0
		}
		if n > 0 {
			rows = r + 1
		}
		if n == 0 {
			return rows
		}
	}
	return rows
}
