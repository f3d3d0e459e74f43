package parse

import (
	"fmt"
	"math"
	"regexp"
	"unicode"

	"yusuan/extract"
	"yusuan/parse/budget"
	"yusuan/parse/code"
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
// Read.Facts, and what to say of them, once for each row.
func (s *draft) doubts(rows []Row, facts []budget.Fact, first int) (out []doubt, said []budget.Unread) {
	why := make([]string, len(rows))
	for i := range rows {
		if why[i] = s.labelDoubt(&s.rows[i], &rows[i]); why[i] == "" {
			continue
		}
		said = append(said, budget.Unread{Kind: "table", Text: rows[i].Code + rows[i].Name, Why: why[i], Span: rows[i].Span})
	}
	parts := figureParts(facts)
	for k := range facts {
		f := &facts[k]
		switch w := why[f.Row-1]; {
		case w != "":
			out = append(out, doubt{first + k, w})
		case parts[k]:
			const half = "it may be a part of a figure that was cut"
			out = append(out, doubt{first + k, half})
			said = append(said, budget.Unread{Kind: "table", Text: f.Raw, Why: half, Span: f.Span})
		}
	}
	return out, said
}

// strayDigits is a name that begins with the end of a code.
var strayDigits = regexp.MustCompile(`^[0-9]{4,}\p{Han}`)

// labelDoubt says why the label of a row may not be its own, "" where it may.
func (s *draft) labelDoubt(raw *rawRow, row *Row) string {
	figures, apart, labels := false, false, 0
	for i := range row.Cells {
		figures = figures || row.Cells[i].Raw != ""
	}
	for i := range s.head.cols {
		c := &s.head.cols[i]
		if c.lane == raw.lane && c.Role != "measure" && c.Role != "ignore" {
			labels++
		}
		apart = apart || c.lane == raw.lane && c.Role != "measure" && c.Role != "ignore" && c.Role != "text" && raw.cells[i].apart
	}
	switch {
	case !figures:
		return ""
	case row.Code == "" && row.Name == "" && labels > 0:
		return "a row with figures and no label"
	case knownName(row.Code, row.Name):
		return ""
	case strayDigits.MatchString(row.Name) && row.Code != "":
		return fmt.Sprintf("the name of %s begins with digits", row.Code)
	case apart:
		return "its label may be those of two rows or columns"
	}
	return ""
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

// looseEm is the room, in font sizes, that a line leaves at its end beside what
// would have stood there, when it was not wrapped but ended.
const looseEm = 1.2

// setApart tells whether the lines of a cell are no wraps of one text, since
// the next word would have fitted the line above, or whether its words are set
// apart as those of two columns are. right is where the texts of its column end.
func setApart(ls []textLine, left, right float64) bool {
	for i := range ls {
		if wordsApart(&ls[i]) {
			return true
		}
		if i+1 == len(ls) {
			continue
		}
		l, next := &ls[i], &ls[i+1]
		room := right - l.X1
		if math.Abs(l.X0-next.X0) > 0.6*l.Size && math.Abs(l.X0+l.X1-next.X0-next.X1) < l.Size { // set in the middle
			room += l.X0 - left
		}
		if room > firstUnit(next)+looseEm*l.Size && next.Base-l.Base > baseTolEm*l.Size {
			return true
		}
	}
	return false
}

// firstUnit is the width, in points, of what a line begins with and no wrap
// divides: a character, or a word of digits or letters, with its bracket.
func firstUnit(l *textLine) float64 {
	w := &l.Words[0]
	rs := []rune(w.Text)
	n := 1
	for n < len(rs) && (!unicode.Is(unicode.Han, rs[n-1]) && unicode.Is(unicode.Han, rs[n]) || !unicode.Is(unicode.Han, rs[n])) {
		n++
		if unicode.Is(unicode.Han, rs[n-1]) {
			break
		}
	}
	return (w.X1 - w.X0) * float64(n) / float64(max(1, len(rs)))
}

// asideEm is how far apart, in font sizes, whole words of one label are not set.
const asideEm = 1.5

// wordsApart reports whether a line holds a bare figure beside words, or two
// words of several characters far apart.
func wordsApart(l *textLine) bool {
	for i := 1; i < len(l.Words); i++ {
		a, b := &l.Words[i-1], &l.Words[i]
		gap := (b.X0 - a.X1) / l.Size
		switch {
		case gap > spaceGapEm && (bareDigits(a) != bareDigits(b)):
			return true
		case gap > asideEm && len([]rune(a.Text)) > 1 && len([]rune(b.Text)) > 1:
			return true
		}
	}
	return false
}

func bareDigits(w *Word) bool { return len(w.Text) > 1 && digits.MatchString(w.Text) }

// figureParts tells which figures of a column look like the two parts of one:
// 1124.3 over 1.
func figureParts(facts []budget.Fact) []bool {
	out := make([]bool, len(facts))
	last := map[string]int{} // by column: the figure above
	for k := range facts {
		f := &facts[k]
		if f.Raw == "" {
			continue
		}
		column := f.Lane + "\n" + f.Column
		if p, ok := last[column]; ok && figurePart.MatchString(facts[p].Raw) && !wholeFigure.MatchString(facts[p].Raw) && digits.MatchString(f.Raw) && wholeFigure.MatchString(facts[p].Raw+f.Raw) && len(f.Raw) < 3 {
			out[p], out[k] = true, true
		}
		last[column] = k
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
