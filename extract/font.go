package extract

import (
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
)

// Height of a font above and below its baseline, in ems: what stands in where
// a font says nothing believable, and what is believed.
const (
	usualAscent  = 0.88
	usualDescent = -0.12

	leastAscent   = 0.4
	mostAscent    = 1.3
	deepest       = -0.6
	tallestGlyphs = 1.6 // ascent and descent together
)

// FontHeight gives the ascent and descent by which glyphs of a font are boxed,
// in ems, from what the font says of itself. Fonts lie: some give the height
// of their largest ornament, some nothing.
func FontHeight(ascent, descent float64) (float64, float64) {
	if descent > 0 {
		descent = -descent
	}
	if ascent >= leastAscent && ascent <= mostAscent && descent >= deepest && ascent-descent <= tallestGlyphs {
		return ascent, descent
	}
	return usualAscent, usualDescent
}

// FontName gives the name of a font without the tag of a subset (ABCDEF+), and
// with bytes of GBK made readable.
func FontName(s string) string {
	if len(s) > 7 && s[6] == '+' {
		s = s[7:]
	}
	if !utf8.ValidString(s) {
		if t, err := simplifiedchinese.GB18030.NewDecoder().String(s); err == nil {
			return t
		}
	}
	return s
}
