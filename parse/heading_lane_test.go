package parse

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"yusuan/parse/budget"
)

// TestRemarks holds which columns of text name a row: not those under headings
// that no form knows beside 科目 or projects, but the inner labels of a table
// whose groups stand left of them.
func TestRemarks(t *testing.T) {
	col := func(role, head string, known bool) leaf {
		c := leaf{Column: budget.Column{Role: role}, known: known}
		if head != "" {
			c.heads = []string{head}
		}
		return c
	}
	for _, tt := range []struct {
		name string
		cols []leaf
		want []string
	}{
		{"beside a project", []leaf{col("project", "项目名称", true), col("item", "实施期限", false), col("measure", "合计", true)}, []string{"project", "unit", "measure"}},
		{"beside a code's name", []leaf{col("code", "科目编码", true), col("name", "科目名称", true), col("item", "甲乙丙", false)}, []string{"code", "name", "unit"}},
		{"labels in groups", []leaf{col("item", "项目", true), col("item", "", false), col("measure", "金额", true)}, []string{"item", "item", "measure"}},
		{"nothing known", []leaf{col("item", "甲", false), col("item", "乙", false)}, []string{"item", "item"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			h := heading{cols: tt.cols}
			h.remarks()
			var got []string
			for i := range h.cols {
				got = append(got, h.cols[i].Role)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}
