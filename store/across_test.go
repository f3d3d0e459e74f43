package store

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"yusuan/parse/budget"
)

func TestAcross(t *testing.T) {
	s := years(t)
	save(t, s, expenditure("乙局", 2018, line{"", "总计", "30,000", "5", "7"}, line{"201", "服务", "20", "", ""}, line{"20101", "事务", "20", "", ""}))
	classes := Quantity{Tables: ExpenditureTotal.Tables, Measure: "total", By: ByClass}
	for _, c := range []struct {
		name  string
		q     Quantity
		f     LineFilter
		limit AcrossLimit
		found int
		want  []string
	}{
		{"a year", ExpenditureTotal, LineFilter{Years: []int{2018}}, AcrossLimit{}, 2, []string{"乙局 2018 general_public  30000", "甲局 2018 general_public  21955.35"}},
		{"the largest", ExpenditureTotal, LineFilter{Years: []int{2018}}, AcrossLimit{Lines: 1}, 2, []string{"乙局 2018 general_public  30000"}},
		{"the largest body of the last year", ExpenditureTotal, LineFilter{}, AcrossLimit{Bodies: 1}, 4, []string{"甲局 2017 general_public  17996.68", "甲局 2018 general_public  21955.35", "甲局 2019 general_public  24169.74"}},
		{"the largest body of a year", ExpenditureTotal, LineFilter{Years: []int{2017, 2018}}, AcrossLimit{Bodies: 1}, 3, []string{"乙局 2018 general_public  30000"}},
		{"a body", ExpenditureTotal, LineFilter{Organizations: []string{"甲局"}, Years: []int{2018}}, AcrossLimit{}, 1, []string{"甲局 2018 general_public  21955.35"}},
		{"classes", classes, LineFilter{Years: []int{2018}}, AcrossLimit{}, 1, []string{"乙局 2018 general_public 201 20"}},
		{"a phase nobody has", ExpenditureTotal, LineFilter{Phase: budget.PhaseFinal}, AcrossLimit{}, 0, nil},
	} {
		got, err := s.Across(t.Context(), c.q, c.f, c.limit)
		if err != nil {
			t.Fatal(err)
		}
		var lines []string
		for _, l := range got.Lines {
			lines = append(lines, fmt.Sprintf("%s %d %s %s %s", l.Organization, l.Year, l.Kind, l.Code, Yuan(l.Now.Fen).Shift(-4)))
		}
		if diff := cmp.Diff(c.want, lines); diff != "" || got.Found != c.found {
			t.Errorf("%s: %d found, want %d (-want +got)\n%s", c.name, got.Found, c.found, diff)
		}
	}
	got, err := s.Across(t.Context(), ExpenditureTotal, LineFilter{Years: []int{2018}}, AcrossLimit{Lines: 1})
	if err != nil {
		t.Fatal(err)
	}
	want := map[AcrossGroup]int64{{Year: 2018, Phase: budget.PhaseBudget, Scope: budget.ScopeDepartment}: 5_195_535_000_000 / 100}
	if diff := cmp.Diff(want, got.Sums); diff != "" {
		t.Errorf("sums (-want +got)\n%s", diff)
	}
}

// TestAcrossBlocks: a code is found in every block of its index, and in no
// other year's documents.
func TestAcrossBlocks(t *testing.T) {
	s := open(t)
	const bodies = 70 // two blocks and a part of one
	for i := range bodies {
		save(t, s, expenditure(fmt.Sprintf("第%d局", i), 2018+i%2, line{"", "合计", "10", "", ""}, line{"201", "服务", fmt.Sprint(1 + i), "", ""}))
	}
	q := Quantity{Tables: ExpenditureTotal.Tables, Measure: "total", Code: "201"}
	got, err := s.Across(t.Context(), q, LineFilter{Years: []int{2019}}, AcrossLimit{Lines: 2})
	if err != nil {
		t.Fatal(err)
	}
	want := map[AcrossGroup]int64{{Code: "201", Year: 2019, Phase: budget.PhaseBudget, Scope: budget.ScopeDepartment}: 35 * 36 * 1_000_000}
	if diff := cmp.Diff(want, got.Sums); diff != "" || got.Found != bodies/2 {
		t.Errorf("%d found (-want +got)\n%s", got.Found, diff)
	}
	if len(got.Lines) != 2 || got.Lines[0].Now.Fen != bodies*1_000_000 || got.Lines[1].Now.Fen != (bodies-2)*1_000_000 {
		t.Errorf("lines %+v", got.Lines)
	}
}

func TestAcrossSumTooLarge(t *testing.T) {
	s := open(t)
	for _, body := range []string{"甲局", "乙局", "丙局"} {
		save(t, s, expenditure(body, 2018, line{"", "总计", "900,000,000,000", "", ""})) // 9·10^17 分 each, and the limit 9.2·10^18
	}
	save(t, s, expenditure("丁局", 2017, line{"", "总计", "5,000,000,000,000", "", ""}), expenditure("戊局", 2017, line{"", "总计", "7,000,000,000,000", "", ""}))
	got, err := s.Across(t.Context(), ExpenditureTotal, LineFilter{}, AcrossLimit{})
	if err != nil {
		t.Fatal(err)
	}
	want := map[AcrossGroup]int64{{Year: 2018, Phase: budget.PhaseBudget, Scope: budget.ScopeDepartment}: 2_700_000_000_000_000_000}
	if diff := cmp.Diff(want, got.Sums); diff != "" || got.Found != 5 {
		t.Errorf("%d found (-want +got)\n%s", got.Found, diff)
	}
}
