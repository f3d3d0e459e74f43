package parse

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"yusuan/parse/budget"
)

// A code changed in one row of a table is reported, and what it is of is no
// longer proven, though the figures add up.
func TestAlteredCode(t *testing.T) {
	for _, c := range []struct {
		table, from, to string
		check           string
		severity        budget.Severity
		expected        string
	}{
		{"general_public_basic", "30199", "30196", "code-unknown", budget.SeverityWarning, "30199"}, // no list has it
		{"expenditure", "2010602", "2010609", "code-unknown", budget.SeverityWarning, "2010602"},    // nor this
		{"expenditure", "2010602", "2010603", "code-unknown", budget.SeverityNote, "2010602"},       // known from memory
	} {
		doc := tsvDocument(t, wantFolder+"/minghe_caizheng_2024_final.facts.tsv")
		var changed []int
		for i := range doc.Facts {
			if f := &doc.Facts[i]; f.Code == c.from && doc.Tables[f.Table].Kind == c.table {
				f.Code = c.to
				changed = append(changed, i)
			}
		}
		if len(changed) == 0 {
			t.Fatalf("no row %s in %s", c.from, c.table)
		}
		Check(doc, Options{})
		type finding struct {
			Check, Severity, Code, Expected string
			Facts                           []int
		}
		var got []finding
		for _, f := range failures(doc) {
			if f.Code == c.to && f.Check == c.check {
				got = append(got, finding{f.Check, string(f.Severity), f.Code, f.Expected, slices.Sorted(slices.Values(f.Facts))})
			}
		}
		want := []finding{{c.check, string(c.severity), c.to, c.expected, changed}}
		if d := cmp.Diff(want, got); d != "" {
			t.Errorf("%s for %s (-want +got):\n%s", c.to, c.from, d)
		}
		for _, i := range changed {
			if f := doc.Facts[i]; f.Status == budget.StatusProven {
				t.Errorf("%s for %s: %s proven", c.to, c.from, f.Measure)
			}
		}
	}
}
