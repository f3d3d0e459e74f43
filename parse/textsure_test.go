package parse

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"yusuan/parse/budget"
	"yusuan/parse/form"
)

func TestUnsureLabel(t *testing.T) {
	figure := []Cell{{Raw: "3.00", Span: budget.Span{Page: 2}}}
	row := func(lane, name string, cells []Cell) Row {
		return Row{Lane: lane, Name: name, Cells: cells, Span: budget.Span{Page: 2}}
	}
	for _, tc := range []struct {
		name string
		rows []Row
		want bool
	}{
		{"its rest follows", []Row{row("revenue", "1.一般公共预", figure), row("expenditure", "二、外交支出", nil), row("revenue", "算", nil)}, true},
		{"a total follows", []Row{row("revenue", "三、其他资金", figure), row("revenue", "合计", nil)}, false},
		{"the next item follows", []Row{row("revenue", "一、财政拨款", figure), row("revenue", "二、其他资金", nil)}, false},
		{"the figure is on the next page", []Row{{Name: "十六、金融支出", Cells: figure, Span: budget.Span{Page: 1}}}, true},
		{"a code tells the row", []Row{{Code: "217", Name: "金融支出", Cells: figure, Span: budget.Span{Page: 1}}}, false},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if got := unsureLabel(tc.rows, 0, form.Builtin().Total); got != tc.want {
				t.Errorf("%v, want %v", got, tc.want)
			}
		})
	}
}

func TestDoubtStray(t *testing.T) {
	rows := []Row{{Lane: "revenue", Name: "一、财政拨款"}, {Lane: "revenue", Name: "二、外交支出"}}
	doubtStray(rows)
	if !rows[0].Unsure || !rows[1].Unsure {
		t.Errorf("外交支出 on the side of revenue: %+v", rows)
	}
	rows = []Row{{Lane: "revenue", Name: "一、财政拨款"}, {Lane: "expenditure", Name: "二、外交支出"}}
	doubtStray(rows)
	if rows[0].Unsure || rows[1].Unsure {
		t.Errorf("外交支出 on its own side: %+v", rows)
	}
}

func TestDistrustRows(t *testing.T) {
	facts := []budget.Fact{
		{Table: 0, Row: 1, Status: budget.StatusProven},
		{Table: 1, Row: 1, Status: budget.StatusProven},
		{Table: 1, Row: 2, Status: budget.StatusDisputed},
	}
	distrustRows(facts, [][]Row{{{N: 1}}, {{N: 1, Unsure: true}, {N: 2, Unsure: true}}})
	want := []budget.Status{budget.StatusProven, budget.StatusStated, budget.StatusDisputed}
	var got []budget.Status
	for _, f := range facts {
		got = append(got, f.Status)
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("(-want +got)\n%s", d)
	}
}

func TestHeadedAbove(t *testing.T) {
	column := func(path, measure string) budget.Column {
		return budget.Column{Path: path, Role: "measure", Measure: measure}
	}
	for _, tc := range []struct {
		name    string
		columns []budget.Column
		want    map[string]bool
	}{
		{"a group that reaches too far",
			[]budget.Column{column("基本支出/合计", "basic"), column("基本支出/人员经费", "personnel"), column("基本支出/项目支出", "project")},
			map[string]bool{" basic": true}},
		{"a group as declared",
			[]budget.Column{column("基本支出/合计", "basic"), column("基本支出/人员经费", "personnel"), column("项目支出", "project")},
			map[string]bool{}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			r := &reading{forms: form.Builtin(), Read: &Read{Tables: []budget.Table{{Kind: "summary", Columns: tc.columns}}}}
			if d := cmp.Diff(tc.want, r.headedAbove(0)); d != "" {
				t.Errorf("(-want +got)\n%s", d)
			}
		})
	}
}
