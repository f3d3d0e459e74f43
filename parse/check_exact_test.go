package parse

import (
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"yusuan/parse/budget"
)

// TestLastDigit changes the last digit of figures by one. In a document whose
// other sums are exact that is remarked on, and more where it is printed to the
// 分; where many figures are off it is rounding.
func TestLastDigit(t *testing.T) {
	type change struct{ title, code, column, raw string }
	type line struct{ Severity, Code, Actual, Expected string }
	for _, c := range []struct {
		name, file string
		changes    []change
		want       []line
		status     budget.Status // of the first changed figure
	}{
		{"wan", "dongdi_jiuye_2022_budget", []change{
			{"一般公共预算支出情况表", "2080705", "一般公共预算支出/项目支出", "8,023.66"},
		}, []line{{"note", "2080705", "80236600", "80236500"}}, budget.StatusDisputed},
		{"one of many", "dongdi_jiuye_2022_budget", []change{
			{"一般公共预算基本支出情况表", "30110", "一般公共预算基本支出/人员经费", "40.04"},
			{"一般公共预算基本支出情况表", "30110", "一般公共预算基本支出/小计", "40.04"},
		}, []line{
			{"note", "301", "10965700", "10965800"},
			{"note", "301", "10965700", "10965800"},
		}, budget.StatusStated},
		{"fen", "minghe_caizheng_2024_budget", []change{
			{"2024年部门支出预算总表", "2080505", "支出预算/基本支出", "2,210,480.17"},
		}, []line{{"warning", "2080505", "2210480.17", "2210480.16"}}, budget.StatusDisputed},
		{"rounded", "dongdi_jiuye_2022_budget", []change{
			{"一般公共预算支出情况表", "2080705", "一般公共预算支出/项目支出", "8,023.66"},
			{"一般公共预算基本支出情况表", "302", "一般公共预算基本支出/公用经费", "68.35"},
			{"部门支出总体情况表", "2080199", "支出预算/项目支出", "37.45"},
		}, nil, budget.StatusProven},
	} {
		t.Run(c.name, func(t *testing.T) {
			doc := tsvDocument(t, filepath.Join(wantFolder, c.file+".facts.tsv"))
			first := -1
			for _, ch := range c.changes {
				at := -1
				for i := range doc.Facts {
					if f := &doc.Facts[i]; doc.Tables[f.Table].Title == ch.title && f.Code == ch.code && f.Column == ch.column {
						at = i
					}
				}
				if at < 0 || !put(&doc.Facts[at], ch.raw) {
					t.Fatalf("no figure %v to change", ch)
				}
				if first < 0 {
					first = at
				}
			}
			Check(doc, Options{})
			var got []line
			for _, f := range failures(doc) {
				got = append(got, line{string(f.Severity), f.Code, f.Actual, f.Expected})
			}
			if d := cmp.Diff(c.want, got); d != "" {
				t.Errorf("(-want +got)\n%s", d)
			}
			if got := doc.Facts[first].Status; got != c.status {
				t.Errorf("the changed figure is %s, want %s", got, c.status)
			}
		})
	}
}
