package native

import (
	"bytes"
	"strconv"
	"strings"
	"sync"
	"unicode/utf8"
)

// cffUpperNames are the standard strings of CFF from the 96th on; the first
// 95 are the glyphs of ASCII, with quoteright and quoteleft for ' and `.
const cffUpperNames = "exclamdown cent sterling fraction yen florin section currency quotesingle quotedblleft guillemotleft guilsinglleft " +
	"guilsinglright fi fl endash dagger daggerdbl periodcentered paragraph bullet quotesinglbase quotedblbase quotedblright " +
	"guillemotright ellipsis perthousand questiondown grave acute circumflex tilde macron breve dotaccent dieresis ring cedilla " +
	"hungarumlaut ogonek caron emdash AE ordfeminine Lslash Oslash OE ordmasculine ae dotlessi lslash oslash oe germandbls " +
	"onesuperior logicalnot mu trademark Eth onehalf plusminus Thorn onequarter divide brokenbar degree thorn threequarters " +
	"twosuperior registered minus eth multiply threesuperior copyright Aacute Acircumflex Adieresis Agrave Aring Atilde Ccedilla " +
	"Eacute Ecircumflex Edieresis Egrave Iacute Icircumflex Idieresis Igrave Ntilde Oacute Ocircumflex Odieresis Ograve Otilde " +
	"Scaron Uacute Ucircumflex Udieresis Ugrave Yacute Ydieresis Zcaron aacute acircumflex adieresis agrave aring atilde ccedilla " +
	"eacute ecircumflex edieresis egrave iacute icircumflex idieresis igrave ntilde oacute ocircumflex odieresis ograve otilde " +
	"scaron uacute ucircumflex udieresis ugrave yacute ydieresis zcaron"

// cffStandardStrings is how many strings every CFF font knows; those after
// zcaron are small capitals and old-style figures, which are not listed here.
const cffStandardStrings = 391

var cffNamesBySID = sync.OnceValue(func() []string {
	ascii := strings.Fields(asciiNames)
	ascii['\''-' '], ascii['`'-' '] = "quoteright", "quoteleft"
	return append(append([]string{".notdef"}, ascii...), strings.Fields(cffUpperNames)...)
})

// cffFont is what is read of a CFF font program.
type cffFont struct {
	b        []byte
	strings  [][]byte
	names    []string // by glyph; nil when the font is CID-keyed
	encoding map[int]int
}

// parseCFF reads charset and encoding; nil when b is no CFF font.
func parseCFF(b []byte) (f *cffFont) {
	defer func() {
		if recover() != nil { // an offset beyond the data
			f = nil
		}
	}()
	if len(b) < 4 || b[0] != 1 {
		return nil
	}
	f = &cffFont{b: b}
	_, at := f.index(int(b[2]))
	tops, at := f.index(at)
	f.strings, _ = f.index(at)
	if len(tops) == 0 {
		return nil
	}
	top := cffDict(tops[0])
	const opCharset, opEncoding, opCharStrings, opROS = 15, 16, 17, 1230
	glyphs, _ := f.index(top[opCharStrings])
	if _, cidKeyed := top[opROS]; cidKeyed || len(glyphs) == 0 {
		return f
	}
	sids := f.charset(top[opCharset], len(glyphs))
	f.names = make([]string, len(sids))
	for g, sid := range sids {
		f.names[g] = f.name(sid)
	}
	f.readEncoding(top[opEncoding])
	return f
}

// index reads an INDEX structure: its items and where it ends.
func (f *cffFont) index(at int) ([][]byte, int) {
	n := bigEndian(f.b[at : at+2])
	if n == 0 {
		return nil, at + 2
	}
	size := int(f.b[at+2])
	offset := func(i int) int { return bigEndian(f.b[at+3+i*size : at+3+(i+1)*size]) }
	base := at + 3 + (n+1)*size - 1
	items := make([][]byte, 0, n)
	for i := range n {
		items = append(items, f.b[base+offset(i):base+offset(i+1)])
	}
	return items, base + offset(n)
}

// cffDict reads the last operand of each operator; those of two bytes are
// numbered 1200 and up.
func cffDict(b []byte) map[int]int {
	m := map[int]int{}
	last := 0
	for i := 0; i < len(b); {
		c := int(b[i])
		switch {
		case c <= 21:
			if c == 12 {
				i++
				c = 1200 + int(b[i])
			}
			m[c] = last
			last = 0
			i++
		case c == 28:
			last = int(int16(bigEndian(b[i+1 : i+3])))
			i += 3
		case c == 29:
			last = int(int32(bigEndian(b[i+1 : i+5])))
			i += 5
		case c == 30: // a real number
			for i++; b[i]&0xf != 0xf && b[i]>>4 != 0xf; i++ {
			}
			i++
		case c <= 246:
			last = c - 139
			i++
		case c <= 250:
			last = (c-247)*256 + int(b[i+1]) + 108
			i += 2
		case c <= 254:
			last = -(c-251)*256 - int(b[i+1]) - 108
			i += 2
		default:
			i++
		}
	}
	return m
}

// charset gives the string of each glyph.
func (f *cffFont) charset(at, glyphs int) []int {
	sids := make([]int, 1, glyphs)
	if at <= 2 { // predefined; ISOAdobe in effect
		for g := 1; g < glyphs; g++ {
			sids = append(sids, g)
		}
		return sids
	}
	format := f.b[at]
	at++
	for len(sids) < glyphs {
		sid := bigEndian(f.b[at : at+2])
		at += 2
		left := 0
		switch format {
		case 1:
			left = int(f.b[at])
			at++
		case 2:
			left = bigEndian(f.b[at : at+2])
			at += 2
		}
		for k := 0; k <= left && len(sids) < glyphs; k++ {
			sids = append(sids, sid+k)
		}
	}
	return sids
}

func (f *cffFont) name(sid int) string {
	if std := cffNamesBySID(); sid < len(std) {
		return std[sid]
	}
	if i := sid - cffStandardStrings; i >= 0 && i < len(f.strings) {
		return string(f.strings[i])
	}
	return ""
}

// readEncoding reads which glyph a code shows; nil stands for the standard
// encoding.
func (f *cffFont) readEncoding(at int) {
	if at <= 1 {
		return
	}
	f.encoding = map[int]int{}
	format := f.b[at] & 0x7f
	n := int(f.b[at+1])
	at += 2
	g := 1
	for range n {
		code, left := int(f.b[at]), 0
		at++
		if format == 1 {
			left = int(f.b[at])
			at++
		}
		for k := 0; k <= left; k++ {
			f.encoding[code+k] = g
			g++
		}
	}
}

// cffEncoding gives the glyph names by code of a CFF font program.
func cffEncoding(b []byte) map[int]string {
	f := parseCFF(b)
	if f == nil || f.names == nil {
		return nil
	}
	m := map[int]string{}
	if f.encoding == nil {
		return standardNames()
	}
	for c, g := range f.encoding {
		if g < len(f.names) {
			m[c] = f.names[g]
		}
	}
	return m
}

// standardNames gives the glyph names of the standard encoding.
func standardNames() map[int]string {
	m := map[int]string{}
	names := cffNamesBySID()
	sid := 1
	for c, r := range standard() {
		if r != 0 && sid < len(names) {
			m[c] = names[sid]
			sid++
		}
	}
	return m
}

// cffNames gives the glyph names by glyph index; nil when they say nothing.
func cffNames(b []byte) map[int]string {
	f := parseCFF(b)
	if f == nil || f.names == nil {
		return nil
	}
	m := map[int]string{}
	for g, n := range f.names {
		m[g] = n
	}
	return m
}

// type1Encoding reads the encoding array of a Type 1 font program: lines of
// "dup 65 /A put". nil when there is none.
func type1Encoding(b []byte) map[int]string {
	if i := bytes.Index(b, []byte("eexec")); i > 0 {
		b = b[:i]
	}
	i := bytes.Index(b, []byte("/Encoding"))
	if i < 0 {
		return nil
	}
	b = b[i+len("/Encoding"):]
	if bytes.HasPrefix(bytes.TrimLeft(b, " \r\n\t"), []byte("StandardEncoding")) {
		return standardNames()
	}
	m := map[int]string{}
	lx := lexer{src: b}
	code := -1
	for {
		t := lx.next()
		switch t.kind {
		case kEnd:
			return m
		case kNumber:
			code = int(t.n)
		case kName:
			if code >= 0 && code < 256 {
				m[code] = string(t.b)
			}
			code = -1
		case kOperator:
			s := string(t.b)
			if s == "def" || s == "readonly" && len(m) > 0 {
				return m
			}
			if digits, ok := strings.CutPrefix(s, "#"); ok && code >= 2 && code <= 36 { // 8#101
				n, err := strconv.ParseInt(digits, code, 16)
				if code = int(n); err != nil {
					code = -1
				}
			}
		}
	}
}

// symbolLower and symbolUpper are the encoding of the font Symbol from 0x20
// and from 0xa0; a space above 0x20 is a piece of a large sign.
const (
	symbolLower = " !∀#∃%&∋()∗+,−./0123456789:;<=>?≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_‾αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼"
	symbolUpper = "€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…|—↵ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓◊⟨®©™∑          ⟩∫"
)

var symbol = sync.OnceValue(func() *encodingTable {
	t := new(encodingTable)
	fill := func(c int, s string) {
		for _, r := range s {
			if r != ' ' || c == 0x20 {
				t[c] = r
			}
			c++
		}
	}
	fill(0x20, symbolLower)
	fill(0xa0, symbolUpper[:strings.Index(symbolUpper, "⟩")])
	fill(0xf1, symbolUpper[strings.Index(symbolUpper, "⟩"):])
	return t
})

// dingbats is the encoding of Zapf Dingbats, which runs along the Unicode
// block of that name with a few characters that stood elsewhere before.
var dingbats = sync.OnceValue(func() *encodingTable {
	t := new(encodingTable)
	run := func(first, last int, r rune) {
		for c := first; c <= last; c++ {
			t[c] = r + rune(c-first)
		}
	}
	t[0x20] = ' '
	run(0x21, 0x7e, 0x2701)
	run(0xa1, 0xa7, 0x2761)
	run(0xac, 0xb5, 0x2460)
	run(0xb6, 0xd4, 0x2776)
	run(0xd8, 0xef, 0x2798)
	run(0xf1, 0xfe, 0x27b1)
	const elsewhere = "25☎2a☛2b☞48★6c●6e■73▲74▼75◆77◗a8♣a9♦aa♥ab♠d5→d6↔d7↕"
	for s := elsewhere; s != ""; {
		r, n := utf8.DecodeRuneInString(s[2:])
		t[unhex(s[0])<<4|unhex(s[1])] = r
		s = s[2+n:]
	}
	return t
})

// ownEncoding gives the encoding of the two standard fonts that have one.
func ownEncoding(name string) *encodingTable {
	switch {
	case strings.HasPrefix(name, "Symbol"):
		return symbol()
	case strings.HasPrefix(name, "ZapfDingbats"):
		return dingbats()
	}
	return nil
}
