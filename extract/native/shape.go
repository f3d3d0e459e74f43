package native

import (
	"encoding/binary"
	"math"
	"slices"
)

// What a figure looks like tells of a ToUnicode map that was tampered with when
// the font says nothing else: an 8 encloses two holes, a 6 one below its
// middle, a 3 none. It is a rough look, good enough to contradict.

const (
	shapeCols, shapeRows = 5, 7
	samples              = 4    // a side, in each field of a shape
	narrowOne            = 0.36 // width by height
	clearly              = 0.12 // how much better another figure must fit
	mostPoints           = 400  // of a figure
)

// figurePatterns are the ways to draw the figures, by how many holes they
// enclose, in rows from the top.
var figurePatterns = [][]struct {
	digit   byte
	pattern string
}{
	{
		{'1', "..#...##....#....#....#....#...###."},
		{'1', "...##.####...##...##...##...##...##"},
		{'2', ".###.#...#....#...#...#...#...#####"},
		{'3', ".###.#...#....#..##.....##...#.###."},
		{'5', "######....####.....#....##...#.###."},
		{'7', "#####....#...#....#...#....#....#.."},
	},
	{
		{'0', ".###.#...##...##...##...##...#.###."},
		{'0', "..#..##.####.####.####.####.##..#.."},
		{'4', "...#...##..#.#.#..#.#####...#....#."},
		{'6', "..##..#...#....####.#...##...#.###."},
		{'6', "..###.#...#.##.##..##...##...#.###."},
		{'9', ".###.#...##...#.####....#...#..##.."},
		{'9', ".###.#...##...##..##.##.#...#.###.."},
	},
	{
		{'8', ".###.#...##...#.###.#...##...#.###."},
	},
}

// shape is the outline of a glyph.
type shape struct {
	contours [][]point // closed, curves as polygons
	box      [4]float64
}

type point struct{ x, y float64 }

// looksLike gives the digit that a shape is likest to, and whether it is
// clearly not the digit said; 0 where it cannot be told.
func (s *shape) looksLike(said byte) (byte, bool) {
	holes, ok := s.holes()
	if !ok || holes >= len(figurePatterns) {
		return 0, false
	}
	if holes == 0 && s.box[2]-s.box[0] < narrowOne*(s.box[3]-s.box[1]) {
		return '1', said != '1'
	}
	ink := s.ink()
	best, likeness := byte(0), map[byte]float64{}
	for _, f := range figurePatterns[holes] {
		l := likeTo(&ink, f.pattern)
		if have, ok := likeness[f.digit]; !ok || l > have {
			likeness[f.digit] = l
		}
		if best == 0 || l > likeness[best] {
			best = f.digit
		}
	}
	l, ok := likeness[said]
	return best, best != said && (!ok || likeness[best] > l+clearly)
}

// likeTo is the correlation of ink with a pattern, -1 to 1.
func likeTo(ink *[shapeRows * shapeCols]float64, pattern string) float64 {
	n := float64(len(ink))
	var sx, sy, sxx, syy, sxy float64
	for i, x := range ink {
		y := 0.0
		if pattern[i] == '#' {
			y = 1
		}
		sx, sy, sxx, syy, sxy = sx+x, sy+y, sxx+x*x, syy+y*y, sxy+x*y
	}
	d := (n*sxx - sx*sx) * (n*syy - sy*sy)
	if d <= 0 {
		return 0
	}
	return (n*sxy - sx*sy) / math.Sqrt(d)
}

// holes counts the contours that lie inside the largest; false where there are
// others, so that nothing can be told.
func (s *shape) holes() (n int, ok bool) {
	outer, most := -1, 0.0
	for i, c := range s.contours {
		if a := math.Abs(area(c)); a > most {
			outer, most = i, a
		}
	}
	if outer < 0 {
		return 0, false
	}
	for i, c := range s.contours {
		if i == outer {
			continue
		}
		if area(c)*area(s.contours[outer]) >= 0 || !inside(s.contours[outer], c[0]) {
			return 0, false
		}
		n++
	}
	return n, true
}

// ink is how much of each field of a grid laid over the shape it covers, rows
// from the top.
func (s *shape) ink() (out [shapeRows * shapeCols]float64) {
	w, h := s.box[2]-s.box[0], s.box[3]-s.box[1]
	for r := range shapeRows * samples {
		for c := range shapeCols * samples {
			p := point{s.box[0] + (float64(c)+0.5)/(shapeCols*samples)*w, s.box[3] - (float64(r)+0.5)/(shapeRows*samples)*h}
			in := false
			for _, o := range s.contours {
				in = in != inside(o, p)
			}
			if in {
				out[r/samples*shapeCols+c/samples] += 1.0 / (samples * samples)
			}
		}
	}
	return out
}

func area(c []point) float64 {
	a := 0.0
	for i, p := range c {
		q := c[(i+1)%len(c)]
		a += p.x*q.y - q.x*p.y
	}
	return a / 2
}

func inside(c []point, p point) bool {
	in := false
	for i, a := range c {
		b := c[(i+1)%len(c)]
		if (a.y > p.y) != (b.y > p.y) && p.x < a.x+(p.y-a.y)/(b.y-a.y)*(b.x-a.x) {
			in = !in
		}
	}
	return in
}

func boxOf(c []point) [4]float64 {
	b := [4]float64{math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)}
	for _, p := range c {
		b[0], b[1], b[2], b[3] = min(b[0], p.x), min(b[1], p.y), max(b[2], p.x), max(b[3], p.y)
	}
	return b
}

// glyphShape reads the description of a simple TrueType glyph; nil for one that
// is made of others, is empty or broken.
func glyphShape(b []byte) *shape {
	const head = 10
	if len(b) < head+2 {
		return nil
	}
	n := int(int16(binary.BigEndian.Uint16(b)))
	at := head + 2*n
	if n <= 0 || at+2 > len(b) {
		return nil
	}
	total := int(binary.BigEndian.Uint16(b[at-2:])) + 1
	at += 2 + int(binary.BigEndian.Uint16(b[at:]))
	if total > mostPoints {
		return nil
	}
	flags := make([]byte, 0, total)
	for len(flags) < total && at < len(b) {
		f := b[at]
		at++
		flags = append(flags, f)
		if f&8 != 0 && at < len(b) {
			for k := b[at]; k > 0 && len(flags) < total; k-- {
				flags = append(flags, f)
			}
			at++
		}
	}
	xs, at := coordinates(b, at, flags, 2, 16)
	ys, _ := coordinates(b, at, flags, 4, 32)
	if len(flags) < total || xs == nil || ys == nil {
		return nil
	}
	var contours [][]point
	from := 0
	for i := range n {
		end := int(binary.BigEndian.Uint16(b[head+2*i:])) + 1
		if end <= from || end > total {
			return nil
		}
		contours = append(contours, contour(xs[from:end], ys[from:end], flags[from:end]))
		from = end
	}
	return newShape(contours)
}

// newShape makes a shape of closed contours; nil where they enclose nothing or
// have too many points for a figure.
func newShape(contours [][]point) *shape {
	s := &shape{contours: contours, box: boxOf(slices.Concat(contours...))}
	points := 0
	for _, c := range contours {
		points += len(c)
	}
	if s.box[2] <= s.box[0] || s.box[3] <= s.box[1] || points > 2*mostPoints {
		return nil
	}
	return s
}

// coordinates reads one coordinate of each point: short says that it has one
// byte, same that it repeats, or for one byte is positive.
func coordinates(b []byte, at int, flags []byte, short, same byte) ([]float64, int) {
	out, v := make([]float64, len(flags)), 0
	for i, f := range flags {
		switch {
		case f&short != 0:
			if at >= len(b) {
				return nil, at
			}
			d := int(b[at])
			if f&same == 0 {
				d = -d
			}
			v += d
			at++
		case f&same == 0:
			if at+2 > len(b) {
				return nil, at
			}
			v += int(int16(binary.BigEndian.Uint16(b[at:])))
			at += 2
		}
		out[i] = float64(v)
	}
	return out, at
}

// contour makes a polygon of points on and off the curve: each curve becomes
// two lines over its middle.
func contour(xs, ys []float64, flags []byte) []point {
	var out []point
	at := func(i int) (point, bool) {
		i = (i + len(xs)) % len(xs)
		return point{xs[i], ys[i]}, flags[i]&1 != 0
	}
	half := func(a, b point) point { return point{(a.x + b.x) / 2, (a.y + b.y) / 2} }
	for i := range xs {
		p, on := at(i)
		if on {
			out = append(out, p)
			continue
		}
		from, fromOn := at(i - 1)
		to, toOn := at(i + 1)
		if !fromOn {
			from = half(from, p)
			out = append(out, from)
		}
		if !toOn {
			to = half(to, p)
		}
		out = append(out, half(half(from, p), half(p, to)))
	}
	return out
}
