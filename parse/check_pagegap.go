package parse

import (
	"strconv"

	"yusuan/extract"
	"yusuan/parse/budget"
	"yusuan/parse/form"
)

// What the numbers printed on pages tell: where they jump, pages are missing.

// minCounted is how many pages in a row must count on, before a jump or after it.
const minCounted = 2

// countedRun is pages whose printed numbers count on with the pages of the file.
type countedRun struct {
	first, last *extract.Page
	n           int
}

// ahead is how many more pages the printed numbers count than the file has.
func (r *countedRun) ahead() int { return r.first.Printed - r.first.Number }

// pageGaps reports where the printed numbers of pages jump. A number that is
// printed wrong comes back to the count, and numbers that begin anew are those
// of another part.
func pageGaps(pages []*extract.Page, ids *form.Identities) []budget.Finding {
	runs := countedRuns(pages)
	count := func(i int) (ahead int, ok bool) {
		if i < 0 || i >= len(runs) {
			return 0, false
		}
		return runs[i].ahead(), true
	}
	var out []budget.Finding
	for i := 1; i < len(runs); i++ {
		a, b := &runs[i-1], &runs[i]
		if a.ahead() >= b.ahead() || max(a.n, b.n) < minCounted {
			continue
		}
		if next, ok := count(i + 1); ok && next == a.ahead() {
			continue
		}
		if prior, ok := count(i - 2); ok && prior == b.ahead() {
			continue
		}
		f := wholeFinding(ids, "page-gap", budget.SeverityWarning,
			"{text}", strconv.Itoa(a.last.Printed), "{n}", strconv.Itoa(b.first.Printed), "{page}", strconv.Itoa(b.first.Number))
		f.Span, f.Other = budget.Span{Page: b.first.Number}, budget.Span{Page: a.last.Number}
		out = append(out, f)
	}
	return out
}

// countedRuns divides the pages that print a number where the count breaks.
func countedRuns(pages []*extract.Page) []countedRun {
	var runs []countedRun
	for _, p := range pages {
		if p.Printed == 0 {
			continue
		}
		if n := len(runs); n > 0 && runs[n-1].ahead() == p.Printed-p.Number {
			runs[n-1].last = p
			runs[n-1].n++
			continue
		}
		runs = append(runs, countedRun{first: p, last: p, n: 1})
	}
	return runs
}
