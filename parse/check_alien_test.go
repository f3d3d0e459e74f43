package parse

import (
	"path/filepath"
	"slices"
	"testing"

	"yusuan/parse/budget"
)

// TestAlien gives tables titles and headings that are another's: their sums
// add up, and prove nothing of what other tables contradict.
func TestAlien(t *testing.T) {
	exchange := map[string]string{"basic": "project", "project": "basic"}
	for _, c := range []struct {
		name   string
		change func(doc *budget.Document)
		alien  func(doc *budget.Document, f *budget.Fact) bool
		proven func(doc *budget.Document, f *budget.Fact) bool
	}{
		{"headings exchanged", func(doc *budget.Document) {
			for i := range doc.Facts {
				if f := &doc.Facts[i]; doc.Tables[f.Table].Kind == "general_public" && exchange[f.Measure] != "" {
					f.Measure = exchange[f.Measure]
				}
			}
		},
			func(doc *budget.Document, f *budget.Fact) bool {
				return doc.Tables[f.Table].Kind == "general_public" && exchange[f.Measure] != ""
			},
			func(doc *budget.Document, f *budget.Fact) bool {
				return doc.Tables[f.Table].Kind == "general_public" && f.Measure == "total" && f.Code == "2080705"
			},
		},
		{"titles exchanged", func(doc *budget.Document) {
			a := slices.IndexFunc(doc.Tables, func(t budget.Table) bool { return t.Kind == "project" })
			b := slices.IndexFunc(doc.Tables, func(t budget.Table) bool { return t.Kind == "general_public_basic" })
			doc.Tables[a].Kind, doc.Tables[b].Kind = doc.Tables[b].Kind, doc.Tables[a].Kind
		},
			func(doc *budget.Document, f *budget.Fact) bool {
				k := doc.Tables[f.Table].Kind
				return k == "project" || k == "general_public_basic"
			},
			func(doc *budget.Document, f *budget.Fact) bool {
				return doc.Tables[f.Table].Kind == "expenditure" && f.Measure == "total" && f.Code == "2080705"
			},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			doc := tsvDocument(t, filepath.Join(wantFolder, "dongdi_jiuye_2022_budget.facts.tsv"))
			c.change(doc)
			Check(doc, Options{})
			aliens, proven := 0, 0
			for i := range doc.Facts {
				f := &doc.Facts[i]
				if c.alien(doc, f) {
					aliens++
					if f.Status == budget.StatusProven {
						t.Errorf("%s %s %s %s is proven", doc.Tables[f.Table].Title, f.Code, f.Measure, f.Raw)
					}
				}
				if c.proven(doc, f) && f.Status == budget.StatusProven {
					proven++
				}
			}
			if aliens == 0 || proven == 0 {
				t.Errorf("%d figures in doubt, %d others proven", aliens, proven)
			}
		})
	}
}
