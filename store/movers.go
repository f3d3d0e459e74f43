package store

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
)

// MoverOptions says which changes are meant.
type MoverOptions struct {
	LineFilter
	Tables    []string // kinds; the function tables where empty
	Measure   string   // total where ""
	Code      string   // beginning of the code
	By        Level    // ByItem where ""
	Direction int      // 1 increases, -1 decreases, 0 both
	Threshold int64    // 分: the least change
	Limit     int      // 20 where 0
}

// moverTables are the tables that say what money is spent on, the widest
// first: the same change stands in several of them and is shown once.
var moverTables = []string{"expenditure", "general_public", "appropriation_expenditure", "government_fund", "state_capital"}

// defaultMovers is how many changes are shown where no number is asked for.
const defaultMovers = 20

// Movers gives the largest changes from one year to the next, each with what
// the later document says of it.
func (s *Store) Movers(ctx context.Context, opt MoverOptions) ([]Line, error) {
	if opt.Limit <= 0 {
		opt.Limit = defaultMovers
	}
	if opt.By == "" {
		opt.By = ByItem
	}
	tables := opt.Tables
	if len(tables) == 0 {
		tables = moverTables
		if opt.By == ByEconomic {
			tables = []string{"general_public_basic", "appropriation_basic"}
		}
	}
	if opt.Measure == "" {
		opt.Measure = "total"
	}
	top := newTop(opt, tables)
	if err := s.topMovers(ctx, opt, tables, top); err != nil {
		return nil, err
	}
	out := top.lines
	e := explainer{s, map[string][]Comparison{}}
	for i := range out {
		if err := e.explain(ctx, &out[i]); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// topMovers reads the documents that have the largest changes until none of
// the rest can have one that belongs among them.
func (s *Store) topMovers(ctx context.Context, opt MoverOptions, tables []string, top *topLines) error {
	documents, args := peakQuery(opt, tables)
	query, lineArgs := moverQuery(opt, tables)
	type candidate struct{ document, change int64 }
	seen := map[int64]bool{} // by its rise or its fall
	for c, err := range each(ctx, s.read, "movers", documents, func(r row) (c candidate, err error) {
		return c, r.Scan(&c.document, &c.change)
	}, args...) {
		if err != nil {
			return err
		}
		if top.full() && c.change < top.least() {
			return nil
		}
		if seen[c.document] {
			continue
		}
		seen[c.document] = true
		for l, err := range each(ctx, s.read, "movers", query, scanLine, append(lineArgs, c.document)...) {
			if err != nil {
				return err
			}
			if top.full() && abs(l.Change) < top.least() {
				break
			}
			top.add(l)
		}
	}
	return nil
}

// peakQuery lists documents with the rise and the fall that none of their
// lines exceeds, the largest first: the two lists are merged as they are read.
func peakQuery(opt MoverOptions, tables []string) (string, []any) {
	var queries []string
	var args []any
	for _, sign := range []int{1, -1} {
		if sign*opt.Direction < 0 {
			continue
		}
		var c conds
		c.add("p.part = ? AND p.sign = ? AND p.change >= ?", peakPart(opt.By, tables, opt.Code), sign, opt.Threshold)
		LineFilter{Organizations: opt.Organizations, Region: opt.Region, Years: opt.Years, Phase: opt.Phase}.into(&c, false)
		queries = append(queries, `SELECT p.document_id, p.change FROM peaks p CROSS JOIN documents d ON d.id = p.document_id WHERE `+strings.Join(c.list, " AND "))
		args = append(args, c.args...)
	}
	return strings.Join(queries, ` UNION ALL `) + ` ORDER BY 2 DESC, 1 DESC`, args
}

// moverQuery lists the changes that are meant in one document, the largest
// first; the document is its last argument.
func moverQuery(opt MoverOptions, tables []string) (string, []any) {
	var c conds
	c.add("l.change IS NOT NULL AND l.change <> 0 AND abs(l.change) >= ?", opt.Threshold)
	in(&c, "l.kind", tables)
	c.add("l.measure = ?", opt.Measure)
	if opt.Code != "" {
		c.add("l.code >= ? AND l.code < ?", opt.Code, opt.Code+"\U0010ffff")
	}
	switch {
	case opt.Direction > 0:
		c.add("l.change > 0")
	case opt.Direction < 0:
		c.add("l.change < 0")
	}
	if opt.Scope != "" {
		c.add("l.scope = ?", string(opt.Scope))
	}
	c.add("d.id = ?")
	return `SELECT ` + lineColumns + linesOfDocuments + ` WHERE ` + strings.Join(c.list, " AND ") + ` ORDER BY abs(l.change) DESC, l.code, l.n`, c.args
}

// topLines are the largest changes met so far, the largest first. Of the same
// change in several tables of a document it keeps the widest table's.
type topLines struct {
	opt   MoverOptions
	rank  map[string]int // of tables
	lines []Line
}

func newTop(opt MoverOptions, tables []string) *topLines {
	t := &topLines{opt: opt, rank: map[string]int{}}
	for i, kind := range tables {
		t.rank[kind] = i
	}
	return t
}

func (t *topLines) full() bool { return len(t.lines) >= t.opt.Limit }

func (t *topLines) least() int64 { return abs(t.lines[len(t.lines)-1].Change) }

func (t *topLines) add(l Line) {
	if !t.opt.By.has(l.Code, "", true) {
		return
	}
	for i := range t.lines {
		if t.same(&t.lines[i], &l) {
			if t.rank[l.Kind] < t.rank[t.lines[i].Kind] {
				t.lines[i] = l
			}
			return
		}
	}
	at, _ := slices.BinarySearchFunc(t.lines, l, func(a, b Line) int {
		return cmp.Or(cmp.Compare(abs(b.Change), abs(a.Change)), cmp.Compare(a.Organization, b.Organization),
			cmp.Compare(a.Document, b.Document), cmp.Compare(a.Code, b.Code), cmp.Compare(a.Name, b.Name))
	})
	t.lines = slices.Insert(t.lines, at, l)
	t.lines = t.lines[:min(len(t.lines), t.opt.Limit)]
}

// same says that two lines are one change, printed in two tables.
func (t *topLines) same(a, b *Line) bool {
	return a.Document == b.Document && a.Change == b.Change && a.Code == b.Code && (a.Code != "" || rowLabel(a.Name) == rowLabel(b.Name))
}

func abs(n int64) int64 {
	if n < 0 {
		return -n
	}
	return n
}

// explainer finds what the later document says of changes, as Compare does.
type explainer struct {
	s    *Store
	done map[string][]Comparison // by organisation, phase and year
}

func (e *explainer) explain(ctx context.Context, l *Line) error {
	k := fmt.Sprint(l.Organization, "/", l.Phase, "/", l.Year)
	list, ok := e.done[k]
	if !ok {
		var err error
		if list, err = e.s.Compare(ctx, CompareOptions{Organization: l.Organization, Phase: l.Phase, Years: []int{l.Year - 1, l.Year}}); err != nil {
			return err
		}
		e.done[k] = list
	}
	for i := range list {
		if list[i].To.Year != l.Year || !slices.ContainsFunc(list[i].To.Documents, func(d Document) bool { return d.ID == l.Document }) {
			continue
		}
		for _, r := range list[i].Rows {
			if r.Kind == l.Kind && r.Lane == l.Lane && r.Measure == l.Measure && r.Code == l.Code && r.Name == l.Name && r.Now.Fen == l.Now.Fen && r.Prior.Fen == l.Prior.Fen {
				l.Stated = r.Stated
				return nil
			}
		}
	}
	return nil
}
