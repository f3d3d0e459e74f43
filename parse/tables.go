package parse

import (
	"context"
	"strings"

	"yusuan/extract"
	"yusuan/parse/budget"
	"yusuan/parse/form"
)

// Tables reads the tables of a document by geometry: it locates their grids,
// cuts them into cells, joins what page ends part, repairs what layout broke,
// and makes facts of the rows. The error is the context's.
func Tables(ctx context.Context, doc *extract.Document, opt Options) (*Read, error) {
	forms := opt.Forms
	if forms == nil {
		forms = form.Builtin()
	}
	regions, rest := Locate(doc.Pages, forms)
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	out := &Read{}
	engines := map[int]string{}
	for _, p := range doc.Pages {
		engines[p.Number] = p.Engine
	}
	drafts := joinRegions(regions, forms, phaseOf(regions))
	var titles [][]form.Match
	for _, s := range drafts {
		titles = append(titles, s.first().Matches)
	}
	family := forms.Family(titles)
	common := commonUnit(drafts)
	for _, s := range drafts {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if s.records(out, forms) {
			continue
		}
		t := s.table(forms, family)
		rows := s.repairRows()
		rows = s.dropRemarks(rows, &t, forms)
		unit := s.unit
		if unit == "" && common != "" {
			unit = common
		}
		facts, unread := s.facts(len(out.Tables), unit, rows, forms, engines[s.first().Grid.Page])
		t.Rows = len(rows)
		t.Empty = true
		for i := range facts {
			if facts[i].Engine = engines[facts[i].Page]; facts[i].Printed == budget.PrintedValue {
				t.Empty = false
			}
		}
		out.Tables = append(out.Tables, t)
		out.Rows = append(out.Rows, rows)
		out.Facts = append(out.Facts, facts...)
		out.Unread = append(out.Unread, unread...)
	}
	for _, l := range rest {
		out.Prose = append(out.Prose, ProseLine{Text: l.Text, Span: l.Span})
	}
	return out, nil
}

// phaseOf is the phase that most titles say.
func phaseOf(regions []*Region) budget.Phase {
	n := map[budget.Phase]int{}
	for _, r := range regions {
		for _, m := range r.Matches {
			n[m.Phase]++
		}
	}
	switch {
	case n[budget.PhaseFinal] > n[budget.PhaseBudget]:
		return budget.PhaseFinal
	case n[budget.PhaseBudget] > 0:
		return budget.PhaseBudget
	}
	return budget.PhaseUnknown
}

// commonUnit is the unit that all tables that print one agree on, "" where
// they do not.
func commonUnit(drafts []*draft) string {
	unit := ""
	for _, s := range drafts {
		if s.unit == "" {
			continue
		}
		if unit != "" && unit != s.unit {
			return ""
		}
		unit = s.unit
	}
	return unit
}

// table makes the record of a table.
func (s *draft) table(forms *form.Catalog, family string) budget.Table {
	first, last := s.first(), s.last()
	t := budget.Table{Kind: s.kind, Title: first.Title, Number: first.Number, Unit: s.unit, Printed: first.Department, Columns: s.columns()}
	for i, id := range s.match.Forms {
		if i == 0 || strings.HasPrefix(id, family+"/") && !strings.HasPrefix(t.Form, family+"/") {
			t.Form = id
		}
	}
	t.Start = spanOf(first.Grid.Page, first.Grid.Box)
	for i := range first.Head {
		if l := &first.Head[i]; tight(l.Text) != "" && l.Page < t.Start.Page || l.Page == t.Start.Page && l.Y0 < t.Start.Y0 && l.Page != 0 {
			t.Start = l.Span
		}
	}
	t.End = spanOf(last.Grid.Page, last.Grid.Box)
	for i := range s.parts {
		r := s.parts[i].region
		if n := len(t.Pages); n == 0 || t.Pages[n-1] != r.Grid.Page {
			t.Pages = append(t.Pages, r.Grid.Page)
		}
		text := ""
		for k := range r.Notes {
			l := &r.Notes[k]
			if k > 0 && forms.Note(l.Text) {
				t.Notes, text = append(t.Notes, text), ""
			}
			text += tight(l.Text)
		}
		if text != "" {
			t.Notes = append(t.Notes, text)
		}
	}
	for _, n := range t.Notes {
		if t.EmptyNote == "" && (forms.EmptyNote(n) || bracketNote(n) && forms.EmptyNote("注："+strings.Trim(n, "()（）"))) {
			t.EmptyNote = n
		}
	}
	return t
}

// dropRemarks takes rows without figures that say something of the table
// (此表为空, 注：…) off the rows and into its notes.
func (s *draft) dropRemarks(rows []Row, t *budget.Table, forms *form.Catalog) []Row {
	out := rows[:0]
	raws := s.rows[:0]
	for i, r := range rows {
		figures := false
		for _, c := range r.Cells {
			figures = figures || c.Raw != ""
		}
		if !figures && r.Code == "" && (forms.EmptyNote(r.Name) || forms.Note(r.Name)) {
			t.Notes = append(t.Notes, r.Name)
			if t.EmptyNote == "" && forms.EmptyNote(r.Name) {
				t.EmptyNote = r.Name
			}
			continue
		}
		if !figures && r.Code == "" && r.Name == "" {
			continue
		}
		r.N = len(out) + 1
		out = append(out, r)
		raws = append(raws, s.rows[i])
	}
	s.rows = raws
	return out
}

// records reads tables that hold no amounts of the budget into records of
// their own.
func (s *draft) records(out *Read, forms *form.Catalog) bool {
	return s.kind == "procurement" || recordKind(s.kind) == "performance" || s.kind == "member_units"
}
