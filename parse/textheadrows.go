package parse

import (
	"strings"

	"yusuan/parse/budget"
)

// This file finds which tokens of a table are its headings: the words above
// the first row, rows that number the columns, what a new page repeats.

// indexRows marks rows that number the columns, and the marks 类 款 项 under
// the heading of the codes, wherever they stand.
func (t *textTable) indexRows(x *textReader) {
	for from := t.body; from < len(t.toks); {
		to := from
		var cells []string
		for to < len(t.toks) && t.toks[to].line == t.toks[from].line {
			cells = append(cells, t.toks[to].raw)
			to++
		}
		if t.use[from] == useNone {
			if len(cells) > 2 && x.forms.IndexRow(cells) {
				for i := from; i < to; i++ {
					t.use[i] = useHeading
				}
			} else if codeParts(cells) {
				for i := from; i < to; i++ {
					t.use[i] = useHeading
				}
			}
		}
		from = to
	}
}

func codeParts(cells []string) bool {
	s := strings.Join(cells, "")
	return s == "类款项" || s == "类款"
}

// firstFigure is the first token that belongs to a row for certain.
func (t *textTable) firstFigure() int {
	for i := t.body; i < len(t.toks); i++ {
		if t.use[i] != useNone {
			continue
		}
		k := t.toks[i]
		if k.isMoney() {
			return i
		}
		if k.digits(3) && classCode.MatchString(k.s) || k.digits(5, 7) && classCode.MatchString(k.s[:3]) {
			return i
		}
	}
	return len(t.toks)
}

// headWords lists the words before the first figure, with their tokens.
func (t *textTable) headWords(first int) (words []string, at []int) {
	for i := t.body; i < first; i++ {
		if t.use[i] == useNone || t.use[i] == useHeading && codeParts([]string{t.toks[i].raw}) {
			words = append(words, t.toks[i].raw)
			at = append(at, i)
		}
	}
	return words, at
}

// labelBefore tells how many of the words before the first row's code can be
// the beginning of its name: those that a known name of the code begins with.
// Where nothing is known of the code, all may.
func (t *textTable) labelBefore(x *textReader, at []int, first int) int {
	if first >= len(t.toks) || !t.toks[first].digits(3, 5, 7) || t.toks[first].isMoney() {
		return len(at)
	}
	known := knownNames(x.names, t.toks[first].s)
	if len(known) == 0 {
		return len(at)
	}
	label, n := "", 0
	for k := len(at) - 1; k >= 0; k-- {
		label = squeeze(t.toks[at[k]].raw) + label
		for _, name := range known {
			if strings.HasPrefix(nameKey(name), nameKey(label)) {
				n = len(at) - k
			}
		}
	}
	return n
}

// beginsRow reports whether words before the first figure or code are the label
// of its row: that of a total, the one word on the line of the figure, or the
// beginning of a name known for the code.
func (t *textTable) beginsRow(x *textReader, words []string, first int) bool {
	label := squeeze(strings.Join(words, ""))
	if x.forms.Total(label) {
		return true
	}
	if first == 0 || first >= len(t.toks) {
		return false
	}
	if t.toks[first].isMoney() {
		return len(words) == 1 && t.toks[first-1].line == t.toks[first].line
	}
	for _, name := range knownNames(x.names, t.toks[first].s) {
		if strings.HasPrefix(nameKey(name), nameKey(label)) {
			return true
		}
	}
	return false
}

// declare lays out the columns of the form that fits.
func (t *textTable) declare(x *textReader) {
	cols, ok := t.fit.read(x.forms, t.match.Year)
	byLane := make(map[string][]int)
	var order []string
	for i, p := range t.fit.paths {
		c := budget.Column{Path: strings.Join(p, "/")}
		if ok[i] {
			c.Role, c.Measure, c.Lane, c.Unit = cols[i].Role, cols[i].Measure, cols[i].Lane, cols[i].Unit
		}
		t.columns = append(t.columns, c)
		if c.Role == "measure" {
			if byLane[c.Lane] == nil {
				order = append(order, c.Lane)
			}
			byLane[c.Lane] = append(byLane[c.Lane], i)
		}
	}
	for _, l := range order {
		t.lanes = append(t.lanes, laneSpec{l, byLane[l]})
	}
}

// plainHead stands in where no form fits: the columns are open, and the label
// of the first row is what stands on the line of its figures.
func (t *textTable) plainHead(x *textReader, at []int, first int) {
	t.lanes = []laneSpec{{}}
	if first >= len(t.toks) {
		return
	}
	line := t.toks[first].line
	last := -1
	for k := len(at) - 1; k >= 0; k-- {
		i := at[k]
		if t.toks[i].line == line {
			continue
		}
		if last < 0 && (first == at[len(at)-1]+1 && t.toks[at[len(at)-1]].line != line) {
			// The figures begin their line: the words just above are their label
			// when they say so.
			if x.forms.Total(t.toks[i].raw) || t.printed != "" && strings.HasSuffix(t.printed, squeeze(t.toks[i].raw)) {
				last = i
				continue
			}
		}
		t.use[i] = useHeading
	}
}

// repeatedHeads marks headings that a new page repeats: several lines in a row,
// or one of several words, that the headings have too.
func (t *textTable) repeatedHeads(x *textReader, first int) {
	const least = 8 // characters that a repetition has at least
	heads := make(map[string]bool)
	type line struct {
		from, to int
		text     string
		free     bool
	}
	var lines []line
	for from := t.body; from < len(t.toks); {
		l := line{from: from, to: from, free: true}
		head := true
		for l.to < len(t.toks) && t.toks[l.to].line == t.toks[from].line {
			l.text += squeeze(t.toks[l.to].raw)
			l.free = l.free && t.use[l.to] == useNone && !t.toks[l.to].isMoney()
			head = head && t.use[l.to] == useHeading
			l.to++
		}
		if head && from < first {
			heads[l.text] = true
		}
		lines = append(lines, l)
		from = l.to
	}
	for i := 0; i < len(lines); {
		if lines[i].from <= first || !lines[i].free || !heads[lines[i].text] {
			i++
			continue
		}
		j, runes := i, 0
		for j < len(lines) && (lines[j].free && heads[lines[j].text] || t.use[lines[j].from] == useHeading) {
			runes += len([]rune(lines[j].text))
			j++
		}
		if runes >= least && (j-i > 1 || lines[i].to-lines[i].from > 1) {
			for k := lines[i].from; k < lines[j-1].to; k++ {
				t.use[k] = useHeading
			}
		}
		i = j
	}
}
