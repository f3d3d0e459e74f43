package batch

import (
	"math"
	"math/rand/v2"
	"slices"
	"strings"

	"yusuan/extract"
)

// damage does to the pages of a document what producers, printers and careless
// hands do: it draws the same text with other rules, at another place or size.
type damage struct {
	name  string
	seeds int     // how many times, each with another seed
	least float64 // part of the amounts of the fixtures that must be read as undamaged; it only rises
	open  bool    // figures that are wrong and proven are only reported
	apply func(r *rand.Rand, pages []*extract.Page) []*extract.Page
}

// damages are those that the bench tries on each document.
var damages = []damage{
	{"none", 1, 1, false, func(_ *rand.Rand, p []*extract.Page) []*extract.Page { return p }},
	{"drop 10%", 3, 0.9955, false, dropRules(0.1)},
	{"drop 30%", 3, 0.98, false, dropRules(0.3)},
	{"sides 10%", 3, 0.998, false, dropSides(0.1)},
	{"sides 30%", 3, 0.988, false, dropSides(0.3)},
	{"gaps 10%", 3, 0.997, false, gapRules(0.1)},
	{"rules across", 1, 0.995, false, keepRules(extract.Ruling.Horizontal)},
	{"rules down", 1, 0.999, false, keepRules(func(r extract.Ruling) bool { return !r.Horizontal() })},
	{"no rules", 1, 0.999, false, keepRules(func(extract.Ruling) bool { return false })},
	{"double rules", 1, 1, false, doubleRules(2.4)},
	{"dashed rules", 1, 1, false, dashRules(3, 2)},
	{"jitter", 2, 1, false, jitter(0.4)},
	{"half size", 1, 1, false, scale(0.5)},
	{"double size", 1, 1, false, scale(2)},
	{"offset", 1, 1, false, move(-13.7, 21.3)},
	{"watermark", 1, 0.998, false, watermark("内部资料")},
	{"page breaks", 2, 0.995, false, breakPages},
	{"pictured rules", 1, 1, false, pictureRules},
	{"fake bold", 1, 1, false, drawTwice(0.35)},
	{"unmapped", 3, 0.66, false, unmap(3)},
	{"figure unmapped", 5, 0.38, false, unmapFigure},
	{"narrow", 1, 1, false, narrow(0.7)},
	{"narrow, broken", 2, 0.985, false, narrowed(0.7, breakPages)},
	{"page lost", 4, 0.82, false, losePage},
	{"broken, page lost", 3, 0.82, false, func(r *rand.Rand, p []*extract.Page) []*extract.Page { return losePage(r, breakPages(r, p)) }},
	{"out of order", 2, 0.97, false, shufflePages},
}

// harder are fixtures of which a damage leaves less than of the others, with the
// part that must be left; they do not count among the others there.
var harder = map[string]map[string]float64{
	// Three columns of labels, all broken over lines, and figures broken too.
	"xiqu_renli_2023_budget_system.pdf": {"sides 30%": 0.88},
}

// copyPages copies pages deep enough for damage.
func copyPages(pages []*extract.Page) []*extract.Page {
	out := make([]*extract.Page, len(pages))
	for i, p := range pages {
		c := *p
		c.Glyphs, c.Rulings, c.Images = slices.Clone(p.Glyphs), slices.Clone(p.Rulings), slices.Clone(p.Images)
		out[i] = &c
	}
	return out
}

// eachRule replaces every rule of every page.
func eachRule(by func(*rand.Rand, extract.Ruling) []extract.Ruling) func(*rand.Rand, []*extract.Page) []*extract.Page {
	return func(r *rand.Rand, pages []*extract.Page) []*extract.Page {
		for _, p := range pages {
			var kept []extract.Ruling
			for _, s := range p.Rulings {
				kept = append(kept, by(r, s)...)
			}
			p.Rulings = kept
		}
		return pages
	}
}

func keepRules(keep func(extract.Ruling) bool) func(*rand.Rand, []*extract.Page) []*extract.Page {
	return eachRule(func(_ *rand.Rand, s extract.Ruling) []extract.Ruling {
		if keep(s) {
			return []extract.Ruling{s}
		}
		return nil
	})
}

// dropRules leaves out a part of the rules, each whole.
func dropRules(part float64) func(*rand.Rand, []*extract.Page) []*extract.Page {
	return eachRule(func(r *rand.Rand, s extract.Ruling) []extract.Ruling {
		if r.Float64() < part {
			return nil
		}
		return []extract.Ruling{s}
	})
}

// dropSides leaves out a part of the sides of cells: the pieces of rules between
// the rules that meet them.
func dropSides(part float64) func(*rand.Rand, []*extract.Page) []*extract.Page {
	return func(r *rand.Rand, pages []*extract.Page) []*extract.Page {
		for _, p := range pages {
			var kept []extract.Ruling
			for _, s := range p.Rulings {
				at := meets(s, p.Rulings)
				for k := 1; k < len(at); k++ {
					if r.Float64() < part {
						continue
					}
					q := s
					if s.Horizontal() {
						q.X0, q.X1 = at[k-1], at[k]
					} else {
						q.Y0, q.Y1 = at[k-1], at[k]
					}
					kept = append(kept, q)
				}
			}
			p.Rulings = kept
		}
		return pages
	}
}

// meets lists the ends of a rule and where others meet it, in order.
func meets(s extract.Ruling, rules []extract.Ruling) []float64 {
	const near = 2.0 // points
	at := []float64{s.X0, s.X1}
	if !s.Horizontal() {
		at = []float64{s.Y0, s.Y1}
	}
	for _, o := range rules {
		switch {
		case o.Horizontal() == s.Horizontal():
		case s.Horizontal() && o.X0 > s.X0+near && o.X0 < s.X1-near && o.Y0 < s.Y0+near && o.Y1 > s.Y0-near:
			at = append(at, o.X0)
		case !s.Horizontal() && o.Y0 > s.Y0+near && o.Y0 < s.Y1-near && o.X0 < s.X0+near && o.X1 > s.X0-near:
			at = append(at, o.Y0)
		}
	}
	slices.Sort(at)
	return at
}

const piecePt = 20.0 // length of the pieces that gapRules leaves out, points

// gapRules leaves out pieces of rules.
func gapRules(part float64) func(*rand.Rand, []*extract.Page) []*extract.Page {
	return eachRule(func(r *rand.Rand, s extract.Ruling) []extract.Ruling {
		return pieces(s, piecePt, 0, func() bool { return r.Float64() >= part })
	})
}

// pieces cuts a rule into pieces of a length with gaps between, and keeps some.
func pieces(s extract.Ruling, on, off float64, keep func() bool) []extract.Ruling {
	var out []extract.Ruling
	length := math.Max(s.X1-s.X0, s.Y1-s.Y0)
	for at := 0.0; at < length; at += on + off {
		if !keep() {
			continue
		}
		q, end := s, math.Min(length, at+on)
		if s.Horizontal() {
			q.X0, q.X1 = s.X0+at, s.X0+end
		} else {
			q.Y0, q.Y1 = s.Y0+at, s.Y0+end
		}
		out = append(out, q)
	}
	return out
}

func dashRules(on, off float64) func(*rand.Rand, []*extract.Page) []*extract.Page {
	return eachRule(func(_ *rand.Rand, s extract.Ruling) []extract.Ruling {
		return pieces(s, on, off, func() bool { return true })
	})
}

// doubleRules draws each rule as two, apart points from each other.
func doubleRules(apart float64) func(*rand.Rand, []*extract.Page) []*extract.Page {
	return eachRule(func(_ *rand.Rand, s extract.Ruling) []extract.Ruling {
		a, b, d := s, s, apart/2
		if s.Horizontal() {
			a.Y0, a.Y1, b.Y0, b.Y1 = s.Y0-d, s.Y1-d, s.Y0+d, s.Y1+d
		} else {
			a.X0, a.X1, b.X0, b.X1 = s.X0-d, s.X1-d, s.X0+d, s.X1+d
		}
		return []extract.Ruling{a, b}
	})
}

// place maps the geometry of a page: x and y each by a function, sizes by a
// factor.
func place(p *extract.Page, x, y func(float64) float64, size float64) {
	p.Width, p.Height = p.Width*size, p.Height*size
	for i := range p.Glyphs {
		g := &p.Glyphs[i]
		g.X0, g.X1, g.Y0, g.Y1, g.Base, g.Size = x(g.X0), x(g.X1), y(g.Y0), y(g.Y1), y(g.Base), g.Size*size
	}
	for i := range p.Rulings {
		r := &p.Rulings[i]
		r.X0, r.X1, r.Y0, r.Y1, r.Width = x(r.X0), x(r.X1), y(r.Y0), y(r.Y1), r.Width*size
	}
	for i := range p.Images {
		b := &p.Images[i]
		b.X0, b.X1, b.Y0, b.Y1 = x(b.X0), x(b.X1), y(b.Y0), y(b.Y1)
	}
}

func scale(by float64) func(*rand.Rand, []*extract.Page) []*extract.Page {
	f := func(v float64) float64 { return v * by }
	return func(_ *rand.Rand, pages []*extract.Page) []*extract.Page {
		for _, p := range pages {
			place(p, f, f, by)
		}
		return pages
	}
}

func move(dx, dy float64) func(*rand.Rand, []*extract.Page) []*extract.Page {
	return func(_ *rand.Rand, pages []*extract.Page) []*extract.Page {
		for _, p := range pages {
			place(p, func(x float64) float64 { return x + dx }, func(y float64) float64 { return y + dy }, 1)
		}
		return pages
	}
}

// jitter moves each glyph and each rule by up to so many points.
func jitter(by float64) func(*rand.Rand, []*extract.Page) []*extract.Page {
	return func(r *rand.Rand, pages []*extract.Page) []*extract.Page {
		for _, p := range pages {
			for i := range p.Glyphs {
				g := &p.Glyphs[i]
				dx, dy := by*(2*r.Float64()-1), by*(2*r.Float64()-1)
				g.X0, g.X1, g.Y0, g.Y1, g.Base = g.X0+dx, g.X1+dx, g.Y0+dy, g.Y1+dy, g.Base+dy
			}
			for i := range p.Rulings {
				s := &p.Rulings[i]
				d := by * (2*r.Float64() - 1)
				if s.Horizontal() {
					s.Y0, s.Y1 = s.Y0+d, s.Y1+d
				} else {
					s.X0, s.X1 = s.X0+d, s.X1+d
				}
			}
		}
		return pages
	}
}

// watermark draws large characters over the middle of each page, rising to the
// right.
func watermark(text string) func(*rand.Rand, []*extract.Page) []*extract.Page {
	return func(_ *rand.Rand, pages []*extract.Page) []*extract.Page {
		for _, p := range pages {
			size := p.Width / 8
			rs := []rune(text)
			for i, c := range rs {
				k := float64(i) - float64(len(rs))/2
				x, base := p.Width/2+k*size, p.Height/2-k*size*0.7
				p.Glyphs = append(p.Glyphs, extract.Glyph{Text: string(c), Raw: string(c), X0: x, X1: x + size, Y0: base - 0.88*size, Y1: base + 0.12*size, Base: base, Size: size, Font: "SimHei"})
			}
		}
		return pages
	}
}

// breakPages cuts each page with rules in two at some height, between two
// lines of text, and draws the lower half at the top of a page of its own.
func breakPages(r *rand.Rand, pages []*extract.Page) []*extract.Page {
	var out []*extract.Page
	for _, p := range pages {
		at, ok := breakAt(r, p)
		if !ok {
			out = append(out, p)
			continue
		}
		lower := *p
		lower.Glyphs, lower.Rulings = nil, nil
		upper := p.Glyphs[:0:0]
		up := at - p.Height/12
		for _, g := range p.Glyphs {
			if g.Base <= at {
				upper = append(upper, g)
				continue
			}
			g.Y0, g.Y1, g.Base = g.Y0-up, g.Y1-up, g.Base-up
			lower.Glyphs = append(lower.Glyphs, g)
		}
		var above []extract.Ruling
		left, right := math.Inf(1), math.Inf(-1)
		for _, s := range p.Rulings {
			if !s.Horizontal() && s.Y0 < at && s.Y1 > at {
				left, right = math.Min(left, s.X0), math.Max(right, s.X0)
			}
			if s.Y0 < at {
				t := s
				t.Y1 = math.Min(t.Y1, at)
				above = append(above, t)
			}
			if s.Y1 > at {
				s.Y0 = math.Max(s.Y0, at)
				s.Y0, s.Y1 = s.Y0-up, s.Y1-up
				lower.Rulings = append(lower.Rulings, s)
			}
		}
		edge := extract.Ruling{X0: left, X1: right, Y0: at, Y1: at, Width: 0.5}
		above = append(above, edge)
		edge.Y0, edge.Y1 = at-up, at-up
		lower.Rulings = append(lower.Rulings, edge)
		p.Glyphs, p.Rulings = upper, above
		out = append(out, p, &lower)
	}
	return numbered(out)
}

// losePage leaves out a page.
func losePage(r *rand.Rand, pages []*extract.Page) []*extract.Page {
	if len(pages) < 2 {
		return pages
	}
	k := r.IntN(len(pages))
	return numbered(slices.Delete(pages, k, k+1))
}

func shufflePages(r *rand.Rand, pages []*extract.Page) []*extract.Page {
	r.Shuffle(len(pages), func(i, j int) { pages[i], pages[j] = pages[j], pages[i] })
	return numbered(pages)
}

// numbered counts the pages anew.
func numbered(pages []*extract.Page) []*extract.Page {
	for i, p := range pages {
		p.Number = i + 1
	}
	return pages
}

// breakAt chooses a height between two lines of a table: below its first third
// and where vertical rules run through.
func breakAt(r *rand.Rand, p *extract.Page) (float64, bool) {
	lo, hi := math.Inf(1), math.Inf(-1)
	for _, s := range p.Rulings {
		if !s.Horizontal() {
			lo, hi = math.Min(lo, s.Y0), math.Max(hi, s.Y1)
		}
	}
	if hi-lo < p.Height/4 {
		return 0, false
	}
	at := lo + (hi-lo)*(0.4+0.5*r.Float64())
	var bases []float64
	for _, g := range p.Glyphs {
		if strings.TrimSpace(g.Text) != "" {
			bases = append(bases, g.Base)
		}
	}
	slices.Sort(bases)
	k, _ := slices.BinarySearch(bases, at)
	if k == 0 || k == len(bases) || bases[k]-bases[k-1] < 4 {
		return 0, false
	}
	at = (bases[k] - bases[k-1]) * 0.25
	return bases[k-1] + at, true
}
