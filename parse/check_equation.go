package parse

import (
	"slices"

	"github.com/shopspring/decimal"

	"yusuan/parse/budget"
	"yusuan/parse/form"
)

// An equation is one identity applied to the cells of a document:
// the sum of left equals, or is at least, the sum of right.
type equation struct {
	id    *form.Identity
	left  []addend // the whole
	right []addend // its parts

	empty bool   // a table of the right side is there and prints no figures
	soft  bool   // the form leaves open what belongs to the sum: a mismatch is unknown
	maybe string // why the equation may not apply, for unknown ones

	outcome budget.Outcome
	trivial bool            // holds, but nothing other than zeros and blanks stands in it
	blanks  int             // blank cells that were counted as zero
	diff    decimal.Decimal // left − right, yuan
	tol     decimal.Decimal // yuan
	weak    bool            // holds only because some figures are printed without decimals
	slight  bool            // fails, but by no more than figures cut off instead of rounded explain
	fine    bool            // fails by less than rounding explains, in a document that rounds nothing, see exact
	why     string          // why it is unknown
}

// An addend is a cell with its sign.
type addend struct {
	cell
	minus bool
}

func plus(cells ...cell) []addend {
	out := make([]addend, len(cells))
	for i, c := range cells {
		out[i] = addend{cell: c}
	}
	return out
}

// evaluate settles outcome, diff and tolerance of an equation, blanks being
// taken for zero. Whether that may be done is settled by settleBlanks.
//
// The tolerance is half a unit in the last printed place of every figure that
// stands in the equation: n·u/2 for the parts and u/2 for the whole. Printed
// zeros, dashes and blanks add nothing to it. Where a table prints some figures
// with fewer decimals than the others, its usual number counts; if the equation
// closes only because some figures are whole, it holds, but weakly. A mismatch that figures cut off
// after the last place could have, each lacking up to a whole unit, is slight.
func (l *ledger) evaluate(e *equation) {
	e.outcome, e.why, e.trivial, e.blanks, e.slight = budget.Unknown, "", false, 0, false
	e.weak, e.fine = false, false
	e.diff, e.tol = decimal.Zero, decimal.Zero
	if len(e.left) == 0 || len(e.right) == 0 && !e.empty {
		e.why = "a side is missing"
		return
	}
	two := decimal.NewFromInt(2)
	var units [2]decimal.Decimal // by side: Σ of whole units in the last place
	coarse := decimal.Zero       // Σ of the same, whole figures being taken as rounded
	values, left, right := 0, 0, 0
	for side, addends := range [][]addend{e.left, e.right} {
		for _, a := range addends {
			if l.blank(a.cell) {
				e.blanks++
				continue
			}
			amount := l.amount(a.cell)
			if a.minus != (side == 1) {
				amount = amount.Neg()
			}
			e.diff = e.diff.Add(amount)
			if side == 0 {
				left++
			} else {
				right++
			}
			if l.valued(a.cell) {
				values++
				places := l.places[a.fact]
				if decimals(&l.doc.Facts[a.fact]) == 0 {
					places = 0
				}
				coarse = coarse.Add(ulp(places, l.doc.Facts[a.fact].Unit))
				units[side] = units[side].Add(ulp(l.places[a.fact], l.doc.Facts[a.fact].Unit))
			}
		}
	}
	e.tol = units[0].Add(units[1]).Div(two)
	e.trivial = values == 0
	switch {
	case slices.ContainsFunc(e.cells(), addend.unread):
		e.why, e.trivial = whyUnread, false
	case left == 0 && right == 0:
		e.why = "nothing is printed on either side"
	case left == 0 && values > 0:
		e.why = whyNoSum
	case right == 0 && values > 0 && !e.empty:
		e.why = "the parts are not printed"
	case e.id.Rule == form.RuleAtMost:
		e.outcome = budget.Holds
		if e.diff.Neg().GreaterThan(e.tol) {
			e.outcome = budget.Fails
		}
	case e.diff.Abs().LessThanOrEqual(e.tol):
		e.outcome = budget.Holds
	case e.diff.Abs().LessThanOrEqual(coarse.Div(two)):
		e.outcome, e.weak, e.tol = budget.Holds, true, coarse.Div(two)
	case e.id.OrLess && e.diff.Sign() < 0:
		e.why = "the whole is more than this part need be"
	default:
		e.outcome = budget.Fails
		e.slight = e.diff.Neg().LessThan(units[0]) && e.diff.LessThan(units[1])
	}
	switch {
	case e.outcome == budget.Fails && e.soft:
		e.outcome, e.why = budget.Unknown, "the form leaves open what the sum is made of"
		if e.maybe != "" {
			e.why = e.maybe
		}
	case e.outcome == budget.Fails && slices.ContainsFunc(e.cells(), func(a addend) bool { return a.fact < 0 && a.line.open }):
		e.outcome, e.why = budget.Unknown, whyOpen
	}
}

// whyNoSum is why an equation is not settled whose parts alone are printed.
const whyNoSum = "the sum is not printed"

// whyOpen is why an equation is not settled that lacks a figure where its row
// prints one whose column is not known.
const whyOpen = "the column of a figure of the row is not known"

// settleBlanks decides where a blank may be read as zero: in a table in which
// some equation closes only because blanks are zero. Elsewhere an equation
// that fails with a blank in it is unknown: the figure may be what is missing.
func (l *ledger) settleBlanks(eqs []*equation) {
	zero := map[*sheet]bool{}
	for _, e := range eqs {
		if e.outcome == budget.Holds && e.blanks > 0 && !e.trivial && e.id.Rule != form.RuleAtMost {
			for _, a := range e.cells() {
				if l.blank(a.cell) {
					zero[a.sheet] = true
				}
			}
		}
	}
	l.loseFigures(eqs)
	for _, e := range eqs {
		if e.outcome != budget.Fails || e.blanks == 0 {
			continue
		}
		for _, a := range e.cells() {
			if l.blank(a.cell) && !zero[a.sheet] {
				e.outcome, e.why, e.slight = budget.Unknown, whyBlank, false
				break
			}
		}
	}
}

// cells gives all addends of both sides.
func (e *equation) cells() []addend {
	out := make([]addend, 0, len(e.left)+len(e.right))
	return append(append(out, e.left...), e.right...)
}

// proves reports whether the equation vouches for its cells.
func (e *equation) proves() bool {
	return e.outcome == budget.Holds && !e.trivial && !e.weak && e.id.Rule != form.RuleAtMost
}

// implied is the figure that would close the equation in place of the cell.
func (l *ledger) implied(e *equation, fact int) (decimal.Decimal, bool) {
	n, sign := 0, 1
	for side, addends := range [][]addend{e.left, e.right} {
		for _, a := range addends {
			if a.fact == fact {
				n++
				if a.minus != (side == 1) {
					sign = -1
				} else {
					sign = 1
				}
			}
		}
	}
	if n != 1 {
		return decimal.Zero, false
	}
	v := l.amount(cell{fact: fact})
	if sign > 0 {
		return v.Sub(e.diff), true
	}
	return v.Add(e.diff), true
}

// whyMostly is why an equation that mostly withdraws is not settled.
const whyMostly = "most rows of the two tables differ: they cover different money"

// mostly withdraws the failures of identities that are stated row by row and
// hold only where two tables cover the same money: where more rows fail than
// hold, the tables are about different things.
func mostly(eqs []*equation) {
	type count struct{ holds, fails int }
	counts := map[*form.Identity]*count{}
	for _, e := range eqs {
		if !e.id.Mostly || e.trivial {
			continue
		}
		c := counts[e.id]
		if c == nil {
			c = &count{}
			counts[e.id] = c
		}
		switch e.outcome {
		case budget.Holds:
			c.holds++
		case budget.Fails:
			c.fails++
		}
	}
	for _, e := range eqs {
		if c := counts[e.id]; c != nil && e.outcome == budget.Fails && c.holds < c.fails {
			e.outcome, e.why, e.slight = budget.Unknown, whyMostly, false
		}
	}
}
