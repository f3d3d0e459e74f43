package parse

import (
	"context"
	"sort"
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
	out := &Read{Unread: stamps(doc.Pages)}
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
	var units []string
	for _, s := range drafts {
		units = append(units, s.unit)
	}
	common := sharedUnit(units)
	for i, s := range drafts {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		t := s.table(forms, family)
		unit := tableUnit{s.unit, common}
		if s.records(out, t, unit.any(), forms) || s.plain(out) {
			continue
		}
		rows := s.repairRows()
		rows = s.dropRemarks(rows, &t, forms)
		s.report(out, &t, forms)
		facts, stated, unread := s.facts(len(out.Tables), unit, rows, forms, engines[s.first().Grid.Page])
		t.Rows = len(rows)
		t.Empty = len(unread)+len(stated) == 0
		for k := range facts {
			if facts[k].Engine = engines[facts[k].Page]; facts[k].Printed == budget.PrintedValue {
				t.Empty = false
			}
		}
		doubts, said := s.doubts(rows, facts, len(out.Facts), forms)
		out.doubts, unread = append(out.doubts, doubts...), append(unread, said...)
		if s.openParts() {
			doubtWraps(rows, forms.Total)
			unread = append(unread, s.labelFigures()...)
			if s.misplaced(rows, unread) || i+1 < len(drafts) && s.goesOn(drafts[i+1]) {
				out.lack(len(out.Tables))
			}
		}
		out.seams = append(out.seams, s.seams(len(out.Tables))...)
		out.Tables = append(out.Tables, t)
		out.Rows = append(out.Rows, rows)
		out.Facts = append(out.Facts, facts...)
		out.Stated = append(out.Stated, stated...)
		out.Unread = append(out.Unread, unread...)
	}
	out.Unread = append(out.Unread, strayRows(rest)...)
	for _, l := range rest {
		out.Prose = append(out.Prose, ProseLine{Text: l.Text, Span: l.Span})
	}
	sort.SliceStable(out.Prose, func(a, b int) bool {
		p, q := &out.Prose[a], &out.Prose[b]
		return p.Page < q.Page || p.Page == q.Page && (p.Y0+p.Y1) < (q.Y0+q.Y1)
	})
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
		if r.headPage != 0 {
			t.Pages = append(t.Pages, r.headPage)
		}
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
func (s *draft) records(out *Read, t budget.Table, unit string, forms *form.Catalog) bool {
	t.Empty = true
	switch {
	case s.kind == "procurement":
		ps, unread := s.purchases(len(out.Tables), unit, forms)
		for i := range ps {
			t.Empty = t.Empty && ps[i].Printed != budget.PrintedValue
		}
		out.Purchases = append(out.Purchases, ps...)
		out.Unread = append(out.Unread, unread...)
		t.Rows = len(ps)
	case recordKind(s.kind) == "performance":
		ts := s.targets(forms)
		out.Targets = append(out.Targets, ts...)
		t.Rows, t.Empty = len(ts), len(ts) == 0
	case s.kind == "member_units":
		us := s.memberUnits(forms)
		out.Units = append(out.Units, us...)
		t.Rows, t.Empty = len(us), len(us) == 0
	default:
		return false
	}
	out.Tables = append(out.Tables, t)
	out.Rows = append(out.Rows, nil)
	return true
}

// plain gives the texts of a grid that is no table of figures, a frame around
// text, to the prose.
func (s *draft) plain(out *Read) bool {
	if s.kind != "unknown" || s.first().Title != "" && len(s.rows) > 0 {
		return false
	}
	for i := range s.parts {
		g := s.parts[i].region.Grid
		for k := range g.Cells {
			for w := range g.Cells[k].Words {
				if valued(&g.Cells[k].Words[w]) {
					return false
				}
			}
		}
	}
	for i := range s.parts {
		g := s.parts[i].region.Grid
		for k := range g.Cells {
			ls := g.Cells[k].textLines()
			for n := range ls {
				out.Prose = append(out.Prose, ProseLine{Text: ls[n].printed(), Span: spanOf(g.Page, ls[n].Box)})
			}
		}
	}
	return true
}

// report says what of a table is not understood: its title, a heading.
func (s *draft) report(out *Read, t *budget.Table, forms *form.Catalog) {
	switch {
	case s.kind == "unknown":
		text := t.Title
		if text == "" {
			text = strings.Join(s.leaves(), " ")
		}
		out.Unread = append(out.Unread, budget.Unread{Kind: "title", Text: text, Why: "no form knows this table", Span: t.Start})
	case len(s.open) > 0:
		out.Unread = append(out.Unread, budget.Unread{Kind: "title", Text: t.Title, Why: "fits " + s.kind + " and " + strings.Join(s.open, ", "), Span: t.Start})
	}
	if s.kind == "unknown" {
		return
	}
	for i := range s.head.cols {
		c := &s.head.cols[i]
		if c.Role == "measure" && c.Measure == "unknown" {
			out.Unread = append(out.Unread, budget.Unread{Kind: "heading", Text: c.Path, Why: "no form knows this heading of " + s.kind, Span: t.Start})
		}
	}
}

// leaves lists the leaf headings.
func (s *draft) leaves() []string {
	var out []string
	for i := range s.head.cols {
		if h := s.head.cols[i].heads; len(h) > 0 {
			out = append(out, h[len(h)-1])
		}
	}
	return out
}

// strayFigures is how many figures a line outside all tables has at least that
// looks like one of their rows.
const strayFigures = 2

// strayRows reports lines that no table holds although they look like rows: not
// running text, and with several figures.
func strayRows(rest []*Line) []budget.Unread {
	var out []budget.Unread
	for _, l := range rest {
		figures := 0
		for k := range l.words {
			if w := &l.words[k]; valued(w) && strings.ContainsAny(w.Text, ".,") {
				figures++
			}
		}
		if figures >= strayFigures && !proseLine(l) && !strings.ContainsRune(l.Text, '，') {
			out = append(out, budget.Unread{Kind: "table", Text: l.Text, Why: "figures outside all tables", Span: l.Span})
		}
	}
	return out
}
