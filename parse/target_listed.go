package parse

import (
	"slices"

	"yusuan/extract"
	"yusuan/parse/budget"
	"yusuan/parse/form"
)

// listedTargets reads a table that lists projects in rows and their indicators
// in columns, a kind of indicator each: 产出指标 over 数量指标 and 质量指标.
func (s *draft) listedTargets(forms *form.Catalog) []budget.Target {
	things := make([]string, len(s.head.cols))
	named, kinds := false, 0
	for k := range s.head.cols {
		c := &s.head.cols[k]
		switch t := thing(c.leaf(), s.kind, forms); {
		case t == "project" || t == "funds" || t == "goal":
			things[k] = t
			named = named || t == "project"
		case indicatorColumn(c.heads):
			things[k] = "indicator"
			kinds++
		}
	}
	if !named || kinds < 2 {
		return nil
	}
	var out []budget.Target
	for i := range s.rows {
		out = append(out, s.listedRow(&s.rows[i], things)...)
	}
	return out
}

// listedRow gives a target for each indicator of a project's row.
func (s *draft) listedRow(row *rawRow, things []string) []budget.Target {
	var base budget.Target
	for k, t := range things {
		switch cell := &row.cells[k]; t {
		case "project":
			base.Project = cell.printed()
		case "funds":
			base.Funds = cell.printed()
		case "goal":
			base.Goal = cell.printed()
		}
	}
	var out []budget.Target
	for k, t := range things {
		cell, heads := &row.cells[k], s.head.cols[k].heads
		if t != "indicator" || cell.empty() {
			continue
		}
		one := base
		one.Level1, one.Raw, one.Span = heads[0], cell.printed(), cell.span
		if len(heads) > 1 {
			one.Level2 = heads[len(heads)-1]
		}
		one.Operator, one.Value, one.UnitTxt = splitTarget(extract.Normalize(one.Raw))
		out = append(out, one)
	}
	return out
}

// indicatorColumn reports whether one of a column's headings names a kind of
// indicator.
func indicatorColumn(heads []string) bool {
	w, err := targetWordList()
	return err == nil && slices.ContainsFunc(heads, func(h string) bool {
		return slices.Contains(w.Level1, form.Plain(h)) || slices.Contains(w.Level2, form.Plain(h))
	})
}
