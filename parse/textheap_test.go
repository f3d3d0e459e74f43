package parse

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestTextLabelApart reads figures that stand apart from the label they may
// belong to: what is not sure of its label must not be proven by a sum.
func TestTextLabelApart(t *testing.T) {
	const summary = "收支预算总表\n单位：万元\n收入 支出\n项目 金额 项目 金额\n"
	const basic = "一般公共预算基本支出情况表\n编制部门：118-机关,118006-明河市东堤区就业服务中心 单位：万元\n项目 一般公共预算基本支出\n经济分类科目编码 经济分类科目名称 小计 人员经费 公用经费\n类 款\n"
	for _, tc := range []struct{ name, text, label, want string }{
		{"after several labels", summary +
			"一、财政拨款收入\n二、事业收入\n三、其他收入\n8.00 一、一般公共服务支出 8.00\n收入总计 8.00 支出总计 8.00\n",
			"三、其他收入", ""},
		{"beside its label", summary +
			"一、财政拨款收入 8.00 一、一般公共服务支出 8.00\n二、事业收入\n三、其他收入\n收入总计 8.00 支出总计 8.00\n",
			"一、财政拨款收入", "一、财政拨款收入 sure"},
		{"the name of the body in two parts", basic +
			"118006-明河市东堤区就业\n9.00 7.00 2.00\n服务中心\n301 工资福利支出 7.00 7.00\n301 01 基本工资 7.00 7.00\n302 商品和服务支出 2.00 2.00\n302 01 办公费 2.00 2.00\n",
			"118006", "118006-明河市东堤区就业服务中心 sure"},
		{"the name of the body beside a code", basic +
			"301\n01\n118006-明河市东堤区就业服务中心\n9.00 7.00 2.00\n301 01 基本工资 7.00 7.00\n302 商品和服务支出 2.00 2.00\n302 01 办公费 2.00 2.00\n",
			"118006", "30101 118006-明河市东堤区就业服务中心 unsure"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			read := readText(t, tc.text)
			got := ""
			for _, r := range read.Rows[0] {
				if strings.HasPrefix(r.Name, tc.label) && len(r.Cells) > 0 {
					got = strings.TrimSpace(fmt.Sprint(r.Code, " ", r.Name, " ", map[bool]string{true: "unsure", false: "sure"}[r.Unsure]))
				}
			}
			if d := cmp.Diff(tc.want, got); d != "" {
				t.Errorf("(-want +got)\n%s", d)
			}
		})
	}
}

// TestGatherUnderLabel moves a figure on a line of its own to the label at its
// left, not to one that stands in the figure's own column.
func TestGatherUnderLabel(t *testing.T) {
	for _, tc := range []struct {
		name, text string
		want       int // line of the figure
	}{
		{"beside", "四、其他收入\n                8.00\n", 0},
		{"below", "四、其他收入\n8.00\n", 1},
	} {
		t.Run(tc.name, func(t *testing.T) {
			var l laneToks
			for n, text := range strings.Split(strings.TrimSpace(tc.text), "\n") {
				for _, k := range cutLine(text, n) {
					l.orig = append(l.orig, len(l.orig))
					l.region.toks = append(l.region.toks, k)
				}
			}
			l.gather()
			if got := l.region.toks[1].line; got != tc.want {
				t.Errorf("line %d, want %d", got, tc.want)
			}
		})
	}
}
