package parse

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"yusuan/parse/budget"
)

// wholeAgain is the whole of the list that the sentence before the stop at i
// opened, where the next sentence compares without naming anything: 接待费2万元，其中：
// A 1万元，B 1万元。比上年减少3万元.
func (r *reader) wholeAgain(i int) *quantity {
	if r.whole == nil || r.whole.changed() || i+1 >= len(r.toks) {
		return nil
	}
	next := i + 1
	if t := &r.toks[next]; t.kind == tText && next+1 < len(r.toks) && namesSide(t.text, r.whole) {
		next++ // 收入较去年增加
	}
	if r.toks[next].kind != tBase && r.toks[next].kind != tLike {
		return nil
	}
	at := slices.Index(r.groups, r.whole)
	if at < 0 || slices.ContainsFunc(r.groups[at:], (*quantity).changed) {
		return nil
	}
	return r.whole
}

// namesSide reports a bare 收入 or 支出 that stands for the whole of its own side.
func namesSide(s string, whole *quantity) bool {
	side := subjectWords(s)
	return (side == "收入" || side == "支出") && strings.Contains(whole.key(), side) && !otherSide(side, whole.subject)
}

// yearFollows reports whether the sentence after the stop at i begins with the
// document's year, and so is no part of the list before.
func (r *reader) yearFollows(i int) bool {
	i++
	if i+1 < len(r.toks) && r.toks[i].kind == tText && organizationLike(r.toks[i].text) {
		i++ // 某镇人民政府2020年收支总预算
	}
	return i < len(r.toks) && r.toks[i].kind == tYear && r.toks[i].value == strconv.Itoa(r.year)
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
	if (strings.Contains(t.text, "包括") || t.text == "含") && !r.figuresFollow(t) {
		if strings.HasSuffix(r.fold(r.buf.String()), "(") {
			r.text(t) // 教育支出（包括教育事业费）: a part of the name
			return
		}
		r.clearClause()
		return // 主要包括燃料费、维修费: no list of amounts
	}
	if r.parent != "" && strings.Contains(t.text, "如下") {
		r.lead = ""
		r.clearClause()
		return // 具体情况如下: of the whole that is open already
	}
	b = onlyMark.ReplaceAllString(listNoise.ReplaceAllString(b, ""), "")
	r.upper = ""
	if n := len(r.pending); b == "" && r.cur == nil && n > 0 && r.pending[n-1].kind == "initial" && r.phase != budget.PhaseFinal {
		r.settle(false) // 年初预算数9万元，其中: no final figure follows
		r.cur = r.groups[len(r.groups)-1]
	}
	switch {
	case b == "收入" || b == "支出":
		// 收支总预算…。收入包括：…。支出包括：…
		whole := r.outerParent()
		if len(r.groups) > 0 && r.groups[0].parent == whole {
			whole = r.groups[0].path()
		}
		r.parent = joinPath(whole, b)
	case b != "" && !genericSubject(b) && (moneySubject(b) || hasLevel(b) || r.cur == nil && strings.Contains(t.text, "其中")):
		r.parent = joinPath(r.outerParent(), b)
	case r.cur != nil:
		if r.parent != "" && len(r.groups) > r.sentence && r.cur.parent == r.parent {
			r.upper, r.inner, r.joined = r.parent, len(r.groups), strings.Contains(t.text, "包括")
		}
		r.parent, r.whole = r.cur.path(), r.cur
		if r.aside && len(r.groups) == r.sentence && r.cur.parent != "" {
			// 收入9万元，支出8万元。按类型分为三类。其中：a list of the whole again
			r.parent, r.whole = r.cur.parent, nil
		}
	case r.topic != "":
		r.parent = r.topic
	}
	r.lead = ""
	r.clearClause()
	r.last = nil
}

// leaveInner goes back to the list that a list of parts stands in, once that
// has its parts: 拨款9万元，包括补助4万元、专款5万元；结余1万元. After 其中 it has them
// when they add up to their whole. The mark that ends the part before is at i.
func (r *reader) leaveInner(i int) {
	if at := slices.Index(r.groups, r.whole); r.upper == "" && at >= 0 && len(r.groups) > at+2 && r.whole.path() == r.parent && r.moreFollows(i) && addUp(r.whole, r.groups[at+1:]) {
		r.parent = r.whole.parent // 基本支出9万元，其中：人员7万元，公用2万元；项目支出3万元
	}
	if r.upper != "" && len(r.groups) > r.inner+1 && (r.joined || addUp(r.groups[r.inner-1], r.groups[r.inner:])) {
		r.parent, r.upper = r.upper, ""
	}
}

// moreFollows reports whether the next amount after i is not zero: a part of 0
// may follow parts that add up already.
func (r *reader) moreFollows(i int) bool {
	for j := i + 1; j < len(r.toks) && r.toks[j].kind != tStop; j++ {
		if t := &r.toks[j]; t.kind == tMoney {
			return !zeroFigure(t.num)
		}
	}
	return false
}

// addUp reports whether the parts of a whole add up to it.
func addUp(whole *quantity, parts []*quantity) bool {
	rest, ok := yuan(whole.amount, whole.unit)
	if !ok || rest.IsZero() {
		return false
	}
	for _, g := range parts {
		a, ok := yuan(g.amount, g.unit)
		if g.amount == "" {
			continue
		}
		if !ok || g.parent != whole.path() {
			return false
		}
		rest = rest.Sub(a)
	}
	return rest.IsZero()
}

// sumOf are the words that add up what was said before.
var sumOf = map[string]bool{"合计": true, "总计": true, "共计": true, "两项合计": true, "三项合计": true, "以上合计": true}

// sumsLast reports whether t is the sum of two or more amounts said last in the
// sentence.
func (r *reader) sumsLast(t *token) bool {
	rest, ok := yuan(t.num, t.unit)
	for k := len(r.groups) - 1; ok && k >= r.sentence; k-- {
		a, known := yuan(r.groups[k].amount, r.groups[k].unit)
		if rest = rest.Sub(a); !known || rest.IsZero() {
			return known && k < len(r.groups)-1
		}
	}
	return false
}

// onlyMark is what stands between a side and 包括.
var onlyMark = regexp.MustCompile(`(仅|只|主要|仅仅|具体)$`)

// figuresFollow reports whether an amount stands after t before the next ； or 。
func (r *reader) figuresFollow(t *token) bool {
	for i := tokenIndex(r.toks, t) + 1; i < len(r.toks); i++ {
		switch r.toks[i].kind {
		case tMoney:
			return true
		case tSemi, tStop:
			return false
		case tText:
			if close := strings.IndexByte(r.toks[i].text, ')'); close >= 0 && !strings.Contains(r.toks[i].text[:close], "(") {
				return false // the bracket that t stands in ends
			}
		}
	}
	return true // the list goes on in the next paragraph
}

func (r *reader) outerParent() string { return r.doc.parent() }

// listNoise is what the words before a list add to the name of its whole.
var listNoise = regexp.MustCompile(`(主要内容|具体内容|具体情况|安排情况|情况|内容)$`)
