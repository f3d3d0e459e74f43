package store

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"yusuan/parse/budget"
)

// sangongDocument prints “三公” figures of 万元, each as a column of one row
// that is called after the body.
func sangongDocument(year int, phase budget.Phase, figures map[string]string) *budget.Document {
	d := expenditure("甲局", year, line{"", "合计", "100", "40", "60"})
	d.Phase, d.SHA256 = phase, hash(string(phase))
	d.Tables = append(d.Tables, budget.Table{Kind: "sangong", Title: "“三公”经费表", Unit: "万元"})
	for _, measure := range []string{"sangong", "reception", "sangong_budget", "sangong_final", "reception_budget", "reception_final", "overseas_budget", "overseas_final"} {
		raw, ok := figures[measure]
		if !ok {
			continue
		}
		amount, printed, err := budget.ParseAmount(raw, "万元")
		if err != nil {
			panic(err)
		}
		d.Facts = append(d.Facts, budget.Fact{Table: 1, Row: 1, Name: "甲局", Measure: measure, Column: measure, Amount: amount, Unit: "万元", Raw: raw, Printed: printed, Engine: "native", Status: budget.StatusProven})
	}
	return d
}

// TestBudgetFinalMeasures: final accounts that print the budget beside what was
// spent are compared with the budget in what was spent; what only they say of
// the budget is marked as theirs.
func TestBudgetFinalMeasures(t *testing.T) {
	s := open(t)
	save(t, s, sangongDocument(2024, budget.PhaseBudget, map[string]string{"sangong": "22.45", "reception": "2.85"}),
		sangongDocument(2024, budget.PhaseFinal, map[string]string{"sangong_budget": "22.45", "sangong_final": "5.47", "reception_budget": "2.85", "reception_final": "1.12", "overseas_budget": "15", "overseas_final": "0"}))
	got, err := s.Compare(t.Context(), CompareOptions{Organization: "甲局", BudgetFinal: true, Tables: []string{"sangong"}})
	if err != nil {
		t.Fatal(err)
	}
	if len(got) != 1 {
		t.Fatalf("%d comparisons", len(got))
	}
	var rows []string
	for _, r := range got[0].Rows {
		rows = append(rows, short(r))
	}
	want := []string{
		"sangong 甲局 sangong: 22.45 → 5.47 (-16.98, -75.63%) same",
		"sangong 甲局 reception: 2.85 → 1.12 (-1.73, -60.7%) same",
		"sangong 甲局 overseas: ~15 → 0 (-15, -100%) same",
	}
	if diff := cmp.Diff(want, rows); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// TestAcrossSangong: the row of a “三公” table is known by its measure, whatever
// it is called, and final accounts have what was spent.
func TestAcrossSangong(t *testing.T) {
	s := open(t)
	save(t, s, sangongDocument(2024, budget.PhaseBudget, map[string]string{"sangong": "22.45"}),
		sangongDocument(2024, budget.PhaseFinal, map[string]string{"sangong_budget": "22.45", "sangong_final": "5.47"}))
	q := Quantity{Tables: []string{"sangong"}, Measure: "sangong"}
	for phase, want := range map[budget.Phase]int64{budget.PhaseBudget: 22_450_000, budget.PhaseFinal: 5_470_000} {
		got, err := s.Across(t.Context(), q, LineFilter{Phase: phase}, AcrossLimit{})
		if err != nil {
			t.Fatal(err)
		}
		if got.Found != 1 || got.Lines[0].Now.Fen != want {
			t.Errorf("%s: %+v, want %d", phase, got.Lines, want)
		}
	}
}
