package parse

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"yusuan/extract"
	"yusuan/parse/budget"
)

// open draws a table without a grid: headings in the middle of their cells,
// amounts at the right, other texts at the left; with three rules or none.
func (d *drawn) open(x, y float64, widths []float64, rows [][]string, ruled bool) float64 {
	right := x
	for _, w := range widths {
		right += w
	}
	rule := func(y float64) {
		if ruled {
			d.rule(x, y, right, y)
		}
	}
	rule(y)
	for r, row := range rows {
		from := len(d.page.Glyphs)
		left := x
		for c, s := range row {
			at := left + 3
			switch {
			case r == 0:
				at = left + (widths[c]-width(s))/2
			case isAmount(s) && strings.ContainsAny(s, ".,"):
				at = left + widths[c] - 3 - width(s)
			}
			d.text(at, y+14, s)
			left += widths[c]
		}
		l := extract.Line{Text: strings.Join(row, " "), Base: y + 14, Box: extract.Box{X0: x, Y0: y + 6, X1: right, Y1: y + 16}}
		for i := from; i < len(d.page.Glyphs); i++ {
			l.Glyphs = append(l.Glyphs, i)
		}
		d.page.Lines = append(d.page.Lines, l)
		y += 20
		if r == 0 {
			rule(y)
		}
	}
	rule(y)
	return y
}

// TestUnknownTables holds tables whose titles and headings no form knows: each
// figure is kept under its headings, and the table is reported.
func TestUnknownTables(t *testing.T) {
	tables := []struct {
		title  string
		widths []float64
		rows   [][]string
	}{
		{"上级转移支付安排情况表", []float64{80, 130, 90, 90, 90}, [][]string{
			{"科目编码", "资金名称", "资金总额", "中央补助", "自治区补助"},
			{"2130122", "农业生产发展", "310.50", "210.50", "100.00"},
			{"2130135", "农业资源保护", "64.20", "64.20", ""},
			{"", "合计", "374.70", "274.70", "100.00"},
		}},
		{"政府债务限额及余额情况表", []float64{180, 150, 150}, [][]string{
			{"债务类型", "债务限额", "年末余额"},
			{"一般债务", "1,200.00", "980.00"},
			{"专项债务", "5,000.00", "4,300.50"},
			{"合计", "6,200.00", "5,280.50"},
		}},
		{"乡村振兴衔接资金安排方案", []float64{180, 100, 100, 100}, [][]string{
			{"扶持方向", "总额", "中央", "县级"},
			{"到户产业", "310.50", "210.50", "100.00"},
			{"基础设施", "64.20", "64.20", "0.00"},
			{"合计", "374.70", "274.70", "100.00"},
		}},
	}
	for _, look := range []string{"ruled", "three rules", "no rules"} {
		p := newPage(1)
		y := 60.0
		var want []string
		for _, x := range tables {
			p.line(300-width(x.title)/2, y, x.title)
			p.line(450, y+20, "单位：万元")
			if look == "ruled" {
				y = p.grid(60, y+26, x.widths, x.rows)
			} else {
				y = p.open(60, y+26, x.widths, x.rows, look == "three rules")
			}
			y += 40
			for _, row := range x.rows[1:] {
				name := slices.IndexFunc(x.rows[0], func(h string) bool { return h != "科目编码" })
				code := ""
				if name > 0 {
					code = row[0]
				}
				for c := name + 1; c < len(row); c++ {
					if row[c] != "" {
						want = append(want, strings.Join([]string{x.title, code, row[name], x.rows[0][c], "unknown", row[c]}, " | "))
					}
				}
			}
		}
		r := read(t, p)
		if d := cmp.Diff(want, said(r)); d != "" {
			t.Errorf("%s: facts (-want +got):\n%s", look, d)
		}
		for _, x := range tables {
			if !slices.ContainsFunc(r.Unread, func(u budget.Unread) bool {
				return u.Text == x.title || strings.Contains(u.Why, "no form knows this heading") && slices.Contains(x.rows[0], u.Text)
			}) {
				t.Errorf("%s: %s is not reported", look, x.title)
			}
		}
		for _, f := range r.Facts {
			if f.Status != "stated" {
				t.Errorf("%s: %s %s is %s", look, f.Name, f.Raw, f.Status)
			}
		}
	}
}

// TestCountedCells tells things counted from money in one table.
func TestCountedCells(t *testing.T) {
	p := newPage(1)
	p.line(200, 60, "国有资产占有使用情况表")
	p.line(450, 80, "单位：万元")
	p.grid(60, 90, []float64{180, 150, 150}, [][]string{
		{"资产类别", "数量", "价值"},
		{"流动资产", "", "812.36"},
		{"其中：房屋（平方米）", "1,250.00", "1,650.00"},
		{"车辆（台、辆）", "6", "88.40"},
		{"资产合计", "", "2,550.76"},
	})
	p.line(200, 300, "部门机构人员情况")
	p.line(450, 320, "单位：人")
	p.grid(60, 330, []float64{180, 100, 100, 100}, [][]string{
		{"机构", "小计", "行政", "事业"},
		{"本级", "24", "20", "4"},
		{"畜牧兽医站", "18", "0", "18"},
	})
	r := read(t, p)
	if d := cmp.Diff([]string{
		"国有资产占有使用情况表 |  | 流动资产 | 价值 | assets | 812.36",
		"国有资产占有使用情况表 |  | 其中：房屋（平方米） | 价值 | assets | 1,650.00",
		"国有资产占有使用情况表 |  | 车辆（台、辆） | 价值 | assets | 88.40",
		"国有资产占有使用情况表 |  | 资产合计 | 价值 | assets | 2,550.76",
	}, said(r)); d != "" {
		t.Errorf("facts (-want +got):\n%s", d)
	}
	var got []string
	for _, s := range r.Stated {
		got = append(got, s.Key+" "+s.Value+" "+s.Unit)
	}
	if d := cmp.Diff([]string{
		"房屋(平方米)/数量 1250.00 平方米", "车辆(台、辆)/数量 6 台、辆",
		"本级/小计 24 人", "本级/行政 20 人", "本级/事业 4 人",
		"畜牧兽医站/小计 18 人", "畜牧兽医站/行政 0 人", "畜牧兽医站/事业 18 人",
	}, got); d != "" {
		t.Errorf("counted (-want +got):\n%s", d)
	}
}
