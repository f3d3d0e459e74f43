package parse

import (
	"github.com/shopspring/decimal"

	"yusuan/parse/budget"
)

// What the prose says twice, and differently.

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
		b.holdTwice(c, o, c.Section+"\n"+c.Subject, figure(c.Amount, c.Unit), figure(o.Amount, o.Unit), preciseOf(c.Amount, c.Unit), preciseOf(o.Amount, o.Unit))
	}
}

// changedTwice reports one quantity that is said to have changed by two
// different amounts: the same item or total, of the same source, with the same
// amount this year and the same base.
func (b *claimBench) changedTwice() {
	type key struct{ quantity, base string }
	said := map[key][]*budget.Claim{}
	for i := range b.doc.Claims {
		c := &b.doc.Claims[i]
		if c.Amount == "" || c.Delta == "" || !rises(c.Direction) && !falls(c.Direction) {
			continue
		}
		k := key{quantityOf(c), c.Base}
		if k.quantity == "" {
			continue
		}
		d := preciseOf(c.Delta, c.Unit)
		for _, o := range said[k] {
			if !preciseOf(c.Amount, c.Unit).agrees(preciseOf(o.Amount, o.Unit)) {
				continue
			}
			e := preciseOf(o.Delta, o.Unit)
			if d.ok && e.ok && (c.Direction != o.Direction || !d.yuan.Equal(e.yuan)) {
				b.holdTwice(c, o, "twice\n"+k.quantity+"\n"+o.Delta+"\n"+c.Delta, c.Direction+figure(c.Delta, c.Unit), o.Direction+figure(o.Delta, o.Unit), d, e)
			}
			break // held against what was said first
		}
		said[k] = append(said[k], c)
	}
}

// holdTwice adds a finding on two figures of one quantity, c's said after o's.
// Two that differ by the last place alone are worth a note.
func (b *claimBench) holdTwice(c, o *budget.Claim, cause, now, before string, d, e precise) {
	if !d.ok || !e.ok || d.yuan.Equal(e.yuan) && c.Direction == o.Direction || d.unit.Cmp(e.unit) != 0 && d.agrees(e) {
		return
	}
	f := b.failure(c, checkTwice, e.yuan, d.yuan, fullOf(d, e))
	if d.agrees(e) {
		f.Severity = budget.SeverityNote
	}
	f.Other = o.Span
	f.Evidence = o.Sentence + "\n" + c.Sentence
	fill := fills{"{actual}": same(now), "{expected}": same(before), "{subject2}": same(spokenOf(o.Subject))}
	b.reportAs(cause, c, f, fill)
	if spokenOf(o.Subject) != spokenOf(c.Subject) {
		last := &b.found[len(b.found)-1]
		last.Message, last.English = b.wording("twice-named", fill)
	}
}

func fullOf(a, b precise) decimal.Decimal {
	if a.unit.GreaterThan(b.unit) {
		return a.unit
	}
	return b.unit
}

// quantityOf tells which quantity a claim is of, whatever words it uses: the
// item, or the total or part of a source of money. Revenue, spending and both
// together are one total: a budget balances.
func quantityOf(c *budget.Claim) string {
	if c.Code != "" {
		return c.Table + " " + c.Code
	}
	f := string(foldRunes([]rune(quoteMarks.Replace(c.Subject))))
	leaf := lastPart(f)
	source, found := sourceOf(leaf)
	if !found {
		source, _ = sourceOf(string(foldRunes([]rune(quoteMarks.Replace(c.Section)))))
	}
	switch name := placeName(leaf); name {
	case "", "收支", "收入", "支出":
		return "total of " + source
	case "基本支出", "项目支出", "人员经费", "公用经费":
		return name + " of " + source
	}
	return ""
}
