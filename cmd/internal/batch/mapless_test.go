package batch

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
)

// A document whose fonts lost their ToUnicode maps says so on every page that
// reads differently, and nothing that it reads otherwise is proven.
func TestWithoutMaps(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(fixtures, "documents", "*.pdf"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no documents: %v", err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		mapless := filepath.Join(t.TempDir(), filepath.Base(file))
		if err := os.WriteFile(mapless, bytes.ReplaceAll(data, []byte("/ToUnicode"), []byte("/NoUnicode")), 0o600); err != nil {
			t.Fatal(err)
		}
		want, got := parsePages(t, readPages(t, file)), parsePages(t, readPages(t, mapless))
		s := compareDocuments(want, got)
		if len(s.proven) > 0 {
			t.Errorf("%s: wrong and proven: %q", filepath.Base(file), s.proven)
		}
		if s.missing > 0 && got.Status == "read" {
			t.Errorf("%s: %s, and the document is called read", filepath.Base(file), s)
		}
		for _, n := range got.PageNotes {
			if n.Status == "read" {
				t.Errorf("%s, page %d is called read", filepath.Base(file), n.Page)
			}
		}
		t.Logf("%-45s %-7s %s", filepath.Base(file), got.Status, s)
	}
}
