package parse

import (
	"yusuan/extract"
	"yusuan/parse/form"
)

// cut makes the grid of a lattice and puts the words into its cells. Where
// rules are missing, so that cells hold several figures, the grid is cut again
// by alignment with the rules as a help.
func cut(p *extract.Page, l *lattice, ws []Word, forms *form.Catalog) *Grid {
	refine(p, l, ws, forms)
	g := cutLattice(p.Number, l)
	g.fill(p, ws)
	g.mend()
	if g.crowded() {
		if o := cutOpen(p, textLines(ws), l.rules, nil, forms); o != nil {
			return o
		}
	}
	return g
}

// crowded reports whether cells hold more than one figure: rules are missing.
func (g *Grid) crowded() bool {
	crowded, single := 0, 0
	for i := range g.Cells {
		n := 0
		for k := range g.Cells[i].Words {
			if wholeFigure.MatchString(g.Cells[i].Words[k].Text) {
				n++
			}
		}
		switch {
		case n > 1:
			crowded++
		case n == 1:
			single++
		}
	}
	return crowded > 0 && crowded*4 > single
}
