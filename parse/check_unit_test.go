package parse

import (
	"path/filepath"
	"testing"

	"github.com/shopspring/decimal"

	"yusuan/parse/budget"
)

// A table whose unit line says 元 for 万元 is reported as such, and all of it
// is disputed, though it adds up in itself; no other table is.
func TestTableUnit(t *testing.T) {
	for file, kind := range map[string]string{
		"dongdi_jiuye_2022_budget":   "expenditure",
		"yunling_dangan_2018_budget": "general_public",
		"minghe_caizheng_2024_final": "expenditure",
	} {
		doc := tsvDocument(t, filepath.Join(wantFolder, file+".facts.tsv"))
		for i := range doc.Facts {
			if f := &doc.Facts[i]; doc.Tables[f.Table].Kind == kind {
				f.Unit, f.Amount = "元", f.Amount.Div(decimal.NewFromInt(10000))
			}
		}
		Check(doc, Options{})
		for _, f := range doc.Facts {
			if in := doc.Tables[f.Table].Kind == kind; in != (f.Status == budget.StatusDisputed) {
				t.Errorf("%s: %s %s%s is %s", file, doc.Tables[f.Table].Kind, f.Code, f.Name, f.Status)
				break
			}
		}
		named := false
		for _, f := range failures(doc) {
			named = named || f.Table == kind && f.Severity == budget.SeverityError
		}
		if !named {
			t.Errorf("%s: no finding names the table %s", file, kind)
		}
	}
}

// A blank that a sum needs a figure in is reported with the figure, once.
func TestMissingFigure(t *testing.T) {
	doc := tsvDocument(t, filepath.Join(wantFolder, "yunling_dangan_2018_budget.facts.tsv"))
	at := -1
	for i, f := range doc.Facts {
		if doc.Tables[f.Table].Kind == "general_public_basic" && len(f.Code) == 5 && f.Printed == budget.PrintedValue {
			at = i
		}
	}
	if at < 0 {
		t.Fatal("no row of an economic class in the fixture")
	}
	lost := &doc.Facts[at]
	want := lost.Amount
	lost.Raw, lost.Printed, lost.Amount = "", budget.PrintedBlank, decimal.Zero
	Check(doc, Options{})
	got := failures(doc)
	if len(got) != 1 || got[0].Check != "figure-missing" || got[0].Code != lost.Code || got[0].Expected != want.String() {
		t.Errorf("findings %+v, want figure-missing of %s with %s", got, lost.Code, want)
	}
}
