package parse

import (
	"slices"
	"strconv"
	"strings"

	"yusuan/parse/budget"
	"yusuan/parse/form"
)

// A second disclosure in one file: its own set of tables, or its own cover.

// twiceOver is how many kinds of tables, each printed twice with other figures,
// make two disclosures of one file.
const twiceOver = 3

// joinedFiles finds a second disclosure in a file: of another year, of another
// body, or of a body's department and unit. Its figures are disputed, for the
// file counts as the first's; where the cover of the first does not agree with
// what the file counts as, nothing of the first is proven either.
func joinedFiles(doc *budget.Document, id *Identity, ids *form.Identities) []budget.Finding {
	cover := id.secondCover()
	f, ok := secondSet(doc, ids)
	if !ok && cover == nil {
		return nil
	}
	from := f.Page
	switch {
	case !ok:
		from = cover.Page
		m, _ := ids.Message("two-covers")
		fill := strings.NewReplacer("{page}", strconv.Itoa(cover.Page), "{text}", cover.Text)
		f = budget.Finding{
			Check: "two-disclosures", Severity: budget.SeverityError, Status: budget.Fails,
			Message: fill.Replace(m.Zh), English: fill.Replace(m.En), Span: cover.Span, Other: id.Covers[0].Span,
		}
	case cover != nil && cover.Page > f.Other.Page:
		from = min(from, cover.Page)
	}
	mixed := len(id.Covers) > 0 && id.Covers[0].apart(Cover{Body: id.Organization, Year: id.Year, Phase: id.Phase})
	first := false // has figures
	for i := range doc.Facts {
		switch fact := &doc.Facts[i]; {
		case fact.Page >= from:
			f.Facts = append(f.Facts, i)
		case mixed && fact.Status == budget.StatusProven:
			fact.Status = budget.StatusStated
			fallthrough
		default:
			first = true
		}
	}
	if !ok && (!first || len(f.Facts) == 0) {
		return nil
	}
	for _, i := range f.Facts {
		doc.Facts[i].Status = budget.StatusDisputed
	}
	return []budget.Finding{f}
}

// secondSet finds the first table of a second set of tables.
func secondSet(doc *budget.Document, ids *form.Identities) (f budget.Finding, ok bool) {
	l := &ledger{doc: doc, ids: ids}
	first := map[string]int{}
	var kinds []string
	var again *budget.Table
	for i := range doc.Tables {
		t := &doc.Tables[i]
		required := slices.ContainsFunc(ids.Required, func(k string) bool { return slices.Contains(strings.Split(k, "|"), t.Kind) })
		if !required || l.figures(i) == 0 {
			continue
		}
		k, seen := first[t.Kind]
		if !seen {
			first[t.Kind] = i
			continue
		}
		if slices.Contains(kinds, t.Kind) || l.sameFigures(i, k) && form.Plain(t.Title) == form.Plain(doc.Tables[k].Title) {
			continue
		}
		if kinds = append(kinds, t.Kind); again == nil {
			again = t
		}
	}
	if len(kinds) < twiceOver {
		return f, false
	}
	f = wholeFinding(ids, "two-disclosures", budget.SeverityError, "{title}", again.Title, "{page}", strconv.Itoa(again.Start.Page), "{n}", strconv.Itoa(len(kinds)))
	f.Table, f.Title, f.Span, f.Other = again.Kind, again.Title, again.Start, doc.Tables[first[again.Kind]].Start
	return f, true
}
