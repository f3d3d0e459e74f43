package parse

import "math"

// Figures stand at the right end of their columns, codes and numbers at the left
// or in the middle, and headings in the middle: in wide columns the one stands
// beside the other, not below it.

// reachHeads widens columns of figures that no heading stands over, or only one
// that is common to the two beside it, to the heading beside the figures: the nearest that stands over no
// column, in the room between the figures and those of the column before.
func reachHeads(cols []openColumn, blocks []headBlock) []openColumn {
	free, common := make([]bool, len(blocks)), make([]bool, len(blocks))
	headed := make([]int, len(cols)) // the lowest heading over each, -1 for none
	for k := range headed {
		headed[k] = -1
	}
	for i := range blocks {
		b := &blocks[i]
		if b.group || b.over(blocks, i) {
			continue
		}
		common[i] = b.between(blocks, i)
		k := overlapping(cols, b.word.X0, b.word.X1)
		if free[i] = k < 0; k >= 0 && (headed[k] < 0 || blocks[headed[k]].above(b)) {
			headed[k] = i
		}
	}
	for k := range cols {
		c := &cols[k]
		if !c.figures() || headed[k] >= 0 && !common[headed[k]] {
			continue
		}
		left, at := math.Inf(-1), -1
		if k > 0 {
			left = cols[k-1].x1 - overlapPt
		}
		for i := range blocks {
			if headed[k] >= 0 && !blocks[headed[k]].above(&blocks[i]) {
				continue
			}
			if w := &blocks[i].word; free[i] && w.X0 >= left && w.CX() < c.x1 && (at < 0 || w.X0 > blocks[at].word.X0) {
				at = i
			}
		}
		if at >= 0 {
			free[at] = false
			c.x0 = math.Min(c.x0, blocks[at].word.X0)
		}
	}
	return cols
}

// adoptHeads makes one column of a heading without figures below it and the
// column beside it that has no heading: a heading in the middle of its cell
// over codes at the left end, or over figures at the right end.
func adoptHeads(cols []openColumn, blocks []headBlock) []openColumn {
	under := func(c *openColumn) bool {
		for i := range blocks {
			if w := &blocks[i].word; math.Min(w.X1, c.x1)-math.Max(w.X0, c.x0) > overlapPt {
				return true
			}
		}
		return false
	}
	for i := 0; i < len(cols); i++ {
		if cols[i].n > 0 || cols[i].prior {
			continue
		}
		best, at := math.Inf(1), -1
		for _, k := range []int{i - 1, i + 1} {
			if k < 0 || k >= len(cols) || cols[k].n == 0 || cols[k].kind != cols[i].kind && !cols[i].vague && !(cols[k].kind == 'R' && cols[i].kind == 'T') || under(&cols[k]) {
				continue
			}
			if gap := math.Max(cols[i].x0-cols[k].x1, cols[k].x0-cols[i].x1); gap < best {
				best, at = gap, k
			}
		}
		if at < 0 {
			continue
		}
		c := &cols[at]
		c.x0, c.x1 = math.Min(c.x0, cols[i].x0), math.Max(c.x1, cols[i].x1)
		cols = append(cols[:i], cols[i+1:]...)
		i = -1
	}
	return cols
}
