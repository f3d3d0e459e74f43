package main

import (
	"path/filepath"
	"testing"

	"yusuan/store"
)

// TestLists puts the built-in lists into a database and finds them there.
func TestLists(t *testing.T) {
	st, err := store.Open(t.Context(), filepath.Join(t.TempDir(), "b.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	for range 2 { // again changes nothing
		if err := st.SeedLists(t.Context(), lists()); err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range []struct{ name, query, want string }{
		{"a name", `SELECT name FROM codes WHERE scheme = 'functional' AND code = '2080505'`, "机关事业单位基本养老保险缴费支出"},
		{"a parent", `SELECT parent FROM codes WHERE scheme = 'functional' AND code = '2080505'`, "20805"},
		{"a re-used code", `SELECT kind FROM code_links WHERE scheme = 'economic-dept' AND from_code = '30311' AND to_code = '30311'`, "reused"},
		{"kinds", `SELECT group_concat(DISTINCT kind ORDER BY kind) FROM code_links`, "renamed,reused,successor"},
		{"a region", `SELECT name FROM regions WHERE code = '110101'`, "东城区"},
	} {
		var got string
		if err := st.DB().QueryRow(c.query).Scan(&got); err != nil || got != c.want {
			t.Errorf("%s: %q %v, want %q", c.name, got, err, c.want)
		}
	}
}
