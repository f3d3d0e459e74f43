package parse

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"yusuan/parse/budget"
)

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
	parent string    // path that an open 其中 gives
	aside  bool      // the sentence before said nothing of money
	upper  string    // the parent before 包括 opened a list within it
	inner  int       // index into groups where that list began
	joined bool      // by 包括, and not by 其中
	whole  *quantity // whose parts 其中 opened in this sentence
	topic  string    // subject of a sentence that says no figure: 1、…（项）。

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
	without  string // 剔除…: what a comparison leaves out
	titled   bool   // the topic stands before a colon in this sentence
	purpose  bool   // what the topic is for was said in this sentence, and no figure since
	label    string // lead, where a colon ended it
	verb     *token // 增加, 占, 完成 waiting for its figure
	verbText string
	doneOf   *token // the budget printed after 完成
	each     bool
	row      int  // how many amounts were said at once just before
	ofShare  bool // the share was said last: a change that follows is of it

	last    []*remark // the changes said last
	pending []pendingAmount
	reason  *reasonText
	blanks  []token
	stated  []budget.Stated
	covered []bool       // by token: a money token is in a claim
	asset   map[int]bool // by token: a money token is a value of property
	depth   int
}

type reasonText struct {
	from    int
	targets []*remark
	listed  bool // 一是…；二是…
	own     bool // a base of its own was met
	purpose bool // opened by 主要是, which may say what the money is for
}

func (r *reader) printed(from, to int) string { return string(r.p.text[from:to]) }

func (r *reader) read() {
	r.toks = tokenize(r.s)
	r.covered = make([]bool, len(r.toks))
	on := r.carryOn()
	r.walk(0, len(r.toks))
	r.endReason(len(r.s))
	r.settle(true)
	if on != nil {
		r.carried(on)
	}
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
			if r.without != "" {
				b.kind, b.text = "like", r.without+"，"+b.text
			}
			if t.base.text == "同比" && (i+1 < end && r.toks[i+1].kind == tBase || r.baseHere && r.base != nil && r.base.amount == "") {
				break // the base is named beside it
			}
			r.base, r.baseHere, r.last = &b, true, nil
			r.verb = nil
		case tUp, tDown, tOpen:
			r.leaveOut(r.buf.String())
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
			if r.doneOf != nil {
				r.setDone(r.cur, "", r.verbText) // 完成预算0万元的--%
			}
			r.verb, r.verbText, r.doneOf = nil, "", nil
			r.buf.Reset()
		case tThat:
			r.that(t)
		case tReason:
			r.startReason(i)
		case tComma:
			r.comma(i)
		case tSemi:
			r.comma(i)
			r.leaveInner(i)
			r.lead = ""
			if w := r.wholeAgain(i); w != nil && len(r.groups)-slices.Index(r.groups, w) > 2 {
				r.cur, r.parent = w, "" // 总预算9万元，含甲费2万元，乙费1万元；比上年增加1万元
			}
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
	r.verb, r.verbText, r.each, r.doneOf = nil, "", false, nil
}

func (r *reader) comma(i int) {
	if r.doneOf != nil {
		r.setDone(r.cur, "", r.verbText) // 完成预算0万元的--%
		r.clearClause()
		return
	}
	if v := r.verb; v != nil && v.kind == tShare && i+1 < len(r.toks) && r.toks[i+1].kind == tPercent {
		return // 占，88.19%
	}
	if r.saidAlone() {
		return
	}
	b := r.buf.String()
	if r.verb == nil && (r.leaveOut(b) || r.purposeOf(b)) {
		r.clearClause()
		return
	}
	if r.verb != nil && r.verbText != "" {
		b += r.printed(r.verb.from, r.verb.to) + r.verbText
	}
	if subjectWords(b) != "" && (r.lead == "" || r.trimSubject(b) != "") {
		whole, ok := strings.CutSuffix(strings.TrimSpace(b), "中")
		whole = strings.TrimSuffix(strings.TrimSuffix(whole, "当"), "之")
		if ok && moneySubject(whole) {
			// 财政拨款支出预算中，…: what follows is part of it
			name, _ := r.subject(strings.TrimPrefix(whole, "在"))
			r.parent = joinPath(r.outerParent(), name)
			r.lead = ""
		} else {
			r.lead = b
		}
	}
	r.clearClause()
}

// leavesOut names what a comparison leaves out: 扣除一次性项目后.
var leavesOut = regexp.MustCompile(`^(若|如|在)?(剔除|扣除|不考虑|除去|排除)[^,。;]{2,30}$`)

// leaveOut keeps what the comparison that follows leaves out: its base is none
// that a table holds. It reports whether the clause says so.
func (r *reader) leaveOut(clause string) bool {
	own := strings.TrimSpace(clause)
	if !leavesOut.MatchString(r.fold(own)) {
		return false
	}
	r.without = own
	if r.base == nil || !r.baseHere || r.base.kind != "like" {
		r.base = &baseWord{kind: "like", text: own, at: r.toks[0].from, to: r.toks[0].from}
		r.baseHere, r.last = true, nil
	}
	r.buf.Reset()
	return true
}

func (r *reader) colon() {
	if b := r.buf.String(); b != "" && !r.purposeOf(b) {
		r.lead, r.label = b, b
		if r.cur == nil || len(r.groups) == r.sentence {
			t := r.trimSubject(b)
			r.setTopic(t)
			r.titled = r.topic == t && t != ""
			if hasLevel(t) {
				r.settle(false)
				r.cur = nil
			}
		}
	}
	r.buf.Reset()
	r.verb, r.verbText = nil, ""
}

func (r *reader) stop(i int) {
	r.saidAlone()
	said := r.buf.Len() > 0 || r.lead != ""
	if b := r.buf.String(); b != "" && !r.purposeOf(b) && len(r.groups) == r.sentence && !r.titled && len(r.pending) == 0 {
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
	r.baseHere, r.row, r.ofShare, r.without = false, 0, false, ""
	r.titled, r.purpose = false, false
	if w := r.wholeAgain(i); w != nil {
		r.cur, r.parent = w, ""
	}
	r.aside = said && len(r.groups) == r.sentence
	r.sentence, r.whole, r.upper = len(r.groups), nil, ""
	if r.parent != "" && (r.wholeFollows(i) || r.yearFollows(i) || r.nextIs(i, "加上", "收支相抵", "此外")) {
		r.parent = ""
	}
}

// setTopic keeps what the sentences that follow are about. A purpose is no
// topic, and a path of 类款项 gives way to another path alone.
func (r *reader) setTopic(t string) {
	f := r.fold(t)
	if name, _, ok := strings.Cut(f, "主要用于"); ok && moneySubject(name) {
		name, _ = r.subject(string([]rune(t)[:len([]rune(name))])) // 公务接待费主要用于用餐费等
		t, f = name, r.fold(name)
	}
	if kindsOf.MatchString(f) || explains.MatchString(f) || saysDone(f) || strings.HasPrefix(f, "主要用于") || strings.HasPrefix(f, "用于") || hasLevel(r.topic) && !hasLevel(t) {
		return
	}
	r.topic = t
}

// kindsOf tells what kinds there are: 分为货物类、工程类和服务类三种类型.
var kindsOf = regexp.MustCompile(`分为.*[类种型]$`)

// doneWords end in what is done: 均纳入预算管理. The name of what it is done to has 的 after.
var doneWords = regexp.MustCompile(`(纳入|实行|实施)[^的]*$`)

// saysDone reports a folded clause that says what is done, and names no
// quantity: 共12个项目实行绩效目标管理.
func saysDone(f string) bool { return doneWords.MatchString(f) && !moneySubject(f) }

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

func (r *reader) fold(s string) string { return string(foldRunes([]rune(s))) }

// sumSubject is a name that only says that a sum follows.
var sumSubject = regexp.MustCompile(`^(预算|决算|支出|收入|安排|数|合计|总计|小计)*$`)
