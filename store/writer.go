package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"sync"
)

// ErrReadOnly says that a store opened for reading was asked to write.
var ErrReadOnly = errors.New("database is open for reading only")

// statements are the prepared statements of the writing connection.
type statements struct {
	mu sync.Mutex // held by the transaction that is running
	by map[string]*sql.Stmt
}

func (p *statements) get(ctx context.Context, conn *sql.Conn, query string) (*sql.Stmt, error) {
	if st, ok := p.by[query]; ok {
		return st, nil
	}
	st, err := conn.PrepareContext(ctx, query)
	if err != nil {
		return nil, err
	}
	if p.by == nil {
		p.by = map[string]*sql.Stmt{}
	}
	p.by[query] = st
	return st, nil
}

func (p *statements) close() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	var errs []error
	for _, st := range p.by {
		errs = append(errs, st.Close())
	}
	p.by = nil
	return errors.Join(errs...)
}

// writer is one transaction on the writing connection.
type writer struct {
	s         *Store
	sentences map[string]int64 // of the document that is being replaced
}

// inTx runs f in one transaction; an error undoes all of it. Transactions of
// one Store run one after the other.
func (s *Store) inTx(ctx context.Context, f func(*writer) error) error {
	if s.write == nil {
		return ErrReadOnly
	}
	s.stmts.mu.Lock()
	defer s.stmts.mu.Unlock()
	if _, err := s.conn.ExecContext(ctx, `BEGIN IMMEDIATE`); err != nil {
		return fmt.Errorf("begin: %w", err)
	}
	s.ids.begin()
	err := f(&writer{s: s})
	if err == nil {
		err = ctx.Err()
	}
	if err == nil {
		if _, err = s.conn.ExecContext(ctx, `COMMIT`); err == nil {
			return nil
		}
		err = fmt.Errorf("commit: %w", err)
	}
	s.ids.rollback()
	// The caller's context may be what ended: undoing must not depend on it.
	_, undo := s.conn.ExecContext(context.WithoutCancel(ctx), `ROLLBACK`)
	if undo != nil && strings.Contains(undo.Error(), "no transaction is active") { // SQLite has undone it itself
		undo = nil
	}
	return errors.Join(err, undo)
}

// exec, query and queryRow run one statement of the transaction to its end,
// whatever becomes of ctx: to be able to end one costs a goroutine each, and
// they are short. Whoever runs many asks ctx between them.
func (w *writer) exec(ctx context.Context, query string, args ...any) (sql.Result, error) {
	ctx = context.WithoutCancel(ctx)
	st, err := w.s.stmts.get(ctx, w.s.conn, query)
	if err != nil {
		return nil, err
	}
	return st.ExecContext(ctx, args...)
}

func (w *writer) query(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	ctx = context.WithoutCancel(ctx)
	st, err := w.s.stmts.get(ctx, w.s.conn, query)
	if err != nil {
		return nil, err
	}
	return st.QueryContext(ctx, args...)
}

func (w *writer) queryRow(ctx context.Context, query string, args ...any) row {
	ctx = context.WithoutCancel(ctx)
	st, err := w.s.stmts.get(ctx, w.s.conn, query)
	if err != nil {
		return failedRow{err}
	}
	return st.QueryRowContext(ctx, args...)
}

// row is what a query of one row gives.
type row interface{ Scan(...any) error }

type failedRow struct{ err error }

func (r failedRow) Scan(...any) error { return r.err }
