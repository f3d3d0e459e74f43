package parse

import (
	"slices"
	"strconv"
	"strings"

	"yusuan/parse/budget"
	"yusuan/parse/form"
)

// tableFindings looks at tables as wholes: notes of emptiness that the figures
// contradict, that are missing or belong to another table, and tables printed
// twice.
func (l *ledger) tableFindings() []budget.Finding {
	var out []budget.Finding
	seen := map[string]int{}
	if len(l.doc.Facts) == 0 {
		return nil // a form that nobody has filled in
	}
	for i := range l.doc.Tables {
		t := &l.doc.Tables[i]
		if t.Kind == "member_units" || t.Kind == "unknown" {
			continue
		}
		note := t.EmptyNote
		switch {
		case note != "" && !t.Empty && l.figures(i) > 0:
			f := l.tableFinding("empty-note", "empty-note-filled", budget.SeverityWarning, t, note)
			f.Facts = l.someFacts(i)
			out = append(out, f)
		case note != "" && l.about(note) != "" && l.about(note) != t.Kind && l.about(t.Title) != "" && l.about(t.Title) != l.about(note):
			out = append(out, l.tableFinding("empty-note", "empty-note-misplaced", budget.SeverityWarning, t, note))
		case note == "" && t.Empty && l.ownNote(t):
			out = append(out, l.tableFinding("empty-note", "empty-note-missing", budget.SeverityNote, t, ""))
		}
		k := t.Kind + "\t" + form.Plain(t.Title)
		if j, twice := seen[k]; twice && t.Title != "" && !t.Empty && l.sameFigures(i, j) {
			f := l.tableFinding("table-doubled", "table-doubled", budget.SeverityWarning, t, "")
			f.Other = l.doc.Tables[j].Start
			out = append(out, f)
		} else if !twice {
			seen[k] = i
		}
	}
	return out
}

// ownNote reports whether a table is one that the rules ask to explain when it
// is empty: those of the figures, not lists.
func (l *ledger) ownNote(t *budget.Table) bool {
	return !slices.Contains([]string{"performance", "performance_overall", "performance_review", "procurement", "purchase_services", "assets", "nontax", "transfer"}, t.Kind)
}

// about is the kind of table whose subject a text names; "" for none or several.
func (l *ledger) about(text string) string {
	plain := form.Plain(text)
	kind := ""
	for _, m := range l.ids.Mentions {
		for _, w := range m.Words {
			if strings.Contains(plain, w) {
				if kind != "" && kind != m.Kind {
					return ""
				}
				kind = m.Kind
			}
		}
	}
	return kind
}

// figures counts the figures other than zero that a table prints.
func (l *ledger) figures(table int) int {
	n := 0
	for i := range l.doc.Facts {
		if f := &l.doc.Facts[i]; f.Table == table && f.Printed == budget.PrintedValue {
			n++
		}
	}
	return n
}

// someFacts gives the first figures of a table, as evidence.
func (l *ledger) someFacts(table int) []int {
	const enough = 12
	var out []int
	for i := range l.doc.Facts {
		if f := &l.doc.Facts[i]; f.Table == table && f.Printed == budget.PrintedValue && len(out) < enough {
			out = append(out, i)
		}
	}
	return out
}

// sameFigures reports whether two tables print the same figures in order.
func (l *ledger) sameFigures(a, b int) bool {
	list := func(table int) (out []string) {
		for i := range l.doc.Facts {
			if f := &l.doc.Facts[i]; f.Table == table && f.HasAmount() {
				out = append(out, f.Amount.String())
			}
		}
		return out
	}
	x, y := list(a), list(b)
	return len(x) > 0 && slices.Equal(x, y)
}

func (l *ledger) tableFinding(check, wording string, sev budget.Severity, t *budget.Table, text string) budget.Finding {
	m, _ := l.ids.Message(wording)
	fill := strings.NewReplacer("{title}", t.Title, "{text}", text, "{page}", strconv.Itoa(t.Start.Page))
	f := budget.Finding{
		Check: check, Severity: sev, Status: budget.Fails, Table: t.Kind, Title: t.Title,
		Message: fill.Replace(m.Zh), English: fill.Replace(m.En), Evidence: text, Span: t.Start, Other: t.End,
	}
	return f
}

// CheckContents holds the tables of a document against its contents list:
// tables that are announced and not there, or stand in another order. Prose is
// the text outside the tables. A document without tables, or without a list of
// them, gives nothing: prose and tables are often published apart.
func CheckContents(doc *budget.Document, prose []ProseLine, opt Options) []budget.Finding {
	forms := opt.Forms
	if forms == nil {
		forms = form.Builtin()
	}
	entries := contentsList(doc, prose, forms)
	if len(entries) == 0 || len(doc.Tables) == 0 {
		return nil
	}
	l := &ledger{doc: doc, ids: forms.Identities()}
	var out []budget.Finding
	say := func(check string, sev budget.Severity, e contentsEntry, expected, actual string) {
		m, _ := l.ids.Message(check)
		fill := strings.NewReplacer("{text}", e.text, "{expected}", expected, "{actual}", actual)
		out = append(out, budget.Finding{
			Check: check, Severity: sev, Status: budget.Fails, Table: e.match[0].Kind, Title: e.match[0].Title,
			Expected: expected, Actual: actual, Message: fill.Replace(m.Zh), English: fill.Replace(m.En), Evidence: e.text, Span: e.span,
		})
	}
	found := make([]int, len(entries)) // index of the table, -1
	taken := map[int]bool{}
	for i, e := range entries {
		found[i] = -1
		for pass := range 2 { // the same title first, then the same kind
			for k := range doc.Tables {
				t := &doc.Tables[k]
				if found[i] >= 0 || taken[k] {
					continue
				}
				title := form.Plain(t.Title) == form.Plain(e.match[0].Title)
				kind := slices.ContainsFunc(e.match, func(m form.Match) bool { return m.Kind == t.Kind })
				if pass == 0 && title || pass == 1 && kind {
					found[i], taken[k] = k, true
				}
			}
		}
	}
	have := 0
	for _, k := range found {
		if k >= 0 {
			have++
		}
	}
	if have*2 < len(entries) {
		return nil // the list is of something else, or the tables are elsewhere
	}
	inOrder := longestRise(found)
	for i, e := range entries {
		switch k := found[i]; {
		case k < 0:
			say("table-missing", budget.SeverityWarning, e, e.match[0].Title, "")
		default:
			if !inOrder[i] {
				say("table-order", budget.SeverityNote, e, e.text, doc.Tables[k].Title)
			}
			if listed := form.Plain(e.match[0].Title); otherTitle(form.Plain(doc.Tables[k].Title), listed) {
				say("table-title", budget.SeverityNote, e, e.match[0].Title, doc.Tables[k].Title)
			}
		}
	}
	return out
}

// otherTitle reports two titles of one table that differ by more than words
// before or after: year, body, number.
func otherTitle(printed, listed string) bool {
	return printed != "" && listed != "" && !strings.Contains(printed, listed) && !strings.Contains(listed, printed)
}

// longestRise marks the most places of a list that rise, leaving out the fewest;
// negative numbers are no part of it.
func longestRise(list []int) []bool {
	length, from := make([]int, len(list)), make([]int, len(list))
	end := -1
	for i, v := range list {
		from[i] = -1
		if v < 0 {
			continue
		}
		length[i] = 1
		for j := range i {
			if list[j] >= 0 && list[j] < v && length[j]+1 > length[i] {
				length[i], from[i] = length[j]+1, j
			}
		}
		if end < 0 || length[i] > length[end] {
			end = i
		}
	}
	in := make([]bool, len(list))
	for i := end; i >= 0; i = from[i] {
		in[i] = true
	}
	return in
}

type contentsEntry struct {
	text  string
	match []form.Match
	span  budget.Span
}

// contentsList finds the entries of the contents list that announce tables: a
// run of lines before the first table of which most announce one.
func contentsList(doc *budget.Document, prose []ProseLine, forms *form.Catalog) []contentsEntry {
	const (
		fewest = 4 // entries that make a list
		gap    = 2 // lines between entries of one list
	)
	var best, run []contentsEntry
	since := 0
	flush := func() {
		if len(run) > len(best) {
			best = run
		}
		run = nil
	}
	for i := 0; i < len(prose); i++ {
		p := prose[i]
		if len(doc.Tables) > 0 && p.Page > doc.Tables[0].Start.Page && p.Page > 0 {
			break
		}
		m := forms.Contents(p.Text)
		text := p.Text
		if len(m) == 0 && i+1 < len(prose) { // wrapped
			if both := forms.Contents(p.Text + prose[i+1].Text); len(both) > 0 && len(forms.Contents(prose[i+1].Text)) == 0 {
				m, text = both, p.Text+prose[i+1].Text
				i++
			}
		}
		if len(m) == 0 {
			if since++; since > gap {
				flush()
			}
			continue
		}
		if since = 0; slices.ContainsFunc(run, func(e contentsEntry) bool { return form.Plain(e.match[0].Title) == form.Plain(m[0].Title) }) {
			flush() // the list is over, the sections begin
		}
		run = append(run, contentsEntry{text: strings.TrimSpace(text), match: m, span: p.Span})
	}
	flush()
	if len(best) < fewest {
		return nil
	}
	return best
}
