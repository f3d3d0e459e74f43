package parse

import (
	"regexp"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"yusuan/extract"
	"yusuan/parse/budget"
)

// plainLine is one line of a text document with its words.
type plainLine struct {
	page int // as extract.Page.Number; 0 in text without pages
	text string
	toks []plainTok
}

// plainTok is one run of text between white space (or bars) of a line, further
// cut where a code, a name and an amount touch.
type plainTok struct {
	raw  string // as printed
	s    string // full-width digits, commas and points folded
	line int    // index into the document's lines
	// First and one past the last character cell: counted one a character, and
	// counted two for wide characters. Which count a text was laid out with
	// differs from tool to tool.
	x0, x1, w0, w1 int
	wide           bool // two or more spaces, a tab or a bar before it
	bar            bool // a bar or a tab before it: it parts cells and gives no place
	repairs        []budget.Repair
}

const tabCells = 8 // a tab goes on to the next multiple of so many cells

var (
	amountText = regexp.MustCompile(`^-?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?$`)
	moneyText  = regexp.MustCompile(`^-?(?:[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]+\.[0-9]+)$`) // surely a figure: grouped or with decimals
	gluedPair  = regexp.MustCompile(`^(-?[0-9]{1,3}(?:,[0-9]{3})*\.[0-9]{2}|-?[0-9]{1,3}(?:,[0-9]{3})+)(-?[0-9]{1,3}(?:,[0-9]{3})*\.[0-9]{2}|-?[0-9]{1,3}(?:,[0-9]{3})+)$`)
	gluedClass = regexp.MustCompile(`^(-?[0-9]{1,3}(?:,[0-9]{3})*\.[0-9]{2})([0-9]{3})$`)
	codeName   = regexp.MustCompile(`^([0-9]{3}(?:[0-9]{2}){0,2})(\p{Han}.*)$`)
	nameAmount = regexp.MustCompile(`^(.*[\p{Han})）:：])(-?(?:[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]+\.[0-9]{2}))$`)
	amountName = regexp.MustCompile(`^(-?(?:[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]+\.[0-9]{2}))(\p{Han}.*)$`)
	amountItem = regexp.MustCompile(`^(-?[0-9]+)([一二三四五六七八九十]{1,3}、.*)$`)
	measures   = units + "平亩公吨千百" // what may follow a figure that is no code
	pageMark   = regexp.MustCompile(`^(?:[-—–]+\s*[0-9]{1,4}\s*[-—–]+|第\s*[0-9]{1,4}\s*页.{0,12}|[0-9]{1,4}\s*/\s*[0-9]{1,4})$`)
	bareNumber = regexp.MustCompile(`^[0-9]{1,4}$`)
	units      = "年月日个人次辆家台套元万亿项类批级号条户天本件楼层"
)

// plainLines takes the lines of a document apart and drops its page numbers,
// which are returned as furniture.
func plainLines(doc *extract.Document) (lines []plainLine, furniture []ProseLine) {
	pages := len(doc.Pages) > 1
	shift := pageShift(doc)
	for _, p := range doc.Pages {
		number := p.Number
		if !pages {
			number = 0
		}
		first, last := ends(p.Lines)
		for i, l := range p.Lines {
			for _, text := range strings.FieldsFunc(l.Text, func(r rune) bool { return r == '\n' || r == '\r' || r == '\f' || r == '\v' }) {
				t := foldWide(strings.TrimSpace(text))
				edge := pages && (i == first || i == last) && bareNumber.MatchString(t) && shift[t] == number
				if pageMark.MatchString(t) || edge {
					furniture = append(furniture, ProseLine{Text: t, Span: budget.Span{Page: number}})
					continue
				}
				lines = append(lines, plainLine{page: number, text: text})
			}
			if strings.TrimSpace(l.Text) == "" {
				lines = append(lines, plainLine{page: number})
			}
		}
	}
	for i := range lines {
		lines[i].toks = cutLine(lines[i].text, i)
	}
	return lines, furniture
}

func ends(lines []extract.Line) (first, last int) {
	first, last = -1, -1
	for i, l := range lines {
		if strings.TrimSpace(l.Text) != "" {
			if first < 0 {
				first = i
			}
			last = i
		}
	}
	return first, last
}

// pageShift tells which bare numbers at the edge of a page count its pages:
// those that run with the pages at one distance on at least two of them. It
// maps the number to its page.
func pageShift(doc *extract.Document) map[string]int {
	count := make(map[int]int)
	type seen struct {
		text string
		page int
		by   int
	}
	var all []seen
	for _, p := range doc.Pages {
		first, last := ends(p.Lines)
		for _, i := range []int{first, last} {
			if i < 0 {
				continue
			}
			t := foldWide(strings.TrimSpace(p.Lines[i].Text))
			if !bareNumber.MatchString(t) {
				continue
			}
			n := 0
			for _, r := range t {
				n = n*10 + int(r-'0')
			}
			count[n-p.Number]++
			all = append(all, seen{t, p.Number, n - p.Number})
		}
	}
	out := make(map[string]int)
	for _, s := range all {
		if count[s.by] > 1 {
			out[s.text] = s.page
		}
	}
	return out
}

// foldWide folds full-width forms, sign for sign; everything else stays.
func foldWide(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= '！' && r <= '～' && r != '－':
			return r - '！' + '!'
		case r == '－' || r == '−' || r == '﹣':
			return '-'
		}
		return r
	}, s)
}

func isWide(r rune) bool {
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul) ||
		r >= 0x3000 && r <= 0x303f || r >= 0xff01 && r <= 0xff60 || strings.ContainsRune("“”‘’…—", r)
}

// cutLine takes a line apart at white space and bars.
func cutLine(text string, line int) []plainTok {
	var out []plainTok
	var cur []rune
	var x, w, x0, w0, gap int
	start := true
	bar := false
	flush := func() {
		if len(cur) == 0 {
			return
		}
		t := plainTok{raw: string(cur), line: line, x0: x0, x1: x, w0: w0, w1: w, wide: start || gap > 1 || bar, bar: bar}
		out = append(out, splitTok(t)...)
		cur, gap, start, bar = nil, 0, false, false
	}
	for _, r := range text {
		switch {
		case r == '\t':
			flush()
			x += tabCells - x%tabCells
			w += tabCells - w%tabCells
			bar = true
			continue
		case r == '|' || r == '｜' || r == '│' || r == '┃':
			flush()
			bar = true
		case unicode.IsSpace(r) || r == '\u200b' || r == '\ufeff' || r == '\u2060':
			flush()
			if r == '\u3000' {
				gap++
				w++
			}
			if r == '\u200b' || r == '\ufeff' || r == '\u2060' {
				continue
			}
			gap++
		default:
			if len(cur) == 0 {
				x0, w0 = x, w
			}
			cur = append(cur, r)
			if isWide(r) {
				w++
			}
		}
		x++
		w++
	}
	flush()
	return out
}

// splitTok cuts a token where a code touches a name, a name an amount, an
// amount the label that stands to its right, or two amounts each other.
func splitTok(t plainTok) []plainTok {
	t.s = foldWide(t.raw)
	cut := func(n int) []plainTok { // n runes go to the first part
		rs := []rune(t.raw)
		a, b := t, t
		a.raw, b.raw = string(rs[:n]), string(rs[n:])
		cells := 0
		for _, r := range rs[:n] {
			cells++
			if isWide(r) {
				cells++
			}
		}
		a.x1, b.x0 = t.x0+n, t.x0+n
		a.w1, b.w0 = t.w0+cells, t.w0+cells
		b.wide = false
		return append(splitTok(a), splitTok(b)...)
	}
	if m := gluedPair.FindStringSubmatch(t.s); m != nil {
		parts := cut(len([]rune(m[1])))
		for i := range parts {
			parts[i].repairs = append(parts[i].repairs, budget.Repair{Rule: "split-glued-amounts", Before: t.raw, After: parts[i].raw})
		}
		return parts
	}
	if m := gluedClass.FindStringSubmatch(t.s); m != nil && listed(m[2]) {
		return cut(len([]rune(m[1])))
	}
	if m := codeName.FindStringSubmatch(t.s); m != nil && !strings.ContainsRune(units, []rune(m[2])[0]) {
		return cut(len(m[1]))
	}
	if m := nameAmount.FindStringSubmatch(t.s); m != nil {
		return cut(len([]rune(m[1])))
	}
	if m := amountName.FindStringSubmatch(t.s); m != nil && !strings.ContainsRune(measures, []rune(m[2])[0]) {
		return cut(len(m[1]))
	}
	if m := amountItem.FindStringSubmatch(t.s); m != nil {
		return cut(len(m[1]))
	}
	return []plainTok{t}
}

func (t plainTok) isAmount() bool { return amountText.MatchString(t.s) }
func (t plainTok) isMoney() bool  { return moneyText.MatchString(t.s) }

// isDash reports a mark that stands for an empty cell.
func (t plainTok) isDash() bool {
	return t.s != "" && strings.Trim(t.s, budget.Dashes) == "" && len([]rune(t.s)) <= 3
}

// digits reports whether the token is n digits and nothing else.
func (t plainTok) digits(n ...int) bool {
	for _, r := range t.s {
		if r < '0' || r > '9' {
			return false
		}
	}
	for _, k := range n {
		if len(t.s) == k {
			return true
		}
	}
	return false
}

// isWord reports a token that is neither figure nor mark.
func (t plainTok) isWord() bool { return !t.isAmount() && !t.isDash() }

// squeeze removes white space.
func squeeze(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || r == '\u200b' || r == '\ufeff' {
			return -1
		}
		return r
	}, s)
}

// plainKey is the form in which labels are compared here.
func plainKey(s string) string { return norm.NFKC.String(squeeze(s)) }
