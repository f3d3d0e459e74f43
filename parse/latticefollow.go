package parse

import (
	"math"
	"slices"

	"yusuan/extract"
	"yusuan/parse/form"
)

// startsPage reports whether nothing but page furniture stands above a height.
func startsPage(p *extract.Page, y float64, ws []Word) bool {
	furniture := map[int]bool{}
	for i := range p.Furniture {
		for _, k := range p.Furniture[i].Glyphs {
			furniture[k] = true
		}
	}
	return !slices.ContainsFunc(ws, func(w Word) bool { return w.CY() < y && !furniture[w.Glyphs[0]] })
}

// follow adds the column boundaries of the grid that a lattice goes on with: it
// is as wide, begins with figures, and has no boundary but those of that grid,
// or lacks some that no word runs over.
func (l *lattice) follow(prior *Grid, ws []Word, forms *form.Catalog) {
	if !prior.Ruled || math.Abs(l.box.X0-prior.X0) > touchPt || math.Abs(l.box.X1-prior.X1) > touchPt || len(wordsAbove(ws, l.rules, forms)) > 0 {
		return
	}
	if sharedLines(l.x, prior.X) < len(l.x) {
		return
	}
	var lost []float64
	for _, x := range prior.X {
		if slices.ContainsFunc(l.x, func(y float64) bool { return math.Abs(x-y) < snapPt }) {
			continue
		}
		if slices.ContainsFunc(ws, func(w Word) bool { return numeric(&w) && w.X0 < x-crossEm*w.Size && w.X1 > x+crossEm*w.Size }) {
			return
		}
		lost = append(lost, x)
	}
	for _, x := range lost {
		l.insertX(x, ws)
	}
}
