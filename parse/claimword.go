package parse

import (
	_ "embed"
	"encoding/csv"
	"strings"
	"sync"
)

//go:embed claimwords.csv
var claimWordsCSV string

//go:embed claimfold.txt
var claimFoldTXT string

// wordTable finds the longest known word at a position.
type wordTable struct {
	byFirst map[rune][]claimWord // longest first
}

type claimWord struct {
	runes []rune
	kind  tokenKind
	short bool // only before a figure
	value string
}

var classKinds = map[string]tokenKind{
	"up": tUp, "short-up": tUp, "down": tDown, "short-down": tDown, "open": tOpen, "flat": tFlat,
	"compare": tCompare, "compare-open": tCompare, "share": tShare, "done": tDone, "reason": tReason,
	"that": tThat, "each": tEach, "like": tLike,
}

var claimWords = sync.OnceValue(func() wordTable {
	t := wordTable{byFirst: map[rune][]claimWord{}}
	rows, err := csv.NewReader(strings.NewReader(claimWordsCSV)).ReadAll()
	if err != nil {
		panic("claimwords.csv: " + err.Error()) // embedded, and read by a test
	}
	for _, row := range rows[1:] {
		kind, ok := classKinds[row[0]]
		if !ok {
			panic("claimwords.csv: unknown class " + row[0])
		}
		w := claimWord{[]rune(row[1]), kind, strings.HasPrefix(row[0], "short-"), row[2]}
		t.byFirst[w.runes[0]] = append(t.byFirst[w.runes[0]], w)
	}
	for _, ws := range t.byFirst {
		sortByLength(ws)
	}
	return t
})

func sortByLength(ws []claimWord) {
	for i := 1; i < len(ws); i++ {
		for j := i; j > 0 && len(ws[j].runes) > len(ws[j-1].runes); j-- {
			ws[j], ws[j-1] = ws[j-1], ws[j]
		}
	}
}

func (t wordTable) at(s []rune, i int) (claimWord, bool) {
	for _, w := range t.byFirst[s[i]] {
		if hasRunes(s, i, w.runes) {
			return w, true
		}
	}
	return claimWord{}, false
}

func hasRunes(s []rune, i int, w []rune) bool {
	if i < 0 || i+len(w) > len(s) {
		return false
	}
	for k, r := range w {
		if s[i+k] != r {
			return false
		}
	}
	return true
}

var claimFold = sync.OnceValue(func() map[rune]rune {
	m := map[rune]rune{
		'，': ',', '；': ';', '：': ':', '（': '(', '）': ')', '％': '%', '．': '.', '﹪': '%', '﹐': ',', '﹔': ';', '﹕': ':',
		'〔': '[', '〕': ']', '【': '[', '】': ']', '／': '/', '！': '。', '？': '。', '｡': '。', '－': '-', '　': ' ',
	}
	for r := '０'; r <= '９'; r++ {
		m[r] = '0' + r - '０'
	}
	for r := 'Ａ'; r <= 'Ｚ'; r++ {
		m[r] = 'A' + r - 'Ａ'
	}
	for _, pair := range strings.Fields(claimFoldTXT) {
		p := []rune(pair)
		if len(p) == 2 {
			m[p[0]] = p[1]
		}
	}
	return m
})

// foldRunes gives text for matching: half-width marks and figures, simplified
// characters. It is rune for rune, so positions stay.
func foldRunes(text []rune) []rune {
	m := claimFold()
	out := make([]rune, len(text))
	for i, r := range text {
		if f, ok := m[r]; ok {
			r = f
		}
		out[i] = r
	}
	return out
}

func runesOf(words ...string) [][]rune {
	out := make([][]rune, len(words))
	for i, w := range words {
		out[i] = []rune(w)
	}
	return out
}

func oneOf(s []rune, i int, words [][]rune) int {
	for _, w := range words {
		if hasRunes(s, i, w) {
			return len(w)
		}
	}
	return 0
}
