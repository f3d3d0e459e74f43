package extract

import "math"

// Doubled glyphs ("fake bold") are the same character of the same size drawn
// again within this part of its size.
const doubledPart = 0.15

// MergeDoubled drops a glyph that was drawn before at nearly the same place.
func MergeDoubled(glyphs []Glyph) []Glyph {
	type place struct{ x, y int32 }
	const cell = 4.0 // points
	first := make(map[place][]int32, len(glyphs)/2)
	out := glyphs[:0]
next:
	for _, g := range glyphs {
		reach := doubledPart * g.Size
		cx, cy := int32(math.Floor(g.X0/cell)), int32(math.Floor(g.Base/cell))
		if g.X1-g.X0 > 0 && g.Size > 0 {
			reachX := min(reach, (g.X1-g.X0)/2)
			x0, x1 := int32(math.Floor((g.X0-reachX)/cell)), int32(math.Floor((g.X0+reachX)/cell))
			y0, y1 := int32(math.Floor((g.Base-reach)/cell)), int32(math.Floor((g.Base+reach)/cell))
			for x := x0; x <= x1; x++ {
				for y := y0; y <= y1; y++ {
					for _, i := range first[place{x, y}] {
						o := &out[i]
						if o.Text == g.Text && math.Abs(o.X0-g.X0) <= reachX && math.Abs(o.Base-g.Base) <= reach &&
							math.Abs(o.Size-g.Size) <= reach {
							continue next
						}
					}
				}
			}
		}
		k := place{cx, cy}
		first[k] = append(first[k], int32(len(out)))
		out = append(out, g)
	}
	return out
}
