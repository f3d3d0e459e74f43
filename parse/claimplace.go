package parse

import (
	_ "embed"
	"encoding/csv"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"

	"yusuan/parse/budget"
	"yusuan/parse/code"
)

//go:embed claimplaces.csv
var claimPlacesCSV string

// claimCell is a cell of the tables that a quantity of the prose stands in.
type claimCell struct {
	table   string
	row     string // "total"; "=名" for a row of that name; "" for any row; "code" for the claim's code
	lane    string
	measure string
	wider   bool // the table has other money too: it may bear the figure out, and contradicts none
}

// claimPlaces gives the places of a quantity by its name and the source of
// money it is of.
var claimPlaces = sync.OnceValue(func() map[[2]string][]claimCell {
	rows, err := csv.NewReader(strings.NewReader(claimPlacesCSV)).ReadAll()
	if err != nil {
		panic("claimplaces.csv: " + err.Error()) // embedded, and read by a test
	}
	m := map[[2]string][]claimCell{}
	for _, r := range rows[1:] {
		k := [2]string{r[0], r[1]}
		m[k] = append(m[k], claimCell{table: r[2], row: r[3], lane: r[4], measure: r[5]})
	}
	return m
})

var (
	sourceWords = []struct{ word, source string }{
		{"政府性基金", "government_fund"}, {"国有资本", "state_capital"}, {"一般公共预算", "general_public"},
		{"一般公用预算", "general_public"}, {"财政拨款", "appropriation"},
	}
	placeNoise   = regexp.MustCompile(`\((境|护|含[^)]*|以[^)]*|部门|单位|汇总|本级|类|款|项)\)|(19|20)\d\d年度?|预算|决算|总额|总计|合计|总|安排|本年度?|当年|数|金额|财政拨款|一般公共|一般公用|政府性基金|国有资本经营|拨款|支出表|的|年初|全年|单位全口径`)
	listWords    = regexp.MustCompile(`人员经费|公用经费|工资福利|商品和服务|对个人和家庭|资本性支出|经济分类|机关运行`)
	manyNamed    = regexp.MustCompile(`[及和与、]|其他`) // more is named than the last word says
	codedMark    = regexp.MustCompile(`\((\d{2,3})([类款项])\)`)
	numberedName = regexp.MustCompile(`^(\d{7}|\d{5}|\d{3})[-—–]?(\p{Han})`)
)

// sourceOf is the source of money that a text is about: the one its words name,
// "all" where none.
func sourceOf(text string) (string, bool) {
	best, at := "all", -1
	for _, w := range sourceWords {
		if i := strings.LastIndex(text, w.word); i >= 0 {
			if w.source == "appropriation" && (best == "general_public" || best == "government_fund" || best == "state_capital") {
				continue // 一般公共预算财政拨款
			}
			if i > at || best == "appropriation" {
				best, at = w.source, i
			}
		}
	}
	return best, at >= 0
}

// placeClaim sets Table, Measure and Code of a claim, and gives the cells that
// its amount can be held against.
func placeClaim(c *budget.Claim, year int) []claimCell {
	f := string(foldRunes([]rune(quoteMarks.Replace(c.Subject))))
	parts := strings.Split(f, "/")
	leaf := parts[len(parts)-1]
	section := string(foldRunes([]rune(quoteMarks.Replace(c.Section))))
	if leaf == "全年预算" || leaf == "上年" || strings.HasPrefix(leaf, "上年") && leaf != "上年结转资金" {
		return nil // another year's, or as adjusted
	}
	if y := yearMark.FindString(leaf); y != "" && year != 0 && !strings.HasPrefix(y, strconv.Itoa(year)) {
		return nil
	}
	sections := strings.Split(section, "/")
	source, found := sourceOf(leaf)
	for i := len(parts) - 2; i >= 0 && !found; i-- {
		source, found = sourceOf(parts[i])
	}
	for i := len(sections) - 1; i >= 0 && !found; i-- {
		source, found = sourceOf(sections[i])
	}
	name := placeName(leaf)
	all := f + "|" + section
	var out []claimCell
	lookup := claimPlaces()
	out = append(out, lookup[[2]string{name, ""}]...)
	if strings.Contains(all, "三公") {
		out = append(out, lookup[[2]string{name, "三公"}]...)
	}
	if len(out) == 0 {
		out = append(out, lookup[[2]string{name, source}]...)
		if len(out) == 0 && (name == "人员经费" || name == "公用经费") && source == "all" {
			out = append(out, lookup[[2]string{name, "general_public"}]...)
		}
	}
	if name == "" && source != "all" {
		// 一般公共预算拨款 under 收入预算
		side := "支出"
		if strings.Contains(f, "收入") || strings.Contains(section, "收入") {
			side = "收入"
		}
		out = append(out, lookup[[2]string{side, source}]...)
	}
	if len(out) > 0 && !levelMark.MatchString(leaf) {
		c.Table, c.Measure = out[0].table, out[0].measure
		return out
	}
	scheme, cd := claimCode(parts, all, year)
	if cd == "" && strings.Contains(name, "政府采购") {
		c.Table, c.Measure = "procurement", "total"
		return nil
	}
	if cd == "" && scheme == "" {
		return nil
	}
	c.Code = cd
	if scheme == code.EconomicDept && slices.ContainsFunc(parts[:len(parts)-1], projectMoney) {
		return nil // of projects alone: no table has it
	}
	kinds := []string{"general_public", "expenditure", "appropriation_expenditure", "appropriation"}
	switch {
	case scheme != code.Functional && strings.Contains(all, "机关运行"):
		kinds = []string{"agency_operating", "general_public_basic"}
	case scheme != code.Functional && source == "appropriation":
		kinds = []string{"appropriation_basic", "general_public_basic"}
	case scheme != code.Functional:
		kinds = []string{"general_public_basic", "appropriation_basic"}
	case source == "government_fund":
		kinds = []string{"government_fund", "expenditure"}
	case source == "state_capital":
		kinds = []string{"state_capital", "expenditure"}
	case source == "all":
		kinds = []string{"expenditure", "general_public", "appropriation_expenditure", "government_fund", "state_capital"}
	}
	out = nil
	one := source != "all" && source != "appropriation" // of one source of money
	row := "code"
	if cd == "" {
		row = "=" + strings.TrimSuffix(levelMark.ReplaceAllString(leaf, ""), "支出")
	}
	for _, k := range kinds {
		m := "total"
		if k == "agency_operating" {
			m = "agency_operating"
		}
		out = append(out, claimCell{table: k, row: row, measure: m, wider: one && (k == "expenditure" || strings.HasPrefix(k, "appropriation"))})
	}
	if scheme == code.Functional && len(cd) == code.Class {
		bare := "=" + strings.TrimSuffix(placeNoise.ReplaceAllString(leaf, ""), "支出")
		for _, k := range []string{"summary", "appropriation"} {
			out = append(out, claimCell{table: k, row: bare, lane: "expenditure", measure: "total", wider: one})
		}
	}
	c.Table, c.Measure = out[0].table, out[0].measure
	return out
}

// projectMoney reports a quantity that is of projects alone: 项目支出.
func projectMoney(part string) bool {
	return strings.Contains(part, "项目支出") && !strings.Contains(part, "基本支出")
}

// placeName is a subject's name as claimplaces.csv writes it.
func placeName(leaf string) string {
	n := strings.Trim(leaf, ",:;、。 ")
	n = strings.NewReplacer("公车", "公务用车", "收入、支出", "收支", "收入支出", "收支", "收入和支出", "收支", "收、支", "收支").Replace(n)
	n = placeNoise.ReplaceAllString(n, "")
	n = strings.TrimSpace(n)
	for _, w := range []struct{ has, name string }{
		{"机关运行经费", "机关运行经费"}, {"因公出国", "因公出国"}, {"公务用车购置及运行", "公务用车购置及运行"}, {"公务用车购置和运行", "公务用车购置及运行"},
		{"公务用车运行", "公务用车运行"}, {"公务用车购置", "公务用车购置"}, {"公务接待", "公务接待"}, {"三公", "三公"},
	} {
		if strings.Contains(n, w.has) {
			return w.name
		}
	}
	switch n {
	case "会议费支出", "会议费":
		return "会议费"
	case "培训费支出", "培训费":
		return "培训费"
	case "收入", "支出", "收支", "基本支出", "项目支出":
		return n
	}
	for _, suffix := range []string{"基本支出", "项目支出", "单位预留机动经费", "人员经费", "公用经费"} {
		if before, ok := strings.CutSuffix(n, suffix); ok && !manyNamed.MatchString(before) {
			return suffix
		}
	}
	return n
}

// claimCode resolves the 科目 that a path of names gives: codes printed within
// the words, names with 类款项, names joined by hyphens, or one name alone.
func claimCode(parts []string, all string, year int) (code.Scheme, string) {
	path := strings.Join(parts, "/")
	if ms := codedMark.FindAllStringSubmatch(path, -1); ms != nil {
		cd := ""
		for _, m := range ms {
			cd += m[1]
		}
		if len(cd) == 3 || len(cd) == 5 || len(cd) == 7 {
			return code.Functional, cd
		}
	}
	leaf := parts[len(parts)-1]
	if m := numberedName.FindStringSubmatch(leaf); m != nil {
		return code.Functional, m[1]
	}
	names := levelNames(parts)
	if names == [3]string{} {
		if hy := strings.FieldsFunc(leaf, func(r rune) bool { return r == '-' || r == '—' || r == '–' }); len(hy) >= 2 && len(hy) <= 3 {
			for i, n := range hy {
				names[i] = strings.Trim(strings.TrimSuffix(n, "科目"), "“”\" ")
			}
		}
	}
	economic := listWords.MatchString(path) || strings.Contains(all, "基本支出情况") || strings.Contains(all, "机关运行经费")
	if names != [3]string{} {
		if !economic {
			if cd := walkCode(code.Functional, names, year); cd != "" {
				return code.Functional, cd
			}
		}
		if names[2] == "" {
			prefix := ""
			if names[1] != "" && names[0] != "" {
				prefix = walkCode(code.EconomicDept, [3]string{names[0]}, year)
			}
			name := names[1]
			if name == "" {
				name = names[0]
			}
			if cd, known := oneCode(code.EconomicDept, name, year, prefix); known {
				return code.EconomicDept, cd
			}
		}
		if economic {
			if cd := walkCode(code.Functional, names, year); cd != "" {
				return code.Functional, cd
			}
		}
		return "", ""
	}
	name := strings.TrimSuffix(strings.Trim(leaf, ",:;、。 "), "科目")
	name = strings.TrimSuffix(name, "类")
	if economic {
		if cd, known := oneCode(code.EconomicDept, name, year, ""); known {
			return code.EconomicDept, cd
		}
		return "", ""
	}
	for _, c := range code.ByName(code.Functional, name, year) {
		if len(c.Code) == code.Class {
			return code.Functional, c.Code
		}
	}
	if cs := code.ByName(code.Functional, name, year); len(cs) == 1 {
		return code.Functional, cs[0].Code
	}
	return "", ""
}

// oneCode is the code that a name has in a year under a prefix; known with
// "" where the name has several.
func oneCode(s code.Scheme, name string, year int, prefix string) (cd string, known bool) {
	for _, c := range code.ByName(s, name, year) {
		if !c.ValidIn(year) || !strings.HasPrefix(c.Code, prefix) {
			continue
		}
		if known && c.Code != cd {
			return "", true
		}
		cd, known = c.Code, true
	}
	return cd, known
}

// levelNames are the names of 类, 款 and 项 that a path ends with: those the last
// part marks, and the levels above them from the parts before.
func levelNames(parts []string) [3]string {
	leaf := levelParts(parts[len(parts)-1])
	first := slices.IndexFunc(leaf[:], func(s string) bool { return s != "" })
	if first < 0 {
		return leaf
	}
	above := parts[max(0, len(parts)-1-first) : len(parts)-1]
	for i, p := range above {
		name := p
		for _, n := range levelParts(p) {
			if n != "" {
				name = n
			}
		}
		leaf[first-len(above)+i] = name
	}
	return leaf
}

// walkCode follows names down the levels of a list.
func walkCode(s code.Scheme, names [3]string, year int) string {
	prefix := ""
	for i, n := range names {
		if n == "" {
			continue
		}
		found := ""
		for _, c := range code.ByName(s, n, year) {
			if len(c.Code) == []int{3, 5, 7}[i] && strings.HasPrefix(c.Code, prefix) {
				found = c.Code
				break
			}
		}
		if found == "" {
			if i == 0 && (names[1] != "" || names[2] != "") {
				continue // a class we do not know: the levels below may be known alone
			}
			return ""
		}
		prefix = found
	}
	want := 0
	for i, n := range names {
		if n != "" {
			want = []int{3, 5, 7}[i]
		}
	}
	if len(prefix) != want {
		return ""
	}
	return prefix
}
