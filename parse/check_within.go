package parse

import (
	"slices"
	"strings"

	"yusuan/parse/budget"
	"yusuan/parse/form"
)

// within builds the equations of one identity inside one table.
func (l *ledger) within(id *form.Identity, s *sheet) []*equation {
	switch id.Rule {
	case form.RuleHierarchy:
		return l.hierarchy(id, s)
	case form.RuleColumns:
		return l.columns(id, s)
	case form.RuleRows:
		return l.rowsSum(id, s)
	case form.RuleLanes:
		return l.laneSums(id, s)
	case form.RuleFunds:
		return l.funds(id, s)
	case form.RuleClasses:
		return l.classes(id, s)
	}
	return nil
}

// sum appends the equation whole = Σ parts in one measure. Reasons make it soft.
func (l *ledger) sum(eqs []*equation, id *form.Identity, s *sheet, measure string, whole *line, parts []*line, reason string) []*equation {
	c, ok := s.cellAt(whole, measure)
	if !ok || len(parts) == 0 {
		return eqs
	}
	e := &equation{id: id, left: plus(c), soft: reason != "", maybe: reason}
	for _, p := range parts {
		if pc, ok := s.cellAt(p, measure); ok {
			e.right = append(e.right, addend{cell: pc})
		}
	}
	if len(e.right) == 0 {
		return eqs
	}
	return append(eqs, e)
}

// columns: within a row one measure is the sum of others that have a column.
func (l *ledger) columns(id *form.Identity, s *sheet) []*equation {
	var eqs []*equation
	add := func(lane string, at func(measure string) *line) {
		for _, suf := range append([]string{""}, id.Suffixes...) {
			if e := l.columnsOf(id, s, lane, at, suf); e != nil {
				eqs = append(eqs, e)
			}
		}
	}
	if s.itemised() {
		add("", l.itemLine(s))
		return eqs
	}
	for _, ln := range s.lines {
		add(ln.lane, func(string) *line { return ln })
	}
	return eqs
}

// itemised reports whether the rows of a sheet say what its figures are, as in
// “三公” tables that print one item a row: the sheet then counts as one row.
func (s *sheet) itemised() bool {
	of := map[string]bool{}
	for _, c := range s.table.Columns {
		of[c.Measure] = true
	}
	return slices.ContainsFunc(s.lines, func(ln *line) bool {
		for m := range ln.cell {
			if !of[m] {
				return true
			}
		}
		return false
	})
}

// itemLine finds the line that prints a measure: the first with a figure, else
// the first with a cell of it.
func (l *ledger) itemLine(s *sheet) func(measure string) *line {
	return func(measure string) *line {
		found := s.lines[0]
		for i := len(s.lines) - 1; i >= 0; i-- {
			ln := s.lines[i]
			if ln.unread[measure] != nil {
				return ln
			}
			at, ok := ln.cell[measure]
			if _, have := found.cell[measure]; ok && (!have || l.doc.Facts[at].HasAmount() || !l.doc.Facts[found.cell[measure]].HasAmount()) {
				found = ln
			}
		}
		return found
	}
}

func (l *ledger) columnsOf(id *form.Identity, s *sheet, lane string, at func(measure string) *line, suffix string) *equation {
	has := func(m string) bool { return s.has[lane+"/"+m+suffix] }
	for _, need := range id.Need {
		if !slices.ContainsFunc(strings.Split(need, "|"), has) {
			return nil
		}
	}
	if slices.ContainsFunc(id.Without, has) {
		return nil
	}
	e := &equation{id: id}
	if !has(id.Total) {
		return nil
	}
	c, _ := s.cellAt(at(id.Total+suffix), id.Total+suffix)
	e.left = plus(c)
	for _, part := range id.Parts {
		part, minus := strings.CutPrefix(part, "-")
		group, members, grouped := strings.Cut(part, ">")
		take := []string{group}
		if grouped && !has(group) {
			take = strings.Split(members, ",")
		}
		for _, m := range take {
			if !has(m) || m == id.Total {
				continue
			}
			c, _ := s.cellAt(at(m+suffix), m+suffix)
			e.right = append(e.right, addend{cell: c, minus: minus})
		}
	}
	if len(e.right) == 0 {
		return nil
	}
	return e
}

// rowsSum: in a table without a hierarchy of codes the total row is the sum of
// the others. Groups (小计 rows, or rows that name the group they stand in)
// are summed first.
func (l *ledger) rowsSum(id *form.Identity, s *sheet) []*equation {
	var eqs []*equation
	for _, lane := range s.lanes() {
		rows := s.lane(lane)
		if slices.ContainsFunc(rows, func(ln *line) bool { return ln.code != "" }) {
			continue
		}
		var totals, items, subtotals []*line
		groups := map[*line][]*line{}
		var group *line
		loose := ""
		for _, ln := range rows {
			switch {
			case ln.label == "current" && !strings.Contains(ln.key, "总") || ln.unitTotal():
				group = ln
				subtotals = append(subtotals, ln)
			case ln.total || ln.label == "grand":
				totals = append(totals, ln)
				group = nil
			case group != nil && (group.parent == "" || group.parent == ln.parent):
				groups[group] = append(groups[group], ln)
				if group.parent == "" {
					loose = "the table does not print which rows a subtotal covers"
				}
			default:
				items = append(items, ln)
				if ln.parent != "" {
					loose = "the rows stand in groups without a subtotal"
				}
			}
		}
		for _, m := range s.measures(lane) {
			start := len(eqs)
			for _, t := range totals {
				eqs = l.sum(eqs, id, s, m, t, append(slices.Clone(subtotals), items...), loose)
			}
			middle := len(eqs)
			for _, t := range subtotals {
				eqs = l.sum(eqs, id, s, m, t, groups[t], loose)
			}
			if loose != "" {
				l.confirm(eqs[start:middle], eqs[middle:])
			}
		}
	}
	return eqs
}

// unitTotal reports whether a row sums the rows of one unit and bears its name.
func (ln *line) unitTotal() bool {
	return ln.total && ln.label == "" && ln.code == "" && !strings.HasSuffix(ln.key, "计")
}

// confirm makes a reading of groups firm: where the subtotals add up to the
// total, no row stands outside the groups, so each must be the sum of its rows;
// where each is, the total must be the sum of them all.
func (l *ledger) confirm(whole, groups []*equation) {
	closed := func(eqs []*equation) bool {
		return len(eqs) > 0 && !slices.ContainsFunc(eqs, func(e *equation) bool {
			l.evaluate(e)
			return e.outcome != budget.Holds && !e.trivial
		})
	}
	if closed(whole) || closed(groups) {
		for _, e := range slices.Concat(whole, groups) {
			e.soft = false
		}
	}
}

// classes: a labelled total row is the sum of some economic classes.
func (l *ledger) classes(id *form.Identity, s *sheet) []*equation {
	var eqs []*equation
	var parts []*line
	for _, ln := range s.lines {
		if slices.Contains(id.Classes, ln.code) {
			parts = append(parts, ln)
		}
	}
	for _, ln := range s.lines {
		if ln.label != id.Label {
			continue
		}
		for _, m := range s.measures(ln.lane) {
			eqs = l.sum(eqs, id, s, m, ln, parts, "")
		}
	}
	return eqs
}

// funds: the rows of one fund on the revenue side, the year's and those
// brought forward, equal the fund's column in the total row of the other side.
func (l *ledger) funds(id *form.Identity, s *sheet) []*equation {
	var eqs []*equation
	carried := slices.ContainsFunc(s.lane("revenue"), func(ln *line) bool {
		c, ok := s.cellAt(ln, "total")
		return ok && ln.label == "carry_in" && l.valued(c)
	})
	byFund := false
	for _, fund := range []string{"general_public", "government_fund", "state_capital"} {
		e := &equation{id: id}
		inTail := false
		for _, ln := range s.lane("revenue") {
			if ln.label == "carry_in" || ln.label == "current" {
				inTail = true
			}
			if ln.label != fund {
				continue
			}
			if c, ok := s.cellAt(ln, "total"); ok {
				e.right = append(e.right, addend{cell: c})
				byFund = byFund || inTail && l.valued(c)
			}
		}
		for _, ln := range l.labelled(s, "expenditure", "grand") {
			if c, ok := s.cellAt(ln, fund); ok && len(e.right) > 0 {
				one := *e
				one.left = plus(c)
				eqs = append(eqs, &one)
			}
		}
	}
	for _, e := range eqs {
		if carried && !byFund {
			e.soft, e.maybe = true, "what is brought forward is not divided by fund"
		}
	}
	return eqs
}

// labelled gives the rows of a lane that carry a label; where a side of a
// summary prints two kinds of total, 合计 before 总计, the last is the grand
// one and the one before it the year's own.
func (l *ledger) labelled(s *sheet, lane, label string) []*line {
	var grand, current, units, named []*line
	for _, ln := range s.lane(lane) {
		switch {
		case ln.label == "grand":
			grand = append(grand, ln)
		case ln.label == "current" && (ln.level == 0 || lane == ""):
			current = append(current, ln)
		case ln.total && ln.label == "" && ln.code == "":
			units = append(units, ln)
		}
		if ln.label == label {
			named = append(named, ln)
		}
	}
	side := lane != ""
	switch label {
	case "grand":
		switch {
		case len(grand) > 1 && side:
			return grand[len(grand)-1:]
		case len(grand) > 0:
			return grand[:1]
		case !side && len(current) == 1:
			return current
		case !side && len(units) == 1:
			return units
		}
		return nil
	case "current":
		if len(current) == 1 {
			return current
		}
		if len(current) == 0 && len(grand) == 2 && side {
			return grand[:1]
		}
		return nil
	}
	return named
}
