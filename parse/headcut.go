package parse

import (
	"math"
	"slices"

	"yusuan/extract"
	"yusuan/parse/form"
)

// A page end may cut the heading of a table: its first rows stand at the foot
// of one page, the others with the body on the next, in columns that the rows
// before may not yet have. Neither grid is a table without the other.

// joinCutHeads puts the first rows of a cut heading on top of the grid that
// goes on with them, so that a region is left for both.
func joinCutHeads(regions []*Region, forms *form.Catalog) []*Region {
	var out []*Region
	for _, r := range regions {
		if n := len(out); n > 0 && out[n-1].cutHead(r, forms) {
			out[n-1] = out[n-1].headOf(r, forms)
			continue
		}
		out = append(out, r)
	}
	return out
}

// cutHead reports whether a region is the first rows of a heading that another
// goes on with: it has a title and full rows of words alone, the other is as
// wide, stands on the next page without a title, has each of its columns, and
// more of them or other headings at its top.
func (r *Region) cutHead(next *Region, forms *form.Catalog) bool {
	a, b := r.Grid, next.Grid
	if len(r.Matches) == 0 || len(r.Notes) > 0 || next.Title != "" || next.Broken || len(next.Head) > 0 {
		return false
	}
	if !a.Ruled || !b.Ruled || b.Page != a.Page+1 || !a.wordsAlone(forms) {
		return false
	}
	if math.Abs(a.X0-b.X0) > touchPt || math.Abs(a.X1-b.X1) > touchPt || sharedLines(a.X, b.X) < len(a.X) {
		return false
	}
	top := b.topHeadings(forms)
	if len(top) == 0 {
		return b.NumCols() > a.NumCols()
	}
	return !slices.ContainsFunc(a.Cells, func(c GridCell) bool { return slices.Contains(top, c.Text()) })
}

// wordsAlone reports whether every row of a grid says something and none holds
// a figure, a code or the numbers of columns.
func (g *Grid) wordsAlone(forms *form.Catalog) bool {
	for row := range g.NumRows() {
		said := false
		for c := range g.NumCols() {
			text := g.At(row, c).Text()
			if isFigure(text) || digits.MatchString(text) {
				return false
			}
			said = said || text != ""
		}
		if !said || forms.IndexRow(g.rowTexts(row)) {
			return false
		}
	}
	return true
}

// topHeadings lists the texts of the first row of a grid that says anything,
// where these are two or more headings that the forms know and nothing else.
func (g *Grid) topHeadings(forms *form.Catalog) []string {
	for row := range g.NumRows() {
		texts := slices.DeleteFunc(g.rowTexts(row), func(t string) bool { return t == "" })
		if len(texts) == 0 {
			continue
		}
		if len(texts) < 2 || slices.ContainsFunc(texts, func(t string) bool { return isFigure(t) || !forms.Heading([]string{t}) }) {
			return nil
		}
		return texts
	}
	return nil
}

// headOf is the region of both: what is said around the heading, the grids one
// above the other, and what is said below the body. Without headings at its top
// the body may be that of another table.
func (r *Region) headOf(body *Region, forms *form.Catalog) *Region {
	out := *r
	out.headPage, out.loose = r.Grid.Page, len(body.Grid.topHeadings(forms)) == 0
	out.Grid = stackGrids(r.Grid, body.Grid)
	out.Notes = body.Notes
	if out.Unit == "" {
		out.Unit = body.Unit
	}
	return &out
}

// stackGrids puts the rows of a over those of b in the columns of b. A cell of
// the last row of a goes on in the first row of b where that holds no figure
// and has a blank cell of the same columns there: the page end cut it.
func stackGrids(a, b *Grid) *Grid {
	g := &Grid{Page: b.Page, Box: b.Box, X: b.X, Ruled: true, naming: a.naming}
	up := a.Y1 - b.Y0 // a ends where b begins
	for _, y := range a.Y[:a.NumRows()] {
		g.Y = append(g.Y, y-up)
	}
	g.Y = append(g.Y, b.Y...)
	g.Y0 = g.Y[0]
	g.at = make([][]int, g.NumRows())
	for row := range g.at {
		g.at[row] = make([]int, g.NumCols())
	}
	rest := map[*GridCell]bool{}
	for i := range a.Cells {
		c := &a.Cells[i]
		from, to := clampPlace(g.X, c.X0+snapPt), clampPlace(g.X, c.X1-snapPt)
		rows := c.Rows
		if c.Row+c.Rows == a.NumRows() {
			if below := b.At(0, from); b.blankRest(below, from, to) {
				rest[below] = true
				rows += below.Rows
			}
		}
		g.addCell(c.Row, from, rows, to-from+1)
		g.Cells[len(g.Cells)-1].Words = moved(c.Words, -up)
	}
	for i := range b.Cells {
		if c := &b.Cells[i]; !rest[c] {
			g.addCell(c.Row+a.NumRows(), c.Col, c.Rows, c.Cols)
			g.Cells[len(g.Cells)-1].Words = c.Words
		}
	}
	return g
}

// blankRest reports whether a cell of the first row covers the given columns
// and no others, is blank, and no row beside it holds a figure.
func (g *Grid) blankRest(c *GridCell, from, to int) bool {
	if c.Col != from || c.Col+c.Cols-1 != to || c.Text() != "" {
		return false
	}
	for row := range c.Rows {
		if slices.ContainsFunc(g.rowTexts(row), isFigure) {
			return false
		}
	}
	return true
}

// moved is words set down the page by a distance in points.
func moved(ws []Word, by float64) []Word {
	out := slices.Clone(ws)
	for i := range out {
		b := out[i].Box
		out[i].Box = extract.Box{X0: b.X0, Y0: b.Y0 + by, X1: b.X1, Y1: b.Y1 + by}
		out[i].Base += by
	}
	return out
}
