package parse

import (
	"regexp"
	"slices"
	"strings"

	"yusuan/parse/budget"
)

var (
	moneyMark   = regexp.MustCompile(`\d(万元|亿元|元)`)
	glossaryRe  = regexp.MustCompile(`名词解释|专业名词`)
	assetsRe    = regexp.MustCompile(`国有资产|资产占用|资产占有|固定资产`)
	openList    = regexp.MustCompile(`(其中|包括|如下|如下所示|主要包括|方面|情况)[:]?$`)
	levelOfMark = regexp.MustCompile(`^(.*?)\((\d{0,3})([类款项])(?:,\d{3,7})?\)`)
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
	before    *reader     // of the paragraph right before, no heading between
}

// openParent is a quantity whose parts are the paragraphs that follow.
type openParent struct {
	style int // ordinal style of its paragraph
	path  string
}

// pathTitle is a paragraph that only names a 项: 1.教育支出（类）…（项）（2050201）。
var pathTitle = regexp.MustCompile(`^[^,。;]*\(\d{0,3}[类款项]\)["”]?(\(\d{3,7}\))?[。:]?$`)

// newStatement begins a paragraph that is no part of a list before it: its year
// stands in its first clause, and is no date and no year compared with.
var newStatement = regexp.MustCompile(`^([^,。;:]*[^比较与同至止,。;:])?20\d\d年([^,。;:\d末底初]|度)`)

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
		c.recent, c.before = nil, nil
	}
	if p.ordinal > 0 {
		for i, o := range c.stack {
			if o.style == p.ordinal || o.style > p.ordinal {
				c.stack = c.stack[:i]
				break
			}
		}
	} else if f := string(foldRunes(p.text)); strings.HasPrefix(f, "此外") || !p.heading && newStatement.MatchString(f) {
		c.stack = nil
	}
}

func (c *proseContext) leave(p *paragraph, r *reader) {
	f := string(r.s)
	c.setLevels(f)
	if p.heading {
		return
	}
	c.before = r
	if pathTitle.MatchString(f) {
		c.heading, c.recent = string(p.text), nil // what follows is of it
		return
	}
	if bare, ok := strings.CutSuffix(f, ":"); ok && len(r.groups) == 0 && moneySubject(bare) && !strings.ContainsAny(bare, ",。;:") {
		c.heading = strings.TrimRight(string(p.text), "：:") // 财政拨款收入：, its figures in the next paragraph
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

// carryOn lets a paragraph that begins with a comparison go on with the one
// amount of the paragraph before: 公务接待费5万元。 / 比上年减少1万元. It gives the
// quantity as it goes on, nil where nothing does.
func (r *reader) carryOn() *quantity {
	b := r.doc.before
	if b == nil || r.p.ordinal != 0 || len(r.toks) == 0 || r.toks[0].kind != tBase && r.toks[0].kind != tLike {
		return nil
	}
	of := b.oneQuantity()
	if of == nil {
		return nil
	}
	g := &quantity{subject: of.subject, parent: of.parent, amount: of.amount, unit: of.unit, goesOn: of}
	from, to := b.sentenceAt(b.bounds(), of.at, of)
	g.before = b.printed(from, to)
	r.groups, r.cur, r.sentence = []*quantity{g}, g, 1
	return g
}

// carried keeps the quantity that went on where something was said of it.
func (r *reader) carried(g *quantity) {
	if len(g.lines) > 0 {
		g.goesOn.again = true
		return
	}
	r.groups = slices.DeleteFunc(r.groups, func(q *quantity) bool { return q == g })
}

// oneQuantity is the amount that a paragraph is about: its only one, or the
// whole of its list; nil where it has several or a change was said of it.
func (r *reader) oneQuantity() *quantity {
	if len(r.groups) == 0 {
		return nil
	}
	of := r.groups[0]
	if of.amount == "" || of.subject == "" || slices.ContainsFunc(r.groups, (*quantity).changed) {
		return nil
	}
	for _, g := range r.groups[1:] {
		if !strings.HasPrefix(g.parent, of.path()) {
			return nil
		}
	}
	return of
}

var headingNoise = regexp.MustCompile(`(预算|决算)?(收支)?(变化|执行|安排)?(总体)?(情况)?(的)?(总体)?(说明)?$`)

// codeTail is what may follow the name of a 项 in a title.
var codeTail = regexp.MustCompile(`(\(\d{3,7}\))?[。:]?$`)

// headingSubject is what the heading above is about.
func (c *proseContext) headingSubject() string {
	f := foldRunes([]rune(c.heading))
	_, n := ordinalOf(c.heading)
	s := c.heading[len(string([]rune(c.heading)[:n])):]
	if m := codeTail.FindStringIndex(string(f[n:])); m != nil && hasLevel(s) {
		return string([]rune(s)[:runesIn(f[n:], m[0])])
	}
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
