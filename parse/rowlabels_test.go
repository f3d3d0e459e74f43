package parse

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"yusuan/extract"
)

// TestLabelCuts parts rows of which one alone has a figure, where the whole rule
// between them is missing, by what stands beside the figure.
func TestLabelCuts(t *testing.T) {
	below := func(row, cols int) (out []extract.Ruling) {
		for c := range cols {
			out = append(out, side(row, c, false))
		}
		return out
	}
	for name, c := range map[string]struct {
		cols int
		rows [3][]string // of row 1 and 2 the rule between is missing
		want [][]string
	}{
		"numbers of rows": {3,
			[3][]string{{"项目", "行次", "决算数"}, {"结余分配", "8", ""}, {"年末结转", "9", "12.50"}},
			[][]string{{"项目", "行次", "决算数"}, {"结余分配", "8", ""}, {"年末结转", "9", "12.50"}}},
		"no numbers of rows": {3,
			[3][]string{{"项目", "备注", "决算数"}, {"结余分配", "8", ""}, {"年末结转", "11", "12.50"}},
			[][]string{{"项目", "备注", "决算数"}, {"结余分配年末结转", "811", "12.50"}}},
		"a total above a code": {3,
			[3][]string{{"科目编码", "科目名称", "决算数"}, {"", "合计", "12.50"}, {"205", "教育支出", ""}},
			[][]string{{"科目编码", "科目名称", "决算数"}, {"", "合计", "12.50"}, {"205", "教育支出", ""}}},
		"known labels of two sides": {4,
			[3][]string{{"项目", "决算数", "项目", "决算数"}, {"上级补助收入", "", "基本支出", ""}, {"事业收入", "12.50", "项目支出", "3.00"}},
			[][]string{{"项目", "决算数", "项目", "决算数"}, {"上级补助收入", "", "基本支出", ""}, {"事业收入", "12.50", "项目支出", "3.00"}}},
		"known labels of one side": {4,
			[3][]string{{"项目", "决算数", "项目", "决算数"}, {"上级补助收入", "", "", ""}, {"事业收入", "12.50", "项目支出", "3.00"}},
			[][]string{{"项目", "决算数", "项目", "决算数"}, {"上级补助收入事业收入", "12.50", "项目支出", "3.00"}}},
	} {
		t.Run(name, func(t *testing.T) {
			s := newSketch(3, c.cols, below(1, c.cols)...)
			for r, row := range c.rows {
				for k, text := range row {
					if text != "" {
						s.write(float64(r), float64(60*k+54), text)
					}
				}
			}
			if d := cmp.Diff(c.want, s.cut(t)); d != "" {
				t.Errorf("(-want +got)\n%s", d)
			}
		})
	}
}

// TestPartCuts parts a column of codes whose parts have headings of their own,
// and one of numbers of rows beside figures.
func TestPartCuts(t *testing.T) {
	for name, c := range map[string]struct {
		left, right [4]string
		want        [][]string
	}{
		"parts of codes": {[4]string{"类", "301", "301", "302"}, [4]string{"款", "01", "02", "01"},
			[][]string{{"类", "款", "科目名称"}, {"301", "01", "甲"}, {"301", "02", "甲"}, {"302", "01", "甲"}}},
		"numbers of rows": {[4]string{"行次", "11", "12", "13"}, [4]string{"决算数", "23.00", "12.00", "7.50"},
			[][]string{{"行次", "决算数", "科目名称"}, {"11", "23.00", "甲"}, {"12", "12.00", "甲"}, {"13", "7.50", "甲"}}},
	} {
		t.Run(name, func(t *testing.T) {
			s := newSketch(4, 3, side(0, 0, true), side(1, 0, true), side(2, 0, true), side(3, 0, true))
			for r := range 4 {
				s.write(float64(r), 40, c.left[r])
				s.write(float64(r), 116, c.right[r])
				s.write(float64(r), 170, map[bool]string{true: "科目名称", false: "甲"}[r == 0])
			}
			if d := cmp.Diff(c.want, s.cut(t)); d != "" {
				t.Errorf("(-want +got)\n%s", d)
			}
		})
	}
}
