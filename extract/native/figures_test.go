package native

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"yusuan/extract"
)

// Without their ToUnicode maps the fonts of the fixtures draw figures that are
// told by their looks: most of them, and none as another.
func TestFiguresWithoutMaps(t *testing.T) {
	files, err := filepath.Glob("../../fixtures/documents/*.pdf")
	if err != nil || len(files) == 0 {
		t.Fatalf("no fixtures: %v", err)
	}
	const least = 0.95 // of the figures in fonts that have none by another way
	told, all := 0, 0
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		mapped := readPages(t, data)
		for n, p := range readPages(t, bytes.ReplaceAll(data, []byte("/ToUnicode"), []byte("/NoUnicode"))) {
			if len(p.Glyphs) != len(mapped[n].Glyphs) {
				t.Fatalf("%s, page %d: %d glyphs, want %d", filepath.Base(file), n+1, len(p.Glyphs), len(mapped[n].Glyphs))
			}
			looks := strings.Contains(strings.Join(p.Warnings, "\n"), "told by the looks")
			for i, g := range p.Glyphs {
				want := mapped[n].Glyphs[i].Text
				switch {
				case g.Text == want && looks && isFigure(want) && !p.Damaged:
					t.Errorf("%s, page %d: figures are told by their looks, and the page is not doubted", filepath.Base(file), n+1)
				case g.Text != want && g.Flags&extract.Unmapped == 0:
					t.Errorf("%s, page %d: %q of %s reads %q", filepath.Base(file), n+1, want, g.Font, g.Text)
				}
				if isFigure(want) && strings.HasPrefix(g.Font, "Liberation") && !strings.HasSuffix(g.Font, "Bold") {
					all++
					if g.Text == want {
						told++
					}
				}
			}
		}
	}
	if part := float64(told) / float64(all); part < least {
		t.Errorf("%d of %d figures are told, %.3f, want %.3f", told, all, part, least)
	} else {
		t.Logf("%d of %d figures are told", told, all)
	}
}

func readPages(t *testing.T, data []byte) []*extract.Page {
	t.Helper()
	r, err := New().Open(t.Context(), data, extract.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	var pages []*extract.Page
	for n := 1; n <= r.NumPages(); n++ {
		p, err := r.Page(t.Context(), n)
		if err != nil {
			t.Fatal(err)
		}
		pages = append(pages, p)
	}
	return pages
}
