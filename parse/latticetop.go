package parse

import (
	"math"

	"yusuan/parse/form"
)

// rowReachPt is how far above a grid, in points, a rule may run that is the top
// of its first row.
const rowReachPt = 30.0

// reachUp adds to a lattice the rules as wide as itself that run close above it,
// where headings stand between: no rule of that row reaches down to the others.
func (l *lattice) reachUp(across []segment, ws []Word, forms *form.Catalog) {
	for i := len(across) - 1; i >= 0; i-- {
		s := across[i]
		up := l.box.Y0 - s.at
		if up < slimPt || up > rowReachPt || math.Abs(s.from-l.box.X0) > touchPt || math.Abs(s.to-l.box.X1) > touchPt {
			continue
		}
		var row []Word
		for _, w := range ws {
			if w.CY() > s.at && w.CY() < l.box.Y0 && w.X1 > s.from && w.X0 < s.to {
				row = append(row, w)
			}
		}
		if !headingWords(row, forms) {
			continue
		}
		if higher, ok := newLattice(append(l.rules.h, s), l.rules.v); ok {
			*l = higher
		}
	}
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
