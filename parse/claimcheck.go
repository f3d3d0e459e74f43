package parse

import (
	"fmt"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"yusuan/parse/budget"
	"yusuan/parse/code"
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

// CompareClaims holds every claim of a document against its tables, against
// its own arithmetic and against the documents of other years given as prior:
// it sets Status and Against, and adds a finding for each claim that fails.
// Findings of an earlier call are replaced.
//
// A figure holds when it is within one unit of its last printed place,
// whether it was rounded or cut. A claim with a side missing is unknown.
func CompareClaims(doc *budget.Document, prior []*budget.Document) {
	doc.Findings = slices.DeleteFunc(doc.Findings, func(f budget.Finding) bool { return strings.HasPrefix(f.Check, "claim-") })
	b := &claimBench{doc: doc, prior: prior, amounts: map[string]*budget.Claim{}}
	b.sheet = doc
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
}

// claimBench is what claims are held against.
type claimBench struct {
	doc        *budget.Document
	sheet      *budget.Document // whose tables: doc itself, or the file its tables are in
	prior      []*budget.Document
	cells      cellIndex
	priorCells []cellIndex
	amounts    map[string]*budget.Claim // said last, by subject
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
	probe := *c
	var first *budget.Fact
	grand := strings.Contains(string(foldRunes([]rune(c.Sentence))), "总计")
	for _, p := range placeClaim(&probe, b.doc.Year) {
		for _, i := range b.cells.find(p, probe.Code) {
			f := &b.sheet.Facts[i]
			if said.agrees(preciseCell(f)) {
				b.against(c, cellName(b.sheet, f))
				return budget.Holds
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
	zh, en := slipWords(said.yuan, cell.yuan, decimal.Max(said.unit, cell.unit))
	f.Message = fmt.Sprintf("文字说「%s」%s%s，表中「%s」为%s%s%s。", c.Subject, c.Amount, c.Unit, cellName(b.sheet, first), first.Raw, first.Unit, zh)
	f.English = fmt.Sprintf("The text gives %s%s for %s; the table cell %s is %s%s%s.", c.Amount, c.Unit, c.Subject, cellName(b.sheet, first), first.Raw, first.Unit, en)
	b.doc.Findings = append(b.doc.Findings, f)
	return budget.Fails
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

// slipWords names how a figure misses the one it should be, where it has a name.
func slipWords(is, should, unit decimal.Decimal) (zh, en string) {
	near := func(a, b decimal.Decimal) bool {
		return a.Sub(b).Abs().LessThanOrEqual(unit.Mul(decimal.NewFromInt(10)))
	}
	ten, wan := decimal.NewFromInt(10), decimal.NewFromInt(10000)
	switch {
	case is.IsZero() || should.IsZero():
		return "", ""
	case near(is, should.Mul(wan)) || near(is.Mul(wan), should):
		return "，疑为元与万元混用", ", 元 and 万元 confused"
	case near(is, should.Mul(ten)) || near(is.Mul(ten), should):
		return "，差十倍", ", ten times off"
	case near(is, should.Neg()):
		return "，正负相反", ", sign reversed"
	}
	if !unit.IsPositive() {
		return "", ""
	}
	a, d := is.Div(unit).StringFixed(0), should.Div(unit).StringFixed(0)
	switch digitSlip(a, d) {
	case slipDigits:
		return "，疑为数字颠倒", ", two digits changed over"
	case slipOneDigit:
		return "，一位数字不同", ", one digit differs"
	}
	return "", ""
}

// holdChange checks amount, base, change and percent with one another.
func (b *claimBench) holdChange(c *budget.Claim) budget.Outcome {
	if c.Direction == "" && c.Percent == "" {
		return budget.Unknown
	}
	n := outcomeCount{}
	amount, base, delta := preciseOf(c.Amount, c.Unit), preciseOf(c.BaseAmount, c.Unit), preciseOf(c.Delta, c.Unit)
	up := c.Direction == "增加" || c.Direction == "大于"
	down := c.Direction == "减少" || c.Direction == "小于"
	if amount.ok && base.ok {
		moved := amount.yuan.Sub(base.yuan)
		slack := amount.unit.Add(base.unit)
		switch {
		case up && moved.IsNegative() && moved.Abs().GreaterThan(slack), down && moved.IsPositive() && moved.GreaterThan(slack),
			(c.Direction == "持平" || c.Direction == "等于") && moved.Abs().GreaterThan(b.flatSlack(c, base).Add(slack)):
			f := b.failure(c, checkDirection, base.yuan, amount.yuan, slack)
			f.Severity = budget.SeverityError
			f.Message = fmt.Sprintf("「%s」由%s变为%s%s，文字却说%s。", c.Subject, c.BaseAmount, c.Amount, c.Unit, c.Direction)
			f.English = fmt.Sprintf("%s went from %s to %s%s, which the text calls %s.", c.Subject, c.BaseAmount, c.Amount, c.Unit, directionEnglish(c.Direction))
			b.doc.Findings = append(b.doc.Findings, f)
			n.fails++
		case delta.ok && (up || down):
			want := moved.Abs()
			if want.Sub(delta.yuan).Abs().GreaterThan(slack.Add(delta.unit)) {
				f := b.failure(c, checkChange, want, delta.yuan, slack.Add(delta.unit))
				zh, en := slipWords(delta.yuan, want, delta.unit)
				f.Message = fmt.Sprintf("「%s」由%s变为%s%s，变动应为%s元，文字为%s%s%s。", c.Subject, c.BaseAmount, c.Amount, c.Unit, want, c.Delta, c.Unit, zh)
				f.English = fmt.Sprintf("%s went from %s to %s%s, a change of %s yuan; the text says %s%s%s.", c.Subject, c.BaseAmount, c.Amount, c.Unit, want, c.Delta, c.Unit, en)
				b.doc.Findings = append(b.doc.Findings, f)
				n.fails++
			} else {
				n.holds++
			}
		case up || down || c.Direction == "持平" || c.Direction == "等于":
			n.holds++
		}
	}
	n.add(b.holdPercent(c, amount, base, delta))
	return n.outcome()
}

func (b *claimBench) flatSlack(c *budget.Claim, base precise) decimal.Decimal {
	if !strings.Contains(string(foldRunes([]rune(c.Sentence))), "基本") {
		return decimal.Zero
	}
	share, _ := decimal.NewFromString(nearlyShare)
	return base.yuan.Abs().Mul(share)
}

func directionEnglish(d string) string {
	switch d {
	case "增加", "大于":
		return "a rise"
	case "减少", "小于":
		return "a fall"
	}
	return "no change"
}

var hundred = decimal.NewFromInt(100)

// holdPercent checks that a percent, or a multiple, follows from its figures.
func (b *claimBench) holdPercent(c *budget.Claim, amount, base, delta precise) budget.Outcome {
	if c.Percent == "" {
		return budget.Unknown
	}
	text, times := strings.CutSuffix(c.Percent, "倍")
	p, err := decimal.NewFromString(text)
	if err != nil {
		return budget.Unknown
	}
	sign := decimal.NewFromInt(1)
	switch c.Direction {
	case "减少", "小于":
		sign = decimal.NewFromInt(-1)
	case "增加", "大于":
	default:
		return budget.Unknown
	}
	var moved, from precise
	switch {
	case delta.ok && base.ok:
		moved, from = delta, base
	case delta.ok && amount.ok:
		moved = delta
		from = precise{amount.yuan.Sub(delta.yuan.Mul(sign)), amount.unit.Add(delta.unit), true}
	case amount.ok && base.ok:
		moved = precise{amount.yuan.Sub(base.yuan).Abs(), amount.unit.Add(base.unit), true}
		from = base
	default:
		return budget.Unknown
	}
	if !from.yuan.IsPositive() {
		if moved.yuan.IsZero() || from.yuan.IsNegative() {
			return budget.Unknown
		}
		f := b.failure(c, checkZeroBase, decimal.Zero, p, decimal.Zero)
		f.Severity, f.Status = budget.SeverityNote, budget.Unknown
		f.Message = fmt.Sprintf("「%s」的基数为零，无法计算百分比，文字为%s%%。", c.Subject, c.Percent)
		f.English = fmt.Sprintf("%s starts from zero: no percentage exists, the text says %s%%.", c.Subject, c.Percent)
		b.doc.Findings = append(b.doc.Findings, f)
		return budget.Unknown
	}
	if times {
		ratio := moved.yuan.Div(from.yuan)
		turns := decimal.NewFromInt(wholeTurns)
		if ratio.Sub(p).Abs().LessThanOrEqual(turns) || ratio.Add(turns).Sub(p).Abs().LessThanOrEqual(turns) {
			return budget.Holds
		}
		p = p.Mul(hundred)
	}
	lo, hi := ratioRange(moved, from, pointPlaces(text))
	last := decimal.New(1, -pointPlaces(text))
	if p.GreaterThanOrEqual(lo.Sub(last)) && p.LessThanOrEqual(hi.Add(last)) {
		return budget.Holds
	}
	want := moved.yuan.Div(from.yuan).Mul(hundred).Round(2)
	f := b.failure(c, checkPercent, want, p, last)
	zh, en := slipWords(p, want, last)
	f.Message = fmt.Sprintf("「%s」的变动百分比按所列数字应为%s%%，文字为%s%%%s。", c.Subject, want, c.Percent, zh)
	f.English = fmt.Sprintf("The figures given for %s make a change of %s%%; the text says %s%%%s.", c.Subject, want, c.Percent, en)
	b.doc.Findings = append(b.doc.Findings, f)
	return budget.Fails
}

// ratioRange is what a/b can be in percent, both sides being printed figures.
// They are rounded to the places that the percentage prints, for rounding it
// a second time is no mistake of its own.
func ratioRange(a, b precise, places int32) (lo, hi decimal.Decimal) {
	small, large := b.yuan.Sub(b.unit), b.yuan.Add(b.unit)
	if !small.IsPositive() {
		small = b.unit.Div(decimal.NewFromInt(2))
	}
	lo = decimal.Max(a.yuan.Sub(a.unit), decimal.Zero).Div(large).Mul(hundred)
	hi = a.yuan.Add(a.unit).Div(small).Mul(hundred)
	return lo.Round(places), hi.Round(places)
}

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
