package store

import (
	"cmp"
	"strings"

	"github.com/shopspring/decimal"

	"yusuan/parse/budget"
)

// half is half of one unit in the last printed place: how far a rounded
// figure may be from what it was rounded from.
var half = decimal.New(5, -1)

// ulp is one unit in the last place of a figure as printed.
func ulp(figure string) decimal.Decimal {
	_, frac, _ := strings.Cut(figure, ".")
	return decimal.New(1, -int32(len(frac)))
}

// near reports whether a figure as printed is an amount of 分, rounded.
func near(figure, unit string, fen int64) bool {
	scale, ok := budget.Scale(unit)
	d, printed, err := budget.ParseNumber(figure)
	if !ok || err != nil || printed == budget.PrintedBlank || printed == budget.PrintedDash {
		return false
	}
	diff := d.Mul(scale).Sub(Yuan(fen)).Abs()
	return diff.LessThanOrEqual(ulp(figure).Mul(scale).Mul(half))
}

// judge holds a row's statement against its amounts, or takes from it the
// prior figure it implies where none is stored.
func judge(r *ComparedRow) {
	st := r.Stated
	if !r.Prior.Known {
		judgeAlone(r)
		return
	}
	if !r.HasChange {
		return
	}
	st.Verdict, st.Why = st.hold(r.Change, r.Prior.Fen)
	if st.Verdict != budget.Fails || st.Base != "prior_execution" && st.Base != "prior_final" {
		return
	}
	// Another base than the stored one: only the base it names can tell.
	st.Verdict, st.Why = budget.Unknown, "stated against "+st.Base
	if base := figureFen(st.claim.BaseAmount, st.Unit); base.Valid {
		if change, ok := difference(r.Now.Fen, base.Int64); ok {
			verdict, why := st.hold(change, base.Int64)
			st.Verdict, st.Why = verdict, "against "+st.Base+" "+st.claim.BaseAmount
			if why != "" {
				st.Why = why + ", " + st.Why
			}
		}
	}
}

// judgeAlone is judge where the prior amount is not stored. The statement
// implies it, or names it; all that can fail is its agreement with itself.
func judgeAlone(r *ComparedRow) {
	st := r.Stated
	if r.Link == PairNew || r.Link == PairReused {
		st.Why = "no counterpart in that year's document"
		return
	}
	st.Why = "no document of that year"
	if !r.Now.Known {
		return
	}
	prior := figureFen(st.claim.BaseAmount, st.Unit)
	if delta, ok := st.delta(); ok {
		prior, _ = fen(Yuan(r.Now.Fen).Sub(delta))
	}
	if !prior.Valid {
		return
	}
	r.Prior = Cell{Known: true, Implied: true, Fen: prior.Int64, Status: budget.StatusStated, Page: st.Page, SHA256: st.SHA256}
	r.change()
	if !r.HasChange || st.Percent == "" {
		return
	}
	verdict, why := st.hold(r.Change, r.Prior.Fen)
	switch {
	case verdict == budget.Fails:
		st.Verdict, st.Why = verdict, why
	case verdict == budget.Holds && why == "":
		st.Why = "agrees with itself; " + st.Why
	case verdict == budget.Holds:
		st.Why = why + "; " + st.Why
	}
}

// hold compares the statement with a change and the amount it is a change of, 分.
func (st *Stated) hold(change, prior int64) (budget.Outcome, string) {
	scale, ok := budget.Scale(st.Unit)
	if !ok {
		scale = decimal.New(1, 0)
	}
	said := false
	// Amounts are rounded in print: the change by one unit of its last place.
	slack := decimal.Zero
	if delta, ok := st.delta(); ok {
		said = true
		slack = ulp(cmp.Or(st.Delta, st.claim.Amount)).Mul(scale)
		if delta.Sub(Yuan(change)).Abs().GreaterThan(slack) {
			return budget.Fails, "change is " + Yuan(change).Div(scale).String() + " " + st.Unit
		}
	}
	figure, times := strings.CutSuffix(st.Percent, "倍")
	p, printed, err := budget.ParseNumber(figure)
	if err != nil || printed == budget.PrintedBlank || printed == budget.PrintedDash || prior == 0 {
		if said {
			return budget.Holds, ""
		}
		return budget.Unknown, "no figure to hold it against"
	}
	exact := decimal.New(change, 2).DivRound(decimal.New(prior, 0).Abs(), 8)
	if times {
		exact = exact.Shift(-2)
	}
	printedAs := exact.StringFixed(percentPlaces)
	if st.decrease() {
		exact = exact.Neg()
	}
	places := int32(0)
	if _, frac, point := strings.Cut(figure, "."); point {
		places = int32(len(frac))
	}
	if p.Equal(exact.Truncate(places)) && !p.Equal(exact.Round(places)) {
		return budget.Holds, "percent is cut off, not rounded"
	}
	slack = slack.Shift(2).Div(Yuan(prior).Abs()).Add(ulp(figure).Mul(half))
	if p.Sub(exact).Abs().GreaterThan(slack) {
		return budget.Fails, "percent is " + printedAs
	}
	return budget.Holds, ""
}

func (st *Stated) decrease() bool { return st.Direction == "减少" || st.Direction == "小于" }

// delta is the signed change stated, in yuan.
func (st *Stated) delta() (decimal.Decimal, bool) {
	if st.Direction == "持平" || st.Direction == "等于" {
		return decimal.Zero, true
	}
	d, printed, err := budget.ParseAmount(st.Delta, st.Unit)
	if err != nil || printed == budget.PrintedBlank || printed == budget.PrintedDash {
		return decimal.Zero, false
	}
	if st.decrease() {
		d = d.Neg()
	}
	return d, true
}

// maxMerged bounds how many codes are tried as parts of one that carries them on.
const maxMerged = 10

// explainMerged looks at statements that fail on codes of which others have
// disappeared: where the prior figure that the document implies is that of the
// code and of some that are gone from the same 款, together, the publisher has
// counted these in, and the statement does not fail.
func explainMerged(c *Comparison) {
	for i := range c.Rows {
		r := &c.Rows[i]
		if r.Stated == nil || r.Stated.Verdict != budget.Fails || !r.Prior.Known || r.Prior.Implied || len(r.Code) != 7 {
			continue
		}
		delta, ok := r.Stated.delta()
		if !ok {
			continue
		}
		missing, _ := fen(Yuan(r.Change).Sub(delta))
		var gone []*ComparedRow
		for j := range c.Rows {
			g := &c.Rows[j]
			if g.Link == PairGone && g.Kind == r.Kind && g.Lane == r.Lane && g.Measure == r.Measure && len(g.Code) == 7 && g.Code[:5] == r.Code[:5] && g.Prior.Fen != 0 {
				gone = append(gone, g)
			}
		}
		if !missing.Valid || missing.Int64 == 0 || len(gone) == 0 || len(gone) > maxMerged {
			continue
		}
		var found []string
		for set := 1; set < 1<<len(gone); set++ {
			var sum int64
			var codes []string
			for k, g := range gone {
				if set&(1<<k) != 0 {
					sum += g.Prior.Fen
					codes = append(codes, g.Code)
				}
			}
			if sum == missing.Int64 {
				if found != nil { // two ways: a coincidence
					found = nil
					break
				}
				found = codes
			}
		}
		if found != nil {
			r.Stated.Verdict = budget.Unknown
			r.Stated.Why = "holds if " + strings.Join(found, ", ") + ", gone, are counted in"
		}
	}
}
