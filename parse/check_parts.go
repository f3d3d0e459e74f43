package parse

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/shopspring/decimal"

	"yusuan/parse/budget"
	"yusuan/parse/form"
)

// What the prose divides: counts and values of property, purchases, areas, the
// projects of a programme.

const (
	checkParts  = "claim-parts"
	checkBodies = "bodies-differ"
	checkCopied = "text-copied"
)

// CheckParts holds totals that the prose states against the parts it states
// beside them, and tells texts that repeat where they should not. A sum within
// the rounding of its figures is a finding that holds, with the difference in
// its evidence.
func CheckParts(doc *budget.Document, prose []ProseLine, opt Options) []budget.Finding {
	forms := opt.Forms
	if forms == nil {
		forms = form.Builtin()
	}
	p := &partBench{doc: doc, bench: claimBench{ids: forms.Identities()}}
	p.property()
	p.purchases()
	p.areas(prose)
	p.changes()
	p.described()
	p.bodies()
	p.copied()
	return p.found
}

type partBench struct {
	doc   *budget.Document
	bench claimBench
	found []budget.Finding
}

// A portion is a printed figure with its name.
type portion struct {
	name, value, unit string
}

// add holds a total against its parts, which are all of it.
func (p *partBench) add(total portion, parts []portion, span budget.Span, evidence string) {
	exact := func(t portion) precise {
		if a := preciseOf(t.value, t.unit); a.ok {
			return a
		}
		d, err := decimal.NewFromString(t.value)
		if err != nil {
			return precise{}
		}
		return precise{d, decimal.New(1, -pointPlaces(t.value)), true}
	}
	whole := exact(total)
	sum, slack := decimal.Zero, whole.unit
	var shown []string
	for _, t := range parts {
		a := exact(t)
		if !a.ok || t.unit != total.unit {
			return
		}
		sum, slack = sum.Add(a.yuan), slack.Add(a.unit)
		shown = append(shown, t.name+" "+t.value)
	}
	if !whole.ok || len(parts) < 2 || whole.yuan.IsZero() && sum.IsZero() {
		return
	}
	if !strings.Contains(total.unit, "元") && pointPlaces(total.value) == 0 {
		slack = decimal.Zero // things are counted, not rounded
	}
	slack = slack.Div(decimal.NewFromInt(2))
	places := pointPlaces(total.value)
	scale, ok := budget.Scale(total.unit)
	if !ok {
		scale = decimal.NewFromInt(1)
	}
	expected := sum.Div(scale).StringFixed(places)
	f := budget.Finding{
		Check: checkParts, Severity: budget.SeverityWarning, Status: budget.Fails, Expected: sum.String(), Actual: whole.yuan.String(), Tolerance: slack.String(),
		Evidence: evidence + "\n" + strings.Join(shown, " + ") + " = " + expected, Span: span,
	}
	if diff := whole.yuan.Sub(sum).Abs(); diff.LessThanOrEqual(slack) {
		f.Severity, f.Status = budget.SeverityNote, budget.Holds
		if !diff.IsZero() {
			f.Evidence += fmt.Sprintf(" (rounding: %s%s)", diff.Div(scale), total.unit)
		}
	}
	slip := same("")
	if f.Status == budget.Fails {
		slip = p.bench.slipText(whole.yuan, sum, whole.unit)
	}
	f.Message, f.English = p.bench.wording(checkParts, fills{
		"{subject}": same(strings.ReplaceAll(total.name, "/", "·")), "{actual}": same(total.value + total.unit), "{expected}": same(expected + total.unit), "{slip}": slip,
	})
	p.found = append(p.found, f)
}

// property: 车辆18辆，价值…；其中：小轿车1辆，价值…
func (p *partBench) property() {
	for i := range p.doc.Stated {
		s := &p.doc.Stated[i]
		head, leaf, ok := strings.Cut(s.Key, "/")
		if !ok || strings.Contains(leaf, "/") || leaf != "数量" && leaf != "价值" {
			continue
		}
		var parts []portion
		for k := range p.doc.Stated {
			o := &p.doc.Stated[k]
			if seg := strings.Split(o.Key, "/"); len(seg) == 3 && seg[0] == head && seg[2] == leaf && o.Sentence == s.Sentence {
				parts = append(parts, portion{seg[1], o.Value, o.Unit})
			}
		}
		p.add(portion{s.Key, s.Value, s.Unit}, parts, s.Span, s.Sentence)
	}
}

// purchaseKinds are the three kinds of purchase; together they are all.
var purchaseKinds = []string{"货物", "工程", "服务"}

// purchases: 政府采购…万元，其中：货物…、工程…、服务…. A kind that is not
// spoken of is none.
func (p *partBench) purchases() {
	for i := range p.doc.Claims {
		c := &p.doc.Claims[i]
		if c.Amount == "" || !strings.Contains(c.Subject, "采购") {
			continue
		}
		kinds := map[string]bool{}
		var parts []portion
		for k := range p.doc.Claims {
			o := &p.doc.Claims[k]
			below, ok := strings.CutPrefix(o.Subject, c.Subject+"/")
			if !ok || o.Section != c.Section || o.Amount == "" {
				continue
			}
			for _, kind := range purchaseKinds {
				if strings.Contains(below, kind) && !kinds[kind] {
					kinds[kind] = true
					parts = append(parts, portion{kind, o.Amount, o.Unit})
				}
			}
		}
		p.add(portion{c.Subject, c.Amount, c.Unit}, parts, c.Span, c.Sentence)
	}
}

// changes: where parts make up a total, their changes make up its change.
func (p *partBench) changes() {
	for i := range p.doc.Claims {
		c := &p.doc.Claims[i]
		if c.Amount == "" || c.Delta == "" || signOf(c.Direction) == 0 {
			continue
		}
		for _, group := range p.partitions(c) {
			total := portion{c.Subject + "/" + "增减", signed(c), c.Unit}
			var parts []portion
			for _, o := range group {
				parts = append(parts, portion{lastPart(o.Subject), signed(o), o.Unit})
			}
			p.add(total, parts, c.Span, c.Sentence)
		}
	}
}

// partitions gives the sets of claims of one section that make up a claim's
// amount, and of which each tells its change: those listed under it, and those
// by use.
func (p *partBench) partitions(c *budget.Claim) [][]*budget.Claim {
	var below, uses []*budget.Claim
	for k := range p.doc.Claims {
		o := &p.doc.Claims[k]
		if o == c || o.Section != c.Section || o.Amount == "" || o.Unit != c.Unit || o.Base != c.Base {
			continue
		}
		leaf, ok := strings.CutPrefix(o.Subject, c.Subject+"/")
		switch name := placeName(lastPart(string(foldRunes([]rune(o.Subject))))); {
		case ok && !strings.Contains(leaf, "/"):
			below = append(below, o)
		case name == "基本支出" || name == "项目支出" || name == "单位预留机动经费":
			uses = append(uses, o)
		}
	}
	var out [][]*budget.Claim
	if leaf := lastPart(c.Subject); strings.Contains(leaf, "收入") && !strings.Contains(leaf, "支出") {
		uses = nil // money that comes in has no use yet
	}
	for _, group := range [][]*budget.Claim{below, uses} {
		sum, slack := decimal.Zero, decimal.Zero
		whole := preciseOf(c.Amount, c.Unit)
		complete := len(group) > 1
		for _, o := range group {
			a := preciseOf(o.Amount, o.Unit)
			sum, slack = sum.Add(a.yuan), slack.Add(a.unit)
			complete = complete && a.ok && (signOf(o.Direction) != 0 && o.Delta != "" || o.Direction == "持平")
		}
		if complete && whole.ok && sum.Sub(whole.yuan).Abs().LessThanOrEqual(slack) {
			out = append(out, group)
		}
	}
	return out
}

func signOf(direction string) int {
	switch {
	case rises(direction):
		return 1
	case falls(direction):
		return -1
	}
	return 0
}

// signed is a claim's change with its sign, as figures.
func signed(c *budget.Claim) string {
	switch signOf(c.Direction) {
	case 1:
		return c.Delta
	case -1:
		return "-" + c.Delta
	}
	return "0"
}

var (
	areaOf   = regexp.MustCompile(`([^,。;:()\d]{0,10}面积)(?:约?为|约|共|:)?([\d.]+)(平方米)`)
	areaPart = regexp.MustCompile(`^(?:地上|地下|不?计容)[^,。;:()\d]{0,6}面积`)
)

// areas: 建筑面积…，其中地上…（其中计容…，不计容…），地下…. Areas above and below
// ground are all of a building, areas that count towards the plot ratio and
// those that do not all of what stands above ground.
func (p *partBench) areas(prose []ProseLine) {
	for _, para := range paragraphs(prose) {
		var whole portion
		byName := map[string]portion{}
		text := string(foldRunes(para.text))
		for _, m := range areaOf.FindAllStringSubmatch(text, -1) {
			name := strings.TrimLeft(m[1], "其中和、")
			t := portion{name, m[2], m[3]}
			switch {
			case areaPart.MatchString(name):
				for _, k := range []string{"地上", "地下", "不计容", "计容"} {
					if strings.HasPrefix(name, k) {
						if byName[k].name == "" {
							byName[k] = t
						}
						break
					}
				}
			case strings.Contains(name, "建筑面积") && whole.name == "":
				whole = t
			}
		}
		span, printed := para.spanOver(0, len(para.text)), string(para.text)
		above, below := byName["地上"], byName["地下"]
		before := len(p.found)
		if above.name != "" && below.name != "" && whole.name != "" {
			p.add(whole, []portion{above, below}, span, printed)
		}
		if byName["计容"].name != "" && byName["不计容"].name != "" && above.name != "" {
			p.add(above, []portion{byName["计容"], byName["不计容"]}, span, printed)
		}
		p.oneCause(before)
	}
}

// oneCause drops the first of two failed sums where the second says of one of
// its parts what closes it: the part is wrong, the sum is not.
func (p *partBench) oneCause(from int) {
	if len(p.found) != from+2 {
		return
	}
	outer, inner := p.found[from], p.found[from+1]
	off := func(f budget.Finding) decimal.Decimal {
		return decimal.RequireFromString(f.Actual).Sub(decimal.RequireFromString(f.Expected))
	}
	if outer.Status == budget.Fails && inner.Status == budget.Fails && off(outer).Equal(off(inner).Neg()) {
		inner.Evidence += "\nalso " + outer.Check + ": " + outer.Message + " / " + outer.English
		p.found = append(p.found[:from], inner)
	}
}

// described: the projects that are described one by one are those that the
// prose counts, and their amounts add up to what it says of them.
func (p *partBench) described() {
	var count, money *budget.Stated
	var parts []portion
	for i := range p.doc.Stated {
		s := &p.doc.Stated[i]
		switch {
		case strings.HasSuffix(s.Key, "的项目数"):
			count = s
		case count != nil && strings.HasPrefix(s.Key, strings.TrimSuffix(count.Key, "数")) && strings.Contains(s.Unit, "元"):
			money = s
		case strings.HasPrefix(s.Key, "项目（") && strings.HasSuffix(s.Key, "规模") && s.Unit != "":
			parts = append(parts, portion{strings.TrimSuffix(s.Key, "/预算安排规模"), s.Value, s.Unit})
		}
	}
	if count != nil && money != nil && count.Value == fmt.Sprint(len(parts)) {
		p.add(portion{money.Key, money.Value, money.Unit}, parts, money.Span, money.Sentence)
	}
}

// bodies reports a text that says it has no bodies below it, and counts them.
func (p *partBench) bodies() {
	var none, some *budget.Stated
	for i := range p.doc.Stated {
		switch s := &p.doc.Stated[i]; {
		case !strings.HasPrefix(lastPart(s.Key), "下属"):
		case s.Value == "无":
			none = s
		case some == nil && strings.Trim(s.Value, "0") != "":
			some = s
		}
	}
	if none == nil || some == nil {
		return
	}
	zh, en := p.bench.wording(checkBodies, fills{"{actual}": same(lastPart(some.Key) + some.Value + some.Unit)})
	p.found = append(p.found, budget.Finding{
		Check: checkBodies, Severity: budget.SeverityWarning, Status: budget.Fails, Expected: none.Value, Actual: some.Value,
		Message: zh, English: en, Evidence: none.Sentence + "\n" + some.Sentence, Span: none.Span, Other: some.Span,
	})
}

const copiedGoal = 12 // characters of a goal that two projects do not share by chance

// copied reports projects whose targets open with one and the same goal.
func (p *partBench) copied() {
	first := map[string]*budget.Target{}
	told := map[string]bool{}
	for i := range p.doc.Targets {
		t := &p.doc.Targets[i]
		goal := plainProject(t.Goal)
		if len([]rune(goal)) < copiedGoal || t.Project == "" {
			continue
		}
		o := first[goal]
		if o == nil {
			first[goal] = t
			continue
		}
		if plainProject(o.Project) == plainProject(t.Project) || told[goal+t.Project] {
			continue
		}
		told[goal+t.Project] = true
		zh, en := p.bench.wording(checkCopied, fills{"{actual}": same(t.Project), "{expected}": same(o.Project)})
		p.found = append(p.found, budget.Finding{
			Check: checkCopied, Severity: budget.SeverityNote, Status: budget.Fails, Table: "performance", Actual: t.Project, Expected: o.Project,
			Message: zh, English: en, Evidence: t.Goal, Span: t.Span, Other: o.Span,
		})
	}
}
