package parse

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"yusuan/parse/budget"
)

func TestPriorRows(t *testing.T) {
	for _, tt := range []struct {
		name  string
		phase budget.Phase
		rows  []string
		want  []string
	}{
		{"budgets", budget.PhaseBudget, []string{"2023年", "2024年"}, []string{"prior_budget", ""}},
		{"execution", budget.PhaseBudget, []string{"2023年执行数", "2023年预算数", "2024年预算数"}, []string{"prior_execution", "prior_budget", ""}},
		{"finals", budget.PhaseFinal, []string{"2023年度", "2022年度"}, []string{"", "prior_final"}},
		{"one year", budget.PhaseBudget, []string{"合计", "2024年"}, []string{"", ""}},
		{"no years", budget.PhaseBudget, []string{"2024年某项目经费支出明细", "2023年某项目经费支出明细"}, []string{"", ""}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s, rows := &draft{phase: tt.phase}, make([]Row, len(tt.rows))
			for i, n := range tt.rows {
				rows[i].Name = n
			}
			if diff := cmp.Diff(tt.want, s.priorRows(rows)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
	for measure, want := range map[string]string{"total": "prior_budget", "sangong": "sangong_prior_budget", "unknown": "unknown"} {
		if got := withBase(measure, "prior_budget"); got != want {
			t.Errorf("%s of last year's budget is %s, want %s", measure, got, want)
		}
	}
}
