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
		// What the figures are, once more over each column; the table's own name over all.
		{"支出决算表", "项目 对附属单位补助 本年支出合计 基本支出 项目支出 上缴上级支出 经营支出 功能分类 支出 科目名称 科目编码", "final/expenditure"},
		{"一般公共预算财政拨款支出决算表", "项目 一般公共预算财政拨款支出决算数 功能分类 科目编码 科目名称 合计 基本支出 项目支出", "final/general_public"},
		{"财政拨款收入支出决算总表", "收入决算数 支出决算数 项目 决算数 项目 合计 一般公共预算财政拨款 政府性基金预算财政拨款 国有资本经营预算财政拨款", "final/appropriation"},
	}
	forms := form.Builtin()
	for _, test := range tests {
		heads, words := readyHeads(forms), strings.Fields(test.head)
		f := heads.fit(forms.Title(test.title), words)
		if f == nil {
			f = heads.fitBare(forms.Title(test.title), words, func([]string) bool { return false })
		}
		if f == nil || f.table.ID != test.want || f.used != len(strings.Fields(test.head)) {
			t.Errorf("%s, %s: %+v, want %s by all words", test.title, test.head, f, test.want)
		}
	}
}
