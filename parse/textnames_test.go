package parse

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"yusuan/parse/budget"
)

// scatteredText is a table written block by block: the parts of the codes
// stand in columns of their own, headings after the rows.
const scatteredText = "2025年部门支出预算总表\n编制部门：明河市东堤区档案馆\n单位：元\n项目\n功能分类科目编码\n类\n款\n功能分类科目名称\n项\n" +
	"201\n201\n201\n201\n%s\n26\n26\n26\n01\n04\n支出预算\n合计\n基本支出\n" +
	"一般公共服务支出\n900.00\n600.00\n300.00\n%s\n900.00 600.00 300.00\n行政运行\n600.00 600.00\n档案馆\n300.00\n300.00\n合计\n900.00\n600.00\n300.00\n项目支出\n"

func TestTextScatteredCodes(t *testing.T) {
	for _, tc := range []struct {
		name, part, section string
		want                []string
	}{
		{"the parts that the names need", "", "档案事务", []string{
			"201 一般公共服务支出 total 900.00 stated", "201 一般公共服务支出 basic 600.00 stated", "201 一般公共服务支出 project 300.00 stated",
			"20126 档案事务 total 900.00 stated", "20126 档案事务 basic 600.00 stated", "20126 档案事务 project 300.00 stated",
			"2012601 行政运行 total 600.00 stated", "2012601 行政运行 basic 600.00 stated",
			"2012604 档案馆 total 300.00 stated", "2012604 档案馆 project 300.00 stated",
			" 合计 total 900.00 stated", " 合计 basic 600.00 stated", " 合计 project 300.00 stated"}},
		{"a part too many", "201", "档案事务", nil},
		{"a name of other codes", "", "统计信息事务", nil},
	} {
		t.Run(tc.name, func(t *testing.T) {
			read := readText(t, fmt.Sprintf(scatteredText, tc.part, tc.section))
			distrustRows(read.Facts, read.Rows)
			var got []string
			for _, f := range read.Facts {
				if f.Measure != "unknown" {
					got = append(got, fmt.Sprintf("%s %s %s %s %s", f.Code, f.Name, f.Measure, f.Raw, f.Status))
				}
			}
			if d := cmp.Diff(tc.want, got); d != "" {
				t.Errorf("(-want +got)\n%s", d)
			}
			if tc.want != nil && !read.lacking[0] {
				t.Error("figures that follow a name block by block are sure of their row")
			}
		})
	}
}

func TestAssignCodes(t *testing.T) {
	label := func(codes string) namedRow { return namedRow{codes: strings.Split(codes, " ")} }
	parts := func(s string) map[string][]int {
		out := make(map[string][]int)
		for i, p := range strings.Fields(s) {
			out[p] = append(out[p], i)
		}
		return out
	}
	for _, tc := range []struct {
		name   string
		labels []namedRow
		parts  string
		want   []string
	}{
		{"a name on two levels", []namedRow{label("204"), label("20499 2049999"), label("20499 2049999")}, "204 204 204 99 99 99", []string{"204", "20499", "2049999"}},
		{"whole codes", []namedRow{label("204"), label("20401 20402"), label("2040101 2040201")}, "204 20402 2040201", []string{"204", "20402", "2040201"}},
		{"two ways", []namedRow{label("204"), label("20401"), label("2040101 2040102"), label("2040102 2040103")}, "204 204 204 204 01 01 01 01 02 03", nil},
		{"a part is missing", []namedRow{label("204"), label("20401"), label("2040101")}, "204 204 01 01 01", nil},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if d := cmp.Diff(tc.want, assignCodes(tc.labels, parts(tc.parts))); d != "" {
				t.Errorf("(-want +got)\n%s", d)
			}
		})
	}
}

// TestExcuse leaves open what fails with a figure of a table that lacks some,
// and keeps what fails elsewhere.
func TestExcuse(t *testing.T) {
	out := &budget.Document{
		Tables: []budget.Table{{Title: "收入预算总表"}, {Title: "支出预算总表"}},
		Facts:  []budget.Fact{{Table: 0, Status: budget.StatusDisputed}, {Table: 1, Status: budget.StatusDisputed}},
		Findings: []budget.Finding{
			{Check: "hierarchy", Status: budget.Fails, Facts: []int{0}},
			{Check: "row-missing", Status: budget.Fails, Title: "收入预算总表"},
			{Check: "hierarchy", Status: budget.Fails, Title: "支出预算总表", Facts: []int{1}},
		},
	}
	read := &Read{}
	read.lack(0)
	read.excuse(out)
	var got []string
	for _, f := range out.Findings {
		got = append(got, string(f.Status))
	}
	for _, f := range out.Facts {
		got = append(got, string(f.Status))
	}
	if d := cmp.Diff([]string{"unknown", "unknown", "fails", "stated", "disputed"}, got); d != "" {
		t.Errorf("(-want +got)\n%s", d)
	}
}
