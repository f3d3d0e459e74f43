package extract

import (
	"cmp"
	"math"
	"slices"
)

// Tolerances of ruling lines, in points.
const (
	straightPt = 0.75 // ends of a line may differ so much across its direction
	thinPt     = 3.0  // a filled shape up to this thickness is a line, not an area
	snapPt     = 0.8  // lines closer than this across their direction are one
	joinPt     = 1.6  // collinear pieces with a gap up to this are one
	minRulePt  = 2.0  // shorter lines are dots and serifs
)

// Point is a place on the page, in points.
type Point struct{ X, Y float64 }

// Subpath is one connected run of a drawn path, on the page. Curves stand as
// their end points.
type Subpath struct {
	Points []Point
	Closed bool
	Curved []bool // Curved[i]: the piece that ends in Points[i] is a curve; nil for none
}

func (s Subpath) curved(i int) bool { return i < len(s.Curved) && s.Curved[i] }

// Paint says how a path is painted. Width is the thickness of the stroke on the
// page, in points.
type Paint struct {
	Stroke, Fill bool
	Width        float64
}

// AppendRulings appends the lines that one painted path shows within clip:
// straight strokes along the axes, and filled shapes so thin that they are
// lines. Areas, slanted lines and curves give none.
func AppendRulings(dst []Ruling, path []Subpath, paint Paint, clip Box) []Ruling {
	for _, s := range path {
		if len(s.Points) < 2 {
			continue
		}
		b := bounds(s.Points)
		w, h := b.X1-b.X0, b.Y1-b.Y0
		switch {
		case paint.Fill && thin(w, h):
			width := 0.0
			if paint.Stroke {
				width = paint.Width
			}
			dot := max(w, h) <= 2*min(w, h)
			if w >= h || dot {
				dst = appendClipped(dst, Ruling{b.X0, (b.Y0 + b.Y1) / 2, b.X1, (b.Y0 + b.Y1) / 2, h + width}, clip)
			}
			if h > w || dot {
				dst = appendClipped(dst, Ruling{(b.X0 + b.X1) / 2, b.Y0, (b.X0 + b.X1) / 2, b.Y1, w + width}, clip)
			}
		case paint.Stroke:
			for i := 1; i < len(s.Points); i++ {
				if !s.curved(i) {
					dst = appendStroke(dst, s.Points[i-1], s.Points[i], paint.Width, clip)
				}
			}
			if s.Closed {
				dst = appendStroke(dst, s.Points[len(s.Points)-1], s.Points[0], paint.Width, clip)
			}
		}
	}
	return dst
}

// thin reports whether a shape is so thin that it draws a line, or a dot, which
// corners and dotted lines are made of.
func thin(w, h float64) bool {
	return min(w, h) <= thinPt && (max(w, h) > 2*min(w, h) || max(w, h) <= thinPt)
}

func bounds(pts []Point) Box {
	b := Box{pts[0].X, pts[0].Y, pts[0].X, pts[0].Y}
	for _, p := range pts[1:] {
		b.X0, b.X1 = min(b.X0, p.X), max(b.X1, p.X)
		b.Y0, b.Y1 = min(b.Y0, p.Y), max(b.Y1, p.Y)
	}
	return b
}

func appendStroke(dst []Ruling, p, q Point, width float64, clip Box) []Ruling {
	dx, dy := math.Abs(p.X-q.X), math.Abs(p.Y-q.Y)
	switch {
	case dy <= straightPt && dx > dy:
		y := (p.Y + q.Y) / 2
		return appendClipped(dst, Ruling{min(p.X, q.X), y, max(p.X, q.X), y, width}, clip)
	case dx <= straightPt && dy > dx:
		x := (p.X + q.X) / 2
		return appendClipped(dst, Ruling{x, min(p.Y, q.Y), x, max(p.Y, q.Y), width}, clip)
	}
	return dst
}

// appendClipped appends the part of r that clip shows. A line whose middle lies
// outside, but half of whose thickness reaches in, is shown.
func appendClipped(dst []Ruling, r Ruling, clip Box) []Ruling {
	half := r.Width / 2
	if r.Horizontal() {
		r.X0, r.X1 = max(r.X0, clip.X0), min(r.X1, clip.X1)
		if r.X1 <= r.X0 || r.Y0+half < clip.Y0 || r.Y0-half > clip.Y1 {
			return dst
		}
	} else {
		r.Y0, r.Y1 = max(r.Y0, clip.Y0), min(r.Y1, clip.Y1)
		if r.Y1 <= r.Y0 || r.X0+half < clip.X0 || r.X0-half > clip.X1 {
			return dst
		}
	}
	return append(dst, r)
}

// MergeRulings joins collinear pieces that touch, drops what is too short to be
// a line, and sorts: horizontal ones first, from top to bottom, then vertical
// ones, from left to right.
func MergeRulings(rs []Ruling) []Ruling {
	var h, v []span
	for _, r := range rs {
		if r.Horizontal() {
			h = append(h, span{r.Y0, r.X0, r.X1, r.Width})
		} else if r.Y1 > r.Y0 {
			v = append(v, span{r.X0, r.Y0, r.Y1, r.Width})
		}
	}
	out := make([]Ruling, 0, len(rs)/2)
	for _, s := range mergeSpans(h) {
		out = append(out, Ruling{s.from, s.at, s.to, s.at, s.width})
	}
	for _, s := range mergeSpans(v) {
		out = append(out, Ruling{s.at, s.from, s.at, s.to, s.width})
	}
	return out
}

// span is a line by its place across its direction and its ends along it.
type span struct{ at, from, to, width float64 }

func mergeSpans(ss []span) []span {
	slices.SortFunc(ss, func(a, b span) int {
		return cmp.Or(cmp.Compare(a.at, b.at), cmp.Compare(a.from, b.from), cmp.Compare(a.to, b.to))
	})
	var out []span
	for i := 0; i < len(ss); {
		j := i + 1
		for j < len(ss) && ss[j].at-ss[i].at <= snapPt {
			j++
		}
		out = joinSpans(out, ss[i:j])
		i = j
	}
	return out
}

// joinSpans merges lines that lie on one another. The place of a merged line
// is the mean of its pieces, weighed by their length.
func joinSpans(out []span, group []span) []span {
	slices.SortFunc(group, func(a, b span) int {
		return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(a.to, b.to), cmp.Compare(a.at, b.at))
	})
	start := len(out)
	for i := 0; i < len(group); {
		cur := group[i]
		weight := cur.to - cur.from
		sum := cur.at * weight
		j := i + 1
		for ; j < len(group) && group[j].from <= cur.to+joinPt; j++ {
			g := group[j]
			sum += g.at * (g.to - g.from)
			weight += g.to - g.from
			cur.to, cur.width = max(cur.to, g.to), max(cur.width, g.width)
		}
		if cur.to-cur.from >= minRulePt {
			cur.at = sum / weight
			out = append(out, cur)
		}
		i = j
	}
	slices.SortStableFunc(out[start:], func(a, b span) int { return cmp.Compare(a.at, b.at) })
	return out
}

// pictureRules makes rulings of pictures as thin as lines.
func pictureRules(images []Box) []Ruling {
	var out []Ruling
	for _, b := range images {
		w, h := b.X1-b.X0, b.Y1-b.Y0
		x, y := (b.X0+b.X1)/2, (b.Y0+b.Y1)/2
		switch {
		case h <= thinPt && w > 2*thinPt:
			out = append(out, Ruling{X0: b.X0, X1: b.X1, Y0: y, Y1: y, Width: h})
		case w <= thinPt && h > 2*thinPt:
			out = append(out, Ruling{X0: x, X1: x, Y0: b.Y0, Y1: b.Y1, Width: w})
		}
	}
	return out
}
