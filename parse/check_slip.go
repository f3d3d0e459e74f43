package parse

import (
	"strings"

	"github.com/shopspring/decimal"

	"yusuan/parse/budget"
)

// A slip is a mistake that has a name: how a printed figure misses the one
// that would close its equations.
type slip string

const (
	noSlip       slip = ""
	slipTenfold  slip = "ten-fold-slip"     // a digit too many or too few at the end
	slipUnit     slip = "unit-slip"         // 元 where 万元 is meant, or the reverse
	slipDigits   slip = "transposed-digits" // two neighbouring digits changed over
	slipSign     slip = "sign-slip"
	slipCopied   slip = "copied-figure" // the figure of a neighbouring row or column
	slipOneDigit slip = "one-digit"     // one digit differs
)

// slipOf names the way from the figure that a fact should be to what it is.
func (l *ledger) slipOf(fact int, should decimal.Decimal) slip {
	f := &l.doc.Facts[fact]
	is := f.Amount
	if !f.HasAmount() || is.IsZero() {
		return noSlip
	}
	u := ulp(l.places[fact], f.Unit)
	near := func(a, b decimal.Decimal) bool { return a.Sub(b).Abs().LessThanOrEqual(u) }
	ten, wan := decimal.NewFromInt(10), decimal.NewFromInt(10000)
	switch {
	case near(is, should):
		return noSlip
	case !should.IsZero() && (near(is, should.Mul(wan)) || near(is.Mul(wan), should)):
		return slipUnit
	case !should.IsZero() && (near(is, should.Mul(ten)) || is.Mul(ten).Sub(should).Abs().LessThan(u.Mul(ten))):
		return slipTenfold
	case near(is, should.Neg()):
		return slipSign
	}
	if l.neighbourHas(fact) {
		return slipCopied
	}
	scale, ok := budget.Scale(f.Unit)
	if !ok {
		scale = decimal.NewFromInt(1)
	}
	a := is.Div(scale).StringFixed(l.places[fact])
	b := should.Div(scale).StringFixed(l.places[fact])
	return digitSlip(a, b)
}

// digitSlip compares two figures printed with the same number of decimals.
func digitSlip(a, b string) slip {
	if len(a) != len(b) {
		return noSlip
	}
	var at []int
	for i := range a {
		if a[i] != b[i] {
			at = append(at, i)
		}
	}
	switch {
	case len(at) == 1:
		return slipOneDigit
	case len(at) == 2 && a[at[0]] == b[at[1]] && a[at[1]] == b[at[0]] && strings.Trim(a[at[0]:at[1]], "0123456789.") == "":
		if between := strings.Trim(a[at[0]+1:at[1]], "."); between == "" {
			return slipDigits
		}
	}
	return noSlip
}

// neighbourHas reports whether a row above or below, or the column left or
// right, prints the same figure.
func (l *ledger) neighbourHas(fact int) bool {
	f := &l.doc.Facts[fact]
	const nearRows = 3 // rows above that a figure may have been filled down from
	for i := max(0, fact-400); i < min(len(l.doc.Facts), fact+400); i++ {
		o := &l.doc.Facts[i]
		if i == fact || o.Table != f.Table || o.Lane != f.Lane || o.Printed != budget.PrintedValue || !o.Amount.Equal(f.Amount) {
			continue
		}
		sameColumn := o.Measure == f.Measure && o.Row != f.Row && o.Row >= f.Row-nearRows && o.Row <= f.Row+1
		if sameColumn {
			return true
		}
	}
	return false
}
