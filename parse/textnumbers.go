package parse

import (
	"strconv"
	"strings"
)

// This file finds the tokens that number the rows and the columns of a table of
// a text whose cells stand a line each: 行次 1, 2, 3 beside the labels of each
// side, 栏次, 1, 栏次, 2 below the headings. They are no figures.

// numbering marks them, and keeps on which side each numbers a row.
func (t *textTable) numbering(x *textReader) {
	t.numbered = map[int]int{}
	if heads := t.numberHeads(x); heads > 0 {
		t.rowNumbers(heads)
	}
}

// numberHeads counts the headings of the columns that number rows, and marks
// the words and figures that number columns over several lines.
func (t *textTable) numberHeads(x *textReader) int {
	heads := 0
	for i := t.body; i < len(t.toks); i++ {
		if t.use[i] != useNone {
			continue
		}
		if t.toks[i].isAmount() {
			break
		}
		c, ok := x.forms.Column(t.match.Kind, t.match.Phase, []string{squeeze(t.toks[i].raw)})
		if !ok || c.Role != "ignore" {
			continue
		}
		to := i + 1
		cells := []string{t.toks[i].raw}
		for to < len(t.toks) && t.use[to] == useNone && rowNumber(t.toks[to].s) {
			cells = append(cells, t.toks[to].raw)
			to++
		}
		if to == i+1 || !x.forms.IndexRow(cells) {
			heads++
			continue
		}
		for ; i < to; i++ {
			t.use[i] = useHeading
		}
		i--
	}
	return heads
}

// rowSeries is the numbers of the rows on one side of a table.
type rowSeries struct {
	next int // number that the next row has
	toks []int
}

// rowNumbers marks the tokens that number rows: those of each side go up by
// one, the first from 1. Where the figures of the table have no decimals, what
// stands behind such a number is a figure.
func (t *textTable) rowNumbers(sides int) {
	pointed := t.pointed()
	var series []*rowSeries
	last := -1 // token that numbers a row
	for i := t.body + 1; i < len(t.toks); i++ {
		if t.use[i] != useNone || !rowNumber(t.toks[i].s) || !pointed && i == last+1 {
			continue
		}
		var counted bool
		if series, counted = countOn(series, i, t.toks[i].s, sides); counted {
			last = i
		}
	}
	for side, s := range series {
		if len(s.toks) < leastNumbers {
			continue
		}
		for _, i := range s.toks {
			t.use[i] = useHeading
			t.numbered[i] = side
		}
	}
}

// numberedSides gives rows whose words do not tell their side the one that
// their number is of; none where the rows whose words do tell stand otherwise.
func (t *textTable) numberedSides() {
	side := func(d *draftRow) int {
		if len(d.inline) == 0 {
			return -1
		}
		label := d.inline[len(d.inline)-1].toks
		if n, ok := t.numbered[label[len(label)-1]+1]; ok && n < len(t.lanes) {
			return n
		}
		return -1
	}
	told := 0
	for _, d := range t.rows {
		if n := side(d); n >= 0 && d.lane != "" {
			if t.lanes[n].name != d.lane {
				return
			}
			told++
		}
	}
	for _, d := range t.rows {
		if n := side(d); n >= 0 && d.lane == "" && told > 0 {
			d.lane = t.lanes[n].name
		}
	}
}

// pointed reports whether the figures of the table have decimals: as many do
// as can where every second number is one of a row.
func (t *textTable) pointed() bool {
	with, without := 0, 0
	for _, k := range t.toks[t.body:] {
		switch {
		case !k.isAmount():
		case strings.Contains(k.s, "."):
			with++
		default:
			without++
		}
	}
	return 2*with >= without
}

// countOn adds a number to the series that it goes on with, or begins one of
// at most so many. It reports whether it did.
func countOn(series []*rowSeries, tok int, text string, most int) ([]*rowSeries, bool) {
	n, err := strconv.Atoi(text)
	if err != nil {
		return series, false
	}
	for _, s := range series {
		if s.next == n {
			s.next++
			s.toks = append(s.toks, tok)
			return series, true
		}
	}
	if len(series) == 0 && n != 1 || len(series) == most {
		return series, false
	}
	return append(series, &rowSeries{next: n + 1, toks: []int{tok}}), true
}
