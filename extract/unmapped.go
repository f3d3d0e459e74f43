package extract

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode"
)

// unmapped counts the glyphs of a page of which no character is known.
func unmapped(p *Page) int {
	n := 0
	for i := range p.Glyphs {
		n += one(p.Glyphs[i].Flags&Unmapped != 0)
	}
	return n
}

// tellUnmapped warns of the glyphs without a character, by font, and marks the
// page as one for the eye alone where most of what should be words has none:
// figures may be read in a font of their own and mean nothing.
func (p *Page) tellUnmapped() {
	bad := unmapped(p)
	if bad == 0 {
		return
	}
	p.addWarning(fmt.Sprintf("%d of %d glyphs have no character (%s)", bad, len(p.Glyphs), unmappedFonts(p)))
	if 2*bad > len(p.Glyphs) || bad >= fewUnread && bad > letters(p) {
		p.NeedsOCR = true
	}
	if n := p.UnknownFigures(); n > 0 {
		p.addWarning(fmt.Sprintf("%d of them may be figures", n))
	}
}

// fewUnread is how many glyphs without a character say nothing of the words of
// a page that has few: bullets, signs.
const fewUnread = 20

// figureEm is what the width of a figure is less than, in parts of the font
// size; Chinese characters are wider.
const figureEm = 0.75

// UnknownFigures counts the glyphs without a character that are as narrow as
// figures and no part of the furniture of the page: any figure or code they
// stand beside may be another one.
func (p *Page) UnknownFigures() int {
	furniture := map[int]bool{}
	for i := range p.Furniture {
		for _, k := range p.Furniture[i].Glyphs {
			furniture[k] = true
		}
	}
	n := 0
	for i := range p.Glyphs {
		g := &p.Glyphs[i]
		if g.Flags&Unmapped == 0 || furniture[i] {
			continue
		}
		across := g.X1 - g.X0
		if g.Vertical {
			across = g.Y1 - g.Y0
		}
		n += one(across > 0 && across < figureEm*g.Size)
	}
	return n
}

// letters counts the glyphs of a page that are known to be letters, Chinese
// characters among them.
func letters(p *Page) int {
	n := 0
	for i := range p.Glyphs {
		g := &p.Glyphs[i]
		n += one(g.Flags&Unmapped == 0 && strings.ContainsFunc(g.Text, unicode.IsLetter))
	}
	return n
}

// maxFonts is how many fonts a warning names.
const maxFonts = 3

// unmappedFonts says of the fonts that lack characters how many of their glyphs
// do, those that lack most first: "SimSun 40 of 52, Arial 1 of 7".
func unmappedFonts(p *Page) string {
	type count struct{ bad, all int }
	fonts := map[string]count{}
	for i := range p.Glyphs {
		g := &p.Glyphs[i]
		c := fonts[g.Font]
		c.all++
		c.bad += one(g.Flags&Unmapped != 0)
		fonts[g.Font] = c
	}
	maps.DeleteFunc(fonts, func(_ string, c count) bool { return c.bad == 0 })
	names := slices.SortedFunc(maps.Keys(fonts), func(a, b string) int {
		return cmp.Or(cmp.Compare(fonts[b].bad, fonts[a].bad), cmp.Compare(a, b))
	})
	var said []string
	for i, name := range names {
		if i == maxFonts {
			said = append(said, fmt.Sprintf("%d more fonts", len(names)-maxFonts))
			break
		}
		c := fonts[name]
		said = append(said, fmt.Sprintf("%s %d of %d", cmp.Or(name, "a font without a name"), c.bad, c.all))
	}
	return strings.Join(said, ", ")
}
