package parse

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"yusuan/parse/form"
)

// takeInner reads titles, units and publishers printed in the top rows of the
// grid itself, and takes those rows off it.
func (r *Region) takeInner(forms *form.Catalog) {
	g := r.Grid
	for _, cells := range g.naming {
		title, _ := r.innerRow(cells, forms)
		r.takeRow(cells, title, forms)
	}
	top := 0
	for top < g.NumRows()-1 {
		cells := g.topCells(top)
		title, ok := r.innerRow(cells, forms)
		if !ok || title == nil && top == 0 && !g.fullRow(top) && !unitAmong(cells, forms) {
			break
		}
		r.takeRow(cells, title, forms)
		top++
	}
	if top > 0 {
		g.dropTop(top)
	}
}

// takeRow takes the cells of a row that names the table; title is what the row
// reads as where it is the title.
func (r *Region) takeRow(cells []*GridCell, title []form.Match, forms *form.Catalog) {
	for _, cell := range cells {
		if title == nil {
			r.innerLine(cell, cells, forms)
		}
		r.Head = append(r.Head, cellLine(r.Grid.Page, cell))
	}
	if title != nil {
		r.setTitle(title)
	}
}

// namingRows parts the lines of a framed table into the rows at its top that
// say title, unit and publisher, and the lines below them.
func namingRows(ls []textLine, page int, forms *form.Catalog) (rows [][]*GridCell, rest []textLine) {
	r := Region{Grid: &Grid{Page: page, X: []float64{0, 1}}}
	for len(ls) > 1 {
		n := 1
		for n < len(ls) && ls[n].Y0 < ls[n-1].Y1-overlapPt {
			n++
		}
		cells := lineCells(ls[:n], forms)
		title, ok := r.innerRow(cells, forms)
		if !ok || title == nil && len(cells) > 1 && !unitAmong(cells, forms) {
			break
		}
		r.takeRow(cells, title, forms)
		rows, ls = append(rows, cells), ls[n:]
	}
	return rows, ls
}

// lineCells makes cells of the texts of lines that stand beside each other: a
// cell of those one below the other.
func lineCells(ls []textLine, forms *form.Catalog) []*GridCell {
	var out []*GridCell
	for i := range ls {
		for _, w := range phrases(ls[i].Words, forms) {
			k := slices.IndexFunc(out, func(c *GridCell) bool { return math.Min(c.X1, w.X1)-math.Max(c.X0, w.X0) > overlapPt })
			if k < 0 {
				k, out = len(out), append(out, &GridCell{Rows: 1, Cols: 1, Box: w.Box})
			}
			out[k].Words, out[k].Box = append(out[k].Words, w), unionBox(out[k].Box, w.Box)
		}
	}
	slices.SortFunc(out, func(a, b *GridCell) int { return cmp.Compare(a.X0, b.X0) })
	return out
}

// topCells lists the cells with text in a row, nil where one of them reaches
// into the next row.
func (g *Grid) topCells(row int) []*GridCell {
	var out []*GridCell
	for c := 0; c < g.NumCols(); {
		cell := g.At(row, c)
		c = cell.Col + cell.Cols
		if len(cell.Words) == 0 {
			continue
		}
		if cell.Rows > 1 {
			return nil
		}
		out = append(out, cell)
	}
	return out
}

// innerRow reports whether a row says what stands above other tables, and
// whether that is the title.
func (r *Region) innerRow(cells []*GridCell, forms *form.Catalog) (title []form.Match, ok bool) {
	for _, cell := range cells {
		if cell.Cols == r.Grid.NumCols() && r.Title == "" {
			if title = forms.Title(cell.Printed()); len(title) > 0 {
				continue
			}
		}
		if !(&Region{}).innerLine(cell, cells, forms) || cell.Cols == 1 && r.Grid.NumCols() > 3 && !colonUnit(cell, forms) && !unitAmong(cells, forms) {
			return nil, false
		}
	}
	// Years side by side are headings.
	years := !slices.ContainsFunc(cells, func(c *GridCell) bool { return !yearLine.MatchString(c.Text()) })
	return title, len(cells) > 1 && !years || len(cells) == 1
}

// innerLine reads one cell of such a row. Beside the unit a bare name is the
// publisher's.
func (r *Region) innerLine(cell *GridCell, row []*GridCell, forms *form.Catalog) bool {
	text := spaced(cell)
	if r.headLine(text, forms) {
		return true
	}
	if !unitAmong(row, forms) || forms.BodyName(text) == "" {
		return false
	}
	if r.Department == "" {
		r.Department = tight(text)
	}
	return true
}

// unitAmong reports whether one cell of a row prints the unit as such (单位：元):
// headings print it otherwise (金额（元）).
func unitAmong(row []*GridCell, forms *form.Catalog) bool {
	return slices.ContainsFunc(row, func(c *GridCell) bool { return colonUnit(c, forms) })
}

func colonUnit(cell *GridCell, forms *form.Catalog) bool {
	text := spaced(cell)
	return strings.ContainsAny(text, ":：") && knownUnit(text, forms)
}

func (g *Grid) fullRow(r int) bool {
	cell := g.At(r, 0)
	return cell.Rows == 1 && cell.Cols == g.NumCols()
}

func spaced(c *GridCell) string {
	var parts []string
	ls := c.textLines()
	for i := range ls {
		parts = append(parts, ls[i].printed())
	}
	return strings.Join(parts, "")
}

func cellLine(page int, c *GridCell) Line {
	l := Line{Text: spaced(c), words: c.Words, used: true}
	for i, w := range c.Words {
		if i == 0 {
			l.Span = spanOf(page, w.Box)
		}
		l.X0, l.Y0 = math.Min(l.X0, w.X0), math.Min(l.Y0, w.Y0)
		l.X1, l.Y1 = math.Max(l.X1, w.X1), math.Max(l.Y1, w.Y1)
	}
	return l
}

// dropTop removes the first n rows, none of which reaches into the next.
func (g *Grid) dropTop(n int) {
	var cells []GridCell
	renumber := make([]int, len(g.Cells))
	for i, c := range g.Cells {
		if c.Row < n {
			continue
		}
		c.Row -= n
		renumber[i] = len(cells)
		cells = append(cells, c)
	}
	g.at = g.at[n:]
	for r := range g.at {
		for c := range g.at[r] {
			g.at[r][c] = renumber[g.at[r][c]]
		}
	}
	g.Cells, g.Y = cells, g.Y[n:]
	g.Box.Y0 = g.Y[0]
}
