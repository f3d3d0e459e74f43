package parse

import (
	"github.com/shopspring/decimal"

	"yusuan/parse/budget"
)

// A ratio is a printed percentage beside the two printed figures it is of.
type ratio struct {
	part, whole precise
	percent     decimal.Decimal
	places      int32 // decimals that the percentage prints
}

// ratioOf reads a printed percentage.
func ratioOf(percent string, part, whole precise) (ratio, bool) {
	p, err := decimal.NewFromString(percent)
	if err != nil || !part.ok || !whole.ok || !whole.yuan.IsPositive() {
		return ratio{}, false
	}
	return ratio{part, whole, p, pointPlaces(percent)}, true
}

// last is one unit of the last printed place.
func (r ratio) last() decimal.Decimal { return decimal.New(1, -r.places) }

// exact is the percentage of the figures as printed, to two decimals or to as
// many as the printed one.
func (r ratio) exact() decimal.Decimal {
	return r.part.yuan.Div(r.whole.yuan).Mul(hundred).Round(max(2, r.places))
}

// within reports whether the printed percentage can be that of the figures,
// every one of them being off by a share of its last place at most: a half
// where all are rounded, the whole where some are cut. In the latter case the
// limits are rounded as printed, for rounding twice is no mistake of its own.
func (r ratio) within(share decimal.Decimal) bool {
	low, high := r.whole.yuan.Sub(r.whole.unit.Mul(share)), r.whole.yuan.Add(r.whole.unit.Mul(share))
	if !low.IsPositive() {
		low = r.whole.unit.Div(decimal.NewFromInt(2))
	}
	lo := decimal.Max(r.part.yuan.Sub(r.part.unit.Mul(share)), decimal.Zero).Div(high).Mul(hundred)
	hi := r.part.yuan.Add(r.part.unit.Mul(share)).Div(low).Mul(hundred)
	slack, places := r.last().Mul(share), r.places
	if share.LessThan(fullPlace) {
		places += ratioPlaces
	}
	return r.percent.GreaterThanOrEqual(lo.Round(places).Sub(slack)) && r.percent.LessThanOrEqual(hi.Round(places).Add(slack))
}

// ratioPlaces are decimals of a quotient kept beyond the printed ones.
const ratioPlaces = 6

var (
	hundred   = decimal.NewFromInt(100)
	halfPlace = decimal.New(5, -1)
	fullPlace = decimal.NewFromInt(1)
)

// holdRatio judges a percentage. One that the figures give if they are cut
// instead of rounded holds; the last place is noted. A slip that the caller
// knows goes before one that the digits tell.
func (b *claimBench) holdRatio(c *budget.Claim, check string, r ratio, cause string, fill fills) budget.Outcome {
	out := budget.Fails
	switch {
	case r.within(halfPlace):
		return budget.Holds
	case r.within(fullPlace):
		out = budget.Holds
	}
	f := b.failure(c, check, r.exact(), r.percent, r.last())
	fill["{expected}"], fill["{actual}"] = same(r.exact().StringFixed(max(2, r.places))), same(r.percent.StringFixed(r.places))
	switch {
	case out == budget.Holds:
		f.Severity = budget.SeverityNote
		m, _ := b.ids.Message("last-place")
		fill["{slip}"] = [2]string{m.Zh, m.En}
	case fill["{slip}"] == [2]string{}:
		fill["{slip}"] = b.slipText(r.percent, r.exact(), r.last())
	}
	b.reportAs(cause, c, f, fill)
	b.found[len(b.found)-1].ratio = r
	return out
}
