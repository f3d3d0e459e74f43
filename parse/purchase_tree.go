package parse

import (
	"regexp"
	"strings"

	"github.com/shopspring/decimal"

	"yusuan/extract"
	"yusuan/parse/budget"
)

// indentPt is how much further right, in points, a name must begin to stand
// below the name before it.
const indentPt = 4.0

// goodsCode is the code of the catalogue of goods before a name: A02010105.
var goodsCode = regexp.MustCompile(`^[ABC][0-9]{0,10}`)

// purchaseRow is what tells the level of a row in a list of purchases that has
// its levels in one column.
type purchaseRow struct {
	left float64 // of its first text, points
	code string
}

func (s *draft) purchaseRow(raw *rawRow) purchaseRow {
	for i := range raw.cells {
		if c := &s.head.cols[i]; c.lane == raw.lane && c.Role != "measure" && c.Role != "ignore" && !raw.cells[i].empty() {
			return purchaseRow{raw.cells[i].span.X0, goodsCode.FindString(extract.Normalize(raw.cells[i].tight()))}
		}
	}
	return purchaseRow{}
}

// above reports whether o stands below p: it is set in, or its code goes on
// with that of p.
func (p purchaseRow) above(o purchaseRow) bool {
	if o.left > p.left+indentPt {
		return true
	}
	return o.left > p.left-indentPt && p.code != "" && len(o.code) > len(p.code) && strings.HasPrefix(o.code, p.code)
}

// markSums marks the purchases that sum those below them: the figures must say
// so, since a name may be set in for other reasons.
func markSums(ps []budget.Purchase, rows []purchaseRow) {
	for i := range ps {
		if ps[i].Total || ps[i].Printed != budget.PrintedValue {
			continue
		}
		sum, n := decimal.Zero, 0
		for j := i + 1; j < len(ps) && rows[i].above(rows[j]); n++ {
			sum = sum.Add(ps[j].Amount)
			k := j + 1
			for k < len(ps) && rows[i].above(rows[k]) && rows[j].above(rows[k]) {
				k++
			}
			j = k
		}
		ps[i].Total = n > 0 && sum.Equal(ps[i].Amount)
	}
}
