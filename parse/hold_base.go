package parse

import (
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"yusuan/parse/budget"
	"yusuan/parse/code"
)

// What the prose says against what it said before: last year, or a page
// earlier.

// holdBase compares the figure that a change starts from with last year's
// document of the same scope.
func (b *claimBench) holdBase(c *budget.Claim) budget.Outcome {
	was := preciseOf(c.BaseAmount, c.Unit)
	if !was.ok && c.HasBase {
		unit := preciseOf(c.Amount, c.Unit).unit
		was = precise{c.Implied, unit.Mul(decimal.NewFromInt(2)), true}
	}
	if !was.ok {
		return budget.Unknown
	}
	var phase budget.Phase
	switch {
	case c.Base == "prior_budget":
		phase = budget.PhaseBudget
	case c.Base == "prior_final":
		phase = budget.PhaseFinal
	case strings.HasPrefix(c.Base, "上年") && b.doc.Phase == budget.PhaseBudget:
		phase = budget.PhaseBudget
	default:
		return budget.Unknown
	}
	for k, d := range b.prior {
		if d.Year != b.doc.Year-1 || d.Phase != phase || d.Scope != b.doc.Scope {
			continue
		}
		probe := *c
		var first *budget.Fact
		for _, p := range placeClaim(&probe, d.Year) {
			for _, i := range b.priorCells[k].find(p, probe.Code) {
				f := &d.Facts[i]
				if p.row == "code" && !code.SameName(strings.TrimSuffix(levelName(c.Subject), "科目"), f.Name) {
					continue // the code meant something else
				}
				if was.agrees(preciseCell(f)) {
					b.against(c, d.File+": "+cellName(d, f))
					return budget.Holds
				}
				if first == nil {
					first = f
				}
			}
		}
		if first == nil {
			continue
		}
		f := b.failure(c, checkBase, first.Amount, was.yuan, was.unit)
		f.Severity = budget.SeverityWarning // a prior year may have been restated
		f.Evidence += "\n" + d.File + ": " + cellName(d, first) + " = " + first.Raw + first.Unit
		b.report(c, f, fills{
			"{actual}": same(money(was.yuan, c.Unit, pointPlaces(c.Amount))), "{expected}": same(money(first.Amount, c.Unit, pointPlaces(c.Amount))),
			"{year}": same(strconv.Itoa(d.Year)), "{file}": same(d.File), "{title}": same(d.Tables[first.Table].Title),
			"{row}": same(strings.TrimSpace(first.Code + " " + first.Name)), "{column}": same(first.Column),
		})
		return budget.Fails
	}
	return budget.Unknown
}
