package parse

import (
	"slices"
	"sort"

	"yusuan/parse/form"
)

// This file reads tables of text that was laid out: columns are runs of
// spaces, and a figure's place in its line tells its column. Lanes are cut
// apart by where their labels begin; figures that were set on a line of their
// own are given to the row they belong to.

const (
	laidOutShare = 3 // of the lines with several tokens one in so many has wide gaps
	columnJitter = 2 // cells by which right ends of one column may differ from line to line
	laneJitter   = 3 // cells by which labels of one lane may begin apart
	fullSlack    = 1 // a fragment of a wrapped label is shorter than the longest by at most so many characters
)

// laidOut reports whether a table's lines keep its columns apart by spaces.
func (r *textRegion) laidOut() bool {
	several, wide := 0, 0
	for from := r.body; from < len(r.toks); {
		to := from
		gap := false
		for to < len(r.toks) && r.toks[to].line == r.toks[from].line {
			gap = gap || to > from && r.toks[to].wide
			to++
		}
		if to-from > 1 && r.use[from] != useNote {
			several++
			if gap {
				wide++
			}
		}
		from = to
	}
	return several > 0 && wide*laidOutShare >= several
}

// countWide decides for a document whether its columns were laid out counting
// wide characters twice: the right ends of figures agree better one way.
func countWide(tables []*textTable) bool {
	narrow, wide := make(map[int]bool), make(map[int]bool)
	for n, t := range tables {
		for _, k := range t.toks {
			if k.isMoney() {
				narrow[n<<16|k.x1&0xffff] = true
				wide[n<<16|k.w1&0xffff] = true
			}
		}
	}
	return len(wide) < len(narrow)
}

// laneToks cuts the tokens of the body into lanes. Each lane comes as a region
// of its own with its tokens in reading order, and the index of each in the
// table.
type laneToks struct {
	region textRegion
	orig   []int
}

// cutLanes gives the tokens of each lane. Labels of a lane begin at one place
// (a page may have another); nil when the places cannot be told.
func (t *textTable) cutLanes(x *textReader) []laneToks {
	out := make([]laneToks, len(t.lanes))
	if len(t.lanes) == 1 {
		for i := t.body; i < len(t.toks); i++ {
			out[0].add(t, i)
		}
		return out
	}
	for from := t.body; from < len(t.toks); {
		page := x.lines[t.toks[from].line].page
		to := from
		for to < len(t.toks) && x.lines[t.toks[to].line].page == page {
			to++
		}
		starts := t.laneStarts(from, to, len(t.lanes)-1)
		if starts == nil {
			return nil
		}
		for i := from; i < to; i++ {
			k := t.toks[i]
			lane := 0
			for n, s := range starts {
				if k.isWord() && k.x0 >= s-laneJitter || !k.isWord() && k.x1 > s+1 {
					lane = n + 1
				}
			}
			out[lane].add(t, i)
		}
		from = to
	}
	return out
}

func (l *laneToks) add(t *textTable, i int) {
	if t.use[i] != useNone {
		return
	}
	l.region.toks = append(l.region.toks, t.toks[i])
	l.region.use = append(l.region.use, useNone)
	l.orig = append(l.orig, i)
}

// laneStarts finds where the labels of the second and further lanes begin:
// words after a wide gap, or after a figure, that begin at one place on
// several lines.
func (t *textTable) laneStarts(from, to, want int) []int {
	count := make(map[int]int)
	for i := from; i < to; i++ {
		k := t.toks[i]
		if t.use[i] != useNone || i == from || t.toks[i-1].line != k.line {
			continue
		}
		code := classCode.MatchString(k.s) && k.digits(3)
		if k.wide && (k.isWord() || code) || k.isWord() && t.toks[i-1].isMoney() {
			// The label of a code begins at the code.
			if k.isWord() && i > from && t.toks[i-1].line == k.line && t.toks[i-1].digits(2, 3, 5, 7) && !t.toks[i-1].isMoney() {
				continue
			}
			count[k.x0]++
		}
	}
	var at []int
	for x := range count {
		at = append(at, x)
	}
	sort.Ints(at)
	type cluster struct{ from, n int }
	var cs []cluster
	for i := 0; i < len(at); {
		c := cluster{from: at[i]}
		j := i
		for j < len(at) && at[j]-at[i] <= laneJitter {
			c.n += count[at[j]]
			j++
		}
		cs = append(cs, c)
		i = j
	}
	sort.SliceStable(cs, func(i, j int) bool { return cs[i].n > cs[j].n })
	if len(cs) < want || want > 0 && cs[want-1].n < 2 {
		return nil
	}
	var out []int
	for _, c := range cs[:want] {
		out = append(out, c.from)
	}
	sort.Ints(out)
	return out
}

// gather moves figures that stand on a line of their own to the line of the
// row they belong to: above or below, where their columns are free.
func (l *laneToks) gather() {
	type row struct {
		from, to int // tokens
		line     int
		words    bool
		codes    bool
		amounts  []int
	}
	var lines []row
	r := &l.region
	for from := 0; from < len(r.toks); {
		w := row{from: from, line: r.toks[from].line}
		for w.to = from; w.to < len(r.toks) && r.toks[w.to].line == w.line; w.to++ {
			k := r.toks[w.to]
			switch {
			case k.isMoney():
				w.amounts = append(w.amounts, w.to)
			case k.isWord():
				w.words = true
			case k.digits(2, 3, 5, 7):
				w.codes = true
			}
		}
		lines = append(lines, w)
		from = w.to
	}
	clash := func(a, b []int) bool {
		for _, i := range a {
			for _, j := range b {
				if r.toks[i].x0 < r.toks[j].x1 && r.toks[j].x0 < r.toks[i].x1 {
					return true
				}
			}
		}
		return false
	}
	target := make(map[int]int) // line of figures → line they go to
	for n := range lines {
		w := lines[n]
		if w.words || w.codes || len(w.amounts) == 0 {
			continue
		}
		up, down := -1, -1
		for k := n - 1; k >= 0; k-- {
			if lines[k].words || lines[k].codes {
				up = k
				break
			}
		}
		for k := n + 1; k < len(lines); k++ {
			if lines[k].words || lines[k].codes {
				down = k
				break
			}
		}
		// A label may run over several lines: figures anywhere in it count.
		if up >= 0 && (clash(w.amounts, lines[up].amounts) || up > 0 && !lines[up].codes && len(lines[up].amounts) == 0 && clash(w.amounts, lines[up-1].amounts) && lines[up].line-lines[up-1].line == 1) {
			up = -1
		}
		if down >= 0 && clash(w.amounts, lines[down].amounts) {
			down = -1
		}
		to := -1
		switch {
		case up >= 0 && down >= 0:
			a, b := w.line-lines[up].line, lines[down].line-w.line
			if a < b {
				to = up
			} else if b < a {
				to = down
			}
		case up >= 0:
			to = up
		case down >= 0:
			to = down
		}
		if to >= 0 {
			target[n] = to
			lines[to].amounts = append(lines[to].amounts, w.amounts...)
		}
	}
	if len(target) == 0 {
		return
	}
	var toks []plainTok
	var orig []int
	for n, w := range lines {
		if _, moved := target[n]; moved {
			continue
		}
		var own []int
		for i := w.from; i < w.to; i++ {
			if !r.toks[i].isMoney() {
				own = append(own, i)
			}
		}
		var figures []int
		for i := w.from; i < w.to; i++ {
			if r.toks[i].isMoney() {
				figures = append(figures, i)
			}
		}
		for k, to := range target {
			if to == n {
				figures = append(figures, lines[k].amounts...)
			}
		}
		sort.Slice(figures, func(i, j int) bool { return r.toks[figures[i]].x1 < r.toks[figures[j]].x1 })
		for _, i := range append(own, figures...) {
			k := r.toks[i]
			k.line = w.line
			toks = append(toks, k)
			orig = append(orig, l.orig[i])
		}
	}
	r.toks = toks
	r.use = make([]tokenUse, len(toks))
	l.orig = orig
}

// labelRows reads elements of a lane without codes: labels, over one or more
// lines, and their figures.
func (m rowMaker) labelRows(elems []textElem, known func(string) bool) []*draftRow {
	longest := 0
	for _, e := range elems {
		if e.kind == elemWord {
			longest = max(longest, len([]rune(e.text)))
		}
	}
	var rows []*draftRow
	var cur *draftRow
	line := -1
	for _, e := range elems {
		switch e.kind {
		case elemWord:
			if cur != nil && e.line == line && len(cur.amounts) == 0 {
				// A group beside its item: the item is the name.
				cur.inline = []textElem{e}
				continue
			}
			goesOn := false
			if cur != nil && !labelOrdinal.MatchString(form.Plain(e.text)) && !m.total(e.text) {
				last := cur.inline
				name := cur.name()
				full := len(last) > 0 && len([]rune(last[len(last)-1].text)) >= longest-fullSlack
				whole := len(cur.amounts) > 0 && cur.amounts[0].line == labelLine(cur) // its figures stand on its first line
				goesOn = unbalanced(name) || !whole && full && !known(name) && !m.total(name) || len(last) == 0
			}
			if goesOn {
				cur.inline = append(cur.inline, e)
			} else {
				cur = &draftRow{inline: []textElem{e}}
				rows = append(rows, cur)
			}
			line = e.line
		case elemAmount:
			if cur == nil || len(cur.amounts) > 0 && cur.amounts[len(cur.amounts)-1].line != e.line {
				cur = &draftRow{label: true}
				rows = append(rows, cur)
			}
			cur.amounts = append(cur.amounts, e)
			line = e.line
		}
	}
	for _, d := range rows {
		d.label = d.label && len(d.inline) == 0
		d.total = m.total(d.name())
	}
	return rows
}

// labelLine is the line on which a label begins, -1 without one.
func labelLine(d *draftRow) int {
	if len(d.inline) == 0 {
		return -1
	}
	return d.inline[0].line
}

// columnClusters groups the figures of one lane on one page by their right
// ends. It gives the cluster of each, numbered from left to right, and
// reports false when two figures of one row fall together.
func columnClusters(rows [][]plainTok) (cluster [][]int, n int, ok bool) {
	var ends []int
	for _, r := range rows {
		for _, k := range r {
			ends = append(ends, k.x1)
		}
	}
	sort.Ints(ends)
	ends = slices.Compact(ends)
	id := make(map[int]int)
	for i, e := range ends {
		if i > 0 && e-ends[i-1] > columnJitter {
			n++
		}
		id[e] = n
	}
	if len(ends) > 0 {
		n++
	}
	for _, r := range rows {
		var c []int
		for i, k := range r {
			c = append(c, id[k.x1])
			if i > 0 && c[i] <= c[i-1] {
				ok = false
				return nil, 0, false
			}
		}
		cluster = append(cluster, c)
	}
	return cluster, n, true
}

// headPlaces gives, for each measure column of a lane, the cells its leaf
// heading covers on the given page, where the heading is found.
func (t *textTable) headPlaces(x *textReader, lane laneSpec, page int) map[int][2]int {
	type frag struct {
		key    string
		x0, x1 int
		line   int
	}
	var frags []frag
	for i, k := range t.toks {
		if t.use[i] == useHeading && k.isWord() && x.lines[k.line].page == page {
			frags = append(frags, frag{key: headKey(k.raw), x0: k.x0, x1: k.x1, line: k.line})
		}
	}
	out := make(map[int][2]int)
	for n, c := range lane.columns {
		path := t.fit.paths[c]
		want := headKey(path[len(path)-1])
		// The leaf in one piece, or in pieces one below the other.
		var hits [][2]int
		for i, f := range frags {
			if f.key == "" {
				continue
			}
			if f.key == want {
				hits = append(hits, [2]int{f.x0, f.x1})
				continue
			}
			rest, ok := cutPrefix(want, f.key)
			if !ok {
				continue
			}
			span := [2]int{f.x0, f.x1}
			for j := i + 1; j < len(frags) && rest != ""; j++ {
				g := frags[j]
				if g.line == f.line || g.x1 < span[0]-1 || g.x0 > span[1]+1 || g.key == "" {
					continue
				}
				if r, ok := cutPrefix(rest, g.key); ok {
					rest = r
					span[0], span[1] = min(span[0], g.x0), max(span[1], g.x1)
				}
			}
			if rest == "" {
				hits = append(hits, span)
			}
		}
		// The same leaf under several groups: by order.
		same, before := 0, 0
		for k, o := range lane.columns {
			if p := t.fit.paths[o]; headKey(p[len(p)-1]) == want {
				same++
				if k < n {
					before++
				}
			}
		}
		sort.Slice(hits, func(i, j int) bool { return hits[i][0] < hits[j][0] })
		if len(hits) == same {
			out[n] = hits[before]
		}
	}
	return out
}

func cutPrefix(s, prefix string) (string, bool) {
	if prefix != "" && len(s) >= len(prefix) && s[:len(prefix)] == prefix {
		return s[len(prefix):], true
	}
	return s, false
}

// allow narrows the columns of each amount of a lane by its place. A page's
// clusters of figures stand for columns in order; which, the sums of columns
// say, and the places of the headings.
func (t *textTable) allow(x *textReader, s *laneSystem) {
	type entry struct {
		row  int
		toks []plainTok
	}
	byPage := make(map[int][]entry)
	for i, d := range s.rows {
		var toks []plainTok
		for _, a := range d.amounts {
			toks = append(toks, t.toks[a.toks[0]])
		}
		if len(toks) == 0 {
			continue
		}
		page := x.lines[toks[0].line].page
		byPage[page] = append(byPage[page], entry{i, toks})
	}
	for page, es := range byPage {
		var rows [][]plainTok
		for _, e := range es {
			rows = append(rows, e.toks)
		}
		cluster, n, ok := columnClusters(rows)
		if !ok || n > s.solver.columns {
			continue
		}
		heads := t.headPlaces(x, s.lane, page)
		var best []placement
		least := -1
		for _, p := range placements(n, s.solver.columns, nil) {
			fails := 0
			for k, e := range es {
				r := s.solver.rows[e.row]
				v := make([]int64, s.solver.columns)
				for i, c := range cluster[k] {
					v[p[c]] = r.amounts[i]
				}
				for _, sum := range s.solver.sums {
					var total int64
					for _, c := range sum.parts {
						total += v[c]
					}
					if !near(v[sum.whole], total, slack(len(sum.parts))) {
						fails++
					}
				}
			}
			switch {
			case least < 0 || fails < least:
				best, least = []placement{p}, fails
			case fails == least:
				best = append(best, p)
			}
		}
		best = nearest(best, cluster, rows, heads)
		if len(s.solver.sums) == 0 && n < s.solver.columns && len(heads) == 0 {
			continue
		}
		for k, e := range es {
			r := s.solver.rows[e.row]
			r.allowed = make([]map[int]bool, len(r.amounts))
			for i, c := range cluster[k] {
				r.allowed[i] = make(map[int]bool)
				for _, p := range best {
					r.allowed[i][p[c]] = true
				}
			}
		}
	}
}

// nearest keeps the placements whose headings lie over the figures, when the
// headings of all that compete were found and some are clearly nearer.
func nearest(ps []placement, cluster [][]int, rows [][]plainTok, heads map[int][2]int) []placement {
	offs := make([]int, len(ps))
	for i, p := range ps {
		off, ok := distanceOff(p, cluster, rows, heads)
		if !ok {
			return ps
		}
		offs[i] = off
	}
	var out []placement
	for i, p := range ps {
		if offs[i] <= slices.Min(offs)+columnJitter {
			out = append(out, p)
		}
	}
	return out
}

// distanceOff adds up how far the clusters lie from the headings that a
// placement gives them: nothing where they overlap. It reports false when one
// of the headings was not found: then places say nothing of this placement.
func distanceOff(p placement, cluster [][]int, rows [][]plainTok, heads map[int][2]int) (int, bool) {
	span := make(map[int][2]int)
	for k, cs := range cluster {
		for i, c := range cs {
			x0, x1 := rows[k][i].x0, rows[k][i].x1
			if s, ok := span[c]; ok {
				x0, x1 = min(x0, s[0]), max(x1, s[1])
			}
			span[c] = [2]int{x0, x1}
		}
	}
	off := 0
	for c, s := range span {
		h, ok := heads[p[c]]
		if !ok {
			return 0, false
		}
		if s[1] < h[0] {
			off += h[0] - s[1]
		} else if s[0] > h[1] {
			off += s[0] - h[1]
		}
	}
	return off, true
}
