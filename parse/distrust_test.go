package parse

import (
	"testing"

	"yusuan/extract"
	"yusuan/parse/budget"
)

// A figure of a damaged page is stated, however well it adds up, and so is one
// of a table that such a page is part of.
func TestDistrust(t *testing.T) {
	doc := &budget.Document{
		Tables: []budget.Table{{Pages: []int{1}}, {Pages: []int{2, 3}}},
		Facts: []budget.Fact{
			{Span: budget.Span{Page: 1}, Status: budget.StatusProven},
			{Table: 1, Span: budget.Span{Page: 2}, Status: budget.StatusProven},
			{Table: 1, Span: budget.Span{Page: 2}, Status: budget.StatusDisputed},
			{Table: 1, Span: budget.Span{Page: 3}, Status: budget.StatusProven},
		}}
	distrust(doc, &extract.Document{Pages: []*extract.Page{{Number: 1}, {Number: 2, Damaged: true}, {Number: 3}}}, nil)
	for i, want := range []budget.Status{budget.StatusProven, budget.StatusStated, budget.StatusDisputed, budget.StatusStated} {
		if got := doc.Facts[i].Status; got != want {
			t.Errorf("fact %d is %s, want %s", i, got, want)
		}
	}
}
