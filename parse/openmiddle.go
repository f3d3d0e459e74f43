package parse

import (
	"math"

	"yusuan/parse/form"
)

// Where labels wrap, their figures stand in the middle of their lines, on a
// baseline of their own: two lines and between them the figures, or three of
// which the second has them. Which lines are one row is told by the middles, the
// texts that begin rows, and the white between the lines, all rows together.

// What speaks against a division into rows, in font sizes.
const (
	rowCost      = 0.1 // each row: as few as may be
	beginsInside = 2.0 // a text that begins rows stands within one
	begunCost    = 0.5 // a row begins with no such text where most do
	apartInside  = 1.0 // lines of one row stand as far apart as rows do
	bareFigures  = 1.5 // figures without a label
)

// middleLine is what a line of a lane has.
type middleLine struct {
	y               float64 // its middle
	figures, labels bool
	begins          bool
}

// middleRows parts the lines of a lane without codes into rows whose figures
// stand in the middle of their labels. It gives nil where all figures stand in a
// line with a label: lines then tell the rows.
func middleRows(ls []textLine, cols []openColumn, x []float64, forms *form.Catalog) []rowSpan {
	lines := make([]middleLine, len(ls))
	begun, labels, alone := 0, 0, false
	anchor := make([]bool, len(ls))
	for i := range ls {
		l := &lines[i]
		l.y = mid(&ls[i])
		for k := range ls[i].Words {
			switch c := &cols[clampPlace(x, ls[i].Words[k].CX())]; {
			case c.kind == 'K' || c.kind == 'R':
				return nil
			case c.kind == 'N' && numeric(&ls[i].Words[k]):
				l.figures = true
			default:
				l.labels = true
			}
		}
		l.begins = l.labels && ownRow(&ls[i], forms)
		anchor[i] = l.begins
		alone = alone || l.figures && !l.labels
		if l.labels {
			labels++
		}
		if l.begins {
			begun++
		}
	}
	if !alone || labels == 0 {
		return nil
	}
	apart := apartShare * rowPitch(ls, anchor)
	n := len(ls)
	least, from := make([]float64, n+1), make([]int, n+1) // of the rows that end before a line; where the last begins
	for b := 1; b <= n; b++ {
		least[b] = math.Inf(1)
		for a := b - 1; a >= 0; a-- {
			c := rowOf(lines[a:b], apart, ls[a].Size, 2*begun > labels)
			if math.IsInf(c, 1) {
				break
			}
			if least[a]+c < least[b] {
				least[b], from[b] = least[a]+c, a
			}
		}
	}
	var out []rowSpan
	for b := n; b > 0; b = from[b] {
		out = append([]rowSpan{spanLines(ls[from[b]:b])}, out...)
	}
	return out
}

// rowOf tells what speaks against lines being one row, in font sizes; infinite
// where they hold figures twice. most says that most rows begin with a text that
// does so.
func rowOf(lines []middleLine, apart, size float64, most bool) float64 {
	cost, at := rowCost, -1
	var labels []float64
	for i, l := range lines {
		if l.figures {
			if at >= 0 {
				return math.Inf(1)
			}
			at = i
		}
		if i > 0 && apart > 0 && l.y-lines[i-1].y > apart {
			cost += apartInside
		}
		if !l.labels {
			continue
		}
		if l.begins && len(labels) > 0 {
			cost += beginsInside
		}
		if !l.begins && len(labels) == 0 && most {
			cost += begunCost
		}
		labels = append(labels, l.y)
	}
	switch {
	case at >= 0 && len(labels) == 0:
		cost += bareFigures
	case at >= 0:
		cost += math.Abs((labels[0]+labels[len(labels)-1])/2-lines[at].y) / size
	}
	return cost
}
