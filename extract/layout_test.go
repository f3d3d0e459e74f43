package extract

import (
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// write appends the characters of s as glyphs of the size, em wide for
// ideographs and half an em for others.
func write(p *Page, x, base, size float64, s string) {
	for _, r := range s {
		w := size / 2
		if r >= 0x2e80 {
			w = size
		}
		p.Glyphs = append(p.Glyphs, Glyph{Text: string(r), Raw: string(r),
			X0: x, X1: x + w, Y0: base - 0.88*size, Y1: base + 0.12*size, Base: base, Size: size})
		x += w
	}
}

func lineTexts(ls []Line) []string {
	var out []string
	for _, l := range ls {
		out = append(out, l.Text)
	}
	return out
}

func newPage(n int) *Page { return &Page{Number: n, Width: 600, Height: 800} }

func TestLayoutPage(t *testing.T) {
	tests := []struct {
		name string
		draw func(p *Page)
		want []string
	}{
		{"order drawn is not order read", func(p *Page) {
			write(p, 100, 200, 10, "二")
			write(p, 100, 100, 10, "一")
		}, []string{"一", "二"}},
		{"filled-in value lower than its sentence", func(p *Page) {
			write(p, 100, 200, 16, "增加")
			write(p, 170, 200, 16, "万元。")
			write(p, 133, 203, 14, "12.50")
			write(p, 100, 230, 16, "下一行")
		}, []string{"增加12.50万元。", "下一行"}},
		{"raised sign", func(p *Page) {
			write(p, 100, 200, 12, "面积")
			write(p, 124, 195, 6, "注")
		}, []string{"面积注"}},
		{"cells half a line apart", func(p *Page) {
			write(p, 100, 200, 9, "教育支出")
			write(p, 100, 211, 9, "管理事务")
			write(p, 200, 205.5, 9, "12.00")
		}, []string{"教育支出", "12.00", "管理事务"}},
		{"wide gap", func(p *Page) {
			write(p, 100, 200, 10, "合计")
			write(p, 200, 200, 10, "1.00")
			write(p, 225, 200, 10, "2.00")
		}, []string{"合计 1.00 2.00"}},
		{"ruling between figures", func(p *Page) {
			write(p, 100, 200, 10, "1.00")
			write(p, 120.5, 200, 10, "2.00")
			p.Rulings = []Ruling{{X0: 120, X1: 120, Y0: 100, Y1: 300}}
		}, []string{"1.00 2.00"}},
		{"spaces are no glyphs of a line", func(p *Page) {
			write(p, 100, 200, 10, "a b")
		}, []string{"a b"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := newPage(1)
			tt.draw(p)
			LayoutPage(p)
			if diff := cmp.Diff(tt.want, lineTexts(p.Lines)); diff != "" {
				t.Errorf("lines (-want +got):\n%s", diff)
			}
		})
	}
}

func TestFurniture(t *testing.T) {
	numbered := func(format string, foot float64) *Document {
		d := &Document{}
		for n := 1; n <= 5; n++ {
			p := newPage(n)
			write(p, 100, 200, 10, "正文")
			write(p, 300, foot, 10, strings.ReplaceAll(format, "#", strconv.Itoa(n+2)))
			d.Pages = append(d.Pages, p)
		}
		return d
	}
	tests := []struct {
		name string
		doc  *Document
		want []string // furniture of page 2
	}{
		{"number", numbered("#", 780), []string{"4"}},
		{"dashes", numbered("- # -", 780), []string{"- 4 -"}},
		{"long dashes", numbered("—#—", 780), []string{"—4—"}},
		{"words", numbered("第#页", 780), []string{"第4页"}},
		{"too far in", numbered("#", 600), nil},
		{"amount", numbered("#.00", 780), nil},
		{"running head", numbered("某部门预算", 20), []string{"某部门预算"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			Layout(tt.doc)
			if diff := cmp.Diff(tt.want, lineTexts(tt.doc.Pages[1].Furniture)); diff != "" {
				t.Errorf("furniture (-want +got):\n%s", diff)
			}
		})
	}
}

// A number that skips a page, and hangs lower, still goes on from the others.
func TestFurnitureSkips(t *testing.T) {
	d := &Document{}
	for i, s := range []string{"1", "2", "3", "", "4"} {
		p := newPage(i + 1)
		write(p, 100, 200, 10, "正文")
		write(p, 300, 760+float64(8*i), 10, s)
		d.Pages = append(d.Pages, p)
	}
	Layout(d)
	var got []string
	var printed []int
	for _, p := range d.Pages {
		got, printed = append(got, lineTexts(p.Furniture)...), append(printed, p.Printed)
	}
	if diff := cmp.Diff([]string{"1", "2", "3", "4"}, got); diff != "" {
		t.Errorf("furniture (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]int{1, 2, 3, 0, 4}, printed); diff != "" {
		t.Errorf("printed numbers (-want +got):\n%s", diff)
	}
}

// A figure that ends a table at the foot of the page is no page number.
func TestFurnitureFigureInTable(t *testing.T) {
	d := &Document{}
	for n, s := range []string{"12", "7", "31"} {
		p := newPage(n + 1)
		write(p, 100, 200, 10, "正文")
		write(p, 300, 780, 10, s)
		d.Pages = append(d.Pages, p)
	}
	Layout(d)
	for _, p := range d.Pages {
		if len(p.Furniture) > 0 {
			t.Errorf("page %d: furniture %q", p.Number, lineTexts(p.Furniture))
		}
	}
}
