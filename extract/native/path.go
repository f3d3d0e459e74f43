package native

import "yusuan/extract"

const (
	maxPoints = 1 << 20
	maxRules  = 1 << 18
	whiteAt   = 0.985 // a colour at least this light is not seen on paper
)

// paint is a colour, as far as needed: how light it is.
type paint struct {
	light  float64 // 0 black … 1 white
	comps  int     // components of the colour space; 0 unknown
	opaque bool    // set; the zero paint is black
	holes  bool    // a pattern, which may let see through
}

func gray(v float64) paint      { return paint{light: v, comps: 1, opaque: true} }
func rgb(r, g, b float64) paint { return paint{light: min(r, g, b), comps: 3, opaque: true} }
func cmyk(c, m, y, k float64) paint {
	return paint{light: 1 - max(c, m, y, k), comps: 4, opaque: true}
}

func (p paint) white() bool { return p.light >= whiteAt }

// colorSpace takes a new colour space; its first colour is black.
func (ip *interp) colorSpace(res *resources) paint {
	name := string(ip.lastBytes(kName))
	switch name {
	case "DeviceGray", "G", "CalGray":
		return paint{comps: 1}
	case "DeviceRGB", "RGB", "CalRGB":
		return paint{comps: 3}
	case "DeviceCMYK", "CMYK":
		return paint{comps: 4}
	case "Pattern":
		return paint{holes: true}
	}
	cs := res.get("ColorSpace", name)
	switch first, _ := safeIndex(cs, 0); first.Name() {
	case "CalGray":
		return paint{comps: 1}
	case "CalRGB":
		return paint{comps: 3}
	case "ICCBased":
		if s, ok := safeIndex(cs, 1); ok {
			return paint{comps: int(safeKey(s, "N").Int64())}
		}
	}
	return paint{}
}

// color reads the operands of sc and scn by the colour space in force.
func (ip *interp) color(old paint) paint {
	n := len(ip.operands)
	if n == 0 || ip.operands[n-1].kind != kNumber || n != old.comps {
		return paint{comps: old.comps, holes: old.holes} // a pattern, or a space we do not know
	}
	switch n {
	case 1:
		return gray(ip.num(0))
	case 3:
		return rgb(ip.num(2), ip.num(1), ip.num(0))
	case 4:
		return cmyk(ip.num(3), ip.num(2), ip.num(1), ip.num(0))
	}
	return paint{comps: old.comps}
}

// path is the current path in page space.
type path struct {
	pts    []extract.Point
	curve  []bool // the piece that ends in the point of the same index
	starts []int  // index of the first point of each subpath
	closed []bool
	cur    extract.Point
	subs   []extract.Subpath // scratch
}

func (p *path) reset() {
	p.pts, p.curve, p.starts, p.closed = p.pts[:0], p.curve[:0], p.starts[:0], p.closed[:0]
}

func (p *path) start(q extract.Point) {
	p.starts = append(p.starts, len(p.pts))
	p.closed = append(p.closed, false)
	p.pts, p.curve = append(p.pts, q), append(p.curve, false)
	p.cur = q
}

func (p *path) close() {
	if n := len(p.closed); n > 0 {
		p.closed[n-1] = true
		p.cur = p.pts[p.starts[n-1]]
	}
}

func (p *path) add(q extract.Point, curve bool) {
	if n := len(p.closed); n == 0 || p.closed[n-1] {
		p.start(p.cur)
	}
	if len(p.pts) < maxPoints {
		p.pts, p.curve = append(p.pts, q), append(p.curve, curve)
	}
	p.cur = q
}

// subpaths gives the path in the shape that ruling lines are taken from. It is
// valid until the path changes.
func (p *path) subpaths() []extract.Subpath {
	p.subs = p.subs[:0]
	for i, from := range p.starts {
		to := len(p.pts)
		if i+1 < len(p.starts) {
			to = p.starts[i+1]
		}
		p.subs = append(p.subs, extract.Subpath{Points: p.pts[from:to], Curved: p.curve[from:to], Closed: p.closed[i]})
	}
	return p.subs
}

func (ip *interp) at(x, y float64) extract.Point {
	px, py := ip.gs.ctm.apply(x, y)
	return extract.Point{X: px, Y: py}
}

func (ip *interp) moveTo(x, y float64) {
	if len(ip.path.pts) < maxPoints {
		ip.path.start(ip.at(x, y))
	}
}

func (ip *interp) lineTo(x, y float64) { ip.path.add(ip.at(x, y), false) }

func (ip *interp) curveTo(x1, y1, x2, y2, x3, y3 float64) {
	ip.path.add(ip.at(x1, y1), true)
	ip.path.add(ip.at(x2, y2), true)
	ip.path.add(ip.at(x3, y3), true)
}

func (ip *interp) rectangle(x, y, w, h float64) {
	if len(ip.path.pts) >= maxPoints {
		return
	}
	ip.path.start(ip.at(x, y))
	ip.path.add(ip.at(x+w, y), false)
	ip.path.add(ip.at(x+w, y+h), false)
	ip.path.add(ip.at(x, y+h), false)
	ip.path.close()
}

// paint ends the current path: filled, stroked, used as a clip, or dropped.
func (ip *interp) paint(fill, stroke bool) {
	p := &ip.path
	fill, stroke = fill && ip.gs.fillA >= faintAt, stroke && ip.gs.strokeA >= faintAt
	ip.pathAreas(fill, stroke)
	fill = fill && !ip.gs.fill.white()
	stroke = stroke && !ip.gs.stroke.white()
	if (fill || stroke) && ip.hiding == 0 && len(ip.rules) < maxRules {
		pt := extract.Paint{Fill: fill, Stroke: stroke}
		if stroke {
			pt.Width = ip.gs.lineWidth * ip.gs.ctm.scale()
		}
		ip.rules = extract.AppendRulings(ip.rules, p.subpaths(), pt, ip.gs.clip)
	}
	if ip.clipNext {
		ip.gs.clip = intersect(ip.gs.clip, pathBox(p.pts))
		ip.gs.clipOdd = ip.gs.clipOdd || len(p.starts) != 1 || !p.subpaths()[0].Rectangle()
		ip.clipNext = false
	}
	p.reset()
}

func pathBox(pts []extract.Point) extract.Box {
	if len(pts) == 0 {
		return extract.Box{}
	}
	b := extract.Box{X0: pts[0].X, Y0: pts[0].Y, X1: pts[0].X, Y1: pts[0].Y}
	for _, q := range pts[1:] {
		b.X0, b.X1 = min(b.X0, q.X), max(b.X1, q.X)
		b.Y0, b.Y1 = min(b.Y0, q.Y), max(b.Y1, q.Y)
	}
	return b
}
