package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"
)

// internerLimit bounds the strings remembered between documents; past it the
// memory is emptied and filled anew from the database.
const internerLimit = 200_000

// interner remembers the ids of strings in the lookup tables. What a
// transaction adds counts only once it is committed.
type interner struct {
	texts   map[string]int64
	columns map[columnKey]int64
	checks  map[string]int64
	blocks  map[int64]int64 // the last block a text was entered in
	fresh   []func()        // undo of this transaction's entries
}

type columnKey struct{ path, lane, measure, unit string }

func newInterner() *interner {
	return &interner{texts: map[string]int64{}, columns: map[columnKey]int64{}, checks: map[string]int64{}, blocks: map[int64]int64{}}
}

func (in *interner) begin() {
	in.fresh = in.fresh[:0]
	if len(in.texts)+len(in.columns) > internerLimit {
		clear(in.blocks)
		clear(in.texts)
		clear(in.columns)
	}
}

func (in *interner) rollback() {
	for _, undo := range in.fresh {
		undo()
	}
	in.fresh = in.fresh[:0]
}

// hashText is the key that texts are looked up by.
func hashText(s string) int64 {
	sum := sha256.Sum256([]byte(s))
	return int64(binary.BigEndian.Uint64(sum[:8]))
}

// text returns the id of s, NULL for "". A searched text also goes into the
// index of character pairs, once.
func (w *writer) text(ctx context.Context, s string, searched bool) (sql.NullInt64, error) {
	if s == "" {
		return sql.NullInt64{}, nil
	}
	if id, ok := w.s.ids.texts[s]; ok {
		if id < 0 && searched { // stored, but not searched so far
			id = -id
			if err := w.gram(ctx, id, s); err != nil {
				return sql.NullInt64{}, err
			}
		}
		return sql.NullInt64{Int64: max(id, -id), Valid: true}, nil
	}
	id, indexed, err := w.lookupText(ctx, s)
	if errors.Is(err, sql.ErrNoRows) {
		res, ierr := w.exec(ctx, `INSERT INTO texts (hash, searched, name) VALUES (?, 0, ?)`, hashText(s), s)
		if ierr != nil {
			return sql.NullInt64{}, ierr
		}
		id, err = res.LastInsertId()
	}
	if err != nil {
		return sql.NullInt64{}, fmt.Errorf("text: %w", err)
	}
	if searched && !indexed {
		if err := w.gram(ctx, id, s); err != nil {
			return sql.NullInt64{}, err
		}
		indexed = true
	}
	if !indexed {
		w.remember(s, -id)
	} else {
		w.remember(s, id)
	}
	return sql.NullInt64{Int64: id, Valid: true}, nil
}

func (w *writer) remember(s string, id int64) {
	w.s.ids.texts[s] = id
	w.s.ids.fresh = append(w.s.ids.fresh, func() { delete(w.s.ids.texts, s) })
}

func (w *writer) lookupText(ctx context.Context, s string) (id int64, indexed bool, err error) {
	rows, err := w.query(ctx, `SELECT id, searched, name FROM texts WHERE hash = ?`, hashText(s))
	if err != nil {
		return 0, false, err
	}
	defer rows.Close()
	for rows.Next() {
		var name string
		if err := rows.Scan(&id, &indexed, &name); err != nil {
			return 0, false, err
		}
		if name == s {
			return id, indexed, nil
		}
	}
	if err := rows.Err(); err != nil {
		return 0, false, err
	}
	return 0, false, sql.ErrNoRows
}

// gram enters a text into the index of character pairs.
func (w *writer) gram(ctx context.Context, id int64, s string) error {
	res, err := w.exec(ctx, `UPDATE texts SET searched = 1 WHERE id = ? AND searched = 0`, id)
	if err != nil {
		return fmt.Errorf("index text: %w", err)
	}
	if n, err := res.RowsAffected(); err != nil || n == 0 { // another process has done it
		return err
	}
	if err := w.index(ctx, id, s); err != nil {
		return err
	}
	w.remember(s, id)
	return nil
}

func (w *writer) index(ctx context.Context, id int64, s string) error {
	if _, err := w.exec(ctx, `INSERT INTO texts_grams (docid, grams) VALUES (?, ?)`, id, grams(s)); err != nil {
		return fmt.Errorf("index text: %w", err)
	}
	return nil
}

// textBlock records that a text stands in a block. Entries are never taken
// back, so that what is remembered of them holds whatever other processes do.
func (w *writer) textBlock(ctx context.Context, id, block int64) error {
	if w.s.ids.blocks[id] == block {
		return nil
	}
	if _, err := w.exec(ctx, `INSERT INTO text_blocks (text_id, block) VALUES (?, ?) ON CONFLICT DO NOTHING`, id, block); err != nil {
		return fmt.Errorf("block of a text: %w", err)
	}
	w.s.ids.blocks[id] = block
	w.s.ids.fresh = append(w.s.ids.fresh, func() { delete(w.s.ids.blocks, id) })
	return nil
}

func (w *writer) column(ctx context.Context, k columnKey) (int64, error) {
	if id, ok := w.s.ids.columns[k]; ok {
		return id, nil
	}
	id, err := w.lookupOrInsert(ctx,
		`SELECT id FROM columns WHERE name = ? AND lane = ? AND measure = ? AND unit = ?`,
		`INSERT INTO columns (name, lane, measure, unit) VALUES (?, ?, ?, ?)`, k.path, k.lane, k.measure, k.unit)
	if err != nil {
		return 0, fmt.Errorf("column %q: %w", k.path, err)
	}
	w.s.ids.columns[k] = id
	w.s.ids.fresh = append(w.s.ids.fresh, func() { delete(w.s.ids.columns, k) })
	return id, nil
}

func (w *writer) check(ctx context.Context, name string) (int64, error) {
	if id, ok := w.s.ids.checks[name]; ok {
		return id, nil
	}
	id, err := w.lookupOrInsert(ctx, `SELECT id FROM checks WHERE name = ?`, `INSERT INTO checks (name) VALUES (?)`, name)
	if err != nil {
		return 0, fmt.Errorf("check %q: %w", name, err)
	}
	w.s.ids.checks[name] = id
	w.s.ids.fresh = append(w.s.ids.fresh, func() { delete(w.s.ids.checks, name) })
	return id, nil
}

func (w *writer) lookupOrInsert(ctx context.Context, lookup, insert string, args ...any) (int64, error) {
	var id int64
	err := w.queryRow(ctx, lookup, args...).Scan(&id)
	if !errors.Is(err, sql.ErrNoRows) {
		return id, err
	}
	res, err := w.exec(ctx, insert, args...)
	if err != nil {
		return 0, err
	}
	return res.LastInsertId()
}
