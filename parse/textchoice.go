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
	under map[columnPlace]bool // columns whose figures lie under their own heading
	ruled map[int]bool         // tables whose columns the blanks between them tell
	loose map[string]bool      // columns of those, by columnKey, that they do not tell for sure
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

// choose makes one reading of two, by arithmetic and by places: prose and
// records of the first, each table from the reading in which it stands better.
func choose(a, b *Read, places places, opt Options) *Read {
	ra, rb := checked(a, opt), checked(b, opt)
	rb.under, rb.ruled, rb.loose = places.under, places.ruled, places.loose
	out := &Read{Prose: a.Prose, Unread: a.Unread, Purchases: a.Purchases, Targets: a.Targets, Units: a.Units}
	for _, p := range pairTables(a.Tables, b.Tables) {
		switch {
		case p.b < 0:
			out.take(ra, p.a, nil)
		case p.a < 0:
			if rb.standing(p.b).proven > 0 {
				out.take(rb, p.b, nil)
			}
		case rb.standing(p.b).better(ra.standing(p.a)) || rb.ruled[p.b] && !ra.standing(p.a).better(rb.standing(p.b)):
			out.take(rb, p.b, ra.facts[p.a])
		default:
			out.take(ra, p.a, rb.facts[p.b])
		}
	}
	return out
}

// take adds a table of a reading. Figures that are neither settled nor read
// the same in other lose their column, or where blanks tell it their proof.
func (out *Read) take(r *reading, table int, other []budget.Fact) {
	n := len(out.Tables)
	settled := r.settled(table, other)
	out.Tables = append(out.Tables, r.Tables[table])
	rows := slices.Clone(r.Rows[table])
	for i := range rows {
		rows[i].Unsure = rows[i].Unsure || unsureLabel(rows, i, r.forms.Total) || r.renamed(table, rows[i].N, other)
	}
	doubtStray(rows)
	if r.lacking[table] || slices.ContainsFunc(rows, func(r Row) bool { return r.Unsure && len(r.Cells) > 0 }) {
		out.lack(n)
	}
	out.Rows = append(out.Rows, rows)
	for _, f := range r.facts[table] {
		if f.HasAmount() && (strayClass(f.Lane, f.Name) || !agreed(&f, other)) && (!settled(&f) || r.isLoose(&f) || contested(&f, r.facts[table], other)) {
			if r.ruled[table] && !r.isLoose(&f) && !strayClass(f.Lane, f.Name) && !contested(&f, r.facts[table], other) {
				out.doubts = append(out.doubts, doubt{fact: len(out.Facts)})
			} else {
				f.Measure = "unknown"
				out.lack(n)
			}
		}
		f.Table, f.Status = n, budget.StatusStated
		out.Facts = append(out.Facts, f)
	}
}

// isLoose reports a figure of a column that places do not tell for sure.
func (r *reading) isLoose(f *budget.Fact) bool {
	return r.loose[columnKey(r.Tables[f.Table].Title, f.Column)]
}

// renamed reports whether the other reading has a figure of a row under another
// label, which this one has without it: then one of the two has cut or joined
// labels, or taken the figure of the next row.
func (r *reading) renamed(table, row int, other []budget.Fact) bool {
	return slices.ContainsFunc(r.facts[table], func(f budget.Fact) bool {
		return f.Row == row && f.HasAmount() && !agreed(&f, other) && slices.ContainsFunc(other, func(o budget.Fact) bool {
			return !likeRow(&f, &o) && f.Lane == o.Lane && o.HasAmount() && f.Amount.Equal(o.Amount) && !agreed(&o, r.facts[table])
		})
	})
}

// settled tells which figures of a table are sure of their column: they are
// proven, and the columns are few and their headings all known, or else the
// column has a figure in a row of several parts. Where a total has one part
// alone the sum holds whatever column the part stands in.
func (r *reading) settled(table int, other []budget.Fact) func(*budget.Fact) bool {
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
	above := r.headedAbove(table)
	full := r.filled(table, other)
	const several = 3 // a total and two parts
	shown := make(map[string]bool)
	for _, f := range r.facts[table] {
		if f.Status == budget.StatusProven && figures[place{f.Row, f.Lane}] >= several {
			shown[f.Lane+" "+f.Measure] = true
		}
	}
	return func(f *budget.Fact) bool {
		return f.Status == budget.StatusProven && full(f) && !above[f.Lane+" "+f.Measure] && (clean || shown[f.Lane+" "+f.Measure]) && !(r.sided(table) && f.Lane == "") && !strayClass(f.Lane, f.Name)
	}
}

// headedAbove lists the measures that hang on a heading higher up, by side: a
// total is of what the heading over it says, and a heading alone beside one of
// three levels may have lost those over it. Where a heading reaches to, set
// text does not show: a declared form has to print the same ones together.
func (r *reading) headedAbove(table int) map[string]bool {
	t := &r.Tables[table]
	declared := declaredPairs(r.forms, budget.PhaseUnknown)
	odd := make(map[string]bool) // declared groups with a heading that no form has in them
	for _, c := range t.Columns {
		if group, pair := lastPair(c.Path); group != "" && !r.forms.Total(c.Path[strings.LastIndex(c.Path, "/")+1:]) {
			odd[group] = odd[group] || declared[pair[:strings.Index(pair, "/")+1]] && !declared[pair]
		}
	}
	out := make(map[string]bool)
	beside := "" // the heading over the column before, in a path of three levels
	for _, c := range t.Columns {
		if c.Role != "measure" {
			continue
		}
		group, pair := lastPair(c.Path)
		total := group != "" && c.Measure != "total" && r.forms.Total(c.Path[strings.LastIndex(c.Path, "/")+1:])
		lost := group == "" && beside != "" && (!declared[beside] || declared[beside+headKey(c.Path)])
		if total && odd[group] || lost {
			out[c.Lane+" "+c.Measure] = true
		}
		beside = ""
		if strings.Contains(group, "/") {
			beside = pair[:strings.Index(pair, "/")+1]
		}
	}
	return out
}

// lastPair gives the path over a heading, and the heading with the one right
// over it as they are compared.
func lastPair(path string) (group, pair string) {
	levels := strings.Split(path, "/")
	n := len(levels)
	if n < 2 {
		return "", ""
	}
	return strings.Join(levels[:n-1], "/"), headKey(levels[n-2]) + "/" + headKey(levels[n-1])
}

// declaredPairs are the headings that the declared tables of a phase, if it is
// known, print one right over the other, and the upper ones alone with a stroke.
func declaredPairs(forms *form.Catalog, phase budget.Phase) map[string]bool {
	out := make(map[string]bool)
	for _, t := range forms.Tables() {
		if phase != budget.PhaseUnknown && t.Phase != phase {
			continue
		}
		for _, c := range t.Columns {
			levels := strings.Split(c, "/")
			for i := 1; i < len(levels); i++ {
				upper := headKey(levels[i-1]) + "/"
				out[upper], out[upper+headKey(levels[i])] = true, true
			}
		}
	}
	return out
}

// filled tells of a figure whether all columns of its side have figures: where
// some are blank, sums do not tell which of their parts. A column in which the
// other reading has one of the figures too is where it should be.
func (r *reading) filled(table int, other []budget.Fact) func(*budget.Fact) bool {
	shared := make(map[string]bool)
	under := make(map[string]bool)
	for i, c := range r.Tables[table].Columns {
		if r.under[columnPlace{table, i}] {
			under[c.Lane+" "+c.Measure] = true
		}
	}
	columns, shown := make(map[string]int), make(map[string]map[string]bool)
	for _, c := range r.Tables[table].Columns {
		if c.Role == "measure" {
			columns[c.Lane]++
			shown[c.Lane] = make(map[string]bool)
		}
	}
	for _, f := range r.facts[table] {
		if f.HasAmount() && shown[f.Lane] != nil {
			shown[f.Lane][f.Measure] = true
			if !f.Amount.IsZero() && agreed(&f, other) {
				shared[f.Lane+" "+f.Measure] = true
			}
		}
	}
	return func(f *budget.Fact) bool {
		return f.Measure == "total" || under[f.Lane+" "+f.Measure] || shared[f.Lane+" "+f.Measure] || len(shown[f.Lane]) >= columns[f.Lane]
	}
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
