package parse

import (
	"strings"
	"sync"
	"unicode"

	"yusuan/parse/budget"
	"yusuan/parse/form"
)

// Headings in text are words without places: wrapped, interleaved, out of
// order. What can be compared is which characters are there. A declared form
// fits when the printed headings have its characters, few less and few more;
// its columns are then the table's, in the declared order.

const (
	headMissShare = 12 // a fit may miss or exceed one character in so many
	headMissLeast = 2
)

// headFit is one declared form held against printed headings.
type headFit struct {
	paths   [][]string // as printed where the printed spelling was found
	used    int        // words that belong to the headings
	cost    int        // characters missing and in excess
	need    int
	turned  int // headings out of the declared order
	table   *form.Table
	totals  bool  // no column is a total: such a word is the label of a row
	measure []int // indices of the measure columns
}

// headKey evens out spellings that do not tell columns apart.
func headKey(s string) string {
	s = form.Plain(s)
	s = strings.NewReplacer("费用", "费", "运行维护", "运行", "年度", "").Replace(s)
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) {
			return r
		}
		return -1
	}, s)
}

func bag(s string) map[rune]int {
	m := make(map[rune]int)
	for _, r := range s {
		m[r]++
	}
	return m
}

// freeRunes collects the characters of headings that name codes, labels and
// lanes: their wording varies freely and decides nothing.
func freeRunes(forms *form.Catalog) map[rune]bool {
	out := make(map[rune]bool)
	for _, t := range forms.Tables() {
		for _, c := range t.Columns {
			path := strings.Split(c, "/")
			for i := range path {
				col, ok := forms.Column(t.Kind, t.Phase, path[:i+1])
				if ok && (col.Role == "code" || col.Role == "name" || col.Role == "ignore" || col.Role == "item" && i == len(path)-1) {
					for _, r := range headKey(path[i]) {
						out[r] = true
					}
				}
			}
		}
	}
	return out
}

// declaredHead is a declared form made ready for comparison.
type declaredHead struct {
	table   *form.Table
	paths   [][]string
	measure []int
	need    map[rune]int // characters of the headings that measures need
	runes   int
}

// headings are the declared forms of a catalog made ready.
type headings struct {
	free    map[rune]bool
	forms   []declaredHead
	catalog *form.Catalog
}

// readyCache keeps them: a catalog does not change once it is loaded.
var readyCache sync.Map // *form.Catalog → *headings

func readyHeads(forms *form.Catalog) *headings {
	if h, ok := readyCache.Load(forms); ok {
		return h.(*headings)
	}
	h := &headings{free: freeRunes(forms), catalog: forms}
	for _, t := range forms.Tables() {
		if len(t.Columns) == 0 {
			continue
		}
		paths, measure, need := declaredColumns(t, forms)
		if len(measure) > 0 {
			h.forms = append(h.forms, declaredHead{t, paths, measure, bag(need), len([]rune(need))})
		}
	}
	readyCache.Store(forms, h)
	return h
}

// declaredColumns gives the heading paths of a form, which of them are
// measures, and the text of all headings that measures need.
func declaredColumns(t *form.Table, forms *form.Catalog) (paths [][]string, measure []int, need string) {
	for _, c := range t.Columns {
		paths = append(paths, strings.Split(c, "/"))
	}
	cols, ok := forms.Columns(t.Kind, t.Phase, 0, paths)
	var b strings.Builder
	seen := make(map[string]bool)
	for i, p := range paths {
		if !ok[i] || cols[i].Role != "measure" {
			continue
		}
		measure = append(measure, i)
		for n := range p {
			key := strings.Join(p[:n+1], "/")
			if n == len(p)-1 || !seen[key] {
				b.WriteString(headKey(p[n]))
			}
			seen[key] = true
		}
	}
	return paths, measure, b.String()
}

// suits reports whether a form may be one that a title names: of the kind, and
// not of the other phase.
func (d *declaredHead) suits(m form.Match) bool {
	return d.table.Kind == m.Kind && (m.Phase == budget.PhaseUnknown || d.table.Phase == m.Phase)
}

// fit holds the forms of the given table kind against the words that stand
// before the first row. Words of the first row's label may be among them, at
// the end. It returns nil when no form fits or two that fit equally differ.
func (h *headings) fit(m []form.Match, words []string) *headFit {
	if len(words) == 0 || len(m) == 0 {
		return nil
	}
	listed := make(map[string]bool)
	for _, x := range m {
		for _, id := range x.Forms {
			listed[id] = true
		}
	}
	var best []*headFit
	labels := h.labelWords(m[0], words)
	bags := make([]map[rune]int, len(words)+1)
	var have, rest strings.Builder
	// The label of a first row of totals may stand among the headings: forms
	// without a total column do without its characters.
	untotalled := make([]map[rune]int, len(words)+1)
	for k := range bags {
		if k > 0 && !labels[k-1] {
			have.WriteString(words[k-1])
		}
		bags[k] = bag(headKey(have.String()))
		if k > 0 && !labels[k-1] && !h.catalog.Total(words[k-1]) {
			rest.WriteString(words[k-1])
		}
		untotalled[k] = bag(headKey(rest.String()))
	}
	for _, d := range h.forms {
		if !listed[d.table.ID] && !d.suits(m[0]) {
			continue
		}
		f := &headFit{paths: d.paths, measure: d.measure, table: d.table, need: d.runes, cost: 1 << 20}
		want := d.need
		counted := bags
		if want['计'] == 0 {
			counted, f.totals = untotalled, true
		}
		for k, got := range counted {
			cost := h.costOf(want, got)
			for n := 2; n <= mostCopies && cost > 0 && len(d.measure) == 1; n++ {
				if one, ok := h.oneOf(got, n); ok {
					cost = min(cost, h.costOf(want, one))
				}
			}
			if cost <= f.cost {
				f.cost, f.used = cost, k
			}
		}
		if f.cost > max(min(headMissLeast, f.need/4), f.need/headMissShare) {
			continue
		}
		f.turned = turned(f, words)
		better := func(a, b *headFit) bool {
			if a.cost != b.cost {
				return a.cost < b.cost
			}
			if a.turned != b.turned {
				return a.turned < b.turned
			}
			if a.cost == 0 && a.need != b.need {
				return a.need > b.need // it accounts for words that are a row's label otherwise
			}
			return listed[a.table.ID] && !listed[b.table.ID]
		}
		if len(best) == 0 || better(f, best[0]) {
			best = []*headFit{f}
		} else if !better(best[0], f) {
			best = append(best, f)
		}
	}
	if len(best) == 0 {
		return nil
	}
	for _, o := range best[1:] {
		if !sameLeaves(best[0], o) {
			return nil
		}
	}
	f := best[0]
	f.spell(words[:f.used])
	return f
}

// mostCopies is how many times the columns of a list stand side by side.
const mostCopies = 3

// costOf counts the characters that printed headings lack and have in excess.
func (h *headings) costOf(want, got map[rune]int) int {
	cost := 0
	for r, n := range want {
		cost += max(0, n-got[r])
	}
	for r, n := range got {
		if !h.free[r] {
			cost += max(0, n-want[r])
		}
	}
	return cost
}

// oneOf is one of n copies that stand side by side: 编码 名称 决算数 编码 名称 决算数.
func (h *headings) oneOf(got map[rune]int, n int) (map[rune]int, bool) {
	one := make(map[rune]int, len(got))
	for r, k := range got {
		if k%n != 0 && !h.free[r] {
			return nil, false
		}
		one[r] = k / n
	}
	return one, true
}

// labelWords marks the words that are headings of codes and names in one to
// three pieces.
func (h *headings) labelWords(m form.Match, words []string) []bool {
	out := make([]bool, len(words))
	if k := h.catalog.Kind(m.Kind); k != nil && len(k.Lanes) > 0 {
		return out // there 功能分类 names a side
	}
	for i := range words {
		joined := ""
		for n := i; n < len(words) && n < i+3; n++ {
			joined += words[n]
			col, ok := h.catalog.Column(m.Kind, m.Phase, []string{joined})
			if ok && (col.Role == "code" && len([]rune(joined)) > 2 || col.Role == "name" && len([]rune(joined)) > 4) {
				for k := i; k <= n; k++ {
					out[k] = true
				}
			}
		}
	}
	return out
}

func sameLeaves(a, b *headFit) bool {
	if len(a.measure) != len(b.measure) {
		return false
	}
	for i := range a.measure {
		pa, pb := a.paths[a.measure[i]], b.paths[b.measure[i]]
		if headKey(strings.Join(pa, "")) != headKey(strings.Join(pb, "")) {
			return false
		}
	}
	return true
}

// turned counts neighbouring headings of one level that are printed in the
// other order than declared.
func turned(f *headFit, words []string) int {
	text := headKey(strings.Join(words, ""))
	n := 0
	last := make(map[string]int) // parent path → place of the last heading
	seen := make(map[string]bool)
	for _, i := range f.measure {
		p := f.paths[i]
		for k := range p {
			key := strings.Join(p[:k+1], "/")
			if seen[key] {
				continue
			}
			seen[key] = true
			word := headKey(p[k])
			if strings.Count(text, word) != 1 {
				continue
			}
			at := strings.Index(text, word)
			parent := strings.Join(p[:k], "/")
			if l, ok := last[parent]; ok && at < l {
				n++
			}
			last[parent] = at
		}
	}
	return n
}

// spell replaces declared spellings by the printed ones where those are found
// in one piece.
func (f *headFit) spell(words []string) {
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
