package form

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"yusuan/parse/budget"
)

type identityFile struct {
	Version     int      `toml:"version"`
	Around      []string `toml:"around"`
	Overview    []string `toml:"overview"`
	Affix       []string `toml:"affix"`
	Alone       []string `toml:"alone"`
	Cover       []string `toml:"cover"`
	Placeholder []string `toml:"placeholder"`
	Template    []string `toml:"template"`
	HeadingEnd  []string `toml:"heading_end"`
	Names       []struct {
		Full  string `toml:"full"`
		Short string `toml:"short"`
	} `toml:"name"`

	words   map[string]bool
	longest int
}

func (f *identityFile) compile(title map[string]bool) {
	f.words = map[string]bool{}
	for w := range title {
		f.words[w] = true
		f.longest = max(f.longest, len([]rune(w)))
	}
	for _, w := range f.Around {
		f.words[w] = true
		f.longest = max(f.longest, len([]rune(w)))
	}
}

// Disclosure is what a cover line, a chapter head or a heading says of the
// document it stands in.
type Disclosure struct {
	Body     string // name as printed, white space removed, additions such as (汇总) kept; "" where none
	Year     int    // 0 where none
	Phase    budget.Phase
	Scope    budget.Scope
	Chapter  bool // a chapter head: 第二部分 …
	Numbered bool // a numbered heading: 三、关于…
	Overview bool // 概况, 主要职能: says whose it is, not of which year
}

var (
	chapterHead = regexp.MustCompile(`^第[一二三四五六七八九十]{1,2}(?:部分|部门|章|篇|编)[:、.]?`)
	disclosure  = regexp.MustCompile(`^(.{0,46}?)(?:(20[0-9]{2}|二[〇○0零O][〇○0零O一二三四五六七八九]{2})(?:年度|年|度)?)?([^0-9]{0,24}?)(预算|决算)([^0-9]{0,24})$`)
)

// figureHeading is part of the heading of a table: 预算数, 决算数.
var figureHeading = regexp.MustCompile(`(?:预算|决算|执行)数`)

// Disclosure reads a line as one that says whose disclosure this is, of which
// year and phase: 江苏省人民检察院2017年部门预算, 第二部分 2018年度部门预算表,
// 第一部分 某局概况. Sentences are none.
func (c *Catalog) Disclosure(line string) (Disclosure, bool) {
	var d Disclosure
	if strings.TrimSpace(line) == "" || leaders.MatchString(Fold(line)) {
		return d, false
	}
	s := Plain(line)
	if loc := chapterHead.FindStringIndex(s); loc != nil {
		d.Chapter = true
		s = s[loc[1]:]
	}
	if t := trimListHead(s); t != s {
		d.Numbered = true
		s = t
	}
	s = strings.TrimPrefix(strings.TrimRight(s, ":."), "关于")
	if n := len([]rune(s)); n < 2 || n > maxTitleRunes || strings.ContainsAny(s, ",。;!?%￥=<>|:") {
		return d, false
	}
	for _, w := range c.identity.Overview {
		body, ok := strings.CutSuffix(s, w)
		if !ok || !c.bodyLike(c.stripAffix(body)) || c.uncovered(body) == 0 {
			continue
		}
		if y := yearWord.FindStringIndex(body); y != nil {
			continue
		}
		d.Body, d.Overview = body, true
		return d, true
	}
	m := disclosure.FindStringSubmatch(s)
	if m == nil || figureHeading.MatchString(s) {
		return d, false
	}
	body, mid, around := m[1], m[3], m[5]
	if m[2] != "" {
		d.Year = parseYear(m[2])
		if body == "" && c.uncoveredBy(c.identity.words, c.identity.longest, parens.ReplaceAllString(mid, "")) > 0 {
			body, mid = c.splitName(mid) // 2021年某局部门决算
		}
	} else {
		// Without a year the name ends where the title words begin.
		body, mid = c.splitName(m[1] + m[3])
		if body == "" {
			return d, false
		}
	}
	if c.uncoveredBy(c.identity.words, c.identity.longest, parens.ReplaceAllString(mid, "")) > 0 ||
		c.uncoveredBy(c.identity.words, c.identity.longest, parens.ReplaceAllString(around, "")) > 0 {
		return d, false
	}
	if body != "" && c.uncoveredBy(c.identity.words, c.identity.longest, body) == 0 {
		body = ""
	}
	if body != "" && !c.bodyLike(c.stripAffix(body)) {
		return d, false
	}
	if body == "" && d.Year == 0 {
		return d, false
	}
	d.Body = body
	switch department, unit := strings.Contains(mid, "部门"), strings.Contains(mid, "单位"); {
	case department && !unit:
		d.Scope = budget.ScopeDepartment
	case unit && !department:
		d.Scope = budget.ScopeUnit
	}
	if slices.ContainsFunc(c.identity.Alone, func(a string) bool { return strings.HasSuffix(body, a) }) {
		d.Scope = budget.ScopeUnit // a department's own office, without the bodies below it
	}
	d.Phase = titlePhase(mid + m[4] + around)
	return d, d.Phase != budget.PhaseUnknown
}

// trimListHead takes the number off a numbered line: 三、…, (一)…, 1.….
func trimListHead(s string) string {
	loc := listHead.FindStringIndex(s)
	if loc == nil {
		return s
	}
	// The pattern may look past the mark: cut after the mark alone.
	end := strings.LastIndexAny(s[:loc[1]], listMarks)
	_, n := utf8.DecodeRuneInString(s[end:])
	return s[end+n:]
}

// splitName cuts a name from the title words behind it: 某县教育局部门 gives
// 某县教育局 and 部门.
func (c *Catalog) splitName(s string) (name, rest string) {
	rs := []rune(s)
	for i := len(rs); i > 1; i-- {
		head, tail := string(rs[:i]), string(rs[i:])
		if c.uncoveredBy(c.identity.words, c.identity.longest, tail) == 0 && c.bodyLike(c.stripAffix(head)) && c.uncovered(head) > 0 &&
			!strings.HasSuffix(head, "部门") {
			return head, tail
		}
	}
	return "", s
}

func (c *Catalog) stripAffix(s string) string {
	for changed := true; changed; {
		changed = false
		for _, a := range c.identity.Affix {
			if t, ok := strings.CutSuffix(s, a); ok && t != "" {
				s, changed = t, true
			}
		}
		if name, second := c.secondName(s); second != "" {
			s, changed = name, true
		}
	}
	return s
}

// secondName parts the name of a body from another that it bears, in brackets
// behind it: 某区执法局(某区城管局).
func (c *Catalog) secondName(s string) (name, second string) {
	at := strings.LastIndex(s, "(")
	if at <= 0 || !strings.HasSuffix(s, ")") || !c.bodyLike(s[:at]) || !c.bodyLike(s[at+1:len(s)-1]) {
		return s, ""
	}
	return s[:at], s[at+1 : len(s)-1]
}

// CoverWords reports whether a line has words of covers, 预算, 公开, 目录, 附件:
// it is no part of a name.
func (c *Catalog) CoverWords(line string) bool {
	s := Plain(line)
	return slices.ContainsFunc(c.identity.Cover, func(w string) bool { return strings.Contains(s, w) })
}

// BodyName is a printed name of a body in normal form: white space, additions
// such as (汇总), and numeric codes before it left out, long forms of party
// bodies shortened. "" for what is no name of a body.
func (c *Catalog) BodyName(printed string) string {
	s := strings.Trim(Plain(printed), ":,.。、-—")
	s = unitCode.ReplaceAllString(chapterHead.ReplaceAllString(s, ""), "")
	s = c.stripAffix(strings.TrimPrefix(trimListHead(s), "关于"))
	if !c.bodyLike(s) {
		return ""
	}
	for _, n := range c.identity.Names {
		if rest, ok := strings.CutPrefix(s, n.Short); ok {
			s = n.Full + strings.Replace(rest, "委员会", "委", 1)
		}
	}
	return s
}

// Template reports whether a line names a form that nobody has filled in: 某市
// XX局, 附件：部门决算模板.
func (c *Catalog) Template(line string) bool {
	s := Plain(line)
	return slices.ContainsFunc(c.identity.Template, func(w string) bool { return strings.Contains(s, w) }) || c.Placeholder(s)
}

// Placeholder reports whether a name is left open: XX局.
func (c *Catalog) Placeholder(name string) bool {
	s := Plain(name)
	return slices.ContainsFunc(c.identity.Placeholder, func(w string) bool { return strings.Contains(s, w) })
}

// HeadingYear finds the fiscal year that a heading names (三、关于某局2020年收入
// 预算情况说明), 0 where the line is no heading or names none. Years that are
// compared with (比2020年, 2020—2022年) do not count.
func (c *Catalog) HeadingYear(line string) int {
	s := Plain(line)
	if leaders.MatchString(s) {
		s = leaders.ReplaceAllString(s, "")
	}
	if !chapterHead.MatchString(s) && !listHead.MatchString(s) || len([]rune(s)) > 60 || strings.ContainsAny(s, "。;") {
		return 0
	}
	s = strings.TrimRight(pageTail.ReplaceAllString(s, ""), ":")
	if !slices.ContainsFunc(c.identity.HeadingEnd, func(w string) bool { return strings.HasSuffix(s, w) }) {
		return 0
	}
	year := 0
	for _, loc := range yearWord.FindAllStringSubmatchIndex(s, -1) {
		before := []rune(s[:loc[0]])
		if len(before) > 0 && strings.ContainsRune("比较与至-—〔[【", before[len(before)-1]) {
			return 0
		}
		if year != 0 {
			return 0
		}
		year = parseYear(s[loc[2]:loc[3]])
	}
	return year
}
