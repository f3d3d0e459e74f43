package parse

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"yusuan/parse/budget"
)

// acrossDoc makes a small document: one table, one row of a code and a total.
func acrossDoc(year int, phase budget.Phase, scope budget.Scope, kind string, cells map[string]string) *budget.Document {
	doc := &budget.Document{
		SHA256: string(phase) + string(scope) + string(rune(year)) + kind, Organization: "明河市档案局", Year: year, Phase: phase, Scope: scope,
		Tables: []budget.Table{{Kind: kind, Title: kind}},
	}
	for _, m := range []string{"total", "prior_budget", "sangong", "sangong_budget", "reception_budget", "reception"} {
		raw, ok := cells[m]
		if !ok {
			continue
		}
		amount, printed, err := budget.ParseAmount(raw, "万元")
		if err != nil {
			panic(err)
		}
		doc.Facts = append(doc.Facts, budget.Fact{Row: 1, Name: "合计", Total: true, Measure: m, Raw: raw, Unit: "万元", Amount: amount, Printed: printed})
	}
	return doc
}

func TestCheckAcross(t *testing.T) {
	type line struct {
		Doc, Other              int
		Check, Actual, Expected string
	}
	for _, c := range []struct {
		name string
		docs []*budget.Document
		want []line
	}{
		{"prior base agrees", []*budget.Document{
			acrossDoc(2023, budget.PhaseBudget, budget.ScopeDepartment, "expenditure", map[string]string{"total": "100.00"}),
			acrossDoc(2024, budget.PhaseBudget, budget.ScopeDepartment, "expenditure", map[string]string{"total": "110.00", "prior_budget": "100.00"}),
		}, nil},
		{"prior base differs", []*budget.Document{
			acrossDoc(2023, budget.PhaseBudget, budget.ScopeDepartment, "expenditure", map[string]string{"total": "100.00"}),
			acrossDoc(2024, budget.PhaseBudget, budget.ScopeDepartment, "expenditure", map[string]string{"total": "110.00", "prior_budget": "108.00"}),
		}, []line{{1, 0, "prior-base", "1080000", "1000000"}}},
		{"budget within final accounts", []*budget.Document{
			acrossDoc(2024, budget.PhaseFinal, budget.ScopeUnit, "sangong", map[string]string{"sangong_budget": "5.10", "reception_budget": "1.20"}),
			acrossDoc(2024, budget.PhaseBudget, budget.ScopeUnit, "sangong", map[string]string{"sangong": "5.10", "reception": "1.00"}),
		}, []line{{0, 1, "initial-budget", "12000", "10000"}}},
		{"unit larger than department", []*budget.Document{
			acrossDoc(2024, budget.PhaseBudget, budget.ScopeUnit, "expenditure", map[string]string{"total": "120.00"}),
			acrossDoc(2024, budget.PhaseBudget, budget.ScopeDepartment, "expenditure", map[string]string{"total": "100.00"}),
		}, []line{{0, 1, "unit-over-department", "1200000", "1000000"}}},
		{"another scope's budget is no base", []*budget.Document{
			acrossDoc(2024, budget.PhaseFinal, budget.ScopeUnit, "sangong", map[string]string{"sangong_budget": "5.10"}),
			acrossDoc(2024, budget.PhaseBudget, budget.ScopeDepartment, "sangong", map[string]string{"sangong": "9.00"}),
		}, nil},
		{"two files of one year", []*budget.Document{
			acrossDoc(2024, budget.PhaseBudget, budget.ScopeUnit, "sangong", map[string]string{"sangong": "5.10", "reception": "1.00", "total": "7.00"}),
			func() *budget.Document {
				d := acrossDoc(2024, budget.PhaseBudget, budget.ScopeUnit, "sangong", map[string]string{"sangong": "5.10", "reception": "1.10", "total": "7.00"})
				d.SHA256 = "another"
				return d
			}(),
		}, []line{{1, 0, "documents-differ", "11000", "10000"}}},
	} {
		var got []line
		for _, f := range CheckAcross(c.docs) {
			got = append(got, line{f.Doc, f.Other, f.Check, f.Actual, f.Expected})
		}
		if d := cmp.Diff(c.want, got); d != "" {
			t.Errorf("%s: (-want +got)\n%s", c.name, d)
		}
	}
}
