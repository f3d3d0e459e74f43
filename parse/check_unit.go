package parse

import (
	"slices"

	"github.com/shopspring/decimal"

	"yusuan/parse/budget"
	"yusuan/parse/form"
)

// unitTables finds tables in the wrong unit as wholes: every sum that another
// table repeats misses it ten thousand times, 元 for 万元 or the reverse. All
// the figures of such a table are in doubt, however well they add up among
// themselves.
func (l *ledger) unitTables(eqs []*equation) []*blame {
	type tally struct {
		equal int
		eqs   []*equation
		fact  int // one that can be named
		value decimal.Decimal
	}
	of := map[*sheet]*tally{}
	for _, e := range eqs {
		if e.id.Rule != form.RuleEqual {
			continue
		}
		factor, far := l.wanApart(e)
		about := e.sheets()
		if about[0] == nil || about[1] == nil || about[0] == about[1] {
			continue
		}
		for _, s := range about {
			t := of[s]
			if t == nil {
				t = &tally{fact: -1}
				of[s] = t
			}
			switch {
			case e.proves():
				t.equal++
			case e.outcome == budget.Fails && far:
				t.eqs = append(t.eqs, e)
				for _, a := range e.cells() {
					if t.fact < 0 && a.fact >= 0 && a.sheet == s && l.valued(a.cell) {
						t.fact, t.value = a.fact, l.amount(a.cell).Mul(factor)
						if slices.ContainsFunc(e.right, func(r addend) bool { return r.fact == a.fact }) {
							t.value = l.amount(a.cell).Div(factor)
						}
					}
				}
			}
		}
	}
	var out []*blame
	for _, s := range l.sheets {
		t := of[s]
		if t == nil || t.fact < 0 || t.equal > 0 || slices.ContainsFunc(out, func(b *blame) bool { return covers(b.eqs, t.eqs) }) {
			continue
		}
		// The table that more others contradict is the one.
		if slices.ContainsFunc(l.sheets, func(o *sheet) bool {
			u := of[o]
			return o != s && u != nil && u.equal == 0 && len(u.eqs) > len(t.eqs) && covers(u.eqs, t.eqs)
		}) {
			continue
		}
		b := &blame{fact: t.fact, implied: t.value, slip: slipUnit, eqs: t.eqs, unit: true}
		for i := range l.doc.Facts {
			if l.doc.Facts[i].Table == s.at {
				b.facts = append(b.facts, i)
			}
		}
		out = append(out, b)
	}
	return out
}

// covers reports whether all of the equations are among those of a.
func covers(a, eqs []*equation) bool {
	return !slices.ContainsFunc(eqs, func(e *equation) bool { return !slices.Contains(a, e) })
}

// wanApart reports whether the sides of an equation are ten thousand times
// apart, and what to multiply the left one by to reach the right.
func (l *ledger) wanApart(e *equation) (factor decimal.Decimal, far bool) {
	left, right := decimal.Zero, decimal.Zero
	for side, addends := range [][]addend{e.left, e.right} {
		for _, a := range addends {
			v := l.amount(a.cell)
			if a.minus {
				v = v.Neg()
			}
			if side == 0 {
				left = left.Add(v)
			} else {
				right = right.Add(v)
			}
		}
	}
	if left.IsZero() || right.IsZero() {
		return decimal.Zero, false
	}
	wan := decimal.NewFromInt(10000)
	// Rounded to the places of 万元, four significant figures must agree.
	near := func(a, b decimal.Decimal) bool {
		return a.Sub(b).Abs().Mul(wan).LessThanOrEqual(b.Abs())
	}
	switch {
	case near(left.Mul(wan), right):
		return wan, true
	case near(left, right.Mul(wan)):
		return decimal.NewFromInt(1).Div(wan), true
	}
	return decimal.Zero, false
}
