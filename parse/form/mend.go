package form

import (
	_ "embed"
	"strings"
)

//go:embed characters.txt
var characters string

// mended maps characters that NFKC leaves alone: CJK radicals that PDF fonts
// give for whole characters, and traditional forms, to the simplified
// characters that titles, headings, notes and names are compared in.
var mended = pairs(characters)

func pairs(text string) map[rune]rune {
	m := map[rune]rune{}
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if strings.HasPrefix(line, "#") {
			continue
		}
		rs := []rune(line)
		for i := 0; i+1 < len(rs); i += 2 {
			m[rs[i]] = rs[i+1]
		}
	}
	return m
}
