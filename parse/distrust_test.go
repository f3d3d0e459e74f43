package parse

import (
	"testing"

	"yusuan/extract"
	"yusuan/parse/budget"
)

// A figure of a damaged page is stated, however well it adds up.
func TestDistrust(t *testing.T) {
	doc := &budget.Document{Facts: []budget.Fact{
		{Span: budget.Span{Page: 1}, Status: budget.StatusProven},
		{Span: budget.Span{Page: 2}, Status: budget.StatusProven},
		{Span: budget.Span{Page: 2}, Status: budget.StatusDisputed},
	}}
	distrust(doc, &extract.Document{Pages: []*extract.Page{{Number: 1}, {Number: 2, Damaged: true}}}, nil)
	for i, want := range []budget.Status{budget.StatusProven, budget.StatusStated, budget.StatusDisputed} {
		if got := doc.Facts[i].Status; got != want {
			t.Errorf("fact %d is %s, want %s", i, got, want)
		}
	}
}
