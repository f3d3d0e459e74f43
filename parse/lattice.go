package parse

import (
	"math"
	"sort"

	"yusuan/extract"
)

// Tolerances of ruled grids, in points.
const (
	snapPt    = 2.0 // rules closer than this are one rule (double lines, pieces set off)
	clusterPt = 4.0 // rules of one cluster lie within this
	joinPt    = 3.5 // pieces of one rule are at most this far apart (dashes)
	touchPt   = 3.5 // a rule that ends this near to another touches it
	stubPt    = 3.0 // shorter pieces are no rules
	slimPt    = 5.0 // no column or row is narrower
)

// wallShare is the part of a cell's side that a rule must cover to divide it.
const wallShare = 0.6

// segment is one rule: at is its place across, from and to along.
type segment struct{ at, from, to float64 }

// lattice is a connected set of rules seen as a grid.
type lattice struct {
	box  extract.Box
	x, y []float64 // boundaries of columns and rows, len = count + 1
	v    [][]bool  // v[r][i]: a rule at x[i] beside row r
	h    [][]bool  // h[j][c]: a rule at y[j] above column c

	rules    openHints // the rules it is made of
	tiers    []float64 // boundaries between levels of headings that only the words tell
	inferred bool      // it has boundaries that only the words tell
}

func (l *lattice) rows() int { return len(l.y) - 1 }
func (l *lattice) cols() int { return len(l.x) - 1 }

// mergeSegments clusters parallel rules by place and joins their pieces.
func mergeSegments(segs []segment) []segment {
	sort.Slice(segs, func(a, b int) bool { return segs[a].at < segs[b].at })
	var out []segment
	for i := 0; i < len(segs); {
		j, sum, weight := i, 0.0, 0.0
		for j < len(segs) && (j == i || segs[j].at-segs[j-1].at <= snapPt && segs[j].at-segs[i].at <= clusterPt) {
			n := segs[j].to - segs[j].from + 0.01
			sum += segs[j].at * n
			weight += n
			j++
		}
		at := sum / weight
		run := append([]segment(nil), segs[i:j]...)
		sort.Slice(run, func(a, b int) bool { return run[a].from < run[b].from })
		cur := run[0]
		for _, s := range run[1:] {
			if s.from-cur.to <= joinPt {
				cur.to = math.Max(cur.to, s.to)
				continue
			}
			cur.at = at
			out = append(out, cur)
			cur = s
		}
		cur.at = at
		out = append(out, cur)
		i = j
	}
	kept := out[:0]
	for _, s := range out {
		if s.to-s.from >= stubPt {
			kept = append(kept, s)
		}
	}
	return kept
}

// segments sorts the rulings of a page into horizontal and vertical rules.
func segments(rs []extract.Ruling) (h, v []segment) {
	for _, r := range rs {
		if r.Y1-r.Y0 <= r.X1-r.X0 {
			h = append(h, segment{(r.Y0 + r.Y1) / 2, r.X0, r.X1})
		} else {
			v = append(v, segment{(r.X0 + r.X1) / 2, r.Y0, r.Y1})
		}
	}
	return mergeSegments(h), mergeSegments(v)
}

// lattices finds the ruled grids of a page, top to bottom, and returns the
// rules that belong to none.
func lattices(rs []extract.Ruling) (grids []lattice, restH, restV []segment) {
	h, v := segments(rs)
	parent := make([]int, len(h)+len(v))
	for i := range parent {
		parent[i] = i
	}
	var find func(int) int
	find = func(i int) int {
		if parent[i] != i {
			parent[i] = find(parent[i])
		}
		return parent[i]
	}
	for j, s := range v {
		lo := sort.Search(len(h), func(i int) bool { return h[i].at >= s.from-touchPt })
		for i := lo; i < len(h) && h[i].at <= s.to+touchPt; i++ {
			if s.at >= h[i].from-touchPt && s.at <= h[i].to+touchPt {
				parent[find(i)] = find(len(h) + j)
			}
		}
	}
	groups := map[int][2][]segment{}
	for i, s := range h {
		g := groups[find(i)]
		g[0] = append(g[0], s)
		groups[find(i)] = g
	}
	for j, s := range v {
		g := groups[find(len(h)+j)]
		g[1] = append(g[1], s)
		groups[find(len(h)+j)] = g
	}
	for _, g := range groups {
		if l, ok := newLattice(g[0], g[1]); ok {
			grids = append(grids, l)
		} else {
			restH, restV = append(restH, g[0]...), append(restV, g[1]...)
		}
	}
	grids = dropNested(grids)
	sort.Slice(grids, func(a, b int) bool {
		if grids[a].box.Y0 != grids[b].box.Y0 {
			return grids[a].box.Y0 < grids[b].box.Y0
		}
		return grids[a].box.X0 < grids[b].box.X0
	})
	byPlace := func(s []segment) {
		sort.Slice(s, func(a, b int) bool { return s[a].at < s[b].at || s[a].at == s[b].at && s[a].from < s[b].from })
	}
	byPlace(restH)
	byPlace(restV)
	return grids, restH, restV
}

// newLattice makes a grid of rules that hang together. It takes at least two
// rules either way, or an open-sided grid of three horizontal rules and one
// vertical.
func newLattice(h, v []segment) (lattice, bool) {
	if len(h) < 2 || len(v) < 1 {
		return lattice{}, false
	}
	l := lattice{rules: openHints{h: h, v: v}}
	xs, ys := []float64{}, []float64{}
	for _, s := range v {
		xs = append(xs, s.at)
		ys = append(ys, s.from, s.to)
	}
	for _, s := range h {
		ys = append(ys, s.at)
		xs = append(xs, s.from, s.to)
	}
	x0, x1 := minMax(xs)
	y0, y1 := minMax(ys)
	l.box = extract.Box{X0: x0, Y0: y0, X1: x1, Y1: y1}
	l.x = boundaries(v, x0, x1)
	l.y = boundaries(h, y0, y1)
	if l.rows() < 1 || l.cols() < 1 || l.rows()*l.cols() < 2 {
		return lattice{}, false
	}
	l.v = make([][]bool, l.rows())
	for r := range l.v {
		l.v[r] = make([]bool, len(l.x))
		for i := range l.x {
			l.v[r][i] = i == 0 || i == l.cols() || covered(v, l.x[i], l.y[r], l.y[r+1])
		}
	}
	l.h = make([][]bool, len(l.y))
	for j := range l.h {
		l.h[j] = make([]bool, l.cols())
		for c := range l.h[j] {
			l.h[j][c] = j == 0 || j == l.rows() || covered(h, l.y[j], l.x[c], l.x[c+1])
		}
	}
	return l, true
}

func minMax(s []float64) (lo, hi float64) {
	lo, hi = math.Inf(1), math.Inf(-1)
	for _, x := range s {
		lo, hi = math.Min(lo, x), math.Max(hi, x)
	}
	return lo, hi
}

// boundaries gives the places of rules and the two ends, sorted, with no two
// closer than slimPt.
func boundaries(segs []segment, lo, hi float64) []float64 {
	at := []float64{lo, hi}
	for _, s := range segs {
		at = append(at, s.at)
	}
	sort.Float64s(at)
	out := at[:1]
	for _, x := range at[1:] {
		if x-out[len(out)-1] < slimPt {
			continue
		}
		out = append(out, x)
	}
	if n := len(out); n > 1 && hi-out[n-1] > 0 && hi-out[n-1] < slimPt {
		out[n-1] = hi
	}
	return out
}

// covered reports whether rules at a place cover most of the way from a to b.
func covered(segs []segment, at, a, b float64) bool {
	sum := 0.0
	for _, s := range segs {
		if math.Abs(s.at-at) < slimPt {
			if n := math.Min(b, s.to) - math.Max(a, s.from); n > 0 {
				sum += n
			}
		}
	}
	return sum >= wallShare*(b-a)
}

// dropNested removes grids that lie inside a cell of another.
func dropNested(ls []lattice) []lattice {
	out := ls[:0]
	for i := range ls {
		inside := false
		for j := range ls {
			a, b := ls[i].box, ls[j].box
			if i != j && a.X0 > b.X0-1 && a.X1 < b.X1+1 && a.Y0 > b.Y0-1 && a.Y1 < b.Y1+1 && (a != b || i > j) {
				inside = true
			}
		}
		if !inside {
			out = append(out, ls[i])
		}
	}
	return out
}
