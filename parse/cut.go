package parse

import (
	"yusuan/extract"
	"yusuan/parse/budget"
	"yusuan/parse/form"
)

// cut makes the grid of a lattice and puts the words into its cells. Where
// that leaves figures in one cell, or under headings run together, rules are
// missing: the grid is cut by alignment too, with the rules as a help, and the
// one that makes sense of more figures is taken. Over a grid whose headings the
// forms do not know at all it must make sense of every figure, and it must keep
// as headings all that the rules set above the figures: headings that the forms
// do not know are no missing rules.
func cut(p *extract.Page, l *lattice, ws []Word, forms *form.Catalog) *Grid {
	rules := l.rules
	refine(p, l, ws, forms)
	l.restore(splitGlued(p, ws), forms)
	g := cutLattice(p.Number, l)
	g.fill(p, ws)
	g.mend()
	placed, figures := g.sense(forms)
	if placed == figures || g.hasLevels(forms) {
		return g
	}
	naming, body := namingRows(textLines(ws), p.Number, forms)
	if o := cutOpen(p, body, rules, nil, forms); o != nil {
		o.naming = naming
		if n, _ := o.sense(forms); n > placed && (placed > 0 || n == figures) && o.headed(forms) >= g.headed(forms) {
			return o
		}
	}
	return g
}

// headed counts the characters of the words above the first figures of a grid,
// rows of title, publisher and unit among them.
func (g *Grid) headed(forms *form.Catalog) int {
	n, first := 0, firstFigures(g, forms)
	count := func(c *GridCell) { n += len([]rune(tight(c.Text()))) }
	for i := range g.Cells {
		if c := &g.Cells[i]; c.Row < first {
			count(c)
		}
	}
	for _, row := range g.naming {
		for _, c := range row {
			count(c)
		}
	}
	return n
}

// hasLevels reports whether a grid is a performance form, whose figures stand
// beside labels and not under headings.
func (g *Grid) hasLevels(forms *form.Catalog) bool {
	for r := 0; r < g.NumRows(); r++ {
		if levelRow(g, r, "performance", forms) != nil {
			return true
		}
	}
	return false
}

// sense counts the figures of a grid, and those that stand alone in their cell
// under headings that the forms know. A grid that begins with figures, or has no
// headings over them, goes on with another: there standing alone will do.
func (g *Grid) sense(forms *form.Catalog) (placed, figures int) {
	h := readHeading(g, forms, "unknown", "", budget.PhaseUnknown, 0)
	known, headed := make([]bool, g.NumCols()), make([]bool, g.NumCols())
	for i := range h.cols {
		c := &h.cols[i]
		for k := c.from; k < c.to; k++ {
			known[k], headed[k] = forms.Heading(c.heads), len(c.heads) > 0
			if !known[k] && len(c.heads) > 1 {
				known[k] = forms.Heading(c.heads[1:]) // below a row of title, publisher and unit
			}
		}
	}
	alone, headless, begins := 0, true, false
	for i := range g.Cells {
		c := &g.Cells[i]
		n := 0
		for k := range c.Words {
			if wholeFigure.MatchString(c.Words[k].Text) {
				n++
			}
		}
		figures += n
		if n == 1 && isAmount(c.Text()) {
			alone++
			headless = headless && !headed[c.Col]
			begins = begins || c.Row == 0
			if known[c.Col] {
				placed++
			}
		}
	}
	if headless || begins {
		return alone, figures
	}
	return placed, figures
}
