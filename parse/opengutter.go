package parse

import (
	"math"
	"slices"

	"yusuan/parse/form"
)

// leastStarts is how many texts of a column must begin at one place to tell that
// it does.
const leastStarts = 3

// textGutters finds where columns of texts begin that stand closer to those
// before them than the words of one text may: texts of several lines begin there,
// and none reaches over it.
func textGutters(body []textLine, forms *form.Catalog) []float64 {
	var out []float64
	for i := range body {
		ws := body[i].Words
		for k := 1; k < len(ws); k++ {
			x := ws[k].X0
			if numeric(&ws[k-1]) || numeric(&ws[k]) || ws[k].X0-ws[k-1].X1 > phraseGapEm*ws[k].Size || slices.ContainsFunc(out, func(o float64) bool { return math.Abs(o-x) < alignPt }) {
				continue
			}
			if beginsTexts(body, x, forms) {
				out = append(out, x)
			}
		}
	}
	slices.Sort(out)
	return out
}

// beginsTexts reports whether texts of more than a character begin at x in
// several lines, as others do before it, and none reaches over it.
func beginsTexts(body []textLine, x float64, forms *form.Catalog) bool {
	starts, before := 0, 0
	for i := range body {
		for k := range body[i].Words {
			w := &body[i].Words[k]
			long := len([]rune(w.Text)) > 1 && !numeric(w)
			switch {
			case math.Abs(w.X0-x) < alignPt:
				if long {
					starts++
				}
			case w.X0 > x || forms.Total(w.Text):
			case w.X1 > x:
				return false
			case long:
				before++
			}
		}
	}
	return starts >= leastStarts && before >= leastStarts
}

// phrasesWithin joins the words of a line that are one text, none over a gutter.
func phrasesWithin(ws []Word, gutters []float64, forms *form.Catalog) []Word {
	var out []Word
	start := 0
	for k := 1; k <= len(ws); k++ {
		if k == len(ws) || slices.ContainsFunc(gutters, func(x float64) bool { return math.Abs(ws[k].X0-x) < alignPt }) {
			out = append(out, phrases(ws[start:k], forms)...)
			start = k
		}
	}
	return out
}
