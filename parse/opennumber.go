package parse

import (
	"regexp"
	"strconv"
)

// Tables with many lines number them: 行次 1, 2, 3 beside the labels of each
// lane. The numbers stand where codes or figures might, and are neither.

// rowNumberText is the number of a row.
var rowNumberText = regexp.MustCompile(`^[1-9][0-9]{0,2}$`)

func rowNumber(text string) bool { return rowNumberText.MatchString(text) }

// leastNumbers is how many numbers show that a column numbers its rows.
const leastNumbers = 4

// numberColumns finds the columns of a body that number its rows: nothing but
// numbers stand there, each one more than the one above it.
func numberColumns(body []textLine) []openColumn {
	var numbers, others []Word
	for i := range body {
		for _, w := range body[i].Words {
			switch {
			case rowNumber(w.Text):
				numbers = append(numbers, w)
			case numeric(&w):
				others = append(others, w)
			}
		}
	}
	var out []openColumn
	for _, c := range clusterWords(append([]Word(nil), numbers...), 'R') {
		if c.n >= leastNumbers && counts(numbers, &c) && overlapping(clusterWords(others, 'N'), c.x0, c.x1) < 0 {
			out = append(out, c)
		}
	}
	return out
}

// counts reports whether the numbers in a column, from the top, go up by one.
func counts(numbers []Word, c *openColumn) bool {
	last := 0
	for i := range numbers {
		w := &numbers[i]
		if w.CX() < c.x0 || w.CX() > c.x1 {
			continue
		}
		n, err := strconv.Atoi(w.Text)
		if err != nil || last > 0 && n != last+1 {
			return false
		}
		last = n
	}
	return true
}

// labels reports whether a column holds what names its rows: codes or texts.
func (c *openColumn) labels() bool { return c.kind == 'K' || c.kind == 'T' }
