package parse

import (
	"strings"

	"yusuan/extract"
	"yusuan/parse/form"
)

// In text that was laid out a figure may stand between two headings: wide
// characters count differently from line to line, and columns shift. This file
// tells the columns whose figures all stand under their own heading.

// columnPlace is a column of a table, both by index.
type columnPlace struct{ table, column int }

// places are what the places of words tell of the tables of a set document.
type places struct {
	under map[columnPlace]bool // columns whose figures lie under their own heading alone
	ruled map[int]bool         // tables set between rules
	loose map[string]bool      // title and heading of columns that blanks do not tell for sure
}

// readPlaces looks at the tables of a set document.
func readPlaces(doc *extract.Document, read *Read, blocks []cellBlock) places {
	loose := make(map[string]bool)
	for _, b := range blocks {
		for _, path := range b.loose {
			loose[columnKey(b.title, path)] = true
		}
	}
	return places{under: underHeadings(doc, read), ruled: ruledTables(doc, read), loose: loose}
}

// columnKey names a column of a table by title and heading.
func columnKey(title, path string) string { return form.Plain(title) + "|" + form.Plain(path) }

// ruledTables lists the tables that were set between rules.
func ruledTables(doc *extract.Document, read *Read) map[int]bool {
	out := make(map[int]bool)
	for n, t := range read.Tables {
		for _, p := range doc.Pages {
			for _, r := range p.Rulings {
				if p.Number == t.End.Page && r.Y0 >= t.End.Y0 && r.Y1 <= t.End.Y1 {
					out[n] = true
					break
				}
			}
		}
	}
	return out
}

// reach is how far something extends on a page, points.
type reach struct{ x0, x1 float64 }

func (r reach) over(o reach) bool { return r.x0 < o.x1 && o.x0 < r.x1 }

// headWord is a word of the headings of a table with its place.
type headWord struct {
	reach
	y    float64 // of its line
	text string
}

// underHeadings lists the columns of a set document of which the figures, on
// the page where the table begins, lie under a heading of their own and under
// none of another column.
func underHeadings(doc *extract.Document, read *Read) map[columnPlace]bool {
	pages := make(map[int]*extract.Page)
	for _, p := range doc.Pages {
		pages[p.Number] = p
	}
	out := make(map[columnPlace]bool)
	for n, t := range read.Tables {
		page := pages[t.Start.Page]
		if page == nil {
			continue
		}
		figures, top := figureReach(read.Rows[n], t.Start.Page)
		heads := headWords(page, t.Start.Y1, top)
		for c, f := range figures {
			if c < 0 || c >= len(t.Columns) {
				continue
			}
			path := form.Plain(t.Columns[c].Path)
			lines := make(map[float64]bool) // with a word of its own
			foreign := false
			for _, h := range heads {
				if !h.over(f) {
					continue
				}
				// Two words side by side may be the headings of two columns.
				foreign = foreign || lines[h.y] || !strings.Contains(path, h.text)
				lines[h.y] = true
			}
			out[columnPlace{n, c}] = len(lines) > 0 && !foreign
		}
	}
	return out
}

// figureReach gives how far the figures of each column extend on a page, and
// where the first of them stands.
func figureReach(rows []Row, page int) (out map[int]reach, top float64) {
	out = make(map[int]reach)
	for _, r := range rows {
		for _, c := range r.Cells {
			if c.Page != page || c.X1 <= c.X0 {
				continue
			}
			f, ok := out[c.Column]
			if !ok {
				f = reach{c.X0, c.X1}
			}
			out[c.Column] = reach{min(f.x0, c.X0), max(f.x1, c.X1)}
			if top == 0 || c.Y0 < top {
				top = c.Y0
			}
		}
	}
	return out, top
}

// headWords cuts the lines between two heights of a set page into words.
func headWords(p *extract.Page, from, to float64) []headWord {
	var out []headWord
	for _, l := range p.Lines {
		if l.Y0 < from || l.Y1 > to {
			continue
		}
		var cur headWord
		for _, i := range l.Glyphs {
			g := p.Glyphs[i]
			if cur.text != "" && g.X0 > cur.x1+setSize/4 {
				out = append(out, cur)
				cur = headWord{}
			}
			if cur.text == "" {
				cur.x0, cur.y = g.X0, l.Y0
			}
			cur.x1 = g.X1
			cur.text += form.Plain(g.Text)
		}
		if cur.text != "" {
			out = append(out, cur)
		}
	}
	return out
}
