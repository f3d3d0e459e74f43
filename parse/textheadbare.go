package parse

import (
	"slices"
	"strings"

	"yusuan/parse/form"
)

// Headings say more than which column is which: that the figures are the
// table's own, over or under each column (决算数), and once more what the table
// is, over them all. Which of this a publisher prints differs from body to
// body. Where no declared form fits word for word, forms and printed headings
// are compared without it.

// fitBare is fit without such words. All others must be headings of the form,
// up to those that label takes for the beginning of the first row.
func (h *headings) fitBare(m []form.Match, words []string, label func(rest []string) bool) *headFit {
	if len(words) == 0 || len(m) == 0 {
		return nil
	}
	bare, ok := h.bareWords(m[0].Title, words)
	if !ok {
		return nil
	}
	f := h.closest(m, h.bare, bare)
	if f == nil {
		return nil
	}
	f.used = ownHeads(words, f.used, h.catalog)
	if rest := words[f.used:]; len(rest) > 0 && !label(rest) {
		return nil
	}
	f.spell(words[:f.used], h.catalog.Total)
	return f
}

// bareHead is a form without such words; false where they tell its columns
// apart.
func (h *headings) bareHead(d declaredHead) (declaredHead, bool) {
	b := d
	b.paths = slices.Clone(d.paths)
	if group := sharedGroup(d); group != "" {
		for _, i := range d.measure {
			b.paths[i] = d.paths[i][1:]
		}
	}
	b.needs(b.paths, h.bareKey)
	leaves := slices.Clone(b.leaves)
	slices.Sort(leaves)
	return b, len(slices.Compact(leaves)) == len(d.measure) && b.runes > 0
}

// sharedGroup is the heading that all measures of a form stand under, "" where
// there is none.
func sharedGroup(d declaredHead) string {
	group := ""
	for _, i := range d.measure {
		p := d.paths[i]
		if len(p) < 2 || group != "" && p[0] != group {
			return ""
		}
		group = p[0]
	}
	return group
}

// bareKey is headKey without the words for the table's own figures, and with
// one word for all totals.
func (h *headings) bareKey(s string) string {
	rest, _ := h.cutOwn(s)
	if h.catalog.Total(rest) {
		return "合计"
	}
	return headKey(rest)
}

// cutOwn takes the word for the table's own figures off the end of a heading:
// 收入决算数 is 收入. The base is "" where it has none.
func (h *headings) cutOwn(s string) (rest, base string) {
	if base, ok := h.catalog.OwnFigures(s); ok && len([]rune(s)) <= ownRunes {
		return "", base
	}
	r := []rune(s)
	for i := len(r) - ownLeast; i > 0; i-- {
		if base, ok := h.catalog.OwnFigures(string(r[i:])); ok {
			return string(r[:i]), base
		}
	}
	return s, ""
}

const (
	ownLeast = 3 // characters of a word for own figures at the end of a heading: 预算 alone is part of names
	ownRunes = 4 // longer ones have a heading of their own before it
)

// bareWords are printed headings without such words. It reports false where
// they name figures of two kinds, which tell columns apart.
func (h *headings) bareWords(title string, words []string) ([]string, bool) {
	const repeats = 6 // characters of a title that are no heading of a column
	title = headKey(title)
	seen := ""
	out := make([]string, len(words))
	for i, w := range words {
		rest, base := h.cutOwn(w)
		if base != "" && seen != "" && base != seen {
			return nil, false
		}
		if base != "" {
			seen = base
		}
		key := strings.TrimSuffix(headKey(rest), "决算")
		if len([]rune(key)) >= repeats && strings.Contains(title, key) {
			rest = ""
		} else if h.catalog.Total(rest) {
			rest = "合计"
		}
		out[i] = rest
	}
	return out, true
}

// ownHeads tells how many words from used on are still headings: those for the
// table's own figures, one over each column, and the marks of code parts.
func ownHeads(words []string, used int, forms *form.Catalog) int {
	for used < len(words) {
		_, own := forms.OwnFigures(words[used])
		switch {
		case own:
			used++
		case used+3 <= len(words) && codeParts(words[used:used+3]):
			used += 3
		case used+2 <= len(words) && codeParts(words[used:used+2]):
			used += 2
		default:
			return used
		}
	}
	return used
}
