package store

import (
	"context"
	"database/sql"
	"fmt"
	"iter"
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
	in(c, "o.name", f.Organizations)
	in(c, "l.year", f.Years)
	if f.Region != "" {
		c.add("d.region >= ? AND d.region < ?", f.Region, f.Region+"\U0010ffff")
	}
	if f.Phase != "" {
		c.add("l.phase = ?", string(f.Phase))
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
		for l, err := range each(ctx, s.read, "lines", `SELECT `+lineColumns+` FROM lines l JOIN documents d ON d.id = l.document_id`+lineJoins+
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

// wideRegion is the number of documents from which on a region is looked for
// among the largest changes, rather than the largest changes in the region.
const wideRegion = 5000

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
	query, args, err := s.moverQuery(ctx, opt, tables)
	if err != nil {
		return nil, err
	}
	out, err := topMovers(each(ctx, s.read, "movers", query, scanLine, args...), opt, tables)
	if err != nil {
		return nil, err
	}
	for i := range out {
		if err := s.explain(ctx, &out[i]); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func (s *Store) moverQuery(ctx context.Context, opt MoverOptions, tables []string) (string, []any, error) {
	var c conds
	c.add("l.change IS NOT NULL AND l.change <> 0 AND abs(l.change) >= ?", opt.Threshold)
	in(&c, "l.kind", tables)
	c.add("l.measure = ?", opt.Measure)
	if opt.Code != "" {
		c.add("l.code >= ? AND l.code < ?", opt.Code, opt.Code+"\U0010ffff")
	}
	switch opt.By {
	case ByTable:
		c.add("l.code = ''")
	case ByClass:
		c.add("length(l.code) = 3")
	case BySection:
		c.add("length(l.code) = 5")
	case ByItem:
		c.add("length(l.code) = 7")
	}
	switch {
	case opt.Direction > 0:
		c.add("l.change > 0")
	case opt.Direction < 0:
		c.add("l.change < 0")
	}
	opt.LineFilter.into(&c)
	narrow := len(opt.Organizations) > 0
	if opt.Region != "" && !narrow {
		var n int
		err := s.read.QueryRowContext(ctx, `SELECT count(*) FROM documents WHERE region >= ? AND region < ?`, opt.Region, opt.Region+"\U0010ffff").Scan(&n)
		if err != nil {
			return "", nil, fmt.Errorf("movers: %w", err)
		}
		narrow = n < wideRegion
	}
	from := ` FROM lines l INDEXED BY lines_movers CROSS JOIN documents d ON d.id = l.document_id`
	if narrow {
		from = ` FROM documents d CROSS JOIN lines l ON l.document_id = d.id`
		if len(opt.Organizations) > 0 {
			from = ` FROM organizations o CROSS JOIN documents d ON d.organization_id = o.id CROSS JOIN lines l ON l.document_id = d.id`
		}
	}
	joins := lineJoins
	if len(opt.Organizations) > 0 && narrow {
		joins = strings.Replace(joins, ` JOIN organizations o ON o.id = l.organization_id`, "", 1)
	}
	return `SELECT ` + lineColumns + from + joins + ` WHERE ` + strings.Join(c.list, " AND ") + ` ORDER BY abs(l.change) DESC`, c.args, nil
}

// topMovers takes the first changes of a sequence that comes by size; of the
// same change in several tables it takes the widest table's.
func topMovers(seq iter.Seq2[Line, error], opt MoverOptions, tables []string) ([]Line, error) {
	type key struct {
		document   int64
		code, name string
		change     int64
	}
	rank := map[string]int{}
	for i, t := range tables {
		rank[t] = i
	}
	var out []Line
	at := map[key]int{}
	for l, err := range seq {
		if err != nil {
			return nil, err
		}
		if !opt.By.has(l.Code, "", true) {
			continue
		}
		k := key{l.Document, l.Code, "", l.Change}
		if l.Code == "" {
			k.name = rowLabel(l.Name)
		}
		if i, seen := at[k]; seen {
			if rank[l.Kind] < rank[out[i].Kind] {
				out[i] = l
			}
			continue
		}
		// Ties of the last one shown may still bring a wider table.
		if len(out) >= opt.Limit {
			if abs(l.Change) < abs(out[len(out)-1].Change) {
				break
			}
			continue
		}
		at[k] = len(out)
		out = append(out, l)
	}
	return out, nil
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
