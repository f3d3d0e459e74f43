package store

import (
	"context"
	"fmt"
)

// TableCount says how many tables a document has, and of how many the kind is known.
type TableCount struct{ Tables, Known int }

// TableCounts counts the tables of all documents that have any, by the
// document's id.
func (s *Store) TableCounts(ctx context.Context) (map[int64]TableCount, error) {
	rows, err := s.read.QueryContext(ctx, `SELECT document_id, count(*), sum(kind <> 'unknown') FROM tables GROUP BY document_id`)
	if err != nil {
		return nil, fmt.Errorf("table counts: %w", err)
	}
	defer rows.Close()
	out := map[int64]TableCount{}
	for rows.Next() {
		var id int64
		var c TableCount
		if err := rows.Scan(&id, &c.Tables, &c.Known); err != nil {
			return nil, fmt.Errorf("table counts: %w", err)
		}
		out[id] = c
	}
	return out, rows.Err()
}
