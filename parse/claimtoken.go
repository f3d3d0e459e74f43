package parse

import (
	_ "embed"
	"encoding/csv"
	"strings"
	"sync"
)

//go:embed claimwords.csv
var claimWordsCSV string

//go:embed claimfold.txt
var claimFoldTXT string

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

// baseWord is what a comparison compares with.
type baseWord struct {
	kind   string // canonical: prior, prior_budget, prior_execution, prior_final, initial, year; "" none
	year   int    // the year it names, 0 without
	text   string // as printed, without 比 and 相比
	amount string // printed within: 较上年8万元减少
	unit   string
	at, to int
}

// wordTable finds the longest known word at a position.
type wordTable struct {
	byFirst map[rune][]claimWord // longest first
}

type claimWord struct {
	runes []rune
	kind  tokenKind
	short bool // only before a figure
	value string
}

var classKinds = map[string]tokenKind{
	"up": tUp, "short-up": tUp, "down": tDown, "short-down": tDown, "open": tOpen, "flat": tFlat,
	"compare": tCompare, "compare-open": tCompare, "share": tShare, "done": tDone, "reason": tReason,
	"that": tThat, "each": tEach, "like": tLike,
}

var claimWords = sync.OnceValue(func() wordTable {
	t := wordTable{byFirst: map[rune][]claimWord{}}
	rows, err := csv.NewReader(strings.NewReader(claimWordsCSV)).ReadAll()
	if err != nil {
		panic("claimwords.csv: " + err.Error()) // embedded, and read by a test
	}
	for _, row := range rows[1:] {
		kind, ok := classKinds[row[0]]
		if !ok {
			panic("claimwords.csv: unknown class " + row[0])
		}
		w := claimWord{[]rune(row[1]), kind, strings.HasPrefix(row[0], "short-"), row[2]}
		t.byFirst[w.runes[0]] = append(t.byFirst[w.runes[0]], w)
	}
	for _, ws := range t.byFirst {
		sortByLength(ws)
	}
	return t
})

func sortByLength(ws []claimWord) {
	for i := 1; i < len(ws); i++ {
		for j := i; j > 0 && len(ws[j].runes) > len(ws[j-1].runes); j-- {
			ws[j], ws[j-1] = ws[j-1], ws[j]
		}
	}
}

func (t wordTable) at(s []rune, i int) (claimWord, bool) {
	for _, w := range t.byFirst[s[i]] {
		if hasRunes(s, i, w.runes) {
			return w, true
		}
	}
	return claimWord{}, false
}

func hasRunes(s []rune, i int, w []rune) bool {
	if i < 0 || i+len(w) > len(s) {
		return false
	}
	for k, r := range w {
		if s[i+k] != r {
			return false
		}
	}
	return true
}

var claimFold = sync.OnceValue(func() map[rune]rune {
	m := map[rune]rune{
		'，': ',', '；': ';', '：': ':', '（': '(', '）': ')', '％': '%', '．': '.', '﹪': '%', '﹐': ',', '﹔': ';', '﹕': ':',
		'〔': '[', '〕': ']', '【': '[', '】': ']', '／': '/', '！': '。', '？': '。', '｡': '。', '－': '-', '　': ' ',
	}
	for r := '０'; r <= '９'; r++ {
		m[r] = '0' + r - '０'
	}
	for r := 'Ａ'; r <= 'Ｚ'; r++ {
		m[r] = 'A' + r - 'Ａ'
	}
	for _, pair := range strings.Fields(claimFoldTXT) {
		p := []rune(pair)
		if len(p) == 2 {
			m[p[0]] = p[1]
		}
	}
	return m
})

// foldRunes gives text for matching: half-width marks and figures, simplified
// characters. It is rune for rune, so positions stay.
func foldRunes(text []rune) []rune {
	m := claimFold()
	out := make([]rune, len(text))
	for i, r := range text {
		if f, ok := m[r]; ok {
			r = f
		}
		out[i] = r
	}
	return out
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
	open := 0
	for i := 0; i < len(s); {
		r := s[i]
		switch {
		case r >= '0' && r <= '9':
			t := numberAt(s, i)
			put(t)
			i = t.to
			continue
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
		// 增加至100万元 says an amount
		if strings.ContainsRune("到至", after()) && end+1 < len(s) && isDigit(s[end+1]) {
			return token{}, false
		}
	case tShare:
		if strings.ContainsRune("用有地领线压道据", after()) {
			return token{}, false
		}
	case tReason:
		// 主要为 and 主要是 name a reason only after a mark, and no purpose
		if string(w.runes) == "主要为" && i > 0 && !strings.ContainsRune(",;。", s[i-1]) {
			return token{}, false
		}
	case tThat:
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
		t.base, t.to = b, to
		t.value = w.value
		if w.kind == tCompare && w.value == "" {
			t.kind = tOpen
		}
	case tEach:
		// 各 and 均 count only before a change or a figure
		j := end
		if j < len(s) && isDigit(s[j]) {
			return t, true
		}
		if j < len(s) && (s[j] == '是' || s[j] == '为') && j+1 < len(s) && isDigit(s[j+1]) {
			return t, true
		}
		if nw, ok := words.at(s, min(j, len(s)-1)); !ok || j >= len(s) || (nw.kind != tUp && nw.kind != tDown && nw.kind != tOpen && nw.kind != tFlat) {
			return token{}, false
		}
	case tFlat:
		// 不变 within 可变不变, and 一致 of opinions, are told apart by the base
	}
	return t, true
}

func isDigit(r rune) bool { return r >= '0' && r <= '9' }

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
		case '元', '万', '%':
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

var moneyUnits = []string{"万元", "亿元", "千元", "百万元", "元", "万", "亿"}

// unitAt gives the unit of money at i.
func unitAt(s []rune, i int) (string, int) {
	for _, u := range moneyUnits {
		ru := []rune(u)
		if !hasRunes(s, i, ru) {
			continue
		}
		end := i + len(ru)
		if u == "万" || u == "亿" {
			// 0.4万 of money; 3万人 and 20万套 count something
			if end < len(s) && !strings.ContainsRune(",;。、()以", s[end]) {
				return "", i
			}
		}
		if u == "元" && end < len(s) && strings.ContainsRune("月旦", s[end]) {
			return "", i
		}
		return u, end
	}
	return "", i
}

// numberAt reads the figure at i with its unit.
func numberAt(s []rune, i int) token {
	j := i
	for j < len(s) && isDigit(s[j]) {
		j++
	}
	// groups of three: 14,461.89 and 3，518.85
	if j-i <= 3 {
		for j+3 < len(s) && s[j] == ',' && isDigit(s[j+1]) && isDigit(s[j+2]) && isDigit(s[j+3]) && (j+4 == len(s) || !isDigit(s[j+4])) {
			j += 4
		}
	}
	if j+1 < len(s) && s[j] == '.' && isDigit(s[j+1]) {
		j++
		for j < len(s) && isDigit(s[j]) {
			j++
		}
	}
	t := token{kind: tNumber, from: i, to: j, num: strings.ReplaceAll(string(s[i:j]), ",", "")}
	if i > 0 && strings.ContainsRune("-−", s[i-1]) && i > 1 && strings.ContainsRune("为是加少长降费计算支:", s[i-2]) {
		t.num = "-" + t.num
	}
	k := j
	for k < len(s) && s[k] == ' ' {
		k++
	}
	if k >= len(s) {
		return t
	}
	digits := len(t.num)
	switch {
	case s[k] == '%':
		t.kind, t.to = tPercent, k+1
		if hasRunes(s, k+1, []rune("个百分点")) {
			t.kind, t.to = tCount, k+5
		}
		return t
	case s[k] == '倍':
		t.kind, t.to = tTimes, k+1
		return t
	case s[k] == '年' && digits == 4 && (t.num[0] == '2' || t.num[0] == '1'):
		end := k + 1
		if end < len(s) && s[end] == '度' {
			end++
		}
		t.kind, t.to, t.value = tYear, end, t.num
		return t
	}
	if u, end := unitAt(s, k); u != "" {
		t.kind, t.unit, t.to = tMoney, u, end
		for _, w := range []string{"以上", "以下", "以内", "及以上", "及以下", "(含)以上", "(含)以下", "(含)及以上", "(含)", "(含以上)", "起"} {
			if hasRunes(s, end, []rune(w)) {
				t.kind, t.to = tQuantity, end+len([]rune(w))
			}
		}
		if end < len(s) && (s[end] == '/' || s[end] == '每') {
			t.kind = tQuantity
		}
		return t
	}
	if u := countUnit(s, k); u > 0 {
		t.kind, t.to, t.unit = tCount, k+u, string(s[k:k+u])
	}
	return t
}

var countUnits = []string{
	"平方米", "㎡", "台(套)", "台/套", "台套", "台", "套", "辆", "批次", "人次", "个百分点", "个", "人", "名", "家", "项", "次", "批", "年", "月", "日", "号",
	"分", "级", "期", "件", "天", "层", "米", "类", "款", "岁", "周", "户", "亩", "公里", "场", "所", "条", "份", "册", "处", "节", "度", "楼", "届", "元月", "余", "多", "万", "吨", "座", "宗", "本", "篇", "幅", "笔", "种", "点", "室", "院", "路", "位",
}

func countUnit(s []rune, i int) int {
	for _, u := range countUnits {
		if ru := []rune(u); hasRunes(s, i, ru) {
			return len(ru)
		}
	}
	return 0
}

// blankUnit is the length of a unit of money at i that no figure stands before.
func blankUnit(s []rune, i int) int {
	for _, u := range []string{"万元", "亿元"} {
		if hasRunes(s, i, []rune(u)) {
			return 2
		}
	}
	if s[i] == '元' {
		return 1
	}
	return 0
}

// blankAt reads XX万元, XX%, ****: the slots of a template.
func blankAt(s []rune, i int) (token, bool) {
	j := i
	for j < len(s) && (s[j] == 'X' || s[j] == '×' || s[j] == '*' || s[j] == 'x' || s[j] == '.' && j+1 < len(s) && s[j+1] == s[i]) {
		j++
	}
	if j-i < 2 && s[i] != '×' {
		return token{}, false
	}
	t := token{kind: tBlank, from: i, to: j, value: string(s[i:j])}
	if j < len(s) && s[j] == '%' {
		t.to, t.unit = j+1, "%"
		return t, true
	}
	if u, end := unitAt(s, j); u != "" {
		t.to, t.unit = end, u
		return t, true
	}
	return t, true
}

var (
	basePreps   = runesOf("相比于", "相较于", "相对于", "相比", "比较", "对比", "同比", "与", "同", "和", "比", "较", "按与", "按")
	baseCloses  = runesOf("相比较", "相比", "相比,", "比较", "对比", "相较", "之比", "相", "比")
	anchorYears = runesOf("上一年度", "上年度", "上一年", "上年", "去年度", "去年", "前一年", "往年", "上期")
	anchorPlan  = runesOf("年初部门预算", "年初预算", "调整后预算", "调整后的预算", "调整预算", "全年预算", "批复预算", "部门预算", "原预算", "预算", "年初")
	anchorTails = runesOf("当年预算执行数", "预算执行数", "财政拨款", "统计口径一致", "统计口径", "同口径", "同期", "年初预算", "预算批复数", "预算安排数", "预算总额", "预算数", "预算", "执行数", "执行", "决算数", "决算", "实际支出数", "实际支出", "累计支出", "年度", "安排数", "安排", "批复数", "完成数", "年", "度", "数", "的")
)

func runesOf(words ...string) [][]rune {
	out := make([][]rune, len(words))
	for i, w := range words {
		out[i] = []rune(w)
	}
	return out
}

func oneOf(s []rune, i int, words [][]rune) int {
	for _, w := range words {
		if hasRunes(s, i, w) {
			return len(w)
		}
	}
	return 0
}

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
		if close == 0 {
			after := to
			for after < len(s) && strings.ContainsRune("基本, ", s[after]) {
				after++
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
