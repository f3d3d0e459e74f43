package parse

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"yusuan/parse/budget"
	"yusuan/parse/form"
)

// Rows that ought to be there, and rows that stand there twice.

const (
	usual   = 4 // of 5 places: what most rows of a table do, all are expected to do
	usualOf = 5
	fewRows = 3 // so many rows make a habit
)

// rowFindings looks for rows that a table leaves out or prints twice.
func (l *ledger) rowFindings() []budget.Finding {
	var out []budget.Finding
	kinds := map[string]bool{}
	for _, id := range l.ids.Identities {
		if id.Rule == form.RuleHierarchy {
			for _, k := range id.Tables {
				kinds[k] = true
			}
		}
	}
	withTotal, coded := 0, []*sheet{}
	for _, s := range l.sheets {
		if !kinds[s.table.Kind] || s.table.Kind == "project" || !s.hasCodes() {
			continue
		}
		out = append(out, l.missingLevels(s)...)
		out = append(out, l.doubledRows(s)...)
		out = append(out, l.rowsAstray(s)...)
		coded = append(coded, s)
		if l.hasTotal(s) {
			withTotal++
		}
	}
	for _, s := range coded {
		if !l.hasTotal(s) && len(s.lines) >= fewRows && withTotal*usualOf >= (len(coded)-1)*usual && withTotal > 0 {
			out = append(out, l.rowFinding("total-missing", budget.SeverityWarning, s, s.lines[0], ""))
		}
	}
	for _, s := range l.sheets {
		if s.table.Kind == "summary" || s.table.Kind == "appropriation" {
			out = append(out, l.lonelyTotals(s)...)
			out = append(out, l.endless(s)...)
		}
	}
	out = append(out, l.missingHere()...)
	return out
}

func (s *sheet) hasCodes() bool {
	return slices.ContainsFunc(s.lines, func(ln *line) bool { return ln.code != "" })
}

func (l *ledger) hasTotal(s *sheet) bool {
	return slices.ContainsFunc(s.lines, func(ln *line) bool { return ln.code == "" && (l.sums(ln) || strings.HasSuffix(ln.label, "_total")) })
}

// prints reports whether a row prints any figure other than zero.
func (l *ledger) prints(s *sheet, ln *line) bool {
	for m := range ln.cell {
		if c, ok := s.cellAt(ln, m); ok && l.valued(c) {
			return true
		}
	}
	return false
}

// missingLevels finds classes and sections whose row is missing where most
// have one, and those that stand without anything below them where most have.
func (l *ledger) missingLevels(s *sheet) []budget.Finding {
	byCode := map[string]*line{}
	for _, ln := range s.lines {
		if ln.code != "" && byCode[ln.code] == nil {
			byCode[ln.code] = ln
		}
	}
	lower := 0 // digits of the next level below 类 and 款
	var out []budget.Finding
	for _, digits := range []int{3, 5} {
		lower = digits + 2
		var here, orphans, childless []*line
		parents := map[string]bool{}
		var missing []string
		for _, ln := range s.lines {
			switch len(ln.code) {
			case digits:
				here = append(here, ln)
			case lower, lower + 2:
				p := ln.code[:digits]
				if !parents[p] {
					parents[p] = true
					if byCode[p] == nil && !l.unreadRow(s, p) {
						missing = append(missing, p)
						orphans = append(orphans, ln)
					}
				}
			}
		}
		if isException(len(missing), len(parents)) {
			for i, p := range missing {
				f := l.rowFinding("row-missing", budget.SeverityWarning, s, orphans[i], p)
				f.Code = p
				out = append(out, f)
			}
		}
		with := 0
		for _, ln := range here {
			if parents[ln.code] {
				with++
			} else if l.prints(s, ln) {
				childless = append(childless, ln)
			}
		}
		if isException(len(childless), with+len(childless)) {
			for _, ln := range childless {
				out = append(out, l.rowFinding("items-missing", budget.SeverityWarning, s, ln, ln.code))
			}
		}
	}
	return out
}

// isException reports whether some of all places depart from what the others
// do, few enough to be a mistake: one of three, or one of five of many.
func isException(some, all int) bool {
	return some > 0 && all >= fewRows && (some == 1 || (all-some)*usualOf >= all*usual)
}

// doubledRows finds a code that is printed twice with the same name in a table
// that is divided neither by unit nor by a second classification.
func (l *ledger) doubledRows(s *sheet) []budget.Finding {
	if blocks, _ := l.blocks(s.lines); len(blocks) > 1 || s.crossed() {
		return nil
	}
	seen := map[string]*line{}
	var out []budget.Finding
	for _, ln := range s.lines {
		if ln.code == "" {
			continue
		}
		k := ln.lane + "\t" + ln.code + "\t" + ln.key
		if seen[k] == nil {
			seen[k] = ln
			continue
		}
		f := l.rowFinding("row-doubled", budget.SeverityWarning, s, ln, ln.code)
		f.Other = l.doc.Facts[seen[k].first].Span
		out = append(out, f)
	}
	return out
}

// crossed reports whether the rows of a table stand under two classifications.
func (s *sheet) crossed() bool {
	return slices.ContainsFunc(s.table.Columns, func(c budget.Column) bool { return c.Role == "unit" && form.SchemeOf(c.Path) != "" })
}

// rowsAstray finds rows that stand out of the order of codes in a table that
// otherwise keeps it.
func (l *ledger) rowsAstray(s *sheet) []budget.Finding {
	if blocks, _ := l.blocks(s.lines); len(blocks) > 1 {
		return nil
	}
	var out []budget.Finding
	for _, lane := range s.lanes() {
		var coded []*line
		rank := map[string]int{}
		for _, ln := range s.lane(lane) {
			if ln.code != "" {
				coded = append(coded, ln)
				rank[ln.code] = 0
			}
		}
		for i, c := range slices.Sorted(maps.Keys(rank)) {
			rank[c] = i
		}
		places := make([]int, len(coded))
		for i, ln := range coded {
			places[i] = rank[ln.code]
		}
		kept := longestRise(places)
		astray := 0
		for i, in := range kept {
			if !in && (i == 0 || coded[i].code != coded[i-1].code) {
				astray++
			}
		}
		if !isException(astray, len(coded)) || astray > sameInTable {
			continue
		}
		for i, in := range kept {
			if !in && (i == 0 || coded[i].code != coded[i-1].code) {
				out = append(out, l.rowFinding("row-order", budget.SeverityNote, s, coded[i], coded[i].code))
			}
		}
	}
	return out
}

// lonelyTotals finds sides of a summary that print a total and no item.
func (l *ledger) lonelyTotals(s *sheet) []budget.Finding {
	var out []budget.Finding
	for _, lane := range s.lanes() {
		if lane == "" || lane == "use" {
			continue
		}
		var total *line
		items := false
		for _, ln := range s.lane(lane) {
			if !l.prints(s, ln) {
				continue
			}
			if ln.label == "grand" || ln.label == "current" {
				total = ln
			} else {
				items = true
			}
		}
		if total != nil && !items {
			out = append(out, l.rowFinding("items-missing", budget.SeverityWarning, s, total, ""))
		}
	}
	return out
}

// endless finds a table of two sides that breaks off before its totals: both
// sides have items that print a figure, neither has a total.
func (l *ledger) endless(s *sheet) []budget.Finding {
	var last *line
	for _, lane := range []string{"revenue", "expenditure"} {
		items := false
		for _, ln := range s.lane(lane) {
			if ln.label == "grand" || ln.label == "current" || l.sums(ln) || strings.HasSuffix(ln.label, "_total") {
				return nil
			}
			if l.prints(s, ln) {
				items, last = true, ln
			}
		}
		if !items {
			return nil
		}
	}
	f := l.rowFinding("total-missing", budget.SeverityWarning, s, last, "")
	m, _ := l.ids.Message("total-missing-sides")
	fill := strings.NewReplacer("{title}", s.table.Title, "{row}", rowName(last), "{page}", strconv.Itoa(f.Page))
	f.Message, f.English = fill.Replace(m.Zh), fill.Replace(m.En)
	return []budget.Finding{f}
}

// missingHere finds rows that one of two tables of the same money prints and
// the other does not: the totals agree, most rows agree, one is not there.
func (l *ledger) missingHere() []budget.Finding {
	var out []budget.Finding
	for i := range l.ids.Identities {
		id := &l.ids.Identities[i]
		if id.Rule != form.RuleEqual || len(id.IfEqual) == 0 || len(id.Left) != 1 || len(id.Right) != 1 || !strings.Contains(id.Left[0], "/each/") || !l.applies(id) {
			continue
		}
		m := ""
		if len(id.Measures) > 0 {
			m = id.Measures[0]
		}
		left, right := readSide(id.Left, m)[0][0], readSide(id.Right, m)[0][0]
		out = append(out, l.missingFrom(left, right)...)
		out = append(out, l.missingFrom(right, left)...)
	}
	return out
}

// unreadRow reports whether a row of this code was seen in a table and not read:
// the table does not lack it.
func (l *ledger) unreadRow(s *sheet, code string) bool {
	return slices.ContainsFunc(l.doc.Unread, func(u budget.Unread) bool {
		rest, ok := strings.CutPrefix(u.Text, code)
		return ok && u.Kind == "table" && (u.Page == 0 || slices.Contains(s.table.Pages, u.Page)) && strings.TrimLeft(rest, "0123456789") == rest
	})
}

// missingFrom lists the rows of here that there does not print.
func (l *ledger) missingFrom(here, there form.Place) []budget.Finding {
	from, _ := l.sheetsOf(here.Table)
	to, _ := l.sheetsOf(there.Table)
	if len(from) != 1 || len(to) != 1 || !from[0].hasCodes() || !to[0].hasCodes() {
		return nil
	}
	var out []budget.Finding
	same := 0
	for _, ln := range from[0].lines {
		c, ok := from[0].cellAt(ln, here.Measure)
		if ln.code == "" || !ok || !l.valued(c) {
			continue
		}
		if slices.ContainsFunc(to[0].lines, func(o *line) bool { return o.code == ln.code }) {
			same++
			continue
		}
		if l.unreadRow(to[0], ln.code) {
			continue
		}
		f := l.rowFinding("row-missing", budget.SeverityWarning, to[0], to[0].lines[0], ln.code)
		f.Code = ln.code
		f.Other = l.span(c)
		f.Evidence = "《" + from[0].table.Title + "》 " + rowName(ln)
		out = append(out, f)
	}
	if same*usualOf < (same+len(out))*usual {
		return nil
	}
	return out
}

// rowFinding words a finding about one row.
func (l *ledger) rowFinding(check string, sev budget.Severity, s *sheet, ln *line, code string) budget.Finding {
	f := budget.Finding{Check: check, Severity: sev, Status: budget.Fails, Table: s.table.Kind, Title: s.table.Title, Code: ln.code, Actual: rowName(ln)}
	f.Span = l.doc.Facts[ln.first].Span
	for _, at := range ln.cell {
		f.Facts = append(f.Facts, at)
	}
	slices.Sort(f.Facts)
	m, _ := l.ids.Message(check)
	fill := strings.NewReplacer("{title}", s.table.Title, "{row}", rowName(ln), "{code}", code, "{page}", strconv.Itoa(f.Page))
	f.Message, f.English = fill.Replace(m.Zh), fill.Replace(m.En)
	return f
}
