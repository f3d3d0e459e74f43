package parse

import (
	"fmt"
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
		f.Message = fmt.Sprintf("「%s」的上年数按文字为%s元，上年文件「%s」为%s元。", c.Subject, was.yuan, cellName(d, first), first.Amount)
		f.English = fmt.Sprintf("The text makes last year's %s %s yuan; last year's document has %s yuan (%s).", c.Subject, was.yuan, first.Amount, cellName(d, first))
		b.doc.Findings = append(b.doc.Findings, f)
		return budget.Fails
	}
	return budget.Unknown
}

// twice reports one item of the functional classification that one section
// gives two amounts.
func (b *claimBench) twice() {
	type key struct{ section, subject string }
	first := map[key]*budget.Claim{}
	for i := range b.doc.Claims {
		c := &b.doc.Claims[i]
		if c.Amount == "" || !hasLevel(c.Subject) {
			continue
		}
		k := key{c.Section, c.Subject}
		o := first[k]
		if o == nil {
			first[k] = c
			continue
		}
		a, d := preciseOf(o.Amount, o.Unit), preciseOf(c.Amount, c.Unit)
		if !a.ok || !d.ok || a.agrees(d) {
			continue
		}
		f := b.failure(c, checkTwice, a.yuan, d.yuan, decimal.Max(a.unit, d.unit))
		f.Other = o.Span
		f.Message = fmt.Sprintf("「%s」先为%s%s，后为%s%s。", c.Subject, o.Amount, o.Unit, c.Amount, c.Unit)
		f.English = fmt.Sprintf("%s is first %s%s, then %s%s.", c.Subject, o.Amount, o.Unit, c.Amount, c.Unit)
		b.doc.Findings = append(b.doc.Findings, f)
	}
}
