package parse

import (
	"strings"

	"yusuan/parse/budget"
	"yusuan/parse/form"
)

// whyBlank is why an equation with a blank in it is not settled.
const whyBlank = "a part is blank, and nothing shows that blank means zero here"

// missingFigures finds rows whose figure is lost: the one blank of a sum that
// is short by just what it leaves for it. One sum of several blanks names none.
func (l *ledger) missingFigures(eqs []*equation) []budget.Finding {
	var out []budget.Finding
	seen := map[int]bool{}
	for _, e := range eqs {
		if e.outcome != budget.Unknown || e.why != whyBlank || e.blanks != 1 || e.id.Rule != form.RuleHierarchy {
			continue
		}
		for _, a := range e.cells() {
			if !l.blank(a.cell) || a.fact < 0 || seen[a.fact] {
				continue
			}
			should, ok := l.implied(e, a.fact)
			if !ok || should.Sign() <= 0 {
				continue
			}
			seen[a.fact] = true
			f := l.rowFinding("figure-missing", budget.SeverityWarning, a.sheet, a.line, a.line.code)
			unit, places := l.display(e.left[0].cell)
			m, _ := l.ids.Message("figure-missing")
			fill := strings.NewReplacer("{title}", a.sheet.table.Title, "{row}", rowName(a.line), "{column}", l.columnName(a.cell), "{expected}", money(should, unit, places))
			f.Message, f.English = fill.Replace(m.Zh), fill.Replace(m.En)
			f.Expected, f.Actual, f.Facts, f.Span, f.Evidence = should.String(), "", []int{a.fact}, l.span(a.cell), l.written(e)
			out = append(out, f)
		}
	}
	return out
}
