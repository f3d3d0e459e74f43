package parse

import (
	"strings"
)

// tokenKind tells the parts of the grammar of the prose apart.
type tokenKind uint8

const (
	tText     tokenKind = iota // anything else: names, purposes
	tMoney                     // a figure with a unit of money, or one that stands where money must
	tPercent                   // 12.3 %
	tTimes                     // 16 倍
	tCount                     // a figure with another unit: 54 人, 3515.27 平方米
	tNumber                    // a figure without a unit
	tYear                      // 2021年, 2021年度, 本年
	tUp                        // 增加, 增长 …
	tDown                      // 减少, 下降 …
	tOpen                      // 增加（减少）: the template's choice is still open
	tFlat                      // 持平 in its wordings
	tBase                      // 比上年预算: what the figure is compared with
	tCompare                   // 小于预算数: a verbal comparison with its base
	tShare                     // 占
	tDone                      // 完成
	tReason                    // 主要原因是
	tThat                      // 其中, 包括
	tEach                      // 各, 均
	tLike                      // 同口径
	tBlank                     // a shareSlot left blank: 占 %, 增长%, XX万元
	tComma                     // ， and 、 after a figure
	tSemi                      // ；
	tStop                      // 。 and the end of a paragraph
	tColon                     // ：
	tLeft                      // a bracket that holds statements
	tRight                     // its end
	tQuantity                  // a threshold: 50万元以上; a rate: 1200元/月
)

// token is one part of the prose. From and to are rune positions in the
// paragraph.
type token struct {
	kind     tokenKind
	from, to int
	text     string // folded
	num      string // the figure as printed, without separators
	unit     string // as printed: 万元, 元, 亿元, 万; "" where none is
	value    string // of words: 增加, 减少, 大于 …
	base     baseWord
}

// tokenize cuts a folded paragraph into tokens. Every rune is in one token.
func tokenize(s []rune) []token {
	var out []token
	words := claimWords()
	text := 0 // where the pending text begins
	flush := func(to int) {
		if to > text {
			out = append(out, token{kind: tText, from: text, to: to, text: string(s[text:to])})
		}
	}
	put := func(t token) {
		flush(t.from)
		t.text = string(s[t.from:t.to])
		out = append(out, t)
		text = t.to
	}
	// whether the bracket at i holds statements; by the matching close
	statement := statementBrackets(s)
	aside := asideCommas(s, statement)
	open := 0
	for i := 0; i < len(s); {
		r := s[i]
		switch {
		case r >= '0' && r <= '9':
			t := numberAt(s, i)
			put(t)
			i = t.to
			continue
		case aside[i]:
			// （项，2010101）, （含甲，乙）: a part of the name
		case r == ',':
			put(token{kind: tComma, from: i, to: i + 1})
		case r == ';':
			put(token{kind: tSemi, from: i, to: i + 1})
		case r == ':':
			if t, ok := lastOf(out, text, i); ok && (t.kind == tThat || t.kind == tReason) {
				out[len(out)-1].to, text = i+1, i+1
				i++
				continue
			}
			put(token{kind: tColon, from: i, to: i + 1})
		case r == '。':
			put(token{kind: tStop, from: i, to: i + 1})
		case r == '、':
			if t, ok := lastOf(out, text, i); ok && figureToken(t.kind) {
				put(token{kind: tComma, from: i, to: i + 1, value: "、"})
			}
		case r == '(' && statement[i]:
			open++
			put(token{kind: tLeft, from: i, to: i + 1})
		case r == ')' && statement[i] && open > 0:
			open--
			put(token{kind: tRight, from: i, to: i + 1})
		case r == '%':
			put(token{kind: tBlank, from: i, to: i + 1, unit: "%"})
		case r == 'X' || r == '×' || r == '*' || r == 'x':
			if t, ok := blankAt(s, i); ok {
				put(t)
				i = t.to
				continue
			}
		case blankUnit(s, i) > 0:
			t, ok := lastOf(out, text, i)
			if ok && (t.kind == tUp || t.kind == tDown || t.kind == tOpen) {
				put(token{kind: tBlank, from: i, to: i + blankUnit(s, i), unit: "万元"})
				i = text
				continue
			}
		default:
			if t, ok := lastOf(out, text, i); ok && (t.kind == tUp || t.kind == tDown) {
				if to := roughAt(s, i); to > 0 {
					put(token{kind: tTimes, from: i, to: to, value: "rough", num: strings.TrimPrefix(string(s[i:to]), "了")})
					i = to
					continue
				}
			}
			if t, ok := baseAt(s, i); ok {
				put(t)
				i = t.to
				continue
			}
			if w, ok := words.at(s, i); ok {
				t, ok := wordToken(s, i, w, words)
				if ok {
					put(t)
					i = t.to
					continue
				}
			}
		}
		i++
	}
	flush(len(s))
	for i := 1; i+1 < len(out); i++ {
		// A万元和B万元
		if t := &out[i]; t.kind == tText && (t.text == "和" || t.text == "及" || t.text == "与") && figureToken(out[i-1].kind) && out[i+1].kind == out[i-1].kind {
			t.kind, t.value = tComma, "、"
		}
	}
	return out
}

// lastOf is the token that ends right at i: no text is pending between.
func lastOf(out []token, text, i int) (token, bool) {
	if len(out) == 0 || text != i {
		return token{}, false
	}
	return out[len(out)-1], true
}

func figureToken(k tokenKind) bool {
	return k == tMoney || k == tPercent || k == tTimes || k == tCount || k == tNumber || k == tBlank || k == tRight
}

// wordToken checks what stands after a word before it is taken for one.
func wordToken(s []rune, i int, w claimWord, words wordTable) (token, bool) {
	end := i + len(w.runes)
	t := token{kind: w.kind, from: i, to: end, value: w.value}
	after := func() rune {
		if end < len(s) {
			return s[end]
		}
		return 0
	}
	switch w.kind {
	case tUp, tDown:
		switch string(w.runes) {
		case "翻":
			if roughAt(s, end) == 0 {
				return token{}, false // 翻修
			}
		case "上调":
			if after() == '入' {
				return token{}, false // 加上调入资金
			}
		}
		if w.short {
			j := end
			for j < len(s) && strings.ContainsRune("了为达约 :", s[j]) {
				j++
			}
			if j >= len(s) || !isDigit(s[j]) {
				return token{}, false
			}
			// 至少, 不少, 最多, 至多: no change is said
			if i > 0 && strings.ContainsRune("至不最许太很众", s[i-1]) {
				return token{}, false
			}
		}
		if to, ok := choiceAt(s, end, w.kind, words); ok {
			t.kind, t.to, t.value = tOpen, to, "持平"
			return t, true
		}
		// 增加至100万元 says an amount
		if figure := end+1 < len(s) && isDigit(s[end+1]); figure && (strings.ContainsRune("到至", after()) || after() == '为' && !rate(s[end+1:]) && !compares(s[:i])) {
			return token{}, false
		}
	case tShare:
		if strings.ContainsRune("用有地领线压道据", after()) {
			return token{}, false
		}
	case tReason:
		// 大于预算数的主要情况: explains, 主要情况: alone opens a list
		if strings.HasPrefix(string(w.runes), "主要情况") && (i < 2 || s[i-1] != '的' || !strings.ContainsRune("数算少加降长平动", s[i-2])) {
			return token{}, false
		}
		// 主要为 and 主要是 name a reason only after a mark, and no purpose
		if string(w.runes) == "主要为" && i > 0 && !strings.ContainsRune(",;。", s[i-1]) {
			return token{}, false
		}
	case tThat:
		if string(w.runes) == "含" && (i == 0 || s[i-1] != ',' || after() == '税') {
			return token{}, false
		}
		if string(w.runes) == "包括" || string(w.runes) == "主要包括" {
			if i > 0 && strings.ContainsRune("不未", s[i-1]) {
				return token{}, false
			}
		}
	case tCompare:
		j := end
		for j < len(s) && strings.ContainsRune("于了", s[j]) {
			j++
		}
		b, to, ok := anchorAt(s, j)
		if !ok {
			return token{}, false
		}
		if string(w.runes) == "同" && (i == 0 || s[i-1] != ',' || to < len(s) && !strings.ContainsRune(",;。)", s[to])) {
			return token{}, false // 报刊费2万元，同上年。
		}
		t.base, t.to = b, to
		t.value = w.value
		if w.kind == tCompare && w.value == "" {
			t.kind = tOpen
		}
	case tEach:
		// 各 and 均 count only before a change or a figure; 人均 is a rate
		j := end
		if i > 0 && w.runes[0] == '均' && strings.ContainsRune("人车户年月日亩平", s[i-1]) {
			return token{}, false
		}
		if j < len(s) && isDigit(s[j]) {
			return t, true
		}
		if j < len(s) && (s[j] == '是' || s[j] == '为') && j+1 < len(s) && isDigit(s[j+1]) {
			return t, true
		}
		if nw, ok := words.at(s, min(j, len(s)-1)); !ok || j >= len(s) || (nw.kind != tUp && nw.kind != tDown && nw.kind != tOpen && nw.kind != tFlat) {
			return token{}, false
		}
	}
	return t, true
}

// choiceAt reads the rest of a choice that the form leaves open, after its first
// word: 增加（减少）, 增加（或下降）, 增加/减少, 增长或下降.
func choiceAt(s []rune, end int, first tokenKind, words wordTable) (to int, ok bool) {
	if end >= len(s) || !strings.ContainsRune("(/或", s[end]) {
		return 0, false
	}
	closed, i := s[end] == '(', end+1
	if i < len(s) && closed && s[i] == '或' {
		i++
	}
	if i >= len(s) {
		return 0, false
	}
	w, found := words.at(s, i)
	if !found || w.kind == first || w.kind != tUp && w.kind != tDown {
		return 0, false
	}
	to = i + len(w.runes)
	if !closed {
		return to, true
	}
	return to + 1, to < len(s) && s[to] == ')'
}

// asideLimit is the length in characters of the longest bracket that is a part of a name.
const asideLimit = 80

// asideCommas marks the commas within brackets that hold no statement: they end
// no clause.
func asideCommas(s []rune, statement []bool) map[int]bool {
	marks := map[int]bool{}
	for i, r := range s {
		if r != '(' || statement[i] {
			continue
		}
		end := closing(s, i, asideLimit)
		for j := i + 1; j < end; j++ {
			if s[j] == '(' || s[j] == '。' || s[j] == ';' {
				break
			}
			if s[j] == ',' {
				marks[j] = true
			}
		}
	}
	return marks
}

// statementBrackets tells which brackets hold statements (a figure, a percent,
// 零增长) rather than a part of a name such as （类）, （境）, （含）. The mark
// is set for both brackets of a pair.
func statementBrackets(s []rune) []bool {
	mark := make([]bool, len(s))
	var stack []int
	var has []bool
	flatWords := [][]rune{[]rune("零增长"), []rune("持平"), []rune("无变化")}
	for i, r := range s {
		switch r {
		case '(':
			stack = append(stack, i)
			has = append(has, false)
		case ')':
			if n := len(stack); n > 0 {
				if has[n-1] {
					mark[stack[n-1]], mark[i] = true, true
					if n > 1 {
						has[n-2] = true
					}
				}
				stack, has = stack[:n-1], has[:n-1]
			}
		case '元', '万', '亿', '%':
			if n := len(has); n > 0 && i > 0 && isDigit(s[i-1]) {
				has[n-1] = true
			}
		case '零', '持', '无':
			if n := len(has); n > 0 {
				for _, w := range flatWords {
					if hasRunes(s, i, w) {
						has[n-1] = true
					}
				}
			}
		}
	}
	return mark
}

// compares reports whether the clause that ends here has named what it compares
// with: 比上年减少为2万元 may say the change, 减少为2万元 says what is left.
func compares(s []rune) bool {
	for i := len(s) - 1; i >= 0 && !strings.ContainsRune(",;。:", s[i]); i-- {
		if s[i] == '比' || s[i] == '较' {
			return true
		}
	}
	return false
}

// rate reports whether text that begins with a figure goes on with a percent sign.
func rate(s []rune) bool {
	i := 0
	for i < len(s) && (isDigit(s[i]) || s[i] == '.' || s[i] == ',') {
		i++
	}
	return i < len(s) && s[i] == '%'
}
