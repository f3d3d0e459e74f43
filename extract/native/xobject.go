package native

import (
	"slices"

	"github.com/ledongthuc/pdf"

	"yusuan/extract"
)

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
