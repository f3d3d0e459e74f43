package parse

import (
	"strings"

	"yusuan/parse/budget"
)

// baseName is the base in the vocabulary where it fits, else as printed.
func (r *reader) baseName(b *baseWord) string {
	kind := b.kind
	if head, tail, _ := strings.Cut(kind, "_"); head == "year" {
		switch {
		case r.year != 0 && b.year == r.year:
			if tail == "budget" || r.phase == budget.PhaseFinal && tail == "" {
				return "initial_budget"
			}
			return b.text
		case r.year != 0 && b.year != r.year-1:
			return b.text
		}
		kind = "prior"
		if tail != "" {
			kind += "_" + tail
		}
	}
	switch kind {
	case "prior":
		if r.phase == budget.PhaseFinal {
			return "prior_final"
		}
		return b.text
	case "prior_budget", "prior_execution", "prior_final":
		return kind
	case "initial":
		return "initial_budget"
	}
	return b.text
}

// baseWord is what a comparison compares with.
type baseWord struct {
	kind   string // canonical: prior, prior_budget, prior_execution, prior_final, initial, year; "" none
	year   int    // the year it names, 0 without
	text   string // as printed, without 比 and 相比
	amount string // printed within: 较上年8万元减少
	unit   string
	at, to int
}

var (
	basePreps   = runesOf("相比于", "相较于", "相对于", "相比", "比较", "对比", "同比", "与", "同", "和", "比", "较", "按与", "按")
	baseCloses  = runesOf("相比较", "相比", "相比,", "比较", "对比", "相较", "之比", "相", "比")
	anchorYears = runesOf("上年年末", "上年末", "上年底", "去年年末", "去年末", "去年底", "上一年度", "上年度", "上一年", "上年", "去年度", "去年", "前一年", "往年", "上期")
	anchorPlan  = runesOf("年初部门预算", "年初预算", "调整后预算", "调整后的预算", "调整预算", "全年预算", "批复预算", "部门预算", "原预算", "预算", "年初")
	flatLeads   = runesOf("基本", "大体", "大致", "总体", "总额", "保持", ",", " ") // 与上年基本保持一致
	anchorTails = runesOf("当年预算执行数", "预算执行数", "财政拨款", "统计口径一致", "统计口径", "同口径", "同期", "年初预算", "预算批复数", "预算安排数", "预算总额", "预算数字", "预算数据", "预算数", "预算", "执行数", "执行", "决算数字", "决算数据", "决算数", "决算", "实际支出数", "实际支出", "累计支出", "年末", "年底", "末", "底", "年度", "安排数", "安排", "批复数", "完成数", "年", "度", "数", "的")
)

// baseAt reads a base of comparison: 比上年预算, 与2023年度相比, 较上年8万元.
func baseAt(s []rune, i int) (token, bool) {
	n := oneOf(s, i, basePreps)
	if n == 0 {
		return token{}, false
	}
	prep := string(s[i : i+n])
	if prep == "同" && i > 0 && strings.ContainsRune("共相不", s[i-1]) {
		return token{}, false
	}
	j := i + n
	for j < len(s) && s[j] == ' ' {
		j++
	}
	b, to, ok := anchorAt(s, j)
	if !ok {
		if prep == "同比" {
			return token{kind: tBase, from: i, to: i + n, base: baseWord{kind: "prior", text: "同比", at: i, to: i + n}}, true
		}
		return token{}, false
	}
	close := oneOf(s, to, baseCloses)
	if close > 0 && (hasRunes(s, to, []rune("比例")) || s[to] == '相' && to+close < len(s) && close == 1 && strings.ContainsRune("等同当似", s[to+1])) {
		close = 0
	}
	switch prep {
	case "与", "同", "和", "按与", "按":
		// 与上年… needs 相比, or what is said of the comparison right after
		inline, _ := inlineAmount(s, b, to) // 与上年预算8万元持平
		if close == 0 && inline.amount == "" {
			after := to
			for n := 1; n > 0 && after < len(s); after += n {
				n = oneOf(s, after, flatLeads)
			}
			w, found := claimWord{}, false
			if after < len(s) {
				w, found = claimWords().at(s, after)
			}
			if !found || w.kind != tFlat && w.kind != tUp && w.kind != tDown && w.kind != tOpen || prep == "和" || prep == "按" {
				return token{}, false
			}
		}
	case "比":
		if i > 0 && strings.ContainsRune("占对环同", s[i-1]) {
			break
		}
	}
	to += close
	if b.amount == "" {
		b, to = inlineAmount(s, b, to)
	}
	b.at, b.to = i, to
	return token{kind: tBase, from: i, to: to, base: b}, true
}

// inlineAmount reads a base that prints its figure: 较上年8万元减少, 同比去年1.05万元增加.
func inlineAmount(s []rune, b baseWord, to int) (baseWord, int) {
	j := to
	for j < len(s) && j < to+2 && strings.ContainsRune("的为 ", s[j]) {
		j++
	}
	if j >= len(s) || !isDigit(s[j]) {
		return b, to
	}
	n := numberAt(s, j)
	if n.kind != tMoney && n.kind != tNumber {
		return b, to
	}
	k := n.to
	for k < len(s) && strings.ContainsRune(", 相比", s[k]) {
		k++
	}
	if k >= len(s) {
		return b, to
	}
	w, ok := claimWords().at(s, k)
	if !ok || w.kind != tUp && w.kind != tDown && w.kind != tFlat && w.kind != tOpen {
		return b, to
	}
	b.amount, b.unit = n.num, n.unit
	return b, n.to
}

// anchorAt reads what a comparison compares with: 上年预算数, 2023年度, 年初预算.
func anchorAt(s []rune, i int) (baseWord, int, bool) {
	var b baseWord
	j := i
	switch n := oneOf(s, j, anchorYears); {
	case n > 0:
		b.kind = "prior"
		j += n
	case j+4 < len(s) && isDigit(s[j]) && s[j] >= '1' && s[j] <= '2':
		t := numberAt(s, j)
		if t.kind != tYear {
			return b, i, false
		}
		j = t.to
		if j < len(s) && isDigit(s[j]) { // 2017年7月
			return b, i, false
		}
		for _, r := range t.value {
			b.year = b.year*10 + int(r-'0')
		}
		b.kind = "year"
		if j < len(s) && s[j] == '(' {
			if end := closing(s, j, 16); end > 0 {
				j = end
			}
		}
	default:
		n := oneOf(s, j, anchorPlan)
		if n == 0 {
			return b, i, false
		}
		switch string(s[j : j+n]) {
		case "年初":
			b.kind = "initial"
		case "调整后预算", "调整后的预算", "调整预算", "全年预算":
			b.kind = "adjusted"
		default:
			b.kind = "initial"
		}
		j += n
	}
	start := j
	for {
		for j < len(s) && s[j] == ' ' {
			j++
		}
		n := oneOf(s, j, anchorTails)
		if n == 0 {
			break
		}
		j += n
	}
	tail := string(s[start:j])
	if b.kind == "prior" || b.kind == "year" {
		switch {
		case strings.Contains(tail, "执行"):
			b.kind += "_execution"
		case strings.Contains(tail, "决算"), strings.Contains(tail, "实际支出"), strings.Contains(tail, "完成数"):
			b.kind += "_final"
		case strings.Contains(tail, "预算"):
			b.kind += "_budget"
		}
	}
	b.text = string(s[i:j])
	for len(b.text) > 3 && strings.HasSuffix(b.text, "的") {
		b.text = strings.TrimSuffix(b.text, "的")
	}
	b.at, b.to = i, j
	return b, j, true
}

// closing is the position after the bracket that closes the one at i, within
// limit runes; 0 where there is none.
func closing(s []rune, i, limit int) int {
	for j := i + 1; j < len(s) && j <= i+limit; j++ {
		if s[j] == ')' {
			return j + 1
		}
	}
	return 0
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
