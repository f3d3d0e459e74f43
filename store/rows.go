package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"strings"
	"time"

	"yusuan/parse/budget"
)

// Filter says which documents are meant. Zero fields do not restrict.
type Filter struct {
	Organizations []string // normalised names, exactly
	Region        string   // code or the beginning of one: 32, 3201
	Years         []int
	Phase         budget.Phase
	Scope         budget.Scope
	SHA256        string // the hash or its beginning
	Current       bool   // leave out superseded versions and failures
}

func (f Filter) where() (string, []any) {
	var conds []string
	var args []any
	list := func(column string, n int) {
		conds = append(conds, column+" IN ("+strings.TrimSuffix(strings.Repeat("?,", n), ",")+")")
	}
	year := "d.year"
	if len(f.Organizations) > 0 {
		// The few documents of a body are found by it, not by their year (unary +).
		year = "+d.year"
		conds = append(conds, "d.organization_id IN (SELECT id FROM organizations WHERE name IN ("+strings.TrimSuffix(strings.Repeat("?,", len(f.Organizations)), ",")+"))")
		for _, o := range f.Organizations {
			args = append(args, o)
		}
	}
	if len(f.Years) > 0 {
		list(year, len(f.Years))
		for _, y := range f.Years {
			args = append(args, y)
		}
	}
	prefix := func(column, p string) {
		if p != "" {
			conds = append(conds, column+" >= ? AND "+column+" < ?")
			args = append(args, p, p+"\U0010ffff")
		}
	}
	prefix("d.region", f.Region)
	prefix("d.sha256", f.SHA256)
	if f.Phase != "" {
		conds = append(conds, "d.phase = ?")
		args = append(args, string(f.Phase))
	}
	if f.Scope != "" {
		conds = append(conds, "d.scope = ?")
		args = append(args, string(f.Scope))
	}
	if f.Current {
		conds = append(conds, "d.current = 1 AND d.status <> 'failed'")
	}
	if len(conds) == 0 {
		return "", nil
	}
	return " WHERE " + strings.Join(conds, " AND "), args
}

// Document is one row of documents, with the names it refers to.
type Document struct {
	ID             int64 // of this database alone
	SHA256, File   string
	Also           []string // further names of the same bytes
	Title          string
	URL            string
	Bytes          int64
	Pages          int
	Kind           string
	Producer       string
	Engine         string
	OrganizationID int64
	Organization   string
	Printed        string
	Region         string
	RegionName     string
	RegionFrom     string
	Scope          budget.Scope
	Year           int
	Phase          budget.Phase
	Status, Reason string
	Parser         int
	Forms          string
	Options        string
	Digest         string
	Modified       time.Time
	Current        bool

	Facts, Proven, Disputed, Claims, FailedChecks int
}

const documentColumns = `d.id, d.sha256, d.file, d.title, d.url, d.bytes, d.pages, d.kind, d.producer, d.engine,
	d.organization_id, o.name, d.printed, d.region, d.region_name, d.region_from, d.scope, d.year, d.phase,
	d.status, d.reason, d.parser, d.forms, d.options, d.digest, d.modified, d.current,
	d.facts, d.proven, d.disputed, d.claims, d.failed_checks,
	(SELECT json_group_array(f.file) FROM document_files f WHERE f.document_id = d.id)`

const documentFrom = ` FROM documents d LEFT JOIN organizations o ON o.id = d.organization_id`

func scanDocument(rows row) (Document, error) {
	var d Document
	var org, year sql.NullInt64
	var name, region sql.NullString
	var modified, also string
	err := rows.Scan(&d.ID, &d.SHA256, &d.File, &d.Title, &d.URL, &d.Bytes, &d.Pages, &d.Kind, &d.Producer, &d.Engine,
		&org, &name, &d.Printed, &region, &d.RegionName, &d.RegionFrom, &d.Scope, &year, &d.Phase,
		&d.Status, &d.Reason, &d.Parser, &d.Forms, &d.Options, &d.Digest, &modified, &d.Current,
		&d.Facts, &d.Proven, &d.Disputed, &d.Claims, &d.FailedChecks, &also)
	if err != nil {
		return d, err
	}
	d.OrganizationID, d.Organization, d.Region, d.Year = org.Int64, name.String, region.String, int(year.Int64)
	if modified != "" {
		if d.Modified, err = time.Parse(time.RFC3339, modified); err != nil {
			return d, fmt.Errorf("document %s: %w", d.SHA256, err)
		}
	}
	if also != "[]" {
		if err := json.Unmarshal([]byte(also), &d.Also); err != nil {
			return d, fmt.Errorf("document %s: %w", d.SHA256, err)
		}
	}
	return d, nil
}

// Documents lists the documents a filter means, ordered by organisation,
// year, phase, scope and hash.
func (s *Store) Documents(ctx context.Context, f Filter) ([]Document, error) {
	where, args := f.where()
	rows, err := s.read.QueryContext(ctx, `SELECT `+documentColumns+documentFrom+where+
		` ORDER BY o.name, d.region, d.year, d.phase, d.scope, d.sha256`, args...)
	if err != nil {
		return nil, fmt.Errorf("documents: %w", err)
	}
	defer rows.Close()
	var out []Document
	for rows.Next() {
		d, err := scanDocument(rows)
		if err != nil {
			return nil, fmt.Errorf("documents: %w", err)
		}
		out = append(out, d)
	}
	return out, rows.Err()
}

// Has reports whether a document of these bytes is stored, read by this
// version of the parser with these forms and options or by a later parser,
// and the status it has.
func (s *Store) Has(ctx context.Context, sha256 string, parser int, forms, options string) (status string, ok bool, err error) {
	err = s.read.QueryRowContext(ctx, `SELECT status FROM documents WHERE sha256 = ? AND (parser > ? OR parser = ? AND forms = ? AND options = ?)`,
		sha256, parser, parser, forms, options).Scan(&status)
	if errors.Is(err, sql.ErrNoRows) {
		return "", false, nil
	}
	return status, err == nil, err
}

// Fact is one row of facts with what it refers to.
type Fact struct {
	N int // place in the document, from 0
	budget.Fact
	Kind  string // table kind
	Title string // table title
}

// Claim is one row of claims.
type Claim struct {
	N int
	budget.Claim
}

// Finding is one row of findings.
type Finding struct {
	N int
	budget.Finding
}

// each turns the rows of a query into a sequence.
func each[T any](ctx context.Context, db *sql.DB, what, query string, scan func(row) (T, error), args ...any) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		var zero T
		rows, err := db.QueryContext(ctx, query, args...)
		if err != nil {
			yield(zero, fmt.Errorf("%s: %w", what, err))
			return
		}
		defer rows.Close()
		for rows.Next() {
			v, err := scan(rows)
			if err != nil {
				yield(zero, fmt.Errorf("%s: %w", what, err))
				return
			}
			if !yield(v, nil) {
				return
			}
		}
		if err := rows.Err(); err != nil {
			yield(zero, fmt.Errorf("%s: %w", what, err))
		}
	}
}

// span reads what place wrote.
type span struct{ page, x0, y0, x1, y1 int64 }

func (p *span) into() []any { return []any{&p.page, &p.x0, &p.y0, &p.x1, &p.y1} }

func (p *span) span() budget.Span {
	return budget.Span{Page: int(p.page), X0: points(p.x0), Y0: points(p.y0), X1: points(p.x1), Y1: points(p.y1)}
}

func points(hundredths int64) float64 { return float64(hundredths) / pointParts }

const factQuery = `SELECT f.n, t.n, f.row, c.lane, f.code, coalesce(x.name, ''), c.measure, c.name, f.total, coalesce(p.name, ''),
	f.amount, f.amount_exact, c.unit, f.raw, f.printed, f.page, f.x0, f.y0, f.x1, f.y1,
	coalesce(f.engine, d.engine), f.status, f.repairs, t.kind, t.title
	FROM facts f JOIN documents d ON d.id = f.document_id JOIN tables t ON t.id = f.table_id
	JOIN columns c ON c.id = f.column_id
	LEFT JOIN texts x ON x.id = f.name_id LEFT JOIN texts p ON p.id = f.parent_id`

func scanFact(r row) (Fact, error) {
	var f Fact
	var amount sql.NullInt64
	var exact, repairs sql.NullString
	var p span
	dest := []any{&f.N, &f.Table, &f.Row, &f.Lane, &f.Code, &f.Name, &f.Measure, &f.Column, &f.Total, &f.Parent,
		&amount, &exact, &f.Unit, &f.Raw, &f.Printed}
	dest = append(dest, p.into()...)
	dest = append(dest, &f.Engine, &f.Status, &repairs, &f.Kind, &f.Title)
	if err := r.Scan(dest...); err != nil {
		return f, err
	}
	f.Span = p.span()
	var err error
	if f.Amount, err = yuan(amount, exact); err != nil {
		return f, err
	}
	f.Repairs, err = decodeRepairs(repairs)
	return f, err
}

func decodeRepairs(s sql.NullString) ([]budget.Repair, error) {
	if !s.Valid {
		return nil, nil
	}
	var list [][3]string
	if err := json.Unmarshal([]byte(s.String), &list); err != nil {
		return nil, fmt.Errorf("repairs %q: %w", s.String, err)
	}
	out := make([]budget.Repair, len(list))
	for i, r := range list {
		out[i] = budget.Repair{Rule: r[0], Before: r[1], After: r[2]}
	}
	return out, nil
}

// Facts gives a document's facts in their order.
func (s *Store) Facts(ctx context.Context, document int64) iter.Seq2[Fact, error] {
	return each(ctx, s.read, "facts", factQuery+` WHERE f.document_id = ? ORDER BY f.n`, scanFact, document)
}

const claimQuery = `SELECT c.n, coalesce(e.name, ''), coalesce(j.name, ''), c.code, c.kind, c.measure, c.amount, c.unit, c.base, c.base_amount,
	c.direction, c.delta, c.percent, c.share, c.completion, coalesce(r.name, ''), coalesce(s.name, ''),
	c.page, c.x0, c.y0, c.x1, c.y1, c.status, c.implied, c.implied_exact, c.against, c.whole
	FROM claims c LEFT JOIN texts e ON e.id = c.section_id LEFT JOIN texts j ON j.id = c.subject_id
	LEFT JOIN texts r ON r.id = c.reason_id LEFT JOIN texts s ON s.id = c.sentence_id`

func scanClaim(r row) (Claim, error) {
	var c Claim
	var implied sql.NullInt64
	var exact sql.NullString
	var p span
	dest := []any{&c.N, &c.Section, &c.Subject, &c.Code, &c.Table, &c.Measure, &c.Amount, &c.Unit, &c.Base, &c.BaseAmount,
		&c.Direction, &c.Delta, &c.Percent, &c.Share, &c.Completion, &c.Reason, &c.Sentence}
	dest = append(dest, p.into()...)
	dest = append(dest, &c.Status, &implied, &exact, &c.Against, &c.Whole)
	if err := r.Scan(dest...); err != nil {
		return c, err
	}
	c.Span = p.span()
	c.HasBase = implied.Valid || exact.Valid
	var err error
	c.Implied, err = yuan(implied, exact)
	return c, err
}

// Claims gives a document's claims in their order.
func (s *Store) Claims(ctx context.Context, document int64) iter.Seq2[Claim, error] {
	return each(ctx, s.read, "claims", claimQuery+` WHERE c.document_id = ? ORDER BY c.n`, scanClaim, document)
}
