package extract

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// Tolerances of page furniture.
const (
	marginPart   = 0.12 // of the page height: page numbers and heads stand no farther in
	samePlacePt  = 8.0  // distance from the edge of the page, page numbers of one document
	looseEdgePt  = 40.0 // the same, where numbers stand one above the other
	sameColumnPt = 6.0  // left ends, middles or right ends of such numbers
	numberSkip   = 2    // pages may be counted wrong by so much
	sameHeadPt   = 3.0  // place of a running head on its pages
	minHeadPages = 4    // a running head stands on so many pages at least
	headShare    = 0.6  // and on this part of all pages
)

// edgeLine is the first or last line of a page.
type edgeLine struct {
	page, line int
	top        bool
	number     int     // what it counts, if it is a page number
	counts     bool    // it may be a page number
	decorated  bool    // it says so itself: - 3 -, 第3页
	inner      bool    // it stands farther in than page numbers do
	edge       float64 // distance from the upper or lower edge of the page
	x0, x1     float64
}

// layFurniture moves page numbers and running heads from Lines to Furniture.
// A bare number is one only in company: the numbers of several pages count up
// with the pages at the same place.
func layFurniture(pages []*Page) {
	var edges []edgeLine
	for i, p := range pages {
		p.Printed = 0
		edges = append(edges, edgeLines(i, p)...)
	}
	drop := map[[2]int]bool{}
	var known []*edgeLine
	for i := range edges {
		e := &edges[i]
		if e.counts && !e.inner && (e.decorated || inCompany(e, edges) || alone(e, pages)) {
			drop[[2]int{e.page, e.line}] = true
			pages[e.page].Printed = e.number
			known = append(known, e)
		}
	}
	for i := range edges {
		if e := &edges[i]; e.counts && follows(e, known) && (!e.inner || !inTable(e, pages[e.page])) {
			drop[[2]int{e.page, e.line}] = true
			pages[e.page].Printed = e.number
		}
	}
	markHeads(pages, edges, drop)
	for i, p := range pages {
		kept := p.Lines[:0:0]
		for k, l := range p.Lines {
			if drop[[2]int{i, k}] {
				p.Furniture = append(p.Furniture, l)
			} else {
				kept = append(kept, l)
			}
		}
		p.Lines = kept
	}
}

// edgeLines gives the lines of a page that stand in its upper and lower
// margin with nothing but white paper between them and the edge; in plain
// text the first and the last line.
func edgeLines(i int, p *Page) []edgeLine {
	var out []edgeLine
	take := func(k int, top bool) {
		l := &p.Lines[k]
		e := edgeLine{page: i, line: k, top: top, x0: l.X0, x1: l.X1}
		if l.Glyphs != nil {
			if top {
				e.edge = l.Y0
			} else {
				e.edge = p.Height - l.Y1
			}
			e.inner = e.edge > marginPart*p.Height
		}
		e.number, e.decorated, e.counts = pageNumber(l.Text)
		out = append(out, e)
	}
	first, last := -1, -1
	for k, l := range p.Lines {
		if strings.TrimSpace(l.Text) == "" {
			continue
		}
		if first < 0 {
			first = k
		}
		last = k
	}
	if first < 0 {
		return nil
	}
	if p.Lines[first].Glyphs == nil && !slices.ContainsFunc(p.Lines, func(l Line) bool { return l.Glyphs != nil }) {
		take(first, true)
		if last > first {
			take(last, false)
		}
		return out
	}
	// Of positioned text the outermost by box, which need not be the first
	// by baseline.
	top, bottom := first, last
	for k, l := range p.Lines {
		if l.Glyphs == nil {
			continue
		}
		if l.Y1 < p.Lines[top].Y1 {
			top = k
		}
		if l.Y0 > p.Lines[bottom].Y0 {
			bottom = k
		}
	}
	take(top, true)
	if bottom != top {
		take(bottom, false)
	}
	return out
}

// pageNumber reads 3, - 24 -, —5—, 第3页, 3/12, 第 3 页 共 12 页.
func pageNumber(s string) (n int, decorated, ok bool) {
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return -1
		case strings.ContainsRune("—–―─‐‑−﹣_~·•", r):
			return '-'
		}
		return r
	}, s)
	core := strings.Trim(s, "-")
	dashes := len(s)-len(core) >= 2 && strings.HasPrefix(s, "-") && strings.HasSuffix(s, "-")
	if !dashes && core != s {
		return 0, false, false // a sign: -3 is a figure
	}
	decorated = dashes
	if t, found := strings.CutPrefix(core, "第"); found {
		core = t
		before, after, cut := strings.Cut(core, "页")
		if !cut {
			return 0, false, false
		}
		core, decorated = before, true
		after = strings.TrimLeft(after, ",/(")
		if after != "" && !strings.HasPrefix(after, "共") {
			return 0, false, false
		}
	} else if a, b, cut := strings.Cut(core, "/"); cut {
		if !digits(b) {
			return 0, false, false
		}
		core = a
	}
	if !digits(core) {
		return 0, false, false
	}
	n, err := strconv.Atoi(core)
	return n, decorated, err == nil
}

// digits reports whether s is a whole number that a page may have.
func digits(s string) bool {
	if s == "" || len(s) > 4 || s[0] == '0' {
		return false
	}
	for _, r := range s {
		if r < '0' || r > '9' {
			return false
		}
	}
	return true
}

// inCompany reports whether another page has a number at the same place that
// counts on from this one.
func inCompany(e *edgeLine, edges []edgeLine) bool {
	const company = 2 // other pages
	found := 0
	for i := range edges {
		o := &edges[i]
		if o.page != e.page && o.counts && !o.inner && o.number-e.number == o.page-e.page && samePlace(e, o) {
			found++
		}
	}
	return found >= company || found == 1 && len(edges) <= 6
}

// samePlace reports whether two lines stand equally far from the same edge of
// their pages, or one above the other near it.
func samePlace(a, b *edgeLine) bool {
	d := math.Abs(a.edge - b.edge)
	return a.top == b.top && (d <= samePlacePt || d <= looseEdgePt && sameColumn(a, b))
}

func sameColumn(a, b *edgeLine) bool {
	return math.Abs(a.x0-b.x0) <= sameColumnPt || math.Abs(a.x1-b.x1) <= sameColumnPt ||
		math.Abs(a.x0+a.x1-b.x0-b.x1) <= 2*sameColumnPt
}

// follows reports whether e goes on from the nearest known page number, though
// a page or two were not counted. On a page that ends early the number may
// follow the text.
func follows(e *edgeLine, known []*edgeLine) bool {
	var nearest *edgeLine
	for _, k := range known {
		if nearest == nil || abs(k.page-e.page) < abs(nearest.page-e.page) {
			nearest = k
		}
	}
	return nearest != nil && nearest != e && sameColumn(e, nearest) && (e.inner || samePlace(e, nearest)) &&
		abs((e.number-nearest.number)-(e.page-nearest.page)) <= numberSkip
}

func abs(n int) int {
	if n < 0 {
		return -n
	}
	return n
}

// alone reports whether the number of a short document is its page's own
// number, below or above everything else.
func alone(e *edgeLine, pages []*Page) bool {
	p := pages[e.page]
	l := &p.Lines[e.line]
	if len(pages) > 2 || e.number != e.page+1 || l.Glyphs == nil {
		return false
	}
	return !inTable(e, p)
}

// inTable reports whether ruling lines cross the height of a line, or stand
// between it and its edge of the page.
func inTable(e *edgeLine, p *Page) bool {
	l := &p.Lines[e.line]
	for _, r := range p.Rulings {
		if r.Y0 <= l.Y1 && r.Y1 >= l.Y0 || !e.top && r.Y0 > l.Y1 || e.top && r.Y1 < l.Y0 {
			return true
		}
	}
	return false
}

// markHeads finds lines that stand at the same place on most pages. The first
// of them stays: it may be the title that the pages after it repeat.
func markHeads(pages []*Page, edges []edgeLine, drop map[[2]int]bool) {
	for i := range edges {
		e := &edges[i]
		l := &pages[e.page].Lines[e.line]
		if e.counts || e.inner || l.Glyphs == nil {
			continue
		}
		same, first := 0, true
		for k := range edges {
			o := &edges[k]
			m := &pages[o.page].Lines[o.line]
			if o.top == e.top && !o.inner && m.Text == l.Text && math.Abs(o.edge-e.edge) <= sameHeadPt {
				same++
				first = first && o.page >= e.page
			}
		}
		if !first && same >= minHeadPages && float64(same) >= headShare*float64(len(pages)) {
			drop[[2]int{e.page, e.line}] = true
		}
	}
}
