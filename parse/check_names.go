package parse

import (
	"regexp"
	"slices"
	"strings"

	"yusuan/parse/budget"
	"yusuan/parse/code"
)

// Names: what the prose lists and calls by name against the rows of the tables.

var (
	listAfter = regexp.MustCompile(`主要包括:([^。;]+)`)
	openEnd   = regexp.MustCompile(`等(?:支出|费用|方面|项目)*(?:\(.*)?$`)
)

// lists are the parts of basic spending that the prose lists by name, and the
// codes their rows begin with.
var lists = map[string][]string{"人员经费": {"301", "303"}, "公用经费": {"302", "307", "309", "310", "311", "312", "313", "399"}}

const fewestListed = 4 // names that make a list

// listed holds a list of names (人员经费…主要包括：基本工资、…) against the rows
// that print money.
func (w *wordBench) listed(c *budget.Claim) {
	part := placeName(lastPart(string(foldRunes([]rune(c.Subject)))))
	codes := lists[part]
	if codes == nil || c.Amount == "" {
		return
	}
	s := string(foldRunes([]rune(c.Sentence)))
	if p, _ := w.paragraphOf(c); p != "" {
		s = p
	}
	at := strings.Index(s, part)
	if at < 0 {
		return
	}
	said := firstGroup(listAfter, s[at:])
	if strings.ContainsAny(said, "0123456789") || !strings.Contains(string(foldRunes([]rune(s[at:at+min(len(s)-at, 60)]))), "包括") {
		return
	}
	open := openEnd.MatchString(said)
	names := strings.FieldsFunc(openEnd.ReplaceAllString(said, ""), func(r rune) bool { return r == '、' || r == ',' })
	rows, table := w.economicRows(c, codes)
	if len(names) < fewestListed || len(rows) < fewestListed {
		return
	}
	var strangers []string
	taken := map[string]bool{}
	for _, n := range names {
		found := rowsNamed(rows, n)
		if found == nil {
			strangers = append(strangers, n)
		}
		for _, row := range found {
			taken[row] = true
		}
	}
	if len(strangers)*2 > len(names) {
		return // a list of something else
	}
	var unsaid []string
	for _, r := range rows {
		if !taken[r] && !open {
			unsaid = append(unsaid, r)
		}
	}
	if len(strangers) == 0 && len(unsaid) == 0 {
		return
	}
	var zh, en []string
	if len(strangers) > 0 {
		zh, en = append(zh, "所列“"+strings.Join(strangers, "、")+"”表中无金额"), append(en, "the table has no money for "+strings.Join(strangers, ", "))
	}
	if len(unsaid) > 0 {
		zh, en = append(zh, "表中“"+strings.Join(unsaid, "、")+"”有金额而未列举"), append(en, "not listed though the table has money for them: "+strings.Join(unsaid, ", "))
	}
	w.report(checkListed, budget.SeverityNote, c, said, fills{"{title}": same(table), "{text}": {strings.Join(zh, "；"), strings.Join(en, "; ")}})
}

// economicRows are the names of the rows that print money under some classes,
// in the table that a claim is placed in.
func (w *wordBench) economicRows(c *budget.Claim, classes []string) (names []string, title string) {
	for _, kind := range []string{c.Table, "general_public_basic", "appropriation_basic"} {
		for _, i := range w.cells.byKind[kind] {
			f := &w.doc.Facts[i]
			if len(f.Code) == code.Section && f.Printed == budget.PrintedValue && f.Name != "" && slices.Contains(classes, f.Code[:classDigits]) && !slices.Contains(names, f.Name) {
				names, title = append(names, f.Name), w.doc.Tables[f.Table].Title
			}
		}
		if names != nil {
			break
		}
	}
	return names, title
}

// rowsNamed gives the rows that a listed name means: those that 和 joins, or
// one whose own name may have a 和.
func rowsNamed(rows []string, name string) []string {
	var out []string
	for n := range strings.SplitSeq(name, "和") {
		r := rowNamed(rows, n)
		if r == "" || slices.Contains(out, r) {
			out = nil
			break
		}
		out = append(out, r)
	}
	if r := rowNamed(rows, name); out == nil && r != "" {
		return []string{r}
	}
	return out
}

// rowNamed is the row that a listed name means, "" where none does: the same
// name, or one that goes on where the other stops.
func rowNamed(rows []string, name string) string {
	key := code.NameKey(name)
	for _, r := range rows {
		if code.SameName(r, name) {
			return r
		}
	}
	for _, r := range rows {
		k := code.NameKey(r)
		if key != "" && (strings.HasPrefix(k, key) || strings.HasPrefix(key, k) || strings.HasSuffix(k, key) || strings.HasSuffix(key, k)) {
			return r
		}
	}
	return ""
}

// names reports an item whose amount the prose gives as the tables do, under a
// name that they do not print.
func (w *wordBench) names() {
	items := w.items()
	for i := range w.doc.Claims {
		c := &w.doc.Claims[i]
		said := preciseOf(c.Amount, c.Unit)
		name := code.NameKey(levelName(c.Subject))
		if !said.ok || !levelItem.MatchString(lastPart(string(foldRunes([]rune(c.Subject))))) || len(items[name]) > 0 || c.Status == budget.Fails {
			continue
		}
		var row *budget.Fact
		for _, rows := range items {
			for _, f := range rows {
				if said.agrees(preciseCell(f)) && (c.Code == "" || c.Code == f.Code) && nearName(name, code.NameKey(f.Name)) {
					row = f
				}
			}
		}
		if row == nil {
			continue
		}
		o := w.report(checkName, budget.SeverityNote, c, c.Sentence, fills{
			"{name}": same(levelName(c.Subject)), "{title}": same(w.doc.Tables[row.Table].Title), "{row}": same(row.Code + " " + row.Name),
		})
		o.Other, o.Code = row.Span, row.Code
	}
}

var levelItem = regexp.MustCompile(`\(\d{0,3}项\)`)

// nearName reports two names of which one is the other with some characters
// left out, most of them kept.
func nearName(a, b string) bool {
	x, y := []rune(a), []rune(b)
	if len(x) > len(y) {
		x, y = y, x
	}
	i := 0
	for _, r := range y {
		if i < len(x) && x[i] == r {
			i++
		}
	}
	return i == len(x) && len(x)*3 >= len(y)*2 && len(x) >= shortItem
}

// projects reports a project that the prose describes with the amount of a row
// of the project table, under another name.
func (w *wordBench) projects() {
	described := map[string][2]*budget.Stated{} // by key of the description: name and size
	var order []string
	for i := range w.doc.Stated {
		s := &w.doc.Stated[i]
		head, field, ok := strings.Cut(s.Key, "/")
		if !ok {
			continue
		}
		d := described[head]
		switch {
		case field == "项目名称":
			d[0] = s
			order = append(order, head)
		case strings.HasSuffix(field, "规模") && s.Unit != "":
			d[1] = s
		}
		described[head] = d
	}
	for _, head := range order {
		name, size := described[head][0], described[head][1]
		if size == nil {
			continue
		}
		said := preciseOf(size.Value, size.Unit)
		var rows []*budget.Fact
		for _, i := range w.cells.byKind["project"] {
			f := &w.doc.Facts[i]
			if f.Measure == "total" && !f.Total && said.ok && said.agrees(preciseCell(f)) && strings.Contains(f.Name, "/") {
				rows = append(rows, f)
			}
		}
		if len(rows) != 1 {
			continue
		}
		_, printed, _ := strings.Cut(rows[0].Name, "/")
		if plainProject(printed) == plainProject(name.Value) {
			continue
		}
		o := w.report(checkName, budget.SeverityNote, &budget.Claim{Subject: name.Value, Table: "project", Code: rows[0].Code, Span: name.Span}, name.Sentence+"\n"+size.Sentence, fills{
			"{name}": same(name.Value), "{title}": same(w.doc.Tables[rows[0].Table].Title), "{row}": same(printed),
		})
		o.Other = rows[0].Span
	}
}

// plainProject is a project's name, or what is said of one, without marks.
func plainProject(name string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune("、,。.;:()“”\" ", r) {
			return -1
		}
		return r
	}, string(foldRunes([]rune(name))))
}
