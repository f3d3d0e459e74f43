package store

import (
	"cmp"
	"context"
	"database/sql"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"yusuan/parse/budget"
)

// Quantity names one figure that many documents print: a table, a measure and
// a row.
type Quantity struct {
	Tables  []string // kinds, the first that a document has counts
	Lane    string
	Measure string
	Code    string // exactly; "" is a row without code
	Label   string // of a row without code, as RowLabel gives it; "" is the table's total
}

// ExpenditureTotal is what a body spends: the total of its table of expenditure, or
// of what comes nearest to it. The table is shown with each figure.
var ExpenditureTotal = Quantity{Tables: []string{"expenditure", "appropriation_expenditure", "general_public"}, Measure: "total"}

// RowLabel is a row's name without what varies between years and publishers:
// ordinals, marks, white space.
func RowLabel(name string) string { return rowLabel(name) }

// LineFilter says which lines are meant. Zero fields do not restrict.
type LineFilter struct {
	Organizations []string
	Region        string
	Years         []int
	Phase         budget.Phase
	Scope         budget.Scope
}

// Line is one comparable amount of a current document, with last year's.
type Line struct {
	Document     int64
	SHA256, File string
	Organization string
	Region       string
	RegionName   string
	Scope        budget.Scope
	Phase        budget.Phase
	Year         int
	Kind, Lane   string
	Measure      string
	Code, Name   string
	Prior, Now   Cell
	HasChange    bool
	Change       int64 // 分
	Percent      decimal.NullDecimal
	Link         string
	Stated       *Stated // of Movers
}

const lineColumns = `l.document_id, d.sha256, d.file, o.name, coalesce(d.region, o.region, ''), d.region_name, l.scope, l.phase, l.year, l.kind, l.lane, l.measure, l.code, coalesce(x.name, ''),
	l.amount, f.status, f.page, p.sha256, l.prior_amount, g.status, g.page, l.change, l.link`

const lineJoins = ` JOIN organizations o ON o.id = l.organization_id LEFT JOIN texts x ON x.id = l.name_id
	LEFT JOIN facts f ON f.document_id = l.document_id AND f.n = l.fact
	LEFT JOIN documents p ON p.id = l.prior_document
	LEFT JOIN facts g ON g.document_id = l.prior_document AND g.n = l.prior_fact`

// linesOfDocuments reads lines document by document, from their key.
const linesOfDocuments = ` FROM documents d CROSS JOIN lines l ON l.document_id = d.id` + lineJoins

func scanLine(r row) (Line, error) {
	var l Line
	var amount, prior, change, page, priorPage sql.NullInt64
	var status, priorStatus, priorHash sql.NullString
	err := r.Scan(&l.Document, &l.SHA256, &l.File, &l.Organization, &l.Region, &l.RegionName, &l.Scope, &l.Phase, &l.Year, &l.Kind, &l.Lane, &l.Measure, &l.Code, &l.Name,
		&amount, &status, &page, &priorHash, &prior, &priorStatus, &priorPage, &change, &l.Link)
	if err != nil {
		return l, err
	}
	if amount.Valid {
		l.Now = Cell{Known: true, Fen: amount.Int64, Status: budget.Status(status.String), Page: int(page.Int64), SHA256: l.SHA256}
	}
	if prior.Valid {
		l.Prior = Cell{Known: true, Fen: prior.Int64, Status: budget.Status(priorStatus.String), Page: int(priorPage.Int64), SHA256: priorHash.String}
	}
	l.HasChange, l.Change = change.Valid, change.Int64
	if l.HasChange && l.Prior.Fen != 0 {
		l.Percent = decimal.NewNullDecimal(percentOf(l.Change, l.Prior.Fen))
	}
	return l, nil
}

// conds builds the conditions of a query on lines l, documents d, organizations o.
type conds struct {
	list []string
	args []any
}

func (c *conds) add(cond string, args ...any) {
	c.list = append(c.list, cond)
	c.args = append(c.args, args...)
}

func in[T any](c *conds, column string, values []T) {
	if len(values) == 0 {
		return
	}
	args := make([]any, len(values))
	for i, v := range values {
		args[i] = v
	}
	c.add(column+" IN ("+strings.TrimSuffix(strings.Repeat("?,", len(values)), ",")+")", args...)
}

func (f LineFilter) into(c *conds) {
	year := "d.year"
	if len(f.Organizations) > 0 {
		// The few documents of a body are found by it, not by their year (unary +).
		year = "+d.year"
		var names conds
		in(&names, "name", f.Organizations)
		c.add("d.organization_id IN (SELECT id FROM organizations WHERE "+names.list[0]+")", names.args...)
	}
	in(c, year, f.Years)
	if f.Region != "" {
		c.add("d.region >= ? AND d.region < ?", f.Region, f.Region+"\U0010ffff")
	}
	if f.Phase != "" {
		c.add("d.phase = ?", string(f.Phase))
	}
	if f.Scope != "" {
		c.add("l.scope = ?", string(f.Scope))
	}
}

// Across gives one quantity of many documents: for each document the figure
// from the first of the quantity's tables that it has. Lines come by year, the
// largest amount first.
func (s *Store) Across(ctx context.Context, q Quantity, f LineFilter) ([]Line, error) {
	best := map[int64]Line{}
	rank := map[int64]int{}
	for i, kind := range q.Tables {
		var c conds
		c.add("l.kind = ? AND l.measure = ? AND l.code = ? AND l.lane = ? AND l.label = ? AND l.amount IS NOT NULL", kind, q.Measure, q.Code, q.Lane, q.Label)
		if q.Code == "" && q.Label == "" {
			c.add("l.total = 1")
		}
		f.into(&c)
		for l, err := range each(ctx, s.read, "lines", `SELECT `+lineColumns+linesOfDocuments+
			` WHERE `+strings.Join(c.list, " AND "), scanLine, c.args...) {
			if err != nil {
				return nil, err
			}
			if _, ok := best[l.Document]; !ok || rank[l.Document] > i {
				best[l.Document], rank[l.Document] = l, i
			}
		}
	}
	out := make([]Line, 0, len(best))
	for _, l := range best {
		out = append(out, l)
	}
	slices.SortFunc(out, func(a, b Line) int {
		switch {
		case a.Year != b.Year:
			return a.Year - b.Year
		case a.Now.Fen != b.Now.Fen:
			if a.Now.Fen > b.Now.Fen {
				return -1
			}
			return 1
		}
		return strings.Compare(a.Organization+a.SHA256, b.Organization+b.SHA256)
	})
	return out, nil
}

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
	for i := range out {
		if err := s.explain(ctx, &out[i]); err != nil {
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
	for c, err := range each(ctx, s.read, "movers", documents, func(r row) (c candidate, err error) {
		return c, r.Scan(&c.document, &c.change)
	}, args...) {
		if err != nil {
			return err
		}
		if top.full() && c.change < top.least() {
			return nil
		}
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

// peakQuery lists documents with the change that none of their lines exceeds,
// the largest first.
func peakQuery(opt MoverOptions, tables []string) (string, []any) {
	var c conds
	c.add("p.part = ? AND p.change >= ?", peakPart(opt.By, tables, opt.Code), opt.Threshold)
	LineFilter{Organizations: opt.Organizations, Region: opt.Region, Years: opt.Years, Phase: opt.Phase}.into(&c)
	return `SELECT p.document_id, p.change FROM peaks p CROSS JOIN documents d ON d.id = p.document_id WHERE ` +
		strings.Join(c.list, " AND ") + ` ORDER BY p.change DESC, p.document_id DESC`, c.args
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

// explain finds what the later document says of a change.
func (s *Store) explain(ctx context.Context, l *Line) error {
	c := Comparison{
		From: Side{Year: l.Year - 1, Phase: l.Phase, Documents: []Document{{ID: 0}}},
		To:   Side{Year: l.Year, Phase: l.Phase, Documents: []Document{{ID: l.Document, SHA256: l.SHA256}}},
		Rows: []ComparedRow{{Kind: l.Kind, Lane: l.Lane, Measure: l.Measure, Code: l.Code, Name: l.Name, Prior: l.Prior, Now: l.Now,
			HasChange: l.HasChange, Change: l.Change, Percent: l.Percent, Link: l.Link}},
	}
	stated, err := s.stated(ctx, &c)
	if err != nil {
		return err
	}
	attach(&c, stated)
	l.Stated = c.Rows[0].Stated
	return nil
}
