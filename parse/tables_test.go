package parse

import (
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"yusuan/extract"
)

// drawn is a page under construction: texts and rules placed by the test.
type drawn struct{ page *extract.Page }

func newPage(n int) *drawn {
	return &drawn{&extract.Page{Number: n, Width: 595, Height: 842, Engine: "test"}}
}

const (
	testSize  = 10.0
	testLatin = 5.0 // advance of a digit
)

func advance(r rune) float64 {
	if r < 0x80 {
		return testLatin
	}
	return testSize
}

func width(s string) (w float64) {
	for _, r := range s {
		w += advance(r)
	}
	return w
}

// text draws s with its left end at x on baseline y.
func (d *drawn) text(x, y float64, s string) {
	for _, r := range s {
		w := advance(r)
		d.page.Glyphs = append(d.page.Glyphs, extract.Glyph{Text: string(r), Raw: string(r), X0: x, X1: x + w, Y0: y - 8, Y1: y + 2, Base: y, Size: testSize, Font: "test"})
		x += w
	}
}

func (d *drawn) rule(x0, y0, x1, y1 float64) {
	d.page.Rulings = append(d.page.Rulings, extract.Ruling{X0: x0, Y0: y0, X1: x1, Y1: y1, Width: 0.5})
}

// line gives the page a line of text outside tables.
func (d *drawn) line(x, y float64, s string) {
	from := len(d.page.Glyphs)
	d.text(x, y, s)
	l := extract.Line{Text: s, Base: y, Box: extract.Box{X0: x, Y0: y - 8, X1: x + width(s), Y1: y + 2}}
	for i := from; i < len(d.page.Glyphs); i++ {
		l.Glyphs = append(l.Glyphs, i)
	}
	d.page.Lines = append(d.page.Lines, l)
}

// grid draws a ruled table with its left top corner at x, y. Cells that hold
// "<" belong to the cell on their left, "^" to the one above. Amounts stand at
// the right, other texts at the left; "\n" breaks a line.
func (d *drawn) grid(x, y float64, widths []float64, rows [][]string) float64 {
	xs := []float64{x}
	for _, w := range widths {
		xs = append(xs, xs[len(xs)-1]+w)
	}
	ys := []float64{y}
	for _, r := range rows {
		n := 1
		for _, c := range r {
			n = max(n, strings.Count(c, "\n")+1)
		}
		ys = append(ys, ys[len(ys)-1]+6+12*float64(n))
	}
	for r := range rows {
		for c := range widths {
			cell := rows[r][c]
			if cell != "^" {
				d.rule(xs[c], ys[r], xs[c+1], ys[r])
			}
			if cell != "<" && !(cell == "^" && c > 0 && rows[r][c-1] == "^" && joinedAbove(rows, r, c)) {
				d.rule(xs[c], ys[r], xs[c], ys[r+1])
			}
			if cell == "<" || cell == "^" {
				continue
			}
			right := c + 1
			for right < len(widths) && rows[r][right] == "<" {
				right++
			}
			for i, s := range strings.Split(cell, "\n") {
				at := xs[c] + 3
				if isAmount(s) && strings.ContainsAny(s, ".,") {
					at = xs[right] - 3 - width(s)
				}
				d.text(at, ys[r]+12+12*float64(i), s)
			}
		}
	}
	d.rule(xs[0], ys[len(ys)-1], xs[len(xs)-1], ys[len(ys)-1])
	d.rule(xs[len(xs)-1], ys[0], xs[len(xs)-1], ys[len(ys)-1])
	return ys[len(ys)-1]
}

func joinedAbove(rows [][]string, r, c int) bool {
	for r >= 0 && rows[r][c] == "^" {
		r--
	}
	return rows[r][c] == "<"
}

func read(t *testing.T, pages ...*drawn) *Read {
	t.Helper()
	doc := &extract.Document{Kind: "pdf"}
	for _, d := range pages {
		doc.Pages = append(doc.Pages, d.page)
	}
	out, err := Tables(t.Context(), doc, Options{})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// said writes the facts that print something: table, code, name, column, raw.
func said(r *Read) []string {
	var out []string
	for _, f := range r.Facts {
		if f.Raw == "" {
			continue
		}
		title := r.Tables[f.Table].Title
		out = append(out, strings.Join([]string{title, f.Code, f.Name, f.Column, f.Measure, strings.ReplaceAll(f.Raw, " ", "")}, " | "))
	}
	return out
}

func TestRuledTable(t *testing.T) {
	p := newPage(1)
	p.line(200, 60, "2031年部门支出预算总表")
	p.line(60, 80, "编制部门：云州市测绘局")
	p.line(450, 80, "单位：万元")
	p.grid(60, 90, []float64{30, 25, 25, 160, 80, 80, 80}, [][]string{
		{"项目", "<", "<", "<", "支出预算", "<", "<"},
		{"功能分类科目编码", "<", "<", "功能分类科目名称", "合计", "基本支出", "项目支出"},
		{"类", "款", "项", "^", "^", "^", "^"},
		{"201", "", "", "一般公共服务支出", "1,200.50", "1,000.00", "200.50"},
		{"201", "03", "", "政府办公厅（室）及相关\n机构事务", "1,200.50", "1,000.00", "200.50"},
		{"", "", "01", "行政运行", "1,000.00", "1,000.00", ""},
		{"合计", "<", "<", "<", "1,200.50", "1,000.00", "200.50"},
	})
	r := read(t, p)
	want := []string{
		"2031年部门支出预算总表 | 201 | 一般公共服务支出 | 支出预算/合计 | total | 1,200.50",
		"2031年部门支出预算总表 | 201 | 一般公共服务支出 | 支出预算/基本支出 | basic | 1,000.00",
		"2031年部门支出预算总表 | 201 | 一般公共服务支出 | 支出预算/项目支出 | project | 200.50",
		"2031年部门支出预算总表 | 20103 | 政府办公厅（室）及相关机构事务 | 支出预算/合计 | total | 1,200.50",
		"2031年部门支出预算总表 | 20103 | 政府办公厅（室）及相关机构事务 | 支出预算/基本支出 | basic | 1,000.00",
		"2031年部门支出预算总表 | 20103 | 政府办公厅（室）及相关机构事务 | 支出预算/项目支出 | project | 200.50",
		"2031年部门支出预算总表 | 2010301 | 行政运行 | 支出预算/合计 | total | 1,000.00",
		"2031年部门支出预算总表 | 2010301 | 行政运行 | 支出预算/基本支出 | basic | 1,000.00",
		"2031年部门支出预算总表 |  | 合计 | 支出预算/合计 | total | 1,200.50",
		"2031年部门支出预算总表 |  | 合计 | 支出预算/基本支出 | basic | 1,000.00",
		"2031年部门支出预算总表 |  | 合计 | 支出预算/项目支出 | project | 200.50",
	}
	if d := cmp.Diff(want, said(r)); d != "" {
		t.Errorf("facts (-want +got):\n%s", d)
	}
	tab := r.Tables[0]
	if tab.Kind != "expenditure" || tab.Unit != "万元" || tab.Printed != "云州市测绘局" || tab.Empty || tab.Rows != 4 {
		t.Errorf("table %+v", tab)
	}
	last := r.Facts[len(r.Facts)-1]
	if got := last.Amount.String(); got != "2005000" || !last.Total {
		t.Errorf("total row: amount %s yuan, total %v", got, last.Total)
	}
	blank := r.Facts[8]
	if blank.Printed != "blank" || blank.Raw != "" || blank.Code != "2010301" {
		t.Errorf("blank cell: %+v", blank)
	}
	filled := r.Rows[0][2].Repairs
	if len(filled) == 0 || filled[0].Rule != "filled-down" || filled[0].Before != "01" || filled[0].After != "2010301" {
		t.Errorf("filled-down: %+v", filled)
	}
	if len(r.Prose) != 0 || len(r.Unread) != 0 {
		t.Errorf("prose %v, unread %v", r.Prose, r.Unread)
	}
}

func TestSideBySide(t *testing.T) {
	p := newPage(1)
	p.line(200, 60, "公开01表：收支预算总表")
	p.line(450, 80, "单位：元")
	p.grid(40, 90, []float64{110, 70, 110, 70, 100, 70}, [][]string{
		{"收入", "<", "支出", "<", "<", "<"},
		{"项目名称", "金额", "功能分类", "<", "支出用途", "<"},
		{"^", "^", "功能科目名称", "金额", "项目名称", "金额"},
		{"一、财政拨款", "90.00", "一、一般公共服务支出", "70.00", "一、基本支出", "60.00"},
		{"二、其他资金", "", "二、外交支出", "", "二、项目支出", "30.00"},
		{"当年收入小计", "90.00", "当年支出小计", "<", "<", "90.00"},
	})
	want := []string{
		"收支预算总表 |  | 一、财政拨款 | 收入/金额 | total | 90.00",
		"收支预算总表 |  | 一、一般公共服务支出 | 支出/功能分类/金额 | total | 70.00",
		"收支预算总表 |  | 一、基本支出 | 支出/支出用途/金额 | total | 60.00",
		"收支预算总表 |  | 二、项目支出 | 支出/支出用途/金额 | total | 30.00",
		"收支预算总表 |  | 当年收入小计 | 收入/金额 | total | 90.00",
		"收支预算总表 |  | 当年支出小计 | 支出/支出用途/金额 | total | 90.00",
	}
	var got []string
	r := read(t, p)
	got = append(got, said(r)...)
	for i := range want {
		// The measure of a plain amount is the forms' business.
		want[i] = strings.Replace(want[i], "| total |", "|", 1)
	}
	for i := range got {
		f := strings.Split(got[i], " | ")
		got[i] = strings.Join(append(f[:4:4], f[5]), " | ")
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("facts (-want +got):\n%s", d)
	}
	var lanes []string
	for _, row := range r.Rows[0] {
		lanes = append(lanes, row.Lane)
	}
	if d := cmp.Diff([]string{"revenue", "expenditure", "use", "revenue", "expenditure", "use", "revenue", "use"}, lanes); d != "" {
		t.Errorf("lanes (-want +got):\n%s", d)
	}
	if r.Tables[0].Number != "公开01表" {
		t.Errorf("number %q", r.Tables[0].Number)
	}
}

func TestContinuedPages(t *testing.T) {
	widths := []float64{60, 120, 80}
	p := newPage(1)
	p.line(200, 60, "财政拨款支出预算表")
	p.line(450, 80, "单位：万元")
	p.grid(60, 700, widths, [][]string{
		{"功能科目代码", "功能科目名称", "金额"},
		{"合计", "<", "30.00"},
		{"208", "社会保障和就业支出", "30.00"},
		{"2080505", "机关事业单位基本养老保险", "20.00"},
	})
	q := newPage(2)
	q.grid(80, 60, widths, [][]string{
		{"", "缴费支出", ""},
		{"2080506", "职业年金", "10.00"},
	})
	q.line(60, 300, "第三部分 情况说明，收入预算比上年增加。")
	r := read(t, p, q)
	want := []string{
		"财政拨款支出预算表 |  | 合计 | 金额 | total | 30.00",
		"财政拨款支出预算表 | 208 | 社会保障和就业支出 | 金额 | total | 30.00",
		"财政拨款支出预算表 | 2080505 | 机关事业单位基本养老保险缴费支出 | 金额 | total | 20.00",
		"财政拨款支出预算表 | 2080506 | 职业年金 | 金额 | total | 10.00",
	}
	if d := cmp.Diff(want, said(r)); d != "" {
		t.Errorf("facts (-want +got):\n%s", d)
	}
	if d := cmp.Diff([]int{1, 2}, r.Tables[0].Pages); d != "" || len(r.Tables) != 1 {
		t.Errorf("tables %+v", r.Tables)
	}
	if len(r.Prose) != 1 || r.Prose[0].Page != 2 {
		t.Errorf("prose %+v", r.Prose)
	}
}

func TestSplitOverflow(t *testing.T) {
	// Two amounts wider than their columns meet at the rule between them.
	p := newPage(1)
	p.line(200, 60, "收入预算总表")
	p.line(450, 80, "单位：元")
	bottom := p.grid(60, 90, []float64{40, 100, 62, 62}, [][]string{
		{"科目编码", "科目名称", "合计", "财政拨款收入"},
		{"201", "一般公共服务支出", "", ""},
		{"合计", "<", "", ""},
	})
	y := bottom - 24
	p.text(60+140+62-width("82,096,797.42"), y, "82,096,797.42")
	p.text(60+140+62, y, "82,096,797.42")
	y = bottom - 6
	p.text(60+140+60-width("5,000,000.00"), y, "5,000,000.00")
	var raws []string
	for _, f := range read(t, p).Facts {
		raws = append(raws, f.Raw)
	}
	if d := cmp.Diff([]string{"82,096,797.42", "82,096,797.42", "5,000,000.00", ""}, raws); d != "" {
		t.Errorf("raw (-want +got):\n%s", d)
	}
}

func TestWrappedFigures(t *testing.T) {
	p := newPage(1)
	p.line(200, 60, "部门收入总体情况表")
	p.line(450, 80, "单位：万元")
	p.grid(60, 90, []float64{22, 22, 22, 90, 44, 100}, [][]string{
		{"功能分类编码", "<", "<", "功能分类科目名称", "总计", "一般公共预算拨款"},
		{"类", "款", "项", "^", "^", "^"},
		{"20\n8", "05", "05", "机关事业单位\n基本养老", "14,231.8\n4", "14,231.84"},
	})
	r := read(t, p)
	want := []string{
		"部门收入总体情况表 | 2080505 | 机关事业单位基本养老 | 总计 | total | 14,231.84",
		"部门收入总体情况表 | 2080505 | 机关事业单位基本养老 | 一般公共预算拨款 | general_public | 14,231.84",
	}
	if d := cmp.Diff(want, said(r)); d != "" {
		t.Errorf("facts (-want +got):\n%s", d)
	}
	f := r.Facts[0]
	last := f.Repairs[len(f.Repairs)-1]
	if last.Rule != "split-amount" || last.Before != "14,231.8\n4" || last.After != "14,231.84" || f.Raw != "14,231.8 4" {
		t.Errorf("fact %+v", f)
	}
	if math.Abs(f.Amount.InexactFloat64()-142318400) > 0 {
		t.Errorf("amount %s", f.Amount)
	}
}
