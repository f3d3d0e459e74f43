package parse

import (
	"slices"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"yusuan/parse/budget"
	"yusuan/parse/form"
)

// What failed statements have in common, and how they are worded.

// A heldFinding is a finding on one claim before those of one cause are put
// together.
type heldFinding struct {
	budget.Finding
	cause string // what it shares with the other failures of its cause
	ratio ratio  // of a percentage
}

// fills are what stands for the {…} parts of a message, Chinese and English.
type fills map[string][2]string

func same(s string) [2]string { return [2]string{s, s} }

// report words a finding and keeps it under the cause that its claim is of:
// the item of the prose, within one section.
func (b *claimBench) report(c *budget.Claim, f budget.Finding, fill fills) {
	b.reportAs(c.Section+"\n"+c.Subject, c, f, fill)
}

func (b *claimBench) reportAs(cause string, c *budget.Claim, f budget.Finding, fill fills) {
	fill["{subject}"] = same(spokenOf(c.Subject))
	fill["{direction}"] = [2]string{c.Direction, directionEnglish(c.Direction)}
	if fill["{slip}"] == [2]string{} {
		fill["{slip}"] = same("")
	}
	f.Message, f.English = b.wording(f.Check, fill)
	b.found = append(b.found, heldFinding{Finding: f, cause: cause})
}

func (b *claimBench) wording(check string, fill fills) (zh, en string) {
	return worded(b.ids, check, fill)
}

// worded fills in the declared words of a check.
func worded(ids *form.Identities, check string, fill fills) (zh, en string) {
	m, _ := ids.Message(check)
	var z, e []string
	for k, v := range fill {
		z, e = append(z, k, v[0]), append(e, k, v[1])
	}
	return strings.NewReplacer(z...).Replace(m.Zh), strings.NewReplacer(e...).Replace(m.En)
}

// causes puts the failures of one cause together: the one that says most is
// the finding, the others stand in its evidence. A note beside an error is one
// of its consequences too; what last year's document says is not.
func (b *claimBench) causes() []budget.Finding {
	var out []budget.Finding
	var order []string
	byCause := map[string][]heldFinding{}
	for _, h := range b.found {
		if h.Check == checkBase {
			out = append(out, h.Finding)
			continue
		}
		if byCause[h.cause] == nil {
			order = append(order, h.cause)
		}
		byCause[h.cause] = append(byCause[h.cause], h)
	}
	for _, cause := range order {
		out = append(out, b.lead(byCause[cause]))
	}
	return out
}

// lead is the finding of one cause.
func (b *claimBench) lead(group []heldFinding) budget.Finding {
	first := slices.MinFunc(group, func(x, y heldFinding) int {
		if x.Severity != y.Severity && (x.Severity == budget.SeverityNote || y.Severity == budget.SeverityNote) {
			if x.Severity == budget.SeverityNote {
				return 1
			}
			return -1
		}
		return slices.Index(heldClaims, x.Check) - slices.Index(heldClaims, y.Check)
	}).Finding
	if len(group) == 1 {
		return first
	}
	kinds := map[string]bool{}
	n := 0
	for _, h := range group {
		kinds[h.Check] = true
		if h.Message == first.Message {
			continue // itself, or the same said again
		}
		n++
		if severer(h.Severity, first.Severity) {
			first.Severity = h.Severity
		}
		first.Evidence += "\nalso " + h.Check + ": " + h.Message + " / " + h.English
		if first.Other == (budget.Span{}) {
			first.Other = h.Other
		}
	}
	if n == 0 {
		return first
	}
	tail := "claim-also"
	if len(kinds) == 1 {
		tail = "alike"
	}
	zh, en := b.wording(tail, fills{"{n}": same(strconv.Itoa(n))})
	first.Message += zh
	first.English += en
	if tail == "alike" && first.Check == checkShare {
		b.explainShares(&first, group)
	}
	return first
}

// explainShares tells what shares that fail alike are really of.
func (b *claimBench) explainShares(first *budget.Finding, group []heldFinding) {
	var parts []ratio
	for _, h := range group {
		parts = append(parts, h.ratio)
	}
	if cell := b.sharesOf(parts); cell != nil {
		name := same(strings.TrimPrefix(cellName(b.sheet, cell), "/"))
		zh, en := b.wording("shares-of", fills{"{text}": name, "{actual}": same(cell.Raw + cell.Unit)})
		first.Message += zh
		first.English += en
		first.Other = cell.Span
	}
}

// spokenOf is a subject as a sentence would name it: the item alone where it
// is named by its level, else with what it is a part of.
func spokenOf(subject string) string {
	parts := strings.Split(strings.NewReplacer("“", "", "”", "", "\"", "").Replace(subject), "/")
	leaf := parts[len(parts)-1]
	if len(parts) == 1 || hasLevel(leaf) {
		return leaf
	}
	return parts[len(parts)-2] + "·" + leaf
}

// figure is a printed figure with its unit.
func figure(s, unit string) string { return s + unit }

// slipText names how a figure misses the one it should be, where it has a name.
func (b *claimBench) slipText(is, should, unit decimal.Decimal) [2]string {
	s := slipBetween(is, should, unit)
	if s == noSlip {
		return same("")
	}
	m, _ := b.ids.Message(string(s))
	return [2]string{m.Zh, m.En}
}

// slipBetween is the slip by which a figure of the prose misses another, both
// printed to the same unit.
func slipBetween(is, should, unit decimal.Decimal) slip {
	near := func(a, b decimal.Decimal) bool {
		return a.Sub(b).Abs().LessThanOrEqual(unit.Mul(decimal.NewFromInt(10)))
	}
	ten, wan := decimal.NewFromInt(10), decimal.NewFromInt(10000)
	switch {
	case is.IsZero() || should.IsZero() || !unit.IsPositive():
		return noSlip
	case near(is, should.Mul(wan)) || near(is.Mul(wan), should):
		return slipUnit
	case near(is, should.Mul(ten)) || near(is.Mul(ten), should):
		return slipTenfold
	case near(is, should.Neg()):
		return slipSign
	}
	return digitSlip(is.Div(unit).StringFixed(0), should.Div(unit).StringFixed(0))
}
