package extract

import "testing"

// TestStamps lays out a row of a table with a watermark across it: the row is
// read as if the watermark were not there, and the watermark is furniture.
func TestStamps(t *testing.T) {
	p := &Page{Width: 200, Height: 100, Rulings: []Ruling{{X0: 20, X1: 180, Y0: 60, Y1: 60}}}
	put := func(text string, x, base, size float64, font string) {
		for _, r := range text {
			p.Glyphs = append(p.Glyphs, Glyph{Text: string(r), X0: x, X1: x + size, Y0: base - 0.88*size, Y1: base + 0.12*size, Base: base, Size: size, Font: font})
			x += size
		}
	}
	put("表头", 80, 20, 20, "Hei") // a large title above
	put("行政运行支出总额", 20, 50, 9, "Song")
	put("样", 40, 80, 60, "Hei")   // over the row and the rule
	put("本", 140, 140, 60, "Hei") // the end of the same word, over nothing
	put("1200", 20, 75, 9, "Song")
	Layout(&Document{Pages: []*Page{p}})
	var got []string
	for _, l := range p.Lines {
		got = append(got, l.Text)
	}
	want := []string{"表头", "行政运行支出总额", "1200"}
	if len(got) != 3 || got[0] != want[0] || got[1] != want[1] || got[2] != want[2] {
		t.Errorf("lines %q, want %q", got, want)
	}
	if len(p.Furniture) != 1 || p.Furniture[0].Text != "样本" {
		t.Errorf("furniture %+v, want the watermark", p.Furniture)
	}
}

// TestPictureRules makes rulings of thin pictures, once however often the page
// is laid out, and of no others.
func TestPictureRules(t *testing.T) {
	p := &Page{Width: 200, Height: 100, Glyphs: []Glyph{{Text: "1", X0: 10, X1: 15, Y0: 10, Y1: 20, Base: 18, Size: 10}},
		Images: []Box{{X0: 20, X1: 180, Y0: 59.8, Y1: 60.2}, {X0: 99.5, X1: 100.5, Y0: 20, Y1: 80}, {X0: 20, X1: 60, Y0: 20, Y1: 40}}}
	LayoutPage(p)
	LayoutPage(p)
	if len(p.Rulings) != 2 {
		t.Fatalf("rulings %+v, want two", p.Rulings)
	}
	for _, r := range p.Rulings {
		if r.Horizontal() && (r.X0 != 20 || r.X1 != 180) || !r.Horizontal() && (r.Y0 != 20 || r.Y1 != 80) {
			t.Errorf("ruling %+v has other ends than its picture", r)
		}
	}
}
