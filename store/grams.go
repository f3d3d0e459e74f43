package store

import (
	"slices"
	"strings"
	"unicode"
)

// grams cuts a text for the search index: runs of Han characters become pairs
// of neighbours and, at the end of the run, its last character alone; other
// letters and digits stay whole, in lower case. 养老保险 → 养老 老保 保险 险.
func grams(s string) string {
	var b strings.Builder
	for _, run := range runs(s) {
		if !isHan(run[0]) {
			b.WriteString(string(run))
			b.WriteByte(' ')
			continue
		}
		for i := range run {
			b.WriteRune(run[i])
			if i+1 < len(run) {
				b.WriteRune(run[i+1])
			}
			b.WriteByte(' ')
		}
	}
	return strings.TrimSuffix(b.String(), " ")
}

// phrasePairs is how many pairs stand in one phrase of a full-text query: the
// index reads phrases of up to four words as far as they are needed, longer
// ones to the end.
const phrasePairs = 4

// match writes the full-text query that finds every text containing the
// query's runs of characters, in any order; what it finds besides is for
// contains to leave out. "" where nothing can be searched. Letters and digits
// with a Han character right after them are whole, others a beginning: of all
// that begin with one digit the index would read a large part.
func match(query string) string {
	var parts []string
	all := runs(query)
	for i, run := range all {
		switch {
		case !isHan(run[0]) && i+1 < len(all) && strings.Contains(strings.ToLower(query), string(run)+string(all[i+1][:1])):
			parts = append(parts, `"`+string(run)+`"`)
		case !isHan(run[0]):
			parts = append(parts, `"`+string(run)+`*"`)
		case len(run) == 1:
			parts = append(parts, string(run)+"*")
		default:
			var pairs []string
			for i := range len(run) - 1 {
				pairs = append(pairs, string(run[i:i+2]))
			}
			for phrase := range slices.Chunk(pairs, phrasePairs) {
				parts = append(parts, `"`+strings.Join(phrase, " ")+`"`)
			}
		}
	}
	return strings.Join(parts, " ")
}

// contains says whether each run of a query is in a run of a text, one of
// letters and digits at its beginning.
func contains(text string, query [][]rune) bool {
	have := runs(text)
	for _, q := range query {
		found := slices.ContainsFunc(have, func(h []rune) bool {
			if isHan(q[0]) {
				return strings.Contains(string(h), string(q))
			}
			return strings.HasPrefix(string(h), string(q))
		})
		if !found {
			return false
		}
	}
	return true
}

// runs cuts a text into runs of Han characters and runs of other letters and
// digits; everything else parts them.
func runs(s string) [][]rune {
	var out [][]rune
	var run []rune
	end := func() {
		if len(run) > 0 {
			out = append(out, run)
			run = nil
		}
	}
	for _, r := range s {
		if !unicode.IsLetter(r) && !unicode.IsNumber(r) {
			end()
			continue
		}
		r = unicode.ToLower(r)
		if len(run) > 0 && isHan(run[0]) != isHan(r) {
			end()
		}
		run = append(run, r)
	}
	end()
	return out
}

func isHan(r rune) bool { return unicode.Is(unicode.Han, r) }
