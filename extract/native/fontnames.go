package native

import (
	"bytes"
	"strconv"
	"strings"
	"sync"
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
