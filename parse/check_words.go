package parse

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"yusuan/parse/budget"
	"yusuan/parse/code"
	"yusuan/parse/form"
)

// What the prose says in words, held against the rows of the tables: reasons
// and uses that belong to another item, items listed by name, names that
// differ, amounts said to agree.

const (
	checkContrary = "reason-contrary"
	checkOther    = "reason-other"
	checkUse      = "claim-use"
	checkListed   = "claim-listed"
	checkName     = "claim-name"
	checkSame     = "claim-same"
	checkUnit     = "claim-unit"
)

// CheckWords holds the words of the prose against the tables. Prose is the
// text outside the tables, doc what was read of both.
func CheckWords(doc *budget.Document, prose []ProseLine, opt Options) []budget.Finding {
	forms := opt.Forms
	if forms == nil {
		forms = form.Builtin()
	}
	w := &wordBench{doc: doc, ids: forms.Identities(), paras: paragraphs(prose), cells: indexCells(doc)}
	for i := range w.paras {
		w.folded = append(w.folded, string(foldRunes(w.paras[i].text)))
	}
	for i := range doc.Claims {
		c := &doc.Claims[i]
		w.contrary(c)
		w.otherItem(c)
		w.use(c)
		w.listed(c)
		w.unitless(c)
	}
	w.names()
	w.projects()
	w.sameAs()
	w.years()
	return w.found
}

// wordBench is what the words of the prose are held against.
type wordBench struct {
	doc    *budget.Document
	ids    *form.Identities
	paras  []paragraph
	folded []string // their text, folded
	cells  cellIndex
	found  []budget.Finding
}

// report adds a finding on a claim unless one like it is there already.
func (w *wordBench) report(check string, sev budget.Severity, c *budget.Claim, evidence string, fill fills) *budget.Finding {
	if c.Subject != "" {
		fill["{subject}"] = same(spokenOf(c.Subject))
	}
	zh, en := worded(w.ids, check, fill)
	for i := range w.found {
		if w.found[i].Check == check && w.found[i].Message == zh {
			return &w.found[i]
		}
	}
	w.found = append(w.found, budget.Finding{
		Check: check, Severity: sev, Status: budget.Fails, Table: c.Table, Code: c.Code,
		Message: zh, English: en, Evidence: evidence, Span: c.Span,
	})
	return &w.found[len(w.found)-1]
}

// paragraphOf is the text around a claim: its paragraph, folded, with the next
// one where it ends in a colon, and where the claim's sentence ends in it; ""
// where it is not found.
func (w *wordBench) paragraphOf(c *budget.Claim) (text string, end int) {
	s := string(foldRunes([]rune(c.Sentence)))
	for i, f := range w.folded {
		if at := strings.Index(f, s); at >= 0 && (c.Page == 0 || c.Page >= w.paras[i].spanAt(0).Page && c.Page <= w.paras[i].spanAt(len(w.paras[i].text)).Page) {
			if strings.HasSuffix(f, ":") && i+1 < len(w.folded) {
				f += w.folded[i+1]
			}
			return f, at + len(s)
		}
	}
	return "", 0
}

var (
	movedMoney = regexp.MustCompile(`(?:(经费|支出|开支|资金|费用|预算|投入|收入)|人员|人数|业务量|工作量|项目)(?:的?(?:有所|略有|相应|大幅))?(增加|增长|上升|减少|下降|压缩|压减)(?:等|等因素|等原因|所致|导致|造成)*[。;]?$`)
	movesMoney = regexp.MustCompile(`(增加|减少|压减|压缩|调增|调减)(?:了)?(?:支付|支出|开支|拨款|投入|经费)`)
	whyAfter   = regexp.MustCompile(`^(?:主要)?原因(?:是|为)?[:,]?([^。]+)`)
)

// contrary reports a reason that ends in the opposite of the change it
// explains, or that tells of money moved where there is no change. Fewer staff
// or more work may well leave the money as it was.
func (w *wordBench) contrary(c *budget.Claim) {
	printed := c.Reason
	if stays(c.Direction) && printed == "" {
		if p, end := w.paragraphOf(c); end > 0 && !strings.Contains(c.Sentence, "基本") {
			printed = firstGroup(whyAfter, p[end:])
		}
	}
	reason := string(foldRunes([]rune(printed)))
	var said string
	if m := movedMoney.FindStringSubmatch(reason); m != nil && !strings.ContainsAny(reason, ",;、") && (m[1] != "" || !stays(c.Direction)) {
		said = m[2]
	}
	if m := movesMoney.FindStringSubmatch(reason); m != nil && stays(c.Direction) {
		said = m[1]
	}
	if said == "" || strings.Trim(c.Amount, "0.") == "" && c.Amount != "" {
		return
	}
	up := strings.HasPrefix(said, "增") || said == "上升" || said == "调增"
	if w.shared(c, up) {
		return
	}
	if rises(c.Direction) && !up || falls(c.Direction) && up || c.Direction == "持平" {
		w.report(checkContrary, budget.SeverityWarning, c, c.Sentence+"\n"+printed, fills{"{direction}": {c.Direction, directionEnglish(c.Direction)}, "{text}": same(printed)})
	}
}

// shared reports whether the reason of a claim is given for another change too,
// one that it explains.
func (w *wordBench) shared(c *budget.Claim, up bool) bool {
	return c.Reason != "" && slices.ContainsFunc(w.doc.Claims, func(o budget.Claim) bool {
		return o.Reason == c.Reason && o.Section == c.Section && o.Page == c.Page && (rises(o.Direction) && up || falls(o.Direction) && !up)
	})
}

// items are the rows of the functional classification that the tables print,
// by the name that they print.
func (w *wordBench) items() map[string][]*budget.Fact {
	out := map[string][]*budget.Fact{}
	for _, kind := range []string{"general_public", "expenditure", "appropriation_expenditure", "government_fund"} {
		for _, i := range w.cells.byKind[kind] {
			if f := &w.doc.Facts[i]; len(f.Code) == code.Item && f.Measure == "total" {
				out[code.NameKey(f.Name)] = append(out[code.NameKey(f.Name)], f)
			}
		}
	}
	return out
}

var (
	useAfter  = regexp.MustCompile(`(?:主要)?用于:?([^。;,]+)`)
	moneyTail = regexp.MustCompile(`(?:经费|支出|资金|费用|预算)?(?:的)?(?:增加|增长|减少|下降|等)*$`)
)

// otherItem reports a reason or a use that is worded as another item of the
// same tables, and not as the claim's own.
func (w *wordBench) otherItem(c *budget.Claim) {
	if len(c.Code) != code.Item {
		return
	}
	items := w.items()
	own := map[string]bool{}
	for name, rows := range items {
		for _, f := range rows {
			own[name] = own[name] || f.Code == c.Code
		}
	}
	parents := w.namesAbove(c.Code)
	for _, t := range []struct {
		said string
		sev  budget.Severity
	}{{c.Reason, budget.SeverityWarning}, {firstGroup(useAfter, string(foldRunes([]rune(c.Sentence)))), budget.SeverityNote}} {
		bare := moneyTail.ReplaceAllString(string(foldRunes([]rune(t.said))), "")
		for _, p := range parents {
			bare = strings.TrimPrefix(bare, p)
		}
		name := code.NameKey(bare)
		rows := items[name]
		if len(rows) == 0 || own[name] || len([]rune(name)) < shortItem {
			continue
		}
		near := nearestOf(rows, c.Code)
		o := w.report(checkOther, t.sev, c, c.Sentence+"\n"+t.said, fills{"{text}": same(t.said), "{name}": same(near.Code + " " + near.Name)})
		o.Other = near.Span
		return // the other says the same
	}
}

// nearestOf is the row whose code begins most as another does.
func nearestOf(rows []*budget.Fact, item string) *budget.Fact {
	best, most := rows[0], -1
	for _, f := range rows {
		n := 0
		for n < len(f.Code) && n < len(item) && f.Code[n] == item[n] {
			n++
		}
		if n > most {
			best, most = f, n
		}
	}
	return best
}

// shortItem is the length in characters of the shortest name of an item that
// says what it is of.
const shortItem = 4

func firstGroup(re *regexp.Regexp, s string) string {
	if m := re.FindStringSubmatch(s); m != nil {
		return m[1]
	}
	return ""
}

// namesAbove are the printed names of the class and section of an item.
func (w *wordBench) namesAbove(item string) []string {
	var out []string
	for _, kind := range []string{"general_public", "expenditure"} {
		for _, i := range w.cells.byKind[kind] {
			f := &w.doc.Facts[i]
			if f.Code != "" && len(f.Code) < code.Item && strings.HasPrefix(item, f.Code) && !slices.Contains(out, f.Name) {
				out = append(out, string(foldRunes([]rune(f.Name))))
			}
		}
	}
	slices.SortFunc(out, func(a, b string) int { return len(b) - len(a) })
	return out
}

var saidBasic = regexp.MustCompile(`用于[^。;]*的?基本支出`)

// use reports money said to be for basic spending that its table prints as
// project spending.
func (w *wordBench) use(c *budget.Claim) {
	if len(c.Code) != code.Item || c.Amount == "" {
		return
	}
	p, _ := w.paragraphOf(c)
	if !saidBasic.MatchString(p) && !saidBasic.MatchString(string(foldRunes([]rune(c.Sentence)))) {
		return
	}
	for _, kind := range []string{"general_public", "expenditure"} {
		for _, i := range w.cells.byKind[kind] {
			f := &w.doc.Facts[i]
			if f.Code != c.Code || f.Measure != "project" || f.Printed != budget.PrintedValue || f.Status == budget.StatusDisputed {
				continue
			}
			o := w.report(checkUse, budget.SeverityNote, c, c.Sentence+"\n"+cellName(w.doc, f)+" = "+f.Raw+f.Unit, fills{
				"{title}": same(w.doc.Tables[f.Table].Title), "{row}": same(f.Code + " " + f.Name), "{expected}": same(f.Raw + f.Unit),
			})
			o.Other = f.Span
			return
		}
	}
}

// unitless reports an amount without a unit in a sentence whose other amounts
// have one.
func (w *wordBench) unitless(c *budget.Claim) {
	if c.Amount == "" || c.Unit != "" || strings.Trim(c.Amount, "0.") == "" || !moneyMark.MatchString(string(foldRunes([]rune(c.Sentence)))) {
		return
	}
	w.report(checkUnit, budget.SeverityNote, c, c.Sentence, fills{"{actual}": same(c.Amount)})
}

var sayAgrees = regexp.MustCompile(`《([^》]+)》的?“([^”]+)”[^,。]{0,6}数(?:对应)?一致`)

// sameAs reports a section that says its amount agrees with a row of another
// table, which prints another one.
func (w *wordBench) sameAs() {
	for i := range w.paras {
		text := string(w.paras[i].text)
		m := sayAgrees.FindStringSubmatch(strings.NewReplacer("\"", "”", "，", ",").Replace(text))
		if m == nil {
			continue
		}
		var c *budget.Claim
		for k := range w.doc.Claims {
			if o := &w.doc.Claims[k]; o.Amount != "" && o.Section == w.paras[i].under() {
				c = o
				break
			}
		}
		if c == nil {
			continue
		}
		said := preciseOf(c.Amount, c.Unit)
		for k := range w.doc.Facts {
			f := &w.doc.Facts[k]
			t := &w.doc.Tables[f.Table]
			if !strings.Contains(form.Plain(m[1]), form.Plain(t.Title)) || t.Title == "" || f.Measure != "total" || !f.HasAmount() || !code.SameName(f.Name, m[2]) {
				continue
			}
			if cell := preciseCell(f); said.ok && !said.agrees(cell) {
				o := w.report(checkSame, budget.SeverityWarning, c, text+"\n"+c.Sentence+"\n"+cellName(w.doc, f)+" = "+f.Raw+f.Unit, fills{
					"{title}": same(t.Title), "{row}": same(strings.TrimSpace(f.Code + " " + f.Name)),
					"{actual}": same(figure(c.Amount, c.Unit)), "{expected}": same(f.Raw + f.Unit),
				})
				o.Other, o.Actual, o.Expected = f.Span, said.yuan.String(), cell.yuan.String()
			}
			break
		}
	}
}

var planOf = regexp.MustCompile(`(20\d\d)年度?(?:部门|单位)?预算(?:未|没有)?安排`)

// years reports a sentence that speaks of another year's plan and of no other
// year: the plan of a budget is its own year's.
func (w *wordBench) years() {
	if w.doc.Year == 0 || w.doc.Phase != budget.PhaseBudget {
		return
	}
	own := strconv.Itoa(w.doc.Year)
	for i, f := range w.folded {
		if w.paras[i].heading {
			continue
		}
		from := 0
		for sentence := range strings.SplitSeq(f, "。") {
			start, end := from, from+len([]rune(sentence))
			from = end + 1
			m := planOf.FindStringSubmatch(sentence)
			if m == nil || m[1] == own || strings.Contains(sentence, own) || strings.Count(sentence, "年") > 1 {
				continue
			}
			printed := string(w.paras[i].text[start:end])
			o := w.report("year-slip", budget.SeverityWarning, &budget.Claim{Span: w.paras[i].spanOver(start, end)}, printed, fills{"{year}": same(own), "{actual}": same(m[1]), "{text}": same(printed)})
			o.Expected, o.Actual = own, m[1]
		}
	}
}
