package parse

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// wholeAgain is the whole of the list that the sentence before the stop at i
// opened, where the next sentence compares without naming anything: 接待费2万元，其中：
// A 1万元，B 1万元。比上年减少3万元.
func (r *reader) wholeAgain(i int) *quantity {
	if r.whole == nil || r.whole.changed() || i+1 >= len(r.toks) || r.toks[i+1].kind != tBase && r.toks[i+1].kind != tLike {
		return nil
	}
	at := slices.Index(r.groups, r.whole)
	if at < 0 || slices.ContainsFunc(r.groups[at:], (*quantity).changed) {
		return nil
	}
	return r.whole
}

// yearFollows reports whether the sentence after the stop at i begins with the
// document's year, and so is no part of the list before.
func (r *reader) yearFollows(i int) bool {
	return i+1 < len(r.toks) && r.toks[i+1].kind == tYear && r.toks[i+1].value == strconv.Itoa(r.year)
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
	if strings.Contains(t.text, "包括") && r.parent != "" && !r.figuresFollow(t) {
		r.clearClause()
		return // 主要包括燃料费、维修费: no list of amounts
	}
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
		r.parent, r.whole = r.cur.path(), r.cur
	case r.topic != "":
		r.parent = r.topic
	}
	r.lead = ""
	r.clearClause()
	r.last = nil
}

// figuresFollow reports whether an amount stands after t before the next ； or 。
func (r *reader) figuresFollow(t *token) bool {
	for i := tokenIndex(r.toks, t) + 1; i < len(r.toks); i++ {
		switch r.toks[i].kind {
		case tMoney:
			return true
		case tSemi, tStop:
			return false
		}
	}
	return true // the list goes on in the next paragraph
}

func (r *reader) outerParent() string { return r.doc.parent() }

// listNoise is what the words before a list add to the name of its whole.
var listNoise = regexp.MustCompile(`(主要内容|具体内容|具体情况|安排情况|情况|内容)$`)
