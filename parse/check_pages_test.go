package parse

import (
	"testing"

	"yusuan/extract"
	"yusuan/parse/budget"
	"yusuan/parse/form"
)

func TestTableNumber(t *testing.T) {
	for s, want := range map[string]int{
		"公开05表": 5, "表五": 5, "附表12": 12, "表十": 10, "表十一": 11, "表二十": 20, "公开 08 表": 8, "预算批复03表": 3,
		"表3-3": 0, "": 0, "表甲": 0, "01": 1,
	} {
		if got := tableNumber(s); got != want {
			t.Errorf("tableNumber(%q) = %d, want %d", s, got, want)
		}
	}
}

// disclosure has one table of each kind, numbered from 1; "-" leaves a place out.
func disclosure(kinds ...string) *budget.Document {
	doc := &budget.Document{}
	for i, k := range kinds {
		if k == "-" {
			continue
		}
		doc.Tables = append(doc.Tables, budget.Table{Kind: k, Title: k, Number: "公开0" + string(rune('1'+i)) + "表", Start: budget.Span{Page: i + 1}})
	}
	return doc
}

// Tables that a file has lost are told by the count, or by the rule that they
// must be published.
func TestLostTables(t *testing.T) {
	whole := []string{"summary", "revenue", "expenditure", "appropriation", "general_public", "general_public_basic", "sangong", "government_fund"}
	without := func(out ...int) []string {
		k := append([]string{}, whole...)
		for _, i := range out {
			k[i] = "-"
		}
		return k
	}
	for _, c := range []struct {
		name    string
		kinds   []string
		missing []string
		checks  []string
	}{
		{"whole", whole, nil, nil},
		{"first lost", without(0), nil, []string{"table-gap"}},
		{"two in the middle", without(3, 4), nil, []string{"table-gap", "table-gap"}},
		{"last lost", without(7), nil, []string{"table-required"}},
		{"last lost, known from the contents list", without(7), []string{"government_fund"}, nil},
		{"an excerpt", []string{"summary", "revenue"}, nil, nil},
		{"no tables", nil, nil, nil},
	} {
		var got []string
		for _, f := range lostTables(disclosure(c.kinds...), c.missing, form.Builtin()) {
			got = append(got, f.Check)
			if f.Message == "" || f.Severity != budget.SeverityWarning {
				t.Errorf("%s: finding %+v", c.name, f)
			}
		}
		if len(got) != len(c.checks) || len(got) > 0 && got[0] != c.checks[0] {
			t.Errorf("%s: %v, want %v", c.name, got, c.checks)
		}
	}
}

// A page that stands in a file twice counts once; pages that only look alike
// both count.
func TestDoubledPages(t *testing.T) {
	page := func(n int, last string) *extract.Page {
		p := &extract.Page{Number: n}
		for i := range minDoubled {
			p.Glyphs = append(p.Glyphs, extract.Glyph{Text: "1", X0: float64(10 * i), Base: 100})
		}
		p.Glyphs[minDoubled-1].Text = last
		return p
	}
	pages := []*extract.Page{page(1, "1"), page(2, "2"), page(3, "1"), {Number: 4}, {Number: 5}}
	doubled := doubledPages(pages)
	if len(doubled) != 1 || doubled[3] != 1 {
		t.Errorf("doubled pages %v, want 3 as 1", doubled)
	}
	doc := &extract.Document{Pages: pages}
	if got := single(doc, doubled); len(got.Pages) != 4 || len(doc.Pages) != 5 {
		t.Errorf("%d of %d pages kept, want 4 of 5", len(got.Pages), len(doc.Pages))
	}
	if f := pageFindings(doc, doubled, form.Builtin().Identities()); len(f) != 1 || f[0].Page != 3 || f[0].Other.Page != 1 || f[0].Message == "" {
		t.Errorf("findings %+v", f)
	}
}
