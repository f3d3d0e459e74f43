package native

import (
	"cmp"
	"math"
	"unicode/utf8"

	"github.com/ledongthuc/pdf"

	"yusuan/extract"
)

// font turns the codes of shown strings into text and widths.
type font struct {
	name            string
	ascent, descent float64 // of the em: 0.88, -0.12
	vertical        bool
	colored         bool // its glyphs bring their colours: Type 3

	simple *[256]code  // a simple font
	drawn  fontProgram // of a simple font; nil for none
	comp   *composite

	slant   float64         // how far its glyphs lean to the right for each unit up
	figures map[uint16]byte // by glyph: told by their looks; nil until asked for
}

// code is what one character code shows. Lengths are parts of the em.
type code struct {
	text, raw string
	unmapped  bool
	glyph     uint16 // of the embedded font; 0 where there is none
	asked     bool   // whether its looks were asked
	looks     bool   // its text is told by its looks
	other     string // the other figure it may be: its map and its font differ
	width     float64
	height    float64 // vertical advance, negative downwards
	originX   float64 // vertical origin relative to the horizontal one
	originY   float64
}

const (
	defaultAscent  = 0.88
	defaultDescent = -0.12
)

// next reads the first code of s and gives its length in bytes.
func (f *font) next(s []byte) (*code, int) {
	if f.simple != nil {
		return &f.simple[s[0]], 1
	}
	return f.comp.next(s)
}

func (d *document) loadFont(v pdf.Value, ip *interp) *font {
	f := &font{name: extract.FontName(safeKey(v, "BaseFont").Name()), ascent: defaultAscent, descent: defaultDescent}
	switch {
	case safeKey(v, "Subtype").Name() == "Type0":
		d.loadComposite(f, v, ip)
	case d.drawsGBK(v):
		f.descriptor(safeKey(v, "FontDescriptor"))
		f.comp = &composite{
			codec: codecGBK, collection: "Adobe-GB1", halfWidth: true, dw: 1, dw2: [2]float64{0.88, -1},
			ranges: []widthRange{{814, 908, 0.5}}, long: map[uint32]*code{},
		}
	default:
		d.loadSimple(f, v, ip)
	}
	return f
}

// drawsGBK reports whether a TrueType font that is not embedded, and whose name
// is Chinese in GBK, is shown with strings of GBK, whatever its Encoding says.
// Printer drivers of Windows write these; viewers go by the name.
func (d *document) drawsGBK(v pdf.Value) bool {
	name := safeKey(v, "BaseFont").Name()
	if safeKey(v, "Subtype").Name() != "TrueType" || utf8.ValidString(name) || !utf8.ValidString(extract.FontName(name)) {
		return false
	}
	b, _, _ := d.fontFile(safeKey(v, "FontDescriptor"))
	return len(b) == 0 && safeKey(v, "ToUnicode").Kind() != pdf.Stream
}

// descriptor takes ascent and descent where they are believable.
func (f *font) descriptor(v pdf.Value) {
	a, b := safeKey(v, "Ascent").Float64()/1000, safeKey(v, "Descent").Float64()/1000
	f.ascent, f.descent = extract.FontHeight(a, b)
	const steepest = 30 // degrees
	if angle := safeKey(v, "ItalicAngle").Float64(); angle < 0 && angle > -steepest {
		f.slant = math.Tan(-angle * math.Pi / 180)
	}
}

func (d *document) toUnicode(v pdf.Value, ip *interp) *cmap {
	tu := safeKey(v, "ToUnicode")
	if tu.Kind() != pdf.Stream {
		return nil
	}
	src, err := d.stream(tu)
	if err != nil {
		ip.warn("ToUnicode: %v", err)
	}
	m := parseCMap(src)
	if len(m.chars) == 0 && len(m.ranges) == 0 {
		return nil
	}
	return m
}

// fontFile gives the embedded font program, and whether it is CFF.
func (d *document) fontFile(desc pdf.Value) (b []byte, cff, type1 bool) {
	for _, key := range []string{"FontFile2", "FontFile3", "FontFile"} {
		v := safeKey(desc, key)
		if v.Kind() != pdf.Stream {
			continue
		}
		b, _ = d.stream(v)
		sub := safeKey(v, "Subtype").Name()
		return b, key == "FontFile3" && sub != "OpenType", key == "FontFile"
	}
	return nil, false, false
}

// usable reports whether a mapping says something: not nothing, not NUL, not
// the replacement character, no control code.
func usable(s string) bool {
	if s == "" {
		return false
	}
	for _, r := range s {
		if r < 0x20 && r != '\t' || r == utf8.RuneError || r >= 0xfff0 && r <= 0xffff || r == 0x7f {
			return false
		}
	}
	return true
}

func (c *code) set(s string) {
	if !usable(s) {
		c.text, c.raw, c.unmapped = "\ufffd", s, true
		return
	}
	c.raw, c.text, c.unmapped = s, extract.Normalize(s), false
}

func (d *document) loadSimple(f *font, v pdf.Value, ip *interp) {
	t := new([256]code)
	f.simple = t
	desc := safeKey(v, "FontDescriptor")
	f.descriptor(desc)
	type3 := safeKey(v, "Subtype").Name() == "Type3"
	f.colored = type3
	unit := 0.001
	if type3 {
		m := matrixOf(safeKey(v, "FontMatrix"))
		if unit = m.a; unit == 0 {
			unit = m.b
		}
		if unit < 0 {
			unit = -unit
		}
		if b := rect(safeKey(v, "FontBBox")); b.Y1 > b.Y0 {
			// A negative scale draws the glyphs of a font whose y runs down.
			if a, e := max(b.Y0*m.d, b.Y1*m.d), min(b.Y0*m.d, b.Y1*m.d); a-e > 0.2 && a-e < 3 {
				f.ascent, f.descent = a, e
			}
		}
		if n := safeKey(v, "Name").Name(); f.name == "" {
			f.name = n
		}
	}
	d.simpleWidths(f, v, desc, unit)
	d.simpleText(f, v, desc, type3, ip)
}

func (d *document) simpleWidths(f *font, v, desc pdf.Value, unit float64) {
	t := f.simple
	missing := safeKey(desc, "MissingWidth").Float64() * unit
	widths := safeKey(v, "Widths")
	if widths.Kind() != pdf.Array {
		std := standardWidths(f.name)
		for c := range t {
			t[c].width = std(c)
		}
		return
	}
	first := int(safeKey(v, "FirstChar").Int64())
	for c := range t {
		t[c].width = missing
		if i := c - first; i >= 0 && i < widths.Len() {
			if w, ok := safeIndex(widths, i); ok {
				t[c].width = w.Float64() * unit
			}
		}
	}
}

func (d *document) simpleText(f *font, v, desc pdf.Value, type3 bool, ip *interp) {
	t := f.simple
	tu := d.toUnicode(v, ip)
	enc := safeKey(v, "Encoding")
	var (
		base  *encodingTable
		diffs map[int]string
	)
	switch enc.Kind() {
	case pdf.Name:
		base = baseEncoding(enc.Name())
	case pdf.Dict:
		base = baseEncoding(safeKey(enc, "BaseEncoding").Name())
		diffs = differences(safeKey(enc, "Differences"))
	}
	e := simpleEncoding{
		base: base, diffs: diffs, type3: type3,
		trueTypeFont: safeKey(v, "Subtype").Name() == "TrueType",
	}
	if !type3 {
		e.own = ownEncoding(f.name)
	}
	if base == nil && !type3 {
		b, cff, type1 := d.fontFile(desc)
		switch {
		case cff:
			p := parseCFF(b)
			e.builtin = p.namesByCode()
			if p != nil {
				f.draws(p, func(c int) uint16 { return p.glyphNamed(cmp.Or(diffs[c], e.builtin[c])) })
			}
		case type1:
			e.builtin = type1Encoding(b)
		case len(b) > 0:
			e.program = parseTrueType(b)
			if e.program != nil {
				f.draws(e.program, func(c int) uint16 { return e.program.symbols[uint16(c)] })
			}
		}
	}
	against := mismatch{slant: f.slant}
	for c := range t {
		drawn, certain := e.text(c)
		t[c].set(drawn)
		if tu == nil {
			continue
		}
		if s, ok := tu.text(uint32(c)); ok && usable(s) {
			if e.own != nil && base != nil && s == base.text(c) {
				continue // the map repeats the encoding, and the font shows signs
			}
			s = e.own.shown(s)
			t[c].set(s)
			if certain {
				against.add(uint32(c), s, drawn)
			}
			if g, ok := e.program.glyph(c); ok {
				against.look(uint32(c), extract.Normalize(s), e.program, g)
			}
		}
	}
	for c := range t {
		against.settle(&t[c], uint32(c))
	}
}

// draws takes the glyphs of a simple font from its program.
func (f *font) draws(p fontProgram, glyph func(c int) uint16) {
	f.drawn = p
	for c := range f.simple {
		f.simple[c].glyph = glyph(c)
	}
}

// drawsByText takes the glyphs of a simple font that is not symbolic from the
// Unicode cmap of its program, by the text of its codes.
func (f *font) drawsByText(p *trueType) {
	if p == nil {
		return
	}
	glyphs := make(map[string]uint16, len(p.chars))
	for g, r := range p.chars {
		glyphs[extract.Normalize(string(r))] = g
	}
	f.draws(p, func(c int) uint16 { return glyphs[f.simple[c].text] })
}

// simpleEncoding is what says, beside a ToUnicode map, which characters the
// codes of a simple font draw.
type simpleEncoding struct {
	type3, trueTypeFont bool
	base                *encodingTable
	own                 *encodingTable // of a font of signs, whatever its base says; nil for another
	diffs               map[int]string // glyph names by code
	builtin             map[int]string // glyph names by code, of the font program
	program             *trueType
}

// text gives the character that a code draws, "" for none known, and whether
// something says so, or only habit.
func (e *simpleEncoding) text(c int) (s string, certain bool) {
	if name, ok := e.diffs[c]; ok {
		if s := nameText(name); s != "" {
			return s, true
		}
		if e.own != nil && e.own[c] != 0 {
			return string(e.own[c]), false
		}
		return e.program.nameByCode(c), true
	}
	if e.base != nil {
		if e.own != nil && e.own[c] != 0 {
			return string(e.own[c]), true
		}
		return e.base.text(c), true
	}
	if len(e.builtin) > 0 {
		return nameText(e.builtin[c]), true
	}
	if s := e.program.nameByCode(c); s != "" {
		return e.own.shown(s), true
	}
	if e.type3 || e.program != nil && e.program.knows(c) {
		return "", false
	}
	// Nothing is said: text fonts are written in the standard encoding.
	std := e.own
	if std == nil && e.trueTypeFont {
		std = winAnsi()
	}
	if std == nil {
		std = standard()
	}
	return std.text(c), false
}

func (t *encodingTable) text(c int) string {
	if t[c] == 0 {
		return ""
	}
	return string(t[c])
}

// nameByCode gives the character a symbolic TrueType font draws for a code.
func (p *trueType) nameByCode(c int) string {
	if p == nil {
		return ""
	}
	g, ok := p.symbols[uint16(c)]
	if !ok {
		return ""
	}
	if r, ok := p.chars[g]; ok {
		return string(r)
	}
	if s := nameText(p.postName(g)); s != "" {
		return s
	}
	if p.empty(g) {
		return " "
	}
	return ""
}

// glyph gives the glyph a symbolic TrueType font draws for a code.
func (p *trueType) glyph(c int) (g uint16, ok bool) {
	if p == nil {
		return 0, false
	}
	g, ok = p.symbols[uint16(c)]
	return g, ok
}

// knows reports whether the font has a glyph of its own for a code, the
// meaning of which is not known.
func (p *trueType) knows(c int) bool {
	_, ok := p.symbols[uint16(c)]
	return ok && len(p.chars) > 0
}

func differences(v pdf.Value) map[int]string {
	if v.Kind() != pdf.Array {
		return nil
	}
	m := map[int]string{}
	at := 0
	for i := 0; i < v.Len() && i < 4096; i++ {
		e, ok := safeIndex(v, i)
		if !ok {
			continue
		}
		switch e.Kind() {
		case pdf.Integer:
			at = int(e.Int64())
		case pdf.Name:
			m[at] = e.Name()
			at++
		}
	}
	return m
}
