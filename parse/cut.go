package parse

import "yusuan/extract"

// cut makes the grid of a lattice and puts the words into its cells.
func cut(p *extract.Page, l *lattice, ws []Word) *Grid {
	g := cutLattice(p.Number, l)
	g.fill(p, ws)
	return g
}
