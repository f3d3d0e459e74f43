package parse

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"yusuan/parse/budget"
)

// paragraph is running text with its line ends undone: printed text without
// white space, and where each of its lines begins.
type paragraph struct {
	text    []rune // as printed, white space between characters removed
	marks   []lineMark
	ordinal int    // style of its ordinal, 0 without: 1 第一部分, 2 一、, 3 （一）, 4 1．, 5 （1）, 6 ①
	heading bool   // a heading, not running text
	section string // innermost heading above it
	chapter string // innermost heading of styles 1 and 2
}

// under is the path of headings a paragraph stands under, chapter first.
func (p *paragraph) under() string {
	if p.chapter == p.section || p.chapter == "" {
		return p.section
	}
	return p.chapter + "/" + p.section
}

// lineMark is where a line begins in a paragraph.
type lineMark struct {
	at   int // index into paragraph.text
	span budget.Span
}

// spanAt gives the page and box of the line that holds rune i.
func (p *paragraph) spanAt(i int) budget.Span {
	n, found := slices.BinarySearchFunc(p.marks, i, func(m lineMark, at int) int { return m.at - at })
	if !found {
		n--
	}
	if n < 0 {
		return budget.Span{}
	}
	return p.marks[n].span
}

// spanOver gives the page of rune from and the box around the lines on it that
// hold the runes from there up to to.
func (p *paragraph) spanOver(from, to int) budget.Span {
	s := p.spanAt(from)
	for _, m := range p.marks {
		if m.at > from && m.at < to && m.span.Page == s.Page {
			s.X0, s.Y0 = min(s.X0, m.span.X0), min(s.Y0, m.span.Y0)
			s.X1, s.Y1 = max(s.X1, m.span.X1), max(s.Y1, m.span.Y1)
		}
	}
	return s
}

const (
	indentEm     = 1.2 // a line begins a paragraph when it starts this many characters right of the margin
	shortEm      = 2.5 // a line is short when it ends this many characters before the right margin
	gapEm        = 2.0 // vertical space that parts paragraphs, in characters
	shortText    = 0.8 // the same for text without boxes, of the usual line width
	headingRunes = 60  // characters of the longest heading
	pageWidthCh  = 140 // columns: text with longer lines is not wrapped by its source
)

var ordinalStyles = []struct {
	style int
	re    *regexp.Regexp
}{
	{1, regexp.MustCompile(`^第[一二三四五六七八九十\d]+(部分|章|篇|部门)`)},
	{2, regexp.MustCompile(`^[一二三四五六七八九十]{1,3}[、.．]`)},
	{3, regexp.MustCompile(`^[（(][一二三四五六七八九十]{1,3}[)）]`)},
	{4, regexp.MustCompile(`^\d{1,3}([.．](20\d\d年|\D|$)|、)`)},
	{5, regexp.MustCompile(`^[（(]\d{1,3}[)）]`)},
	{6, regexp.MustCompile(`^[①②③④⑤⑥⑦⑧⑨⑩⑪⑫]`)},
}

// ordinalOf gives the style of the ordinal that s begins with, and its length
// in runes. A year after 1. is not part of the ordinal.
func ordinalOf(s string) (style, n int) {
	for _, o := range ordinalStyles {
		if m := o.re.FindStringIndex(s); m != nil {
			head := s[:m[1]]
			n := len([]rune(head))
			if o.style == 4 {
				n = strings.IndexAny(head, ".．、")
				n = len([]rune(head[:n])) + 1
			}
			return o.style, n
		}
	}
	return 0, 0
}

var (
	pageNumber   = regexp.MustCompile(`^[-—–－―─]*\d{1,3}[-—–－―─]*$`)
	contentsLine = regexp.MustCompile(`([.．…·]{3,}\d*|PAGEREF\S*)$`)
	pinyin       = regexp.MustCompile(`(\p{Han})[（(]([a-zü\x{00e0}-\x{01dc}]{1,7})[)）]`)
	headingTail  = regexp.MustCompile(`(说明|情况|概况|解释|职责|职能|设置|構成|构成|說明|情況|公开表|目录|附件)$`)
	headingRest  = regexp.MustCompile(`^(的|说明|情况|表|和|及|与)`)
	runsOn       = regexp.MustCompile(`^([，。；、）),;.%％]|[（(][类款项][)）])`) // no line begins a paragraph so
	hasMoney     = regexp.MustCompile(`\d\s*(万元|亿元|元|萬元|億元)|\d\s*[%％]`)
)

// paragraphs joins lines to paragraphs. Boxes decide where there are any: a
// new paragraph is indented, or follows a short line. Without boxes the width
// of the lines and the punctuation decide.
func paragraphs(lines []ProseLine) []paragraph {
	m := measureProse(lines)
	var out []paragraph
	var cur *paragraph
	var prev ProseLine
	prevText, section, chapter := "", "", ""
	levels := [7]string{}
	blank := false
	finish := func() {
		if cur == nil {
			return
		}
		text := string(cur.text)
		cur.ordinal, _ = ordinalOf(text)
		cur.heading = isHeading(text, cur.ordinal)
		cur.section, cur.chapter = section, chapter
		if cur.heading {
			level := cur.ordinal
			if level == 0 {
				level = 2
			}
			levels[level] = text
			for i := level + 1; i < len(levels); i++ {
				levels[i] = ""
			}
			section = text
			if level <= 2 {
				chapter = text
			}
			if level == 1 {
				levels[2] = ""
			}
		}
		out = append(out, *cur)
		cur = nil
	}
	for _, l := range lines {
		text := squeezeProse(l.Text)
		if text == "" {
			blank = true
			continue
		}
		if contentsLine.MatchString(text) || (m.furniture(l) && pageNumber.MatchString(text)) {
			continue
		}
		if cur != nil && m.breaks(prev, prevText, cur.text, l, text, blank) {
			finish()
		}
		if cur == nil {
			cur = &paragraph{}
		}
		if n := len(cur.text); n > 0 && !glues(cur.text, text) {
			cur.text = append(cur.text, ' ')
		}
		cur.marks = append(cur.marks, lineMark{len(cur.text), l.Span})
		cur.text = append(cur.text, []rune(text)...)
		prev, prevText, blank = l, text, false
	}
	finish()
	return out
}

// squeeze removes the white space of a line, but for one space between two
// words of letters or digits, and the pinyin that some mirrors print after
// each character.
func squeezeProse(s string) string {
	if strings.Contains(s, "(") {
		s = pinyin.ReplaceAllString(s, "$1")
	}
	var b []rune
	space := false
	for _, r := range s {
		if unicode.IsSpace(r) || r == '\u200b' || r == '\ufeff' {
			space = true
			continue
		}
		if space && len(b) > 0 && isWordRune(b[len(b)-1]) && isWordRune(r) {
			b = append(b, ' ')
		}
		space = false
		b = append(b, r)
	}
	return string(b)
}

func isWordRune(r rune) bool {
	return r < 128 && (unicode.IsLetter(r) || unicode.IsDigit(r))
}

// glues reports whether a line goes on without a space: always, but for two
// figures that would run into one another and are none that a line end cut.
func glues(text []rune, next string) bool {
	last := text[len(text)-1]
	first := []rune(next)[0]
	if !isWordRune(last) || !isWordRune(first) {
		return true
	}
	if !unicode.IsDigit(last) || !unicode.IsDigit(first) {
		return false
	}
	// 14,231.8 and 4万元 are one figure; 2020 and 15 are not.
	dot := -1
	for i := len(text) - 1; i >= 0 && (unicode.IsDigit(text[i]) || text[i] == '.' || text[i] == ','); i-- {
		if text[i] == '.' {
			dot = i
			break
		}
	}
	return dot >= 0 && len(text)-1-dot < 2
}

func isHeading(text string, ordinal int) bool {
	if strings.ContainsAny(text, "。；;，,") || hasMoney.MatchString(text) {
		return false
	}
	if utf8.RuneCountInString(text) > headingRunes {
		return false
	}
	if bare := strings.TrimRight(text, "：:"); bare != text {
		return ordinal > 0 && ordinal <= 3 && headingTail.MatchString(bare)
	}
	return ordinal > 0 || headingTail.MatchString(text)
}

// lineMeasure holds the margins that lines are compared with.
type lineMeasure struct {
	boxed       bool
	left, right map[int]float64 // by page
	width       int             // columns, for text without boxes
	blanks      bool            // blank lines part paragraphs
}

func measureProse(lines []ProseLine) lineMeasure {
	m := lineMeasure{left: map[int]float64{}, right: map[int]float64{}}
	x0, x1 := map[int][]float64{}, map[int][]float64{}
	var widths []int
	nonblank := 0
	for _, l := range lines {
		if strings.TrimSpace(l.Text) == "" {
			continue
		}
		nonblank++
		widths = append(widths, textColumns(squeezeProse(l.Text)))
		if l.X1 > l.X0 {
			m.boxed = true
			x0[l.Page] = append(x0[l.Page], l.X0)
			x1[l.Page] = append(x1[l.Page], l.X1)
		}
	}
	for p := range x0 {
		slices.Sort(x0[p])
		slices.Sort(x1[p])
		m.left[p] = x0[p][len(x0[p])/20]
		m.right[p] = x1[p][len(x1[p])-1-len(x1[p])/20]
	}
	if len(widths) > 0 {
		slices.Sort(widths)
		m.width = widths[len(widths)*9/10]
	}
	m.blanks = len(lines)-nonblank < nonblank/2
	return m
}

// furniture reports whether a line that looks like a page number may be one:
// with boxes those are gone before.
func (m lineMeasure) furniture(l ProseLine) bool { return l.X1 <= l.X0 }

func textColumns(s string) int {
	n := 0
	for _, r := range s {
		if r < 0x2000 {
			n++
		} else {
			n += 2
		}
	}
	return n
}

// breaks reports whether line b, of text tb, begins a new paragraph after
// line a, of text ta, which ends the paragraph whose whole text is so far.
func (m lineMeasure) breaks(a ProseLine, ta string, sofar []rune, b ProseLine, tb string, blank bool) bool {
	last, _ := utf8.DecodeLastRuneInString(ta)
	if runsOn.MatchString(tb) {
		return false
	}
	style, _ := ordinalOf(tb)
	terminal := strings.ContainsRune("。；;：:！？", last) || style > 0 && last == '为'
	heading := func() bool {
		if len(sofar) > headingRunes {
			return false
		}
		s, _ := ordinalOf(string(sofar))
		return isHeading(string(sofar), s)
	}
	if ordinal, _ := ordinalOf(string(sofar[:min(len(sofar), 8)])); ordinal >= 1 && ordinal <= 3 && headingTail.MatchString(ta) && heading() && !headingRest.MatchString(tb) {
		return true
	}
	if m.boxed && a.X1 > a.X0 && b.X1 > b.X0 {
		em := b.Y1 - b.Y0
		short := a.X1 < m.right[a.Page]-shortEm*em
		indent := b.X0 > m.left[b.Page]+indentEm*em
		gap := a.Page == b.Page && b.Y0-a.Y1 > gapEm*em
		switch {
		case style > 0 && (terminal || short || indent):
			return true
		case indent && (terminal || short):
			return true
		case terminal && short:
			return true
		case short && (gap || heading()):
			return true
		}
		return false
	}
	short := float64(textColumns(ta)) < shortText*float64(m.width)
	if m.width > pageWidthCh {
		short = true
	}
	switch {
	case style > 0 && style <= 3 && (terminal || short):
		return true
	case style > 3 && (terminal || short):
		return true
	case terminal && short:
		return true
	case short && heading():
		return true
	case blank && m.blanks && (terminal || short):
		return true
	case labelled(tb) && (short || terminal || labelled(opening(sofar))):
		return true
	}
	return false
}

// labelled reports whether a line begins with a short label and a colon, as
// the lines of a project's description do.
func labelled(s string) bool {
	i := strings.IndexAny(s, "：:")
	if i <= 0 {
		return false
	}
	label := s[:i]
	n := len([]rune(label))
	return n >= 3 && n <= 12 && !strings.ContainsAny(label, "。；，、,;（）()0123456789") && !strings.HasSuffix(label, "其中") && !strings.HasSuffix(label, "包括")
}

// opening is what a paragraph begins with, after its ordinal.
func opening(sofar []rune) string {
	head := sofar[:min(len(sofar), 20)]
	_, n := ordinalOf(string(head))
	return string(head[n:min(n+16, len(head))])
}
