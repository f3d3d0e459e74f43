package parse

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// unitLines says of each figure: amount, unit, rules of its repairs; then what
// stayed unread.
func unitLines(r *Read) []string {
	var out []string
	for _, f := range r.Facts {
		if f.Raw == "" || f.Table > 0 {
			continue
		}
		var rules []string
		for _, x := range f.Repairs {
			rules = append(rules, x.Rule)
		}
		out = append(out, fmt.Sprintf("%s %s %q %s", f.Raw, f.Amount, f.Unit, strings.Join(rules, ",")))
	}
	for _, u := range r.Unread {
		out = append(out, "unread "+u.Text+": "+u.Why)
	}
	return out
}

// TestTableWithoutUnit: a table takes the unit of the others, and says so;
// where they disagree its figures stay unread, in a PDF as in text.
func TestTableWithoutUnit(t *testing.T) {
	tests := []struct {
		name   string
		others []string
		want   []string
	}{
		{"others agree", []string{"万元", "万元"}, []string{`1,200.50 12005000 "万元" shared-unit`, `0.00 0 "万元" shared-unit`}},
		{"others disagree", []string{"万元", "元"}, []string{`0.00 0 "" `, "unread 1,200.50: amount 1200.5 without a unit"}},
		{"no others", nil, []string{`0.00 0 "" `, "unread 1,200.50: amount 1200.5 without a unit"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			grid := [][]string{{"科目编码", "科目名称", "基本支出", "项目支出"}, {"201", "一般公共服务支出", "1,200.50", "0.00"}}
			p := newPage(1)
			p.line(200, 60, "2031年部门支出预算总表")
			p.grid(60, 90, []float64{60, 160, 80, 80}, grid)
			text := "2031年部门支出预算总表\n科目编码  科目名称  基本支出  项目支出\n201  一般公共服务支出  1,200.50  0.00\n"
			for i, u := range tt.others {
				y := 200 + 120*float64(i)
				title := []string{"2031年部门收入预算总表", "2031年政府性基金预算支出表"}[i]
				p.line(200, y, title)
				p.line(400, y+15, "单位："+u)
				p.grid(60, y+25, []float64{60, 160, 80}, [][]string{{"科目编码", "科目名称", "合计"}, {"201", "一般公共服务支出", "0.00"}})
				text += "\n" + title + "\n单位：" + u + "\n科目编码  科目名称  合计\n201  一般公共服务支出  0.00\n"
			}
			if d := cmp.Diff(tt.want, unitLines(read(t, p))); d != "" {
				t.Errorf("pdf (-want +got):\n%s", d)
			}
			if d := cmp.Diff(tt.want, unitLines(readText(t, text))); d != "" {
				t.Errorf("text (-want +got):\n%s", d)
			}
		})
	}
}
