package parse

import (
	"regexp"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"yusuan/parse/budget"
	"yusuan/parse/form"
)

// startReason begins the clause that says why: it is taken whole, and the
// figures in it are no change of their own.
func (r *reader) startReason(i int) {
	t := &r.toks[i]
	rt := &reasonText{from: t.to, targets: r.last, purpose: !causeWords.MatchString(t.text)}
	if v := r.verb; v != nil && (v.kind == tUp || v.kind == tDown || v.kind == tOpen || v.kind == tFlat) && r.mention(tokenIndex(r.toks, v)) {
		// 支出增加的主要原因是: of a change said before
		rt.targets = r.mentioned(v)
	}
	if rt.targets == nil && r.cur != nil && !r.cur.changed() && r.buf.Len() == 0 && len(r.groups) == r.sentence {
		rt.targets = r.unexplained() // a sentence of its own: of the change said last
	}
	rt.targets = withOtherSide(rt.targets, r.groups)
	if rt.targets == nil && r.cur != nil && r.buf.Len() == 0 {
		if len(r.cur.lines) == 0 {
			r.newLine(r.cur)
		}
		rt.targets = r.cur.lines[len(r.cur.lines)-1:]
	}
	r.clearClause()
	r.lead = ""
	r.reason = rt
}

// unexplained is the change said last that has no reason yet.
func (r *reader) unexplained() []*remark {
	for i := len(r.groups) - 1; i >= max(0, len(r.groups)-lookBack); i-- {
		for _, l := range r.groups[i].lines {
			if l.change && l.reason == "" {
				return []*remark{l}
			}
		}
	}
	return nil
}

// withOtherSide adds the change of the revenue total to that of the
// expenditure total said after it: one reason serves both.
func withOtherSide(targets []*remark, groups []*quantity) []*remark {
	if len(targets) != 1 || !strings.Contains(targets[0].of.key(), "支出") {
		return targets
	}
	t := targets[0]
	want := strings.ReplaceAll(t.of.key(), "支出", "收入")
	for _, g := range groups[max(0, len(groups)-lookBack):] {
		for _, l := range g.lines {
			if g.key() == want && l.change && l.reason == "" && l.direction == t.direction && l.delta == t.delta && l.percent == t.percent {
				return []*remark{l, t}
			}
		}
	}
	return targets
}

// tokenIndex is the index of the token that begins where v does.
func tokenIndex(toks []token, v *token) int {
	lo, hi := 0, len(toks)
	for lo < hi {
		m := (lo + hi) / 2
		if toks[m].from < v.from {
			lo = m + 1
		} else {
			hi = m
		}
	}
	return lo
}

// mentioned finds the changes that a reason names: in this paragraph, or in
// the paragraphs before under the same heading.
func (r *reader) mentioned(v *token) []*remark {
	subject := r.trimSubject(r.buf.String())
	fits := func(l *remark) bool {
		if !l.change || l.reason != "" {
			return false
		}
		if v.kind == tOpen && (l.direction == "持平" || l.direction == "等于" || l.delta != "" && zeroFigure(l.delta)) {
			return false // 增加（减少）的原因 is of what moved
		}
		if v.kind != tOpen && v.value != l.direction && !(v.value == "持平" && l.direction == "等于") {
			return false
		}
		if r.baseHere && r.base != nil && l.base != nil && !sameBase(r.base, l.base) {
			return false
		}
		return subject == "" || genericSubject(subject) || sameSubject(subject, l.of.subject) || coversSubject(subject, l.of.subject) || endsIn(l.of.subject, subject)
	}
	var out []*remark
	for _, gs := range [][]*quantity{r.groups, r.doc.recent} {
		for _, g := range gs {
			for _, l := range g.lines {
				if fits(l) {
					out = append(out, l)
				}
			}
		}
		if out != nil {
			return out
		}
	}
	if v.kind == tOpen && v.value == "" || r.base == nil || !r.baseHere {
		return nil
	}
	r.verbal(v.value, v.from)
	return r.last
}

// inReason handles one token of a reason. It reports whether the token ends
// the reason and is to be read as any other.
func (r *reader) inReason(i int) bool {
	t := &r.toks[i]
	rt := r.reason
	switch t.kind {
	case tMoney, tNumber, tQuantity:
		if t.kind == tNumber && r.numbered(i-1) {
			rt.listed = true
		}
		if rt.own && t.kind == tMoney && r.verb != nil && (r.verb.kind == tUp || r.verb.kind == tDown) && len([]rune(r.verbText)) <= 12 {
			// 这一因素较上年减少部门支出1,653万元 is a statement of its own
			cur, last := r.cur, r.last
			r.cur = nil
			r.covered[i] = true
			r.delta(i)
			r.cur, r.last = cur, last
			rt.own = false
			return false
		}
		r.covered[i] = true
	case tUp, tDown:
		if rt.own {
			r.verb, r.verbText = t, ""
		}
	case tBase:
		if i+1 < len(r.toks) && strings.HasPrefix(t.base.kind, "prior") || t.base.kind == "year" {
			b := t.base
			r.base, rt.own = &b, true
			r.verb, r.verbText = nil, ""
		}
	case tText, tYear, tCount, tPercent, tTimes:
		if r.verb != nil {
			r.verbText += r.printed(t.from, t.to)
		} else {
			r.buf.WriteString(r.printed(t.from, t.to))
		}
		if strings.Contains(t.text, "一是") || strings.HasPrefix(t.text, "1.") || strings.Contains(t.text, "首先") || strings.Contains(t.text, "1、") {
			rt.listed = true
		}
	case tComma:
		if !rt.listed && r.statesAnew(i) {
			r.endReason(t.from)
			return true
		}
		rt.own = false
		r.clearClause()
	case tShare:
		if rt.purpose && i > 0 && r.toks[i-1].kind == tComma {
			r.endReason(r.toks[i-1].from) // 其他收入9万元，主要是捐赠收入，占总收入的43%
			return true
		}
	case tSemi:
		if rt.listed && r.numbered(i+1) {
			r.clearClause()
			return false
		}
		if rt.listed && r.nextIs(i, "二是", "三是", "四是", "五是", "六是", "2", "3", "4", "另", "同时", "此外") {
			r.clearClause()
			return false
		}
		r.endReason(t.from)
		return true
	case tStop:
		if rt.listed && r.nextIs(i, "二是", "三是", "四是", "五是", "六是") {
			r.clearClause()
			return false
		}
		r.endReason(t.from)
		return true
	case tThat:
		if i > 0 && (r.toks[i-1].kind == tComma || r.toks[i-1].kind == tStop || r.toks[i-1].kind == tSemi) && strings.HasPrefix(t.text, "其中") && !rt.listed && !r.partsOfReason(i) {
			r.endReason(t.from)
			return true
		}
	}
	return false
}

// statesAnew reports whether the clause after the comma at i states an amount
// that has a reason of its own, or is the next of numbered statements: 主要原因是
// 任务减少，公务用车购置费0万元，主要原因是…，三、2023年公务接待费2万元.
func (r *reader) statesAnew(i int) bool {
	name := ""
	j := i + 1
	for ; j < len(r.toks) && (r.toks[j].kind == tText || r.toks[j].kind == tYear); j++ {
		name += r.toks[j].text
	}
	if j+2 >= len(r.toks) || r.toks[j].kind != tMoney || r.toks[i+1].kind != tText {
		return false
	}
	if style, _ := ordinalOf(r.toks[i+1].text); style > 0 && r.toks[i+2].kind == tYear {
		return true
	}
	return moneySubject(name) && r.toks[j+1].kind == tComma && r.toks[j+2].kind == tReason
}

// numbered reports whether (1) or another number in brackets begins at token i.
func (r *reader) numbered(i int) bool {
	return i >= 0 && i+2 < len(r.toks) && strings.HasSuffix(r.toks[i].text, "(") && r.toks[i+1].kind == tNumber && len(r.toks[i+1].num) == 1 && strings.HasPrefix(r.toks[i+2].text, ")")
}

// partsOfReason reports whether 其中 at i opens parts that add up to the amount
// the reason named last: they explain, and are none of the list outside.
func (r *reader) partsOfReason(i int) bool {
	rest, known := decimal.Zero, false
	for k := i - 1; k >= 0 && r.toks[k].from >= r.reason.from && !known; k-- {
		if t := &r.toks[k]; t.kind == tMoney {
			rest, known = yuan(t.num, t.unit)
		}
	}
	for k := i + 1; known && k < len(r.toks) && r.toks[k].kind != tStop; k++ {
		if t := &r.toks[k]; t.kind == tMoney {
			part, _ := yuan(t.num, t.unit)
			rest = rest.Sub(part)
		}
	}
	return known && rest.IsZero()
}

func (r *reader) nextIs(i int, words ...string) bool {
	if i+1 >= len(r.toks) {
		return false
	}
	for _, w := range words {
		if strings.HasPrefix(r.toks[i+1].text, w) {
			return true
		}
	}
	return false
}

// reasonLink is what may be left of the words that open a reason.
var reasonLink = regexp.MustCompile(`^((主要)?(是|为|系))+|^有[一二两三四几](个|点|方面)(原因)?[::：]?|^主要(由于|因)`)

// causeWords tell a reason from a purpose: 主要是上级检查的接待 says what the money
// is for.
var causeWords = regexp.MustCompile(`因|由|未|没|无|不|增|减|调|压|变|上涨|下降|提高|降低|新|取消|严|落实|节|控|追加|结转|疫情`)

// wantsReason reports a remark that something may be the reason of: a
// comparison, or that there is no money.
func (l *remark) wantsReason() bool {
	return l.change || l.done != "" || l.base != nil || l.of.amount == "" || zeroFigure(l.of.amount)
}

// endReason gives the text of the reason to the changes it explains.
func (r *reader) endReason(to int) {
	if r.reason == nil {
		return
	}
	text := strings.Trim(r.printed(r.reason.from, max(r.reason.from, to)), "，,。；;：: 、")
	text = strings.TrimLeft(reasonLink.ReplaceAllString(text, ""), "：: ")
	if r.reason.purpose && !hasMoney.MatchString(text) && !causeWords.MatchString(r.fold(text)) && !slices.ContainsFunc(r.reason.targets, (*remark).wantsReason) {
		r.reason.targets = nil
	}
	for _, l := range r.reason.targets {
		if l.reason == "" || l.weak && !r.reason.purpose {
			l.reason, l.weak = text, r.reason.purpose
		}
	}
	if r.reason.targets == nil && text != "" && hasMoney.MatchString(text) {
		g := r.cur
		if g == nil {
			g = r.newSaid(r.topic)
		}
		l := r.newLine(g)
		l.reason = text
		l.at = r.reason.from
	}
	r.reason = nil
	r.clearClause()
	r.lead = ""
}

// checkReason is the check for a change that nobody explains.
const checkReason = "reason-missing"

// givesReason tells a sentence that explains, or goes on explaining.
var givesReason = regexp.MustCompile(`原因|因素|由于|^(同时|另外|此外),`)

// reasonsMissing notes the changes that are stated without a reason, once a
// quantity and change. One reason serves all that its sentence says, and what
// is said again elsewhere.
func reasonsMissing(claims []budget.Claim) []budget.Finding {
	type key struct{ subject, direction, delta, percent string }
	of := func(c *budget.Claim) key {
		return key{subjectKey(lastPart(c.Subject)), c.Direction, c.Delta, c.Percent}
	}
	explained, sentences := map[key]bool{}, map[string]bool{}
	for i := range claims {
		if c := &claims[i]; c.Reason != "" {
			explained[of(c)] = true
			sentences[c.Sentence] = true
		}
	}
	var out []budget.Finding
	for i := range claims {
		c := &claims[i]
		moved := c.Direction == "增加" || c.Direction == "减少" || c.Direction == "大于" || c.Direction == "小于"
		figure := c.Delta
		if figure == "" {
			figure = c.Percent
		}
		if !moved || figure != "" && strings.Trim(figure, "0.") == "" || explained[of(c)] || sentences[c.Sentence] || givesReason.MatchString(string(foldRunes([]rune(c.Sentence)))) {
			continue
		}
		explained[of(c)] = true
		zh, en := worded(form.Builtin().Identities(), checkReason, fills{
			"{subject}": same(spokenOf(c.Subject)), "{direction}": {c.Direction, directionEnglish(c.Direction)},
		})
		out = append(out, budget.Finding{
			Check: checkReason, Severity: budget.SeverityNote, Status: budget.Fails, Table: c.Table, Code: c.Code,
			Message: zh, English: en, Evidence: c.Sentence, Span: c.Span,
		})
	}
	return out
}
