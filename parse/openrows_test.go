package parse

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestRowOwners: lines of text without a figure are of the nearest row, or of
// their own where they stand as far from others as rows do.
func TestRowOwners(t *testing.T) {
	for name, c := range map[string]struct {
		base   []float64
		anchor string // x for an anchor
		coded  bool
		want   []int
	}{
		"wrapped label without figures": {[]float64{0, 15, 30, 45, 55, 70}, "xxx--x", false, []int{0, 1, 2, 3, 3, 5}},
		"end of a label":                {[]float64{0, 15, 30, 40, 55, 70}, "xxx-xx", false, []int{0, 1, 2, 2, 4, 5}},
		"label without figures":         {[]float64{0, 15, 30, 45, 60}, "xx-xx", false, []int{0, 1, 2, 3, 4}},
		"with codes":                    {[]float64{0, 15, 28, 45, 60}, "xx-xx", true, []int{0, 1, 1, 3, 4}},
	} {
		var ls []textLine
		anchor := make([]bool, len(c.base))
		for i, b := range c.base {
			ls = append(ls, textLine{Base: b})
			anchor[i] = c.anchor[i] == 'x'
		}
		if d := cmp.Diff(c.want, rowOwners(ls, anchor, c.coded)); d != "" {
			t.Errorf("%s (-want +got)\n%s", name, d)
		}
	}
}

// TestLabelAbovePage: a page goes on with a row whose label wraps about its
// figures.
func TestLabelAbovePage(t *testing.T) {
	widths := []float64{150, 90, 90}
	a, b := newPage(1), newPage(2)
	a.line(200, 40, "部门支出总表")
	a.line(330, 60, "单位：万元")
	a.open(50, 80, widths, [][]string{
		{"项目", "基本支出", "项目支出"},
		{"一、教育支出", "3.00", "2.00"},
	}, false)
	b.line(53, 40, "年末财政拨款结转")
	b.line(210, 46, "1.00")
	b.line(300, 46, "4.00")
	b.line(53, 52, "和结余")
	b.open(50, 60, widths, [][]string{{"二、住房保障支出", "5.00", "6.00"}, {"总计", "9.00", "12.00"}}, false)
	got := map[string]string{}
	for _, f := range read(t, a, b).Facts {
		if f.Measure == "basic" {
			got[f.Name] = f.Raw
		}
	}
	want := map[string]string{"一、教育支出": "3.00", "年末财政拨款结转和结余": "1.00", "二、住房保障支出": "5.00", "总计": "9.00"}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("(-want +got)\n%s", d)
	}
}

// TestLabelOverPages: the label of the last row of a page fills what labels fill
// there and goes on at the top of the next.
func TestLabelOverPages(t *testing.T) {
	widths := []float64{130, 90}
	a, b := newPage(1), newPage(2)
	a.line(150, 40, "收支预算总表")
	a.line(250, 60, "单位：万元")
	end := a.open(50, 80, widths, [][]string{{"项目", "金额"}, {"一、教育文化支出", "1.00"}}, false)
	a.line(53, end+14, "二、社会保障和就")
	a.line(247, end+14, "2.00")
	b.line(53, 40, "业支出")
	b.line(53, 60, "三、住房保障支出")
	b.line(247, 60, "3.00")
	b.line(53, 80, "支出合计")
	b.line(247, 80, "6.00")
	got := map[string]string{}
	for _, f := range read(t, a, b).Facts {
		got[f.Name] = f.Raw
	}
	want := map[string]string{"一、教育文化支出": "1.00", "二、社会保障和就业支出": "2.00", "三、住房保障支出": "3.00", "支出合计": "6.00"}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("(-want +got)\n%s", d)
	}
}

// TestLabelBelowHeading: the first line of a label that wraps stands right below
// the heading that a page repeats.
func TestLabelBelowHeading(t *testing.T) {
	widths := []float64{60, 90, 90, 90}
	p := newPage(1)
	p.line(200, 40, "部门支出总表")
	p.line(330, 60, "单位：万元")
	p.open(50, 80, widths, [][]string{{"科目编码", "科目名称", "基本支出", "项目支出"}}, false)
	p.line(113, 124, "林业草原保护")
	p.line(53, 136, "21302")
	p.line(113, 136, "和修复工程")
	p.line(260, 136, "1.00")
	p.line(350, 136, "4.00")
	p.line(113, 148, "支出")
	p.line(53, 172, "221")
	p.line(113, 172, "住房保障支出")
	p.line(260, 172, "5.00")
	p.line(350, 172, "6.00")
	got := map[string]string{}
	for _, f := range read(t, p).Facts {
		if f.Measure == "basic" {
			got[f.Name] = f.Raw
		}
	}
	want := map[string]string{"林业草原保护和修复工程支出": "1.00", "住房保障支出": "5.00"}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("(-want +got)\n%s", d)
	}
}

// TestFigureAboutFigures: parts of wrapped figures stand above and below a whole
// one of another column.
func TestFigureAboutFigures(t *testing.T) {
	p := newPage(1)
	p.line(200, 40, "收入决算表")
	p.line(330, 60, "单位：元")
	p.open(50, 80, []float64{60, 150, 70, 70, 70}, [][]string{
		{"科目编码", "科目名称", "本年收入合计", "事业收入", "其他收入"},
		{"201", "一般公共服务支出", "8,566,265.05", "8,282,968.58", "283,296.47"},
	}, false)
	y := 128.0
	p.line(113, y, "政府办公厅（室）及")
	p.line(275, y, "8,566,265.0")
	p.line(345, y, "8,282,968.5")
	p.line(53, y+6, "20103")
	p.line(420, y+6, "283,296.47")
	p.line(113, y+12, "相关机构事务")
	p.line(325, y+12, "5")
	p.line(395, y+12, "8")
	got := map[string]string{}
	for _, f := range read(t, p).Facts {
		if f.Code == "20103" {
			got[f.Name+" "+string(f.Measure)] = f.Amount.String()
		}
	}
	want := map[string]string{
		"政府办公厅（室）及相关机构事务 total":    "8566265.05",
		"政府办公厅（室）及相关机构事务 business": "8282968.58",
		"政府办公厅（室）及相关机构事务 other":    "283296.47",
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("(-want +got)\n%s", d)
	}
}

// TestDashBeforeLabel: a dash at the right end of its column touches the label of
// the next lane.
func TestDashBeforeLabel(t *testing.T) {
	p := newPage(1)
	p.line(200, 40, "收入支出决算总表")
	p.line(330, 60, "单位：万元")
	p.line(135, 80, "收入")
	p.line(330, 80, "支出")
	for _, x := range []float64{70, 280} {
		p.line(x, 95, "项目")
		p.line(x+110, 95, "决算数")
	}
	right := func(x, y float64, s string) { p.line(x-width(s), y, s) }
	for i, r := range [][4]string{
		{"一、财政拨款收入", "9.00", "一、教育支出", "7.00"},
		{"二、事业收入", "-", "二、科学技术支出", "-"},
		{"三、经营收入", "-", "三、住房保障支出", "2.00"},
		{"总计", "9.00", "总计", "9.00"},
	} {
		y := 115 + 16*float64(i)
		p.line(50, y, r[0])
		right(241, y, r[1])
		p.line(241.2, y, r[2])
		right(440, y, r[3])
	}
	got := map[string]string{}
	for _, f := range read(t, p).Facts {
		got[f.Column+" "+f.Name] = f.Raw
	}
	want := map[string]string{
		"收入/决算数 一、财政拨款收入": "9.00", "收入/决算数 二、事业收入": "-", "收入/决算数 三、经营收入": "-", "收入/决算数 总计": "9.00",
		"支出/决算数 一、教育支出": "7.00", "支出/决算数 二、科学技术支出": "-", "支出/决算数 三、住房保障支出": "2.00", "支出/决算数 总计": "9.00",
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("(-want +got)\n%s", d)
	}
}

// TestLevelLinesPaired: codes at the top of their cells are of the row whose name
// and figures stand in the middle, nearer to them than to the codes below.
func TestLevelLinesPaired(t *testing.T) {
	cols := []openColumn{{x0: 10, x1: 30, kind: 'K', n: 2}, {x0: 40, x1: 90, kind: 'T', n: 2}, {x0: 120, x1: 160, kind: 'N', n: 2}}
	x := []float64{0, 35, 100, 170}
	var ls []textLine
	for i := range 3 {
		base := 100 + 28*float64(i)
		name := textLine{Words: []Word{wordAt("培训费", 40, base+8), wordAt("4.05", 140, base+8)}, Base: base + 8, Size: 9}
		ls = append(ls, lineOf("30216", 10, base), name)
	}
	got := levelLines(ls, cols, x, nil)
	if len(got) != 3 {
		t.Fatalf("%d lines", len(got))
	}
	if d := cmp.Diff([]string{"30216", "培训费", "4.05"}, lineTexts(&got[1])); d != "" {
		t.Errorf("(-want +got)\n%s", d)
	}
}
