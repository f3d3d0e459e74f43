package parse

import (
	"slices"

	"github.com/shopspring/decimal"

	"yusuan/parse/budget"
	"yusuan/parse/form"
)

// A hole is a cell without a figure where one belongs: it prints something that
// is no figure (1,O98.72), or nothing. The sums through it are not settled, so
// that the figures beside it are not accused of what it lacks; what they leave
// for it is said of the hole.

// whyUnread is why an equation with a cell in it that is no figure is not settled.
const whyUnread = "what a part prints is no figure"

// readHoles puts the cells that print no figure into their rows. A row of which
// no figure is read is put between the others.
func (l *ledger) readHoles() {
	for i := range l.doc.Unread {
		u := &l.doc.Unread[i]
		c := u.Cell
		if c == nil || c.Table < 0 || c.Table >= len(l.sheets) || c.Measure == "" || c.Measure == "unknown" {
			continue
		}
		s := l.sheets[c.Table]
		at := slices.IndexFunc(s.lines, func(ln *line) bool { return ln.n == c.Row && ln.lane == c.Lane })
		if at < 0 {
			near := slices.IndexFunc(s.lines, func(ln *line) bool { return ln.n > c.Row })
			if near < 0 {
				near = len(s.lines) - 1
			}
			if near < 0 {
				continue // nothing of the table is read
			}
			ln := &line{n: c.Row, lane: c.Lane, code: c.Code, name: c.Name, parent: c.Parent, total: c.Total, cell: map[string]int{}, first: s.lines[near].first}
			ln.readName(l.ids)
			s.lines = append(s.lines, ln)
			at = len(s.lines) - 1
		}
		ln := s.lines[at]
		if ln.unread == nil {
			ln.unread = map[string]*budget.Unread{}
		}
		ln.unread[c.Measure] = u
		s.has[c.Lane+"/"+c.Measure] = true
	}
}

// unread reports whether a cell prints something that is no figure.
func (a addend) unread() bool { return a.fact < 0 && a.line != nil && a.line.unread[a.measure] != nil }

// same reports whether two cells are one place.
func (c cell) same(o cell) bool {
	return c.sheet == o.sheet && c.line == o.line && c.measure == o.measure
}

// leftFor is the figure that would close an equation in an empty place of it.
func (e *equation) leftFor(c cell) (decimal.Decimal, bool) {
	n, sign := 0, 1
	for side, addends := range [][]addend{e.left, e.right} {
		for _, a := range addends {
			if a.same(c) {
				n++
				if sign = 1; a.minus != (side == 1) {
					sign = -1
				}
			}
		}
	}
	if n != 1 {
		return decimal.Zero, false
	}
	if sign > 0 {
		return e.diff.Neg(), true
	}
	return e.diff, true
}

// A lostFigure is a blank for which two equations leave the same figure.
type lostFigure struct {
	cell
	by     *equation
	should decimal.Decimal
}

// loseFigures finds blanks that lack a figure although blank means zero in
// their table, and sums that are not printed: two equations that do not close
// leave them the same figure, and none closes without it. The equations are not settled then.
func (l *ledger) loseFigures(eqs []*equation) {
	for _, e := range eqs {
		open := e.outcome == budget.Fails || e.outcome == budget.Unknown && e.why == whyNoSum && !e.soft
		if !open || e.blanks == 0 || e.id.Rule == form.RuleAtMost {
			continue
		}
		for _, a := range e.cells() {
			if !l.blank(a.cell) || a.unread() {
				continue
			}
			if all, should := l.lost(e, a.cell, eqs); len(all) > 1 {
				l.losses = append(l.losses, lostFigure{cell: a.cell, by: e, should: should})
				for _, o := range all {
					if o.outcome == budget.Fails {
						o.outcome, o.why, o.slight, o.fine = budget.Unknown, whyBlank, false, false
					}
				}
				break
			}
		}
	}
}

// lost gives the equations that leave a blank of e the same figure as e does,
// none where one closes without it.
func (l *ledger) lost(e *equation, c cell, eqs []*equation) (all []*equation, should decimal.Decimal) {
	should, ok := e.leftFor(c)
	if !ok || should.IsZero() {
		return nil, should
	}
	for _, o := range eqs {
		if o.id.Rule == form.RuleAtMost || !slices.ContainsFunc(o.cells(), func(a addend) bool { return a.same(c) }) {
			continue
		}
		if o.proves() {
			return nil, should
		}
		if v, ok := o.leftFor(c); ok && !o.diff.IsZero() && v.Sub(should).Abs().LessThanOrEqual(e.tol.Add(o.tol)) {
			all = append(all, o)
		}
	}
	return all, should
}
