package parse

import (
	"math"
	"regexp"
	"sort"
	"strings"

	"yusuan/extract"
	"yusuan/parse/budget"
)

// Grid is one table, or its part on one page, cut into cells. Every place of
// the grid belongs to exactly one cell.
type Grid struct {
	Page int
	extract.Box
	X, Y  []float64  // boundaries of columns and rows, points
	Cells []GridCell // by row, then column of the top left place
	Ruled bool       // cut by ruling lines; false: by alignment
	Index []Word     // the row that numbers the columns, where it is no row of the grid
	at    [][]int    // at[row][column] is an index into Cells

	open    []openColumn    // columns found by alignment; nil in ruled grids
	heads   map[string]bool // their headings
	follows bool            // cut with the columns of the grid before
	naming  [][]*GridCell   // rows of title, unit and publisher within its frame that are no rows of the grid
}

// GridCell is a cell and the words in it.
type GridCell struct {
	Row, Col   int // top left place
	Rows, Cols int // places covered
	extract.Box
	Words []Word
}

// NumRows and NumCols count the places of the grid.
func (g *Grid) NumRows() int { return len(g.Y) - 1 }
func (g *Grid) NumCols() int { return len(g.X) - 1 }

// At returns the cell that covers a place.
func (g *Grid) At(r, c int) *GridCell { return &g.Cells[g.at[r][c]] }

// Text is the cell's words from top to bottom, without white space.
func (c *GridCell) Text() string {
	ls := c.textLines()
	var b strings.Builder
	for i := range ls {
		b.WriteString(ls[i].tight())
	}
	return b.String()
}

// Printed is Text as printed, full-width signs kept.
func (c *GridCell) Printed() string {
	ls := c.textLines()
	var b strings.Builder
	for i := range ls {
		for k := range ls[i].Words {
			b.WriteString(ls[i].Words[k].Printed)
		}
	}
	return b.String()
}

func (c *GridCell) textLines() []textLine {
	up := 0
	for i := range c.Words {
		if c.Words[i].Upright {
			up++
		}
	}
	if up > 0 && up == len(c.Words) {
		return upright(c.Words)
	}
	return textLines(c.Words)
}

// upright orders words drawn top to bottom: columns from right to left.
func upright(ws []Word) []textLine {
	s := append([]Word(nil), ws...)
	sort.SliceStable(s, func(a, b int) bool {
		if math.Abs(s[a].CX()-s[b].CX()) > baseTolEm*s[a].Size {
			return s[a].X0 > s[b].X0
		}
		return s[a].Y0 < s[b].Y0
	})
	out := make([]textLine, len(s))
	for i, w := range s {
		out[i] = textLine{Words: []Word{w}, Box: w.Box, Base: w.Base, Size: w.Size}
	}
	return out
}

// extent is the rows and columns that a union of places reaches over, ends
// included, and the number of its places.
type extent struct{ r0, r1, c0, c1, n int }

// whole reports whether a union fills its extent: it is a rectangle.
func (e *extent) whole() bool { return e.n == (e.r1-e.r0+1)*(e.c1-e.c0+1) }

// unions joins places without a rule between them. find names the union of a
// place, which is row*columns + column.
func (l *lattice) unions() (ext map[int]*extent, find func(int) int) {
	R, C := l.rows(), l.cols()
	parent := make([]int, R*C)
	for i := range parent {
		parent[i] = i
	}
	find = func(i int) int {
		for parent[i] != i {
			parent[i] = parent[parent[i]]
			i = parent[i]
		}
		return i
	}
	for r := 0; r < R; r++ {
		for c := 0; c < C; c++ {
			if c+1 < C && !l.v[r][c+1] {
				parent[find(r*C+c+1)] = find(r*C + c)
			}
			if r+1 < R && !l.h[r+1][c] {
				parent[find((r+1)*C+c)] = find(r*C + c)
			}
		}
	}
	ext = map[int]*extent{}
	for r := 0; r < R; r++ {
		for c := 0; c < C; c++ {
			e := ext[find(r*C+c)]
			if e == nil {
				e = &extent{r0: r, r1: r, c0: c, c1: c}
				ext[find(r*C+c)] = e
			}
			e.r1, e.n = r, e.n+1
			e.c0, e.c1 = min(e.c0, c), max(e.c1, c)
		}
	}
	return ext, find
}

// cutLattice makes the cells of a ruled grid: places without a rule between
// them are one cell. Cells that are no rectangles, because a rule is missing,
// are cut into rows.
func cutLattice(page int, l *lattice) *Grid {
	R, C := l.rows(), l.cols()
	ext, find := l.unions()
	g := &Grid{Page: page, Box: l.box, X: l.x, Y: l.y, Ruled: true}
	g.at = make([][]int, R)
	for r := range g.at {
		g.at[r] = make([]int, C)
		for c := range g.at[r] {
			g.at[r][c] = -1
		}
	}
	for r := 0; r < R; r++ {
		for c := 0; c < C; c++ {
			if g.at[r][c] >= 0 {
				continue
			}
			root := find(r*C + c)
			e := ext[root]
			if e.whole() {
				g.addCell(r, c, e.r1-r+1, e.c1-c+1)
				continue
			}
			w := 1
			for c+w < C && find(r*C+c+w) == root && g.at[r][c+w] < 0 && !l.v[r][c+w] {
				w++
			}
			h := 1
			for r+h < R && g.sameStrip(l, find, root, r+h, c, w) {
				h++
			}
			g.addCell(r, c, h, w)
		}
	}
	return g
}

// sameStrip reports whether row r of an odd-shaped cell has the same extent as
// the row above it.
func (g *Grid) sameStrip(l *lattice, find func(int) int, root, r, c, w int) bool {
	C := l.cols()
	for k := c; k < c+w; k++ {
		if find(r*C+k) != root || l.h[r][k] || g.at[r][k] >= 0 || k > c && l.v[r][k] {
			return false
		}
	}
	left := c > 0 && find(r*C+c-1) == root && !l.v[r][c]
	right := c+w < C && find(r*C+c+w) == root && !l.v[r][c+w]
	return !left && !right
}

func (g *Grid) addCell(r, c, rows, cols int) {
	g.Cells = append(g.Cells, GridCell{Row: r, Col: c, Rows: rows, Cols: cols,
		Box: extract.Box{X0: g.X[c], Y0: g.Y[r], X1: g.X[c+cols], Y1: g.Y[r+rows]}})
	for i := r; i < r+rows; i++ {
		for k := c; k < c+cols; k++ {
			g.at[i][k] = len(g.Cells) - 1
		}
	}
}

// place finds the interval of sorted boundaries that holds x, -1 outside.
func place(bounds []float64, x float64) int {
	i := sort.SearchFloat64s(bounds, x)
	if i == 0 {
		if x == bounds[0] {
			return 0
		}
		return -1
	}
	if i == len(bounds) {
		return -1
	}
	return i - 1
}

// clampPlace is place with what lies outside put into the nearest interval.
func clampPlace(bounds []float64, x float64) int {
	if i := place(bounds, x); i >= 0 {
		return i
	}
	if x < bounds[0] {
		return 0
	}
	return len(bounds) - 2
}

// fill puts words into the cells, cutting words that reach over a rule where
// two texts meet and keeping whole those that overflow their cell.
func (g *Grid) fill(p *extract.Page, ws []Word) {
	for i := range ws {
		for _, w := range g.split(p, &ws[i]) {
			r := clampPlace(g.Y, w.CY())
			c := clampPlace(g.X, g.anchor(&w, r))
			cell := g.At(r, c)
			cell.Words = append(cell.Words, w)
		}
	}
}

// overflowShare is how far, in font sizes, a word may reach over a rule before
// the cell it is put in is decided by its kind.
const overflowShare = 0.3

// anchor is the x that tells the cell of a word: the middle; for a word that
// overflows its cell, the side that its cell aligns.
func (g *Grid) anchor(w *Word, r int) float64 {
	a, b := clampPlace(g.X, w.X0+overflowShare*w.Size), clampPlace(g.X, w.X1-overflowShare*w.Size)
	if a == b || g.at[r][a] == g.at[r][b] {
		return w.CX()
	}
	if isAmount(w.Text) {
		return w.CX()
	}
	return w.X0 + overflowShare*w.Size
}

// split cuts a word at the rules it crosses.
func (g *Grid) split(p *extract.Page, w *Word) []Word {
	r := clampPlace(g.Y, w.CY())
	if w.Upright || len(w.Glyphs) < 2 {
		return []Word{*w}
	}
	first, last := g.glyphCell(p, w.Glyphs[0], r), g.glyphCell(p, w.Glyphs[len(w.Glyphs)-1], r)
	if first == last {
		return []Word{*w}
	}
	if parts := glued(w.Text); parts != nil && len([]rune(w.Text)) == len(w.Glyphs) {
		var out []Word
		k := 0
		for _, n := range parts {
			out = append(out, w.part(p, k, k+n))
			k += n
		}
		return out
	}
	if isAmount(w.Text) && strings.ContainsAny(w.Text, ".,") {
		if k := g.codeBehind(p, w, r); k > 0 {
			return []Word{w.part(p, 0, k), w.part(p, k, len(w.Glyphs))}
		}
		return []Word{*w}
	}
	var out []Word
	start := 0
	for k := 1; k < len(w.Glyphs); k++ {
		a, b := &p.Glyphs[w.Glyphs[k-1]], &p.Glyphs[w.Glyphs[k]]
		ca, cb := g.glyphCell(p, w.Glyphs[k-1], r), g.glyphCell(p, w.Glyphs[k], r)
		if ca == cb {
			continue
		}
		wall := g.wallBetween(a, b)
		// The rule stands between the two glyphs, not through one of them.
		edge := 0.2 * w.Size
		if math.Abs(a.X1-wall) < edge && math.Abs(b.X0-wall) < edge || b.X0-a.X1 > 0.12*w.Size {
			out = append(out, w.part(p, start, k))
			start = k
		}
	}
	return append(out, w.part(p, start, len(w.Glyphs)))
}

// figureThenCode is a figure with two decimals and a code drawn without a gap.
var figureThenCode = regexp.MustCompile(`^(-?[0-9][0-9,]*\.[0-9]{2})[1-9][0-9]{2}(?:[0-9]{2}){0,2}$`)

// codeBehind tells how many glyphs of a word are the figure before a code of
// the next cell: 15,053.82201. It is 0 where the cell does not end between them.
func (g *Grid) codeBehind(p *extract.Page, w *Word, r int) int {
	m := figureThenCode.FindStringSubmatch(w.Text)
	if m == nil || len(w.Text) != len(w.Glyphs) {
		return 0
	}
	k := len(m[1])
	if g.glyphCell(p, w.Glyphs[k-1], r) == g.glyphCell(p, w.Glyphs[k], r) {
		return 0
	}
	return k
}

func (g *Grid) glyphCell(p *extract.Page, i, r int) int {
	gl := &p.Glyphs[i]
	return g.at[r][clampPlace(g.X, (gl.X0+gl.X1)/2)]
}

// wallBetween is the boundary nearest to where two glyphs meet.
func (g *Grid) wallBetween(a, b *extract.Glyph) float64 {
	m, best := (a.X1+b.X0)/2, math.Inf(1)
	at := m
	for _, x := range g.X {
		if d := math.Abs(x - m); d < best {
			best, at = d, x
		}
	}
	return at
}

// isAmount reports whether a word reads as one figure; dashes count.
func isAmount(s string) bool {
	p, err := budget.ClassifyAmount(s)
	return err == nil && p != budget.PrintedBlank
}

// glued tells the lengths, in characters, of two or more amounts with
// decimals drawn without a gap: 1,082.302,940.05.
func glued(s string) []int {
	rs := []rune(s)
	var out []int
	start := 0
	for i := 0; i < len(rs); i++ {
		if rs[i] != '.' {
			continue
		}
		j := i + 1
		for j < len(rs) && j < i+3 && rs[j] >= '0' && rs[j] <= '9' {
			j++
		}
		if j != i+3 {
			return nil
		}
		if !isAmount(string(rs[start:j])) {
			return nil
		}
		out = append(out, j-start)
		start, i = j, j-1
	}
	if len(out) < 2 || start != len(rs) {
		return nil
	}
	return out
}
