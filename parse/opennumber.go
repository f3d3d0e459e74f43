package parse

import (
	"math"
	"regexp"
	"slices"
	"strconv"

	"yusuan/parse/form"
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

// goesOnCounting reports whether the first of lines has the number of a row, and
// one of the next few the number after it, below it.
func goesOnCounting(ls []textLine) bool {
	const few = 4
	for _, w := range ls[0].Words {
		if !rowNumber(w.Text) {
			continue
		}
		n, _ := strconv.Atoi(w.Text)
		for _, l := range ls[1:min(few, len(ls))] {
			if slices.ContainsFunc(l.Words, func(v Word) bool {
				return v.Text == strconv.Itoa(n+1) && math.Min(v.X1, w.X1)-math.Max(v.X0, w.X0) > overlapPt
			}) {
				return true
			}
		}
	}
	return false
}

// numberedRows parts lines into the rows that their numbers count, one number in
// each: a number stands in the middle of its row, or at its top or bottom, but
// alike in all. Texts that begin rows tell which. It gives nil where no numbers
// do, or figures stand by none.
func numberedRows(ls []textLine, cols []openColumn, x []float64, forms *form.Catalog) []rowSpan {
	var at []int         // lines of the numbers
	var middle []float64 // of the numbers
	for i := range ls {
		number, figures := false, false
		for k := range ls[i].Words {
			switch w := &ls[i].Words[k]; cols[clampPlace(x, w.CX())].kind {
			case 'R':
				if !number && rowNumber(w.Text) {
					number = true
					at, middle = append(at, i), append(middle, w.CY())
				}
			case 'N':
				figures = figures || numeric(w)
			}
		}
		if figures && !number {
			return nil
		}
	}
	var best []int
	least := math.Inf(1)
	for _, place := range []func(s rowSpan) float64{
		func(s rowSpan) float64 { return (s.y0 + s.y1) / 2 },
		func(s rowSpan) float64 { return s.y0 + (ls[0].Y1-ls[0].Y0)/2 },
		func(s rowSpan) float64 { return s.y1 - (ls[0].Y1-ls[0].Y0)/2 },
	} {
		off := func(k, a, b int) float64 {
			if at[k] < a || at[k] >= b {
				return math.Inf(1)
			}
			cost := math.Abs(place(spanLines(ls[a:b])) - middle[k])
			for i := a + 1; i < b; i++ {
				if ownRow(&ls[i], forms) {
					cost += ls[i].Size
				}
			}
			return cost
		}
		ends, _ := divideRuns(len(at), 0, len(ls), off)
		sum, start := 0.0, 0
		for k, end := range ends {
			sum, start = sum+off(k, start, end), end
		}
		if ends != nil && sum < least-alignPt {
			best, least = ends, sum
		}
	}
	var out []rowSpan
	start := 0
	for _, end := range best {
		out, start = append(out, spanLines(ls[start:end])), end
	}
	return out
}
