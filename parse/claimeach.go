package parse

import (
	"regexp"
	"slices"
	"strings"
)

// eachOf reads figures said of as many subjects at once: 收、支总计各是A,B万元;
// 收入总额、支出总额分别为A万元、B万元; 分别增加A万元和B万元. It reports whether the
// figure at i begins such a row of figures.
func (r *reader) eachOf(i int) bool {
	if !r.each && !bothSides(r.buf.String()) {
		return false
	}
	figures := r.figuresFrom(i)
	n := len(figures)
	if n < 2 {
		return false
	}
	var of []*quantity
	switch change := r.verb != nil && (r.verb.kind == tUp || r.verb.kind == tDown); {
	case change:
		if of = r.eachTarget(n); of == nil {
			return false
		}
		r.last = nil
		for k, g := range of {
			t := r.toks[figures[k]]
			l := r.lineFor(g)
			r.setChange(l, r.verb.value)
			l.delta, l.deltaUnit, l.at = t.num, r.toks[figures[n-1]].unit, r.verb.from
			r.last = append(r.last, l)
		}
	default:
		names := eachName(r.trimSubject(r.buf.String()), n)
		if names == nil && r.each {
			names = sharedTail(r.trimSubject(r.buf.String()), n)
		}
		if names == nil {
			return false
		}
		r.each = false
		for k, name := range names {
			r.buf.Reset()
			r.buf.WriteString(name)
			r.toks[figures[k]].unit = r.toks[figures[n-1]].unit
			r.amount(figures[k])
		}
		r.row = n
	}
	for k, f := range figures {
		r.covered[f] = true
		if k > 0 {
			r.toks[f].kind, r.toks[f].text, r.toks[f].to = tText, "", r.toks[f].from // taken
		}
	}
	r.buf.Reset()
	return true
}

// eachPercent reads percentages said of as many quantities at once: 教育、卫生支出分别增长
// 5%、6%. It reports whether the percentage at i begins such a row.
func (r *reader) eachPercent(i int) bool {
	own := r.trimSubject(r.buf.String())
	if r.each && own == "" && r.verbText == "" {
		return r.eachLast(i)
	}
	if !r.each || own == "" || genericSubject(own) || r.verbText != "" || r.saidOf(own) {
		return false
	}
	row := r.percentsFrom(i)
	names := sharedTail(own, len(row))
	if names == nil {
		return false
	}
	verb := r.verb
	r.last = nil
	for k, f := range row {
		g := r.find(names[k])
		if g == nil {
			g = r.newSaid(names[k])
		}
		l := r.lineFor(g)
		r.setChange(l, verb.value)
		l.percent, l.at = r.toks[f].num, verb.from
		r.last = append(r.last, l)
		if k > 0 {
			r.toks[f].kind, r.toks[f].text, r.toks[f].to = tText, "", r.toks[f].from // taken
		}
	}
	r.clearClause()
	r.lead = ""
	return true
}

// percentsFrom are the indexes of the percentages that follow one another from i.
func (r *reader) percentsFrom(i int) []int {
	row := []int{i}
	for j := i + 2; j < len(r.toks) && r.toks[j].kind == tPercent && r.toks[j-1].kind == tComma; j += 2 {
		row = append(row, j)
	}
	return row
}

// eachLast gives percentages to as many changes said before, one by one: 收入减少
// 8万元、支出减少9万元，分别下降1%、2%. Where all were said at once it leaves them.
func (r *reader) eachLast(i int) bool {
	row := r.percentsFrom(i)
	if len(row) < 2 || len(r.last) != 1 || r.base == nil {
		return false
	}
	var of []*remark
	for _, g := range r.groups[max(0, len(r.groups)-lookBack):] {
		for _, l := range g.lines {
			if l.change && l.percent == "" && l.delta != "" && l.at >= r.base.at && l.direction == r.verb.value {
				of = append(of, l)
			}
		}
	}
	if len(of) != len(row) {
		return false
	}
	slices.SortStableFunc(of, func(a, b *remark) int { return a.at - b.at })
	for k, f := range row {
		of[k].percent = r.toks[f].num
		if k > 0 {
			r.toks[f].kind, r.toks[f].text, r.toks[f].to = tText, "", r.toks[f].from // taken
		}
	}
	r.clearClause()
	return true
}

// figuresFrom are the indexes of the figures of money that follow one another
// from i, with nothing but a mark between them. Figures without a unit have the
// unit of the last.
func (r *reader) figuresFrom(i int) []int {
	out := []int{i}
	for i+2 < len(r.toks) && r.toks[i+1].kind == tComma && (r.toks[i+2].kind == tMoney || r.toks[i+2].kind == tNumber) {
		i += 2
		out = append(out, i)
	}
	for k, f := range out {
		last := k == len(out)-1
		if t := r.toks[f]; last && t.kind != tMoney || !last && t.kind == tMoney != (r.toks[out[0]].kind == tMoney) {
			return nil
		}
	}
	return out
}

// eachTarget are the n quantities that changes are said of: those the clause
// names, or those said last.
func (r *reader) eachTarget(n int) []*quantity {
	for _, s := range []string{r.buf.String(), r.lead} {
		names := eachName(r.trimSubject(r.afterYear(s)), n)
		if names == nil {
			continue
		}
		var out []*quantity
		for _, name := range names {
			g := r.find(name)
			if g == nil {
				g = r.newSaid(name)
			}
			out = append(out, g)
		}
		return out
	}
	if len(r.groups) < n {
		return nil
	}
	return append([]*quantity(nil), r.groups[len(r.groups)-n:]...)
}

// listNames are the names in a list of amounts: 基本支出、项目支出; nil where it is
// none.
func listNames(s string) []string {
	if hasLevel(s) {
		return nil
	}
	names := strings.FieldsFunc(s, func(c rune) bool { return strings.ContainsRune("、和及与", c) })
	for _, name := range names {
		if !moneySubject(name) {
			return nil
		}
	}
	return names
}

// eachName are the n names that a subject joins: 收、支总计 is 收入总计 and
// 支出总计.
func eachName(s string, n int) []string {
	if names := listNames(s); len(names) == n {
		return names
	}
	if n != 2 {
		return nil
	}
	if a, b := splitPair(s); a != b {
		return []string{a, b}
	}
	return nil
}

// sharedTail are the n names of a list whose last part says what all are:
// 货物类、工程类和服务类采购金额 is 货物类采购金额 and so on. A list that does not show
// where its last name ends leaves the names as printed.
func sharedTail(s string, n int) []string {
	p := []rune(s)
	f := foldRunes(p)
	if hasLevel(s) {
		return nil
	}
	for m := labelLink.FindStringIndex(string(f)); m != nil; m = labelLink.FindStringIndex(string(f)) {
		f = f[:runesIn(f, m[0])]
	}
	list := string(p[:len(f)])
	names := strings.Split(list, "、") // 社会保障和就业 is one name
	if len(names) != n {
		names = strings.FieldsFunc(list, func(c rune) bool { return strings.ContainsRune("、和及与", c) })
	}
	if len(names) != n || n < 2 || !moneySubject(names[n-1]) && !quantityNouns.MatchString(names[n-1]) {
		return nil
	}
	tail := tailAfter(names)
	for k := range names[:n-1] {
		names[k] += tail
	}
	return names
}

// quantityNouns end the name of a quantity of money that moneyNouns leave out.
var quantityNouns = regexp.MustCompile(`(金额|规模|数额|额度|额|债券)$`)

// tailAfter is what the last name adds to the part that is built like the
// first: it ends as the first does, or is as long as all the others are.
func tailAfter(names []string) string {
	first, last := []rune(names[0]), []rune(names[len(names)-1])
	for k := range first {
		if end := first[k:]; len(end) < len(first) || len(names) == 1 {
			if i := strings.Index(string(last), string(end)); i > 0 {
				return string(last)[i+len(string(end)):]
			}
		}
	}
	for _, side := range []string{"支出", "收入"} {
		if strings.HasSuffix(string(last), side) && !slices.ContainsFunc(names[:len(names)-1], moneySubject) {
			return side
		}
	}
	for _, name := range names[1 : len(names)-1] {
		if len([]rune(name)) != len(first) {
			return ""
		}
	}
	if len(names) > 2 && len(last) > len(first) {
		return string(last[len(first):])
	}
	return ""
}

// splitPair names the two: 收、支总计 gives 收入总计 and 支出总计.
func splitPair(s string) (a, b string) {
	f := string(foldRunes([]rune(s)))
	for _, w := range []string{"收入、支出", "收入和支出", "收入支出", "收、支", "收支"} {
		if i := strings.Index(f, w); i >= 0 {
			p := []rune(s)
			from := runesIn([]rune(f), i)
			to := from + len([]rune(w))
			return string(p[:from]) + "收入" + string(p[to:]), string(p[:from]) + "支出" + string(p[to:])
		}
	}
	return s, s
}
