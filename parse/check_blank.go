package parse

import (
	"strings"

	"github.com/shopspring/decimal"

	"yusuan/parse/budget"
	"yusuan/parse/form"
)

// whyBlank is why an equation with a blank in it is not settled.
const whyBlank = "a part is blank, and nothing shows that blank means zero here"

// missingFigures finds rows whose figure is lost, or is none as printed: two
// sums leave the same for it, or the one blank of a sum is short by just what
// it leaves for it. One sum of several blanks names none.
func (l *ledger) missingFigures(eqs []*equation) []budget.Finding {
	var out []budget.Finding
	var seen []cell
	add := func(c cell, e *equation, should decimal.Decimal) {
		for _, o := range seen {
			if o.same(c) {
				return
			}
		}
		seen = append(seen, c)
		out = append(out, l.missingFigure(c, e, should))
	}
	for _, lost := range l.losses {
		add(lost.cell, lost.by, lost.should)
	}
	for _, e := range eqs {
		read := e.why == whyBlank && e.id.Rule == form.RuleHierarchy
		if e.outcome != budget.Unknown || e.blanks != 1 || !read && (e.why != whyUnread || e.soft || e.id.Rule == form.RuleAtMost) {
			continue
		}
		for _, a := range e.cells() {
			if !l.blank(a.cell) || a.fact < 0 && !a.unread() {
				continue
			}
			if should, ok := e.leftFor(a.cell); ok && should.Sign() > 0 {
				add(a.cell, e, should)
			}
		}
	}
	return out
}

// missingFigure words what an equation leaves for a cell without a figure.
func (l *ledger) missingFigure(c cell, e *equation, should decimal.Decimal) budget.Finding {
	f := l.rowFinding("figure-missing", budget.SeverityWarning, c.sheet, c.line, c.line.code)
	f.Span, f.Actual = l.span(c), ""
	column := l.columnName(c)
	if unread := c.line.unread[c.measure]; c.fact < 0 && unread != nil {
		f = l.rowFinding("figure-unread", budget.SeverityWarning, c.sheet, c.line, c.line.code)
		f.Span, f.Actual = unread.Span, unread.Text
		column = unread.Cell.Column
	}
	f.Facts = nil
	if c.fact >= 0 {
		f.Facts = []int{c.fact}
	}
	unit, places := l.display(e.left[0].cell)
	m, _ := l.ids.Message(f.Check)
	fill := strings.NewReplacer("{title}", c.sheet.table.Title, "{row}", rowName(c.line), "{column}", column, "{actual}", f.Actual, "{expected}", money(should, unit, places))
	f.Message, f.English = fill.Replace(m.Zh), fill.Replace(m.En)
	f.Expected, f.Evidence = should.String(), l.written(e)
	return f
}
