package parse

import (
	"strings"
	"testing"
)

// TestNest tells what stands below what on one side of a summary.
func TestNest(t *testing.T) {
	for _, x := range []struct {
		name string
		rows []*line
		want string // parent>child, in order; tops alone
		soft bool
	}{
		{"items without ordinals below the year's sum", []*line{
			{n: 1, level: 1, label: "current", name: "本年支出"},
			{n: 2, name: "教育支出"}, {n: 3, name: "住房保障支出"},
			{n: 4, level: 1, label: "carry_out", name: "结转下年"},
		}, "本年支出 本年支出>教育支出 本年支出>住房保障支出 结转下年", false},
		{"ordinals of two levels", []*line{
			{n: 1, level: 1, name: "本年支出"},
			{n: 2, level: 2, name: "教育支出"}, {n: 3, level: 2, name: "住房保障支出"},
		}, "本年支出 本年支出>教育支出 本年支出>住房保障支出", false},
		{"codes", []*line{
			{n: 1, code: "301", name: "工资福利支出"}, {n: 2, code: "30101", name: "基本工资"}, {n: 3, code: "302", name: "商品和服务支出"},
		}, "工资福利支出 工资福利支出>基本工资 商品和服务支出", false},
		{"a part of the row before", []*line{
			{n: 1, level: 1, name: "一般公共预算"}, {n: 2, part: true, name: "财政拨款"}, {n: 3, level: 1, name: "事业收入"},
		}, "一般公共预算 一般公共预算>财政拨款 事业收入", false},
		{"neither ordinals nor codes", []*line{
			{n: 1, name: "教育支出"}, {n: 2, name: "住房保障支出"},
		}, "教育支出 住房保障支出", true},
		{"funds of a balance", []*line{
			{n: 1, label: "carry_in", name: "年初结转"}, {n: 2, label: "general_public", name: "一般公共预算"}, {n: 3, label: "government_fund", name: "政府性基金"},
		}, "年初结转 年初结转>一般公共预算 年初结转>政府性基金", false},
	} {
		tr := nest(x.rows, x.name == "funds of a balance", func(*line) bool { return true })
		var got []string
		for _, n := range tr.all {
			parent := ""
			for _, up := range tr.all {
				for _, c := range up.children {
					if c == n {
						parent = up.line.name + ">"
					}
				}
			}
			got = append(got, parent+n.line.name)
		}
		if s := strings.Join(got, " "); s != x.want || (tr.soft != "") != x.soft {
			t.Errorf("%s: %s (soft %q), want %s", x.name, s, tr.soft, x.want)
		}
	}
}
