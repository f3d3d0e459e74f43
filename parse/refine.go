package parse

import (
	"math"
	"sort"

	"yusuan/extract"
	"yusuan/parse/form"
)

// crowdShare is the part of a column's rows that must hold two texts side by
// side before the column is cut.
const crowdShare = 0.3

// refine adds to a lattice the boundaries of rules that are missing: where
// most rows of a column hold two texts side by side, and where a row holds
// figures one above the other.
func refine(p *extract.Page, l *lattice, ws []Word, forms *form.Catalog) {
	ws = splitGlued(p, ws)
	byColumn := make([][]Word, l.cols())
	for _, w := range ws {
		c := clampPlace(l.x, w.CX())
		byColumn[c] = append(byColumn[c], w)
	}
	var cuts []float64
	for c := range byColumn {
		cuts = append(cuts, l.columnCuts(byColumn[c], forms)...)
	}
	for _, x := range cuts {
		l.insertX(x, ws)
	}
	kinds := l.kinds(ws)
	bands := make([][]Word, l.rows())
	for _, w := range ws {
		r := clampPlace(l.y, w.CY())
		bands[r] = append(bands[r], w)
	}
	cuts = cuts[:0]
	for r := range bands {
		cuts = append(cuts, l.rowCuts(bands[r], kinds, forms)...)
	}
	for _, y := range cuts {
		l.insertY(y, ws)
	}
}

// columnCuts finds where a column must be cut.
func (l *lattice) columnCuts(ws []Word, forms *form.Catalog) []float64 {
	type row struct {
		band int
		line int
	}
	figures := map[row]int{}
	texts := map[row]int{}
	ls := textLines(ws)
	var body []textLine
	for i := range ls {
		r := row{clampPlace(l.y, mid(&ls[i])), i}
		has := false
		for k := range ls[i].Words {
			w := &ls[i].Words[k]
			switch {
			case wholeFigure.MatchString(w.Text):
				figures[r]++
				has = true
			case !numeric(w):
				texts[r]++
			}
		}
		if has {
			body = append(body, ls[i])
		}
	}
	crowded := 0
	for r, n := range figures {
		if n > 1 || n == 1 && texts[r] > 0 {
			crowded++
		}
	}
	if crowded == 0 || float64(crowded) < crowdShare*float64(len(figures)) {
		return nil
	}
	for i := range body {
		body[i].Words = phrases(body[i].Words, forms)
	}
	cols := openColumns(body, forms)
	var out []float64
	for i := 1; i < len(cols); i++ {
		if cols[i].kind == 'N' || cols[i-1].kind == 'N' {
			out = append(out, (cols[i-1].x1+cols[i].x0)/2)
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

// rowCuts finds where the row of these words must be cut: where a column holds
// figures, codes or labels that begin rows one above the other.
func (l *lattice) rowCuts(ws []Word, kinds []openColumn, forms *form.Catalog) []float64 {
	ls := textLines(ws)
	for i := range ls {
		ls[i].Words = phrases(ls[i].Words, forms)
	}
	if !l.stacked(ls, kinds, forms) || oneRow(ls, kinds, l.x, forms) {
		return nil
	}
	rows := bandRows(ls, kinds, l.x, false, forms)
	var out []float64
	for i := 1; i < len(rows); i++ {
		out = append(out, (rows[i-1].y1+rows[i].y0)/2)
	}
	return out
}

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

// insertX adds a column boundary; it divides every row but those where a word
// reaches over it, or a heading stands in the middle over it.
func (l *lattice) insertX(x float64, ws []Word) {
	k := sort.SearchFloat64s(l.x, x)
	if k == 0 || k == len(l.x) || x-l.x[k-1] < slimPt || l.x[k]-x < slimPt {
		return
	}
	crossed := make([]bool, l.rows())
	for i := range ws {
		w := &ws[i]
		if w.X0 < x-0.3*w.Size && w.X1 > x+0.3*w.Size {
			crossed[clampPlace(l.y, w.CY())] = true
		}
	}
	for r := range crossed {
		crossed[r] = crossed[r] || l.centred(r, k, x, ws)
	}
	l.x = append(l.x[:k], append([]float64{x}, l.x[k:]...)...)
	for r := range l.v {
		l.v[r] = append(l.v[r][:k:k], append([]bool{!crossed[r]}, l.v[r][k:]...)...)
	}
	for j := range l.h {
		l.h[j] = append(l.h[j][:k:k], l.h[j][k-1:]...)
	}
}

// centred reports whether the one text of a place of row r, before boundary k,
// stands in its middle and not in the middle of the part left or right of x, and
// the row has no figures.
func (l *lattice) centred(r, k int, x float64, ws []Word) bool {
	var box extract.Box
	size, texts := 0.0, 0
	for i := range ws {
		w := &ws[i]
		switch {
		case clampPlace(l.y, w.CY()) != r:
		case numeric(w):
			return false
		case clampPlace(l.x, w.CX()) == k-1:
			if texts == 0 {
				box = w.Box
			}
			box, size = unionBox(box, w.Box), math.Max(size, w.Size)
			texts++
		}
	}
	middle := func(a, b float64) bool { return math.Abs(box.X0+box.X1-a-b) < 2*centreEm*size }
	return texts > 0 && middle(l.x[k-1], l.x[k]) && !middle(l.x[k-1], x) && !middle(x, l.x[k])
}

// insertY adds a row boundary; it divides every column but those where a word
// reaches over it.
func (l *lattice) insertY(y float64, ws []Word) {
	k := sort.SearchFloat64s(l.y, y)
	if k == 0 || k == len(l.y) || y-l.y[k-1] < stubPt || l.y[k]-y < stubPt {
		return
	}
	wall := make([]bool, l.cols())
	for c := range wall {
		wall[c] = true
	}
	for i := range ws {
		w := &ws[i]
		if w.Y0 < y-0.3*w.Size && w.Y1 > y+0.3*w.Size {
			wall[clampPlace(l.x, w.CX())] = false
		}
	}
	l.y = append(l.y[:k], append([]float64{y}, l.y[k:]...)...)
	l.h = append(l.h[:k:k], append([][]bool{wall}, l.h[k:]...)...)
	row := append([]bool(nil), l.v[k-1]...)
	l.v = append(l.v[:k:k], append([][]bool{row}, l.v[k:]...)...)
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
