package native

import (
	"unicode/utf8"

	"github.com/ledongthuc/pdf"
)

// composite is a Type 0 font.
type composite struct {
	codec      codec
	enc        *cmap  // embedded encoding CMap
	tu         *cmap  // ToUnicode
	collection string // "Adobe-GB1"
	halfWidth  bool   // one-byte codes are the half-width ASCII of Adobe-GB1
	half       uint32 // CID of the half-width space of another collection; 0 for none

	dw      float64
	widths  map[uint32]float64
	ranges  []widthRange
	dw2     [2]float64 // vertical: origin y, advance
	v2      map[uint32][3]float64
	v2r     []verticalRange
	toGID   []byte                       // CIDToGIDMap
	load    func() (*trueType, *cffFont) // reads the font program; nil once read
	program *trueType
	cff     *cffFont
	names   map[int]string // CFF glyph names by glyph

	own     *encodingTable // of a font of signs; nil for another
	slant   float64        // of its glyphs, as that of the font
	against *mismatch      // of the ToUnicode map and the font; nil until a figure is met

	cache [256]*[256]code // two-byte and one-byte codes, filled when met
	known [256]*[256]bool
	long  map[uint32]*code // longer codes
}

type widthRange struct {
	lo, hi uint32
	w      float64
}

type verticalRange struct {
	lo, hi uint32
	m      [3]float64
}

func (d *document) loadComposite(f *font, v pdf.Value, ip *interp) {
	c := &composite{dw: 1, dw2: [2]float64{0.88, -1}, long: map[uint32]*code{}}
	f.comp = c
	enc := safeKey(v, "Encoding")
	switch enc.Kind() {
	case pdf.Name:
		c.codec, f.vertical = predefined(enc.Name())
		c.halfWidth = halfWidthASCII(enc.Name())
		set, _ := charsetOf(enc.Name())
		c.half = set.half
	case pdf.Stream:
		src, err := d.stream(enc)
		if err != nil {
			ip.warn("encoding CMap: %v", err)
		}
		c.enc = parseCMap(src)
		c.codec = codecSpaces
		if len(c.enc.spaces) == 0 {
			c.codec = codecTwo
		}
		use := c.enc.use
		if u := safeKey(enc, "UseCMap"); u.Kind() == pdf.Name {
			use = u.Name()
		}
		if base, _ := predefined(use); base != codecNone && len(c.enc.cidRng) == 0 && len(c.enc.cids) == 0 {
			c.codec = base
		}
		f.vertical = c.enc.wmode == 1 || safeKey(enc, "WMode").Int64() == 1
	}
	if c.codec == codecNone {
		if n := enc.Name(); n != "" {
			ip.warn("CMap %s is not known", n)
		}
		c.codec = codecTwo
	}
	c.tu = d.toUnicode(v, ip)
	df, _ := safeIndex(safeKey(v, "DescendantFonts"), 0)
	if df.Kind() != pdf.Dict {
		ip.warn("font %s has no descendant", f.name)
		return
	}
	info := safeKey(df, "CIDSystemInfo")
	if o := safeKey(info, "Ordering").RawString(); o != "" {
		c.collection = safeKey(info, "Registry").RawString() + "-" + o
	}
	desc := safeKey(df, "FontDescriptor")
	f.descriptor(desc)
	c.slant, c.own = f.slant, ownEncoding(f.name)
	if w := safeKey(df, "DW"); w.Kind() == pdf.Integer || w.Kind() == pdf.Real {
		c.dw = w.Float64() / 1000
	}
	c.readWidths(safeKey(df, "W"))
	if w := safeKey(df, "DW2"); w.Len() == 2 {
		c.dw2 = [2]float64{w.Index(0).Float64() / 1000, w.Index(1).Float64() / 1000}
	}
	c.readVertical(safeKey(df, "W2"))
	if m := safeKey(df, "CIDToGIDMap"); m.Kind() == pdf.Stream {
		c.toGID, _ = d.stream(m)
	}
	c.load = func() (*trueType, *cffFont) { return d.program(desc) }
}

// program reads the embedded font, which is needed where no ToUnicode map says
// what a glyph means.
func (d *document) program(desc pdf.Value) (*trueType, *cffFont) {
	b, cff, type1 := d.fontFile(desc)
	switch {
	case cff:
		return nil, parseCFF(b)
	case type1 || len(b) == 0:
		return nil, nil
	}
	return parseTrueType(b), nil
}

// readWidths parses /W: c [w …] and c_first c_last w.
func (c *composite) readWidths(w pdf.Value) {
	c.widths = map[uint32]float64{}
	for i := 0; i < w.Len(); {
		first := w.Index(i)
		second, ok := safeIndex(w, i+1)
		if !ok {
			i += 2
			continue
		}
		lo := uint32(first.Int64())
		if second.Kind() == pdf.Array {
			for k := 0; k < second.Len(); k++ {
				c.widths[lo+uint32(k)] = second.Index(k).Float64() / 1000
			}
			i += 2
			continue
		}
		hi := uint32(second.Int64())
		third := w.Index(i+2).Float64() / 1000
		if hi >= lo {
			if hi == lo {
				c.widths[lo] = third
			} else {
				c.ranges = append(c.ranges, widthRange{lo, hi, third})
			}
		}
		i += 3
	}
}

// readVertical parses /W2: c [w1 vx vy …] and c_first c_last w1 vx vy.
func (c *composite) readVertical(w pdf.Value) {
	triple := func(v pdf.Value, i int) [3]float64 {
		return [3]float64{v.Index(i).Float64() / 1000, v.Index(i+1).Float64() / 1000, v.Index(i+2).Float64() / 1000}
	}
	for i := 0; i < w.Len(); {
		lo, second := uint32(w.Index(i).Int64()), w.Index(i+1)
		if second.Kind() == pdf.Array {
			if c.v2 == nil {
				c.v2 = map[uint32][3]float64{}
			}
			for k := 0; k+2 < second.Len(); k += 3 {
				c.v2[lo+uint32(k/3)] = triple(second, k)
			}
			i += 2
			continue
		}
		c.v2r = append(c.v2r, verticalRange{lo, uint32(second.Int64()), triple(w, i+2)})
		i += 5
	}
}

func (c *composite) width(cid uint32) float64 {
	if w, ok := c.widths[cid]; ok {
		return w
	}
	for _, r := range c.ranges {
		if cid >= r.lo && cid <= r.hi {
			return r.w
		}
	}
	return c.dw
}

// next splits off the first code.
func (c *composite) next(s []byte) (*code, int) {
	n := c.codeLen(s)
	if n > 2 {
		k := codeOf(s[:n])
		g, ok := c.long[k]
		if !ok {
			g = new(code)
			c.fill(g, s[:n])
			c.long[k] = g
		}
		return g, n
	}
	// One-byte codes share the row of the high byte 0, which no two-byte
	// code of the same font uses unless all its codes have two bytes.
	hi, lo := byte(0), s[0]
	if n == 2 {
		hi, lo = s[0], s[1]
	}
	if c.cache[hi] == nil {
		c.cache[hi], c.known[hi] = new([256]code), new([256]bool)
	}
	g := &c.cache[hi][lo]
	if !c.known[hi][lo] {
		c.known[hi][lo] = true
		c.fill(g, s[:n])
	}
	return g, n
}

// codeLen gives how many bytes the first code of s has.
func (c *composite) codeLen(s []byte) int {
	n := 2
	switch c.codec {
	case codecGBK:
		if s[0] <= 0x80 || s[0] == 0xff {
			n = 1
		}
	case codecGB18030:
		switch {
		case s[0] <= 0x80 || s[0] == 0xff:
			n = 1
		case len(s) >= 4 && s[1] >= 0x30 && s[1] <= 0x39:
			n = 4
		}
	case codecUTF16:
		if s[0] >= 0xd8 && s[0] <= 0xdb {
			n = 4
		}
	case codecUTF8:
		switch {
		case s[0] < 0x80:
			n = 1
		case s[0] >= 0xf0:
			n = 4
		case s[0] >= 0xe0:
			n = 3
		}
	case codecUTF32:
		n = 4
	case codecSpaces:
		n = c.spaceLen(s)
	case codecSJIS, codecEUCJP, codecJIS, codecUHC, codecBig5, codecGB7:
		n = charsetLen(c.codec, s[0])
	}
	return min(n, len(s))
}

func (c *composite) spaceLen(s []byte) int {
	shortest := 4
	for _, sp := range c.enc.spaces {
		shortest = min(shortest, sp.n)
		if sp.n > len(s) {
			continue
		}
		in := true
		for i := 0; i < sp.n; i++ { // each byte within its own range
			shift := 8 * uint(sp.n-1-i)
			b := s[i]
			if b < byte(sp.lo>>shift) || b > byte(sp.hi>>shift) {
				in = false
				break
			}
		}
		if in {
			return sp.n
		}
	}
	return shortest
}

// fill finds out about one code.
func (c *composite) fill(g *code, s []byte) {
	k := codeOf(s)
	cid := c.cid(k, s)
	g.width = c.width(cid)
	g.height, g.originX, g.originY = c.dw2[1], g.width/2, c.dw2[0]
	if m, ok := c.v2[cid]; ok {
		g.height, g.originX, g.originY = m[0], m[1], m[2]
	} else {
		for _, r := range c.v2r {
			if cid >= r.lo && cid <= r.hi {
				g.height, g.originX, g.originY = r.m[0], r.m[1], r.m[2]
				break
			}
		}
	}
	if c.tu != nil {
		if t, ok := c.tu.text(k); ok && usable(t) {
			g.set(c.own.shown(t))
			if isFigure(g.text) {
				if c.against == nil {
					m := c.compare()
					c.against = &m
				}
				c.against.settle(g, k)
			}
			return
		}
	}
	g.set(c.own.shown(c.meaning(cid, s)))
	if g.unmapped && c.outlines() != nil {
		g.glyph, _ = c.glyphOf(cid)
	}
}

// cid maps a code to the character identifier that widths go by. Of the
// predefined CMaps only what widths need is known: half-width codes.
func (c *composite) cid(k uint32, s []byte) uint32 {
	switch c.codec {
	case codecTwo:
		if c.enc != nil {
			if v, ok := c.enc.cid(k); ok {
				return v
			}
		}
		return k
	case codecSpaces:
		if v, ok := c.enc.cid(k); ok {
			return v
		}
		return 0
	}
	r := c.decode(s)
	if r < 0x20 || r > 0x7e {
		return noCID
	}
	if c.half != 0 {
		return c.half + uint32(r-' ')
	}
	if c.halfWidth {
		if r == ' ' {
			return gb1HalfSpace
		}
		return gb1Half + uint32(r-'!')
	}
	return gb1Proportion + uint32(r-' ')
}

const noCID = 1 << 30 // a CID that no table lists

// decode reads a code of a predefined CMap that is itself a character code.
func (c *composite) decode(s []byte) rune {
	switch c.codec {
	case codecGBK, codecGB18030, codecSJIS, codecEUCJP, codecJIS, codecUHC, codecBig5, codecGB7:
		return decodeCharset(c.codec, s)
	case codecUCS2:
		return rune(codeOf(s))
	case codecUTF16:
		if len(s) == 4 {
			return (rune(s[0])<<8|rune(s[1])-0xd800)<<10 + (rune(s[2])<<8 | rune(s[3]) - 0xdc00) + 0x10000
		}
		return rune(codeOf(s))
	case codecUTF8:
		r, _ := utf8.DecodeRune(s)
		return r
	case codecUTF32:
		return rune(codeOf(s))
	}
	return utf8.RuneError
}

// outlines gives what the embedded font draws; nil where nothing is embedded
// that is understood.
func (c *composite) outlines() fontProgram {
	c.read()
	switch {
	case c.cff != nil:
		return c.cff
	case c.program != nil:
		return c.program
	}
	return nil
}

// read reads the embedded font, once.
func (c *composite) read() {
	if c.load != nil {
		c.program, c.cff = c.load()
		c.names = c.cff.namesByGlyph()
		c.load = nil
	}
}

// glyphOf gives the glyph of an embedded font for a CID; glyph 0, the one for
// what is missing, is none.
func (c *composite) glyphOf(cid uint32) (uint16, bool) {
	switch {
	case c.cff != nil && c.cff.byCID != nil:
		g := c.cff.byCID[cid]
		return g, g != 0
	case c.cff != nil || c.toGID == nil:
		return uint16(cid), cid != 0 && cid <= 0xffff
	case 2*int(cid)+1 >= len(c.toGID):
		return 0, false
	}
	g := uint16(c.toGID[2*cid])<<8 | uint16(c.toGID[2*cid+1])
	return g, g != 0
}

// meaning finds the text of a code that no ToUnicode map explains.
func (c *composite) meaning(cid uint32, s []byte) string {
	if r := c.decode(s); r != utf8.RuneError {
		return string(r)
	}
	c.read()
	if c.names != nil {
		return nameText(c.names[int(cid)])
	}
	if g, _ := c.glyphOf(cid); c.program != nil {
		if r, ok := c.program.chars[g]; ok {
			return string(r)
		}
		if s := nameText(c.program.postName(g)); s != "" {
			return s
		}
		if c.program.empty(g) {
			return " "
		}
	}
	if r := adobeGB1(c.collection, cid); r != 0 {
		return string(r)
	}
	return ""
}
