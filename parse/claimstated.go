package parse

import (
	"regexp"
	"strings"

	"yusuan/parse/budget"
)

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
	projectTitle   = regexp.MustCompile(`(项目)?(经费)?(支出)?情况说明$|^目录$`)
	projectOrdinal = regexp.MustCompile(`[（(][一二三四五六七八九十\d]{1,3}[)）]$`)
	postKind       = regexp.MustCompile(`^(核定|总|行政|事业|工勤|附属|政法|专项|机关|公务员|参公|后勤|服务)+编制$`)
	meetings       = regexp.MustCompile(`会议费|培训费|三公`)
	performed      = regexp.MustCompile(`^项目(实行|实施|开展|编报|编制|设置|纳入|进行)了?([^,;。:]{2,10})`)
	guests         = regexp.MustCompile(`(外事|外宾|国\(境\)外公务|国\(境\)外|其他国内公务|国内公务)接待`)
	holding        = regexp.MustCompile(`(其他)?(固定|流动|无形|国有|总)资产`)
	alive          = regexp.MustCompile(`^(在职|在编|实有|年末|年度末)+`)
	heldWithin     = regexp.MustCompile(`^[（(]?(其中)?含`)
	performVerb    = regexp.MustCompile(`实行|编报|开展|实施|纳入|设置|申报`)
)

// statedItem is what a count was said of last.
type statedItem struct {
	word string // of the vocabulary
	key  string
	path string // of property
	unit string
	perf bool
}

// factWalk reads the facts of a paragraph that are no amounts of the budget:
// staff, trips, property, projects under performance management. It walks the
// tokens once; a count belongs to the words before it.
type factWalk struct {
	r        *reader
	property bool // counts of things are of property
	label    strings.Builder
	verb     *token // 增加, of what was counted last

	// of the sentence
	item             statedItem
	group, groupUnit string      // whole of the parts that follow, and their unit
	outer            *statedItem // what was spoken of before an aside in brackets
	plan             bool        // 安排购置: of things that are not there yet
	reason           bool
	guest            string // words of the guests spoken of last: 外事接待
}

func (r *reader) state() {
	r.bodies()
	f := string(r.s)
	w := &factWalk{r: r, property: r.doc.assets || r.doc.described == "" && propertyRe.MatchString(f)}
	_, skip := ordinalOf(f)
	for i := range r.toks {
		t := &r.toks[i]
		if t.to <= skip {
			continue
		}
		if g := guests.FindAllString(t.text, -1); g != nil {
			w.guest = g[len(g)-1]
		}
		switch t.kind {
		case tComma, tLeft, tRight, tSemi:
			w.clear()
		case tStop:
			w.stop(i)
		case tThat:
			w.that()
		case tUp, tDown, tOpen:
			if w.item.word != "" && r.bare(w.label.String()) == "" {
				w.verb = t
				break
			}
			w.label.WriteString(r.printed(t.from, t.to))
		case tBase:
		case tCount:
			if w.count(i) {
				w.clear()
			} else {
				w.label.WriteString(r.printed(t.from, t.to))
			}
		case tMoney:
			w.worth(i)
			w.clear()
		case tReason:
			w.reason = true
			w.label.Reset()
		default:
			if w.outer != nil && strings.HasPrefix(t.text, ")") {
				w.item, w.outer, w.group = *w.outer, nil, ""
			}
			w.label.WriteString(r.printed(max(t.from, skip), t.to))
		}
	}
}

func (w *factWalk) clear() {
	w.label.Reset()
	w.verb = nil
}

// stop ends a sentence. One that begins with 其中 goes on with what was counted.
func (w *factWalk) stop(i int) {
	next := factWalk{r: w.r, property: w.property}
	if toks := w.r.toks; i+1 < len(toks) && toks[i+1].kind == tThat && strings.HasPrefix(toks[i+1].text, "其中") {
		next.item, next.plan = w.item, w.plan
	}
	*w = next
}

// that opens the parts of what was counted last: 其中.
func (w *factWalk) that() {
	if strings.HasSuffix(w.r.fold(w.label.String()), "(") {
		was := w.item
		w.outer = &was
	}
	w.group, w.groupUnit = w.item.path, w.item.unit
	w.label.Reset()
}

// count reads a count. It reports whether the words before it are used up.
func (w *factWalk) count(i int) bool {
	r, t, label := w.r, &w.r.toks[i], w.label.String()
	bare := r.bare(label)
	word, known := r.statedWord(label, t.unit)
	if w.group != "" && alive.MatchString(bare) && strings.HasSuffix(w.group, "编制数") {
		w.group, bare = "实有人数", alive.ReplaceAllString(bare, "") // …；在职在编实有行政人员16人: people, and no posts
	}
	switch {
	case w.reason: // why a figure moved is no count of what there is
	case w.item.path != "" && w.item.unit == t.unit && heldWithin.MatchString(r.fold(label)):
		r.say(w.item.path+"/"+heldWithin.ReplaceAllString(bare, ""), t) // 行政编制11人（含工勤编制1人）
		return true
	case w.verb != nil:
		r.say(w.item.key+r.printed(w.verb.from, w.verb.to), t)
	case known && word.domain == "staff" && w.nextText(i, "人员"):
		return false // 某俱乐部在职7名人员 are not the body's
	case known:
		w.item = statedItem{word: word.word, key: w.guestKey(word, countKey(word, t.unit, bare)), unit: t.unit, path: staffPath(word)}
		r.say(w.item.key, t)
	case bare == "" && w.item.word != "" && w.item.unit != t.unit:
		word, ok := r.statedWord(w.item.word, t.unit)
		if ok {
			r.say(w.guestKey(word, countKey(word, t.unit, w.item.word)), t)
		}
	case w.performance(i, bare):
	case w.group != "" && w.groupUnit == t.unit && (t.unit == "人" || t.unit == "名") && len([]rune(bare)) <= shortPost && bare != "":
		key := w.group + "/" + bare // 实有26人，其中行政17人
		w.item = statedItem{key: key, path: key, unit: t.unit}
		r.say(key, t)
	case t.unit == "辆" && w.nextText(i, "公务用车", "车") && strings.Contains(label, "购置"):
		r.say("公务用车购置数", t)
	case w.property && propertyUnit.MatchString(t.unit) || r.doc.assets && t.unit == "项":
		return w.thing(t, bare)
	default:
		if t.unit == "人" || t.unit == "名" {
			w.item = statedItem{} // of others: what moved after it is not of those before
		}
		return false
	}
	return true
}

func (w *factWalk) nextText(i int, words ...string) bool { return w.r.nextIs(i, words...) }

// staffPath is the key that kinds of staff are parts of.
func staffPath(word statedWord) string {
	if word.domain == "staff" {
		return word.key
	}
	return ""
}

// guestKey is the key of a count of guests whose clause only says 接待: that of
// the guests the sentence speaks of.
func (w *factWalk) guestKey(word statedWord, key string) string {
	if word.word != "接待" || w.guest == "" {
		return key
	}
	for _, s := range statedWords() {
		if s.domain == "trips" && s.word == w.guest {
			return strings.Replace(key, word.key[:len(word.key)-len("批次")], s.key[:len(s.key)-len("批次")], 1)
		}
	}
	return key
}

// performance reads projects under performance management: 编报绩效目标的项目5个,
// 25个项目实行了绩效目标管理.
func (w *factWalk) performance(i int, bare string) bool {
	r, t := w.r, &w.r.toks[i]
	if t.unit != "个" {
		return false
	}
	name := ""
	if i+1 < len(r.toks) {
		if m := performed.FindStringSubmatch(r.following(i)); m != nil && strings.Contains(m[2], "绩效") {
			name = m[1] + m[2] + "的项目"
		}
	}
	if name == "" {
		if !strings.Contains(r.fold(w.label.String()), "绩效") || !strings.HasSuffix(bare, "项目") {
			return false
		}
		name = statedYear.ReplaceAllString(afterColon(bare), "")
		if m := performVerb.FindStringIndex(name); m != nil {
			name = name[m[0]:]
		}
	}
	w.item = statedItem{key: name, perf: true, unit: t.unit}
	r.say(name+"数", t)
	return true
}

// following is the folded text after token i, to the end of its clause.
func (r *reader) following(i int) string {
	var b strings.Builder
	for _, t := range r.toks[i+1:] {
		if t.kind == tComma || t.kind == tSemi || t.kind == tStop {
			break
		}
		b.WriteString(t.text)
	}
	return b.String()
}

// thing reads a count of property: 车辆7辆, 房屋820.5平方米.
func (w *factWalk) thing(t *token, label string) bool {
	if raw := strings.TrimLeft(w.r.fold(w.label.String()), " "); strings.HasPrefix(raw, "(") && w.item.path != "" && w.item.unit == t.unit {
		// 车辆7辆（一般公务用车3辆，…）
		was := w.item
		w.outer, w.group, w.groupUnit = &was, was.path, was.unit
		label = strings.TrimLeft(label, "（(")
	}
	if k := strings.LastIndex(label, planned); k >= 0 {
		w.plan, label, w.group = true, label[k:], ""
	} else if w.plan && w.group == "" && label != "" {
		label = planned + label
	}
	label = owned.ReplaceAllString(label, "")
	path := label
	switch {
	case path == "":
		path = w.item.path
	case w.group != "" && w.groupUnit == t.unit:
		path = w.group + "/" + label
	}
	if path == "" {
		return false
	}
	w.item = statedItem{path: path, unit: t.unit}
	switch {
	case t.unit == "辆" || t.unit == "台" && (strings.HasSuffix(path, "车") || strings.HasSuffix(path, "车辆")):
		path += "/数量"
	case t.unit == "平方米" || t.unit == "㎡" || t.unit == "亩":
		path = strings.TrimSuffix(path, "面积") + "面积"
	}
	w.r.say(path, t)
	return true
}

// worth reads a value of property, or the money that projects under
// performance management are about.
func (w *factWalk) worth(i int) {
	r, t := w.r, &w.r.toks[i]
	l := r.bare(w.label.String())
	if m := holding.FindStringIndex(l); m != nil {
		l = l[m[0]:] // not whose
	}
	if !r.asset[i] {
		if w.item.perf && l != "" {
			r.say(w.item.key+l, t)
			w.item.perf = false
		}
		return
	}
	r.covered[i] = true
	l = owned.ReplaceAllString(l, "")
	switch {
	case (l == "" || worth.FindString(l) == l) && w.item.path != "" && w.item.unit == "辆":
		r.say(w.item.path+"/价值", t)
	case (l == "" || worth.FindString(l) == l) && w.item.path != "":
		r.say(w.item.path+"价值", t)
	case worth.MatchString(l):
		r.say(l, t)
		w.item = statedItem{path: worth.ReplaceAllString(l, "")}
	case l == "":
		r.say("资产价值", t)
	default:
		r.say(l+"价值", t)
		w.item = statedItem{path: l}
	}
}

func afterColon(s string) string {
	if i := strings.LastIndexAny(s, "：:"); i >= 0 {
		return strings.TrimLeft(s[i:], "：:")
	}
	return s
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
