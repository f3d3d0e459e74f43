package store

import (
	"database/sql"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/pressly/goose/v3"
)

// TestOpenTogether makes the same database from several connections at once.
func TestOpenTogether(t *testing.T) {
	for round := range 2 {
		path := filepath.Join(t.TempDir(), fmt.Sprintf("%d.db", round))
		var all sync.WaitGroup
		for range 4 {
			all.Go(func() {
				st, err := Open(t.Context(), path)
				if err != nil {
					t.Error(err)
					return
				}
				if err := st.Close(); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
	}
}

// TestOpenSetBack opens a database whose version another process has set back
// after all migrations were applied.
func TestOpenSetBack(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.db")
	for range 2 {
		st, err := Open(t.Context(), path)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := st.conn.ExecContext(t.Context(), fmt.Sprintf(`PRAGMA user_version = %d`, SchemaVersion-1)); err != nil {
			t.Fatal(err)
		}
		if err := st.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

func BenchmarkOpenNew(b *testing.B) {
	for b.Loop() {
		st, err := Open(b.Context(), filepath.Join(b.TempDir(), "x.db"))
		if err != nil {
			b.Fatal(err)
		}
		st.Close()
	}
}

// TestOpenOld opens a database of an earlier schema: it is brought up to date
// for writing; a reader says that it has to be.
func TestOpenOld(t *testing.T) {
	path := filepath.Join(t.TempDir(), "old.db")
	db, err := sql.Open("sqlite3", path)
	if err != nil {
		t.Fatal(err)
	}
	dir, err := fs.Sub(migrations, "migrations")
	if err != nil {
		t.Fatal(err)
	}
	p, err := goose.NewProvider(goose.DialectSQLite3, db, dir)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := p.UpTo(t.Context(), 1); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	if st, err := OpenReader(t.Context(), path); err == nil || !strings.Contains(err.Error(), "open it once for writing") {
		t.Errorf("reader: %v, %v", st, err)
	}
	st, err := Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	if v, err := schemaVersion(t.Context(), st.read); err != nil || v != SchemaVersion {
		t.Errorf("schema %d, %v; want %d", v, err, SchemaVersion)
	}
}

// TestOpenLocked reads a database in a folder that nothing can be written to.
func TestOpenLocked(t *testing.T) {
	if os.Geteuid() == 0 {
		t.Skip("the superuser may write everywhere")
	}
	dir := t.TempDir()
	path := filepath.Join(dir, "x.db")
	st, err := Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	if err := st.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(dir, 0o555); err != nil {
		t.Fatal(err)
	}
	defer os.Chmod(dir, 0o755)
	if _, err := OpenReader(t.Context(), path); err == nil || !strings.Contains(err.Error(), "copy the database") {
		t.Errorf("error %v, want what to do", err)
	}
}
