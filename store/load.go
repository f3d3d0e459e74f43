package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"iter"

	"yusuan/parse/budget"
)

// ErrNotFound says that no document has the hash asked for.
var ErrNotFound = errors.New("no such document")

// Load gives a document back as it was saved; boxes are rounded to 1/100
// point. The hash may be abbreviated as long as it names one document.
func (s *Store) Load(ctx context.Context, sha256 string) (*budget.Document, error) {
	found, err := s.Documents(ctx, Filter{SHA256: sha256})
	if err != nil {
		return nil, err
	}
	if len(found) == 0 || sha256 == "" {
		return nil, fmt.Errorf("%s: %w", sha256, ErrNotFound)
	}
	if len(found) > 1 {
		return nil, fmt.Errorf("%s: names %d documents", sha256, len(found))
	}
	doc, err := s.load(ctx, found[0])
	if err != nil {
		return nil, fmt.Errorf("load %s: %w", sha256, err)
	}
	return doc, nil
}

func (s *Store) load(ctx context.Context, d Document) (*budget.Document, error) {
	doc := &budget.Document{
		SHA256: d.SHA256, File: d.File, Bytes: d.Bytes, Pages: d.Pages, Kind: d.Kind,
		Producer: d.Producer, Engine: d.Engine, Modified: d.Modified, URL: d.URL, Parser: d.Parser, Forms: d.Forms, Options: d.Options,
		Organization: d.Organization, Printed: d.Printed, Region: d.Region, RegionName: d.RegionName, RegionFrom: d.RegionFrom,
		Scope: d.Scope, Year: d.Year, Phase: d.Phase, Status: d.Status, Reason: d.Reason,
	}
	steps := []error{
		collect(&doc.Tables, s.tables(ctx, d.ID), func(t budget.Table) budget.Table { return t }),
		collect(&doc.Facts, s.Facts(ctx, d.ID), func(f Fact) budget.Fact { return f.Fact }),
		collect(&doc.Claims, s.Claims(ctx, d.ID), func(c Claim) budget.Claim { return c.Claim }),
		collect(&doc.Findings, s.Findings(ctx, d.ID), func(f Finding) budget.Finding { return f.Finding }),
		collect(&doc.Unread, s.Unread(ctx, d.ID), func(u budget.Unread) budget.Unread { return u }),
		collect(&doc.Purchases, s.Purchases(ctx, d.ID), func(p budget.Purchase) budget.Purchase { return p }),
		collect(&doc.Targets, s.Targets(ctx, d.ID), func(t budget.Target) budget.Target { return t }),
		collect(&doc.Stated, s.StatedFacts(ctx, d.ID), func(st budget.Stated) budget.Stated { return st }),
		collect(&doc.Units, s.Units(ctx, d.ID), func(u budget.MemberUnit) budget.MemberUnit { return u }),
		collect(&doc.PageNotes, s.pageNotes(ctx, d.ID), func(p budget.PageNote) budget.PageNote { return p }),
	}
	return doc, errors.Join(steps...)
}

func collect[T, U any](out *[]U, seq iter.Seq2[T, error], take func(T) U) error {
	for v, err := range seq {
		if err != nil {
			return err
		}
		*out = append(*out, take(v))
	}
	return nil
}

func (s *Store) tables(ctx context.Context, document int64) iter.Seq2[budget.Table, error] {
	return each(ctx, s.read, "tables", `SELECT t.kind, t.title, t.number, t.form, t.unit, t.printed, l.name,
		t.page, t.x0, t.y0, t.x1, t.y1, t.end_page, t.end_x0, t.end_y0, t.end_x1, t.end_y1,
		t.pages, t.rows, t.empty, coalesce(e.name, ''), t.notes
		FROM tables t LEFT JOIN texts l ON l.id = t.layout_id LEFT JOIN texts e ON e.id = t.empty_note_id
		WHERE t.document_id = ? ORDER BY t.n`,
		func(r row) (budget.Table, error) {
			var t budget.Table
			var layout, notes sql.NullString
			var pages string
			var start, end span
			dest := []any{&t.Kind, &t.Title, &t.Number, &t.Form, &t.Unit, &t.Printed, &layout}
			dest = append(dest, start.into()...)
			dest = append(dest, end.into()...)
			dest = append(dest, &pages, &t.Rows, &t.Empty, &t.EmptyNote, &notes)
			if err := r.Scan(dest...); err != nil {
				return t, err
			}
			t.Start, t.End = start.span(), end.span()
			return t, errors.Join(unpack(layout.String, &t.Columns), unpack(pages, &t.Pages), unpack(notes.String, &t.Notes))
		}, document)
}

func unpack(s string, v any) error {
	if s == "" {
		return nil
	}
	return json.Unmarshal([]byte(s), v)
}

// Unread gives what nothing understood of a document, in its order.
func (s *Store) Unread(ctx context.Context, document int64) iter.Seq2[budget.Unread, error] {
	return each(ctx, s.read, "unread", `SELECT kind, text, why, `+placeColumns+` FROM unread WHERE document_id = ? ORDER BY n`,
		func(r row) (budget.Unread, error) {
			var u budget.Unread
			var p span
			err := r.Scan(append([]any{&u.Kind, &u.Text, &u.Why}, p.into()...)...)
			u.Span = p.span()
			return u, err
		}, document)
}

// Purchases gives the rows of a document's procurement tables.
func (s *Store) Purchases(ctx context.Context, document int64) iter.Seq2[budget.Purchase, error] {
	return each(ctx, s.read, "procurement", `SELECT table_n, row, category, project, economic, item, method,
		amount, amount_exact, unit, raw, printed, total, `+placeColumns+` FROM procurement WHERE document_id = ? ORDER BY n`,
		func(r row) (budget.Purchase, error) {
			var u budget.Purchase
			var p span
			var amount sql.NullInt64
			var exact sql.NullString
			err := r.Scan(append([]any{&u.Table, &u.Row, &u.Category, &u.Project, &u.Economic, &u.Item, &u.Method,
				&amount, &exact, &u.Unit, &u.Raw, &u.Printed, &u.Total}, p.into()...)...)
			if err != nil {
				return u, err
			}
			u.Span = p.span()
			u.Amount, err = yuan(amount, exact)
			return u, err
		}, document)
}

// Targets gives the rows of a document's performance targets.
func (s *Store) Targets(ctx context.Context, document int64) iter.Seq2[budget.Target, error] {
	return each(ctx, s.read, "performance", `SELECT p.project, p.funds, coalesce(g.name, ''), p.level1, p.level2, p.level3, p.operator, p.value, p.unit, p.raw,
		p.page, p.x0, p.y0, p.x1, p.y1 FROM performance p LEFT JOIN texts g ON g.id = p.goal_id WHERE p.document_id = ? ORDER BY p.n`,
		func(r row) (budget.Target, error) {
			var t budget.Target
			var p span
			err := r.Scan(append([]any{&t.Project, &t.Funds, &t.Goal, &t.Level1, &t.Level2, &t.Level3, &t.Operator, &t.Value,
				&t.UnitTxt, &t.Raw}, p.into()...)...)
			t.Span = p.span()
			return t, err
		}, document)
}

// StatedFacts gives what the prose of a document states besides amounts of its
// tables: staff, property, trips, projects.
func (s *Store) StatedFacts(ctx context.Context, document int64) iter.Seq2[budget.Stated, error] {
	return each(ctx, s.read, "stated", `SELECT key, value, unit, sentence, `+placeColumns+` FROM stated WHERE document_id = ? ORDER BY n`,
		func(r row) (budget.Stated, error) {
			var st budget.Stated
			var p span
			err := r.Scan(append([]any{&st.Key, &st.Value, &st.Unit, &st.Sentence}, p.into()...)...)
			st.Span = p.span()
			return st, err
		}, document)
}

// Units gives the member units that a document lists.
func (s *Store) Units(ctx context.Context, document int64) iter.Seq2[budget.MemberUnit, error] {
	return each(ctx, s.read, "units", `SELECT number, name, kind, `+placeColumns+` FROM units WHERE document_id = ? ORDER BY n`,
		func(r row) (budget.MemberUnit, error) {
			var u budget.MemberUnit
			var p span
			err := r.Scan(append([]any{&u.Number, &u.Name, &u.Kind}, p.into()...)...)
			u.Span = p.span()
			return u, err
		}, document)
}

func (s *Store) pageNotes(ctx context.Context, document int64) iter.Seq2[budget.PageNote, error] {
	return each(ctx, s.read, "page notes", `SELECT page, engine, reason, status, detail FROM page_notes WHERE document_id = ? ORDER BY n`,
		func(r row) (budget.PageNote, error) {
			var p budget.PageNote
			err := r.Scan(&p.Page, &p.Engine, &p.Reason, &p.Status, &p.Detail)
			return p, err
		}, document)
}
