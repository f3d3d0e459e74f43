package parse

import (
	"math"
	"sort"

	"yusuan/extract"
	"yusuan/parse/form"
)

// openBody cuts the body into rows, each lane by itself, and adds its cells
// below the heading.
func (g *Grid) openBody(body, head []textLine, cols []openColumn, hints openHints, levels int, forms *form.Catalog) {
	lanes := openLanes(cols)
	width := 0.6 * (g.X1 - g.X0)
	rules := ruleHeights(hints.h, width)
	spans := make([][]rowSpan, lanes[len(lanes)-1]+1)
	for lane := range spans {
		var ls []textLine
		for i := range body {
			l := textLine{Base: body[i].Base, Size: body[i].Size}
			for _, w := range body[i].Words {
				if lanes[clampPlace(g.X, w.CX())] == lane {
					if len(l.Words) == 0 {
						l.Box = w.Box
					}
					l.Box = unionBox(l.Box, w.Box)
					l.Words = append(l.Words, w)
				}
			}
			if len(l.Words) > 0 {
				ls = append(ls, l)
			}
		}
		spans[lane] = openRows(levelLines(ls, cols, g.X, rules), cols, g.X, rules, forms)
	}
	top := g.Y0
	for i := range head {
		top = math.Max(top, head[i].Y1)
	}
	g.layRows(spans, top, rules)
	first := len(g.at)
	rows := len(g.Y) - 1 - levels
	for r := 0; r < rows; r++ {
		g.at = append(g.at, make([]int, len(cols)))
	}
	for lane := range spans {
		g.laneCells(spans[lane], lanes, lane, first)
	}
	for i := range body {
		for _, w := range body[i].Words {
			r := clampPlace(g.Y[levels:], w.CY())
			c := clampPlace(g.X, w.CX())
			if !numeric(&w) && !cols[c].labels() {
				c = g.labelPlace(&w, c, cols, lanes)
			}
			cell := g.At(levels+r, c)
			cell.Words = append(cell.Words, w)
		}
	}
	g.shiftTotals(levels, cols, lanes, forms)
}

// openLanes numbers the side-by-side tables by kinds of columns. Figures before
// the first label number the rows.
func openLanes(cols []openColumn) []int {
	out := make([]int, len(cols))
	lane, figures, labels := 0, false, false
	for i, c := range cols {
		switch {
		case c.kind == 'R':
		case c.kind == 'N':
			figures = labels
		case figures && labels:
			lane++
			figures, labels = false, true
		default:
			labels = true
		}
		out[i] = lane
	}
	if !figures && lane > 0 { // a last column of remarks
		for i := range out {
			out[i] = min(out[i], lane-1)
		}
	}
	return out
}

// layRows sets the heights between rows: those of all lanes together.
func (g *Grid) layRows(spans [][]rowSpan, top float64, rules []float64) {
	levels := len(g.at)
	y := []float64{}
	for l := 0; l < levels; l++ {
		y = append(y, g.Y0+(top-g.Y0)*float64(l)/float64(levels))
	}
	cuts := []float64{}
	start := math.Inf(1)
	for _, s := range spans {
		for i, r := range s {
			start = math.Min(start, r.y0)
			if i > 0 {
				cuts = append(cuts, (s[i-1].y1+r.y0)/2)
			}
		}
	}
	if !math.IsInf(start, 1) {
		y = append(y, (top+start)/2)
	} else {
		y = append(y, top)
	}
	sort.Float64s(cuts)
	for _, c := range cuts {
		if c-y[len(y)-1] > stubPt {
			y = append(y, c)
		}
	}
	g.Y = append(y, math.Max(g.Y1, y[len(y)-1]+1))
}

// laneCells adds the cells of one lane: each reaches over the rows of the
// other lanes that fall into its own.
func (g *Grid) laneCells(spans []rowSpan, lanes []int, lane, first int) {
	rows := len(g.at) - first
	ys := g.Y[len(g.Y)-1-rows:]
	of := make([]int, rows)
	for r := range of {
		m := (ys[r] + ys[r+1]) / 2
		best := math.Inf(1)
		for i, s := range spans {
			d := math.Max(0, math.Max(s.y0-m, m-s.y1))
			if d < best {
				best, of[r] = d, i
			}
		}
	}
	for r := 0; r < rows; {
		e := r + 1
		for e < rows && of[e] == of[r] {
			e++
		}
		for c := range lanes {
			if lanes[c] == lane {
				g.addOpenCell(first+r, c, e-r)
			}
		}
		r = e
	}
}

func (g *Grid) addOpenCell(r, c, rows int) {
	y := g.Y
	g.Cells = append(g.Cells, GridCell{Row: r, Col: c, Rows: rows, Cols: 1, Box: extract.Box{X0: g.X[c], X1: g.X[c+1], Y0: y[r], Y1: y[r+rows]}})
	for i := r; i < r+rows; i++ {
		g.at[i][c] = len(g.Cells) - 1
	}
}

// labelPlace is the column of a text that stands among figures: the label
// column of its own lane that it began in, or of the next lane for a label
// centred over both.
func (g *Grid) labelPlace(w *Word, c int, cols []openColumn, lanes []int) int {
	if b := clampPlace(g.X, w.X0+overflowShare*w.Size); cols[b].labels() {
		return b
	}
	for k := c + 1; k < len(cols); k++ {
		if cols[k].labels() {
			return k
		}
	}
	for k := c; k >= 0; k-- {
		if cols[k].labels() && lanes[k] == lanes[c] {
			return k
		}
	}
	return c
}

// shiftTotals gives a label that stands over the figures of its own lane to
// the next lane, where the row has figures and no label: 当年支出小计 centred
// over two lanes.
func (g *Grid) shiftTotals(levels int, cols []openColumn, lanes []int, forms *form.Catalog) {
	last := lanes[len(lanes)-1]
	for r := levels; r < g.NumRows(); r++ {
		for lane := 0; lane < last; lane++ {
			label, figures := g.laneRow(r, lane, cols, lanes)
			next, nextFigures := g.laneRow(r, lane+1, cols, lanes)
			if label == nil || figures || next != nil || !nextFigures || !forms.Total(label.Text()) {
				continue
			}
			for c := range cols {
				if lanes[c] == lane+1 && cols[c].labels() {
					to := g.At(r, c)
					to.Words = append(to.Words, label.Words...)
					label.Words = nil
					break
				}
			}
		}
	}
}

// laneRow finds the label cell of a lane in a row, nil where it prints none,
// and whether the row has figures there.
func (g *Grid) laneRow(r, lane int, cols []openColumn, lanes []int) (label *GridCell, figures bool) {
	for c := range cols {
		if lanes[c] != lane {
			continue
		}
		cell := g.At(r, c)
		if len(cell.Words) == 0 {
			continue
		}
		switch {
		case cols[c].kind == 'N':
			figures = true
		case cols[c].labels():
			label = cell
		}
	}
	return label, figures
}
