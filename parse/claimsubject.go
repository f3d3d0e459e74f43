package parse

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// Endings of the text before a figure that say how the figure is meant, not
// what it is of.
var (
	labelLink     = regexp.MustCompile(`((增加|增长|提高|减少|下降|降低|压减|压缩)(到|至|为)|[增减升降](至|到)|(共|拟|计划)?安排|(累计)?(实际)?完成|累计|为人民币|约为|为|是|共计|共|达到|达|约|即|:|的)$`)
	labelInitial  = regexp.MustCompile(`(年初(部门)?(支出)?预算(安排)?数?)$`)
	labelAdjusted = regexp.MustCompile(`((全年|调整后?(的)?)(支出)?预算数?|(支出)?预算调整数?|调整数)$`)
	labelFinal    = regexp.MustCompile(`决算(数|额|支出|总额)?$`)
	labelPlan     = regexp.MustCompile(`(支出)?预算(安排)?数?$`)
	labelPrior    = regexp.MustCompile(`(当年|本年)?(预算)?执行数$`)
	yearMark      = regexp.MustCompile(`(19|20)\d\d年度?[,、]?(当年|全年)?`)
	subjectLead   = regexp.MustCompile(`^(其中[,:]?|["“]?之所以|而|此外[,]?|同时[,]?|另外[,]?|另[,]|重点(安排|支持)了?|加|以及|及|和|与|按[^,:]{0,12}分类(科目)?[,:]|从[^,:]{2,14}看[,:]?|(占比)?最[大多高]的(是|为)|一是|二是|三是|四是|本年度|本年|当年|今年|本部门|本单位|我部门|我单位|[我本](镇|乡|街道|局|院|校|园|中心|委|办)|(共|拟|预算共|预算拟|相应)安排|分别是?|具体(是|为)|全部(是|为)|部门[预决]算公开|相应|(根据|依据|按照)[^,:]{2,16}(情况|要求|规定)[,]?|主要用于以下方面|主要用于|用于|[我本](省|市|县|区|州|旗))`)
	organization  = regexp.MustCompile(`^.*?(局|办公室|办公厅|委员会|委|院|中心|街道办事处|政府|部门|单位|本级|汇总\)|厅|处|队|会|所|站|馆|校|法院|检察院|公司|集团|学院|部|单位使用|单位使用当年)(?:\([^()]{1,8}\))?(本年度?|20\d\d年度?|年度)?((?:财政预算拨款|一般公共预算|政府性基金|国有资本|财政拨款|收入|支出|收、支|收支|基本支出|项目支出|“三公|"三公|三公|机关运行|政府采购|单位预留|固定资产|资产总额).*)$`)
	degreeTail    = regexp.MustCompile(`(有所|略有|小幅|大幅度?|明显|显著|稍有|同比|一项)$`)
	countTail     = regexp.MustCompile(`(共计|共|累计|合计)?\d+(批次|人次|个|辆|台\(套\)|台|套|人|名|次|项|家|批|户)(\([^()]*\))?$`)
	quotedName    = regexp.MustCompile(`^["“「]([^"”」]+)["”」]科目$`)
	calledRe      = regexp.MustCompile(`^.*\((?:以下)?(?:简称|统称)?(["“]?三公["”]?经费)\)`)
	quoteMarks    = strings.NewReplacer("“", "", "”", "", "\"", "", "「", "", "」", "", "‘", "", "’", "", "《", "", "》", "")
	keyNoise      = regexp.MustCompile(`(实际支出|预算|决算|安排|数额|总额|总计|合计|总|金额|拨款安排的|本年度?|当年|数|(19|20)\d\d年度?|科目|的|所需|资金)`)
	levelMark     = regexp.MustCompile(`\(\d{0,3}[类款项](,\d{3,7})?\)`)
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
	if i := slices.Index(f, ')'); i >= 0 && !slices.Contains(f[:i], '(') {
		cut(i+1, len(f)) // 市级（含各区，下同）收入
	}
	if m := calledSo.FindStringIndex(string(f)); m != nil {
		cut(runesIn(f, m[1]), len(f)) // 市级（含各区，下同）收入
	}
	if m := spentLead.FindStringIndex(string(f)); m != nil && m[1] < len(string(f)) && moneySubject(string(f)) {
		cut(runesIn(f, m[1]), len(f)) // 共计支出“三公”经费
	}
	if hasRunes(f, 0, []rune("安排")) && len(f) > 2 && f[2] != '的' {
		cut(2, len(f)) // 安排困难群众救助支出
	}
	if len(f) > 4 && onlyDigits.MatchString(string(f[:4])) && f[0] == '2' && !isDigit(f[4]) && !strings.ContainsRune(".年", f[4]) {
		cut(4, len(f)) // 2021全区收入: the year without its word
	}
	if hasRunes(f, 0, []rune("加上")) && !(len(f) > 2 && strings.ContainsRune("级年解缴", f[2])) {
		cut(2, len(f)) // 加上调入资金, not 加上级补助
	}
	for again := true; again && len(f) > 0; {
		again = false
		if m := subjectLead.FindStringIndex(string(f)); m != nil {
			n := runesIn(f, m[1])
			if own := string(f[:n]); (own == "本年" || own == "本年度") && n < len(f) && strings.ContainsRune("收支", f[n]) {
				break // 本年收入 is less than 收入总计
			}
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
	if m := countTail.FindStringIndex(string(f)); m != nil {
		cut(0, runesIn(f, m[0])) // 国内公务接待85批次
	}
	if m := degreeTail.FindStringIndex(string(f)); m != nil {
		cut(0, runesIn(f, m[0]))
	}
	s = strings.TrimSpace(string(p))
	if m := quotedName.FindStringSubmatch(s); m != nil {
		return m[1]
	}
	if n := len(p); n > 2 && strings.ContainsRune("“\"「", p[0]) && (strings.ContainsRune("”\"」", p[n-1]) || !strings.ContainsAny(string(p[1:]), "”\"」")) {
		s = strings.Trim(s, "“”\"「」")
	}
	if onlyDigits.MatchString(s) {
		return ""
	}
	return s
}

// calledSo says whose figures all that follow are.
var calledSo = regexp.MustCompile(`^[^()]{0,8}\([^()]*下同\)`)

// spentLead says that what follows is spent in all.
var spentLead = regexp.MustCompile(`^(总共|共计|累计|共)支出`)

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
	name = r.afterOrganization(bare)
	if rest, ok := strings.CutPrefix(name, "支出"); ok && strings.HasSuffix(rest, "费") {
		name = rest // 我单位支出公务接待费: it is spent, and no kind of spending
	}
	return name, kind
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

// levelOwn says whose share of a level's money a figure is, and names no body.
var levelOwn = regexp.MustCompile(`^(中央|自治区|省|市|州|盟|县|区|旗|镇|乡)本级$`)

// afterOrganization drops the body that a statement begins with.
func (r *reader) afterOrganization(s string) string {
	if hasLevel(s) {
		return s
	}
	f := string(foldRunes([]rune(s)))
	if m := calledRe.FindStringSubmatchIndex(f); m != nil {
		p := []rune(s)
		return string(p[runesIn([]rune(f), m[2]):runesIn([]rune(f), m[3])]) + string(p[runesIn([]rune(f), m[1]):])
	}
	if m := organization.FindStringSubmatchIndex(f); m != nil {
		if levelOwn.MatchString(f[:m[6]]) {
			return s // 省本级“三公”经费 is part of the province's
		}
		if rest := f[m[6]:]; strings.HasSuffix(f[:m[6]], "本级") && (rest == "收入" || rest == "支出") {
			return s // 县本级支出 is part of 支出
		}
		return string([]rune(s)[runesIn([]rune(f), m[6]):])
	}
	return s
}

// trimWhole is the whole that a share is of: 占“三公”经费的 gives “三公”经费.
func (r *reader) trimWhole(s string) string {
	s = strings.TrimSpace(s)
	if m := ratioTail.FindStringIndex(r.fold(s)); m != nil {
		s = string([]rune(s)[:runesIn(foldRunes([]rune(s)), m[0])])
	}
	s = strings.TrimSuffix(s, "的")
	return strings.TrimPrefix(s, "比")
}

// hasLevel reports a name that prints 类, 款 or 项 in brackets.
func hasLevel(s string) bool { return levelMark.MatchString(string(foldRunes([]rune(s)))) }

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
