package native

import (
	"encoding/binary"
	"fmt"
	"math"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/simplifiedchinese"

	"yusuan/extract"
	"yusuan/extract/enginetest"
)

// readFont shows a string with the font that add describes, 10 points high.
func readFont(t *testing.T, show string, add func(doc *enginetest.PDF) int) *extract.Page {
	t.Helper()
	var doc enginetest.PDF
	f := add(&doc)
	doc.Page(400, 100, fmt.Sprintf("<< /Font << /F1 %d 0 R >> >>", f), "BT /F1 10 Tf 20 30 Td "+show+" Tj ET", "")
	return readPage(t, doc.Bytes(), 1)
}

// type0 adds a composite font; entries are those of the descendant.
func type0(doc *enginetest.PDF, encoding, ordering, entries, outer string) int {
	df := doc.Add(fmt.Sprintf("<< /Type /Font /Subtype /CIDFontType2 /BaseFont /ABCDEF+Song /CIDSystemInfo << /Registry (Adobe) /Ordering (%s) /Supplement 2 >> %s >>", ordering, entries))
	return doc.Add(fmt.Sprintf("<< /Type /Font /Subtype /Type0 /BaseFont /ABCDEF+Song /Encoding %s /DescendantFonts [%d 0 R] %s >>", encoding, df, outer))
}

func gbk(t *testing.T, s string) string {
	t.Helper()
	b, err := simplifiedchinese.GB18030.NewEncoder().String(s)
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprintf("<%x>", b)
}

const toUnicode = "1 begincodespacerange <0000> <ffff> endcodespacerange\n" +
	"1 beginbfchar <0003> <5408> endbfchar\n" +
	"2 beginbfrange <0010> <0012> <0031> <0020> <0021> [<8ba1> <00660069>] endbfrange"

func TestCompositeFonts(t *testing.T) {
	tests := []struct {
		name, show string
		add        func(doc *enginetest.PDF) int
		want       []place
	}{
		{"to unicode", "<0003001000120021>", func(doc *enginetest.PDF) int {
			tu := doc.Stream("", toUnicode)
			return type0(doc, "/Identity-H", "Identity", "/DW 1000 /W [16 [500 600] 18 20 250]", fmt.Sprintf("/ToUnicode %d 0 R", tu))
		}, []place{{"合", 20, 70}, {"1", 30, 70}, {"3", 35, 70}, {"fi", 37.5, 70}}},
		{"gbk not embedded", gbk(t, "合计1 元"), func(doc *enginetest.PDF) int {
			return type0(doc, "/GBK-EUC-H", "GB1", "/W [814 907 500 7716 [500]]", "")
		}, []place{{"合", 20, 70}, {"计", 30, 70}, {"1", 40, 70}, {" ", 45, 70}, {"元", 50, 70}}},
		{"shift-jis", "<8d8731b1>", func(doc *enginetest.PDF) int {
			return type0(doc, "/90ms-RKSJ-H", "Japan1", "/W [231 325 500]", "")
		}, []place{{"合", 20, 70}, {"1", 30, 70}, {"ア", 35, 70}}},
		{"euc-jp", "<b9e731b7d7>", func(doc *enginetest.PDF) int {
			return type0(doc, "/EUC-H", "Japan1", "/W [231 325 500]", "")
		}, []place{{"合", 20, 70}, {"1", 30, 70}, {"計", 35, 70}}},
		{"jis of seven bits", "<39673757>", func(doc *enginetest.PDF) int {
			return type0(doc, "/H", "Japan1", "", "")
		}, []place{{"合", 20, 70}, {"計", 30, 70}}},
		{"gb 2312 of seven bits", "<3a4f3c46>", func(doc *enginetest.PDF) int {
			return type0(doc, "/GB-H", "GB1", "", "")
		}, []place{{"合", 20, 70}, {"计", 30, 70}}},
		{"big5", "<a65831ad70>", func(doc *enginetest.PDF) int {
			return type0(doc, "/ETen-B5-H", "CNS1", "/W [13648 13742 500]", "")
		}, []place{{"合", 20, 70}, {"1", 30, 70}, {"計", 35, 70}}},
		{"korean", "<c7d531b0e8>", func(doc *enginetest.PDF) int {
			return type0(doc, "/KSCms-UHC-H", "Korea1", "/W [1 95 550]", "")
		}, []place{{"합", 20, 70}, {"1", 30, 70}, {"계", 35.5, 70}}},
		{"gbk proportional", gbk(t, "1元"), func(doc *enginetest.PDF) int {
			return type0(doc, "/GBKp-EUC-H", "GB1", "/W [1 95 550]", "")
		}, []place{{"1", 20, 70}, {"元", 25.5, 70}}},
		{"gb 18030 of four bytes", gbk(t, "㐂元"), func(doc *enginetest.PDF) int {
			return type0(doc, "/GBK2K-H", "GB1", "", "")
		}, []place{{"㐂", 20, 70}, {"元", 30, 70}}},
		{"ucs-2", "<54080031>", func(doc *enginetest.PDF) int {
			return type0(doc, "/UniGB-UCS2-H", "GB1", "/W [1 95 500]", "")
		}, []place{{"合", 20, 70}, {"1", 30, 70}}},
		{"utf-16 with surrogates", "<d840dc0b5408>", func(doc *enginetest.PDF) int {
			return type0(doc, "/UniGB-UTF16-H", "GB1", "", "")
		}, []place{{"𠀋", 20, 70}, {"合", 30, 70}}},
		{"cids of adobe-gb1", "<0011076003af>", func(doc *enginetest.PDF) int {
			return type0(doc, "/Identity-H", "GB1", "", "")
		}, []place{{"0", 20, 70}, {string(gbRune(0xba, 0xa1+8)), 30, 70}, {string(gbRune(0xb0, 0xa1+3)), 40, 70}}},
		{"embedded encoding", "<01023031>", func(doc *enginetest.PDF) int {
			enc := doc.Stream("/Type /CMap", "2 begincodespacerange <00> <0f> <3000> <30ff> endcodespacerange 1 begincidrange <01> <02> 5 endcidrange 1 begincidchar <3031> 9 endcidchar")
			tu := doc.Stream("", "1 beginbfrange <01> <02> <0041> endbfrange 1 beginbfchar <3031> <5143> endbfchar")
			return type0(doc, fmt.Sprintf("%d 0 R", enc), "Identity", "/W [5 [500 600]]", fmt.Sprintf("/ToUnicode %d 0 R", tu))
		}, []place{{"A", 20, 70}, {"B", 25, 70}, {"元", 31, 70}}},
		{"embedded truetype", "<00020003>", func(doc *enginetest.PDF) int {
			ff := doc.Stream("", string(trueTypeWith(map[rune]uint16{'合': 2, '计': 3, 0x2f17: 3})))
			desc := doc.Add(fmt.Sprintf("<< /Type /FontDescriptor /FontFile2 %d 0 R >>", ff))
			return type0(doc, "/Identity-H", "Identity", fmt.Sprintf("/CIDToGIDMap /Identity /FontDescriptor %d 0 R", desc), "")
		}, []place{{"合", 20, 70}, {"计", 30, 70}}},
		{"map of glyphs", "<0041>", func(doc *enginetest.PDF) int {
			ff := doc.Stream("", string(trueTypeWith(map[rune]uint16{'合': 2})))
			desc := doc.Add(fmt.Sprintf("<< /Type /FontDescriptor /FontFile2 %d 0 R >>", ff))
			m := doc.Stream("", string(make([]byte, 2*0x41))+"\x00\x02")
			return type0(doc, "/Identity-H", "Identity", fmt.Sprintf("/CIDToGIDMap %d 0 R /FontDescriptor %d 0 R", m, desc), "")
		}, []place{{"合", 20, 70}}},
		{"vertical", "<54085143>", func(doc *enginetest.PDF) int {
			return type0(doc, "/UniGB-UCS2-V", "GB1", "", "")
		}, []place{{"合", 15, 78.8}, {"元", 15, 88.8}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := readFont(t, tt.show, tt.add)
			if diff := cmp.Diff(tt.want, places(p.Glyphs)); diff != "" {
				t.Errorf("glyphs (-want +got):\n%s", diff)
			}
			if len(p.Warnings) > 0 {
				t.Errorf("warnings: %q", p.Warnings)
			}
		})
	}
}

// trueTypeWith builds a font program that has nothing but a Unicode cmap.
func trueTypeWith(chars map[rune]uint16) []byte {
	sub := binary.BigEndian.AppendUint16(nil, 12)
	sub = append(sub, 0, 0)
	sub = binary.BigEndian.AppendUint32(sub, uint32(16+12*len(chars)))
	sub = append(sub, 0, 0, 0, 0)
	sub = binary.BigEndian.AppendUint32(sub, uint32(len(chars)))
	for r, g := range chars {
		for _, n := range []uint32{uint32(r), uint32(r), uint32(g)} {
			sub = binary.BigEndian.AppendUint32(sub, n)
		}
	}
	table := append([]byte{0, 0, 0, 1, 0, 3, 0, 10, 0, 0, 0, 12}, sub...)
	font := append([]byte{0, 1, 0, 0, 0, 1}, make([]byte, 6)...)
	font = append(font, "cmap\x00\x00\x00\x00"...)
	font = binary.BigEndian.AppendUint32(font, 28)
	font = binary.BigEndian.AppendUint32(font, uint32(len(table)))
	return append(font, table...)
}

func TestSimpleFonts(t *testing.T) {
	const widths = "/FirstChar 0 /LastChar 3 /Widths [500 500 500 500]"
	tests := []struct {
		name, show, font string
		stream           string // referred to as %d
		want             string
		unmapped         bool
	}{
		{"win ansi", "<80ad41>", "/Subtype /TrueType /BaseFont /Arial /Encoding /WinAnsiEncoding", "", "€-A", false},
		{"mac roman", "<a9ca>", "/Subtype /TrueType /BaseFont /Arial /Encoding /MacRomanEncoding", "", "© ", false},
		{"standard", "<27b4>", "/Subtype /Type1 /BaseFont /Times-Roman", "", "’·", false},
		{"symbol", "<61b3>", "/Subtype /Type1 /BaseFont /Symbol", "", "α≥", false},
		{"dingbats", "<336c>", "/Subtype /Type1 /BaseFont /ZapfDingbats", "", "✓●", false},
		{"wingdings under win ansi", "<fea8fc6f>", "/Subtype /TrueType /BaseFont /ABCDEF+Wingdings-Regular /Encoding /WinAnsiEncoding", "", "☑□✓□", false},
		{"wingdings 2 under win ansi", "<52a350>", "/Subtype /TrueType /BaseFont /Wingdings#202 /Encoding /WinAnsiEncoding", "", "☑□✓", false},
		{"wingdings, a map that repeats the encoding", "<fe>", "/Subtype /TrueType /BaseFont /Wingdings /Encoding /WinAnsiEncoding /ToUnicode %d 0 R", "1 beginbfchar <fe> <00fe> endbfchar", "☑", false},
		{"wingdings, a map to the place of symbols", "<fe>", "/Subtype /TrueType /BaseFont /Wingdings /Encoding /WinAnsiEncoding /ToUnicode %d 0 R", "1 beginbfchar <fe> <f0fe> endbfchar", "☑", false},
		{"wingdings, a map that knows better", "<fe>", "/Subtype /TrueType /BaseFont /Wingdings /Encoding /WinAnsiEncoding /ToUnicode %d 0 R", "1 beginbfchar <fe> <2714> endbfchar", "✔", false},
		{"symbol under win ansi", "<b7b3>", "/Subtype /TrueType /BaseFont /SymbolMT /Encoding /WinAnsiEncoding", "", "•≥", false},
		{"differences", "<000102>", "/Subtype /Type1 /BaseFont /X /Encoding << /Differences [0 /one /uni5408 /f_i.alt] >>", "", "1合fi", false},
		{"differences that say nothing", "<00>", "/Subtype /Type1 /BaseFont /X /Encoding << /Differences [0 /g41] >>", "", "\ufffd", true},
		{"to unicode beside encoding", "<41>", "/Subtype /TrueType /BaseFont /X /Encoding /WinAnsiEncoding /ToUnicode %d 0 R", "1 beginbfchar <41> <5408> endbfchar", "合", false},
		{"to unicode of nothing", "<41>", "/Subtype /TrueType /BaseFont /X /Encoding /WinAnsiEncoding /ToUnicode %d 0 R", "1 beginbfchar <41> <0000> endbfchar", "A", false},
		{"type 3", "<01>", "/Subtype /Type3 /FontMatrix [.001 0 0 .001 0 0] /FontBBox [0 -200 1000 800] /CharProcs << >> /Encoding << /Differences [1 /seven] >>", "", "7", false},
		{"type 3 without names", "<01>", "/Subtype /Type3 /FontMatrix [.001 0 0 .001 0 0] /FontBBox [0 0 0 0] /CharProcs << >> /Encoding << /Differences [1 /a17] >>", "", "\ufffd", true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := readFont(t, tt.show, func(doc *enginetest.PDF) int {
				font := tt.font
				if tt.stream != "" {
					font = fmt.Sprintf(font, doc.Stream("", tt.stream))
				}
				return doc.Add("<< /Type /Font " + font + " " + widths + " >>")
			})
			if got := text(p.Glyphs); got != tt.want {
				t.Errorf("text %q, want %q", got, tt.want)
			}
			if got := p.Glyphs[0].Flags&extract.Unmapped != 0; got != tt.unmapped {
				t.Errorf("unmapped %v, want %v", got, tt.unmapped)
			}
		})
	}
}

func TestType3Height(t *testing.T) {
	const font = "<< /Type /Font /Subtype /Type3 /FontMatrix %s /FontBBox %s /CharProcs << >> /Encoding << /Differences [1 /seven] >> /FirstChar 0 /LastChar 3 /Widths [500 500 500 500] >>"
	var got [][2]float64
	for _, f := range [][2]string{{"[.001 0 0 .001 0 0]", "[0 -200 1000 800]"}, {"[.001 0 0 -.001 0 0]", "[0 200 1000 -800]"}} {
		p := readFont(t, "<01>", func(doc *enginetest.PDF) int { return doc.Add(fmt.Sprintf(font, f[0], f[1])) })
		g := p.Glyphs[0]
		got = append(got, [2]float64{math.Round(100 * (g.Base - g.Y0) / g.Size), math.Round(100 * (g.Y1 - g.Base) / g.Size)})
	}
	// Above and below the baseline, hundredths of the size: the same whichever way y runs.
	if want := [][2]float64{{80, 20}, {80, 20}}; !slices.Equal(got, want) {
		t.Errorf("heights %v, want %v", got, want)
	}
}

func TestType1Encoding(t *testing.T) {
	got := type1Encoding([]byte("%!PS-AdobeFont\n/Encoding 256 array 0 1 255 {1 index exch /.notdef put} for\ndup 65 /bullet put\ndup 8#102 /two put\ndup 67 /three put\nreadonly def\ncurrentfile eexec dup 68 /four put"))
	want := map[int]string{65: "bullet", 66: "two", 67: "three"}
	for c, n := range want {
		if got[c] != n {
			t.Errorf("code %d: %q, want %q", c, got[c], n)
		}
	}
	if got[68] != "" {
		t.Errorf("code 68 is read from the encrypted part: %q", got[68])
	}
}

// TestCFF builds a font of three glyphs: .notdef, bullet, and one named here.
func TestCFF(t *testing.T) {
	index := func(items ...string) string {
		if len(items) == 0 {
			return "\x00\x00"
		}
		s := string([]byte{0, byte(len(items)), 1, 1})
		off := 1
		for _, it := range items {
			off += len(it)
			s += string([]byte{byte(off)})
		}
		for _, it := range items {
			s += it
		}
		return s
	}
	build := func(charset, encoding, chars int) string {
		num := func(n int) string { return string([]byte{28, byte(n >> 8), byte(n)}) }
		top := num(charset) + "\x0f" + num(encoding) + "\x10" + num(chars) + "\x11"
		return "\x01\x00\x04\x01" + index("F") + index(top) + index("uni5408") + index()
	}
	at := len(build(0, 0, 0))
	const charset = "\x00\x00\x74\x01\x87" // format 0: bullet (116), the first own string (391)
	const encoding = "\x00\x02\x41\x42"
	b := build(at, at+len(charset), at+len(charset)+len(encoding)) + charset + encoding + index("\x0e", "\x0e", "\x0e")
	want := map[int]string{0x41: "bullet", 0x42: "uni5408"}
	if diff := cmp.Diff(want, parseCFF([]byte(b)).namesByCode()); diff != "" {
		t.Errorf("encoding (-want +got):\n%s", diff)
	}
	names := map[int]string{0: ".notdef", 1: "bullet", 2: "uni5408"}
	if diff := cmp.Diff(names, parseCFF([]byte(b)).namesByGlyph()); diff != "" {
		t.Errorf("names (-want +got):\n%s", diff)
	}
	for n := range b {
		parseCFF([]byte(b[:n])) // cut short anywhere it does not panic
	}
}
