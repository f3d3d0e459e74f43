package extract

// Area is a painted shape of the page, or a picture, large enough to lie over
// or under text.
type Area struct {
	Box
	Order int  // how many glyphs, or objects with glyphs, were drawn before it
	Solid bool // fills its whole box and lets nothing through
	White bool
}

// MaxAreas is how many areas of a page are looked at.
const MaxAreas = 1 << 13

// minAreaPt is how wide and high, in points, an area must be to hide a glyph;
// what is smaller is a line.
const minAreaPt = thinPt

// The part of a glyph's box, from its middle to each side, that must be covered
// for the glyph to be hidden, and must be on something dark for a white glyph
// to be seen: there its ink is, whatever its box.
const inkAcross, inkDown = 0.25, 0.2

// AppendArea appends an area if it can hide anything: clipped, it is large
// enough, and neither white nor transparent at once.
func AppendArea(dst []Area, a Area, clip Box) []Area {
	a.X0, a.Y0, a.X1, a.Y1 = max(a.X0, clip.X0), max(a.Y0, clip.Y0), min(a.X1, clip.X1), min(a.Y1, clip.Y1)
	if a.X1-a.X0 < minAreaPt || a.Y1-a.Y0 < minAreaPt || a.White && !a.Solid || len(dst) >= MaxAreas {
		return dst
	}
	return append(dst, a)
}

// AppendFill appends the areas of a filled path. a says what they share.
func AppendFill(dst []Area, path []Subpath, a Area, clip Box) []Area {
	const maxHoles = 64 // subpaths that are looked at for holes
	boxes := make([]Box, 0, len(path))
	for _, s := range path {
		if len(s.Points) > 1 {
			boxes = append(boxes, bounds(s.Points))
		} else {
			boxes = append(boxes, Box{})
		}
	}
	for i, s := range path {
		b := a
		b.Box = boxes[i]
		b.Solid = a.Solid && s.Rectangle() && len(path) <= maxHoles
		for k := 0; b.Solid && k < len(boxes); k++ {
			b.Solid = k == i || !overlap(boxes[i], boxes[k])
		}
		dst = AppendArea(dst, b, clip)
	}
	return dst
}

// Rectangle reports whether the subpath goes round its bounding box.
func (s Subpath) Rectangle() bool {
	n := len(s.Points)
	if n == 5 && s.Points[0] == s.Points[4] {
		n = 4
	}
	if n != 4 {
		return false
	}
	b := bounds(s.Points)
	for i, p := range s.Points {
		atX := p.X-b.X0 < straightPt || b.X1-p.X < straightPt
		atY := p.Y-b.Y0 < straightPt || b.Y1-p.Y < straightPt
		if s.curved(i) || !atX || !atY {
			return false
		}
	}
	diagonal := func(p, q Point) bool { return p.X != q.X && p.Y != q.Y }
	return diagonal(s.Points[0], s.Points[2]) && diagonal(s.Points[1], s.Points[3])
}

func overlap(a, b Box) bool { return a.X0 < b.X1 && b.X0 < a.X1 && a.Y0 < b.Y1 && b.Y0 < a.Y1 }

// HideCovered moves aside, as Hidden, the glyphs that nobody sees: those that a
// later area lies over, and white ones with nothing dark below them. areas are
// in the order of painting; order gives that of glyph i, nil the index itself.
func (p *Page) HideCovered(areas []Area, order []int) {
	kept := p.Glyphs[:0]
	for i, g := range p.Glyphs {
		at := i
		if order != nil {
			at = order[i]
		}
		hidden := g.hidden(areas, at)
		if hidden == 0 {
			g.Flags &^= White
			kept = append(kept, g)
			continue
		}
		g.Flags |= hidden
		p.Aside = append(p.Aside, g)
	}
	p.Glyphs = kept
}

// hidden says whether, and by what, a glyph drawn as number at does not show
// among the areas; 0 where it does.
func (g *Glyph) hidden(areas []Area, at int) Flag {
	ink := g.ink()
	k := len(areas)
	for ; k > 0 && areas[k-1].Order > at; k-- {
		if areas[k-1].Solid && areas[k-1].holds(ink) {
			return Hidden | Covered
		}
	}
	if g.Flags&White == 0 {
		return 0
	}
	for ; k > 0; k-- {
		if areas[k-1].holds(ink) {
			if areas[k-1].White {
				return Hidden
			}
			return 0
		}
	}
	return Hidden
}

// ink is the middle of the glyph's box.
func (g *Glyph) ink() Box {
	w, h := g.X1-g.X0, g.Y1-g.Y0
	x, y := (g.X0+g.X1)/2, (g.Y0+g.Y1)/2
	return Box{x - inkAcross*w, y - inkDown*h, x + inkAcross*w, y + inkDown*h}
}

func (b Box) holds(in Box) bool {
	return b.X0 <= in.X0 && b.Y0 <= in.Y0 && b.X1 >= in.X1 && b.Y1 >= in.Y1
}
