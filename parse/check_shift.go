package parse

import (
	"slices"
	"strconv"

	"github.com/shopspring/decimal"

	"yusuan/parse/budget"
	"yusuan/parse/form"
)

const (
	farthestShift = 6 // rows
	fewestShifted = 4 // different figures that stand in the wrong row
)

// A rowShift is a run of rows that print the figures of other rows of their table,
// each so many rows further on, as when rows are taken out beside figures that
// stay.
type rowShift struct {
	first, last cell
	by          int // the figures are those of the row so many below; above, where negative
}

// A wantedFigure is what other tables say that a cell ought to print.
type wantedFigure struct {
	value, tol decimal.Decimal
	fails      bool
}

// shiftedRows finds the tables in which a run of rows is shifted.
func (l *ledger) shiftedRows(eqs []*equation) []*blame {
	want := l.wantedFigures(eqs)
	var out []*blame
	for _, s := range l.sheets {
		if sh := l.longestShift(s, want); sh != nil {
			if b := l.blameShift(s, sh, eqs); len(b.eqs) > 0 {
				out = append(out, b)
			}
		}
	}
	return out
}

// wantedFigures gives what the equations with other tables, row by row, imply for
// the cells that stand alone in them. Cells that two of them want to differ are
// left out.
func (l *ledger) wantedFigures(eqs []*equation) map[int]wantedFigure {
	out := map[int]wantedFigure{}
	torn := map[int]bool{}
	for _, e := range eqs {
		if e.id.Rule != form.RuleEqual || e.outcome == budget.Unknown && e.why != whyMostly || len(e.left) == 0 || len(e.right) == 0 {
			continue
		}
		cells := e.cells()
		for _, a := range cells {
			if a.fact < 0 || a.line.code == "" || slices.ContainsFunc(cells, func(o addend) bool { return o.sheet == a.sheet && o.cell != a.cell }) {
				continue
			}
			v, ok := l.implied(e, a.fact)
			if !ok {
				continue
			}
			if o, twice := out[a.fact]; twice && o.value.Sub(v).Abs().GreaterThan(o.tol.Add(e.tol)) {
				torn[a.fact] = true
			}
			out[a.fact] = wantedFigure{v, e.tol, e.outcome != budget.Holds}
		}
	}
	for f := range torn {
		delete(out, f)
	}
	return out
}

// longestShift is the run of rows of a table that most figures are shifted in.
func (l *ledger) longestShift(s *sheet, want map[int]wantedFigure) *rowShift {
	var best *rowShift
	most := fewestShifted - 1
	for measure := range measuresOf(s) {
		var cells []cell // of the coded rows, in printed order
		for _, ln := range s.lines {
			if at, ok := ln.cell[measure]; ok && ln.code != "" && l.doc.Facts[at].HasAmount() {
				cells = append(cells, cell{sheet: s, line: ln, measure: measure, fact: at})
			}
		}
		for by := -farthestShift; by <= farthestShift; by++ {
			if from, to, n := l.shiftedRun(cells, by, want); by != 0 && n > most {
				most, best = n, &rowShift{first: cells[from], last: cells[to], by: by}
			}
		}
	}
	return best
}

// shiftedRun finds the run of cells whose figures are wanted so many rows away
// that has most different figures in the wrong row.
func (l *ledger) shiftedRun(cells []cell, by int, want map[int]wantedFigure) (from, to, wrong int) {
	for i := 0; i < len(cells); {
		figures := map[string]bool{}
		j := i
		for ; j < len(cells) && j+by >= 0 && j+by < len(cells); j++ {
			there, ok := want[cells[j+by].fact]
			if !ok || l.amount(cells[j]).Sub(there.value).Abs().GreaterThan(there.tol) {
				break
			}
			if here, ok := want[cells[j].fact]; ok && here.fails {
				figures[l.amount(cells[j]).String()] = true
			}
		}
		if len(figures) > wrong {
			from, to, wrong = i, j-1, len(figures)
		}
		i = max(j, i+1)
	}
	return from, to, wrong
}

// measuresOf are the measures of the cells of a table.
func measuresOf(s *sheet) map[string]bool {
	out := map[string]bool{}
	for _, ln := range s.lines {
		for m := range ln.cell {
			out[m] = true
		}
	}
	return out
}

// blameShift makes one cause of all that fails because of a shift.
func (l *ledger) blameShift(s *sheet, sh *rowShift, eqs []*equation) *blame {
	b := &blame{fact: -1, shift: sh}
	for _, ln := range s.lines {
		if ln.n < sh.first.line.n || ln.n > sh.last.line.n || ln.lane != sh.first.line.lane {
			continue
		}
		for _, at := range ln.cell {
			b.facts = append(b.facts, at)
		}
	}
	slices.Sort(b.facts)
	for _, e := range eqs {
		if e.outcome == budget.Fails && !e.id.Advisory && e.id.Rule != form.RuleAtMost && slices.ContainsFunc(e.cells(), func(a addend) bool { return slices.Contains(b.facts, a.fact) }) {
			b.eqs = append(b.eqs, e)
		}
	}
	return b
}

// fill is what the message of a shift says of it.
func (sh *rowShift) fill() []string {
	way, english := "下", "below"
	if sh.by < 0 {
		way, english = "上", "above"
	}
	return []string{"{last}", rowName(sh.last.line), "{way}", way, "{direction}", english, "{rows}", strconv.Itoa(max(sh.by, -sh.by))}
}
