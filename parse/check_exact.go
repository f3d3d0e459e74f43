package parse

import (
	"fmt"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"yusuan/parse/budget"
)

// Where a document adds up to the last digit everywhere else, rounding explains
// no sum of it that misses by one: figures that were rounded each on its own
// leave a quarter of the sums of two parts, and more of longer ones, off by
// one. So a sum within tolerance that is not exact fails there, as a remark.

const (
	exactSums    = 8  // different sums that must be exact before one that is not is remarked on, long ones counting twice: 0.75⁸ is 0.1
	longSum      = 4  // parts of a sum that is exact by chance no oftener than two short ones
	exactPerMiss = 24 // sums that must be exact for each further figure that is off
)

// fen is the smallest money there is: what is printed to the 分 is not rounded,
// unless the document shows otherwise.
var fen = decimal.New(1, -2)

// exact settles the sums that agree only within tolerance, for each unit of the
// document by itself: they fail where nothing else in that unit looks rounded.
func (l *ledger) exact(eqs []*equation) {
	type unit struct {
		sums   map[string]int // exact ones by their figures, and what they count
		fen    bool
		missed []*equation
	}
	units := map[string]*unit{}
	for _, e := range eqs {
		name, last, ok := l.oneUnit(e)
		if !ok {
			continue
		}
		u := units[name]
		if u == nil {
			u = &unit{sums: map[string]int{}, fen: last.LessThanOrEqual(fen)}
			units[name] = u
		}
		switch figures := l.lastDigits(e); {
		case !e.diff.IsZero():
			u.missed = append(u.missed, e)
		case len(figures) > longSum:
			u.sums[strings.Join(figures, " ")] = 2
		case len(figures) > 2:
			u.sums[strings.Join(figures, " ")] = 1
		}
	}
	for _, u := range units {
		n := 0
		for _, counts := range u.sums {
			n += counts
		}
		if len(u.missed) == 0 || n < exactSums && !u.fen || l.causes(u.missed) > 1+n/exactPerMiss {
			continue
		}
		for _, e := range u.missed {
			if e.soft {
				e.weak = true // the form leaves open what the sum is made of
				continue
			}
			e.outcome, e.fine, e.tol = budget.Fails, true, decimal.Zero
		}
	}
}

// sizeOf tells how small the failures of a cause are: the wording for it, and
// how severe it may be. What rounding explains is worth a remark alone, unless it
// is printed to the 分; so is what figures cut off explain.
func (l *ledger) sizeOf(b *blame) (wording string, most budget.Severity) {
	slight, fine, cents := true, false, true
	for _, e := range b.eqs {
		slight = slight && (e.slight || e.fine)
		fine = fine || e.fine
		for _, a := range e.cells() {
			cents = cents && (!l.valued(a.cell) || ulp(l.places[a.fact], l.doc.Facts[a.fact].Unit).LessThanOrEqual(fen))
		}
	}
	switch {
	case slight && fine && cents:
		return "fine", budget.SeverityWarning
	case slight && fine:
		return "fine", budget.SeverityNote
	case slight:
		return "slight", budget.SeverityNote
	}
	return "", budget.SeverityError
}

// oneUnit gives the unit of an equation that holds and whose figures are all
// printed in it with the same decimals, and one of their last place in yuan.
func (l *ledger) oneUnit(e *equation) (unit string, last decimal.Decimal, ok bool) {
	if !e.proves() {
		return "", last, false
	}
	places := int32(-1)
	for _, a := range e.cells() {
		if !l.valued(a.cell) {
			continue
		}
		f := &l.doc.Facts[a.fact]
		if unit == "" {
			unit, places = f.Unit, l.places[a.fact]
		}
		if f.Unit != unit || l.places[a.fact] != places {
			return "", last, false
		}
	}
	return fmt.Sprint(unit, "/", places), ulp(places, unit), unit != ""
}

// lastDigits gives the figures of an equation in order where two of its parts
// at least end in a digit other than zero, so that rounding would show.
func (l *ledger) lastDigits(e *equation) []string {
	var out []string
	odd := 0
	for _, a := range e.cells() {
		if !l.valued(a.cell) {
			continue
		}
		f := &l.doc.Facts[a.fact]
		out = append(out, f.Amount.String())
		if !f.Amount.Mod(ulp(l.places[a.fact]-1, f.Unit)).IsZero() {
			odd++
		}
	}
	if odd < 2 {
		return nil
	}
	slices.Sort(out)
	return out
}

// causes counts the figures that would explain equations, each as many as it
// can; the same figure of the same row in several tables is one.
func (l *ledger) causes(eqs []*equation) int {
	figure := func(a addend) string { return rowName(a.line) + "\n" + l.amount(a.cell).String() }
	left := slices.Clone(eqs)
	n := 0
	for ; len(left) > 0; n++ {
		count := map[string]int{}
		most := ""
		for _, e := range left {
			for _, a := range e.cells() {
				if !l.valued(a.cell) {
					continue
				}
				k := figure(a)
				if count[k]++; most == "" || count[k] > count[most] || count[k] == count[most] && k < most {
					most = k
				}
			}
		}
		left = slices.DeleteFunc(left, func(e *equation) bool {
			return slices.ContainsFunc(e.cells(), func(a addend) bool { return l.valued(a.cell) && figure(a) == most })
		})
	}
	return n
}
