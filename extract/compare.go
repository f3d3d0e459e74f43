package extract

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// Comparison is how two readings of one page differ. Texts stand as often as
// they are missing on the other side, in order.
type Comparison struct {
	Page int
	A, B string // the engines

	GlyphsA, GlyphsB   []string // glyph texts that only A, only B has
	NumbersA, NumbersB []string // numbers, as laid out, that only A, only B has
}

// Same reports whether both engines read the same glyphs and the same numbers.
func (c Comparison) Same() bool { return c.SameGlyphs() && c.SameNumbers() }

// SameGlyphs reports whether both pages hold the same glyphs, wherever they stand.
func (c Comparison) SameGlyphs() bool { return len(c.GlyphsA) == 0 && len(c.GlyphsB) == 0 }

// SameNumbers reports whether both pages hold the same numbers.
func (c Comparison) SameNumbers() bool { return len(c.NumbersA) == 0 && len(c.NumbersB) == 0 }

// SecondOpinion compares two readings of one page: the multisets of glyphs,
// and every number as it stands in the lines of the page, so that a digit that
// one engine puts elsewhere shows even where the glyphs are the same.
// White space does not count.
func SecondOpinion(a, b *Page) Comparison {
	c := Comparison{Page: a.Number, A: a.Engine, B: b.Engine}
	c.GlyphsA, c.GlyphsB = multisetDiff(glyphTexts(a), glyphTexts(b))
	c.NumbersA, c.NumbersB = multisetDiff(Numbers(a), Numbers(b))
	return c
}

var number = regexp.MustCompile(`[-−]?\d[\d,.]*%?`)

// Numbers lists the numbers of a page as they stand in its lines and its
// furniture; of a page that is not laid out, as its glyphs were drawn.
func Numbers(p *Page) []string {
	var out []string
	if len(p.Lines) == 0 && len(p.Furniture) == 0 {
		var s strings.Builder
		for _, g := range p.Glyphs {
			s.WriteString(g.Text)
		}
		return number.FindAllString(s.String(), -1)
	}
	for _, ls := range [][]Line{p.Lines, p.Furniture} {
		for _, l := range ls {
			out = append(out, number.FindAllString(l.Text, -1)...)
		}
	}
	return out
}

func glyphTexts(p *Page) []string {
	var out []string
	for _, g := range p.Glyphs {
		// One engine may give a ligature as one glyph, the other as several.
		for _, r := range g.Text {
			if !unicode.IsSpace(r) {
				out = append(out, string(r))
			}
		}
	}
	return out
}

func multisetDiff(a, b []string) (onlyA, onlyB []string) {
	n := map[string]int{}
	for _, s := range a {
		n[s]++
	}
	for _, s := range b {
		n[s]--
	}
	for s, k := range n {
		for ; k > 0; k-- {
			onlyA = append(onlyA, s)
		}
		for ; k < 0; k++ {
			onlyB = append(onlyB, s)
		}
	}
	slices.Sort(onlyA)
	slices.Sort(onlyB)
	return onlyA, onlyB
}
