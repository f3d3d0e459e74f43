package store

import (
	"bytes"
	"compress/flate"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"sync"

	"yusuan/parse/budget"
)

// packedEvidence is what a check that holds says of its two sides. Nearly all
// checks hold, and in full their evidence would be half of the database.
type packedEvidence struct {
	evidence string
	other    budget.Span
}

func (e packedEvidence) MarshalJSON() ([]byte, error) {
	if e.other == (budget.Span{}) {
		return json.Marshal([]any{e.evidence})
	}
	return json.Marshal([]any{e.evidence, place(e.other)})
}

func (e *packedEvidence) UnmarshalJSON(data []byte) error {
	var parts []json.RawMessage
	if err := json.Unmarshal(data, &parts); err != nil {
		return err
	}
	if len(parts) == 0 {
		return errors.New("evidence without text")
	}
	if err := json.Unmarshal(parts[0], &e.evidence); err != nil || len(parts) == 1 {
		return err
	}
	var p [5]int64
	if err := json.Unmarshal(parts[1], &p); err != nil {
		return err
	}
	q := span{p[0], p[1], p[2], p[3], p[4]}
	e.other = q.span()
	return nil
}

// maxPacked bounds what the evidence of one document unpacks to, bytes.
const maxPacked = 1 << 28

// packers are kept: making one clears a megabyte.
var packers = sync.Pool{New: func() any {
	z, err := flate.NewWriter(nil, flate.DefaultCompression)
	if err != nil { // the level is right
		panic(err)
	}
	return z
}}

// evidence packs what the checks of a document that hold say, nil where they
// say nothing.
func evidence(doc *budget.Document) ([]byte, error) {
	var held []packedEvidence
	said := false
	for i := range doc.Findings {
		if f := &doc.Findings[i]; f.Status == budget.Holds {
			e := packedEvidence{f.Evidence, f.Other}
			held = append(held, e)
			said = said || e != packedEvidence{}
		}
	}
	if !said {
		return nil, nil
	}
	return pack(held)
}

func pack(list []packedEvidence) ([]byte, error) {
	data, err := json.Marshal(list)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	z := packers.Get().(*flate.Writer)
	defer packers.Put(z)
	z.Reset(&b)
	if _, err := z.Write(data); err != nil {
		return nil, err
	}
	if err := z.Close(); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

func unpackEvidence(data []byte) ([]packedEvidence, error) {
	text, err := io.ReadAll(io.LimitReader(flate.NewReader(bytes.NewReader(data)), maxPacked))
	if err != nil {
		return nil, fmt.Errorf("evidence: %w", err)
	}
	var list []packedEvidence
	if err := json.Unmarshal(text, &list); err != nil {
		return nil, fmt.Errorf("evidence: %w", err)
	}
	return list, nil
}

// saveFindings saves the findings of a document; held is the packed evidence of
// those that hold.
func (w *writer) saveFindings(ctx context.Context, id int64, doc *budget.Document, held []byte) error {
	in := w.into("findings", `document_id, n, check_id, severity, status, kind, title_id, code, expected, actual, tolerance,
		message_id, english_id, evidence, ours, `+placeColumns+`, other, facts`)
	for i := range doc.Findings {
		f := &doc.Findings[i]
		check, err := w.check(ctx, f.Check)
		if err != nil {
			return err
		}
		var texts [3]sql.NullInt64
		for j, s := range []string{f.Title, f.Message, f.English} {
			if texts[j], err = w.text(ctx, s, false); err != nil {
				return err
			}
		}
		var evidence, other, facts sql.NullString
		if f.Status != budget.Holds {
			evidence = sql.NullString{String: f.Evidence, Valid: true}
			if f.Other != (budget.Span{}) {
				other.Valid = true
				if other.String, err = compact(place(f.Other)); err != nil {
					return err
				}
			}
		}
		if len(f.Facts) > 0 {
			facts.Valid = true
			if facts.String, err = compact(f.Facts); err != nil {
				return err
			}
		}
		p := place(f.Span)
		err = in.add(ctx, id, i, check, string(f.Severity), string(f.Status), f.Table, texts[0], f.Code, f.Expected, f.Actual, f.Tolerance,
			texts[1], texts[2], evidence, boolInt(f.Ours), p[0], p[1], p[2], p[3], p[4], other, facts)
		if err != nil {
			return fmt.Errorf("finding %d: %w", i, err)
		}
	}
	if held == nil {
		return nil
	}
	_, err := w.exec(ctx, `INSERT INTO packed (document_id, evidence) VALUES (?, ?)`, id, held)
	return err
}

const findingQuery = `SELECT f.n, k.name, f.severity, f.status, f.kind, coalesce(t.name, ''), f.code, f.expected, f.actual, f.tolerance,
	coalesce(m.name, ''), coalesce(e.name, ''), coalesce(f.evidence, ''), f.ours, f.page, f.x0, f.y0, f.x1, f.y1, f.other, f.facts
	FROM findings f JOIN checks k ON k.id = f.check_id
	LEFT JOIN texts t ON t.id = f.title_id LEFT JOIN texts m ON m.id = f.message_id LEFT JOIN texts e ON e.id = f.english_id`

func scanFinding(r row) (Finding, error) {
	var f Finding
	var other, facts sql.NullString
	var p span
	dest := []any{&f.N, &f.Check, &f.Severity, &f.Status, &f.Table, &f.Title, &f.Code, &f.Expected, &f.Actual, &f.Tolerance,
		&f.Message, &f.English, &f.Evidence, &f.Ours}
	dest = append(dest, p.into()...)
	dest = append(dest, &other, &facts)
	if err := r.Scan(dest...); err != nil {
		return f, err
	}
	f.Span = p.span()
	if other.Valid {
		var o [5]int64
		if err := json.Unmarshal([]byte(other.String), &o); err != nil {
			return f, fmt.Errorf("finding %d: %w", f.N, err)
		}
		q := span{o[0], o[1], o[2], o[3], o[4]}
		f.Other = q.span()
	}
	if facts.Valid {
		if err := json.Unmarshal([]byte(facts.String), &f.Facts); err != nil {
			return f, fmt.Errorf("finding %d: %w", f.N, err)
		}
	}
	return f, nil
}

// Findings gives a document's findings in their order.
func (s *Store) Findings(ctx context.Context, document int64) iter.Seq2[Finding, error] {
	return func(yield func(Finding, error) bool) {
		held, err := s.held(ctx, document)
		if err != nil {
			yield(Finding{}, fmt.Errorf("findings: %w", err))
			return
		}
		for f, err := range each(ctx, s.read, "findings", findingQuery+` WHERE f.document_id = ? ORDER BY f.n`, scanFinding, document) {
			if err == nil && f.Status == budget.Holds && len(held) > 0 {
				f.Evidence, f.Other = held[0].evidence, held[0].other
				held = held[1:]
			}
			if !yield(f, err) {
				return
			}
		}
	}
}

// held gives the evidence of the checks of a document that hold, in order.
func (s *Store) held(ctx context.Context, document int64) ([]packedEvidence, error) {
	var data []byte
	err := s.read.QueryRowContext(ctx, `SELECT evidence FROM packed WHERE document_id = ?`, document).Scan(&data)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return unpackEvidence(data)
}
