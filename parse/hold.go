package parse

import (
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"yusuan/parse/budget"
	"yusuan/parse/code"
	"yusuan/parse/form"
)

// The checks of the prose. Their names begin with claim-.
const (
	checkAmount     = "claim-amount"     // an amount against the table
	checkChange     = "claim-change"     // amount, base and change together
	checkPercent    = "claim-percent"    // a percent that the figures do not give
	checkShare      = "claim-share"      // 占…% of a named whole
	checkCompletion = "claim-completion" // 完成…% of the budget
	checkDirection  = "claim-direction"  // 增加 said of a fall
	checkBase       = "claim-base"       // the base against last year's document
	checkZeroBase   = "claim-zero-base"  // a percent of nothing
	checkTwice      = "claim-twice"      // one quantity, two figures
)

const (
	graveShare  = "0.02" // of the right figure: a miss from here on is an error, below a warning
	nearlyShare = "0.05" // 基本持平 allows for this part of the base
	wholeTurns  = 1      // 增长16倍 may count the base or not: times, either way within one
)

// heldClaims are the checks that CompareClaims makes, those that say most
// about one statement first: of several that one statement fails, the first is
// the finding and the others are its consequences.
var heldClaims = []string{
	checkAmount, checkDirection, checkChange, checkPercent, checkShare, checkCompletion, checkTwice, checkZeroBase, checkBase,
}

// CompareClaims holds every claim of a document against its tables, against
// its own arithmetic and against the documents of other years given as prior:
// it sets Status and Against, and adds a finding for each cause of failure.
// Findings of an earlier call are replaced.
//
// A figure holds when it is within one unit of its last printed place,
// whether it was rounded or cut. A claim with a side missing is unknown.
func CompareClaims(doc *budget.Document, prior []*budget.Document) {
	doc.Findings = slices.DeleteFunc(doc.Findings, func(f budget.Finding) bool { return slices.Contains(heldClaims, f.Check) })
	b := &claimBench{doc: doc, sheet: doc, prior: prior, amounts: map[string]*budget.Claim{}, ids: form.Builtin().Identities()}
	for _, p := range prior {
		// text and tables may be two files of one disclosure
		if len(doc.Facts) == 0 && len(p.Facts) > 0 && p.Year == doc.Year && p.Phase == doc.Phase && (p.Scope == doc.Scope || p.Scope == budget.ScopeUnknown) {
			b.sheet = p
		}
	}
	b.cells = indexCells(b.sheet)
	for _, p := range prior {
		b.priorCells = append(b.priorCells, indexCells(p))
	}
	for i := range doc.Claims {
		c := &doc.Claims[i]
		b.hold(c)
		if c.Amount != "" {
			b.amounts[c.Subject] = c
			b.amounts[lastPart(c.Subject)] = c
		}
	}
	b.twice()
	b.changedTwice()
	doc.Findings = append(doc.Findings, b.causes()...)
}

// claimBench is what claims are held against.
type claimBench struct {
	doc        *budget.Document
	sheet      *budget.Document // whose tables: doc itself, or the file its tables are in
	prior      []*budget.Document
	cells      cellIndex
	priorCells []cellIndex
	amounts    map[string]*budget.Claim // said last, by subject
	ids        *form.Identities         // their wording
	found      []heldFinding
}

// cellIndex gives the facts of a table kind.
type cellIndex struct {
	doc    *budget.Document
	byKind map[string][]int
}

func indexCells(doc *budget.Document) cellIndex {
	x := cellIndex{doc, map[string][]int{}}
	for i := range doc.Facts {
		f := &doc.Facts[i]
		if f.Table >= 0 && f.Table < len(doc.Tables) {
			k := doc.Tables[f.Table].Kind
			x.byKind[k] = append(x.byKind[k], i)
		}
	}
	return x
}

// find gives the cells of a place that print a figure.
func (x cellIndex) find(p claimCell, code string) []int {
	var out []int
	for _, i := range x.byKind[p.table] {
		f := &x.doc.Facts[i]
		if !f.HasAmount() || f.Measure != p.measure || p.lane != "" && f.Lane != p.lane {
			continue
		}
		switch {
		case p.row == "total":
			if !f.Total {
				continue
			}
		case p.row == "code":
			if f.Code != code {
				continue
			}
		case strings.HasPrefix(p.row, "="):
			if !strings.Contains(string(foldRunes([]rune(f.Name))), p.row[1:]) {
				continue
			}
		}
		out = append(out, i)
	}
	return out
}

// precise is a printed figure in yuan with one unit of its last place.
type precise struct {
	yuan decimal.Decimal
	unit decimal.Decimal
	ok   bool
}

func preciseOf(figure, unit string) precise {
	y, ok := yuan(figure, unit)
	if !ok {
		return precise{}
	}
	u, _ := yuan("1", unit)
	return precise{y, u.Shift(-pointPlaces(figure)), true}
}

func pointPlaces(figure string) int32 {
	_, frac, _ := strings.Cut(figure, ".")
	return int32(len([]rune(frac)))
}

func preciseCell(f *budget.Fact) precise {
	raw := strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' || r == '.' {
			return r
		}
		return -1
	}, string(foldRunes([]rune(f.Raw))))
	scale, ok := budget.Scale(f.Unit)
	if !ok {
		return precise{f.Amount, decimal.New(1, -2), f.HasAmount()}
	}
	return precise{f.Amount, scale.Shift(-pointPlaces(raw)), f.HasAmount()}
}

// agrees reports whether two printed figures can be of one amount.
func (a precise) agrees(b precise) bool {
	return a.yuan.Sub(b.yuan).Abs().LessThanOrEqual(decimal.Max(a.unit, b.unit))
}

// hold holds one claim against everything there is.
func (b *claimBench) hold(c *budget.Claim) {
	c.Against = ""
	held := outcomeCount{}
	held.add(b.holdAmount(c))
	held.add(b.holdChange(c))
	held.add(b.holdShare(c))
	held.add(b.holdCompletion(c))
	held.add(b.holdBase(c))
	c.Status = held.outcome()
}

type outcomeCount struct{ holds, fails int }

func (n *outcomeCount) add(o budget.Outcome) {
	switch o {
	case budget.Holds:
		n.holds++
	case budget.Fails:
		n.fails++
	}
}

func (n outcomeCount) outcome() budget.Outcome {
	switch {
	case n.fails > 0:
		return budget.Fails
	case n.holds > 0:
		return budget.Holds
	}
	return budget.Unknown
}

func (b *claimBench) against(c *budget.Claim, what string) {
	if c.Against != "" {
		c.Against += "; "
	}
	c.Against += what
}

// holdAmount compares the amount with the cells it should stand in: one that
// agrees is enough, for one name may stand for several totals.
func (b *claimBench) holdAmount(c *budget.Claim) budget.Outcome {
	said := preciseOf(c.Amount, c.Unit)
	if !said.ok {
		return budget.Unknown
	}
	if o := b.holdPurchase(c, said); o != budget.Unknown {
		return o
	}
	probe := *c
	var first *budget.Fact
	grand := strings.Contains(string(foldRunes([]rune(c.Sentence))), "总计")
	places := placeClaim(&probe, b.doc.Year)
	if len(places) == 0 {
		probe.Code, places = b.byWholeName(c)
	}
	for _, p := range places {
		found := b.cells.find(p, probe.Code)
		if parts := b.partTotals(found); parts.ok && p.row == "total" && said.agrees(parts) {
			b.against(c, cellName(b.sheet, &b.sheet.Facts[found[0]])+" + "+b.sheet.Facts[found[1]].Name)
			return budget.Holds
		}
		for _, i := range found {
			f := &b.sheet.Facts[i]
			if said.agrees(preciseCell(f)) {
				b.against(c, cellName(b.sheet, f))
				return budget.Holds
			}
			if p.wider || p.row == "total" && ofPart(f) {
				continue
			}
			if first == nil || grand && !strings.Contains(first.Name, "总计") && strings.Contains(f.Name, "总计") {
				first = f
			}
		}
	}
	if first == nil {
		return budget.Unknown
	}
	b.against(c, cellName(b.sheet, first))
	cell := preciseCell(first)
	f := b.failure(c, checkAmount, cell.yuan, said.yuan, decimal.Max(said.unit, cell.unit))
	f.Other = first.Span
	f.Table, f.Title = b.sheet.Tables[first.Table].Kind, b.sheet.Tables[first.Table].Title
	f.Evidence += "\n" + cellName(b.sheet, first) + " = " + first.Raw + first.Unit
	slip := b.slipText(said.yuan, cell.yuan, decimal.Max(said.unit, cell.unit))
	if o := b.rowSaid(first, said); o != nil {
		zh, en := b.wording("other-row", fills{"{row}": same(strings.TrimSpace(o.Code + " " + o.Name))})
		slip = [2]string{zh, en}
	}
	b.report(c, f, fills{
		"{title}": same(f.Title), "{row}": same(strings.TrimSpace(first.Code + " " + first.Name)), "{column}": same(first.Column),
		"{actual}": same(figure(c.Amount, c.Unit)), "{expected}": same(strings.Join(strings.Fields(first.Raw), "") + first.Unit),
		"{slip}": slip,
	})
	return budget.Fails
}

// ofPart reports whether a total is that of 人员经费 or of 公用经费, and not of
// the whole table.
func ofPart(f *budget.Fact) bool {
	return f.Total && lists[placeName(string(foldRunes([]rune(f.Name))))] != nil
}

// partTotals is the sum of two totals that together are that of a table that
// prints none for both.
func (b *claimBench) partTotals(found []int) precise {
	if len(found) != 2 {
		return precise{}
	}
	one, two := &b.sheet.Facts[found[0]], &b.sheet.Facts[found[1]]
	if one.Table != two.Table || one.Name == two.Name || !ofPart(one) || !ofPart(two) {
		return precise{}
	}
	x, y := preciseCell(one), preciseCell(two)
	return precise{x.yuan.Add(y.yuan), x.unit.Add(y.unit), x.ok && y.ok}
}

// tellingDigits is the number of digits of a figure that two rows do not share
// by chance.
const tellingDigits = 4

// rowSaid is another row of the same class, in the table and column of a cell,
// that prints the figure said: the one meant, as if the line were mistaken.
// It is nil where more than one row does, unless one is above the other.
func (b *claimBench) rowSaid(cell *budget.Fact, said precise) *budget.Fact {
	if len(cell.Code) < code.Section || said.unit.IsZero() || len(said.yuan.Div(said.unit).StringFixed(0)) < tellingDigits {
		return nil
	}
	var found *budget.Fact
	for i := range b.sheet.Facts {
		f := &b.sheet.Facts[i]
		if f.Table != cell.Table || f.Measure != cell.Measure || f.Lane != cell.Lane || f.Code == cell.Code || !strings.HasPrefix(f.Code, cell.Code[:classDigits]) || !said.agrees(preciseCell(f)) {
			continue
		}
		switch {
		case found == nil || strings.HasPrefix(f.Code, found.Code):
			found = f
		case !strings.HasPrefix(found.Code, f.Code):
			return nil
		}
	}
	return found
}

// byWholeName finds the item whose section and own name, as the tables print
// them, make up the name that a claim gives in one word.
func (b *claimBench) byWholeName(c *budget.Claim) (item string, places []claimCell) {
	if !levelItem.MatchString(lastPart(string(foldRunes([]rune(c.Subject))))) {
		return "", nil
	}
	name := code.NameKey(levelName(c.Subject))
	for _, kind := range []string{"general_public", "appropriation_expenditure", "expenditure"} {
		sections := map[string]string{}
		for _, i := range b.cells.byKind[kind] {
			if f := &b.sheet.Facts[i]; len(f.Code) == code.Section {
				sections[f.Code] = f.Name
			}
		}
		for _, i := range b.cells.byKind[kind] {
			f := &b.sheet.Facts[i]
			if len(f.Code) == code.Item && sections[code.Parent(f.Code)] != "" && code.NameKey(sections[code.Parent(f.Code)]+f.Name) == name {
				return f.Code, []claimCell{{table: kind, row: "code", measure: "total"}}
			}
		}
	}
	return "", nil
}

func cellName(doc *budget.Document, f *budget.Fact) string {
	t := doc.Tables[f.Table].Title
	if t == "" {
		t = doc.Tables[f.Table].Kind
	}
	row := strings.TrimSpace(f.Code + " " + f.Name)
	if row == "" {
		return t + "/" + f.Column
	}
	return t + "/" + row + "/" + f.Column
}

// failure is a finding for a claim with what all of them say.
func (b *claimBench) failure(c *budget.Claim, check string, expected, actual, tolerance decimal.Decimal) budget.Finding {
	f := budget.Finding{
		Check: check, Severity: budget.SeverityWarning, Status: budget.Fails, Table: c.Table, Code: c.Code,
		Expected: expected.String(), Actual: actual.String(), Tolerance: tolerance.String(),
		Evidence: c.Sentence, Span: c.Span,
	}
	limit, _ := decimal.NewFromString(graveShare)
	if expected.Sub(actual).Abs().GreaterThan(expected.Abs().Mul(limit)) {
		f.Severity = budget.SeverityError
	}
	return f
}
