package form

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// folded is a printed line beside its normal form, rune by rune, so that what
// is recognised in the normal form can be cut out of the printed one.
type folded struct {
	printed []rune // white space removed
	norm    []rune // NFKC, simplified script
	at      []int  // norm[i] comes from printed[at[i]]
}

func fold(s string) folded {
	n := utf8.RuneCountInString(s)
	f := folded{printed: make([]rune, 0, n), norm: make([]rune, 0, n), at: make([]int, 0, n)}
	for _, r := range s {
		if unicode.IsSpace(r) || r == '\u200b' || r == '\ufeff' {
			continue
		}
		f.printed = append(f.printed, r)
		if m, ok := mended[r]; ok {
			r = m
		}
		if n, ok := normal(r); ok {
			f.add(n)
			continue
		}
		for _, n := range norm.NFKC.String(string(r)) {
			if unicode.IsSpace(n) {
				continue
			}
			if m, ok := mended[n]; ok {
				n = m
			}
			f.add(n)
		}
	}
	return f
}

// add appends a normal form of the last printed character.
func (f *folded) add(r rune) {
	f.norm = append(f.norm, r)
	f.at = append(f.at, len(f.printed)-1)
}

// normal is the NFKC of the characters that nearly all of a line are, which the
// tables of x/text need not be asked for: graphic ASCII and its full-width
// twins, the unified ideographs, and the marks of Chinese print that are their
// own normal form.
func normal(r rune) (rune, bool) {
	switch {
	case '!' <= r && r <= '~', '一' <= r && r <= '\u9fff', '、' <= r && r <= '。', '〈' <= r && r <= '】', '‘' <= r && r <= '”':
		return r, true
	case '！' <= r && r <= '～':
		return r - '！' + '!', true
	}
	return 0, false
}

// cut is the part of f between two places of its normal form.
func (f folded) cut(from, to int) folded {
	if from >= to {
		return folded{}
	}
	lo, hi := f.at[from], f.at[to-1]+1
	g := folded{printed: f.printed[lo:hi], norm: f.norm[from:to], at: make([]int, 0, to-from)}
	for _, a := range f.at[from:to] {
		g.at = append(g.at, a-lo)
	}
	return g
}

// Fold gives the normal form in which printed labels are compared: white space
// removed, NFKC (so brackets, colons and digits are half width), CJK radicals
// mended, traditional characters of the vocabulary made simplified.
func Fold(s string) string { return string(fold(s).norm) }

// Plain is Fold without quotation marks and title marks, so that “三公”, "三公"
// and 「三公」 compare equal.
func Plain(s string) string {
	return strings.Map(func(r rune) rune {
		if isQuote(r) {
			return -1
		}
		return r
	}, Fold(s))
}

func isQuote(r rune) bool {
	return strings.ContainsRune(`“”"„‟'‘’`+"`′″「」『』《》〈〉", r)
}
