package parse

import (
	"regexp"
	"strings"
)

// planWords is what 完成 is said of where the figure of the budget follows.
var planWords = regexp.MustCompile(`^(了)?(年初|全年|调整后?的?|年度|本年)?(部门)?预算(数|安排)?(的|为)?$`)

// shareSlot is what may stand between 占 or 完成 and its percentage.
var shareSlot = regexp.MustCompile(`^[^\d,。;]{0,24}(20\d\d年)?[^\d,。;]{0,24}$`)

// percent reads a percentage or a multiple.
func (r *reader) percent(i int) {
	t := &r.toks[i]
	num := t.num
	if t.kind == tTimes {
		num += "倍"
	}
	verb := r.verb
	switch {
	case verb != nil && (verb.kind == tShare || verb.kind == tDone) && !shareSlot.MatchString(r.fold(r.verbText)):
		r.buf.WriteString(r.printed(verb.from, verb.to) + r.verbText)
		r.verb, r.verbText = nil, ""
	case verb != nil && verb.kind == tShare:
		r.setShare(t)
		return
	case verb != nil && verb.kind == tDone:
		g := r.cur
		if s := r.trimSubject(r.buf.String()); s != "" && !genericSubject(s) {
			if g = r.find(s); g == nil {
				g = r.newSaid(s)
			}
		}
		if g == nil || len(r.pending) > 0 && r.pending[len(r.pending)-1].kind == "initial" {
			subject := r.topicOr("")
			if n := len(r.pending); n > 0 {
				subject = r.pending[n-1].subject
			}
			g = r.newSaid(subject)
		}
		r.setDone(g, num, strings.TrimLeft(verb.text, "为占完成率执行支付")+r.verbText)
		r.clearClause()
		return
	case verb != nil && (verb.kind == tUp || verb.kind == tDown || verb.kind == tOpen):
		own := r.trimSubject(r.buf.String())
		if len(r.last) > 0 && r.last[0].percent == "" && (own == "" || genericSubject(own) || r.each || r.saidOf(own)) {
			for k, l := range r.last {
				if k == 0 || l.percent == "" {
					l.percent = num
				}
				if r.each && k == 0 && len(r.last) > 1 && r.pairedPercent(i) {
					break
				}
			}
			r.clearClause()
			return
		}
		if len([]rune(r.verbText)) > 10 {
			break
		}
		targets := r.targets("")
		r.last = nil
		for _, g := range targets {
			l := r.lineFor(g)
			r.setChange(l, verb.value)
			if verb.kind == tOpen && !zeroFigure(num) {
				l.direction = ""
			}
			l.percent, l.at = num, verb.from
			r.last = append(r.last, l)
		}
		r.clearClause()
		r.lead = ""
		return
	case verb == nil && r.buf.Len() == 0 && len(r.last) > 0:
		// 减少1.95万元,78%; 各下降A%、B%
		for _, l := range r.last {
			if l.percent == "" {
				l.percent = num
				return
			}
		}
	}
	r.text(t)
}

// pairedPercent reports whether a second percentage follows for the second of
// two changes.
func (r *reader) pairedPercent(i int) bool {
	return i+2 < len(r.toks) && r.toks[i+1].kind == tComma && r.toks[i+2].kind == tPercent
}

func (r *reader) saidOf(subject string) bool {
	for _, l := range r.last {
		if sameSubject(subject, l.of.subject) {
			return true
		}
	}
	return false
}

func (r *reader) setShare(t *token) {
	g := r.cur
	if s := r.trimSubject(r.buf.String()); s != "" && !genericSubject(s) {
		if g = r.find(s); g == nil {
			g = r.newSaid(s)
		}
	}
	whole := r.trimWhole(r.verbText)
	r.verb, r.verbText = nil, ""
	r.buf.Reset()
	if g == nil {
		return
	}
	var l *remark
	for _, k := range g.lines {
		if k.share == "" {
			l = k
			break
		}
	}
	if l == nil {
		l = r.newLine(g)
	}
	l.share, l.whole = t.num, whole
	if l.at == 0 {
		l.at = t.from
	}
}

// fullYear gives 完成预算…% the budget as changed, where that alone was said:
// 全年预算1.2万元，支出决算1.2万元，完成预算的100%.
func (r *reader) fullYear(l *remark, g *quantity, of string) bool {
	if f := r.fold(of); strings.Contains(f, "年初") {
		return false
	}
	for _, p := range r.pending {
		if p.kind == "adjusted" && sameSubject(p.subject, g.subject) {
			l.base, l.baseAmount = &baseWord{kind: "adjusted", text: "全年预算"}, p.amount
			return true
		}
	}
	return false
}

func (r *reader) setDone(g *quantity, num, of string) {
	f := r.fold(of)
	adjusted := strings.Contains(f, "调整") || strings.Contains(f, "全年")
	var l *remark
	for _, k := range g.lines {
		if k.done == "" && (k.base == nil && !k.change || k.base != nil && (k.base.kind == "initial" && !adjusted || k.base.kind == "adjusted")) {
			l = k
			break
		}
	}
	if l == nil {
		l = r.newLine(g)
	}
	l.done = num
	if r.doneOf != nil && l.baseAmount == "" {
		l.baseAmount = r.doneOf.num
	}
	if l.base == nil {
		kind := "initial"
		if adjusted {
			kind = "adjusted"
		}
		l.base = &baseWord{kind: kind, text: strings.TrimRight(strings.TrimPrefix(r.fold(of), "了"), "的为-")}
	}
	if l.baseAmount == "" && r.fullYear(l, g, of) {
		return
	}
	for k, p := range r.pending {
		if !adjusted && p.kind == "initial" && sameSubject(p.subject, g.subject) && l.baseAmount == "" {
			l.baseAmount = p.amount
			r.pending = append(r.pending[:k:k], r.pending[k+1:]...)
			break
		}
	}
}
