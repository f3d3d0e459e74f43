package parse

import (
	"regexp"
	"strings"

	"yusuan/parse/budget"
)

// targets are the quantities a change is said of.
func (r *reader) targets(object string) []*quantity {
	subject := r.trimSubject(r.buf.String())
	object = r.trimSubject(strings.TrimPrefix(strings.TrimPrefix(object, "了"), "的"))
	if object != "" && !genericSubject(object) {
		// 减少部门支出1,653万元
		if g := r.find(object); g != nil && r.reason == nil {
			return []*quantity{g}
		}
		return []*quantity{r.newSaid(object)}
	}
	if object != "" && r.reason == nil && !r.baseHere && r.cur != nil {
		// 同时，…下达给省级部门，增加部门预算1,464.3万元: of what the clause names
		if l := r.trimSubject(r.lead); l != "" && !genericSubject(l) {
			object = l
		}
		return []*quantity{r.newSaid(object)}
	}
	both := r.each || bothSides(subject)
	if r.cur != nil && otherSide(subject, r.cur.subject) && !both {
		if g := r.find(subject); g != nil {
			return []*quantity{g}
		}
		return []*quantity{r.newSaid(subject)}
	}
	if subject == "" || genericSubject(subject) || both {
		if both {
			if two := r.twoSides(); two != nil {
				return two
			}
		}
		if both && subject != "" && !genericSubject(subject) {
			if g := r.find(subject); g != nil {
				return []*quantity{g}
			}
			if r.each && r.cur != nil {
				return []*quantity{r.cur}
			}
			return []*quantity{r.newSaid(subject)}
		}
		if r.lead != "" && (r.cur == nil || len(r.groups) == r.sentence) {
			if l := r.trimSubject(r.lead); l != "" && !genericSubject(l) && (moneySubject(l) || bothSides(l)) {
				if g := r.find(l); g != nil {
					return []*quantity{g}
				}
				name, _ := r.subject(l)
				if name == "" {
					name = r.afterYear(l) // 支出预算安排
				}
				return []*quantity{r.newSaid(name)}
			}
		}
		if r.cur == nil {
			return []*quantity{r.newSaid(r.topicOr(subject))}
		}
		return []*quantity{r.cur}
	}
	if g := r.find(subject); g != nil {
		return []*quantity{g}
	}
	if g := r.cur; g != nil && len(r.groups) > r.sentence && g.amount != "" && !g.changed() && strings.HasSuffix(g.key(), subjectKey(subject)) && moneySubject(subject) {
		// 一般公共预算财政拨款支出9万元，与上年相比，财政拨款支出增加1万元
		return []*quantity{g}
	}
	name, _ := r.subject(subject)
	return []*quantity{r.newSaid(name)}
}

func (r *reader) topicOr(s string) string {
	if r.topic != "" {
		return r.topic
	}
	return s
}

// twoSides are the revenue and expenditure totals said last.
func (r *reader) twoSides() []*quantity {
	n := len(r.groups)
	if n < 2 {
		return nil
	}
	a, b := r.groups[n-2], r.groups[n-1]
	if strings.Contains(a.subject, "收") && strings.Contains(b.subject, "支") && !bothSides(b.subject) {
		return []*quantity{a, b}
	}
	return nil
}

// delta reads the figure of a change.
func (r *reader) delta(i int) {
	t := &r.toks[i]
	verb := r.verb
	if r.base == nil && r.cur == nil && r.buf.Len() == 0 && r.lead == "" && r.topic == "" && r.verbText == "" {
		r.covered[i] = false
		return
	}
	if r.completes(verb) {
		// 增长5%，增加20万元
		for _, l := range r.last {
			l.delta, l.deltaUnit = t.num, t.unit
		}
		r.clearClause()
		r.lead = ""
		return
	}
	targets := r.targets(r.verbText)
	r.last = nil
	for _, g := range targets {
		l := r.lineFor(g)
		r.setChange(l, verb.value)
		l.delta, l.deltaUnit, l.at = t.num, t.unit, verb.from
		if verb.kind == tOpen && !zeroFigure(t.num) {
			l.direction = ""
		}
		r.last = append(r.last, l)
	}
	if r.base != nil {
		r.base.amount = "" // it was of what is said now
	}
	if len(targets) == 1 && r.reason == nil {
		r.cur = targets[0] // what is said next without a name is of it
	}
	r.clearClause()
	r.lead = ""
}

// completes reports whether the figure after verb is that of the change said
// last, which has a percentage or nothing yet.
func (r *reader) completes(verb *token) bool {
	own := r.trimSubject(r.buf.String())
	if len(r.last) == 0 || strings.Trim(r.verbText, "了") != "" || own != "" && !genericSubject(own) {
		return false
	}
	for _, l := range r.last {
		if l.delta != "" || l.direction != verb.value || l.reason != "" {
			return false
		}
	}
	return true
}

// setChange sets direction and base; the base's own figure becomes the line's.
func (r *reader) setChange(l *remark, direction string) {
	l.change = true
	l.direction = direction
	if r.base != nil && r.base.kind == "like" {
		r.base = nil // said of one figure
	}
	if l.base != nil && l.base.amount != "" && l.baseAmount == "" {
		l.baseAmount = l.base.amount
	}
	if l.base != nil && l.baseAmount == "" && (strings.HasPrefix(l.base.kind, "prior") || strings.HasPrefix(l.base.kind, "year")) {
		for k, p := range r.pending {
			if p.kind == "prior" && sameSubject(p.subject, l.of.subject) && !otherFigure(l.base, &p.base) {
				l.baseAmount = p.amount
				r.pending = append(r.pending[:k:k], r.pending[k+1:]...)
				break
			}
		}
	}
}

// compare reads 决算数小于预算数 and 小于上年预算数40.05万元.
func (r *reader) compare(i int) {
	t := &r.toks[i]
	b := t.base
	b.at, b.to = t.from, t.to
	if b.kind == "year" && (b.year == r.year || r.year == 0) && r.phase == budget.PhaseFinal {
		b.kind = "initial"
	}
	value := t.value
	if value == "未超过" {
		r.buf.WriteString(r.printed(t.from, t.to))
		return
	}
	prior := strings.HasPrefix(b.kind, "prior") || b.kind == "year"
	if prior {
		value = map[string]string{"小于": "减少", "大于": "增加", "等于": "持平"}[value]
	}
	r.base, r.baseHere, r.last = &b, true, nil
	if i+1 < len(r.toks) && (r.toks[i+1].kind == tMoney || r.toks[i+1].kind == tNumber) {
		kind := tDown
		if value == "增加" || value == "大于" {
			kind = tUp
		}
		r.verb, r.verbText = &token{kind: kind, from: t.from, to: t.to, value: value}, ""
		return
	}
	r.verbal(value, t.from)
}

// saidAlone takes a word of change that the clause ends with for a change said
// without a figure: 比上年大幅增长，… It reports whether it did.
func (r *reader) saidAlone() bool {
	v := r.verb
	if v == nil || v.kind != tUp && v.kind != tDown || strings.Trim(r.verbText, "了") != "" || !r.baseHere || r.base == nil || r.last != nil || r.reason != nil {
		return false
	}
	if own := r.trimSubject(r.buf.String()); own == "" && r.cur == nil || !genericSubject(own) && !moneySubject(own) {
		return false
	}
	r.verbal(v.value, v.from)
	return true
}

// noneOf reports a folded name that says there is nothing of it; 无形资产 is no such name.
func noneOf(f string) bool {
	return strings.HasPrefix(f, "无") && moneySubject(f) && !lackWords.MatchString(f)
}

// lackWords begin with 无 as a part of the word.
var lackWords = regexp.MustCompile(`^无(形|线|障碍|偿|害|人|主|业|烟|公害|机|缝|菌|纸|损|接触)`)

// verbal adds a change that is said without a figure.
func (r *reader) verbal(direction string, at int) {
	var targets []*quantity
	for _, own := range []string{r.trimSubject(r.afterYear(r.buf.String())), r.trimSubject(r.afterYear(r.lead))} {
		if noneOf(r.fold(own)) {
			r.buf.Reset()
			r.buf.WriteString(string([]rune(own)[1:])) // 无公务接待支出，与上年持平
			break
		}
		if own != "" {
			break
		}
	}
	if names := listNames(r.trimSubject(r.buf.String())); len(names) > 1 && r.find(r.buf.String()) == nil {
		targets = r.eachTarget(len(names)) // 基本支出、项目支出与上年持平
	} else {
		targets = r.targets("")
	}
	r.last = nil
	for _, g := range targets {
		l := r.lineFor(g)
		r.setChange(l, direction)
		l.at = at
		r.last = append(r.last, l)
	}
	r.clearClause()
	r.lead = ""
}

func (r *reader) flat(i int) {
	t := &r.toks[i]
	if r.mention(i) && !r.initialBase() {
		// 持平的主要原因是: named, not said again
		r.verb, r.verbText = t, ""
		return
	}
	if n := len(r.pending); n > 0 && r.base == nil && r.pending[n-1].kind == "initial" && r.buf.Len() == 0 && unchanged[t.text] {
		r.keepsBudget() // 上年结余年初预算2万元不变
		return
	}
	own := r.trimSubject(r.buf.String())
	if own == "或" || r.becauseUnchanged(own, t) {
		return // 小于预算数(或与预算数持平): a form that nobody settled
	}
	if len(r.last) > 0 && (own == "" || genericSubject(own)) && !(r.base != nil && r.base.at > r.last[0].at) {
		return // 少0.07万元，基本持平; 持平，零增长
	}
	if r.base == nil || !r.baseHere && r.parent == "" && r.depth == 0 {
		if r.depth == 0 || r.cur == nil {
			r.buf.WriteString(r.printed(t.from, t.to))
			return
		}
	}
	direction := "持平"
	if r.initialBase() {
		direction = "等于"
	}
	r.verbal(direction, t.from)
}

// becauseUnchanged reads a clause that gives the reason of the change before it:
// 与上年持平，因车辆无变动. It reports whether it is one.
func (r *reader) becauseUnchanged(own string, t *token) bool {
	f := r.fold(own)
	if len(r.last) == 0 || !strings.HasPrefix(f, "因") || strings.HasPrefix(f, "因公") {
		return false
	}
	for _, l := range r.last {
		if l.reason == "" {
			l.reason = string([]rune(own)[1:]) + r.printed(t.from, t.to)
		}
	}
	r.clearClause()
	return true
}

// unchanged are the words that leave a budget as it was.
var unchanged = map[string]bool{"不变": true, "保持不变": true, "未变动": true, "无变动": true, "没有变动": true}

// keepsBudget says of the budget read last that it was left as it was.
func (r *reader) keepsBudget() {
	p := r.pending[len(r.pending)-1]
	r.pending = r.pending[:len(r.pending)-1]
	g := &quantity{subject: p.subject, parent: r.parentFor(p.subject), amount: p.amount, unit: p.unit, at: p.at, end: p.end}
	l := r.newLine(g)
	l.base, l.change, l.direction = &p.base, true, "等于"
	r.groups, r.cur, r.last = append(r.groups, g), g, []*remark{l}
	r.clearClause()
	r.lead = ""
}

func (r *reader) initialBase() bool {
	return r.base != nil && (r.base.kind == "initial" || r.base.kind == "adjusted" || (r.base.kind == "year" || r.base.kind == "year_budget") && r.base.year == r.year && r.year != 0)
}
