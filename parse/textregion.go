package parse

import (
	"regexp"
	"strings"
	"unicode"

	"yusuan/parse/budget"
	"yusuan/parse/form"
)

// tokenUse says where a token of a table region went. Each has one.
type tokenUse uint8

const (
	useNone    tokenUse = iota // nothing took it: it ends as unread
	useTitle                   // title, number of the table
	useCaption                 // 编制部门 and unit lines
	useHeading                 // column headings, also repeated ones
	useRow                     // code, name or amount of a row
	useNote                    // 备注, 注
	useUnread                  // reported as unread with a reason of its own
)

// textRegion is one table in a text: its lines and tokens, and what each
// token is.
type textRegion struct {
	match   form.Match
	matches []form.Match // every reading of the title
	start   int          // line of the title, or of the number line before it
	end     int          // one past the last line
	toks    []plainTok
	use     []tokenUse
	body    int // first token after title, captions
	unit    string
	printed string // name after 编制部门
	notes   []string
	empty   string // the note that declares the table empty
	placed  bool   // laid out: wide gaps part words
}

var (
	chapterLine = regexp.MustCompile(`^第[一二三四五六七八九十]{1,3}(?:部分|部门|章)`)
	sectionLine = regexp.MustCompile(`^(?:[（(]?[一二三四五六七八九十]{1,3}[）)]?[、.．]?).{2,60}(?:说明|概况|概述|解释|如下)[:：]?$|(?:情况|经费)说明$|^(?:目录|名词解释[:：]?)$`)
	clause      = regexp.MustCompile(`\p{Han}[,;，；]\p{Han}`)
)

// findRegions locates the tables of a text by their titles. Lines of no table
// are given back as prose, in order.
func findRegions(lines []plainLine, forms *form.Catalog) (regions []*textRegion, prose []int) {
	hits := findTitles(lines, forms)
	// The number of a table may stand alone on the line before its title or
	// the line after it.
	for h := range hits {
		if hits[h].matches[0].Number != "" {
			continue
		}
		if b := lineBefore(lines, hits[h].from); b >= 0 && (h == 0 || b >= hits[h-1].to) {
			if n, ok := form.NumberLine(lines[b].text); ok {
				hits[h].from = b
				setNumber(hits[h].matches, n)
				continue
			}
		}
		if a := lineAfter(lines, hits[h].to); a < len(lines) && (h+1 == len(hits) || a < hits[h+1].from) {
			if n, ok := form.NumberLine(lines[a].text); ok && !nextIsTitle(lines, a+1, forms) {
				hits[h].to = a + 1
				setNumber(hits[h].matches, n)
			}
		}
	}
	taken := make([]bool, len(lines))
	for h := range hits {
		limit := len(lines)
		if h+1 < len(hits) {
			limit = hits[h+1].from
		}
		r := &textRegion{matches: hits[h].matches, match: hits[h].matches[0], start: hits[h].from}
		r.end = regionEnd(lines, hits[h].to, limit, strings.HasPrefix(r.match.Kind, "performance"), forms)
		r.fill(lines, hits[h].to, forms)
		if !r.substance(lines, hits[h].to) {
			continue
		}
		// A title repeated on the next page goes on with the same table.
		if k := len(regions); k > 0 && continues(regions[k-1], r, lines) {
			p := regions[k-1]
			p.toks = append(p.toks, r.toks...)
			p.use = append(p.use, r.use...)
			for i := range r.toks[:r.body] {
				p.use[len(p.use)-len(r.use)+i] = r.use[i]
			}
			p.notes = append(p.notes, r.notes...)
			if p.empty == "" {
				p.empty = r.empty
			}
			p.end = r.end
		} else {
			regions = append(regions, r)
		}
		for i := r.start; i < r.end; i++ {
			taken[i] = true
		}
	}
	for i := range lines {
		if !taken[i] && len(lines[i].toks) > 0 {
			prose = append(prose, i)
		}
	}
	return regions, prose
}

func setNumber(ms []form.Match, n string) {
	for i := range ms {
		ms[i].Number = n
	}
}

func lineBefore(lines []plainLine, i int) int {
	for i--; i >= 0; i-- {
		if len(lines[i].toks) > 0 {
			return i
		}
	}
	return -1
}

func lineAfter(lines []plainLine, i int) int {
	for ; i < len(lines); i++ {
		if len(lines[i].toks) > 0 {
			return i
		}
	}
	return len(lines)
}

func nextIsTitle(lines []plainLine, i int, forms *form.Catalog) bool {
	a := lineAfter(lines, i)
	return a < len(lines) && len(forms.Title(lines[a].text)) > 0
}

// continues reports whether b is the next page of a.
func continues(a, b *textRegion, lines []plainLine) bool {
	if strings.HasPrefix(a.match.Kind, "performance") {
		return false
	}
	same := form.Plain(a.match.Title) == form.Plain(b.match.Title)
	if !same || len(a.notes) > 0 {
		return false
	}
	return b.match.Continued || lines[b.start].page != lines[a.start].page
}

// regionEnd walks down from the title to where the table ends: at a chapter,
// a section heading, a sentence, or after its notes.
func regionEnd(lines []plainLine, from, limit int, texts bool, forms *form.Catalog) int {
	noted := false
	figures := 0
	for i := from; i < limit; i++ {
		l := lines[i]
		if len(l.toks) == 0 {
			continue
		}
		t := squeeze(l.text)
		money := 0
		for _, k := range l.toks {
			if k.isMoney() {
				money++
			}
		}
		figures += money
		if forms.Note(t) {
			noted = true
			i = noteEnd(lines, i, limit, forms) - 1
			continue
		}
		row := money > 0 && (l.toks[0].digits(3, 5, 7) || money == len(l.toks)-1)
		if noted && !row {
			return i
		}
		if noted && row {
			noted = false
		}
		if chapterLine.MatchString(t) {
			return i
		}
		if texts {
			continue // cells of performance tables hold sentences
		}
		if money == 0 && sectionLine.MatchString(t) {
			return i
		}
		if runningText(l, t) {
			return i
		}
	}
	return limit
}

// runningText reports a line of running text.
func runningText(l plainLine, t string) bool {
	if captionHead.MatchString(t) || captionOpen.MatchString(t) || unitToken.MatchString(t) {
		return false
	}
	han := 0
	for _, r := range t {
		if unicode.Is(unicode.Han, r) {
			han++
		}
	}
	if strings.ContainsRune(t, '。') && han > 6 {
		return true
	}
	longest := 0
	for _, k := range l.toks {
		longest = max(longest, len([]rune(k.raw)))
	}
	return clause.MatchString(t) && han > 14 && longest > 8 || longest > 48 && han > 40
}

// noteEnd gives the line after a note: it runs on to a full stop, a blank
// line, or a line that is no prose.
func noteEnd(lines []plainLine, i, limit int, forms *form.Catalog) int {
	for j := i; j < limit; j++ {
		t := strings.TrimRight(squeeze(lines[j].text), "”」）)")
		if strings.HasSuffix(t, "。") || strings.HasSuffix(t, ".") {
			return j + 1
		}
		next := j + 1
		if next >= limit || len(lines[next].toks) == 0 {
			return next
		}
		if nt := squeeze(lines[next].text); forms.Note(nt) || chapterLine.MatchString(nt) || len(lines[next].toks) > 3 || lines[next].toks[0].isMoney() {
			return next
		}
		if j-i > 8 {
			return next
		}
	}
	return limit
}

// fill takes the tokens of the region and reads title, captions and notes.
func (r *textRegion) fill(lines []plainLine, titleEnd int, forms *form.Catalog) {
	for i := r.start; i < r.end; i++ {
		isNote := false
		if i >= titleEnd && forms.Note(lines[i].text) {
			to := noteEnd(lines, i, r.end, forms)
			var b strings.Builder
			for j := i; j < to; j++ {
				b.WriteString(squeeze(lines[j].text))
				for _, t := range lines[j].toks {
					r.toks = append(r.toks, t)
					r.use = append(r.use, useNote)
				}
			}
			r.notes = append(r.notes, b.String())
			i = to - 1
			isNote = true
		}
		if isNote {
			continue
		}
		use := useNone
		if i < titleEnd {
			use = useTitle
		}
		for _, t := range lines[i].toks {
			r.toks = append(r.toks, t)
			r.use = append(r.use, use)
		}
	}
	for r.body < len(r.toks) && r.use[r.body] == useTitle {
		r.body++
	}
	r.captions(forms)
	for _, n := range r.notes {
		if r.empty == "" && forms.EmptyNote(n) {
			r.empty = n
		}
	}
}

// substance tells a table from a line of a contents list or a citation: there
// is a unit, a note of emptiness, or a row under the title.
func (r *textRegion) substance(lines []plainLine, titleEnd int) bool {
	if r.unit != "" || len(r.notes) > 0 {
		return true
	}
	words, money, codes := 0, 0, 0
	for i, t := range r.toks[r.body:] {
		if r.use[r.body+i] != useNone {
			continue
		}
		switch {
		case t.isMoney():
			money++
		case t.digits(3, 5, 7):
			codes++
		case t.isWord():
			words++
		}
	}
	return money > 0 && words > 0 || codes > 1 && words > 1 || r.match.Sure == form.Declared && words >= 3
}

// span is where a token stands.
func (r *textRegion) span(lines []plainLine, i int) budget.Span {
	if i < 0 || i >= len(r.toks) {
		return budget.Span{}
	}
	return budget.Span{Page: lines[r.toks[i].line].page}
}
