package parse

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"yusuan/parse/budget"
)

const wantFolder = "../fixtures/documents/want"

// TestCheckFixtures holds the rows that the fixture documents must give
// against the identities: sound documents report nothing of weight, and the
// one with planted errors reports each on the cell that was changed.
func TestCheckFixtures(t *testing.T) {
	type line struct{ Severity, Check, Table, Code, Actual, Expected string }
	want := map[string][]line{
		"dongdi_jiuye_2023_budget_errors": {
			{"error", "balance", "summary", "", "147644200", "146744200"},
			{"error", "columns-sum", "expenditure", "2080102", "25000000", "52000000"},
			{"error", "hierarchy", "general_public", "20807", "8023700", "80236500"},
		},
	}
	files, err := filepath.Glob(wantFolder + "/*.facts.tsv")
	if err != nil || len(files) == 0 {
		t.Fatalf("no fixtures: %v", err)
	}
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".facts.tsv")
		doc := tsvDocument(t, file)
		Check(doc, Options{})
		var got []line
		for _, f := range failures(doc) {
			got = append(got, line{string(f.Severity), f.Check, f.Table, f.Code, f.Actual, f.Expected})
		}
		if d := cmp.Diff(want[name], got); d != "" {
			t.Errorf("%s: (-want +got)\n%s", name, d)
		}
		n := tally(doc)
		if disputed := n[budget.StatusDisputed]; disputed != len(want[name]) {
			t.Errorf("%s: %d facts disputed, want the %d changed ones", name, disputed, len(want[name]))
		}
		if proven := n[budget.StatusProven]; proven*100 < 96*len(doc.Facts) {
			t.Errorf("%s: %d of %d facts proven, want 96 %%", name, proven, len(doc.Facts))
		}
	}
}

// TestCheckCorpus does the same with hand-verified rows of real documents.
func TestCheckCorpus(t *testing.T) {
	files, _ := filepath.Glob("../../shared/corpus/truth/*.tsv")
	if len(files) == 0 {
		t.Skip("the corpus is not here")
	}
	for _, file := range files {
		base := filepath.Base(file)
		if strings.HasPrefix(base, "claims") || strings.HasSuffix(base, "-other.tsv") {
			continue
		}
		doc := tsvDocument(t, file)
		Check(doc, Options{})
		outcomes := map[budget.Outcome]int{}
		for _, f := range doc.Findings {
			outcomes[f.Status]++
			if f.Status == budget.Unknown && os.Getenv("VERBOSE") != "" {
				t.Logf("   ? %s %s", f.Check, f.Evidence)
			}
		}
		t.Logf("%s: %v %v", base, tally(doc), outcomes)
		for _, f := range failures(doc) {
			t.Logf("   %s %s %s\n      %s", f.Severity, f.Check, f.Message, f.Evidence)
			if f.Severity == budget.SeverityError {
				t.Errorf("%s: an error where the printed tables add up: %s", base, f.Message)
			}
		}
		if proven := tally(doc)[budget.StatusProven]; proven*100 < 95*len(doc.Facts) {
			t.Errorf("%s: %d of %d facts proven, want 95 %%", base, proven, len(doc.Facts))
		}
	}
}
