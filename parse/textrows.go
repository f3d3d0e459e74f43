package parse

import (
	"slices"
	"strings"

	"yusuan/parse/code"
)

// This file assembles rows from elements, and shares out the words between two
// rows.

// draftRow is a row before its columns are known.
type draftRow struct {
	lane    string
	code    string
	head    []textElem // words above the line of the code
	inline  []textElem
	tail    []textElem // words below
	amounts []textElem
	codeEl  *textElem
	total   bool
	label   bool // the row must have a label and has none: nothing can be said of it
	known   string
	guessed bool // on which of several sides it stands is told by its words alone
	heaped  bool // its figures follow several labels: they may be of any
	scrap   bool // a stray digit follows one of its figures
	stub    bool // a stray digit follows its code
}

func (d *draftRow) name() string {
	var b strings.Builder
	for _, part := range [][]textElem{d.head, d.inline, d.tail} {
		for _, e := range part {
			b.WriteString(e.text)
		}
	}
	return b.String()
}

func (d *draftRow) elems() []textElem {
	var out []textElem
	if d.codeEl != nil {
		out = append(out, *d.codeEl)
	}
	out = append(out, d.head...)
	out = append(out, d.inline...)
	out = append(out, d.tail...)
	return append(out, d.amounts...)
}

// rowMaker assembles rows from elements.
type rowMaker struct {
	total func(label string) bool
	names map[string][]string // known names by code
	gaps  bool                // blank lines keep rows apart
	uncut bool                // laid out in lanes that could not be cut: figures alone on a line are anyone's
}

// rows reads elements of a table whose rows stand one below the other.
func (m rowMaker) rows(elems []textElem, coded bool) []*draftRow {
	var rows []*draftRow
	var between [][]textElem // words before the anchor of each row
	var pending []textElem
	var cur *draftRow
	open := func(d *draftRow) {
		cur = d
		rows = append(rows, d)
		between = append(between, nil)
	}
	for n := range elems {
		e := elems[n]
		switch e.kind {
		case elemCode:
			d := &draftRow{code: e.text, codeEl: &elems[n]}
			open(d)
			between[len(between)-1] = pending
			pending = nil
		case elemWord:
			if cur != nil && cur.codeEl != nil && len(cur.amounts) == 0 && len(pending) == 0 && !m.total(e.text) {
				cur.inline = append(cur.inline, e)
				continue
			}
			pending = append(pending, e)
		case elemAmount:
			if cur != nil && len(pending) == 0 && cur.codeEl != nil && len(cur.amounts) == 0 {
				// A row without figures, and a total after it.
				if k := m.totalTail(cur.inline); k > 0 {
					pending = cur.inline[k:]
					cur.inline = cur.inline[:k]
				}
			}
			if cur != nil && len(pending) == 0 {
				cur.amounts = append(cur.amounts, e)
				continue
			}
			d := &draftRow{amounts: []textElem{e}, label: len(pending) == 0 || !coded && m.heap(pending)}
			open(d)
			between[len(between)-1] = pending
			pending = nil
		}
	}
	for n, d := range rows {
		var p *draftRow
		if n > 0 {
			p = rows[n-1]
		}
		m.share(p, d, between[n])
	}
	if len(rows) > 0 {
		last := rows[len(rows)-1]
		if last.codeEl != nil && m.wants(last) {
			last.tail = append(last.tail, pending...)
		}
	}
	for _, d := range rows {
		d.total = d.code == "" && m.total(d.name())
	}
	return rows
}

// heap reports words before a figure that are several labels rather than one:
// columns of a table that were printed one after the other.
func (m rowMaker) heap(words []textElem) bool {
	if len(words) > 2 {
		return true
	}
	return len(words) == 2 && (m.total(words[0].text) || m.total(words[1].text)) && !m.total(words[0].text+words[1].text)
}

// totalTail finds the label of a total at the end of a row's words, broken or
// not, and gives the element it begins with; 0 where there is none.
func (m rowMaker) totalTail(words []textElem) int {
	label := ""
	for k := len(words) - 1; k > 0 && k >= len(words)-4; k-- {
		label = words[k].text + label
		if m.total(label) && words[k].first {
			return k
		}
	}
	return 0
}

// wants reports whether a row's name may go on below its amounts.
func (m rowMaker) wants(d *draftRow) bool {
	if d == nil || d.codeEl == nil || len(d.amounts) == 0 {
		return false
	}
	if m.knows(d.code, d.name()) {
		return false
	}
	return len(d.inline) == 0 || len(d.head) > 0
}

func (m rowMaker) knows(id, name string) bool {
	return name != "" && slices.ContainsFunc(knownNames(m.names, id), func(k string) bool { return nameKey(k) == nameKey(name) })
}

// begins reports whether a name begins with one that the code has.
func (m rowMaker) begins(id, name string) bool {
	return slices.ContainsFunc(knownNames(m.names, id), func(k string) bool { return strings.HasPrefix(nameKey(name), nameKey(k)) })
}

// knownNames are the names that other tables of the document and the official
// lists give a code.
func knownNames(names map[string][]string, id string) []string {
	out := slices.Clone(names[id])
	for _, s := range schemes(id) {
		for _, c := range code.Names(s, id) {
			out = append(out, c.Name)
		}
	}
	return out
}

// schemes tells by its first digit of which lists a code may be.
func schemes(id string) []code.Scheme {
	switch {
	case id == "":
		return nil
	case id[0] == '2':
		return []code.Scheme{code.Functional}
	case id[0] == '3' || id[0] == '5':
		return []code.Scheme{code.EconomicDept, code.EconomicGov}
	}
	return []code.Scheme{code.Revenue}
}

func nameKey(s string) string {
	return strings.NewReplacer("(", "", ")", "", "（", "", "）", "", "、", "", "，", "", ",", "", "“", "", "”", "").Replace(plainKey(s))
}

// widest finds the one widest space between the lines of two rows, where
// blank lines keep rows apart.
func (m rowMaker) widest(p, d *draftRow, run []textElem) (int, bool) {
	if !m.gaps {
		return 0, false
	}
	last := func(d *draftRow) (line int) {
		for _, e := range d.elems() {
			line = max(line, e.line)
		}
		return line
	}
	first := func(d *draftRow) int {
		line := 1 << 30
		for _, e := range append(slices.Clone(d.inline), d.amounts...) {
			line = min(line, e.line)
		}
		if d.codeEl != nil {
			line = min(line, d.codeEl.line)
		}
		return line
	}
	at, wide, ties := 0, 0, 0
	prev := last(p)
	for k := 0; k <= len(run); k++ {
		next := first(d)
		if k < len(run) {
			next = run[k].line
		}
		switch gap := next - prev; {
		case gap > wide:
			at, wide, ties = k, gap, 1
		case gap == wide:
			ties++
		}
		prev = next
	}
	return at, wide > 1 && ties == 1
}

// share gives the words that stand between two rows to the first as the rest
// of its name, and to the second as the beginning.
func (m rowMaker) share(p, d *draftRow, run []textElem) {
	if len(run) == 0 {
		return
	}
	give := func(k int) {
		if p != nil {
			p.tail = append([]textElem(nil), run[:k]...)
		}
		d.head = append([]textElem(nil), run[k:]...)
	}
	if p != nil && p.codeEl == nil && len(p.amounts) > 0 && d.codeEl != nil && m.knows(d.code, d.name()) {
		give(len(run))
		return
	}
	if p == nil || p.codeEl == nil || len(p.amounts) == 0 {
		give(0)
		return
	}
	least := 0 // words the second row cannot do without
	if len(d.inline) == 0 {
		least = 1
	}
	best, score := -1, 0
	for k := 0; k+least <= len(run); k++ {
		s := 0
		q := *p
		q.tail = run[:k]
		if m.knows(p.code, q.name()) {
			s++
		}
		e := *d
		e.head = run[k:]
		if d.codeEl != nil && m.knows(d.code, e.name()) || d.codeEl == nil && m.total(e.name()) {
			s++
		}
		if s > score {
			best, score = k, s
		}
	}
	if best >= 0 {
		give(best)
		return
	}
	if k, ok := m.widest(p, d, run); ok {
		give(k)
		return
	}
	switch {
	case d.codeEl == nil && !m.wants(p):
		give(0)
	case !m.wants(p):
		give(0)
	case d.codeEl != nil && len(d.inline) > 0 && len(p.head) == 0:
		give(len(run))
	default:
		// Names are centred on the line of the figures: as many lines below as above.
		k := min(max(len(p.head), 0), len(run)-least)
		if len(p.head) == 0 && len(p.inline) == 0 {
			k = len(run) - least
		}
		give(k)
	}
}
