package parse

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"yusuan/extract"
	"yusuan/parse/budget"
	"yusuan/parse/form"
)

// moneyUnit is the unit that a label prints after its words: 资金总额（万元）.
var moneyUnit = regexp.MustCompile(`\([^()]{0,3}元\)`)

// thing says what a cell of a performance table names: level1, value, funds, …
// heading for what only stands above others, "" for what no form knows.
func thing(text string, kind string, forms *form.Catalog) string {
	w, err := targetWordList()
	if err != nil {
		return ""
	}
	plain := strings.TrimRight(moneyUnit.ReplaceAllString(form.Plain(text), ""), ":")
	named := func(list []string) bool {
		return slices.ContainsFunc(list, func(s string) bool { return form.Plain(s) == plain })
	}
	switch {
	case named(w.Project):
		return "project"
	case named(w.Funds):
		return "funds"
	case named(w.Goal):
		return "goal"
	}
	if c, ok := forms.Column(kind, budget.PhaseUnknown, []string{text}); ok {
		if c.Role == "text" {
			return c.Measure
		}
		return c.Role
	}
	if named(w.Heading) {
		return "heading"
	}
	return ""
}

// targets reads a performance table: a form of labels with their values on the
// right or below, then indicators in three levels.
func (s *draft) targets(forms *form.Catalog) []budget.Target {
	var out []budget.Target
	var base budget.Target
	at := map[string]int{} // place of each thing's column, of the first grid
	for n := range s.parts {
		p := &s.parts[n]
		g := p.region.Grid
		for r := 0; r < g.NumRows(); r++ {
			if found := levelRow(g, r, s.kind, forms); found != nil {
				at = found
				besideLevels(g, r, at, s.kind, forms)
				continue
			}
			if len(at) == 0 {
				s.formRow(g, r, &base, forms)
				continue
			}
			if t, ok := targetRow(g, r, at); ok {
				t.Project = cmp.Or(t.Project, base.Project)
				t.Funds = cmp.Or(t.Funds, base.Funds)
				t.Goal = cmp.Or(t.Goal, base.Goal)
				if t.Level1 == "" && len(out) > 0 {
					t.Level1 = out[len(out)-1].Level1
				}
				if t.Level2 == "" && len(out) > 0 && t.Level1 == out[len(out)-1].Level1 {
					t.Level2 = out[len(out)-1].Level2
				}
				out = append(out, t)
			}
		}
	}
	if len(at) == 0 {
		if listed := s.listedTargets(forms); len(listed) > 0 {
			return listed
		}
	}
	if len(out) == 0 && (base.Project != "" || base.Goal != "") {
		base.Span = spanOf(s.first().Grid.Page, s.first().Grid.Box)
		out = append(out, base)
	}
	return out
}

// levelRow finds the columns of the indicator levels in the row that heads
// them, nil for other rows.
func levelRow(g *Grid, r int, kind string, forms *form.Catalog) map[string]int {
	found, levels := map[string]int{}, 0
	for c := 0; c < g.NumCols(); {
		cell := g.At(r, c)
		c = cell.Col + cell.Cols
		if cell.Row != r {
			continue
		}
		switch t := thing(cell.Text(), kind, forms); t {
		case "level1", "level2", "level3":
			levels++
			fallthrough
		case "value", "operator", "measure_unit":
			if _, twice := found[t]; !twice {
				found[t] = cell.Col
			}
		}
	}
	if _, ok := found["level2"]; !ok && levels < 2 || levels == 0 {
		return nil
	}
	if _, ok := found["value"]; !ok {
		// The column after the levels.
		last := 0
		for _, c := range found {
			last = max(last, c)
		}
		cell := g.At(r, last)
		if next := cell.Col + cell.Cols; next < g.NumCols() {
			found["value"] = next
		}
	}
	return found
}

// besideLevels adds the columns of a table that lists projects, each beside its
// indicators: project, funds and goal, headed in row r or above and down to it.
func besideLevels(g *Grid, r int, at map[string]int, kind string, forms *form.Catalog) {
	for c := 0; c < g.NumCols(); {
		cell := g.At(r, c)
		c = cell.Col + cell.Cols
		if cell.Row+cell.Rows != r+1 {
			continue
		}
		switch t := thing(cell.Text(), kind, forms); t {
		case "project", "funds", "goal":
			if _, twice := at[t]; !twice {
				at[t] = cell.Col
			}
		}
	}
}

// targetRow reads one indicator.
func targetRow(g *Grid, r int, at map[string]int) (budget.Target, bool) {
	var t budget.Target
	starts := false
	text := func(name string) string {
		c, ok := at[name]
		if !ok || c >= g.NumCols() {
			return ""
		}
		cell := g.At(r, c)
		if name == "level3" || name == "value" {
			starts = starts || cell.Row == r && len(cell.Words) > 0
			if cell.Row == r && t.Span.Page == 0 {
				t.Span = spanOf(g.Page, cell.Box)
			}
		}
		if name == "value" && cell.Col < c {
			return "" // one cell with the level before
		}
		return cell.Printed()
	}
	t.Project, t.Funds, t.Goal = text("project"), text("funds"), text("goal")
	t.Level1, t.Level2, t.Level3 = text("level1"), text("level2"), text("level3")
	t.Raw = text("value")
	if !starts {
		c, ok := at["level2"]
		if !ok || g.At(r, c).Row != r || len(g.At(r, c).Words) == 0 {
			return t, false
		}
		t.Span = spanOf(g.Page, g.At(r, c).Box)
	}
	t.Operator, t.Value, t.UnitTxt = splitTarget(extract.Normalize(t.Raw))
	t.UnitTxt = strings.Trim(cmp.Or(t.UnitTxt, text("measure_unit")), "()（）")
	if op := text("operator"); t.Operator == "" && t.Value != "" && strings.Trim(op, "=＝≥≤><＞＜") == "" {
		t.Operator = extract.Normalize(op)
	}
	return t, true
}

// formRow reads the labels of a row and the values beside or below them.
func (s *draft) formRow(g *Grid, r int, base *budget.Target, forms *form.Catalog) {
	for c := 0; c < g.NumCols(); {
		cell := g.At(r, c)
		c = cell.Col + cell.Cols
		if cell.Row != r || len(cell.Words) == 0 {
			continue
		}
		name := thing(cell.Text(), s.kind, forms)
		var into *string
		switch name {
		case "project":
			into = &base.Project
		case "funds":
			into = &base.Funds
		case "goal":
			into = &base.Goal
		default:
			continue
		}
		if *into != "" {
			continue
		}
		if c < g.NumCols() {
			if v := g.At(r, c).Printed(); v != "" && thing(v, s.kind, forms) == "" {
				*into = v
				continue
			}
		}
		if below := cell.Row + cell.Rows; below < g.NumRows() {
			if v := g.At(below, cell.Col).Printed(); thing(v, s.kind, forms) == "" {
				*into = v
			}
		}
	}
}
