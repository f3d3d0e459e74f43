package parse

import (
	"regexp"
	"slices"
	"strings"

	"yusuan/parse/form"
)

// cellBlock is a run of lines that is a table of delimited cells.
type cellBlock struct {
	from, to int // lines, [from, to)
	rows     [][]string
	left, up [][]bool // cells that go on with the one at their left, above; nil where it is to be found out
	title    string   // of the table, where a grid was found by blanks
	loose    []string // headings of columns that places do not tell for sure
}

// markdownRule is the line below the headings of a Markdown table.
var markdownRule = regexp.MustCompile(`^\s*\|?(?:\s*:?-+:?\s*\|)+\s*(?::?-+:?)?\s*$`)

// cellBlocks finds the tables of a text whose cells are parted by bars or
// tabs. Rows that do not keep their blank cells make no table: which column a
// figure stands in is not known.
func cellBlocks(lines []plainLine, forms *form.Catalog) []cellBlock {
	var out []cellBlock
	for i := 0; i < len(lines); {
		to := blockEnd(lines, i, forms)
		if to == i {
			i++
			continue
		}
		width := 0
		if len(out) > 0 {
			width = len(out[len(out)-1].rows[0])
		}
		rows := blockRows(lines[i:to], width)
		if len(rows) > 1 || len(rows) == 1 && len(rows[0]) == width {
			out = append(out, cellBlock{from: i, to: to, rows: rows})
		}
		i = to
	}
	return out
}

// delimiter gives the sign that parts the cells of a line, 0 for none.
func delimiter(text string) rune {
	for _, d := range "|｜│┃\t" {
		if strings.ContainsRune(text, d) && strings.TrimSpace(text) != "" {
			return d
		}
	}
	return 0
}

// maxCellLines is how many lines without a bar one cell may have.
const maxCellLines = 4

// blockEnd gives the line after the delimited lines that begin at i; i where
// none begins there. Lines without a bar are part of the block where they go
// on with a cell: the bars before and after them are together those of a row.
func blockEnd(lines []plainLine, i int, forms *form.Catalog) int {
	d := delimiter(lines[i].text)
	if d == 0 {
		return i
	}
	end, most, flat := i, 0, true
	for k := i; k < len(lines) && k-end <= maxCellLines && lines[k].page == lines[i].page; k++ {
		text := lines[k].text
		if delimiter(text) != d {
			if d == '\t' && strings.TrimSpace(text) == "" || (Region{}).reads(text, forms) || len(forms.Title(text)) > 0 {
				break
			}
			continue
		}
		bars := strings.Count(text, string(d))
		alone := oneCell(text, d)
		if k > end && !(flat && alone) && !goesInto(lines[end-1:k+1], d, most) {
			break
		}
		end, most, flat = k+1, max(most, bars), flat && alone
	}
	return end
}

// goesInto reports whether the lines between the first and the last, which
// have no bars, belong to a cell of the row that the last ends: the first
// begins that row, or the lines begin its first cell.
func goesInto(lines []plainLine, d rune, most int) bool {
	first, last := lines[0].text, lines[len(lines)-1]
	bars := strings.Count(last.text, string(d))
	if bars < most {
		return strings.Count(first, string(d))+bars == most
	}
	text := ""
	for _, l := range lines[1 : len(lines)-1] {
		text += squeeze(l.text)
	}
	return len([]rune(text)) <= proseRunes && !strings.ContainsAny(text, "。；：:") &&
		slices.ContainsFunc(last.toks, func(t plainTok) bool { return t.isMoney() })
}

// oneCell reports a line with the text of one cell at most.
func oneCell(text string, d rune) bool {
	return d != '\t' && len(strings.FieldsFunc(strings.TrimSpace(text), func(r rune) bool { return r == d })) <= 1
}

// blockRows takes delimited lines apart into rows of equally many cells; before
// is how many the table before has, which a single row may go on with.
func blockRows(lines []plainLine, before int) [][]string {
	d := delimiter(lines[0].text)
	if d != '\t' {
		if rows := flatRows(lines, d, before); rows != nil {
			return rows
		}
	}
	var rows [][]string
	framed := true
	for _, l := range lines {
		t := l.text
		if strings.TrimSpace(t) == "" || markdownRule.MatchString(t) {
			continue
		}
		row := cutCells(t, d)
		framed = framed && len(row) > 2 && row[0] == "" && row[len(row)-1] == ""
		rows = append(rows, row)
	}
	if framed && d != '\t' {
		for i := range rows {
			rows[i] = rows[i][1 : len(rows[i])-1]
		}
	}
	return evenRows(rows, d)
}

func cutCells(text string, d rune) []string {
	cells := strings.Split(text, string(d))
	for i := range cells {
		cells[i] = trimCell(cells[i])
	}
	return cells
}

var lineBreak = regexp.MustCompile(`(?i)<br\s*/?>`)

func trimCell(s string) string {
	return strings.TrimSpace(lineBreak.ReplaceAllString(s, ""))
}

// evenRows makes rows equally long: a cell broken over lines is joined, and
// blank cells cut off at the end of a line are put back where the table shows
// that it keeps blank cells where they are.
func evenRows(rows [][]string, d rune) [][]string {
	width, blanks, short := 0, false, false
	for _, row := range rows {
		width = max(width, len(row))
	}
	if width < 2 {
		return nil
	}
	var out [][]string
	for i := 0; i < len(rows); i++ {
		row := rows[i]
		k := i
		for len(row) < width && k+1 < len(rows) && len(row)+len(rows[k+1])-1 <= width && !(d == '\t' && len(rows[k+1]) > 1) {
			k++
			joined := append([]string(nil), row...)
			joined[len(joined)-1] += rows[k][0]
			row = append(joined, rows[k][1:]...)
		}
		switch {
		case len(row) == width:
			i = k
		case len(rows[i]) == 1 && len(rows) > 1:
			return nil
		default:
			row, short = rows[i], true
		}
		blanks = blanks || blankWithin(row)
		for len(row) < width {
			row = append(row[:len(row):len(row)], "")
		}
		out = append(out, row)
	}
	if short && !blanks || !severalCells(out) {
		return nil
	}
	return out
}

// blankWithin reports a blank cell with a text somewhere at its right. Blanks at
// the end alone may be those of merged cells, moved there from among the texts.
func blankWithin(row []string) bool {
	blank := false
	for _, s := range row {
		if s != "" && blank {
			return true
		}
		blank = blank || s == ""
	}
	return false
}

// severalCells reports whether rows hold texts side by side: paragraphs set in
// with a tab are no table.
func severalCells(rows [][]string) bool {
	n := 0
	for _, row := range rows {
		texts := 0
		for _, s := range row {
			if s != "" {
				texts++
			}
		}
		if texts > 1 {
			n++
		}
	}
	return n > 1 || 2*n >= len(rows)
}

// flatRows reads a table of which every cell, or every bar, came on a line of
// its own: a row begins where two bars meet, once in so many cells as the
// table has columns.
func flatRows(lines []plainLine, d rune, before int) [][]string {
	var b strings.Builder
	for _, l := range lines {
		if !oneCell(l.text, d) {
			return nil
		}
		b.WriteString(strings.TrimSpace(l.text))
	}
	cells := cutCells(b.String(), d)
	if len(cells) < 3 || cells[0] != "" || cells[len(cells)-1] != "" {
		return nil
	}
	if n := len(cells); n == before+2 || n == before+3 && cells[n-2] == "" {
		return [][]string{cells[1 : before+1]}
	}
	for width := 2; width < len(cells)-1; width++ {
		if (len(cells)-1)%(width+1) != 0 && (len(cells)-2)%(width+1) != 0 {
			continue
		}
		if rows := flatWidth(cells, width); rows != nil {
			return rows
		}
	}
	return nil
}

// flatWidth parts cells into rows of the given width, nil where the cells
// between two rows are not all blank.
func flatWidth(cells []string, width int) [][]string {
	var rows [][]string
	for i := 0; i+width < len(cells); i += width + 1 {
		if cells[i] != "" {
			return nil
		}
		rows = append(rows, cells[i+1:i+1+width])
	}
	if len(rows) < 2 {
		return nil
	}
	return rows
}
