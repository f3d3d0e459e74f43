package parse

import "sort"

// This file reads tables of text that was laid out: columns are runs of
// spaces, and a figure's place in its line tells its column. Lanes are cut
// apart by where their labels begin; figures that were set on a line of their
// own are given to the row they belong to.

const (
	laidOutShare = 3 // of the lines with several tokens one in so many has wide gaps
	laneJitter   = 3 // cells by which labels of one lane may begin apart
)

// laidOut reports whether a table's lines keep its columns apart by spaces:
// not where most figures have a line to themselves.
func (r *textRegion) laidOut() bool {
	several, wide := 0, 0
	alone, beside := 0, 0 // figures
	for from := r.body; from < len(r.toks); {
		to := from
		gap := false
		for to < len(r.toks) && r.toks[to].line == r.toks[from].line {
			gap = gap || to > from && r.toks[to].wide && !r.toks[to].bar
			to++
		}
		for _, k := range r.toks[from:to] {
			if k.isMoney() && to-from == 1 {
				alone++
			} else if k.isMoney() {
				beside++
			}
		}
		if to-from > 1 && r.use[from] != useNote {
			several++
			if gap {
				wide++
			}
		}
		from = to
	}
	return several > 0 && wide*laidOutShare >= several && alone <= beside
}

// countsWide decides for a text whether its columns were laid out counting
// wide characters twice: the right ends of figures, those of one page or table
// held together, agree better one way.
func countsWide(parts map[int][]plainTok) bool {
	narrow, wide := make(map[int]bool), make(map[int]bool)
	for n, toks := range parts {
		for _, k := range toks {
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
// row they belong to: above or below, where nothing stands in their columns.
func (l *laneToks) gather() {
	type row struct {
		from, to int // tokens
		line     int
		words    bool
		codes    bool
		labels   []int
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
				w.labels = append(w.labels, w.to)
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
		if up >= 0 && (clash(w.amounts, lines[up].amounts) || clash(w.amounts, lines[up].labels) || up > 0 && !lines[up].codes && len(lines[up].amounts) == 0 && clash(w.amounts, lines[up-1].amounts) && lines[up].line-lines[up-1].line == 1) {
			up = -1
		}
		if down >= 0 && (clash(w.amounts, lines[down].amounts) || clash(w.amounts, lines[down].labels)) {
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
