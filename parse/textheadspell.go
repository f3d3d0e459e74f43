package parse

import (
	"slices"
	"strings"

	"yusuan/parse/form"
)

// spell replaces declared spellings by the printed ones where those are found
// in one piece.
func (f *headFit) spell(words []string, total func(string) bool) {
	var printed, plain []rune
	var at []int // plain[i] comes from printed[at[i]]
	for _, r := range squeeze(strings.Join(words, "")) {
		printed = append(printed, r)
		for _, k := range form.Plain(string(r)) {
			plain = append(plain, k)
			at = append(at, len(printed)-1)
		}
	}
	find := func(s string) string {
		want := []rune(form.Plain(s))
		if len(want) < 2 {
			return s
		}
		best, cost := "", len(want)/4+1
		for i := range plain {
			if plain[i] != want[0] {
				continue
			}
			for n := max(1, len(want)-2); n <= len(want)+4 && i+n <= len(plain); n++ {
				if plain[i+n-1] != want[len(want)-1] {
					continue
				}
				if d := distance(plain[i:i+n], want); d < cost {
					from := at[i]
					if from > 0 && form.Plain(string(printed[from-1])) == "" {
						from-- // the quotation mark before it
					}
					best, cost = string(printed[from:at[i+n-1]+1]), d
				}
			}
		}
		if best == "" && total(s) {
			best = f.otherTotal(words, total)
		}
		if best == "" {
			return s
		}
		return best
	}
	cache := make(map[string]string)
	out := make([][]string, len(f.paths))
	for i, p := range f.paths {
		for _, s := range p {
			if _, ok := cache[s]; !ok {
				cache[s] = find(s)
			}
			out[i] = append(out[i], cache[s])
		}
	}
	f.paths = out
}

// otherTotal is the one word for a total that is printed, when the form does
// not have it: 合计 for 小计.
func (f *headFit) otherTotal(words []string, total func(string) bool) string {
	printed := ""
	for _, w := range words {
		if w = squeeze(w); !total(w) || w == printed {
			continue
		}
		if printed != "" {
			return ""
		}
		printed = w
	}
	for _, p := range f.paths {
		if slices.Contains(p, printed) {
			return ""
		}
	}
	return printed
}

// distance is the number of edits between two short words.
func distance(a, b []rune) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range a {
		prev := row[0]
		row[0] = i + 1
		for j := range b {
			d := prev
			if a[i] != b[j] {
				d++
			}
			prev = row[j+1]
			row[j+1] = min(d, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
