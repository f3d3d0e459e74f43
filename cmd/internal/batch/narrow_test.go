package batch

import (
	"math"
	"math/rand/v2"
	"slices"

	"yusuan/extract"
	"yusuan/parse"
	"yusuan/parse/form"
)

// drawTwice draws each glyph again a little to the right, as producers that
// have no bold font do, and takes the copies off as engines do.
func drawTwice(by float64) func(*rand.Rand, []*extract.Page) []*extract.Page {
	return func(_ *rand.Rand, pages []*extract.Page) []*extract.Page {
		for _, p := range pages {
			var twice []extract.Glyph
			for _, g := range p.Glyphs {
				again := g
				again.X0, again.X1 = g.X0+by, g.X1+by
				twice = append(twice, g, again)
			}
			p.Glyphs = extract.MergeDoubled(twice)
		}
		return pages
	}
}

// pictureRules draws each rule as a picture.
func pictureRules(_ *rand.Rand, pages []*extract.Page) []*extract.Page {
	for _, p := range pages {
		for _, s := range p.Rulings {
			b := extract.Box{X0: s.X0, Y0: s.Y0, X1: s.X1, Y1: s.Y1}
			if s.Horizontal() {
				b.Y0, b.Y1 = s.Y0-0.4, s.Y1+0.4
			} else {
				b.X0, b.X1 = s.X0-0.4, s.X1+0.4
			}
			p.Images = append(p.Images, b)
		}
		p.Rulings = nil
	}
	return pages
}

// unmap takes the meaning of some characters away, wherever they are drawn: a
// font without a mapping to Unicode.
func unmap(n int) func(*rand.Rand, []*extract.Page) []*extract.Page {
	return func(r *rand.Rand, pages []*extract.Page) []*extract.Page {
		var all []string
		for _, p := range pages {
			for _, g := range p.Glyphs {
				all = append(all, g.Text)
			}
		}
		slices.Sort(all)
		all = slices.Compact(all)
		lost := map[string]bool{}
		for range n {
			lost[all[r.IntN(len(all))]] = true
		}
		return lose(pages, lost)
	}
}

// unmapFigure leaves one of the figures without a character.
func unmapFigure(r *rand.Rand, pages []*extract.Page) []*extract.Page {
	return lose(pages, map[string]bool{string(rune('0' + r.IntN(10))): true})
}

// lose takes the characters of the glyphs that draw what is lost.
func lose(pages []*extract.Page, lost map[string]bool) []*extract.Page {
	for _, p := range pages {
		for i := range p.Glyphs {
			if g := &p.Glyphs[i]; lost[g.Text] {
				g.Text, g.Raw, g.Flags = "\uFFFD", "\uFFFD", g.Flags|extract.Unmapped
			}
		}
	}
	return pages
}

func narrowed(by float64, then func(*rand.Rand, []*extract.Page) []*extract.Page) func(*rand.Rand, []*extract.Page) []*extract.Page {
	return func(r *rand.Rand, pages []*extract.Page) []*extract.Page {
		return then(r, narrow(by)(r, pages))
	}
}

const cellPadPt = 2.0 // between a rule and the text of its cell, points

// narrow sets the tables again with columns so much narrower: codes, names and
// figures that no longer fit are wrapped, and rows grow.
func narrow(by float64) func(*rand.Rand, []*extract.Page) []*extract.Page {
	return func(_ *rand.Rand, pages []*extract.Page) []*extract.Page {
		doc := &extract.Document{Kind: "pdf", Pages: pages}
		extract.Layout(doc)
		regions, _ := parse.Locate(pages, form.Builtin())
		for _, p := range pages {
			var grids []*parse.Grid
			for _, r := range regions {
				if r.Grid.Page == p.Number {
					grids = append(grids, r.Grid)
				}
			}
			slices.SortFunc(grids, func(a, b *parse.Grid) int { return int(b.Y0 - a.Y0) })
			for _, g := range grids { // from the lowest, so that what is moved is set already
				if g.Ruled {
					narrowGrid(p, g, by)
				}
			}
		}
		return pages
	}
}

// narrowGrid sets one table again and moves what stands below it.
func narrowGrid(p *extract.Page, g *parse.Grid, by float64) {
	x := make([]float64, len(g.X))
	for i := range x {
		x[i] = g.X0 + (g.X[i]-g.X0)*by
	}
	lines := make([][][]int, len(g.Cells))
	need := make([]float64, g.NumRows())
	for r := range need {
		need[r] = g.Y[r+1] - g.Y[r]
	}
	for i := range g.Cells {
		c := &g.Cells[i]
		var height float64
		lines[i], height = wrap(p, c, x[c.Col+c.Cols]-x[c.Col]-2*cellPadPt)
		each := (height + 2*cellPadPt) / float64(c.Rows)
		for r := c.Row; r < c.Row+c.Rows; r++ {
			need[r] = math.Max(need[r], each)
		}
	}
	y := []float64{g.Y0}
	for _, h := range need {
		y = append(y, y[len(y)-1]+h)
	}
	lower(p, g.Y1, y[len(y)-1]-g.Y1)
	narrowTop(p, g, by)
	p.Rulings = slices.DeleteFunc(p.Rulings, func(s extract.Ruling) bool {
		return s.X0 > g.X0-2 && s.X1 < g.X1+2 && s.Y0 > g.Y0-2 && s.Y1 < g.Y1+2
	})
	for i := range g.Cells {
		c := &g.Cells[i]
		box := extract.Box{X0: x[c.Col], X1: x[c.Col+c.Cols], Y0: y[c.Row], Y1: y[c.Row+c.Rows]}
		p.Rulings = append(p.Rulings,
			extract.Ruling{X0: box.X0, X1: box.X1, Y0: box.Y0, Y1: box.Y0, Width: 0.5}, extract.Ruling{X0: box.X0, X1: box.X1, Y0: box.Y1, Y1: box.Y1, Width: 0.5},
			extract.Ruling{X0: box.X0, X1: box.X0, Y0: box.Y0, Y1: box.Y1, Width: 0.5}, extract.Ruling{X0: box.X1, X1: box.X1, Y0: box.Y0, Y1: box.Y1, Width: 0.5})
		set(p, lines[i], box)
	}
}

// narrowTop squeezes what the rules of a grid frame above it: rows of title,
// unit and publisher, which are no rows of the grid.
func narrowTop(p *extract.Page, g *parse.Grid, by float64) {
	top := g.Y0
	for i := range p.Rulings {
		if s := &p.Rulings[i]; !s.Horizontal() && s.X0 > g.X0-2 && s.X1 < g.X1+2 && s.Y0 < g.Y0-2 && s.Y1 > g.Y0-2 {
			top = math.Min(top, s.Y0)
		}
	}
	x := func(x float64) float64 { return g.X0 + (x-g.X0)*by }
	for i := range p.Rulings {
		s := &p.Rulings[i]
		if s.Y0 < top-2 || s.Y0 > g.Y0-2 || s.X0 < g.X0-2 || s.X1 > g.X1+2 {
			continue
		}
		s.X0, s.X1, s.Y1 = x(s.X0), x(s.X1), math.Min(s.Y1, g.Y0)
	}
	for i := range p.Glyphs {
		if c := &p.Glyphs[i]; c.Base > top && c.Base < g.Y0 && c.X0 > g.X0-2 && c.X1 < g.X1+2 {
			c.X0, c.X1 = x(c.X0), x(c.X1)
		}
	}
}

// lower moves what stands below a height down.
func lower(p *extract.Page, below, by float64) {
	p.Height += by
	for i := range p.Glyphs {
		if g := &p.Glyphs[i]; g.Base > below {
			g.Y0, g.Y1, g.Base = g.Y0+by, g.Y1+by, g.Base+by
		}
	}
	for i := range p.Rulings {
		if s := &p.Rulings[i]; s.Y0 > below+2 {
			s.Y0, s.Y1 = s.Y0+by, s.Y1+by
		}
	}
}

// leadEm is the distance of the baselines of wrapped lines, in font sizes.
const leadEm = 1.25

// wrap parts the glyphs of a cell into lines no wider than a width, and tells
// how high they are.
func wrap(p *extract.Page, c *parse.GridCell, width float64) (lines [][]int, height float64) {
	words := slices.Clone(c.Words)
	slices.SortStableFunc(words, func(a, b parse.Word) int {
		if math.Abs(a.Base-b.Base) > a.Size/2 {
			return int(a.Base - b.Base)
		}
		return int(10 * (a.X0 - b.X0))
	})
	var line []int
	room := width
	for _, w := range words {
		for _, k := range w.Glyphs {
			g := &p.Glyphs[k]
			if n := g.X1 - g.X0; n > room && len(line) > 0 {
				lines, line, room = append(lines, line), nil, width
			}
			line = append(line, k)
			room -= g.X1 - g.X0
		}
	}
	if len(line) > 0 {
		lines = append(lines, line)
		height = float64(len(lines)) * leadEm * p.Glyphs[line[0]].Size
	}
	return lines, height
}

// set draws lines in the middle of the height of a box; figures end at its
// right, texts begin at its left.
func set(p *extract.Page, lines [][]int, box extract.Box) {
	if len(lines) == 0 {
		return
	}
	size := p.Glyphs[lines[0][0]].Size
	base := (box.Y0+box.Y1-float64(len(lines))*leadEm*size)/2 + size
	for _, line := range lines {
		at := box.X0 + cellPadPt
		first := p.Glyphs[line[0]].Text
		if first >= "0" && first <= "9" || first == "-" {
			at = box.X1 - cellPadPt
			for _, k := range line {
				at -= p.Glyphs[k].X1 - p.Glyphs[k].X0
			}
		}
		for _, k := range line {
			g := &p.Glyphs[k]
			up, dx := base-g.Base, at-g.X0
			g.X0, g.X1, g.Y0, g.Y1, g.Base = g.X0+dx, g.X1+dx, g.Y0+up, g.Y1+up, base
			at = g.X1
		}
		base += leadEm * size
	}
}
