package parse

import (
	"strings"
	"testing"

	"yusuan/extract"

	"github.com/google/go-cmp/cmp"
)

// TestNoteBetweenRows reads a table without rules that a note interrupts: the
// rows behind it are the table's.
func TestNoteBetweenRows(t *testing.T) {
	p := newPage(1)
	p.line(200, 40, "部门支出总表")
	p.line(400, 60, "单位：万元")
	widths := []float64{70, 150, 90, 90, 90}
	y := p.open(50, 80, widths, [][]string{
		{"科目编码", "科目名称", "合计", "基本支出", "项目支出"},
		{"", "合计", "15.00", "9.00", "6.00"},
		{"201", "一般公共服务支出", "10.00", "6.00", "4.00"},
	}, false)
	p.line(50, y+14, "注：以下科目按统一口径列示。")
	p.open(50, y+24, widths, [][]string{
		{"205", "教育支出", "5.00", "3.00", "2.00"},
		{"20502", "普通教育", "5.00", "3.00", "2.00"},
	}, false)
	r := read(t, p)
	got := map[string]string{}
	for _, f := range r.Facts {
		if f.Measure == "total" {
			got[f.Code+f.Name] = f.Raw
		}
	}
	want := map[string]string{"合计": "15.00", "201一般公共服务支出": "10.00", "205教育支出": "5.00", "20502普通教育": "5.00"}
	if d := cmp.Diff(want, got); d != "" || len(r.Tables) != 1 {
		t.Errorf("%d tables, totals (-want +got):\n%s", len(r.Tables), d)
	}
}

// TestUnitAtTitle reads tables whose unit ends the title's line, or stands alone
// above the title at the head of the page.
func TestUnitAtTitle(t *testing.T) {
	for name, head := range map[string]func(p *drawn){
		"same line": func(p *drawn) { p.line(200, 60, "部门支出总表 单位：万元") },
		"above":     func(p *drawn) { p.line(430, 30, "单位：万元"); p.line(200, 60, "部门支出总表") },
	} {
		p := newPage(1)
		head(p)
		p.grid(50, 80, []float64{70, 150, 90, 90, 90}, [][]string{
			{"科目编码", "科目名称", "合计", "基本支出", "项目支出"},
			{"", "合计", "10.00", "6.00", "4.00"},
			{"201", "一般公共服务支出", "10.00", "6.00", "4.00"},
		})
		r := read(t, p)
		if len(r.Tables) != 1 || r.Tables[0].Title != "部门支出总表" || r.Tables[0].Unit != "万元" || len(r.Facts) != 6 {
			t.Errorf("%s: %d facts of %+v", name, len(r.Facts), r.Tables)
		}
	}
}

// TestStrayRows: rows that belong to no table are reported, sentences are not.
func TestStrayRows(t *testing.T) {
	p := newPage(1)
	p.line(60, 100, "基本支出合计589.00万元，项目支出58.90万元")
	p.open(60, 140, []float64{150, 90, 90}, [][]string{{"住房公积金", "589.00", "58.90"}}, false)
	r := read(t, p)
	if len(r.Tables) != 0 || len(r.Unread) != 1 || r.Unread[0].Kind != "table" || tight(r.Unread[0].Text) != "住房公积金589.0058.90" || r.Unread[0].Page != 1 {
		t.Errorf("%d tables, unread %+v, prose %+v", len(r.Tables), r.Unread, r.Prose)
	}
}

// TestProseLine: figures of narrow columns stand as close as the words of a
// sentence, and are none.
func TestProseLine(t *testing.T) {
	for _, c := range []struct {
		words []string
		want  bool
	}{
		{[]string{"9,930,100.", "9,930,100.", "7,776,100.", "2,154,000."}, false},
		{[]string{"9,930,100.", "比上年的", "7,776,100.", "元增加了", "2,154,000."}, true},
		{[]string{"主要用于人员经费。"}, true},
		{[]string{"208", "社会保障和就业支出"}, false},
		{[]string{"2080506", "机关事业单位职业年金缴费支出", "6,698,808.68"}, false},
		{[]string{"机关事业单位职业年金缴费支出", "6,698,808.68", "6,698,808.68"}, false},
		{[]string{"2023年度机关事业单位职业年金缴费支出为", "6,698,808.68"}, true},
	} {
		l := &Line{Text: strings.Join(c.words, ""), Size: 10}
		x := 50.0
		for _, s := range c.words {
			wide := 5 * float64(len(s))
			l.words = append(l.words, Word{Text: s, Size: 10, Box: extract.Box{X0: x, X1: x + wide, Y0: 80, Y1: 90}})
			x += wide + 6
		}
		if got := proseLine(l); got != c.want {
			t.Errorf("%v: %v", c.words, got)
		}
	}
}

// TestUnitBesideTitle reads tables whose unit is set at the end of the title's
// line, a little higher than the title.
func TestUnitBesideTitle(t *testing.T) {
	for _, ruled := range []bool{true, false} {
		p := newPage(1)
		p.line(430, 57, "单位：万元")
		p.line(200, 60, "部门支出总表")
		rows := [][]string{
			{"科目编码", "科目名称", "合计", "基本支出", "项目支出"},
			{"", "合计", "10.00", "6.00", "4.00"},
			{"201", "一般公共服务支出", "10.00", "6.00", "4.00"},
		}
		widths := []float64{70, 150, 90, 90, 90}
		if ruled {
			p.grid(50, 80, widths, rows)
		} else {
			p.open(50, 80, widths, rows, false)
		}
		r := read(t, p)
		if len(r.Tables) != 1 || r.Tables[0].Title != "部门支出总表" || r.Tables[0].Unit != "万元" || len(r.Facts) != 6 {
			t.Errorf("ruled %v: %d facts of %+v", ruled, len(r.Facts), r.Tables)
		}
	}
}
