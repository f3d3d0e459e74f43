package store

import "strings"

// Measures of final accounts that print the budget beside what was spent.
const finalSuffix = "_final"

var budgetSuffixes = []string{"_budget", "_initial_budget"}

// againstBudget makes the figures of final accounts comparable with those of
// the year's budget: what was spent takes the budget's measure. The budget's
// figures that the final accounts repeat are given apart.
func againstBudget(final []figure) (spent, restated []figure) {
	for _, f := range final {
		measure, repeats := f.measure, false
		for _, suffix := range budgetSuffixes {
			if m, ok := strings.CutSuffix(f.measure, suffix); ok && !strings.HasSuffix(m, "_prior") {
				measure, repeats = m, true
			}
		}
		if repeats {
			f.measure, f.restated = measure, true
			restated = append(restated, f)
			continue
		}
		f.measure = strings.TrimSuffix(f.measure, finalSuffix)
		spent = append(spent, f)
	}
	return distinct(spent), distinct(restated)
}

// withRestated adds to a budget's figures those that only the final accounts
// repeat.
func withRestated(budget, restated []figure) []figure {
	known := map[lineKey]bool{}
	for _, f := range budget {
		known[f.lineKey] = true
	}
	for _, f := range restated {
		if !known[f.lineKey] {
			budget = append(budget, f)
		}
	}
	return budget
}
