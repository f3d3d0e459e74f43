package native

import (
	"encoding/binary"
	"math"
	"strings"

	"github.com/ledongthuc/pdf"

	"yusuan/extract"
)

// A code that no map, name or table explains still draws something. It is what
// another font of the document draws alike, or a figure that looks like one
// beside the others of its font. Both are said to be told by their looks, and
// make the page doubtful.

// fontProgram is an embedded font that says what its glyphs look like.
type fontProgram interface {
	count() int              // of its glyphs
	outline(g uint16) []byte // as the program has it; nil where there is none
	shape(g uint16) *shape   // nil where it cannot be told
}

const (
	figureEm    = 0.75 // figures, and signs of their width, are narrower, of the em
	maxGathered = 64   // fonts whose glyphs are gathered from a document
	minContour  = 3    // points of a shape that can be told from others
)

// program gives the font program of a font; nil where none is embedded that is
// understood.
func (f *font) program() fontProgram {
	if f.comp != nil {
		return f.comp.outlines()
	}
	return f.drawn
}

// recognise finds the text of an unmapped code by what its glyph looks like,
// once a code.
func (d *document) recognise(f *font, g *code) {
	g.asked = true
	p := f.program()
	if p == nil || g.glyph == 0 {
		return
	}
	s := p.shape(g.glyph)
	if s == nil {
		return
	}
	if text := d.drawnAlike()[s.key()]; text != "" {
		g.set(text)
		g.looks = true
		return
	}
	if f.figures == nil {
		f.figures = findFigures(p, f.slant)
	}
	if c := f.figures[g.glyph]; c != 0 && g.width < figureEm {
		g.set(string(rune(c)))
		g.looks = true
	}
}

// drawnAlike gives the text of the shapes that the fonts of the document draw
// and have a meaning for; "" where two of them differ.
func (d *document) drawnAlike() map[string]string {
	if d.alike != nil {
		return d.alike
	}
	d.alike = map[string]string{}
	seen := map[string]bool{}
	for i := range d.pages {
		fonts := safeKey(d.pages[i].resources, "Font")
		for name, ref := range entries(fonts) {
			if seen[ref] || len(seen) >= maxGathered {
				continue
			}
			seen[ref] = true
			if v := safeKey(fonts, name); v.Kind() == pdf.Dict {
				d.gather(v)
			}
		}
	}
	return d.alike
}

// gather adds the shapes of one font. It is read apart from the fonts of the
// pages, whose warnings belong to them.
func (d *document) gather(v pdf.Value) {
	ip := &interp{doc: d, page: &extract.Page{}, warned: map[string]bool{}}
	f := d.loadFont(v, ip)
	if f.simple != nil && f.drawn == nil {
		if b, cff, type1 := d.fontFile(safeKey(v, "FontDescriptor")); !cff && !type1 {
			f.drawsByText(parseTrueType(b))
		}
	}
	p := f.program()
	if p == nil {
		return
	}
	f.eachMeaning(func(g uint16, text string) {
		s := p.shape(g)
		if s == nil || len(s.contours[0]) < minContour || strings.TrimSpace(text) == "" {
			return
		}
		k := s.key()
		if old, ok := d.alike[k]; ok && old != text {
			text = ""
		}
		d.alike[k] = text
	})
}

// eachMeaning gives the glyphs of a font that have a meaning, with their text.
func (f *font) eachMeaning(do func(g uint16, text string)) {
	if f.simple != nil {
		for c := range f.simple {
			if k := &f.simple[c]; !k.unmapped && k.glyph != 0 {
				do(k.glyph, k.text)
			}
		}
		return
	}
	f.comp.eachSaid(func(k uint32, said string) {
		if g, ok := f.comp.glyphOf(f.comp.cid(k, f.comp.codeBytes(k))); ok && usable(said) {
			do(g, extract.Normalize(said))
		}
	})
	if p := f.comp.program; p != nil && f.comp.tu == nil {
		left := maxCompared
		for g, r := range p.chars {
			if left--; left < 0 {
				return
			}
			do(g, extract.Normalize(string(r)))
		}
	}
}

// key tells shapes apart that differ in any point.
func (s *shape) key() string {
	var b []byte
	for _, c := range s.contours {
		for _, p := range c {
			b = binary.BigEndian.AppendUint32(b, math.Float32bits(float32(p.x)))
			b = binary.BigEndian.AppendUint32(b, math.Float32bits(float32(p.y)))
		}
		b = append(b, ';')
	}
	return string(b)
}
