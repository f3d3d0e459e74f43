package parse

import (
	"regexp"
	"strconv"
	"strings"
)

// pendingAmount is a figure that only a later one explains: 年初预算为A，支出决算为B.
type pendingAmount struct {
	kind    string // initial, adjusted, prior
	base    baseWord
	amount  string
	unit    string
	subject string
	at, end int
	tok     int
}

// money reads a figure with a unit: a change after a verb, an amount otherwise.
func (r *reader) money(i int) {
	t := &r.toks[i]
	r.covered[i] = true
	if r.eachOf(i) || r.baseFigure(i) {
		return
	}
	if r.verb != nil && (r.verb.kind == tUp || r.verb.kind == tDown || r.verb.kind == tOpen) && len([]rune(r.verbText)) <= 16 {
		r.delta(i)
		return
	}
	if r.verb != nil && r.verb.kind == tDone && planWords.MatchString(r.fold(r.verbText)) && r.cur != nil {
		r.doneOf = t // 完成全年预算45万元的71%
		return
	}
	if r.verb != nil {
		r.buf.WriteString(r.printed(r.verb.from, r.verb.to) + r.verbText)
		r.verb, r.verbText = nil, ""
	}
	if asset := r.doc.assets; asset || assetText(r.buf.String()) {
		// values of property are facts of their own
		r.buf.WriteString(r.printed(t.from, t.to))
		r.covered[i] = asset || assetText(r.buf.String())
		if r.asset == nil {
			r.asset = map[int]bool{}
		}
		r.asset[i] = true
		return
	}
	r.amount(i)
}

// baseFigure takes a figure between a base with a name and a change for the
// base's own: 相比2016年的总收入687万元减少24万元.
func (r *reader) baseFigure(i int) bool {
	t, b := &r.toks[i], r.base
	if r.verb != nil || b == nil || !r.baseHere || b.amount != "" || r.last != nil || i+1 >= len(r.toks) || r.toks[i+1].kind != tUp && r.toks[i+1].kind != tDown {
		return false
	}
	if b.to > t.from || r.printed(b.to, t.from) != r.buf.String() || !moneySubject(r.buf.String()) {
		return false
	}
	b.amount, b.unit = t.num, t.unit
	r.covered[i] = true
	return true
}

// number decides whether a figure without a unit is money.
func (r *reader) number(i, end int) {
	t := &r.toks[i]
	next := tokenKind(tStop)
	if i+1 < end {
		next = r.toks[i+1].kind
	}
	ends := next == tComma || next == tSemi || next == tStop || next == tRight
	change := r.verb != nil && (r.verb.kind == tUp || r.verb.kind == tDown || r.verb.kind == tOpen)
	if r.eachOf(i) || r.baseFigure(i) {
		return
	}
	if r.verb != nil && r.verb.kind == tShare && ends && strings.Contains(t.num, ".") {
		// 占 76.23;
		r.setShare(t)
		return
	}
	said := strings.HasSuffix(r.fold(r.buf.String()), "为") || strings.HasSuffix(r.fold(r.buf.String()), "是")
	decimals := strings.Contains(t.num, ".") && moneySubject(r.buf.String())
	switch {
	case change && ends && r.base != nil && len([]rune(r.verbText)) <= 1:
		r.covered[i] = true
		r.delta(i)
	case !change && ends && r.doc.money && (decimals || said && (moneySubject(r.buf.String()) || moneyLabel(r.buf.String()))):
		r.covered[i] = true
		r.amount(i)
	default:
		r.text(t)
	}
}

// amount reads a figure that a subject has.
func (r *reader) amount(i int) {
	t := &r.toks[i]
	own := r.buf.String()
	subject, kind := r.subject(own)
	if kind == "plan" && subject == "" && r.topic == "" && len(r.pending) == 0 && (r.cur == nil || len(r.groups) == r.sentence) {
		if full := r.trimSubject(r.afterYear(own)); strings.ContainsAny(full, "收支") && !r.finalFollows(i) {
			subject, kind = strings.TrimRight(full, "为是"), ""
		}
	}
	at := t.from
	r.row, r.ofShare = 0, false
	year, prior := r.bufYear, r.bufPrior
	lead := r.leadName()
	r.clearClause()
	r.lead = ""
	r.last = nil
	inherited := false
	side := ""
	if kind == "" {
		side = r.sideOfLast(r.trimSubject(r.afterYear(own)))
	}
	if hasLevel(lead) && !hasLevel(subject) && sumSubject.MatchString(r.fold(subject)) {
		// 检察（款）：2018年预算支出合计
		subject = r.trimSubject(lead)
	}
	if side != "" {
		subject = side
	} else if subject == "" || genericSubject(subject) {
		if l := r.trimSubject(lead); l != "" && !genericSubject(l) && (r.cur == nil || kind == "") {
			if subject == "" {
				subject = l
			} else {
				subject = l + subject
			}
		} else if r.topic != "" && (r.cur == nil || len(r.groups) > 0 && r.groups[len(r.groups)-1].subject == r.topic) {
			subject, inherited = r.topic, true
		} else if r.cur != nil {
			subject, inherited = r.cur.subject, true
		} else if subject == "" {
			subject, inherited = r.doc.headingSubject(), true
		}
	} else if l := r.trimSubject(lead); l != "" && leadsOn(r.fold(own)) && !genericSubject(l) {
		subject = l
	}
	if (kind == "" || kind == "plan") && (prior || year > 0 && (r.year > 0 && year < r.year || r.year == 0 && year < r.maxYear)) {
		if bare := priorMark.ReplaceAllString(r.fold(subject), ""); r.cur != nil && sameSubject(bare, r.cur.subject) {
			subject = r.cur.subject
		}
		if inherited || subject == "" || r.cur != nil && sameSubject(subject, r.cur.subject) {
			kind = "prior"
		} else if prior || year > 0 {
			kind = ""
			subject = r.withYear(own, subject, year)
		}
	}
	if kind == "plan" {
		if r.finalFollows(i) {
			kind, subject = "initial", withoutPlan(subject)
		} else {
			kind = ""
		}
	}
	if kind == "initial" && r.budgetOfLast(i, subject, t) {
		return
	}
	switch kind {
	case "initial", "adjusted", "prior":
		b := baseWord{kind: kind, text: own, at: at, to: t.to}
		if kind == "prior" {
			b = baseWord{kind: "prior", year: year, text: "上年"}
			if f := r.fold(own); strings.Contains(f, "执行") {
				b.kind = "prior_execution"
			} else if strings.Contains(f, "决算") {
				b.kind = "prior_final"
			} else if strings.Contains(f, "预算") {
				b.kind = "prior_budget"
			}
		}
		r.pending = append(r.pending, pendingAmount{kind, b, t.num, t.unit, subject, at, t.to, i})
		if kind != "prior" && r.cur != nil && !sameSubject(subject, r.cur.subject) {
			r.cur = nil
		}
		if r.cur == nil {
			r.topic = subject
		}
		return
	}
	if whole, part := wholeAndPart(subject); part != "" {
		r.parent, subject = joinPath(r.outerParent(), whole), part
	}
	if otherSide(subject, lastPart(r.parent)) {
		r.parent = "" // 收入总计…，其中：…；支出总计…
	}
	if bare, ok := strings.CutPrefix(subject, "涉及"); ok && !genericSubject(bare) {
		subject = bare
	}
	parent := r.parentFor(subject)
	if inherited && r.cur != nil && r.cur.amount == t.num && sameSubject(subject, r.cur.subject) {
		// said again: 2024年预算安排25.77万元
		r.useBudget(r.cur)
		return
	}
	if inherited && r.cur != nil && r.cur.amount != "" && len(r.pending) > 0 && r.pending[len(r.pending)-1].kind == "prior" {
		// said again with another figure: kept apart, the comparison stays with the first
		g := &quantity{subject: subject, parent: parent, amount: t.num, unit: t.unit, at: at, end: t.to}
		r.groups = append(r.groups[:max(0, len(r.groups)-1)], g, r.groups[len(r.groups)-1])
		return
	}
	g := &quantity{subject: subject, parent: parent, amount: t.num, unit: t.unit, at: at, end: t.to}
	r.groups = append(r.groups, g)
	if r.cur != nil && differenceName.MatchString(r.fold(subject)) {
		g.parent = "" // no part of a list; what is said next is of the amounts that differ
		return
	}
	r.cur = g
	r.useBudget(g)
}

// differenceName names how far two amounts of one quantity are apart, without
// a direction: 支出2万元，年初预算3万元，差值1万元.
var differenceName = regexp.MustCompile(`^(差值|差额|差异|相差)(数|额)?$`)

// leadName is what the clause before names, without the year it begins with;
// "" where it says why.
func (r *reader) leadName() string {
	l := r.trimSubject(r.lead)
	if f := r.fold(l); because.MatchString(f) || saysDone(f) {
		return "" // 因上级补助增加等因素，…
	}
	if m := yearMark.FindStringIndex(r.fold(l)); m != nil && m[0] == 0 {
		return r.afterYear(l)
	}
	return l
}

// because is a clause that says why.
var because = regexp.MustCompile(`因.*(因素|原因)|由于|^因为`)

// priorMark begins the name of last year's figure.
var priorMark = regexp.MustCompile(`^(上一?年度?|去年)(同期)?(的)?`)

// budgetOfLast takes a budget said after its final figure, in one sentence:
// 支出决算560万元，年初预算550万元.
func (r *reader) budgetOfLast(i int, subject string, t *token) bool {
	g := r.cur
	if g == nil || g.amount == "" || len(r.groups) == r.sentence || !sameSubject(subject, g.subject) || r.finalFollows(i) {
		return false
	}
	for _, l := range g.lines {
		if l.base != nil && l.base.kind == "initial" {
			return false
		}
	}
	l := r.newLine(g)
	l.base, l.baseAmount, l.at = &baseWord{kind: "initial", text: "年初预算", at: t.from, to: t.to}, t.num, t.from
	return true
}

// useBudget gives a final figure the budget that was said before it.
func (r *reader) useBudget(g *quantity) {
	var keep []pendingAmount
	for _, p := range r.pending {
		switch {
		case p.kind == "initial" && (sameSubject(p.subject, g.subject) || g.subject == "" || p.subject == "" && genericSubject(g.subject)):
			b := p.base
			l := r.newLine(g)
			l.base, l.baseAmount, l.at = &b, p.amount, p.at
			g.at = min(g.at, p.at)
			if genericSubject(g.subject) {
				g.subject = p.subject
			}
		case p.kind == "prior" && g == r.cur:
			keep = append(keep, p)
		default:
			keep = append(keep, p)
		}
	}
	r.pending = keep
}

// settle gives pending figures that nothing explained a claim of their own.
func (r *reader) settle(all bool) {
	for _, p := range r.pending {
		if p.kind == "prior" {
			if l := r.priorLine(p); l != nil {
				l.baseAmount = p.amount
				continue
			}
		}
		g := &quantity{subject: p.subject, parent: r.parentFor(p.subject), amount: p.amount, unit: p.unit, at: p.at, end: p.end}
		if p.kind != "initial" {
			g.subject = joinPath(p.subject, strings.TrimSpace(r.labelOf(p)))
		}
		if p.kind == "initial" && r.budgetSaid(p) {
			continue
		}
		if l := r.doneLine(p); l != nil && p.kind == "initial" {
			l.baseAmount = p.amount
			continue
		}
		r.groups = append(r.groups, g)
	}
	r.pending = nil
}

// budgetSaid reports whether a budget was said before: 年初预算数为0，无法计算完成率.
func (r *reader) budgetSaid(p pendingAmount) bool {
	for _, g := range r.groups[max(0, len(r.groups)-lookBack):] {
		for _, l := range g.lines {
			if l.base != nil && l.base.kind == "initial" && l.baseAmount != "" && sameSubject(p.subject, g.subject) && (l.baseAmount == p.amount || zeroFigure(l.baseAmount) && zeroFigure(p.amount)) {
				return true
			}
		}
	}
	return false
}

func (r *reader) labelOf(p pendingAmount) string {
	switch p.kind {
	case "adjusted":
		return "全年预算"
	case "prior":
		return "上年"
	}
	return ""
}

// priorLine is the line that compares with the pending prior figure.
func (r *reader) priorLine(p pendingAmount) *remark {
	key := subjectKey(p.subject)
	for i := len(r.groups) - 1; i >= max(0, len(r.groups)-lookBack); i-- {
		g := r.groups[i]
		if !sameKey(g.key(), key) {
			continue
		}
		for _, l := range g.lines {
			if l.base != nil && l.baseAmount == "" && (strings.HasPrefix(l.base.kind, "prior") || strings.HasPrefix(l.base.kind, "year")) {
				return l
			}
		}
		if len(g.lines) == 0 {
			b := p.base
			l := r.newLine(g)
			l.base = &b
			return l
		}
		for _, l := range g.lines {
			if l.base == nil {
				b := p.base
				l.base = &b
				return l
			}
		}
		return nil
	}
	return nil
}

func (r *reader) doneLine(p pendingAmount) *remark {
	for _, g := range r.groups[max(0, len(r.groups)-lookBack):] {
		for _, l := range g.lines {
			if l.done != "" && l.baseAmount == "" && g.at >= p.at && g.amount == "" {
				return l
			}
		}
	}
	return nil
}

// finalFollows reports whether the sentence goes on to say the final figure.
func (r *reader) finalFollows(i int) bool {
	passes := false // an adjusted budget may stand between
	for j := i + 1; j < len(r.toks); j++ {
		switch t := &r.toks[j]; t.kind {
		case tStop:
			return false
		case tText:
			if strings.Contains(t.text, "决算") {
				return true
			}
			passes = strings.Contains(t.text, "调整") || strings.Contains(t.text, "全年")
		case tMoney:
			if !passes {
				return false
			}
		}
	}
	return false
}

func (r *reader) withYear(own, subject string, year int) string {
	if year > 0 && !strings.Contains(subject, strconv.Itoa(year)) {
		return strconv.Itoa(year) + "年" + subject
	}
	if r.bufPrior || strings.Contains(own, "上年") {
		return r.trimSubject(own)
	}
	return subject
}
