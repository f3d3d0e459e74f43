package parse

import (
	"regexp"
	"strings"

	"yusuan/extract"
	"yusuan/parse/form"
)

// This file reads the lines between the title of a table and its headings.

var (
	unitToken   = regexp.MustCompile(`^[（(]?(?:金额|计量|货币)?单位[:：]?(?:人民币)?(?:亿元|百万元|万元|千元|元)[）)]?$`)
	unitStart   = regexp.MustCompile(`^[（(]?(?:金额|计量|货币)?单位[:：]$`)
	captionHead = regexp.MustCompile(`^(?:编制部门|编制单位|填报部门|填报单位|公开部门|公开单位|预算部门|预算单位|部门名称|单位名称|部门|单位|公开)(?:[（(](?:单位|部门|公章)?[）)]?)?[:：]`)
	captionOpen = regexp.MustCompile(`^(?:编制部门|编制单位|填报部门|填报单位|公开部门|部门名称|单位名称)`)
	maxCaption  = 14 // tokens between a title and its unit, at most
)

// titledLines takes the lines of a text apart and puts a unit that stands right
// above a title, as one beside it may come, below it where none stands there.
func titledLines(doc *extract.Document, forms *form.Catalog) []plainLine {
	lines, _ := plainLines(doc)
	unit := func(i int) bool { return i < len(lines) && unitToken.MatchString(plainKey(lines[i].text)) }
	for i := range lines {
		t := lineAfter(lines, i+1)
		if !unit(i) || t == len(lines) || lines[t].page != lines[i].page || len(forms.Title(lines[t].text)) == 0 || unit(lineAfter(lines, t+1)) {
			continue
		}
		if b := lineBefore(lines, i); b >= 0 && lines[b].page == lines[i].page && len(forms.Title(lines[b].text)) > 0 {
			continue // it is that title's
		}
		lines[i].text, lines[t].text = lines[t].text, lines[i].text
		lines[i].toks, lines[t].toks = cutLine(lines[i].text, i), cutLine(lines[t].text, t)
	}
	return lines
}

// captions reads the lines between title and headings: 编制部门, unit.
func (r *textRegion) captions(forms *form.Catalog) {
	end := min(len(r.toks), r.body+maxCaption)
	from, name := r.body, -1
	for i := r.body; i < end && r.use[i] == useNone; i++ {
		t := plainKey(r.toks[i].raw)
		two := t
		if i+1 < len(r.toks) {
			two += plainKey(r.toks[i+1].raw)
		}
		unit, n := "", 1
		if unitToken.MatchString(t) {
			unit, _ = forms.UnitLine(t)
		} else if unitStart.MatchString(t) && unitToken.MatchString(two) {
			unit, _ = forms.UnitLine(two)
			n = 2
		}
		if unit != "" {
			r.unit = unit
			// With the department's name before it all of it is caption.
			if name >= 0 || i == from {
				for j := from; j < i; j++ {
					r.use[j] = useCaption
				}
				if name >= 0 {
					r.printed = captionName(r.toks[name:i])
				}
			}
			for j := i; j < i+n; j++ {
				r.use[j] = useCaption
			}
			if name < 0 && i > from {
				// A unit in the middle of the headings: what stands before it stays.
				return
			}
			r.body = i + n
			// The name may come after the unit on the same line.
			for r.body < len(r.toks) && r.toks[r.body].line == r.toks[i].line && captionHead.MatchString(plainKey(r.toks[r.body].raw)) {
				if r.printed == "" {
					r.printed = captionName(r.toks[r.body : r.body+1])
				}
				r.use[r.body] = useCaption
				r.body++
			}
			return
		}
		if name < 0 && (captionHead.MatchString(t) || captionOpen.MatchString(t)) {
			name = i
		}
		if r.toks[i].isMoney() {
			break
		}
	}
	// No unit: the department's line alone is caption.
	if name >= 0 {
		to := name + 1
		for to < len(r.toks) && r.toks[to].line == r.toks[name].line {
			to++
		}
		r.printed = captionName(r.toks[name:to])
		for j := name; j < to; j++ {
			r.use[j] = useCaption
		}
		if name == r.body {
			r.body = to
		}
	}
}

// captionName is what a 编制部门 line names, without its label.
func captionName(toks []plainTok) string {
	var b strings.Builder
	for _, t := range toks {
		b.WriteString(t.raw)
	}
	s := b.String()
	if i := strings.IndexAny(s, ":："); i >= 0 {
		_, size := decodeRune(s[i:])
		return s[i+size:]
	}
	return ""
}

func decodeRune(s string) (rune, int) {
	for i, r := range s {
		if i == 0 {
			return r, len(string(r))
		}
	}
	return 0, 0
}
