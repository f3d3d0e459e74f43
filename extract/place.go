package extract

import "math"

// Tolerances of the page edge, in points.
const (
	outsidePt = 0.25 // a glyph that reaches this little into the page is outside
	edgePt    = 0.5  // a glyph this far over the edge counts as cut
)

// shownPart is the part of a glyph's box, across and down, that a clip must
// show for the glyph to be read.
const shownPart = 0.25

// shown gives which part of lo…hi lies within from…to; of a glyph without an
// extent, whether its middle does.
func shown(lo, hi, from, to float64) float64 {
	if hi-lo < 1e-6 {
		if lo < from || lo > to {
			return 0
		}
		return 1
	}
	return (min(hi, to) - max(lo, from)) / (hi - lo)
}

// Place adds a drawn glyph to the page: to its text, or to what stands aside
// because it is invisible, outside the page or hidden by the clip path. clip is
// the box of the clip path on the page.
//
// A glyph counts as hidden when the clip shows less than a quarter of its box,
// across or down: the box, from ascent to descent, is higher than the ink, and
// reaches over the edge of a row that is shown whole. A line that its cell cuts
// in half, on the other hand, is still read.
func (p *Page) Place(g Glyph, clip Box) {
	if math.IsNaN(g.X0+g.Y0+g.X1+g.Y1) || math.IsInf(g.X0+g.Y0+g.X1+g.Y1, 0) {
		return
	}
	switch {
	case g.X1 <= outsidePt || g.Y1 <= outsidePt || g.X0 >= p.Width-outsidePt || g.Y0 >= p.Height-outsidePt:
		g.Flags |= Outside
	case shown(g.X0, g.X1, clip.X0, clip.X1) < shownPart || shown(g.Y0, g.Y1, clip.Y0, clip.Y1) < shownPart:
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
