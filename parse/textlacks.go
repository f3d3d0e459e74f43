package parse

import (
	"slices"

	"yusuan/parse/budget"
)

// A table whose columns the text has lost, or that has no rules, may have been
// read with figures left out, or in the wrong row. What does not add up there is not known to be the
// publisher's mistake: this file says which tables these are, and takes back
// what their sums accuse.

// lacks reports a table of which figures are left over or not sure of their
// row or column.
func (t *textTable) lacks(rows []Row) bool {
	for i, u := range t.use {
		if u == useNone && t.toks[i].isMoney() {
			return true
		}
	}
	return len(t.unread) > 0 || slices.ContainsFunc(rows, func(r Row) bool {
		return len(r.Cells) > 0 && r.Unsure || slices.ContainsFunc(r.Cells, func(c Cell) bool { return c.Column < 0 && !isDashText(c.Raw) })
	})
}

// lack notes a table that lacks figures.
func (read *Read) lack(table int) {
	if read.lacking == nil {
		read.lacking = make(map[int]bool)
	}
	read.lacking[table] = true
}

// excuse leaves open what fails in tables that lack figures, and what fails
// with them.
func (read *Read) excuse(out *budget.Document) {
	if len(read.lacking) == 0 {
		return
	}
	titles := make(map[string]bool)
	for i := range read.lacking {
		titles[out.Tables[i].Title] = true
	}
	for i := range out.Facts {
		if f := &out.Facts[i]; f.Status == budget.StatusDisputed && read.lacking[f.Table] {
			f.Status = budget.StatusStated
		}
	}
	for i := range out.Findings {
		f := &out.Findings[i]
		if f.Status == budget.Fails && (titles[f.Title] || slices.ContainsFunc(f.Facts, func(k int) bool { return read.lacking[out.Facts[k].Table] })) {
			f.Status = budget.Unknown
		}
	}
}
