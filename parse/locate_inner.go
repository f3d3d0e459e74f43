package parse

import (
	"math"
	"strings"

	"yusuan/parse/form"
)

// takeInner reads titles, units and publishers printed in the top rows of the
// grid itself, and takes those rows off it.
func (r *Region) takeInner(forms *form.Catalog) {
	g := r.Grid
	top := 0
	for top < g.NumRows()-1 {
		known, any := true, false
		title := []form.Match(nil)
		for c := 0; c < g.NumCols(); {
			cell := g.At(top, c)
			c = cell.Col + cell.Cols
			text := cell.Text()
			if text == "" {
				continue
			}
			any = true
			if cell.Rows > 1 {
				known = false
				break
			}
			if cell.Cols == g.NumCols() && r.Title == "" {
				if title = forms.Title(cell.Printed()); len(title) > 0 {
					continue
				}
			}
			probe := Region{}
			if !probe.headLine(spaced(cell), forms) || cell.Cols == 1 && g.NumCols() > 3 {
				known = false
			}
		}
		if !known || !any || title == nil && top == 0 && !g.fullRow(top) {
			break
		}
		for c := 0; c < g.NumCols(); {
			cell := g.At(top, c)
			c = cell.Col + cell.Cols
			if title == nil {
				r.headLine(spaced(cell), forms)
			}
			if len(cell.Words) > 0 {
				r.Head = append(r.Head, cellLine(g.Page, cell))
			}
		}
		if title != nil {
			r.setTitle(title)
		}
		top++
	}
	if top > 0 {
		g.dropTop(top)
	}
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
