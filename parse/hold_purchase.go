package parse

import (
	"strings"

	"github.com/shopspring/decimal"

	"yusuan/parse/budget"
)

// holdPurchase compares what the prose says of purchases, all of them or those
// of one kind, with the rows of the purchase table. What is reserved for small
// firms, or won by them, has no row.
func (b *claimBench) holdPurchase(c *budget.Claim, said precise) budget.Outcome {
	leaf := lastPart(c.Subject)
	if !strings.Contains(c.Subject, "采购") || strings.ContainsAny(leaf, "中小微标企") {
		return budget.Unknown
	}
	kind := ""
	for _, k := range purchaseKinds {
		if strings.Contains(leaf, k) {
			if kind != "" {
				return budget.Unknown
			}
			kind = k
		}
	}
	rows, sum := b.purchaseRows(kind)
	if len(rows) == 0 {
		return budget.Unknown
	}
	cell := precise{sum, decimal.New(1, -2), true}
	for _, p := range rows {
		if scale, ok := budget.Scale(p.Unit); ok {
			cell.unit = decimal.Max(cell.unit, scale.Shift(-pointPlaces(p.Raw)))
		}
	}
	first := rows[0]
	t := &b.sheet.Tables[first.Table]
	printed := money(sum, first.Unit, pointPlaces(first.Raw))
	b.against(c, t.Title+"/"+first.Category)
	if said.agrees(cell) {
		return budget.Holds
	}
	f := b.failure(c, checkAmount, cell.yuan, said.yuan, decimal.Max(said.unit, cell.unit))
	f.Other, f.Table, f.Title = first.Span, t.Kind, t.Title
	f.Evidence += "\n" + t.Title + "/" + first.Category + " = " + printed
	b.report(c, f, fills{
		"{title}": same(t.Title), "{row}": same(first.Category), "{column}": same("金额"),
		"{actual}": same(figure(c.Amount, c.Unit)), "{expected}": same(printed), "{slip}": b.slipText(said.yuan, cell.yuan, decimal.Max(said.unit, cell.unit)),
	})
	return budget.Fails
}

// purchaseRows gives the sum rows of one kind of purchase, or the grand total,
// and what they add up to. A table that prints several is not one account.
func (b *claimBench) purchaseRows(kind string) (rows []*budget.Purchase, sum decimal.Decimal) {
	for i := range b.sheet.Purchases {
		p := &b.sheet.Purchases[i]
		if !p.Total || p.Project != "" || p.Economic != "" || p.Item != "" || p.Raw == "" {
			continue
		}
		of := ""
		for _, k := range purchaseKinds {
			if strings.Contains(p.Category, k) {
				of = k
			}
		}
		if of != kind {
			continue
		}
		if kind == "" && len(rows) > 0 {
			return nil, decimal.Zero
		}
		rows, sum = append(rows, p), sum.Add(p.Amount)
	}
	return rows, sum
}
