//go:build unix

package batch

import (
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"yusuan/store"
)

// TestIngestKilled kills a batch with its workers at random moments (kill -9)
// and starts it again: the database is the one of an undisturbed batch, in
// every table but those that keep the runs. YUSUAN_KILLS is how many batches
// are killed; 2 where it is not set.
func TestIngestKilled(t *testing.T) {
	if testing.Short() {
		t.Skip("starts and kills processes")
	}
	moments := 2
	if v := os.Getenv("YUSUAN_KILLS"); v != "" {
		var err error
		if moments, err = strconv.Atoi(v); err != nil {
			t.Fatal(err)
		}
	}
	dir := filepath.Join(t.TempDir(), "documents")
	files, err := filepath.Glob(filepath.Join(fixtures, "documents", "*.*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if ext := filepath.Ext(f); ext == ".pdf" || ext == ".txt" {
			write(t, dir, filepath.Base(f), fixture(t, f))
		}
	}
	ingest := func(life time.Duration) (killed bool) {
		t.Helper()
		cmd := exec.Command(os.Args[0])
		cmd.Env = append(os.Environ(), parentEnv+"="+dir, waitEnv+"=20ms") // few documents, in several groups
		cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		timer := time.AfterFunc(life, func() { syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) })
		err := cmd.Wait()
		if !timer.Stop() && err != nil {
			return true
		}
		if err != nil {
			t.Fatalf("batch: %v", err)
		}
		return false
	}
	const forever = time.Hour
	began := time.Now()
	ingest(forever)
	took := time.Since(began)
	want := content(t, dir+".db")
	if len(want["documents"]) < 5 || len(want["lines"]) < 100 {
		t.Fatalf("%d documents, %d lines", len(want["documents"]), len(want["lines"]))
	}
	stored := map[int]int{}
	for range moments {
		removeDatabase(t, dir+".db")
		moment := time.Duration(rand.Int64N(int64(took)))
		killed := ingest(moment)
		n := documentsIn(t, dir+".db")
		if killed {
			stored[n]++
		} else {
			t.Logf("ended before %v", moment)
		}
		ingest(forever)
		if diff := gocmp.Diff(want, content(t, dir+".db")); diff != "" {
			t.Fatalf("killed after %v with %d documents stored (-undisturbed +killed)\n%s", moment, n, diff)
		}
	}
	t.Logf("an undisturbed batch takes %v; batches killed, by documents stored then: %v", took.Round(time.Millisecond), stored)
}

func removeDatabase(t *testing.T, db string) {
	t.Helper()
	for _, end := range []string{"", "-wal", "-shm"} {
		if err := os.Remove(db + end); err != nil && !os.IsNotExist(err) {
			t.Fatal(err)
		}
	}
}

// documentsIn counts what a killed batch has stored; -1: there is no database yet.
func documentsIn(t *testing.T, db string) int {
	t.Helper()
	if _, err := os.Stat(db); err != nil {
		return -1
	}
	st, err := store.Open(t.Context(), db)
	if err != nil {
		t.Fatalf("after a kill: %v", err)
	}
	defer st.Close()
	docs, err := st.Documents(t.Context(), store.Filter{})
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range docs {
		doc, err := st.Load(t.Context(), d.SHA256)
		if err != nil {
			t.Fatal(err)
		}
		if len(doc.Facts) != d.Facts || len(doc.Claims) != d.Claims {
			t.Errorf("%s is not whole", d.Title)
		}
	}
	return len(docs)
}

// content gives the rows of every table but those of runs and of migrations.
// Documents come in any order, so that each reference is followed to what it
// names, and rows that nothing but the order of saving numbers lose the number.
func content(t *testing.T, db string) map[string][]string {
	t.Helper()
	st, err := store.OpenReader(t.Context(), db)
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	names := rowsOf(t, st, `SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'
		AND name NOT LIKE 'goose%' AND name NOT LIKE 'sqlite%' AND name NOT LIKE 'texts\_grams%' ESCAPE '\' AND name NOT IN ('runs', 'passed_over') ORDER BY name`)
	out := map[string][]string{}
	for _, name := range names {
		out[name] = rowsOf(t, st, contentQuery(t, st, name))
		slices.Sort(out[name])
	}
	for _, problem := range []string{`PRAGMA foreign_key_check`, `PRAGMA integrity_check`} {
		if got := rowsOf(t, st, problem); len(got) > 0 && got[0] != "ok" {
			t.Errorf("%s: %v", problem, got)
		}
	}
	// What the search finds, for the index itself has no rows of its own.
	for _, word := range []string{"养老", "公用", "减少"} {
		out["search "+word] = rowsOf(t, st, `SELECT x.name FROM texts_grams g JOIN texts x ON x.id = g.docid WHERE texts_grams MATCH '`+word+`' ORDER BY 1`)
	}
	return out
}

// contentQuery selects a table with its references followed.
func contentQuery(t *testing.T, st *store.Store, table string) string {
	t.Helper()
	names := map[string]string{ // what a row of a table is known by
		"documents": "sha256", "texts": "name", "organizations": "name || coalesce(region, '')", "checks": "name", "regions": "code",
		"columns": "name || '/' || lane || '/' || measure || '/' || unit", "tables": "(SELECT sha256 FROM documents WHERE id = document_id) || n",
	}
	leads := map[string]string{}
	for _, k := range rowsOf(t, st, `SELECT "from" || ' ' || "table" FROM pragma_foreign_key_list('`+table+`')`) {
		from, to, _ := strings.Cut(k, " ")
		leads[from] = to
	}
	var columns []string
	for _, c := range rowsOf(t, st, `SELECT name FROM pragma_table_info('`+table+`')`) {
		switch to, ok := leads[c]; {
		case ok:
			key := "id"
			if to == "regions" {
				key = "code"
			}
			columns = append(columns, fmt.Sprintf("(SELECT %s FROM %s WHERE %s = %s.%s)", names[to], to, key, table, c))
		case c == "id":
		default:
			columns = append(columns, c)
		}
	}
	return `SELECT ` + strings.Join(columns, ", ") + ` FROM ` + table
}

// rowsOf runs a query and gives its rows as text.
func rowsOf(t *testing.T, st *store.Store, query string) []string {
	t.Helper()
	rows, err := st.DB().Query(query)
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
			cells = append(cells, fmt.Sprint(*v.(*any)))
		}
		out = append(out, strings.Join(cells, "|"))
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return out
}
