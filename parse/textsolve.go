package parse

import (
	"slices"
	"sort"

	"github.com/shopspring/decimal"
)

// This file decides in which columns the amounts of a row stand when the text
// has lost them. It knows only arithmetic: amounts keep the order of the
// columns; a total column is the sum of its parts; a row is the sum of the
// rows below it. What is the same in every solution is settled, the rest is not.

// Bounds of the search. Past them a sum is left unused: that can only leave
// columns open, never decide one.
const (
	maxPlacements = 512     // ways to place one row's amounts
	maxHalf       = 1 << 15 // partial sums of one half of a sum's addends
)

// sumColumns says that one column is the sum of others, row by row. A blank
// cell counts as nothing.
type sumColumns struct {
	whole int
	parts []int
}

// placement gives the column of each amount of a row, ascending.
type placement []int

// solveRow is one row of a table whose columns are to be found.
type solveRow struct {
	amounts []int64        // in the smallest printed place of the table
	allowed []map[int]bool // per amount, the columns its position allows; nil for any
	options []placement    // what is still possible
	broken  bool           // no placement satisfies the row's own sums
	checked bool           // some sum of columns covers the row and holds
}

// sumRows says that a row is the sum of others in every column. Where several
// readings are possible the first that can hold is used.
type sumRows struct {
	whole int
	parts [][]int
	holds bool // set by solve
	by    int  // the reading that holds
	dead  bool // no reading can hold
}

// covers reports whether the sum holds and row i is in it.
func (t *sumRows) covers(i int) bool {
	return t.holds && (t.whole == i || slices.Contains(t.parts[t.by], i))
}

// solver holds one table.
type solver struct {
	columns int
	sums    []sumColumns
	rows    []*solveRow
	trees   []*sumRows
}

// smallest scales decimals to whole numbers of their common last place. It
// reports false when a figure has too many digits.
func smallest(values []decimal.Decimal) (unit int32, ok bool) {
	for _, v := range values {
		if e := -v.Exponent(); e > unit {
			unit = e
		}
	}
	if unit > 6 {
		return 0, false
	}
	limit := decimal.New(1, 15)
	for _, v := range values {
		if v.Abs().Shift(unit).GreaterThan(limit) {
			return 0, false
		}
	}
	return unit, true
}

// placements lists the ways in which n amounts can stand in the columns in order.
func placements(n, columns int, allowed []map[int]bool) []placement {
	var out []placement
	cur := make(placement, 0, n)
	var rec func(i, from int) bool
	rec = func(i, from int) bool {
		if i == n {
			out = append(out, append(placement(nil), cur...))
			return len(out) <= maxPlacements
		}
		for c := from; c+n-i <= columns; c++ {
			if allowed != nil && allowed[i] != nil && !allowed[i][c] {
				continue
			}
			cur = append(cur, c)
			more := rec(i+1, c+1)
			cur = cur[:len(cur)-1]
			if !more {
				return false
			}
		}
		return true
	}
	if !rec(0, 0) {
		return nil
	}
	return out
}

// vector lays the amounts of a row out over the columns.
func (r *solveRow) vector(p placement, columns int) []int64 {
	v := make([]int64, columns)
	for i, c := range p {
		v[c] = r.amounts[i]
	}
	return v
}

// slack is the rounding that a sum of n printed addends may show, in halves of
// the last printed place: each addend and the whole are off by half at most.
func slack(n int) int64 { return int64(n+1) / 2 }

func near(a, b, tol int64) bool {
	d := a - b
	return d <= tol && -d <= tol
}

// own keeps the placements that satisfy the sums of columns: exactly where
// some do, within rounding otherwise.
func (s *solver) own(r *solveRow) {
	r.options = placements(len(r.amounts), s.columns, r.allowed)
	if len(r.options) == 0 || len(s.sums) == 0 {
		return
	}
	fits := func(p placement, round bool) bool {
		v := r.vector(p, s.columns)
		for _, sum := range s.sums {
			var total int64
			for _, c := range sum.parts {
				total += v[c]
			}
			var tol int64
			if round {
				tol = slack(len(sum.parts))
			}
			if !near(v[sum.whole], total, tol) {
				return false
			}
		}
		return true
	}
	for _, round := range []bool{false, true} {
		var keep []placement
		for _, p := range r.options {
			if fits(p, round) {
				keep = append(keep, p)
			}
		}
		if len(keep) > 0 {
			r.options, r.checked = keep, true
			return
		}
	}
	r.broken = true
}

// solve narrows the options of every row. It is deterministic and ends: every
// round removes an option or is the last.
func (s *solver) solve() {
	for _, r := range s.rows {
		s.own(r)
	}
	s.propagate()
}

// propagate holds the sums of rows against the options until nothing changes.
func (s *solver) propagate() {
	for {
		changed := false
		for _, t := range s.trees {
			if t.dead {
				continue
			}
			ok := false
			for by, parts := range t.parts {
				res, fit := s.support(t.whole, parts)
				if !fit {
					continue
				}
				ok = true
				t.by = by
				for row, keep := range res {
					if len(keep) < len(s.rows[row].options) {
						s.rows[row].options = keep
						changed = true
					}
				}
				break
			}
			if !ok {
				t.dead = true
			}
			t.holds = ok
		}
		if !changed {
			return
		}
	}
}

// support gives, for each row of one sum, the options that take part in some
// way to make the sum come out. It reports false when there is no such way or
// the search would be too long.
func (s *solver) support(whole int, parts []int) (map[int][]placement, bool) {
	rows := append([]int{whole}, parts...)
	for _, r := range rows {
		if len(s.rows[r].options) == 0 {
			return nil, false
		}
	}
	if len(parts) == 0 {
		return nil, false
	}
	for _, tol := range []int64{0, slack(len(parts))} {
		used := make(map[int]map[int]bool)
		for _, r := range rows {
			used[r] = make(map[int]bool)
		}
		any := false
		for wi, wp := range s.rows[whole].options {
			target := s.rows[whole].vector(wp, s.columns)
			fit, complete := s.meet(target, parts, tol, used)
			if !complete {
				return nil, false
			}
			if fit {
				any = true
				used[whole][wi] = true
			}
		}
		if !any {
			continue
		}
		out := make(map[int][]placement)
		for _, r := range rows {
			for i, p := range s.rows[r].options {
				if used[r][i] {
					out[r] = append(out[r], p)
				}
			}
		}
		return out, true
	}
	return nil, false
}

// half is one way to place the rows of one half of a sum.
type half struct {
	sum    []int64
	choice []int // option of each row
}

// meet finds all ways in which the parts add up to target, by halves that meet
// in the middle, and marks the options used. complete is false when the bounds
// were passed.
func (s *solver) meet(target []int64, parts []int, tol int64, used map[int]map[int]bool) (fit, complete bool) {
	positive := true
	for _, r := range parts {
		for _, a := range s.rows[r].amounts {
			positive = positive && a >= 0
		}
	}
	// Rows with one option are taken off first; the others are split in two.
	rest := append([]int64(nil), target...)
	var open []int
	for _, r := range parts {
		if len(s.rows[r].options) == 1 {
			for c, a := range s.rows[r].vector(s.rows[r].options[0], s.columns) {
				rest[c] -= a
			}
			continue
		}
		open = append(open, r)
	}
	sort.SliceStable(open, func(i, j int) bool {
		return len(s.rows[open[i]].options) < len(s.rows[open[j]].options)
	})
	var left, right []int
	for i, r := range open {
		if i%2 == 0 {
			left = append(left, r)
		} else {
			right = append(right, r)
		}
	}
	grow := func(rows []int) ([]half, bool) {
		hs := []half{{sum: make([]int64, s.columns)}}
		for _, r := range rows {
			var next []half
			for oi, p := range s.rows[r].options {
				v := s.rows[r].vector(p, s.columns)
				for _, h := range hs {
					sum := make([]int64, s.columns)
					ok := true
					for c := range sum {
						sum[c] = h.sum[c] + v[c]
						if positive && sum[c] > rest[c]+tol {
							ok = false
							break
						}
					}
					if ok {
						next = append(next, half{sum, append(append([]int(nil), h.choice...), oi)})
					}
				}
				if len(next) > maxHalf {
					return nil, false
				}
			}
			hs = next
		}
		return hs, true
	}
	ls, ok := grow(left)
	if !ok {
		return false, false
	}
	rs, ok := grow(right)
	if !ok {
		return false, false
	}
	// Index the right halves by the column that tells most of them apart, and
	// look around the wanted sum.
	key, most := 0, 0
	for c := range rest {
		seen := make(map[int64]bool)
		for _, h := range rs {
			seen[h.sum[c]] = true
		}
		if len(seen) > most {
			key, most = c, len(seen)
		}
	}
	sort.SliceStable(rs, func(i, j int) bool { return rs[i].sum[key] < rs[j].sum[key] })
	mark := func(rows []int, choice []int) {
		for i, r := range rows {
			used[r][choice[i]] = true
		}
	}
	steps := 0
	for _, l := range ls {
		want := rest[key] - l.sum[key]
		i := sort.Search(len(rs), func(i int) bool { return rs[i].sum[key] >= want-tol })
		hit := false
		for ; i < len(rs) && rs[i].sum[key] <= want+tol; i++ {
			if steps++; steps > 1<<22 {
				return false, false
			}
			ok := true
			for c := range rest {
				if !near(rs[i].sum[c]+l.sum[c], rest[c], tol) {
					ok = false
					break
				}
			}
			if ok {
				hit = true
				mark(right, rs[i].choice)
			}
		}
		if hit {
			fit = true
			mark(left, l.choice)
		}
	}
	if fit {
		for _, r := range parts {
			if len(s.rows[r].options) == 1 {
				used[r][0] = true
			}
		}
	}
	return fit, true
}

// settled gives the column of each amount of a row that is the same in all its
// options, and -1 for the others.
func (r *solveRow) settled() []int {
	out := make([]int, len(r.amounts))
	for i := range out {
		out[i] = -1
		for k, p := range r.options {
			if k == 0 {
				out[i] = p[i]
			} else if out[i] != p[i] {
				out[i] = -1
				break
			}
		}
	}
	return out
}
