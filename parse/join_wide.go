package parse

import (
	"math"
	"slices"

	"yusuan/parse/form"
)

// Tables too wide for a page go on to the right on the pages that follow: the
// same rows, other columns, with the row labels printed again or without them.

// wider reports whether a grid without a title of its own, or with the title
// of the table, may hold further columns of the rows of one of its grids.
func (s *draft) wider(r *Region) bool {
	last := s.last()
	if s.kind == "unknown" || recordKind(s.kind) == "performance" || r.Grid.Page != last.Grid.Page+1 {
		return false
	}
	if r.Title != "" && r.Title != s.first().Title {
		return false
	}
	return slices.ContainsFunc(s.parts, func(p part) bool {
		return sameHeights(p.region.Grid, r.Grid) || sameLabels(p.region.Grid, r.Grid)
	})
}

// sameHeights reports whether two grids have rows of the same heights: a sheet
// cut between columns keeps them.
func sameHeights(a, b *Grid) bool {
	if len(a.Y) != len(b.Y) || len(a.Y) < 4 {
		return false
	}
	for i := range a.Y {
		if math.Abs(a.Y[i]-a.Y[0]-b.Y[i]+b.Y[0]) > snapPt {
			return false
		}
	}
	return true
}

// sameLabels reports whether the first column of two grids prints the same
// texts, figures aside, or the same codes below headings that may be cut otherwise.
func sameLabels(a, b *Grid) bool {
	x, y := a.firstTexts(), b.firstTexts()
	if slices.Equal(x, y) {
		return len(x) >= 3
	}
	noCode := func(t string) bool { return !codeText.MatchString(t) }
	x, y = slices.DeleteFunc(x, noCode), slices.DeleteFunc(y, noCode)
	return len(x) >= 3 && slices.Equal(x, y)
}

func (g *Grid) firstTexts() []string {
	var out []string
	for r := 0; r < g.NumRows(); r++ {
		if cell := g.At(r, 0); cell.Row == r {
			if t := cell.Text(); t != "" {
				if isAmount(t) && !codeText.MatchString(t) {
					return nil
				}
				out = append(out, t)
			}
		}
	}
	return out
}

// headedAnew reports whether a grid begins with headings of its own where the
// table has figures: it does not go on with the table's rows.
func (s *draft) headedAnew(g *Grid, placed []int) bool {
	texts := 0
	for i := range s.head.cols {
		c := &s.head.cols[i]
		if c.Role != "measure" || c.from >= len(placed) {
			continue
		}
		if t := g.At(0, placed[c.from]).Text(); t != "" && !isAmount(t) {
			texts++
		}
	}
	return texts > 1
}

// widen adds the columns of another draft, further to the right on later
// pages, to the table. It reports false where rows are missing, labels are not
// the same, or a figure that both print is not.
func (s *draft) widen(o *draft) bool {
	beside := s.besideRows(o)
	if beside == nil {
		if beside = s.rowsInOrder(o); beside == nil {
			return false
		}
	}
	var add []int // columns of o
	for i := range o.head.cols {
		c := &o.head.cols[i]
		twin := slices.IndexFunc(s.head.cols, func(x leaf) bool { return x.Role == c.Role && x.Path == c.Path && x.lane == c.lane })
		switch {
		case c.lane != 0:
			return false
		case twin >= 0:
			for k := range s.rows {
				if s.rows[k].cells[twin].tight() != beside[k].cells[i].tight() {
					return false
				}
			}
		case c.Role == "measure":
			add = append(add, i)
		case c.Role != "ignore":
			return false
		}
	}
	for _, i := range add {
		s.head.cols = append(s.head.cols, o.head.cols[i])
		for k := range s.rows {
			s.rows[k].cells = append(s.rows[k].cells, beside[k].cells[i])
		}
	}
	s.parts = append(s.parts, o.parts...)
	return len(add) > 0
}

// besideRows finds for each row of the table the one of another draft that is
// at the same place below the heading, nil where one is missing or one with
// figures is left over.
func (s *draft) besideRows(o *draft) []*rawRow {
	type place struct{ part, row int }
	at := map[place]*rawRow{}
	for k := range o.rows {
		at[place{o.rows[k].part, o.rows[k].row}] = &o.rows[k]
	}
	var out []*rawRow
	for k := range s.rows {
		p := place{s.rows[k].part, s.rows[k].row}
		if at[p] == nil {
			return nil
		}
		out = append(out, at[p])
		delete(at, p)
	}
	for _, left := range at {
		if left.span.Page != 0 {
			return nil
		}
	}
	return out
}

// rowsInOrder are the rows of another draft that prints the codes of as many
// rows again, in their order: its heading may have another number of rows.
func (s *draft) rowsInOrder(o *draft) []*rawRow {
	coded := func(c leaf) bool { return c.Role == "code" }
	if len(s.rows) != len(o.rows) || !slices.ContainsFunc(s.head.cols, coded) || !slices.ContainsFunc(o.head.cols, coded) {
		return nil
	}
	var out []*rawRow
	for k := range o.rows {
		out = append(out, &o.rows[k])
	}
	return out
}

// joinWide puts drafts that hold further columns of the one before into it.
// One that turns out not to is read again as a table of its own.
func joinWide(drafts []*draft, forms *form.Catalog) []*draft {
	var out []*draft
	for _, s := range drafts {
		if s.widens && len(out) > 0 {
			if out[len(out)-1].widen(s) {
				continue
			}
			s = s.alone(forms)
		}
		out = append(out, s)
	}
	return out
}

// alone reads a draft again without what it took from the table before.
func (s *draft) alone(forms *form.Catalog) *draft {
	t := newDraft(s.first(), forms, s.phase)
	for _, p := range s.parts[1:] {
		t.continues(p.region, forms)
	}
	t.readRows()
	return t
}
