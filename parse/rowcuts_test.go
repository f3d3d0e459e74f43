package parse

import (
	"context"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"yusuan/extract"
)

// TestRowCuts parts rows between which a rule is missing over the whole width,
// by what their labels say, though one of them has no figure.
func TestRowCuts(t *testing.T) {
	for name, c := range map[string]struct {
		labels [2]string
		want   [][]string
	}{
		"ordinals": {[2]string{"四、国防支出", "五、教育支出"}, [][]string{{"项目", "合计"}, {"四、国防支出", ""}, {"五、教育支出", "30.00"}, {"外交", "8.00"}}},
		"codes":    {[2]string{"203国防", "205教育"}, [][]string{{"项目", "合计"}, {"203国防", ""}, {"205教育", "30.00"}, {"外交", "8.00"}}},
		"a wrap":   {[2]string{"国防和", "教育支出"}, [][]string{{"项目", "合计"}, {"国防和教育支出", "30.00"}, {"外交", "8.00"}}},
	} {
		t.Run(name, func(t *testing.T) {
			s := newSketch(4, 2, side(1, 0, false), side(1, 1, false))
			s.write(0, 40, "项目")
			s.write(0, 106, "合计")
			s.write(1, 58, c.labels[0])
			s.write(2, 58, c.labels[1])
			s.write(2, 118, "30.00")
			s.write(3, 34, "外交")
			s.write(3, 118, "8.00")
			s.page.Rulings = append(s.page.Rulings, extract.Ruling{X0: 0, X1: 0, Y0: 0, Y1: 64})
			if d := cmp.Diff(c.want, s.cut(t)); d != "" {
				t.Errorf("(-want +got)\n%s", d)
			}
		})
	}
}

// TestWrappedFigureRow keeps a row whose figure is wrapped, with the code and
// the name between its parts, one row where rules are missing.
func TestWrappedFigureRow(t *testing.T) {
	s := newSketch(3, 2, side(0, 0, false), side(0, 1, false), side(1, 0, false), side(1, 1, false))
	s.write(0, 40, "201教育")
	s.write(0, 118, "30.00")
	s.write(1.4, 40, "204公安")
	s.write(1, 118, "14,231.")
	s.write(1.8, 118, "84")
	s.write(2.6, 40, "205文化")
	s.write(2.6, 118, "8.00")
	want := [][]string{{"201教育", "30.00"}, {"204公安", "14,231.84"}, {"205文化", "8.00"}}
	if d := cmp.Diff(want, s.cut(t)); d != "" {
		t.Errorf("(-want +got)\n%s", d)
	}
}

// TestWrappedCode keeps a code whole that the width of its cell breaks, over the
// columns of its parts, also where a rule of another row is missing.
func TestWrappedCode(t *testing.T) {
	want := []string{
		"财政拨款支出预算表 | 208 | 社会保障 | 金额 | total | 30.00",
		"财政拨款支出预算表 | 2080507 | 机构补助 | 金额 | total | 30.00",
		"财政拨款支出预算表 | 210 | 卫生健康 | 金额 | total | 8.00",
	}
	for name, lost := range map[string]bool{"all rules": false, "one missing": true} {
		t.Run(name, func(t *testing.T) {
			p := newPage(1)
			p.line(200, 60, "财政拨款支出预算表")
			p.line(400, 80, "单位：万元")
			p.grid(50, 100, []float64{14, 14, 14, 120, 80}, [][]string{
				{"类", "款", "项", "科目名称", "金额"},
				{"208", "<", "<", "社会保障", "30.00"},
				{"208050\n7", "<", "<", "机构补助", "30.00"},
				{"210", "<", "<", "卫生健康", "8.00"},
			})
			if lost {
				p.page.Rulings = slices.DeleteFunc(p.page.Rulings, func(r extract.Ruling) bool { return r.X0 == 212 && r.X1 == 212 && r.Y0 > 160 })
			}
			if d := cmp.Diff(want, said(read(t, p))); d != "" {
				t.Errorf("facts (-want +got):\n%s", d)
			}
		})
	}
}

// TestHeadlessCodes reads codes in a column of its own under the heading of the
// names beside it, after the figures of another side.
func TestHeadlessCodes(t *testing.T) {
	p := newPage(1)
	p.line(200, 60, "收支预算总表")
	p.line(400, 80, "单位：万元")
	p.grid(50, 100, []float64{120, 80, 40, 120, 80}, [][]string{
		{"收入项目", "预算数", "", "支出功能分类", "预算数"},
		{"财政拨款收入", "9.00", "201", "一般公共服务支出", "6.00"},
		{"事业收入", "0.00", "204", "公共安全支出", "3.00"},
	})
	read, err := Tables(context.Background(), &extract.Document{Kind: "pdf", Pages: []*extract.Page{p.page}}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, f := range read.Facts {
		got = append(got, f.Code+" "+f.Name+" "+f.Raw)
	}
	want := []string{" 财政拨款收入 9.00", "201 一般公共服务支出 6.00", " 事业收入 0.00", "204 公共安全支出 3.00"}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("(-want +got)\n%s", d)
	}
}
