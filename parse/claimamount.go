package parse

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// money reads a figure with a unit: a change after a verb, an amount otherwise.
func (r *reader) money(i int) {
	t := &r.toks[i]
	r.covered[i] = true
	if r.eachOf(i) || r.baseFigure(i) {
		return
	}
	if v := r.verb; v != nil && v.text == "新增" && !r.baseHere && (moneySubject(r.verbText) || quantityNouns.MatchString(r.verbText)) {
		name := r.printed(v.from, v.to) + r.verbText // 新增债券额度9万元: what is new has the amount
		r.clearClause()
		r.buf.WriteString(name)
	}
	if r.verb != nil && (r.verb.kind == tUp || r.verb.kind == tDown || r.verb.kind == tOpen) && len([]rune(r.verbText)) <= 16 {
		r.delta(i)
		return
	}
	if r.verb != nil && r.verb.kind == tDone && planWords.MatchString(r.fold(r.verbText)) && r.cur != nil {
		r.doneOf = t // 完成全年预算45万元的71%
		return
	}
	if r.wholeOfShare(i) {
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
	if r.verb != nil && r.verb.kind == tDone && r.verbText == "" && ends && r.doc.money && (strings.Contains(t.num, ".") || strings.HasSuffix(r.buf.String(), "实际")) {
		r.buf.WriteString(r.printed(r.verb.from, r.verb.to))
		r.verb, change = nil, false // 实际完成57305，
	}
	said := slices.ContainsFunc([]string{"为", "是", "实际完成"}, func(w string) bool { return strings.HasSuffix(r.fold(r.buf.String()), w) })
	decimals := strings.Contains(t.num, ".") && moneySubject(r.buf.String())
	switch {
	case change && ends && r.base != nil && len([]rune(r.verbText)) <= 1 && r.ratesSaid():
		r.percent(i) // 同比下降18.87; where all others have their sign
	case change && ends && r.base != nil && len([]rune(r.verbText)) <= 1:
		r.covered[i] = true
		r.delta(i)
	case !change && ends && r.doc.money && (decimals || said && (moneySubject(r.buf.String()) || moneyLabel(r.buf.String()) || strings.HasSuffix(r.buf.String(), "完成"))):
		r.covered[i] = true
		r.amount(i)
	default:
		r.text(t)
	}
}

// ratesSaid reports whether the change said last in the sentence is a
// percentage and no amount.
func (r *reader) ratesSaid() bool {
	for k := len(r.groups) - 1; k >= r.sentence; k-- {
		for _, l := range slices.Backward(r.groups[k].lines) {
			if l.change && (l.delta != "" || l.percent != "") {
				return l.delta == ""
			}
		}
	}
	return false
}

// amount reads a figure that a subject has.
func (r *reader) amount(i int) {
	t := &r.toks[i]
	own := r.buf.String()
	after := r.namedAfter(own, i)
	if after != "" {
		own = after
	}
	subject, kind := r.subject(own)
	moved := false
	switch from, k := r.movedFrom(own, i); {
	case k != "":
		subject, kind, moved = from, k, true
	case movedTo.MatchString(r.fold(r.trimSubject(own))):
		subject, kind = "", ""
		if f := r.fold(own); strings.Contains(f, "调整") || strings.Contains(f, "变更") {
			r.wasBudget()
		}
	}
	if isDone := r.fold(r.trimSubject(own)); r.cur != nil && isDone == "实际完成" && strings.HasSuffix(r.cur.subject, "预算") {
		r.wasBudget() // 收入预算9万元，实际完成8万元
	}
	if sum := r.fold(r.trimSubject(own)); sumOf[sum] && r.sumsLast(t) {
		r.groups = append(r.groups, &quantity{subject: sum, parent: r.outerParent(), amount: t.num, unit: t.unit, at: t.from, end: t.to})
		r.clearClause()
		r.lead = ""
		return // 甲支出2万元，乙支出3万元，合计5万元
	}
	if g := r.unsaid(own); g != nil {
		g.amount, g.unit, g.end = t.num, t.unit, t.to // 结转下年减少3万元，为15万元
		r.clearClause()
		return
	}
	if kind == "plan" && subject == "" && r.topic == "" && len(r.pending) == 0 && (r.cur == nil || len(r.groups) == r.sentence) {
		if full := r.trimSubject(r.afterYear(own)); strings.ContainsAny(full, "收支") && !r.finalFollows(i) {
			subject, kind = strings.TrimRight(full, "为是"), ""
		}
	}
	at := t.from
	r.row, r.ofShare = 0, false
	year, prior := r.bufYear, r.bufPrior
	lead, labelled := r.leadName(), r.label != "" && r.label == r.lead
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
		if l := r.trimSubject(lead); l != "" && !genericSubject(l) && (r.cur == nil || kind == "" || labelled && moneySubject(l)) {
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
		if (kind != "prior" || moved) && r.cur != nil && !sameSubject(subject, r.cur.subject) {
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
	if after != "" && r.whole != nil {
		r.parent = r.whole.parent // one part alone: what follows is none
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
	if lead := strings.TrimSpace(r.fold(r.lead)); purposeLead.MatchString(lead) || explains.MatchString(lead) {
		return "" // 离退休：用于反映离退休经费，…; 收入情况说明：…
	}
	l := r.trimSubject(r.lead)
	if f := r.fold(l); because.MatchString(f) || saysDone(f) || strings.HasPrefix(f, "截止") || strings.HasPrefix(f, "截至") {
		return "" // 因上级补助增加等因素，…
	}
	if m := yearMark.FindStringIndex(r.fold(l)); m != nil && m[0] == 0 {
		return r.afterYear(l)
	}
	return l
}

// purposeLead is a clause that says what a title stands for.
var purposeLead = regexp.MustCompile(`^(主要)?(用于反映|反映|是?指)`)

// explains ends a heading that is no name of a quantity.
var explains = regexp.MustCompile(`情况(的)?说明$`)

// because is a clause that says why.
var because = regexp.MustCompile(`因.*(因素|原因)|由于|^因为`)

// priorMark begins the name of last year's figure.
var priorMark = regexp.MustCompile(`^(上一?年度?|去年)(同期)?(的)?`)

func (r *reader) withYear(own, subject string, year int) string {
	if year > 0 && !strings.Contains(subject, strconv.Itoa(year)) {
		return strconv.Itoa(year) + "年" + subject
	}
	if r.bufPrior || strings.Contains(own, "上年") {
		return r.trimSubject(own)
	}
	return subject
}
