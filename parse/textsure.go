package parse

import (
	"slices"
	"strings"

	"yusuan/parse/form"
)

// Sums show that figures belong together, not that their row or their table
// has the right name. Text without places cuts and joins labels, and loses
// codes: this file says which rows are not sure of what they are called.

// unsure reports a row whose label, code or side is not certain.
func (x *textReader) unsure(t *textTable, d *draftRow) bool {
	name := nameKey(d.name())
	switch {
	case d.guessed || d.heaped:
		return true
	case d.code != "":
		return !t.has("project") && x.misnamed(t, d)
	case t.has("project"):
		return false
	case t.has("code") && !d.total && !t.ownRow(d):
		return true // its code is lost
	case name == "":
		return t.has("name") || t.has("item") || slices.ContainsFunc(t.rows, func(o *draftRow) bool { return o.name() != "" })
	case len([]rune(name)) == 1:
		return true // the rest of a label
	}
	if t.ownRow(d) {
		return !strings.HasSuffix(plainKey(t.printed), plainKey(d.name())) // the rest of it is lost
	}
	return d.pieces() > 1 && !d.total && !x.labels[name] && !x.classes[nameKey(stripOrdinal(d.name()))]
}

// misnamed reports a coded row that has the label of another: of a total, of
// the publishing unit, or one from another line that its code is not known by.
func (x *textReader) misnamed(t *textTable, d *draftRow) bool {
	if x.forms.Total(d.name()) || t.ownRow(d) {
		return true
	}
	m := rowMaker{names: x.namesBeside(t)}
	return !slices.ContainsFunc(d.inline, func(e textElem) bool { return e.line == d.codeEl.line }) && !m.knows(d.code, d.name())
}

// doubtStray marks all rows of a table as unsure of which a class of
// expenditure stands on a side that has none: its sides were not told apart.
func doubtStray(rows []Row) {
	if !slices.ContainsFunc(rows, func(r Row) bool { return strayClass(r.Lane, r.Name) }) {
		return
	}
	for i := range rows {
		rows[i].Unsure = true
	}
}

// strayClass reports the name of a functional class on a side of a table where
// none stands.
func strayClass(lane, name string) bool {
	return lane != "" && lane != "expenditure" && functionalClasses()[nameKey(stripOrdinal(name))]
}

// pieces counts the words that a label is put together from.
func (d *draftRow) pieces() int {
	n := 0
	for _, part := range [][]textElem{d.head, d.inline, d.tail} {
		for _, e := range part {
			n += len(e.toks)
		}
	}
	return n
}

// unsureLabel reports the row at i, without a code, whose label may lack its
// rest, or whose figure stands on another page than its label.
func unsureLabel(rows []Row, i int, total func(string) bool) bool {
	r := &rows[i]
	if r.Code != "" || len(r.Cells) == 0 {
		return false
	}
	if slices.ContainsFunc(r.Cells, func(c Cell) bool { return c.Page != r.Page }) {
		return true
	}
	if !labelOrdinal.MatchString(form.Plain(r.Name)) {
		return false
	}
	for _, o := range rows[i+1:] {
		if o.Lane == r.Lane {
			return o.Code == "" && len(o.Cells) == 0 && !labelOrdinal.MatchString(form.Plain(o.Name)) && !total(o.Name)
		}
	}
	return false
}

// sideOf tells by its words on which of so many sides of a table a label
// stands, -1 where they do not tell: of two sides of expenditure only the
// names of classes and of totals do.
func (x *textReader) sideOf(label string, sides int) int {
	s := sideOf(label, x.classes)
	if s == 1 && sides > 2 && !x.classes[nameKey(stripOrdinal(label))] && !x.forms.Total(label) && !strings.HasSuffix(label, "计") {
		return -1
	}
	return s
}
