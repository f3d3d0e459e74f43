package parse

import (
	"maps"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"yusuan/parse/budget"
)

// This file settles columns by what other tables of the document print. The
// sources of money of a 收支 table, blanks included, say which columns of the
// revenue table can be filled; the total of the basic expenditure table says
// what the 基本支出 of the expenditure tables sums to.

// funds are the measures that name sources of money and exclude each other.
var funds = []string{"general_public", "government_fund", "state_capital", "special_account"}

// link narrows the totals of tables by other tables, and their rows by them.
func (x *textReader) link() {
	said := x.saidTotals()
	for round := 0; round < 2; round++ {
		sources := x.sources()
		basic, hasBasic := x.basicTotal()
		for _, t := range x.tables {
			switch {
			case t.match.Kind == "revenue" && len(t.lanes) == 1:
				x.narrow(t, t.systems, exactly(sources))
			case t.match.Kind == "appropriation" && len(t.lanes) == 2:
				x.narrow(t, t.systems[1:], exactly(x.balanced(t)))
			case hasBasic && (t.match.Kind == "general_public" || t.match.Kind == "expenditure" && x.sameTotal(t)):
				x.narrow(t, t.systems, exactly(map[string]decimal.Decimal{"basic": basic}))
			}
			if len(t.lanes) == 1 {
				x.narrow(t, t.systems, said[t.match.Kind])
			}
		}
	}
}

// yuan reads an amount element of a table in yuan.
func (x *textReader) yuan(t *textTable, e textElem) (decimal.Decimal, bool) {
	v, _, err := budget.ParseAmount(e.text, tableUnit{t.unit, x.commonUnit()}.any())
	return v, err == nil
}

// sources reads the revenue side of the 收支 tables: what each source of money
// gives, blanks as nothing. A source that two tables give differently is left
// out.
func (x *textReader) sources() map[string]decimal.Decimal {
	out := make(map[string]decimal.Decimal)
	bad := make(map[string]bool)
	for _, t := range x.tables {
		if t.match.Kind != "summary" || len(t.lanes) < 2 {
			continue
		}
		for m, v := range x.laneSources(t) {
			if o, ok := out[m]; ok && !o.Equal(v) {
				bad[m] = true
			}
			out[m] = v
		}
	}
	for m := range bad {
		delete(out, m)
	}
	return out
}

// laneSources reads the revenue side of one table.
func (x *textReader) laneSources(t *textTable) map[string]decimal.Decimal {
	out := make(map[string]decimal.Decimal)
	seen := make(map[string]int)
	for _, d := range t.rows {
		if d.lane != t.lanes[0].name || d.total || d.code != "" {
			continue
		}
		col, ok := x.forms.Column("revenue", t.match.Phase, []string{stripOrdinal(d.name())})
		if !ok || col.Role != "measure" {
			continue
		}
		seen[col.Measure]++
		if x.unsure(t, d) {
			seen[col.Measure]++ // the figure may be of another label
		}
		v := decimal.Zero
		if len(d.amounts) > 0 {
			if v, ok = x.yuan(t, d.amounts[0]); !ok {
				seen[col.Measure]++
			}
		}
		out[col.Measure] = v
	}
	for m, n := range seen {
		if n > 1 {
			delete(out, m)
		}
	}
	return out
}

// balanced gives the funds of an appropriation table when its revenue side
// consists of them alone: then its expenditure side has the same.
func (x *textReader) balanced(t *textTable) map[string]decimal.Decimal {
	all := x.laneSources(t)
	out := make(map[string]decimal.Decimal)
	sum := decimal.Zero
	for _, f := range funds {
		if v, ok := all[f]; ok {
			out[f] = v
			sum = sum.Add(v)
		}
	}
	for _, d := range t.rows {
		if d.lane == t.lanes[0].name && d.total && len(d.amounts) > 0 {
			if v, ok := x.yuan(t, d.amounts[0]); !ok || !v.Equal(sum) {
				return nil
			}
		}
	}
	// A fund that the revenue side does not list has nothing.
	if sum.IsPositive() {
		for _, f := range funds {
			if _, ok := out[f]; !ok {
				out[f] = decimal.Zero
			}
		}
	}
	return out
}

// basicTotal is the total of the table of basic expenditure.
func (x *textReader) basicTotal() (decimal.Decimal, bool) {
	for _, t := range x.tables {
		if t.match.Kind != "general_public_basic" || len(t.lanes) != 1 {
			continue
		}
		for _, d := range t.rows {
			if d.total && len(d.amounts) > 0 {
				return x.yuan(t, d.amounts[0])
			}
		}
	}
	return decimal.Zero, false
}

// sameTotal reports whether an expenditure table sums to what the general
// public budget pays: then there is no other money in it.
func (x *textReader) sameTotal(t *textTable) bool {
	a, ok := x.total(t)
	if !ok {
		return false
	}
	for _, o := range x.tables {
		if o.match.Kind == "general_public" {
			b, ok := x.total(o)
			return ok && a.Equal(b)
		}
	}
	return false
}

func (x *textReader) total(t *textTable) (decimal.Decimal, bool) {
	for _, d := range t.rows {
		if d.total && len(d.amounts) > 0 {
			return x.yuan(t, d.amounts[0])
		}
	}
	return decimal.Zero, false
}

// exactly makes known figures of tables comparable: they hold to the last place.
func exactly(known map[string]decimal.Decimal) map[string]precise {
	out := make(map[string]precise, len(known))
	for m, v := range known {
		out[m] = precise{yuan: v, ok: true}
	}
	return out
}

// saidTotals gives what the prose says that the totals of a table kind consist
// of, by measure: 本年支出合计9万元，其中：基本支出6万元，项目支出3万元. A measure that it
// gives two figures for is left out.
func (x *textReader) saidTotals() map[string]map[string]precise {
	var lines []ProseLine
	for _, i := range x.prose {
		lines = append(lines, ProseLine{Text: strings.TrimSpace(x.lines[i].text)})
	}
	year, phase := x.yearAndPhase()
	claims, _ := Claims(lines, year, phase)
	out := make(map[string]map[string]precise)
	for i := range claims {
		c := &claims[i]
		v := preciseOf(c.Amount, c.Unit)
		for _, p := range placeClaim(c, year) {
			if !v.ok || p.row != "total" || p.measure == "total" {
				continue
			}
			if out[p.table] == nil {
				out[p.table] = make(map[string]precise)
			}
			if o, ok := out[p.table][p.measure]; ok && !o.agrees(v) {
				v.ok = false
			}
			out[p.table][p.measure] = v
		}
	}
	for _, known := range out {
		maps.DeleteFunc(known, func(_ string, v precise) bool { return !v.ok })
	}
	return out
}

// yearAndPhase are those of the titles, as far as one says them.
func (x *textReader) yearAndPhase() (year int, phase budget.Phase) {
	for _, t := range x.tables {
		year = max(year, t.match.Year)
		if phase == budget.PhaseUnknown {
			phase = t.match.Phase
		}
	}
	return year, phase
}

// narrow keeps the placements of a table's totals that give the known measures
// what they are known to have, and lets the rows follow.
func (x *textReader) narrow(t *textTable, systems []*laneSystem, known map[string]precise) {
	if len(known) == 0 {
		return
	}
	for _, s := range systems {
		if s.solver == nil {
			continue
		}
		changed := false
		for i, d := range s.rows {
			r := s.solver.rows[i]
			if !d.total || len(r.options) < 2 {
				continue
			}
			var keep []placement
			for _, p := range r.options {
				fits := true
				for c, ti := range s.lane.columns {
					want, ok := known[t.columns[ti].Measure]
					if !ok {
						continue
					}
					got := decimal.Zero
					if k := slices.Index(p, c); k >= 0 {
						got, ok = x.yuan(t, d.amounts[k])
					}
					fits = fits && ok && want.agrees(precise{yuan: got})
				}
				if fits {
					keep = append(keep, p)
				}
			}
			if len(keep) > 0 && len(keep) < len(r.options) {
				r.options, changed = keep, true
			}
		}
		if changed {
			s.solver.propagate()
		}
	}
}
