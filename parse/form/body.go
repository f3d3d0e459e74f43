package form

import (
	"regexp"
	"slices"
	"strings"
)

var (
	dayWord   = regexp.MustCompile(`[0-9]{1,2}月[0-9]{1,2}日`)
	ordinalIn = regexp.MustCompile(`[一二三四五六七八九十0-9]、`)
)

const maxBodyRunes = 40 // longest name of a publisher before a title

// splitBody cuts the name of a body off the front of a title without a year:
// 普陀区财政局收入支出决算总表. The name must end on a word that such names end
// on, and what follows must be made of title words alone.
func (c *Catalog) splitBody(core string) (body, rest string) {
	rs := []rune(core)
	for i := 2; i < len(rs)-3 && i <= maxBodyRunes; i++ {
		if !c.titleWordAt(rs, i) {
			continue
		}
		head := string(rs[:i])
		if c.uncovered(head) == 0 || !c.bodyLike(head) {
			continue
		}
		if tail := string(rs[i:]); c.uncovered(tail) == 0 {
			return head, tail
		}
	}
	return "", core
}

func (c *Catalog) titleWordAt(rs []rune, i int) bool {
	for n := min(c.longest, len(rs)-i); n > 0; n-- {
		if c.titleWords[string(rs[i:i+n])] {
			return true
		}
	}
	return false
}

// bodyLike reports whether s may be the name of a body.
func (c *Catalog) bodyLike(s string) bool {
	if n := len([]rune(s)); n < 2 || n > maxBodyRunes {
		return false
	}
	if strings.Count(s, "(") != strings.Count(s, ")") || ordinalIn.MatchString(s) {
		return false // pieces of labels: 收入二、政府
	}
	if slices.ContainsFunc(c.words.NoBody, func(w string) bool { return strings.Contains(s, w) }) ||
		strings.Contains(strings.ReplaceAll(s, "代表", ""), "表") || yearWord.MatchString(s) || dayWord.MatchString(s) || listHead.MatchString(s) || chapterHead.MatchString(s) {
		return false
	}
	return slices.ContainsFunc(c.words.Body, func(w string) bool { return strings.HasSuffix(s, w) })
}

// uncovered counts the characters of s that no title word covers. Words are
// laid so that as little as possible stays uncovered.
func (c *Catalog) uncovered(s string) int { return c.uncoveredBy(c.titleWords, c.longest, s) }

func (c *Catalog) uncoveredBy(words map[string]bool, longest int, s string) int {
	rs := []rune(s)
	cost := make([]int, len(rs)+1)
	for i := 1; i <= len(rs); i++ {
		cost[i] = cost[i-1] + 1
		for n := 1; n <= longest && n <= i; n++ {
			if words[string(rs[i-n:i])] && cost[i-n] < cost[i] {
				cost[i] = cost[i-n]
			}
		}
	}
	return cost[len(rs)]
}
