package parse

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"yusuan/parse/budget"
	"yusuan/parse/form"
)

func TestPairTables(t *testing.T) {
	table := func(kind, title string) budget.Table { return budget.Table{Kind: kind, Title: title} }
	a := []budget.Table{table("summary", "收支总表"), table("general_public", "（无支出）一般公共预算支出表"), table("sangong", "“三公”经费表")}
	b := []budget.Table{table("summary", "收支总表"), table("revenue", "收入总表"), table("general_public", "一般公共预算支出表")}
	want := []tablePair{{0, 0}, {-1, 1}, {1, 2}, {2, -1}}
	if d := cmp.Diff(want, pairTables(a, b), cmp.AllowUnexported(tablePair{})); d != "" {
		t.Errorf("(-want +got)\n%s", d)
	}
}

func TestChosenFigures(t *testing.T) {
	fact := func(row int, name, measure string, amount int64, s budget.Status) budget.Fact {
		return budget.Fact{Row: row, Name: name, Measure: measure, Amount: decimal.NewFromInt(amount), Printed: budget.PrintedValue, Status: s}
	}
	const proven, stated = budget.StatusProven, budget.StatusStated
	columns := []budget.Column{{Role: "measure", Measure: "total"}, {Role: "measure", Measure: "basic"}, {Role: "measure", Measure: "unknown"}}
	for _, tc := range []struct {
		name       string
		own, other []budget.Fact
		want       []string // measures
	}{
		{"several parts settle a column",
			[]budget.Fact{fact(1, "合计", "total", 5, proven), fact(1, "合计", "basic", 3, proven), fact(1, "合计", "project", 2, proven)}, nil,
			[]string{"total", "basic", "project"}},
		{"one part settles nothing",
			[]budget.Fact{fact(1, "合计", "total", 5, proven), fact(1, "合计", "basic", 5, proven)}, nil,
			[]string{"unknown", "unknown"}},
		{"both readings agree",
			[]budget.Fact{fact(1, "合计", "total", 5, stated)}, []budget.Fact{fact(4, "合 计", "total", 5, stated)},
			[]string{"total"}},
		{"the other reading proves it of another row",
			[]budget.Fact{fact(1, "外交支出", "total", 5, proven), fact(1, "外交支出", "basic", 3, proven), fact(1, "外交支出", "project", 2, proven)},
			[]budget.Fact{fact(1, "国防支出", "total", 5, proven)},
			[]string{"unknown", "basic", "project"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			r := &reading{forms: form.Builtin(), facts: [][]budget.Fact{tc.own},
				Read: &Read{Tables: []budget.Table{{Kind: "expenditure", Columns: columns}}, Rows: [][]Row{nil}}}
			var out Read
			out.take(r, 0, tc.other)
			var got []string
			for _, f := range out.Facts {
				got = append(got, f.Measure)
			}
			if d := cmp.Diff(tc.want, got); d != "" {
				t.Errorf("(-want +got)\n%s", d)
			}
		})
	}
}

// TestDeclaredPairs leaves the headings of the other phase out: 金额 stands right
// under 支出 in final accounts alone.
func TestDeclaredPairs(t *testing.T) {
	pair := headKey("支出") + "/" + headKey("金额")
	for phase, want := range map[budget.Phase]bool{budget.PhaseFinal: true, budget.PhaseUnknown: true, budget.PhaseBudget: false} {
		if got := declaredPairs(form.Builtin(), phase)[pair]; got != want {
			t.Errorf("%q: %v, want %v", phase, got, want)
		}
	}
}
