package parse

import (
	"math"
	"slices"

	"yusuan/parse/form"
)

// Where pieces of rules are missing, the rules of one table hang together no
// more, and a row without rules of its own stands beside the grid.

const (
	rowReachPt = 30.0 // how far above a grid the rule of its first row may run, points
	pieceGapPt = 24.0 // how far apart the pieces of one grid may lie, points
	seamPt     = 8.0  // pieces nearer than this need no text between them
	topShare   = 0.5  // part of the grid's width that the rule of its first row must cover
)

// reachUp adds to a lattice the rules of its width that run close above it, where
// headings stand between: no rule of that row reaches down to the others.
func (l *lattice) reachUp(across []segment, ws []Word, forms *form.Catalog) {
	l.headAbove(ws, forms)
	for i := len(across) - 1; i >= 0; i-- {
		at := across[i].at
		up := l.box.Y0 - at
		if up < slimPt || up > rowReachPt {
			continue
		}
		var rule []segment
		covers := 0.0
		for _, s := range across {
			if math.Abs(s.at-at) < snapPt && s.from > l.box.X0-touchPt && s.to < l.box.X1+touchPt {
				rule, covers = append(rule, s), covers+s.to-s.from
			}
		}
		row := wordsIn(ws, l.box.X0, l.box.X1, at, l.box.Y0)
		if covers < topShare*(l.box.X1-l.box.X0) || !headingWords(row, forms) {
			continue
		}
		if higher, ok := newLattice(append(rule, l.rules.h...), l.rules.v); ok {
			*l = higher
		}
	}
}

// headAbove adds a row to a lattice for a line of headings right above it that
// has no rule above.
func (l *lattice) headAbove(ws []Word, forms *form.Catalog) {
	ls := textLines(wordsIn(ws, l.box.X0, l.box.X1, l.box.Y0-rowReachPt, l.box.Y0))
	if len(ls) == 0 {
		return
	}
	line := ls[len(ls)-1]
	line.Words = phrases(line.Words, forms)
	known, all := headTexts(&line, "summary", forms)
	if all < 2 || known < all || l.box.Y0-line.Y1 > lowerEm*line.Size || knownHead(line.printed(), forms) {
		return
	}
	if !headingWords(wordsIn(ws, l.box.X0, l.box.X1, l.y[0], l.y[1]), forms) {
		return
	}
	top := line.Y0 + line.Y1 - l.box.Y0
	if higher, ok := newLattice(append([]segment{{top, l.box.X0, l.box.X1}}, l.rules.h...), l.rules.v); ok {
		*l = higher
	}
}

func wordsIn(ws []Word, x0, x1, y0, y1 float64) []Word {
	var out []Word
	for _, w := range ws {
		if w.CY() > y0 && w.CY() < y1 && w.X1 > x0 && w.X0 < x1 {
			out = append(out, w)
		}
	}
	return out
}

// headingWords reports whether words are headings that the forms know, and
// nothing that names a table.
func headingWords(ws []Word, forms *form.Catalog) bool {
	ls := textLines(ws)
	known, all := 0, 0
	for i := range ls {
		ls[i].Words = phrases(ls[i].Words, forms)
		if knownHead(ls[i].printed(), forms) {
			return false
		}
		k, n := headTexts(&ls[i], "summary", forms)
		known, all = known+k, all+n
	}
	return known > 0 && 2*known >= all
}

// joinPieces makes one lattice of those that are pieces of one.
func joinPieces(ls []lattice, ws []Word, forms *form.Catalog) []lattice {
	for i := 0; i < len(ls); i++ {
		for j := i + 1; j < len(ls); j++ {
			a, b := &ls[i], &ls[j]
			if !a.piece(b, ws, forms) {
				continue
			}
			if whole, ok := newLattice(slices.Concat(a.rules.h, b.rules.h), slices.Concat(a.rules.v, b.rules.v)); ok {
				ls[i] = whole
				ls = slices.Delete(ls, j, j+1)
				i, j = -1, len(ls)
			}
		}
	}
	return ls
}

// piece reports whether two lattices are pieces of one: they overlap, or at
// least two of their rules lie on the same lines, they are near to each other,
// and nothing that names or explains a table stands between.
func (l *lattice) piece(o *lattice, ws []Word, forms *form.Catalog) bool {
	a, b := l.box, o.box
	gapX, gapY := math.Max(a.X0, b.X0)-math.Min(a.X1, b.X1), math.Max(a.Y0, b.Y0)-math.Min(a.Y1, b.Y1)
	switch {
	case gapX < 0 && gapY < 0:
		return sharedLines(l.x, o.x)+sharedLines(l.y, o.y) > 1
	case gapX < 0 && gapY < pieceGapPt && sharedLines(l.x, o.x) > 1:
		between := wordsIn(ws, math.Min(a.X0, b.X0), math.Max(a.X1, b.X1), math.Min(a.Y1, b.Y1), math.Max(a.Y0, b.Y0))
		return (len(between) > 0 || gapY < seamPt) && rowWords(between, forms)
	case gapY < 0 && gapX < pieceGapPt && sharedLines(l.y, o.y) > 2:
		return true
	}
	return false
}

func sharedLines(a, b []float64) int {
	n := 0
	for _, x := range a {
		if slices.ContainsFunc(b, func(y float64) bool { return math.Abs(x-y) < snapPt }) {
			n++
		}
	}
	return n
}

// rowWords reports whether words may be rows of a table: none of their lines
// names a table, explains it or is running text.
func rowWords(ws []Word, forms *form.Catalog) bool {
	for _, l := range textLines(ws) {
		if t := l.printed(); knownHead(t, forms) || forms.Note(t) || sentence(t) {
			return false
		}
	}
	return true
}
