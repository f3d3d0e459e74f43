package parse

import (
	"strings"

	"github.com/shopspring/decimal"

	"yusuan/parse/budget"
)

// What the prose says of a change: base, amount, difference, direction and
// percent held against one another.

// holdChange checks amount, base, change and percent with one another.
func (b *claimBench) holdChange(c *budget.Claim) budget.Outcome {
	if c.Direction == "" && c.Percent == "" {
		return budget.Unknown
	}
	n := outcomeCount{}
	amount, base, delta := preciseOf(c.Amount, c.Unit), preciseOf(c.BaseAmount, c.Unit), preciseOf(c.Delta, c.Unit)
	if amount.ok && base.ok {
		n.add(b.holdMove(c, amount, base, delta))
	}
	if !base.ok && rises(c.Direction) && amount.ok && delta.ok && delta.yuan.GreaterThan(amount.yuan.Add(amount.unit).Add(delta.unit)) && !amount.yuan.IsNegative() {
		n.add(b.risesPast(c, amount, delta))
	}
	n.add(b.holdPercent(c, amount, base, delta))
	return n.outcome()
}

// rises and falls tell the sense of a change.
func rises(direction string) bool { return direction == "增加" || direction == "大于" }
func falls(direction string) bool { return direction == "减少" || direction == "小于" }
func stays(direction string) bool { return direction == "持平" || direction == "等于" }

// holdMove checks direction and size of a change whose two amounts are both
// printed.
func (b *claimBench) holdMove(c *budget.Claim, amount, base, delta precise) budget.Outcome {
	moved := amount.yuan.Sub(base.yuan)
	slack := amount.unit.Add(base.unit)
	up, down := rises(c.Direction), falls(c.Direction)
	fill := fills{"{base}": same(figure(c.BaseAmount, c.Unit)), "{amount}": same(figure(c.Amount, c.Unit)), "{actual}": same(figure(c.Delta, c.Unit))}
	switch {
	case up && moved.LessThan(slack.Neg()), down && moved.GreaterThan(slack),
		stays(c.Direction) && moved.Abs().GreaterThan(b.flatSlack(c, base).Add(slack)):
		f := b.failure(c, checkDirection, base.yuan, amount.yuan, slack)
		f.Severity = budget.SeverityError
		b.report(c, f, fill)
		return budget.Fails
	case delta.ok && (up || down):
		want := moved.Abs()
		if want.Sub(delta.yuan).Abs().LessThanOrEqual(slack.Add(delta.unit)) {
			return budget.Holds
		}
		f := b.failure(c, checkChange, want, delta.yuan, slack.Add(delta.unit))
		fill["{expected}"] = same(money(want, c.Unit, pointPlaces(c.Delta)))
		fill["{slip}"] = b.slipText(delta.yuan, want, delta.unit)
		b.report(c, f, fill)
		return budget.Fails
	case up || down || stays(c.Direction):
		return budget.Holds
	}
	return budget.Unknown
}

// risesPast reports a rise that is larger than what it led to: there would have
// been less than nothing before.
func (b *claimBench) risesPast(c *budget.Claim, amount, delta precise) budget.Outcome {
	f := b.failure(c, checkChange, amount.yuan, delta.yuan, amount.unit.Add(delta.unit))
	f.Severity = budget.SeverityError
	fill := fills{"{amount}": same(figure(c.Amount, c.Unit)), "{actual}": same(figure(c.Delta, c.Unit))}
	b.report(c, f, fill)
	last := &b.found[len(b.found)-1]
	last.Message, last.English = b.wording("rise-past", fill)
	return budget.Fails
}

// flatSlack is what 基本持平 allows for.
func (b *claimBench) flatSlack(c *budget.Claim, base precise) decimal.Decimal {
	if !strings.Contains(string(foldRunes([]rune(c.Sentence))), "基本") {
		return decimal.Zero
	}
	share, _ := decimal.NewFromString(nearlyShare)
	return base.yuan.Abs().Mul(share)
}

func directionEnglish(d string) string {
	switch {
	case rises(d):
		return "a rise"
	case falls(d):
		return "a fall"
	}
	return "no change"
}

// holdPercent checks that a percent, or a multiple, follows from its figures.
func (b *claimBench) holdPercent(c *budget.Claim, amount, base, delta precise) budget.Outcome {
	if c.Percent == "" || !rises(c.Direction) && !falls(c.Direction) {
		return budget.Unknown
	}
	text, times := strings.CutSuffix(c.Percent, "倍")
	p, err := decimal.NewFromString(text)
	if err != nil {
		return budget.Unknown
	}
	moved, from := moveOf(c.Direction, amount, base, delta)
	if !from.ok {
		return budget.Unknown
	}
	if !from.yuan.IsPositive() {
		if moved.yuan.IsZero() || from.yuan.IsNegative() {
			return budget.Unknown
		}
		f := b.failure(c, checkZeroBase, decimal.Zero, p, decimal.Zero)
		f.Severity = budget.SeverityNote
		b.report(c, f, fills{"{actual}": same(c.Percent)})
		return budget.Unknown
	}
	r := ratio{moved, from, p, pointPlaces(text)}
	fill := fills{}
	if times {
		turns := decimal.NewFromInt(wholeTurns)
		n := moved.yuan.Div(from.yuan)
		if n.Sub(p).Abs().LessThanOrEqual(turns) || n.Add(turns).Sub(p).Abs().LessThanOrEqual(turns) {
			return budget.Holds
		}
		r.percent = p.Mul(hundred)
	} else if amount.ok && amount.yuan.IsPositive() && (ratio{moved, amount, p, r.places}).within(halfPlace) {
		zh, en := b.wording("of-the-new", fills{})
		fill["{slip}"] = [2]string{zh, en}
	}
	return b.holdRatio(c, checkPercent, r, c.Section+"\n"+c.Subject, fill)
}

// moveOf gives the size of a change and what it started from, from those of
// amount, base and difference that are printed.
func moveOf(direction string, amount, base, delta precise) (moved, from precise) {
	switch {
	case delta.ok && base.ok:
		return delta, base
	case delta.ok && amount.ok && rises(direction):
		return delta, precise{amount.yuan.Sub(delta.yuan), amount.unit.Add(delta.unit), true}
	case delta.ok && amount.ok:
		return delta, precise{amount.yuan.Add(delta.yuan), amount.unit.Add(delta.unit), true}
	case amount.ok && base.ok:
		return precise{amount.yuan.Sub(base.yuan).Abs(), amount.unit.Add(base.unit), true}, base
	}
	return precise{}, precise{}
}
