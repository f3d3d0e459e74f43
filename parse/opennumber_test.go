package parse

import (
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"

	"yusuan/parse/form"
)

// TestRowNumbers reads a table of two lanes without rules, whose rows are
// numbered through, beside labels that wrap.
func TestRowNumbers(t *testing.T) {
	p := newPage(1)
	p.line(200, 40, "收入支出决算总表")
	p.line(430, 60, "单位：万元")
	p.line(145, 80, "收入")
	p.line(395, 80, "支出")
	for _, x := range []float64{60, 310} {
		p.line(x, 95, "项目")
		p.line(x+90, 95, "行次")
		p.line(x+150, 95, "金额")
	}
	left := []string{"一、财政拨款收入", "二、上级补助收入", "三、事业收入", "本年收入合计", "年初结转和结余", "总计"}
	right := []string{"一、公共安全支出", "二、教育支出", "三、住房保障支出", "本年支出合计", "年末结转和结余", "总计"}
	income := []string{"70.00", "0.00", "5.00", "75.00", "1.00", "76.00"}
	spent := []string{"30.00", "40.00", "6.00", "76.00", "0.00", "76.00"}
	for i := range left {
		y := 115 + 16*float64(i)
		p.line(50, y, left[i])
		p.line(150, y, strconv.Itoa(i+1))
		p.line(210, y, income[i])
		p.line(300, y, right[i])
		p.line(400, y, strconv.Itoa(i+7))
		p.line(460, y, spent[i])
	}
	r := read(t, p)
	got := map[string]string{}
	for _, f := range r.Facts {
		if f.Measure != "total" {
			t.Errorf("%s %s: %s", f.Name, f.Column, f.Measure)
		}
		got[f.Column+" "+f.Name] = f.Raw
	}
	want := map[string]string{}
	for i := range left {
		want["收入/金额 "+left[i]], want["支出/金额 "+right[i]] = income[i], spent[i]
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("(-want +got)\n%s", d)
	}
}

// TestNumberColumns: numbers that go up by one number the rows, codes and
// amounts do not.
func TestNumberColumns(t *testing.T) {
	for name, c := range map[string]struct {
		column []string
		want   int
	}{
		"rows":         {[]string{"25", "26", "27", "28"}, 1},
		"codes":        {[]string{"201", "205", "208", "210"}, 0},
		"amounts":      {[]string{"1", "2", "3.50", "4"}, 0},
		"few":          {[]string{"1", "2", "3"}, 0},
		"leading zero": {[]string{"01", "02", "03", "04"}, 0},
	} {
		var body []textLine
		for i, s := range c.column {
			body = append(body, textLine{Words: []Word{headAt(s, 100, 20*float64(i)).word}})
		}
		if got := numberColumns(body); len(got) != c.want {
			t.Errorf("%s: %d columns", name, len(got))
		}
	}
}

// TestPartsBesideTotal reads codes in three columns whose headings stand in the
// line of the total.
func TestPartsBesideTotal(t *testing.T) {
	p := newPage(1)
	p.line(200, 40, "支出决算表")
	p.line(430, 60, "单位：万元")
	p.line(62, 80, "支出功能分类科目编码")
	p.line(200, 80, "科目名称")
	p.line(300, 80, "本年支出合计")
	p.line(400, 80, "基本支出")
	p.line(470, 80, "项目支出")
	for i, l := range [][]string{
		{"类", "款", "项", "合计", "9.00", "6.00", "3.00"},
		{"205", "", "", "教育支出", "9.00", "6.00", "3.00"},
		{"205", "02", "", "普通教育", "9.00", "6.00", "3.00"},
		{"205", "02", "03", "初中教育", "9.00", "6.00", "3.00"},
	} {
		for k, x := range []float64{70, 110, 150, 190, 330, 410, 480} {
			if i == 0 && k < 3 {
				x -= 15 // set at the left end, the codes in the middle
			}
			if l[k] != "" {
				p.line(x, 100+16*float64(i), l[k])
			}
		}
	}
	got := map[string]string{}
	for _, f := range read(t, p).Facts {
		if f.Measure == "project" {
			got[f.Code+f.Name] = f.Raw
		}
	}
	want := map[string]string{"合计": "3.00", "205教育支出": "3.00", "20502普通教育": "3.00", "2050203初中教育": "3.00"}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("(-want +got)\n%s", d)
	}
}

// TestEmptyColumnsGoOn reads the rest of a table without rules on the next page,
// where no heading is, with columns that hold nothing on either page.
func TestEmptyColumnsGoOn(t *testing.T) {
	widths := []float64{60, 110, 80, 80, 80, 80}
	a, b := newPage(1), newPage(2)
	a.line(200, 40, "收入决算表")
	a.line(430, 60, "单位：万元")
	a.open(50, 80, widths, [][]string{
		{"科目编码", "科目名称", "本年收入合计", "事业收入", "经营收入", "其他收入"},
		{"", "合计", "15.00", "", "", "15.00"},
		{"201", "一般公共服务支出", "10.00", "", "", "10.00"},
	}, false)
	b.open(50, 40, widths, [][]string{
		{"205", "教育支出", "5.00", "", "", "5.00"},
		{"20502", "普通教育", "5.00", "", "", "5.00"},
	}, false)
	got := map[string]string{}
	for _, f := range read(t, a, b).Facts {
		if f.Code == "205" && f.Raw != "" {
			got[string(f.Measure)] = f.Raw
		}
	}
	if d := cmp.Diff(map[string]string{"total": "5.00", "other": "5.00"}, got); d != "" {
		t.Errorf("(-want +got)\n%s", d)
	}
}

// TestNumberedRows: each row has one number, in the middle of its lines, or at
// the first or the last of them.
func TestNumberedRows(t *testing.T) {
	cols := []openColumn{{x0: 50, x1: 140, kind: 'T'}, {x0: 150, x1: 160, kind: 'R'}}
	x := []float64{40, 145, 170}
	sizes := []int{1, 2, 3, 1, 2} // lines of each row
	for name, place := range map[string]func(n int) float64{
		"middle": func(n int) float64 { return float64(n-1) / 2 },
		"top":    func(int) float64 { return 0 },
		"bottom": func(n int) float64 { return float64(n - 1) },
	} {
		var ws []Word
		var want []rowSpan
		at := 100.0
		for i, n := range sizes {
			for k := range n {
				text := "文字文字"
				if k == 0 {
					text = string([]rune("一二三四五")[i]) + "、文字"
				}
				ws = append(ws, headAt(text, 90, at+12*float64(k)).word)
			}
			ws = append(ws, headAt(strconv.Itoa(i+1), 155, at+12*place(n)).word)
			want = append(want, rowSpan{at, at + 12*float64(n-1) + 11})
			at += 12 * float64(n)
		}
		if d := cmp.Diff(want, numberedRows(textLines(ws), cols, x, form.Builtin()), cmp.AllowUnexported(rowSpan{})); d != "" {
			t.Errorf("%s (-want +got)\n%s", name, d)
		}
	}
}

// TestNumbersGoOn: rows without figures at the top of the next page, below the
// heading again, are told by their numbers, and are none of the heading; the row
// that numbers the columns is.
func TestNumbersGoOn(t *testing.T) {
	head := [][]string{{"项目", "行次", "决算数"}, {"栏次", "", "1"}}
	widths := []float64{160, 60, 100}
	for _, ruled := range []bool{true, false} {
		a, b := newPage(1), newPage(2)
		a.line(150, 40, "收入支出决算总表")
		a.line(300, 60, "单位：万元")
		first := append(head, [][]string{{"一、财政拨款收入", "1", "5.00"}, {"二、事业收入", "2", "2.00"}, {"三、经营收入", "3", "1.00"}, {"本年收入合计", "4", "8.00"}}...)
		rest := append(head, [][]string{{"使用非财政拨款结余", "5", ""}, {"年初结转和结余", "6", "1.00"}, {"总计", "7", "9.00"}}...)
		if ruled {
			a.grid(50, 80, widths, first)
			b.grid(50, 40, widths, rest)
		} else {
			a.open(50, 80, widths, first, false)
			b.open(50, 40, widths, rest, false)
		}
		r := read(t, a, b)
		got := map[string]string{}
		for _, f := range r.Facts {
			if f.Span.Page == 2 {
				got[f.Name] = f.Raw
			}
		}
		want := map[string]string{"使用非财政拨款结余": "", "年初结转和结余": "1.00", "总计": "9.00"}
		if d := cmp.Diff(want, got); d != "" || len(r.Tables) != 1 {
			t.Errorf("ruled %v: %d tables (-want +got)\n%s", ruled, len(r.Tables), d)
		}
	}
}
