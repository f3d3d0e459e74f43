package parse

import (
	"slices"
	"strings"

	"yusuan/parse/budget"
	"yusuan/parse/form"
)

// A text that was laid out is read twice: by the places of its words, and by
// codes, order and arithmetic. Each errs where the other need not. This file
// takes each table from the reading whose figures add up better, and leaves
// open what neither proves nor both read.

// reading is one reading of a text, its facts checked against each other.
type reading struct {
	*Read
	facts [][]budget.Fact // by table
	forms *form.Catalog
}

// checked proves what can be proven of a reading.
func checked(read *Read, opt Options) *reading {
	doc := &budget.Document{Kind: "text", Tables: slices.Clone(read.Tables), Facts: slices.Clone(read.Facts)}
	Check(doc, opt)
	r := &reading{Read: read, facts: make([][]budget.Fact, len(read.Tables)), forms: opt.Forms}
	for _, f := range doc.Facts {
		r.facts[f.Table] = append(r.facts[f.Table], f)
	}
	return r
}

// standing counts what is known of a table's figures: a proven figure speaks
// for a reading, a disputed one against it.
type standing struct{ proven, disputed, known int }

func (r *reading) standing(table int) standing {
	var s standing
	for i := range r.facts[table] {
		f := &r.facts[table][i]
		if !f.HasAmount() {
			continue
		}
		switch {
		case f.Measure == "unknown" || f.Lane == "" && r.sided(table):
			continue
		case f.Status == budget.StatusProven:
			s.proven++
		case f.Status == budget.StatusDisputed:
			s.disputed++
		}
		s.known++
	}
	return s
}

// better reports whether s is the better standing.
func (s standing) better(o standing) bool {
	if a, b := s.proven-2*s.disputed, o.proven-2*o.disputed; a != b {
		return a > b
	}
	return s.known > o.known
}

// tablePair is one table in two readings; -1 where a reading has it not.
type tablePair struct{ a, b int }

// pairTables matches the tables of two readings by title, in order.
func pairTables(a, b []budget.Table) []tablePair {
	var out []tablePair
	from := 0
	for i := range a {
		at := slices.IndexFunc(b[from:], func(t budget.Table) bool {
			x, y := form.Plain(t.Title), form.Plain(a[i].Title)
			return x == y || t.Kind == a[i].Kind && (strings.HasSuffix(x, y) || strings.HasSuffix(y, x))
		})
		if at < 0 {
			out = append(out, tablePair{i, -1})
			continue
		}
		for k := from; k < from+at; k++ {
			out = append(out, tablePair{-1, k})
		}
		out = append(out, tablePair{i, from + at})
		from += at + 1
	}
	for k := from; k < len(b); k++ {
		out = append(out, tablePair{-1, k})
	}
	return out
}

// choose makes one reading of two: prose and records of a, each table from
// the reading in which it stands better.
func choose(a, b *Read, opt Options) *Read {
	ra, rb := checked(a, opt), checked(b, opt)
	out := &Read{Prose: a.Prose, Unread: a.Unread, Purchases: a.Purchases, Targets: a.Targets, Units: a.Units}
	for _, p := range pairTables(a.Tables, b.Tables) {
		switch {
		case p.b < 0:
			out.take(ra, p.a, nil)
		case p.a < 0:
			if rb.standing(p.b).proven > 0 {
				out.take(rb, p.b, nil)
			}
		case rb.standing(p.b).better(ra.standing(p.a)):
			out.take(rb, p.b, ra.facts[p.a])
		default:
			out.take(ra, p.a, rb.facts[p.b])
		}
	}
	return out
}

// take adds a table of a reading. Figures that are neither settled nor read
// the same in other lose their column.
func (out *Read) take(r *reading, table int, other []budget.Fact) {
	n := len(out.Tables)
	settled := r.settled(table)
	out.Tables = append(out.Tables, r.Tables[table])
	out.Rows = append(out.Rows, r.Rows[table])
	for _, f := range r.facts[table] {
		if f.HasAmount() && (strayClass(&f) || !agreed(&f, other)) && (!settled(&f) || contested(&f, r.facts[table], other)) {
			f.Measure = "unknown"
		}
		f.Table, f.Status = n, budget.StatusStated
		out.Facts = append(out.Facts, f)
	}
}

// settled tells which figures of a table are sure of their column: they are
// proven, and the columns are few and their headings all known, or else the
// column has a figure in a row of several parts. Where a total has one part
// alone the sum holds whatever column the part stands in.
func (r *reading) settled(table int) func(*budget.Fact) bool {
	const many = 10 // columns: so narrow that a figure may lie over the next
	clean := len(r.Tables[table].Columns) < many
	seen := make(map[string]bool)
	for _, c := range r.Tables[table].Columns {
		key := c.Lane + " " + c.Measure
		clean = clean && (c.Role != "measure" || c.Measure != "unknown" && !seen[key])
		seen[key] = true
	}
	type place struct {
		row  int
		lane string
	}
	figures := make(map[place]int)
	for _, f := range r.facts[table] {
		if f.HasAmount() && !f.Amount.IsZero() {
			figures[place{f.Row, f.Lane}]++
		}
	}
	const several = 3 // a total and two parts
	shown := make(map[string]bool)
	for _, f := range r.facts[table] {
		if f.Status == budget.StatusProven && figures[place{f.Row, f.Lane}] >= several {
			shown[f.Lane+" "+f.Measure] = true
		}
	}
	return func(f *budget.Fact) bool {
		return f.Status == budget.StatusProven && (clean || shown[f.Lane+" "+f.Measure]) && !(r.sided(table) && f.Lane == "") && !strayClass(f)
	}
}

// strayClass reports the name of a functional class on a side of a table where
// none stands.
func strayClass(f *budget.Fact) bool {
	if f.Lane == "" || f.Lane == "expenditure" {
		return false
	}
	return functionalClasses()[nameKey(stripOrdinal(f.Name))]
}

// sided reports whether a table has sides by its kind.
func (r *reading) sided(table int) bool {
	k := r.forms.Kind(r.Tables[table].Kind)
	return k != nil && len(k.Lanes) > 0
}

// agreed reports whether the other reading has the figure in the same row and
// column.
func agreed(f *budget.Fact, other []budget.Fact) bool {
	return slices.ContainsFunc(other, func(o budget.Fact) bool { return likeRow(f, &o) && sameFigure(f, &o) })
}

// contested reports whether the other reading proves the figure in the same
// column of a row, or has it in the column of the same row, where this one has
// it not.
func contested(f *budget.Fact, own, other []budget.Fact) bool {
	return slices.ContainsFunc(other, func(o budget.Fact) bool {
		elsewhere := !likeRow(f, &o) && f.Measure == o.Measure && o.Status == budget.StatusProven ||
			likeRow(f, &o) && f.Measure != o.Measure && o.Measure != "unknown"
		return elsewhere && f.Lane == o.Lane && o.HasAmount() && f.Amount.Equal(o.Amount) && !agreed(&o, own)
	})
}

func likeRow(a, b *budget.Fact) bool {
	return a.Code == b.Code && (a.Code != "" || form.Plain(a.Name) == form.Plain(b.Name))
}

func sameFigure(a, b *budget.Fact) bool {
	return a.Lane == b.Lane && a.Measure == b.Measure && a.HasAmount() == b.HasAmount() && a.Amount.Equal(b.Amount)
}
