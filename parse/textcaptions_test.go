package parse

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"yusuan/extract"
	"yusuan/parse/form"
)

// TestTitledLines puts a unit above a title below it, unless it is that of the
// table before.
func TestTitledLines(t *testing.T) {
	tests := map[string]struct{ text, want string }{
		"beside": {"单位：万元\n部门支出总表\n科目名称", "部门支出总表\n单位：万元\n科目名称"},
		"own":    {"单位：万元\n部门支出总表\n单位：元", "单位：万元\n部门支出总表\n单位：元"},
		"before": {"部门收入总表\n单位：万元\n部门支出总表", "部门收入总表\n单位：万元\n部门支出总表"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			doc := &extract.Document{Pages: []*extract.Page{{}}}
			for line := range strings.SplitSeq(tt.text, "\n") {
				doc.Pages[0].Lines = append(doc.Pages[0].Lines, extract.Line{Text: line})
			}
			var got []string
			for i, l := range titledLines(doc, form.Builtin()) {
				got = append(got, l.text)
				if l.toks[0].line != i {
					t.Errorf("line %d has the words of line %d", i, l.toks[0].line)
				}
			}
			if d := cmp.Diff(tt.want, strings.Join(got, "\n")); d != "" {
				t.Errorf("lines (-want +got)\n%s", d)
			}
		})
	}
}

// TestSingleRow reads a row whose cells have a line each, alone on its page, as
// one of the table before.
func TestSingleRow(t *testing.T) {
	read := readText(t, "部门支出总表\n单位：万元\n|\n科目编码 |\n科目名称 |\n合计 |\n|\n205 |\n教育支出 |\n2.00 |\n|\n\f|\n |\n合计 |\n2.00 |\n|\n")
	var got []string
	for _, f := range read.Facts {
		got = append(got, f.Code+" "+f.Name+" "+f.Measure+" "+f.Raw)
	}
	if d := cmp.Diff([]string{"205 教育支出 total 2.00", " 合计 total 2.00"}, got); d != "" {
		t.Errorf("facts (-want +got)\n%s", d)
	}
}
