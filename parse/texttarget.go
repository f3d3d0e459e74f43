package parse

import (
	_ "embed"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/BurntSushi/toml"

	"yusuan/parse/budget"
)

//go:embed targets.toml
var targetData string

// targetWords are the words of performance tables.
type targetWords struct {
	Version int      `toml:"version"`
	Level1  []string `toml:"level1"`
	Level2  []string `toml:"level2"`
	Heading []string `toml:"heading"`
	Values  []string `toml:"values"`
	Project []string `toml:"project"`
	Funds   []string `toml:"funds"`
	Goal    []string `toml:"goal"`
	Below   []string `toml:"below"`
}

var targetWordList = sync.OnceValues(func() (targetWords, error) {
	var w targetWords
	_, err := toml.Decode(targetData, &w)
	return w, err
})

var (
	targetValue = regexp.MustCompile(`^([=＝≥≤><＞＜]|>=|<=|大于等于|小于等于|不低于|不高于|不少于|不超过|大于|小于|等于)(.*)$`)
	plainFigure = regexp.MustCompile(`^(-?[0-9][0-9,]*(?:\.[0-9]+)?)(\D*)$`)
)

// targets reads a table of performance targets: the project, its funds and
// goal, and one record an indicator that has a value. It reports false for a
// table of another kind.
func (x *textReader) targets(t *textTable, out *Read) bool {
	if t.match.Kind != "performance" && t.match.Kind != "performance_overall" {
		return false
	}
	w, err := targetWordList()
	if err != nil {
		return false
	}
	t.use, t.unread = slices.Clone(t.before), nil // what the reading of rows made of it does not count
	p := targetReader{textTable: t, words: w}
	p.read()
	if len(p.rows) == 0 && p.project == "" {
		t.use = slices.Clone(t.before)
		for i := t.body; i < len(t.toks); i++ {
			if t.use[i] == useNone {
				t.use[i] = useUnread
				t.unread = append(t.unread, budget.Unread{Kind: "table", Text: t.toks[i].raw, Why: "a performance table of a form that is not known", Span: t.span(x.lines, i)})
			}
		}
	}
	page := x.lines[t.start].page
	tab := budget.Table{Kind: t.match.Kind, Title: t.match.Title, Number: t.match.Number, Unit: t.unit, Printed: t.printed, Notes: t.notes, EmptyNote: t.empty,
		Start: budget.Span{Page: page}, End: budget.Span{Page: x.lines[t.end-1].page}, Rows: len(p.rows), Empty: len(p.rows) == 0}
	for n := page; n <= x.lines[t.end-1].page; n++ {
		tab.Pages = append(tab.Pages, n)
	}
	out.Tables = append(out.Tables, tab)
	out.Rows = append(out.Rows, nil)
	for _, r := range p.rows {
		r.Project, r.Funds, r.Goal = p.project, p.funds, p.goal
		out.Targets = append(out.Targets, r)
	}
	out.Unread = append(out.Unread, t.unread...)
	for i, u := range t.use {
		if u == useNone {
			out.Unread = append(out.Unread, budget.Unread{Kind: "table", Text: t.toks[i].raw, Why: "no indicator, heading or label takes it", Span: t.span(x.lines, i)})
		}
	}
	return true
}

// targetReader walks over the tokens of one performance table.
type targetReader struct {
	*textTable
	words                targetWords
	project, funds, goal string
	rows                 []budget.Target
}

// key is a token's text as it is compared.
func (p *targetReader) key(i int) string {
	return strings.TrimRight(plainKey(p.toks[i].raw), ":")
}

// labelAt reports whether a word of the list begins at token i, over one or
// two tokens, and gives the token after it.
func (p *targetReader) labelAt(i int, list []string) (next int, ok bool) {
	for n := 1; n <= 4 && i+n <= len(p.toks); n++ {
		var b strings.Builder
		for k := i; k < i+n; k++ {
			b.WriteString(p.key(k))
		}
		if slices.Contains(list, b.String()) {
			return i + n, true
		}
	}
	return i, false
}

func (p *targetReader) mark(from, to int, u tokenUse) {
	for i := from; i < to && i < len(p.use); i++ {
		if p.use[i] == useNone {
			p.use[i] = u
		}
	}
}

func (p *targetReader) read() {
	start := p.above()
	if start < 0 {
		return
	}
	p.indicators(start)
}

// above reads project, funds and goal, and returns the first token after the
// headings of the indicators, -1 where there are none.
func (p *targetReader) above() int {
	lineEnd := func(i int) int {
		j := i
		for j < len(p.toks) && p.toks[j].line == p.toks[i].line {
			j++
		}
		return j
	}
	text := func(from, to int) string {
		var b strings.Builder
		for i := from; i < to; i++ {
			b.WriteString(squeeze(p.toks[i].raw))
		}
		return b.String()
	}
	values := -1
	for i := p.body; i < len(p.toks); i++ {
		k := p.key(i)
		for _, v := range p.words.Values {
			if k == v || strings.HasPrefix(k, v+"(") {
				values = i
			}
		}
		if values >= 0 {
			break
		}
	}
	if values < 0 {
		return -1
	}
	goalFrom, goalTo := -1, -1
	for i := p.body; i < values; i++ {
		next, ok := p.labelAt(i, p.words.Project)
		switch {
		case ok && p.project == "" && next < values && p.toks[next].line == p.toks[i].line:
			end := lineEnd(next)
			p.project = text(next, end)
			p.mark(i, end, useRow)
			i = end - 1
			continue
		case goalFrom < 0:
			if next, ok := p.labelAt(i, p.words.Funds); ok && p.funds == "" && next < values && p.toks[next].isAmount() {
				p.funds = p.toks[next].s
				p.mark(i, next+1, useRow)
				i = next
				continue
			}
			if next, ok := p.labelAt(i, p.words.Goal); ok && len([]rune(p.key(i))) > 1 {
				p.mark(i, next, useHeading)
				goalFrom = next
				i = next - 1
				continue
			}
		}
		if goalFrom >= 0 && goalTo < 0 && (len([]rune(p.key(i))) == 1 || func() bool { _, ok := p.labelAt(i, p.words.Heading); return ok }()) {
			goalTo = i
		}
	}
	if goalFrom >= 0 {
		if goalTo < 0 {
			goalTo = values
		}
		p.goal = text(goalFrom, goalTo)
		p.mark(goalFrom, goalTo, useRow)
	}
	p.mark(p.body, values+1, useHeading)
	return values + 1
}

// indicators reads the levels, names and values below the headings.
func (p *targetReader) indicators(i int) {
	var l1, l2 string
	var name []int
	vertical := func(i int) bool { // a scrap of a label written downwards
		k := p.key(i)
		return len([]rune(k)) == 1 && strings.Contains("绩效指标总体目", k)
	}
	first := func(i int) bool { return i == 0 || p.toks[i-1].line != p.toks[i].line }
	for i < len(p.toks) {
		if p.use[i] != useNone {
			i++
			continue
		}
		if _, ok := p.labelAt(i, p.words.Below); ok || hasLabelPrefix(p.key(i), p.words.Below) {
			j := i
			for j < len(p.toks) && p.toks[j].line == p.toks[i].line {
				j++
			}
			p.mark(i, j, useRow)
			i = j
			continue
		}
		if len(name) == 0 && first(i) && vertical(i) {
			p.mark(i, i+1, useHeading)
			i++
			continue
		}
		if len(name) == 0 {
			n1, is1 := p.labelAt(i, p.words.Level1)
			n2, is2 := p.labelAt(i, p.words.Level2)
			if is1 && is2 {
				// Both: the first level when a second follows, or when it is new.
				_, follows := p.labelAt(min(n1, len(p.toks)-1), p.words.Level2)
				is1 = follows
			}
			switch {
			case is1:
				l1, l2 = join(p, i, n1), ""
				p.mark(i, n1, useRow)
				i = n1
				continue
			case is2:
				l2 = join(p, i, n2)
				p.mark(i, n2, useRow)
				i = n2
				continue
			}
		}
		// The value: it has an operator, or it is the last of several words on a line.
		j := i
		for j < len(p.toks) && p.toks[j].line == p.toks[i].line {
			j++
		}
		at := -1
		for k := i; k < j; k++ {
			if targetValue.MatchString(p.toks[k].s) {
				at = k
				break
			}
		}
		if at < 0 && j-i > 1 {
			at = j - 1
		}
		if at < 0 || at == i && len(name) == 0 {
			name = append(name, i)
			i++
			if j > i {
				i = j
			}
			continue
		}
		for k := i; k < at; k++ {
			name = append(name, k)
		}
		t := budget.Target{Level1: l1, Level2: l2}
		for _, k := range name {
			t.Level3 += squeeze(p.toks[k].raw)
			p.use[k] = useRow
		}
		var raw strings.Builder
		for k := at; k < j; k++ {
			raw.WriteString(squeeze(p.toks[k].raw))
		}
		p.mark(at, j, useRow)
		t.Raw = raw.String()
		t.Operator, t.Value, t.UnitTxt = splitTarget(t.Raw)
		p.rows = append(p.rows, t)
		name, i = nil, j
	}
}

func hasLabelPrefix(s string, list []string) bool {
	for _, w := range list {
		if strings.HasPrefix(s, w+":") || strings.HasPrefix(s, w+"：") {
			return true
		}
	}
	return false
}

func join(p *targetReader, from, to int) string {
	var b strings.Builder
	for i := from; i < to; i++ {
		b.WriteString(squeeze(p.toks[i].raw))
	}
	return b.String()
}

// splitTarget takes operator, figure and unit of an indicator's value apart.
// What is no single figure (a date, words) stays whole.
func splitTarget(raw string) (op, value, unit string) {
	value = raw
	if m := targetValue.FindStringSubmatch(raw); m != nil {
		op, value = m[1], m[2]
	}
	if m := plainFigure.FindStringSubmatch(foldWide(value)); m != nil {
		return op, m[1], m[2]
	}
	return op, value, ""
}
