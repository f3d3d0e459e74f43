package store

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"maps"
	"math"
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
	By      Level  // instead of one code, all of ByClass, BySection, ByItem or ByEconomic that begin with Code
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

// into adds a filter's conditions: those that a line says itself on the line
// where it is what is looked through, else on its document.
func (f LineFilter) into(c *conds, byLine bool) {
	year, phase := "d.year", "d.phase"
	if byLine {
		year, phase = "l.year", "l.phase"
	}
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
		c.add(phase+" = ?", string(f.Phase))
	}
	if f.Scope != "" {
		c.add("l.scope = ?", string(f.Scope))
	}
}

// AcrossGroup is what amounts of many bodies may be added up within.
type AcrossGroup struct {
	Code  string
	Year  int
	Phase budget.Phase
	Scope budget.Scope
}

// Spread is one quantity of many documents.
type Spread struct {
	Lines []Line                // by year and code, the largest amount first
	Found int                   // how many there are: more than Lines where a limit cut them
	Sums  map[AcrossGroup]int64 // 分, of all that were found
}

// AcrossLimit bounds what Across gives. Zero fields do not.
type AcrossLimit struct {
	Lines  int // the first so many
	Bodies int // those of so many bodies, that have the largest amounts in the last year
}

// Across gives one quantity of many documents: for each document the figure
// from the first of the quantity's tables that it has.
func (s *Store) Across(ctx context.Context, q Quantity, f LineFilter, limit AcrossLimit) (*Spread, error) {
	out := &Spread{}
	var err error
	if out.Sums, out.Found, err = s.sums(ctx, q, f); err != nil {
		return nil, err
	}
	found, err := s.amounts(ctx, q, f, limit.Lines)
	if err != nil {
		return nil, err
	}
	if limit.Bodies > 0 {
		found = ofLargest(found, limit.Bodies)
	}
	if out.Lines, err = s.linesAt(ctx, found); err != nil {
		return nil, err
	}
	slices.SortStableFunc(out.Lines, func(a, b Line) int {
		return cmp.Or(cmp.Compare(a.Year, b.Year), cmp.Compare(a.Code, b.Code), cmp.Compare(b.Now.Fen, a.Now.Fen), cmp.Compare(a.Organization, b.Organization), cmp.Compare(a.SHA256, b.SHA256))
	})
	return out, nil
}

// amountOf is where a quantity stands in a document.
type amountOf struct {
	document int64
	body     int64 // organization_id
	group    AcrossGroup
	column   tableColumn
	n        int64
	fen      int64
}

// ofLargest keeps the amounts of n bodies: those with the largest in the last
// year, then those with the largest in the year before. The list is by year,
// the largest first.
func ofLargest(list []amountOf, n int) []amountOf {
	type body struct {
		id    int64
		scope budget.Scope
	}
	years := map[int][]amountOf{}
	for _, a := range list {
		years[a.group.Year] = append(years[a.group.Year], a)
	}
	chosen := map[body]bool{}
	for _, year := range slices.Backward(slices.Sorted(maps.Keys(years))) {
		for _, a := range years[year] {
			if len(chosen) == n {
				break
			}
			chosen[body{a.body, a.group.Scope}] = true
		}
	}
	return slices.DeleteFunc(list, func(a amountOf) bool { return !chosen[body{a.body, a.group.Scope}] })
}

// sumPart is what amounts are parted by before they are added up: SQLite fails
// where a sum leaves the range of its integers.
const sumPart = 1_000_000

// sums adds a quantity up, and counts where it was found. A sum beyond the range
// of amounts is left out.
func (s *Store) sums(ctx context.Context, q Quantity, f LineFilter) (sums map[AcrossGroup]int64, found int, err error) {
	from, args := q.amounts(f)
	query := fmt.Sprintf(blocks+`SELECT code, year, phase, scope, count(*), sum(amount / %[1]d), sum(amount %% %[1]d) FROM (%[2]s) GROUP BY code, year, phase, scope`, sumPart, from)
	rows, err := s.read.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, 0, fmt.Errorf("sums: %w", err)
	}
	defer rows.Close()
	sums = map[AcrossGroup]int64{}
	for rows.Next() {
		var g AcrossGroup
		var n int
		var high, low int64
		if err := rows.Scan(&g.Code, &g.Year, &g.Phase, &g.Scope, &n, &high, &low); err != nil {
			return nil, 0, fmt.Errorf("sums: %w", err)
		}
		found += n
		if high += low / sumPart; abs(high) < math.MaxInt64/sumPart {
			sums[g] = high*sumPart + low%sumPart
		}
	}
	if err := rows.Err(); err != nil {
		return nil, 0, fmt.Errorf("sums: %w", err)
	}
	return sums, found, nil
}

// amounts finds a quantity in each document that is meant, by year and code,
// the largest first: so many of them, or all where limit is 0. Of the many
// lines that may be, only what orders them is read.
func (s *Store) amounts(ctx context.Context, q Quantity, f LineFilter, limit int) ([]amountOf, error) {
	if limit <= 0 {
		limit = -1
	}
	columns := q.columns()
	from, args := q.amounts(f)
	query := blocks + `SELECT place, document_id, organization_id, n, code, year, phase, scope, amount FROM (` + from + `) ORDER BY year, code, amount DESC, document_id LIMIT ?`
	var out []amountOf
	for a, err := range each(ctx, s.read, "lines", query, func(r row) (amountOf, error) {
		var a amountOf
		var place int
		err := r.Scan(&place, &a.document, &a.body, &a.n, &a.group.Code, &a.group.Year, &a.group.Phase, &a.group.Scope, &a.fen)
		if err == nil {
			a.column = columns[place]
		}
		return a, err
	}, append(args, limit)...) {
		if err != nil {
			return nil, err
		}
		out = append(out, a)
	}
	return out, nil
}

// blockDocuments is how many documents stand together in the index of codes, as
// its definition says.
const blockDocuments = "32"

// blocks begins a query that reads the index of codes: it numbers its blocks.
const blocks = `WITH RECURSIVE blocks(block) AS (
	SELECT 0 UNION ALL SELECT block + 1 FROM blocks WHERE block < (SELECT max(id) / ` + blockDocuments + ` FROM documents)) `

const quantityColumns = `l.document_id, l.organization_id, l.n, l.code, l.year, l.phase, l.scope, l.amount`

// amounts is a query of a quantity's amounts: of each document those in the
// first place where it has it, place being an index into columns.
func (q Quantity) amounts(f LineFilter) (query string, args []any) {
	var parts []string
	var before conds // documents that have it in a place that counts before this one
	for i, from := range q.columns() {
		where, whereArgs := quantityWhere(q, from, f)
		parts = append(parts, fmt.Sprintf(`SELECT %d AS place, `, i)+quantityColumns+where+strings.Join(before.list, ""))
		args = append(append(args, whereArgs...), before.args...)
		before.add(" AND l.document_id NOT IN (SELECT l.document_id"+where+")", whereArgs...)
	}
	return strings.Join(parts, " UNION ALL "), args
}

// tableColumn is a measure of a kind of table.
type tableColumn struct{ kind, measure string }

// columns are where a quantity may stand, the best first. Final accounts that
// print the budget beside what was spent have the two as measures of their own.
func (q Quantity) columns() []tableColumn {
	var out []tableColumn
	for _, kind := range q.Tables {
		out = append(out, tableColumn{kind, q.Measure})
		if measureKinds[kind] {
			out = append(out, tableColumn{kind, q.Measure + finalSuffix})
		}
	}
	return out
}

// quantityWhere says, from FROM on, where a quantity stands in one kind of
// table. Totals of tables and of codes, of all bodies, are read from the
// indexes of these, anything else from the documents that are meant.
func quantityWhere(q Quantity, from tableColumn, f LineFilter) (string, []any) {
	var c conds
	c.add("l.kind = ? AND l.measure = ? AND l.lane = ? AND l.label = ?", from.kind, from.measure, q.Lane, q.Label)
	byLine, inBlocks := len(f.Organizations) == 0 && f.Region == "", false
	switch { // as the indexes say it
	case q.By == ByAny && q.Code == "" && q.Label == "":
		c.add("l.code = '' AND l.total = 1")
	case q.By == ByAny && q.Code != "" && from.measure == "total":
		inBlocks = byLine
		c.add("l.code = ? AND l.code <> '' AND l.measure = 'total'", q.Code)
	case q.By == ByAny:
		byLine = false
		c.add("l.code = ?", q.Code)
	default:
		byLine = false
		c.add("l.code >= ? AND l.code < ?", q.Code, q.Code+"\U0010ffff")
		c.add(q.By.condition())
	}
	// Of documents the lines are read by their key: the indexes of totals and codes
	// have those of all documents together, and are kept from it by the unary +.
	tables, known := ` FROM documents d CROSS JOIN lines l ON l.document_id = d.id`, "+l.amount IS NOT NULL"
	if byLine {
		known = "l.amount IS NOT NULL"
	}
	switch {
	case inBlocks:
		tables = ` FROM blocks b CROSS JOIN lines l ON l.document_id / ` + blockDocuments + ` = b.block`
	case byLine:
		tables = ` FROM lines l`
	}
	c.add(known)
	f.into(&c, byLine)
	return tables + ` WHERE ` + strings.Join(c.list, " AND "), c.args
}

// linesAt reads the lines that a quantity was found in.
func (s *Store) linesAt(ctx context.Context, list []amountOf) ([]Line, error) {
	st, err := s.read.PrepareContext(ctx, `SELECT `+lineColumns+linesOfDocuments+` WHERE d.id = ? AND l.kind = ? AND l.measure = ? AND l.code = ? AND l.n = ?`)
	if err != nil {
		return nil, fmt.Errorf("lines: %w", err)
	}
	defer st.Close()
	out := make([]Line, 0, len(list))
	for _, a := range list {
		l, err := scanLine(st.QueryRowContext(ctx, a.document, a.column.kind, a.column.measure, a.group.Code, a.n))
		if err != nil {
			return nil, fmt.Errorf("lines: %w", err)
		}
		out = append(out, l)
	}
	return out, nil
}
