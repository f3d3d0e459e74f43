package parse

import (
	"regexp"
	"slices"
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
	if t.kind == tTimes && t.value != "rough" {
		num += "倍"
	}
	if t.value == "rough" && strings.HasSuffix(num, "番") {
		num = "翻" + num // the verb is part of the figure
	}
	verb := r.verb
	switch {
	case verb != nil && (verb.kind == tShare || verb.kind == tDone) && !shareSlot.MatchString(r.fold(r.verbText)):
		r.buf.WriteString(r.printed(verb.from, verb.to) + r.verbText)
		r.verb, r.verbText = nil, ""
	case verb != nil && verb.kind == tShare && r.nextIs(i, "以上", "以下", "以内", "左右"):
		// 占比保持在70%以上: no share that could be held against figures
	case verb != nil && verb.kind == tShare:
		r.shares(i)
		return
	case verb != nil && r.ofShare && (verb.kind == tUp || verb.kind == tDown) && r.base != nil && r.base.to <= verb.from && genericSubject(r.trimSubject(r.buf.String())):
		r.clearClause() // 占总规模的比重为20%，较上年上升5%: the share moved
		return
	case verb != nil && verb.kind == tDone:
		g := r.cur
		if s := r.trimSubject(r.afterYear(r.buf.String())); s != "" && !genericSubject(s) {
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
	case verb != nil && (verb.kind == tUp || verb.kind == tDown) && r.eachPercent(i):
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
	case verb == nil && r.buf.Len() == 0 && r.listedShare(i):
		r.setShare(t)
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

// listedShare reports a percentage right after the amount of a part, where the
// part before has its share: 甲费3万元占30%、乙费7万元70%.
func (r *reader) listedShare(i int) bool {
	n := len(r.groups)
	if i == 0 || r.toks[i-1].kind != tMoney || n-r.sentence < 2 || r.cur != r.groups[n-1] || len(r.cur.lines) > 0 {
		return false
	}
	before := r.groups[n-2]
	return before.parent == r.cur.parent && len(before.lines) == 1 && before.lines[0].share != ""
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

// shares reads the share at i, and those that follow it: of the amounts said at
// once before (占总额的10%和20%), or of one amount in several wholes (占收入和支出的
// 比重分别为1%和2%).
func (r *reader) shares(i int) {
	row := []int{i}
	for j := i + 2; j < len(r.toks) && r.toks[j].kind == tPercent && r.toks[j-1].kind == tComma && r.toks[j-1].value == "、"; j += 2 {
		row = append(row, j)
	}
	n := len(row)
	of := r.verbText
	ofShare := ratioTail.MatchString(r.fold(of))
	wholes := listOf(r.trimWhole(of), n)
	switch {
	case n > 1 && r.row == n && len(r.groups) >= n:
		first := len(r.groups) - n
		for k, f := range row {
			r.cur, r.verbText = r.groups[first+k], of
			r.setShare(&r.toks[f])
		}
	case n > 1 && wholes != nil:
		for k, f := range row {
			r.verbText = wholes[k]
			r.setShare(&r.toks[f])
		}
	default:
		row = row[:1]
		r.setShare(&r.toks[i])
	}
	for _, f := range row[1:] {
		r.toks[f].kind, r.toks[f].text, r.toks[f].to = tText, "", r.toks[f].from // taken
	}
	r.ofShare = ofShare
}

// listOf are the n names that s joins, nil where it joins another number.
func listOf(s string, n int) []string {
	names := strings.FieldsFunc(s, func(c rune) bool { return strings.ContainsRune("、和及与", c) })
	if len(names) != n {
		return nil
	}
	return names
}

// ratioTail is what may stand between a whole and its share.
var ratioTail = regexp.MustCompile(`(的?(比重|比例))(分别)?(达到|为|达|是)?$`)

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

// wholeOfShare takes the amount of the whole that a share is of: 占总支出29万元的比例为
// 11%. The share follows.
func (r *reader) wholeOfShare(i int) bool {
	v := r.verb
	if v == nil || v.kind != tShare || !moneySubject(r.verbText) || i+2 >= len(r.toks) || r.toks[i+2].kind != tPercent || !strings.HasPrefix(r.toks[i+1].text, "的") {
		return false
	}
	t := &r.toks[i]
	g := &quantity{subject: r.trimWhole(r.verbText), amount: t.num, unit: t.unit, at: t.from, end: t.to}
	r.groups = slices.Insert(r.groups, max(0, len(r.groups)-1), g) // what the share is of stays the last
	return true
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
