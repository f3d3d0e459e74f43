package parse

import (
	"slices"
	"strings"
)

// Headings are centred in their columns and figures set to the right, so that
// one may stand wholly beside the other. This file matches the headings of a
// laid-out table with the columns of its rows, both in order, so that they are
// apart as little as can be.

// What is given up by a match, in cells of distance.
const (
	matchBlank  = 6  // a heading over a blank column
	matchBare   = 12 // a column of the rows without a heading
	matchSide   = 4  // figures at the left of their heading, words at the right
	matchUnlike = 24 // a heading of labels over figures, or the other way
	matchScale  = 16 // parts of a cell in which middles that are apart count
)

// matchHeads makes one list of columns of those of the headings and those of
// the rows.
func (g *textGrid) matchHeads() {
	if len(g.leafs) == 0 {
		return
	}
	n, m := len(g.leafs), len(g.cols)
	cost := g.matchCosts(g.leafs)
	if g.oneToOne() {
		for i := range g.cols {
			g.cols[i].head(&g.leafs[i])
		}
		return
	}
	var out []gridColumn
	for i, j := n, m; i > 0 || j > 0; {
		switch {
		case i > 0 && j > 0 && cost[i][j] == cost[i-1][j-1]+g.apart(&g.leafs[i-1], &g.cols[j-1]):
			i, j = i-1, j-1
			c := g.cols[j]
			c.head(&g.leafs[i])
			out = append(out, c)
		case i > 0 && cost[i][j] == cost[i-1][j]+matchBlank*matchScale:
			i--
			out = append(out, g.leafs[i])
		default:
			j--
			out = append(out, g.cols[j])
		}
	}
	slices.Reverse(out)
	g.cols = out
	g.shareCodes()
}

// head puts a heading over a column.
func (c *gridColumn) head(h *gridColumn) {
	c.leaf = h.leaf
	c.reachX = reachX{min(c.x0, h.x0), max(c.x1, h.x1)}
}

// oneToOne reports whether there are as many headings as columns, none of them
// over another column than that of its place in order, or unlike it.
func (g *textGrid) oneToOne() bool {
	if len(g.leafs) != len(g.cols) {
		return false
	}
	for i := range g.leafs {
		h, c := &g.leafs[i], &g.cols[i]
		if under := columnsUnder(g.cols, h.reachX); len(under) > 0 && !slices.Contains(under, i) || g.unlike(h, c) {
			return false
		}
	}
	return true
}

// unlike reports a heading of labels over figures, or the other way.
func (g *textGrid) unlike(h, c *gridColumn) bool {
	col, ok := g.forms.Column(g.match.Kind, g.match.Phase, []string{leafText(h.leaf)})
	return ok && (col.Role == "measure") != c.figured() && col.Role != "ignore"
}

// matchCost is what the best match of headings with the columns of the rows
// gives up.
func (g *textGrid) matchCost(leafs []gridColumn) int {
	return g.matchCosts(leafs)[len(leafs)][len(g.cols)]
}

// matchCosts is what the best match of the first i headings with the first j
// columns gives up.
func (g *textGrid) matchCosts(leafs []gridColumn) [][]int {
	cost := make([][]int, len(leafs)+1)
	for i := range cost {
		cost[i] = make([]int, len(g.cols)+1)
		for j := range cost[i] {
			best := -1
			try := func(c int) {
				if best < 0 || c < best {
					best = c
				}
			}
			if i > 0 && j > 0 {
				try(cost[i-1][j-1] + g.apart(&leafs[i-1], &g.cols[j-1]))
			}
			if i > 0 {
				try(cost[i-1][j] + matchBlank*matchScale)
			}
			if j > 0 {
				try(cost[i][j-1] + g.bareCost(j-1))
			}
			cost[i][j] = max(best, 0)
		}
	}
	return cost
}

// bareCost is what a column without a heading costs: those of codes often
// share one.
func (g *textGrid) bareCost(j int) int {
	if c := &g.cols[j]; c.codes > 0 && !c.figured() {
		return matchBlank * matchScale
	}
	return matchBare * matchScale
}

// apart is how far a heading stands from a column, in parts of a cell: figures
// are set to the right of the cell that the heading is in the middle of, words
// to the left.
func (g *textGrid) apart(h, c *gridColumn) int {
	right, left := c.text.x0-h.x1+1, h.x0-c.text.x1+1
	if !c.figured() {
		right, left = left, right
	}
	d := 0
	switch {
	case right > 0:
		d = (right + 1) / 2
	case left > 0:
		d = matchSide + 2*left
	}
	if g.unlike(h, c) {
		d += matchUnlike
	}
	return d*matchScale + max(h.mid()-c.text.mid(), c.text.mid()-h.mid())
}

// shareCodes lets neighbouring columns of codes without headings share the
// heading of one of them.
func (g *textGrid) shareCodes() {
	for i := range g.cols {
		c := &g.cols[i]
		if len(c.leaf) == 0 || c.codes == 0 || c.figured() {
			continue
		}
		bare := func(k int) bool {
			return k >= 0 && k < len(g.cols) && len(g.cols[k].leaf) == 0 && len(g.cols[k].groups) == 0 && g.cols[k].codes > 0 && !g.cols[k].figured()
		}
		from, to := i, i
		for bare(from - 1) {
			from--
		}
		for bare(to + 1) {
			to++
		}
		if from == to {
			continue
		}
		text := leafText(c.leaf)
		c.leaf = nil
		for k := from; k <= to; k++ {
			g.cols[k].groups = []string{text}
		}
	}
}

// loose lists the columns, by their headings, of which the place does not show
// whose figures they hold: there are blank columns, and the figures do not lie
// under the heading alone.
func (g *textGrid) loose() (out []string) {
	blank := slices.ContainsFunc(g.cols, func(c gridColumn) bool { return !c.bodied() })
	if !blank {
		return nil
	}
	for i, path := range g.paths() {
		c := &g.cols[i]
		if !c.figured() || !c.bodied() {
			continue
		}
		own, others := false, 0
		for k := range g.leafs {
			h := &g.leafs[k]
			if !h.over(c.text) {
				continue
			}
			if slices.Equal(h.leaf, c.leaf) {
				own = true
			} else {
				others++
			}
		}
		if !own || others > 0 {
			out = append(out, strings.Join(path, "/"))
		}
	}
	return out
}
