package parse

import (
	"regexp"
	"strings"
)

// movedFrom reads the figure that a quantity was changed from: 收入由年初预算9万元调整为
// 8万元. It gives the quantity's name and what the figure is, "" where it is none.
func (r *reader) movedFrom(own string, i int) (name, kind string) {
	m := fromWord.FindStringSubmatchIndex(r.fold(own))
	if m == nil || i+1 >= len(r.toks) || !movedTo.MatchString(r.toks[i+1].text) {
		return "", ""
	}
	p := []rune(own)
	f := foldRunes(p)
	kind = "initial"
	if r.priorText(r.fold(own)[m[4]:m[5]]) {
		kind = "prior"
	}
	name, _ = r.subject(string(p[:runesIn(f, m[3])]))
	return name, kind
}

var (
	fromWord = regexp.MustCompile(`^(.*)由((?:年初|原|上年|去年|20\d\d年度?)?(?:的|部门|支出|收入)?(?:预算|决算|执行)?(?:安排)?数?的?)$`)
	movedTo  = regexp.MustCompile(`^(调整(?:收入|支出)?预算|调整|变更|增加|增长|提高|减少|下降|降低|压减|[增减升降])(为|至|到)$`)
)

// wasBudget makes the amount said last the budget that is now changed:
// 收入预算9万元，调整为8万元.
func (r *reader) wasBudget() {
	n := len(r.groups)
	if n == 0 || n == r.sentence || r.groups[n-1] != r.cur || r.cur.amount == "" || len(r.cur.lines) > 0 {
		return
	}
	g := r.cur
	r.groups, r.cur, r.topic = r.groups[:n-1], nil, g.subject
	r.pending = append(r.pending, pendingAmount{kind: "initial", base: baseWord{kind: "initial", text: "年初预算", at: g.at, to: g.end}, amount: g.amount, unit: g.unit, subject: g.subject, at: g.at, end: g.end})
}

// unsaid is the quantity whose change was said last, where own says that its
// amount follows.
func (r *reader) unsaid(own string) *quantity {
	if len(r.last) != 1 || r.last[0].of.amount != "" || r.last[0].of != r.cur {
		return nil
	}
	switch strings.Trim(r.fold(own), " ,") {
	case "为", "达", "达到", "至":
		return r.cur
	}
	return nil
}

// namedAfter is the name of a part that stands after its figure: 其中5万元为学费收入.
func (r *reader) namedAfter(own string, i int) string {
	if i+1 >= len(r.toks) || i == 0 || r.toks[i-1].kind != tThat || subjectWords(own) != "" || r.toks[i+1].kind != tText {
		return ""
	}
	s := r.printed(r.toks[i+1].from, r.toks[i+1].to)
	for _, link := range []string{"为", "是", "系"} {
		if name, ok := strings.CutPrefix(s, link); ok && moneySubject(name) {
			r.toks[i+1].kind, r.toks[i+1].text, r.toks[i+1].to = tText, "", r.toks[i+1].from // taken
			return r.trimSubject(name)
		}
	}
	return ""
}
