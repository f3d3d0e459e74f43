package parse

import (
	"cmp"
	"math"
	"slices"
)

// headWalls tells, by boundary of columns, where row r is divided if it is a row
// of headings: each stands in the middle of the cell that is its own. It returns
// nil for other rows, and where the headings do not stand so.
func (t *sides) headWalls(r int) []bool {
	l := t.l
	out := slices.Clone(l.v[r])
	for from := 0; from < l.cols(); {
		to := from + 1 // boundaries of a run of places without a rule between
		for to < l.cols() && !l.v[r][to] {
			to++
		}
		texts, ok := t.headings(r, from, to)
		if !ok {
			return nil
		}
		ends := t.middles(texts, from, to)
		for c := from + 1; c < to && len(texts) == 0; c++ {
			ends = append(ends, c)
		}
		if ends == nil && len(texts) > 0 {
			return nil
		}
		for _, c := range ends {
			out[c] = true
		}
		from = to
	}
	return out
}

// headings lists the texts of places [from, to) of a row from the left, lines of
// one made one; false where one of them is a figure.
func (t *sides) headings(r, from, to int) ([]Word, bool) {
	var out []Word
	for k := from; k < to; k++ {
		for _, i := range t.at[r*t.l.cols()+k] {
			w := t.texts[i]
			if numeric(&w) {
				return nil, false
			}
			n := slices.IndexFunc(out, func(o Word) bool { return math.Min(o.X1, w.X1)-math.Max(o.X0, w.X0) > overlapPt })
			if n < 0 {
				out = append(out, w)
				continue
			}
			out[n].Box = unionBox(out[n].Box, w.Box)
		}
	}
	slices.SortFunc(out, func(a, b Word) int { return cmp.Compare(a.X0, b.X0) })
	return out, true
}

// middles finds the boundaries that end the cells of texts, the last but one at
// most, so that each stands in the middle of its own; nil where they do not.
func (t *sides) middles(texts []Word, from, to int) []int {
	x := t.l.x
	ends, _ := divideRuns(len(texts), from, to, func(k, a, b int) float64 {
		off := math.Abs((x[a]+x[b])/2 - texts[k].CX())
		if off > centreEm*texts[k].Size {
			return math.Inf(1)
		}
		return off
	})
	if ends == nil {
		return nil
	}
	return ends[:len(ends)-1]
}
