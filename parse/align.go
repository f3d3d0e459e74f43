package parse

import (
	"math"
	"regexp"
	"sort"

	"yusuan/extract"
	"yusuan/parse/form"
)

// How words without rules make columns.
const (
	overlapPt   = 1.0 // words of one column overlap by more than this
	phraseGapEm = 0.8 // words of one text are nearer than this
	rulePart    = 0.5 // a rule over this part of the width, or height, divides
)

// openColumn is a column found by alignment.
type openColumn struct {
	x0, x1 float64 // of its words
	kind   byte    // 'N' figures, 'K' codes, 'T' texts, 'R' numbers of the rows
	n      int
	vague  bool // only a heading that no form knows stands for it: its kind is a guess
	prior  bool // it is one of the page before
}

// figurePart is what a line of a wrapped figure may look like: 14,231.
var figurePart = regexp.MustCompile(`^-?[0-9]{1,3}(,[0-9]{3})*(,[0-9]{0,2})?\.?[0-9]*$|^-?[0-9]+\.[0-9]*$`)

// numeric reports whether a word of the body is a figure, a code, or a part of
// one.
func numeric(w *Word) bool { return isAmount(w.Text) || figurePart.MatchString(w.Text) }

// valued reports whether a word shows that its line belongs to the body: a
// figure with point or comma, a zero, a dash, a 科目 code.
func valued(w *Word) bool {
	if !numeric(w) {
		return false
	}
	switch n := len([]rune(w.Text)); {
	case !digits.MatchString(w.Text):
		return true
	case n == 4:
		return false // a year
	default:
		return w.Text == "0" || n == 3 || n >= 5
	}
}

// phrases joins the words of a line that are one text: words set close
// together, and single characters spread by justification.
func phrases(ws []Word, forms *form.Catalog) []Word {
	var out []Word
	for _, w := range ws {
		if n := len(out); n > 0 {
			p := &out[n-1]
			gap := w.X0 - p.X1
			near := gap < phraseGapEm*math.Max(p.Size, w.Size) && !numeric(p) && !numeric(&w) && !bothParts(p, &w, forms)
			if near || spreadOut(p, &w, forms) {
				p.Text += w.Text
				p.Printed += w.Printed
				p.Glyphs = append(p.Glyphs, w.Glyphs...)
				p.Box = unionBox(p.Box, w.Box)
				p.Size = math.Max(p.Size, w.Size)
				continue
			}
		}
		w.Glyphs = append([]int(nil), w.Glyphs...)
		out = append(out, w)
	}
	return out
}

// spreadEm is how far single characters of one word may be spread.
const spreadEm = 5.0

// spreadShare is how much wider than its characters a spread word is at least.
const spreadShare = 1.1

// spreadOut reports whether w is the next character of a word drawn with wide
// gaps: 合  计. The parts of a code (类 款 项) are words of their own.
func spreadOut(p, w *Word, forms *form.Catalog) bool {
	if numeric(p) || numeric(w) || w.X0-p.X1 > spreadEm*w.Size || len([]rune(w.Text)) != 1 {
		return false
	}
	n := len([]rune(p.Text))
	return !bothParts(p, w, forms) && n <= 3 && len(p.Glyphs) == n && (n == 1 || p.X1-p.X0 > spreadShare*float64(n)*p.Size)
}

func bothParts(p, w *Word, forms *form.Catalog) bool {
	return knownPart(p.Text, forms) && knownPart(w.Text, forms)
}

// figureThenText is a figure with decimals and the label of the next lane,
// drawn without a gap.
var figureThenText = regexp.MustCompile(`^(-?[0-9][0-9,]*\.[0-9]{2})([\p{Han}（(].*)$`)

// splitGlued cuts amounts drawn without a gap.
func splitGlued(p *extract.Page, ws []Word) []Word {
	var out []Word
	for i := range ws {
		w := &ws[i]
		parts := glued(w.Text)
		if m := figureThenText.FindStringSubmatch(w.Text); parts == nil && m != nil {
			parts = []int{len(m[1]), len([]rune(m[2]))}
		}
		if parts == nil || len([]rune(w.Text)) != len(w.Glyphs) {
			out = append(out, *w)
			continue
		}
		k := 0
		for _, n := range parts {
			out = append(out, w.part(p, k, k+n))
			k += n
		}
	}
	return out
}

// shortThenText is a dash or a whole number and the label of the next lane,
// drawn without a gap.
var shortThenText = regexp.MustCompile(`^([-—–]|[0-9][0-9,]*)[\p{Han}（(]`)

// leastEnds is how many figures of other lines must end where a figure glued to
// a label does.
const leastEnds = 2

// splitShort cuts dashes and whole numbers off the labels that follow them
// without a gap, where figures of other lines end at the same place.
func splitShort(p *extract.Page, ls []textLine) {
	var ends []float64
	for i := range ls {
		for k := range ls[i].Words {
			if w := &ls[i].Words[k]; numeric(w) {
				ends = append(ends, w.X1)
			}
		}
	}
	for i := range ls {
		var out []Word
		for k := range ls[i].Words {
			w := &ls[i].Words[k]
			m := shortThenText.FindStringSubmatch(w.Text)
			if rs := []rune(w.Text); m != nil && len(rs) == len(w.Glyphs) {
				n := len([]rune(m[1]))
				figure := w.part(p, 0, n)
				same := 0
				for _, x := range ends {
					if math.Abs(x-figure.X1) < alignPt {
						same++
					}
				}
				if same >= leastEnds {
					out = append(out, figure, w.part(p, n, len(rs)))
					continue
				}
			}
			out = append(out, *w)
		}
		ls[i].Words = out
	}
}

// clusterWords merges the extents of words that overlap.
func clusterWords(ws []Word, kind byte) []openColumn {
	sort.SliceStable(ws, func(a, b int) bool { return ws[a].X0 < ws[b].X0 })
	var out []openColumn
	for _, w := range ws {
		if n := len(out); n > 0 && out[n-1].x1-w.X0 > overlapPt {
			c := &out[n-1]
			c.x1 = math.Max(c.x1, w.X1)
			c.n++
			continue
		}
		out = append(out, openColumn{x0: w.X0, x1: w.X1, kind: kind, n: 1})
	}
	return out
}

// openColumns finds the columns of a table from the words of its body.
func openColumns(body []textLine, forms *form.Catalog) []openColumn {
	var nums, codes, texts []Word
	numbers := numberColumns(body)
	for i := range body {
		for k := range body[i].Words {
			w := body[i].Words[k]
			switch {
			case rowNumber(w.Text) && overlapping(numbers, w.X0, w.X1) >= 0:
			case numeric(&w) && codeText.MatchString(w.Text) && w.Text[0] != '0' || numeric(&w) && len(w.Text) == 2 && digits.MatchString(w.Text):
				codes = append(codes, w)
			case numeric(&w):
				nums = append(nums, w)
			case forms.Total(w.Text):
			default:
				texts = append(texts, w)
			}
		}
	}
	n := splitCrowded(clusterWords(nums, 'N'), nums)
	t := withoutStrays(clusterWords(withoutBridges(texts, n), 'T'), body)
	// Bare digits are codes where they stand clear of the figures, figures
	// where they stand among them.
	var bare []Word
	for _, w := range codes {
		if k := overlapping(n, w.X0, w.X1); k >= 0 {
			n[k].x0, n[k].x1 = math.Min(n[k].x0, w.X0), math.Max(n[k].x1, w.X1)
			n[k].n++
			continue
		}
		bare = append(bare, w)
	}
	cols := append(n, mergeCodes(clusterWords(bare, 'K'), body)...)
	cols = append(cols, numbers...)
	for _, c := range t {
		k := overlapping(cols, c.x0, c.x1)
		switch {
		case k < 0:
			cols = append(cols, c)
		case cols[k].n >= c.n && cols[k].kind == 'N':
			// A word among figures is no column.
		default:
			c.x0, c.x1, c.n = math.Min(c.x0, cols[k].x0), math.Max(c.x1, cols[k].x1), c.n+cols[k].n
			cols[k] = c
		}
	}
	sort.Slice(cols, func(a, b int) bool { return cols[a].x0 < cols[b].x0 })
	return tidyColumns(cols)
}

// withoutBridges leaves out texts that reach from a column of texts over one of
// figures, where these are as many: they are centred over both, or too long.
func withoutBridges(texts []Word, figures []openColumn) []Word {
	over := make([][]Word, len(figures))
	var out []Word
	for _, w := range texts {
		if k := overlapping(figures, w.X0, w.X1); k >= 0 && w.X0 < figures[k].x0-overlapPt {
			over[k] = append(over[k], w)
			continue
		}
		out = append(out, w)
	}
	columns := clusterWords(append([]Word(nil), out...), 'T')
	for k, ws := range over {
		for _, w := range ws {
			if len(ws) > figures[k].n || overlapping(columns, w.X0, w.X1) < 0 {
				out = append(out, w)
			}
		}
	}
	return out
}

// strayShare is how much fewer than the texts beside them texts are that are
// labels set off: those of totals in the middle of several columns.
const strayShare = 0.2

// withoutStrays leaves out columns of few texts that stand where the lines have
// none in the column to the left.
func withoutStrays(texts []openColumn, body []textLine) []openColumn {
	var out []openColumn
	for _, c := range texts {
		n := len(out)
		if n > 0 && float64(c.n) <= strayShare*float64(out[n-1].n) && !both(body, &out[n-1], &c) {
			continue
		}
		out = append(out, c)
	}
	return out
}

// codeGapEm is how far apart, in font sizes, the codes of one column may stand
// when some rows are set off.
const codeGapEm = 0.8

// mergeCodes makes one column of codes set off against each other: neighbours
// that no line fills both.
func mergeCodes(cols []openColumn, body []textLine) []openColumn {
	out := cols[:0]
	size := math.Inf(1) // of the smallest line
	for i := range body {
		size = math.Min(size, body[i].Size)
	}
	for _, c := range cols {
		n := len(out)
		if n == 0 || c.x0-out[n-1].x1 > codeGapEm*size || both(body, &out[n-1], &c) {
			out = append(out, c)
			continue
		}
		out[n-1].x1 = math.Max(out[n-1].x1, c.x1)
		out[n-1].n += c.n
	}
	return out
}

// both reports whether a line has words in each of two columns.
func both(body []textLine, a, b *openColumn) bool {
	for i := range body {
		in := [2]bool{}
		for k := range body[i].Words {
			w := &body[i].Words[k]
			in[0] = in[0] || w.CX() >= a.x0 && w.CX() <= a.x1
			in[1] = in[1] || w.CX() >= b.x0 && w.CX() <= b.x1
		}
		if in[0] && in[1] {
			return true
		}
	}
	return false
}

// tidyColumns merges columns that came to overlap.
func tidyColumns(cols []openColumn) []openColumn {
	out := cols[:0]
	for _, c := range cols {
		if n := len(out); n > 0 && out[n-1].x1-c.x0 > overlapPt {
			p := &out[n-1]
			p.x1 = math.Max(p.x1, c.x1)
			if c.n > p.n {
				p.kind = c.kind
			}
			p.n += c.n
			continue
		}
		out = append(out, c)
	}
	return out
}

func overlapping(cols []openColumn, x0, x1 float64) int {
	best, at := overlapPt, -1
	for i := range cols {
		if o := math.Min(x1, cols[i].x1) - math.Max(x0, cols[i].x0); o > best {
			best, at = o, i
		}
	}
	return at
}

// splitCrowded cuts a column that holds two figures of one line: an
// overflowing figure has bridged the gap.
func splitCrowded(cols []openColumn, ws []Word) []openColumn {
	var out []openColumn
	for _, c := range cols {
		byLine := map[int][]Word{}
		for _, w := range ws {
			if w.X0 >= c.x0-overlapPt && w.X1 <= c.x1+overlapPt {
				byLine[int(math.Round(w.Base))] = append(byLine[int(math.Round(w.Base))], w)
			}
		}
		most := 1
		for _, l := range byLine {
			most = max(most, len(l))
		}
		if most == 1 {
			out = append(out, c)
			continue
		}
		cuts := make([]float64, most-1)
		n := 0
		for _, l := range byLine {
			if len(l) != most {
				continue
			}
			sort.Slice(l, func(a, b int) bool { return l[a].X0 < l[b].X0 })
			for i := range cuts {
				cuts[i] += (l[i].X1 + l[i+1].X0) / 2
			}
			n++
		}
		x := c.x0
		for i := range cuts {
			at := cuts[i] / float64(n)
			out = append(out, openColumn{x0: x, x1: at - overlapPt, kind: 'N', n: c.n / most})
			x = at + overlapPt
		}
		out = append(out, openColumn{x0: x, x1: c.x1, kind: 'N', n: c.n / most})
	}
	return out
}

// bounds gives the boundaries between columns, halfway between their words.
func bounds(cols []openColumn, x0, x1 float64) []float64 {
	out := []float64{math.Min(x0, cols[0].x0)}
	for i := 1; i < len(cols); i++ {
		out = append(out, (cols[i-1].x1+cols[i].x0)/2)
	}
	return append(out, math.Max(x1, cols[len(cols)-1].x1))
}
