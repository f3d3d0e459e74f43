package store

import (
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"testing"
)

// A database of another program is refused and left as it is.
func TestForeign(t *testing.T) {
	path := filepath.Join(t.TempDir(), "other.db")
	db, err := sql.Open("sqlite3", path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec(`CREATE TABLE letters (text TEXT)`); err != nil {
		t.Fatal(err)
	}
	db.Close()
	before, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if s, err := Open(t.Context(), path); !errors.Is(err, ErrForeign) {
		t.Errorf("Open = %v, %v; want ErrForeign", s, err)
	}
	after, err := os.ReadFile(path)
	if err != nil || string(after) != string(before) {
		t.Errorf("the other program's database was changed (%v)", err)
	}
}
