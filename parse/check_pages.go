package parse

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"yusuan/extract"
	"yusuan/parse/budget"
	"yusuan/parse/form"
)

// What is wrong with a file as a whole: pages that stand in it twice, and tables
// that its own numbers show to be lost.

// minDoubled is how many glyphs a page must hold to be known for the copy of
// another by what it says.
const minDoubled = 40

// doubledPages finds pages that repeat an earlier one glyph for glyph, page
// number and all: the earlier page by the number of the copy.
func doubledPages(pages []*extract.Page) map[int]int {
	first := map[string]int{}
	out := map[int]int{}
	for _, p := range pages {
		if len(p.Glyphs) < minDoubled {
			continue
		}
		var s strings.Builder
		for i := range p.Glyphs {
			g := &p.Glyphs[i]
			fmt.Fprintf(&s, "%s %d %d ", g.Text, int(math.Round(g.X0)), int(math.Round(g.Base)))
		}
		if n, ok := first[s.String()]; ok {
			out[p.Number] = n
		} else {
			first[s.String()] = p.Number
		}
	}
	return out
}

// single is the document without the pages that are copies of others.
func single(doc *extract.Document, doubled map[int]int) *extract.Document {
	if len(doubled) == 0 {
		return doc
	}
	d := *doc
	d.Pages = slices.DeleteFunc(slices.Clone(doc.Pages), func(p *extract.Page) bool { return doubled[p.Number] > 0 })
	return &d
}

// pageFindings reports the copies among the pages, and where their numbers jump.
func pageFindings(doc *extract.Document, doubled map[int]int, ids *form.Identities) []budget.Finding {
	var out []budget.Finding
	for _, p := range doc.Pages {
		n := doubled[p.Number]
		if n == 0 {
			continue
		}
		f := wholeFinding(ids, "page-doubled", budget.SeverityWarning, "{page}", strconv.Itoa(p.Number), "{text}", strconv.Itoa(n))
		f.Span, f.Other = budget.Span{Page: p.Number}, budget.Span{Page: n}
		out = append(out, f)
	}
	return append(out, pageGaps(doc.Pages, ids)...)
}

func wholeFinding(ids *form.Identities, check string, sev budget.Severity, fill ...string) budget.Finding {
	m, _ := ids.Message(check)
	r := strings.NewReplacer(fill...)
	return budget.Finding{Check: check, Severity: sev, Status: budget.Fails, Message: r.Replace(m.Zh), English: r.Replace(m.En)}
}

// lostTables finds tables that ought to be there: those between the numbers of
// two others, and those that every disclosure must have, in one that has most.
// missing are the kinds that the contents list is known to announce in vain.
func lostTables(doc *budget.Document, missing []string, forms *form.Catalog) []budget.Finding {
	ids := forms.Identities()
	var out []budget.Finding
	here := map[string]bool{}
	for i := range doc.Tables {
		here[doc.Tables[i].Kind] = true
	}
	if len(missing) == 0 {
		out = append(out, numberGaps(doc, ids)...)
	}
	var lost []string
	for _, k := range ids.Required {
		if !slices.ContainsFunc(strings.Split(k, "|"), func(k string) bool { return here[k] || slices.Contains(missing, k) }) {
			lost = append(lost, k)
		}
	}
	if len(out) > 0 || len(lost) == 0 || len(lost)*usualOf > len(ids.Required)*(usualOf-usual)*2 {
		return out
	}
	for _, k := range lost {
		k, _, _ = strings.Cut(k, "|")
		name := k
		if known := forms.Kind(k); known != nil {
			name = known.Zh
		}
		f := wholeFinding(ids, "table-required", budget.SeverityWarning, "{text}", name)
		f.Table = k
		out = append(out, f)
	}
	return out
}

// missingKinds are the kinds of tables that findings say are missing.
func missingKinds(found []budget.Finding) (kinds []string) {
	for _, f := range found {
		if f.Check == "table-missing" {
			kinds = append(kinds, f.Table)
		}
	}
	return kinds
}

// numberGaps finds numbers that are missing in the count of the tables.
func numberGaps(doc *budget.Document, ids *form.Identities) []budget.Finding {
	const fewest = 4 // numbered tables that make a count
	at := map[int]*budget.Table{}
	for i := range doc.Tables {
		t := &doc.Tables[i]
		if n := tableNumber(t.Number); n > 0 && at[n] == nil {
			at[n] = t
		}
	}
	last := 0
	for n := range at {
		last = max(last, n)
	}
	if len(at) < fewest || last > 2*len(at) {
		return nil
	}
	var out []budget.Finding
	for n := 1; n < last; n++ {
		if at[n] != nil {
			continue
		}
		next := n + 1
		for at[next] == nil {
			next++
		}
		f := wholeFinding(ids, "table-gap", budget.SeverityWarning, "{n}", strconv.Itoa(n), "{title}", at[next].Title, "{text}", at[next].Number)
		f.Span = at[next].Start
		out = append(out, f)
	}
	return out
}

// tableNumber reads the count out of the number of a table: 5 of 公开05表, 表五
// and 附表5; 0 of one with parts, as 表3-3, whose count starts anew.
func tableNumber(s string) int {
	s = form.Fold(s)
	if strings.ContainsAny(s, "-—–") {
		return 0
	}
	s = strings.Trim(s, "()[]:.、,;部门单位财决预批复公开附件算表第")
	if n, err := strconv.Atoi(s); err == nil {
		return n
	}
	return chineseNumber(s)
}

// chineseNumber reads 一 to 九十九; 0 where s is none.
func chineseNumber(s string) int {
	const digits = "一二三四五六七八九"
	digit := func(s string) int { // 0 for ""
		if s == "" {
			return 0
		}
		if i := strings.Index(digits, s); i >= 0 && len(s) == len("一") {
			return i/len("一") + 1
		}
		return -1
	}
	tens, ones, ok := strings.Cut(s, "十")
	if !ok {
		return max(digit(s), 0)
	}
	t, o := digit(tens), digit(ones)
	if t < 0 || o < 0 {
		return 0
	}
	return 10*max(t, 1) + o
}
