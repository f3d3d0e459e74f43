package native

import (
	"bytes"
	"strings"

	"yusuan/extract"
)

// figureChars are the characters of which a wrong one makes a wrong amount.
const figureChars = "0123456789.,-"

// trusted is how often what a font draws must agree with its map, for each time
// that it does not, for what it draws to count where they differ.
const trusted = 3

// maxCompared bounds the codes of a font whose two meanings are compared.
const maxCompared = 4096

// mismatch compares what the ToUnicode map of a font says with what the font
// draws, by its encoding or its embedded program. A map that was tampered with
// differs in a few codes; a program without a meaning of its own, in most.
type mismatch struct {
	slant         float64 // of the font
	agree, differ int
	drawn         map[uint32]string // codes of figures that stand for other figures in the map
	alike         map[uint32]bool   // codes said to be a figure for which the font has another glyph, too
	seems         int               // digits that look like what they are said to be
	unlike        map[uint32]byte   // the digit that a code looks like which is said to be another
}

// look holds the glyph that a code draws against the digit it is said to be.
func (m *mismatch) look(k uint32, said string, from fontProgram, g uint16) {
	if len(said) != 1 || said[0] < '0' || said[0] > '9' {
		return
	}
	s := from.shape(g)
	if s == nil {
		return
	}
	like, other := s.upright(m.slant).looksLike(said[0])
	switch {
	case other:
		if m.unlike == nil {
			m.unlike = map[uint32]byte{}
		}
		m.unlike[k] = like
	case like == said[0]:
		m.seems++
	}
}

func (m *mismatch) add(k uint32, said, drawn string) {
	if !usable(said) || !usable(drawn) {
		return
	}
	said, drawn = extract.Normalize(said), extract.Normalize(drawn)
	if said == drawn {
		m.agree++
		return
	}
	m.differ++
	if isFigure(said) && isFigure(drawn) {
		if m.drawn == nil {
			m.drawn = map[uint32]string{}
		}
		m.drawn[k] = drawn
	}
}

func isFigure(s string) bool { return len(s) == 1 && strings.Contains(figureChars, s) }

// settle marks a code whose two meanings differ, and takes the drawn one where
// the font is to be trusted. Looks count where most digits of the font look as
// they should.
func (m *mismatch) settle(g *code, k uint32) {
	if m.alike[k] {
		g.other = "another"
	}
	if like, ok := m.unlike[k]; ok && m.seems >= trusted*len(m.unlike) {
		g.other = string(rune(like))
	}
	drawn, ok := m.drawn[k]
	if !ok || m.agree < m.differ {
		return
	}
	g.other = drawn
	if m.agree >= trusted*m.differ {
		g.other = g.text
		g.set(drawn)
	}
}

// figureGlyph is how a font draws a code of a figure.
type figureGlyph struct {
	code    uint32
	width   float64
	outline []byte
}

// compare holds the ToUnicode map of a composite font against what it draws.
func (c *composite) compare() mismatch {
	m := mismatch{slant: c.slant, alike: map[uint32]bool{}}
	first := map[string]figureGlyph{}
	c.eachSaid(func(k uint32, said string) {
		s := c.codeBytes(k)
		cid := c.cid(k, s)
		m.add(k, said, c.meaning(cid, s))
		drawn := c.outlines()
		if said = extract.Normalize(said); !isFigure(said) || drawn == nil {
			return
		}
		glyph, ok := c.glyphOf(cid)
		if !ok {
			return
		}
		g := figureGlyph{k, c.width(cid), drawn.outline(glyph)}
		m.look(k, said, drawn, glyph)
		switch f, ok := first[said]; {
		case !ok:
			first[said] = g
		case g.width == f.width && len(g.outline) > 0 && len(f.outline) > 0 && !bytes.Equal(g.outline, f.outline):
			m.alike[k], m.alike[f.code] = true, true
		}
	})
	return m
}

// codeBytes gives a code of at most two bytes as strings have it.
func (c *composite) codeBytes(k uint32) []byte {
	s := []byte{byte(k >> 8), byte(k)}
	if k < 0x100 && c.codec != codecTwo && c.codec != codecUCS2 && c.codec != codecUTF16 {
		s = s[1:]
	}
	return s
}

// eachSaid gives the codes that the ToUnicode map explains, as many as are
// compared, and what it says of them.
func (c *composite) eachSaid(do func(k uint32, said string)) {
	if c.tu == nil {
		return
	}
	left := maxCompared
	for k, said := range c.tu.chars {
		if left--; left < 0 {
			return
		}
		if k <= 0xffff {
			do(k, said)
		}
	}
	for _, r := range c.tu.ranges {
		for k := r.lo; k <= min(r.hi, 0xffff); k++ {
			if left--; left < 0 {
				return
			}
			if _, ok := c.tu.chars[k]; !ok {
				said, _ := c.tu.text(k)
				do(k, said)
			}
		}
	}
}
