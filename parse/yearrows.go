package parse

import (
	"regexp"
	"strings"

	"yusuan/parse/budget"
	"yusuan/parse/form"
)

var yearRow = regexp.MustCompile(`^(20[0-9]{2})(?:年度|年)(.{0,6})$`)

// priorRows tells which rows of a table that has a row for each year are of
// earlier years than the table's own, the latest, and of what base: by place,
// prior_budget, prior_execution or prior_final, "" for rows of the year itself
// and in tables that list no years.
func (s *draft) priorRows(rows []Row) []string {
	years, latest, n := make([]string, len(rows)), "", 0
	for i := range rows {
		if m := yearRow.FindStringSubmatch(form.Plain(rows[i].Name)); m != nil && rows[i].Code == "" {
			years[i], n = m[1], n+1
			latest = max(latest, m[1])
		}
	}
	out := make([]string, len(rows))
	for i, y := range years {
		if n < 2 || y == "" || y == latest {
			continue
		}
		switch name := rows[i].Name; {
		case strings.Contains(name, "执行"):
			out[i] = "prior_execution"
		case strings.Contains(name, "决算"), s.phase == budget.PhaseFinal && !strings.Contains(name, "预算"):
			out[i] = "prior_final"
		default:
			out[i] = "prior_budget"
		}
	}
	return out
}

// withBase adds the base of its row to a measure: sangong_prior_budget.
func withBase(measure, base string) string {
	switch {
	case base == "" || measure == "unknown":
		return measure
	case measure == "total":
		return base
	}
	return measure + "_" + base
}
