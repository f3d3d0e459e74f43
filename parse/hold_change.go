package parse

import (
	"fmt"
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
	up := c.Direction == "增加" || c.Direction == "大于"
	down := c.Direction == "减少" || c.Direction == "小于"
	if amount.ok && base.ok {
		moved := amount.yuan.Sub(base.yuan)
		slack := amount.unit.Add(base.unit)
		switch {
		case up && moved.IsNegative() && moved.Abs().GreaterThan(slack), down && moved.IsPositive() && moved.GreaterThan(slack),
			(c.Direction == "持平" || c.Direction == "等于") && moved.Abs().GreaterThan(b.flatSlack(c, base).Add(slack)):
			f := b.failure(c, checkDirection, base.yuan, amount.yuan, slack)
			f.Severity = budget.SeverityError
			f.Message = fmt.Sprintf("「%s」由%s变为%s%s，文字却说%s。", c.Subject, c.BaseAmount, c.Amount, c.Unit, c.Direction)
			f.English = fmt.Sprintf("%s went from %s to %s%s, which the text calls %s.", c.Subject, c.BaseAmount, c.Amount, c.Unit, directionEnglish(c.Direction))
			b.doc.Findings = append(b.doc.Findings, f)
			n.fails++
		case delta.ok && (up || down):
			want := moved.Abs()
			if want.Sub(delta.yuan).Abs().GreaterThan(slack.Add(delta.unit)) {
				f := b.failure(c, checkChange, want, delta.yuan, slack.Add(delta.unit))
				zh, en := slipWords(delta.yuan, want, delta.unit)
				f.Message = fmt.Sprintf("「%s」由%s变为%s%s，变动应为%s元，文字为%s%s%s。", c.Subject, c.BaseAmount, c.Amount, c.Unit, want, c.Delta, c.Unit, zh)
				f.English = fmt.Sprintf("%s went from %s to %s%s, a change of %s yuan; the text says %s%s%s.", c.Subject, c.BaseAmount, c.Amount, c.Unit, want, c.Delta, c.Unit, en)
				b.doc.Findings = append(b.doc.Findings, f)
				n.fails++
			} else {
				n.holds++
			}
		case up || down || c.Direction == "持平" || c.Direction == "等于":
			n.holds++
		}
	}
	n.add(b.holdPercent(c, amount, base, delta))
	return n.outcome()
}

func (b *claimBench) flatSlack(c *budget.Claim, base precise) decimal.Decimal {
	if !strings.Contains(string(foldRunes([]rune(c.Sentence))), "基本") {
		return decimal.Zero
	}
	share, _ := decimal.NewFromString(nearlyShare)
	return base.yuan.Abs().Mul(share)
}

func directionEnglish(d string) string {
	switch d {
	case "增加", "大于":
		return "a rise"
	case "减少", "小于":
		return "a fall"
	}
	return "no change"
}

var hundred = decimal.NewFromInt(100)

// holdPercent checks that a percent, or a multiple, follows from its figures.
func (b *claimBench) holdPercent(c *budget.Claim, amount, base, delta precise) budget.Outcome {
	if c.Percent == "" {
		return budget.Unknown
	}
	text, times := strings.CutSuffix(c.Percent, "倍")
	p, err := decimal.NewFromString(text)
	if err != nil {
		return budget.Unknown
	}
	sign := decimal.NewFromInt(1)
	switch c.Direction {
	case "减少", "小于":
		sign = decimal.NewFromInt(-1)
	case "增加", "大于":
	default:
		return budget.Unknown
	}
	var moved, from precise
	switch {
	case delta.ok && base.ok:
		moved, from = delta, base
	case delta.ok && amount.ok:
		moved = delta
		from = precise{amount.yuan.Sub(delta.yuan.Mul(sign)), amount.unit.Add(delta.unit), true}
	case amount.ok && base.ok:
		moved = precise{amount.yuan.Sub(base.yuan).Abs(), amount.unit.Add(base.unit), true}
		from = base
	default:
		return budget.Unknown
	}
	if !from.yuan.IsPositive() {
		if moved.yuan.IsZero() || from.yuan.IsNegative() {
			return budget.Unknown
		}
		f := b.failure(c, checkZeroBase, decimal.Zero, p, decimal.Zero)
		f.Severity, f.Status = budget.SeverityNote, budget.Unknown
		f.Message = fmt.Sprintf("「%s」的基数为零，无法计算百分比，文字为%s%%。", c.Subject, c.Percent)
		f.English = fmt.Sprintf("%s starts from zero: no percentage exists, the text says %s%%.", c.Subject, c.Percent)
		b.doc.Findings = append(b.doc.Findings, f)
		return budget.Unknown
	}
	if times {
		ratio := moved.yuan.Div(from.yuan)
		turns := decimal.NewFromInt(wholeTurns)
		if ratio.Sub(p).Abs().LessThanOrEqual(turns) || ratio.Add(turns).Sub(p).Abs().LessThanOrEqual(turns) {
			return budget.Holds
		}
		p = p.Mul(hundred)
	}
	lo, hi := ratioRange(moved, from, pointPlaces(text))
	last := decimal.New(1, -pointPlaces(text))
	if p.GreaterThanOrEqual(lo.Sub(last)) && p.LessThanOrEqual(hi.Add(last)) {
		return budget.Holds
	}
	want := moved.yuan.Div(from.yuan).Mul(hundred).Round(2)
	f := b.failure(c, checkPercent, want, p, last)
	zh, en := slipWords(p, want, last)
	f.Message = fmt.Sprintf("「%s」的变动百分比按所列数字应为%s%%，文字为%s%%%s。", c.Subject, want, c.Percent, zh)
	f.English = fmt.Sprintf("The figures given for %s make a change of %s%%; the text says %s%%%s.", c.Subject, want, c.Percent, en)
	b.doc.Findings = append(b.doc.Findings, f)
	return budget.Fails
}

// ratioRange is what a/b can be in percent, both sides being printed figures.
// They are rounded to the places that the percentage prints, for rounding it
// a second time is no mistake of its own.
func ratioRange(a, b precise, places int32) (lo, hi decimal.Decimal) {
	small, large := b.yuan.Sub(b.unit), b.yuan.Add(b.unit)
	if !small.IsPositive() {
		small = b.unit.Div(decimal.NewFromInt(2))
	}
	lo = decimal.Max(a.yuan.Sub(a.unit), decimal.Zero).Div(large).Mul(hundred)
	hi = a.yuan.Add(a.unit).Div(small).Mul(hundred)
	return lo.Round(places), hi.Round(places)
}
