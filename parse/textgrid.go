package parse

import (
	"regexp"
	"slices"
	"strings"

	"yusuan/parse/budget"
	"yusuan/parse/form"
)

// Text that was laid out in columns of characters keeps what stands beside
// what: words that are apart on the page are apart in the text, page by page,
// whatever the width of their characters. This file finds the columns of such
// a table by the blanks that run down all its rows, so that the table can be
// set between ruling lines.

// reachX is the run of character cells [x0, x1) that something covers.
type reachX struct{ x0, x1 int }

func (r reachX) over(o reachX) bool { return r.x0 < o.x1 && o.x0 < r.x1 }
func (r reachX) mid() int           { return r.x0 + r.x1 } // twice the middle

// gridLine is one line of a laid-out table.
type gridLine struct {
	at   int // index into the document's lines
	toks []plainTok
}

// textGrid is one page of a laid-out table while its cells are found.
type textGrid struct {
	forms *form.Catalog
	match form.Match
	heads []gridLine // from the top
	body  []gridLine
	cols  []gridColumn // of the body, then of both
	leafs []gridColumn // of the headings

	groups []gridGroup // placed, from the bottom

	before []gridColumn    // of the page before
	pairs  map[string]bool // as declaredPairs gives them
}

// gridColumn is one column of a laid-out table: its headings and its body, one
// of which may be missing.
type gridColumn struct {
	reachX                       // of headings and body together
	text                  reachX // of the body
	figures, words, codes int    // tokens of each kind in the body
	leaf                  []gridPiece
	groups                []string // headings over the leaf, from the top
}

// figured reports a column of amounts.
func (c *gridColumn) figured() bool { return c.figures > 0 && c.figures >= c.words }

// bodied reports a column that is not blank.
func (c *gridColumn) bodied() bool { return c.text.x1 > c.text.x0 }

// gridBlocks finds the tables of a text that was laid out, page by page.
func gridBlocks(lines []plainLine, forms *form.Catalog) []cellBlock {
	wide := countsWide(laterToks(lines))
	pairs := make(map[budget.Phase]map[string]bool)
	regions, _ := findRegions(lines, forms)
	var out []cellBlock
	for _, r := range regions {
		if recordKind(r.match.Kind) == "performance" || r.match.Kind == "member_units" {
			continue
		}
		phase := r.match.Phase
		if pairs[phase] == nil {
			pairs[phase] = declaredPairs(forms, phase)
		}
		var before []gridColumn
		for _, chunk := range r.pages(lines, wide) {
			g := &textGrid{forms: forms, match: r.match, before: before, pairs: pairs[phase]}
			rows, left, up := g.read(chunk)
			if rows == nil {
				continue
			}
			before = g.cols
			out = append(out, cellBlock{from: chunk[0].at, to: chunk[len(chunk)-1].at + 1, rows: rows, left: left, up: up, title: r.match.Title, loose: g.loose()})
		}
	}
	return out
}

// pages gives the lines of a region below its title and captions, a page at a
// time, as far as the first note.
func (r *textRegion) pages(lines []plainLine, wide bool) [][]gridLine {
	var out [][]gridLine
	noted := false
	for i := r.body; i < len(r.toks); i++ {
		k := r.toks[i]
		if r.use[i] != useNone {
			noted = noted || r.use[i] == useNote
			continue
		}
		if wide {
			k.x0, k.x1 = k.w0, k.w1
		}
		n := len(out)
		switch {
		case n == 0 || lines[k.line].page != lines[out[n-1][0].at].page || noted:
			out = append(out, []gridLine{{k.line, []plainTok{k}}})
			noted = false
		case out[n-1][len(out[n-1])-1].at == k.line:
			l := &out[n-1][len(out[n-1])-1]
			l.toks = append(l.toks, k)
		default:
			out[n-1] = append(out[n-1], gridLine{k.line, []plainTok{k}})
		}
	}
	return out
}

// read finds rows, columns and merged cells. It returns nil where the text
// does not keep them apart.
func (g *textGrid) read(lines []gridLine) (rows [][]string, left, up [][]bool) {
	g.part(lines)
	if g.before != nil && !g.headed() {
		g.heads, g.body = nil, lines
	}
	if len(g.body) == 0 {
		return nil, nil, nil
	}
	if rows, head := g.leftRows(); rows != nil {
		left, up = mergedCells(rows, head, g.forms)
		return rows, left, up
	}
	if !g.bodyColumns() {
		return nil, nil, nil
	}
	if len(g.heads) == 0 {
		if !g.goOn() {
			return nil, nil, nil
		}
	} else {
		groups := g.leafColumns()
		g.matchHeads()
		g.groupColumns(groups)
	}
	if len(g.cols) < 2 {
		return nil, nil, nil
	}
	body := g.bodyRows()
	if body == nil || !g.sound(body) {
		return nil, nil, nil
	}
	rows, left, up = g.headRows()
	head := len(rows)
	rows = append(rows, body...)
	l, u := mergedCells(rows, head, g.forms)
	return rows, append(left, l[head:]...), append(up, u[head:]...)
}

// goOn gives the columns of a page without headings their places among those
// of the page before. It reports false when there are fewer or others.
func (g *textGrid) goOn() bool {
	n := 0
	out := make([]gridColumn, 0, len(g.before))
	for _, b := range g.before {
		c := gridColumn{}
		if b.bodied() {
			if n == len(g.cols) || g.cols[n].figured() != b.figured() {
				return false
			}
			c = g.cols[n]
			n++
		}
		out = append(out, c)
	}
	if n < len(g.cols) {
		return false
	}
	g.cols = out
	return true
}

// part tells the lines of the headings from those of the rows.
func (g *textGrid) part(lines []gridLine) {
	first := slices.IndexFunc(lines, func(l gridLine) bool { return g.rowLine(l) })
	if first < 0 {
		return
	}
	// What stands just above the first figures may begin the label of their row.
	if first > 1 && len(lines[first-1].toks) == 1 && lines[first].at-lines[first-1].at == 1 && g.beginsName(lines[first-1], lines[first]) {
		first--
	}
	g.heads = slices.Clone(lines[:first])
	for _, l := range lines[first:] {
		var cells []string
		for _, k := range l.toks {
			cells = append(cells, k.raw)
		}
		if codeParts(cells) {
			g.heads = append(g.heads, l)
			continue
		}
		g.body = append(g.body, l)
	}
}

// headed reports whether some word above the rows is a heading that the forms
// know.
func (g *textGrid) headed() bool {
	for _, l := range g.heads {
		for _, k := range l.toks {
			if _, ok := g.forms.Column(g.match.Kind, g.match.Phase, []string{squeeze(k.raw)}); ok {
				return true
			}
		}
	}
	return false
}

// rowLine reports a line with a figure, a code, or the numbers of the columns.
func (g *textGrid) rowLine(l gridLine) bool {
	var cells []string
	for _, k := range l.toks {
		cells = append(cells, k.raw)
		if figureLike(k) && !k.isDash() || isCodeTok(k) || rowOrdinal.MatchString(k.raw) {
			return true
		}
	}
	return len(cells) > 2 && g.forms.IndexRow(cells)
}

// rowOrdinal begins labels of rows, never headings.
var rowOrdinal = regexp.MustCompile(`^[一二三四五六七八九十]{1,3}、\p{Han}`)

func isCodeTok(k plainTok) bool {
	return k.digits(3) && classCode.MatchString(k.s) || k.digits(5, 7) && classCode.MatchString(k.s[:3])
}

// figureLike reports a figure, the first part of one that is broken over lines,
// or a mark in its place.
func figureLike(k plainTok) bool {
	return k.isMoney() || k.isDash() || amountOpen.MatchString(k.s) && strings.ContainsAny(k.s, ",.")
}

// beginsName reports whether a line of one word begins the name of the code
// that the next line has without a name.
func (g *textGrid) beginsName(l, next gridLine) bool {
	id := ""
	for _, k := range next.toks {
		switch {
		case k.isWord():
			return false
		case id == "" && isCodeTok(k):
			id = k.s
		case !k.isMoney() && k.digits(2) && (len(id) == 3 || len(id) == 5):
			id += k.s
		}
	}
	return slices.ContainsFunc(knownNames(nil, id), func(name string) bool {
		return strings.HasPrefix(nameKey(name), nameKey(l.toks[0].raw))
	})
}

// totals marks the tokens of a line that are the label of a total: such a
// label may stand in the middle of several columns.
func (g *textGrid) totals(l gridLine) []bool {
	out := make([]bool, len(l.toks))
	for from := 0; from < len(l.toks); {
		to := from
		label := ""
		for to < len(l.toks) && l.toks[to].isWord() {
			label += l.toks[to].raw
			to++
			if g.forms.Total(label) && (to == len(l.toks) || !l.toks[to].isWord() || l.toks[to].wide) {
				for i := from; i < to; i++ {
					out[i] = true
				}
				break
			}
		}
		from = max(to, from+1)
	}
	return out
}
