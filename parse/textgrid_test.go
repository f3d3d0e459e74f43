package parse

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"yusuan/extract"
	"yusuan/parse/form"
)

// gridText reads the tables of a laid-out text into rows of cells; "<" and "^"
// mark cells that go on with the one at the left and the one above.
func gridText(t *testing.T, text string) [][]string {
	t.Helper()
	doc := &extract.Document{Pages: []*extract.Page{{}}}
	for line := range strings.SplitSeq(strings.Trim(text, "\n"), "\n") {
		doc.Pages[0].Lines = append(doc.Pages[0].Lines, extract.Line{Text: line})
	}
	lines, _ := plainLines(doc)
	var out [][]string
	for _, b := range gridBlocks(lines, form.Builtin()) {
		for r, row := range b.rows {
			cells := make([]string, len(row))
			for c, s := range row {
				switch cells[c] = strings.ReplaceAll(s, "\n", "/"); {
				case b.left[r][c]:
					cells[c] = "<"
				case b.up[r][c]:
					cells[c] = "^"
				}
			}
			out = append(out, cells)
		}
	}
	return out
}

// TestGridBlocks finds rows and columns of laid-out tables by the blanks
// between them.
func TestGridBlocks(t *testing.T) {
	tests := map[string]struct {
		text string
		want [][]string
	}{
		"groups": {`
                  部门支出总表
部门：某单位                                            单位：万元
                 项目
                                          合计       基本支出      项目支出
     科目编码           科目名称
 类    款    项
                   合计                    12.50       2.50     10.00
 208  01   02   一般行政管理事务              10.00                10.00
 208  05   05   机关事业单位基本养老保险缴费支出        2.50       2.50
`, [][]string{
			{"项目", "<", "<", "<", "合计", "基本支出", "项目支出"},
			{"科目编码", "<", "<", "科目名称", "^", "^", "^"},
			{"类", "款", "项", "^", "^", "^", "^"},
			{"", "", "", "合计", "12.50", "2.50", "10.00"},
			{"208", "01", "02", "一般行政管理事务", "10.00", "", "10.00"},
			{"208", "05", "05", "机关事业单位基本养老保险缴费支出", "2.50", "2.50", ""},
		}},
		"wrapped": {`
             部门支出总表
                                   单位：万元
 科目编码        科目名称         合计       基本支出     项目支出
         机关事业单位基本养老
2080505                       2.50     2.50
         保险缴费支出
2210201  住房公积金             1,234.5           1,234.5
                                  0                 0
         合计                1,237.00     2.50   1,234.5
                                                    0
`, [][]string{
			{"科目编码", "科目名称", "合计", "基本支出", "项目支出"},
			{"2080505", "机关事业单位基本养老/保险缴费支出", "2.50", "2.50", ""},
			{"2210201", "住房公积金", "1,234.5/0", "", "1,234.5/0"},
			{"", "合计", "1,237.00", "2.50", "1,234.5/0"},
		}},
		"sides": {`
              部门收支总表
                                        单位：万元
          收入                        支出
      项目         预算数        项目          预算数
一、一般公共预算拨款收入    9.00 一、教育支出           2.00
二、国有资本经营预算拨
                        二、卫生健康支出        7.00
款收入
收入总计             9.00 支出总计             9.00
`, [][]string{
			{"收入", "<", "支出", "<"},
			{"项目", "预算数", "项目", "预算数"},
			{"一、一般公共预算拨款收入", "9.00", "一、教育支出", "2.00"},
			{"二、国有资本经营预算拨/款收入", "", "二、卫生健康支出", "7.00"},
			{"收入总计", "9.00", "支出总计", "9.00"},
		}},
		"left": {`
部门支出总表
单位：万元
科目编码     科目名称      支出
                   合计     基本支出  项目支出
2080102  一般行政管理事务  10.00        10.00
2210201  住房公积金      2.50  2.50
`, [][]string{
			{"科目编码", "科目名称", "支出", "<", "<"},
			{"", "", "合计", "基本支出", "项目支出"},
			{"2080102", "一般行政管理事务", "10.00", "", "10.00"},
			{"2210201", "住房公积金", "2.50", "2.50", ""},
		}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if d := cmp.Diff(tt.want, gridText(t, tt.text)); d != "" {
				t.Errorf("rows (-want +got)\n%s", d)
			}
		})
	}
}
