package native

import (
	"encoding/binary"
	"strings"
	"sync"
)

// macUpper names the glyphs behind those of ASCII in the order of the Macintosh.
const macUpper = "Adieresis Aring Ccedilla Eacute Ntilde Odieresis Udieresis aacute agrave acircumflex adieresis atilde aring ccedilla " +
	"eacute egrave ecircumflex edieresis iacute igrave icircumflex idieresis ntilde oacute ograve ocircumflex odieresis otilde " +
	"uacute ugrave ucircumflex udieresis dagger degree cent sterling section bullet paragraph germandbls registered copyright " +
	"trademark acute dieresis notequal AE Oslash infinity plusminus lessequal greaterequal yen mu partialdiff summation product " +
	"pi integral ordfeminine ordmasculine Omega ae oslash questiondown exclamdown logicalnot radical florin approxequal Delta " +
	"guillemotleft guillemotright ellipsis nonbreakingspace Agrave Atilde Otilde OE oe endash emdash quotedblleft quotedblright " +
	"quoteleft quoteright divide lozenge ydieresis Ydieresis fraction currency guilsinglleft guilsinglright fi fl daggerdbl " +
	"periodcentered quotesinglbase quotedblbase perthousand Acircumflex Ecircumflex Aacute Edieresis Egrave Iacute Icircumflex " +
	"Idieresis Igrave Oacute Ocircumflex apple Ograve Uacute Ucircumflex Ugrave dotlessi circumflex tilde macron breve dotaccent " +
	"ring cedilla hungarumlaut ogonek caron Lslash lslash Scaron scaron Zcaron zcaron brokenbar Eth eth Yacute yacute Thorn " +
	"thorn minus multiply onesuperior twosuperior threesuperior onehalf onequarter threequarters franc Gbreve gbreve Idotaccent " +
	"Scedilla scedilla Cacute cacute Ccaron ccaron dcroat"

// macNames are the 258 names that every TrueType font knows, in their order.
var macNames = sync.OnceValue(func() []string {
	names := []string{".notdef", ".null", "nonmarkingreturn"}
	return append(append(names, strings.Fields(asciiNames)...), strings.Fields(macUpper)...)
})

// postName gives the name of a glyph by the post table; "" where there is none.
func (f *trueType) postName(g uint16) string {
	const head = 32
	t := f.tables["post"]
	if len(t) < head+2 || binary.BigEndian.Uint32(t) != 0x00020000 {
		return ""
	}
	n := int(binary.BigEndian.Uint16(t[head:]))
	if n != f.count() || int(g) >= n || head+2+2*n > len(t) {
		return "" // left from the font that this is a part of
	}
	k := int(binary.BigEndian.Uint16(t[head+2+2*int(g):]))
	if mac := macNames(); k < len(mac) {
		return mac[k]
	}
	k -= len(macNames())
	for at := head + 2 + 2*n; at < len(t); at += 1 + int(t[at]) {
		if k == 0 {
			return string(t[min(at+1, len(t)):min(at+1+int(t[at]), len(t))])
		}
		k--
	}
	return ""
}
