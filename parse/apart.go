package parse

import (
	"math"
	"unicode"
)

// looseEm is the room, in font sizes, that a line leaves at its end beside what
// would have stood there, when it was not wrapped but ended.
const looseEm = 1.2

// setApart tells whether the lines of a cell are no wraps of one text, since
// the next word would have fitted the line above, or whether its words are set
// apart as those of two columns are. right is where the texts of its column end.
func setApart(ls []textLine, left, right float64) bool {
	for i := range ls {
		if wordsApart(&ls[i]) {
			return true
		}
		if i+1 == len(ls) {
			continue
		}
		l, next := &ls[i], &ls[i+1]
		room := right - l.X1
		if math.Abs(l.X0-next.X0) > 0.6*l.Size && math.Abs(l.X0+l.X1-next.X0-next.X1) < l.Size { // set in the middle
			room += l.X0 - left
		}
		if room > firstUnit(next)+looseEm*l.Size && next.Base-l.Base > baseTolEm*l.Size {
			return true
		}
	}
	return false
}

// firstUnit is the width, in points, of what a line begins with and no wrap
// divides: a character, or a word of digits or letters, with its bracket.
func firstUnit(l *textLine) float64 {
	w := &l.Words[0]
	rs := []rune(w.Text)
	n := 1
	for n < len(rs) && (!unicode.Is(unicode.Han, rs[n-1]) && unicode.Is(unicode.Han, rs[n]) || !unicode.Is(unicode.Han, rs[n])) {
		n++
		if unicode.Is(unicode.Han, rs[n-1]) {
			break
		}
	}
	return (w.X1 - w.X0) * float64(n) / float64(max(1, len(rs)))
}

// asideEm is how far apart, in font sizes, whole words of one label are not set.
const asideEm = 1.5

// wordsApart reports whether a line holds a bare figure beside words, or two
// words of several characters far apart.
func wordsApart(l *textLine) bool {
	for i := 1; i < len(l.Words); i++ {
		a, b := &l.Words[i-1], &l.Words[i]
		gap := (b.X0 - a.X1) / l.Size
		switch {
		case gap > spaceGapEm && (bareDigits(a) != bareDigits(b)):
			return true
		case gap > asideEm && len([]rune(a.Text)) > 1 && len([]rune(b.Text)) > 1:
			return true
		}
	}
	return false
}

func bareDigits(w *Word) bool { return len(w.Text) > 1 && digits.MatchString(w.Text) }
