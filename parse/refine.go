package parse

import (
	"slices"
	"sort"
	"strings"

	"yusuan/extract"
	"yusuan/parse/form"
)

// refine adds to a lattice the boundaries of rules that are missing: where
// most rows of a column hold two texts side by side, and where a row holds
// figures one above the other.
func refine(p *extract.Page, l *lattice, ws []Word, forms *form.Catalog) {
	ws = splitGlued(p, ws)
	head := wordsAbove(ws, l.rules, forms)
	var cuts []float64
	for c := range l.cols() {
		cuts = append(cuts, l.columnCuts(c, l.column(c, ws), l.column(c, head), forms)...)
	}
	for _, x := range cuts {
		l.insertX(x, ws)
	}
	kinds := l.kinds(ws)
	cuts = cuts[:0]
	for r, band := range l.bands(ws) {
		cuts = append(cuts, l.rowCuts(band, kinds, l.y[r], l.y[r+1], forms)...)
	}
	for _, y := range cuts {
		l.insertY(y, ws)
	}
	cuts = cuts[:0]
	for r, band := range l.bands(ws) {
		cuts = append(cuts, l.tierCuts(band, l.y[r], l.y[r+1], forms)...)
	}
	for _, y := range cuts {
		l.insertY(y, ws)
	}
	l.tiers = cuts
}

// bands lists the words of each row.
func (l *lattice) bands(ws []Word) [][]Word {
	out := make([][]Word, l.rows())
	for _, w := range ws {
		r := clampPlace(l.y, w.CY())
		out[r] = append(out[r], w)
	}
	return out
}

// column lists the words that stand in column c.
func (l *lattice) column(c int, ws []Word) []Word {
	var out []Word
	for _, w := range ws {
		if clampPlace(l.x, w.CX()) == c {
			out = append(out, w)
		}
	}
	return out
}

// kinds tells for each column whether it holds figures, codes or texts.
func (l *lattice) kinds(ws []Word) []openColumn {
	n, k, t := make([]int, l.cols()), make([]int, l.cols()), make([]int, l.cols())
	for i := range ws {
		w := &ws[i]
		c := clampPlace(l.x, w.CX())
		switch {
		case wholeFigure.MatchString(w.Text):
			n[c]++
		case codeText.MatchString(w.Text):
			k[c]++
		case !numeric(w):
			t[c]++
		}
	}
	out := make([]openColumn, l.cols())
	for c := range out {
		out[c] = openColumn{x0: l.x[c], x1: l.x[c+1], kind: 'T'}
		switch {
		case n[c] > 0 && n[c] >= k[c]:
			out[c].kind = 'N'
		case k[c] > 0 && 2*k[c] >= t[c]:
			out[c].kind = 'K'
		}
	}
	return out
}

// rowCuts finds where the row of these words, between the heights top and bottom,
// must be cut: where a column holds figures, codes or labels that begin rows one
// above the other.
func (l *lattice) rowCuts(ws []Word, kinds []openColumn, top, bottom float64, forms *form.Catalog) []float64 {
	ls := textLines(ws)
	for i := range ls {
		ls[i].Words = phrases(ls[i].Words, forms)
	}
	if cuts := indexCuts(ls, forms); cuts != nil {
		return cuts
	}
	var out []float64
	highest := top
	if n := l.headLines(ls, kinds, forms); n > 0 {
		out = append(out, (ls[n-1].Y1+ls[n].Y0)/2)
		top, highest = ls[n].Y0, ls[n-1].Y1
		ls = ls[n:]
	}
	if cuts := l.middleCuts(ls, kinds, highest, top, bottom); cuts != nil {
		return append(out, cuts...)
	}
	if !l.stacked(ls, kinds, forms) || oneRow(ls, kinds, l.x, forms) {
		return append(out, l.labelCuts(ls, kinds, forms)...)
	}
	rows := bandRows(ls, kinds, l.x, false, forms)
	for i := 1; i < len(rows); i++ {
		out = append(out, (rows[i-1].y1+rows[i].y0)/2)
	}
	return out
}

// indexCuts finds where a row must be cut that holds the numbers of the columns,
// above all figures, and lines above or below them.
func indexCuts(ls []textLine, forms *form.Catalog) []float64 {
	var out []float64
	for i := range ls {
		if len(ls[i].Words) < 3 || !forms.IndexRow(lineTexts(&ls[i])) {
			if slices.ContainsFunc(ls[i].Words, func(w Word) bool { return valued(&w) }) {
				break
			}
			continue
		}
		if i > 0 {
			out = append(out, (ls[i-1].Y1+ls[i].Y0)/2)
		}
		if i+1 < len(ls) {
			out = append(out, (ls[i].Y1+ls[i+1].Y0)/2)
		}
	}
	return out
}

// headLines counts the lines at the top of a row that are headings over figures
// in the same row: the rule below them is missing.
func (l *lattice) headLines(ls []textLine, kinds []openColumn, forms *form.Catalog) int {
	n := 0
	for i := range ls {
		more := n == i && n > 0 // goes on with the headings
		for k := range ls[i].Words {
			w := &ls[i].Words[k]
			c := clampPlace(l.x, w.CX())
			switch {
			case kinds[c].kind != 'N':
			case wholeFigure.MatchString(w.Text) || isAmount(w.Text) && !digitIn(w.Text):
				if n = min(n, i); l.wrappedAround(ls, n, kinds) {
					return 0
				}
				return n
			case !numeric(w):
				n = i + 1
			}
		}
		if known, all := headTexts(&ls[i], "summary", forms); known == all && (more || knownPart(ls[i].Words[0].Text, forms)) {
			n = i + 1
		}
	}
	return 0
}

// wrappedAround reports whether a column of figures has none in these lines and
// has words both in the first n and below: they are one text, wrapped beside
// the figures of other columns.
func (l *lattice) wrappedAround(ls []textLine, n int, kinds []openColumn) bool {
	above, below, figures := map[int]bool{}, map[int]bool{}, map[int]bool{}
	for i := range ls {
		for k := range ls[i].Words {
			w := &ls[i].Words[k]
			switch c := clampPlace(l.x, w.CX()); {
			case kinds[c].kind != 'N':
			case numeric(w):
				figures[c] = true
			case i < n:
				above[c] = true
			default:
				below[c] = true
			}
		}
	}
	for c := range below {
		if above[c] && !figures[c] {
			return true
		}
	}
	return false
}

func digitIn(s string) bool { return strings.ContainsAny(s, "0123456789") }

// stacked reports whether a column holds two words that begin rows, a line or
// more apart.
func (l *lattice) stacked(ls []textLine, kinds []openColumn, forms *form.Catalog) bool {
	first := map[int]float64{} // by column: the baseline of the first
	for i := range ls {
		for k := range ls[i].Words {
			w := &ls[i].Words[k]
			c := clampPlace(l.x, w.CX())
			if !(kinds[c].kind == 'N' && wholeFigure.MatchString(w.Text) || kinds[c].kind != 'N' && beginsRow(w, forms)) {
				continue
			}
			if b, ok := first[c]; ok && w.Base-b > w.Size {
				return true
			} else if !ok {
				first[c] = w.Base
			}
		}
	}
	return false
}

// insertX adds a column boundary; it divides every row with figures but those
// where a word reaches over it. Of other rows restore tells.
func (l *lattice) insertX(x float64, ws []Word) {
	k := sort.SearchFloat64s(l.x, x)
	if k == 0 || k == len(l.x) || x-l.x[k-1] < slimPt || l.x[k]-x < slimPt {
		return
	}
	l.inferred = true
	crossed, figures := make([]bool, l.rows()), make([]bool, l.rows())
	for i := range ws {
		w := &ws[i]
		if w.X0 < x-0.3*w.Size && w.X1 > x+0.3*w.Size {
			crossed[clampPlace(l.y, w.CY())] = true
		}
		if wholeFigure.MatchString(w.Text) {
			figures[clampPlace(l.y, w.CY())] = true
		}
	}
	l.x = append(l.x[:k], append([]float64{x}, l.x[k:]...)...)
	for r := range l.v {
		l.v[r] = append(l.v[r][:k:k], append([]bool{figures[r] && !crossed[r]}, l.v[r][k:]...)...)
	}
	for j := range l.h {
		l.h[j] = append(l.h[j][:k:k], l.h[j][k-1:]...)
	}
}

// insertY adds a row boundary; it divides every column of a row with figures but
// those where a word reaches over it. Of other rows restore tells.
func (l *lattice) insertY(y float64, ws []Word) {
	k := sort.SearchFloat64s(l.y, y)
	if k == 0 || k == len(l.y) || y-l.y[k-1] < stubPt || l.y[k]-y < stubPt {
		return
	}
	l.inferred = true
	wall, figures := make([]bool, l.cols()), false
	for c := range wall {
		wall[c] = true
	}
	for i := range ws {
		w := &ws[i]
		if w.Y0 < y-0.3*w.Size && w.Y1 > y+0.3*w.Size {
			wall[clampPlace(l.x, w.CX())] = false
		}
		figures = figures || wholeFigure.MatchString(w.Text) && w.CY() > l.y[k-1] && w.CY() < l.y[k]
	}
	if !figures {
		clear(wall)
	}
	l.y = append(l.y[:k], append([]float64{y}, l.y[k:]...)...)
	l.h = append(l.h[:k:k], append([][]bool{wall}, l.h[k:]...)...)
	row := append([]bool(nil), l.v[k-1]...)
	l.v = append(l.v[:k:k], append([][]bool{row}, l.v[k:]...)...)
	for c := 1; c < l.cols(); c++ { // a rule may run beside one of the two alone
		if covered(l.rules.v, l.x[c], l.y[k-1], l.y[k+1]) {
			l.v[k-1][c], l.v[k][c] = covered(l.rules.v, l.x[c], l.y[k-1], y), covered(l.rules.v, l.x[c], y, l.y[k+1])
		}
	}
}

// mend cuts cells that a missing piece of a rule has joined: cells that hold
// values of several places, or a value beside a text.
func (g *Grid) mend() {
	for i := 0; i < len(g.Cells); i++ {
		c := &g.Cells[i]
		if c.Rows*c.Cols == 1 || len(c.Words) < 2 {
			continue
		}
		byRow, byCol := g.cutsNeeded(c)
		if !byRow && !byCol {
			continue
		}
		g.cutCell(i, byRow, byCol)
	}
	g.reorder()
}

// cutsNeeded tells whether a cell must be cut into rows, and into columns.
func (g *Grid) cutsNeeded(c *GridCell) (byRow, byCol bool) {
	type at struct{ r, c int }
	values := map[at]int{}
	texts := map[at]int{}
	rows, cols := map[int]bool{}, map[int]bool{}
	for i := range c.Words {
		w := &c.Words[i]
		p := at{clampPlace(g.Y, w.CY()), clampPlace(g.X, w.CX())}
		switch {
		case slices.ContainsFunc(c.Words, func(a Word) bool { return a.endsIn(w) }):
		case wholeFigure.MatchString(w.Text) || codeText.MatchString(w.Text) && len(w.Text) >= 3:
			values[p]++
			rows[p.r], cols[p.c] = true, true
		default:
			texts[p]++
		}
	}
	if len(values) == 0 {
		return false, false
	}
	for p := range texts {
		if !cols[p.c] && c.Cols > 1 {
			byCol = true
		}
	}
	return c.Rows > 1 && len(rows) > 1, c.Cols > 1 && len(cols) > 1 || byCol
}

func (g *Grid) cutCell(i int, byRow, byCol bool) {
	c := g.Cells[i]
	stepR, stepC := c.Rows, c.Cols
	if byRow {
		stepR = 1
	}
	if byCol {
		stepC = 1
	}
	words := c.Words
	first := true
	for r := c.Row; r < c.Row+c.Rows; r += stepR {
		for k := c.Col; k < c.Col+c.Cols; k += stepC {
			if first {
				g.Cells[i].Rows, g.Cells[i].Cols, g.Cells[i].Words = stepR, stepC, nil
				g.Cells[i].Box = extract.Box{X0: g.X[k], Y0: g.Y[r], X1: g.X[k+stepC], Y1: g.Y[r+stepR]}
				first = false
				continue
			}
			g.addCell(r, k, stepR, stepC)
		}
	}
	for _, w := range words {
		cell := g.At(clampPlace(g.Y, w.CY()), clampPlace(g.X, w.CX()))
		if cell.Row < c.Row || cell.Row >= c.Row+c.Rows || cell.Col < c.Col || cell.Col >= c.Col+c.Cols {
			cell = &g.Cells[i]
		}
		cell.Words = append(cell.Words, w)
	}
}

// reorder sorts the cells by place again.
func (g *Grid) reorder() {
	sort.SliceStable(g.Cells, func(a, b int) bool {
		return g.Cells[a].Row < g.Cells[b].Row || g.Cells[a].Row == g.Cells[b].Row && g.Cells[a].Col < g.Cells[b].Col
	})
	for i := range g.Cells {
		c := &g.Cells[i]
		for r := c.Row; r < c.Row+c.Rows; r++ {
			for k := c.Col; k < c.Col+c.Cols; k++ {
				g.at[r][k] = i
			}
		}
	}
}
