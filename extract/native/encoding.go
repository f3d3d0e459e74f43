package native

import (
	"strconv"
	"strings"
	"sync"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// encodingTable maps the codes of a simple font to characters; 0 is none.
type encodingTable [256]rune

var (
	winAnsi  = sync.OnceValue(func() *encodingTable { return charmapTable(charmap.Windows1252, '•') })
	macRoman = sync.OnceValue(func() *encodingTable { return charmapTable(charmap.Macintosh, 0) })
	standard = sync.OnceValue(standardTable)
)

// charmapTable takes the printable part of a character map; undefined codes
// above 0x7f read as fill, as PDF says of WinAnsi.
func charmapTable(m *charmap.Charmap, fill rune) *encodingTable {
	t := new(encodingTable)
	for c := 0x20; c < 256; c++ {
		r := m.DecodeByte(byte(c))
		switch {
		case c == 0x7f:
			r = fill
		case r == utf8.RuneError || r >= 0x80 && r < 0xa0:
			r = fill
		}
		t[c] = r
	}
	if fill != 0 { // WinAnsi draws a hyphen where Unicode has the soft one
		t[0xad] = '-'
	}
	return t
}

// standardUpper is the upper half of StandardEncoding from 0xa1, as pairs of
// code and character.
const standardUpper = "a1¡a2¢a3£a4⁄a5¥a6ƒa7§a8¤a9'aa“ab«ac‹ad›ae\ufb01af\ufb02b1–b2†b3‡b4·b6¶b7•b8‚b9„ba”bb»bc…bd‰bf¿" +
	"c1`c2´c3ˆc4˜c5¯c6˘c7˙c8¨ca˚cb¸cd˝ce˛cfˇd0—e1Æe3ªe8Łe9ØeaŒebºf1æf5ıf8łf9øfaœfbß"

func standardTable() *encodingTable {
	t := new(encodingTable)
	for c := rune(0x20); c < 0x7f; c++ {
		t[c] = c
	}
	t['\''], t['`'] = '’', '‘'
	for s := standardUpper; s != ""; {
		c, err := strconv.ParseUint(s[:2], 16, 8)
		r, n := utf8.DecodeRuneInString(s[2:])
		if err != nil {
			break
		}
		t[c] = r
		s = s[2+n:]
	}
	return t
}

// asciiNames are the glyph names of U+0020 … U+007E in order.
const asciiNames = "space exclam quotedbl numbersign dollar percent ampersand quotesingle parenleft parenright asterisk plus comma " +
	"hyphen period slash zero one two three four five six seven eight nine colon semicolon less equal greater question at " +
	"A B C D E F G H I J K L M N O P Q R S T U V W X Y Z bracketleft backslash bracketright asciicircum underscore grave " +
	"a b c d e f g h i j k l m n o p q r s t u v w x y z braceleft bar braceright asciitilde"

// latinNames are the glyph names of U+00A0 … U+017F in order; - where there is none.
const latinNames = "nbspace exclamdown cent sterling currency yen brokenbar section dieresis copyright ordfeminine guillemotleft logicalnot " +
	"softhyphen registered macron degree plusminus twosuperior threesuperior acute mu paragraph periodcentered cedilla " +
	"onesuperior ordmasculine guillemotright onequarter onehalf threequarters questiondown Agrave Aacute Acircumflex Atilde " +
	"Adieresis Aring AE Ccedilla Egrave Eacute Ecircumflex Edieresis Igrave Iacute Icircumflex Idieresis Eth Ntilde Ograve " +
	"Oacute Ocircumflex Otilde Odieresis multiply Oslash Ugrave Uacute Ucircumflex Udieresis Yacute Thorn germandbls agrave " +
	"aacute acircumflex atilde adieresis aring ae ccedilla egrave eacute ecircumflex edieresis igrave iacute icircumflex " +
	"idieresis eth ntilde ograve oacute ocircumflex otilde odieresis divide oslash ugrave uacute ucircumflex udieresis yacute " +
	"thorn ydieresis Amacron amacron Abreve abreve Aogonek aogonek Cacute cacute Ccircumflex ccircumflex Cdotaccent cdotaccent " +
	"Ccaron ccaron Dcaron dcaron Dcroat dcroat Emacron emacron Ebreve ebreve Edotaccent edotaccent Eogonek eogonek Ecaron " +
	"ecaron Gcircumflex gcircumflex Gbreve gbreve Gdotaccent gdotaccent Gcommaaccent gcommaaccent Hcircumflex hcircumflex Hbar " +
	"hbar Itilde itilde Imacron imacron Ibreve ibreve Iogonek iogonek Idotaccent dotlessi IJ ij Jcircumflex jcircumflex " +
	"Kcommaaccent kcommaaccent kgreenlandic Lacute lacute Lcommaaccent lcommaaccent Lcaron lcaron Ldot ldot Lslash lslash " +
	"Nacute nacute Ncommaaccent ncommaaccent Ncaron ncaron napostrophe Eng eng Omacron omacron Obreve obreve Ohungarumlaut " +
	"ohungarumlaut OE oe Racute racute Rcommaaccent rcommaaccent Rcaron rcaron Sacute sacute Scircumflex scircumflex Scedilla " +
	"scedilla Scaron scaron Tcommaaccent tcommaaccent Tcaron tcaron Tbar tbar Utilde utilde Umacron umacron Ubreve ubreve " +
	"Uring uring Uhungarumlaut uhungarumlaut Uogonek uogonek Wcircumflex wcircumflex Ycircumflex ycircumflex Ydieresis Zacute " +
	"zacute Zdotaccent zdotaccent Zcaron zcaron longs"

// greekNames are the glyph names of U+0391 … U+03C9 in order; - where there is none.
const greekNames = "Alpha Beta Gamma Delta Epsilon Zeta Eta Theta Iota Kappa Lambda Mu Nu Xi Omicron Pi Rho - Sigma Tau Upsilon Phi Chi Psi " +
	"Omega Iotadieresis Upsilondieresis alphatonos epsilontonos etatonos iotatonos upsilondieresistonos alpha beta gamma delta " +
	"epsilon zeta eta theta iota kappa lambda mu1 nu xi omicron pi rho sigma1 sigma tau upsilon phi chi psi omega"

// moreNames are further names with their characters.
const moreNames = "florin ƒ circumflex ˆ caron ˇ breve ˘ dotaccent ˙ ring ˚ ogonek ˛ tilde ˜ hungarumlaut ˝ endash – emdash — " +
	"horizontalbar ― quoteleft ‘ quoteright ’ quotesinglbase ‚ quotedblleft “ quotedblright ” quotedblbase „ dagger † " +
	"daggerdbl ‡ bullet • ellipsis … perthousand ‰ guilsinglleft ‹ guilsinglright › fraction ⁄ Euro € euro € trademark ™ " +
	"minus − infinity ∞ notequal ≠ lessequal ≤ greaterequal ≥ partialdiff ∂ summation ∑ product ∏ integral ∫ radical √ " +
	"approxequal ≈ lozenge ◊ middot · nonbreakingspace \u00a0 sfthyphen \u00ad " +
	"overscore ¯ arrowleft ← arrowup ↑ arrowright → arrowdown ↓ arrowboth ↔ arrowupdn ↕ numero № estimated ℮ " +
	"filledbox ■ square □ H22073 □ H18543 ▪ H18551 ▫ filledrect ▬ triagup ▲ triagrt ► triagdn ▼ triaglf ◄ circle ○ H18533 ● " +
	"star ☆ openbullet ◦ checkmark ✓ angleleft ⟨ angleright ⟩ asteriskmath ∗ dotmath ⋅ proportional ∝ equivalence ≡ " +
	"similar ∼ congruent ≅ element ∈ intersection ∩ union ∪ logicaland ∧ logicalor ∨ existential ∃ universal ∀ " +
	"emptyset ∅ gradient ∇ therefore ∴ minute ′ second ″ Abrevetilde Ẵ Scommaaccent Ș scommaaccent ș afii61352 № " +
	"Gcedilla Ģ gcedilla ģ Kcedilla Ķ kcedilla ķ Lcedilla Ļ lcedilla ļ Ncedilla Ņ ncedilla ņ Rcedilla Ŗ rcedilla ŗ Tcedilla Ţ " +
	"tcedilla ţ Edot Ė edot ė Gdot Ġ gdot ġ Idot İ Cdot Ċ cdot ċ Zdot Ż zdot ż Dslash Đ dmacron đ Ldotaccent Ŀ ldotaccent ŀ"

var glyphNames = sync.OnceValue(func() map[string]rune {
	m := map[string]rune{}
	row := func(first rune, names string) {
		for i, n := range strings.Fields(names) {
			if n != "-" {
				m[n] = first + rune(i)
			}
		}
	}
	row(0x20, asciiNames)
	row(0xa0, latinNames)
	row(0x391, greekNames)
	for s := moreNames; s != ""; {
		name, rest, _ := strings.Cut(s, " ")
		r, n := utf8.DecodeRuneInString(rest)
		m[name] = r
		s = strings.TrimPrefix(rest[n:], " ")
	}
	return m
})

// ligatureNames are glyphs that stand for several characters.
var ligatureNames = map[string]string{"ff": "ff", "fi": "fi", "fl": "fl", "ffi": "ffi", "ffl": "ffl", "ft": "ft", "st": "st"}

// nameText gives the text of a glyph name: "" when it says nothing.
func nameText(name string) string {
	if name == "" || name == ".notdef" {
		return ""
	}
	if s, ok := ligatureNames[name]; ok {
		return s
	}
	if r, ok := glyphNames()[name]; ok {
		return string(r)
	}
	if i := strings.IndexByte(name, '.'); i > 0 {
		return nameText(name[:i])
	}
	if strings.HasPrefix(name, "uni") && len(name) >= 7 && (len(name)-3)%4 == 0 {
		var out []rune
		for s := name[3:]; len(s) >= 4; s = s[4:] {
			r, err := strconv.ParseUint(s[:4], 16, 32)
			if err != nil {
				return ""
			}
			out = append(out, rune(r))
		}
		return string(out)
	}
	if len(name) >= 5 && len(name) <= 7 && name[0] == 'u' {
		if r, err := strconv.ParseUint(name[1:], 16, 32); err == nil && r <= utf8.MaxRune {
			return string(rune(r))
		}
	}
	if strings.IndexByte(name, '_') > 0 {
		var out string
		for part := range strings.SplitSeq(name, "_") {
			t := nameText(part)
			if t == "" {
				return ""
			}
			out += t
		}
		return out
	}
	return ""
}

// baseEncoding gives the table that a name stands for.
func baseEncoding(name string) *encodingTable {
	switch name {
	case "WinAnsiEncoding":
		return winAnsi()
	case "MacRomanEncoding":
		return macRoman()
	case "StandardEncoding":
		return standard()
	}
	return nil
}
