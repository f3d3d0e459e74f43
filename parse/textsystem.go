package parse

import (
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"yusuan/parse/budget"
)

// This file sets up the arithmetic of each side of a table, has it solved, and
// gives up the rows that it does not bear out.

// laneSystem is the arithmetic of one side of a table.
type laneSystem struct {
	lane   laneSpec
	rows   []*draftRow // those with amounts, in order
	solver *solver
	unit   int32
	doubt  map[*draftRow]string // why nothing of a row may be used
	dup    map[*draftRow]bool
}

// solve sets the arithmetic of each side up and runs it.
func (t *textTable) solve(x *textReader) {
	decimals := usualDecimals(t.toks[t.body:])
	for _, lane := range t.lanes {
		s := &laneSystem{lane: lane, doubt: make(map[*draftRow]string), dup: make(map[*draftRow]bool)}
		var values []decimal.Decimal
		seen := make(map[string]*draftRow)
		for _, d := range t.rows {
			if len(t.lanes) > 1 && d.lane != lane.name || len(d.amounts) == 0 {
				continue
			}
			if why := t.doubtful(d, lane, x); why != "" {
				t.drop(d, why)
				continue
			}
			s.rows = append(s.rows, d)
			if d.code != "" && !t.has("project") {
				if o := seen[d.code]; o != nil {
					s.dup[o], s.dup[d] = true, true
				}
				seen[d.code] = d
			}
			for _, a := range d.amounts {
				v, _, _ := budget.ParseNumber(a.text)
				values = append(values, v)
				_ = decimals
			}
		}
		unit, ok := smallest(values)
		s.unit = unit
		if !ok || len(lane.columns) == 0 {
			t.systems = append(t.systems, s)
			continue
		}
		s.solver = &solver{columns: len(lane.columns)}
		var paths [][]string
		var cols []budget.Column
		for _, c := range lane.columns {
			paths = append(paths, strings.Split(t.columns[c].Path, "/"))
			cols = append(cols, t.columns[c])
		}
		s.solver.sums = columnSums(paths, cols, x.forms)
		for _, d := range s.rows {
			r := &solveRow{}
			for _, a := range d.amounts {
				v, _, _ := budget.ParseNumber(a.text)
				r.amounts = append(r.amounts, v.Shift(unit).IntPart())
			}
			s.solver.rows = append(s.solver.rows, r)
		}
		s.weighSums()
		s.trees(t, x)
		if t.placed && t.fit != nil {
			t.allow(x, s)
		}
		s.solver.solve()
		s.distrust(t, x)
		t.systems = append(t.systems, s)
	}
	if len(t.lanes) > 1 {
		for _, d := range t.rows {
			if len(d.amounts) > 0 && !slices.ContainsFunc(t.lanes, func(l laneSpec) bool { return l.name == d.lane }) {
				t.drop(d, "on which side of the table the row stands cannot be told")
			}
		}
	}
}

// doubtful says why nothing can be made of a row's amounts.
func (t *textTable) doubtful(d *draftRow, lane laneSpec, x *textReader) string {
	if len(lane.columns) > 0 && len(d.amounts) > len(lane.columns) {
		return "more amounts than the table has columns"
	}
	if len(lane.columns) == 0 && len(t.lanes) <= 1 && t.fit != nil {
		return "the table has no columns of amounts"
	}
	one := len(t.rows) == 1
	if d.label && !one && !strings.HasSuffix(t.match.Kind, "sangong") {
		return "amounts without a label"
	}
	if t.coded && len(t.lanes) <= 1 && d.code == "" && !d.total && d != t.rows[0] && !t.ownRow(d) {
		return "a row without a code in a table of codes"
	}
	for _, a := range d.amounts {
		if leadingZero(a.text) {
			return "a figure with a leading zero: a part of a split one"
		}
	}
	return ""
}

func leadingZero(s string) bool {
	s = strings.TrimPrefix(s, "-")
	return len(s) > 1 && s[0] == '0' && s[1] != '.'
}

// weighSums leaves out a sum of columns that most full rows deny.
func (s *laneSystem) weighSums() {
	var keep []sumColumns
	for _, c := range s.solver.sums {
		yes, no := 0, 0
		for _, r := range s.solver.rows {
			if len(r.amounts) != s.solver.columns {
				continue
			}
			var total int64
			for _, p := range c.parts {
				total += r.amounts[p]
			}
			if near(r.amounts[c.whole], total, slack(len(c.parts))) {
				yes++
			} else {
				no++
			}
		}
		if no < 2 || no <= yes {
			keep = append(keep, c)
		}
	}
	s.solver.sums = keep
}

// trees sets up the sums of rows: classes of their sections and items, totals
// of the classes.
func (s *laneSystem) trees(t *textTable, x *textReader) {
	byCode := make(map[string]int)
	for i, d := range s.rows {
		if d.code != "" {
			if _, ok := byCode[d.code]; !ok {
				byCode[d.code] = i
			}
		}
	}
	children := make(map[int][]int)
	var roots, totals, plain []int
	for i, d := range s.rows {
		switch {
		case d.code != "":
			parent := -1
			for _, n := range []int{5, 3} {
				if len(d.code) > n {
					if p, ok := byCode[d.code[:n]]; ok {
						parent = p
						break
					}
				}
			}
			if parent >= 0 && !t.has("project") {
				children[parent] = append(children[parent], i)
			} else {
				roots = append(roots, i)
			}
		case d.total || t.coded && (t.ownRow(d) || i == 0):
			totals = append(totals, i)
		default:
			plain = append(plain, i)
		}
	}
	for i := range s.rows {
		if len(children[i]) > 0 {
			s.solver.trees = append(s.solver.trees, &sumRows{whole: i, parts: [][]int{children[i]}})
		}
	}
	if len(roots) == 0 {
		roots = plain
	}
	if len(roots) == 0 {
		return
	}
	for n, i := range totals {
		readings := [][]int{roots}
		if n > 0 {
			// A further total: the one before it and the rows between.
			var between []int
			for _, k := range append(slices.Clone(roots), plain...) {
				if k > totals[n-1] && k < i && !slices.Contains(between, k) {
					between = append(between, k)
				}
			}
			readings = append(readings, append([]int{totals[n-1]}, between...))
		}
		s.solver.trees = append(s.solver.trees, &sumRows{whole: i, parts: readings})
	}
}

// distrust gives up rows that show the marks of damaged text and that no sum
// confirms: figures of one row on several lines that do not add up, a stray
// digit beside a figure, a code that does not go with its name where the sums
// of rows fail.
func (s *laneSystem) distrust(t *textTable, x *textReader) {
	failed := make(map[int]bool)
	for _, tr := range s.solver.trees {
		if tr.holds {
			continue
		}
		failed[tr.whole] = true
		for _, ps := range tr.parts {
			for _, p := range ps {
				failed[p] = true
			}
		}
	}
	m := rowMaker{total: x.forms.Total, names: x.namesBeside(t)}
	longest := 0
	for _, d := range s.rows {
		longest = max(longest, len(d.code))
	}
	var keepRows []*draftRow
	var keep []*solveRow
	at := make([]int, len(s.rows))
	for i, d := range s.rows {
		why := ""
		lines := make(map[int]bool)
		for _, a := range d.amounts {
			for _, k := range a.toks {
				lines[t.toks[k].line] = true
			}
		}
		r := s.solver.rows[i]
		switch {
		case d.scrap && !s.verified(i):
			why = "a stray digit beside the figure: it may be split"
		case d.stub && !m.knows(d.code, d.name()):
			why = "a stray digit beside the code: it may be split"
		case r.broken && len(lines) > 1:
			why = "figures on several lines that do not add up"
		case failed[i] && d.code != "" && !t.has("project") && !m.knows(d.code, d.name()):
			why = "the code does not go with the name, and the sums of the rows fail"
		case t.has("project") && d.code != "" && len(d.code) < longest && !m.begins(d.code, d.name()):
			why = "the code is shorter than the others and does not go with the name"
		}
		if why != "" {
			at[i] = -1
			t.drop(d, why)
			continue
		}
		at[i] = len(keepRows)
		keepRows = append(keepRows, d)
		keep = append(keep, r)
	}
	// The sums keep only what is left of them: those that lost a row do not hold.
	var trees []*sumRows
	for _, tr := range s.solver.trees {
		n := &sumRows{whole: at[tr.whole], holds: tr.holds, by: tr.by, dead: tr.dead}
		whole := n.whole >= 0
		for _, ps := range tr.parts {
			var parts []int
			for _, p := range ps {
				whole = whole && at[p] >= 0
				parts = append(parts, at[p])
			}
			n.parts = append(n.parts, parts)
		}
		if whole {
			trees = append(trees, n)
		}
	}
	s.rows, s.solver.rows, s.solver.trees = keepRows, keep, trees
}

// verified reports whether arithmetic vouches for a row: its own sum holds, or
// one of the sums of rows it is in.
func (s *laneSystem) verified(i int) bool {
	if s.solver == nil {
		return false
	}
	r := s.solver.rows[i]
	if r.checked && !r.broken {
		return true
	}
	return slices.ContainsFunc(s.solver.trees, func(tr *sumRows) bool { return tr.covers(i) })
}
