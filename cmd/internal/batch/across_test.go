package batch

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"yusuan/parse"
	"yusuan/parse/budget"
)

// TestAcross holds documents that were read against each other: sound ones
// agree, and one figure changed in one of them is found in the pair.
func TestAcross(t *testing.T) {
	read := func(name string) *budget.Document {
		return readFixture(t, filepath.Join(fixtures, "documents", name))
	}
	before, now := read("dongdi_jiuye_2021_budget.pdf"), read("dongdi_jiuye_2022_budget.pdf")
	plan, final := read("minghe_caizheng_2024_budget.pdf"), read("minghe_caizheng_2024_final.pdf")
	again := func(d *budget.Document, change func(*budget.Document)) *budget.Document {
		c := *d
		c.SHA256 += "'"
		c.Facts = slices.Clone(d.Facts)
		change(&c)
		return &c
	}
	more := func(d *budget.Document, kind, code, measure string) func(*budget.Document) {
		return func(c *budget.Document) {
			found := false
			for i := range c.Facts {
				if f := &c.Facts[i]; c.Tables[f.Table].Kind == kind && f.Code == code && f.Measure == measure && (code != "" || f.Total || kind == "sangong") {
					f.Amount, f.Raw = f.Amount.Add(f.Amount), "doubled"
					found = true
				}
			}
			if found {
				return
			}
			t.Fatalf("%s prints no %s %s %s", d.File, kind, code, measure)
		}
	}
	for _, c := range []struct {
		name string
		docs []*budget.Document
		want []string
	}{
		{"two years", []*budget.Document{before, now}, nil},
		{"budget and final accounts", []*budget.Document{plan, final}, nil},
		{"the same twice", []*budget.Document{now, again(now, func(*budget.Document) {})}, nil},
		{"one figure changed", []*budget.Document{now, again(now, more(now, "general_public", "2080101", "total"))}, []string{"documents-differ general_public 2080101"}},
		{"a unit of its department", []*budget.Document{now, again(now, func(c *budget.Document) { c.Scope = budget.ScopeUnit })}, nil},
		{"a unit over its department", []*budget.Document{now, again(now, func(c *budget.Document) {
			c.Scope = budget.ScopeUnit
			more(now, "expenditure", "", "total")(c)
		})}, []string{"unit-over-department expenditure "}},
		{"another region", []*budget.Document{again(now, func(c *budget.Document) { c.Region = "980000" }), again(now, func(c *budget.Document) {
			c.Region = "990000"
			more(now, "general_public", "2080101", "total")(c)
		})}, nil},
		{"the budget in the final accounts", []*budget.Document{plan, again(final, more(final, "sangong", "", "reception_budget"))}, []string{"initial-budget sangong "}},
	} {
		t.Run(c.name, func(t *testing.T) {
			var got []string
			for _, f := range parse.CheckAcross(c.docs) {
				got = append(got, f.Check+" "+f.Table+" "+f.Code)
				if f.Span == (budget.Span{}) || f.Finding.Other == (budget.Span{}) || f.Message == "" || f.English == "" {
					t.Errorf("%s says nothing of where: %+v", f.Check, f.Finding)
				}
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("findings (-want +got):\n%s", diff)
			}
		})
	}
}

// TestAcrossCorpus does it for real documents of one body: the department's and
// the unit's own, two files of one year, consecutive years. Their publishers
// agree with themselves.
func TestAcrossCorpus(t *testing.T) {
	if _, err := os.Stat(corpus); err != nil {
		t.Skip("the corpus of real documents is not here")
	}
	for _, names := range [][]string{
		{"sh_putuo_zhengfuban_2025_budget_dept", "sh_putuo_zhengfuban_2025_budget_unit"},
		{"js_jianchayuan_2018_budget_v0", "js_jianchayuan_2018_budget", "js_jianchayuan_2017_budget", "js_jianchayuan_2019_budget"},
		{"sh_putuo_wanli_2023_budget_dept", "sh_putuo_wanli_2024_budget_dept"},
	} {
		var docs []*budget.Document
		for _, n := range names {
			docs = append(docs, readFixture(t, filepath.Join(corpus, "pdf", n+".pdf")))
		}
		for _, f := range parse.CheckAcross(docs) {
			t.Errorf("%s against %s: %s %s", filepath.Base(docs[f.Doc].File), filepath.Base(docs[f.Other].File), f.Check, f.Message)
		}
	}
}
