package parse

import (
	"math"
	"slices"
	"strconv"

	"yusuan/parse/form"
)

// labelCuts finds where a row must be cut though no column holds two figures, by
// what stands beside them: the numbers of two rows, two labels in one column
// and two in another, each known, or a total above the first code.
func (l *lattice) labelCuts(ls []textLine, kinds []openColumn, forms *form.Catalog) []float64 {
	columns := make([][]Word, l.cols())
	for i := range ls {
		for _, w := range ls[i].Words {
			c := clampPlace(l.x, w.CX())
			columns[c] = append(columns[c], w)
		}
	}
	var cuts []float64
	for c := range columns {
		if kinds[c].kind != 'N' {
			cuts = append(cuts, numberCuts(columns[c])...)
		}
	}
	if cuts == nil {
		cuts = knownCuts(columns, kinds, forms)
	}
	if cuts == nil {
		cuts = totalCuts(columns, kinds, forms)
	}
	slices.Sort(cuts)
	return slices.CompactFunc(slices.DeleteFunc(cuts, func(y float64) bool { return crossedBy(ls, y) }), func(a, b float64) bool { return b-a < slimPt })
}

// numberCuts parts the numbers of rows that stand one above the other: 9 and 10.
func numberCuts(ws []Word) []float64 {
	var cuts []float64
	last := -1
	for i, w := range ws {
		n, err := strconv.Atoi(w.Text)
		if err != nil || w.Text != strconv.Itoa(n) || i > 0 && (n != last+1 || w.Y0 < ws[i-1].Y1-overlapPt) {
			return nil
		}
		if last = n; i > 0 {
			cuts = append(cuts, (ws[i-1].Y1+w.Y0)/2)
		}
	}
	return cuts
}

// knownCuts parts labels one above the other that the forms know, where those of
// two columns do so between the same lines: one alone may be wrapped.
func knownCuts(columns [][]Word, kinds []openColumn, forms *form.Catalog) []float64 {
	cut, found := math.NaN(), 0
	for c, ws := range columns {
		if kinds[c].kind == 'N' {
			continue
		}
		ls := textLines(ws)
		texts := make([]string, len(ls))
		for i := range ls {
			texts[i] = ls[i].tight()
		}
		k := labelEnd(texts, forms)
		if k == 0 {
			continue
		}
		y := (ls[k-1].Y1 + ls[k].Y0) / 2
		if found > 0 && math.Abs(y-cut) > ls[k].Size/2 {
			return nil
		}
		cut, found = y, found+1
	}
	if found < 2 {
		return nil
	}
	return []float64{cut}
}

// totalCuts parts a total from the code that stands below or above it, in the
// columns of labels before the same figures.
func totalCuts(columns [][]Word, kinds []openColumn, forms *form.Catalog) []float64 {
	var total, coded *Word
	for c, ws := range columns {
		if kinds[c].kind == 'N' {
			total, coded = nil, nil
			continue
		}
		for i := range ws {
			switch w := &ws[i]; {
			case forms.Total(w.Text):
				total = w
			case codeText.MatchString(w.Text) && beginsRow(w, forms):
				coded = w
			}
		}
		if total != nil && coded != nil && math.Abs(total.Base-coded.Base) > total.Size {
			if total.Base > coded.Base {
				return []float64{(coded.Y1 + total.Y0) / 2}
			}
			return []float64{(total.Y1 + coded.Y0) / 2}
		}
	}
	return nil
}
