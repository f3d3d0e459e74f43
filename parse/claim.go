package parse

import (
	"slices"

	"github.com/shopspring/decimal"

	"yusuan/parse/budget"
)

// Claims reads the statements about money in running text.
//
// Lines are joined to paragraphs (prose.go); a paragraph is cut into tokens:
// figures with their units, words of change, bases of comparison
// (claimtoken.go, claimfigure.go, claimbase.go, claimwords.csv); the tokens are
// walked once (claimread.go), and what is said is gathered by the quantity it
// is said of (claimquantity.go), which may have been named in an earlier
// clause, sentence or heading (claimsubject.go, claimkey.go, claimcontext.go).
// Each part of the grammar has its file: amounts, changes, shares and
// completion, figures said of several at once, lists of parts, reasons
// (claimamount.go, claimpending.go, claimmoved.go, claimchange.go,
// claimshare.go, claimeach.go, claimlist.go, claimreason.go). What is stated
// besides money is read by claimstated.go.
//
// Year is the fiscal year and phase the kind of the document; both may be
// unknown. Claims come in the order of the text. A sentence with an amount of
// money that is in no claim comes back as Unread, kind "sentence".
func Claims(lines []ProseLine, year int, phase budget.Phase) ([]budget.Claim, []budget.Unread) {
	p := ReadProse(lines, year, phase)
	return p.Claims, p.Unread
}

// Prose is all that running text says.
type Prose struct {
	Claims  []budget.Claim
	Stated  []budget.Stated
	Unread  []budget.Unread
	Blanks  []budget.Finding // template remains: slots left blank, XX万元, 增加（减少）
	Money   int              // sentences with an amount of money
	Missing int              // of these, in Unread
}

// ReadProse is Claims with the other facts that the text states.
func ReadProse(lines []ProseLine, year int, phase budget.Phase) Prose {
	ctx := &proseContext{year: year, phase: phase}
	var out Prose
	var readers []*reader
	for _, p := range paragraphs(lines) {
		ctx.enter(&p)
		r := &reader{p: &p, s: foldRunes(p.text), phase: phase, year: year, doc: ctx}
		ctx.money = moneyMark.MatchString(string(r.s)) || ctx.money && (p.ordinal == 0 || p.ordinal > 2)
		switch {
		case p.heading:
		case ctx.skip:
			// a glossary explains words: a figure in it is no statement
			r.toks = tokenize(r.s)
			r.covered = make([]bool, len(r.toks))
		default:
			r.read()
			r.state()
		}
		if !ctx.skip {
			r.describe()
		}
		r.signed()
		readers = append(readers, r)
		out.Blanks = append(out.Blanks, r.placeholders()...)
		money, bad := r.unread()
		out.Money += money
		out.Missing += len(bad)
		out.Unread = append(out.Unread, bad...)
		ctx.leave(&p, r)
	}
	for _, r := range readers {
		r.stateAmounts()
		out.Stated = append(out.Stated, r.stated...)
		out.Claims = append(out.Claims, r.claims()...) // a later paragraph may have given the reason
	}
	return out
}

// claims gives what was read in order of the text.
func (r *reader) claims() []budget.Claim {
	var out []budget.Claim
	bounds := r.bounds()
	slices.SortStableFunc(r.groups, func(a, b *quantity) int { return a.at - b.at })
	for _, g := range r.groups {
		lines := g.lines
		if len(lines) == 0 && g.again {
			continue // said with its change in the next paragraph
		}
		if len(lines) == 0 {
			lines = []*remark{{of: g, at: g.at}}
		}
		for k, l := range lines {
			if g.amount == "" && !l.change && l.share == "" && l.done == "" && l.reason == "" && l.baseAmount == "" {
				continue
			}
			at := l.at
			if k == 0 && g.amount != "" {
				at = g.at
			}
			from, to := r.sentenceAt(bounds, at, g)
			c := budget.Claim{
				Section: r.p.under(), Subject: g.path(), Amount: g.amount, Unit: g.unit,
				Direction: l.direction, Delta: l.delta, Percent: l.percent, Share: l.share,
				Whole: l.whole, Completion: l.done, Reason: l.reason, BaseAmount: l.baseAmount,
				Sentence: g.before + r.printed(from, to), Span: r.p.spanOver(from, to), Status: budget.Unknown,
			}
			if c.Unit == "" {
				c.Unit = l.deltaUnit
			}
			if l.base != nil {
				c.Base = r.baseName(l.base)
			}
			c.Delta = inUnit(l.delta, l.deltaUnit, c.Unit)
			placeClaim(&c, r.year)
			c.Implied, c.HasBase = implied(c)
			out = append(out, c)
		}
	}
	return out
}

// implied is the previous figure that an amount and its change give, in yuan.
func implied(c budget.Claim) (decimal.Decimal, bool) {
	if c.Amount == "" || c.Delta == "" || c.Direction != "增加" && c.Direction != "减少" {
		return decimal.Zero, false
	}
	a, ok := yuan(c.Amount, c.Unit)
	d, ok2 := yuan(c.Delta, c.Unit)
	if !ok || !ok2 {
		return decimal.Zero, false
	}
	if c.Direction == "增加" {
		return a.Sub(d), true
	}
	return a.Add(d), true
}
