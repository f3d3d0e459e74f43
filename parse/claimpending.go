package parse

import (
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
		_, figure, _ := strings.Cut(p.base.kind, "_")
		return "上年" + map[string]string{"budget": "预算", "execution": "执行", "final": "决算"}[figure]
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
			if l.base != nil && l.baseAmount == "" && (strings.HasPrefix(l.base.kind, "prior") || strings.HasPrefix(l.base.kind, "year")) && !otherFigure(l.base, &p.base) {
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

// otherFigure reports whether two bases name different figures: the budget and
// the execution of a year, or one figure of two years.
func otherFigure(a, b *baseWord) bool {
	_, ta, _ := strings.Cut(a.kind, "_")
	_, tb, _ := strings.Cut(b.kind, "_")
	return ta != "" && tb != "" && ta != tb || a.year != 0 && b.year != 0 && a.year != b.year
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
