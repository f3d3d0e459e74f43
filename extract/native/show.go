package native

import (
	"fmt"
	"math"
	"strings"

	"github.com/ledongthuc/pdf"

	"yusuan/extract"
)

const (
	outsideMargin = 5000.0 // how far beyond the page clip boxes are followed, points
	maxSizePt     = 5000.0 // text larger than this is no text
)

func (ip *interp) setFont(res *resources) {
	name := string(ip.lastBytes(kName))
	ip.gs.size = ip.num(0)
	if f, ok := res.fonts[name]; ok {
		ip.gs.font = f
		return
	}
	fonts := safeKey(res.dict, "Font")
	if res.refs == nil {
		res.refs = entries(fonts)
		res.fonts = map[string]*font{}
	}
	f := ip.doc.font(safeKey(fonts, name), res.refs[name], ip)
	if f == nil {
		ip.damage("font %s is missing", name)
	}
	res.fonts[name] = f
	ip.gs.font = f
}

// font gives the font for a dictionary, parsed once a document. ref is how
// the dictionary is referred to ("12 0 R"), or its text.
func (d *document) font(v pdf.Value, ref string, ip *interp) *font {
	if v.Kind() != pdf.Dict {
		return nil
	}
	if ref == "" {
		ref = v.String()
	}
	if f, ok := d.fonts[ref]; ok {
		return f
	}
	f := d.loadFont(v, ip)
	d.fonts[ref] = f
	return f
}

func (ip *interp) moveText(x, y float64) {
	ip.lm = matrix{1, 0, 0, 1, x, y}.mul(ip.lm)
	ip.tm = ip.lm
}

func (ip *interp) showArray() {
	gs := &ip.gs
	start := 0
	for i := len(ip.operands) - 1; i >= 0; i-- {
		if ip.operands[i].kind == kOpen {
			start = i + 1
			break
		}
	}
	for _, t := range ip.operands[start:] {
		switch t.kind {
		case kString:
			ip.show(t.b)
		case kNumber:
			d := -t.n / 1000 * gs.size
			if gs.font != nil && gs.font.vertical {
				ip.advance(0, d)
			} else {
				ip.advance(d*gs.scale, 0)
			}
		}
	}
}

// advance moves the text matrix by an amount of text space.
func (ip *interp) advance(tx, ty float64) {
	ip.tm.e += tx*ip.tm.a + ty*ip.tm.c
	ip.tm.f += tx*ip.tm.b + ty*ip.tm.d
}

// show draws the codes of one string.
func (ip *interp) show(s []byte) {
	gs := &ip.gs
	f := gs.font
	if f == nil {
		if len(s) > 0 {
			ip.warn("text without a font")
		}
		return
	}
	for len(s) > 0 {
		g, n := f.next(s)
		space := n == 1 && s[0] == ' '
		s = s[n:]
		ip.glyphs++
		if ip.glyphs > ip.doc.lim.PageGlyphs {
			panic(thrown{fmt.Errorf("more than %d glyphs on a page: %w", ip.doc.lim.PageGlyphs, extract.ErrLimit)})
		}
		ip.glyph(f, g)
		sp := gs.charSp
		if space {
			sp += gs.wordSp
		}
		if f.vertical {
			ip.advance(0, g.height*gs.size+sp)
		} else {
			ip.advance((g.width*gs.size+sp)*gs.scale, 0)
		}
	}
}

// glyph places one glyph at the text matrix.
func (ip *interp) glyph(f *font, g *code) {
	gs := &ip.gs
	if g.unmapped && !g.asked {
		ip.doc.recognise(f, g)
	}
	m := matrix{gs.size * gs.scale, 0, 0, gs.size, 0, gs.rise}.mul(ip.tm).mul(gs.ctm)
	x0, y0, x1, y1 := 0.0, f.descent, g.width, f.ascent
	if f.vertical {
		x0, x1 = -g.originX, -g.originX+g.width
		y0, y1 = f.descent-g.originY, f.ascent-g.originY
	}
	b := m.box(x0, y0, x1, y1)
	size := math.Hypot(m.c, m.d)
	if m.b == 0 && m.c == 0 {
		size = math.Abs(m.d)
	}
	if size > maxSizePt {
		return
	}
	_, base := m.apply(x0, 0)
	if f.vertical {
		_, base = m.apply(x0, -g.originY)
	}
	out := extract.Glyph{
		Text: g.text, Raw: g.raw,
		X0: b.X0, Y0: b.Y0, X1: b.X1, Y1: b.Y1,
		Base: base, Size: size, Font: f.name, Vertical: runsDown(&m, f.vertical),
	}
	if g.other != "" {
		ip.damage("font %s: %s or %s, its map and its glyphs differ", f.name, g.text, g.other)
	}
	if g.looks {
		ip.damage("font %s: characters are told by the looks of their glyphs", f.name)
	}
	if g.unmapped {
		out.Flags |= extract.Unmapped
	}
	out.Flags |= gs.textInk(f)
	if out.Flags&extract.Invisible == 0 && strings.TrimSpace(g.text) != "" {
		ip.turns.Add(m.a, m.b)
	}
	if ip.hiding > 0 {
		out.Flags |= extract.Hidden
	}
	ip.page.Place(out, gs.clip)
}

// runsDown reports whether text that m places runs down or up the page.
func runsDown(m *matrix, vertical bool) bool {
	if vertical {
		return math.Abs(m.d) > math.Abs(m.c)
	}
	return math.Abs(m.b) > math.Abs(m.a)
}

// finish turns what was drawn into the page.
func (ip *interp) finish() {
	p := ip.page
	if len(ip.areas) >= extract.MaxAreas {
		ip.warn("more than %d areas: what they cover is not known", extract.MaxAreas)
	}
	p.HideCovered(ip.areas, nil)
	p.Glyphs = extract.MergeDoubled(p.Glyphs)
	p.Rulings = extract.MergeRulings(ip.rules)
	text := false
	for i := range p.Glyphs {
		if strings.TrimSpace(p.Glyphs[i].Text) != "" {
			text = true
			break
		}
	}
	if !text {
		const large = 0.5 // of the page
		area := 0.0
		for _, b := range p.Images {
			b = intersect(b, extract.Box{X1: p.Width, Y1: p.Height})
			area += max(0, b.X1-b.X0) * max(0, b.Y1-b.Y0)
		}
		p.NeedsOCR = area >= large*p.Width*p.Height
	}
}
