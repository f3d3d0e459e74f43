package parse

import (
	"strings"
	"testing"

	"yusuan/parse/budget"
)

// TestSlipInTwoTables copies one wrong figure into two tables, which is one
// finding on both, and has two different ones, which are two.
func TestSlipInTwoTables(t *testing.T) {
	const expenditure = `expenditure 205 教育支出 total 300.00
expenditure 205 教育支出 basic 200.00
expenditure 205 教育支出 project 100.00
expenditure 20502 普通教育 total 300.00
expenditure 20502 普通教育 basic 200.00
expenditure 20502 普通教育 project 100.00
expenditure 2050201 学前教育 total 120.00
expenditure 2050201 学前教育 basic 120.00
expenditure 2050201 学前教育 project 100.00
expenditure 2050202 小学教育 total 180.00
expenditure 2050202 小学教育 basic 80.00
expenditure 2050202 小学教育 project 100.00
`
	other := strings.ReplaceAll(expenditure, "expenditure", "general_public")
	for _, c := range []struct {
		name, rows string
		want       int
	}{
		{"the same figure", expenditure + other, 1},
		{"another figure", expenditure + strings.Replace(other, "2050201 学前教育 project 100.00", "2050201 学前教育 project 90.00", 1), 2},
	} {
		doc := rowsOf(t, c.rows)
		for i := range doc.Tables {
			for _, m := range []string{"total", "basic", "project"} {
				doc.Tables[i].Columns = append(doc.Tables[i].Columns, budget.Column{Path: m, Role: "measure", Measure: m})
			}
		}
		rows := map[string]int{}
		for i := range doc.Facts {
			f := &doc.Facts[i]
			k := doc.Tables[f.Table].Kind + f.Code
			if _, ok := rows[k]; !ok {
				rows[k] = len(rows)
			}
			f.Row, f.Page = rows[k], f.Table+1
		}
		Check(doc, Options{})
		var got []budget.Finding
		for _, f := range failures(doc) {
			if f.Severity == budget.SeverityError {
				got = append(got, f)
			}
		}
		if len(got) != c.want {
			t.Errorf("%s: %d findings, want %d: %v", c.name, len(got), c.want, got)
			continue
		}
		if f := got[0]; c.want == 1 && (f.Page != 1 || f.Other.Page != 2 || !strings.HasSuffix(f.Message, "；《general_public表》同一数字亦然") || strings.Count(f.Evidence, "\nalso columns-sum: ") != 1) {
			t.Errorf("%s: %+v", c.name, f)
		}
		disputed := tally(doc)[budget.StatusDisputed]
		if disputed != 2 {
			t.Errorf("%s: %d figures disputed, want one in each table", c.name, disputed)
		}
	}
}
