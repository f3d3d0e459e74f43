package parse

import (
	"yusuan/parse/budget"
)

// rowFacts turns the rows of one table into facts, one an amount cell. Cells
// whose column is open keep their value with the measure unknown. Cells that
// cannot be read as an amount come back as unread.
func rowFacts(table int, t *budget.Table, unit tableUnit, rows []Row, engine string) ([]budget.Fact, []budget.Unread) {
	var facts []budget.Fact
	var unread []budget.Unread
	for _, r := range rows {
		for _, c := range r.Cells {
			f := budget.Fact{
				Table: table, Row: r.N, Lane: r.Lane, Code: r.Code, Name: r.Name, Parent: r.Parent, Total: r.Total,
				Measure: "unknown", Raw: c.Raw, Span: c.Span, Engine: engine, Status: budget.StatusStated,
			}
			f.Repairs = append(append(f.Repairs, r.Repairs...), c.Repairs...)
			own := ""
			if c.Column >= 0 && c.Column < len(t.Columns) {
				col := t.Columns[c.Column]
				f.Column, own = col.Path, col.Unit
				if col.Measure != "" {
					f.Measure = col.Measure
				}
			}
			if why := unit.amount(&f, own); why != "" {
				unread = append(unread, budget.Unread{Kind: "table", Text: c.Raw, Why: why, Span: c.Span})
				continue
			}
			facts = append(facts, f)
		}
	}
	return facts, unread
}
