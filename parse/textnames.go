package parse

import (
	"maps"
	"slices"
	"strings"

	"yusuan/parse/code"
	"yusuan/parse/form"
)

// Text that was written block by block parts codes from names: the classes,
// sections and items of the codes come in columns of their own, before, after
// or among the names. The names stand in the order of the table all the same,
// and with the lists they tell the codes: a name has one code below the section
// and the class that stand above it. That these are the codes of the table the
// scattered parts show, when they are just those that the rows need.

// Bounds of the search for the codes of one table.
const (
	maxLabelWords = 5       // words that make one name
	maxNameSteps  = 1 << 16 // codes tried
)

// namedRow is one label of a scattered table with what stands by it.
type namedRow struct {
	words   []textElem
	amounts []textElem
	total   bool     // a total or the row of the publishing unit: it has no code
	codes   []string // that its name may have, ascending
}

func (n *namedRow) name() string {
	var b strings.Builder
	for _, w := range n.words {
		b.WriteString(w.text)
	}
	return b.String()
}

// scattered reports rows of which most codes stand without a name or figures.
func scattered(rows []*draftRow) bool {
	bare, coded := 0, 0
	for _, d := range rows {
		if d.code == "" {
			continue
		}
		coded++
		if d.name() == "" || len(d.amounts) == 0 {
			bare++
		}
	}
	return coded > 2 && 3*bare >= coded
}

// namedRows reads the rows of a scattered table by their names. It returns nil
// where these and the parts of the codes do not tell the codes of all rows.
func (t *textTable) namedRows(x *textReader) []*draftRow {
	labels, parts := t.labels(x)
	codes := assignCodes(labels, parts)
	if codes == nil {
		return nil
	}
	if t.fit == nil {
		t.looseHead(x, labels)
	}
	left := maps.Clone(parts)
	var rows []*draftRow
	k := 0
	for _, l := range labels {
		d := &draftRow{inline: l.words, amounts: l.amounts, total: x.forms.Total(l.name()), heaped: true}
		if !l.total {
			d.code = codes[k]
			k++
			d.codeEl = takeParts(left, d.code, l.words[0].line)
		}
		rows = append(rows, d)
	}
	return rows
}

// looseHead finds the form of a scattered table by all words that are in no
// label: headings stand among the rows and after them there. In which order
// they come says nothing: forms that differ in it alone do not fit.
func (t *textTable) looseHead(x *textReader, labels []namedRow) {
	taken := make(map[int]bool)
	for _, l := range labels {
		for _, w := range l.words {
			taken[w.toks[0]] = true
		}
	}
	var words []string
	var at []int
	for i := t.body; i < len(t.toks); i++ {
		k := t.toks[i]
		if !taken[i] && k.isWord() && (t.use[i] == useNone || t.use[i] == useHeading) && !t.ownPart(k.raw) {
			words, at = append(words, k.raw), append(at, i)
		}
	}
	fit := x.heads.inAnyOrder(t.matches, words)
	if n := len(words) - 1; fit == nil && n > 0 && x.forms.Total(words[n]) { // of a row whose figures went astray
		words, at = words[:n], at[:n]
		fit = x.heads.inAnyOrder(t.matches, words)
	}
	if fit == nil {
		return
	}
	t.fit, t.columns, t.lanes = fit, nil, nil
	t.declare(x)
	for _, i := range at {
		t.use[i] = useHeading
	}
}

// ownPart reports a word that is a part of the name of the publishing unit.
func (t *textTable) ownPart(word string) bool {
	const least = 2 // characters
	word = plainKey(word)
	return len([]rune(word)) > least && strings.Contains(plainKey(t.printed), word)
}

// inAnyOrder fits all of some words, whatever their order says.
func (h *headings) inAnyOrder(m []form.Match, words []string) *headFit {
	fit := h.fit(m, words)
	if fit == nil || slices.ContainsFunc(words[fit.used:], func(s string) bool { return !h.catalog.Total(s) }) {
		return nil
	}
	back := slices.Clone(words)
	slices.Reverse(back)
	if b := h.fit(m, back); b == nil || !slices.Equal(fit.leaves, b.leaves) {
		return nil
	}
	return fit
}

// labels takes the body of a table apart into names with the figures that
// follow them, and the parts of codes, by their digits.
func (t *textTable) labels(x *textReader) (labels []namedRow, parts map[string][]int) {
	parts = make(map[string][]int)
	var words []textElem
	var figures [][]textElem // after each word
	for i := t.body; i < len(t.toks); i++ {
		k := t.toks[i]
		if t.use[i] != useNone {
			continue
		}
		e := textElem{toks: []int{i}, text: k.s, line: k.line, repairs: k.repairs}
		switch {
		case k.isMoney() || k.s == "0" || k.isDash() && t.dashAmount(i, t.body, len(t.toks)):
			e.kind = elemAmount
			if n := len(figures) - 1; n >= 0 {
				figures[n] = append(figures[n], e)
			}
		case k.digits(2) || k.digits(3, 5, 7) && classCode.MatchString(k.s[:3]):
			parts[k.s] = append(parts[k.s], i)
		case k.isWord():
			e.kind, e.text = elemWord, squeeze(k.raw)
			words, figures = append(words, e), append(figures, nil)
		}
	}
	for i := 0; i < len(words); {
		n, l := t.label(x, words[i:], figures[i:])
		if n > 0 {
			labels = append(labels, l)
		}
		i += max(n, 1)
	}
	return labels, parts
}

// label reads the longest name that some words begin with: one of a code, of a
// total or of the publishing unit. It has no words where there is none.
func (t *textTable) label(x *textReader, words []textElem, figures [][]textElem) (n int, best namedRow) {
	var l namedRow
	for k := range min(len(words), maxLabelWords) {
		if k > 0 && len(l.amounts) > 0 && len(figures[k]) > 0 {
			break // figures of two rows
		}
		l.words, l.amounts = words[:k+1], append(l.amounts, figures[k]...)
		name := l.name()
		l.total = x.forms.Total(name) || t.ownRow(&draftRow{inline: l.words})
		if l.codes = x.codesNamed(name); l.total && len(l.amounts) > 0 || len(l.codes) > 0 {
			n, best = k+1, l
		}
	}
	best.amounts = slices.Clone(best.amounts)
	return n, best
}

// codesNamed gives the codes of expenditure that a name may have, in order.
func (x *textReader) codesNamed(name string) []string {
	key := nameKey(name)
	if codes, ok := x.byName[key]; ok {
		return codes
	}
	var out []string
	for id, names := range x.names {
		if slices.ContainsFunc(names, func(s string) bool { return nameKey(s) == key }) {
			out = append(out, id)
		}
	}
	for _, s := range []code.Scheme{code.Functional, code.EconomicDept, code.EconomicGov} {
		for _, c := range code.ByName(s, name, 0) {
			out = append(out, c.Code)
		}
	}
	slices.Sort(out)
	out = slices.Compact(out)
	if x.byName == nil {
		x.byName = make(map[string][]string)
	}
	x.byName[key] = out
	return out
}

// assignCodes finds the one way to give the labels codes that ascend, each
// below its section and class, and need just the parts that are there. It
// returns nil where there is none or more than one.
func assignCodes(labels []namedRow, parts map[string][]int) []string {
	have := make(map[string]int)
	for p, at := range parts {
		have[p] = len(at)
	}
	var rows [][]string
	for _, l := range labels {
		if !l.total {
			rows = append(rows, slices.DeleteFunc(slices.Clone(l.codes), func(c string) bool {
				return have[c] == 0 && slices.ContainsFunc(codeLevels(c), func(p string) bool { return have[p] == 0 })
			}))
		}
	}
	var found []string
	cur := make([]string, 0, len(rows))
	steps := 0
	var try func(prev string) bool // false ends the search
	try = func(prev string) bool {
		if len(cur) == len(rows) {
			if !needs(cur, have) {
				return true
			}
			if found != nil {
				found = nil
				return false
			}
			found = slices.Clone(cur)
			return true
		}
		for _, c := range rows[len(cur)] {
			if steps++; steps > maxNameSteps {
				found = nil
				return false
			}
			if c <= prev || len(c) > code.Class && !strings.HasPrefix(prev, c[:len(c)-2]) {
				continue
			}
			cur = append(cur, c)
			more := try(c)
			cur = cur[:len(cur)-1]
			if !more {
				return false
			}
		}
		return true
	}
	const least = 3 // rows: fewer prove little
	if len(rows) < least {
		return nil
	}
	try("")
	return found
}

// needs reports whether codes, whole or parted by their levels, need just the
// parts that are there.
func needs(codes []string, have map[string]int) bool {
	whole, parted := make(map[string]int), make(map[string]int)
	for _, c := range codes {
		whole[c]++
		for _, p := range codeLevels(c) {
			parted[p]++
		}
	}
	return maps.Equal(whole, have) || maps.Equal(parted, have)
}

// codeLevels parts a code by its levels: 208 05 01.
func codeLevels(c string) []string {
	out := []string{c[:code.Class]}
	for i := code.Class; i+2 <= len(c); i += 2 {
		out = append(out, c[i:i+2])
	}
	return out
}

// takeParts takes the next parts of a code from those left, for the element of
// a row whose name stands on the given line.
func takeParts(left map[string][]int, id string, line int) *textElem {
	e := &textElem{kind: elemCode, text: id, line: line}
	levels := codeLevels(id)
	if len(left[id]) > 0 {
		levels = []string{id}
	}
	for _, p := range levels {
		e.toks = append(e.toks, left[p][0])
		left[p] = left[p][1:]
	}
	return e
}
