package parse

import (
	"slices"
	"strconv"
	"strings"

	"yusuan/parse/budget"
	"yusuan/parse/code"
)

// Codes that do not fit: a code whose digits are wrong, a name that belongs to
// another code, a code that is not known where its name is, a code that is no
// longer in use. Lists known from memory alone accuse nobody; a note says what
// they know.

// schemeOf tells the list a code belongs to by its first digit.
func schemeOf(c string) (code.Scheme, bool) {
	if c == "" {
		return "", false
	}
	switch c[0] {
	case '1':
		return code.Revenue, true
	case '2':
		return code.Functional, true
	case '3':
		return code.EconomicDept, true
	case '5':
		return code.EconomicGov, true
	}
	return "", false
}

// A codeSlip is a row whose printed code cannot be what is meant.
type codeSlip struct {
	sheet *sheet
	line  *line
	meant string
}

// mendCodes finds rows whose code has no place in their table, though their
// name has: it lies below a row that is printed just above, under another
// code. For the sums the row counts under the code that is meant; the printed
// code stays in the facts and the slip is reported.
func (l *ledger) mendCodes() []codeSlip {
	var out []codeSlip
	for _, s := range l.sheets {
		if !s.hasCodes() || s.table.Kind == "project" {
			continue
		}
		printed := map[string]bool{}
		for _, ln := range s.lines {
			printed[ln.code] = true
		}
		above := "" // code of the row above
		for _, ln := range s.lines {
			if ln.code == "" {
				continue
			}
			if meant := l.meant(ln, above, printed); meant != "" {
				out = append(out, codeSlip{sheet: s, line: ln, meant: meant})
				ln.code = meant
			}
			above = ln.code
		}
	}
	return out
}

// meant is the code that a row ought to carry, "" where its own may stand.
func (l *ledger) meant(ln *line, above string, printed map[string]bool) string {
	level := code.Level(ln.code)
	rooted := len(ln.code) == classDigits
	for i := classDigits; i < len(ln.code); i++ {
		rooted = rooted || printed[ln.code[:i]]
	}
	if level != "" && rooted {
		return ""
	}
	if _, ok := schemeOf(ln.code); ok && level != "" && len(ln.code) > classDigits {
		if _, ok := code.Lookup(mustScheme(ln.code), ln.code[:classDigits], 0); ok && !printed[parentOf(above)] {
			return "" // the table prints items without their classes
		}
	}
	scheme, ok := schemeOf(above)
	if !ok {
		return ""
	}
	meant := ""
	for _, c := range code.ByName(scheme, ln.key, l.doc.Year) {
		fits := !printed[c.Code] && c.Code != ln.code && (printed[code.Parent(c.Code)] || strings.HasPrefix(above, c.Code[:min(len(c.Code), classDigits)]) && len(c.Code) == len(above))
		if !fits || !strings.HasPrefix(c.Code, above[:min(len(above), classDigits)]) {
			continue
		}
		if meant != "" && meant != c.Code {
			return ""
		}
		meant = c.Code
	}
	return meant
}

func parentOf(c string) string { return code.Parent(c) }

func mustScheme(c string) code.Scheme {
	s, _ := schemeOf(c)
	return s
}

// codeFindings reports slips, and names that do not go with their code.
func (l *ledger) codeFindings(slips []codeSlip) []budget.Finding {
	var out []budget.Finding
	at := map[string]int{} // check, code and name → index+1 into out
	add := func(check string, sev budget.Severity, s *sheet, ln *line, printedCode, expected string) {
		k := check + "\t" + printedCode + "\t" + ln.key
		if i := at[k]; i > 0 {
			f := &out[i-1]
			f.Facts = append(f.Facts, sortedCells(ln)...)
			if f.Other.Page == 0 {
				f.Other = l.doc.Facts[ln.first].Span
			}
			f.Evidence = strings.TrimPrefix(f.Evidence+"; 《"+s.table.Title+"》", "; ")
			return
		}
		f := l.rowFinding(check, sev, s, ln, expected)
		f.Code, f.Expected = printedCode, expected
		f.Actual = printedCode + " " + ln.name
		m, _ := l.ids.Message(check)
		fill := strings.NewReplacer("{title}", s.table.Title, "{code}", printedCode, "{name}", ln.name, "{expected}", expected)
		f.Message, f.English = fill.Replace(m.Zh), fill.Replace(m.En)
		f.Evidence = "《" + s.table.Title + "》"
		out = append(out, f)
		at[k] = len(out)
	}
	for _, c := range slips {
		printed := l.doc.Facts[c.line.first].Code
		sev := budget.SeverityWarning
		if strings.ReplaceAll(printed, "0", "") == strings.ReplaceAll(c.meant, "0", "") {
			sev = budget.SeverityNote // zeros before a part are lost: 301 2
		}
		add("code-slip", sev, c.sheet, c.line, printed, c.meant)
	}
	type wrong struct {
		line *line
		row  code.Code
	}
	for _, s := range l.sheets {
		var misnamed []wrong
		for _, ln := range s.lines {
			printed := l.doc.Facts[ln.first].Code
			scheme, ok := schemeOf(printed)
			if !ok || printed != ln.code || ln.key == "" {
				continue
			}
			switch verdict, row := code.Judge(scheme, printed, l.bareName(ln), l.doc.Year); verdict {
			case code.Mismatch:
				misnamed = append(misnamed, wrong{ln, row})
			case code.Agrees, code.OldName, code.Abbreviated:
				if l.doc.Year > 0 && row.Evidence.Accuses() && !row.Vague && row.To > 0 && row.To < l.doc.Year && !l.validNow(scheme, printed) {
					add("code-retired", budget.SeverityNote, s, ln, printed, row.Name)
				}
			case code.Unlisted:
				if known, ok := l.sibling(scheme, printed, ln); ok {
					sev := budget.SeverityNote
					if known.Evidence.Accuses() && len(code.Names(scheme, printed)) == 0 {
						sev = budget.SeverityWarning
					}
					add("code-unknown", sev, s, ln, printed, known.Code)
				}
			}
		}
		if len(misnamed) <= sameInTable {
			for _, w := range misnamed {
				add("code-name", budget.SeverityWarning, s, w.line, w.line.code, w.row.Name)
			}
			continue
		}
		// A list of its own: say it once.
		f := l.rowFinding("code-name", budget.SeverityWarning, s, misnamed[0].line, "")
		var list []string
		for i, w := range misnamed {
			list = append(list, w.line.code+" "+w.line.name+" ("+w.row.Name+")")
			if i > 0 {
				f.Facts = append(f.Facts, sortedCells(w.line)...)
			}
		}
		f.Evidence = strings.Join(list, "; ")
		m, _ := l.ids.Message("code-name-many")
		fill := strings.NewReplacer("{title}", s.table.Title, "{n}", strconv.Itoa(len(misnamed)), "{text}", strings.Join(list[:sameInTable], "、"))
		f.Message, f.English = fill.Replace(m.Zh), fill.Replace(m.En)
		out = append(out, f)
	}
	return out
}

// sibling is the code beside the printed one, below the same parent, that the
// lists know a row's name by in the year.
func (l *ledger) sibling(s code.Scheme, printed string, ln *line) (found code.Code, ok bool) {
	for _, c := range code.ByName(s, l.bareName(ln), l.doc.Year) {
		if c.ValidIn(l.doc.Year) && len(c.Code) == len(printed) && code.Parent(c.Code) == code.Parent(printed) && code.Parent(printed) != "" && !ok {
			found, ok = c, true
		}
	}
	return found, ok
}

// doubtCodes takes back the proof of rows whose code may be another: the sums
// prove the figures, and not what they are of.
func (l *ledger) doubtCodes(found []budget.Finding) {
	for _, f := range found {
		if f.Check == "code-retired" {
			continue
		}
		for _, i := range f.Facts {
			if l.doc.Facts[i].Status == budget.StatusProven {
				l.doc.Facts[i].Status = budget.StatusStated
			}
		}
	}
}

// misnamed reports whether a row's name is known to belong to another code, so
// that the code says nothing of what the row is about.
func misnamed(ln *line, year int) bool {
	scheme, ok := schemeOf(ln.code)
	if !ok {
		return false
	}
	verdict, _ := code.Judge(scheme, ln.code, ln.key, year)
	return verdict == code.Mismatch
}

// bareName is the 科目 name of a row; project rows print the project behind it.
func (l *ledger) bareName(ln *line) string {
	name, _, _ := strings.Cut(ln.name, "/")
	return name
}

func (l *ledger) validNow(s code.Scheme, c string) bool {
	return slices.ContainsFunc(code.Names(s, c), func(r code.Code) bool { return r.ValidIn(l.doc.Year) })
}

func sortedCells(ln *line) []int {
	out := make([]int, 0, len(ln.cell))
	for _, at := range ln.cell {
		out = append(out, at)
	}
	slices.Sort(out)
	return out
}
