package parse

import (
	"math"
	"sort"
)

// alignPt is how far the ends of aligned figures, and the middles of a heading
// and its cell, may lie apart.
const alignPt = 1.5

// maxPadPt is how far from the right end of a table its last figures may stand
// to be set at that end.
const maxPadPt = 6.0

// maxSinglePadPt is the same for the figures of one column that tell of the
// others.
const maxSinglePadPt = 10.0

// columnEdges gives where the rules between the columns of an open table would
// run: len(cols)+1 places. Headings stand in the middle of their cells, figures
// at a constant distance from the right end of theirs; where that cannot be
// told for an edge it is halfway between the words, as x has it.
func columnEdges(cols []openColumn, heads []float64, x []float64) []float64 {
	out := append([]float64(nil), x...)
	pad, ok := figurePad(cols, heads, x[len(x)-1])
	if !ok {
		return out
	}
	sure := make([]bool, len(x))
	set := func(k int, at float64) {
		lo, hi := math.Inf(-1), math.Inf(1)
		if k > 0 {
			lo = cols[k-1].x1 - alignPt
		}
		if k < len(cols) {
			hi = cols[k].x0 + alignPt
		}
		if !sure[k] && at >= lo && at <= hi {
			out[k], sure[k] = at, true
		}
	}
	for c := range cols {
		if cols[c].figures() {
			set(c+1, cols[c].x1+pad)
		}
	}
	// A heading in the middle of its cell tells one edge from the other.
	for c := len(cols) - 1; c >= 0; c-- {
		if sure[c+1] && !math.IsNaN(heads[c]) {
			set(c, 2*heads[c]-out[c+1])
		}
	}
	for c := range cols {
		if sure[c] && !math.IsNaN(heads[c]) {
			set(c+1, 2*heads[c]-out[c])
		}
	}
	return out
}

// figures reports whether a column holds figures.
func (c *openColumn) figures() bool { return c.kind == 'N' && c.n > 0 }

// figurePad is how far from the right end of their cells the figures of a
// table stand, as the headings tell over figures that have figures to the left,
// or else the last figures and the right end of the table. Not ok: the figures
// are not set so.
func figurePad(cols []openColumn, heads []float64, right float64) (pad float64, ok bool) {
	var pads []float64
	for c := 1; c < len(cols); c++ {
		if cols[c].figures() && cols[c-1].figures() && !math.IsNaN(heads[c]) {
			pads = append(pads, heads[c]-(cols[c-1].x1+cols[c].x1)/2)
		}
	}
	switch len(pads) {
	case 0:
		pad = right - cols[len(cols)-1].x1
		return pad, cols[len(cols)-1].figures() && pad < maxPadPt
	case 1:
		return pads[0], pads[0] > -alignPt && pads[0] < maxSinglePadPt
	}
	sort.Float64s(pads)
	pad = pads[len(pads)/2]
	near := 0
	for _, p := range pads {
		if math.Abs(p-pad) <= alignPt {
			near++
		}
	}
	return pad, 3*near >= 2*len(pads) && pad > -alignPt
}
