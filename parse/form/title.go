package form

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"yusuan/parse/budget"
)

// Sure says what a title match rests on, weakest first.
type Sure int

const (
	Weak     Sure = iota + 1 // the rule's words are there, beside others that no title has
	ByRule                   // made of title words alone, and a kind's rule fits
	Declared                 // a declared form has this title word for word
)

func (s Sure) String() string {
	switch s {
	case Weak:
		return "weak"
	case ByRule:
		return "rule"
	case Declared:
		return "declared"
	}
	return "none"
}

// Match is one reading of a line as a table title.
type Match struct {
	Kind   string       // vocabulary: general_public_basic, …
	Phase  budget.Phase // as the title says it; unknown where it says neither
	Fund   string       // general_public, government_fund, state_capital, appropriation, special_account; "" where not said
	Scheme string       // economic-gov, economic-dept, functional where the title says it; else ""
	Part   string       // what of the table this is, where it comes in parts: 工资福利支出
	Scope  budget.Scope // unit where the title says 单位; department where it says 部门
	Sure   Sure

	Title     string // as printed, white space removed, without number and (续); year and body stay
	Number    string // 表一, 公开05表, 公开表3-3, 附表1 as printed; "" where the line has none
	Year      int    // printed in the title; 0 where none
	Body      string // name printed before the title: 德江县机关事务中心; "" where none
	Continued bool   // the line says (续)

	Forms []string // ids of the declared forms with this title; empty for rules
}

const maxTitleRunes = 90 // longer lines are text

var (
	listHead  = regexp.MustCompile(`^(?:[(][一二三四五六七八九十0-9]{1,3}[)][.、,]?|[一二三四五六七八九十]{1,3}[、.,:;]|[0-9]{1,2}[、,.;](?:[^0-9]|20[0-9]{2}年|$)|[①-⑳])`)
	leaders   = regexp.MustCompile(`(?:[.·•…。_]{3,}|[.·•…。_-]{6,}|PAGEREF.*|HYPERLINK.*)[.·•…_\-0-9()\s]*$`)
	pageTail  = regexp.MustCompile(`[.·•…_\-—]*[(\-—]*[0-9]{1,3}[)\-—]*$`)
	yearWord  = regexp.MustCompile(`(20[0-9]{2}|二[〇○0零O][〇○0零O一二三四五六七八九]{2})(?:年度|年|度)?`)
	parens    = regexp.MustCompile(`[(\[][^()\[\]]*[)\]]`)
	partTail  = regexp.MustCompile(`表[-—–]{1,2}([^-—–表]{2,24})$`)
	continued = regexp.MustCompile(`[(\[]?(?:续表?|接上表|续上表)[)\]]?$|^续`)
)

const listMarks = ".、,:;)①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"

// Title reads a line, or two lines joined, as the title of a table. It returns
// one match for each kind the line may name: none for a line that is no title,
// more than one where the catalog cannot tell (a finding). A line made of the
// words of titles that fits no kind is one match of kind unknown. Lines of a
// contents list (leaders, page numbers, 一、) are no titles: see Contents.
func (c *Catalog) Title(line string) []Match {
	f := fold(line)
	if !c.mayBeTitle(f) || isContents(f, line) {
		return nil
	}
	return c.title(f)
}

// Bare reads a line without the word 表 as the title of a table: 部门政府采购预算,
// 基本支出决算明细. The line says no more than a heading of the prose does, so the
// caller must know that it stands above a table; all its words must be those of
// titles.
func (c *Catalog) Bare(line string) []Match {
	f := fold(line)
	if slices.Contains(f.norm, '表') || len(f.norm) == 0 || isContents(f, line) {
		return nil
	}
	f.printed, f.norm, f.at = append(f.printed, '表'), append(f.norm, '表'), append(f.at, len(f.printed))
	ms := c.title(f)
	if len(ms) == 0 || ms[0].Sure < ByRule {
		return nil
	}
	for i := range ms {
		ms[i].Title = strings.TrimSuffix(ms[i].Title, "表")
	}
	return ms
}

// Contents reads a line as an entry of a contents list, or as a numbered
// heading, that announces a table. The matches are as Title gives them,
// without leaders and page number.
func (c *Catalog) Contents(line string) []Match {
	f := fold(line)
	if !c.mayBeTitle(f) {
		return nil
	}
	n := string(f.norm)
	if loc := leaders.FindStringIndex(n); loc != nil {
		f = f.cut(0, runesIn(n, loc[0]))
	} else if loc := pageTail.FindStringIndex(n); loc != nil && tailNumber(n) == nil {
		f = f.cut(0, runesIn(n, loc[0]))
	}
	n = string(f.norm)
	if loc := listHead.FindStringIndex(n); loc != nil {
		// The pattern may look past the mark: cut after the mark alone.
		end := strings.LastIndexAny(n[:loc[1]], listMarks)
		f = f.cut(runesIn(n, end)+1, len(f.norm))
	}
	return c.title(f)
}

// isContents tells contents entries and numbered headings from titles. Spaces
// before a page number only show in the line as drawn.
func isContents(f folded, line string) bool {
	n := string(f.norm)
	if leaders.MatchString(n) || listHead.MatchString(n) {
		return true
	}
	return strings.Contains(n, "表") && pageTail.MatchString(n) && tailNumber(n) == nil
}

func runesIn(s string, bytes int) int { return len([]rune(s[:bytes])) }

// mayBeTitle tells most lines that are no titles at little cost: a title has
// the word 表, or ends as one that a form declares without it does.
func (c *Catalog) mayBeTitle(f folded) bool {
	return slices.ContainsFunc(f.norm, func(r rune) bool { return r == '表' || c.endings[r] })
}

func (c *Catalog) title(f folded) []Match {
	if len(f.norm) < 3 || len(f.norm) > maxTitleRunes {
		return nil
	}
	var m Match
	if f = m.peel(f); len(f.norm) < 3 {
		return nil
	}
	m.Title = string(f.printed)

	text := Plain(string(f.norm))
	aside := strings.Join(parens.FindAllString(text, -1), "")
	core := parens.ReplaceAllString(text, "")
	core, m.Part = cutPart(core)
	if strings.ContainsAny(core, ",。;!?:.()[]%￥=+<>|") {
		return nil
	}
	core, ok := c.leaveYear(&m, core)
	if !ok {
		return nil
	}
	declared := c.exact[core]
	if d := c.exact[core+aside]; aside != "" && d != nil {
		declared = d
	}
	if declared == nil && m.Body == "" {
		m.Body, core = c.splitBody(core)
		declared = c.exact[core]
	}
	m.Phase = titlePhase(core)
	m.Fund = c.fund(core, aside)
	m.Scheme = SchemeOf(core + aside)
	switch {
	case strings.HasPrefix(core, "单位") || strings.HasPrefix(core, "预算单位"):
		m.Scope = budget.ScopeUnit
	case strings.HasPrefix(core, "部门"):
		m.Scope = budget.ScopeDepartment
	}
	if declared != nil {
		return m.declared(declared)
	}
	return c.byRule(m, core, aside)
}

// cutPart takes off a title what part of the table it names: 基本支出表--人员经费.
func cutPart(core string) (rest, part string) {
	loc := partTail.FindStringSubmatchIndex(core)
	if loc == nil {
		return core, ""
	}
	return core[:loc[0]+len("表")], core[loc[2]:loc[3]]
}

// TitlePart is what part of a table its title names, "" where it names none.
func TitlePart(title string) string {
	_, part := cutPart(parens.ReplaceAllString(Plain(title), ""))
	return part
}

// peel takes off a title what is no part of it: its number, (续) and the marks
// of 《…》.
func (m *Match) peel(f folded) folded {
	f, m.Number = cutNumber(f)
	for n := string(f.norm); ; n = string(f.norm) {
		loc := continued.FindStringIndex(n)
		if loc == nil {
			break
		}
		m.Continued = true
		if loc[0] == 0 {
			f = f.cut(runesIn(n, loc[1]), len(f.norm))
		} else {
			f = f.cut(0, runesIn(n, loc[0]))
		}
	}
	if k := len(f.norm); k > 2 && f.norm[0] == '《' && f.norm[k-1] == '》' {
		f = f.cut(1, k-1)
	}
	return f
}

// leaveYear takes the year, and the name of a body before it, off a title. Not
// ok means that what stands before the year is neither a name nor made of the
// words of titles.
func (c *Catalog) leaveYear(m *Match, core string) (rest string, ok bool) {
	y := yearWord.FindStringSubmatchIndex(core)
	if y == nil {
		return strings.TrimPrefix(core, "年度"), true
	}
	m.Year = parseYear(core[y[2]:y[3]])
	before, rest := core[:y[0]], core[y[1]:]
	switch {
	case c.uncovered(before) == 0: // 部门2025年…: words of the title, not a name
		rest = before + rest
	case c.bodyLike(before):
		m.Body = before
	default:
		return "", false
	}
	return strings.TrimPrefix(rest, "年度"), true
}

// declared gives a match for each kind that declared tables have the title for.
func (m Match) declared(tables []*Table) []Match {
	var out []Match
	for _, t := range tables {
		at := slices.IndexFunc(out, func(o Match) bool { return o.Kind == t.Kind })
		if at < 0 {
			m.Kind, m.Sure = t.Kind, Declared
			out = append(out, m)
			at = len(out) - 1
		}
		out[at].Forms = append(out[at].Forms, t.ID)
	}
	return out
}

// byRule gives a match for each kind whose rule fits a title that no form
// declares.
func (c *Catalog) byRule(m Match, core, aside string) []Match {
	if !strings.HasSuffix(core, "表") {
		return nil
	}
	left := c.uncovered(core)
	if left > 0 {
		if slices.ContainsFunc(c.words.Sentence, func(w string) bool { return strings.Contains(core, w) }) || left*3 > len([]rune(core)) {
			return nil
		}
	}
	m.Sure = ByRule
	if left > 0 || len([]rune(m.Body)) > maxBodyRunes {
		m.Sure = Weak
	}
	rule := core
	if strings.Contains(aside, "分类") {
		// 明细表（按支出功能分类科目): by one classification, so no cross table.
		rule = strings.ReplaceAll(rule, "明细", "")
	}
	var out []Match
	for _, k := range c.kinds {
		if k.fits(rule) {
			m.Kind = k.ID
			out = append(out, m)
		}
	}
	if len(out) == 0 && left == 0 && slices.ContainsFunc(c.words.Content, func(w string) bool { return strings.Contains(core, w) }) {
		m.Kind, m.Sure = "unknown", Weak
		return []Match{m}
	}
	return out
}

// fits reports whether every group of All has a word in the title and None has
// none.
func (k *Kind) fits(core string) bool {
	for _, group := range k.All {
		if !slices.ContainsFunc(group, func(w string) bool { return strings.Contains(core, w) }) {
			return false
		}
	}
	return !slices.ContainsFunc(k.None, func(w string) bool { return strings.Contains(core, w) })
}

func parseYear(s string) int {
	if y, err := strconv.Atoi(s); err == nil {
		return y
	}
	y := 0
	for _, r := range s {
		d := strings.IndexRune("〇一二三四五六七八九", r)
		if d < 0 {
			d = 0
		} else {
			d /= len("一")
		}
		y = y*10 + d
	}
	return y
}

// titlePhase reads 预算 or 决算 off a title, the names of funds left aside
// (一般公共预算 says nothing of the phase).
func titlePhase(core string) budget.Phase {
	if strings.Contains(core, "决算") {
		return budget.PhaseFinal
	}
	for _, w := range []string{"一般公共预算", "公共财政预算", "公共预算", "政府性基金预算", "国有资本经营预算", "预算单位"} {
		core = strings.ReplaceAll(core, w, "")
	}
	if strings.Contains(core, "预算") {
		return budget.PhaseBudget
	}
	return budget.PhaseUnknown
}

// SchemeOf is the classification that a title or heading names: economic-gov,
// economic-dept, functional, "" for none.
func SchemeOf(s string) string {
	switch {
	case strings.Contains(s, "政府经济") || strings.Contains(s, "政府预算经济") || strings.Contains(s, "政府预算支出经济"):
		return "economic-gov"
	case strings.Contains(s, "经济"):
		return "economic-dept"
	case strings.Contains(s, "功能"):
		return "functional"
	}
	return ""
}

// fund is the source of money that a title names: its own words first, then
// what stands in brackets.
func (c *Catalog) fund(core, aside string) string {
	for _, s := range []string{core, aside} {
		var found []string
		for _, f := range c.words.Fund {
			if slices.ContainsFunc(f.Words, func(w string) bool { return strings.Contains(s, w) }) {
				found = append(found, f.Measure)
			}
		}
		switch {
		case len(found) == 1:
			return found[0]
		case len(found) == 2 && slices.Contains(found, "appropriation"):
			// 一般公共预算财政拨款: the narrower of the two.
			return found[0]
		case len(found) > 1:
			return "appropriation"
		}
	}
	return ""
}
