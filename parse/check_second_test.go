package parse

import (
	"context"
	"strings"
	"testing"

	"yusuan/extract"
	"yusuan/parse/budget"
)

// TestSecondOpinion reads the pages of a failing identity again: once with an
// engine that sees the same figures, once with one that does not.
func TestSecondOpinion(t *testing.T) {
	doc := tsvDocument(t, wantFolder+"/dongdi_jiuye_2023_budget_errors.facts.tsv")
	src := &extract.Document{}
	for n := range 15 {
		page := &extract.Page{Number: n + 1, Engine: "first"}
		for _, f := range doc.Facts {
			if f.Page == n+1 {
				page.Lines = append(page.Lines, extract.Line{Text: f.Raw})
			}
		}
		src.Pages = append(src.Pages, page)
	}
	for _, c := range []struct {
		name     string
		change   string // a figure that the second engine reads otherwise
		ours     int
		severity budget.Severity
		evidence string
	}{
		{"same", "", 0, budget.SeverityError, "both engines read the same"},
		{"differ", "2500.00", 1, budget.SeverityWarning, "engines disagree: p.6"},
	} {
		Check(doc, Options{})
		asked := map[int]int{}
		second := func(_ context.Context, n int) (*extract.Page, error) {
			asked[n]++
			p := *src.Pages[n-1]
			p.Engine = "second"
			p.Lines = nil
			for _, l := range src.Pages[n-1].Lines {
				if l.Text == c.change {
					l.Text = "5200.00"
				}
				p.Lines = append(p.Lines, l)
			}
			return &p, nil
		}
		if err := SecondOpinion(t.Context(), doc, src, Options{Second: second}); err != nil {
			t.Fatal(err)
		}
		ours := 0
		for _, f := range failures(doc) {
			if f.Ours {
				ours++
			}
			if f.Check == "columns-sum" && (f.Severity != c.severity || !strings.Contains(f.Evidence, c.evidence)) {
				t.Errorf("%s: %s, evidence %q", c.name, f.Severity, f.Evidence)
			}
		}
		if ours != c.ours {
			t.Errorf("%s: %d findings are ours, want %d", c.name, ours, c.ours)
		}
		for n, times := range asked {
			if times != 1 {
				t.Errorf("%s: page %d was read %d times", c.name, n, times)
			}
		}
	}
}

func TestSecondOpinionAbsent(t *testing.T) {
	doc := tsvDocument(t, wantFolder+"/dongdi_jiuye_2023_budget_errors.facts.tsv")
	Check(doc, Options{})
	none := func(context.Context, int) (*extract.Page, error) { return nil, extract.ErrNoSecond }
	if err := SecondOpinion(t.Context(), doc, &extract.Document{Pages: []*extract.Page{{Number: 6}}}, Options{Second: none}); err != nil {
		t.Fatal(err)
	}
	for _, f := range failures(doc) {
		if f.Ours || strings.Contains(f.Evidence, "both engines") {
			t.Errorf("no second engine, and yet: %s", f.Evidence)
		}
	}
}
