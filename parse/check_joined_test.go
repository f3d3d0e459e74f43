package parse

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"yusuan/parse/budget"
	"yusuan/parse/form"
)

// A file with every table twice and other figures, or with the cover of another
// disclosure, is two of them: the figures of the second are disputed.
func TestJoinedFiles(t *testing.T) {
	cover := func(page int, body string, year int) Cover {
		return Cover{Body: body, Year: year, Phase: budget.PhaseBudget, Span: budget.Span{Page: page}}
	}
	const p, s, d = budget.StatusProven, budget.StatusStated, budget.StatusDisputed
	twice := []string{"summary", "revenue", "expenditure", "summary", "revenue", "expenditure"}
	once := []string{"summary", "revenue", "expenditure"}
	for _, c := range []struct {
		name   string
		kinds  []string // one a page
		same   bool     // the second set prints the figures of the first
		covers []Cover
		year   int // that the file counts as
		page   int // of the finding, 0 for none
		want   []budget.Status
	}{
		{"two sets", twice, false, nil, 2024, 4, []budget.Status{p, p, p, d, d, d}},
		{"one set printed twice", twice, true, nil, 2024, 0, []budget.Status{p, p, p, p, p, p}},
		{"a cover before the second set", twice, false, []Cover{cover(1, "东堤区民政局", 2024), cover(3, "东堤区民政局", 2023)}, 2024, 4, []budget.Status{p, p, d, d, d, d}},
		{"a cover of another body", once, false, []Cover{cover(1, "东堤区民政局", 2024), cover(3, "东堤区教育局", 2024)}, 2024, 3, []budget.Status{p, p, d}},
		{"the file counts as the second", once, false, []Cover{cover(1, "东堤区民政局", 2023), cover(3, "东堤区民政局", 2024)}, 2024, 3, []budget.Status{s, s, d}},
		{"the cover twice", once, false, []Cover{cover(1, "东堤区民政局", 2024), cover(2, "东堤区民政局", 2024)}, 2024, 0, []budget.Status{p, p, p}},
		{"no figures before the second cover", once, false, []Cover{cover(0, "东堤区民政局", 2024), cover(1, "东堤区民政局", 2023)}, 2024, 0, []budget.Status{p, p, p}},
	} {
		doc := disclosure(c.kinds...)
		for i := range doc.Tables {
			n := i + 1
			if c.same {
				n = i%3 + 1
			}
			doc.Facts = append(doc.Facts, budget.Fact{Table: i, Printed: budget.PrintedValue, Amount: decimal.NewFromInt(int64(n)), Span: doc.Tables[i].Start, Status: p})
		}
		page := 0
		for _, f := range joinedFiles(doc, &Identity{Year: c.year, Phase: budget.PhaseBudget, Covers: c.covers}, form.Builtin().Identities()) {
			page = f.Page
			if f.Check != "two-disclosures" || f.Severity != budget.SeverityError || f.Message == "" || len(f.Facts) == 0 {
				t.Errorf("%s: finding %+v", c.name, f)
			}
		}
		var got []budget.Status
		for _, f := range doc.Facts {
			got = append(got, f.Status)
		}
		if diff := cmp.Diff(c.want, got); diff != "" || page != c.page {
			t.Errorf("%s: finding on page %d, want %d (-want +got)\n%s", c.name, page, c.page, diff)
		}
	}
}
