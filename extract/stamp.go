package extract

import "math"

// stampTimes is how many times larger than the text below it, or than the text
// of the page where it is drawn over rules, a stamp is.
const stampTimes = 1.8

// The part of a glyph's box, from its middle to each side, that text or a rule
// must run through to be drawn over.
const stampCore = 0.35

// markStamps sets the Stamp flag of glyphs drawn large across other text or
// across rules: watermarks.
func markStamps(p *Page) {
	size := textSize(p.Glyphs)
	var stamps []int
	for i := range p.Glyphs {
		g := &p.Glyphs[i]
		g.Flags &^= Stamp
		if !blank(g.Text) && g.Size >= stampTimes*size && (overText(g, p.Glyphs) || overRule(g, p.Rulings)) {
			stamps = append(stamps, i)
		}
	}
	for _, i := range stamps {
		for _, step := range []int{-1, 1} { // and what is drawn with it beside the text
			for k := i; k >= 0 && k < len(p.Glyphs); k += step {
				g := &p.Glyphs[k]
				if !blank(g.Text) && (g.Font != p.Glyphs[i].Font || math.Abs(g.Size-p.Glyphs[i].Size) > 0.1) {
					break
				}
				g.Flags |= Stamp
			}
		}
	}
}

// textSize is the font size that half of the text of a page does not exceed.
func textSize(glyphs []Glyph) float64 {
	count := map[float64]int{}
	n := 0
	for i := range glyphs {
		if !blank(glyphs[i].Text) {
			count[math.Round(glyphs[i].Size*2)/2]++
			n++
		}
	}
	return medianOf(count, n)
}

func medianOf(count map[float64]int, n int) float64 {
	best := math.Inf(1)
	for size := range count {
		below := 0
		for s, k := range count {
			if s <= size {
				below += k
			}
		}
		if 2*below >= n {
			best = min(best, size)
		}
	}
	return best
}

// core is the inner part of a glyph's box.
func (g *Glyph) core() Box {
	w, h := stampCore*(g.X1-g.X0), stampCore*(g.Y1-g.Y0)
	x, y := (g.X0+g.X1)/2, (g.Y0+g.Y1)/2
	return Box{x - w, y - h, x + w, y + h}
}

func overText(g *Glyph, glyphs []Glyph) bool {
	c := g.core()
	for i := range glyphs {
		o := &glyphs[i]
		x, y := (o.X0+o.X1)/2, (o.Y0+o.Y1)/2
		if x > c.X0 && x < c.X1 && y > c.Y0 && y < c.Y1 && stampTimes*o.Size <= g.Size && !blank(o.Text) {
			return true
		}
	}
	return false
}

func overRule(g *Glyph, rules []Ruling) bool {
	c := g.core()
	for _, r := range rules {
		if r.X1 > c.X0 && r.X0 < c.X1 && r.Y1 > c.Y0 && r.Y0 < c.Y1 {
			return true
		}
	}
	return false
}

// stampLines makes lines of the stamps of a page, one of each run drawn.
func stampLines(p *Page) []Line {
	var out []Line
	open := false
	for i := range p.Glyphs {
		g := &p.Glyphs[i]
		if blank(g.Text) || g.Flags&Stamp == 0 {
			open = open && blank(g.Text)
			continue
		}
		if !open {
			out = append(out, Line{Box: Box{g.X0, g.Y0, g.X1, g.Y1}, Base: g.Base})
			open = true
		}
		l := &out[len(out)-1]
		l.Text += g.Text
		l.Glyphs = append(l.Glyphs, i)
		l.X0, l.Y0, l.X1, l.Y1 = min(l.X0, g.X0), min(l.Y0, g.Y0), max(l.X1, g.X1), max(l.Y1, g.Y1)
	}
	return out
}
