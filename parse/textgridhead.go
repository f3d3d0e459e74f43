package parse

import (
	"slices"
	"strings"
)

// This file finds which columns the headings of a laid-out table stand over.
// Headings are centred over their columns and broken over lines; which groups
// reach how far, the places leave open now and then, and the declared headings
// decide.

// gridPiece is a piece of a heading on one line.
type gridPiece struct {
	reachX
	line int // index into heads
	text string
}

// gridGroup is a heading over several columns [from, to].
type gridGroup struct {
	gridPiece
	from, to int
}

// leafColumns finds the headings that stand over one column each, from the
// bottom up, and gives back those over several.
func (g *textGrid) leafColumns() (groups []gridPiece) {
	for n := len(g.heads) - 1; n >= 0; n-- {
		for _, p := range g.headPieces(n) {
			if !g.leafPiece(p) {
				groups = append(groups, p)
			}
		}
	}
	g.returnLabel()
	return groups
}

// returnLabel gives a word just above the rows back to them, where the heading
// over it is complete without: it begins the label of the first row.
func (g *textGrid) returnLabel() {
	last := len(g.heads) - 1
	if last < 1 || len(g.heads[last].toks) != 1 || g.body[0].at-g.heads[last].at != 1 {
		return
	}
	role := func(ps []gridPiece) string {
		col, ok := g.forms.Column(g.match.Kind, g.match.Phase, []string{leafText(ps)})
		if !ok {
			return ""
		}
		return col.Role
	}
	for i := range g.leafs {
		ps := g.leafs[i].leaf
		n := len(ps) - 1
		if n > 0 && ps[n].line == last && role(ps) == "" && (role(ps[:n]) == "name" || role(ps[:n]) == "item") {
			g.leafs[i].leaf = ps[:n]
			g.body = append([]gridLine{g.heads[last]}, g.body...)
			g.heads = g.heads[:last]
			return
		}
	}
}

// groupColumns finds the columns that the headings over several reach over.
func (g *textGrid) groupColumns(groups []gridPiece) {
	for len(groups) > 0 {
		line := groups[0].line
		n := slices.IndexFunc(groups, func(p gridPiece) bool { return p.line != line })
		if n < 0 {
			n = len(groups)
		}
		g.group(groups[:n])
		groups = groups[n:]
	}
}

// headPieces gives the words of a line of headings, those of one column
// together.
func (g *textGrid) headPieces(n int) []gridPiece {
	var out []gridPiece
	for _, k := range g.heads[n].toks {
		p := gridPiece{reachX{k.x0, k.x1}, n, squeeze(k.raw)}
		if len(out) > 0 && !k.wide {
			o := &out[len(out)-1]
			a, b := columnsUnder(g.leafs, o.reachX), columnsUnder(g.leafs, p.reachX)
			spread := len([]rune(p.text)) == 1 || len([]rune(o.text)) == 1
			if len(a) == 1 && slices.Equal(a, b) || spread && len(a)+len(b) < 2 {
				o.x1, o.text = p.x1, o.text+p.text
				continue
			}
		}
		out = append(out, p)
	}
	return out
}

// columnsUnder lists the columns that a heading lies over.
func columnsUnder(cols []gridColumn, r reachX) []int {
	var out []int
	for i := range cols {
		if cols[i].over(r) {
			out = append(out, i)
		}
	}
	return out
}

// leafPiece gives a piece to the one column it is of, which may be new. It
// reports false for headings of several columns.
func (g *textGrid) leafPiece(p gridPiece) bool {
	under := columnsUnder(g.leafs, p.reachX)
	switch {
	case len(under) > 1:
		return false
	case len(under) == 0:
		at := slices.IndexFunc(g.leafs, func(c gridColumn) bool { return c.x0 >= p.x1 })
		if at < 0 {
			at = len(g.leafs)
		}
		with := slices.Insert(slices.Clone(g.leafs), at, gridColumn{reachX: p.reachX, leaf: []gridPiece{p}})
		if g.below(at-1, p.line) && g.below(at, p.line) && g.matchCost(with) >= g.matchCost(g.leafs) {
			return false
		}
		g.leafs = with
		return true
	}
	c := &g.leafs[under[0]]
	if g.groupOver(under[0], p) {
		return false
	}
	c.leaf = append([]gridPiece{p}, c.leaf...)
	c.x0, c.x1 = min(c.x0, p.x0), max(c.x1, p.x1)
	return true
}

// below reports whether the headings of a column are all below a line.
func (g *textGrid) below(c, line int) bool {
	if c < 0 || c >= len(g.leafs) {
		return false
	}
	if g.overCodes(&g.leafs[c]) {
		return g.leafs[c].leaf[0].line > line // what is above 类 or 款 is never its beginning
	}
	for n := 0; n <= line; n++ {
		for _, k := range g.heads[n].toks {
			if under := columnsUnder(g.leafs, reachX{k.x0, k.x1}); len(under) == 1 && under[0] == c {
				return false
			}
		}
	}
	return true
}

// overCodes reports the headings 类, 款 and 项 at the left of all figures.
func (g *textGrid) overCodes(h *gridColumn) bool {
	col, ok := g.forms.Column(g.match.Kind, g.match.Phase, []string{leafText(h.leaf)})
	return ok && col.Role == "code" && col.Part > 0 && !slices.ContainsFunc(g.cols, func(c gridColumn) bool { return c.figured() && c.x0 < h.x1 })
}

// groupOver reports whether a piece over the headings of one column is a
// heading of a neighbour too: that has none as high and one beside those of the
// column, and piece and leaf together are no heading that the forms know.
func (g *textGrid) groupOver(c int, p gridPiece) bool {
	if !g.sibling(c, c-1, p.line) && !g.sibling(c, c+1, p.line) {
		return false
	}
	text := leafText(g.leafs[c].leaf)
	_, alone := g.forms.Column(g.match.Kind, g.match.Phase, []string{p.text, text})
	return !g.knownStack(p, text) || alone && len([]rune(text)) > 1
}

// knownStack reports whether a piece and the text below it, with what stands
// above, are a heading that the forms know.
func (g *textGrid) knownStack(p gridPiece, text string) bool {
	text = p.text + text
	for n := p.line; n >= 0; n-- {
		if n < p.line {
			above := ""
			for _, k := range g.heads[n].toks {
				if p.over(reachX{k.x0, k.x1}) {
					above += squeeze(k.raw)
				}
			}
			text = above + text
		}
		if _, ok := g.forms.Column(g.match.Kind, g.match.Phase, []string{text}); ok {
			return true
		}
	}
	return false
}

// sibling reports whether a column has its headings below a line, one of them
// beside one of column c.
func (g *textGrid) sibling(c, o, line int) bool {
	return g.below(o, line) && slices.ContainsFunc(g.leafs[o].leaf, func(p gridPiece) bool {
		return slices.ContainsFunc(g.leafs[c].leaf, func(q gridPiece) bool { return p.line == q.line })
	})
}

func leafText(ps []gridPiece) string {
	var b strings.Builder
	for _, p := range ps {
		b.WriteString(p.text)
	}
	return b.String()
}

// group finds the columns that the headings of one line reach over.
func (g *textGrid) group(ps []gridPiece) {
	slices.SortFunc(ps, func(a, b gridPiece) int { return a.x0 - b.x0 })
	free := make([]bool, len(g.cols))
	for i := range g.cols {
		free[i] = !slices.ContainsFunc(g.cols[i].leaf, func(l gridPiece) bool { return l.line <= ps[0].line })
	}
	var best []gridGroup
	bestKnown, bestCost := -1, 0
	var cur []gridGroup
	tries := 0
	const maxTries = 4096
	var place func(n, from int)
	place = func(n, from int) {
		if tries++; tries > maxTries {
			return
		}
		if n == len(ps) {
			known, cost := g.knownWith(cur), g.groupCost(cur, free)
			if known > bestKnown || known == bestKnown && cost < bestCost {
				best, bestKnown, bestCost = slices.Clone(cur), known, cost
			}
			return
		}
		under := columnsUnder(g.cols, ps[n].reachX)
		lo, hi := len(g.cols), -1
		for _, c := range under {
			if free[c] {
				lo, hi = min(lo, c), max(hi, c)
			}
		}
		for a := from; a < len(g.cols); a++ {
			if !free[a] || a > lo {
				continue
			}
			for b := a; b < len(g.cols) && free[b]; b++ {
				if b < hi || !g.nests(a, b) {
					continue
				}
				cur = append(cur, gridGroup{ps[n], a, b})
				place(n+1, b+1)
				cur = cur[:len(cur)-1]
			}
		}
	}
	place(0, 0)
	g.groups = append(g.groups, best...)
	for _, gr := range best {
		for c := gr.from; c <= gr.to; c++ {
			g.cols[c].groups = append([]string{gr.text}, g.cols[c].groups...)
		}
	}
}

// nests reports whether columns [a, b] hold each group below them wholly or not
// at all.
func (g *textGrid) nests(a, b int) bool {
	return !slices.ContainsFunc(g.groups, func(o gridGroup) bool {
		return o.from <= b && a <= o.to && (o.from < a || o.to > b)
	})
}

// groupCost is how far headings are from the middle of their columns, in half
// cells, with a fine for columns that none reaches.
func (g *textGrid) groupCost(gs []gridGroup, free []bool) int {
	const fine = 3 // a column left out
	covered, cost := 0, 0
	for _, gr := range gs {
		mid := (reachX{g.cols[gr.from].x0, g.cols[gr.to].x1}).mid()
		cost += max(mid-gr.mid(), gr.mid()-mid)
		covered += gr.to - gr.from + 1
	}
	for _, f := range free {
		if f {
			cost += fine
		}
	}
	return cost - fine*covered
}

// knownWith counts the columns that the forms know with these groups over
// them, and takes off those that are headed like another.
func (g *textGrid) knownWith(gs []gridGroup) int {
	paths := g.paths()
	for _, gr := range gs {
		for c := gr.from; c <= gr.to; c++ {
			paths[c] = append([]string{gr.text}, paths[c]...)
		}
	}
	cols, ok := g.forms.Columns(g.match.Kind, g.match.Phase, g.match.Year, paths)
	n := g.declaredWith(gs, paths)
	covered := make([]int, len(paths)) // the group of each column, from 1
	for k, gr := range gs {
		for c := gr.from; c <= gr.to; c++ {
			covered[c] = k + 1
		}
	}
	type key struct {
		group int
		text  string
	}
	seen := make(map[key]bool)
	for i := range cols {
		keys := []string{"/" + strings.Join(paths[i], "/")}
		if measure := cols[i].Role == "measure"; ok[i] && (measure || g.cols[i].bodied()) && measure == (g.cols[i].figured() || !g.cols[i].bodied()) {
			n++
			if measure {
				keys = append(keys, cols[i].Lane+" "+cols[i].Measure)
			}
		}
		for _, k := range keys {
			k := key{covered[i], k}
			if k.group > 0 && seen[k] && len(g.cols[i].leaf) > 0 {
				n -= 2
			}
			seen[k] = true
		}
	}
	return n
}

// declaredWith counts the headings under these groups that declared tables print
// there, and takes off those that they print elsewhere.
func (g *textGrid) declaredWith(gs []gridGroup, paths [][]string) int {
	n := 0
	for _, gr := range gs {
		upper := headKey(gr.text) + "/"
		if !g.pairs[upper] {
			continue
		}
		for c := gr.from; c <= gr.to; c++ {
			if !g.cols[c].figured() || len(paths[c]) < 2 || c > gr.from && len(paths[c-1]) > 1 && paths[c][1] == paths[c-1][1] {
				continue
			}
			if g.pairs[upper+headKey(paths[c][1])] {
				n++
			} else {
				n--
			}
		}
	}
	return n
}

// paths gives the headings of each column, from the top.
func (g *textGrid) paths() [][]string {
	out := make([][]string, len(g.cols))
	for i := range g.cols {
		out[i] = slices.Clone(g.cols[i].groups)
		if t := leafText(g.cols[i].leaf); t != "" {
			out[i] = append(out[i], t)
		}
	}
	return out
}

// headRows lays the headings out in rows, groups over what they reach over.
func (g *textGrid) headRows() (rows [][]string, left, up [][]bool) {
	paths := g.paths()
	depth := 0
	for _, p := range paths {
		depth = max(depth, len(p))
	}
	if len(g.heads) == 0 {
		return nil, nil, nil
	}
	for r := range depth {
		row, l, u := make([]string, len(paths)), make([]bool, len(paths)), make([]bool, len(paths))
		for c, p := range paths {
			switch {
			case r >= len(p):
				u[c] = r > 0
			case r < len(g.cols[c].groups) && c > 0 && r < len(g.cols[c-1].groups) && slices.Equal(p[:r+1], paths[c-1][:r+1]):
				l[c] = true
			default:
				row[c] = p[r]
			}
		}
		rows, left, up = append(rows, row), append(left, l), append(up, u)
	}
	return rows, left, up
}
