package store

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestMoversWhole: the largest changes found by the documents' peaks are those
// found by looking at every line.
func TestMoversWhole(t *testing.T) {
	s := open(t)
	r := rand.New(rand.NewPCG(1, 2))
	for _, i := range r.Perm(60) {
		save(t, s, synthetic(i))
	}
	again := synthetic(7)
	again.Parser++
	again.Facts = again.Facts[:30] // a shorter reading takes its peaks away
	for i := range again.Facts {
		again.Facts[i].Table = 0
	}
	save(t, s, again)
	if got := lookup(t, s, `SELECT p.part, p.document_id FROM peaks p WHERE NOT EXISTS (SELECT 1 FROM lines l WHERE l.document_id = p.document_id AND l.n = p.n AND l.change = p.sign * p.change)`); len(got) > 0 {
		t.Errorf("peaks without a line: %v", got)
	}
	for n, opt := range []MoverOptions{
		{},
		{Code: "208"},
		{Code: "2080"},
		{By: ByTable},
		{By: ByTable, Tables: []string{"general_public"}},
		{Direction: -1, Limit: 3},
		{Threshold: 800_000_000},
		{Measure: "basic", LineFilter: LineFilter{Years: []int{2021}}},
		{LineFilter: LineFilter{Region: "1100"}, Limit: 7},
		{LineFilter: LineFilter{Organizations: []string{synthetic(12).Organization}}, Limit: 500},
	} {
		got, err := s.Movers(t.Context(), opt)
		if err != nil {
			t.Fatal(err)
		}
		var sizes []int64
		for _, l := range got {
			sizes = append(sizes, abs(l.Change))
		}
		if opt.Measure == "" {
			opt.Measure = "total"
		}
		kinds, limit := `'expenditure', 'general_public'`, opt.Limit
		if len(opt.Tables) > 0 {
			kinds = `'` + opt.Tables[0] + `'`
		}
		if limit == 0 {
			limit = defaultMovers
		}
		length := 7
		if opt.By == ByTable {
			length = 0
		}
		where := fmt.Sprintf(`l.kind IN (%s) AND l.measure = '%s' AND length(l.code) = %d AND l.code LIKE '%s%%' AND l.change <> 0 AND abs(l.change) >= %d AND l.change * %d >= 0 AND coalesce(d.region, '') LIKE '%s%%'`,
			kinds, opt.Measure, length, opt.Code, opt.Threshold, opt.Direction, opt.Region)
		if len(opt.Years) > 0 {
			where += fmt.Sprintf(" AND l.year = %d", opt.Years[0])
		}
		if len(opt.Organizations) > 0 {
			where += fmt.Sprintf(" AND o.name = '%s'", opt.Organizations[0])
		}
		var want []int64
		for _, v := range lookup(t, s, `SELECT DISTINCT abs(l.change), l.document_id, l.code, l.change FROM lines l JOIN documents d ON d.id = l.document_id JOIN organizations o ON o.id = l.organization_id WHERE `+where+` ORDER BY 1 DESC LIMIT `+fmt.Sprint(limit)) {
			var n int64
			if _, err := fmt.Sscan(v, &n); err != nil {
				t.Fatal(err)
			}
			want = append(want, n)
		}
		if diff := cmp.Diff(want, sizes); diff != "" {
			t.Errorf("%d %+v (-every line +peaks)\n%s", n, opt, diff)
		}
		if !slices.IsSortedFunc(got, func(a, b Line) int { return int(abs(b.Change) - abs(a.Change)) }) {
			t.Errorf("%d: not by size", n)
		}
		if len(got) == 0 {
			t.Errorf("%d %+v: nothing", n, opt)
		}
	}
}

// TestPeaksMigrated: the migration that parts rises from falls makes of the
// lines what saving makes of them.
func TestPeaksMigrated(t *testing.T) {
	s := open(t)
	for i := range 10 {
		save(t, s, synthetic(i))
	}
	const peaks = `SELECT part, sign, change, document_id FROM peaks`
	saved := lookup(t, s, peaks)
	text, err := migrations.ReadFile("migrations/00005_totals.sql")
	if err != nil {
		t.Fatal(err)
	}
	_, fill, _ := strings.Cut(string(text), "-- What store.peakParts says, of the lines that are stored already.\n")
	fill, _, _ = strings.Cut(fill, ";")
	for _, statement := range []string{`DELETE FROM peaks`, fill} {
		if _, err := s.conn.ExecContext(t.Context(), statement); err != nil {
			t.Fatal(err)
		}
	}
	if diff := cmp.Diff(saved, lookup(t, s, peaks)); diff != "" || len(saved) == 0 {
		t.Errorf("%d peaks (-saved +migrated)\n%s", len(saved), diff)
	}
}

// TestLargestChanges: the view gives each document's largest fall, the largest
// of all first.
func TestLargestChanges(t *testing.T) {
	s := open(t)
	for i := range 20 {
		save(t, s, synthetic(i))
	}
	for _, c := range []struct{ part, sign, lines string }{
		{"item", "-1", `length(code) = 7 AND code GLOB '2*' AND change < 0`},
		{"item/208", "1", `length(code) = 7 AND code GLOB '208*' AND change > 0`},
		{"table/sangong", "-1", `kind = 'sangong' AND change < 0`},
		{"economic", "1", `code GLOB '3*' AND change > 0`},
	} {
		want := lookup(t, s, `SELECT document_id, max(abs(change)) FROM lines WHERE `+c.lines+` GROUP BY document_id ORDER BY 2 DESC, 1 DESC`)
		got := lookup(t, s, `SELECT document_id, abs(CAST(round(change * 1000000) AS INTEGER)) FROM largest_changes WHERE part = ? AND sign = `+c.sign+` ORDER BY size DESC, document_id DESC`, c.part)
		if diff := cmp.Diff(want, got); diff != "" || len(got) == 0 {
			t.Errorf("%s: %d (-lines +view)\n%s", c.part, len(got), diff)
		}
	}
}
