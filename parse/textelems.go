package parse

import (
	"regexp"
	"slices"
	"strings"

	"yusuan/parse/budget"
	"yusuan/parse/code"
)

// The body of a table in text is read as a string of elements: codes (C),
// words (W) and amounts (A). A row is a code with its words and amounts, or
// words with amounts. Where words were wrapped above and below the line of
// their amounts, they are shared out afterwards.

type elemKind byte

const (
	elemCode   elemKind = 'C'
	elemWord   elemKind = 'W'
	elemAmount elemKind = 'A'
)

// textElem is one element with the tokens it is made of.
type textElem struct {
	kind    elemKind
	toks    []int  // indices into the region's tokens
	text    string // code digits; words joined; amount joined
	line    int
	first   bool // it begins its line
	repairs []budget.Repair
}

var (
	amountOpen   = regexp.MustCompile(`^-?[0-9][0-9,]*(?:\.[0-9]*)?$`) // may be the first part of a split figure
	amountRest   = regexp.MustCompile(`^[0-9,]*\.?[0-9]*$`)
	labelOrdinal = regexp.MustCompile(`^(?:[一二三四五六七八九十]{1,3}[、.．]|[（(][一二三四五六七八九十]{1,3}[）)]|其中[:：]|[0-9]{1,2}[.．、]\p{Han})`)
	classCode    = regexp.MustCompile(`^[1-5][0-9]{2}$`)
)

// decimals of a figure as printed; -1 without a point.
func decimalsOf(s string) int {
	i := strings.IndexByte(s, '.')
	if i < 0 {
		return -1
	}
	return len(s) - i - 1
}

// usualDecimals is the number of decimals that most figures of the tokens
// show, or -1 when they do not agree. Figures whose last digits stand alone
// elsewhere, for as many as there are, have those too.
func usualDecimals(toks []plainTok) int {
	count, most := make(map[int]int), 0
	scraps := make(map[int]int) // by number of digits
	n := 0
	for _, t := range toks {
		switch {
		case t.isMoney():
			count[decimalsOf(t.s)]++
			most = max(most, decimalsOf(t.s))
			n++
		case t.digits(1, 2):
			scraps[len(t.s)]++
		}
	}
	for d := range most {
		if count[d] > 0 && scraps[most-d]*3 >= count[d]*2 {
			count[most] += count[d]
			delete(count, d)
		}
	}
	for d := range count {
		if count[d]*3 >= n*2 && n > 0 {
			return d
		}
	}
	return -1
}

// splitFigure reports whether a and b are two parts of one figure that a line
// end broke: together they have the grouping and decimals of the table, and a
// alone has not.
func splitFigure(a, b string, decimals int) (string, bool) {
	if decimals < 1 || b == "" || !amountOpen.MatchString(a) || !amountRest.MatchString(b) {
		return "", false
	}
	whole := a + b
	if !amountText.MatchString(whole) || decimalsOf(whole) != decimals {
		return "", false
	}
	complete := amountText.MatchString(a) && decimalsOf(a) >= decimals
	grouped := strings.Contains(whole, ",")
	open := strings.HasSuffix(a, ".") || strings.HasSuffix(a, ",") || !amountText.MatchString(a) ||
		decimalsOf(a) >= 0 && decimalsOf(a) < decimals || strings.HasPrefix(b, ".") || strings.HasPrefix(b, ",") && grouped
	return whole, open && !complete
}

// elements reads tokens as codes, words and amounts. coded tells that the
// table has codes; lanes that several rows stand side by side, so that a code
// may follow words on a line.
func elements(r *textRegion, from, to int, coded, lanes bool, decimals int, total func(string) bool) []textElem {
	var out []textElem
	// Figures split by a line end, first: pairs of token indices.
	rest := make(map[int]int) // first part → second
	tail := make(map[int]bool)
	for i := from; i < to; i++ {
		if r.use[i] != useNone || tail[i] {
			continue
		}
		// The parts of one line that are open, and the first tokens of the next
		// line that has tokens.
		line := r.toks[i].line
		if i > from && r.toks[i-1].line == line {
			continue
		}
		var open []int
		j := i
		for ; j < to && r.toks[j].line == line; j++ {
			open = append(open, j)
		}
		rest2 := openParts(r, open, j, to, decimals)
		for a, b := range rest2 {
			rest[a] = b
			tail[b] = true
		}
	}
	for i := from; i < to; i++ {
		if r.use[i] != useNone || tail[i] {
			continue
		}
		t := r.toks[i]
		if b, ok := rest[i]; ok {
			whole, _ := splitFigure(t.s, r.toks[b].s, decimals)
			out = append(out, textElem{kind: elemAmount, toks: []int{i, b}, text: whole, line: t.line, repairs: []budget.Repair{{
				Rule: "split-amount", Before: t.raw + " " + r.toks[b].raw, After: whole}}})
			continue
		}
		first := i == from || r.toks[i-1].line != t.line
		switch {
		case t.isMoney():
			out = append(out, textElem{kind: elemAmount, toks: []int{i}, text: t.s, line: t.line, first: first, repairs: t.repairs})
		case t.isDash():
			if !r.dashAmount(i, from, to) {
				continue
			}
			out = append(out, textElem{kind: elemAmount, toks: []int{i}, text: t.s, line: t.line, first: first})
		case t.isAmount():
			out = integer(r, out, i, from, to, coded, lanes, first, decimals != 0 && decimals >= -1 && listed(t.s))
		default:
			k := len(out) - 1
			if k >= 0 && out[k].kind == elemWord && out[k].line == t.line && !labelOrdinal.MatchString(t.s) &&
				!(r.placed && t.wide && len([]rune(t.raw)) > 1 && len([]rune(out[k].text)) > 1) {
				out[k].toks = append(out[k].toks, i)
				out[k].text += squeeze(t.raw)
				continue
			}
			out = append(out, textElem{kind: elemWord, toks: []int{i}, text: squeeze(t.raw), line: t.line, first: first})
		}
	}
	return cutTotals(r, out, total)
}

// cutTotals parts the label of a total from words before it on the line.
func cutTotals(r *textRegion, elems []textElem, total func(string) bool) []textElem {
	var out []textElem
	for _, e := range elems {
		if e.kind == elemWord && len(e.toks) > 1 && !total(e.text) {
			label := ""
			for k := len(e.toks) - 1; k > 0; k-- {
				label = squeeze(r.toks[e.toks[k]].raw) + label
				if total(label) && !total(squeeze(r.toks[e.toks[k-1]].raw)+label) {
					a, b := e, e
					a.toks, b.toks = e.toks[:k], e.toks[k:]
					a.text, b.text, b.first = strings.TrimSuffix(e.text, label), label, false
					out = append(out, a)
					e = b
					break
				}
			}
		}
		out = append(out, e)
	}
	return out
}

// openParts pairs the unfinished figures of a line with the figures that begin
// the next one.
func openParts(r *textRegion, line []int, next, to, decimals int) map[int]int {
	var open []int
	for _, i := range line {
		s := r.toks[i].s
		if r.use[i] != useNone || !amountOpen.MatchString(s) {
			continue
		}
		if amountText.MatchString(s) && (decimalsOf(s) >= decimals || decimalsOf(s) < 0) {
			continue
		}
		open = append(open, i)
	}
	if len(open) == 0 || next >= to {
		return nil
	}
	var parts []int
	l := r.toks[next].line
	for j := next; j < to && r.toks[j].line == l; j++ {
		if r.use[j] != useNone {
			return nil
		}
		parts = append(parts, j)
	}
	// The whole next line, or its beginning before complete figures.
	k := 0
	for k < len(parts) && amountRest.MatchString(r.toks[parts[k]].s) && !r.toks[parts[k]].isMoney() {
		k++
	}
	if k != len(open) {
		return nil
	}
	out := make(map[int]int)
	for n, a := range open {
		if _, ok := splitFigure(r.toks[a].s, r.toks[parts[n]].s, decimals); !ok {
			return nil
		}
		out[a] = parts[n]
	}
	return out
}

// dashAmount reports whether a dash stands for an empty cell: next to figures
// or after a label, not inside words.
func (r *textRegion) dashAmount(i, from, to int) bool {
	before := i > from && r.toks[i-1].line == r.toks[i].line
	after := i+1 < to && r.toks[i+1].line == r.toks[i].line
	if after && r.toks[i+1].isWord() && before && r.toks[i-1].isWord() {
		return false
	}
	return before || after
}

// integer decides what a figure without point and comma is: a code, a part of
// one, or an amount.
// listed tells that the lists know it as a code and that figures of the table
// look otherwise: then it is one in the middle of a line too, where a second
// side begins.
func integer(r *textRegion, out []textElem, i, from, to int, coded, lanes, first, listed bool) []textElem {
	t := r.toks[i]
	amount := func() []textElem {
		return append(out, textElem{kind: elemAmount, toks: []int{i}, text: t.s, line: t.line, first: first, repairs: t.repairs})
	}
	code := func() []textElem {
		return append(out, textElem{kind: elemCode, toks: []int{i}, text: t.s, line: t.line, first: first})
	}
	if !coded && !lanes {
		return amount()
	}
	var prev *textElem
	if len(out) > 0 {
		prev = &out[len(out)-1]
	}
	nextWord, nextEnd := false, i+1 >= to || r.toks[i+1].line != t.line
	if !nextEnd {
		nextWord = r.toks[i+1].isWord()
	}
	// A part of the code before it.
	if prev != nil && prev.kind == elemCode && t.digits(2) && (len(prev.text) == 3 || len(prev.text) == 5) {
		prev.toks = append(prev.toks, i)
		prev.text += t.s
		return out
	}
	onLineAfterWord := prev != nil && prev.line == t.line && prev.kind == elemWord
	switch {
	case t.digits(3) && classCode.MatchString(t.s), t.digits(5, 7) && classCode.MatchString(t.s[:3]):
		if lanes {
			// A code begins a lane: words follow it on its line.
			if nextWord || first && nextEnd && prev != nil && prev.kind == elemAmount {
				return code()
			}
			return amount()
		}
		if listed && !first {
			return code()
		}
		if onLineAfterWord {
			return amount()
		}
		if prev != nil && prev.line == t.line && prev.kind == elemAmount {
			return amount()
		}
		if first {
			return code()
		}
		return amount()
	case prev != nil && (prev.kind == elemWord || prev.kind == elemAmount) && (prev.line == t.line || prev.kind == elemWord):
		return amount()
	}
	if t.digits(1, 2) {
		return out // a scrap of a code or figure: it stays unread
	}
	return amount()
}

// listed reports an expenditure code of the official lists.
func listed(id string) bool {
	if id == "" || !strings.ContainsRune("235", rune(id[0])) {
		return false
	}
	return slices.ContainsFunc(schemes(id), func(s code.Scheme) bool { return len(code.Names(s, id)) > 0 })
}

// isCoded reports whether the rows of a table begin with codes.
func isCoded(r *textRegion, from, to int) bool {
	codes, starts := 0, 0
	for i := from; i < to; i++ {
		if r.use[i] != useNone {
			continue
		}
		t := r.toks[i]
		if i > from && r.toks[i-1].line == t.line {
			continue
		}
		starts++
		if t.digits(3) && classCode.MatchString(t.s) || t.digits(5, 7) && classCode.MatchString(t.s[:3]) {
			codes++
		}
	}
	return codes >= 2 || codes == 1 && starts < 8
}
