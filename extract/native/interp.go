package native

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/ledongthuc/pdf"

	"yusuan/extract"
)

const (
	maxOperands = 1 << 16 // operands kept for one operator
	maxSaved    = 512     // depth of q
	checkEvery  = 4096    // operators between two looks at the clock
)

// gstate is the part of the graphics state that text and rules depend on.
type gstate struct {
	ctm       matrix // user space → page space
	clip      extract.Box
	clipOdd   bool // the clip path is not its box
	fill      paint
	stroke    paint
	fillA     float64 // opacity, 0 to 1
	strokeA   float64
	mixed     bool // a blend mode or mask is in force
	lineWidth float64

	font           *font
	size           float64
	charSp, wordSp float64
	scale          float64 // Tz / 100
	leading, rise  float64
	mode           int
}

// interp runs the content of one page.
type interp struct {
	doc  *document
	ctx  context.Context
	page *extract.Page

	gs     gstate
	saved  []gstate
	tm, lm matrix // text matrix, text line matrix

	path     path
	clipNext bool // W or W* waits for the painting operator

	operands []operand
	depth    int // forms within forms
	ops      int
	glyphs   int
	turns    extract.Turns
	inText   bool // between BT and ET
	dangling bool // the last operator prepares something that does not come
	rules    []extract.Ruling
	areas    []extract.Area
	marked   []bool // marked content in force: whether it hides
	hiding   int    // how many of these hide
	warned   map[string]bool
}

// resources are the named objects a content stream may use.
type resources struct {
	dict  pdf.Value
	fonts map[string]*font // by resource name
	refs  map[string]string
}

// readPage reads a page, again where its text turns out not to be upright.
func (d *document) readPage(ctx context.Context, n int) (*extract.Page, error) {
	p, turns, err := d.interpret(ctx, n, 0)
	if k := turns.Page(); err == nil && k != 0 {
		p, _, err = d.interpret(ctx, n, k)
	}
	return p, err
}

// interpret runs the content of a page, turned back by quarters of a turn.
func (d *document) interpret(ctx context.Context, n, quarters int) (*extract.Page, extract.Turns, error) {
	d.checkTime(ctx)
	po := &d.pages[n-1]
	p := &extract.Page{Number: n, Engine: "native"}
	var space matrix
	p.Width, p.Height, p.Rotate, space = po.pageSpace()
	t, w, h := extract.Upright(quarters, p.Width, p.Height)
	space = space.mul(matrix{t[0], t[1], t[2], t[3], t[4], t[5]})
	p.Width, p.Height, p.Turned = w, h, 90*quarters
	ip := &interp{doc: d, ctx: ctx, page: p, warned: map[string]bool{}}
	start := gstate{
		ctm: space, scale: 1, lineWidth: 1, fillA: 1, strokeA: 1,
		clip: extract.Box{X0: -outsideMargin, Y0: -outsideMargin, X1: p.Width + outsideMargin, Y1: p.Height + outsideMargin},
	}
	ip.gs = start
	src, err := ip.contents(safeKey(po.v, "Contents"))
	if err != nil {
		if errors.Is(err, extract.ErrLimit) {
			return nil, ip.turns, err
		}
		ip.damage("content: %v", err)
	}
	ip.run(src, &resources{dict: po.resources})
	ip.checkEnd()
	ip.gs, ip.saved = start, nil
	ip.annotations(safeKey(po.v, "Annots"))
	ip.finish()
	return p, ip.turns, nil
}

// contents joins the content streams of a page; a token does not run on from
// one into the next.
func (ip *interp) contents(v pdf.Value) ([]byte, error) {
	if v.Kind() == pdf.Stream {
		return ip.doc.stream(v)
	}
	var (
		all  []byte
		errs []error
	)
	for i := 0; i < v.Len(); i++ {
		part, ok := safeIndex(v, i)
		if !ok {
			errs = append(errs, fmt.Errorf("part %d of the content is damaged", i+1))
			continue
		}
		b, err := ip.doc.stream(part)
		if err != nil {
			errs = append(errs, err)
		}
		if v.Len() == 1 {
			return b, errors.Join(errs...)
		}
		all = append(append(all, b...), '\n')
	}
	return all, errors.Join(errs...)
}

func (ip *interp) warn(format string, args ...any) {
	s := fmt.Sprintf(format, args...)
	const maxWarnings = 50
	if ip.warned[s] || len(ip.warned) > maxWarnings {
		return
	}
	ip.warned[s] = true
	ip.page.Warnings = append(ip.page.Warnings, s)
}

// damage warns of something that makes what was read doubtful.
func (ip *interp) damage(format string, args ...any) {
	ip.page.Damaged = true
	ip.warn(format, args...)
}

// checkEnd tells of a content stream that ends in the middle of something. One
// state that is never restored is a habit of some producers.
func (ip *interp) checkEnd() {
	if len(ip.operands) > 0 || ip.inText || len(ip.saved) > 1 || len(ip.marked) > 0 || ip.dangling {
		ip.damage("the content ends in the middle")
	}
}

// run interprets one content stream.
func (ip *interp) run(src []byte, res *resources) {
	lx := lexer{src: src}
	ip.operands = ip.operands[:0]
	for {
		t := lx.next()
		switch t.kind {
		case kEnd:
			return
		case kOperator:
			ip.ops++
			ip.dangling = prepares(t.b)
			if ip.ops%checkEvery == 0 {
				ip.doc.checkTime(ip.ctx)
			}
			if string(t.b) == "BI" {
				ip.inlineImage(&lx)
			} else {
				ip.operator(t.b, res)
			}
			ip.operands = ip.operands[:0]
			lx.arena = lx.arena[:0]
		default:
			if len(ip.operands) < maxOperands {
				ip.operands = append(ip.operands, t)
			}
		}
	}
}

// prepares reports whether an operator says how something that follows is to
// be drawn, or begins it.
func prepares(op []byte) bool {
	switch string(op) {
	case "q", "cm", "BT", "Tf", "Td", "TD", "Tm", "m", "l", "c", "v", "y", "h", "re":
		return true
	}
	return false
}

// num gives the operand i places before the last one; missing ones read 0.
func (ip *interp) num(i int) float64 {
	k := len(ip.operands) - 1 - i
	if k < 0 {
		return 0
	}
	return ip.operands[k].n
}

// nums reports whether at least n operands are there.
func (ip *interp) nums(n int) bool { return len(ip.operands) >= n }

func (ip *interp) lastBytes(k kind) []byte {
	for i := len(ip.operands) - 1; i >= 0; i-- {
		if ip.operands[i].kind == k {
			return ip.operands[i].b
		}
	}
	return nil
}

func (ip *interp) operator(op []byte, res *resources) {
	gs := &ip.gs
	switch string(op) {
	// graphics state
	case "q":
		if len(ip.saved) < maxSaved {
			ip.saved = append(ip.saved, *gs)
		}
	case "Q":
		if n := len(ip.saved); n > 0 {
			*gs = ip.saved[n-1]
			ip.saved = ip.saved[:n-1]
		}
	case "cm":
		if ip.nums(6) {
			gs.ctm = ip.operandMatrix().mul(gs.ctm)
		}
	case "w":
		gs.lineWidth = ip.num(0)
	case "gs":
		ip.extGState(res)
	case "J", "j", "M", "d", "ri", "i":

	// paths
	case "m":
		ip.moveTo(ip.num(1), ip.num(0))
	case "l":
		ip.lineTo(ip.num(1), ip.num(0))
	case "c":
		ip.curveTo(ip.num(5), ip.num(4), ip.num(3), ip.num(2), ip.num(1), ip.num(0))
	case "v":
		ip.curveTo(ip.num(3), ip.num(2), ip.num(3), ip.num(2), ip.num(1), ip.num(0))
	case "y":
		ip.curveTo(ip.num(3), ip.num(2), ip.num(1), ip.num(0), ip.num(1), ip.num(0))
	case "h":
		ip.path.close()
	case "re":
		if ip.nums(4) {
			ip.rectangle(ip.num(3), ip.num(2), ip.num(1), ip.num(0))
		}
	case "S":
		ip.paint(false, true)
	case "s":
		ip.path.close()
		ip.paint(false, true)
	case "f", "F", "f*":
		ip.paint(true, false)
	case "B", "B*":
		ip.paint(true, true)
	case "b", "b*":
		ip.path.close()
		ip.paint(true, true)
	case "n":
		ip.paint(false, false)
	case "W", "W*":
		ip.clipNext = true

	// colour
	case "g":
		gs.fill = gray(ip.num(0))
	case "G":
		gs.stroke = gray(ip.num(0))
	case "rg":
		gs.fill = rgb(ip.num(2), ip.num(1), ip.num(0))
	case "RG":
		gs.stroke = rgb(ip.num(2), ip.num(1), ip.num(0))
	case "k":
		gs.fill = cmyk(ip.num(3), ip.num(2), ip.num(1), ip.num(0))
	case "K":
		gs.stroke = cmyk(ip.num(3), ip.num(2), ip.num(1), ip.num(0))
	case "cs":
		gs.fill = ip.colorSpace(res)
	case "CS":
		gs.stroke = ip.colorSpace(res)
	case "sc", "scn":
		gs.fill = ip.color(gs.fill)
	case "SC", "SCN":
		gs.stroke = ip.color(gs.stroke)

	// text
	case "BT":
		ip.tm, ip.lm, ip.inText = identity, identity, true
	case "ET":
		ip.inText = false
	case "Tf":
		ip.setFont(res)
	case "Td":
		ip.moveText(ip.num(1), ip.num(0))
	case "TD":
		gs.leading = -ip.num(0)
		ip.moveText(ip.num(1), ip.num(0))
	case "Tm":
		if ip.nums(6) {
			ip.lm = ip.operandMatrix()
			ip.tm = ip.lm
		}
	case "T*":
		ip.moveText(0, -gs.leading)
	case "Tj":
		ip.show(ip.lastBytes(kString))
	case "TJ":
		ip.showArray()
	case "'":
		ip.moveText(0, -gs.leading)
		ip.show(ip.lastBytes(kString))
	case `"`:
		if ip.nums(3) {
			gs.wordSp, gs.charSp = ip.num(2), ip.num(1)
		}
		ip.moveText(0, -gs.leading)
		ip.show(ip.lastBytes(kString))
	case "Tc":
		gs.charSp = ip.num(0)
	case "Tw":
		gs.wordSp = ip.num(0)
	case "Tz":
		gs.scale = ip.num(0) / 100
	case "TL":
		gs.leading = ip.num(0)
	case "Ts":
		gs.rise = ip.num(0)
	case "Tr":
		gs.mode = int(ip.num(0))

	// objects
	case "Do":
		ip.xobject(res)
	case "sh":
		ip.area(gs.clip, extract.Area{})
	case "d0", "d1":
	case "BMC", "BDC":
		ip.beginMarked(res, op[1] == 'D')
	case "EMC":
		ip.endMarked()
	case "MP", "DP", "BX", "EX":
	case "EI", "ID":
	default:
		ip.unknown(op)
	}
}

// unknown tells of an operator nobody knows, which mostly means that the
// stream is damaged from here on.
func (ip *interp) unknown(op []byte) {
	const show = 16
	ip.damage("operator %q unknown", op[:min(len(op), show)])
}

func (ip *interp) operandMatrix() matrix {
	return matrix{ip.num(5), ip.num(4), ip.num(3), ip.num(2), ip.num(1), ip.num(0)}
}

// extGState takes what bears on text and rules: font, line width, and whether
// what is drawn can be seen.
func (ip *interp) extGState(res *resources) {
	g := res.get("ExtGState", string(ip.lastBytes(kName)))
	if g.Kind() != pdf.Dict {
		return
	}
	if v := safeKey(g, "LW"); v.Kind() == pdf.Real || v.Kind() == pdf.Integer {
		ip.gs.lineWidth = v.Float64()
	}
	if v := safeKey(g, "ca"); v.Kind() == pdf.Real || v.Kind() == pdf.Integer {
		ip.gs.fillA = v.Float64()
	}
	if v := safeKey(g, "CA"); v.Kind() == pdf.Real || v.Kind() == pdf.Integer {
		ip.gs.strokeA = v.Float64()
	}
	mode, mask := safeKey(g, "BM"), safeKey(g, "SMask")
	if mode.Kind() == pdf.Array {
		mode, _ = safeIndex(mode, 0)
	}
	if mode.Kind() == pdf.Name || mask.Kind() == pdf.Name || mask.Kind() == pdf.Dict {
		n := mode.Name()
		ip.gs.mixed = mask.Kind() == pdf.Dict || n != "" && n != "Normal" && n != "Compatible"
	}
	if v := safeKey(g, "Font"); v.Len() == 2 {
		if f, ok := safeIndex(v, 0); ok {
			ip.gs.font = ip.doc.font(f, "", ip)
			ip.gs.size = v.Index(1).Float64()
		}
	}
}

func (res *resources) get(category, name string) pdf.Value {
	return safeKey(safeKey(res.dict, category), name)
}

// xobject paints a form, or notes where an image is.
func (ip *interp) xobject(res *resources) {
	name := string(ip.lastBytes(kName))
	x := res.get("XObject", name)
	if x.Kind() != pdf.Stream {
		ip.warn("object %s is missing", name)
		return
	}
	if oc := safeKey(x, "OC"); oc.Kind() == pdf.Dict && ip.doc.layers.hidden(entries(x)["OC"], oc) {
		ip.hiding++
		defer func() { ip.hiding-- }()
	}
	switch safeKey(x, "Subtype").Name() {
	case "Image":
		see := safeKey(x, "SMask").Kind() != pdf.Null || safeKey(x, "Mask").Kind() != pdf.Null || safeKey(x, "ImageMask").Bool()
		ip.image(!see)
	case "Form":
		ip.form(x, res)
	}
}

// image notes a picture; solid is one that nothing shows through.
func (ip *interp) image(solid bool) {
	m := &ip.gs.ctm
	b := m.box(0, 0, 1, 1)
	straight := m.b == 0 && m.c == 0 || m.a == 0 && m.d == 0
	ip.area(b, extract.Area{Solid: solid && straight})
	b = intersect(b, ip.gs.clip)
	if b.X1 <= b.X0 || b.Y1 <= b.Y0 || ip.hiding > 0 {
		return
	}
	if n := len(ip.rules); n < maxRules { // a picture of a line is a line
		ip.rules = extract.AppendRulings(ip.rules, boxPath(b), extract.Paint{Fill: true}, ip.gs.clip)
		if len(ip.rules) > n {
			return
		}
	}
	const maxImages = 4096
	if len(ip.page.Images) < maxImages {
		ip.page.Images = append(ip.page.Images, b)
	}
}

func boxPath(b extract.Box) []extract.Subpath {
	return []extract.Subpath{{Points: []extract.Point{{X: b.X0, Y: b.Y0}, {X: b.X1, Y: b.Y0}, {X: b.X1, Y: b.Y1}, {X: b.X0, Y: b.Y1}}, Closed: true}}
}

func (ip *interp) form(x pdf.Value, outer *resources) {
	if ip.depth >= ip.doc.lim.Depth {
		ip.warn("forms nested deeper than %d", ip.doc.lim.Depth)
		return
	}
	src, err := ip.doc.stream(x)
	if err != nil {
		ip.damage("form: %v", err)
	}
	inner := &resources{dict: safeKey(x, "Resources")}
	if inner.dict.Kind() != pdf.Dict {
		inner = outer
	}
	gs, saved, tm, lm := ip.gs, ip.saved, ip.tm, ip.lm
	operands := slices.Clone(ip.operands)
	ip.saved = nil
	ip.gs.ctm = matrixOf(safeKey(x, "Matrix")).mul(ip.gs.ctm)
	if bb := safeKey(x, "BBox"); bb.Len() == 4 {
		r := rect(bb)
		ip.gs.clip = intersect(ip.gs.clip, ip.gs.ctm.box(r.X0, r.Y0, r.X1, r.Y1))
	}
	ip.depth++
	ip.run(src, inner)
	ip.depth--
	ip.gs, ip.saved, ip.tm, ip.lm = gs, saved, tm, lm
	ip.operands = operands
	ip.path.reset()
	ip.clipNext = false
}

// inlineImage passes over BI … ID … EI and notes the image's place.
func (ip *interp) inlineImage(lx *lexer) {
	var (
		key        string
		w, h, bits = 0, 0, 8
		colors     = 1
		filtered   bool
		mask       bool
	)
	for {
		t := lx.next()
		if t.kind == kEnd {
			return
		}
		if t.kind == kOperator && string(t.b) == "ID" {
			break
		}
		if key == "" {
			if t.kind == kName {
				key = string(t.b)
			}
			continue
		}
		switch key {
		case "W", "Width":
			w = int(t.n)
		case "H", "Height":
			h = int(t.n)
		case "BPC", "BitsPerComponent":
			bits = int(t.n)
		case "IM", "ImageMask":
			mask = string(t.b) == "true"
		case "F", "Filter":
			filtered = true
		case "CS", "ColorSpace":
			switch string(t.b) {
			case "RGB", "DeviceRGB":
				colors = 3
			case "CMYK", "DeviceCMYK":
				colors = 4
			}
		}
		if t.kind == kOpen {
			for t.kind != kClose && t.kind != kEnd {
				t = lx.next()
			}
		}
		key = ""
	}
	if mask {
		bits, colors = 1, 1
	}
	src := lx.src
	at := min(lx.pos+1, len(src)) // one white space after ID
	if !filtered && w > 0 && h > 0 && w < 1<<16 && h < 1<<16 {
		if end := at + (w*bits*colors+7)/8*h; end <= len(src) && endsImage(src, end) {
			at = end
		}
	}
	for at < len(src) && !endsImage(src, at) {
		at++
	}
	for at < len(src) && isSpace(src[at]) {
		at++
	}
	lx.pos = min(at+2, len(src))
	ip.image(!mask)
}

// endsImage reports whether EI stands at i, after optional white space and
// before white space or the end; what follows must look like content.
func endsImage(src []byte, i int) bool {
	j := i
	for j < len(src) && isSpace(src[j]) {
		j++
	}
	if j == i && i > 0 && !isSpace(src[i-1]) {
		return false
	}
	if j+2 > len(src) || src[j] != 'E' || src[j+1] != 'I' {
		return false
	}
	j += 2
	if j < len(src) && !isSpace(src[j]) {
		return false
	}
	const look = 12
	for k := j; k < min(j+look, len(src)); k++ {
		if c := src[k]; c >= 0x7f || c < 0x20 && !isSpace(c) {
			return false
		}
	}
	return true
}

func intersect(a, b extract.Box) extract.Box {
	return extract.Box{
		X0: max(a.X0, b.X0), Y0: max(a.Y0, b.Y0),
		X1: min(a.X1, b.X1), Y1: min(a.Y1, b.Y1),
	}
}
