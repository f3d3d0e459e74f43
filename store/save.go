package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"yusuan/parse/budget"
)

// Save stores a document, all of it or nothing. A document with the same
// bytes that was stored before is replaced, except that a result of an older
// parser never replaces one of a newer, nor a failure of the same parser a
// reading. Saving the same result again changes nothing.
func (s *Store) Save(ctx context.Context, doc *budget.Document) error {
	p, err := Prepare(doc)
	if err != nil {
		return err
	}
	return s.SavePrepared(ctx, p)
}

// SavePrepared is Save of a document that was prepared before.
func (s *Store) SavePrepared(ctx context.Context, p Prepared) error {
	doc := p.Document
	if err := checkHash(doc); err != nil {
		return err
	}
	err := s.inTx(ctx, func(w *writer) error { return w.save(ctx, p) })
	if err != nil {
		return fmt.Errorf("save %s: %w", doc.File, err)
	}
	return nil
}

// SaveAll is SavePrepared of several documents in one transaction: all of them
// are stored, or none. Together they cost much less than one by one, for pages
// of indexes that many of them touch are written once, and years of one body
// are compared once.
func (s *Store) SaveAll(ctx context.Context, ps []Prepared) error {
	if len(ps) == 1 {
		return s.SavePrepared(ctx, ps[0])
	}
	for _, p := range ps {
		if err := checkHash(p.Document); err != nil {
			return err
		}
	}
	err := s.inTx(ctx, func(w *writer) error { return w.save(ctx, ps...) })
	if err != nil {
		return fmt.Errorf("save %d documents: %w", len(ps), err)
	}
	return nil
}

func checkHash(doc *budget.Document) error {
	if len(doc.SHA256) != 2*sha256.Size {
		return fmt.Errorf("save %s: sha256 %q is no hash", doc.File, doc.SHA256)
	}
	return nil
}

// save writes documents, then decides what is current and compares the years
// of the disclosures they belong to.
func (w *writer) save(ctx context.Context, ps ...Prepared) error {
	var changed []disclosure
	for _, p := range ps {
		ds, err := w.saveOne(ctx, p)
		if err != nil {
			return err
		}
		for _, d := range ds {
			if !slices.Contains(changed, d) {
				changed = append(changed, d)
			}
		}
	}
	return w.settle(ctx, changed)
}

// saveOne writes a document and gives the disclosures that change by it: none
// where it was stored before as it is.
func (w *writer) saveOne(ctx context.Context, p Prepared) ([]disclosure, error) {
	doc := p.Document
	w.sentences = nil
	var old struct {
		id                   int64
		digest, status, file string
		parser               int
	}
	err := w.queryRow(ctx, `SELECT id, digest, status, file, parser FROM documents WHERE sha256 = ?`, doc.SHA256).
		Scan(&old.id, &old.digest, &old.status, &old.file, &old.parser)
	known := err == nil
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return nil, err
	}
	if known && doc.File != old.file {
		if _, err := w.exec(ctx, `INSERT INTO document_files (document_id, file) VALUES (?, ?) ON CONFLICT DO NOTHING`, old.id, doc.File); err != nil {
			return nil, err
		}
	}
	switch {
	case !known:
	case old.digest == p.Digest,
		old.parser > doc.Parser,
		old.parser == doc.Parser && doc.Status == "failed" && old.status != "failed":
		return nil, nil
	}
	var before disclosure
	if known {
		if before, err = w.disclosure(ctx, old.id); err != nil {
			return nil, err
		}
		if err := w.deleteParts(ctx, old.id); err != nil {
			return nil, err
		}
	}
	id, err := w.saveDocument(ctx, doc, p.Digest, old.id)
	if err != nil {
		return nil, err
	}
	if err := w.saveParts(ctx, id, p); err != nil {
		return nil, err
	}
	after, err := w.disclosure(ctx, id)
	if err != nil {
		return nil, err
	}
	if before.known() && before != after {
		return []disclosure{before, after}, nil
	}
	return []disclosure{after}, nil
}

var parts = []string{"facts", "claims", "findings", "unread", "procurement", "performance", "units", "stated", "page_notes", "packed", "tables"}

func (w *writer) deleteParts(ctx context.Context, id int64) error {
	if err := w.keepSentences(ctx, id); err != nil {
		return err
	}
	if err := w.deleteUses(ctx, id); err != nil {
		return err
	}
	if err := w.deleteLines(ctx, id); err != nil {
		return err
	}
	for _, t := range parts {
		if _, err := w.exec(ctx, `DELETE FROM `+t+` WHERE document_id = ?`, id); err != nil {
			return fmt.Errorf("%s: %w", t, err)
		}
	}
	return nil
}

// keepSentences remembers a document's sentences, for most of them come again.
func (w *writer) keepSentences(ctx context.Context, id int64) error {
	w.sentences = map[string]int64{}
	rows, err := w.query(ctx, `SELECT x.id, x.name FROM claims c JOIN texts x ON x.id = c.sentence_id WHERE c.document_id = ?`, id)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var text int64
		var name string
		if err := rows.Scan(&text, &name); err != nil {
			return err
		}
		w.sentences[name] = text
	}
	return rows.Err()
}

// deleteUses removes what text_uses says of a document, row by row: its key
// begins with the text.
func (w *writer) deleteUses(ctx context.Context, id int64) error {
	rows, err := w.query(ctx, `SELECT name_id, 'name' FROM facts WHERE document_id = ?1
		UNION SELECT subject_id, 'subject' FROM claims WHERE document_id = ?1
		UNION SELECT reason_id, 'reason' FROM claims WHERE document_id = ?1
		UNION SELECT sentence_id, 'sentence' FROM claims WHERE document_id = ?1
		UNION SELECT title_id, 'title' FROM tables WHERE document_id = ?1`, id)
	if err != nil {
		return err
	}
	var uses []textUse
	for rows.Next() {
		var text sql.NullInt64
		var u textUse
		if err := rows.Scan(&text, &u.field); err != nil {
			rows.Close()
			return err
		}
		if u.text = text.Int64; text.Valid {
			uses = append(uses, u)
		}
	}
	rows.Close()
	if err := rows.Err(); err != nil {
		return err
	}
	for _, u := range uses {
		if _, err := w.exec(ctx, `DELETE FROM text_uses WHERE block = ? AND text_id = ? AND field = ? AND document_id = ?`, useBlock(u.field, id), u.text, u.field, id); err != nil {
			return err
		}
	}
	return nil
}

func (w *writer) saveDocument(ctx context.Context, doc *budget.Document, digest string, id int64) (int64, error) {
	region, err := w.region(ctx, doc)
	if err != nil {
		return 0, err
	}
	org, err := w.organization(ctx, doc, region)
	if err != nil {
		return 0, err
	}
	var proven, disputed, failed int
	for i := range doc.Facts {
		switch doc.Facts[i].Status {
		case budget.StatusProven:
			proven++
		case budget.StatusDisputed:
			disputed++
		}
	}
	for i := range doc.Findings {
		if doc.Findings[i].Status == budget.Fails {
			failed++
		}
	}
	modified := ""
	if !doc.Modified.IsZero() {
		modified = doc.Modified.UTC().Format(time.RFC3339)
	}
	args := []any{title(doc), doc.URL, doc.Bytes, doc.Pages, doc.Kind, doc.Producer, doc.Engine,
		org, doc.Printed, region, doc.RegionName, doc.RegionFrom, string(doc.Scope), nullYear(doc.Year), string(doc.Phase),
		doc.Status, doc.Reason, doc.Parser, doc.Forms, doc.Options, digest, modified,
		len(doc.Facts), proven, disputed, len(doc.Claims), failed}
	const columns = `title, url, bytes, pages, kind, producer, engine,
		organization_id, printed, region, region_name, region_from, scope, year, phase,
		status, reason, parser, forms, options, digest, modified,
		facts, proven, disputed, claims, failed_checks`
	marks := strings.TrimSuffix(strings.Repeat("?, ", len(args)), ", ")
	if id != 0 {
		_, err := w.exec(ctx, `UPDATE documents SET (`+columns+`) = (`+marks+`) WHERE id = ?`, append(args, id)...)
		return id, err
	}
	res, err := w.exec(ctx, `INSERT INTO documents (`+columns+`, sha256, file) VALUES (`+marks+`, ?, ?)`, append(args, doc.SHA256, doc.File)...)
	if err != nil {
		return 0, err
	}
	return res.LastInsertId()
}

// title is the label of a document: whose, of which year, what.
func title(doc *budget.Document) string {
	var b strings.Builder
	name := doc.Organization
	if name == "" {
		name = doc.File
	}
	b.WriteString(name)
	if doc.Year != 0 {
		fmt.Fprintf(&b, " %d", doc.Year)
	}
	if doc.Phase != "" {
		b.WriteString(" " + string(doc.Phase))
	}
	if doc.Scope == budget.ScopeUnit {
		b.WriteString(" (unit)")
	}
	return b.String()
}

func nullYear(y int) any {
	if y == 0 {
		return nil
	}
	return y
}

func (w *writer) region(ctx context.Context, doc *budget.Document) (any, error) {
	if doc.Region == "" {
		return nil, nil
	}
	name := doc.RegionName
	if name == "" {
		name = doc.Region
	}
	_, err := w.exec(ctx, `INSERT INTO regions (code, name) VALUES (?, ?) ON CONFLICT DO NOTHING`, doc.Region, name)
	if err != nil {
		return nil, fmt.Errorf("region %s: %w", doc.Region, err)
	}
	return doc.Region, nil
}

func (w *writer) organization(ctx context.Context, doc *budget.Document, region any) (any, error) {
	if doc.Organization == "" {
		return nil, nil
	}
	id, err := w.lookupOrInsert(ctx, `SELECT id FROM organizations WHERE name = ? AND region IS ?`,
		`INSERT INTO organizations (name, region) VALUES (?, ?)`, doc.Organization, region)
	if err != nil {
		return nil, fmt.Errorf("organization %s: %w", doc.Organization, err)
	}
	if doc.Printed != "" && doc.Printed != doc.Organization {
		_, err = w.exec(ctx, `INSERT INTO organization_aliases (organization_id, name, source) VALUES (?, ?, 'cover') ON CONFLICT DO NOTHING`, id, doc.Printed)
		if err != nil {
			return nil, fmt.Errorf("alias of %s: %w", doc.Organization, err)
		}
	}
	return id, nil
}

// pointParts is what one point is stored as: hundredths.
const pointParts = 100

// maxPoint bounds a coordinate; beyond it, and for what is no number, 0 is stored.
const maxPoint = 1e9

func hundredths(pt float64) int64 {
	if math.IsNaN(pt) || math.Abs(pt) > maxPoint {
		return 0
	}
	return int64(math.Round(pt * pointParts))
}

func place(s budget.Span) []any {
	return []any{s.Page, hundredths(s.X0), hundredths(s.Y0), hundredths(s.X1), hundredths(s.Y1)}
}

func boolInt(b bool) int {
	if b {
		return 1
	}
	return 0
}

// compact writes v as JSON without escaping "<" and friends.
func compact(v any) (string, error) {
	var b strings.Builder
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return "", err
	}
	return strings.TrimSuffix(b.String(), "\n"), nil
}
