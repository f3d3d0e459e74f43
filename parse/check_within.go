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

// A node is a coded row with the rows that stand below it by code.
type node struct {
	line     *line
	children []*node
	soft     string // why the children may not be all of it
}

// A block is a run of coded rows, each code once above its own items, with the
// total rows that sum it: the whole table, or the part of one member unit.
type block struct {
	heads []*line
	tops  []*node
	all   []*node
	bad   string // why the rows make no tree
}

// blocks lays the coded rows of a lane out as trees. Parents are found by code,
// not by position: the nearest printed code that begins a row's code. In a
// table of several units each unit's rows are a block of their own; grand are
// the rows that sum the units.
func (l *ledger) blocks(lines []*line) (blocks []*block, grand []*line) {
	cur := &block{}
	var coded []*line
	seen := map[string]bool{}
	repeats := false
	for _, ln := range lines {
		if ln.code == "" {
			continue
		}
		if seen[ln.code] && len(ln.code) <= classDigits {
			repeats = true
		}
		seen[ln.code] = true
		coded = append(coded, ln)
	}
	if !repeats {
		for _, ln := range lines {
			if ln.code == "" && l.sums(ln) {
				cur.heads = append(cur.heads, ln)
			}
		}
		cur.grow(coded)
		return []*block{cur}, nil
	}
	// A class printed twice: the rows are grouped by unit, each group under
	// the unit's own row.
	var run []*line
	flush := func() {
		if len(run) > 0 {
			cur.grow(run)
			blocks = append(blocks, cur)
		} else {
			grand = append(grand, cur.heads...)
		}
		cur, run = &block{}, nil
	}
	for _, ln := range lines {
		switch {
		case ln.code != "":
			run = append(run, ln)
		case l.sums(ln):
			flush()
			cur.heads = append(cur.heads, ln)
		}
	}
	flush()
	if len(blocks) > 1 && len(blocks[0].heads) == 0 {
		for _, b := range blocks {
			b.bad = "a class is printed twice and nothing tells the groups apart"
		}
	}
	return blocks, grand
}

// sums reports whether an uncoded row is the sum of the coded ones.
func (l *ledger) sums(ln *line) bool {
	return ln.label == "grand" || ln.label == "current" || ln.total && (ln.label == "" || !strings.HasSuffix(ln.label, "_total"))
}

const classDigits = 3 // 类; 款 have five digits, 项 seven

// grow makes the trees of rows whose codes are given in any order.
func (b *block) grow(coded []*line) {
	first := map[string]*node{}
	times := map[string]int{}
	for _, ln := range coded {
		n := &node{line: ln}
		b.all = append(b.all, n)
		if first[ln.code] == nil {
			first[ln.code] = n
		}
		times[ln.code]++
	}
	for _, n := range b.all {
		var up *node
		for i := len(n.line.code) - 1; i > 0; i-- {
			if p := first[n.line.code[:i]]; p != nil {
				up = p
				break
			}
		}
		if up == nil {
			b.tops = append(b.tops, n)
		} else {
			up.children = append(up.children, n)
		}
	}
	for _, n := range b.all {
		if len(n.children) > 0 && times[n.line.code] > 1 {
			b.bad = "code " + n.line.code + " is printed twice above other rows"
		}
	}
}

// hierarchy: totals and classes equal the sum of what stands below them, in
// each measure of each lane.
func (l *ledger) hierarchy(id *form.Identity, s *sheet) []*equation {
	var eqs []*equation
	lanes := s.lanes()
	measures := map[string]bool{}
	for _, lane := range lanes {
		for _, m := range s.measures(lane) {
			measures[m] = true
		}
	}
	// Economic classes printed in lanes side by side are one list.
	blocks, grand := l.blocks(s.lines)
	for _, m := range sorted(measures) {
		var heads []*line
		for _, b := range blocks {
			if len(b.all) == 0 {
				continue
			}
			for _, head := range b.heads {
				eqs = l.sum(eqs, id, s, m, head, lines(b.tops), b.bad)
			}
			for _, n := range b.all {
				if len(n.children) > 0 {
					eqs = l.sum(eqs, id, s, m, n.line, lines(n.children), b.bad)
				}
			}
			if len(b.heads) > 0 {
				heads = append(heads, b.heads[0])
			}
		}
		for _, g := range grand {
			eqs = l.sum(eqs, id, s, m, g, heads, "")
		}
	}
	return eqs
}

func lines(nodes []*node) []*line {
	out := make([]*line, len(nodes))
	for i, n := range nodes {
		out[i] = n.line
	}
	return out
}

func sorted(set map[string]bool) []string {
	out := make([]string, 0, len(set))
	for k := range set {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
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
	suffixes := append([]string{""}, id.Suffixes...)
	for _, ln := range s.lines {
		for _, suf := range suffixes {
			if e := l.columnsOf(id, s, ln, suf); e != nil {
				eqs = append(eqs, e)
			}
		}
	}
	return eqs
}

func (l *ledger) columnsOf(id *form.Identity, s *sheet, ln *line, suffix string) *equation {
	has := func(m string) bool { return s.has[ln.lane+"/"+m+suffix] }
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
	c, _ := s.cellAt(ln, id.Total+suffix)
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
			c, _ := s.cellAt(ln, m+suffix)
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
			case ln.label == "current" && !strings.Contains(ln.key, "总"):
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

// openNesting is why a side of a summary that does not close is unknown.
const openNesting = "the rows have no ordinals that tell what belongs to what"

// laneSums: on each side of a summary the year's own sum is that of its items,
// the total that of the year's sum and the carry-overs, and a row that is
// followed by rows of the next level is the sum of those.
func (l *ledger) laneSums(id *form.Identity, s *sheet) []*equation {
	var eqs []*equation
	for _, lane := range s.lanes() {
		if lane == "" {
			continue
		}
		rows := s.lane(lane)
		grand, current := one(l.labelled(s, lane, "grand")), one(l.labelled(s, lane, "current"))
		var head, tail []*line
		for _, ln := range rows {
			switch {
			case ln == grand || ln == current:
			case current != nil && ln.n > current.n || current == nil && grand != nil && ln.n > grand.n:
				if grand == nil || ln.n < grand.n {
					tail = append(tail, ln)
				}
			default:
				head = append(head, ln)
			}
		}
		printed := func(ln *line) bool {
			for m := range ln.cell {
				if c, _ := s.cellAt(ln, m); l.valued(c) {
					return true
				}
			}
			return false
		}
		headTree, tailTree := nest(head, printed), nest(tail, printed)
		for _, m := range s.measures(lane) {
			for _, t := range []tree{headTree, tailTree} {
				for _, n := range t.all {
					if len(n.children) > 0 {
						eqs = l.sum(eqs, id, s, m, n.line, lines(n.children), n.soft)
					}
				}
			}
			tops := lines(headTree.tops)
			switch {
			case current != nil:
				eqs = l.sum(eqs, id, s, m, current, tops, headTree.soft)
				if grand != nil {
					eqs = l.sum(eqs, id, s, m, grand, append([]*line{current}, lines(tailTree.tops)...), tailTree.soft)
				}
			case grand != nil:
				eqs = l.sum(eqs, id, s, m, grand, tops, headTree.soft)
			case lane == "expenditure" || lane == "use":
				// Spending by function and by use share one total.
				other := map[string]string{"expenditure": "use", "use": "expenditure"}[lane]
				whole := one(l.labelled(s, other, "current"))
				if whole == nil {
					whole = one(l.labelled(s, other, "grand"))
				}
				if whole != nil {
					eqs = l.sum(eqs, id, s, m, whole, tops, headTree.soft)
				}
			}
		}
	}
	return eqs
}

func one(lines []*line) *line {
	if len(lines) != 1 {
		return nil
	}
	return lines[0]
}

// A tree is one side of a summary: its rows by what stands below what.
type tree struct {
	tops, all []*node
	soft      string // why the tops may not be what the total adds
}

// nest finds which rows stand below which: by ordinals (一、 above （一） above
// 1.), by code, and by what the names say (fund rows below 财政拨款, 其中 below
// the row before). Only rows that print figures can make the reading doubtful.
func nest(rows []*line, printed func(*line) bool) tree {
	var t tree
	ordinal := slices.ContainsFunc(rows, func(ln *line) bool { return ln.level > 0 })
	var stack []*node // open rows, outermost first
	top := func() *node {
		if len(stack) == 0 {
			return nil
		}
		return stack[len(stack)-1]
	}
	pop := func() { stack = stack[:len(stack)-1] }
	minor := func(ln *line) bool { return ln.part || ln.label == "of_which" }
	var fiscal *node
	for _, ln := range rows {
		n := &node{line: ln}
		t.all = append(t.all, n)
		isFund := ln.label == "general_public" || ln.label == "government_fund" || ln.label == "state_capital"
		doubtful := ln.label == "" || ln.label == "current" || ln.label == "grand"
		switch {
		case minor(ln):
			if o := top(); o != nil && minor(o.line) {
				pop()
			}
			if o := top(); o != nil {
				o.soft = "not all parts need be printed"
			}
		case ln.level > 0:
			for o := top(); o != nil && (o.line.level >= ln.level || o.line.level == 0 && !carries(o.line)); o = top() {
				pop()
			}
		case ln.code != "":
			for o := top(); o != nil && (o.line.code == "" || !strings.HasPrefix(ln.code, o.line.code)); o = top() {
				pop()
			}
		case isFund && fiscal != nil:
			stack = []*node{fiscal}
		default:
			stack = nil
			if doubtful && printed(ln) {
				t.soft = openNesting
			}
		}
		if up := top(); up != nil {
			up.children = append(up.children, n)
		} else {
			t.tops = append(t.tops, n)
		}
		switch {
		case isFund && fiscal != nil && top() == fiscal:
		case ln.label == "fiscal" && !ordinal:
			fiscal = n
		default:
			fiscal = nil
		}
		if fiscal == nil || n == fiscal {
			stack = append(stack, n)
		}
	}
	return t
}

// carries reports whether a row is a balance brought or carried forward; rows
// with ordinals below it are its parts.
func carries(ln *line) bool { return ln.label == "carry_in" || ln.label == "carry_out" }
