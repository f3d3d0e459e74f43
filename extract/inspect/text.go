package inspect

import (
	"bytes"
	"encoding/hex"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
)

// decodeText reads a text string of the information dictionary. Beside what the
// format allows (UTF-16 and UTF-8 with a mark, PDFDocEncoding), it reads what
// Chinese printer drivers write: GBK without a mark, and that again as
// hexadecimal digits in angle brackets.
func decodeText(b []byte) string {
	if inner, ok := bytes.CutPrefix(bytes.TrimSpace(b), []byte("<")); ok {
		if digits, ok := bytes.CutSuffix(inner, []byte(">")); ok {
			if raw, err := hex.DecodeString(string(digits)); err == nil {
				b = raw
			}
		}
	}
	var e encoding.Encoding
	switch {
	case bytes.HasPrefix(b, []byte("\xFE\xFF")), bytes.HasPrefix(b, []byte("\xFF\xFE")):
		e = unicode.UTF16(unicode.BigEndian, unicode.UseBOM)
	case bytes.HasPrefix(b, []byte("\xEF\xBB\xBF")):
		return clean(string(b[3:]))
	case utf8.Valid(b):
		return clean(string(b))
	default:
		e = simplifiedchinese.GB18030
		if s, err := e.NewDecoder().Bytes(b); err == nil && !bytes.ContainsRune(s, utf8.RuneError) && hasHan(s) {
			return clean(string(s))
		}
		e = charmap.Windows1252 // PDFDocEncoding but for a few signs
	}
	s, err := e.NewDecoder().Bytes(b)
	if err != nil {
		return ""
	}
	return clean(string(s))
}

// hasHan reports whether most of the wide characters are Han ideographs: Latin
// text with accents also passes for GBK, but gives odd ones among letters.
func hasHan(s []byte) bool {
	han, wide := 0, 0
	for _, r := range string(s) {
		if r >= 0x80 {
			wide++
		}
		if r >= 0x4E00 && r <= 0x9FFF {
			han++
		}
	}
	return han > 1 && 2*han > wide
}

func clean(s string) string {
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		if r < ' ' || r == '\uFEFF' {
			return -1
		}
		return r
	}, s))
}
