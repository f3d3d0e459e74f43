package parse

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

// Endings of the text before a figure that say how the figure is meant, not
// what it is of.
var (
	labelLink     = regexp.MustCompile(`((增加|增长|提高|减少|下降|降低|压减|压缩)(到|至)|为人民币|约为|为|是|共计|共|达到|达|约|即|:|的)$`)
	labelInitial  = regexp.MustCompile(`(年初(部门)?(支出)?预算(安排)?数?)$`)
	labelAdjusted = regexp.MustCompile(`((全年|调整后?(的)?)(支出)?预算数?|(预算)?调整数)$`)
	labelFinal    = regexp.MustCompile(`决算(数|额|支出|总额)?$`)
	labelPlan     = regexp.MustCompile(`(支出)?预算(安排)?数?$`)
	labelPrior    = regexp.MustCompile(`(当年|本年)?(预算)?执行数$`)
	yearMark      = regexp.MustCompile(`(19|20)\d\d年度?[,、]?(当年|本年|全年)?`)
	subjectLead   = regexp.MustCompile(`^(其中[,:]?|此外[,]?|同时[,]?|另外[,]?|另[,]|加|以及|及|和|与|按[^,:]{0,12}分类(科目)?[,:]|一是|二是|三是|四是|本年度|本年|当年|今年|分别是?|主要用于以下方面)`)
	organization  = regexp.MustCompile(`^.*?(局|办公室|办公厅|委员会|委|院|中心|街道办事处|政府|部门|单位|本级|汇总\)|厅|处|队|会|所|站|馆|校|法院|检察院|公司|集团|学院)(本年度?|20\d\d年度?)?((?:一般公共预算|政府性基金|国有资本|财政拨款|收入|支出|收、支|收支|基本支出|项目支出|“三公|"三公|三公|机关运行|政府采购|单位预留).*)$`)
	quoteMarks    = strings.NewReplacer("“", "", "”", "", "\"", "", "「", "", "」", "", "‘", "", "’", "", "《", "", "》", "")
	keyNoise      = regexp.MustCompile(`(实际支出|预算|决算|安排|数额|总额|总计|合计|总|金额|拨款安排的|本年度?|当年|数|(19|20)\d\d年度?|科目|的|所需|资金)`)
	levelMark     = regexp.MustCompile(`\(\d{0,3}[类款项]\)`)
)

// trimSubject takes what is no part of a subject's name off printed text.
func (r *reader) trimSubject(s string) string {
	if s == "" {
		return ""
	}
	p := []rune(strings.TrimSpace(s))
	f := foldRunes(p)
	cut := func(from, to int) { p, f = p[from:to], f[from:to] }
	if style, n := ordinalOf(string(p)); style > 0 {
		cut(n, len(p))
	}
	for again := true; again && len(f) > 0; {
		again = false
		if m := subjectLead.FindStringIndex(string(f)); m != nil {
			n := runesIn(f, m[1])
			if n > 0 && n <= len(f) {
				cut(n, len(f))
				again = true
			}
		}
		for len(f) > 0 && strings.ContainsRune(",、:; ", f[0]) {
			cut(1, len(f))
			again = true
		}
		if style, n := ordinalOf(string(p)); style > 0 {
			cut(n, len(p))
			again = true
		}
	}
	for len(f) > 0 && strings.ContainsRune(",、:; ", f[len(f)-1]) {
		cut(0, len(f)-1)
	}
	s = strings.TrimSpace(string(p))
	if n := len(p); n > 2 && strings.ContainsRune("“\"「", p[0]) && (strings.ContainsRune("”\"」", p[n-1]) || !strings.ContainsAny(string(p[1:]), "”\"」")) {
		s = strings.Trim(s, "“”\"「」")
	}
	if onlyDigits.MatchString(s) {
		return ""
	}
	return s
}

var onlyDigits = regexp.MustCompile(`^[\d.]*$`)

// runeLen is the number of runes in the first n bytes of f.
func runesIn(f []rune, n int) int { return len([]rune(string(f)[:n])) }

// subject takes the name of a quantity from the text before its figure, and
// tells how the figure is meant: "initial", "adjusted", "prior", "plan", or ""
// for a plain amount.
func (r *reader) subject(s string) (name, kind string) {
	p := []rune(r.trimSubject(s))
	for {
		m := labelLink.FindStringIndex(string(foldRunes(p)))
		if m == nil {
			break
		}
		p = p[:runesIn(foldRunes(p), m[0])]
	}
	f := string(foldRunes(p))
	strip := func(m []int) {
		rest := p[:runesIn(foldRunes(p), m[0])]
		p = rest
	}
	full := string(p)
	switch {
	case labelInitial.MatchString(f):
		kind = "initial"
		strip(labelInitial.FindStringIndex(f))
	case labelAdjusted.MatchString(f):
		kind = "adjusted"
		strip(labelAdjusted.FindStringIndex(f))
	case labelPrior.MatchString(f):
		kind = ""
		strip(labelPrior.FindStringIndex(f))
	case labelFinal.MatchString(f):
		strip(labelFinal.FindStringIndex(f))
	case labelPlan.MatchString(f):
		kind = "plan"
		strip(labelPlan.FindStringIndex(f))
	}
	bare := r.afterYear(string(p))
	if kind == "plan" {
		// the word belongs to the name where something is left: 支出预算
		if b := r.afterYear(full); b != "" && bare != "" && !hasLevel(full) {
			bare = b
		}
	}
	return r.afterOrganization(bare), kind
}

// withoutPlan drops 预算 and 支出预算 from a name that turned out to be the
// budget of what a final figure follows for.
func withoutPlan(s string) string {
	f := string(foldRunes([]rune(s)))
	if m := labelPlan.FindStringIndex(f); m != nil && m[0] > 0 {
		return string([]rune(s)[:runesIn([]rune(f), m[0])])
	}
	return s
}

// afterYear is the subject after the year it is of: 本局2021年支出预算 is
// 支出预算, and …（项）2021年预算数 is …（项）.
func (r *reader) afterYear(s string) string {
	f := string(foldRunes([]rune(s)))
	ms := yearMark.FindAllStringIndex(f, -1)
	if ms == nil {
		return s
	}
	m := ms[len(ms)-1]
	p := []rune(s)
	before, after := string(p[:runesIn([]rune(f), m[0])]), string(p[runesIn([]rune(f), m[1]):])
	after = r.trimSubject(after)
	if after != "" && !genericSubject(after) {
		if hasLevel(before) && !hasLevel(after) {
			return r.trimSubject(before)
		}
		return after
	}
	before = r.trimSubject(before)
	if yearMark.MatchString(string(foldRunes([]rune(before)))) {
		before = r.afterYear(before)
	}
	if before == "" {
		return after
	}
	return before
}

// afterOrganization drops the body that a statement begins with.
func (r *reader) afterOrganization(s string) string {
	if hasLevel(s) {
		return s
	}
	f := string(foldRunes([]rune(s)))
	if m := organization.FindStringSubmatchIndex(f); m != nil {
		return string([]rune(s)[runesIn([]rune(f), m[6]):])
	}
	return s
}

// trimWhole is the whole that a share is of: 占“三公”经费的 gives “三公”经费.
func (r *reader) trimWhole(s string) string {
	s = strings.TrimSpace(s)
	s = strings.TrimSuffix(s, "的")
	s = strings.TrimSuffix(s, "比例为")
	return strings.TrimPrefix(s, "比")
}

// hasLevel reports a name that prints 类, 款 or 项 in brackets.
func hasLevel(s string) bool { return levelMark.MatchString(string(foldRunes([]rune(s)))) }

var genericWords = map[string]bool{}

func init() {
	for _, w := range strings.Fields("支出 收入 预算 决算 本年 本年数 决算数 预算数 金额 资金 经费 总额 合计 总计 共计 共 数额 其 该项 对比 总体 本年度 当年 两者 比 数 部门预算 支出决算 支出预算数 总体上 变动 整体 两者相比 经费预算 安排 支出数 年初预算 预算安排 预算拨入 较 较大 有所 同 相 幅度 略有 合并计算 人员 主要 ( ) 采购金额 预算金额 预算资金 涉及 价值 项目 支出收入 支出情况 拨款 实际 实际支出 支出总额 总支出额 比例 增减 增减变化 基本 保持 与 此项 各项 均 各 预算安排数 支出完成数 减少 增加 的 了 约 部门 单位 度 年度 总 年初 执行数 调整数 科目 累计 累计支出 分别 分别为") {
		genericWords[w] = true
	}
}

// genericSubject reports text that names no quantity of its own.
func genericSubject(s string) bool {
	f := subjectWords(s)
	return f == "" || genericWords[f]
}

// subjectWords is folded text without marks.
func subjectWords(s string) string {
	f := string(foldRunes([]rune(s)))
	return strings.Trim(quoteMarks.Replace(f), ",:;、。 ()")
}

// subjectKey is what two namings of one quantity share.
func subjectKey(s string) string {
	f := subjectWords(s)
	f = strings.ReplaceAll(f, "收入、支出", "收支")
	f = strings.ReplaceAll(f, "收入支出", "收支")
	f = strings.ReplaceAll(f, "收入和支出", "收支")
	f = strings.ReplaceAll(f, "收、支", "收支")
	f = levelMark.ReplaceAllString(f, "")
	k := keyNoise.ReplaceAllString(f, "")
	if k == "" {
		return f
	}
	return k
}

// sameSubject reports whether two texts name one quantity: equal but for words
// that say nothing, or one ending or beginning with the other.
func sameSubject(a, b string) bool { return sameKey(subjectKey(a), subjectKey(b)) }

func sameKey(ka, kb string) bool {
	if ka == "" || kb == "" {
		return ka == kb
	}
	if ka == kb {
		return true
	}
	sa, sb := strings.TrimSuffix(ka, "支出"), strings.TrimSuffix(kb, "支出")
	if sa == sb && sa != "" {
		return true
	}
	if len(ka) > len(kb) {
		ka, kb = kb, ka
		sa, sb = sb, sa
	}
	short := len([]rune(ka))
	if strings.HasSuffix(kb, ka) && short >= 4 && !strings.HasSuffix(kb, "其他"+ka) {
		// 一般公共预算…支出 is not 支出, and 财政拨款基本支出 is 基本支出 of something
		return organizationLike(strings.TrimSuffix(kb, ka))
	}
	if strings.HasPrefix(kb, sa) && len([]rune(sa)) >= 4 {
		switch strings.TrimPrefix(kb, sa) {
		case "财政拨款支出", "支出", "财政拨款", "经费", "费", "拨款", "运行维护费", "费支出":
			return true
		}
	}
	return sa == sb && sa != ""
}

// organizationLike reports a prefix that names who spends, not what.
func organizationLike(s string) bool {
	for _, w := range []string{"局", "厅", "室", "院", "会", "委", "处", "政府", "中心", "部门", "单位", "级", "校", "所", "站", "汇总"} {
		if strings.HasSuffix(s, w) {
			return true
		}
	}
	return s == ""
}

// coversSubject reports whether a short naming takes in a longer one:
// 财政拨款收入支出 the 财政拨款收入 and the 财政拨款支出预算.
func coversSubject(short, long string) bool {
	a, b := subjectKey(short), subjectKey(long)
	a = strings.TrimSuffix(strings.TrimSuffix(a, "收支"), "支出")
	return len([]rune(a)) >= 4 && strings.HasPrefix(b, a) || a == "财政拨款" && strings.Contains(b, "拨款") || a == ""
}

// bothSides reports a subject that is revenue and expenditure at once.
func bothSides(s string) bool {
	k := subjectKey(s)
	return strings.Contains(k, "收支")
}

// pairSubject reports a subject that names two quantities: 收、支总计各是.
func pairSubject(s string) bool { return bothSides(s) }

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

var moneyNouns = regexp.MustCompile(`(费|支出|收入|补助|补贴|经费|工资|奖金|公积金|津贴|年金|预算|决算|资金|拨款|缴费|购置|合计|总计|余|债|金)$`)

// moneySubject reports text that ends like the name of an amount.
func moneySubject(s string) bool {
	f := subjectWords(s)
	for {
		m := labelLink.FindStringIndex(f)
		if m == nil {
			break
		}
		f = f[:m[0]]
	}
	return moneyNouns.MatchString(f)
}

// moneyLabel reports a bare label: 支出决算为, 预算数为.
func moneyLabel(s string) bool {
	f := subjectWords(s)
	f = labelLink.ReplaceAllString(f, "")
	return labelFinal.MatchString(f) || labelPlan.MatchString(f) || labelPrior.MatchString(f)
}

// leadsOn reports text that goes on from the clause before: 涉及预算金额.
func leadsOn(f string) bool {
	for _, w := range []string{"涉及", "共计", "金额", "资金", "采购金额", "合计", "预算安排规模", "总金额"} {
		if strings.HasPrefix(f, w) {
			return true
		}
	}
	return false
}

var assetWords = regexp.MustCompile(`(房屋|车辆|车型|汽车|轿车|越野车|家具|设备|资产|用地|土地|建筑物|构筑物)[^,;。]*价值(为|约)?$|^价值(为|约)?$|账面(原值|净值|价值)(为)?$|单价$|单位价值$|标准[:为]?.*$`)

// assetText reports the words before the value of property.
func assetText(s string) bool { return assetWords.MatchString(subjectWords(lastRunes(s, 30))) }

// lastRunes is the end of s, n runes at most.
func lastRunes(s string, n int) string {
	for i := len(s); i > 0; {
		_, size := utf8.DecodeLastRuneInString(s[:i])
		i -= size
		if n--; n == 0 {
			return s[i:]
		}
	}
	return s
}
