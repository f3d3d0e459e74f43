package parse

import (
	"math"
	"sort"

	"yusuan/extract"
	"yusuan/parse/budget"
	"yusuan/parse/form"
)

// Region is the place of one grid and what the lines around it say.
type Region struct {
	Grid       *Grid
	Title      string // as printed, white space removed; "" where there is none
	Number     string
	Unit       string
	Count      string // unit of what it counts where it holds no money: 人
	Department string
	Year       int
	Matches    []form.Match // readings of Title; empty for one that no form knows
	Head       []Line       // lines above that belong to the table
	Notes      []Line       // lines below that belong to the table
	Broken     bool         // running text stands between this grid and the one before

	headPage int  // of the first rows of its heading, which a page end cut off; 0 where none did
	loose    bool // but for its columns nothing shows that it goes on with these rows
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
		var prior *Grid
		if n := len(items); n > 0 {
			prior = items[n-1].grid
		}
		items = append(items, pageItems(p, prior, forms)...)
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
// outside, from top to bottom. prior is the grid that the page before ends with,
// nil where it ends with none.
func pageItems(p *extract.Page, prior *Grid, forms *form.Catalog) []pageItem {
	var items []pageItem
	ls, across, _ := lattices(p.Rulings)
	inside := make([]int8, len(p.Glyphs))
	all := words(p, nil)
	for i := range ls {
		ls[i].reachUp(across, all, forms)
	}
	ls = joinPieces(ls, all, forms)
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
		if i == 0 && prior != nil && startsPage(p, l.box.Y0, all) {
			l.follow(prior, ws, forms)
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
