package native

import (
	"strings"
	"sync"
	"unicode/utf8"
)

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
			t[c] = r
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

// wingdingsRuns are runs of the font Wingdings: the first code, and what it and
// those after it show.
var wingdingsRuns = map[int]string{
	0x20: " ✏✂✁👓🕭🕮🕯🕿✆🖂🖃📪📫📬📭📁📂📄🗏🗐🗄⌛🖮🖰🖲🖳🖴🖫🖬✇✍",
	0x40: "🖎✌👌👍👎☜☞☝☟🖐☺😐☹💣☠🏳🏱✈☼💧❄🕆✞🕈✠✡☪☯ॐ☸♈♉♊♋♌♍♎♏♐♑♒♓🙰🙵●❍■□🞐❑❒⬧⧫◆❖⬥⌧⮹⌘🏵🏶🙶🙷",
	0x80: "⓪①②③④⑤⑥⑦⑧⑨⑩⓿❶❷❸❹❺❻❼❽❾❿🙢🙠🙡🙣🙞🙜🙝🙟·•▪○🞆🞈◉◎🔿▪□🟂✦★✶✴✹✵⯐⌖⟡⌑⯑✪✰🕐🕑🕒🕓🕔🕕🕖🕗🕘🕙🕚🕛",
	0xc3: "⮰⮱⮲⮳⮴⮵⮶⮷🙪🙫🙕🙔🙗🙖🙐🙑🙒🙓⌫⌦⮘➢⮙⮛⮈⮊⮉⮋",
	0xdf: "←→↑↓↖↗↙↘←→↑↓↖↗↙↘⇦⇨⇧⇩⬄⇳⬁⬀⬃⬂🢬🢭✗✓☒☑",
}

// wingdings2Runs are those of Wingdings 2 that forms are filled in with.
var wingdings2Runs = map[int]string{
	0x20: " ",
	0x4f: "✗✓☒☑☒☒",
	0x69: "⓪①②③④⑤⑥⑦⑧⑨⑩⓿❶❷❸❹❺❻❼❽❾❿",
	0x95: "·••●",
	0x9e: "○",
	0xa2: "■□",
}

var (
	wingdings  = sync.OnceValue(func() *encodingTable { return runsTable(wingdingsRuns) })
	wingdings2 = sync.OnceValue(func() *encodingTable { return runsTable(wingdings2Runs) })
)

func runsTable(runs map[int]string) *encodingTable {
	t := new(encodingTable)
	for c, s := range runs {
		for _, r := range s {
			if r != ' ' || c == 0x20 {
				t[c] = r
			}
			c++
		}
	}
	return t
}

// ownEncoding gives the encoding of the fonts that have one of their own; nil
// for another font.
func ownEncoding(name string) *encodingTable {
	switch name = strings.NewReplacer(" ", "", "-", "").Replace(name); {
	case strings.HasPrefix(name, "Symbol"):
		return symbol()
	case strings.HasPrefix(name, "ZapfDingbats"):
		return dingbats()
	case strings.HasPrefix(name, "Wingdings2"):
		return wingdings2()
	case strings.HasPrefix(name, "Wingdings3"):
		return nil // arrows, which nothing is said with
	case strings.HasPrefix(name, "Wingdings"):
		return wingdings()
	}
	return nil
}

// Where symbol fonts of Windows have their codes in Unicode.
const (
	symbolFirst = 0xf000
	symbolLast  = 0xf0ff
)

// shown gives what a code of a font of signs shows, where its text is said to be
// the place of a symbol; the text itself where it is another.
func (t *encodingTable) shown(text string) string {
	r, n := utf8.DecodeRuneInString(text)
	if t == nil || n != len(text) || r < symbolFirst || r > symbolLast || t[r-symbolFirst] == 0 {
		return text
	}
	return string(t[r-symbolFirst])
}
