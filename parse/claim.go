package parse

import (
	"regexp"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"yusuan/parse/budget"
)

// Claims reads the statements about money in running text.
//
// Lines are joined to paragraphs (prose.go); a paragraph is cut into tokens:
// figures with their units, words of change, bases of comparison
// (claimtoken.go, claimwords.csv); the tokens are walked once, and what is
// said is gathered by the quantity it is said of, which may have been named in
// an earlier clause, sentence or heading (claimread.go, claimreason.go,
// claimsubject.go).
//
// Year is the fiscal year and phase the kind of the document; both may be
// unknown. Claims come in the order of the text. A sentence with an amount of
// money that is in no claim comes back as Unread, kind "sentence".
func Claims(lines []ProseLine, year int, phase budget.Phase) ([]budget.Claim, []budget.Unread) {
	p := ReadProse(lines, year, phase)
	return p.Claims, p.Unread
}

// Prose is all that running text says.
type Prose struct {
	Claims  []budget.Claim
	Stated  []budget.Stated
	Unread  []budget.Unread
	Blanks  []budget.Finding // template remains: slots left blank, XX万元, 增加（减少）
	Money   int              // sentences with an amount of money
	Missing int              // of these, in Unread
}

// ReadProse is Claims with the other facts that the text states.
func ReadProse(lines []ProseLine, year int, phase budget.Phase) Prose {
	ctx := &proseContext{year: year, phase: phase}
	var out Prose
	var readers []*reader
	for _, p := range paragraphs(lines) {
		ctx.enter(&p)
		r := &reader{p: &p, s: foldRunes(p.text), phase: phase, year: year, doc: ctx}
		ctx.money = moneyMark.MatchString(string(r.s)) || ctx.money && p.ordinal > 3
		switch {
		case p.heading:
		case ctx.skip:
			// a glossary explains words: a figure in it is no statement
			r.toks = tokenize(r.s)
			r.covered = make([]bool, len(r.toks))
		default:
			r.read()
			r.state()
		}
		if !ctx.skip {
			r.describe()
		}
		readers = append(readers, r)
		out.Stated = append(out.Stated, r.stated...)
		out.Blanks = append(out.Blanks, r.placeholders()...)
		money, bad := r.unread()
		out.Money += money
		out.Missing += len(bad)
		out.Unread = append(out.Unread, bad...)
		ctx.leave(&p, r)
	}
	for _, r := range readers {
		out.Claims = append(out.Claims, r.claims()...) // a later paragraph may have given the reason
	}
	return out
}

var (
	moneyMark   = regexp.MustCompile(`\d(万元|亿元|元)`)
	glossaryRe  = regexp.MustCompile(`名词解释|专业名词`)
	assetsRe    = regexp.MustCompile(`国有资产|资产占用|资产占有|固定资产`)
	openList    = regexp.MustCompile(`(其中|包括|如下|如下所示|主要包括|方面|情况)[:]?$`)
	levelOfMark = regexp.MustCompile(`^(.*?)\((\d{0,3})([类款项])\)`)
)

// proseContext is what paragraphs hand on to those that follow.
type proseContext struct {
	year      int
	phase     budget.Phase
	skip      bool // a glossary
	assets    bool // under the heading on state property
	money     bool // figures of money are about
	heading   string
	project   string // 项目名称 of the project description being read
	projects  int    // descriptions of projects begun
	described string // key of the one being read: 项目（一）
	unnamed   string // its name, from a heading, until it is stated
	field     string // heading within it: 立项依据
	title     string // heading without an ordinal met last
	stack     []openParent
	levels    [3]string   // 类, 款, 项 named last under the heading
	recent    []*quantity // of the paragraphs before, under the same heading
}

// openParent is a quantity whose parts are the paragraphs that follow.
type openParent struct {
	style int // ordinal style of its paragraph
	path  string
}

func (c *proseContext) enter(p *paragraph) {
	if p.heading {
		f := string(foldRunes(p.text))
		if p.ordinal <= 2 {
			c.skip = glossaryRe.MatchString(f)
			c.stack, c.levels, c.project = nil, [3]string{}, ""
			c.assets = false
		} else if glossaryRe.MatchString(f) {
			c.skip = true
		}
		if p.ordinal >= 3 && !hasLevel(f) {
			c.levels = [3]string{}
		}
		if p.ordinal <= 3 {
			c.assets = assetsRe.MatchString(f) && !strings.Contains(f, "经营")
		}
		c.heading = string(p.text)
		c.recent = nil
	}
	if p.ordinal > 0 {
		for i, o := range c.stack {
			if o.style == p.ordinal || o.style > p.ordinal {
				c.stack = c.stack[:i]
				break
			}
		}
	} else if f := string(foldRunes(p.text)); strings.HasPrefix(f, "此外") || yearMark.MatchString(f) && !p.heading {
		c.stack = nil
	}
}

func (c *proseContext) leave(p *paragraph, r *reader) {
	f := string(r.s)
	c.setLevels(f)
	if p.heading {
		return
	}
	if i := strings.Index(f, "项目名称:"); i >= 0 {
		c.project = string(p.text[runesIn([]rune(f), i)+5:])
	}
	c.recent = append(c.recent, r.groups...)
	if len(c.recent) > 40 {
		c.recent = c.recent[len(c.recent)-40:]
	}
	if strings.HasSuffix(f, "开展情况如下:") {
		return
	}
	if openList.MatchString(strings.TrimRight(lastRunes(f, 12), "。:")) || strings.HasSuffix(f, ":") {
		path := r.parent
		if n := len(r.groups); n > 0 {
			if path == "" || !strings.Contains(r.groups[n-1].path(), path) {
				path = r.groups[n-1].path()
			}
		}
		if path != "" {
			c.stack = append(c.stack, openParent{p.ordinal, path})
			if len(c.stack) > 6 {
				c.stack = c.stack[1:]
			}
		}
	}
}

var headingNoise = regexp.MustCompile(`(预算|决算)?(收支)?(变化|执行|安排)?(总体)?(情况)?(的)?(总体)?(说明)?$`)

// headingSubject is what the heading above is about.
func (c *proseContext) headingSubject() string {
	f := foldRunes([]rune(c.heading))
	_, n := ordinalOf(c.heading)
	s := c.heading[len(string([]rune(c.heading)[:n])):]
	if m := headingNoise.FindStringIndex(string(f[n:])); m != nil {
		s = string([]rune(s)[:runesIn(f[n:], m[0])])
	}
	return s
}

func (c *proseContext) parent() string {
	if c.project != "" {
		return c.project
	}
	if n := len(c.stack); n > 0 {
		return c.stack[n-1].path
	}
	return ""
}

// setLevels remembers the 类, 款 and 项 that a paragraph begins with.
func (c *proseContext) setLevels(f string) {
	for i, part := range levelParts(f) {
		if part == "" {
			continue
		}
		c.levels[i] = part
		for j := i + 1; j < 3; j++ {
			c.levels[j] = ""
		}
	}
}

// levelParts cuts A（类）B（款）C（项） at the start of a text to its names.
func levelParts(f string) [3]string {
	var out [3]string
	f = strings.TrimLeft(f, "“\"‘ ")
	if _, n := ordinalOf(f); n > 0 {
		f = string([]rune(f)[n:])
	}
	for range 3 {
		m := levelOfMark.FindStringSubmatch(f)
		if m == nil || strings.ContainsAny(m[1], ",。;:") {
			break
		}
		i := strings.Index("类款项", m[3]) / len("类")
		out[i] = quoteMarks.Replace(strings.TrimSpace(m[1]))
		f = f[len(m[0]):]
	}
	return out
}

// levelsAbove is the path of 类 and 款 above a subject that names only lower
// levels.
func (c *proseContext) levelsAbove(subject string) string {
	parts := levelParts(string(foldRunes([]rune(subject))))
	low := -1
	for i, p := range parts {
		if p != "" {
			low = i
			break
		}
	}
	var above []string
	for i := 0; i < low; i++ {
		if c.levels[i] != "" {
			above = append(above, c.levels[i])
		}
	}
	return strings.Join(above, "/")
}

// claims gives what was read in order of the text.
func (r *reader) claims() []budget.Claim {
	var out []budget.Claim
	bounds := r.bounds()
	slices.SortStableFunc(r.groups, func(a, b *quantity) int { return a.at - b.at })
	for _, g := range r.groups {
		lines := g.lines
		if len(lines) == 0 {
			lines = []*remark{{of: g, at: g.at}}
		}
		for k, l := range lines {
			if g.amount == "" && !l.change && l.share == "" && l.done == "" && l.reason == "" && l.baseAmount == "" {
				continue
			}
			at := l.at
			if k == 0 && g.amount != "" {
				at = g.at
			}
			c := budget.Claim{
				Section: r.p.under(), Subject: g.path(), Amount: g.amount, Unit: g.unit,
				Direction: l.direction, Delta: l.delta, Percent: l.percent, Share: l.share,
				Whole: l.whole, Completion: l.done, Reason: l.reason, BaseAmount: l.baseAmount,
				Sentence: r.sentenceAt(bounds, at, g), Span: r.p.spanAt(bounds.start(at)), Status: budget.Unknown,
			}
			if c.Unit == "" {
				c.Unit = l.deltaUnit
			}
			if l.base != nil {
				c.Base = r.baseName(l.base)
			}
			if c.Direction == "持平" && c.Delta == "" && l.change {
				c.Delta = ""
			}
			placeClaim(&c, r.year)
			c.Implied, c.HasBase = implied(c, l.deltaUnit)
			out = append(out, c)
		}
	}
	return out
}

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

// implied is the previous figure that an amount and its change give, in yuan.
func implied(c budget.Claim, deltaUnit string) (decimal.Decimal, bool) {
	if c.Amount == "" || c.Delta == "" || c.Direction != "增加" && c.Direction != "减少" {
		return decimal.Zero, false
	}
	a, ok := yuan(c.Amount, c.Unit)
	if deltaUnit == "" {
		deltaUnit = c.Unit
	}
	d, ok2 := yuan(c.Delta, deltaUnit)
	if !ok || !ok2 {
		return decimal.Zero, false
	}
	if c.Direction == "增加" {
		return a.Sub(d), true
	}
	return a.Add(d), true
}

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

// sentenceBounds are the rune positions at which sentences begin.
type sentenceBounds []int

func (r *reader) bounds() sentenceBounds {
	b := sentenceBounds{0}
	for _, t := range r.toks {
		if t.kind == tStop {
			b = append(b, t.to)
		}
	}
	return b
}

func (b sentenceBounds) index(at int) int {
	lo, hi := 0, len(b)
	for lo+1 < hi {
		m := (lo + hi) / 2
		if b[m] <= at {
			lo = m
		} else {
			hi = m
		}
	}
	return lo
}

func (b sentenceBounds) start(at int) int { return b[b.index(at)] }

// sentenceAt is the sentence of a statement; from the sentence of the amount
// on, where the change is said in a later one.
func (r *reader) sentenceAt(b sentenceBounds, at int, g *quantity) string {
	i := b.index(at)
	j := i
	for _, l := range g.lines {
		j = max(j, b.index(l.at))
	}
	to := len(r.p.text)
	if j+1 < len(b) {
		to = b[j+1]
	}
	const longest = 600
	text := r.p.text[b[i]:to]
	if len(text) > longest {
		text = text[:longest]
	}
	return string(text)
}

// unread gives the sentences with a figure of money that no claim holds, and
// counts the sentences with money.
func (r *reader) unread() (money int, bad []budget.Unread) {
	b := r.bounds()
	seen := map[int]bool{}
	lost := map[int]string{}
	held := map[string]bool{}
	for _, g := range r.groups {
		held[g.amount] = true
		for _, l := range g.lines {
			held[l.delta], held[l.baseAmount] = true, true
			for _, t := range tokenize(foldRunes([]rune(l.reason))) {
				held[t.num] = true
			}
		}
	}
	for _, s := range r.stated {
		held[s.Value] = true
	}
	for i, t := range r.toks {
		if t.kind != tMoney {
			continue
		}
		k := b.index(t.from)
		seen[k] = true
		if (!r.covered[i] || !held[t.num]) && lost[k] == "" {
			lost[k] = t.text
		}
	}
	for k, start := range b {
		if lost[k] == "" {
			continue
		}
		to := len(r.p.text)
		if k+1 < len(b) {
			to = b[k+1]
		}
		bad = append(bad, budget.Unread{Kind: "sentence", Text: string(r.p.text[start:to]), Why: "no statement found for " + lost[k], Span: r.p.spanAt(start)})
	}
	return len(seen), bad
}
