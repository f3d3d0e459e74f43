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
