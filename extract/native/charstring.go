package native

// count gives how many glyphs the font has.
func (f *cffFont) count() int { return len(f.glyphs) }

// outline gives the charstring of a glyph; nil where there is none.
func (f *cffFont) outline(g uint16) []byte {
	if f.malformed || int(g) >= len(f.glyphs) {
		return nil
	}
	return f.glyphs[g]
}

// shape draws the charstring of a glyph; nil for one that is empty, broken or
// computes what it draws.
func (f *cffFont) shape(g uint16) (s *shape) {
	defer func() {
		if recover() != nil { // too few operands
			s = nil
		}
	}()
	b := f.outline(g)
	if b == nil {
		return nil
	}
	d := 0
	if f.dictOf != nil {
		d = int(f.dictOf[g])
	}
	p := pen{global: f.global}
	if d < len(f.local) {
		p.local = f.local[d]
	}
	if !p.run(b, 0) || len(p.points) == 0 {
		return nil
	}
	p.close()
	return newShape(p.contours)
}

// pen runs Type 2 charstrings.
type pen struct {
	local, global [][]byte

	stack    []float64
	hints    int
	at       point
	points   []point // of the contour being drawn
	contours [][]point
	ended    bool
	steps    int
}

const (
	maxCalls    = 10    // of subroutines in each other
	maxSteps    = 20000 // operators and numbers of a glyph
	curvePieces = 4     // lines that a curve is drawn with
)

// run draws a charstring; false where it cannot be understood.
func (p *pen) run(b []byte, depth int) bool {
	if depth > maxCalls {
		return false
	}
	for i := 0; i < len(b) && !p.ended; {
		if p.steps++; p.steps > maxSteps {
			return false
		}
		c := b[i]
		if c >= 32 || c == 28 {
			v, n := charstringNumber(b[i:])
			p.stack = append(p.stack, v)
			i += n
			continue
		}
		i++
		switch c {
		case 1, 3, 18, 23: // stems
			p.hints += len(p.stack) / 2
			p.stack = p.stack[:0]
		case 19, 20: // masks, and stems before them
			p.hints += len(p.stack) / 2
			p.stack = p.stack[:0]
			i += (p.hints + 7) / 8
		case 10, 29:
			subrs := p.local
			if c == 29 {
				subrs = p.global
			}
			if !p.call(subrs, depth) {
				return false
			}
		case 11:
			return true
		case 12:
			c = b[i]
			i++
			if !p.flex(c) {
				return false
			}
			p.stack = p.stack[:0]
		case 14:
			p.ended = true
		default:
			if !p.draw(c) {
				return false
			}
			p.stack = p.stack[:0]
		}
	}
	return true
}

// charstringNumber reads a number and gives its length in bytes.
func charstringNumber(b []byte) (float64, int) {
	switch c := int(b[0]); {
	case c == 28:
		return float64(int16(bigEndian(b[1:3]))), 3
	case c <= 246:
		return float64(c - 139), 1
	case c <= 250:
		return float64((c-247)*256 + int(b[1]) + 108), 2
	case c <= 254:
		return float64(-(c-251)*256 - int(b[1]) - 108), 2
	}
	return float64(int32(bigEndian(b[1:5]))) / (1 << 16), 5
}

func (p *pen) call(subrs [][]byte, depth int) bool {
	bias := 32768
	switch n := len(subrs); {
	case n < 1240:
		bias = 107
	case n < 33900:
		bias = 1131
	}
	k := int(p.stack[len(p.stack)-1]) + bias
	p.stack = p.stack[:len(p.stack)-1]
	return k >= 0 && k < len(subrs) && p.run(subrs[k], depth+1)
}

func (p *pen) line(dx, dy float64) {
	p.at = point{p.at.x + dx, p.at.y + dy}
	p.points = append(p.points, p.at)
}

func (p *pen) curve(dx1, dy1, dx2, dy2, dx3, dy3 float64) {
	a := p.at
	b := point{a.x + dx1, a.y + dy1}
	c := point{b.x + dx2, b.y + dy2}
	d := point{c.x + dx3, c.y + dy3}
	for k := 1; k <= curvePieces; k++ {
		t := float64(k) / curvePieces
		u := 1 - t
		wa, wb, wc, wd := u*u*u, 3*u*u*t, 3*u*t*t, t*t*t
		p.points = append(p.points, point{wa*a.x + wb*b.x + wc*c.x + wd*d.x, wa*a.y + wb*b.y + wc*c.y + wd*d.y})
	}
	p.at = d
}

func (p *pen) close() {
	if len(p.points) > 2 {
		p.contours = append(p.contours, p.points)
	}
	p.points = nil
}

func (p *pen) move(dx, dy float64) {
	p.close()
	p.line(dx, dy)
}

// draw does an operator of one byte with the operands on the stack; a width may
// stand before those of the first one.
func (p *pen) draw(op byte) bool {
	s := p.stack
	switch op {
	case 4:
		p.move(0, s[len(s)-1])
	case 21:
		p.move(s[len(s)-2], s[len(s)-1])
	case 22:
		p.move(s[len(s)-1], 0)
	case 5:
		for ; len(s) >= 2; s = s[2:] {
			p.line(s[0], s[1])
		}
	case 6, 7:
		for across := op == 6; len(s) > 0; s, across = s[1:], !across {
			if across {
				p.line(s[0], 0)
			} else {
				p.line(0, s[0])
			}
		}
	case 8, 24:
		for ; len(s) >= 6; s = s[6:] {
			p.curve(s[0], s[1], s[2], s[3], s[4], s[5])
		}
		if op == 24 {
			p.line(s[0], s[1])
		}
	case 25:
		for ; len(s) >= 8; s = s[2:] {
			p.line(s[0], s[1])
		}
		p.curve(s[0], s[1], s[2], s[3], s[4], s[5])
	case 26, 27:
		p.smooth(op == 27, s)
	case 30, 31:
		p.turning(op == 31, s)
	default:
		return false
	}
	return true
}

// smooth draws curves that begin and end across (or down, where across is
// false); one more operand leads the first off.
func (p *pen) smooth(across bool, s []float64) {
	off := 0.0
	if len(s)%4 == 1 {
		off, s = s[0], s[1:]
	}
	for ; len(s) >= 4; s = s[4:] {
		if across {
			p.curve(s[0], off, s[1], s[2], s[3], 0)
		} else {
			p.curve(off, s[0], s[1], s[2], 0, s[3])
		}
		off = 0
	}
}

// turning draws curves that begin across and end down, and the other way round
// by turns; one more operand leads the end of the last off.
func (p *pen) turning(across bool, s []float64) {
	for ; len(s) >= 4; s, across = s[4:], !across {
		off := 0.0
		if len(s) == 5 {
			off = s[4]
		}
		if across {
			p.curve(s[0], 0, s[1], s[2], off, s[3])
		} else {
			p.curve(0, s[0], s[1], s[2], s[3], off)
		}
	}
}

// flex draws the two curves of an operator of two bytes.
func (p *pen) flex(op byte) bool {
	s := p.stack
	switch op {
	case 34: // hflex
		p.curve(s[0], 0, s[1], s[2], s[3], 0)
		p.curve(s[4], 0, s[5], -s[2], s[6], 0)
	case 35: // flex
		p.curve(s[0], s[1], s[2], s[3], s[4], s[5])
		p.curve(s[6], s[7], s[8], s[9], s[10], s[11])
	case 36: // hflex1
		p.curve(s[0], s[1], s[2], s[3], s[4], 0)
		p.curve(s[5], 0, s[6], s[7], s[8], -(s[1] + s[3] + s[7]))
	case 37: // flex1
		dx, dy := s[0]+s[2]+s[4]+s[6]+s[8], s[1]+s[3]+s[5]+s[7]+s[9]
		p.curve(s[0], s[1], s[2], s[3], s[4], s[5])
		if dx*dx > dy*dy {
			p.curve(s[6], s[7], s[8], s[9], s[10], -dy)
		} else {
			p.curve(s[6], s[7], s[8], s[9], -dx, s[10])
		}
	default:
		return false
	}
	return true
}
