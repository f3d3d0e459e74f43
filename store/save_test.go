package store

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"yusuan/parse/budget"
)

var decimals = cmp.Comparer(func(a, b decimal.Decimal) bool { return a.Equal(b) })

func TestSaveLoad(t *testing.T) {
	s := open(t)
	want := full()
	save(t, s, want)
	got, err := s.Load(t.Context(), want.SHA256[:8])
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got, decimals); diff != "" {
		t.Errorf("saved and loaded (-want +got)\n%s", diff)
	}
	if _, err := s.Load(t.Context(), "00"); !errors.Is(err, ErrNotFound) {
		t.Errorf("no document: %v", err)
	}
}

func TestSaveWholeFen(t *testing.T) {
	s := open(t)
	save(t, s, full())
	type stored struct {
		Fen   *int64
		Exact *string
	}
	p := func(n int64) *int64 { return &n }
	q := func(s string) *string { return &s }
	want := []stored{{p(14461890000), nil}, {p(12), q("0.123456")}, {nil, q("99999999999999999900000000")}, {p(0), nil}, {nil, nil}, {nil, nil}}
	rows, err := s.DB().Query(`SELECT amount, amount_exact FROM facts ORDER BY n`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var got []stored
	for rows.Next() {
		var r stored
		if err := rows.Scan(&r.Fen, &r.Exact); err != nil {
			t.Fatal(err)
		}
		got = append(got, r)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("amounts (-want +got)\n%s", diff)
	}
}

// dump is every row of the database as text, by table.
func dump(t testing.TB, s *Store) map[string][]string {
	t.Helper()
	out := map[string][]string{}
	names, err := s.DB().Query(`SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'goose%' AND name NOT LIKE 'sqlite%' ORDER BY name`)
	if err != nil {
		t.Fatal(err)
	}
	defer names.Close()
	for names.Next() {
		var name string
		if err := names.Scan(&name); err != nil {
			t.Fatal(err)
		}
		if name == "texts_grams" { // contentless; its parts are dumped
			continue
		}
		rows, err := s.DB().Query(`SELECT * FROM ` + name + ` ORDER BY 1, 2`)
		if err != nil {
			t.Fatal(err)
		}
		columns, err := rows.Columns()
		if err != nil {
			t.Fatal(err)
		}
		for rows.Next() {
			values := make([]any, len(columns))
			for i := range values {
				values[i] = new(any)
			}
			if err := rows.Scan(values...); err != nil {
				t.Fatal(err)
			}
			var line string
			for _, v := range values {
				line += "|" + str(*v.(*any))
			}
			out[name] = append(out[name], line)
		}
		rows.Close()
	}
	return out
}

func TestSaveTwice(t *testing.T) {
	s := open(t)
	save(t, s, full(), expenditure("甲局", 2020, line{"", "合计", "10", "4", "6"}))
	once := dump(t, s)
	if len(once["facts"]) != 9 {
		t.Fatalf("%d facts", len(once["facts"]))
	}
	save(t, s, full(), expenditure("甲局", 2020, line{"", "合计", "10", "4", "6"}))
	if diff := cmp.Diff(once, dump(t, s)); diff != "" {
		t.Errorf("saving again changes (-once +twice)\n%s", diff)
	}
}

// TestSaveAll: documents stored together end as they do one by one: years of
// one body, versions of one disclosure, the same document twice, a newer
// parser's reading of it.
func TestSaveAll(t *testing.T) {
	newer := full()
	newer.Parser++
	newer.Facts = newer.Facts[:1]
	docs := []*budget.Document{full(), synthetic(0), newer, full()}
	for year := 2021; year > 2017; year-- {
		docs = append(docs, expenditure("甲局", year, line{"", "合计", strconv.Itoa(year), "4", "6"}, line{"201", "服务", "20", "", ""}))
	}
	docs = append(docs, expenditure("甲局", 2020, line{"", "合计", "11", "4", "6"}), synthetic(1))

	alone := open(t)
	save(t, alone, docs...)
	var ps []Prepared
	for _, d := range docs {
		p, err := Prepare(d)
		if err != nil {
			t.Fatal(err)
		}
		ps = append(ps, p)
	}
	together := open(t)
	if err := together.SaveAll(t.Context(), ps); err != nil {
		t.Fatal(err)
	}
	want, got := dump(t, alone), dump(t, together)
	for _, d := range []map[string][]string{want, got} { // the index is parted by transaction
		delete(d, "texts_grams_segments")
		delete(d, "texts_grams_segdir")
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-alone +together)\n%s", diff)
	}
	if len(got["lines"]) < 100 || len(got["documents"]) != 8 {
		t.Errorf("%d lines of %d documents", len(got["lines"]), len(got["documents"]))
	}
	sound(t, together)

	bad := synthetic(3)
	bad.Facts[5].Table = len(bad.Tables)
	ps = ps[:0]
	for _, d := range []*budget.Document{synthetic(2), bad} {
		p, err := Prepare(d)
		if err != nil {
			t.Fatal(err)
		}
		ps = append(ps, p)
	}
	before := dump(t, together)
	if err := together.SaveAll(t.Context(), ps); err == nil {
		t.Error("fact of a table that is not there: saved")
	}
	if diff := cmp.Diff(before, dump(t, together)); diff != "" {
		t.Errorf("refused, but left something (-before +after)\n%s", diff)
	}
}

func TestSaveReplaces(t *testing.T) {
	s := open(t)
	old := full()
	save(t, s, old)
	newer := full()
	newer.Parser = 4
	newer.Facts = newer.Facts[:1]
	newer.Facts[0].Name = "另一个名称"
	newer.Findings = nil
	newer.Tables[0].Title = "另一张表"
	save(t, s, newer)
	check := func(step string, want *budget.Document) {
		t.Helper()
		got, err := s.Load(t.Context(), want.SHA256)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got, decimals); diff != "" {
			t.Errorf("%s (-want +got)\n%s", step, diff)
		}
	}
	check("newer parser", newer)
	save(t, s, old)
	check("older parser again", newer)
	failed := full()
	failed.Parser = 4
	failed.Status, failed.Reason = "failed", "killed"
	failed.Tables, failed.Facts, failed.Claims, failed.Findings, failed.Purchases = nil, nil, nil, nil, nil
	save(t, s, failed)
	check("failure of the same parser", newer)

	// Nothing of the old result is found any more, as after a fresh save.
	fresh := open(t)
	save(t, fresh, newer)
	count := func(s *Store) (n int) {
		if err := s.DB().QueryRow(`SELECT count(*) FROM text_uses`).Scan(&n); err != nil {
			t.Fatal(err)
		}
		return n
	}
	if a, b := count(s), count(fresh); a != b {
		t.Errorf("%d uses of texts after replacing, %d fresh", a, b)
	}
	sound(t, s)
}

func TestSaveRefuses(t *testing.T) {
	s := open(t)
	save(t, s, expenditure("甲局", 2020, line{"", "合计", "10", "4", "6"}))
	before := dump(t, s)
	bad := full()
	bad.Facts[5].Table = 7
	if err := s.Save(t.Context(), bad); err == nil {
		t.Error("fact of a table that is not there: saved")
	}
	if diff := cmp.Diff(before, dump(t, s)); diff != "" {
		t.Errorf("refused, but left something (-before +after)\n%s", diff)
	}
	save(t, s, full()) // ids remembered from the refused one must not be used
	sound(t, s)
	bad = full()
	bad.SHA256 = "12"
	if err := s.Save(t.Context(), bad); err == nil {
		t.Error("no hash: saved")
	}
}

func TestOtherName(t *testing.T) {
	s := open(t)
	a := full()
	save(t, s, a)
	b := full()
	b.File = "b/copy.pdf"
	save(t, s, b)
	docs, err := s.Documents(t.Context(), Filter{})
	if err != nil {
		t.Fatal(err)
	}
	if len(docs) != 1 || docs[0].File != a.File || !cmp.Equal(docs[0].Also, []string{"b/copy.pdf"}) {
		t.Errorf("%d documents: %+v", len(docs), docs)
	}
}

// sound fails the test unless SQLite itself finds nothing wrong.
func sound(t testing.TB, s *Store) {
	t.Helper()
	var ok string
	if err := s.DB().QueryRow(`PRAGMA integrity_check`).Scan(&ok); err != nil || ok != "ok" {
		t.Errorf("integrity_check: %s %v", ok, err)
	}
	rows, err := s.DB().Query(`PRAGMA foreign_key_check`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var table, parent string
		var id, n *int64
		if err := rows.Scan(&table, &id, &parent, &n); err != nil {
			t.Fatal(err)
		}
		t.Errorf("foreign key of %s to %s broken", table, parent)
	}
}

func TestOpenSettings(t *testing.T) {
	path := filepath.Join(t.TempDir(), "odd name?%#.db")
	s, err := Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	var keys int
	var mode, version string
	if err := s.conn.QueryRowContext(t.Context(), `SELECT (SELECT foreign_keys FROM pragma_foreign_keys), (SELECT journal_mode FROM pragma_journal_mode), (SELECT user_version FROM pragma_user_version)`).Scan(&keys, &mode, &version); err != nil {
		t.Fatal(err)
	}
	if keys != 1 || mode != "wal" || version != fmt.Sprint(SchemaVersion) {
		t.Errorf("foreign_keys %d journal_mode %s user_version %s", keys, mode, version)
	}
	if _, err := s.DB().Exec(`DELETE FROM documents`); err == nil {
		t.Error("the reading pool may write")
	}
	var loose int
	if err := s.DB().QueryRow(`SELECT count(*) FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND strict = 0
		AND name NOT LIKE 'goose%' AND name NOT LIKE 'sqlite%' AND name NOT LIKE 'texts_grams%'`).Scan(&loose); err != nil || loose != 0 {
		t.Errorf("%d tables are not STRICT, %v", loose, err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if s, err = Open(t.Context(), path); err != nil {
		t.Fatal(err)
	}
	if _, err := s.conn.ExecContext(t.Context(), `PRAGMA user_version = 99`); err != nil {
		t.Fatal(err)
	}
	s.Close()
	if _, err := Open(t.Context(), path); !errors.Is(err, ErrNewer) {
		t.Errorf("newer database: %v", err)
	}
}

// TestSaveCancelled: a context that has ended leaves nothing behind and the
// store usable.
func TestSaveCancelled(t *testing.T) {
	s := open(t)
	save(t, s, expenditure("甲局", 2020, line{"", "合计", "10", "4", "6"}))
	before := dump(t, s)
	for _, wait := range []time.Duration{0, 200 * time.Microsecond, time.Millisecond, 2 * time.Millisecond} {
		ctx, cancel := context.WithTimeout(t.Context(), wait)
		err := s.Save(ctx, synthetic(3))
		cancel()
		if err == nil {
			t.Logf("saved within %v", wait)
			before = dump(t, s)
			continue
		}
		if diff := cmp.Diff(before, dump(t, s)); diff != "" {
			t.Errorf("cancelled after %v, but left something (-before +after)\n%s", wait, diff)
		}
	}
	save(t, s, full())
	sound(t, s)
}
