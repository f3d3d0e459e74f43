package parse

import (
	"math"
	"sort"
	"strings"

	"yusuan/parse/budget"
	"yusuan/parse/form"
)

// headBlock is one heading of an open table: its words, wraps joined, and the
// columns it stands over.
type headBlock struct {
	word     Word
	top, bot float64
	from, to int  // columns, [from, to)
	group    bool // the forms know it to stand above others alone
}

// lowerEm is how much lower, in font sizes, a heading must stand to be below
// another.
const lowerEm = 0.6

func (b *headBlock) cy() float64 { return (b.top + b.bot) / 2 }

func (b *headBlock) above(o *headBlock) bool { return o.cy()-b.cy() > lowerEm*b.word.Size }

// headColumns gives each heading its columns, from the lowest up: the column
// it stands over when that has no heading yet, else the run of headed columns
// whose middle is nearest to its own. Headings over no column at all add one:
// a column without a figure.
func headColumns(cols []openColumn, blocks []headBlock, x0, x1, bottom float64, rules []segment, forms *form.Catalog) ([]openColumn, []float64) {
	order := make([]int, len(blocks))
	for i := range order {
		order[i] = i
	}
	sort.SliceStable(order, func(a, b int) bool { return blocks[order[a]].cy() > blocks[order[b]].cy() })
	for i := range blocks {
		blocks[i].from = -1
	}
	cols = reachHeads(cols, blocks)
	// Columns without a figure first, so that the runs below are whole.
	for _, i := range order {
		b := &blocks[i]
		if b.group || overlapping(cols, b.word.X0, b.word.X1) >= 0 || b.over(blocks, i) || b.between(blocks, i) {
			continue
		}
		cols = append(cols, openColumn{x0: b.word.X0, x1: b.word.X1, kind: headKind(b.word.Text, forms), vague: unknownHead(b.word.Text, forms)})
		sort.Slice(cols, func(a, b int) bool { return cols[a].x0 < cols[b].x0 })
	}
	cols = adoptHeads(cols, blocks)
	x := bounds(cols, x0, x1)
	headed := make([]int, len(cols)) // the topmost heading so far, -1 for none
	for i := range headed {
		headed[i] = -1
	}
	heads := make([]float64, len(cols)) // the middle of each column's own heading
	for c := range heads {
		heads[c] = math.NaN()
	}
	for _, i := range order {
		b := &blocks[i]
		if !b.ownColumns(cols, blocks, headed) {
			b.from = -1
			continue
		}
		for c := b.from; c < b.to; c++ {
			headed[c] = i
		}
		if b.to == b.from+1 {
			heads[b.from] = b.word.CX()
		}
	}
	edges := columnEdges(cols, heads, x)
	t := newTiers(blocks, headed, edges, x, bottom)
	t.assign()
	for _, i := range order {
		if b := &blocks[i]; t.open[i] {
			b.run(edges, blocks, headed)
			b.ruled(x, rules, blocks, i)
			for c := b.from; c < b.to; c++ {
				headed[c] = i
			}
		}
	}
	return cols, x
}

// headKind is the kind of column that a heading without figures below it
// announces.
func headKind(text string, forms *form.Catalog) byte {
	c, ok := forms.Column("", budget.PhaseUnknown, []string{text})
	switch {
	case !ok || c.Role == "measure":
		return 'N'
	case c.Role == "code":
		return 'K'
	}
	return 'T'
}

func unknownHead(text string, forms *form.Catalog) bool {
	_, ok := forms.Column("", budget.PhaseUnknown, []string{text})
	return !ok
}

// over reports whether other headings stand right below block i.
func (b *headBlock) over(blocks []headBlock, i int) bool {
	for j := range blocks {
		o := &blocks[j]
		if j != i && b.above(o) && math.Min(o.word.X1, b.word.X1)-math.Max(o.word.X0, b.word.X0) > overlapPt {
			return true
		}
	}
	return false
}

// between reports whether block i is centred between two headings of a lower
// line that stand next to it on either side: their common heading.
func (b *headBlock) between(blocks []headBlock, i int) bool {
	l, r := -1, -1
	for j := range blocks {
		o := &blocks[j]
		if j == i {
			continue
		}
		if o.word.X1 <= b.word.X0+overlapPt && (l < 0 || o.word.X1 > blocks[l].word.X1) {
			l = j
		}
		if o.word.X0 >= b.word.X1-overlapPt && (r < 0 || o.word.X0 < blocks[r].word.X0) {
			r = j
		}
	}
	if l < 0 || r < 0 || !b.above(&blocks[l]) || !b.above(&blocks[r]) {
		return false
	}
	// Both neighbours must be of one line, and no white as wide as a column
	// may be left for one of its own.
	if math.Abs(blocks[l].cy()-blocks[r].cy()) > lowerEm*b.word.Size {
		return false
	}
	m := (blocks[l].word.CX() + blocks[r].word.CX()) / 2
	return math.Abs(m-b.word.CX()) < 0.25*(blocks[r].word.CX()-blocks[l].word.CX())
}

// ownColumns gives the block the columns without a heading that it overlaps.
func (b *headBlock) ownColumns(cols []openColumn, blocks []headBlock, headed []int) bool {
	best, at := overlapPt, -1
	for c := range cols {
		if headed[c] >= 0 || b.group {
			continue
		}
		if o := math.Min(b.word.X1, cols[c].x1) - math.Max(b.word.X0, cols[c].x0); o > best {
			best, at = o, c
		}
	}
	if at < 0 {
		return false
	}
	for c := range cols {
		// Over headed columns as much as over the open one: a common heading.
		if headed[c] >= 0 && b.above(&blocks[headed[c]]) && math.Min(b.word.X1, cols[c].x1)-math.Max(b.word.X0, cols[c].x0) > best {
			return false
		}
	}
	b.from, b.to = at, at+1
	for b.from > 0 && cols[b.from].kind == 'K' && cols[b.from-1].kind == 'K' && headed[b.from-1] < 0 && b.word.X0 < cols[b.from-1].x1 {
		b.from--
	}
	for b.to < len(cols) && cols[b.to-1].kind == 'K' && cols[b.to].kind == 'K' && headed[b.to] < 0 && b.word.X1 > cols[b.to].x0 {
		b.to++
	}
	return true
}

// run gives the block the run of headed columns that it is centred over.
func (b *headBlock) run(x []float64, blocks []headBlock, headed []int) {
	w := &b.word
	at := clampPlace(x, w.CX())
	b.from, b.to = at, at+1
	best := math.Inf(1)
	for from := clampPlace(x, w.X0+overlapPt); from >= 0; from-- {
		if headed[from] < 0 || !b.above(&blocks[headed[from]]) {
			break
		}
		for to := from + 1; to <= len(headed); to++ {
			if headed[to-1] < 0 || !b.above(&blocks[headed[to-1]]) {
				break
			}
			if to <= clampPlace(x, w.X1-overlapPt) || b.cutsRun(from, to, blocks, headed) {
				continue
			}
			off := math.Abs((x[from]+x[to])/2-w.CX()) - 0.02*w.Size*float64(to-from) + b.uneven(from, to, blocks, headed)
			if to-from > 1 && off < best {
				best, b.from, b.to = off, from, to
			}
		}
	}
}

// underEm is how far below a common heading, in font sizes, the rule may run
// that shows its extent.
const underEm = 1.0

// ruled gives a common heading the columns over the rule that is drawn below
// it, where that is shorter than the table and no other heading of its height
// stands over it.
func (b *headBlock) ruled(x []float64, rules []segment, blocks []headBlock, i int) {
	w := &b.word
	for _, s := range rules {
		if s.at < b.bot-overlapPt || s.at > b.bot+underEm*w.Size || s.from > w.X0+overlapPt || s.to < w.X1-overlapPt || s.to-s.from > 0.95*(x[len(x)-1]-x[0]) {
			continue
		}
		alone := true
		for j := range blocks {
			o := &blocks[j]
			alone = alone && (j == i || o.word.CX() < s.from || o.word.CX() > s.to || math.Abs(o.cy()-b.cy()) > lowerEm*w.Size)
		}
		if !alone {
			continue
		}
		from, to := -1, -1
		for c := 0; c+1 < len(x); c++ {
			if m := (x[c] + x[c+1]) / 2; m > s.from && m < s.to {
				if from < 0 {
					from = c
				}
				to = c + 1
			}
		}
		if to-from > 1 {
			b.from, b.to = from, to
			return
		}
	}
}

// unevenPart is how much heads of unlike height speak against a common head.
const unevenPart = 0.5

// uneven tells how unlike in height the heads of a run are, in points.
func (b *headBlock) uneven(from, to int, blocks []headBlock, headed []int) float64 {
	lo, hi := math.Inf(1), math.Inf(-1)
	for c := from; c < to; c++ {
		y := blocks[headed[c]].cy()
		lo, hi = math.Min(lo, y), math.Max(hi, y)
	}
	return unevenPart * (hi - lo)
}

// cutsRun reports whether a run would take only a part of the columns of a
// heading below.
func (b *headBlock) cutsRun(from, to int, blocks []headBlock, headed []int) bool {
	for _, c := range []int{from, to - 1} {
		o := &blocks[headed[c]]
		if o.from < from || o.to > to {
			return true
		}
	}
	return false
}

// headRows turns blocks into rows of heading cells, one row a level.
func headRows(g *Grid, blocks []headBlock, cols int) (levels int) {
	paths := make([][]int, cols)
	for i := range blocks {
		for c := blocks[i].from; c < blocks[i].to && c < cols; c++ {
			paths[c] = append(paths[c], i)
		}
	}
	for c := range paths {
		sort.SliceStable(paths[c], func(a, b int) bool { return blocks[paths[c][a]].top < blocks[paths[c][b]].top })
		levels = max(levels, len(paths[c]))
	}
	levels = max(levels, 1)
	g.at = make([][]int, levels)
	for r := range g.at {
		g.at[r] = make([]int, cols)
	}
	blockAt := func(r, c int) int {
		p := paths[c]
		if len(p) == 0 {
			return -1 - c
		}
		if r >= len(p) {
			return p[len(p)-1]
		}
		return p[r]
	}
	for r := 0; r < levels; r++ {
		for c := 0; c < cols; c++ {
			b := blockAt(r, c)
			switch {
			case r > 0 && blockAt(r-1, c) == b:
				k := g.at[r-1][c]
				g.at[r][c] = k
				g.Cells[k].Rows = r - g.Cells[k].Row + 1
			case c > 0 && blockAt(r, c-1) == b && g.Cells[g.at[r][c-1]].Row == r:
				k := g.at[r][c-1]
				g.at[r][c] = k
				g.Cells[k].Cols = c - g.Cells[k].Col + 1
			default:
				cell := GridCell{Row: r, Col: c, Rows: 1, Cols: 1}
				if b >= 0 {
					cell.Words = append(cell.Words, blocks[b].word)
				}
				g.Cells = append(g.Cells, cell)
				g.at[r][c] = len(g.Cells) - 1
			}
		}
	}
	return levels
}

// headTexts reports how many of the words of a line the forms know as heads.
func headTexts(l *textLine, kind string, forms *form.Catalog) (known, all int) {
	for i := range l.Words {
		t := l.Words[i].Text
		if strings.TrimSpace(t) == "" {
			continue
		}
		all++
		if _, ok := forms.Column(kind, "", []string{t}); ok {
			known++
		}
	}
	return known, all
}
