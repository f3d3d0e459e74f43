package parse

import (
	"strings"

	"yusuan/parse/budget"
	"yusuan/parse/form"
)

// facts turns the rows of a table into facts. Cells that read as no figure, or
// as one without a unit, are returned as unread, never dropped.
func (s *draft) facts(table int, unit tableUnit, rows []Row, forms *form.Catalog, engine string) (out []budget.Fact, unread []budget.Unread) {
	coded := map[string]bool{}
	for i := range rows {
		if rows[i].Code != "" {
			coded[rows[i].Lane] = true
		}
	}
	for i := range rows {
		r := &rows[i]
		r.Total = forms.Total(r.Name) || r.Code == "" && r.Name != "" && coded[r.Lane] && !strings.Contains(r.Name, "/") && !s.projectRow(i)
		for k := range r.Cells {
			cell := &r.Cells[k]
			c := &s.head.cols[cell.Column]
			f := budget.Fact{
				Table: table, Row: r.N, Lane: r.Lane, Code: r.Code, Name: r.Name, Parent: r.Parent, Total: r.Total,
				Measure: c.Measure, Column: c.Path, Raw: cell.Raw, Span: cell.Span, Engine: engine,
				Status: budget.StatusStated, Repairs: append(append([]budget.Repair(nil), r.Repairs...), cell.Repairs...),
			}
			if f.Measure == "" {
				f.Measure = "unknown"
			}
			if why := unit.amount(&f, c.Unit); why != "" {
				unread = append(unread, budget.Unread{Kind: "table", Text: cell.Raw, Why: why, Span: cell.Span})
				if f.Printed == "" {
					cell.Column = -1
				}
				continue
			}
			out = append(out, f)
		}
	}
	return out, unread
}

// projectRow reports whether row i names a project, so that it is no total
// although it prints no code.
func (s *draft) projectRow(i int) bool {
	for k := range s.head.cols {
		if s.head.cols[k].Role == "project" && s.head.cols[k].lane == s.rows[i].lane && !s.rows[i].cells[k].empty() {
			return true
		}
	}
	return false
}

// columns lists the leaf columns of a table for its record.
func (s *draft) columns() []budget.Column {
	out := make([]budget.Column, len(s.head.cols))
	for i := range s.head.cols {
		out[i] = s.head.cols[i].Column
	}
	return out
}
