package native

import (
	"math"

	"yusuan/extract"
)

// Opacity, 0 to 1, from which on something hides what is below it, and below
// which it is not seen itself.
const (
	solidAt = 0.95
	faintAt = 0.05
)

// barPt is how thick, in points, a line must be to be a background of text.
const barPt = 4.0

// area notes a box that something is painted on now.
func (ip *interp) area(b extract.Box, a extract.Area) {
	if ip.hiding > 0 {
		return
	}
	a.Box, a.Order = b, len(ip.page.Glyphs)
	a.Solid = a.Solid && ip.solid()
	ip.areas = extract.AppendArea(ip.areas, a, ip.gs.clip)
}

// solid reports whether the graphics state lets a filled box hide all that is
// below it.
func (ip *interp) solid() bool {
	return !ip.gs.mixed && !ip.gs.clipOdd && ip.gs.fillA >= solidAt
}

// pathAreas notes what the current path paints, when it is larger than a line.
func (ip *interp) pathAreas(fill, stroke bool) {
	if ip.hiding > 0 || !fill && !stroke {
		return
	}
	gs := &ip.gs
	if fill {
		a := extract.Area{Order: len(ip.page.Glyphs), Solid: ip.solid() && !gs.fill.holes, White: gs.fill.white()}
		ip.page.Outlines += outlines(ip.path.subpaths())
		ip.areas = extract.AppendFill(ip.areas, ip.path.subpaths(), a, gs.clip)
	}
	if half := gs.lineWidth * gs.ctm.scale() / 2; stroke && !gs.stroke.white() && 2*half >= barPt && len(ip.path.pts) == 2 {
		b := pathBox(ip.path.pts)
		ip.area(extract.Box{X0: b.X0 - half, Y0: b.Y0 - half, X1: b.X1 + half, Y1: b.Y1 + half}, extract.Area{})
	}
}

// outlines counts the shapes of a path that may be letters.
func outlines(path []extract.Subpath) int {
	const least, most = 2.0, 60.0 // points
	n := 0
	for _, s := range path {
		b := pathBox(s.Points)
		if h := b.Y1 - b.Y0; h < least || h > most || b.X1-b.X0 > most {
			continue
		}
		for _, c := range s.Curved {
			if c {
				n++
				break
			}
		}
	}
	return n
}

// scale is how much the matrix enlarges lengths, on the average.
func (m matrix) scale() float64 { return math.Sqrt(math.Abs(m.a*m.d - m.b*m.c)) }

// textInk says whether text that is drawn now is seen.
func (gs *gstate) textInk(f *font) extract.Flag {
	var fill, stroke bool
	switch gs.mode {
	case 0, 4:
		fill = true
	case 1, 5:
		stroke = true
	case 2, 6:
		fill, stroke = true, true
	}
	fill, stroke = fill && gs.fillA >= faintAt, stroke && gs.strokeA >= faintAt
	switch {
	case !fill && !stroke:
		return extract.Invisible
	case f.colored || fill && !gs.fill.white() || stroke && !gs.stroke.white():
		return 0
	}
	return extract.White
}
