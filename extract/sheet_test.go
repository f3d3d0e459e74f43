package extract

import (
	"strings"
	"testing"
)

// words sets n glyphs from x on, ten a line.
func words(n int, x float64) (gs []Glyph) {
	for i := range n {
		a, b := x+float64(i%10)*10, 20+float64(i/10)*15
		gs = append(gs, Glyph{Text: "1", X0: a, X1: a + 8, Y0: b, Y1: b + 10, Base: b + 8, Size: 10})
	}
	return gs
}

// Sheets that show more than their text says: two pages, pictures, outlines.
func TestSheets(t *testing.T) {
	both := append(words(80, 20), words(80, 450)...)
	frame := Ruling{X0: 10, Y0: 10, X1: 300, Y1: 10}
	for _, c := range []struct {
		name, warning string
		page          Page
		damaged, ocr  bool
	}{
		{"two up", "two pages", Page{Glyphs: both, Rulings: []Ruling{frame}}, true, false},
		{"one table across", "", Page{Glyphs: both, Rulings: []Ruling{{X0: 10, Y0: 10, X1: 800, Y1: 10}}}, false, false},
		{"a title across", "", Page{Glyphs: append(words(1, 416), both...), Rulings: []Ruling{frame}}, false, false},
		{"a picture below text", "a picture covers 36 %", Page{Glyphs: words(30, 20), Images: []Box{{0, 200, 600, 500}}}, false, false},
		{"a background", "", Page{Glyphs: words(30, 20), Images: []Box{{0, 0, 842, 595}}}, false, false},
		{"a logo", "", Page{Glyphs: words(30, 20), Images: []Box{{0, 400, 100, 500}}}, false, false},
		{"outlines alone", "200 shapes", Page{Outlines: 200}, false, true},
		{"an emblem", "", Page{Outlines: 200, Glyphs: words(300, 20)}, false, false},
	} {
		p := c.page
		p.Width, p.Height = 842, 595
		p.doubt()
		said := strings.Join(p.Warnings, "; ")
		if !strings.Contains(said, c.warning) || c.warning == "" && said != "" || p.Damaged != c.damaged || p.NeedsOCR != c.ocr {
			t.Errorf("%s: %q, damaged %v, needs OCR %v; want %q, %v, %v", c.name, said, p.Damaged, p.NeedsOCR, c.warning, c.damaged, c.ocr)
		}
	}
}
