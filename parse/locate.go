package parse

import (
	"math"
	"regexp"
	"sort"
	"strings"

	"yusuan/extract"
	"yusuan/parse/budget"
	"yusuan/parse/form"
)

// How far from its grid the lines that name a table may stand.
const (
	maxHeadLines = 8  // lines above a grid that may be its title, unit, publisher
	maxHeadRunes = 48 // longer lines are text
	maxNoteLines = 12 // lines below a grid that its note may run over
	noteGapEm    = 1.9
)

// Region is the place of one grid and what the lines around it say.
type Region struct {
	Grid       *Grid
	Title      string // as printed, white space removed; "" where there is none
	Number     string
	Unit       string
	Department string
	Year       int
	Matches    []form.Match // readings of Title; empty for one that no form knows
	Head       []Line       // lines above that belong to the table
	Notes      []Line       // lines below that belong to the table
	Broken     bool         // running text stands between this grid and the one before
}

// Line is one line of text outside all grids.
type Line struct {
	Text string // a space where the gap is wide
	budget.Span
	Size float64 // largest font size, points; 0 in plain text

	words []Word
	used  bool
}

// item is one thing of the document in reading order: a line or a grid.
type pageItem struct {
	line *Line
	grid *Grid
	page int
	y    float64
}

// Locate finds the grids of all pages and gives to each the lines that name it
// and the notes below it. The lines left are returned in reading order.
func Locate(pages []*extract.Page, forms *form.Catalog) ([]*Region, []*Line) {
	var items []pageItem
	for _, p := range pages {
		items = append(items, pageItems(p, forms)...)
	}
	return locate(items, pages, forms)
}

func locate(items []pageItem, pages []*extract.Page, forms *form.Catalog) ([]*Region, []*Line) {
	items = findOpenTables(items, pages, forms)
	var regions []*Region
	for k := range items {
		if items[k].grid == nil {
			continue
		}
		r := &Region{Grid: items[k].grid}
		r.takeInner(forms)
		r.takeHead(items, k, forms)
		r.takeNotes(items, k, forms)
		regions = append(regions, r)
	}
	var rest []*Line
	for k := range items {
		if l := items[k].line; l != nil && !l.used {
			rest = append(rest, l)
		}
	}
	return regions, rest
}

// pageItems cuts the ruled grids of a page and lists them with the lines
// outside, from top to bottom.
func pageItems(p *extract.Page, forms *form.Catalog) []pageItem {
	var items []pageItem
	ls, _, _ := lattices(p.Rulings)
	inside := make([]int8, len(p.Glyphs))
	all := words(p, nil)
	for i := range ls {
		l := &ls[i]
		var ws []Word
		for k := range all {
			w := &all[k]
			if inside[w.Glyphs[0]] == 0 && inBox(l.box, w.CX(), w.CY()) {
				ws = append(ws, *w)
			}
		}
		if !worthGrid(l, ws) {
			continue
		}
		for _, w := range ws {
			for _, k := range w.Glyphs {
				inside[k] = 1
			}
		}
		items = append(items, pageItem{grid: cut(p, l, ws, forms), page: p.Number, y: l.box.Y0})
	}
	for i := range p.Furniture {
		for _, k := range p.Furniture[i].Glyphs {
			if inside[k] == 0 {
				inside[k] = 2
			}
		}
	}
	for i := range p.Lines {
		line := &p.Lines[i]
		kept := line.Glyphs[:0:0]
		for _, k := range line.Glyphs {
			if inside[k] == 0 && !isBlank(p.Glyphs[k].Text) {
				kept = append(kept, k)
			}
		}
		if len(kept) == 0 {
			continue
		}
		items = append(items, lineItem(p, kept))
	}
	sort.SliceStable(items, func(a, b int) bool { return items[a].y < items[b].y })
	return items
}

// lineItem makes a line of glyphs in reading order.
func lineItem(p *extract.Page, glyphs []int) pageItem {
	in := &extract.Page{Glyphs: make([]extract.Glyph, len(glyphs))}
	for i, k := range glyphs {
		in.Glyphs[i] = p.Glyphs[k]
	}
	ws := words(in, nil)
	tl := textLine{Words: ws}
	for i := range ws {
		for j := range ws[i].Glyphs {
			ws[i].Glyphs[j] = glyphs[ws[i].Glyphs[j]]
		}
		if i == 0 {
			tl.Box, tl.Base = ws[i].Box, ws[i].Base
		}
		tl.Box = unionBox(tl.Box, ws[i].Box)
		tl.Size = math.Max(tl.Size, ws[i].Size)
	}
	l := &Line{Text: tl.printed(), Span: spanOf(p.Number, tl.Box), Size: tl.Size, words: ws}
	return pageItem{line: l, page: p.Number, y: (tl.Y0 + tl.Y1) / 2}
}

func spanOf(page int, b extract.Box) budget.Span {
	return budget.Span{Page: page, X0: b.X0, Y0: b.Y0, X1: b.X1, Y1: b.Y1}
}

// worthGrid tells a table's rules from frames and decoration: a grid of more
// than one cell with text in at least one.
func worthGrid(l *lattice, ws []Word) bool {
	return l.rows() >= 1 && l.cols() >= 1 && l.rows()*l.cols() >= 2 && (len(ws) > 0 || l.rows()*l.cols() >= 3)
}

var yearLine = regexp.MustCompile(`^[(（〔\[]?20[0-9]{2}(年度?|年预算|年度预算)[)）〕\]]?$`)

// headLine reads one line above (or in the top rows of) a grid. It reports
// false for a line that says nothing of the kind.
func (r *Region) headLine(text string, forms *form.Catalog) bool {
	known := false
	if u, ok := forms.UnitLine(text); ok {
		if r.Unit == "" {
			r.Unit = u
		}
		known = true
	}
	if d, ok := forms.DepartmentLine(text); ok {
		if r.Department == "" {
			r.Department = d
		}
		known = true
	}
	if n, ok := form.NumberLine(text); ok {
		if r.Number == "" {
			r.Number = tight(n)
		}
		known = true
	}
	return known || yearLine.MatchString(tight(text))
}

func (r *Region) setTitle(ms []form.Match) {
	r.Matches = ms
	r.Title = tight(ms[0].Title)
	if r.Number == "" {
		r.Number = tight(ms[0].Number)
	}
	if r.Year == 0 {
		r.Year = ms[0].Year
	}
}

// takeInner reads titles, units and publishers printed in the top rows of the
// grid itself, and takes those rows off it.
func (r *Region) takeInner(forms *form.Catalog) {
	g := r.Grid
	top := 0
	for top < g.NumRows()-1 {
		known, any := true, false
		title := []form.Match(nil)
		for c := 0; c < g.NumCols(); {
			cell := g.At(top, c)
			c = cell.Col + cell.Cols
			text := cell.Text()
			if text == "" {
				continue
			}
			any = true
			if cell.Rows > 1 {
				known = false
				break
			}
			if cell.Cols == g.NumCols() && r.Title == "" {
				if title = forms.Title(cell.Printed()); len(title) > 0 {
					continue
				}
			}
			probe := Region{}
			if !probe.headLine(spaced(cell), forms) || cell.Cols == 1 && g.NumCols() > 3 {
				known = false
			}
		}
		if !known || !any || title == nil && top == 0 && !g.fullRow(top) {
			break
		}
		for c := 0; c < g.NumCols(); {
			cell := g.At(top, c)
			c = cell.Col + cell.Cols
			if title == nil {
				r.headLine(spaced(cell), forms)
			}
			if len(cell.Words) > 0 {
				r.Head = append(r.Head, cellLine(g.Page, cell))
			}
		}
		if title != nil {
			r.setTitle(title)
		}
		top++
	}
	if top > 0 {
		g.dropTop(top)
	}
}

func (g *Grid) fullRow(r int) bool {
	cell := g.At(r, 0)
	return cell.Rows == 1 && cell.Cols == g.NumCols()
}

func spaced(c *GridCell) string {
	var parts []string
	ls := c.textLines()
	for i := range ls {
		parts = append(parts, ls[i].printed())
	}
	return strings.Join(parts, "")
}

func cellLine(page int, c *GridCell) Line {
	l := Line{Text: spaced(c), words: c.Words, used: true}
	for i, w := range c.Words {
		if i == 0 {
			l.Span = spanOf(page, w.Box)
		}
		l.X0, l.Y0 = math.Min(l.X0, w.X0), math.Min(l.Y0, w.Y0)
		l.X1, l.Y1 = math.Max(l.X1, w.X1), math.Max(l.Y1, w.Y1)
	}
	return l
}

// dropTop removes the first n rows, none of which reaches into the next.
func (g *Grid) dropTop(n int) {
	var cells []GridCell
	renumber := make([]int, len(g.Cells))
	for i, c := range g.Cells {
		if c.Row < n {
			continue
		}
		c.Row -= n
		renumber[i] = len(cells)
		cells = append(cells, c)
	}
	g.at = g.at[n:]
	for r := range g.at {
		for c := range g.at[r] {
			g.at[r][c] = renumber[g.at[r][c]]
		}
	}
	g.Cells, g.Y = cells, g.Y[n:]
	g.Box.Y0 = g.Y[0]
}

// sentence reports whether a line is running text.
func sentence(text string) bool {
	t := tight(text)
	if len([]rune(t)) > maxHeadRunes {
		return true
	}
	return strings.ContainsAny(t, "。；") || strings.HasSuffix(t, "，") || strings.HasSuffix(t, "：") && len([]rune(t)) > 20
}

// takeHead looks upwards from grid k for title, number, unit and publisher, on
// this page and, from the first grid of a page, at the end of the page before.
func (r *Region) takeHead(items []pageItem, k int, forms *form.Catalog) {
	var above []*Line // nearest first
	i := k - 1
	for ; i >= 0 && len(above) < maxHeadLines; i-- {
		l := items[i].line
		if l == nil || items[k].page-items[i].page > 1 || l.used {
			break
		}
		if sentence(l.Text) && !knownHead(l.Text, forms) {
			r.Broken = true
			break
		}
		above = append(above, l)
	}
	title := -1
	for n := 0; n < len(above) && title < 0 && r.Title == ""; n++ {
		text := above[n].Text
		ms := forms.Title(text)
		if knownUnit(text, forms) {
			ms = nil
		}
		if n+1 < len(above) && wraps(above[n+1], above[n], forms) {
			if both := forms.Title(above[n+1].Text + text); len(both) > 0 && (len(ms) == 0 || both[0].Sure >= form.ByRule) {
				r.setTitle(both)
				title = n + 1
				break
			}
		}
		if len(ms) > 0 {
			r.setTitle(ms)
			title = n
			break
		}
	}
	if title < 0 && r.Title == "" {
		for n, l := range above {
			if l.Page != items[k].page || n >= 4 {
				break
			}
			if ms := forms.Contents(l.Text); len(ms) > 0 {
				r.setTitle(ms)
				title = n
				break
			}
			if n+1 < len(above) && above[n+1].Page == l.Page {
				if ms := forms.Contents(above[n+1].Text + l.Text); len(ms) > 0 && !(Region{}).reads(l.Text, forms) {
					r.setTitle(ms)
					title = n + 1
					break
				}
			}
		}
	}
	last := title
	if title < 0 {
		// Without a title only lines that say unit, publisher or number count.
		for n, l := range above {
			if (Region{}).reads(l.Text, forms) && l.Page == items[k].page {
				last = n
				continue
			}
			if r.Title == "" && l.Page == items[k].page && titleLike(l, r.Grid) {
				r.Title, last = tight(l.Text), n
			}
			break
		}
	} else if title+1 < len(above) {
		if n, ok := form.NumberLine(above[title+1].Text); ok {
			if r.Number == "" {
				r.Number = tight(n)
			}
			last = title + 1
		}
	}
	for n := 0; n <= last; n++ {
		l := above[n]
		if n != title {
			r.headLine(l.Text, forms)
		}
		l.used = true
		r.Head = append(r.Head, *l)
	}
	for n := last + 1; n < len(above); n++ {
		if len([]rune(tight(above[n].Text))) > 0 {
			r.Broken = true
		}
	}
}

// wraps reports whether two lines may be one title: the same size, one below
// the other, the upper no title and no line of another kind.
func wraps(upper, lower *Line, forms *form.Catalog) bool {
	if upper.Page != lower.Page || math.Abs(upper.Size-lower.Size) > 1 || lower.Y0-upper.Y1 > noteGapEm*math.Max(upper.Size, 1) {
		return false
	}
	for _, l := range []*Line{upper, lower} {
		if (Region{}).reads(l.Text, forms) {
			return false
		}
	}
	return len(forms.Title(upper.Text)) == 0 && len(forms.Contents(upper.Text)) == 0
}

// reads reports whether a line is one of those that stand above tables.
func (r Region) reads(text string, forms *form.Catalog) bool { return r.headLine(text, forms) }

func knownUnit(text string, forms *form.Catalog) bool {
	_, ok := forms.UnitLine(text)
	return ok
}

func knownHead(text string, forms *form.Catalog) bool {
	return (Region{}).reads(text, forms) || len(forms.Title(text)) > 0
}

// titleLike reports whether a line that no form knows stands like a title: in
// the middle above its grid, short, ending like a name.
func titleLike(l *Line, g *Grid) bool {
	t := tight(l.Text)
	n := len([]rune(t))
	if n < 3 || n > maxHeadRunes || strings.ContainsAny(t, "。；，：:") {
		return false
	}
	mid := math.Abs((l.X0+l.X1)/2-(g.X0+g.X1)/2) < 0.08*(g.X1-g.X0)
	return strings.HasSuffix(t, "表") || mid && n <= 30
}

// takeNotes looks downwards from grid k for notes.
func (r *Region) takeNotes(items []pageItem, k int, forms *form.Catalog) {
	open := false
	var prev *Line
	for i := k + 1; i < len(items) && i <= k+maxNoteLines; i++ {
		l := items[i].line
		if l == nil || l.Page != items[k].page {
			break
		}
		t := tight(l.Text)
		switch {
		case forms.Note(l.Text):
			open = true
		case !open && (forms.EmptyNote(l.Text) || bracketNote(t)):
			open = false
		case open && (len(forms.Title(l.Text)) > 0 || (Region{}).reads(l.Text, forms)):
			return
		case open && l.Y0-prev.Y1 < noteGapEm*math.Max(l.Size, 1) && math.Abs(l.Size-prev.Size) < 1:
		default:
			return
		}
		l.used = true
		r.Notes = append(r.Notes, *l)
		prev = l
	}
}

// bracketNote is a short remark in brackets: (无政府性基金支出).
func bracketNote(t string) bool {
	t = strings.NewReplacer("(", "（", ")", "）").Replace(t)
	return strings.HasPrefix(t, "（") && strings.HasSuffix(t, "）") && len([]rune(t)) < 40
}
