package parse

import (
	"path/filepath"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"yusuan/parse/budget"
)

// TestHoles takes the figure out of a cell, or makes it none: what the sums
// leave for it is said of that cell, and no other one is accused.
func TestHoles(t *testing.T) {
	type line struct{ Check, Code, Expected, Actual string }
	for _, c := range []struct {
		name, table, code, measure, raw string // raw "": the cell is blank
		want                            []line
	}{
		{"letter", "general_public_basic", "30111", "personnel", "8.4O", []line{{"figure-unread", "30111", "84000", "8.4O"}}},
		{"comma for point", "expenditure", "20801", "basic", "1,098,72", []line{{"figure-unread", "20801", "10987200", "1,098,72"}}},
		{"total", "expenditure", "208", "total", "14836.9.2", []line{{"figure-unread", "208", "148369200", "14836.9.2"}}},
		{"blank leaf", "general_public_basic", "30103", "personnel", "", []line{{"figure-missing", "30103", "971000", ""}}},
		{"blank sum", "expenditure", "208", "total", "", []line{{"figure-missing", "208", "148369200", ""}}},
		{"blank row total", "general_public_basic", "30103", "total", "", []line{{"figure-missing", "30103", "971000", ""}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			doc := tsvDocument(t, filepath.Join(wantFolder, "dongdi_jiuye_2022_budget.facts.tsv"))
			at := slices.IndexFunc(doc.Facts, func(f budget.Fact) bool {
				return doc.Tables[f.Table].Kind == c.table && f.Code == c.code && f.Measure == c.measure
			})
			if at < 0 {
				t.Fatal("no such figure")
			}
			if c.raw == "" {
				f := &doc.Facts[at]
				f.Raw, f.Printed = "", budget.PrintedBlank
			} else {
				cell := doc.Facts[at]
				cell.Raw, cell.Printed = c.raw, ""
				doc.Facts = slices.Delete(doc.Facts, at, at+1)
				doc.Unread = append(doc.Unread, budget.Unread{Kind: "table", Text: c.raw, Cell: &cell})
			}
			Check(doc, Options{})
			var got []line
			for _, f := range failures(doc) {
				got = append(got, line{f.Check, f.Code, f.Expected, f.Actual})
			}
			if d := cmp.Diff(c.want, got); d != "" {
				t.Errorf("(-want +got)\n%s", d)
			}
			if n := tally(doc)[budget.StatusDisputed]; n > 0 {
				t.Errorf("%d figures are accused", n)
			}
		})
	}
}
