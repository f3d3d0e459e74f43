package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"yusuan/parse/budget"
)

// Reason says why some amounts are no more than stated, and of how many.
type Reason struct {
	Zh, En string
	Count  int
}

// why the amounts of a document are stated, the most telling first.
var (
	openColumn = Reason{Zh: "所在栏未能确定", En: "its column is not known"}
	openTable  = Reason{Zh: "表的种类未能确定", En: "its table is not known"}
	unsettled  = Reason{Zh: "所在等式缺一方", En: "its identities lack a side"}
	besideBad  = Reason{Zh: "所在等式中有存疑数", En: "its identities hold a disputed amount"}
	zeroAlone  = Reason{Zh: "零，别无他数", En: "a zero among zeros"}
	uncovered  = Reason{Zh: "无等式涉及", En: "no identity covers it"}
)

// WhyStated tells why amounts of a document are stated and neither proven nor
// disputed, most frequent first.
func WhyStated(doc *budget.Document) []Reason {
	inside := map[int]Reason{}
	for _, f := range doc.Findings {
		for _, at := range f.Facts {
			switch f.Status {
			case budget.Unknown:
				inside[at] = unsettled
			case budget.Fails:
				if inside[at] != unsettled {
					inside[at] = besideBad
				}
			}
		}
	}
	count := map[Reason]int{}
	for i := range doc.Facts {
		f := &doc.Facts[i]
		if f.Status != budget.StatusStated || !f.HasAmount() {
			continue
		}
		switch r, ok := inside[i]; {
		case f.Table >= 0 && f.Table < len(doc.Tables) && doc.Tables[f.Table].Kind == "unknown":
			count[openTable]++
		case f.Measure == "" || f.Measure == "unknown":
			count[openColumn]++
		case ok:
			count[r]++
		case f.Printed == budget.PrintedZero:
			count[zeroAlone]++
		default:
			count[uncovered]++
		}
	}
	var out []Reason
	for r, n := range count {
		r.Count = n
		out = append(out, r)
	}
	slices.SortFunc(out, func(a, b Reason) int { return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.En, b.En)) })
	return out
}

// Amounts tells how far the amounts of a document are proven, in one line.
func Amounts(doc *budget.Document) string {
	n := map[budget.Status]int{}
	for i := range doc.Facts {
		if doc.Facts[i].HasAmount() {
			n[doc.Facts[i].Status]++
		}
	}
	line := fmt.Sprintf("amounts: %d proven, %d stated, %d disputed", n[budget.StatusProven], n[budget.StatusStated], n[budget.StatusDisputed])
	var why []string
	for _, r := range WhyStated(doc) {
		why = append(why, fmt.Sprintf("%d: %s %s", r.Count, r.En, r.Zh))
	}
	if len(why) > 0 {
		line += "; stated because " + strings.Join(why, ", ")
	}
	return line
}
