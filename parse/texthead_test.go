package parse

import (
	"strings"
	"testing"

	"yusuan/parse/form"
)

// Of forms whose headings are all printed, the one that accounts for more of
// the words is the table's: what is left over is the label of a row.
func TestHeadFit(t *testing.T) {
	tests := []struct{ title, head, want string }{
		{"2026年预算单位财务收支预算总表", "本年收入 本年支出 项目 预算数 项目 预算数", "shanghai/unit_summary"},
		{"2026年预算单位财务收支预算总表", "本年收入 本年支出 项目 预算数 项目预算数 合计基本支出 项目支出 人员经费公用经费", "shanghai/unit_summary_divided"},
		{"一般公共预算财政拨款基本支出决算表", "经济分类 经济分类 科目名称 决算数 科目名称 决算数 科目编码 科目编码", "final/general_public_basic_lanes"},
		{"一般公共预算财政拨款基本支出决算表", "经济分类科目编码 科目名称 决算数 经济分类科目编码 科目名称 决算数 经济分类科目编码 科目名称 决算数", "final/general_public_basic_lanes"},
		{"2026年预算单位支出预算总表", "项目 支出预算 功能分类科目编码 功能分类科目名称 合计 基本支出 项目支出", "shanghai/unit_expenditure"},
	}
	forms := form.Builtin()
	for _, test := range tests {
		f := readyHeads(forms).fit(forms.Title(test.title), strings.Fields(test.head))
		if f == nil || f.table.ID != test.want || f.used != len(strings.Fields(test.head)) {
			t.Errorf("%s, %s: %+v, want %s by all words", test.title, test.head, f, test.want)
		}
	}
}
