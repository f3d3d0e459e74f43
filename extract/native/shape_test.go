package native

import (
	"encoding/binary"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"yusuan/extract"
)

// glyphOf describes a glyph of straight lines as a TrueType font does.
func glyphOf(contours ...[]point) []byte {
	var ends, flags, xs, ys []byte
	n, at := 0, point{}
	for _, c := range contours {
		for _, p := range c {
			flags = append(flags, 1)
			xs = binary.BigEndian.AppendUint16(xs, uint16(int16(p.x-at.x)))
			ys = binary.BigEndian.AppendUint16(ys, uint16(int16(p.y-at.y)))
			at = p
		}
		n += len(c)
		ends = binary.BigEndian.AppendUint16(ends, uint16(n-1))
	}
	b := binary.BigEndian.AppendUint16(nil, uint16(len(contours)))
	b = append(append(b, make([]byte, 8)...), ends...)
	b = append(append(b, 0, 0), flags...)
	return append(append(b, xs...), ys...)
}

// around is a box as a contour, to the right or to the left.
func around(x0, y0, x1, y1 float64, hole bool) []point {
	c := []point{{x0, y0}, {x0, y1}, {x1, y1}, {x1, y0}}
	if hole {
		c[1], c[3] = c[3], c[1]
	}
	return c
}

func TestLooksLike(t *testing.T) {
	outer := around(0, 0, 100, 140, false)
	for _, c := range []struct {
		name     string
		contours [][]point
		said     byte
		like     byte
		other    bool
	}{
		{"an eight", [][]point{outer, around(20, 20, 80, 60, true), around(20, 80, 80, 120, true)}, '8', '8', false},
		{"an eight said to be 3", [][]point{outer, around(20, 20, 80, 60, true), around(20, 80, 80, 120, true)}, '3', '8', true},
		{"a nought said to be 7", [][]point{outer, around(20, 20, 80, 120, true)}, '7', '0', true},
		{"a nought", [][]point{outer, around(20, 20, 80, 120, true)}, '0', '0', false},
		{"a bar", [][]point{around(0, 0, 20, 140, false)}, '1', '1', false},
		{"a bar said to be 4", [][]point{around(0, 0, 20, 140, false)}, '4', '1', true},
		{"seven", [][]point{{{0, 140}, {100, 140}, {100, 120}, {50, 0}, {30, 0}, {80, 120}, {0, 120}}}, '2', '7', true},
		{"two strokes that cross", [][]point{outer, around(50, 50, 150, 200, false)}, '5', 0, false},
	} {
		s := glyphShape(glyphOf(c.contours...))
		if s == nil {
			t.Fatalf("%s: no shape", c.name)
		}
		if like, other := s.looksLike(c.said); like != c.like || other != c.other {
			t.Errorf("%s: looks like %q, other %v; want %q, %v", c.name, like, other, c.like, c.other)
		}
	}
	for _, b := range [][]byte{nil, make([]byte, 12), {0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 255, 255, 0, 0}, {255, 255, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}, glyphOf(outer)[:17]} {
		if s := glyphShape(b); s != nil {
			t.Errorf("a shape of % x", b)
		}
	}
}

// A digit that looks like another is doubted in a font whose others look as
// they should, and in no other font.
func TestLook(t *testing.T) {
	nought := glyphOf(around(0, 0, 100, 140, false), around(20, 20, 80, 120, true))
	eight := glyphOf(around(0, 0, 100, 140, false), around(20, 20, 80, 60, true), around(20, 80, 80, 120, true))
	one := glyphOf(around(0, 0, 20, 140, false))
	for _, c := range []struct {
		name string
		said string // of nought, eight, one, one
		want string // what the eight may be, too
	}{
		{"as drawn", "0811", ""},
		{"8 said to be 3", "0311", "8"},
		{"a font that draws otherwise", "8311", ""},
		{"8 said to be a letter", "0B11", ""},
	} {
		var m mismatch
		program := programOf(nought, eight, one, one)
		for i := range 4 {
			m.look(uint32(i), c.said[i:i+1], program, uint16(i))
		}
		g := code{text: c.said[1:2]}
		m.settle(&g, 1)
		if g.other != c.want {
			t.Errorf("%s: doubted for %q, want %q", c.name, g.other, c.want)
		}
	}
}

// programOf is a font program of the glyphs.
func programOf(glyphs ...[]byte) *trueType {
	f := &trueType{tables: map[string][]byte{"loca": {0, 0}}, chars: map[uint16]rune{}, symbols: map[uint16]uint16{}}
	for _, g := range glyphs {
		f.tables["glyf"] = append(f.tables["glyf"], g...)
		if len(g)%2 == 1 {
			f.tables["glyf"] = append(f.tables["glyf"], 0)
		}
		n := len(f.tables["glyf"]) / 2
		f.tables["loca"] = append(f.tables["loca"], byte(n>>8), byte(n))
	}
	return f
}

// No digit of the sample documents is doubted.
func TestLookFixtures(t *testing.T) {
	files, err := filepath.Glob("../../fixtures/[dv]*/*.pdf")
	if err != nil || len(files) == 0 {
		t.Fatalf("no fixtures: %v", err)
	}
	for _, f := range files {
		data, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		r, err := New().Open(t.Context(), data, extract.Limits{})
		if err != nil {
			continue
		}
		for n := 1; n <= r.NumPages(); n++ {
			p, err := r.Page(t.Context(), n)
			if err != nil {
				break
			}
			for _, w := range p.Warnings {
				if strings.Contains(w, "its map and its glyphs differ") {
					t.Errorf("%s, page %d: %s", filepath.Base(f), n, w)
				}
			}
		}
	}
}
