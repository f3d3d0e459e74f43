package parse

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"yusuan/extract"
	"yusuan/parse/budget"
	"yusuan/parse/code"
	"yusuan/parse/form"
)

// A missing rule joins rows and columns, and their sums still add up: the
// figures of a row stay its figures, under a name that is not theirs. So rows
// whose labels do not look like one text, and figures that look like parts of
// others, are not called proven, whatever adds up. What is doubted is said among
// the unread.

// doubt is a fact that may be misread though it adds up.
type doubt struct {
	fact int // index into Read.Facts
	why  string
}

// doubts lists the doubtful ones of a table's facts, which begin at an index of
// Read.Facts, and what to say of them, once for each row or column.
func (s *draft) doubts(rows []Row, facts []budget.Fact, first int, forms *form.Catalog) (out []doubt, said []budget.Unread) {
	why := make([]string, len(rows))
	for i := range rows {
		if why[i] = s.labelDoubt(i, rows, forms); why[i] == "" {
			continue
		}
		said = append(said, budget.Unread{Kind: "table", Text: rows[i].Code + rows[i].Name, Why: why[i], Span: rows[i].Span})
	}
	ragged := map[string]bool{}
	for i := range s.head.cols {
		if c := &s.head.cols[i]; c.Role == "measure" && s.ragged(c) {
			ragged[c.Lane+"\n"+c.Path] = true
			said = append(said, budget.Unread{Kind: "heading", Text: c.Path, Why: raggedHead, Span: s.headSpan(c)})
		}
	}
	parts := figureParts(rows)
	for k := range facts {
		f := &facts[k]
		switch w := why[f.Row-1]; {
		case w != "":
			out = append(out, doubt{first + k, w})
		case ragged[f.Lane+"\n"+f.Column]:
			out = append(out, doubt{first + k, raggedHead})
		case parts[f.Span]:
			out = append(out, doubt{first + k, halfFigure})
			said = append(said, budget.Unread{Kind: "table", Text: f.Raw, Why: halfFigure, Span: f.Span})
		}
	}
	return out, said
}

const (
	halfFigure = "it may be a part of a figure that was cut"
	raggedHead = "the headings over it may be missing"
)

// ragged reports whether the heading of a column begins with empty cells, where
// those of others begin with texts: what stands over several columns may reach
// over this one.
func (s *draft) ragged(c *leaf) bool {
	g, h := s.first().Grid, &s.head
	top := func(col int) (r int, found bool) {
		for r := 0; r < h.body; r++ {
			if cell := g.At(r, col); len(cell.Words) > 0 {
				return cell.Row, true
			}
		}
		return 0, false
	}
	own, ok := top(c.from)
	if !ok || !g.Ruled {
		return false
	}
	for k := range h.cols {
		if o := &h.cols[k]; o != c && o.Role == "measure" && len(o.heads) > 1 {
			if r, found := top(o.from); found && r < own {
				return true
			}
		}
	}
	return false
}

// headSpan is the place of the heading of a column.
func (s *draft) headSpan(c *leaf) budget.Span {
	g := s.first().Grid
	return spanOf(g.Page, extract.Box{X0: g.X[c.from], X1: g.X[c.to], Y0: g.Y[0], Y1: g.Y[min(s.head.body, g.NumRows())]})
}

// strayDigits is a name that begins with the end of a code.
var strayDigits = regexp.MustCompile(`^[0-9]{4,}\p{Han}`)

// labelDoubt says why the label of row i may not be its own, "" where it may.
func (s *draft) labelDoubt(i int, rows []Row, forms *form.Catalog) string {
	raw, row := &s.rows[i], &rows[i]
	if figureBehind.MatchString(row.Name) {
		return "a figure stands in its label"
	}
	if !row.figures() {
		return ""
	}
	labels := 0
	var apart, joined, unheaded, total bool
	for k := range s.head.cols {
		c, t := &s.head.cols[k], &raw.cells[k]
		switch {
		case c.lane != raw.lane || c.Role == "measure":
		case c.Role == "ignore":
			unheaded = unheaded || len(c.heads) == 0 && !t.empty()
		default:
			labels++
			total = total || c.Role == "unit" && forms.Total(t.tight())
			apart = apart || c.Role != "text" && t.apart
			joined = joined || t.twoHeadings(forms)
		}
	}
	switch {
	case row.Code == "" && row.Name == "" && labels > 0:
		return "a row with figures and no label"
	case unheaded:
		return "a column without heading holds something of it"
	case strings.ContainsRune(row.Code+row.Name, utf8.RuneError):
		return "characters of its label are not known"
	case row.Unsure:
		return "characters of its code are not known"
	case knownName(row.Code, row.Name):
		return ""
	case strayDigits.MatchString(row.Name) && row.Code != "":
		return fmt.Sprintf("the name of %s begins with digits", row.Code)
	case secondCode(row.Name):
		return "its label may be those of two rows or columns"
	case row.Code != "" && forms.Total(row.Name):
		return fmt.Sprintf("the name of %s is that of a total", row.Code)
	case total && !forms.Total(row.Name):
		return "a total stands beside its label, which may be that of the row next to it"
	case partHeadings(row.Name, forms):
		return "its label is a piece of the heading"
	case s.begunAbove(i, rows, forms):
		return "its label may begin in the row above"
	case s.strayProject(i, rows, forms):
		return "its project may be named in the rows beside it"
	case apart || joined || secondOrdinal.MatchString(row.Name):
		return "its label may be those of two rows or columns"
	}
	return ""
}

// begunAbove reports whether row i may be the end of a row that an ordinal begins
// above it and that has no figures, in a grid without rules.
func (s *draft) begunAbove(i int, rows []Row, forms *form.Catalog) bool {
	if s.parts[s.rows[i].part].region.Grid.Ruled || rows[i].Code != "" || ordinal.MatchString(rows[i].Name) || forms.Total(rows[i].Name) {
		return false
	}
	for k := i - 1; k >= 0; k-- {
		if s.rows[k].lane == s.rows[i].lane {
			return !rows[k].figures() && ordinal.MatchString(rows[k].Name)
		}
	}
	return false
}

// strayProject reports whether row i of a table of projects without rules may
// be called by a part of its label: it names no project and is no sum, or a row
// without figures stands next to it, or no column names anything.
func (s *draft) strayProject(i int, rows []Row, forms *form.Catalog) bool {
	if s.parts[s.rows[i].part].region.Grid.Ruled || forms.Total(rows[i].Name) {
		return false
	}
	column := func(roles ...string) int {
		return slices.IndexFunc(s.head.cols, func(c leaf) bool { return slices.Contains(roles, c.Role) && c.lane == s.rows[i].lane })
	}
	col := column("project")
	if col < 0 {
		return s.kind == "project" && column("name", "item", "code") < 0
	}
	if s.rows[i].cells[col].empty() && forms.BodyName(rows[i].Name) == "" {
		return true
	}
	for _, k := range []int{i - 1, i + 1} {
		if k >= 0 && k < len(rows) && s.rows[k].lane == s.rows[i].lane && rows[k].Name != "" && !rows[k].figures() {
			return true
		}
	}
	return false
}

// partHeadings reports whether a name is made of what heads the parts of codes:
// 类款项.
func partHeadings(name string, forms *form.Catalog) bool {
	for _, r := range name {
		if !knownPart(string(r), forms) {
			return false
		}
	}
	return name != ""
}

// figures reports whether a row prints anything in its columns of figures.
func (r *Row) figures() bool {
	return slices.ContainsFunc(r.Cells, func(c Cell) bool { return c.Raw != "" })
}

// figureBehind is a label with a figure in it, or one that is a figure.
var figureBehind = regexp.MustCompile(`(^|[^0-9.,])[0-9]{1,3}(,?[0-9]{3})*\.[0-9]{2}$`)

// secondOrdinal is a label in which a second item begins: 八、… 九、….
var secondOrdinal = regexp.MustCompile(`^[一二三四五六七八九十]{1,3}[、.．].*[^第][一二三四五六七八九十]{1,3}、`)

// codeWithin is a code between Chinese characters, and the name behind it.
var codeWithin = regexp.MustCompile(`\p{Han}([0-9]{3}|[0-9]{5}|[0-9]{7})(\p{Han}+)`)

// secondCode reports whether a code and its name stand within a name.
func secondCode(name string) bool {
	m := codeWithin.FindStringSubmatch(name)
	return m != nil && knownName(m[1], m[2])
}

// twoHeadings reports whether the first lines of a label and its last ones are
// labels that the forms know, and all of it is none.
func (t *drawnText) twoHeadings(forms *form.Catalog) bool { return labelEnd(t.Lines, forms) > 0 }

// labelEnd is the number of the first lines that are a label that the forms know,
// where the rest is one too and all of them are none; 0 where there is no such.
func labelEnd(lines []string, forms *form.Catalog) int {
	known := func(lines []string) bool {
		text := tight(strings.Join(lines, ""))
		return knownHeading(text, forms) || forms.Identities().LabelOf(text) != ""
	}
	if len(lines) < 2 || known(lines) {
		return 0
	}
	for k := 1; k < len(lines); k++ {
		if known(lines[:k]) && known(lines[k:]) {
			return k
		}
	}
	return 0
}

// knownName reports whether a code and a name are known to go together.
func knownName(c, name string) bool {
	for _, s := range code.Schemes {
		for _, n := range code.Names(s, c) {
			if code.SameName(n.Name, name) {
				return true
			}
		}
	}
	return false
}

// figureParts tells which figures of a column look like the two parts of one,
// by their place: 1124.3 over 1.
func figureParts(rows []Row) map[budget.Span]bool {
	out := map[budget.Span]bool{}
	last := map[int]*Cell{} // by column: the figure above
	for i := range rows {
		for k := range rows[i].Cells {
			c := &rows[i].Cells[k]
			if c.Raw == "" {
				continue
			}
			if p := last[c.Column]; p != nil && len(c.Raw) < 3 && digits.MatchString(c.Raw) && !wholeFigure.MatchString(p.Raw) && figurePart.MatchString(p.Raw) && wholeFigure.MatchString(p.Raw+c.Raw) {
				out[p.Span], out[c.Span] = true, true
			}
			last[c.Column] = c
		}
	}
	return out
}

// stamps lists the watermarks drawn over the pages.
func stamps(pages []*extract.Page) []budget.Unread {
	var out []budget.Unread
	for _, p := range pages {
		for i := range p.Furniture {
			l := &p.Furniture[i]
			if p.Glyphs[l.Glyphs[0]].Flags&extract.Stamp != 0 {
				out = append(out, budget.Unread{Kind: "table", Text: l.Text, Why: "a watermark drawn over the page", Span: spanOf(p.Number, l.Box)})
			}
		}
	}
	return out
}
