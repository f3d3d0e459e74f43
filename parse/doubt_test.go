package parse

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"

	"yusuan/extract"
	"yusuan/parse/budget"
	"yusuan/parse/form"
)

// TestLabelDoubts reads a table whose labels are one text each, wrapped or not,
// or two: what is two is read and never proven.
func TestLabelDoubts(t *testing.T) {
	p := newPage(1)
	p.line(200, 60, "一般公共预算支出表")
	p.line(400, 80, "单位：万元")
	p.grid(50, 100, []float64{60, 90, 80, 80, 80}, [][]string{
		{"科目编码", "科目名称", "合计", "基本支出", "项目支出"},
		{"201", "一般公共服务支出", "10.00", "6.00", "4.00"},
		{"20199", "其他一般公共服务\n支出", "10.00", "6.00", "4.00"},
		{"", "未用\n收支差额", "7.00", "7.00", "0.00"}, // the second would have fitted the first line
		{"", "补贴款    奖励", "3.00", "3.00", "0.00"},
		{"2019901", "0102规划", "3.00", "3.00", "0.00"},
		{"", "年初结转和结余\n上年结转", "3.00", "3.00", "0.00"},
		{"22102", "合计", "1.00", "1.00", "0.00"},
		{"", "八、教育支出九、科学技术支出", "1.00", "1.00", "0.00"},
		{"", "类款项", "1.00", "1.00", "0.00"},
		{"", "科学技术支出205教育支出", "1.00", "1.00", "0.00"},
		{"", "培训  120.00", "1.00", "1.00", "0.00"},
		{"", "", "3.00", "2.00", "1.00"},
	})
	doc := &extract.Document{Kind: "pdf", Pages: []*extract.Page{p.page}}
	read, err := Tables(context.Background(), doc, Options{})
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	for _, d := range read.doubts {
		got[read.Facts[d.fact].Name] = d.why
	}
	const joined = "its label may be those of two rows or columns"
	want := map[string]string{
		"未用收支差额": joined, "补贴款奖励": joined,
		"0102规划": "the name of 2019901 begins with digits",
		"合计":     "the name of 22102 is that of a total", "八、教育支出九、科学技术支出": joined, "年初结转和结余上年结转": joined, "科学技术支出205教育支出": joined,
		"类款项": "its label is a piece of the heading", "120.00": "a figure stands in its label",
		"": "a row with figures and no label",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("doubts (-want +got):\n%s", diff)
	}
	if len(read.Unread) != len(want) {
		t.Errorf("%d unread, want one a row: %+v", len(read.Unread), read.Unread)
	}
}

// TestStrayProjects reads tables of projects without rules: rows beside one
// without figures, rows of no project, and tables whose heading names none.
func TestStrayProjects(t *testing.T) {
	open := func(cols []leaf, names ...string) *draft {
		s := &draft{kind: "project", parts: []part{{region: &Region{Grid: &Grid{}}}}, head: heading{cols: cols}}
		for _, n := range names {
			raw := rawRow{cells: make([]drawnText, len(cols))}
			if n != "" {
				raw.cells[0].Lines = []string{n}
			}
			s.rows = append(s.rows, raw)
		}
		return s
	}
	project := []leaf{{Column: budget.Column{Role: "project"}}, {Column: budget.Column{Role: "measure"}}}
	kinds := []leaf{{Column: budget.Column{Role: "unit"}}, {Column: budget.Column{Role: "measure"}}}
	figures := []Cell{{Column: 1, Raw: "1.00"}}
	for _, tt := range []struct {
		name string
		s    *draft
		rows []Row
		want []bool
	}{
		{"whole names", open(project, "甲", "乙"), []Row{{Name: "甲", Cells: figures}, {Name: "乙", Cells: figures}}, []bool{false, false}},
		{"cut names", open(project, "办公用房", "修缮", "合计"), []Row{{Name: "办公用房"}, {Name: "修缮", Cells: figures}, {Name: "合计", Cells: figures}}, []bool{false, true, false}},
		{"no project", open(project, "", ""), []Row{{Name: "特定目标类", Cells: figures}, {Name: "某县教育局", Cells: figures}}, []bool{true, false}},
		{"a body's name over lines", open(project, "修缮", "", "费"), []Row{{Name: "修缮"}, {Name: "技术产业开发区", Cells: figures}, {Name: "费"}}, []bool{false, true, false}},
		{"no column of projects", open(kinds, "特定目标类"), []Row{{Name: "特定目标类", Cells: figures}}, []bool{true}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var got []bool
			for i := range tt.rows {
				got = append(got, tt.s.strayProject(i, tt.rows, form.Builtin()))
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// TestFigureParts tells figures that were cut from those that were not.
func TestFigureParts(t *testing.T) {
	raws := []string{"14,461.8", "9", "120.05", "3", "12.5", "40.1"}
	var rows []Row
	for i, r := range raws {
		rows = append(rows, Row{Cells: []Cell{{Raw: r, Span: budget.Span{Page: 1, Y0: float64(i)}}}})
	}
	want := map[budget.Span]bool{{Page: 1}: true, {Page: 1, Y0: 1}: true}
	if diff := cmp.Diff(want, figureParts(rows)); diff != "" {
		t.Errorf("parts (-want +got):\n%s", diff)
	}
}

// TestCodeBehindFigure cuts a figure from the code of the next cell that is
// drawn right behind it.
func TestCodeBehindFigure(t *testing.T) {
	s := newSketch(1, 3)
	s.write(0, 50, "甲")
	s.write(0, 133, "5053.82201") // the rule at 120 is between figure and code
	items := pageItems(&s.page, nil, form.Builtin())
	g := items[0].grid
	var got []string
	for c := range g.NumCols() {
		got = append(got, g.At(0, c).Text())
	}
	if diff := cmp.Diff([]string{"甲", "5053.82", "201"}, got); diff != "" {
		t.Errorf("cells (-want +got):\n%s", diff)
	}
}

// TestRaggedHeading doubts a column whose upper heading may have been cut off
// by a stray rule: beside it the heading begins higher.
func TestRaggedHeading(t *testing.T) {
	p := newPage(1)
	p.line(200, 60, "一般公共预算支出表")
	p.line(400, 80, "单位：万元")
	p.grid(50, 100, []float64{60, 120, 90, 90}, [][]string{
		{"科目编码", "科目名称", "一般公共预算支出", ""},
		{"^", "^", "基本支出", "项目支出"},
		{"201", "一般公共服务支出", "6.00", "4.00"},
		{"204", "公共安全支出", "2.00", "1.00"},
	})
	doc := &extract.Document{Kind: "pdf", Pages: []*extract.Page{p.page}}
	read, err := Tables(context.Background(), doc, Options{})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, d := range read.doubts {
		got = append(got, read.Facts[d.fact].Column+" "+read.Facts[d.fact].Raw)
	}
	if diff := cmp.Diff([]string{"项目支出 4.00", "项目支出 1.00"}, got); diff != "" {
		t.Errorf("doubted (-want +got):\n%s", diff)
	}
}

// TestRestOfCode parts what a column of names holds of the code.
func TestRestOfCode(t *testing.T) {
	for _, c := range []struct{ code, text, rest string }{
		{"201", "0601行政运行", "0601"},
		{"20106", "01行政运行", "01"},
		{"20106", "0601行政运行", ""},
		{"", "01行政运行", ""},
		{"201", "2024年项目", ""},
	} {
		got := ""
		if m := restOfCode(c.code, c.text); m != nil {
			got = m[1]
		}
		if got != c.rest {
			t.Errorf("restOfCode(%q, %q) is %q, want %q", c.code, c.text, got, c.rest)
		}
	}
}

// TestBegunAbove doubts the second line of a label whose row no rule ends.
func TestBegunAbove(t *testing.T) {
	names := []string{"三、单位预留机", "动经费", "四、教育支出", "支出合计"}
	s := &draft{parts: []part{{region: &Region{Grid: &Grid{}}}}}
	var rows []Row
	for i, n := range names {
		s.rows = append(s.rows, rawRow{})
		rows = append(rows, Row{Name: n, Cells: []Cell{{Raw: []string{"", "140.20", "", "1.00"}[i]}}})
	}
	for i, want := range []bool{false, true, false, false} {
		if got := s.begunAbove(i, rows, form.Builtin()); got != want {
			t.Errorf("begunAbove of %s is %v, want %v", names[i], got, want)
		}
	}
}
