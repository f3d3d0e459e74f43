package parse

import (
	"slices"
	"strconv"
	"strings"

	"yusuan/parse/budget"
	"yusuan/parse/form"
)

// Contents gives the tables that the contents list of a document announces,
// each with the table that answers it: the one of the same title, else the next
// of the same kind. Prose is the text outside the tables.
func Contents(doc *budget.Document, prose []ProseLine, forms *form.Catalog) []budget.Announced {
	var out []budget.Announced
	taken := map[int]bool{}
	entries := contentsList(doc, prose, forms)
	answer := func(fits func(t *budget.Table, e contentsEntry) bool) {
		for i, e := range entries {
			for k := range doc.Tables {
				if out[i].Table < 0 && !taken[k] && fits(&doc.Tables[k], e) {
					out[i].Table, taken[k] = k, true
				}
			}
		}
	}
	for _, e := range entries {
		out = append(out, budget.Announced{Text: e.text, Kind: e.match[0].Kind, Title: e.match[0].Title, Table: -1, Span: e.span})
	}
	answer(func(t *budget.Table, e contentsEntry) bool {
		return form.Plain(t.Title) == form.Plain(e.match[0].Title)
	})
	answer(func(t *budget.Table, e contentsEntry) bool {
		return slices.ContainsFunc(e.match, func(m form.Match) bool { return m.Kind == t.Kind })
	})
	return out
}

// CheckContents holds the tables of a document against its contents list:
// tables that are announced and not there, or stand in another order. Where
// most are not there the list is of another file, for prose and tables are often
// published apart: that is one note.
func CheckContents(doc *budget.Document, opt Options) []budget.Finding {
	forms := opt.Forms
	if forms == nil {
		forms = form.Builtin()
	}
	if len(doc.Announced) == 0 {
		return nil
	}
	l := &ledger{doc: doc, ids: forms.Identities()}
	var out []budget.Finding
	say := func(check string, sev budget.Severity, a *budget.Announced, expected, actual string) {
		m, _ := l.ids.Message(check)
		fill := strings.NewReplacer("{text}", a.Text, "{expected}", expected, "{actual}", actual)
		out = append(out, budget.Finding{
			Check: check, Severity: sev, Status: budget.Fails, Table: a.Kind, Title: a.Title,
			Expected: expected, Actual: actual, Message: fill.Replace(m.Zh), English: fill.Replace(m.En), Evidence: a.Text, Span: a.Span,
		})
	}
	found := make([]int, len(doc.Announced))
	have := 0
	for i, a := range doc.Announced {
		if found[i] = a.Table; a.Table >= 0 {
			have++
		}
	}
	if have*2 < len(found) {
		say("tables-elsewhere", budget.SeverityNote, &doc.Announced[0], strconv.Itoa(len(found)), strconv.Itoa(have))
		return out
	}
	inOrder := longestRise(found)
	for i := range doc.Announced {
		a := &doc.Announced[i]
		if a.Table < 0 {
			say("table-missing", budget.SeverityWarning, a, a.Title, "")
			continue
		}
		title := doc.Tables[a.Table].Title
		if !inOrder[i] {
			say("table-order", budget.SeverityNote, a, a.Text, title)
		}
		if otherTitle(form.Plain(title), form.Plain(a.Title)) {
			say("table-title", budget.SeverityNote, a, a.Title, title)
		}
	}
	return out
}

// otherTitle reports two titles of one table that differ by more than words
// before or after: year, body, number.
func otherTitle(printed, listed string) bool {
	return printed != "" && listed != "" && !strings.Contains(printed, listed) && !strings.Contains(listed, printed)
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
