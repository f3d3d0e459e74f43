package parse

import (
	"math"
	"regexp"
	"slices"
	"sort"
	"strings"

	"yusuan/parse/form"
)

var wholeFigure = regexp.MustCompile(`^-?[0-9]{1,3}(,?[0-9]{3})*\.[0-9]{2}$|^-?[0-9]{1,3}(,[0-9]{3})+$|^0$`)

// rowSpan is one row of one lane: its lines lie between two heights.
type rowSpan struct{ y0, y1 float64 }

// openRows groups the lines of one lane into rows. Rules between lines always
// part rows; without them a row begins with a code or a figure, and lines of
// text alone are wraps of the nearest row or rows of their own.
func openRows(ls []textLine, cols []openColumn, x, rules []float64, forms *form.Catalog) []rowSpan {
	var out []rowSpan
	for i := 0; i < len(ls); {
		j := i + 1
		for j < len(ls) && !parted(rules, mid(&ls[i]), mid(&ls[j])) {
			j++
		}
		out = append(out, bandRows(ls[i:j], cols, x, len(rules) > 1, forms)...)
		i = j
	}
	return out
}

// levelEm is how far apart, in font sizes, the baselines of one row may be
// where one line has the label and the other the figures.
const levelEm = 0.8

// pairEm is the same where lines stand in pairs; pairShare is how much nearer to
// each other than to the lines above and below those of a pair are at least.
const (
	pairEm    = 1.5
	pairShare = 0.6
)

// levelLines joins lines of one row that are set on unlike baselines: a label
// without figures and figures without a label, next to each other, or any lines
// that fill different columns and stand in pairs.
func levelLines(ls []textLine, cols []openColumn, x, rules []float64) []textLine {
	var out []textLine
	for i := range ls {
		l := ls[i]
		n := len(out)
		if n > 0 && !parted(rules, mid(&out[n-1]), mid(&l)) && (l.Base-out[n-1].Base < levelEm*math.Max(l.Size, out[n-1].Size) && completes(&out[n-1], &l, cols, x) || paired(ls, i, cols, x)) {
			p := &out[n-1]
			p.Words = append([]Word(nil), p.Words...)
			p.take(&l)
			continue
		}
		out = append(out, l)
	}
	return out
}

// paired reports whether line i fills other columns than the line above it and
// stands much nearer to it than either stands to its other neighbour.
func paired(ls []textLine, i int, cols []openColumn, x []float64) bool {
	if i == 0 {
		return false
	}
	near := ls[i].Base - ls[i-1].Base
	far := math.Min(ls[i-1].Base-prevBase(ls, i-1), nextBase(ls, i)-ls[i].Base)
	different, _ := fillsColumns(&ls[i-1], &ls[i], cols, x)
	return different && near < pairEm*ls[i].Size && near < pairShare*far && !math.IsInf(far, 1)
}

// completes reports whether two lines fill different columns, one with the
// label, one without.
func completes(a, b *textLine, cols []openColumn, x []float64) bool {
	different, labels := fillsColumns(a, b, cols, x)
	return different && labels[0] != labels[1]
}

// fillsColumns reports whether two lines fill different columns, and which of them hold
// labels.
func fillsColumns(a, b *textLine, cols []openColumn, x []float64) (different bool, labels [2]bool) {
	used := make([]int, len(cols))
	for k, l := range []*textLine{a, b} {
		for i := range l.Words {
			c := clampPlace(x, l.Words[i].CX())
			used[c] |= 1 << k
			labels[k] = labels[k] || cols[c].labels()
		}
	}
	for _, u := range used {
		if u == 3 {
			return false, labels
		}
	}
	return true, labels
}

func mid(l *textLine) float64 { return l.Base - 0.35*l.Size }

func parted(rules []float64, a, b float64) bool {
	i := sort.SearchFloat64s(rules, a)
	return i < len(rules) && rules[i] < b
}

func spanLines(ls []textLine) rowSpan {
	s := rowSpan{math.Inf(1), math.Inf(-1)}
	for i := range ls {
		s.y0, s.y1 = math.Min(s.y0, ls[i].Y0), math.Max(s.y1, ls[i].Y1)
	}
	return s
}

// bandRows parts the lines between two rules, or of a body without rules.
func bandRows(ls []textLine, cols []openColumn, x []float64, ruled bool, forms *form.Catalog) []rowSpan {
	if ruled && oneRow(ls, cols, x, forms) {
		return []rowSpan{spanLines(ls)}
	}
	ls = joinFigures(ls, cols, x)
	if rows := numberedRows(ls, cols, x, forms); rows != nil {
		return rows
	}
	if rows := middleRows(ls, cols, x, forms); rows != nil {
		return rows
	}
	n := len(ls)
	anchor := make([]bool, n)
	coded := false
	for i := range cols {
		coded = coded || cols[i].kind == 'K'
	}
	for i := range ls {
		for k := range ls[i].Words {
			w := &ls[i].Words[k]
			c := cols[clampPlace(x, w.CX())]
			if numeric(w) && c.kind != 'T' || codeAndName(w.Text) != nil {
				anchor[i] = true
			}
		}
		if !anchor[i] && ownRow(&ls[i], forms) {
			anchor[i] = true
		}
	}
	owner := rowOwners(ls, anchor, coded)
	var out []rowSpan
	for i := 0; i < n; {
		j := i + 1
		for j < n && owner[j] == owner[i] {
			j++
		}
		out = append(out, spanLines(ls[i:j]))
		i = j
	}
	return out
}

// apartShare is the part of the distance between rows that lines must be apart
// to be of different rows.
const apartShare = 0.8

// rowOwners gives each line the first line, or the anchor, of the row that it is
// of. Texts without an anchor are of the nearest row, or where no codes tell the
// rows and they stand as far off as rows do, of their own.
func rowOwners(ls []textLine, anchor []bool, coded bool) []int {
	n := len(ls)
	owner := make([]int, n)
	apart := apartShare * rowPitch(ls, anchor)
	for i := 0; i < n; {
		if anchor[i] {
			owner[i] = i
			i++
			continue
		}
		j := i + 1 // the lines of one text
		for j < n && !anchor[j] && ls[j].Base-ls[j-1].Base <= apart {
			j++
		}
		own := !coded && math.Min(ls[i].Base-prevBase(ls, i), nextBase(ls, j-1)-ls[j-1].Base) > apart
		for k := i; k < j; k++ {
			if owner[k] = i; !own {
				owner[k] = nearestAnchor(ls, anchor, k)
			}
		}
		i = j
	}
	return owner
}

// nearestAnchor is the anchor nearest to line i, the upper one where there is
// little between them; i itself where there is none.
func nearestAnchor(ls []textLine, anchor []bool, i int) int {
	up, down := i-1, i+1
	for up >= 0 && !anchor[up] {
		up--
	}
	for down < len(ls) && !anchor[down] {
		down++
	}
	switch {
	case up < 0 && down == len(ls):
		return i
	case up < 0:
		return down
	case down == len(ls) || ls[i].Base-ls[up].Base <= 1.05*(ls[down].Base-ls[i].Base):
		return up
	}
	return down
}

// joinFigures makes one line of those that a figure is wrapped over, with what
// stands between its parts in other columns.
func joinFigures(ls []textLine, cols []openColumn, x []float64) []textLine {
	var out []textLine
	for i := range ls {
		n := len(out)
		switch {
		case n > 0 && endsFigure(&out[n-1], &ls[i], cols, x):
			out[n-1].take(&ls[i])
		case n > 1 && clearOf(&out[n-1], &ls[i], cols, x) && endsFigure(&out[n-2], &ls[i], cols, x):
			out[n-2].take(&out[n-1])
			out[n-2].take(&ls[i])
			out = out[:n-1]
		default:
			l := ls[i]
			l.Words = append([]Word(nil), l.Words...)
			out = append(out, l)
		}
	}
	return out
}

// take adds the words of another line.
func (l *textLine) take(o *textLine) {
	l.Words = append(l.Words, o.Words...)
	l.Box = unionBox(l.Box, o.Box)
	l.Size = math.Max(l.Size, o.Size)
}

// clearOf reports whether line a has no word in those columns of figures where
// line b has some.
func clearOf(a, b *textLine, cols []openColumn, x []float64) bool {
	for i := range a.Words {
		c := clampPlace(x, a.Words[i].CX())
		if cols[c].kind == 'N' && slices.ContainsFunc(b.Words, func(w Word) bool { return clampPlace(x, w.CX()) == c }) {
			return false
		}
	}
	return true
}

// endsFigure reports whether a line goes on with the figures that the line
// above it begins: 14,461. and 89.
func endsFigure(a, b *textLine, cols []openColumn, x []float64) bool {
	ends := false
	for i := range b.Words {
		w := &b.Words[i]
		c := clampPlace(x, w.CX())
		if !numeric(w) || cols[c].kind != 'N' {
			continue
		}
		begun := ""
		for k := range a.Words {
			if v := &a.Words[k]; clampPlace(x, v.CX()) == c {
				begun += v.Text
			}
		}
		joined := !wholeFigure.MatchString(begun) && figurePart.MatchString(begun) && wholeFigure.MatchString(begun+w.Text) && len(begun+w.Text) > 3
		if !joined {
			return false
		}
		ends = true
	}
	return ends
}

func prevBase(ls []textLine, i int) float64 {
	if i == 0 {
		return math.Inf(-1)
	}
	return ls[i-1].Base
}

func nextBase(ls []textLine, i int) float64 {
	if i+1 >= len(ls) {
		return math.Inf(1)
	}
	return ls[i+1].Base
}

// rowPitch is the usual distance between lines that begin rows.
func rowPitch(ls []textLine, anchor []bool) float64 {
	var d []float64
	for i := 1; i < len(ls); i++ {
		if anchor[i] && anchor[i-1] {
			d = append(d, ls[i].Base-ls[i-1].Base)
		}
	}
	if len(d) == 0 {
		return 0
	}
	sort.Float64s(d)
	return d[len(d)/4]
}

// ownRow reports whether a line of text begins a row by what it says.
func ownRow(l *textLine, forms *form.Catalog) bool {
	for i := range l.Words {
		t := l.Words[i].Text
		if ordinal.MatchString(t) || forms.Total(t) {
			return true
		}
	}
	return false
}

// headLine reports whether a line of texts, though it says 合计, holds
// headings: at least two of them known, not all of them totals; or three and
// more that no form need know, where only one says 小计 or the first says
// neither that nor 其中.
func headLine(l *textLine, forms *form.Catalog) bool {
	totals, parts, values, first := 0, 0, 0, false
	for i := range l.Words {
		w := &l.Words[i]
		total, part := forms.Total(w.Text), ordinal.MatchString(w.Text)
		if total {
			totals++
		}
		if part {
			parts++
		}
		if valued(w) {
			values++
		}
		first = first || i == 0 && (total || part)
	}
	known, all := headTexts(l, "summary", forms)
	return known > 1 && totals < all || values == 0 && all > 2 && (totals == 1 && parts == 0 || !first)
}

// beginsRow reports whether a word of a label column begins a row: it is an
// ordinal, a total, a whole code or such a code with a name. An ordinal in
// brackets that stands alone is the end of a name: 机关资本性支出（一）.
func beginsRow(w *Word, forms *form.Catalog) bool {
	if at := ordinal.FindString(w.Text); at != "" && !(at == w.Text && strings.HasPrefix(at, "(")) || forms.Total(w.Text) || gluedCode.MatchString(w.Text) {
		return true
	}
	n := len(w.Text)
	return codeText.MatchString(w.Text) && (n == 3 || n == 5 || n == 7)
}

// oneRow reports whether the lines between two rules are one row: no column
// holds two whole figures, or words that begin rows, one above the other.
func oneRow(ls []textLine, cols []openColumn, x []float64, forms *form.Catalog) bool {
	whole := make([]int, len(cols))
	joined := make([]string, len(cols))
	for i := range ls {
		for k := range ls[i].Words {
			w := &ls[i].Words[k]
			c := clampPlace(x, w.CX())
			joined[c] += w.Text
			if cols[c].kind == 'N' && wholeFigure.MatchString(w.Text) || cols[c].kind == 'K' && len(w.Text) == 3 || cols[c].kind == 'R' || cols[c].labels() && beginsRow(w, forms) {
				whole[c]++
			}
		}
	}
	for c := range cols {
		if whole[c] > 1 && !(cols[c].kind == 'N' && isAmount(joined[c]) && strings.Contains(joined[c], ".") && whole[c] < 2) {
			return false
		}
	}
	return true
}
