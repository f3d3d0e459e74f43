package parse

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"yusuan/parse/budget"
)

// A table of four pages that goes on without its title: the second page is tied
// to the first by a sum, the third by figures that are all zero and by a sum
// over two tables, which tie nothing, and the fourth only to the third.
func TestDistrustSeams(t *testing.T) {
	fact := func(table, page int, yuan int64) budget.Fact {
		return budget.Fact{Table: table, Span: budget.Span{Page: page}, Amount: decimal.NewFromInt(yuan), Status: budget.StatusProven}
	}
	sum := func(facts ...int) budget.Finding {
		return budget.Finding{Check: "hierarchy", Status: budget.Holds, Facts: facts}
	}
	doc := &budget.Document{
		Tables: []budget.Table{{Title: "甲表"}, {Title: "乙表"}},
		Facts: []budget.Fact{
			fact(0, 4, 100), fact(0, 4, 0), fact(0, 5, 100),
			fact(0, 6, 70), fact(0, 6, 0), fact(0, 7, 70),
			fact(1, 8, 70),
		},
		Findings: []budget.Finding{
			sum(0, 2), sum(1, 4), sum(3, 5), sum(0, 3, 6),
			{Check: "hierarchy", Status: budget.Fails, Facts: []int{0, 3}},
		}}
	distrustSeams(doc, []seam{{0, 5}, {0, 6}, {0, 7}})
	var got []budget.Status
	for _, f := range doc.Facts {
		got = append(got, f.Status)
	}
	const p, s = budget.StatusProven, budget.StatusStated
	if diff := cmp.Diff([]budget.Status{p, p, p, s, s, s, p}, got); diff != "" {
		t.Errorf("status (-want +got)\n%s", diff)
	}
	var said []int
	for _, u := range doc.Unread {
		said = append(said, u.Page)
	}
	if diff := cmp.Diff([]int{6, 7}, said); diff != "" {
		t.Errorf("said of pages (-want +got)\n%s", diff)
	}
}
