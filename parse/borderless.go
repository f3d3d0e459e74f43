package parse

import (
	"math"
	"slices"
	"sort"

	"yusuan/extract"
	"yusuan/parse/form"
)

// openHints are the rules of an open table: what divides it though it is no
// full grid.
type openHints struct{ h, v []segment }

// cutOpen makes a grid of lines by alignment, with the help of what rules there
// are and of the grid that it may go on with, nil where there is none.
func cutOpen(p *extract.Page, ls []textLine, hints openHints, prior *Grid, forms *form.Catalog) *Grid {
	raw, all := ls[:0:0], ls[:0:0]
	for _, l := range ls {
		l.Words = splitGlued(p, l.Words)
		raw = append(raw, l)
	}
	splitShort(p, raw)
	for _, l := range raw {
		l.Words = phrases(l.Words, forms)
		all = append(all, l)
	}
	start := bodyLine(all, hints, forms)
	head, index := withoutIndex(raw[:start], forms)
	if gutters := textGutters(raw[start:], forms); gutters != nil {
		for i := start; i < len(all); i++ {
			all[i].Words = phrasesWithin(raw[i].Words, gutters, forms)
		}
	}
	parts, body := partHeads(all[start:], forms)
	cols := openColumns(body, forms)
	blocks := append(headBlocks(head, forms), parts...)
	if prior != nil && prior.newHeads(blocks, forms) {
		prior = nil
	}
	if prior != nil {
		cols = priorColumns(cols, prior.open)
	}
	if len(cols)+len(blocks) < 2 {
		return nil
	}
	box := all[0].Box
	for i := range all {
		box = unionBox(box, all[i].Box)
	}
	for _, s := range hints.h {
		box = unionBox(box, extract.Box{X0: s.from, X1: s.to, Y0: s.at, Y1: s.at})
	}
	cols, x := headColumns(cols, blocks, box.X0, box.X1, headBottom(head, body, hints.h), hints.h, forms)
	if len(cols) < 2 {
		return nil
	}
	ruledColumns(x, cols, hints.v, box)
	g := &Grid{Page: p.Number, Box: box, X: x, Index: index, open: cols, follows: prior != nil && len(prior.open) == len(cols)}
	levels := 0
	if len(blocks) > 0 {
		levels = headRows(g, blocks, len(cols))
	}
	g.heads = g.headTexts()
	g.openBody(body, head, cols, hints, levels, forms)
	return g
}

// headTexts is the set of the texts of a grid that has no body yet.
func (g *Grid) headTexts() map[string]bool {
	out := map[string]bool{}
	for i := range g.Cells {
		out[g.Cells[i].Text()] = true
	}
	return out
}

// newHeads reports whether headings that the forms know are none of an open
// grid's: what they stand over goes on with other columns, or is another table.
func (g *Grid) newHeads(blocks []headBlock, forms *form.Catalog) bool {
	return slices.ContainsFunc(blocks, func(b headBlock) bool {
		return !g.heads[b.word.Text] && knownHeading(b.word.Text, forms)
	})
}

// besideEm is how far, in font sizes, a line must reach below the top of the
// next to stand beside it.
const besideEm = 0.3

// bodyLine finds the line that begins the body: the first line of values, or
// the text above that belongs to it.
func bodyLine(ls []textLine, hints openHints, forms *form.Catalog) int {
	first := len(ls)
	for i := range ls {
		if first < len(ls) || forms.IndexRow(lineTexts(&ls[i])) {
			continue
		}
		for k := range ls[i].Words {
			if valued(&ls[i].Words[k]) || codeAndName(ls[i].Words[k].Text) != nil {
				first = i
			}
		}
	}
	if first == len(ls) {
		// No figure at all: heading words, then perhaps 合计.
		for i := 1; i < len(ls); i++ {
			if forms.Total(ls[i].tight()) {
				return i
			}
		}
		return len(ls)
	}
	// Labels without a figure may stand above the first value.
	rules := ruleHeights(hints.h, 0)
	start := first
	for start > 0 {
		l := &ls[start-1]
		if l.Y1 > ls[start].Y0+besideEm*l.Size && !parted(rules, mid(l), mid(&ls[start])) {
			start-- // the figures stand beside the lines of a wrapped label
			continue
		}
		if goesOnCounting(ls[start-1:]) {
			start-- // a row without figures
			continue
		}
		own := ownRow(l, forms) && !headLine(l, forms)
		known, _ := headTexts(l, "summary", forms)
		if known == 0 && nearerBelow(ls, start-1) && !parted(rules, mid(l), mid(&ls[start])) {
			start--
			continue
		}
		if known > 0 && !own || !own && (len(l.Words) > 1 || ls[start].Base-l.Base > wrapEm*l.Size*1.2) {
			break
		}
		if !own && parted(rules, mid(l), mid(&ls[start])) {
			break
		}
		start--
	}
	return start
}

// leadingEm is how far, in font sizes, the baselines of a label that wraps are
// apart at most.
const leadingEm = 1.6

// nearerBelow reports whether line i stands as near to the line below it as the
// lines of one label, and nearer than to the line above.
func nearerBelow(ls []textLine, i int) bool {
	below := ls[i+1].Base - ls[i].Base
	return i > 0 && below < leadingEm*ls[i].Size && below < ls[i].Base-ls[i-1].Base-besideEm*ls[i].Size
}

// headBottom is where the heading ends and the body begins: at the rule between
// them, or half a row above the first line.
func headBottom(head, body []textLine, rules []segment) float64 {
	low := math.Inf(-1)
	for i := range head {
		low = math.Max(low, head[i].Y1)
	}
	if len(body) == 0 {
		return low
	}
	top := body[0].Y0
	for _, s := range rules {
		if s.at > low-overlapPt && s.at < top+overlapPt {
			return s.at
		}
	}
	return (low + top) / 2
}

// withoutIndex takes the rows that number the columns out of a heading.
func withoutIndex(ls []textLine, forms *form.Catalog) (head []textLine, index []Word) {
	for i := range ls {
		if forms.IndexRow(lineTexts(&ls[i])) {
			index = append(index, ls[i].Words...)
			continue
		}
		head = append(head, ls[i])
	}
	return head, index
}

func lineTexts(l *textLine) []string {
	out := make([]string, len(l.Words))
	for i := range l.Words {
		out[i] = l.Words[i].Text
	}
	return out
}

// ruleHeights lists the heights of the rules at least as wide as width.
func ruleHeights(h []segment, width float64) []float64 {
	var out []float64
	for _, s := range h {
		if s.to-s.from >= width {
			out = append(out, s.at)
		}
	}
	sort.Float64s(out)
	return out
}

// priorColumns are the columns of the page before, widened by the words of
// this one. Words that fit none of them leave them as they are.
func priorColumns(cols, prior []openColumn) []openColumn {
	out := append([]openColumn(nil), prior...)
	for i := range out {
		out[i].prior = true
	}
	miss := 0
	for _, c := range cols {
		k := overlapping(prior, c.x0, c.x1)
		if k < 0 {
			miss++
			continue
		}
		lo, hi := math.Inf(-1), math.Inf(1)
		if k > 0 {
			lo = out[k-1].x1 + overlapPt
		}
		if k+1 < len(out) {
			hi = out[k+1].x0 - overlapPt
		}
		out[k].x0 = math.Min(out[k].x0, math.Max(lo, c.x0))
		out[k].x1 = math.Max(out[k].x1, math.Min(hi, c.x1))
	}
	if miss*2 > len(cols) {
		return cols
	}
	return out
}

// ruledColumns moves boundaries to the vertical rules that lie near them.
func ruledColumns(x []float64, cols []openColumn, v []segment, box extract.Box) {
	var rules []float64
	for _, s := range v {
		if s.to-s.from >= rulePart*(box.Y1-box.Y0) {
			rules = append(rules, s.at)
		}
	}
	sort.Float64s(rules)
	for _, at := range rules {
		if at < x[0]+slimPt {
			x[0] = math.Min(x[0], at)
			continue
		}
		if at > x[len(x)-1]-slimPt {
			x[len(x)-1] = math.Max(x[len(x)-1], at)
			continue
		}
		k := clampPlace(x, at)
		switch c := cols[k]; {
		case at <= c.x0+overlapPt+1 && k > 0:
			x[k] = at
		case at >= c.x1-overlapPt-1 && k+1 < len(cols):
			x[k+1] = at
		}
	}
}
