package pdfium

import (
	"context"
	"fmt"
	"math"
	"unicode/utf16"

	"github.com/klippa-app/go-pdfium/enums"
	"github.com/klippa-app/go-pdfium/references"
	"github.com/klippa-app/go-pdfium/requests"
	"github.com/klippa-app/go-pdfium/structs"

	"yusuan/extract"
)

// checkEvery is how many glyphs are read between two looks at the context.
const checkEvery = 256

// char is one character of PDFium's text page, in user space.
type char struct {
	index    int
	text     rune
	unmapped bool
	x, y     float64 // origin
	loose    structs.FPDF_FS_RECTF
	tag      int // index of its text object
}

// readChars reads the characters that were drawn, without those that PDFium
// makes up (spaces, line ends).
func (w *walker) readChars(text references.FPDF_TEXTPAGE) ([]char, error) {
	count, err := w.inst.FPDFText_CountChars(&requests.FPDFText_CountChars{TextPage: text})
	if err != nil {
		return nil, fmt.Errorf("%w: count characters: %w", extract.ErrMalformed, err)
	}
	if count.Count > w.lim.PageGlyphs {
		return nil, fmt.Errorf("%w: %d glyphs, at most %d", extract.ErrLimit, count.Count, w.lim.PageGlyphs)
	}
	chars := make([]char, 0, count.Count)
	for i := range count.Count {
		if i%checkEvery == 0 && w.ctx.Err() != nil {
			return nil, context.Cause(w.ctx)
		}
		if g, err := w.inst.FPDFText_IsGenerated(&requests.FPDFText_IsGenerated{TextPage: text, Index: i}); err != nil || g.IsGenerated {
			continue
		}
		c := char{index: i}
		u, err := w.inst.FPDFText_GetUnicode(&requests.FPDFText_GetUnicode{TextPage: text, Index: i})
		if err != nil {
			continue
		}
		c.text = rune(u.Unicode & 0x1FFFFF)
		if h, err := w.inst.FPDFText_IsHyphen(&requests.FPDFText_IsHyphen{TextPage: text, Index: i}); err == nil && h.IsHyphen {
			c.text = '-' // PDFium hides the hyphen at the end of a line
		}
		if m, err := w.inst.FPDFText_HasUnicodeMapError(&requests.FPDFText_HasUnicodeMapError{TextPage: text, Index: i}); err == nil {
			c.unmapped = m.HasUnicodeMapError
		}
		at, err := w.inst.FPDFText_GetCharOrigin(&requests.FPDFText_GetCharOrigin{TextPage: text, Index: i})
		if err != nil {
			continue
		}
		c.x, c.y = at.X, at.Y
		if box, err := w.inst.FPDFText_GetLooseCharBox(&requests.FPDFText_GetLooseCharBox{TextPage: text, Index: i}); err == nil {
			c.loose = box.Rect
		}
		if n := len(chars); n > 0 && utf16.IsSurrogate(c.text) && chars[n-1].index == i-1 {
			if r := utf16.DecodeRune(chars[n-1].text, c.text); r != '\uFFFD' {
				chars[n-1].text = r
				continue
			}
		}
		chars = append(chars, c)
	}
	return chars, nil
}

// text notes what the glyphs of a text object share, and tags the object with
// its place in w.texts.
//
// PDFium gives no way from a character to its object that costs little, but it
// tells the font size of a character by looking at its object. So, after the
// characters are read, the font size of each object is set to its tag.
func (w *walker) text(o references.FPDF_PAGEOBJECT, clip extract.Box) error {
	t := textObject{clip: clip, size: 1}
	if s, err := w.inst.FPDFTextObj_GetFontSize(&requests.FPDFTextObj_GetFontSize{PageObject: o}); err == nil {
		t.size = float64(s.FontSize)
	}
	if m, err := w.inst.FPDFTextObj_GetTextRenderMode(&requests.FPDFTextObj_GetTextRenderMode{PageObject: o}); err == nil {
		t.invisible = m.TextRenderMode == enums.FPDF_TEXTRENDERMODE_INVISIBLE || m.TextRenderMode == enums.FPDF_TEXTRENDERMODE_CLIP
		w.textColor(o, m.TextRenderMode, &t)
	}
	if f, err := w.inst.FPDFTextObj_GetFont(&requests.FPDFTextObj_GetFont{PageObject: o}); err == nil {
		w.refs++
		t.handle = f.Font
		if n, err := w.inst.FPDFFont_GetBaseFontName(&requests.FPDFFont_GetBaseFontName{Font: f.Font}); err == nil {
			t.font = extract.FontName(n.BaseFontName)
		}
		a, aerr := w.inst.FPDFFont_GetAscent(&requests.FPDFFont_GetAscent{Font: f.Font, FontSize: 1})
		d, derr := w.inst.FPDFFont_GetDescent(&requests.FPDFFont_GetDescent{Font: f.Font, FontSize: 1})
		if aerr == nil && derr == nil {
			t.ascent, t.descent = float64(a.Ascent), float64(d.Descent)
		}
	}
	t.ascent, t.descent = extract.FontHeight(t.ascent, t.descent)
	w.texts = append(w.texts, t)
	_, err := w.inst.FPDFTextObj_SetFontSize(&requests.FPDFTextObj_SetFontSize{PageObject: o, FontSize: float32(len(w.texts))})
	if err != nil {
		return fmt.Errorf("%w: tag text object: %w", extract.ErrMalformed, err)
	}
	return nil
}

func (w *walker) placeChars(text references.FPDF_TEXTPAGE, chars []char, space matrix) error {
	for i := range chars {
		c := &chars[i]
		s, err := w.inst.FPDFText_GetFontSize(&requests.FPDFText_GetFontSize{TextPage: text, Index: c.index})
		if err != nil {
			return fmt.Errorf("%w: text object of a glyph: %w", extract.ErrMalformed, err)
		}
		c.tag = int(math.Round(s.FontSize)) - 1
		if c.tag < 0 || c.tag >= len(w.texts) {
			return fmt.Errorf("%w: text object %d of %d", extract.ErrMalformed, c.tag, len(w.texts))
		}
	}
	for start := 0; start < len(chars); {
		end := start + 1
		for end < len(chars) && chars[end].tag == chars[start].tag {
			end++
		}
		t := &w.texts[chars[start].tag]
		m, err := w.inst.FPDFText_GetMatrix(&requests.FPDFText_GetMatrix{TextPage: text, Index: chars[start].index})
		if err != nil {
			w.warn("%d glyphs have no place", end-start)
		} else {
			t.matrix = fromPDFium(m.Matrix)
			w.placeRun(t, chars[start:end], space)
		}
		start = end
	}
	return nil
}

// placeRun puts the glyphs of one text object on the page.
func (w *walker) placeRun(t *textObject, run []char, space matrix) {
	user := t.matrix
	user.e, user.f = 0, 0
	for i := 0; i < len(run); i++ {
		c := run[i]
		raw := string(c.text)
		// PDFium spells a ligature out: its letters stand at one place.
		for i+1 < len(run) && run[i+1].index == run[i].index+1 && run[i+1].x == c.x && run[i+1].y == c.y {
			i++
			raw += string(run[i].text)
		}
		vertical := c.loose.Top < c.loose.Bottom && user.d > 0
		at := user
		at.e, at.f = c.x, c.y
		at = at.then(space)
		x0, y0, x1, y1 := 0.0, t.descent*t.size, w.advance(t, c), t.ascent*t.size
		base := at.apply(0, 0).Y
		b := at.box(x0, y0, x1, y1)
		down := math.Abs(at.b) > math.Abs(at.a)
		if vertical {
			down = math.Abs(at.d) > math.Abs(at.c)
			b = space.box(float64(c.loose.Left), float64(c.loose.Bottom), float64(c.loose.Right), float64(c.loose.Top))
			base = b.Y0 + t.ascent*(b.Y1-b.Y0)
		}
		g := extract.Glyph{
			Text: extract.Normalize(raw), Raw: raw,
			X0: b.X0, Y0: b.Y0, X1: b.X1, Y1: b.Y1,
			Base: base, Size: t.size * math.Hypot(user.c, user.d), Font: t.font, Vertical: down,
		}
		if c.unmapped || c.text == 0 || c.text == '\uFFFD' || c.text >= 0xFFFE && c.text <= 0xFFFF {
			g.Text = "\uFFFD"
			g.Flags |= extract.Unmapped
		}
		if t.invisible {
			g.Flags |= extract.Invisible
		}
		if !t.invisible {
			w.turns.Add(at.a, at.b)
		}
		if t.white {
			g.Flags |= extract.White
		}
		before := len(w.page.Glyphs)
		if w.page.Place(g, t.clip); len(w.page.Glyphs) > before {
			w.order = append(w.order, c.tag)
		}
	}
}

// glyphKey names a glyph of a font on a page. The library tells no two fonts
// of one name apart; those that a document holds in parts are alike.
type glyphKey struct {
	font            string
	ascent, descent float64
	text            rune
}

// advance gives the width of a glyph in text space.
//
// The font is asked by character. Where two glyphs stand for one character that
// may be the wrong one, so the answer must fit into PDFium's loose box, which
// holds the width of the glyph and its ink; the box stands in where it does not.
func (w *walker) advance(t *textObject, c char) float64 {
	loose := 0.0
	if a := t.matrix.a; math.Abs(a) > math.Abs(t.matrix.b) {
		loose = float64(c.loose.Right-c.loose.Left) / math.Abs(a)
	}
	if c.unmapped && loose > 0 {
		return loose
	}
	width := w.width(t, c.text) * t.size
	switch {
	case width > 0 && (loose == 0 || width <= loose+looseSlack*t.size):
		return width
	case loose > 0:
		return loose
	}
	return t.size
}

// looseSlack is what rounding may take from a loose box, in ems.
const looseSlack = 0.02

// width gives the width of a character in ems; 0 where the font does not say.
func (w *walker) width(t *textObject, text rune) float64 {
	key := glyphKey{t.font, t.ascent, t.descent, text}
	if v, ok := w.widths[key]; ok {
		return v
	}
	v := 0.0
	if g, err := w.inst.FPDFFont_GetGlyphWidth(&requests.FPDFFont_GetGlyphWidth{Font: t.handle, Glyph: uint32(text), FontSize: 1}); err == nil {
		v = float64(g.GlyphWidth)
	}
	if w.widths == nil {
		w.widths = map[glyphKey]float64{}
	}
	w.widths[key] = v
	return v
}
