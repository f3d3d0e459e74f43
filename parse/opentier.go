package parse

import (
	"math"
	"sort"
)

// A common heading stands in the middle of the cells below it, and each heading
// in the middle of the height that is its own. So the heights tell which
// columns have a common heading above, and the middles tell which one.

// tierEm is how far, in font sizes, the tops of cells of one level may be found
// apart.
const tierEm = 0.45

// middleEm is how far, in font sizes, a common heading may stand from the middle
// of its columns.
const middleEm = 0.9

// tiers gives common headings their columns, level by level from the lowest.
type tiers struct {
	blocks []headBlock
	headed []int     // by column: the topmost heading so far, -1 for none
	tops   []float64 // by column: where the cell of that heading begins
	edges  []float64 // between the columns
	x      []float64 // the same, halfway between the words
	open   []bool    // by heading: it has no columns yet
	size   float64
}

// newTiers begins with the headings of single columns; bottom is where the body
// begins.
func newTiers(blocks []headBlock, headed []int, edges, x []float64, bottom float64) *tiers {
	t := &tiers{blocks: blocks, headed: headed, edges: edges, x: x, tops: make([]float64, len(headed)), open: make([]bool, len(blocks))}
	for i := range blocks {
		t.open[i] = blocks[i].from < 0
		t.size = math.Max(t.size, blocks[i].word.Size)
	}
	for c, i := range headed {
		t.tops[c] = math.Inf(-1)
		if i >= 0 {
			t.tops[c] = math.Min(bottom, 2*blocks[i].cy()-bottom)
		}
	}
	return t
}

// assign gives columns to the headings that are open and fit, and leaves the
// others open.
func (t *tiers) assign() {
	first := math.Inf(1)
	for i := range t.blocks {
		first = math.Min(first, t.blocks[i].top)
	}
	for {
		lowest := -1
		for c, y := range t.tops {
			if y > first+tierEm*t.size && (lowest < 0 || y > t.tops[lowest]) {
				lowest = c
			}
		}
		if lowest < 0 {
			return
		}
		from, to := lowest, lowest+1
		level := t.tops[lowest] - tierEm*t.size
		for from > 0 && t.tops[from-1] >= level {
			from--
		}
		for to < len(t.tops) && t.tops[to] >= level {
			to++
		}
		if !t.part(from, to) {
			for c := from; c < to; c++ {
				t.tops[c] = math.Inf(-1) // none stands above them
			}
		}
	}
}

// part divides the columns [from, to) of one level among the open headings that
// stand next above them. It reports false when none does, or they do not fit.
func (t *tiers) part(from, to int) bool {
	groups := t.above(from, to)
	var ends []int
	for ; len(groups) > 0; groups = t.withoutTop(groups) {
		off := 0.0
		if ends, off = t.divide(groups, from, to); ends != nil && off < middleEm*t.size {
			break
		}
	}
	if len(groups) == 0 {
		return false
	}
	start := from
	for k, i := range groups {
		b := &t.blocks[i]
		b.from, b.to, t.open[i] = start, ends[k], false
		bottom := math.Inf(1)
		for c := start; c < ends[k]; c++ {
			bottom = math.Min(bottom, t.tops[c])
		}
		for c := start; c < ends[k]; c++ {
			t.headed[c], t.tops[c] = i, 2*b.cy()-bottom
		}
		start = ends[k]
	}
	return true
}

// above lists, from the left, the open headings over columns [from, to) that
// have no other open heading below them.
func (t *tiers) above(from, to int) []int {
	var out []int
	lo, hi := math.Min(t.x[from], t.edges[from]), math.Max(t.x[to], t.edges[to])
	for i := range t.blocks {
		b := &t.blocks[i]
		if !t.open[i] || b.word.CX() < lo || b.word.CX() > hi {
			continue
		}
		low := true
		for j := range t.blocks {
			o := &t.blocks[j]
			low = low && !(j != i && t.open[j] && b.above(o) && math.Min(o.word.X1, b.word.X1)-math.Max(o.word.X0, b.word.X0) > overlapPt)
		}
		if low {
			out = append(out, i)
		}
	}
	sort.Slice(out, func(a, b int) bool { return t.blocks[out[a]].word.X0 < t.blocks[out[b]].word.X0 })
	return out
}

// withoutTop leaves out the highest of the groups: it is of another level.
func (t *tiers) withoutTop(groups []int) []int {
	top := 0
	for k, i := range groups {
		if t.blocks[i].cy() < t.blocks[groups[top]].cy() {
			top = k
		}
	}
	return append(groups[:top:top], groups[top+1:]...)
}

// divide finds the ends of the runs of columns that the groups stand in the
// middle of, and how far off the worst of them is, in points. A group stands
// over whole headings. It returns nil where there are too few columns.
func (t *tiers) divide(groups []int, from, to int) (ends []int, off float64) {
	return divideRuns(len(groups), from, to, func(k, a, b int) float64 {
		if t.within(b) {
			return math.Inf(1)
		}
		return math.Abs((t.edges[a]+t.edges[b])/2 - t.blocks[groups[k]].word.CX())
	})
}

// within reports whether a heading reaches over the edge before column c.
func (t *tiers) within(c int) bool {
	return c > 0 && c < len(t.headed) && t.headed[c] >= 0 && t.headed[c] == t.headed[c-1]
}
