package parse

import (
	"math"
	"strings"

	"yusuan/extract"
	"yusuan/parse/code"
	"yusuan/parse/form"
)

// maxSkipLines is how many lines of unit, publisher and number may stand
// between a title and its table.
const maxSkipLines = 6

// findOpenTables finds tables that no full grid of rules frames: below a
// title, lines of words set in columns. Their lines become a grid.
func findOpenTables(items []pageItem, pages []*extract.Page, forms *form.Catalog) []pageItem {
	byNumber := map[int]*extract.Page{}
	for _, p := range pages {
		byNumber[p.Number] = p
	}
	var out []pageItem
	open := false // a title waits for its table, or a table may go on
	var prior *Grid
	for i := 0; i < len(items); {
		it := items[i]
		if it.line == nil {
			out = append(out, it)
			open, prior = false, nil
			i++
			continue
		}
		start := i
		top := i == 0 || items[i-1].page != it.page
		untitled := false
		switch {
		case titled(items, i, forms) > 0:
			n := titled(items, i, forms)
			for k := 0; k < n; k++ {
				out = append(out, items[i+k])
			}
			i += n
			n = namingLines(items, i, it.page, forms)
			out = append(out, items[i:i+n]...)
			i += n
			open, prior = true, nil
		case !open && announced(items, i, forms) > 0:
			n := announced(items, i, forms)
			out = append(out, items[i:i+n]...)
			i += n
			untitled, prior = true, nil
		case prior != nil && resumes(items, i, forms) > 0:
			n := resumes(items, i, forms)
			out = append(out, items[i:i+n]...)
			i += n
			untitled = true
		case top && open:
			for i < len(items) && items[i].line != nil && (Region{}).reads(items[i].line.Text, forms) {
				out = append(out, items[i])
				i++
			}
			untitled = start == i
		default:
			if proseLine(it.line) || forms.Note(it.line.Text) {
				open = false
			}
			out = append(out, it)
			i++
			continue
		}
		end := i
		for end < len(items) && items[end].line != nil && items[end].page == it.page && !tableEnds(items, end, forms) {
			end++
		}
		g := openGrid(items[i:end], byNumber[it.page], forms, untitled, prior)
		if g == nil {
			if untitled { // no table stands here, or the page does not go on with one
				open = false
				if i < len(items) && items[i].line != nil {
					out = append(out, items[i])
					i++
				}
			}
			continue
		}
		out = append(out, pageItem{grid: g, page: it.page, y: g.Y0})
		i, prior = end, g
		open = end == len(items) || items[end].page != it.page
	}
	return out
}

// resumes counts the lines at i that are a note between the rows of a table: a
// line with a code and figures follows them.
func resumes(items []pageItem, i int, forms *form.Catalog) int {
	const longest = 4 // lines of a note
	if !forms.Note(items[i].line.Text) {
		return 0
	}
	for n := 1; n <= longest && i+n < len(items) && items[i+n].line != nil && items[i+n].page == items[i].page; n++ {
		l := items[i+n].line
		if !anyValued(l) {
			continue
		}
		if c := l.words[0].Text; len(l.words) > 1 && codeText.MatchString(c) && code.Level(c) != "" {
			return n
		}
		return 0
	}
	return 0
}

// titled counts the lines at i that are the title of a table: one, or two for
// a wrapped title; 0 for other lines.
func titled(items []pageItem, i int, forms *form.Catalog) int {
	l := items[i].line
	if l == nil || knownUnit(l.Text, forms) {
		return 0
	}
	if i+1 < len(items) && items[i+1].line != nil && wraps(l, items[i+1].line, forms) {
		if ms := forms.Title(l.Text + items[i+1].line.Text); len(ms) > 0 && ms[0].Sure >= form.ByRule {
			return 2
		}
	}
	if len(forms.Title(l.Text)) > 0 || len(forms.Contents(l.Text)) > 0 {
		return 1
	}
	return 0
}

// namingLines counts the lines at i that say unit, publisher and number, with
// those beside them: the lines of a wrapped cell stand half a line higher and
// lower than what stands in the middle of the next.
func namingLines(items []pageItem, i, page int, forms *form.Catalog) int {
	n := 0
	var naming *Line
	for k := 0; k < maxSkipLines && i+k < len(items); k++ {
		l := items[i+k].line
		if l == nil || items[i+k].page != page {
			break
		}
		switch {
		case (Region{}).reads(l.Text, forms):
			naming, n = l, k+1
		case naming != nil && n == k && beside(naming, l):
			n = k + 1
		case i+k+1 < len(items) && items[i+k+1].line != nil && (Region{}).reads(items[i+k+1].line.Text, forms) && beside(l, items[i+k+1].line):
		default:
			return n
		}
	}
	return n
}

// beside reports whether of two lines without figures the lower stands no whole
// line below the upper.
func beside(upper, lower *Line) bool {
	return lower.Y0 < upper.Y1-overlapPt && !anyValued(upper) && !anyValued(lower)
}

// announced counts the lines at i that say a unit of money above lines set in
// columns, so that a table follows whose title no form knows; 0 for other lines.
func announced(items []pageItem, i int, forms *form.Catalog) int {
	n := 0
	unit := false
	for ; i+n < len(items) && items[i+n].line != nil && items[i+n].page == items[i].page && n < maxSkipLines; n++ {
		l := items[i+n].line
		if !(Region{}).reads(l.Text, forms) || anyValued(l) {
			break
		}
		unit = unit || knownUnit(l.Text, forms) && strings.ContainsAny(l.Text, ":：")
	}
	if !unit || i+n < len(items) && titled(items, i+n, forms) > 0 && beside(items[i+n-1].line, items[i+n].line) {
		return 0 // or the unit stands at the end of a title's line
	}
	return n
}

// tableEnds reports whether the line at i can be no line of the table above.
func tableEnds(items []pageItem, i int, forms *form.Catalog) bool {
	l := items[i].line
	if titled(items, i, forms) > 0 || forms.Note(l.Text) || proseLine(l) {
		return true
	}
	if len(l.words) == 1 && !anyValued(l) && i+1 < len(items) && items[i+1].page == items[i].page && announced(items, i+1, forms) > 0 {
		return true // a title that no form knows
	}
	if _, ok := form.NumberLine(l.Text); ok {
		return true
	}
	return (Region{}).reads(l.Text, forms) && len(l.words) <= 4 && !anyValued(l)
}

func anyValued(l *Line) bool {
	for i := range l.words {
		if valued(&l.words[i]) {
			return true
		}
	}
	return false
}

// crowdedRow reports whether a line is a row of narrow columns: figures alone,
// or figures behind a text that a code stands before, or several of them.
func crowdedRow(l *Line) bool {
	n := len(l.words)
	figures := 0
	for figures < n && numeric(&l.words[n-1-figures]) {
		figures++
	}
	switch {
	case n == 0 || figures == 0:
		return false
	case figures == n || figures > 1:
		return true
	}
	c := l.words[0].Text
	return codeText.MatchString(c) && code.Level(c) != ""
}

const proseRunes = 28 // a longer text without a wide gap is no table line

// proseLine reports whether a line is running text: one text without wide
// gaps, long or with the marks of a sentence. Narrow columns stand close together,
// and are none.
func proseLine(l *Line) bool {
	if crowdedRow(l) {
		return false
	}
	for i := 1; i < len(l.words); i++ {
		if l.words[i].X0-l.words[i-1].X1 > 1.5*math.Max(l.Size, 1) {
			return false
		}
	}
	t := tight(l.Text)
	return len([]rune(t)) > proseRunes || strings.ContainsAny(t, "。；")
}

// openGrid cuts lines as a table, or gives nil when they do not look like one.
// Lines of a page without a title must hold figures.
func openGrid(items []pageItem, p *extract.Page, forms *form.Catalog, untitled bool, prior *Grid) *Grid {
	var ws []Word
	box := extract.Box{X0: math.Inf(1), Y0: math.Inf(1), X1: math.Inf(-1), Y1: math.Inf(-1)}
	for i := range items {
		l := items[i].line
		ws = append(ws, l.words...)
		box = unionBox(box, boxOf(l.Span))
	}
	ls := textLines(ws)
	rows, heads, values := 0, 0, 0
	for i := range ls {
		w := phrases(ls[i].Words, forms)
		if len(w) > 1 {
			rows++
		}
		l := textLine{Words: w}
		if known, _ := headTexts(&l, "summary", forms); known > 1 {
			heads++
		}
		for k := range w {
			if valued(&w[k]) {
				values++
				break
			}
		}
	}
	if rows == 0 || values == 0 && (untitled || heads == 0) || untitled && values < 1 {
		return nil
	}
	_, h, v := lattices(p.Rulings)
	hints := openHints{}
	for _, s := range h {
		if s.at > box.Y0-12 && s.at < box.Y1+12 && s.from < box.X1 && s.to > box.X0 {
			hints.h = append(hints.h, s)
		}
	}
	for _, s := range v {
		if s.from < box.Y1 && s.to > box.Y0 && s.at > box.X0-20 && s.at < box.X1+20 {
			hints.v = append(hints.v, s)
		}
	}
	return cutOpen(p, ls, hints, prior, forms)
}
