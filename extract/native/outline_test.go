package native

import (
	"encoding/binary"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"yusuan/extract"
	"yusuan/extract/enginetest"
)

// fontFile writes a font program that has nothing but outlines.
func fontFile(f *trueType) []byte {
	names := []string{"glyf", "head", "loca"}
	tables := map[string][]byte{"glyf": f.tables["glyf"], "head": make([]byte, 54), "loca": f.tables["loca"]}
	b := append([]byte{0, 1, 0, 0, 0, byte(len(names))}, make([]byte, 6)...)
	at := len(b) + 16*len(names)
	for _, n := range names {
		b = append(b, n+"\x00\x00\x00\x00"...)
		b = binary.BigEndian.AppendUint32(b, uint32(at))
		b = binary.BigEndian.AppendUint32(b, uint32(len(tables[n])))
		at += len(tables[n])
	}
	for _, n := range names {
		b = append(b, tables[n]...)
	}
	return b
}

// A glyph without a meaning is what another font of the document draws alike,
// and the page is doubted for it.
func TestDrawnAlike(t *testing.T) {
	ring := glyphOf(around(0, 0, 100, 140, false), around(20, 20, 80, 120, true))
	house := glyphOf([]point{{0, 0}, {0, 90}, {50, 140}, {100, 90}, {100, 0}})
	block := glyphOf(around(0, 0, 100, 100, false))
	var doc enginetest.PDF
	font := func(outer string, glyphs ...[]byte) int {
		file := doc.Stream("", string(fontFile(programOf(glyphs...))))
		desc := doc.Add(fmt.Sprintf("<< /Type /FontDescriptor /FontName /Song /FontFile2 %d 0 R >>", file))
		return type0(&doc, "/Identity-H", "Identity", fmt.Sprintf("/DW 1000 /FontDescriptor %d 0 R", desc), outer)
	}
	said := doc.Stream("", "2 beginbfchar <0001> <5408> <0002> <8ba1> endbfchar")
	mapped := font(fmt.Sprintf("/ToUnicode %d 0 R", said), nil, ring, house)
	plain := font("", nil, block, house, ring)
	fonts := fmt.Sprintf("<< /Font << /F1 %d 0 R /F2 %d 0 R >> >>", mapped, plain)
	doc.Page(400, 100, fonts, "BT /F2 10 Tf 20 30 Td <000300020001> Tj ET", "")
	p := readPage(t, doc.Bytes(), 1)
	var got []string
	for _, g := range p.Glyphs {
		got = append(got, fmt.Sprint(g.Text, g.Flags&extract.Unmapped != 0))
	}
	if diff := cmp.Diff([]string{"合false", "计false", "\ufffdtrue"}, got); diff != "" {
		t.Errorf("glyphs (-want +got):\n%s", diff)
	}
	if !p.Damaged || !strings.Contains(strings.Join(p.Warnings, "\n"), "told by the looks") {
		t.Errorf("damaged %v, warnings %q", p.Damaged, p.Warnings)
	}
}

// What two fonts draw alike and call differently is not told.
func TestDrawnAlikeConflict(t *testing.T) {
	house := glyphOf([]point{{0, 0}, {0, 90}, {50, 140}, {100, 90}, {100, 0}})
	var doc enginetest.PDF
	font := func(char string) int {
		outer := ""
		if char != "" {
			outer = fmt.Sprintf("/ToUnicode %d 0 R", doc.Stream("", "1 beginbfchar <0001> <"+char+"> endbfchar"))
		}
		file := doc.Stream("", string(fontFile(programOf(nil, house))))
		desc := doc.Add(fmt.Sprintf("<< /Type /FontDescriptor /FontName /Song /FontFile2 %d 0 R >>", file))
		return type0(&doc, "/Identity-H", "Identity", fmt.Sprintf("/DW 1000 /FontDescriptor %d 0 R", desc), outer)
	}
	a, b, c := font("5408"), font("8ba1"), font("")
	doc.Page(400, 100, fmt.Sprintf("<< /Font << /A %d 0 R /B %d 0 R /C %d 0 R >> >>", a, b, c), "BT /C 10 Tf 20 30 Td <0001> Tj ET", "")
	if g := readPage(t, doc.Bytes(), 1).Glyphs[0]; g.Flags&extract.Unmapped == 0 {
		t.Errorf("reads %q, want nothing", g.Text)
	}
}

func TestCharstring(t *testing.T) {
	f := &cffFont{
		global: [][]byte{{139 + 50, 6, 11}},      // 50 hlineto return
		local:  [][][]byte{{{139 + 100, 7, 11}}}, // 100 vlineto return
	}
	bias := byte(139 - 107)
	tests := []struct {
		name string
		b    []byte
		want [4]float64 // box; all 0 for no shape
		n    int        // points
	}{
		{"a triangle", []byte{149, 149, 21, 239, 139, 139, 239, 5, 14}, [4]float64{10, 10, 110, 110}, 3},
		{"with a width and stems", []byte{140, 149, 159, 1, 149, 149, 21, 239, 139, 139, 239, 5, 14}, [4]float64{10, 10, 110, 110}, 3},
		{"with a mask", []byte{149, 159, 18, 149, 159, 19, 0xff, 149, 149, 21, 239, 139, 139, 239, 5, 14}, [4]float64{10, 10, 110, 110}, 3},
		{"subroutines", []byte{139, 139, 21, bias, 29, bias, 10, 14}, [4]float64{0, 0, 50, 100}, 3},
		{"a curve", []byte{139, 22, 239, 139, 139, 139, 139, 239, 8, 14}, [4]float64{0, 0, 100, 100}, 5},
		{"curves that turn", []byte{139, 22, 239, 139, 139, 239, 31, 14}, [4]float64{0, 0, 100, 100}, 5},
		{"nothing", []byte{14}, [4]float64{}, 0},
		{"an operator too few operands", []byte{21, 14}, [4]float64{}, 0},
		{"a subroutine that is not there", []byte{139, 10}, [4]float64{}, 0},
		{"arithmetic", []byte{139, 139, 12, 10, 22, 14}, [4]float64{}, 0},
		{"cut", []byte{28, 1}, [4]float64{}, 0},
	}
	for _, tt := range tests {
		f.glyphs = [][]byte{tt.b}
		s := f.shape(0)
		if s == nil {
			s = &shape{}
		}
		if n := len(slices.Concat(s.contours...)); s.box != tt.want || n != tt.n {
			t.Errorf("%s: box %v of %d points, want %v of %d", tt.name, s.box, n, tt.want, tt.n)
		}
	}
}

// A subroutine that calls itself ends.
func TestCharstringLoop(t *testing.T) {
	f := &cffFont{global: [][]byte{{139 - 107, 29}}, glyphs: [][]byte{{139 - 107, 29}}}
	if s := f.shape(0); s != nil {
		t.Errorf("shape %v", s)
	}
}

func TestSigns(t *testing.T) {
	tests := []struct {
		name  string
		shape []point
		want  byte
	}{
		{"point", around(0, 0, 18, 18, false), '.'},
		{"comma", around(0, -30, 18, 18, false), ','},
		{"minus", around(0, 40, 50, 52, false), '-'},
		{"dash as wide as a character", around(0, 50, 200, 60, false), 0},
		{"point in the middle", around(0, 50, 18, 68, false), 0},
		{"left bracket", []point{{40, -30}, {0, 30}, {0, 70}, {40, 130}, {45, 130}, {8, 68}, {8, 32}, {45, -30}}, '('},
		{"right bracket", []point{{0, -30}, {40, 30}, {40, 70}, {0, 130}, {-5, 130}, {32, 68}, {32, 32}, {-5, -30}}, ')'},
		{"bar", around(0, -30, 10, 130, false), 0},
	}
	for _, tt := range tests {
		if got := newShape([][]point{tt.shape}).sign(0, 100); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}
