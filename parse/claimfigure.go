package parse

import (
	"strings"

	"github.com/shopspring/decimal"

	"yusuan/parse/budget"
)

// yuan is a printed figure in yuan. 万 and 亿 stand for 万元 and 亿元.
func yuan(figure, unit string) (decimal.Decimal, bool) {
	n, printed, err := budget.ParseNumber(figure)
	if err != nil || printed == budget.PrintedBlank || printed == budget.PrintedDash {
		return decimal.Zero, false
	}
	switch unit = string(foldRunes([]rune(unit))); unit {
	case "万", "亿":
		unit += "元"
	}
	scale, ok := budget.Scale(unit)
	if !ok {
		return decimal.Zero, false
	}
	return n.Mul(scale), true
}

// inUnit is a figure printed in one unit of money, in another: a claim has one
// unit, and 2.2亿元 may have risen by 4424万元. Where either is not known the
// figure stays as printed.
func inUnit(figure, from, to string) string {
	if figure == "" || from == "" || to == "" || from == to {
		return figure
	}
	amount, ok := yuan(figure, from)
	one, ok2 := yuan("1", to)
	if !ok || !ok2 || amount.IsZero() {
		return figure
	}
	return amount.Div(one).String()
}

func isDigit(r rune) bool { return r >= '0' && r <= '9' }

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
			if end < len(s) && !strings.ContainsRune(",;。、()以比较增减", s[end]) {
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
		if end < len(s) && (s[end] == '/' || s[end] == '每') || i > 1 && s[i-2] == '每' && strings.ContainsRune("人户家村个所次年月天日亩辆台名位校生", s[i-1]) {
			t.kind = tQuantity
		}
		return t
	}
	if u := countUnit(s, k); u > 0 {
		t.kind, t.to, t.unit = tCount, k+u, string(s[k:k+u])
	}
	return t
}

// roughAt is where a change said in words and no exact figure ends, after its
// verb: 下降近三成, 增长一倍, 翻了两番; 0 where there is none.
func roughAt(s []rune, i int) int {
	for _, w := range []string{"了", "近", "约", "超过", "超"} {
		if hasRunes(s, i, []rune(w)) {
			i += len([]rune(w))
		}
	}
	j := i
	for j < len(s) && strings.ContainsRune("一二两三四五六七八九十半数", s[j]) {
		j++
	}
	if j < len(s) && (s[j] == '番' || j > i && (s[j] == '成' || s[j] == '倍')) {
		return j + 1
	}
	return 0
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

func zeroFigure(s string) bool { return strings.Trim(s, "0.") == "" }
