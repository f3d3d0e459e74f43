package parse

import (
	"strings"

	"github.com/shopspring/decimal"

	"yusuan/parse/budget"
	"yusuan/parse/form"
)

// facts turns the rows of a table into facts. Cells that read as no figure, or
// as one without a unit, are returned as unread, never dropped. Cells that
// count things are no amounts: they are returned as stated.
func (s *draft) facts(table int, unit tableUnit, rows []Row, forms *form.Catalog, engine string) (out []budget.Fact, stated []budget.Stated, unread []budget.Unread) {
	coded := map[string]bool{}
	for i := range rows {
		if rows[i].Code != "" {
			coded[rows[i].Lane] = true
		}
	}
	units, counts, items, prior := unitRows(rows, coded, forms), s.counts(rows, forms), s.listsItems(), s.priorRows(rows)
	for i := range rows {
		r := &rows[i]
		r.Total = units[i] || forms.Total(r.Name) || r.Code == "" && r.Name != "" && coded[r.Lane] && !strings.Contains(r.Name, "/") && !s.projectRow(i)
		for k := range r.Cells {
			cell := &r.Cells[k]
			c := &s.head.cols[cell.Column]
			if count := counts.unit(i, c); count != "" {
				if st, ok := counted(r, c, cell, count, s.first().Title); ok {
					stated = append(stated, st)
				}
				continue
			}
			f := budget.Fact{
				Table: table, Row: r.N, Lane: r.Lane, Code: r.Code, Name: r.Name, Parent: r.Parent, Total: r.Total,
				Measure: c.Measure, Column: c.Path, Raw: cell.Raw, Span: cell.Span, Engine: engine,
				Status: budget.StatusStated, Repairs: append(append([]budget.Repair(nil), r.Repairs...), cell.Repairs...),
			}
			if f.Measure == "" {
				f.Measure = "unknown"
			}
			if items {
				f.Measure = s.itemMeasure(r, f.Measure, forms)
			}
			f.Measure = withBase(f.Measure, prior[i])
			if why := unit.amount(&f, c.Unit); why != "" {
				unread = append(unread, budget.Unread{Kind: "table", Text: cell.Raw, Why: why, Span: cell.Span, Cell: &f})
				if f.Printed == "" {
					cell.Column = -1
				}
				continue
			}
			out = append(out, f)
		}
	}
	return out, stated, unread
}

// leaf is the innermost heading of a column.
func (c *leaf) leaf() string {
	if len(c.heads) == 0 {
		return ""
	}
	return c.heads[len(c.heads)-1]
}

// unitRows tells which rows of a table without codes bear the name of a unit
// and sum the rows below, up to the next such row: every figure must be the sum.
func unitRows(rows []Row, coded map[string]bool, forms *form.Catalog) []bool {
	out := make([]bool, len(rows))
	end := len(rows)
	for i := len(rows) - 1; i >= 0; i-- {
		r := &rows[i]
		if coded[r.Lane] || forms.BodyName(r.Name) == "" {
			if forms.Total(r.Name) {
				end = i
			}
			continue
		}
		if end > i+1 && sumsBelow(r, rows[i+1:end]) {
			out[i], end = true, i
		}
	}
	return out
}

// sumsBelow reports whether each figure of a row is the sum of those of its
// column in other rows, and there is one.
func sumsBelow(r *Row, below []Row) bool {
	any := false
	for _, c := range r.Cells {
		n, _, err := budget.ParseNumber(c.Raw)
		if err != nil {
			return false
		}
		sum := decimal.Zero
		for k := range below {
			for _, b := range below[k].Cells {
				if b.Column == c.Column && below[k].Lane == r.Lane {
					m, _, err := budget.ParseNumber(b.Raw)
					if err != nil {
						return false
					}
					sum = sum.Add(m)
				}
			}
		}
		if !n.Equal(sum) {
			return false
		}
		any = any || !n.IsZero()
	}
	return any
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
