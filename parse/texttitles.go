package parse

import (
	"slices"
	"strings"

	"yusuan/parse/form"
)

// Text in the order in which a page was drawn may have the title of a table
// after its rows. One table alone does not show it: between two tables a title
// stands below the one and above the other. This file decides it for a whole
// text, and puts such titles before their tables.

// titleHit is a title of a table in a text.
type titleHit struct {
	from, to int // lines of the title, its number included
	matches  []form.Match
}

// findTitles lists the titles of a text, also those broken over lines, in
// contents lists and citations too.
func findTitles(lines []plainLine, forms *form.Catalog) []titleHit {
	var hits []titleHit
	for i := 0; i < len(lines); i++ {
		if len(lines[i].toks) == 0 {
			continue
		}
		if ms := forms.Title(lines[i].text); len(ms) > 0 {
			hits = append(hits, titleHit{i, i + 1, ms})
			continue
		}
		if ms, to := wrappedTitle(lines, i, forms); len(ms) > 0 {
			hits = append(hits, titleHit{i, to, ms})
			i = to - 1
		}
	}
	return hits
}

// wrappedTitle reads two or three lines as one title that was broken.
func wrappedTitle(lines []plainLine, i int, forms *form.Catalog) ([]form.Match, int) {
	joined := squeeze(lines[i].text)
	if len([]rune(joined)) < 4 || strings.HasSuffix(joined, "表") || !wordsOnly(lines[i]) {
		return nil, 0
	}
	at := i
	for n := 0; n < 2; n++ {
		at = lineAfter(lines, at+1)
		if at >= len(lines) || !wordsOnly(lines[at]) || at > i+6 {
			return nil, 0
		}
		own := len(forms.Title(lines[at].text)) > 0
		joined += squeeze(lines[at].text)
		if len([]rune(joined)) > 60 || strings.ContainsAny(joined, ":：。，,；;") {
			return nil, 0
		}
		if !strings.HasSuffix(joined, "表") {
			continue
		}
		for _, m := range forms.Title(joined) {
			if m.Sure == form.Declared || m.Sure == form.ByRule && !own {
				return forms.Title(joined), at + 1
			}
		}
		return nil, 0
	}
	return nil, 0
}

func wordsOnly(l plainLine) bool {
	if len(l.toks) == 0 {
		return false
	}
	for _, t := range l.toks {
		if !t.isWord() {
			return false
		}
	}
	return true
}

// titlePlace says where the titles of a text stand.
type titlePlace int

const (
	titlesAbove titlePlace = iota
	titlesBelow
	titlesEither // some pages say so, some otherwise
)

// titleStart is a block of a table as drawn: from its captions on.
type titleStart struct {
	line  int // of the captions, or of the number line before them
	words int // first line after the captions
	money int // first line with a figure
}

// captionBlocks finds where tables begin by their captions: department and
// unit lines that figures follow.
func captionBlocks(lines []plainLine, hits []titleHit) []titleStart {
	title := make(map[int]bool)
	for _, h := range hits {
		for i := h.from; i < h.to; i++ {
			title[i] = true
		}
	}
	var out []titleStart
	for i := 0; i < len(lines); i++ {
		if title[i] || !isCaption(lines[i]) {
			continue
		}
		b := titleStart{line: i, words: i + 1}
		for b.words < len(lines) && !title[b.words] && isCaption(lines[b.words]) {
			b.words++
		}
		b.money = b.words
		for b.money < len(lines) && !title[b.money] && !isCaption(lines[b.money]) && !figured(lines[b.money]) {
			b.money++
		}
		i = b.words - 1
		if b.money == len(lines) || !figured(lines[b.money]) {
			continue
		}
		if n := lineBefore(lines, b.line); n >= 0 && !title[n] {
			if _, ok := form.NumberLine(lines[n].text); ok {
				b.line = n
			}
		}
		out = append(out, b)
	}
	return out
}

// isCaption reports a line that names the department or the unit of a table.
func isCaption(l plainLine) bool {
	if len(l.toks) == 0 || len(l.toks) > maxCaption || figured(l) {
		return false
	}
	if captionHead.MatchString(plainKey(l.toks[0].raw)) {
		return true
	}
	return slices.ContainsFunc(l.toks, func(t plainTok) bool { return unitToken.MatchString(plainKey(t.raw)) })
}

// figured reports a line with an amount.
func figured(l plainLine) bool { return slices.ContainsFunc(l.toks, plainTok.isMoney) }

// placeOfTitles decides where the titles of a text stand: by the pages that
// have one title and one table; where there are no pages, by the first table
// and the last title; where that is open too, by the headings.
func placeOfTitles(lines []plainLine, hits []titleHit, blocks []titleStart, forms *form.Catalog) titlePlace {
	above, below := pageVotes(lines, hits, blocks)
	switch {
	case above > 0 && below > 0:
		return titlesEither
	case above > 0 || len(hits) == 0 || len(blocks) == 0:
		return titlesAbove
	case below > 0:
		return titlesBelow
	}
	first, last := blocks[0], hits[len(hits)-1]
	end := regionEnd(lines, last.to, len(lines), false, forms)
	if headed := titleBefore(lines, hits, first.line) != nil; headed || slices.ContainsFunc(lines[last.to:end], figured) {
		return titlesAbove
	}
	above, below = headingVotes(lines, hits, blocks, forms)
	switch {
	case below > above:
		return titlesBelow
	case above > below:
		return titlesAbove
	}
	return titlesEither
}

// pageVotes counts the pages on which one title stands over the one table, and
// under it.
func pageVotes(lines []plainLine, hits []titleHit, blocks []titleStart) (above, below int) {
	type page struct{ hits, blocks, title, rows int }
	pages := make(map[int]page)
	for _, h := range hits {
		n := lines[h.from].page
		p := pages[n]
		p.hits, p.title = p.hits+1, h.from
		pages[n] = p
	}
	for _, b := range blocks {
		n := lines[b.line].page
		p := pages[n]
		p.blocks, p.rows = p.blocks+1, b.money
		pages[n] = p
	}
	for n, p := range pages {
		switch {
		case n == 0 || p.hits != 1 || p.blocks != 1 || lines[p.rows].page != n:
		case p.title < p.rows:
			above++
		case !moneyAfter(lines, p.title, n):
			below++
		}
	}
	return above, below
}

func moneyAfter(lines []plainLine, i, page int) bool {
	for ; i < len(lines) && lines[i].page == page; i++ {
		if figured(lines[i]) {
			return true
		}
	}
	return false
}

// titleBefore gives the title that stands right before a line.
func titleBefore(lines []plainLine, hits []titleHit, i int) *titleHit {
	b := lineBefore(lines, i)
	for k := range hits {
		if hits[k].from <= b && b < hits[k].to {
			return &hits[k]
		}
	}
	return nil
}

// headingVotes counts the tables whose headings fit the title over them, and
// the one under them.
func headingVotes(lines []plainLine, hits []titleHit, blocks []titleStart, forms *form.Catalog) (above, below int) {
	heads := readyHeads(forms)
	for _, b := range blocks {
		var words []string
		for _, l := range lines[b.words:b.money] {
			for _, t := range l.toks {
				words = append(words, t.raw)
			}
		}
		if h := titleBefore(lines, hits, b.line); h != nil && heads.fit(h.matches, words) != nil {
			above++
		}
		next := slices.IndexFunc(hits, func(h titleHit) bool { return h.from >= b.money })
		if next >= 0 && heads.fit(hits[next].matches, words) != nil {
			below++
		}
	}
	return above, below
}

// raiseTitles puts the titles of a text that stand under their tables over
// them, each before the first table since the title before it. It reports
// titles of which it cannot be told where they belong.
func raiseTitles(lines []plainLine, forms *form.Catalog) (out []plainLine, unsure bool) {
	hits := findTitles(lines, forms)
	blocks := captionBlocks(lines, hits)
	switch placeOfTitles(lines, hits, blocks, forms) {
	case titlesAbove:
		return lines, false
	case titlesEither:
		return lines, true
	}
	before := make(map[int]titleHit) // line → the title to go before it
	moved := make(map[int]bool)
	since := 0
	for _, h := range hits {
		for _, b := range blocks {
			if b.line >= since && b.money < h.from {
				before[b.line] = h
				for i := h.from; i < h.to; i++ {
					moved[i] = true
				}
				break
			}
		}
		since = h.to
	}
	for i := range lines {
		if h, ok := before[i]; ok {
			out = append(out, lines[h.from:h.to]...)
		}
		if !moved[i] {
			out = append(out, lines[i])
		}
	}
	for i := range out {
		out[i].toks = cutLine(out[i].text, i)
	}
	return out, false
}
