package form

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

type lineFile struct {
	Version     int      `toml:"version"`
	TotalLabels []string `toml:"total"`
	Index       []string `toml:"index"`
	Notes       []string `toml:"note"`
	NoteStart   []string `toml:"note_start"`
	Boilerplate []string `toml:"boilerplate"`
	Empty       []struct {
		All      [][]string `toml:"all"`
		NoteOnly bool       `toml:"note_only"` // fits only a line that is a note: 注：…
	} `toml:"empty"`
	EmptyAlone []string `toml:"empty_alone"` // says so with nothing beside it
	Unit       []string `toml:"unit"`
	Count      []string `toml:"count"`      // units of things that are counted: 辆
	CountWords []string `toml:"count_word"` // headings that count without a unit: 数量
	Department []string `toml:"department"`

	total      map[string]bool
	department []string // longest first
}

func (l *lineFile) compile() []error {
	var errs []error
	l.total = map[string]bool{}
	for _, t := range l.TotalLabels {
		l.total[Plain(t)] = true
	}
	for i, e := range l.Empty {
		if len(e.All) == 0 {
			errs = append(errs, fmt.Errorf("lines.toml: empty %d fits every line", i+1))
		}
	}
	l.department = slices.Clone(l.Department)
	for i, d := range l.department {
		l.department[i] = Plain(d)
	}
	slices.SortFunc(l.department, func(a, b string) int { return len(b) - len(a) })
	return errs
}

// Total reports whether a row label says that the row sums others: 合 计,
// 总计:, 本年支出合计. Ordinals before it do not count.
func (c *Catalog) Total(label string) bool {
	p := strings.Trim(Plain(label), ":.,、*")
	if c.lines.total[p] {
		return true
	}
	p = headingMark.ReplaceAllString(p, "")
	if c.lines.total[p] {
		return true
	}
	short := parens.ReplaceAllString(p, "")
	return short != p && c.lines.total[short]
}

var yearStart = regexp.MustCompile(`^20[0-9]{2}年`)

// Uncounted is the unit of things that are counted without saying in what.
const Uncounted = "#"

var bracketEnd = regexp.MustCompile(`\(([^()]{1,8})\)$`)

// CountUnit is the unit of a label or heading that counts things and so heads
// no money: 辆 of 公务用车保有量（辆）, Uncounted where it only says that it counts
// (数量), "" for what does not.
func (c *Catalog) CountUnit(label string) string {
	p := strings.TrimRight(Plain(label), ":")
	if m := bracketEnd.FindStringSubmatch(p); m != nil {
		first := strings.FieldsFunc(m[1], func(r rune) bool { return strings.ContainsRune("/、,;", r) })
		if len(first) > 0 && !slices.ContainsFunc(first, func(u string) bool { return !slices.Contains(c.lines.Count, u) }) {
			return m[1]
		}
	}
	if slices.Contains(c.lines.CountWords, headingMark.ReplaceAllString(p, "")) {
		return Uncounted
	}
	return ""
}

// CountLine reads a line that says in what a table without money counts:
// 单位：人, 计量单位：台、辆.
func (c *Catalog) CountLine(line string) (string, bool) {
	p := Plain(line)
	for _, w := range c.lines.Unit {
		at := strings.LastIndex(p, w+":")
		if at < 0 {
			continue
		}
		unit := p[at+len(w)+1:]
		parts := strings.FieldsFunc(unit, func(r rune) bool { return strings.ContainsRune("/、,;", r) })
		if len(parts) > 0 && !slices.ContainsFunc(parts, func(u string) bool { return !slices.Contains(c.lines.Count, u) }) {
			return unit, true
		}
	}
	return "", false
}

// Note reports whether a line begins a note under a table: 注：…, 备注:…, 说明：….
func (c *Catalog) Note(line string) bool {
	p := strings.TrimLeft(Plain(line), "*(※")
	for _, w := range c.lines.Notes {
		if rest, ok := strings.CutPrefix(p, w); ok {
			rest = strings.TrimLeft(rest, "0123456789")
			if strings.HasPrefix(rest, ":") || strings.HasPrefix(rest, ".") || strings.HasPrefix(rest, "、") {
				return true
			}
		}
	}
	return false
}

// EmptyNote reports whether a line declares the table above it empty. What a
// form prints under every table (无内容应公开空表并说明情况) does not.
func (c *Catalog) EmptyNote(line string) bool {
	p := Plain(line)
	if p == "" || len([]rune(p)) > 160 {
		return false
	}
	if slices.Contains(c.lines.EmptyAlone, strings.Trim(p, "()。.:")) {
		return true
	}
	note := c.Note(line) || slices.ContainsFunc(c.lines.NoteStart, func(w string) bool { return strings.HasPrefix(p, w) }) || yearStart.MatchString(p)
	for _, sentence := range strings.FieldsFunc(p, func(r rune) bool { return r == '。' || r == ';' }) {
		if !slices.ContainsFunc(c.lines.Boilerplate, func(b string) bool { return strings.Contains(sentence, b) }) && c.saysEmpty(sentence, note) {
			return true
		}
	}
	return false
}

// saysEmpty reports whether one sentence fits a pattern of emptiness.
func (c *Catalog) saysEmpty(sentence string, note bool) bool {
	for _, e := range c.lines.Empty {
		if e.NoteOnly && !note {
			continue
		}
		fits := true
		for _, group := range e.All {
			if !slices.ContainsFunc(group, func(w string) bool { return strings.Contains(sentence, w) }) {
				fits = false
				break
			}
		}
		if fits {
			return true
		}
	}
	return false
}

var unitWord = regexp.MustCompile(`(百万元|亿元|万元|千元|元)`)

// UnitLine reads the unit of amounts off a line: 单位：万元, (金额单位: 元),
// 预算数（万元）. The unit comes as parse/budget knows it.
func (c *Catalog) UnitLine(line string) (string, bool) {
	p := Plain(line)
	if !strings.Contains(p, "元") { // as most lines
		return "", false
	}
	for i := range p {
		for _, w := range c.lines.Unit {
			rest, ok := strings.CutPrefix(p[i:], w)
			if !ok {
				continue
			}
			rest = strings.TrimLeft(rest, ":;.为是人民币(")
			if loc := unitWord.FindStringIndex(rest); loc != nil && loc[0] == 0 {
				return unitName(rest[:loc[1]]), true
			}
		}
	}
	if m := unitIn.FindStringSubmatch(p); m != nil && strings.Contains(m[0], "(") {
		return unitName(m[1]), true
	}
	return "", false
}

func unitName(s string) string {
	if s == "百万元" {
		return "百万"
	}
	return s
}

var (
	unitCode = regexp.MustCompile(`^(?:[0-9]{3,}(?:[-_][0-9]+)*[-_.:]?|[(\[【][0-9]{3,}[)\]】])`)
	unitTail = regexp.MustCompile(`(?:金额|计量|货币)?单位:?(?:人民币)?(?:百万元|亿元|万元|千元|元).*$`)
	dateTail = regexp.MustCompile(`(?:填报日期|编制日期|日期)?:?20[0-9]{2}[年.\-/][0-9]{1,2}[月.\-/].*$|(?:预算|决算)?年度:.*$|20[0-9]{2}年度?$|第[0-9]+页.*$|[(](?:盖章|公章|签章)[)]`)
)

// DepartmentLine reads the publisher's name off the line above a table:
// 编制部门：上海市普陀区财政局 单位：元. Numeric codes before names are left out;
// of several names the last is the narrowest. Ok with an empty name is a line
// that leaves the name open.
func (c *Catalog) DepartmentLine(line string) (name string, ok bool) {
	f := fold(line)
	n := string(f.norm)
	if strings.Contains(n, "元") { // as few lines do
		if loc := unitTail.FindStringIndex(n); loc != nil && loc[0] > 0 {
			n = n[:loc[0]]
		} else if loc != nil {
			return "", false
		}
	}
	plain := n
	for _, w := range c.lines.department {
		rest, found := strings.CutPrefix(plain, w+":")
		if !found {
			continue
		}
		rest = dateTail.ReplaceAllString(rest, "")
		if loc := tailNumber(rest); loc != nil {
			rest = dateTail.ReplaceAllString(rest[:loc[0]], "")
		}
		name = lastName(rest)
		if strings.ContainsAny(name, "。%") || len([]rune(name)) > maxBodyRunes+10 {
			return "", false
		}
		if name != "" && unitWord.FindString(name) == name {
			return "", false
		}
		return name, true
	}
	return "", false
}

// longIndex is how many figures in a row, each one more than the one before,
// number columns that go on from a page before.
const longIndex = 4

// IndexRow reports whether the cells of a row number the columns (栏次 1 2 3 …)
// and hold no figures.
func (c *Catalog) IndexRow(cells []string) bool {
	want, words := 0, false
	count := 0
	for _, cell := range cells {
		p := strings.Trim(Plain(cell), "()[]")
		if p == "" {
			continue
		}
		if slices.Contains(c.lines.Index, p) {
			words = true
			continue
		}
		if p == "—" || p == "-" || p == "**" {
			continue
		}
		head, _, _ := strings.Cut(p, "=")
		k := 0
		if _, err := fmt.Sscanf(head, "%d", &k); err != nil || fmt.Sprint(k) != head {
			return false
		}
		if want != 0 && k != want {
			return false
		}
		want = k + 1
		count++
	}
	return words && count > 0 || count >= 3 && want == count+1 || count >= longIndex
}

// lastName takes the last of the names that a department line lists, without
// its number: 101-机关,101020-财政局 names 财政局.
func lastName(list string) (name string) {
	for _, part := range strings.FieldsFunc(list, func(r rune) bool { return r == ',' || r == ';' || r == '、' }) {
		if part = unitCode.ReplaceAllString(part, ""); part != "" {
			name = part
		}
	}
	return name
}

// DepartmentName reads the name out of what a department line prints after its
// colon, as Table.Printed has it.
func (c *Catalog) DepartmentName(printed string) string { return lastName(string(fold(printed).norm)) }
