package parse

import (
	"fmt"
	"regexp"
	"slices"

	"yusuan/parse/budget"
	"yusuan/parse/form"
)

// The columns of a table without rules are found by what stands in them, its
// rows by what stands beside. Where a figure stands among the labels, a heading
// among the figures or a code in the middle of a name, some column or row was
// not found, and what does not add up is not known to be the publisher's
// mistake.

// codeInside is a code between the words of a name.
var codeInside = regexp.MustCompile(`\p{Han}[0-9]{5}(?:[0-9]{2})?\p{Han}`)

// misprinted is a figure at the end of a text that is none for a letter or a
// comma in it: that is the publisher's mistake, and shows nothing of columns.
var misprinted = regexp.MustCompile(`[0-9](?:[0-9.,]*[OoIlSB][0-9OoIlSB.,]*|[0-9.]*,[0-9]{1,2})$`)

// openParts reports whether some part of a table was cut without ruling lines.
func (s *draft) openParts() bool {
	return slices.ContainsFunc(s.parts, func(p part) bool { return !p.region.Grid.Ruled })
}

// labelFigures lists the figures that a table cut without rules has among its
// labels, where they are nobody's amount.
func (s *draft) labelFigures() []budget.Unread {
	var out []budget.Unread
	for i := range s.rows {
		for k := range s.rows[i].cells {
			t := &s.rows[i].cells[k]
			if role := s.head.cols[k].Role; role == "measure" || role == "code" || t.over {
				continue
			}
			if text := t.tight(); wholeFigure.MatchString(text) && text != "0" {
				out = append(out, budget.Unread{Kind: "table", Text: text, Span: t.span, Why: fmt.Sprintf("figure %q stands among labels", text)})
			}
		}
	}
	return out
}

// doubtWraps marks rows of a table cut without rules whose name may lack its end:
// below a name with an ordinal and a figure stands one with neither.
func doubtWraps(rows []Row, total func(string) bool) {
	figures := func(r *Row) bool {
		return slices.ContainsFunc(r.Cells, func(c Cell) bool { return c.Raw != "" })
	}
	last := map[string]*Row{} // by lane
	for i := range rows {
		r := &rows[i]
		if o := last[r.Lane]; o != nil && o.Code+r.Code == "" && figures(o) && !figures(r) &&
			labelOrdinal.MatchString(form.Plain(o.Name)) && !labelOrdinal.MatchString(form.Plain(r.Name)) && !total(r.Name) {
			o.Unsure = true
		}
		last[r.Lane] = r
	}
}

// misplaced reports whether the rows of a table cut without rules show that a
// column or a row of it was not found; unread are the cells that are no figures
// and the figures that are no cells. A column without a heading is no column of
// the table's.
func (s *draft) misplaced(rows []Row, unread []budget.Unread) bool {
	headless := func(c leaf) bool { return c.Role == "measure" && len(c.heads) == 0 }
	astray := func(u budget.Unread) bool { return !misprinted.MatchString(u.Text) }
	return slices.ContainsFunc(unread, astray) || slices.ContainsFunc(s.head.cols, headless) || slices.ContainsFunc(rows, func(r Row) bool {
		return r.Unsure && len(r.Cells) > 0 || codeInside.MatchString(r.Name)
	})
}

// goesOn reports whether the rows that follow a table without a title of their
// own, right below or on the next page, may be the rest of it.
func (s *draft) goesOn(next *draft) bool {
	r, last := next.first(), s.last()
	return r.Title == "" && !r.Broken && next.openParts() && r.Grid.Page-last.Grid.Page <= 1 && next.kind == "unknown" && len(next.rows) > 0
}
