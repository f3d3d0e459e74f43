package native

import (
	"context"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"yusuan/extract"
	"yusuan/extract/enginetest"
)

// readPage reads page n of a document made for the test.
func readPage(t *testing.T, data []byte, n int) *extract.Page {
	t.Helper()
	r, err := New().Open(t.Context(), data, extract.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	p, err := r.Page(t.Context(), n)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// onePage reads a page with one font F1 (figures 0.556 em wide).
func onePage(t *testing.T, content, extra string) *extract.Page {
	t.Helper()
	var doc enginetest.PDF
	f := doc.Helvetica()
	doc.Page(200, 100, fmt.Sprintf("<< /Font << /F1 %d 0 R >> >>", f), content, extra)
	return readPage(t, doc.Bytes(), 1)
}

func text(gs []extract.Glyph) string {
	var b strings.Builder
	for _, g := range gs {
		b.WriteString(g.Text)
	}
	return b.String()
}

// place is where a glyph is drawn: left end and baseline.
type place struct {
	Text    string
	X, Base float64
}

func places(gs []extract.Glyph) []place {
	var out []place
	for _, g := range gs {
		out = append(out, place{g.Text, math.Round(g.X0*1000) / 1000, math.Round(g.Base*1000) / 1000})
	}
	return out
}

func TestTextState(t *testing.T) {
	tests := []struct {
		name, content string
		want          []place
	}{
		{"plain", "BT /F1 10 Tf 20 30 Td (12) Tj ET", []place{{"1", 20, 70}, {"2", 25.56, 70}}},
		{"character spacing", "BT /F1 10 Tf 2 Tc 20 30 Td (12) Tj ET", []place{{"1", 20, 70}, {"2", 27.56, 70}}},
		{"word spacing", "BT /F1 10 Tf 3 Tw 20 30 Td (1 2) Tj ET", []place{{"1", 20, 70}, {" ", 25.56, 70}, {"2", 34.12, 70}}},
		{"scale", "BT /F1 10 Tf 50 Tz 2 Tc 20 30 Td (12) Tj ET", []place{{"1", 20, 70}, {"2", 23.78, 70}}},
		{"rise", "BT /F1 10 Tf 20 30 Td 4 Ts (1) Tj ET", []place{{"1", 20, 66}}},
		{"kerning", "BT /F1 10 Tf 20 30 Td [(1) -1000 (2) 556 (3)] TJ ET", []place{{"1", 20, 70}, {"2", 35.56, 70}, {"3", 35.56, 70}}},
		{"leading", "BT /F1 10 Tf 12 TL 20 50 Td (1) Tj T* (2) Tj (3) ' ET", []place{{"1", 20, 50}, {"2", 20, 62}, {"3", 20, 74}}},
		{"set leading", "BT /F1 10 Tf 20 50 TD 5 -12 TD (1) Tj T* (2) Tj ET", []place{{"1", 25, 62}, {"2", 25, 74}}},
		{"double quote", "BT /F1 10 Tf 12 TL 20 50 Td 0 2 (12) \" ET", []place{{"1", 20, 62}, {"2", 27.56, 62}}},
		{"matrix", "q 2 0 0 2 10 10 cm BT /F1 5 Tf 1 0 0 1 5 10 Tm (12) Tj ET Q", []place{{"1", 20, 70}, {"2", 25.56, 70}}},
		{"escapes", `BT /F1 10 Tf 20 30 Td (\061\(\
2) Tj ET`, []place{{"1", 20, 70}, {"(", 25.56, 70}, {"2", 31.12, 70}}},
		{"hex", "BT /F1 10 Tf 20 30 Td <31 3> Tj ET", []place{{"1", 20, 70}, {"0", 25.56, 70}}},
		{"inline image between", "BT /F1 10 Tf 20 30 Td (1) Tj ET BI /W 2 /H 1 /BPC 8 /CS /G ID EI EI BT /F1 10 Tf 20 50 Td (2) Tj ET",
			[]place{{"1", 20, 70}, {"2", 20, 50}}},
		{"font lasts beyond the text object", "BT /F1 10 Tf ET BT 20 30 Td (1) Tj ET", []place{{"1", 20, 70}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := onePage(t, tt.content, "")
			if diff := cmp.Diff(tt.want, places(p.Glyphs)); diff != "" {
				t.Errorf("glyphs (-want +got):\n%s", diff)
			}
			if len(p.Warnings) > 0 {
				t.Errorf("warnings: %q", p.Warnings)
			}
		})
	}
}

func TestAside(t *testing.T) {
	tests := []struct {
		name, content string
		text, aside   string
		flags         extract.Flag // of the first glyph aside
	}{
		{"invisible", "BT /F1 10 Tf 20 30 Td 3 Tr (1) Tj 0 Tr (2) Tj ET", "2", "1", extract.Invisible},
		{"outside", "BT /F1 10 Tf 20 30 Td (1) Tj 300 0 Td (2) Tj ET", "1", "2", extract.Outside},
		{"hidden", "BT /F1 10 Tf 20 30 Td (1) Tj ET 0 0 60 100 re W n BT 20 50 Td (2) Tj 50 0 Td (3) Tj ET", "12", "3", extract.Hidden},
		{"clip ends with Q", "q 0 0 9 9 re W n Q BT /F1 10 Tf 20 30 Td (1) Tj ET", "1", "", 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := onePage(t, tt.content, "")
			if got := text(p.Glyphs); got != tt.text {
				t.Errorf("text %q, want %q", got, tt.text)
			}
			if got := text(p.Aside); got != tt.aside {
				t.Errorf("aside %q, want %q", got, tt.aside)
			}
			if len(p.Aside) > 0 && p.Aside[0].Flags != tt.flags {
				t.Errorf("flags %b, want %b", p.Aside[0].Flags, tt.flags)
			}
		})
	}
}

func TestFakeBold(t *testing.T) {
	p := onePage(t, "BT /F1 10 Tf 20 30 Td (11) Tj ET BT /F1 10 Tf 20.3 30 Td (11) Tj ET", "")
	want := []place{{"1", 20, 70}, {"1", 25.56, 70}}
	if diff := cmp.Diff(want, places(p.Glyphs)); diff != "" {
		t.Errorf("glyphs (-want +got):\n%s", diff)
	}
}

func TestPageSpace(t *testing.T) {
	const content = "BT /F1 10 Tf 20 30 Td (1) Tj ET 20 30 m 70 30 l S"
	tests := []struct {
		name, extra   string
		width, height float64
		glyph         extract.Box
		ruling        extract.Ruling
	}{
		{"upright", "", 200, 100, extract.Box{X0: 20, Y0: 61.2, X1: 25.56, Y1: 71.2}, extract.Ruling{X0: 20, Y0: 70, X1: 70, Y1: 70, Width: 1}},
		{"quarter turn", "/Rotate 90", 100, 200, extract.Box{X0: 28.8, Y0: 20, X1: 38.8, Y1: 25.56}, extract.Ruling{X0: 30, Y0: 20, X1: 30, Y1: 70, Width: 1}},
		{"half turn", "/Rotate 180", 200, 100, extract.Box{X0: 174.44, Y0: 28.8, X1: 180, Y1: 38.8}, extract.Ruling{X0: 130, Y0: 30, X1: 180, Y1: 30, Width: 1}},
		{"back turn", "/Rotate -90", 100, 200, extract.Box{X0: 61.2, Y0: 174.44, X1: 71.2, Y1: 180}, extract.Ruling{X0: 70, Y0: 130, X1: 70, Y1: 180, Width: 1}},
		{"crop box", "/CropBox [10 20 110 60]", 100, 40, extract.Box{X0: 10, Y0: 21.2, X1: 15.56, Y1: 31.2}, extract.Ruling{X0: 10, Y0: 30, X1: 60, Y1: 30, Width: 1}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := onePage(t, content, tt.extra)
			if p.Width != tt.width || p.Height != tt.height {
				t.Errorf("page %gx%g, want %gx%g", p.Width, p.Height, tt.width, tt.height)
			}
			near := cmpopts.EquateApprox(0, 1e-6)
			g := p.Glyphs[0]
			if diff := cmp.Diff(tt.glyph, extract.Box{X0: g.X0, Y0: g.Y0, X1: g.X1, Y1: g.Y1}, near); diff != "" {
				t.Errorf("glyph (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff([]extract.Ruling{tt.ruling}, p.Rulings, near); diff != "" {
				t.Errorf("rulings (-want +got):\n%s", diff)
			}
		})
	}
}

func TestRulings(t *testing.T) {
	line := extract.Ruling{X0: 20, Y0: 70, X1: 70, Y1: 70, Width: 1}
	tests := []struct {
		name, content string
		want          []extract.Ruling
	}{
		{"stroke", "20 30 m 70 30 l S", []extract.Ruling{line}},
		{"thin rectangle", "20 29.5 50 1 re f", []extract.Ruling{line}},
		{"in pieces", "20 30 m 40 30 l S 40 30 m 70 30 l S", []extract.Ruling{line}},
		{"scaled", "q 2 0 0 2 0 0 cm .5 w 10 15 m 35 15 l S Q", []extract.Ruling{line}},
		{"white", "1 g 20 29.5 50 1 re f 1 1 1 RG 20 30 m 70 30 l S", nil},
		{"clipped", "0 0 70 100 re W n 20 30 m 170 30 l S", []extract.Ruling{line}},
		{"background", "20 30 50 40 re f", nil},
		{"clip path only", "20 29.5 50 1 re W n", nil},
		{"white again black", "1 g 0 g 20 29.5 50 1 re f", []extract.Ruling{line}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := onePage(t, tt.content, "")
			if diff := cmp.Diff(tt.want, p.Rulings, cmpopts.EquateEmpty(), cmpopts.EquateApprox(0, 1e-9)); diff != "" {
				t.Errorf("rulings (-want +got):\n%s", diff)
			}
		})
	}
}

func TestOpenErrors(t *testing.T) {
	var doc enginetest.PDF
	doc.Page(100, 100, "<< >>", "", "")
	good := doc.Bytes()
	tests := []struct {
		name string
		data []byte
		lim  extract.Limits
		want error
	}{
		{"empty", nil, extract.Limits{}, extract.ErrNotPDF},
		{"text", []byte("hello"), extract.Limits{}, extract.ErrNotPDF},
		{"cut short", good[:len(good)/2], extract.Limits{}, extract.ErrMalformed},
		{"too large", good, extract.Limits{Bytes: 10}, extract.ErrLimit},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := New().Open(t.Context(), tt.data, tt.lim)
			if !errors.Is(err, tt.want) {
				t.Errorf("error %v, want %v", err, tt.want)
			}
		})
	}
}

func TestGlyphLimit(t *testing.T) {
	var doc enginetest.PDF
	f := doc.Helvetica()
	doc.Page(200, 100, fmt.Sprintf("<< /Font << /F1 %d 0 R >> >>", f), "BT /F1 10 Tf ("+strings.Repeat("1", 100)+") Tj ET", "")
	r, err := New().Open(t.Context(), doc.Bytes(), extract.Limits{PageGlyphs: 50})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := r.Page(t.Context(), 1); !errors.Is(err, extract.ErrLimit) {
		t.Errorf("error %v, want one of a limit", err)
	}
}

// corpus gives the documents of the shared corpus, or skips the test.
func corpus(t testing.TB, pattern string) []string {
	t.Helper()
	files, _ := filepath.Glob(filepath.Join("..", "..", "..", "shared", "corpus", pattern))
	if len(files) == 0 {
		t.Skip("the shared corpus is not here")
	}
	return files
}

func TestCorpus(t *testing.T) {
	for _, f := range corpus(t, "pdf/*.pdf") {
		t.Run(filepath.Base(f), func(t *testing.T) {
			data, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			r, err := New().Open(context.Background(), data, extract.Limits{})
			if err != nil {
				t.Fatal(err)
			}
			defer r.Close()
			for n := 1; n <= r.NumPages(); n++ {
				p, err := r.Page(t.Context(), n)
				if err != nil {
					t.Fatal(err)
				}
				for _, g := range p.Glyphs {
					if g.Flags&extract.Unmapped != 0 {
						t.Errorf("page %d: a glyph of %s without a character", n, g.Font)
						break
					}
				}
				if len(p.Warnings) > 0 {
					t.Errorf("page %d: %q", n, p.Warnings)
				}
			}
		})
	}
}
