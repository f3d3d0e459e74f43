package extract

import "math"

// Tolerances of the page edge, in points.
const (
	outsidePt = 0.25 // a glyph that reaches this little into the page is outside
	edgePt    = 0.5  // a glyph this far over the edge counts as cut
)

// Place adds a drawn glyph to the page: to its text, or to what stands aside
// because it is invisible, outside the page or hidden by the clip path. clip is
// the box of the clip path on the page.
//
// A glyph counts as hidden when the clip leaves out the middle of its box: the
// box, from ascent to descent, is higher than the ink, and reaches over the
// edge of a row that is shown whole.
func (p *Page) Place(g Glyph, clip Box) {
	if math.IsNaN(g.X0+g.Y0+g.X1+g.Y1) || math.IsInf(g.X0+g.Y0+g.X1+g.Y1, 0) {
		return
	}
	x, y := (g.X0+g.X1)/2, (g.Y0+g.Y1)/2
	switch {
	case g.X1 <= outsidePt || g.Y1 <= outsidePt || g.X0 >= p.Width-outsidePt || g.Y0 >= p.Height-outsidePt:
		g.Flags |= Outside
	case x < clip.X0 || x > clip.X1 || y < clip.Y0 || y > clip.Y1:
		g.Flags |= Hidden
	case g.X0 < -edgePt || g.Y0 < -edgePt || g.X1 > p.Width+edgePt || g.Y1 > p.Height+edgePt:
		g.Flags |= EdgeCut
	}
	if g.Flags&(Invisible|Outside|Hidden) != 0 {
		p.Aside = append(p.Aside, g)
		return
	}
	p.Glyphs = append(p.Glyphs, g)
}
