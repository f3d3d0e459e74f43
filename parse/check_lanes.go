package parse

import (
	"slices"
	"strings"

	"yusuan/parse/form"
)

// Rows by ordinal and name: the two sides of a summary.

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
		headTree, tailTree := nest(head, false, printed), nest(tail, true, printed)
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
// the row before). Balances says that the rows come after the year's own sum,
// where fund rows without ordinals are the parts of the balance above them. Only
// rows that print figures can make the reading doubtful.
func nest(rows []*line, balances bool, printed func(*line) bool) tree {
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
		case balances && isFund && len(stack) > 0 && carries(stack[0].line):
			stack = stack[:1]
		case ln.level == 0 && underCurrent(stack) && !carries(ln) && ln.label != "grand" && ln.label != "current":
			stack = stack[:1]
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

// underCurrent reports whether the open rows begin with a numbered sum of the
// year (一、本年收入): rows without ordinals below it are its items.
func underCurrent(stack []*node) bool {
	return len(stack) > 0 && stack[0].line.label == "current" && stack[0].line.level > 0
}

// carries reports whether a row is a balance brought or carried forward; rows
// with ordinals below it are its parts.
func carries(ln *line) bool { return ln.label == "carry_in" || ln.label == "carry_out" }
