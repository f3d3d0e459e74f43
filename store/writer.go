package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"sync"
)

// ErrReadOnly says that a store opened for reading was asked to write.
var ErrReadOnly = errors.New("database is open for reading only")

// statements are the prepared statements of the writing connection.
type statements struct {
	mu sync.Mutex
	by map[string]*sql.Stmt
}

func (p *statements) get(ctx context.Context, tx *sql.Tx, query string) (*sql.Stmt, error) {
	if p.by == nil {
		p.by = map[string]*sql.Stmt{}
	}
	if st, ok := p.by[query]; ok {
		return st, nil
	}
	st, err := tx.PrepareContext(ctx, query)
	if err != nil {
		return nil, err
	}
	p.by[query] = st
	return st, nil
}

func (p *statements) close() {
	for _, st := range p.by {
		st.Close()
	}
	p.by = nil
}

// writer is one transaction on the writing connection.
type writer struct {
	s     *Store
	tx    *sql.Tx
	stmts statements
}

// inTx runs f in one transaction; an error undoes all of it. Transactions of
// one Store run one after the other.
func (s *Store) inTx(ctx context.Context, f func(*writer) error) error {
	if s.write == nil {
		return ErrReadOnly
	}
	s.stmts.mu.Lock()
	defer s.stmts.mu.Unlock()
	tx, err := s.write.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("begin: %w", err)
	}
	s.ids.begin()
	w := &writer{s: s, tx: tx}
	defer w.stmts.close()
	if err := f(w); err != nil {
		s.ids.rollback()
		return errors.Join(err, ignoreDone(tx.Rollback()))
	}
	if err := tx.Commit(); err != nil {
		s.ids.rollback()
		return fmt.Errorf("commit: %w", err)
	}
	return nil
}

func ignoreDone(err error) error {
	if errors.Is(err, sql.ErrTxDone) { // the context ended and the driver has rolled back
		return nil
	}
	return err
}

func (w *writer) exec(ctx context.Context, query string, args ...any) (sql.Result, error) {
	st, err := w.stmts.get(ctx, w.tx, query)
	if err != nil {
		return nil, err
	}
	return st.ExecContext(ctx, args...)
}

func (w *writer) query(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	st, err := w.stmts.get(ctx, w.tx, query)
	if err != nil {
		return nil, err
	}
	return st.QueryContext(ctx, args...)
}

func (w *writer) queryRow(ctx context.Context, query string, args ...any) row {
	st, err := w.stmts.get(ctx, w.tx, query)
	if err != nil {
		return failedRow{err}
	}
	return st.QueryRowContext(ctx, args...)
}

// row is what a query of one row gives.
type row interface{ Scan(...any) error }

type failedRow struct{ err error }

func (r failedRow) Scan(...any) error { return r.err }
