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
	wrongCode  = Reason{Zh: "科目编码存疑", En: "its code is in doubt"}
	unsettled  = Reason{Zh: "所在等式缺一方", En: "its identities lack a side"}
	besideBad  = Reason{Zh: "所在等式中有存疑数", En: "its identities hold a disputed amount"}
	maybeOther = Reason{Zh: "虽合等式，所在行、栏或页存疑", En: "it adds up, but its row, column or page is in doubt"}
	zeroAlone  = Reason{Zh: "零，别无他数", En: "a zero among zeros"}
	uncovered  = Reason{Zh: "无等式涉及", En: "no identity covers it"}
)

// WhyStated tells why amounts of a document are stated and neither proven nor
// disputed, most frequent first.
func WhyStated(doc *budget.Document) []Reason {
	inside := whyByFact(doc.Findings)
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

// whyByFact is what the checks that a fact stands in say of its being stated.
// What is known of its code tells most, then a side that is missing, then a
// failure beside it; checks that hold tell that the doubt is elsewhere.
func whyByFact(findings []budget.Finding) map[int]Reason {
	rank := map[Reason]int{maybeOther: 1, besideBad: 2, unsettled: 3, wrongCode: 4}
	why := map[int]Reason{}
	for _, f := range findings {
		r := maybeOther
		switch {
		case f.Status == budget.Unknown:
			r = unsettled
		case f.Status == budget.Fails && strings.HasPrefix(f.Check, "code-"):
			r = wrongCode
		case f.Status == budget.Fails:
			r = besideBad
		}
		for _, at := range f.Facts {
			if rank[r] > rank[why[at]] {
				why[at] = r
			}
		}
	}
	return why
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
