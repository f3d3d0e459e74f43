package main

import (
	"encoding/csv"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"yusuan/parse/budget"
	"yusuan/store"
)

// TestCrossYear reads the departments with consecutive years of the corpus
// and finds every stated change of their totals, and which stated percents
// their own figures contradict.
func TestCrossYear(t *testing.T) {
	corpus := "../../../shared/corpus"
	f, err := os.Open(filepath.Join(corpus, "crossyear.tsv"))
	if err != nil {
		t.Skip("the corpus of real documents is not here")
	}
	defer f.Close()
	if testing.Short() {
		t.Skip("reads ten real documents")
	}
	r := csv.NewReader(f)
	r.Comma, r.LazyQuotes = '\t', true
	lines, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	at := map[string]int{}
	for i, h := range lines[0] {
		at[h] = i
	}
	get := func(l []string, h string) string { return strings.TrimSpace(l[at[h]]) }

	db := filepath.Join(t.TempDir(), "b.db")
	args := []string{"ingest", "--db", db}
	for _, l := range lines[1:] {
		for p := range strings.SplitSeq(get(l, "pdf"), " + ") {
			if strings.HasPrefix(p, "_") { // the second of a pair is named by its ending
				first, _, _ := strings.Cut(get(l, "pdf"), "_text.pdf")
				p = first + p
			}
			args = append(args, filepath.Join(corpus, "pdf", p))
		}
	}
	if code := run(t.Context(), args, strings.NewReader(""), io.Discard, os.Stderr); code != exitOK && code != exitEyes {
		t.Fatalf("ingest: exit status %d", code)
	}
	st, err := store.OpenReader(t.Context(), db)
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	for _, l := range lines[1:] {
		year, err := strconv.Atoi(get(l, "year"))
		if err != nil {
			t.Fatal(err)
		}
		docs, err := st.Documents(t.Context(), store.Filter{Years: []int{year}, Current: true})
		if err != nil {
			t.Fatal(err)
		}
		stem, _, _ := strings.Cut(get(l, "pdf"), ".pdf")
		var org string
		for _, d := range docs {
			if strings.Contains(d.File, stem) {
				org = d.Organization
			}
		}
		comparisons, err := st.Compare(t.Context(), store.CompareOptions{Organization: org, Years: []int{year}})
		if err != nil {
			t.Fatal(err)
		}
		total := decimal.RequireFromString(get(l, "total_income_budget_万元"))
		change := decimal.RequireFromString(get(l, "stated_change_万元"))
		var found *store.ComparedRow
		for i := range comparisons {
			for j := range comparisons[i].Rows {
				row := &comparisons[i].Rows[j]
				if row.Stated == nil || !store.Yuan(row.Now.Fen).Shift(-4).Round(2).Equal(total) {
					continue
				}
				if delta, ok := row.Stated.Delta, row.Stated.Delta != ""; ok && decimal.RequireFromString(delta).Equal(change.Abs()) && (row.Stated.Direction == "减少") == change.IsNegative() {
					if found == nil || row.Stated.Percent == get(l, "stated_pct") {
						found = row
					}
				}
			}
		}
		if found == nil {
			t.Errorf("%s %d: stated change %s of %s not found", org, year, change, total)
			continue
		}
		want := budget.Unknown // the year before is not stored
		if get(l, "actual_change") != "" {
			want = budget.Holds
			if strings.Contains(get(l, "note"), "PERCENT MISMATCH") {
				want = budget.Fails
			}
			if actual := decimal.RequireFromString(get(l, "actual_change")); !store.Yuan(found.Change).Shift(-4).Round(2).Equal(actual) {
				t.Errorf("%s %d: change %s, want %s", org, year, store.Yuan(found.Change).Shift(-4), actual)
			}
		}
		if found.Stated.Verdict != want {
			t.Errorf("%s %d: %s (%s), want %s", org, year, found.Stated.Verdict, found.Stated.Why, want)
		}
	}
}
