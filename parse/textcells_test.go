package parse

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"yusuan/extract"
	"yusuan/parse/form"
)

func TestCellBlocks(t *testing.T) {
	for _, tc := range []struct {
		name, text string
		want       [][][]string
	}{
		{"bars between", "项目 | 预算数\n合计 | 12.50\n办公费 | ", [][][]string{{{"项目", "预算数"}, {"合计", "12.50"}, {"办公费", ""}}}},
		{"bars around", "|项目|预算数|\n|---|--:|\n|合计||", [][][]string{{{"项目", "预算数"}, {"合计", ""}}}},
		{"tabs", "项目\t预算数\t\n合计\t12.50\t3\n", [][][]string{{{"项目", "预算数", ""}, {"合计", "12.50", "3"}}}},
		{"blank cells cut off at the end", "项目\t\t预算数\n合计\t1\t2\n办公费", [][][]string{{{"项目", "", "预算数"}, {"合计", "1", "2"}}}},
		{"cell over two lines", "项目 | 预算数 | 上年\n其他商品和\n服务支出 | 3.20 | 1.00\n合计 | 3.20 | 1.00",
			[][][]string{{{"项目", "预算数", "上年"}, {"其他商品和服务支出", "3.20", "1.00"}, {"合计", "3.20", "1.00"}}}},
		{"cell over two lines within", "编码 | 项目 | 预算数\n30299 | 其他商品和\n服务支出 | 3.20\n302 | 合计 | 3.20",
			[][][]string{{{"编码", "项目", "预算数"}, {"30299", "其他商品和服务支出", "3.20"}, {"302", "合计", "3.20"}}}},
		{"a cell a line", "|\n项 目 |\n预算数 |\n|\n合 计 |\n12.50 |\n|\n其他\n收入 |\n|\n",
			[][][]string{{{"项 目", "预算数"}, {"合 计", "12.50"}, {"其他收入", ""}}}},
		{"blank cells not kept", "项目 | 预算数 | 上年\n合计 | 12.50\n办公费 | 3.00 | 2.00", nil},
		{"blank cells moved to the end", "经费 | 运行费 | | |\n合计 | 出国费 | 接待费 | |\n预算数 | 决算数 | 预算数 | 决算数 | 预算数\n22.00 | 8.77 | 8.00 |", nil},
		{"paragraphs set in", "\t一、单位职责\n\t二、机构设置\n", nil},
		{"a title between", "项目 | 预算数\n合计 | 1\n部门收入总体情况表\n项目 | 预算数\n合计 | 2",
			[][][]string{{{"项目", "预算数"}, {"合计", "1"}}, {{"项目", "预算数"}, {"合计", "2"}}}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			p := &extract.Page{}
			for l := range strings.SplitSeq(tc.text, "\n") {
				p.Lines = append(p.Lines, extract.Line{Text: l})
			}
			lines, _ := plainLines(&extract.Document{Pages: []*extract.Page{p}})
			var got [][][]string
			for _, b := range cellBlocks(lines, form.Builtin()) {
				got = append(got, b.rows)
			}
			if d := cmp.Diff(tc.want, got); d != "" {
				t.Errorf("(-want +got)\n%s", d)
			}
		})
	}
}

func TestMergedCells(t *testing.T) {
	rows := [][]string{
		{"项目", "", "", "合计", "车辆", ""},
		{"编码", "", "名称", "", "购置", "运行"},
		{"类", "款", "", "", "", ""},
		{"201", "01", "人大事务", "3.50", "1.50", "2.00"},
	}
	left, _ := mergedCells(rows, headingRows(rows), form.Builtin())
	want := [][]bool{
		{false, true, true, false, false, true},
		{false, true, false, false, false, false},
		{false, false, false, false, false, false},
		{false, false, false, false, false, false},
	}
	if d := cmp.Diff(want, left); d != "" {
		t.Errorf("left (-want +got)\n%s", d)
	}
	sides := [][]string{
		{"收入", "", "支出", "", "用途", ""},
		{"项目", "金额", "科目", "金额", "项目", "金额"},
		{"拨款", "5.00", "人大事务", "5.00", "基本支出", "5.00"},
		{"收入合计", "5.00", "支出合计", "", "", "5.00"},
	}
	left, _ = mergedCells(sides, headingRows(sides), form.Builtin())
	if d := cmp.Diff([]bool{false, false, false, true, true, false}, left[3]); d != "" {
		t.Errorf("total over two sides (-want +got)\n%s", d)
	}
}
