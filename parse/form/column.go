package form

import (
	"regexp"
	"slices"
	"strings"

	"yusuan/parse/budget"
)

// Column is what a column holds, as its heading path says it.
type Column struct {
	Role    string // code, name, item, project, unit, text, measure, ignore
	Part    int    // role code: 1 类, 2 款, 3 项; 0 for the whole code
	Measure string // role measure: vocabulary; role text: category, economic, item, method, level1, …
	Lane    string // revenue, expenditure, use; "" otherwise
	Unit    string // where the heading prints one: 万元
	Year    int    // where the heading prints one
	Prior   bool   // the figures are of an earlier year: 上年, 2020年执行数
}

var (
	unitIn      = regexp.MustCompile(`[(]?(?:单位|金额单位)?:?(百万元|亿元|万元|千元|元)[)]`)
	headingYear = regexp.MustCompile(`^(20[0-9]{2})(?:年度|年|度)?`)
	headingMark = regexp.MustCompile(`^(?:[0-9]{1,2}[.、)]|[一二三四五六七八九十]{1,2}[、.]|[(][一二三四五六七八九十0-9]{1,2}[)])`)
	formula     = regexp.MustCompile(`[(]?[0-9]{1,2}(?:[=+\-][0-9]{1,2})+[)]?$|[(][0-9]{1,2}[)]$`)
)

// spelling evens out words that publishers use for one another.
var spelling = strings.NewReplacer(
	"费用", "费", "运行维护", "运行", "维护费", "费", "其它", "其他", "购置和运行", "购置及运行", "购置、运行", "购置及运行", "购置与运行", "购置及运行", "购置运行", "购置及运行",
	"(境)", "境", "境)", "境", "出境", "出国境", "出国出国", "出国", "(", "", ")", "", ":", "", "、", "", "/", "", ",", "", "。", "", "-", "", "*", "",
)

// headingKey is the form in which headings compare: plain, without unit, year,
// ordinals and formulas, with the spellings of the trade evened out.
func headingKey(s string) string {
	s = Plain(s)
	s = unitIn.ReplaceAllString(s, "")
	s = headingYear.ReplaceAllString(s, "")
	if t := headingMark.ReplaceAllString(s, ""); t != "" {
		s = t
	}
	if t := formula.ReplaceAllString(s, ""); t != "" {
		s = t
	}
	return spelling.Replace(s)
}

// Column reads one heading path, top heading first, of a table of this kind.
// Not ok means the catalog does not know the heading; the caller reports it.
// Columns, which sees all paths of a table, knows more.
func (c *Catalog) Column(kind string, phase budget.Phase, path []string) (Column, bool) {
	r, ok := c.reading(kind, path)
	return r.column(kind, phase), ok
}

// reading is what a heading path says before years are told apart.
type reading struct {
	Column
	base string // prior_execution, budget, opening_balance, …
	key  string // the levels that carry meaning, joined: equal for repeated lanes
}

// reading goes from the leaf up: the first heading with a meaning of its own is
// the column's; totals and groups (小计, 预算数) hand on to their parents, and a
// base, a lane or a source of money adds to what stands below it.
func (c *Catalog) reading(kind string, path []string) (reading, bool) {
	var r reading
	var keys []string
	for _, p := range path {
		plain := Plain(p)
		for _, level := range strings.Split(plain, ":") { // 支出：功能分类 is two levels
			if key := headingKey(level); key != "" {
				keys = append(keys, key)
			}
		}
		if u := unitIn.FindStringSubmatch(plain); u != nil {
			r.Unit = unitName(u[1])
		}
		if y := headingYear.FindStringSubmatch(plain); y != nil {
			r.Year = parseYear(y[1])
		}
	}
	lane := ""
	var own *heading
	for i := len(keys) - 1; i >= 0; i-- {
		h := c.heads.find(keys[i], kind, keys[:i])
		if h == nil {
			h = contrast(keys[i])
		}
		leaf := i == len(keys)-1
		if h == nil && (leaf || !c.groupLike(keys[i])) {
			return reading{}, false
		}
		if h == nil || h.role == "group" {
			continue
		}
		r.key = keys[i] + "/" + r.key
		switch {
		case h.role == "lane":
			if lane == "" {
				lane = h.measure
			}
			if leaf {
				own = &heading{role: "item"}
			}
		case h.role == "base":
			if r.base == "" {
				r.base = h.measure
			}
		case own == nil:
			own = h
		case own.role != "measure" || h.role != "measure" || h.measure == "total" || h.measure == own.measure:
		case own.measure == "total":
			own = h // 公务用车购置及运行费/小计 is the group's figure
		case slices.Contains(qualified, own.measure) && slices.Contains(sources, h.measure),
			strings.HasPrefix(own.measure, "economic_") && (h.measure == "project" && kind != "project" || h.measure == "basic" && !strings.HasSuffix(kind, "basic")):
			own = &heading{role: "measure", measure: h.measure + "_" + own.measure}
		}
	}
	if own == nil {
		if len(keys) == 0 {
			return reading{}, false
		}
		own = &heading{role: "measure", measure: "total"}
	}
	r.Role, r.Part, r.Measure = own.role, own.part, own.measure
	if r.Role == "code" {
		r.Measure = ""
	}
	if k := c.Kind(kind); k != nil && len(k.Lanes) > 0 {
		r.Lane = lane
	}
	return r, true
}

// OwnFigures reports whether a heading says of the figures below it only that
// they are the table's own — 决算数, 预算数, 金额 — and which base that is.
func (c *Catalog) OwnFigures(heading string) (base string, ok bool) {
	h := c.heads.find(headingKey(heading), "", nil)
	if h == nil || h.role != "base" {
		return "", false
	}
	switch h.measure {
	case "amount", "budget", "final":
		return h.measure, true
	}
	return "", false
}

// column joins measure and base. 预算数 of a budget and 决算数 of final accounts
// are the table's own figures and add nothing; “三公” tables of final accounts
// print both side by side.
func (r reading) column(kind string, phase budget.Phase) Column {
	col := r.Column
	if col.Role != "measure" {
		return col
	}
	join := func(base string) {
		if col.Measure == "total" {
			col.Measure = base
		} else {
			col.Measure += "_" + base
		}
	}
	switch base := r.base; base {
	case "", "amount":
	case "budget", "final":
		switch {
		case phase == budget.PhaseFinal && strings.HasSuffix(kind, "sangong"):
			col.Measure += "_" + base
		case phase == budget.PhaseFinal && base == "budget":
			join("initial_budget")
		}
	default:
		join(base)
		col.Prior = strings.HasPrefix(base, "prior_")
	}
	return col
}

var contrastWords = regexp.MustCompile(`[比较与].*(?:上年|去年|20[0-9]{2}年|执行数|决算|预算)`)

// contrast reads headings that set one year against another: 2021年预算数比
// 2020年执行数, 比上年增减%.
func contrast(key string) *heading {
	if !contrastWords.MatchString(key) {
		return nil
	}
	switch {
	case strings.ContainsAny(key, "%率") || strings.Contains(key, "幅度") || strings.Contains(key, "比例") || strings.Contains(key, "百分比"):
		return &heading{role: "base", measure: "percent"}
	case strings.Contains(key, "增") || strings.Contains(key, "减") || strings.Contains(key, "变动"):
		return &heading{role: "base", measure: "delta"}
	}
	return &heading{role: "group"}
}

// Sources of money that a table may split its expenditure by, and the measures
// that then carry the source: government_fund_basic.
var (
	sources   = []string{"appropriation", "general_public", "government_fund", "state_capital", "special_account", "own_funds", "other"}
	qualified = []string{"basic", "project", "personnel", "operating"}
)

// groupLike reports whether a heading above others is made of the words of
// titles alone, and so only says again what the table is.
func (c *Catalog) groupLike(key string) bool {
	return c.uncovered(strings.TrimSuffix(strings.TrimSuffix(key, "数"), "情况")) == 0
}

// Columns reads the heading paths of a whole table, which say together what
// one alone leaves open: which years are earlier than the table's own (year, or
// where that is 0 the latest of the headings), and whether the 合计 of a “三公”
// table is the 三公 total or holds more. Two different headings that come to one
// measure are both not ok: nothing tells which is the figure.
func (c *Catalog) Columns(kind string, phase budget.Phase, year int, paths [][]string) ([]Column, []bool) {
	rs, ok := make([]reading, len(paths)), make([]bool, len(paths))
	wider := false
	latest := 0
	for i, p := range paths {
		rs[i], ok[i] = c.reading(kind, p)
		latest = max(latest, rs[i].Year)
		switch rs[i].Measure {
		case "sangong", "conference", "training", "agency_operating":
			wider = true
		}
	}
	if year == 0 {
		year = latest
	}
	if phase == budget.PhaseUnknown && hasBase(rs, "budget") && hasBase(rs, "final") {
		phase = budget.PhaseFinal // a final figure beside its budget
	}
	cols := make([]Column, len(paths))
	for i := range rs {
		r := &rs[i]
		if strings.HasSuffix(kind, "sangong") && !wider && r.Measure == "total" {
			r.Measure = "sangong"
		}
		if r.Role == "measure" && r.Year > 0 && r.Year < year {
			switch r.base {
			case "", "amount", "budget", "final":
				own := map[budget.Phase]string{budget.PhaseFinal: "prior_final", budget.PhaseBudget: "prior_budget"}[phase]
				if r.base == "budget" {
					own = "prior_budget"
				}
				if r.base == "final" || own == "" {
					own = "prior_final"
				}
				r.base = own
			}
		}
		cols[i] = r.column(kind, phase)
	}
	type place struct {
		measure, lane string
		year          int
	}
	keys := map[place]string{}
	twice := map[place]bool{}
	for i, c := range cols {
		if at := (place{c.Measure, c.Lane, c.Year}); ok[i] && c.Role == "measure" {
			if key, seen := keys[at]; seen && key != rs[i].key {
				twice[at] = true
			}
			keys[at] = rs[i].key
		}
	}
	for i, c := range cols {
		if c.Role == "measure" && twice[place{c.Measure, c.Lane, c.Year}] {
			cols[i], ok[i] = Column{}, false
		}
	}
	return cols, ok
}

func hasBase(rs []reading, base string) bool {
	return slices.ContainsFunc(rs, func(r reading) bool { return r.base == base })
}

// Group reports whether a heading only stands above others, in tables of
// whatever kind, and is that of no column itself: 其中, 资金来源.
func (c *Catalog) Group(text string) bool {
	hs := c.heads.byKey[headingKey(text)]
	return len(hs) > 0 && !slices.ContainsFunc(hs, func(h *heading) bool { return h.role != "group" })
}

// Heading reports whether a path of headings, top heading first, is one that
// the catalog knows all of, in tables of whatever kind. Above the leaf the words
// of titles will do.
func (c *Catalog) Heading(path []string) bool {
	for i, p := range path {
		for _, level := range strings.Split(Plain(p), ":") {
			key := headingKey(level)
			known := key == "" || len(c.heads.byKey[key]) > 0 || contrast(key) != nil
			if !known && (i == len(path)-1 || !c.groupLike(key)) {
				return false
			}
		}
	}
	return len(path) > 0
}
