package parse

import (
	"math"
	"regexp"
	"slices"
	"strings"

	"yusuan/parse/budget"
	"yusuan/parse/form"
)

// placeTol is how far boundaries of a continued grid may lie apart, as a share
// of the grid's width.
const placeTol = 0.025

// draft is one table, over all its pages, while it is read.
type draft struct {
	parts []part
	head  heading
	kind  string
	match form.Match
	open  []string // other kinds that fit equally
	phase budget.Phase
	year  int
	unit  string
	rows  []rawRow

	widens bool // its columns are further ones of the table before
}

func (s *draft) first() *Region { return s.parts[0].region }
func (s *draft) last() *Region  { return s.parts[len(s.parts)-1].region }

// Join puts the grids of consecutive pages together that are one table.
func joinRegions(regions []*Region, forms *form.Catalog, phase budget.Phase) []*draft {
	var out []*draft
	for _, r := range joinCutHeads(regions, forms) {
		if n := len(out); n > 0 && out[n-1].continues(r, forms) {
			continue
		}
		s := newDraft(r, forms, phase)
		if n := len(out); n > 0 && out[n-1].wider(r) {
			s = out[n-1].beside(r, forms)
		}
		out = append(out, s)
	}
	for _, s := range out {
		s.readRows()
	}
	return joinWide(out, forms)
}

func newDraft(r *Region, forms *form.Catalog, phase budget.Phase) *draft {
	s := &draft{kind: "unknown", phase: phase, year: r.Year, unit: r.Unit}
	best := -1
	for _, m := range r.Matches {
		ph := m.Phase
		if ph == budget.PhaseUnknown {
			ph = phase
		}
		h := readHeading(r.Grid, forms, m.Kind, m.Scheme, ph, m.Year)
		score := int(m.Sure)
		for i := range h.cols {
			if h.cols[i].known {
				score += 4
			}
		}
		switch {
		case score > best:
			best, s.match, s.kind, s.phase, s.head, s.open = score, m, m.Kind, ph, h, nil
		case score == best:
			s.open = append(s.open, m.Kind)
		}
	}
	if best < 0 {
		s.head = readHeading(r.Grid, forms, "unknown", "", phase, r.Year)
		kinds := forms.ByHeadings(s.leaves())
		if len(kinds) == 0 {
			kinds = forms.ByHeadings(allTexts(r.Grid))
		}
		if len(kinds) > 0 {
			s.kind, s.open = kinds[0], kinds[1:]
			s.head = readHeading(r.Grid, forms, s.kind, "", phase, r.Year)
		}
	}
	s.place(r)
	return s
}

// beside starts a draft of further columns of s on a later page.
func (s *draft) beside(r *Region, forms *form.Catalog) *draft {
	o := &draft{kind: s.kind, match: s.match, phase: s.phase, year: s.year, unit: s.unit, widens: true}
	o.head = readHeading(r.Grid, forms, s.kind, s.match.Scheme, s.phase, s.year)
	o.place(r)
	return o
}

// place begins the draft's parts with the grid its heading was read from.
func (s *draft) place(r *Region) {
	placed := make([]int, r.Grid.NumCols())
	for i := range placed {
		placed[i] = i
	}
	s.parts = []part{{region: r, body: s.head.body, depth: s.head.depth, placed: placed}}
}

// allTexts lists the texts of a grid without figures: in a form of labels the
// headings stand anywhere.
func allTexts(g *Grid) []string {
	var out []string
	for i := range g.Cells {
		if t := g.Cells[i].Text(); t != "" && len([]rune(t)) < maxHeadRunes {
			out = append(out, t)
		}
	}
	return out
}

// continues adds a grid to the table when it goes on with it.
func (s *draft) continues(r *Region, forms *form.Catalog) bool {
	last := s.last()
	if r.Grid.Page > last.Grid.Page+1 || recordKind(s.kind) == "performance" && r.Title != "" {
		return false
	}
	again := r.Title != "" && (r.Title == s.first().Title || len(r.Matches) > 0 && r.Matches[0].Continued)
	if r.Title != "" && !again || r.Broken && !again {
		return false
	}
	if again && r.Department != "" && s.first().Department != "" && r.Department != s.first().Department {
		return false
	}
	rows := s.head.repeated(r.Grid, forms)
	placed, near := placeColumns(s.first().Grid, r.Grid)
	if r.Grid.follows && r.Grid.NumCols() == s.first().Grid.NumCols() {
		near = true
		for i := range placed {
			placed[i] = i
		}
		for i := len(placed); i < r.Grid.NumCols(); i++ {
			placed = append(placed, i)
		}
	}
	if placed == nil || rows == 0 && !near {
		return false
	}
	if rows == 0 && (r.Grid.Page == last.Grid.Page && len(r.Head) > 0 || s.headedAnew(r.Grid, placed)) {
		return false
	}
	if r.Grid.leavesFigures(placed) {
		return false
	}
	p := part{region: r, body: rows, placed: placed}
	s.parts = append(s.parts, p)
	if s.unit == "" {
		s.unit = r.Unit
	}
	return true
}

// leavesFigures reports whether columns of a grid that nothing is placed in hold
// figures, which would be lost.
func (g *Grid) leavesFigures(placed []int) bool {
	return slices.ContainsFunc(g.Cells, func(c GridCell) bool {
		return isFigure(c.Text()) && !slices.ContainsFunc(placed, func(k int) bool { return k >= c.Col && k < c.Col+c.Cols })
	})
}

// placeColumns finds for each column of a table's first grid the column of
// another grid that it continues in: nil when the grids do not fit. Near says
// that the boundaries lie where they lay, not only that there are as many.
func placeColumns(a, b *Grid) (placed []int, near bool) {
	wa, wb := a.X1-a.X0, b.X1-b.X0
	norm := func(g *Grid, x, w float64) float64 { return (x - g.X0) / w }
	subset := true
	for _, x := range b.X {
		best := math.Inf(1)
		for _, y := range a.X {
			best = math.Min(best, math.Abs(norm(b, x, wb)-norm(a, y, wa)))
		}
		if best > placeTol {
			subset = false
		}
	}
	if subset && b.NumCols() <= a.NumCols() && b.NumCols() > 1 {
		for c := 0; c < a.NumCols(); c++ {
			mid := norm(a, (a.X[c]+a.X[c+1])/2, wa)*wb + b.X0
			placed = append(placed, clampPlace(b.X, mid))
		}
		return placed, true
	}
	if a.NumCols() == b.NumCols() {
		for c := 0; c < a.NumCols(); c++ {
			placed = append(placed, c)
		}
		off := 0.0
		for i := range a.X {
			off = math.Max(off, math.Abs(norm(a, a.X[i], wa)-norm(b, b.X[i], wb)))
		}
		return placed, off < 4*placeTol
	}
	// More rules than before: fits where every boundary of the first is there.
	for _, y := range a.X {
		best := math.Inf(1)
		for _, x := range b.X {
			best = math.Min(best, math.Abs(norm(b, x, wb)-norm(a, y, wa)))
		}
		if best > placeTol {
			return nil, false
		}
	}
	for c := 0; c < a.NumCols(); c++ {
		mid := norm(a, (a.X[c]+a.X[c+1])/2, wa)*wb + b.X0
		placed = append(placed, clampPlace(b.X, mid))
	}
	return placed, true
}

// readRows reads the rows of all parts and joins those that a page end cut.
func (s *draft) readRows() {
	for n := range s.parts {
		rows := s.parts[n].rows(n, s.head.cols, s.widens)
		if n == 0 || len(rows) == 0 {
			s.rows = append(s.rows, rows...)
			continue
		}
		seen := map[int]bool{}
		for _, row := range rows {
			if !seen[row.lane] {
				seen[row.lane] = true
				if prev := s.lastOf(row.lane); prev != nil && prev.part == n-1 && prev.last && row.first && s.cutRow(prev, &row) {
					s.glue(prev, &row)
					continue
				}
			}
			s.rows = append(s.rows, row)
		}
	}
}

func (s *draft) lastOf(lane int) *rawRow {
	for i := len(s.rows) - 1; i >= 0; i-- {
		if s.rows[i].lane == lane {
			return &s.rows[i]
		}
	}
	return nil
}

// ordinal begins a row of its own: 一、 1. (1) ①
var ordinal = regexp.MustCompile(`^([一二三四五六七八九十]{1,3}[、.．]|[0-9]{1,3}[、.．)）]|[（(][一二三四五六七八九十0-9]{1,2}[)）]|其中[:：]|[①-⑳])`)

// cutRow reports whether row, the first of its page, is the rest of prev.
func (s *draft) cutRow(prev, row *rawRow) bool {
	prevFigures, rowFigures := false, false
	rest, fragment, full, began := false, true, true, false
	prevCode, rowCode := false, false
	for i := range s.head.cols {
		a, b := &prev.cells[i], &row.cells[i]
		switch s.head.cols[i].Role {
		case "measure":
			prevFigures = prevFigures || !a.empty()
			rowFigures = rowFigures || !b.empty()
			if !a.empty() && !b.empty() && !halves(a, b) {
				return false
			}
		case "code":
			prevCode, rowCode = prevCode || !a.empty(), rowCode || !b.empty()
			if b.empty() || b.over {
				continue
			}
			if a.empty() || !halfCode(a.tight(), b.tight()) {
				return false
			}
			began = true
		default:
			if b.empty() {
				began = began || !a.empty()
				continue
			}
			rest = true
			t := b.tight()
			full = full && a.full
			if a.empty() || ordinal.MatchString(t) || codeText.MatchString(t) {
				fragment = false
			}
			began = began || !a.empty()
		}
	}
	if !began {
		return false
	}
	bare := prevCode && prevFigures && !rowCode && !rowFigures // a name alone, below a whole row
	switch {
	case rest:
		return fragment && (full || bare)
	default:
		return rowFigures
	}
}

// halves reports whether two texts are the parts of one split figure.
func halves(a, b *drawnText) bool {
	x, y := a.tight(), b.tight()
	return isAmount(x+y) && (!isAmount(x) || !isAmount(y) || a.full)
}

func halfCode(a, b string) bool {
	n := len(a) + len(b)
	return codeText.MatchString(a+b) && (n == 3 || n == 5 || n == 7)
}

func (s *draft) glue(prev, row *rawRow) {
	for i := range prev.cells {
		a, b := &prev.cells[i], row.cells[i]
		if b.empty() || b.over && a.tight() == b.tight() {
			continue
		}
		if a.empty() {
			here := a.here
			*a = b
			a.here = here || b.here
			continue
		}
		a.Lines, a.Seen = append(a.Lines, b.Lines...), append(a.Seen, b.Seen...)
		a.full = b.full
	}
}

func recordKind(kind string) string {
	if strings.HasPrefix(kind, "performance") || kind == "project_performance" {
		return "performance"
	}
	return kind
}
