package parse

import (
	_ "embed"
	"encoding/csv"
	"regexp"
	"slices"
	"strings"
	"sync"
)

//go:embed claimstated.csv
var claimStatedCSV string

// statedWord is a word that a count is said of: with one of its units it gives
// the fact its key.
type statedWord struct {
	domain, word string
	units        []string
	key          string
}

var statedWords = sync.OnceValue(func() []statedWord {
	rows, err := csv.NewReader(strings.NewReader(claimStatedCSV)).ReadAll()
	if err != nil {
		panic("claimstated.csv: " + err.Error()) // embedded, and read by a test
	}
	var out []statedWord
	for _, row := range rows[1:] {
		out = append(out, statedWord{row[0], row[1], strings.Split(row[2], "|"), row[3]})
	}
	return out
})

// The words that stand before a label and between it and its figure.
var (
	statedHeads = []string{"其中", "另有", "另", "和", "及", "与", "分别", "本部门", "本单位"}
	statedTails = []string{"共计", "合计", "累计", "总计", "共有", "现有", "设有", "共", "为", "约", "約", "达", "是", "至", "的", "数量", "人数", "人员", "总数", "数", "分别", "职工"}
)

// countKey is the key of a count: a word serves batches and heads.
func countKey(w statedWord, unit, label string) string {
	heads := unit == "人次" || unit == "人" || unit == "名"
	switch {
	case w.domain == "staff" && w.word == "编制" && postKind.MatchString(label):
		return label + "数"
	case w.domain != "trips" || !heads && !strings.HasSuffix(label, "人次"):
		return w.key
	case strings.HasSuffix(w.key, "批次"):
		return strings.TrimSuffix(w.key, "批次") + "人次"
	case strings.HasSuffix(w.key, "团组数"):
		return strings.TrimSuffix(w.key, "团组数") + "人次"
	}
	return strings.TrimSuffix(w.key, "次数") + "人次"
}

// bare is a label without the words that lead to its figure.
func (r *reader) bare(label string) string {
	s := label
	for again := true; again; {
		again = false
		t := strings.TrimLeft(strings.TrimRight(s, ":：,，、 “\""), ":：,，、 )）”\".．")
		for _, w := range statedHeads {
			t = strings.TrimPrefix(t, w)
		}
		for _, w := range statedTails {
			t = strings.TrimSuffix(t, w)
		}
		if strings.HasSuffix(t, "（") || strings.HasSuffix(t, "(") {
			t = strings.TrimRight(t, "（(")
		}
		again, s = t != s, t
	}
	return s
}

// statedWord is the word nearest to a count that its unit fits.
func (r *reader) statedWord(label, unit string) (statedWord, bool) {
	f := r.fold(lastRunes(label, statedReach))
	staff := r.fold(r.bare(label))
	best, at := statedWord{}, -1
	for _, w := range statedWords() {
		if !slices.Contains(w.units, unit) {
			continue
		}
		var end int
		switch w.domain {
		case "staff", "bodies":
			if !strings.HasSuffix(staff, w.word) {
				continue
			}
			end = len(f) + 1 // a suffix is the nearest there is
		case "trips":
			i := strings.LastIndex(f, w.word)
			if i < 0 || strings.Contains(f, "编制") || strings.Contains(w.key, "购置") && strings.Contains(f, "安排") || strings.HasSuffix(w.key, "次数") && !meetings.MatchString(string(r.s)) {
				continue
			}
			end = i + len(w.word)
		default:
			continue
		}
		if end > at || end == at && len(w.word) > len(best.word) {
			best, at = w, end
		}
	}
	return best, at >= 0
}

const fieldRunes = 4 // of the shortest label told from running text

var noField = regexp.MustCompile(`[,(《]`)

// fieldAtEnd is the longest label that a text ends with.
func fieldAtEnd(s string) string {
	best := ""
	for _, w := range statedWords() {
		if w.domain == "project" && len([]rune(w.word)) >= fieldRunes && len(w.word) > len(best) && strings.HasSuffix(s, w.word) {
			best = w.word
		}
	}
	return best
}

func isField(s string) bool {
	return slices.ContainsFunc(statedWords(), func(w statedWord) bool { return w.domain == "project" && w.word == s })
}
