package parse

import (
	"slices"
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
	paths    [][]string // as printed where the printed spelling was found
	declared [][]string
	used     int // words that belong to the headings
	cost     int // characters missing and in excess
	need     int
	turned   int // headings out of the declared order
	table    *form.Table
	totals   bool     // no column is a total: such a word is the label of a row
	measure  []int    // indices of the measure columns
	leaves   []string // what tells the measure columns apart
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
	leaves  []string
	need    map[rune]int // characters of the headings that measures need
	runes   int
}

// headings are the declared forms of a catalog made ready.
type headings struct {
	free    map[rune]bool
	forms   []declaredHead
	bare    []declaredHead // without what the headings of other tables may add or leave out
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
		d, ok := declaredColumns(t, forms)
		if !ok {
			continue
		}
		h.forms = append(h.forms, d)
		if b, ok := h.bareHead(d); ok {
			h.bare = append(h.bare, b)
		}
	}
	readyCache.Store(forms, h)
	return h
}

// declaredColumns makes a form ready: its heading paths, which of them are
// measures, and the text of all headings that measures need. It reports false
// for a form without measures.
func declaredColumns(t *form.Table, forms *form.Catalog) (declaredHead, bool) {
	d := declaredHead{table: t}
	for _, c := range t.Columns {
		d.paths = append(d.paths, strings.Split(c, "/"))
	}
	cols, ok := forms.Columns(t.Kind, t.Phase, 0, d.paths)
	for i := range d.paths {
		if ok[i] && cols[i].Role == "measure" {
			d.measure = append(d.measure, i)
		}
	}
	d.needs(d.paths, headKey)
	return d, len(d.measure) > 0
}

// needs sets what the measures of a form need of the headings, whose paths are
// given, each level read by key.
func (d *declaredHead) needs(paths [][]string, key func(string) string) {
	var b strings.Builder
	seen := make(map[string]bool)
	d.leaves = nil
	for _, i := range d.measure {
		p := paths[i]
		leaf := ""
		for n := range p {
			over := strings.Join(p[:n+1], "/")
			if n == len(p)-1 || !seen[over] {
				b.WriteString(key(p[n]))
			}
			seen[over] = true
			leaf += key(p[n])
		}
		d.leaves = append(d.leaves, leaf)
	}
	d.need, d.runes = bag(b.String()), len([]rune(b.String()))
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
	f := h.closest(m, h.forms, words)
	if f != nil {
		f.spell(words[:f.used], h.catalog.Total)
	}
	return f
}

// closest is the form whose headings the words have, by their characters.
func (h *headings) closest(m []form.Match, forms []declaredHead, words []string) *headFit {
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
	for _, d := range forms {
		if !listed[d.table.ID] && !d.suits(m[0]) {
			continue
		}
		f := &headFit{paths: d.paths, declared: d.paths, measure: d.measure, leaves: d.leaves, table: d.table, need: d.runes, cost: 1 << 20}
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
		if !slices.Equal(best[0].leaves, o.leaves) {
			return nil
		}
	}
	return best[0]
}

// read gives the meaning of the fitted columns. A printed spelling that means
// nothing though the declared one does has words of another heading in it, and
// gives way to it.
func (f *headFit) read(forms *form.Catalog, year int) ([]form.Column, []bool) {
	kind, phase := f.table.Kind, f.table.Phase
	want, known := forms.Columns(kind, phase, year, f.declared)
	cols, ok := forms.Columns(kind, phase, year, f.paths)
	for i := range f.paths {
		if known[i] && (!ok[i] || cols[i].Role != want[i].Role) {
			f.paths[i] = f.declared[i]
		}
	}
	return forms.Columns(kind, phase, year, f.paths)
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
