package extract

import (
	"strings"

	"golang.org/x/text/unicode/norm"
)

// Normalize gives the plain form of text as a font maps it: full-width forms,
// compatibility ideographs, radicals and odd spaces become the characters
// that a reader would type. It follows NFKC, except where NFKC would make
// figures or points of signs that are none: circled and raised numbers,
// fractions, squared units and the ellipsis stay as they are.
func Normalize(s string) string {
	return foldExcept(s, kept)
}

// Printed gives text as a reader of the page would copy it: as Normalize
// does, but full-width brackets, points, figures and letters stay as wide as
// they are printed.
func Printed(s string) string {
	return foldExcept(strings.Map(lay, s), func(r rune) bool { return kept(r) || wide(r) })
}

// lay turns the forms of brackets and points for vertical text into those for
// text across.
func lay(r rune) rune {
	if r >= 0xfe10 && r <= 0xfe19 || r >= 0xfe30 && r <= 0xfe48 {
		if n := []rune(norm.NFKC.String(string(r))); len(n) == 1 && n[0] > 0x20 && n[0] < 0x7f {
			return n[0] + 0xfee0
		}
	}
	return r
}

// wide are the full-width forms of ASCII, and of signs of currency.
func wide(r rune) bool { return r >= 0xff01 && r <= 0xff5e || r >= 0xffe0 && r <= 0xffe6 }

// foldExcept folds the runs of s between the signs that keep admits.
func foldExcept(s string, keep func(rune) bool) string {
	if plain(s) {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	start := 0
	for i, r := range s { // runs between the signs that are kept
		if keep(r) {
			b.WriteString(foldRun(s[start:i]))
			b.WriteRune(r)
			start = i + len(string(r))
		}
	}
	b.WriteString(foldRun(s[start:]))
	return b.String()
}

// plain reports whether s holds only characters that stay as they are:
// ASCII, ideographs, CJK punctuation other than the wide space.
func plain(s string) bool {
	for _, r := range s {
		if r < 0x7f && (r >= 0x20 || r == '\n' || r == '\t') || r >= 0x4e00 && r <= 0x9fff || r > 0x3000 && r <= 0x3029 {
			continue
		}
		return false
	}
	return true
}

// kept are signs whose NFKC form would read as something else.
func kept(r rune) bool {
	switch {
	case r == 0xb2, r == 0xb3, r == 0xb9, r >= 0xbc && r <= 0xbe: // raised numbers, fractions
	case r == 0xa8, r == 0xaf, r == 0xb4, r == 0xb8, r >= 0x2d8 && r <= 0x2dd: // accents: a space would come before
	case r >= 0x2024 && r <= 0x2026: // leaders, ellipsis
	case r >= 0x2070 && r <= 0x209f, r >= 0x2150 && r <= 0x215f, r == 0x2189:
	case r >= 0x2460 && r <= 0x24ff, r >= 0x3200 && r <= 0x33ff: // enclosed, squared
	case r >= 0x1f100 && r <= 0x1f2ff:
	default:
		return false
	}
	return true
}

func foldRun(s string) string {
	if plain(s) {
		return s
	}
	s = norm.NFKC.String(doorRadical.Replace(s))
	return strings.Map(foldRune, s)
}

// doorRadical mends the one Kangxi radical that NFKC makes another character
// than simplified fonts draw with its glyph: 戶 (U+6236) instead of 户.
var doorRadical = strings.NewReplacer("\u2f3e", "户")

// foldRune mends what NFKC leaves: radicals, and spaces of no or odd width.
func foldRune(r rune) rune {
	switch {
	case r < 0x80:
		return r
	case r >= 0x2e80 && r <= 0x2ef3:
		if m, ok := radicals()[r]; ok {
			return m
		}
	case r == 0xa0, r >= 0x2000 && r <= 0x200a, r == 0x202f, r == 0x205f, r == 0x3000:
		return ' '
	case r == 0xfeff, r == 0x200b, r == 0x200c, r == 0x200d, r == 0xad, r == 0x2060:
		return -1
	}
	return r
}
