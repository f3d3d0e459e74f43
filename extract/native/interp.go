package native

import (
	"context"
	"errors"
	"fmt"

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
