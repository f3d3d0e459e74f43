package parse

import "slices"

// bodyColumns finds the columns of the rows: what their figures cover together,
// and what their words do, up to the blanks that run down all of them. It
// reports false when two figures of one line fall into one column.
func (g *textGrid) bodyColumns() bool {
	var figures, words, digits, totals []reachX
	for _, l := range g.body {
		total := g.totals(l)
		for i, k := range l.toks {
			r := reachX{k.x0, k.x1}
			switch {
			case total[i]:
				totals = append(totals, r)
			case figureLike(k):
				figures = append(figures, r)
			case k.isWord():
				if i > 0 && l.toks[i-1].x1 == r.x0 && !l.toks[i-1].isMoney() {
					r.x0 = l.toks[i-1].x0 // cut apart where code and name touch
				}
				words = append(words, r)
			default:
				digits = append(digits, r)
			}
		}
	}
	figures, words = unionX(figures), unionX(words)
	digits = unionX(digits)
	for i := len(digits) - 1; i >= 0; i-- {
		r := digits[i]
		if slices.ContainsFunc(figures, r.over) || !codesBefore(r, figures, words) {
			figures = unionX(append(figures, r))
		} else {
			words = unionX(append(words, r))
		}
	}
	for _, r := range append(figures, words...) {
		g.cols = append(g.cols, gridColumn{reachX: r, text: r})
	}
	slices.SortFunc(g.cols, func(a, b gridColumn) int { return a.mid() - b.mid() })
	for _, r := range totals {
		if !slices.ContainsFunc(g.cols, func(c gridColumn) bool { return c.x0 < r.x1 }) {
			// A total before all columns: labels stand nowhere else.
			g.cols = append([]gridColumn{{reachX: r, text: r}}, g.cols...)
		}
	}
	return g.count(figures)
}

// codesBefore reports whether digits are codes: names stand at their right, or
// other codes that names follow.
func codesBefore(r reachX, figures, words []reachX) bool {
	next := func(rs []reachX) int {
		for _, o := range rs {
			if o.x1 > r.x1 {
				return o.x0
			}
		}
		return 1 << 30
	}
	return slices.ContainsFunc(words, r.over) || next(words) < next(figures)
}

// count tells what stands in the columns of the body.
func (g *textGrid) count(figures []reachX) bool {
	for i := range g.cols {
		if slices.Contains(figures, g.cols[i].text) {
			g.cols[i].figures = 1
		}
	}
	for _, l := range g.body {
		last := -1
		for _, k := range l.toks {
			c := g.columnOf(k)
			col := &g.cols[c]
			switch {
			case figureLike(k) || k.isAmount() && slices.Contains(figures, col.text):
				if c == last {
					return false
				}
				last = c
				col.figures++
			case k.isWord():
				col.words++
			default:
				col.codes++
			}
		}
	}
	return true
}

// unionX joins what overlaps, from left to right.
func unionX(rs []reachX) []reachX {
	slices.SortFunc(rs, func(a, b reachX) int { return a.x0 - b.x0 })
	var out []reachX
	for _, r := range rs {
		if n := len(out); n > 0 && r.x0 < out[n-1].x1 {
			out[n-1].x1 = max(out[n-1].x1, r.x1)
			continue
		}
		out = append(out, r)
	}
	return out
}

// columnOf gives the column of a token of the body: the one it lies in, of
// words or of figures, or, for the label of a total, the nearest.
func (g *textGrid) columnOf(k plainTok) int {
	best, far := 0, 1<<30
	const other = 1000 // cells that a column of the other kind is farther off
	for i := range g.cols {
		c := &g.cols[i]
		if !c.bodied() {
			continue
		}
		d := 0
		switch {
		case k.x0 >= c.text.x1:
			d = k.x0 - c.text.x1 + 1
		case k.x1 <= c.text.x0:
			d = c.text.x0 - k.x1 + 1
		}
		if k.isWord() && c.figured() || figureLike(k) && !c.figured() {
			d += other
		}
		if d < far {
			best, far = i, d
		}
	}
	return best
}

// gridDecimals is the number of decimals that complete figures of the rows
// show, or -1 when they do not agree. Where many are broken over lines, their
// first parts show fewer.
func gridDecimals(body []gridLine) int {
	var toks []plainTok
	for _, l := range body {
		toks = append(toks, l.toks...)
	}
	if n := usualDecimals(toks); n >= 0 {
		return n
	}
	const share = 5 // one figure in so many is complete
	count, all := make(map[int]int), 0
	for _, k := range toks {
		if k.isMoney() {
			count[decimalsOf(k.s)]++
			all++
		}
	}
	for n := range count {
		if n > 2 {
			return -1
		}
	}
	if all > 0 && count[2]*share >= all {
		return 2
	}
	return -1
}
