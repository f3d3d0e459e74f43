package main

import (
	"database/sql"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"yusuan/store"
)

// TestQueries puts the five questions of store/testdata/queries.sql, which
// stand for what people ask a database without this program, to the documents
// made for the tests.
func TestQueries(t *testing.T) {
	text, err := os.ReadFile("../../store/testdata/queries.sql")
	if err != nil {
		t.Fatal(err)
	}
	db := filepath.Join(t.TempDir(), "b.db")
	args := []string{"ingest", "--quiet", "--db", db}
	for _, pattern := range []string{"*.pdf", "*.txt"} {
		files, err := filepath.Glob("../../fixtures/documents/" + pattern)
		if err != nil {
			t.Fatal(err)
		}
		args = append(args, files...)
	}
	if code := run(t.Context(), args, strings.NewReader(""), io.Discard, os.Stderr); code != exitOK && code != exitEyes {
		t.Fatalf("ingest: exit status %d", code)
	}
	st, err := store.OpenReader(t.Context(), db)
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	want := []struct {
		rows  int
		holds []string // each a row, or how one begins
	}{
		{12, []string{"明河市东堤区就业服务中心|2020|budget|2080101|行政运行|812.46|812.46|NULL|0", "明河市东堤区就业服务中心|2021|budget|2080101|行政运行|1124.3|1124.3|NULL|8", "明河市东堤区就业服务中心|2023|budget|2080102|一般行政管理事务|5200|NULL|5200|8"}},
		{5, []string{"明河市东堤区就业服务中心|2023|2080102|一般行政管理事务|5610.9|5200|-410.9|-7.32|same"}},
		{1, []string{"明河市东堤区就业服务中心|2023|13|社会保障和就业支出（类）人力资源和社会保障管理事务（款）行政运行（项）|1130.22|1130.22|31.5|28.7"}},
		{0, []string{"error|balance|明河市东堤区就业服务中心|2023|4|", "error|columns-sum|明河市东堤区就业服务中心|2023|6|2080102|", "error|hierarchy|明河市东堤区就业服务中心|2023|8|20807|", "error|claim-percent|明河市东堤区就业服务中心|2023|13|2080101|", "warning|empty-note|明河市东堤区就业服务中心|2023|11|"}},
		{5, []string{"云岭省文书档案局|2018|budget|101.1|40|", "云岭省明河市财政局|2024|budget|22.45|15|", "云岭省明河市财政局|2024|final|5.47|0|4.35|1.12|22.45"}},
	}
	queries := strings.Split(strings.TrimSuffix(strings.TrimSpace(string(text)), ";"), ";\n")
	if len(queries) != len(want) {
		t.Fatalf("%d queries, want %d", len(queries), len(want))
	}
	for i, q := range queries {
		got := ask(t, st.DB(), q)
		if len(got) < want[i].rows {
			t.Errorf("query %d: %d rows, want at least %d", i+1, len(got), want[i].rows)
		}
		at := 0
		for _, w := range want[i].holds { // in this order
			for at < len(got) && !strings.HasPrefix(got[at], w) {
				at++
			}
			if at == len(got) {
				t.Errorf("query %d: no row %q, or not in its place\n%s", i+1, w, strings.Join(got, "\n"))
				break
			}
		}
	}
	for _, pragma := range []string{"integrity_check", "foreign_key_check"} {
		if diff := cmp.Diff(map[string][]string{"integrity_check": {"ok"}, "foreign_key_check": nil}[pragma], ask(t, st.DB(), "PRAGMA "+pragma)); diff != "" {
			t.Errorf("%s: %s", pragma, diff)
		}
	}
}

// ask runs a query and gives its rows, cells parted by bars.
func ask(t *testing.T, db *sql.DB, query string) []string {
	t.Helper()
	rows, err := db.QueryContext(t.Context(), query)
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
		values, dest := make([]any, len(columns)), make([]any, len(columns))
		for i := range values {
			dest[i] = &values[i]
		}
		if err := rows.Scan(dest...); err != nil {
			t.Fatal(err)
		}
		cells := make([]string, len(columns))
		for i, v := range values {
			if cells[i] = "NULL"; v != nil {
				cells[i] = fmt.Sprint(v)
			}
		}
		out = append(out, strings.Join(cells, "|"))
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return out
}
