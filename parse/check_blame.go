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
//  1. Two columns of a table that print the same figures in every row in which
//     the row's sum fails: the column that fails more other equations is a copy
//     of the other.
//     Then, a table whose sums all miss those of the other tables ten thousand
//     times: its unit is wrong, and all of it is disputed. And rows that print,
//     one after the other, what other tables give for the rows below or above
//     them: all of them are disputed.
//  2. A cell is a suspect when one and the same figure in its place would
//     close at least two failed equations, and more than it closes now.
//     The suspect with the largest surplus is taken, its equations are
//     explained by it, and the search goes on with the rest.
//  3. In a failed equation that is left, the cells that fewest other equations
//     support are suspects. If there is one, or one of them misses the figure
//     it should have by a slip that has a name (ten times, 元 for 万元, two
//     digits changed over, a sign, a neighbour's figure), it is that cell.
//  4. Otherwise nobody can tell, and all of them are disputed.
//
// A cell is proven when it stands in an equation that holds, whose cells are
// none of them disputed, is not disputed itself, and no other table makes its own an alien.

// A blame is one cause of failed equations.
type blame struct {
	fact    int // the cell, -1 where none can be told
	implied decimal.Decimal
	slip    slip
	eqs     []*equation // what fails because of it
	facts   []int       // cells disputed by it
	doubted []int       // cells that nothing proves because of it
	copied  [2]string   // the measure of a column that repeats another, and the other's
	unit    bool        // the whole table looks to be in another unit than it says
	shift   *rowShift   // rows that print the figures of others
}

// assign finds the causes of all failed equations.
func (l *ledger) assign(eqs []*equation) []*blame {
	holds := map[int]int{}
	var failed []*equation
	for _, e := range eqs {
		switch {
		case e.proves() || e.outcome == budget.Holds && e.trivial:
			for _, a := range e.cells() {
				if a.fact >= 0 {
					holds[a.fact]++
				}
			}
		case e.outcome == budget.Fails && !e.id.Advisory && e.id.Rule != form.RuleAtMost:
			failed = append(failed, e)
		}
	}
	out := l.copiedColumns(failed)
	explained := func(b *blame) {
		failed = slices.DeleteFunc(failed, func(e *equation) bool { return slices.Contains(b.eqs, e) })
	}
	out = append(out, l.unitTables(eqs)...)
	out = append(out, l.shiftedRows(eqs)...)
	for _, b := range out {
		explained(b)
	}
	for len(failed) > 0 {
		b := l.suspect(failed, holds)
		if b == nil {
			break
		}
		if b.slip == slipUnit && holds[b.fact] > 0 {
			// The cell fits its own table: the table's unit is in doubt.
			b.unit = true
			for i := range l.doc.Facts {
				if l.doc.Facts[i].Table == l.doc.Facts[b.fact].Table && i != b.fact {
					b.facts = append(b.facts, i)
				}
			}
		}
		out = append(out, b)
		explained(b)
	}
	for _, e := range failed {
		if i := slices.IndexFunc(out, func(b *blame) bool { return b.unit && l.touches(e, b.fact) }); i >= 0 {
			out[i].eqs = append(out[i].eqs, e)
			continue
		}
		out = append(out, l.single(e, holds))
	}
	for _, e := range eqs { // remarks, which dispute nothing
		if e.outcome == budget.Fails && (e.id.Advisory || e.id.Rule == form.RuleAtMost) {
			out = append(out, &blame{fact: -1, eqs: []*equation{e}})
		}
	}
	return out
}

// suspect finds the cell that explains most failed equations (rule 2).
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

// touches reports whether an equation has a cell in the table of a fact.
func (l *ledger) touches(e *equation, fact int) bool {
	return slices.ContainsFunc(e.cells(), func(a addend) bool { return a.sheet.at == l.doc.Facts[fact].Table })
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

// single explains one failed equation on its own (rules 3 and 4).
func (l *ledger) single(e *equation, holds map[int]int) *blame {
	b := &blame{fact: -1, eqs: []*equation{e}}
	least := -1
	for _, a := range e.cells() {
		if a.fact < 0 || l.blank(a.cell) || slices.Contains(b.facts, a.fact) {
			continue
		}
		switch n := holds[a.fact]; {
		case least < 0 || n < least:
			least, b.facts = n, []int{a.fact}
		case n == least:
			b.facts = append(b.facts, a.fact)
		}
	}
	named := slices.DeleteFunc(slices.Clone(b.facts), func(f int) bool {
		v, ok := l.implied(e, f)
		return !ok || l.slipOf(f, v) == noSlip
	})
	suspects := b.facts
	if len(named) == 1 {
		suspects = named
	}
	if len(suspects) == 1 {
		b.fact, b.facts = suspects[0], suspects
		b.implied, _ = l.implied(e, b.fact)
		b.slip = l.slipOf(b.fact, b.implied)
	} else if e.fine {
		b.doubted, b.facts = b.facts, nil // the last digit of one of many: none is accused, and none proven
	}
	return b
}

// copiedColumns finds columns that repeat another one (rule 1).
func (l *ledger) copiedColumns(failed []*equation) []*blame {
	bySheet := map[*sheet][]*equation{}
	var order []*sheet
	for _, e := range failed {
		if e.id.Rule == form.RuleColumns && len(e.left) > 0 {
			s := e.left[0].sheet
			if bySheet[s] == nil {
				order = append(order, s)
			}
			bySheet[s] = append(bySheet[s], e)
		}
	}
	var out []*blame
	for _, s := range order {
		rows := bySheet[s]
		if b := l.copiedColumn(rows, failed); b != nil {
			out = append(out, b)
		}
	}
	return out
}

func (l *ledger) copiedColumn(rows, failed []*equation) *blame {
	const enough = 3 // rows with figures that must fail so
	var best *blame
	first := rows[0].cells()
	on := first[0].sheet
	for i := range first {
		for j := i + 1; j < len(first); j++ {
			a, b := first[i].measure, first[j].measure
			figures := 0
			same := !slices.ContainsFunc(rows, func(e *equation) bool {
				x, y := e.at(on, a), e.at(on, b)
				if x == nil || y == nil || l.blank(x.cell) || l.blank(y.cell) || !l.amount(x.cell).Equal(l.amount(y.cell)) {
					return true
				}
				if l.valued(x.cell) {
					figures++
				}
				return false
			})
			if !same || figures < enough {
				continue
			}
			// The copy is the column that fits the rest worse.
			copied, worst, tie := b, -1, false
			for _, m := range []string{b, a} {
				n := 0
				for _, e := range failed {
					if !slices.Contains(rows, e) && e.at(on, m) != nil {
						n++
					}
				}
				tie = n == worst
				if n > worst {
					copied, worst = m, n
				}
			}
			c := &blame{fact: -1, copied: [2]string{copied, map[bool]string{true: a, false: b}[copied == b]}}
			for _, e := range failed {
				if e.at(on, copied) != nil {
					c.eqs = append(c.eqs, e)
				}
			}
			for _, e := range rows {
				c.facts = append(c.facts, e.at(on, copied).fact)
				if tie {
					c.facts = append(c.facts, e.at(on, c.copied[1]).fact)
				}
			}
			best = c
		}
	}
	return best
}

// at gives the addend of a measure of a table, where the equation has one.
func (e *equation) at(on *sheet, measure string) *addend {
	for _, side := range [][]addend{e.left, e.right} {
		for i := range side {
			if side[i].sheet == on && side[i].measure == measure {
				return &side[i]
			}
		}
	}
	return nil
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
	alien := l.alienColumns(eqs, blames)
	for _, e := range eqs {
		if !e.proves() || slices.ContainsFunc(e.cells(), func(a addend) bool { return disputed[a.fact] }) {
			continue
		}
		for _, a := range e.cells() {
			if a.fact >= 0 && !l.blank(a.cell) && !alien(a.cell) {
				l.doc.Facts[a.fact].Status = budget.StatusProven
			}
		}
	}
	for _, b := range blames {
		for _, f := range b.doubted {
			if l.doc.Facts[f].Status == budget.StatusProven {
				l.doc.Facts[f].Status = budget.StatusStated
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
