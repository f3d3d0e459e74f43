package parse

import (
	"cmp"
	"math"
	"slices"

	"yusuan/parse/form"
)

// crowdShare is the part of a column's rows that must hold two texts side by
// side before the column is cut.
const crowdShare = 0.3

// chainPt is how far off, in points for each column, the last of headings side by
// side may put the rule at the end.
const chainPt = 2.0

// sideEm is how far, in font sizes, the middles of headings side by side may be
// apart in height: one may stand over two rows, the other over one of them.
const sideEm = 1.2

// columnCuts finds where column c must be cut; ws are the words in it, head
// those of its headings.
func (l *lattice) columnCuts(c int, ws, head []Word, forms *form.Catalog) []float64 {
	if cuts := headCuts(head, l.x[c], l.x[c+1], forms); cuts != nil {
		return cuts
	}
	if cuts := partCuts(ws, head, forms); cuts != nil {
		return cuts
	}
	type row struct {
		band int
		line int
	}
	figures := map[row]int{}
	others := map[row]int{} // texts, codes, numbers of rows
	ls := textLines(ws)
	var body []textLine
	for i := range ls {
		r := row{clampPlace(l.y, mid(&ls[i])), i}
		has := false
		for k := range ls[i].Words {
			w := &ls[i].Words[k]
			switch {
			case wholeFigure.MatchString(w.Text):
				figures[r]++
				has = true
			default:
				others[r]++
			}
		}
		if has || len(body) > 0 {
			body = append(body, ls[i])
		}
	}
	crowded := 0
	for r, n := range figures {
		if n > 1 || n == 1 && others[r] > 0 {
			crowded++
		}
	}
	if crowded == 0 || float64(crowded) < crowdShare*float64(len(figures)) {
		return nil
	}
	for i := range body {
		body[i].Words = phrases(body[i].Words, forms)
	}
	cols := openColumns(body, forms)
	if len(cols) < 2 {
		return nil
	}
	edges := cellEdges(cols, headTop(ls, body), l.x[c], l.x[c+1], forms)
	var out []float64
	for i := 1; i < len(cols); i++ {
		if cols[i].kind == 'N' || cols[i-1].kind == 'N' {
			out = append(out, edges[i])
		}
	}
	return out
}

// partCuts finds where a column between two rules must be cut that holds the parts
// of codes side by side, each under its own heading: 类 over 302, 款 over 01.
func partCuts(ws, head []Word, forms *form.Catalog) []float64 {
	var parts []Word
	for _, w := range ws {
		if codeText.MatchString(w.Text) {
			parts = append(parts, w)
		} else if valued(&w) {
			return nil
		}
	}
	cols := clusterWords(parts, 'K')
	var cuts []float64
	for i := range cols {
		headed := slices.ContainsFunc(head, func(w Word) bool {
			return knownPart(w.Text, forms) && w.X1 > cols[i].x0 && w.X0 < cols[i].x1
		})
		if !headed || cols[i].n < 2 {
			return nil
		}
		if i > 0 {
			cuts = append(cuts, (cols[i-1].x1+cols[i].x0)/2)
		}
	}
	return cuts
}

// wordsAbove lists the words of the headings of a table: those of the lines above
// the first with a value.
func wordsAbove(ws []Word, rules openHints, forms *form.Catalog) []Word {
	raw := textLines(ws)
	ls := make([]textLine, len(raw))
	for i := range raw {
		ls[i] = raw[i]
		ls[i].Words = phrases(raw[i].Words, forms)
	}
	var out []Word
	for i := range raw[:bodyLine(ls, rules, forms)] {
		out = append(out, raw[i].Words...)
	}
	return out
}

// headCuts finds where a column between two rules must be cut that holds the
// headings of several side by side, each in the middle of its own.
func headCuts(ws []Word, left, right float64, forms *form.Catalog) []float64 {
	head, _ := withoutIndex(textLines(ws), forms)
	blocks := headBlocks(head, forms)
	var lowest []headBlock
	for i := range blocks {
		if b := &blocks[i]; !b.over(blocks, i) {
			lowest = append(lowest, *b)
		}
	}
	slices.SortFunc(lowest, func(a, b headBlock) int { return cmp.Compare(a.word.X0, b.word.X0) })
	at := left
	var cuts []float64
	for i := range lowest {
		w := &lowest[i].word
		if w.X0 < left || w.X1 > right || numeric(w) || !knownHeading(w.Text, forms) || i > 0 && math.Abs(lowest[i].cy()-lowest[i-1].cy()) > sideEm*w.Size {
			return nil
		}
		end := 2*w.CX() - at
		if end < w.X1-alignPt || i+1 < len(lowest) && end > lowest[i+1].word.X0+alignPt {
			return nil
		}
		cuts, at = append(cuts, end), end
	}
	if len(cuts) < 2 || math.Abs(at-right) > chainPt*float64(len(cuts)) {
		return nil
	}
	return cuts[:len(cuts)-1]
}

// tierCuts finds where a row between two rules must be cut that holds headings
// of several levels: each stands in the middle of the height that is its own, or
// of all of it.
func (l *lattice) tierCuts(ws []Word, top, bottom float64, forms *form.Catalog) []float64 {
	if slices.ContainsFunc(ws, func(w Word) bool { return numeric(&w) }) {
		return nil
	}
	var mids []float64
	blocks := headBlocks(textLines(ws), forms)
	slices.SortFunc(blocks, func(a, b headBlock) int { return cmp.Compare(a.cy(), b.cy()) })
	known := 0
	for i := range blocks {
		b := &blocks[i]
		if knownHeading(b.word.Text, forms) {
			known++
		}
		if math.Abs(b.cy()-(top+bottom)/2) < tierEm*b.word.Size {
			continue // over the whole height
		}
		if n := len(mids); n > 0 && b.cy()-mids[n-1] < tierEm*b.word.Size {
			continue // of the same level
		}
		mids = append(mids, b.cy())
	}
	if 2*known < len(blocks) || l.wrapped(blocks, top, bottom) {
		return nil
	}
	at := top
	var cuts []float64
	for _, m := range mids {
		at = 2*m - at
		cuts = append(cuts, at)
	}
	if len(cuts) < 2 || math.Abs(at-bottom) > chainPt*float64(len(cuts)) {
		return nil
	}
	return cuts[:len(cuts)-1]
}

// wholeShare is the part of a side that a rule must cover to run along all of it.
const wholeShare = 0.85

// wrapped reports whether the rules from top to bottom of a row hold lines of one
// heading: a common heading has several below it.
func (l *lattice) wrapped(blocks []headBlock, top, bottom float64) bool {
	var walls []float64
	for _, s := range l.rules.v {
		if math.Min(s.to, bottom)-math.Max(s.from, top) > wholeShare*(bottom-top) {
			walls = append(walls, s.at)
		}
	}
	slices.Sort(walls)
	levels := map[int]map[int]int{} // by cell: the number of headings of each level
	for i := range blocks {
		b := &blocks[i]
		cell, _ := slices.BinarySearch(walls, b.word.CX())
		if levels[cell] == nil {
			levels[cell] = map[int]int{}
		}
		level := 0
		for j := range blocks[:i] {
			if blocks[j].cy() < b.cy()-tierEm*b.word.Size {
				level++ // the blocks come from the top: as many are above it
			}
		}
		levels[cell][level]++
	}
	for _, n := range levels {
		most := 0
		for _, k := range n {
			most = max(most, k)
		}
		if len(n) > 1 && most == 1 {
			return true
		}
	}
	return false
}

// headTop lists the lines above those of the body.
func headTop(ls, body []textLine) []textLine {
	n := 0
	for n < len(ls) && ls[n].Base < body[0].Base {
		n++
	}
	return ls[:n]
}

// cellEdges gives the edges between columns that one cell of the rules holds:
// figures stand as far from the right end of theirs as the last ones do, and a
// heading in the middle tells the left end; else an edge is halfway between the
// words.
func cellEdges(cols []openColumn, head []textLine, left, right float64, forms *form.Catalog) []float64 {
	x := bounds(cols, left, right)
	x[0], x[len(cols)] = left, right
	pad := right - cols[len(cols)-1].x1
	if !cols[len(cols)-1].figures() || pad < 0 {
		return x
	}
	for i := 1; i < len(cols); i++ {
		if at := cols[i-1].x1 + pad; cols[i-1].figures() && at < cols[i].x0+alignPt {
			x[i] = at
		}
	}
	for i := len(cols) - 1; i > 0; i-- {
		if cols[i-1].figures() || !cols[i].figures() {
			continue
		}
		if m := headMiddle(head, x[i], x[i+1], forms); !math.IsNaN(m) {
			if at := 2*m - x[i+1]; at > cols[i-1].x1-alignPt && at < cols[i].x0+alignPt {
				x[i] = at
			}
		}
	}
	return x
}

// headMiddle is the middle of the lowest heading that stands between two places,
// not a number where none does.
func headMiddle(head []textLine, x0, x1 float64, forms *form.Catalog) float64 {
	for i := len(head) - 1; i >= 0; i-- {
		for _, w := range phrases(head[i].Words, forms) {
			if w.X0 > x0 && w.X1 < x1 && !numeric(&w) {
				return w.CX()
			}
		}
	}
	return math.NaN()
}
