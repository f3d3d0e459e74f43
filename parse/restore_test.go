package parse

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"yusuan/extract"
	"yusuan/parse/form"
)

// sketch is a page with a grid of columns 60 points wide and rows 16 high; the
// sides named are left out.
type sketch struct {
	page extract.Page
	cols int
}

func newSketch(rows, cols int, without ...extract.Ruling) *sketch {
	s := &sketch{cols: cols}
	s.page.Number = 1
	for r := 0; r <= rows; r++ {
		for c := 0; c <= cols; c++ {
			x, y := 60*float64(c), 16*float64(r)
			for _, q := range []extract.Ruling{{X0: x, X1: x + 60, Y0: y, Y1: y}, {X0: x, X1: x, Y0: y, Y1: y + 16}} {
				if (c < cols || q.X0 == q.X1) && (r < rows || q.Y0 == q.Y1) && !slices.Contains(without, q) {
					s.page.Rulings = append(s.page.Rulings, q)
				}
			}
		}
	}
	return s
}

// side is the right side (down) or the lower side of a cell.
func side(r, c int, down bool) extract.Ruling {
	x, y := 60*float64(c), 16*float64(r)
	if down {
		return extract.Ruling{X0: x + 60, X1: x + 60, Y0: y, Y1: y + 16}
	}
	return extract.Ruling{X0: x, X1: x + 60, Y0: y + 16, Y1: y + 16}
}

// write draws a text of 8 points in row r (which may be a half) that ends at x.
func (s *sketch) write(r, x float64, text string) {
	width := func(c rune) float64 {
		if c < 0x80 {
			return 4
		}
		return 8
	}
	for _, c := range text {
		x -= width(c)
	}
	for _, c := range text {
		base := 16*r + 11
		s.page.Glyphs = append(s.page.Glyphs, extract.Glyph{Text: string(c), X0: x, X1: x + width(c), Y0: base - 7, Y1: base + 2, Base: base, Size: 8})
		x += width(c)
	}
}

func (s *sketch) cut(t *testing.T) [][]string {
	t.Helper()
	ls, _, _ := lattices(s.page.Rulings)
	if len(ls) != 1 {
		t.Fatalf("%d grids", len(ls))
	}
	g := cut(&s.page, &ls[0], words(&s.page, nil), form.Builtin())
	var out [][]string
	for r := 0; r < g.NumRows(); r++ {
		out = append(out, g.rowTexts(r))
	}
	return out
}

// TestRestore cuts grids that lack sides.
func TestRestore(t *testing.T) {
	fill := func(s *sketch) *sketch {
		s.write(0, 46, "科目")
		s.write(0, 106, "合计")
		s.write(0, 174, "基本支出")
		for r := 1; r <= 3; r++ {
			s.write(float64(r), 34, []string{"", "教育", "卫生", "住房"}[r])
			s.write(float64(r), 118, []string{"", "20.00", "30.00", "50.00"}[r])
			s.write(float64(r), 178, []string{"", "8.00", "9.00", "7.00"}[r])
		}
		return s
	}
	want := [][]string{{"科目", "合计", "基本支出"}, {"教育", "20.00", "8.00"}, {"卫生", "30.00", "9.00"}, {"住房", "50.00", "7.00"}}
	for name, without := range map[string][]extract.Ruling{
		"whole":               nil,
		"between figures":     {side(1, 1, true)},
		"below a figure":      {side(1, 1, false)},
		"between headings":    {side(0, 1, true), side(2, 1, true)},
		"below a heading":     {side(0, 1, false), side(2, 1, false)},
		"label and figure":    {side(3, 0, true), side(2, 2, false)},
		"a cross in the body": {side(1, 1, true), side(2, 1, true), side(1, 1, false), side(1, 2, false)},
	} {
		t.Run(name, func(t *testing.T) {
			if d := cmp.Diff(want, fill(newSketch(4, 3, without...)).cut(t)); d != "" {
				t.Errorf("(-want +got)\n%s", d)
			}
		})
	}
}

// TestRestoreKeepsMerged leaves cells merged whose text stands in the middle,
// though other sides are missing.
func TestRestoreKeepsMerged(t *testing.T) {
	s := newSketch(4, 3, side(0, 1, true), side(2, 0, false), side(3, 1, true))
	s.write(0.5, 46, "科目")
	s.page.Rulings = slices.DeleteFunc(s.page.Rulings, func(r extract.Ruling) bool { return r == side(0, 0, false) })
	s.write(0, 128, "支出")
	s.write(1, 106, "合计")
	s.write(1, 174, "基本支出")
	s.write(2.5, 34, "教育")
	s.write(2, 118, "20.00")
	s.write(2, 178, "8.00")
	s.write(3, 118, "30.00")
	s.write(3, 178, "9.00")
	want := [][]string{{"科目", "支出"}, {"合计", "基本支出"}, {"教育", "20.00", "8.00"}, {"30.00", "9.00"}}
	if d := cmp.Diff(want, s.cut(t)); d != "" {
		t.Errorf("(-want +got)\n%s", d)
	}
}
