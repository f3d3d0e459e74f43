package parse

import (
	_ "embed"
	"encoding/csv"
	"regexp"
	"slices"
	"strings"
	"sync"

	"yusuan/parse/budget"
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

const (
	statedReach = 18 // characters before a count that its word stands in
	shortPost   = 8  // characters of the longest kind of post: 行政附属编制
	shortValue  = 30 // characters of a value that is no sentence
	statedLabel = 14 // characters of the longest label of a project's description
)

var (
	propertyRe     = regexp.MustCompile(`(车辆|用车|汽车|房屋|建筑|设备|家具|用地|土地)[^,;。]{0,12}\d`)
	propertyUnit   = regexp.MustCompile(`^(平方米|㎡|亩|辆|台|套|台\(套\)|台/套|台套|件|宗|座)$`)
	owned          = regexp.MustCompile(`^.*(共有|现有|实有|拥有|占有|占用|配有|保有|使用)`)
	planned        = "安排购置"
	notPlanned     = regexp.MustCompile(`(未|没有|不)安排购置(车辆|公务用车)`)
	worth          = regexp.MustCompile(`(价值|原值|净值|总额|总值|合计|金额|单价|标准)$`)
	statedYear     = regexp.MustCompile(`20\d\d年度?`)
	setUpRe        = regexp.MustCompile(`(?:下设|内设|设有|设立)(\d+)(个)([^,;。:、()\d]{2,8})`)
	subordinate    = regexp.MustCompile(`下属(\d+)(家|个)([^,;。:、()\d]{0,4}单位)`)
	further        = regexp.MustCompile(`^(?:和|、|及|,)(\d+)(家|个)([^,;。:、()\d]{0,4}单位)`)
	noBodies       = regexp.MustCompile(`(无|没有)下属(预算)?单位`)
	asOf           = regexp.MustCompile(`截至(20\d\d年(\d+月\d+日|底|末))`)
	projectTitle   = regexp.MustCompile(`(项目)?(经费)?(支出)?情况说明$|^目录$`)
	projectOrdinal = regexp.MustCompile(`[（(][一二三四五六七八九十\d]{1,3}[)）]$`)
	postKind       = regexp.MustCompile(`^(核定|总|行政|事业|工勤|附属|政法|专项|机关|公务员|参公|后勤|服务|人员)+编制$`)
	meetings       = regexp.MustCompile(`会议费|培训费|三公`)
	performVerb    = regexp.MustCompile(`实行|编报|开展|实施|纳入|设置|申报`)
)

// The words that stand before a label and between it and its figure.
var (
	statedHeads = []string{"其中", "另有", "另", "和", "及", "与", "分别", "本部门", "本单位"}
	statedTails = []string{"共计", "合计", "累计", "总计", "共有", "现有", "设有", "共", "为", "约", "約", "达", "是", "至", "的", "数量", "人数", "人员", "总数", "数", "分别"}
)

// statedItem is what a count was said of last.
type statedItem struct {
	word string // of the vocabulary
	key  string
	path string // of property
	unit string
	perf bool
}

// state reads the facts of a paragraph that are no amounts of the budget:
// staff, trips, property, projects under performance management.
func (r *reader) state() {
	r.bodies()
	f := string(r.s)
	property := r.doc.assets || r.doc.described == "" && propertyRe.MatchString(f)
	var item statedItem
	var group, groupUnit string
	var verb *token
	plan, reason := false, false
	var outer *statedItem // what was spoken of before an aside in brackets
	var label strings.Builder
	_, skip := ordinalOf(f)
	for i := range r.toks {
		t := &r.toks[i]
		if t.to <= skip {
			continue
		}
		switch t.kind {
		case tComma, tLeft, tRight:
			label.Reset()
			verb = nil
		case tSemi:
			label.Reset()
			verb = nil
		case tStop:
			label.Reset()
			item, group, groupUnit, verb, plan, reason, outer = statedItem{}, "", "", nil, false, false, nil
		case tThat:
			if strings.HasSuffix(r.fold(label.String()), "(") {
				was := item
				outer = &was
			}
			group, groupUnit = item.path, item.unit
			label.Reset()
		case tUp, tDown, tOpen:
			if item.word != "" && r.bare(label.String()) == "" {
				verb = t
				break
			}
			label.WriteString(r.printed(t.from, t.to))
		case tBase:
		case tCount:
			l := r.bare(label.String())
			switch w, ok := r.statedWord(label.String(), t.unit); {
			case reason:
				label.Reset() // why a figure moved is no count of what there is
				continue
			case verb != nil:
				r.say(item.key+r.printed(verb.from, verb.to), t)
			case ok:
				item = statedItem{word: w.word, key: countKey(w, t.unit, l), unit: t.unit}
				r.say(item.key, t)
			case l == "" && item.word != "" && item.unit != t.unit:
				if w, ok := r.statedWord(item.word, t.unit); ok {
					r.say(countKey(w, t.unit, item.word), t)
				}
			case t.unit == "个" && strings.Contains(r.fold(label.String()), "绩效") && strings.HasSuffix(l, "项目"):
				name := statedYear.ReplaceAllString(afterColon(l), "")
				if m := performVerb.FindStringIndex(name); m != nil {
					name = name[m[0]:]
				}
				item = statedItem{key: name, perf: true, unit: t.unit}
				r.say(name+"数", t)
			case property && propertyUnit.MatchString(t.unit) || r.doc.assets && t.unit == "项":
				if k := strings.LastIndex(l, planned); k >= 0 {
					plan, l = true, l[k:]
					group = ""
				} else if plan && group == "" && l != "" {
					l = planned + l
				}
				l = owned.ReplaceAllString(l, "")
				path := l
				switch {
				case path == "":
					path = item.path
				case group != "" && groupUnit == t.unit:
					path = group + "/" + l
				}
				if path == "" {
					label.WriteString(r.printed(t.from, t.to))
					continue
				}
				item = statedItem{path: path, unit: t.unit}
				switch t.unit {
				case "辆":
					r.say(path+"/数量", t)
				case "平方米", "㎡", "亩":
					r.say(strings.TrimSuffix(path, "面积")+"面积", t)
				default:
					r.say(path, t)
				}
			default:
				label.WriteString(r.printed(t.from, t.to))
				continue
			}
			label.Reset()
			verb = nil
		case tMoney:
			l := r.bare(label.String())
			switch {
			case r.asset[i]:
				l = owned.ReplaceAllString(l, "")
				switch {
				case (l == "" || worth.FindString(l) == l) && item.path != "" && item.unit == "辆":
					r.say(item.path+"/价值", t)
				case (l == "" || worth.FindString(l) == l) && item.path != "":
					r.say(item.path+"价值", t)
				case worth.MatchString(l):
					r.say(l, t)
					item = statedItem{path: worth.ReplaceAllString(l, "")}
				case l == "":
					r.say("资产价值", t)
				default:
					r.say(l+"价值", t)
					item = statedItem{path: l}
				}
			case item.perf && l != "":
				r.say(item.key+l, t)
				item.perf = false
			}
			label.Reset()
			verb = nil
		case tReason:
			reason = true
			label.Reset()
		default:
			if outer != nil && strings.HasPrefix(t.text, ")") {
				item, outer, group = *outer, nil, ""
			}
			label.WriteString(r.printed(max(t.from, skip), t.to))
		}
	}
}

func afterColon(s string) string {
	if i := strings.LastIndexAny(s, "：:"); i >= 0 {
		return strings.TrimLeft(s[i:], "：:")
	}
	return s
}

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
			if i < 0 || strings.Contains(f, "编制") || strings.HasSuffix(w.key, "次数") && !meetings.MatchString(string(r.s)) {
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

// say keeps a figure as a fact.
func (r *reader) say(key string, t *token) {
	unit := t.unit
	if n := len([]rune(unit)); t.kind == tCount && n > 0 {
		unit = r.printed(t.to-n, t.to)
	}
	r.sayWords(key, t.num, unit, t.from)
}

func (r *reader) sayWords(key, value, unit string, at int) {
	b := r.bounds()
	k := b.index(at)
	to := len(r.p.text)
	if k+1 < len(b) {
		to = b[k+1]
	}
	r.stated = append(r.stated, budget.Stated{Key: key, Value: value, Unit: unit, Sentence: string(r.p.text[b[k]:to]), Span: r.p.spanAt(at)})
}

// bodies reads how many offices and member units there are, which words come
// after their figure.
func (r *reader) bodies() {
	f := string(r.s)
	for _, m := range setUpRe.FindAllStringSubmatchIndex(f, -1) {
		r.sayWords(f[m[6]:m[7]]+"数", f[m[2]:m[3]], f[m[4]:m[5]], runesIn(r.s, m[0]))
	}
	for _, m := range subordinate.FindAllStringSubmatchIndex(f, -1) {
		r.sayWords("下属"+f[m[6]:m[7]], f[m[2]:m[3]], f[m[4]:m[5]], runesIn(r.s, m[0]))
		if n := further.FindStringSubmatch(f[m[1]:]); n != nil {
			r.sayWords("下属"+n[3], n[1], n[2], runesIn(r.s, m[0]))
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
