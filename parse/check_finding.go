package parse

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"yusuan/parse/budget"
	"yusuan/parse/form"
)

const (
	sameInTable  = 3  // findings of one identity in one table before the rest are only counted
	shownAddends = 14 // addends of a sum written out in the evidence
	shownSums    = 6  // failed identities of one cause written out
)

// report turns equations and causes into findings.
func (l *ledger) report(eqs []*equation, blames []*blame) []budget.Finding {
	var out []budget.Finding
	type alike struct {
		id     *form.Identity
		sheets [2]*sheet
	}
	kept := map[alike]int{} // index+1 of the last finding kept
	times := map[alike]int{}
	extra := map[int]int{} // by finding: causes that are only counted
	for _, b := range blames {
		e := b.lead()
		k := alike{id: e.id, sheets: e.sheets()}
		if times[k]++; times[k] > sameInTable && b.shift == nil {
			at := kept[k] - 1
			extra[at]++
			for _, f := range b.facts {
				if !slices.Contains(out[at].Facts, f) {
					out[at].Facts = append(out[at].Facts, f)
				}
			}
			continue
		}
		f := l.failure(b, e)
		if at, ok := l.printedAlike(out, f, e.id.Check); ok {
			l.addAlike(&out[at], f)
			kept[k] = at + 1
			continue
		}
		out = append(out, f)
		kept[k] = len(out)
	}
	for at, n := range extra {
		m, _ := l.ids.Message("alike")
		fill := strings.NewReplacer("{n}", strconv.Itoa(n))
		out[at].Message += fill.Replace(m.Zh)
		out[at].English += fill.Replace(m.En)
	}
	for _, e := range eqs {
		switch {
		case e.trivial: // zeros and blanks alone
		case e.outcome == budget.Holds, e.outcome == budget.Unknown:
			f := l.finding(e)
			f.Severity = budget.SeverityNote
			f.Message, f.English = e.id.Zh, e.id.En
			f.Evidence = l.written(e)
			if e.why != "" {
				f.Evidence += " (" + e.why + ")"
			}
			out = append(out, f)
		}
	}
	return out
}

// printedAlike finds an earlier failure of the same check that is this one in
// another table: the same row prints the same figure for the same other one.
func (l *ledger) printedAlike(found []budget.Finding, f budget.Finding, check string) (at int, ok bool) {
	if len(f.Facts) == 0 {
		return 0, false
	}
	cell := &l.doc.Facts[f.Facts[0]]
	at = slices.IndexFunc(found, func(o budget.Finding) bool {
		return o.Check == check && o.Code == f.Code && o.Title != f.Title && o.Actual == f.Actual && o.Expected == f.Expected &&
			len(o.Facts) > 0 && l.doc.Facts[o.Facts[0]].Measure == cell.Measure && l.doc.Facts[o.Facts[0]].Table != cell.Table
	})
	return at, at >= 0
}

// addAlike puts a failure under the one that it repeats in another table.
func (l *ledger) addAlike(first *budget.Finding, f budget.Finding) {
	zh, en := worded(l.ids, "also-in", fills{"{title}": same(f.Title), "{page}": same(strconv.Itoa(f.Page))})
	first.Message += zh
	first.English += en
	first.Evidence += "\nalso " + f.Check + ": " + f.Message + " / " + f.English + "\n" + f.Evidence
	first.Other = f.Span
	if severer(f.Severity, first.Severity) {
		first.Severity = f.Severity
	}
	for _, at := range f.Facts {
		if !slices.Contains(first.Facts, at) {
			first.Facts = append(first.Facts, at)
		}
	}
}

// lead is the identity a cause is named after: the one that fails most often
// because of it, and of those the one that says most about a single figure.
func (b *blame) lead() *equation {
	if b.copied[0] != "" {
		return b.eqs[slices.IndexFunc(b.eqs, func(e *equation) bool { return e.id.Rule == form.RuleColumns })]
	}
	n := map[string]int{}
	for _, e := range b.eqs {
		n[e.id.Check]++
	}
	return slices.MinFunc(b.eqs, func(x, y *equation) int {
		if d := cmp.Compare(n[y.id.Check], n[x.id.Check]); d != 0 {
			return d
		}
		return cmp.Compare(slices.Index(arithmetic, x.id.Check), slices.Index(arithmetic, y.id.Check))
	})
}

// sheets gives the tables an equation is about.
func (e *equation) sheets() [2]*sheet {
	var out [2]*sheet
	if len(e.left) > 0 {
		out[0] = e.left[0].sheet
	}
	if len(e.right) > 0 {
		out[1] = e.right[0].sheet
	}
	return out
}

// finding fills in what an equation says by itself: its places and figures.
func (l *ledger) finding(e *equation) budget.Finding {
	f := budget.Finding{Check: e.id.Check, Severity: e.id.Severity, Status: e.outcome, Tolerance: e.tol.String()}
	for _, a := range e.cells() {
		if a.fact >= 0 && !slices.Contains(f.Facts, a.fact) {
			f.Facts = append(f.Facts, a.fact)
		}
	}
	left, right := decimal.Zero, decimal.Zero
	for _, a := range e.left {
		left = left.Add(l.signed(a))
	}
	for _, a := range e.right {
		right = right.Add(l.signed(a))
	}
	f.Actual, f.Expected = left.String(), right.String()
	if len(e.left) > 0 {
		l.place(&f, e.left[0].cell)
	}
	if len(e.right) > 0 {
		f.Other = l.span(e.right[0].cell)
	}
	return f
}

func (l *ledger) signed(a addend) decimal.Decimal {
	if a.minus {
		return l.amount(a.cell).Neg()
	}
	return l.amount(a.cell)
}

func (l *ledger) place(f *budget.Finding, c cell) {
	f.Table, f.Title, f.Code = c.sheet.table.Kind, c.sheet.table.Title, c.line.code
	f.Span = l.span(c)
}

// span is where a cell stands; for a blank, where its row does.
func (l *ledger) span(c cell) budget.Span {
	if c.fact >= 0 {
		return l.doc.Facts[c.fact].Span
	}
	return l.doc.Facts[c.line.first].Span
}

// failure words the finding of one cause.
func (l *ledger) failure(b *blame, e *equation) budget.Finding {
	f := l.finding(e)
	f.Status = budget.Fails
	var facts []int
	for _, o := range b.eqs {
		if severer(o.id.Severity, f.Severity) {
			f.Severity = o.id.Severity
		}
		for _, a := range o.cells() {
			if a.fact >= 0 && !slices.Contains(facts, a.fact) {
				facts = append(facts, a.fact)
			}
		}
	}
	size, most := l.sizeOf(b)
	if severer(f.Severity, most) {
		f.Severity = most
	}
	// Disputed cells first.
	for _, at := range facts {
		if !slices.Contains(b.facts, at) {
			continue
		}
		f.Facts = slices.DeleteFunc(f.Facts, func(o int) bool { return o == at })
	}
	f.Facts = append(slices.Clone(b.facts), f.Facts...)
	for _, at := range facts {
		if !slices.Contains(f.Facts, at) {
			f.Facts = append(f.Facts, at)
		}
	}

	kind := "sum"
	at := e.left[0].cell
	actual, expected := decimal.RequireFromString(f.Actual), decimal.RequireFromString(f.Expected)
	switch {
	case b.copied[0] != "":
		kind = "copied-column"
		at = e.at(e.left[0].sheet, b.copied[0]).cell
		l.place(&f, at)
		f.Code = ""
	case b.shift != nil:
		kind, at = "shifted-rows", b.shift.first
		l.place(&f, at)
	case b.fact >= 0:
		kind = "cell"
		if b.unit {
			kind = "table-unit"
		}
		at = l.cellOf(b, b.fact)
		actual, expected = l.amount(at), b.implied
		l.place(&f, at)
		for _, a := range e.cells() { // the other side
			if a.fact != b.fact && a.sheet != nil {
				f.Other = l.span(a.cell)
				break
			}
		}
	case len(e.right) == 1 && len(e.left) == 1:
		kind = "equal"
	}
	f.Actual, f.Expected = actual.String(), expected.String()
	f.Message, f.English = l.word(kind, b, e, at, actual, expected, size)
	var lines []string
	for i, o := range b.eqs {
		if i == shownSums {
			lines = append(lines, fmt.Sprintf("… %d more", len(b.eqs)-i))
			break
		}
		lines = append(lines, l.written(o))
	}
	f.Evidence = strings.Join(lines, "; ")
	return f
}

func severer(a, b budget.Severity) bool {
	rank := map[budget.Severity]int{budget.SeverityNote: 0, budget.SeverityWarning: 1, budget.SeverityError: 2}
	return rank[a] > rank[b]
}

// cellOf finds the place of a fact among the equations of a cause.
func (l *ledger) cellOf(b *blame, fact int) cell {
	for _, e := range b.eqs {
		for _, a := range e.cells() {
			if a.fact == fact {
				return a.cell
			}
		}
	}
	return cell{}
}
