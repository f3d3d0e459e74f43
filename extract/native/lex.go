package native

import "math"

// kind tells what an operand is.
type kind uint8

const (
	kNone kind = iota
	kNumber
	kString
	kName
	kOpen  // [
	kClose // ]
	kDict  // a dictionary; its entries are not kept
	kOperator
	kEnd
)

// operand is one token. b points into the source or into the lexer's arena
// and is valid until the next reset.
type operand struct {
	kind kind
	n    float64
	b    []byte
}

// lexer reads tokens from a content stream or a CMap. It never fails: what is
// not a token is skipped.
type lexer struct {
	src   []byte
	pos   int
	arena []byte // decoded strings
}

func isSpace(c byte) bool {
	return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == 0 || c == '\f'
}

func isDelim(c byte) bool {
	switch c {
	case '(', ')', '<', '>', '[', ']', '{', '}', '/', '%':
		return true
	}
	return false
}

// regular marks the bytes that make up names, numbers and operators.
var regular = func() (t [256]bool) {
	for i := range t {
		t[i] = !isSpace(byte(i)) && !isDelim(byte(i))
	}
	return t
}()

func unhex(c byte) int {
	switch {
	case c >= '0' && c <= '9':
		return int(c - '0')
	case c >= 'a' && c <= 'f':
		return int(c-'a') + 10
	case c >= 'A' && c <= 'F':
		return int(c-'A') + 10
	}
	return -1
}

// next gives the next token.
func (l *lexer) next() operand {
	src := l.src
	for l.pos < len(src) {
		c := src[l.pos]
		switch {
		case isSpace(c):
			l.pos++
		case c >= '0' && c <= '9' || c == '-' || c == '.' || c == '+':
			return l.number()
		case c == '%':
			for l.pos < len(src) && src[l.pos] != '\n' && src[l.pos] != '\r' {
				l.pos++
			}
		case c == '(':
			return operand{kind: kString, b: l.literal()}
		case c == '<':
			if l.pos+1 < len(src) && src[l.pos+1] == '<' {
				l.skipDict()
				return operand{kind: kDict}
			}
			return operand{kind: kString, b: l.hex()}
		case c == '/':
			return operand{kind: kName, b: l.name()}
		case c == '[':
			l.pos++
			return operand{kind: kOpen}
		case c == ']':
			l.pos++
			return operand{kind: kClose}
		case isDelim(c):
			l.pos++ // a stray delimiter
		default:
			start := l.pos
			for l.pos < len(src) && regular[src[l.pos]] {
				l.pos++
			}
			return operand{kind: kOperator, b: src[start:l.pos]}
		}
	}
	return operand{kind: kEnd}
}

func (l *lexer) number() operand {
	src, i := l.src, l.pos
	start := i
	neg := false
	for i < len(src) && (src[i] == '-' || src[i] == '+') {
		neg = src[i] == '-'
		i++
	}
	var mant, digits = 0.0, 0
	for i < len(src) && src[i] >= '0' && src[i] <= '9' {
		mant = mant*10 + float64(src[i]-'0')
		i++
		digits++
	}
	if i < len(src) && src[i] == '.' {
		i++
		scale := 1.0
		for i < len(src) && src[i] >= '0' && src[i] <= '9' {
			if scale < 1e15 {
				mant = mant*10 + float64(src[i]-'0')
				scale *= 10
			}
			i++
			digits++
		}
		mant /= scale
	}
	// Some writers put a minus inside: 12.-34 reads as 12.
	if i < len(src) && src[i] == '-' && digits > 0 {
		for i < len(src) && regular[src[i]] {
			i++
		}
	} else if i < len(src) && regular[src[i]] {
		if digits == 0 { // an operator that begins with a sign or a point
			for i < len(src) && regular[src[i]] {
				i++
			}
			l.pos = i
			return operand{kind: kOperator, b: src[start:i]}
		}
		// 0.5f or 1e5: the number ends where its digits end
		if (src[i] == 'e' || src[i] == 'E') && i+1 < len(src) && (src[i+1] == '-' || src[i+1] >= '0' && src[i+1] <= '9') {
			i++
			eneg := src[i] == '-'
			if eneg {
				i++
			}
			exp := 0
			for i < len(src) && src[i] >= '0' && src[i] <= '9' {
				exp = min(exp*10+int(src[i]-'0'), 400)
				i++
			}
			if eneg {
				exp = -exp
			}
			mant *= math.Pow10(exp)
		}
	}
	l.pos = i
	if neg {
		mant = -mant
	}
	return operand{kind: kNumber, n: mant}
}

// literal reads (…); the position is at the parenthesis.
func (l *lexer) literal() []byte {
	src := l.src
	i := l.pos + 1
	start := i
	depth := 1
	for i < len(src) { // without escapes the string is the source itself
		switch src[i] {
		case '(':
			depth++
		case ')':
			depth--
			if depth == 0 {
				l.pos = i + 1
				return src[start:i]
			}
		case '\\', '\r':
			return l.escaped(start, i, depth)
		}
		i++
	}
	l.pos = i
	return src[start:i]
}

func (l *lexer) escaped(start, i, depth int) []byte {
	src := l.src
	at := len(l.arena)
	l.arena = append(l.arena, src[start:i]...)
	for i < len(src) {
		c := src[i]
		i++
		switch c {
		case '(':
			depth++
		case ')':
			depth--
			if depth == 0 {
				l.pos = i
				return l.arena[at:len(l.arena):len(l.arena)]
			}
		case '\r':
			if i < len(src) && src[i] == '\n' {
				i++
			}
			c = '\n'
		case '\\':
			if i >= len(src) {
				continue
			}
			c = src[i]
			i++
			switch c {
			case 'n':
				c = '\n'
			case 'r':
				c = '\r'
			case 't':
				c = '\t'
			case 'b':
				c = '\b'
			case 'f':
				c = '\f'
			case '\r':
				if i < len(src) && src[i] == '\n' {
					i++
				}
				continue
			case '\n':
				continue
			case '0', '1', '2', '3', '4', '5', '6', '7':
				x := int(c - '0')
				for k := 0; k < 2 && i < len(src) && src[i] >= '0' && src[i] <= '7'; k++ {
					x = x*8 + int(src[i]-'0')
					i++
				}
				c = byte(x)
			}
		}
		l.arena = append(l.arena, c)
	}
	l.pos = i
	return l.arena[at:len(l.arena):len(l.arena)]
}

// hex reads <…>; the position is at the bracket.
func (l *lexer) hex() []byte {
	src := l.src
	i := l.pos + 1
	at := len(l.arena)
	hi, half := 0, false
	for i < len(src) && src[i] != '>' {
		x := unhex(src[i])
		i++
		if x < 0 {
			continue
		}
		if half {
			l.arena = append(l.arena, byte(hi<<4|x))
		}
		hi, half = x, !half
	}
	if half {
		l.arena = append(l.arena, byte(hi<<4))
	}
	l.pos = min(i+1, len(src))
	return l.arena[at:len(l.arena):len(l.arena)]
}

func (l *lexer) name() []byte {
	src := l.src
	l.pos++
	start := l.pos
	escape := false
	for l.pos < len(src) && regular[src[l.pos]] {
		escape = escape || src[l.pos] == '#'
		l.pos++
	}
	b := src[start:l.pos]
	if !escape {
		return b
	}
	at := len(l.arena)
	for i := 0; i < len(b); i++ {
		if b[i] == '#' && i+2 < len(b) && unhex(b[i+1]) >= 0 && unhex(b[i+2]) >= 0 {
			l.arena = append(l.arena, byte(unhex(b[i+1])<<4|unhex(b[i+2])))
			i += 2
			continue
		}
		l.arena = append(l.arena, b[i])
	}
	return l.arena[at:len(l.arena):len(l.arena)]
}

// skipDict passes over <<…>> with what is nested in it.
func (l *lexer) skipDict() {
	src := l.src
	depth := 0
	for l.pos < len(src) {
		switch c := src[l.pos]; {
		case c == '<' && l.pos+1 < len(src) && src[l.pos+1] == '<':
			depth++
			l.pos += 2
		case c == '>' && l.pos+1 < len(src) && src[l.pos+1] == '>':
			depth--
			l.pos += 2
			if depth == 0 {
				return
			}
		case c == '(':
			l.literal()
		default:
			l.pos++
		}
	}
}
