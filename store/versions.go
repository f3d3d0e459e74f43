package store

import (
	"context"
	"database/sql"
	"fmt"
)

// disclosure is what a document is a version or a part of: one body's budget
// or final accounts of one year.
type disclosure struct {
	organization int64 // 0: unknown
	year         int   // 0: unknown
	phase, scope string
	id           int64 // the document, where the rest is not known
}

func (w *writer) disclosure(ctx context.Context, id int64) (disclosure, error) {
	var d disclosure
	var org, year sql.NullInt64
	err := w.queryRow(ctx, `SELECT organization_id, year, phase, scope FROM documents WHERE id = ?`, id).Scan(&org, &year, &d.phase, &d.scope)
	if err != nil {
		return d, fmt.Errorf("document %d: %w", id, err)
	}
	d.organization, d.year = org.Int64, int(year.Int64)
	if d.organization == 0 || d.year == 0 || d.phase == "" {
		return disclosure{id: id}, nil
	}
	return d, nil
}

// settle decides which documents of a disclosure are current.
func (w *writer) settle(ctx context.Context, d disclosure) error {
	if d.id != 0 {
		_, err := w.exec(ctx, `UPDATE documents SET current = 1 WHERE id = ?`, d.id)
		return err
	}
	return nil
}
