package parse

import (
	"slices"

	"yusuan/parse/budget"
	"yusuan/parse/form"
)

// A table may be another than its title says, and add up all the same: two
// titles are exchanged, two headings, or the page is of another document. So
// sums within a table prove nothing of a column that other tables contradict,
// and none agrees with; nor in a table whose headings no form has in its kind,
// where no other table agrees.

// A column is the cells of one measure of a table.
type column struct {
	sheet   *sheet
	measure string
}

// alienColumns tells which columns nothing is proven in.
func (l *ledger) alienColumns(eqs []*equation, blames []*blame) func(c cell) bool {
	agrees, contradicted := map[column]bool{}, map[column]bool{}
	mark := func(in map[column]bool, e *equation) {
		for _, a := range e.cells() {
			if l.valued(a.cell) {
				in[column{a.sheet, a.measure}] = true
				in[column{a.sheet, ""}] = true
			}
		}
	}
	for _, e := range eqs {
		if between(e) && e.proves() {
			mark(agrees, e)
		}
	}
	for _, b := range blames {
		if slices.ContainsFunc(b.eqs, func(e *equation) bool { return !between(e) || e.id.Advisory || e.slight || e.fine }) {
			continue // a figure that its own table contradicts too
		}
		for _, e := range b.eqs {
			mark(contradicted, e)
		}
	}
	foreign := map[*sheet]bool{}
	for _, s := range l.sheets {
		foreign[s] = !agrees[column{s, ""}] && (contradicted[column{s, ""}] || l.foreignHeading(s))
	}
	return func(c cell) bool {
		at := column{c.sheet, c.measure}
		return foreign[c.sheet] || contradicted[at] && !agrees[at]
	}
}

// between reports whether an equation holds one table against another.
func between(e *equation) bool {
	s := e.sheets()
	return e.id.Rule == form.RuleEqual && s[0] != nil && s[1] != nil && s[0] != s[1]
}

// foreignHeading reports whether a column with figures has a measure that no
// declared form has in a table of the kind.
func (l *ledger) foreignHeading(s *sheet) bool {
	known := l.forms.Measures(s.table.Kind)
	if len(known) == 0 {
		return false
	}
	return slices.ContainsFunc(s.lines, func(ln *line) bool {
		for m, at := range ln.cell {
			if !known[m] && l.doc.Facts[at].Printed == budget.PrintedValue {
				return true
			}
		}
		return false
	})
}
