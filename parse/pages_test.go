package parse

import (
	"testing"

	"yusuan/extract"
	"yusuan/parse/budget"
)

func TestNotePages(t *testing.T) {
	good := func(n int) *extract.Page { return &extract.Page{Number: n, Glyphs: []extract.Glyph{{Text: "预"}}} }
	warned := good(2)
	warned.Warnings = []string{"font F1 is missing"}
	lost := &extract.Page{Number: 2, Warnings: []string{"content: stream ends"}}
	scan := &extract.Page{Number: 1, NeedsOCR: true}
	for _, c := range []struct {
		name           string
		doc            extract.Document
		status, reason string
	}{
		{"sound", extract.Document{Pages: []*extract.Page{good(1), good(2)}}, "read", ""},
		{"doubtful", extract.Document{Pages: []*extract.Page{good(1), warned}}, "partial", "pages doubtful: 1 of 2, page 2: font F1 is missing"},
		{"unread", extract.Document{Pages: []*extract.Page{good(1), lost}}, "partial", "pages unread: 1 of 2"},
		{"scan", extract.Document{Pages: []*extract.Page{scan}}, "failed", "needs OCR: no page has text that can be read"},
		{"truncated", extract.Document{Pages: []*extract.Page{good(1)}, Warnings: []string{"pages are lost: 1 of 9 are there"}}, "partial", "damaged: pages are lost: 1 of 9 are there"},
	} {
		var out budget.Document
		notePages(&out, &c.doc)
		if out.Status != c.status || out.Reason != c.reason {
			t.Errorf("%s: %s %q, want %s %q", c.name, out.Status, out.Reason, c.status, c.reason)
		}
		if len(out.PageNotes) != len(c.doc.Pages) {
			t.Errorf("%s: %d page notes", c.name, len(out.PageNotes))
		}
	}
}
