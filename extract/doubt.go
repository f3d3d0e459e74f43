package extract

import (
	"fmt"
	"strings"
)

const (
	crossPt       = 5.0 // how far, in points, a line of a table cut by the page edge reaches to both sides
	minCut        = 2   // lines that must be cut so for the edge to cut a table
	minOutlines   = 50  // shapes like letters that make text drawn as outlines
	pictureShare  = 0.2 // of the page: a picture so large may show a table
	pictureAcross = 0.4 // of the width of the page, likewise
	maxOnPicture  = 3   // glyphs on a picture that is not a background
	minHalf       = 60  // glyphs on each half of a sheet that holds two pages
	middleShare   = 0.02
)

// doubt says what makes a page, as read, something else than what it shows, or
// less than it.
func (p *Page) doubt() {
	if n := p.edgeCut(); n > 0 {
		p.Damaged = true
		p.addWarning(fmt.Sprintf("the edge of the page cuts off %d glyphs", n))
	}
	if n := p.covered(); n > 0 {
		p.addWarning(fmt.Sprintf("%d figures are painted over", n))
	}
	if p.Outlines >= minOutlines && p.Outlines > len(p.Glyphs) {
		p.NeedsOCR = p.NeedsOCR || len(p.Glyphs) == 0
		p.addWarning(fmt.Sprintf("%d shapes may be text drawn as outlines, which is not read", p.Outlines))
	}
	if s := p.picture(); s > 0 && !p.NeedsOCR {
		p.addWarning(fmt.Sprintf("a picture covers %.0f %% of the page, nothing in it is read", 100*s))
	}
	if p.twoUp() {
		p.Damaged = true
		p.addWarning("two pages stand side by side on this sheet")
	}
}

// edgeCut counts the glyphs that the page edge cuts, and those beyond it of a
// table that runs over it.
func (p *Page) edgeCut() int {
	n := 0
	for i := range p.Glyphs {
		if p.Glyphs[i].Flags&EdgeCut != 0 {
			n++
		}
	}
	var right, left, below, above int
	for _, r := range p.Rulings {
		if r.Horizontal() {
			right += one(r.X0 < p.Width-crossPt && r.X1 > p.Width+crossPt)
			left += one(r.X0 < -crossPt && r.X1 > crossPt)
		} else {
			below += one(r.Y0 < p.Height-crossPt && r.Y1 > p.Height+crossPt)
			above += one(r.Y0 < -crossPt && r.Y1 > crossPt)
		}
	}
	for i := range p.Aside {
		g := &p.Aside[i]
		if g.Flags&Outside == 0 || strings.TrimSpace(g.Text) == "" {
			continue
		}
		across, down := g.Y1 > 0 && g.Y0 < p.Height, g.X1 > 0 && g.X0 < p.Width
		if across && (right >= minCut && g.X0 > p.Width/2 || left >= minCut && g.X0 < p.Width/2) ||
			down && (below >= minCut && g.Y0 > p.Height/2 || above >= minCut && g.Y0 < p.Height/2) {
			n++
		}
	}
	return n
}

// covered counts the digits that something is painted over.
func (p *Page) covered() int {
	n := 0
	for i := range p.Aside {
		g := &p.Aside[i]
		n += one(g.Flags&Covered != 0 && len(g.Text) == 1 && g.Text[0] >= '0' && g.Text[0] <= '9')
	}
	return n
}

func one(b bool) int {
	if b {
		return 1
	}
	return 0
}

// picture gives the share of the page that the largest picture covers which has
// no text on it and is large enough to show a table; 0 for none.
func (p *Page) picture() float64 {
	share := 0.0
	for _, b := range p.Images {
		b = Box{max(b.X0, 0), max(b.Y0, 0), min(b.X1, p.Width), min(b.Y1, p.Height)}
		w, h := b.X1-b.X0, b.Y1-b.Y0
		if w < pictureAcross*p.Width || h <= 0 || w*h < pictureShare*p.Width*p.Height {
			continue
		}
		on := 0
		for i := range p.Glyphs {
			on += one(b.holds(p.Glyphs[i].ink()))
		}
		if on <= maxOnPicture {
			share = max(share, w*h/(p.Width*p.Height))
		}
	}
	return share
}

// twoUp reports whether the page is a sheet of two pages side by side: both
// halves are full and nothing crosses the middle.
func (p *Page) twoUp() bool {
	if p.Width <= p.Height {
		return false
	}
	from, to := p.Width*(0.5-middleShare/2), p.Width*(0.5+middleShare/2)
	var halves [2]int
	for i := range p.Glyphs {
		switch g := &p.Glyphs[i]; {
		case g.X1 <= from:
			halves[0]++
		case g.X0 >= to:
			halves[1]++
		default:
			return false
		}
	}
	var ruled [2]int
	for _, r := range p.Rulings {
		switch {
		case r.X1 <= from:
			ruled[0]++
		case r.X0 >= to:
			ruled[1]++
		case r.Y0 >= 0 && r.Y1 <= p.Height:
			return false
		}
	}
	return min(halves[0], halves[1]) >= minHalf && ruled[0]+ruled[1] > 0
}
