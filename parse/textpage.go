package parse

import (
	"slices"
	"strings"
	"unicode"

	"yusuan/extract"
	"yusuan/parse/budget"
	"yusuan/parse/form"
)

// Text that keeps its columns, by runs of spaces or by bars and tabs, has
// places though it has no geometry: a line is as high as the next, a character
// as wide as the next. This file sets such text on pages, cells of delimited
// rows between ruling lines, so that its tables are read as those of a drawn
// page are.

// Measures of the set page, points.
const (
	setSize   = 10.0 // font size: the width of a wide character, or of all
	setPitch  = 12.0 // from line to line
	setAscent = 8.5  // from the top of a line to its baseline
	setMargin = 20.0
	setGap    = 12.0 // from the text of a cell to its rules
)

// pageSetter sets lines and tables on one page, from the top down.
type pageSetter struct {
	page *extract.Page
	y    float64
	wide bool // wide characters take two cells, others one

	column float64 // width of a column of delimited cells: of all tables, so that one goes on over pages
	forms  *form.Catalog
}

// placeText sets a text on pages, as its lines and delimited tables stand. It
// returns nil for text that has lost its columns. Set pages are numbered from
// 1; numbers gives the page of the text that each belongs to, blocks the tables
// that are set between rules.
func placeText(doc *extract.Document, forms *form.Catalog) (out *extract.Document, numbers map[int]int, blocks []cellBlock) {
	lines := titledLines(doc, forms)
	blocks = cellBlocks(lines, forms)
	if !keepsColumns(lines, blocks) {
		return nil, nil, nil
	}
	if len(blocks) == 0 {
		blocks = gridBlocks(lines, forms)
	}
	placed := *doc
	placed.Pages = nil
	numbers = make(map[int]int)
	wide := countsWide(laterToks(lines))
	column := columnWidth(blocks)
	next := blocks
	var s *pageSetter
	for i := 0; i < len(lines); i++ {
		if s == nil || lines[i].page != lines[i-1].page {
			n := len(placed.Pages) + 1
			numbers[n] = lines[i].page
			s = &pageSetter{page: &extract.Page{Number: n, Engine: doc.Engine}, y: setMargin, wide: wide, column: column, forms: forms}
			placed.Pages = append(placed.Pages, s.page)
		}
		if len(next) > 0 && next[0].from == i {
			s.table(next[0])
			i = next[0].to - 1
			next = next[1:]
			continue
		}
		s.line(lines[i].text, setMargin)
		s.y += setPitch
	}
	for _, p := range placed.Pages {
		for _, g := range p.Glyphs {
			p.Width = max(p.Width, g.X1+setMargin)
		}
		p.Height = max(p.Height, setMargin)
	}
	return &placed, numbers, blocks
}

// width is how wide a character is set.
func (s *pageSetter) width(r rune) float64 {
	if s.wide && !isWide(r) {
		return setSize / 2
	}
	return setSize
}

// line sets text from x on and returns where it ends.
func (s *pageSetter) line(text string, x float64) float64 {
	cell := setSize
	if s.wide {
		cell /= 2
	}
	from := len(s.page.Glyphs)
	for _, r := range text {
		switch {
		case r == '\u200b' || r == '\ufeff' || r == '\u2060':
			continue
		case r == '\t':
			const stop = tabCells
			cells := int((x-setMargin)/cell + 0.5)
			x += float64(stop-cells%stop) * cell
			continue
		case r == '\u3000':
			x += s.width('国')
			continue
		case unicode.IsSpace(r):
			x += cell
			continue
		}
		w := s.width(r)
		raw := string(r)
		s.page.Glyphs = append(s.page.Glyphs, extract.Glyph{
			Text: extract.Normalize(raw), Raw: raw,
			X0: x, X1: x + w, Y0: s.y, Y1: s.y + setSize, Base: s.y + setAscent, Size: setSize,
		})
		x += w
	}
	s.pageLine(from)
	s.page.Height = s.y + setPitch + setMargin
	return x
}

// pageLine adds the glyphs set since from as a line of the page.
func (s *pageSetter) pageLine(from int) {
	gs := s.page.Glyphs[from:]
	if len(gs) == 0 {
		return
	}
	l := extract.Line{Base: gs[0].Base, Box: extract.Box{X0: gs[0].X0, Y0: gs[0].Y0, X1: gs[len(gs)-1].X1, Y1: gs[0].Y1}}
	var b strings.Builder
	for i := range gs {
		b.WriteString(gs[i].Raw)
		l.Glyphs = append(l.Glyphs, from+i)
	}
	l.Text = b.String()
	s.page.Lines = append(s.page.Lines, l)
}

// columnWidth is what the longest cell of all tables needs.
func columnWidth(blocks []cellBlock) float64 {
	longest := 0
	for _, b := range blocks {
		for _, row := range b.rows {
			for _, cell := range row {
				longest = max(longest, len([]rune(cell)))
			}
		}
	}
	return float64(longest)*setSize + 2*setGap
}

// table sets rows of cells between rules. Every row has the same number of
// cells; a blank one that belongs to a merged cell has no rule to it.
func (s *pageSetter) table(b cellBlock) {
	rows := b.rows
	s.y += setPitch
	var x []float64
	for c := range len(rows[0]) + 1 {
		x = append(x, setMargin+float64(c)*s.column)
	}
	left, up := b.left, b.up
	if left == nil {
		left, up = mergedCells(rows, headingRows(rows), s.forms)
	}
	y := s.y
	for r, row := range rows {
		pitch := setPitch*float64(rowHeight(row)) + setGap
		for c, text := range row {
			if !left[r][c] {
				s.rule(x[c], y, x[c], y+pitch)
			}
			if !up[r][c] {
				s.rule(x[c], y, x[c+1], y)
			}
			s.y = y + setGap/2
			for part := range strings.SplitSeq(text, "\n") {
				s.line(part, x[c]+setGap)
				s.y += setPitch
			}
		}
		s.rule(x[len(row)], y, x[len(row)], y+pitch)
		y += pitch
	}
	s.y = y
	s.rule(x[0], s.y, x[len(x)-1], s.y)
	s.y += setPitch
}

// rowHeight is how many lines the cells of a row need.
func rowHeight(row []string) int {
	n := 1
	for _, s := range row {
		n = max(n, 1+strings.Count(s, "\n"))
	}
	return n
}

func (s *pageSetter) rule(x0, y0, x1, y1 float64) {
	s.page.Rulings = append(s.page.Rulings, extract.Ruling{X0: x0, Y0: y0, X1: x1, Y1: y1, Width: 0.5})
}

// mergedCells tells which blank cells go on with the cell at their left, and
// which with the one above. A heading reaches over the blank cells after it
// that have headings of their own below; a label of several rows over the
// blank cells below it that stand right before other labels.
func mergedCells(rows [][]string, head int, forms *form.Catalog) (left, up [][]bool) {
	labels := labelColumns(rows, head)
	for r, row := range rows {
		left = append(left, make([]bool, len(row)))
		up = append(up, make([]bool, len(row)))
		for c, text := range row {
			if text != "" {
				continue
			}
			switch {
			case r < head:
				left[r][c] = c > 0 && (row[c-1] != "" || left[r][c-1]) && goesOn(rows, r, head, c)
			case c+1 < len(row) && isLabel(row[c+1]):
				up[r][c] = r > head && (isLabel(rows[r-1][c]) || up[r-1][c])
			}
		}
		if r >= head {
			centredTotal(row, left[r], labels, forms)
		}
	}
	return left, up
}

// labelColumns tells which columns hold more labels than figures below the
// heading.
func labelColumns(rows [][]string, head int) []bool {
	out := make([]bool, len(rows[0]))
	for c := range out {
		n := 0
		for _, row := range rows[head:] {
			if isLabel(row[c]) {
				n++
			} else if row[c] != "" {
				n--
			}
		}
		out[c] = n > 0
	}
	return out
}

// centredTotal merges the label of a total without figures of its own with
// the blank cells up to the figures of the side at its right: the label is
// printed over both sides.
func centredTotal(row []string, left, labels []bool, forms *form.Catalog) {
	for c, text := range row {
		if !labels[c] || !forms.Total(text) {
			continue
		}
		to, sides := c+1, 0
		for to < len(row) && row[to] == "" {
			if labels[to] {
				sides = to
			}
			to++
		}
		if to < len(row) && sides > c && !labels[to] {
			for k := c + 1; k <= sides; k++ {
				left[k] = true
			}
		}
	}
}

// goesOn reports whether a blank heading goes on with the one at its left:
// others stand below it and none above, or the column has no heading and no
// figures, as the parts of a code have.
func goesOn(rows [][]string, r, head, c int) bool {
	if headed(rows[:r], c) {
		return false
	}
	if headed(rows[r+1:head], c) || head < len(rows) && isLabel(rows[head][c]) && len([]rune(rows[head][c])) == 1 {
		return true
	}
	return !headed(rows[:head], c) && headed(rows[head:], c) && !slices.ContainsFunc(rows[head:], func(row []string) bool {
		return moneyText.MatchString(foldWide(squeeze(row[c])))
	})
}

// headed reports whether a row has a text in column c.
func headed(rows [][]string, c int) bool {
	return slices.ContainsFunc(rows, func(row []string) bool { return row[c] != "" })
}

// headingRows counts the rows before the first with a figure or a code.
func headingRows(rows [][]string) int {
	for r, row := range rows {
		for _, s := range row {
			if w := (Word{Text: foldWide(squeeze(s))}); w.Text != "" && valued(&w) {
				return r
			}
		}
	}
	return len(rows)
}

// isLabel reports a text that is neither figure nor code.
func isLabel(s string) bool {
	w := Word{Text: foldWide(squeeze(s))}
	return w.Text != "" && !numeric(&w)
}

// keepsColumns reports whether most figures of a text stand in cells or are
// set apart from their neighbours by wide gaps.
func keepsColumns(lines []plainLine, blocks []cellBlock) bool {
	inside := make([]bool, len(lines))
	for _, b := range blocks {
		for i := b.from; i < b.to; i++ {
			inside[i] = true
		}
	}
	kept, lost := 0, 0
	for i, l := range lines {
		for k, t := range l.toks {
			switch {
			case !t.isMoney() || len(l.toks) == 1 && !inside[i]:
			case inside[i] || t.wide && k > 0 && !t.bar || k+1 < len(l.toks) && l.toks[k+1].wide && !l.toks[k+1].bar:
				kept++
			default:
				lost++
			}
		}
	}
	return kept > lost
}

// laterToks gives the words of each page that do not begin their line.
func laterToks(lines []plainLine) map[int][]plainTok {
	out := make(map[int][]plainTok)
	for _, l := range lines {
		if len(l.toks) > 1 {
			out[l.page] = append(out[l.page], l.toks[1:]...)
		}
	}
	return out
}

// unplace takes the places off what was read of set pages: of a text only the
// page is known, if that.
func unplace(read *Read, numbers map[int]int) {
	page := func(s *budget.Span) { *s = budget.Span{Page: numbers[s.Page]} }
	for i := range read.Tables {
		page(&read.Tables[i].Start)
		page(&read.Tables[i].End)
		for k, n := range read.Tables[i].Pages {
			read.Tables[i].Pages[k] = numbers[n]
		}
	}
	for _, rows := range read.Rows {
		for i := range rows {
			page(&rows[i].Span)
			for k := range rows[i].Cells {
				page(&rows[i].Cells[k].Span)
			}
		}
	}
	for i := range read.Facts {
		page(&read.Facts[i].Span)
	}
	for i := range read.Prose {
		page(&read.Prose[i].Span)
	}
	for i := range read.Unread {
		page(&read.Unread[i].Span)
	}
	for i := range read.Purchases {
		page(&read.Purchases[i].Span)
	}
	for i := range read.Targets {
		page(&read.Targets[i].Span)
	}
	for i := range read.Units {
		page(&read.Units[i].Span)
	}
}
