package parse

import (
	"slices"

	"yusuan/parse/code"
)

// middleCuts finds where the row between the heights top and bottom must be cut
// whose lines are those of several rows: figures, or else codes, stand one above
// the other, each in the middle of the height that is its own row's. What is
// wrapped beside them stands higher and lower than they. It returns nil where
// they do not stand so. No rule need be at top: from highest on it may be.
func (l *lattice) middleCuts(ls []textLine, kinds []openColumn, highest, top, bottom float64) []float64 {
	figures, codes := make([][]float64, l.cols()), make([][]float64, l.cols())
	broken := make([]bool, l.cols()) // columns of figures with a part of one
	for i := range ls {
		for k := range ls[i].Words {
			w := &ls[i].Words[k]
			switch c := clampPlace(l.x, w.CX()); {
			case kinds[c].kind == 'N' && wholeFigure.MatchString(w.Text):
				figures[c] = append(figures[c], w.CY())
			case kinds[c].kind == 'N' && numeric(w):
				broken[c] = true
			case kinds[c].kind == 'K' && codeText.MatchString(w.Text) && code.Level(w.Text) != "":
				codes[c] = append(codes[c], w.CY())
			}
		}
	}
	for c := range figures {
		if broken[c] {
			figures[c] = nil
		}
	}
	for _, columns := range [][][]float64{figures, codes} {
		var most []float64
		for _, mids := range columns {
			cuts := chainUp(mids, highest, top, bottom)
			if len(cuts) > len(most) && !slices.ContainsFunc(cuts, func(y float64) bool { return crossedBy(ls, y) }) {
				most = cuts
			}
		}
		if most != nil {
			return most
		}
	}
	return nil
}

// chainUp gives the boundaries, from the top, between rows of which the middles
// are known and the lower end of the last; nil where the first does not begin
// between highest and top.
func chainUp(mids []float64, highest, top, bottom float64) []float64 {
	slices.Sort(mids)
	off := chainPt * float64(len(mids))
	at := bottom
	var cuts []float64
	for _, m := range slices.Backward(mids) {
		if at <= m {
			return nil
		}
		at = 2*m - at
		cuts = append(cuts, at)
	}
	if len(cuts) < 2 || at < highest-off || at > top+off {
		return nil
	}
	cuts = cuts[:len(cuts)-1]
	slices.Reverse(cuts)
	return cuts
}

// crossedBy reports whether a word of the lines stands over a height.
func crossedBy(ls []textLine, y float64) bool {
	return slices.ContainsFunc(ls, func(t textLine) bool {
		return slices.ContainsFunc(t.Words, func(w Word) bool { return w.Y0 < y-crossEm*w.Size && w.Y1 > y+crossEm*w.Size })
	})
}
