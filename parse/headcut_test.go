package parse

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestCutHeading joins the first row of a heading at the foot of a page to the
// rest of it on the next, where the columns are.
func TestCutHeading(t *testing.T) {
	widths := []float64{60, 120, 80, 80, 80}
	rest := []string{"科目编码", "科目名称", "合计", "基本支出", "项目支出"}
	body := [][]string{
		{"206", "科学技术支出", "90.00", "60.00", "30.00"},
		{"20605", "科技条件与服务", "90.00", "60.00", "30.00"},
	}
	want := []string{
		"一般公共预算财政拨款支出决算表 | 206 | 科学技术支出 | 一般公共预算支出/合计 | total | 90.00",
		"一般公共预算财政拨款支出决算表 | 206 | 科学技术支出 | 一般公共预算支出/基本支出 | basic | 60.00",
		"一般公共预算财政拨款支出决算表 | 206 | 科学技术支出 | 一般公共预算支出/项目支出 | project | 30.00",
		"一般公共预算财政拨款支出决算表 | 20605 | 科技条件与服务 | 一般公共预算支出/合计 | total | 90.00",
		"一般公共预算财政拨款支出决算表 | 20605 | 科技条件与服务 | 一般公共预算支出/基本支出 | basic | 60.00",
		"一般公共预算财政拨款支出决算表 | 20605 | 科技条件与服务 | 一般公共预算支出/项目支出 | project | 30.00",
	}
	for name, next := range map[string][][]string{
		"between rows":                {rest},
		"through the first row":       {{"", "<", "", "<", "<"}, rest},
		"through a row of the second": {{"", "<", "", "<", "<"}, rest, {"", "", "", "", ""}},
	} {
		t.Run(name, func(t *testing.T) {
			p := newPage(1)
			p.line(200, 640, "一般公共预算财政拨款支出决算表")
			p.line(420, 660, "单位：万元")
			p.grid(60, 700, []float64{180, 240}, [][]string{{"项目", "一般公共预算支出"}})
			q := newPage(2)
			q.grid(60, 60, widths, append(next, body...))
			r := read(t, p, q)
			if d := cmp.Diff(want, said(r)); d != "" {
				t.Errorf("facts (-want +got):\n%s", d)
			}
			if len(r.Tables) != 1 || !cmp.Equal([]int{1, 2}, r.Tables[0].Pages) || r.Tables[0].Start.Page != 1 {
				t.Errorf("tables %+v", r.Tables)
			}
		})
	}
}

// TestHeadingAgain leaves alone a heading that the next page prints whole: the
// rows there may be those of another table.
func TestHeadingAgain(t *testing.T) {
	p := newPage(1)
	p.line(200, 640, "一般公共预算财政拨款支出决算表")
	p.grid(60, 700, []float64{180, 240}, [][]string{{"项目", "决算数"}})
	q := newPage(2)
	q.grid(60, 60, []float64{60, 120, 120, 120}, [][]string{
		{"项目", "<", "决算数", "<"},
		{"科目编码", "科目名称", "基本支出", "项目支出"},
		{"206", "科学技术支出", "60.00", "30.00"},
	})
	for _, f := range read(t, p, q).Facts {
		if f.Table == 0 {
			t.Errorf("under the heading of page 1: %+v", f)
		}
	}
}

// TestLooseBody keeps the figures of a page that has no heading and more columns
// than the one before, and marks the seam.
func TestLooseBody(t *testing.T) {
	p := newPage(1)
	p.line(200, 640, "一般公共预算财政拨款支出决算表")
	p.line(420, 660, "单位：万元")
	p.grid(60, 700, []float64{180, 240}, [][]string{{"科目", "合计"}})
	q := newPage(2)
	q.grid(60, 60, []float64{60, 120, 240}, [][]string{
		{"206", "科学技术支出", "90.00"},
		{"20605", "科技条件与服务", "90.00"},
	})
	r := read(t, p, q)
	want := []string{
		"一般公共预算财政拨款支出决算表 | 206 | 科学技术支出 | 合计 | total | 90.00",
		"一般公共预算财政拨款支出决算表 | 20605 | 科技条件与服务 | 合计 | total | 90.00",
	}
	if d := cmp.Diff(want, said(r)); d != "" {
		t.Errorf("facts (-want +got):\n%s", d)
	}
	if d := cmp.Diff([]seam{{0, 2}}, r.seams, cmp.AllowUnexported(seam{})); d != "" {
		t.Errorf("seams (-want +got):\n%s", d)
	}
}

// TestUnplacedFigures keeps the figures of columns that the table before does
// not have.
func TestUnplacedFigures(t *testing.T) {
	p := newPage(1)
	p.line(200, 640, "一般公共预算财政拨款支出决算表")
	p.line(420, 660, "单位：万元")
	p.grid(60, 700, []float64{180, 240}, [][]string{{"科目", "合计"}, {"206科学技术支出", "90.00"}})
	q := newPage(2)
	q.grid(60, 60, []float64{180, 80, 80, 80}, [][]string{{"20605科技条件与服务", "60.00", "10.00", "20.00"}})
	seen := map[string]bool{}
	for _, f := range read(t, p, q).Facts {
		seen[f.Raw] = true
	}
	for _, raw := range []string{"90.00", "60.00", "10.00", "20.00"} {
		if !seen[raw] {
			t.Errorf("%s is lost", raw)
		}
	}
}

// TestCutName joins the end of a name, which the page end cut off, to its row
// though the line above ends early.
func TestCutName(t *testing.T) {
	widths := []float64{60, 200, 80}
	p := newPage(1)
	p.line(200, 640, "财政拨款支出预算表")
	p.line(420, 660, "单位：万元")
	p.grid(60, 700, widths, [][]string{
		{"功能科目代码", "功能科目名称", "金额"},
		{"2060501", "机构运行", "20.00"},
		{"2060503", "科技条件", "70.00"},
	})
	q := newPage(2)
	q.grid(60, 60, widths, [][]string{
		{"", "专项", ""},
		{"2060599", "其他支出", "5.00"},
	})
	want := []string{
		"财政拨款支出预算表 | 2060501 | 机构运行 | 金额 | total | 20.00",
		"财政拨款支出预算表 | 2060503 | 科技条件专项 | 金额 | total | 70.00",
		"财政拨款支出预算表 | 2060599 | 其他支出 | 金额 | total | 5.00",
	}
	if d := cmp.Diff(want, said(read(t, p, q))); d != "" {
		t.Errorf("facts (-want +got):\n%s", d)
	}
}
