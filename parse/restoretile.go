package parse

import (
	"cmp"
	"math"
	"slices"

	"yusuan/extract"
)

// Headings are laid out like tiles: each has a rectangle of places that is its
// own, stands in the middle of it, and together they leave no place over. Where
// rules are missing, that alone mostly tells which places a heading is over.

// What tiling costs, and how far it goes.
const (
	tileOffEm  = 1.2  // a heading stands no farther from the middle across, font sizes
	tileRiseEm = 0.8  // nor up or down
	offCost    = 4.0  // of standing one font size off the middle
	openCost   = 0.5  // of a side of a tile that no rule runs along
	tileSteps  = 5000 // tiles tried
)

// tile is a rectangle of places [r0, r1) × [c0, c1), and what it costs to take it
// for one cell.
type tile struct {
	r0, r1, c0, c1 int
	cost           float64
}

// tiling is the search for the cheapest way to tile the rows of headings.
type tiling struct {
	rows, cols int
	from       [][]tile // by place: the tiles of which it is the top left
	taken      []bool   // by place
	chosen     []tile
	cost       float64
	best       []tile
	least      float64
	steps      int
}

// tileHeads puts the sides between the headings of a lattice where tiles end,
// and gives the number of rows that it did so for: 0 where they cannot be tiled.
func (t *sides) tileHeads() int {
	l := t.l
	rows := t.headRows()
	if rows == 0 {
		return 0
	}
	s := &tiling{rows: rows, cols: l.cols(), from: make([][]tile, rows*l.cols()), taken: make([]bool, rows*l.cols()), least: math.Inf(1)}
	for r0 := range rows {
		for r1 := r0 + 1; r1 <= rows; r1++ {
			for c0 := range s.cols {
				for c1 := c0 + 1; c1 <= s.cols; c1++ {
					if c, ok := t.tileOf(r0, r1, c0, c1); ok {
						s.from[r0*s.cols+c0] = append(s.from[r0*s.cols+c0], c)
					}
				}
			}
		}
	}
	s.search(0)
	if s.best == nil || s.steps > tileSteps {
		return 0
	}
	t.wall(s.best)
	return rows
}

// headRows counts the rows above the first with a number; 0 where one of them
// says the unit, so that not all are headings.
func (t *sides) headRows() int {
	for k, at := range t.at {
		for _, i := range at {
			switch w := &t.texts[i]; {
			case knownUnit(w.Text, t.forms):
				return 0
			case numeric(w):
				return k / t.l.cols()
			}
		}
	}
	return 0
}

// tileOf makes a tile of a rectangle: no rule runs inside it, and it holds one
// heading in its middle, or nothing and has all its sides.
func (t *sides) tileOf(r0, r1, c0, c1 int) (tile, bool) {
	l := t.l
	if t.ruled(r0, r1, c0, c1) {
		return tile{}, false
	}
	open := t.openSides(r0, r1, c0, c1)
	texts := t.textsIn(r0, r1, c0, c1)
	if len(texts) == 0 {
		return tile{r0, r1, c0, c1, 0}, open == 0
	}
	box, size, ok := t.oneHeading(texts)
	dx, dy := math.Abs((l.x[c0]+l.x[c1]-box.X0-box.X1)/2)/size, math.Abs((l.y[r0]+l.y[r1]-box.Y0-box.Y1)/2)/size
	if !ok || dx > tileOffEm || dy > tileRiseEm {
		return tile{}, false
	}
	return tile{r0, r1, c0, c1, offCost*(dx*dx+dy*dy) + openCost*float64(open)}, true
}

// oneHeading reports whether texts are the lines of one heading, and where it
// stands: they stand one below the other, and not each of them is a heading that
// the forms know.
func (t *sides) oneHeading(texts []*Word) (extract.Box, float64, bool) {
	box, size, known := texts[0].Box, texts[0].Size, 0
	joined := ""
	for i, w := range texts {
		if i > 0 && (math.Min(box.X1, w.X1)-math.Max(box.X0, w.X0) < overlapPt || w.CY() < texts[i-1].CY()) {
			return box, size, false
		}
		if knownHeading(w.Text, t.forms) {
			known++
		}
		box, size, joined = unionBox(box, w.Box), math.Max(size, w.Size), joined+w.Text
	}
	return box, size, len(texts) == 1 || known < len(texts) || knownHeading(joined, t.forms)
}

// ruled reports whether a rule runs inside a rectangle.
func (t *sides) ruled(r0, r1, c0, c1 int) bool {
	for r := r0; r < r1; r++ {
		for c := c0; c < c1; c++ {
			if c > c0 && t.l.v[r][c] || r > r0 && t.l.h[r][c] {
				return true
			}
		}
	}
	return false
}

// openSides counts the sides of places around a rectangle that have no rule.
func (t *sides) openSides(r0, r1, c0, c1 int) int {
	n := 0
	for r := r0; r < r1; r++ {
		for _, c := range []int{c0, c1} {
			if !t.l.v[r][c] {
				n++
			}
		}
	}
	for c := c0; c < c1; c++ {
		for _, r := range []int{r0, r1} {
			if !t.l.h[r][c] {
				n++
			}
		}
	}
	return n
}

// textsIn lists the texts in a rectangle, from the top.
func (t *sides) textsIn(r0, r1, c0, c1 int) []*Word {
	var out []*Word
	for r := r0; r < r1; r++ {
		for c := c0; c < c1; c++ {
			for _, i := range t.at[r*t.l.cols()+c] {
				out = append(out, &t.texts[i])
			}
		}
	}
	slices.SortStableFunc(out, func(a, b *Word) int { return cmp.Compare(a.CY(), b.CY()) })
	return out
}

// search takes a tile for each place from k on that none covers.
func (s *tiling) search(k int) {
	for k < len(s.taken) && s.taken[k] {
		k++
	}
	if k == len(s.taken) {
		s.best, s.least = append([]tile(nil), s.chosen...), s.cost
		return
	}
	for _, c := range s.from[k] {
		if s.steps++; s.steps > tileSteps || s.cost+c.cost >= s.least || !s.free(&c) {
			continue
		}
		s.mark(&c, true)
		s.chosen, s.cost = append(s.chosen, c), s.cost+c.cost
		s.search(k + 1)
		s.mark(&c, false)
		s.chosen, s.cost = s.chosen[:len(s.chosen)-1], s.cost-c.cost
	}
}

func (s *tiling) free(c *tile) bool {
	for r := c.r0; r < c.r1; r++ {
		for k := c.c0; k < c.c1; k++ {
			if s.taken[r*s.cols+k] {
				return false
			}
		}
	}
	return true
}

func (s *tiling) mark(c *tile, taken bool) {
	for r := c.r0; r < c.r1; r++ {
		for k := c.c0; k < c.c1; k++ {
			s.taken[r*s.cols+k] = taken
		}
	}
}

// wall puts sides around tiles.
func (t *sides) wall(tiles []tile) {
	l := t.l
	for i := range tiles {
		c := &tiles[i]
		for r := c.r0; r < c.r1; r++ {
			l.v[r][c.c0], l.v[r][c.c1] = true, true
		}
		for k := c.c0; k < c.c1; k++ {
			l.h[c.r0][k], l.h[c.r1][k] = true, true
		}
	}
}
