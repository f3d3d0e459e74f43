package parse

import (
	"slices"
	"strings"

	"yusuan/parse/budget"
)

// What the prose says of parts of a whole: 占…% and 完成…%.

// holdShare checks 占…% against the amount said of its whole. Shares of one
// whole that one sentence gets wrong have one cause.
func (b *claimBench) holdShare(c *budget.Claim) budget.Outcome {
	if c.Share == "" {
		return budget.Unknown
	}
	whole, name := b.whole(c)
	r, ok := ratioOf(c.Share, preciseOf(c.Amount, c.Unit), whole)
	if !ok {
		return budget.Unknown
	}
	return b.holdRatio(c, checkShare, r, "share\n"+c.Sentence+"\n"+name, fills{"{whole}": same(spokenOf(name))})
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
	for _, said := range []string{name, "本年" + name} {
		if w := b.amounts[said]; w != nil {
			return preciseOf(w.Amount, w.Unit), name
		}
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
	if c.Completion == "" || strings.HasPrefix(c.Base, "prior") {
		return budget.Unknown // 完成 is said of this year's budget, initial or changed
	}
	r, ok := ratioOf(c.Completion, preciseOf(c.Amount, c.Unit), preciseOf(c.BaseAmount, c.Unit))
	if !ok {
		return budget.Unknown
	}
	return b.holdRatio(c, checkCompletion, r, c.Section+"\n"+c.Subject, fills{})
}

// sharesOf looks for the amount that several failed shares of one sentence are
// really of: a total of the tables that explains each of them.
func (b *claimBench) sharesOf(parts []ratio) *budget.Fact {
	if len(parts) < 2 {
		return nil
	}
	for i := range b.sheet.Facts {
		f := &b.sheet.Facts[i]
		if f.Printed != budget.PrintedValue || !f.Amount.IsPositive() {
			continue
		}
		whole := preciseCell(f)
		if !slices.ContainsFunc(parts, func(r ratio) bool { r.whole = whole; return !r.within(fullPlace) }) {
			return f
		}
	}
	return nil
}
