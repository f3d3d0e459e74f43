package extract

import (
	"cmp"
	"math"
	"slices"
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Tolerances of lines, in parts of the font size.
const (
	runBase      = 0.08 // glyphs of one run stand on one baseline
	runGap       = 0.7  // and follow each other no farther apart
	lineBase     = 0.42 // a run joins a line whose baseline is this near
	raisedWithin = 0.6  // of a small run's height lies within its line
	overlapPart  = 0.3  // runs of one line overlap no more than this part of a glyph
	wideGap      = 0.5  // a gap that reads as a space between ideographs
	narrowGap    = 0.17 // the same between letters, and between figures
)

// Layout fills in Lines and Furniture of every page: the text in lines from
// top to bottom, page numbers, running heads and watermarks apart. Pages that have lines
// already (plain text) keep them.
func Layout(doc *Document) {
	for _, p := range doc.Pages {
		LayoutPage(p)
	}
	layFurniture(doc.Pages)
}

// LayoutPage fills in the Lines of one page, and adds to its Rulings the thin
// pictures that some producers draw instead. Page numbers and running heads,
// which only the whole document tells, are among them. A page without glyphs
// keeps the lines it has.
func LayoutPage(p *Page) {
	if len(p.Glyphs) == 0 {
		return
	}
	if drawn := pictureRules(p.Images); len(drawn) > 0 {
		p.Rulings = MergeRulings(append(drawn, p.Rulings...))
	}
	markStamps(p)
	p.Lines, p.Furniture = nil, stampLines(p)
	rows, columns, spaced := runs(p.Glyphs)
	bars := verticals(p.Rulings)
	for _, rs := range joinRuns(rows) {
		p.Lines = append(p.Lines, rowLine(p, rs, bars, spaced))
	}
	for _, r := range columns {
		p.Lines = append(p.Lines, columnLine(p, r))
	}
	sortLines(p.Lines)
}

func sortLines(ls []Line) {
	slices.SortStableFunc(ls, func(a, b Line) int {
		return cmp.Or(cmp.Compare(a.Base, b.Base), cmp.Compare(a.X0, b.X0))
	})
}

// run is glyphs that follow each other on one baseline.
type run struct {
	Box
	base, size float64
	glyphs     []int
}

func (r *run) add(i int, g *Glyph) {
	if len(r.glyphs) == 0 {
		r.Box = Box{g.X0, g.Y0, g.X1, g.Y1}
		r.base, r.size = g.Base, g.Size
	} else {
		r.X0, r.Y0 = min(r.X0, g.X0), min(r.Y0, g.Y0)
		r.X1, r.Y1 = max(r.X1, g.X1), max(r.Y1, g.Y1)
		r.size = max(r.size, g.Size)
	}
	r.glyphs = append(r.glyphs, i)
}

// runs cuts the glyphs, in the order drawn, into runs across and runs down.
// White space and stamps belong to none; spaced tells before which glyphs it was drawn.
func runs(glyphs []Glyph) (rows, columns []run, spaced []bool) {
	spaced = make([]bool, len(glyphs))
	var row, col run
	flush := func() {
		if len(row.glyphs) > 0 {
			rows = append(rows, row)
			row = run{}
		}
		if len(col.glyphs) > 0 {
			columns = append(columns, col)
			col = run{}
		}
	}
	for i := range glyphs {
		g := &glyphs[i]
		if g.Flags&Stamp != 0 {
			continue
		}
		if blank(g.Text) {
			if i+1 < len(glyphs) {
				spaced[i+1] = true
			}
			continue
		}
		if g.Vertical {
			if n := len(col.glyphs); n == 0 || !below(&glyphs[col.glyphs[n-1]], g) {
				flush()
			}
			col.add(i, g)
			continue
		}
		if n := len(row.glyphs); n > 0 {
			last := &glyphs[row.glyphs[n-1]]
			gap := g.X0 - last.X1
			if math.Abs(g.Base-row.base) > runBase*g.Size || gap > runGap*g.Size || gap < -runGap*g.Size || len(col.glyphs) > 0 {
				flush()
			}
		} else {
			flush()
		}
		row.add(i, g)
	}
	flush()
	return rows, columns, spaced
}

func blank(s string) bool {
	for _, r := range s {
		if !unicode.IsSpace(r) {
			return false
		}
	}
	return true
}

// below reports whether b follows a in text that runs down or up the page.
func below(a, b *Glyph) bool {
	size := max(a.Size, b.Size)
	gap := max(b.Y0-a.Y1, a.Y0-b.Y1)
	return math.Abs((a.X0+a.X1)-(b.X0+b.X1)) < size && gap < runGap*size
}

// rowBand is a line in the making.
type rowBand struct {
	base, size float64
	y0, y1     float64
	runs       []*run
}

// joinRuns puts runs that stand in one line together. Long runs found a line;
// shorter ones on a slightly other baseline, as filled-in values and raised
// signs are, join it where it has room for them.
func joinRuns(rows []run) []*rowBand {
	order := make([]*run, len(rows))
	for i := range rows {
		order[i] = &rows[i]
	}
	slices.SortStableFunc(order, func(a, b *run) int { return cmp.Compare(len(b.glyphs), len(a.glyphs)) })
	const bucketPt = 8.0
	var bands []*rowBand
	buckets := map[int][]*rowBand{}
	for _, r := range order {
		var best *rowBand
		dist := math.Inf(1)
		reach := int(math.Min(r.size, 200)/bucketPt) + 1
		at := int(math.Floor(r.base / bucketPt))
		for k := at - reach; k <= at+reach; k++ {
			for _, b := range buckets[k] {
				if d := math.Abs(b.base - r.base); d < dist && b.takes(r, d) {
					best, dist = b, d
				}
			}
		}
		if best == nil {
			best = &rowBand{base: r.base, size: r.size, y0: r.Y0, y1: r.Y1}
			bands = append(bands, best)
			buckets[at] = append(buckets[at], best)
		}
		best.runs = append(best.runs, r)
	}
	return bands
}

// takes reports whether r stands in the line, d points off its baseline.
func (b *rowBand) takes(r *run, d float64) bool {
	near := d <= lineBase*min(b.size, r.size)
	if !near {
		h := r.Y1 - r.Y0
		inside := min(b.y1, r.Y1) - max(b.y0, r.Y0)
		if r.size > 0.8*b.size || inside < raisedWithin*h || d > lineBase*b.size {
			return false
		}
	}
	if d <= runBase*r.size {
		return true // on the very baseline: never two lines
	}
	for _, o := range b.runs {
		if min(o.X1, r.X1)-max(o.X0, r.X0) > overlapPart*min(o.size, r.size) {
			return false
		}
	}
	return true
}

// verticals gives the vertical ruling lines from left to right.
func verticals(rs []Ruling) []Ruling {
	var out []Ruling
	for _, r := range rs {
		if !r.Horizontal() {
			out = append(out, r)
		}
	}
	slices.SortFunc(out, func(a, b Ruling) int { return cmp.Compare(a.X0, b.X0) })
	return out
}

func rowLine(p *Page, b *rowBand, bars []Ruling, spaced []bool) Line {
	var n int
	for _, r := range b.runs {
		n += len(r.glyphs)
	}
	l := Line{Glyphs: make([]int, 0, n), Base: b.base, Box: b.runs[0].Box}
	for _, r := range b.runs {
		l.Glyphs = append(l.Glyphs, r.glyphs...)
		l.X0, l.Y0, l.X1, l.Y1 = min(l.X0, r.X0), min(l.Y0, r.Y0), max(l.X1, r.X1), max(l.Y1, r.Y1)
	}
	slices.SortStableFunc(l.Glyphs, func(i, j int) int { return cmp.Compare(p.Glyphs[i].X0, p.Glyphs[j].X0) })
	var crossing []Ruling
	mid := (l.Y0 + l.Y1) / 2
	for _, v := range bars {
		if v.Y0 <= mid && v.Y1 >= mid {
			crossing = append(crossing, v)
		}
	}
	var s strings.Builder
	for k, i := range l.Glyphs {
		if k > 0 && gapBetween(&p.Glyphs[l.Glyphs[k-1]], &p.Glyphs[i], spaced[i], crossing) {
			s.WriteByte(' ')
		}
		s.WriteString(p.Glyphs[i].Text)
	}
	l.Text = s.String()
	return l
}

// gapBetween reports whether a space is read between a and b; spaced says that
// one was drawn before b.
func gapBetween(a, b *Glyph, spaced bool, bars []Ruling) bool {
	size := min(a.Size, b.Size)
	gap := b.X0 - a.X1
	limit := wideGap
	x, _ := utf8.DecodeLastRuneInString(a.Text)
	y, _ := utf8.DecodeRuneInString(b.Text)
	if spaced || narrow(x) && narrow(y) {
		limit = narrowGap
	}
	if gap > limit*size {
		return true
	}
	from, to := a.X1-overlapPart*size, b.X0+overlapPart*size
	k := sort.Search(len(bars), func(k int) bool { return bars[k].X0 >= from })
	return k < len(bars) && bars[k].X0 <= to
}

// narrow reports whether r is a letter or figure of the Latin kind.
func narrow(r rune) bool {
	return r < 0x2000 && (unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune(".,%-", r))
}

func columnLine(p *Page, r run) Line {
	l := Line{Glyphs: r.glyphs, Box: r.Box, Base: r.Y1}
	var s strings.Builder
	for _, i := range r.glyphs {
		s.WriteString(p.Glyphs[i].Text)
	}
	l.Text = s.String()
	return l
}
