package parse

import (
	"slices"
	"strings"

	"yusuan/parse/budget"
	"yusuan/parse/form"
)

// found is what a place resolves to.
type found struct {
	cells    []cell
	absent   bool // the place is absent
	empty    bool // its table is there and prints no figures: it counts as zero
	optional bool // its table is not there: perhaps zero
}

// between builds the equations of one identity between places of the document.
func (l *ledger) between(id *form.Identity) []*equation {
	measures := id.Measures
	if len(measures) == 0 {
		measures = []string{""}
	}
	if !l.applies(id) {
		return nil
	}
	var eqs []*equation
	for _, m := range measures {
		left, right := readSide(id.Left, m), readSide(id.Right, m)
		if slices.ContainsFunc(left, func(alts []form.Place) bool { return perRow(alts[0]) }) {
			eqs = append(eqs, l.each(id, left, right)...)
			continue
		}
		if e := l.equal(id, left, right); e != nil {
			eqs = append(eqs, e)
		}
	}
	return eqs
}

// readSide reads the places of one side, alternatives together; "*" stands for
// the measure.
func readSide(terms []string, measure string) [][]form.Place {
	var out [][]form.Place
	for _, term := range terms {
		var alts []form.Place
		for alt := range strings.SplitSeq(term, "|") {
			p, err := form.ParsePlace(strings.ReplaceAll(alt, "*", measure))
			if err == nil { // the loader has refused the others
				alts = append(alts, p)
			}
		}
		out = append(out, alts)
	}
	return out
}

// applies reports whether the conditions of an identity are met: each pair of
// places is printed and equal.
func (l *ledger) applies(id *form.Identity) bool {
	for _, pair := range id.IfEqual {
		if len(pair) != 2 {
			return false
		}
		e := l.equal(id, readSide(pair[:1], ""), readSide(pair[1:], ""))
		if e == nil {
			return false
		}
		l.evaluate(e)
		if _, far := l.wanApart(e); far && e.outcome == budget.Fails {
			continue // but for the unit of one table they print the same
		}
		if e.outcome != budget.Holds || e.trivial {
			return false
		}
	}
	return true
}

// equal builds one equation from two sides of single places. Of alternatives
// the ones that close are taken; where none closes, the first that are printed.
func (l *ledger) equal(id *form.Identity, left, right [][]form.Place) *equation {
	var best *equation
	var walk func(side int, terms [][]form.Place, e equation)
	walk = func(side int, terms [][]form.Place, e equation) {
		if len(terms) == 0 {
			if side == 0 {
				walk(1, right, e)
				return
			}
			if len(e.left) == 0 || len(e.right) == 0 && !e.empty {
				return
			}
			one := e
			l.evaluate(&one)
			if best == nil || best.outcome != budget.Holds && one.outcome == budget.Holds || best.outcome == budget.Unknown && one.outcome == budget.Fails {
				best = &one
			}
			return
		}
		for _, p := range terms[0] {
			for _, f := range l.resolve(p) {
				if f.absent && !f.empty && !f.optional {
					continue
				}
				next := e
				next.empty = next.empty || f.empty
				if f.optional {
					next.soft, next.maybe = true, "a table of the sum is not there"
				}
				if side == 0 {
					next.left = append(slices.Clone(e.left), plus(f.cells...)...)
				} else {
					next.right = append(slices.Clone(e.right), plus(f.cells...)...)
				}
				walk(side, terms[1:], next)
			}
		}
	}
	walk(0, left, equation{id: id})
	return best
}

// perRow reports whether a place stands for every row two tables share, or for
// every class among them.
func perRow(p form.Place) bool { return p.Row == "each" || p.Row == "class" }

// sheetsOf gives the tables of a kind that print figures, those left out that
// are but a part of one, and whether there is one of the kind that is declared
// empty.
func (l *ledger) sheetsOf(kind string) (full []*sheet, empty bool) {
	for _, s := range l.sheets {
		if s.table.Kind != kind || s.piece {
			continue
		}
		if s.table.Empty || len(s.lines) == 0 {
			empty = true
			continue
		}
		full = append(full, s)
	}
	return full, empty
}

// resolve resolves a place; several tables of one kind are alternatives.
func (l *ledger) resolve(p form.Place) []found {
	full, empty := l.sheetsOf(p.Table)
	var out []found
	for _, s := range full {
		if cells := l.cellsAt(s, p); len(cells) > 0 {
			out = append(out, found{cells: cells})
		}
	}
	if len(out) == 0 {
		out = append(out, found{absent: true, empty: len(full) == 0 && empty, optional: len(full) == 0 && !empty && p.Optional})
	}
	return out
}

// cellsAt gives the cells of a place in one table: one cell, or, for the grand
// total of a table that prints no total row, the cells of its outermost rows.
func (l *ledger) cellsAt(s *sheet, p form.Place) []cell {
	pick := func(lines []*line) []cell {
		var out []cell
		for _, ln := range lines {
			if c, ok := s.cellAt(ln, p.Measure); ok {
				out = append(out, c)
			}
		}
		return out
	}
	switch {
	case p.Row == "only":
		if len(s.lines) == 1 {
			return pick(s.lines)
		}
		return pick(l.labelled(s, p.Lane, "grand"))
	case p.Code() != "":
		var at []*line
		for _, ln := range s.lines {
			if ln.code == p.Code() && !misnamed(ln, l.doc.Year) {
				at = append(at, ln)
			}
		}
		if len(at) == 1 {
			return pick(at)
		}
		return nil
	}
	lines := l.labelled(s, p.Lane, p.Row)
	if len(lines) == 0 && p.Lane == "expenditure" {
		lines = l.labelled(s, "use", p.Row)
	}
	if len(lines) == 1 {
		return pick(lines)
	}
	if p.Row == "grand" && p.Lane == "" && len(lines) == 0 {
		if len(s.lines) == 1 {
			return pick(s.lines)
		}
		if blocks, _ := l.blocks(s.lines); len(blocks) == 1 && blocks[0].bad == "" {
			var tops []*line
			for _, n := range blocks[0].tops {
				tops = append(tops, n.line)
			}
			return pick(tops)
		}
	}
	return nil
}

// each builds one equation for every row that the tables share, by code, or by
// name where a side prints no codes.
func (l *ledger) each(id *form.Identity, left, right [][]form.Place) []*equation {
	if len(left) != 1 || len(left[0]) != 1 {
		return nil
	}
	p := left[0][0]
	full, _ := l.sheetsOf(p.Table)
	var eqs []*equation
	for _, s := range full {
		var rows []*line
		for _, ln := range s.lines {
			if p.Row == "class" && len(ln.code) != classDigits {
				continue
			}
			if ln.lane == p.Lane && !ln.total && (ln.label == "" || ln.code != "") {
				rows = append(rows, ln)
			}
		}
		for _, ln := range rows {
			if ln.code != "" && count(rows, func(o *line) bool { return o.code == ln.code }) > 1 {
				continue
			}
			c, ok := s.cellAt(ln, p.Measure)
			if !ok || l.blank(c) {
				continue
			}
			e := &equation{id: id, left: plus(c)}
			matched := true
			for _, alts := range right {
				q := alts[0]
				at, have, open := l.rowLike(ln, q)
				switch {
				case have:
					e.right = append(e.right, addend{cell: at})
				case open:
					e.soft, e.maybe = true, whyOpen
				case !q.Optional:
					matched = false
				}
			}
			if matched && len(e.right) > 0 {
				eqs = append(eqs, e)
			}
		}
	}
	return eqs
}

// rowLike finds the row of a place's table that a row of another table matches.
// Where there is such a row, but not which of its figures it is, the place is
// open.
func (l *ledger) rowLike(ln *line, p form.Place) (at cell, have, open bool) {
	full, _ := l.sheetsOf(p.Table)
	var hits []cell
	for _, s := range full {
		for _, o := range s.lines {
			if o.lane != p.Lane || o.total {
				continue
			}
			if !sameRow(ln, o) {
				continue
			}
			c, ok := s.cellAt(o, p.Measure)
			if ok {
				hits = append(hits, c)
			}
			open = open || c.fact < 0 && o.open
		}
	}
	if len(hits) != 1 {
		return cell{}, false, open
	}
	return hits[0], true, open
}

// sameRow reports whether two rows are about one 科目: the same code, or, where
// one prints none, the name of a class.
func sameRow(a, b *line) bool {
	if a.code != "" && b.code != "" {
		return a.code == b.code
	}
	if a.code == "" && b.code == "" {
		return false
	}
	coded := a
	if b.code != "" {
		coded = b
	}
	return len(coded.code) == classDigits && a.key == b.key && a.key != ""
}

func count(lines []*line, is func(*line) bool) int {
	n := 0
	for _, ln := range lines {
		if is(ln) {
			n++
		}
	}
	return n
}
