package parse

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Bodies print over or under each heading whose figures stand there, and name
// the table once more over all of its columns. The columns are the same.
func TestHeadingsWithOwnFigures(t *testing.T) {
	tests := []struct {
		name, text string
		want       []string
	}{
		{"a word for the figures under each heading, a heading wrapped around others", `支出决算表
单位：万元
项目
对附属单位补助
本年支出合计 基本支出 项目支出 上缴上级支出 经营支出
功能分类 支出
科目名称
科目编码
决算数 决算数 决算数 决算数 决算数 决算数
类 款 项 合计 91.50 60.00 31.50 0.00 0.00 0.00
208 社会保障和就业支出 91.50 60.00 31.50 0.00 0.00 0.00
20805 行政事业单位养老支出 91.50 60.00 31.50 0.00 0.00 0.00
2080501 行政单位离退休 60.00 60.00 0.00 0.00 0.00 0.00
2080599 其他行政事业单位养老支出 31.50 0.00 31.50 0.00 0.00 0.00
`, []string{
			"支出决算表\t\t合计\t本年支出合计\t91.50",
			"支出决算表\t\t合计\t基本支出\t60.00",
			"支出决算表\t\t合计\t项目支出\t31.50",
			"支出决算表\t\t合计\t上缴上级支出\t0.00",
			"支出决算表\t\t合计\t经营支出\t0.00",
			"支出决算表\t\t合计\t对附属单位补助支出\t0.00",
			"支出决算表\t208\t社会保障和就业支出\t本年支出合计\t91.50",
		}},
		{"the name of the table over all columns", `一般公共预算财政拨款支出决算表
单位：万元
项 目 一般公共预算财政拨款支出决算数
功能分类
科目编码 科目名称 合计 基本支出 项目支出
类 款 项
208 社会保障和就业支出 91.50 60.00 31.50
20805 行政事业单位养老支出 91.50 60.00 31.50
2080501 行政单位离退休 91.50 60.00 31.50
合计 91.50 60.00 31.50
`, []string{
			"一般公共预算财政拨款支出决算表\t208\t社会保障和就业支出\t合计\t91.50",
			"一般公共预算财政拨款支出决算表\t208\t社会保障和就业支出\t基本支出\t60.00",
			"一般公共预算财政拨款支出决算表\t208\t社会保障和就业支出\t项目支出\t31.50",
		}},
		{"no other heading of figures, side by side", `一般公共预算财政拨款基本支出决算表
单位：万元
经济分类 经济分类
科目编码 科目名称 决算数 科目编码 科目名称 决算数
301 工资福利支出 40.00 302 商品和服务支出 20.00
30101 基本工资 40.00 30201 办公费 20.00
人员经费合计 40.00 公用经费合计 20.00
`, []string{
			"一般公共预算财政拨款基本支出决算表\t301\t工资福利支出\t决算数\t40.00",
			"一般公共预算财政拨款基本支出决算表\t302\t商品和服务支出\t决算数\t20.00",
			"一般公共预算财政拨款基本支出决算表\t30101\t基本工资\t决算数\t40.00",
			"一般公共预算财政拨款基本支出决算表\t30201\t办公费\t决算数\t20.00",
			"一般公共预算财政拨款基本支出决算表\t\t人员经费合计\t决算数\t40.00",
			"一般公共预算财政拨款基本支出决算表\t\t公用经费合计\t决算数\t20.00",
		}},
	}
	for _, test := range tests {
		got := cellLines(readText(t, test.text))
		if len(got) < len(test.want) {
			t.Errorf("%s: %q", test.name, got)
			continue
		}
		if diff := cmp.Diff(test.want, got[:len(test.want)]); diff != "" {
			t.Errorf("%s (-want +got):\n%s", test.name, diff)
		}
	}
}
