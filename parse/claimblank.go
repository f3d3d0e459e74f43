package parse

import (
	_ "embed"
	"regexp"
	"strings"
	"sync"
	"unicode"

	"yusuan/parse/budget"
	"yusuan/parse/form"
)

// checkPlaceholder is the check for what a form left to be filled in or struck
// out: XX万元, 占 %, 增加（减少） with no figure, words addressed to the author.
const checkPlaceholder = "placeholder"

const (
	maskRunes   = 3  // stars that stand for a figure; fewer mask a name
	blankAround = 12 // characters of text quoted before and after a slot
)

//go:embed claimremains.txt
var claimRemainsTXT string

var claimRemains = sync.OnceValue(func() []*regexp.Regexp {
	var out []*regexp.Regexp
	for l := range strings.Lines(claimRemainsTXT) {
		if l = strings.TrimSpace(l); l != "" && !strings.HasPrefix(l, "#") {
			out = append(out, regexp.MustCompile(l)) // embedded, and read by a test
		}
	}
	return out
})

// placeholders gives the slots of a paragraph that were left open, one finding
// a kind of slot. A choice left open beside a zero says nothing wrong, and is
// none.
func (r *reader) placeholders() []budget.Finding {
	var out []budget.Finding
	said := map[string]bool{}
	add := func(kind string, from, to int) {
		if said[kind] {
			return
		}
		said[kind] = true
		zh, en := worded(form.Builtin().Identities(), checkPlaceholder+"-"+kind, fills{"{text}": same(quoteAround(r.p.text, from, to))})
		out = append(out, budget.Finding{
			Check: checkPlaceholder, Severity: budget.SeverityWarning, Status: budget.Fails,
			Actual: string(r.p.text[from:to]), Message: zh, English: en,
			Evidence: string(r.p.text[:min(len(r.p.text), 200)]), Span: r.p.spanOver(from, to),
		})
	}
	toks := r.toks
	if toks == nil {
		toks = tokenize(r.s)
	}
	for i := range toks {
		t := &toks[i]
		switch {
		case t.kind == tBlank && r.leftBlank(toks, i):
			add("blank", t.from, t.to)
		case t.kind == tOpen && !r.p.heading && r.leftOpen(toks, i):
			add("open", t.from, t.to)
		}
	}
	for _, re := range claimRemains() {
		if m := re.FindStringIndex(string(r.s)); m != nil {
			add("remains", runesIn(r.s, m[0]), runesIn(r.s, m[1]))
			break
		}
	}
	return out
}

// quoteAround is a slot with the words around it: from a mark before it, if one
// is near, to the end of its clause; what is cut is told by dots.
func quoteAround(text []rune, from, to int) string {
	start, end := max(0, from-blankAround), min(len(text), to+blankAround)
	if to-from > blankAround { // it says enough
		start, end = from, to
	}
	before, after := "", ""
	if start > 0 && start < from {
		before = "…"
		if i := strings.IndexAny(string(text[start:from]), clauseMarks); i >= 0 {
			start, before = start+len([]rune(string(text[start:from])[:i]))+1, ""
		}
	}
	if end > to {
		if end < len(text) {
			after = "…"
		}
		if i := strings.IndexAny(string(text[to:end]), "。；;）)"); i >= 0 {
			end, after = to+len([]rune(string(text[to:end])[:i]))+1, ""
		}
	}
	return before + string(text[start:end]) + after
}

// clauseMarks end what stands before them.
const clauseMarks = "，。；：、,;:"

// leftBlank reports whether a blank is a slot: a unit after a word that wants
// a figure, or a run of signs in the place of one.
func (r *reader) leftBlank(toks []token, i int) bool {
	t := &toks[i]
	if t.value == "" {
		if i == 0 {
			return false
		}
		switch p := toks[i-1]; p.kind {
		case tUp, tDown, tOpen, tShare, tDone:
			return true
		case tText:
			return t.unit == "%" && i > 1 && (toks[i-2].kind == tShare || toks[i-2].kind == tDone) && len([]rune(p.text)) <= 12
		}
		return false
	}
	near := func(k int) bool {
		return k >= 0 && k < len(r.s) && r.s[k] < 128 && unicode.IsLetter(r.s[k])
	}
	n := len([]rune(t.value))
	if strings.HasPrefix(t.value, "*") {
		return t.unit != "" || n >= maskRunes
	}
	return !near(t.from-1) && !near(t.to) && (n >= 2 || t.unit != "" && (t.from == 0 || !isDigit(r.s[t.from-1])))
}

// leftOpen reports whether 增加（减少） stands there undecided with no figure,
// or with one that is not zero.
func (r *reader) leftOpen(toks []token, i int) bool {
	if !strings.ContainsAny(toks[i].text, "(或/") {
		return false
	}
	for j := i + 1; j < len(toks); j++ {
		switch t := &toks[j]; t.kind {
		case tMoney, tNumber, tPercent, tTimes, tCount:
			return strings.Trim(t.num, "0.-") != ""
		case tText:
			if strings.HasPrefix(t.text, "的") && !(j+1 < len(toks) && toks[j+1].kind == tReason) || len([]rune(t.text)) > 8 {
				return false // a word among others: 增加或减少的部分
			}
		case tOpen:
		case tBlank:
			return false // told already
		default:
			return t.kind == tComma || t.kind == tSemi || t.kind == tStop || t.kind == tReason
		}
	}
	return true
}
