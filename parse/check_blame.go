package parse

import (
	"cmp"
	"slices"

	"github.com/shopspring/decimal"

	"yusuan/parse/budget"
	"yusuan/parse/form"
)

// Who is to blame when a sum does not add up.
//
// Every cell stands in several equations: its column's hierarchy, its row, the
// same code in another table. Where one cell explains all the failures around
// it, that cell alone is disputed, and the others keep what their other
// equations prove. The rule, in this order:
//
//  1. A cell is a suspect when one and the same figure in its place would
//     close at least two failed equations, and more than it closes now.
//     The suspect with the largest surplus is taken, its equations are
//     explained by it, and the search goes on with the rest.
//  2. A failed equation in which exactly one cell stands in no equation that
//     holds is explained by that cell.
//  3. A failed equation in which exactly one of the unproven cells misses the
//     figure it should have by a slip that has a name (ten times, 元 for 万元,
//     two digits changed over, a sign, the neighbour's figure) is explained
//     by that cell.
//  4. Otherwise nobody can tell: the cells that no other equation proves are
//     disputed; where all are proven elsewhere, the two that ought to be
//     equal, or the sum alone.
//
// A cell is proven when it stands in an equation that holds, whose cells are
// none of them disputed, and is not disputed itself.

// A blame is one cause of failed equations.
type blame struct {
	fact    int // the cell, -1 where none can be told
	implied decimal.Decimal
	slip    slip
	eqs     []*equation // what fails because of it
	facts   []int       // cells disputed by it
}

// assign finds the causes of all failed equations.
func (l *ledger) assign(eqs []*equation) []*blame {
	holds := map[int]int{}
	var failed []*equation
	for _, e := range eqs {
		switch {
		case e.proves():
			for _, a := range e.cells() {
				if a.fact >= 0 {
					holds[a.fact]++
				}
			}
		case e.outcome == budget.Fails && !e.id.Advisory && e.id.Rule != form.RuleAtMost:
			failed = append(failed, e)
		}
	}
	var out []*blame
	for len(failed) > 0 {
		b := l.suspect(failed, holds)
		if b == nil {
			break
		}
		out = append(out, b)
		failed = slices.DeleteFunc(failed, func(e *equation) bool { return slices.Contains(b.eqs, e) })
	}
	for _, e := range failed {
		out = append(out, l.single(e, holds))
	}
	for _, e := range eqs { // remarks, which dispute nothing
		if e.outcome == budget.Fails && (e.id.Advisory || e.id.Rule == form.RuleAtMost) {
			out = append(out, &blame{fact: -1, eqs: []*equation{e}})
		}
	}
	return out
}

// suspect finds the cell that explains most failed equations (rule 1).
func (l *ledger) suspect(failed []*equation, holds map[int]int) *blame {
	byFact := map[int][]*equation{}
	for _, e := range failed {
		for _, a := range e.cells() {
			if a.fact >= 0 && !slices.Contains(byFact[a.fact], e) {
				byFact[a.fact] = append(byFact[a.fact], e)
			}
		}
	}
	facts := make([]int, 0, len(byFact))
	for f := range byFact {
		facts = append(facts, f)
	}
	slices.Sort(facts)
	var best *blame
	bestScore := 0
	tie := false
	for _, f := range facts {
		explained, value := l.agreeing(byFact[f], f)
		score := 2*len(explained) - holds[f] // a failure closed counts for more than a coincidence kept
		if len(explained) < 2 || len(explained) <= holds[f] {
			continue
		}
		b := &blame{fact: f, implied: value, eqs: explained, facts: []int{f}}
		b.slip = l.slipOf(f, value)
		switch {
		case best == nil || score > bestScore || score == bestScore && best.slip == noSlip && b.slip != noSlip:
			best, bestScore, tie = b, score, false
		case score == bestScore && b.slip == best.slip:
			tie = true
		}
	}
	if best != nil && tie && best.slip == noSlip {
		// Two cells explain the same equally well: keep the one that is printed
		// further down, a part rather than a sum, but dispute both.
		for _, f := range facts {
			if f == best.fact {
				continue
			}
			explained, _ := l.agreeing(byFact[f], f)
			if 2*len(explained)-holds[f] == bestScore && len(explained) >= 2 && sharesAll(explained, best.eqs) {
				best.facts = append(best.facts, f)
			}
		}
	}
	return best
}

func sharesAll(a, b []*equation) bool {
	for _, e := range a {
		if !slices.Contains(b, e) {
			return false
		}
	}
	return len(a) == len(b)
}

// agreeing gives the largest set of equations that one value in place of the
// fact would close, and that value.
func (l *ledger) agreeing(eqs []*equation, fact int) ([]*equation, decimal.Decimal) {
	var best []*equation
	var value decimal.Decimal
	for _, e := range eqs {
		v, ok := l.implied(e, fact)
		if !ok {
			continue
		}
		var same []*equation
		for _, o := range eqs {
			if w, ok := l.implied(o, fact); ok && w.Sub(v).Abs().LessThanOrEqual(e.tol.Add(o.tol)) {
				same = append(same, o)
			}
		}
		if len(same) > len(best) {
			best, value = same, v
		}
	}
	return best, value
}

// single explains one failed equation on its own (rules 2 to 4).
func (l *ledger) single(e *equation, holds map[int]int) *blame {
	b := &blame{fact: -1, eqs: []*equation{e}}
	var open []int // cells that nothing else proves
	for _, a := range e.cells() {
		if a.fact >= 0 && holds[a.fact] == 0 && !l.blank(a.cell) && !slices.Contains(open, a.fact) {
			open = append(open, a.fact)
		}
	}
	take := func(f int) {
		b.fact, b.facts = f, []int{f}
		b.implied, _ = l.implied(e, f)
		b.slip = l.slipOf(f, b.implied)
	}
	if len(open) == 1 {
		take(open[0])
		return b
	}
	named := []int{}
	for _, f := range open {
		if v, ok := l.implied(e, f); ok && l.slipOf(f, v) != noSlip {
			named = append(named, f)
		}
	}
	if len(named) == 1 {
		take(named[0])
		return b
	}
	b.facts = open
	if len(open) == 0 {
		sides := [][]addend{e.left}
		if len(e.right) == 1 {
			sides = append(sides, e.right)
		}
		for _, side := range sides {
			for _, a := range side {
				if a.fact >= 0 {
					b.facts = append(b.facts, a.fact)
				}
			}
		}
	}
	return b
}

// settle sets the status of every fact.
func (l *ledger) settle(eqs []*equation, blames []*blame) {
	for i := range l.doc.Facts {
		l.doc.Facts[i].Status = budget.StatusStated
	}
	disputed := map[int]bool{}
	for _, b := range blames {
		for _, f := range b.facts {
			disputed[f] = true
			l.doc.Facts[f].Status = budget.StatusDisputed
		}
	}
	for _, e := range eqs {
		if !e.proves() || slices.ContainsFunc(e.cells(), func(a addend) bool { return disputed[a.fact] }) {
			continue
		}
		for _, a := range e.cells() {
			if a.fact >= 0 && !l.blank(a.cell) {
				l.doc.Facts[a.fact].Status = budget.StatusProven
			}
		}
	}
}

// byPlace orders causes as a reader meets them.
func (l *ledger) byPlace(blames []*blame) {
	place := func(b *blame) int {
		if b.fact >= 0 {
			return b.fact
		}
		for _, a := range b.eqs[0].cells() {
			if a.fact >= 0 {
				return a.fact
			}
		}
		return len(l.doc.Facts)
	}
	slices.SortStableFunc(blames, func(a, b *blame) int { return cmp.Compare(place(a), place(b)) })
}
