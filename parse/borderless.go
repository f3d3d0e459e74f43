package parse

import (
	"math"
	"sort"

	"yusuan/extract"
	"yusuan/parse/form"
)

// openHints are the rules of an open table: what divides it though it is no
// full grid.
type openHints struct{ h, v []segment }

// cutOpen makes a grid of lines by alignment, with the help of what rules
// there are.
func cutOpen(p *extract.Page, ls []textLine, hints openHints, prior []openColumn, forms *form.Catalog) *Grid {
	raw, all := ls[:0:0], ls[:0:0]
	for i := range ls {
		l := ls[i]
		l.Words = splitGlued(p, l.Words)
		raw = append(raw, l)
		l.Words = phrases(l.Words, forms)
		all = append(all, l)
	}
	start := bodyLine(all, hints, forms)
	head, index := withoutIndex(raw[:start], forms)
	body := all[start:]
	cols := openColumns(body, forms)
	blocks := headBlocks(head, forms)
	if len(prior) > 0 {
		cols = priorColumns(cols, prior)
	}
	if len(cols)+len(blocks) < 2 {
		return nil
	}
	box := all[0].Box
	for i := range all {
		box = unionBox(box, all[i].Box)
	}
	for _, s := range hints.h {
		box = unionBox(box, extract.Box{X0: s.from, X1: s.to, Y0: s.at, Y1: s.at})
	}
	cols, x := headColumns(cols, blocks, box.X0, box.X1, headBottom(head, body, hints.h), hints.h, forms)
	if len(cols) < 2 {
		return nil
	}
	ruledColumns(x, cols, hints.v, box)
	g := &Grid{Page: p.Number, Box: box, X: x, Index: index, open: cols, follows: len(prior) == len(cols)}
	levels := 0
	if len(blocks) > 0 {
		levels = headRows(g, blocks, len(cols))
	}
	g.openBody(body, head, cols, hints, levels, forms)
	return g
}

// bodyLine finds the line that begins the body: the first line of values, or
// the text above that belongs to it.
func bodyLine(ls []textLine, hints openHints, forms *form.Catalog) int {
	first := len(ls)
	for i := range ls {
		if first < len(ls) || forms.IndexRow(lineTexts(&ls[i])) {
			continue
		}
		for k := range ls[i].Words {
			if valued(&ls[i].Words[k]) || codeAndName(ls[i].Words[k].Text) != nil {
				first = i
			}
		}
	}
	if first == len(ls) {
		// No figure at all: heading words, then perhaps 合计.
		for i := 1; i < len(ls); i++ {
			if forms.Total(ls[i].tight()) {
				return i
			}
		}
		return len(ls)
	}
	// Labels without a figure may stand above the first value.
	rules := ruleHeights(hints.h, 0)
	start := first
	for start > 0 {
		l := &ls[start-1]
		own := ownRow(l, forms) && !headLine(l, forms)
		known, _ := headTexts(l, "summary", forms)
		if known > 0 && !own || !own && (len(l.Words) > 1 || ls[start].Base-l.Base > wrapEm*l.Size*1.2) {
			break
		}
		if !own && parted(rules, mid(l), mid(&ls[start])) {
			break
		}
		start--
	}
	return start
}

// headBottom is where the heading ends and the body begins: at the rule between
// them, or half a row above the first line.
func headBottom(head, body []textLine, rules []segment) float64 {
	low := math.Inf(-1)
	for i := range head {
		low = math.Max(low, head[i].Y1)
	}
	if len(body) == 0 {
		return low
	}
	top := body[0].Y0
	for _, s := range rules {
		if s.at > low-overlapPt && s.at < top+overlapPt {
			return s.at
		}
	}
	return (low + top) / 2
}

// withoutIndex takes the rows that number the columns out of a heading.
func withoutIndex(ls []textLine, forms *form.Catalog) (head []textLine, index []Word) {
	for i := range ls {
		if forms.IndexRow(lineTexts(&ls[i])) {
			index = append(index, ls[i].Words...)
			continue
		}
		head = append(head, ls[i])
	}
	return head, index
}

func lineTexts(l *textLine) []string {
	out := make([]string, len(l.Words))
	for i := range l.Words {
		out[i] = l.Words[i].Text
	}
	return out
}

// ruleHeights lists the heights of the rules at least as wide as width.
func ruleHeights(h []segment, width float64) []float64 {
	var out []float64
	for _, s := range h {
		if s.to-s.from >= width {
			out = append(out, s.at)
		}
	}
	sort.Float64s(out)
	return out
}

// priorColumns are the columns of the page before, widened by the words of
// this one. Words that fit none of them leave them as they are.
func priorColumns(cols, prior []openColumn) []openColumn {
	out := append([]openColumn(nil), prior...)
	miss := 0
	for _, c := range cols {
		k := overlapping(prior, c.x0, c.x1)
		if k < 0 {
			miss++
			continue
		}
		lo, hi := math.Inf(-1), math.Inf(1)
		if k > 0 {
			lo = out[k-1].x1 + overlapPt
		}
		if k+1 < len(out) {
			hi = out[k+1].x0 - overlapPt
		}
		out[k].x0 = math.Min(out[k].x0, math.Max(lo, c.x0))
		out[k].x1 = math.Max(out[k].x1, math.Min(hi, c.x1))
	}
	if miss*2 > len(cols) {
		return cols
	}
	return out
}

// ruledColumns moves boundaries to the vertical rules that lie near them.
func ruledColumns(x []float64, cols []openColumn, v []segment, box extract.Box) {
	var rules []float64
	for _, s := range v {
		if s.to-s.from >= rulePart*(box.Y1-box.Y0) {
			rules = append(rules, s.at)
		}
	}
	sort.Float64s(rules)
	for _, at := range rules {
		if at < x[0]+slimPt {
			x[0] = math.Min(x[0], at)
			continue
		}
		if at > x[len(x)-1]-slimPt {
			x[len(x)-1] = math.Max(x[len(x)-1], at)
			continue
		}
		k := clampPlace(x, at)
		switch c := cols[k]; {
		case at <= c.x0+overlapPt+1 && k > 0:
			x[k] = at
		case at >= c.x1-overlapPt-1 && k+1 < len(cols):
			x[k+1] = at
		}
	}
}

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
			if !numeric(&w) && cols[c].kind == 'N' {
				c = g.labelPlace(&w, c, cols, lanes)
			}
			cell := g.At(levels+r, c)
			cell.Words = append(cell.Words, w)
		}
	}
	g.shiftTotals(levels, cols, lanes, forms)
}

// openLanes numbers the side-by-side tables by kinds of columns.
func openLanes(cols []openColumn) []int {
	out := make([]int, len(cols))
	lane, figures, labels := 0, false, false
	for i, c := range cols {
		switch {
		case c.kind == 'N':
			figures = true
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
	if b := clampPlace(g.X, w.X0+overflowShare*w.Size); cols[b].kind != 'N' {
		return b
	}
	for k := c + 1; k < len(cols); k++ {
		if cols[k].kind != 'N' {
			return k
		}
	}
	for k := c; k >= 0; k-- {
		if cols[k].kind != 'N' && lanes[k] == lanes[c] {
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
				if lanes[c] == lane+1 && cols[c].kind != 'N' {
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
		if cols[c].kind == 'N' {
			figures = true
		} else {
			label = cell
		}
	}
	return label, figures
}
