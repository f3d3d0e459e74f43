package report

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"yusuan/parse/budget"
)

func TestAmounts(t *testing.T) {
	fact := func(measure string, s budget.Status, p budget.Printed) budget.Fact {
		return budget.Fact{Measure: measure, Status: s, Printed: p}
	}
	doc := &budget.Document{
		Tables: []budget.Table{{Kind: "revenue"}},
		Facts: []budget.Fact{
			fact("total", budget.StatusProven, budget.PrintedValue), fact("total", budget.StatusDisputed, budget.PrintedValue),
			fact("unknown", budget.StatusStated, budget.PrintedValue), fact("unknown", budget.StatusStated, budget.PrintedValue),
			fact("total", budget.StatusStated, budget.PrintedZero), fact("total", budget.StatusStated, budget.PrintedValue),
			fact("total", budget.StatusStated, budget.PrintedBlank), fact("total", budget.StatusStated, budget.PrintedValue),
			fact("total", budget.StatusStated, budget.PrintedValue), fact("total", budget.StatusStated, budget.PrintedValue),
		},
		Findings: []budget.Finding{
			{Status: budget.Unknown, Facts: []int{7}},
			{Status: budget.Holds, Facts: []int{7, 8, 9}}, {Status: budget.Fails, Check: "code-unknown", Facts: []int{8}}, {Status: budget.Fails, Check: "columns-sum", Facts: []int{8}},
		},
	}
	want := "amounts: 1 proven, 7 stated, 1 disputed; stated because 2: its column is not known 所在栏未能确定, " +
		"1: a zero among zeros 零，别无他数, 1: it adds up, but its row, column or page is in doubt 虽合等式，所在行、栏或页存疑, " +
		"1: its code is in doubt 科目编码存疑, 1: its identities lack a side 所在等式缺一方, 1: no identity covers it 无等式涉及"
	if diff := cmp.Diff(want, Amounts(doc)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
