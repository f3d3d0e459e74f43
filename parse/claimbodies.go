package parse

import (
	"fmt"
	"regexp"
	"strings"

	"yusuan/parse/budget"
)

var (
	setUpRe     = regexp.MustCompile(`(?:下设|内设|设有|设立|现有|共有)(\d+)(个)(处室|科室|股室|内设机构|部门|机构|[^,;。:、()\d]{0,6}(?:处|室|科|中心|机构))`)
	officesRe   = regexp.MustCompile(`^[,:]?(?:分别是|分别为|包括|即|为|:)[:]?([^。;]+)`)
	subordinate = regexp.MustCompile(`下属(\d+)(家|个)(机关|[^,;。:、()\d]{0,4}单位)`)
	further     = regexp.MustCompile(`^(?:和|、|及|,)(\d+)(家|个)([^,;。:、()\d]{0,4}单位)`)
	noBodies    = regexp.MustCompile(`(无|没有)下属(预算)?单位`)
	asOf        = regexp.MustCompile(`截[至止](20\d\d年(\d+月\d+日|\d+月底|底|末))`)
	signedRe    = regexp.MustCompile(`(?:^|局|厅|委|办|部|院|会|府|中心|处|室|校|所|站|队|馆)(20\d\d)年(\d{1,2})月(\d{1,2})日$`)
)

// operating is the key of the running costs of offices.
const operating = "机关运行经费"

// bodies reads how many offices and member units there are, which words come
// after their figure.
func (r *reader) bodies() {
	f := string(r.s)
	for _, m := range setUpRe.FindAllStringSubmatchIndex(f, -1) {
		at, name := runesIn(r.s, m[0]), f[m[6]:m[7]]
		r.sayWords(name+"数", f[m[2]:m[3]], f[m[4]:m[5]], at)
		r.offices(name, f[m[2]:m[3]], runesIn(r.s, m[1]))
	}
	for _, m := range subordinate.FindAllStringSubmatchIndex(f, -1) {
		of, more := "", "下属"
		if strings.Contains(f[m[1]:], operating) {
			of, more = operating+"/", operating+"/" // whose running costs they are
		}
		r.sayWords(of+"下属"+f[m[6]:m[7]], f[m[2]:m[3]], f[m[4]:m[5]], runesIn(r.s, m[0]))
		if n := further.FindStringSubmatch(f[m[1]:]); n != nil {
			r.sayWords(more+n[3], n[1], n[2], runesIn(r.s, m[0]))
		}
	}
	if m := noBodies.FindStringIndex(f); m != nil {
		r.sayWords("下属预算单位", "无", "", runesIn(r.s, m[0]))
	}
	if m := notPlanned.FindStringSubmatchIndex(f); m != nil {
		r.sayWords(planned+f[m[4]:m[5]], f[m[2]:m[3]]+"安排", "", runesIn(r.s, m[0]))
	}
	if m := asOf.FindStringSubmatchIndex(f); m != nil && (r.doc.assets || propertyRe.MatchString(f)) {
		r.sayWords("资产基准日", f[m[2]:m[3]], "", runesIn(r.s, m[0]))
	}
}

// signed reads the date that a document ends with, by itself or after who signs.
func (r *reader) signed() {
	if m := signedRe.FindStringSubmatch(string(r.s)); m != nil {
		r.sayWords("落款日期", fmt.Sprintf("%s-%02s-%02s", m[1], m[2], m[3]), "", len(r.s)-1)
	}
}

// offices names the offices that a body is made of, where their list is as long
// as it says.
func (r *reader) offices(kind, count string, from int) {
	m := officesRe.FindStringSubmatchIndex(string(r.s[from:]))
	if m == nil {
		return
	}
	tail := r.s[from:]
	at := from + runesIn(tail, m[2])
	var names []string
	for depth, begin, i := 0, at, at; i <= from+runesIn(tail, m[3]); i++ {
		switch {
		case i == from+runesIn(tail, m[3]) || depth == 0 && (r.s[i] == '、' || r.s[i] == ','):
			names, begin = append(names, r.printed(begin, i)), i+1
		case r.s[i] == '(':
			depth++
		case r.s[i] == ')':
			depth--
		}
	}
	if fmt.Sprint(len(names)) != count {
		return
	}
	for i, name := range names {
		r.sayWords(fmt.Sprintf("%s/%d", kind, i+1), name, "", at)
	}
}

// stateAmounts gives the amounts that are looked for by themselves a key that
// does not depend on how they are worded: running costs of offices, and
// procurement with its parts.
func (r *reader) stateAmounts() {
	bounds := r.bounds()
	for _, g := range r.groups {
		key := amountKey(string(foldRunes([]rune(g.path()))), r.phase)
		if key == "" || g.amount == "" {
			continue
		}
		say := func(key, value, unit string, at int) {
			from, to := r.sentenceAt(bounds, at, g)
			r.stated = append(r.stated, budget.Stated{Key: key, Value: value, Unit: unit, Sentence: string(r.p.text[from:to]), Span: r.p.spanAt(at)})
		}
		if g.goesOn == nil {
			say(key, g.amount, g.unit, g.at)
		}
		for _, l := range g.lines {
			if l.change && l.delta != "" && l.base != nil {
				say(key+compared(l.base.text)+l.direction, l.delta, l.deltaUnit, l.at)
			}
		}
	}
}

// amountKey is the key of an amount by its path, "" for others. The first row
// of the vocabulary whose words all stand in the last name, or in the one it is
// part of, gives it.
func amountKey(path string, phase budget.Phase) string {
	names := strings.Split(quoteMarks.Replace(path), "/")
	leaf := lastRunes(names[len(names)-1], longestName)
	whole := leaf
	if n := len(names); n > 1 {
		whole = names[n-2] + leaf
	}
	for _, w := range statedWords() {
		if w.domain != "amount" && w.domain != "amount-"+string(phase) {
			continue
		}
		words := strings.Split(w.word, "&")
		fits := strings.Contains(leaf, words[0])
		for _, word := range words[1:] {
			fits = fits && strings.Contains(whole, word)
		}
		if fits {
			return w.key
		}
	}
	return ""
}

const longestName = 24 // characters of a name that tell what it is of; before them stands whose it is

// compared is a base after its preposition; 同比 has its own.
func compared(base string) string {
	if base == "同比" {
		return base
	}
	return "比" + base
}
