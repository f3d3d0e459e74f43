package parse

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"yusuan/extract"
)

// TestHeadingsInTotalRow reads a table whose headings of 本年支出 stand in the row
// of the totals, wrapped beside its figures.
func TestHeadingsInTotalRow(t *testing.T) {
	p := newPage(1)
	p.line(200, 60, "青田县水利局2023年度部门决算")
	p.line(200, 80, "政府性基金预算财政拨款收入支出决算表")
	p.line(400, 95, "单位：万元")
	p.grid(50, 110, []float64{60, 100, 60, 60, 60, 60}, [][]string{
		{"科目编码", "科目名称", "本年收入", "本年支出", "<", "<"},
		{"合计", "<", "42.80", "合计", "基本支出", "项目支出"},
		{"212", "城乡社区支出", "40.00", "40.00", "", "40.00"},
		{"21208", "国有土地使用权出让收入安排的支出", "40.00", "40.00", "", "40.00"},
		{"213", "农林水支出", "2.80", "2.80", "1.00", "1.80"},
		{"21366", "大中型水库库区基金安排的支出", "2.80", "2.80", "1.00", "1.80"},
	})
	read, err := Tables(t.Context(), &extract.Document{Kind: "pdf", Pages: []*extract.Page{p.page}}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, f := range read.Facts {
		if f.Raw != "" {
			got = append(got, strings.TrimSpace(f.Code+" "+f.Measure+" "+f.Raw))
		}
	}
	want := []string{
		"revenue 42.80",
		"212 revenue 40.00", "212 total 40.00", "212 project 40.00",
		"21208 revenue 40.00", "21208 total 40.00", "21208 project 40.00",
		"213 revenue 2.80", "213 total 2.80", "213 basic 1.00", "213 project 1.80",
		"21366 revenue 2.80", "21366 total 2.80", "21366 basic 1.00", "21366 project 1.80",
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("(-want +got)\n%s", d)
	}
}

// TestWrappedAround keeps a row whose texts are wrapped above and below its
// figures in one piece.
func TestWrappedAround(t *testing.T) {
	s := newSketch(3, 3)
	s.write(0.1, 50, "科目")
	s.write(0.1, 110, "收入")
	s.write(0.1, 170, "支出")
	s.write(0.7, 170, "基本")
	s.write(1.0, 50, "总额")
	s.write(1.0, 110, "90.00")
	s.write(1.3, 170, "支出")
	s.write(2, 50, "教育")
	s.write(2, 110, "90.00")
	s.write(2, 170, "70.00")
	want := [][]string{{"科目", "收入", "支出"}, {"总额", "90.00", "基本支出"}, {"教育", "90.00", "70.00"}}
	if d := cmp.Diff(want, s.cut(t)); d != "" {
		t.Errorf("(-want +got)\n%s", d)
	}
}
