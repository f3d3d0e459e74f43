package parse

import (
	"math"
	"slices"

	"yusuan/extract"
	"yusuan/parse/form"
)

// A side of a cell that is not drawn joins two cells as a merged cell does.
// Where the words show that a table lacks sides, restore puts back those that
// the words do not speak against: no text runs over them, and none stands in
// the middle of what they would divide.

// How far, in font sizes, a text may stand from the middle of its cell, and
// reach over the side of it.
const (
	centreEm = 0.5
	crossEm  = 0.3
	endEm    = 1.0 // from the right end of its cell, for a figure set right
)

// restore adds to a lattice the sides of cells that are missing.
func (l *lattice) restore(ws []Word, forms *form.Catalog) {
	t := newSides(l, ws, forms)
	if !l.inferred && !t.damaged() {
		return
	}
	t.keepMerged()
	heads := t.tileHeads()
	for r := heads; r < l.rows(); r++ {
		walls := t.headWalls(r)
		for c := 1; c < l.cols(); c++ {
			if !l.v[r][c] && !t.merged(r, c-1, r, c) {
				if walls == nil {
					l.v[r][c] = t.apart(r, c)
				} else {
					l.v[r][c] = walls[c]
				}
			}
		}
	}
	for j := heads + 1; j < l.rows(); j++ {
		for c := range l.h[j] {
			if !l.h[j][c] && !t.merged(j-1, c, j, c) {
				l.h[j][c] = t.below(j, c)
			}
		}
	}
}

// sides is a lattice with the texts in it, while its sides are told.
type sides struct {
	l     *lattice
	forms *form.Catalog
	texts []Word
	at    [][]int // by place: the texts whose middle lies in it
	ext   map[int]*extent
	find  func(int) int
	kept  map[int]bool // unions that are merged cells
}

func newSides(l *lattice, ws []Word, forms *form.Catalog) *sides {
	t := &sides{l: l, forms: forms, at: make([][]int, l.rows()*l.cols()), kept: map[int]bool{}}
	t.ext, t.find = l.unions()
	lines := textLines(ws)
	n := len(textLines(wordsAbove(ws, l.rules, forms)))
	head, index := withoutIndex(lines[:n], forms)
	t.texts = append(t.headTexts(head), index...)
	for _, line := range lines[n:] {
		for _, w := range phrases(line.Words, forms) {
			if !t.wrapsCode(&w) {
				t.texts = append(t.texts, w)
			}
		}
	}
	for i := range t.texts {
		w := &t.texts[i]
		k := clampPlace(l.y, w.CY())*l.cols() + clampPlace(l.x, w.CX())
		t.at[k] = append(t.at[k], i)
	}
	return t
}

// wrapsCode gives a text that is the end of a code, broken by the width of its
// cell, to that; it reports whether it is one.
func (t *sides) wrapsCode(w *Word) bool {
	root := func(w *Word) int { return t.find(clampPlace(t.l.y, w.CY())*t.l.cols() + clampPlace(t.l.x, w.X0)) }
	for i := range t.texts {
		if a := &t.texts[i]; a.endsIn(w) && root(a) == root(w) {
			a.Text, a.Printed, a.Box = a.Text+w.Text, a.Printed+w.Printed, unionBox(a.Box, w.Box)
			return true
		}
	}
	return false
}

// endsIn reports whether a word is a code whose last digits a shorter word in
// the line below may be.
func (w *Word) endsIn(end *Word) bool {
	return math.Abs(w.X0-end.X0) < crossEm*w.Size && end.X1 < w.X1 && end.Base-w.Base > baseTolEm*w.Size && end.Base-w.Base < lineGapEm*w.Size &&
		digits.MatchString(end.Text) && len(w.Text) > 2 && halfCode(w.Text, end.Text)
}

// headTexts lists the headings of lines, wraps joined where no rule stands
// between their lines.
func (t *sides) headTexts(head []textLine) []Word {
	byCell := map[int][]Word{}
	var cells []int
	for i := range head {
		for _, w := range head[i].Words {
			root := t.find(clampPlace(t.l.y, w.CY())*t.l.cols() + clampPlace(t.l.x, w.CX()))
			if byCell[root] == nil {
				cells = append(cells, root)
			}
			byCell[root] = append(byCell[root], w)
		}
	}
	var out []Word
	for _, root := range cells {
		for _, b := range headBlocks(textLines(byCell[root]), t.forms) {
			out = append(out, b.word)
		}
	}
	return out
}

// places lists the places of a union.
func (t *sides) places(root int, e *extent) []int {
	var out []int
	for r := e.r0; r <= e.r1; r++ {
		for c := e.c0; c <= e.c1; c++ {
			if k := r*t.l.cols() + c; t.find(k) == root {
				out = append(out, k)
			}
		}
	}
	return out
}

// damaged reports whether a side is surely missing: a union of places is no
// rectangle, or holds figures of several places, or one that stands in its own
// place and neither in the middle of all nor at the right end, or a code and a
// text beside it, each in a place of its own.
func (t *sides) damaged() bool {
	for root, e := range t.ext {
		if e.n == 1 {
			continue
		}
		if !e.whole() {
			return true
		}
		figures := 0
		off := false
		for _, k := range t.places(root, e) {
			n := 0
			for _, i := range t.at[k] {
				if w := &t.texts[i]; wholeFigure.MatchString(w.Text) {
					n++
					off = off || !t.middle(w.Box, w.Size, e) && !t.rightEnd(w, e)
				}
			}
			if n > 0 {
				figures++
			}
		}
		if figures > 1 || figures == 1 && off || t.codeBeside(root, e) {
			return true
		}
	}
	return false
}

// codeBeside reports whether a union holds a code in one place and a text in the
// place to its right, and neither reaches over what would divide them.
func (t *sides) codeBeside(root int, e *extent) bool {
	for _, k := range t.places(root, e) {
		c := k % t.l.cols()
		if c == e.c1 || t.find(k+1) != root || len(t.at[k]) != 1 || len(t.at[k+1]) == 0 {
			continue
		}
		a, b := &t.texts[t.at[k][0]], &t.texts[t.at[k+1][0]]
		if x := t.l.x[c+1]; codeText.MatchString(a.Text) && !numeric(b) && a.X1 < x && b.X0 > x-crossEm*b.Size {
			return true
		}
	}
	return false
}

// middle reports whether a box stands in the middle of an extent, both ways.
func (t *sides) middle(b extract.Box, size float64, e *extent) bool {
	x, y := t.l.x, t.l.y
	dx := (b.X0+b.X1)/2 - (x[e.c0]+x[e.c1+1])/2
	dy := (b.Y0+b.Y1)/2 - (y[e.r0]+y[e.r1+1])/2
	return (e.c0 == e.c1 || math.Abs(dx) < centreEm*size) && (e.r0 == e.r1 || math.Abs(dy) < centreEm*size)
}

// rightEnd reports whether a word stands at the right end of an extent, in the
// middle of its height.
func (t *sides) rightEnd(w *Word, e *extent) bool {
	y := t.l.y
	dy := w.CY() - (y[e.r0]+y[e.r1+1])/2
	return t.l.x[e.c1+1]-w.X1 < endEm*w.Size && (e.r0 == e.r1 || math.Abs(dy) < centreEm*w.Size)
}

// keepMerged marks the unions that are merged cells: rectangles with one text,
// in the middle of the whole and, if it is a figure, of no place of its own.
func (t *sides) keepMerged() {
	for root, e := range t.ext {
		if e.n == 1 || !e.whole() {
			continue
		}
		var box extract.Box
		text, size, figure, filled := "", 0.0, false, 0
		for _, k := range t.places(root, e) {
			if len(t.at[k]) > 0 {
				filled++
			}
			for _, i := range t.at[k] {
				w := &t.texts[i]
				if text == "" {
					box = w.Box
				}
				box, text, size = unionBox(box, w.Box), text+w.Text, math.Max(size, w.Size)
				figure = figure || numeric(w)
			}
		}
		switch {
		case text == "" || !t.middle(box, size, e):
		case figure && e.n%2 == 1:
		case filled > 1 && (!knownHeading(text, t.forms) || t.headsBeside(root, e) || t.overTier(e)):
		default:
			t.kept[root] = true
		}
	}
}

// overTier reports whether an extent reaches over a boundary between levels of
// headings.
func (t *sides) overTier(e *extent) bool {
	return slices.ContainsFunc(t.l.tiers, func(y float64) bool { return y > t.l.y[e.r0] && y < t.l.y[e.r1+1] })
}

// headsBeside reports whether a union holds headings side by side, all of them
// known.
func (t *sides) headsBeside(root int, e *extent) bool {
	var words []*Word
	for _, k := range t.places(root, e) {
		for _, i := range t.at[k] {
			w := &t.texts[i]
			if !knownHeading(w.Text, t.forms) {
				return false
			}
			words = append(words, w)
		}
	}
	for i, w := range words {
		for _, o := range words[:i] {
			if math.Min(o.X1, w.X1)-math.Max(o.X0, w.X0) < overlapPt {
				return true
			}
		}
	}
	return false
}

// merged reports whether two places are of one merged cell.
func (t *sides) merged(r, c, r2, c2 int) bool {
	a, b := t.find(r*t.l.cols()+c), t.find(r2*t.l.cols()+c2)
	return a == b && t.kept[a]
}

// apart reports whether row r is divided at column boundary c: no text of the
// row runs over it, or figures stand beyond.
func (t *sides) apart(r, c int) bool {
	l, x := t.l, t.l.x[c]
	from, to := c-1, c // the places of the row without a side between them
	for from > 0 && !l.v[r][from] {
		from--
	}
	for to+1 < l.cols() && !l.v[r][to+1] {
		to++
	}
	crossed, beside, single := false, false, 0
	var one *Word
	for k := from; k <= to; k++ {
		for _, i := range t.at[r*l.cols()+k] {
			w := &t.texts[i]
			single++
			one = w
			if w.X0 < x-crossEm*w.Size && w.X1 > x+crossEm*w.Size {
				crossed = true
			} else if wholeFigure.MatchString(w.Text) {
				beside = true
			}
		}
	}
	if crossed {
		return beside
	}
	if single != 1 || numeric(one) {
		return true
	}
	e := &extent{r0: r, r1: r, c0: from, c1: to}
	return !t.middle(one.Box, one.Size, e)
}

// below reports whether column c is divided at row boundary j.
func (t *sides) below(j, c int) bool {
	l, y := t.l, t.l.y[j]
	from, to := j-1, j
	for from > 0 && !l.h[from][c] {
		from--
	}
	for to+1 < l.rows() && !l.h[to+1][c] {
		to++
	}
	single := 0
	var one *Word
	for r := from; r <= to; r++ {
		for _, i := range t.at[r*l.cols()+c] {
			w := &t.texts[i]
			single++
			one = w
			if w.Y0 < y-crossEm*w.Size && w.Y1 > y+crossEm*w.Size {
				return false
			}
		}
	}
	if single != 1 || numeric(one) {
		return true
	}
	e := &extent{r0: from, r1: to, c0: c, c1: c}
	return !t.middle(one.Box, one.Size, e)
}
