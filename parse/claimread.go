package parse

import (
	"regexp"
	"strconv"
	"strings"

	"yusuan/parse/budget"
)

// quantity is one quantity that a paragraph speaks of, with all that is said of it.
type quantity struct {
	subject string // as printed
	parent  string // path of the quantities it is part of, joined by "/"
	amount  string
	unit    string
	at      int // rune position of the amount, or of the first thing said
	end     int // where the amount ends
	lines   []*remark

	keyed, keyOf string // key of subject keyOf
}

// key is subjectKey of the subject, worked out once.
func (g *quantity) key() string {
	if g.keyOf != g.subject || g.keyed == "" {
		g.keyed, g.keyOf = subjectKey(g.subject), g.subject
	}
	return g.keyed
}

func (g *quantity) path() string {
	if g.parent == "" {
		return g.subject
	}
	if g.subject == "" {
		return g.parent
	}
	return g.parent + "/" + g.subject
}

// remark is one comparison of a quantity, with a share or completion beside it.
type remark struct {
	of         *quantity
	base       *baseWord
	baseAmount string
	change     bool
	direction  string
	delta      string
	deltaUnit  string
	percent    string
	share      string
	whole      string
	done       string
	reason     string
	at         int
}

// reader reads the statements of one paragraph. It walks the tokens once.
type reader struct {
	p     *paragraph
	s     []rune // folded
	toks  []token
	phase budget.Phase
	year  int
	doc   *proseContext

	groups []*quantity
	cur    *quantity
	parent string // path that an open 其中 gives
	topic  string // subject of a sentence that says no figure: 1、…（项）。

	// of the sentence
	base     *baseWord
	baseHere bool // base was named in this sentence
	sentence int  // index into groups where the sentence began
	maxYear  int

	// of the clause
	buf      strings.Builder // printed text not yet used
	bufYear  int
	bufPrior bool
	lead     string // text of the clauses before, not used
	verb     *token // 增加, 占, 完成 waiting for its figure
	verbText string
	each     bool

	last    []*remark // the changes said last
	pending []pendingAmount
	reason  *reasonText
	blanks  []token
	stated  []budget.Stated
	covered []bool       // by token: a money token is in a claim
	asset   map[int]bool // by token: a money token is a value of property
	depth   int
}

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

type reasonText struct {
	from    int
	targets []*remark
	listed  bool // 一是…；二是…
	own     bool // a base of its own was met
}

func (r *reader) printed(from, to int) string { return string(r.p.text[from:to]) }

func (r *reader) read() {
	r.toks = tokenize(r.s)
	r.covered = make([]bool, len(r.toks))
	r.walk(0, len(r.toks))
	r.endReason(len(r.s))
	r.settle(true)
}

func (r *reader) walk(i, end int) {
	for i < end {
		t := &r.toks[i]
		if r.reason != nil && !r.inReason(i) {
			i++
			continue
		}
		switch t.kind {
		case tText:
			r.text(t)
		case tYear:
			if y, err := strconv.Atoi(t.value); err == nil {
				r.bufYear = y
				r.maxYear = max(r.maxYear, y)
			}
			r.text(t)
		case tCount, tQuantity:
			r.text(t)
		case tEach:
			r.each = true
		case tLike:
			r.base = &baseWord{kind: "like", text: t.value, at: t.from, to: t.to}
			r.baseHere, r.last = true, nil
		case tBase:
			b := t.base
			if t.base.kind == "prior" && t.base.text == "同比" && i+1 < end && r.toks[i+1].kind == tBase {
				break
			}
			r.base, r.baseHere, r.last = &b, true, nil
			r.verb = nil
		case tUp, tDown, tOpen:
			if r.mention(i) {
				r.verb, r.verbText = t, ""
				break
			}
			r.verb, r.verbText = t, ""
		case tShare, tDone:
			r.verb, r.verbText = t, ""
		case tCompare:
			r.compare(i)
		case tFlat:
			r.flat(i)
		case tMoney:
			r.money(i)
		case tNumber:
			r.number(i, end)
		case tPercent, tTimes:
			r.percent(i)
		case tBlank:
			r.blanks = append(r.blanks, *t)
			if strings.HasPrefix(t.value, "*") && t.unit == "" {
				r.text(t) // a masked name
				break
			}
			r.verb, r.verbText = nil, ""
			r.buf.Reset()
		case tThat:
			r.that(t)
		case tReason:
			r.startReason(i)
		case tComma:
			r.comma(i)
		case tSemi:
			r.comma(i)
			r.lead = ""
		case tColon:
			r.colon()
		case tStop:
			r.stop(i)
		case tLeft:
			i = r.bracket(i, end)
			continue
		case tRight:
		}
		i++
	}
}

// text adds to what is pending: after a verb it is the verb's object.
func (r *reader) text(t *token) {
	s := r.printed(t.from, t.to)
	if r.verb != nil {
		r.verbText += s
		return
	}
	if strings.HasPrefix(t.text, "上年") || strings.HasPrefix(t.text, "去年") {
		if !strings.HasPrefix(t.text, "上年结") && !strings.HasPrefix(t.text, "上年末") {
			r.bufPrior = true
		}
	}
	r.buf.WriteString(s)
}

func (r *reader) clearClause() {
	r.buf.Reset()
	r.bufYear, r.bufPrior = 0, false
	r.verb, r.verbText, r.each = nil, "", false
}

func (r *reader) comma(i int) {
	b := r.buf.String()
	if r.verb != nil && r.verbText != "" {
		b += r.printed(r.verb.from, r.verb.to) + r.verbText
	}
	if subjectWords(b) != "" {
		if whole, ok := strings.CutSuffix(strings.TrimSpace(b), "中"); ok && moneySubject(whole) {
			// 财政拨款支出预算中，…: what follows is part of it
			name, _ := r.subject(whole)
			r.parent = joinPath(r.outerParent(), name)
			r.lead = ""
		} else {
			r.lead = b
		}
	}
	r.clearClause()
}

func (r *reader) colon() {
	if b := r.buf.String(); b != "" {
		r.lead = b
		if r.cur == nil || len(r.groups) == r.sentence {
			r.setTopic(r.trimSubject(b))
		}
	}
	r.buf.Reset()
	r.verb, r.verbText = nil, ""
}

func (r *reader) stop(i int) {
	if b := r.buf.String(); b != "" && len(r.groups) == r.sentence {
		if t := r.trimSubject(b); t != "" && (strings.ContainsAny(t, "项款类") && hasLevel(t) || r.cur == nil && len([]rune(t)) <= 40) {
			r.setTopic(t)
			if hasLevel(t) {
				r.settle(false)
				r.cur = nil
			}
		}
	}
	r.clearClause()
	r.lead = ""
	r.baseHere = false
	r.sentence = len(r.groups)
	if r.parent != "" && r.wholeFollows(i) {
		r.parent = ""
	}
}

// setTopic keeps what the sentences that follow are about. A purpose is no
// topic, and a path of 类款项 gives way to another path alone.
func (r *reader) setTopic(t string) {
	f := r.fold(t)
	if strings.HasPrefix(f, "主要用于") || strings.HasPrefix(f, "用于") || hasLevel(r.topic) && !hasLevel(t) {
		return
	}
	r.topic = t
}

// wholeFollows reports whether the sentence after the stop at i opens a list
// of its own, and so is no part of the list before.
func (r *reader) wholeFollows(i int) bool {
	seen := false
	for j := i + 1; j < len(r.toks); j++ {
		switch t := &r.toks[j]; t.kind {
		case tStop, tLeft:
			return false
		case tMoney:
			seen = true
		case tThat:
			return seen && strings.HasPrefix(t.text, "其中")
		}
	}
	return false
}

// that opens a list of parts: 其中, 包括.
func (r *reader) that(t *token) {
	b := r.trimSubject(r.buf.String())
	if r.parent != "" && strings.Contains(t.text, "如下") {
		r.lead = ""
		r.clearClause()
		return // 具体情况如下: of the whole that is open already
	}
	b = listNoise.ReplaceAllString(b, "")
	switch {
	case b == "收入" || b == "支出":
		// 收支总预算…。收入包括：…。支出包括：…
		whole := r.outerParent()
		if len(r.groups) > 0 {
			whole = r.groups[0].path()
		}
		r.parent = joinPath(whole, b)
	case b != "" && !genericSubject(b) && (moneySubject(b) || hasLevel(b) || r.cur == nil && strings.Contains(t.text, "其中")):
		r.parent = joinPath(r.outerParent(), b)
	case r.cur != nil:
		r.parent = r.cur.path()
	case r.topic != "":
		r.parent = r.topic
	}
	r.lead = ""
	r.clearClause()
	r.last = nil
}

func (r *reader) outerParent() string { return r.doc.parent() }

func joinPath(a, b string) string {
	if a == "" || a == b {
		return b
	}
	if b == "" {
		return a
	}
	return a + "/" + b
}

// bracket reads the statements within brackets as said aside: what stands
// before the bracket goes on after it.
func (r *reader) bracket(i, end int) int {
	depth, j := 1, i+1
	for ; j < end; j++ {
		if r.toks[j].kind == tLeft {
			depth++
		}
		if r.toks[j].kind == tRight {
			if depth--; depth == 0 {
				break
			}
		}
	}
	if r.depth > 8 {
		return j + 1
	}
	cur, parent, last, lead, base, baseHere := r.cur, r.parent, r.last, r.lead, r.base, r.baseHere
	buf, bufYear, bufPrior, verb, verbText, each := r.buf.String(), r.bufYear, r.bufPrior, r.verb, r.verbText, r.each
	r.clearClause()
	r.lead = ""
	n := len(r.groups)
	r.depth++
	r.walk(i+1, j)
	r.depth--
	r.endReason(r.toks[min(j, len(r.toks)-1)].from)
	// a prior year's figure aside is the base of the comparison outside
	if base != nil && base.amount == "" && len(r.groups) == n+1 && r.groups[n].amount != "" && r.priorText(r.groups[n].subject) && strings.HasPrefix(base.kind, "prior") || base != nil && base.kind == "year" && len(r.groups) == n+1 && base.year != 0 && strings.Contains(r.groups[n].subject, strconv.Itoa(base.year)) {
		for _, l := range last {
			l.baseAmount = r.groups[n].amount
		}
		if len(last) == 0 {
			b := *base
			b.amount, b.unit = r.groups[n].amount, r.groups[n].unit
			base = &b
		}
	}
	if base == nil && cur == nil {
		cur = r.cur
	}
	r.cur, r.parent, r.last, r.lead, r.base, r.baseHere = cur, parent, last, lead, base, baseHere
	r.clearClause()
	r.buf.WriteString(buf)
	r.bufYear, r.bufPrior, r.verb, r.verbText, r.each = bufYear, bufPrior, verb, verbText, each
	return j + 1
}

func (r *reader) priorText(s string) bool {
	return strings.Contains(s, "上年") || strings.Contains(s, "去年") || r.year > 0 && strings.Contains(s, strconv.Itoa(r.year-1))
}

// mention reports whether the word at i only names what a reason explains:
// 支出增加的主要原因是.
func (r *reader) mention(i int) bool {
	for j := i + 1; j < len(r.toks) && j <= i+2; j++ {
		switch t := &r.toks[j]; t.kind {
		case tReason:
			return true
		case tText:
			if len([]rune(t.text)) > 4 || !strings.HasPrefix(t.text, "的") {
				return false
			}
		default:
			return false
		}
	}
	return false
}

// money reads a figure with a unit: a change after a verb, an amount otherwise.
func (r *reader) money(i int) {
	t := &r.toks[i]
	r.covered[i] = true
	if r.verb != nil && (r.verb.kind == tUp || r.verb.kind == tDown || r.verb.kind == tOpen) && len([]rune(r.verbText)) <= 16 {
		r.delta(i)
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

// number decides whether a figure without a unit is money.
func (r *reader) number(i, end int) {
	t := &r.toks[i]
	next := tokenKind(tStop)
	if i+1 < end {
		next = r.toks[i+1].kind
	}
	ends := next == tComma || next == tSemi || next == tStop || next == tRight
	change := r.verb != nil && (r.verb.kind == tUp || r.verb.kind == tDown || r.verb.kind == tOpen)
	if ends && (next == tComma || next == tStop) && i+2 < end && r.toks[i+2].kind == tMoney && (r.each || pairSubject(r.buf.String())) {
		// 各是A,B万元
		t.unit = r.toks[i+2].unit
		r.pair(i, i+2)
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

func (r *reader) fold(s string) string { return string(foldRunes([]rune(s))) }

// pair reads two figures said of two subjects at once: 收、支总计各是A,B万元;
// 各减少A,B万元.
func (r *reader) pair(i, j int) {
	a, b := r.toks[i], r.toks[j]
	if r.verb != nil && (r.verb.kind == tUp || r.verb.kind == tDown) {
		var two []*quantity
		if n := len(r.groups); n >= 2 {
			two = r.groups[n-2:]
		}
		if two == nil {
			r.delta(i)
			return
		}
		r.last = nil
		for k, t := range []token{a, b} {
			l := r.lineFor(two[k])
			r.setChange(l, r.verb.value)
			l.delta, l.deltaUnit, l.at = t.num, b.unit, r.verb.from
			r.last = append(r.last, l)
		}
		r.covered[i], r.covered[j] = true, true
		r.toks[j].kind = tText // taken
		r.toks[j].text = ""
		r.toks[j].to = r.toks[j].from
		return
	}
	subject := r.buf.String()
	left, right := splitPair(subject)
	r.buf.Reset()
	r.buf.WriteString(left)
	r.each = false
	r.covered[i] = true
	r.amount(i)
	r.toks[i].unit = b.unit
	r.buf.Reset()
	r.buf.WriteString(right)
	r.covered[j] = true
	r.amount(j)
	r.toks[j].kind, r.toks[j].to = tText, r.toks[j].from
	r.buf.Reset()
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
	year, prior := r.bufYear, r.bufPrior
	lead := r.lead
	r.clearClause()
	r.lead = ""
	r.last = nil
	inherited := false
	if hasLevel(lead) && !hasLevel(subject) && sumSubject.MatchString(r.fold(subject)) {
		// 检察（款）：2018年预算支出合计
		subject = r.trimSubject(lead)
	}
	if subject == "" || genericSubject(subject) {
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
	r.cur = g
	r.useBudget(g)
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
		if l := r.doneLine(p); l != nil && p.kind == "initial" {
			l.baseAmount = p.amount
			continue
		}
		r.groups = append(r.groups, g)
	}
	r.pending = nil
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

func (r *reader) parentFor(subject string) string {
	parent := r.parent
	if parent == "" {
		parent = r.outerParent()
	}
	if lv := r.doc.levelsAbove(subject); lv != "" {
		return lv
	}
	if sameSubject(parent, subject) || strings.HasSuffix(parent, "/"+subject) {
		return ""
	}
	return parent
}

func (r *reader) newLine(g *quantity) *remark {
	l := &remark{of: g, at: g.at}
	g.lines = append(g.lines, l)
	return l
}

// lineFor is the line of g that takes a comparison with the current base.
func (r *reader) lineFor(g *quantity) *remark {
	for _, l := range g.lines {
		if l.change || r.base == nil && l.done != "" {
			continue
		}
		if l.base == nil || r.base == nil || sameBase(l.base, r.base) {
			if r.base != nil && l.base == nil {
				b := *r.base
				l.base = &b
			}
			return l
		}
	}
	l := r.newLine(g)
	if r.base != nil {
		b := *r.base
		l.base = &b
	}
	return l
}

func sameBase(a, b *baseWord) bool {
	ka, _, _ := strings.Cut(a.kind, "_")
	kb, _, _ := strings.Cut(b.kind, "_")
	if ka == "year" {
		ka = "prior"
	}
	if kb == "year" {
		kb = "prior"
	}
	return ka == kb
}

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
			if l := r.trimSubject(r.lead); l != "" && !genericSubject(l) && moneySubject(l) {
				if g := r.find(l); g != nil {
					return []*quantity{g}
				}
				return []*quantity{r.newSaid(l)}
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

// lookBack is how many quantities back a subject named again is looked for.
const lookBack = 60

func (r *reader) find(subject string) *quantity {
	key := subjectKey(subject)
	for i := len(r.groups) - 1; i >= max(0, len(r.groups)-lookBack); i-- {
		if g := r.groups[i]; g.subject != "" && sameKey(key, g.key()) {
			return g
		}
	}
	return nil
}

func (r *reader) newSaid(subject string) *quantity {
	at := 0
	if r.verb != nil {
		at = r.verb.from
	} else if r.base != nil {
		at = r.base.at
	}
	g := &quantity{subject: subject, parent: r.parentFor(subject), at: at}
	r.groups = append(r.groups, g)
	if r.reason == nil {
		r.cur = g
	}
	return g
}

// delta reads the figure of a change.
func (r *reader) delta(i int) {
	t := &r.toks[i]
	verb := r.verb
	if r.base == nil && r.cur == nil && r.buf.Len() == 0 && r.lead == "" && r.topic == "" && r.verbText == "" {
		r.covered[i] = false
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
	r.clearClause()
	r.lead = ""
}

// sumSubject is a name that only says that a sum follows.
var sumSubject = regexp.MustCompile(`^(预算|决算|支出|收入|安排|数|合计|总计|小计)*$`)

// shareSlot is what may stand between 占 or 完成 and its percentage.
var shareSlot = regexp.MustCompile(`^[^\d,。;]{0,24}(20\d\d年)?[^\d,。;]{0,24}$`)

// listNoise is what the words before a list add to the name of its whole.
var listNoise = regexp.MustCompile(`(主要内容|具体内容|具体情况|安排情况|情况|内容)$`)

func zeroFigure(s string) bool { return strings.Trim(s, "0.") == "" }

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
			if p.kind == "prior" && sameSubject(p.subject, l.of.subject) {
				l.baseAmount = p.amount
				r.pending = append(r.pending[:k:k], r.pending[k+1:]...)
				break
			}
		}
	}
}

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
		r.setDone(g, num, r.verbText)
		r.clearClause()
		return
	case verb != nil && (verb.kind == tUp || verb.kind == tDown || verb.kind == tOpen):
		own := r.trimSubject(r.buf.String())
		if len(r.last) > 0 && r.last[0].percent == "" && (own == "" || genericSubject(own) || r.each || r.saidOf(own)) {
			for k, l := range r.last {
				if k == 0 || l.percent == "" {
					l.percent = num
				}
				if r.each && k == 0 && len(r.last) == 2 && r.pairedPercent(i) {
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

func (r *reader) setDone(g *quantity, num, of string) {
	var l *remark
	for _, k := range g.lines {
		if k.done == "" && (k.base == nil && !k.change || k.base != nil && (k.base.kind == "initial" || k.base.kind == "adjusted")) {
			l = k
			break
		}
	}
	if l == nil {
		l = r.newLine(g)
	}
	l.done = num
	if l.base == nil {
		kind := "initial"
		if f := r.fold(of); strings.Contains(f, "调整") || strings.Contains(f, "全年") {
			kind = "adjusted"
		}
		l.base = &baseWord{kind: kind, text: strings.TrimSuffix(strings.TrimPrefix(r.fold(of), "了"), "的")}
	}
	for k, p := range r.pending {
		if p.kind == "initial" && sameSubject(p.subject, g.subject) && l.baseAmount == "" {
			l.baseAmount = p.amount
			r.pending = append(r.pending[:k:k], r.pending[k+1:]...)
			break
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

// verbal adds a change that is said without a figure.
func (r *reader) verbal(direction string, at int) {
	targets := r.targets("")
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
	own := r.trimSubject(r.buf.String())
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

func (r *reader) initialBase() bool {
	return r.base != nil && (r.base.kind == "initial" || r.base.kind == "adjusted" || (r.base.kind == "year" || r.base.kind == "year_budget") && r.base.year == r.year && r.year != 0)
}
