package parse

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"yusuan/extract"
	"yusuan/parse/budget"
	"yusuan/parse/code"
	"yusuan/parse/form"
)

// Weights of the places that say whose disclosure it is. A cover is one line;
// department lines and titles come by the dozen, and are capped together.
const (
	weightCover      = 8
	weightBeside     = 6 // a name on the line above or below the cover's year
	weightChapter    = 3
	weightLine       = 3 // 编制部门：…
	weightTitle      = 2
	weightOverview   = 2
	weightHeading    = 1
	weightProse      = 1
	maxSourceWeight  = 12 // of one value from one kind of place
	coverLines       = 24 // lines from the top of the text that may be its cover
	maxProseLines    = 4  // sentences that begin with the body's name, at most
	slipNeedsBacking = 2  // a disagreement is a slip only against this many times its weight
)

// docLine is one line with its place.
type docLine struct {
	text string
	budget.Span
	cover bool
}

func (id *identifier) all() []docLine {
	var out []docLine
	for _, p := range id.doc.Pages {
		for _, set := range [][]extract.Line{p.Lines, p.Furniture} {
			for _, l := range set {
				if strings.TrimSpace(l.Text) == "" {
					continue
				}
				out = append(out, docLine{text: pinyin.ReplaceAllString(l.Text, "$1"), Span: budget.Span{Page: p.Number, X0: l.X0, Y0: l.Y0, X1: l.X1, Y1: l.Y1}})
			}
		}
	}
	first := true
	for i := range out {
		if i >= coverLines || strings.HasPrefix(form.Plain(out[i].text), "目录") || out[i].Page > out[0].Page+1 {
			first = false
		}
		out[i].cover = first
	}
	return out
}

// lines collects the votes of single lines, and of two lines where the first
// breaks off.
func (id *identifier) lines() {
	ls := id.all()
	for i := 0; i < len(ls); i++ {
		l := ls[i]
		if len([]rune(l.text)) > 200 {
			continue
		}
		if l.cover && id.forms.Template(l.text) {
			id.marks++
		}
		if name, ok := id.forms.DepartmentLine(l.text); ok {
			id.body("department-line", name, l.text, weightLine, l.Span)
			if l.cover {
				id.body("cover", name, l.text, weightBeside, l.Span)
			}
			continue
		}
		if id.title(l) {
			continue
		}
		d, ok := id.forms.Disclosure(l.text)
		joined := 0
		if !ok && i+1 < len(ls) && ls[i+1].Page == l.Page && (l.cover || strings.HasPrefix(form.Plain(l.text), "第")) && id.goesOn(l.text, ls[i+1].text) {
			if d, ok = id.forms.Disclosure(l.text + ls[i+1].text); ok {
				l.text += ls[i+1].text
				joined = 1
			}
		}
		if ok {
			if l.cover && d.Body != "" && i > 0 && ls[i-1].cover && id.breaksOff(ls[i-1].text) && id.forms.BodyName(ls[i-1].text+d.Body) != "" {
				d.Body = strings.TrimSpace(ls[i-1].text) + d.Body
			}
			id.disclosure(d, l)
			id.cover(d, l)
			if l.cover && d.Body == "" && !d.Chapter {
				id.beside(ls, i, joined)
			}
			i += joined
			continue
		}
		if y := yearLine.FindStringSubmatch(form.Plain(l.text)); l.cover && y != nil {
			id.vote("year", y[1]+y[2], "cover", l.text, weightBeside, l.Span)
			continue
		}
		if y, n := id.headingYear(ls[i:]); y != 0 {
			for _, more := range ls[i+1 : i+n] {
				l.text += more.text
			}
			id.vote("year", strconv.Itoa(y), "heading", l.text, weightHeading, l.Span)
			i += n - 1
		}
	}
}

// otherNumber is a number inside a line that is neither a year nor the code of a
// body before its name.
var otherNumber = regexp.MustCompile(`\D[0-9]{5,}`)

// goesOn reports whether the next line may go on with one that says nothing by
// itself: an item of a menu or a document's number is no beginning of a name,
// and where the next line has a name that begins with a division, only a year or
// a wider division belongs before it.
func (id *identifier) goesOn(line, next string) bool {
	s := form.Plain(line)
	if r, _ := utf8.DecodeRuneInString(s); unicode.IsPunct(r) && !strings.ContainsRune("(<\"", r) || unicode.IsSymbol(r) || otherNumber.MatchString(s) {
		return false
	}
	d, ok := id.forms.Disclosure(next)
	if !ok || d.Body == "" {
		return true
	}
	own, ok := code.Region(d.Body)
	if !ok || !strings.HasPrefix(d.Body, own.Path[0]) {
		return true
	}
	r, ok := code.Region(s)
	return proseYear.MatchString(s) || ok && regionOnly(s, r)
}

// title takes the votes of a table's title, on the table or in the contents.
func (id *identifier) title(l docLine) bool {
	ms := id.forms.Title(l.text)
	if len(ms) == 0 {
		ms = id.forms.Contents(l.text)
	}
	if len(ms) == 0 {
		return false
	}
	m := ms[0]
	if m.Body != "" {
		id.body("title", m.Body, l.text, weightTitle, l.Span)
	}
	if m.Year != 0 {
		id.vote("year", strconv.Itoa(m.Year), "title", l.text, weightTitle, l.Span)
	}
	if m.Phase != budget.PhaseUnknown {
		id.vote("phase", string(m.Phase), "title", l.text, weightTitle, l.Span)
	}
	if m.Scope != budget.ScopeUnknown {
		id.vote("scope", string(m.Scope), "title", l.text, weightHeading, l.Span)
	}
	return true
}

// disclosure takes the votes of one line that says whose disclosure it is.
func (id *identifier) disclosure(d form.Disclosure, l docLine) {
	from, weight := "heading", weightHeading
	switch {
	case d.Overview:
		from, weight = "overview", weightOverview
	case d.Numbered:
	case d.Chapter:
		from, weight = "chapter", weightChapter
	case l.cover:
		from, weight = "cover", weightCover
	}
	if d.Body != "" {
		id.body(from, d.Body, l.text, weight, l.Span)
	}
	if d.Overview {
		return
	}
	if d.Year != 0 {
		id.vote("year", strconv.Itoa(d.Year), from, l.text, weight, l.Span)
	}
	id.vote("phase", string(d.Phase), from, l.text, weight, l.Span)
	if d.Scope != budget.ScopeUnknown {
		id.vote("scope", string(d.Scope), from, l.text, weight, l.Span)
	}
}

// beside takes the name on the lines around a cover line that has none: the
// nearer above first, else below. A name may be wrapped over two lines.
func (id *identifier) beside(ls []docLine, i, joined int) {
	try := func(from, to int) bool {
		if from < 0 || to >= len(ls) || !ls[from].cover || !ls[to].cover {
			return false
		}
		name := strings.TrimSpace(ls[from].text)
		if to > from {
			if !id.breaksOff(name) {
				return false
			}
			name += strings.TrimSpace(ls[to].text)
		}
		if id.forms.BodyName(name) == "" || strings.ContainsAny(form.Plain(name), ",。;:") {
			return false
		}
		id.body("cover", name, name, weightBeside, ls[from].Span)
		return true
	}
	below := i + joined + 1
	for _, k := range [][2]int{{i - 2, i - 1}, {i - 1, i - 1}, {below, below}, {below, below + 1}, {i - 2, i - 2}} {
		if try(k[0], k[1]) {
			return
		}
	}
}

// breaksOff reports whether a line of a cover holds the first words of a name
// and no whole one: characters alone, none of them words of covers, that name a
// division or end on 和.
func (id *identifier) breaksOff(line string) bool {
	const shortest = 4 // runes
	s := form.Plain(line)
	if len([]rune(s)) < shortest || strings.ContainsFunc(s, func(r rune) bool { return !unicode.Is(unicode.Han, r) }) {
		return false
	}
	if r, ok := code.Region(s); ok && regionOnly(s, r) {
		return true // 某省某市, the office on the next line
	}
	begun := strings.ContainsAny(s, "省市县区州旗") || strings.ContainsAny(s[len(s)-len("和"):], "和与及")
	return begun && id.forms.BodyName(s) == "" && !id.forms.CoverWords(s)
}

// dateline is what a news agency puts before its text: 某报某市2月2日电.
var dateline = regexp.MustCompile(`^.{1,20}?[0-9]{1,2}月[0-9]{1,2}日(?:电|讯)(?:\([^)]*\))?`)

// prose takes sentences that begin with a name and a year: 某局2024年部门预算…,
// for texts that have no cover.
func (id *identifier) prose() {
	n := 0
	for _, l := range id.all() {
		if n >= maxProseLines {
			return
		}
		s := dateline.ReplaceAllString(form.Plain(l.text), "")
		at := strings.Index(s, "年")
		if at < 7 || !allDigits(s[at-4:at]) {
			continue
		}
		if strings.ContainsAny(s[:at], ",。;:") {
			continue
		}
		name := id.forms.BodyName(fromRegion(s[:at-4]))
		if name == "" {
			continue
		}
		n++
		id.body("prose", name, l.text, weightProse, l.Span)
		id.vote("year", s[at-4:at], "prose", l.text, weightProse, l.Span)
	}
}

// fromRegion leaves out what stands before the division that a name begins
// with: 纳入某省某市某局 is about 某省某市某局.
func fromRegion(s string) string {
	if r, ok := code.Region(s); ok {
		if at := strings.Index(s, r.Path[0]); at > 0 {
			return s[at:]
		}
	}
	return s
}

func allDigits(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == ""
}

// body takes a printed name: a vote for an organization, or, where it names a
// division and nothing else, for the region.
func (id *identifier) body(from, printed, text string, weight int, at budget.Span) {
	name := id.forms.BodyName(printed)
	if name == "" {
		return
	}
	if r, ok := code.Region(name); ok && regionOnly(name, r) {
		id.vote("region", r.Code, from, text, weight, at)
		return
	}
	id.votes = append(id.votes, IdentityVote{Fact: "organization", Value: name, From: from, Text: strings.TrimSpace(printed), Weight: weight, Span: at})
}

// regionOnly reports whether a name is that of a division alone: 上海市普陀区.
func regionOnly(name string, r code.RegionMatch) bool {
	rest := name
	for _, p := range r.Path {
		rest = strings.Replace(rest, p, "", 1)
	}
	return rest == ""
}

func (id *identifier) vote(fact, value, from, text string, weight int, at budget.Span) {
	key := fmt.Sprint(fact, value, from, form.Plain(text))
	if from != "title" && id.said[key] {
		weight = 0 // a running title repeats itself
	}
	id.said[key] = true
	id.votes = append(id.votes, IdentityVote{Fact: fact, Value: value, From: from, Text: strings.TrimSpace(text), Weight: weight, Span: at})
}
