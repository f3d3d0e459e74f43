package parse

import (
	"fmt"
	"strings"

	"github.com/shopspring/decimal"

	"yusuan/parse/budget"
)

// What the prose says of parts of a whole: 占…% and 完成…%.

// holdShare checks 占…% against the amount said of its whole.
func (b *claimBench) holdShare(c *budget.Claim) budget.Outcome {
	part := preciseOf(c.Amount, c.Unit)
	p, err := decimal.NewFromString(c.Share)
	if c.Share == "" || err != nil || !part.ok {
		return budget.Unknown
	}
	whole, name := b.whole(c)
	if !whole.ok || !whole.yuan.IsPositive() {
		return budget.Unknown
	}
	lo, hi := ratioRange(part, whole, pointPlaces(c.Share))
	last := decimal.New(1, -pointPlaces(c.Share))
	if p.GreaterThanOrEqual(lo.Sub(last)) && p.LessThanOrEqual(hi.Add(last)) {
		return budget.Holds
	}
	want := part.yuan.Div(whole.yuan).Mul(hundred).Round(2)
	f := b.failure(c, checkShare, want, p, last)
	zh, en := slipWords(p, want, last)
	f.Message = fmt.Sprintf("「%s」占「%s」的比例应为%s%%，文字为%s%%%s。", c.Subject, name, want, c.Share, zh)
	f.English = fmt.Sprintf("%s is %s%% of %s; the text says %s%%%s.", c.Subject, want, name, c.Share, en)
	b.doc.Findings = append(b.doc.Findings, f)
	return budget.Fails
}

// whole is the amount of what a share is of: the whole it names, or the
// quantity it is listed under. Both must be known by name.
func (b *claimBench) whole(c *budget.Claim) (precise, string) {
	name := c.Whole
	if name == "" {
		i := strings.LastIndex(c.Subject, "/")
		if i < 0 {
			return precise{}, ""
		}
		name = c.Subject[:i]
		if w := b.amounts[name]; w != nil {
			return preciseOf(w.Amount, w.Unit), name
		}
		return precise{}, ""
	}
	if w := b.amounts[name]; w != nil {
		return preciseOf(w.Amount, w.Unit), name
	}
	probe := budget.Claim{Subject: name, Section: c.Section}
	if strings.Contains(name, "本年") {
		probe.Section = "" // of everything, whatever the heading is about
	}
	var found precise
	for _, p := range placeClaim(&probe, b.doc.Year) {
		for _, i := range b.cells.find(p, probe.Code) {
			got := preciseCell(&b.sheet.Facts[i])
			if found.ok && !found.agrees(got) {
				return precise{}, "" // the name stands for more than one total
			}
			if !found.ok {
				found = got
			}
		}
	}
	return found, name
}

// levelName is the lowest name of a path of 科目.
func levelName(subject string) string {
	leaf := string(foldRunes([]rune(lastPart(subject))))
	parts := levelParts(leaf)
	for i := 2; i >= 0; i-- {
		if parts[i] != "" {
			return parts[i]
		}
	}
	if i := strings.LastIndexAny(leaf, "-"); i >= 0 {
		leaf = leaf[i+1:]
	}
	return strings.Trim(leaf, "“”\" ")
}

func lastPart(s string) string { return s[strings.LastIndex(s, "/")+1:] }

// holdCompletion checks 完成…% against the budget that is printed with it.
func (b *claimBench) holdCompletion(c *budget.Claim) budget.Outcome {
	p, err := decimal.NewFromString(c.Completion)
	amount, base := preciseOf(c.Amount, c.Unit), preciseOf(c.BaseAmount, c.Unit)
	if c.Completion == "" || err != nil || !amount.ok || !base.ok || !base.yuan.IsPositive() {
		return budget.Unknown
	}
	if c.Base != "initial_budget" && c.Base != "" {
		return budget.Unknown
	}
	lo, hi := ratioRange(amount, base, pointPlaces(c.Completion))
	last := decimal.New(1, -pointPlaces(c.Completion))
	if p.GreaterThanOrEqual(lo.Sub(last)) && p.LessThanOrEqual(hi.Add(last)) {
		return budget.Holds
	}
	want := amount.yuan.Div(base.yuan).Mul(hundred).Round(2)
	f := b.failure(c, checkCompletion, want, p, last)
	zh, en := slipWords(p, want, last)
	f.Message = fmt.Sprintf("「%s」的完成率按所列数字应为%s%%，文字为%s%%%s。", c.Subject, want, c.Completion, zh)
	f.English = fmt.Sprintf("The figures given for %s make %s%% of the budget; the text says %s%%%s.", c.Subject, want, c.Completion, en)
	b.doc.Findings = append(b.doc.Findings, f)
	return budget.Fails
}
