package store

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"yusuan/parse/budget"
)

// lookup runs a query and gives its rows as text.
func lookup(t testing.TB, s *Store, query string, args ...any) []string {
	t.Helper()
	rows, err := s.DB().Query(query, args...)
	if err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for rows.Next() {
		values := make([]any, len(columns))
		for i := range values {
			values[i] = new(any)
		}
		if err := rows.Scan(values...); err != nil {
			t.Fatal(err)
		}
		var cells []string
		for _, v := range values {
			cells = append(cells, str(*v.(*any)))
		}
		out = append(out, strings.Join(cells, " "))
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return out
}

func TestViews(t *testing.T) {
	s := open(t)
	prior := expenditure("甲局", 2017, line{"", "合计", "10", "4", "6"}, line{"2010101", "行政运行", "10", "4", "6"})
	now := expenditure("甲局", 2018, line{"", "合计", "14,461.89", "5", "7"}, line{"2010101", "行政运行", "12.5", "5", "—"})
	now.Tables = append(now.Tables,
		budget.Table{Kind: "general_public_basic", Title: "基本支出表", Unit: "万元"},
		budget.Table{Kind: "sangong", Title: "“三公”经费表", Unit: "万元"})
	add := func(table int, code, name, measure, raw string) {
		amount, printed, err := budget.ParseAmount(raw, "万元")
		if err != nil {
			t.Fatal(err)
		}
		now.Facts = append(now.Facts, budget.Fact{Table: table, Row: 1, Code: code, Name: name, Measure: measure, Column: measure, Amount: amount, Unit: "万元", Raw: raw, Printed: printed, Engine: "native", Status: budget.StatusStated})
	}
	add(1, "30101", "基本工资", "total", "7.00")
	add(1, "30101", "基本工资", "personnel", "7.00")
	add(2, "", "甲局", "total", "9.00")
	add(2, "", "甲局", "sangong", "5.00")
	add(2, "", "甲局", "reception", "2.00")
	now.Claims = []budget.Claim{claim(budget.Claim{Subject: "行政运行", Code: "2010101", Table: "general_public", Measure: "total", Amount: "12.5", Direction: "减少", Delta: "0.5", Status: budget.Fails})}
	now.Findings = []budget.Finding{{Check: "rows-sum", Severity: budget.SeverityWarning, Status: budget.Fails, Message: "w"}, {Check: "columns-sum", Severity: budget.SeverityError, Status: budget.Fails, Message: "e"}, {Check: "columns-sum", Status: budget.Holds}}
	final := expenditure("甲局", 2018, line{"", "合计", "10", "4", "6"})
	final.Phase = budget.PhaseFinal
	final.Tables = append(final.Tables, budget.Table{Kind: "sangong", Title: "“三公”经费决算表", Unit: "万元"})
	for _, f := range []struct {
		measure string
		fen     int64
	}{{"sangong_budget", 9_000_000}, {"sangong_final", 4_000_000}, {"reception_final", 0}} {
		final.Facts = append(final.Facts, budget.Fact{Table: 1, Row: 1, Measure: f.measure, Column: f.measure, Amount: Yuan(f.fen), Unit: "万元", Raw: "x", Printed: budget.PrintedValue, Engine: "native", Status: budget.StatusStated})
	}
	save(t, s, prior, now, final)
	for _, c := range []struct {
		name, query string
		want        []string
	}{
		{"function", `SELECT year, table_kind, class, section, item, name, total, basic, project FROM budget_by_function WHERE year = 2018`, []string{"2018 general_public 201 20101 2010101 行政运行 12.5 5 NULL"}},
		{"economic", `SELECT organization, class, code, total, personnel, operating FROM budget_by_economic_class`, []string{"甲局 301 30101 7 7 NULL"}},
		{"sangong", `SELECT organization, year, phase, sangong, overseas, reception, budgeted FROM sangong ORDER BY phase`, []string{"甲局 2018 budget 5 NULL 2 NULL", "甲局 2018 final 4 NULL 0 9"}},
		{"years", `SELECT year, code, name, prior, amount, change, percent, link FROM year_over_year WHERE measure = 'total' AND code = '2010101' AND year = 2018`, []string{"2018 2010101 行政运行 10 12.5 2.5 25 same"}},
		{"claims", `SELECT subject, stated, printed, stated_change, status FROM claims_against_tables`, []string{"行政运行 12.5 12.5 -0.5 fails"}},
		{"findings", `SELECT severity, check_name, message FROM open_findings`, []string{"error columns-sum e", "warning rows-sum w"}},
	} {
		if diff := cmp.Diff(c.want, lookup(t, s, c.query)); diff != "" {
			t.Errorf("%s (-want +got)\n%s", c.name, diff)
		}
	}
}

// TestLabels: every foreign key leads to a table with a column that tools take
// for the label.
func TestLabels(t *testing.T) {
	s := open(t)
	keys := lookup(t, s, `SELECT m.name, k."from", k."table" FROM sqlite_schema m, pragma_foreign_key_list(m.name) k WHERE m.type = 'table' ORDER BY 1, 2`)
	if len(keys) < 25 {
		t.Errorf("only %d foreign keys", len(keys))
	}
	for _, k := range keys {
		f := strings.Fields(k)
		if n := lookup(t, s, `SELECT count(*) FROM pragma_table_info(?) WHERE name IN ('name', 'title')`, f[2]); n[0] == "0" {
			t.Errorf("%s.%s leads to %s, which has no label", f[0], f[1], f[2])
		}
	}
}

// TestPlans: the queries behind the commands use indexes, and scan nothing that grows.
func TestPlans(t *testing.T) {
	s := open(t)
	opt := MoverOptions{By: ByItem, Measure: "total", LineFilter: LineFilter{Region: "3201"}}
	peak, peakArgs := peakQuery(opt, moverTables)
	mover, args := moverQuery(opt, moverTables)
	args = append(args, 1)
	var across conds
	LineFilter{Years: []int{2018}}.into(&across, false)
	var body conds
	LineFilter{Years: []int{2018}, Organizations: []string{"甲局"}}.into(&body, false)
	quantity := `SELECT l.amount` + linesOfDocuments + ` WHERE l.kind = 'expenditure' AND l.measure = 'total' AND l.code = '201' AND `
	totals, totalArgs := quantityWhere(ExpenditureTotal, tableColumn{"expenditure", "total"}, LineFilter{Years: []int{2018}, Phase: budget.PhaseBudget})
	allTotals, allArgs := quantityWhere(ExpenditureTotal, tableColumn{"expenditure", "total"}, LineFilter{})
	code, codeArgs := quantityWhere(Quantity{Measure: "total", Code: "2080505"}, tableColumn{"expenditure", "total"}, LineFilter{Years: []int{2018}})
	region, regionArgs := quantityWhere(ExpenditureTotal, tableColumn{"expenditure", "total"}, LineFilter{Region: "3201"})
	bodyCode, bodyCodeArgs := quantityWhere(Quantity{Measure: "total", Code: "2080505"}, tableColumn{"expenditure", "total"}, LineFilter{Organizations: []string{"甲局"}})
	classes, classArgs := quantityWhere(Quantity{Measure: "total", By: ByClass}, tableColumn{"expenditure", "total"}, LineFilter{Region: "3201"})
	found, foundArgs := ExpenditureTotal.amounts(LineFilter{Years: []int{2018}})
	where, whereArgs := Filter{Organizations: []string{"甲局"}, Years: []int{2018}}.where()
	for _, c := range []struct {
		name, query string
		args        []any
		want        []string // each in the plan
		scans       string   // the one table that may be scanned, by an index or because it is short
	}{
		{"facts of a document", factQuery + ` WHERE f.document_id = ? ORDER BY f.n`, []any{1}, []string{"SEARCH f USING PRIMARY KEY (document_id=?)"}, ""},
		{"documents of a body", `SELECT d.id` + documentFrom + where, whereArgs, []string{"documents_organization (organization_id=?)"}, ""},
		{"largest changes", peak, peakArgs, []string{"MERGE (UNION ALL)", "SEARCH p USING PRIMARY KEY (part=? AND sign=? AND change>?)"}, ""},
		{"changes of a document", mover, args, []string{"SEARCH l USING PRIMARY KEY (document_id=? AND kind=? AND measure=?"}, ""},
		{"one quantity", quantity + strings.Join(across.list, " AND "), across.args, []string{"documents_year (year=?)", "SEARCH l USING PRIMARY KEY (document_id=? AND kind=? AND measure=? AND code=?)"}, ""},
		{"one quantity of a body", quantity + strings.Join(body.list, " AND "), body.args, []string{"documents_organization", "SEARCH l USING PRIMARY KEY (document_id=? AND kind=? AND measure=? AND code=?)"}, ""},
		{"totals of a year", `SELECT ` + quantityColumns + totals, totalArgs, []string{"SEARCH l USING COVERING INDEX lines_totals (kind=? AND measure=? AND lane=? AND label=? AND year=? AND phase=?)"}, ""},
		{"totals of a year, in whichever table", found, foundArgs, []string{"SEARCH l USING COVERING INDEX lines_totals (kind=? AND measure=? AND lane=? AND label=? AND year=?)"}, ""},
		{"totals of all years", `SELECT ` + quantityColumns + allTotals, allArgs, []string{"SEARCH l USING COVERING INDEX lines_totals (kind=? AND measure=? AND lane=? AND label=?)"}, ""},
		{"a code of a year", blocks + `SELECT ` + quantityColumns + code, codeArgs, []string{"SEARCH l USING COVERING INDEX lines_codes (<expr>=? AND code=? AND kind=? AND year=?)"}, "b"},
		{"totals of a region", `SELECT ` + quantityColumns + region, regionArgs, []string{"documents_region (region>? AND region<?)", "SEARCH l USING PRIMARY KEY (document_id=? AND kind=? AND measure=? AND code=?)"}, ""},
		{"a code of a body", `SELECT ` + quantityColumns + bodyCode, bodyCodeArgs, []string{"documents_organization", "SEARCH l USING PRIMARY KEY (document_id=? AND kind=? AND measure=? AND code=?)"}, ""},
		{"classes of a region", `SELECT ` + quantityColumns + classes, classArgs, []string{"documents_region (region>? AND region<?)", "SEARCH l USING PRIMARY KEY (document_id=? AND kind=? AND measure=?"}, ""},
		{"largest falls", `SELECT organization, name, change FROM largest_changes WHERE part = 'item' AND sign = -1 ORDER BY size DESC LIMIT 100`, nil,
			[]string{"SEARCH p USING PRIMARY KEY (part=? AND sign=?)", "SEARCH l USING PRIMARY KEY (document_id=?)"}, ""},
		{"uses of a text", usesQuery, []any{5, 50}, []string{"SEARCH text_uses USING PRIMARY KEY (block=? AND text_id=?)", "SEARCH b USING PRIMARY KEY (text_id=?)", "SEARCH u USING PRIMARY KEY (block=? AND text_id=?)"}, ""},
		{"a text", `SELECT id FROM texts WHERE hash = 5`, nil, []string{"texts_hash (hash=?)"}, ""},
		{"failed checks", `SELECT n FROM findings WHERE status = 'fails' AND severity = 'error'`, nil, []string{"findings_open (severity=?)"}, ""},
	} {
		rows := lookup(t, s, `EXPLAIN QUERY PLAN `+c.query, c.args...)
		plan := strings.Join(rows, "\n")
		for _, w := range c.want {
			if !strings.Contains(plan, w) {
				t.Errorf("%s: %q is not in the plan\n%s", c.name, w, plan)
			}
		}
		for _, r := range rows {
			if strings.Contains(r, "TEMP B-TREE") && c.name == "largest falls" {
				t.Errorf("%s: sorts", c.name)
			}
			if strings.Contains(r, "SCAN") && !strings.HasSuffix(r, "SCAN CONSTANT ROW") && (c.scans == "" || !strings.Contains(r, "SCAN "+c.scans)) {
				t.Errorf("%s: %s", c.name, r)
			}
		}
	}
}

// TestSavePlans: nothing that saving asks or deletes scans a table, so that a
// document costs the same in a database of any size.
func TestSavePlans(t *testing.T) {
	s := open(t)
	save(t, s, full(), synthetic(0), synthetic(1))
	again := full()
	again.Parser++
	save(t, s, again)
	if len(s.stmts.by) < 40 {
		t.Errorf("only %d statements", len(s.stmts.by))
	}
	for query := range s.stmts.by {
		args := make([]any, strings.Count(query, "?"))
		if strings.Contains(query, "?1") { // numbered marks occur several times
			args = args[:1]
			if strings.Contains(query, "?2") {
				args = append(args, nil)
			}
		}
		for _, r := range lookup(t, s, `EXPLAIN QUERY PLAN `+query, args...) {
			if strings.Contains(r, "SCAN") && !strings.Contains(r, "VIRTUAL") && !strings.Contains(r, "json_") && !strings.Contains(r, "SCAN CONSTANT ROW") && !strings.Contains(query, "FROM code_links") {
				t.Errorf("%s\n%s", query, r)
			}
		}
	}
}
