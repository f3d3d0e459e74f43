package parse

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"yusuan/parse/budget"
	"yusuan/parse/form"
)

func TestContents(t *testing.T) {
	var prose []ProseLine
	for _, s := range []string{"目录", "一、部门收支总表", "二、部门收入总表", "三、一般公共预算支出表", "四、政府性基金预算支出表", "五、国有资本经营预算支出表"} {
		prose = append(prose, ProseLine{Text: s, Span: budget.Span{Page: 1}})
	}
	table := func(kind, title string) budget.Table {
		return budget.Table{Kind: kind, Title: title, Start: budget.Span{Page: 2}}
	}
	type answer struct {
		Title string
		Table int
	}
	for _, x := range []struct {
		name     string
		tables   []budget.Table
		want     []answer
		findings []string
	}{
		{"one missing, one by its kind", []budget.Table{table("summary", "部门收支总表"), table("revenue", "2024年部门收入预算表"), table("general_public", "一般公共预算支出表"), table("state_capital", "国有资本经营预算支出表")},
			[]answer{{"部门收支总表", 0}, {"部门收入总表", 1}, {"一般公共预算支出表", 2}, {"政府性基金预算支出表", -1}, {"国有资本经营预算支出表", 3}}, []string{"table-title 部门收入总表", "table-missing 政府性基金预算支出表"}},
		{"another order", []budget.Table{table("revenue", "部门收入总表"), table("summary", "部门收支总表"), table("general_public", "一般公共预算支出表"), table("government_fund", "政府性基金预算支出表"), table("state_capital", "国有资本经营预算支出表")},
			[]answer{{"部门收支总表", 1}, {"部门收入总表", 0}, {"一般公共预算支出表", 2}, {"政府性基金预算支出表", 3}, {"国有资本经营预算支出表", 4}}, []string{"table-order 二、部门收入总表"}},
		{"published apart", nil, []answer{{"部门收支总表", -1}, {"部门收入总表", -1}, {"一般公共预算支出表", -1}, {"政府性基金预算支出表", -1}, {"国有资本经营预算支出表", -1}}, []string{"tables-elsewhere 5"}},
	} {
		doc := &budget.Document{Tables: x.tables}
		doc.Announced = Contents(doc, prose, form.Builtin())
		var got []answer
		for _, a := range doc.Announced {
			got = append(got, answer{a.Title, a.Table})
		}
		var found []string
		for _, f := range CheckContents(doc, Options{}) {
			found = append(found, f.Check+" "+f.Expected)
		}
		if d := cmp.Diff(x.want, got) + cmp.Diff(x.findings, found); d != "" {
			t.Errorf("%s (-want +got)\n%s", x.name, d)
		}
	}
}
