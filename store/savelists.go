package store

import (
	"context"
	"database/sql"
	"fmt"
	"slices"

	"yusuan/parse/budget"
)

// saveLists writes what documents hold beside amounts of tables and statements
// about them.
func (w *writer) saveLists(ctx context.Context, id int64, doc *budget.Document) error {
	into := func(table, columns string) list { return list{w, id, table, columns} }
	unread := func(u budget.Unread) ([]any, budget.Span, error) { return []any{u.Kind, u.Text, u.Why}, u.Span, nil }
	if err := saveList(ctx, into("unread", `kind, text, why`), doc.Unread, unread); err != nil {
		return err
	}
	purchase := func(p budget.Purchase) ([]any, budget.Span, error) {
		var amount sql.NullInt64
		var exact sql.NullString
		if p.Printed == budget.PrintedValue || p.Printed == budget.PrintedZero {
			amount, exact = fen(p.Amount)
		}
		return []any{p.Table, p.Row, p.Category, p.Project, p.Economic, p.Item, p.Method, amount, exact, p.Unit, p.Raw, string(p.Printed), boolInt(p.Total)}, p.Span, nil
	}
	if err := saveList(ctx, into("procurement", `table_n, row, category, project, economic, item, method, amount, amount_exact, unit, raw, printed, total`), doc.Purchases, purchase); err != nil {
		return err
	}
	target := func(t budget.Target) ([]any, budget.Span, error) {
		goal, err := w.text(ctx, t.Goal, false)
		return []any{t.Project, t.Funds, goal, t.Level1, t.Level2, t.Level3, t.Operator, t.Value, t.UnitTxt, t.Raw}, t.Span, err
	}
	if err := saveList(ctx, into("performance", `project, funds, goal_id, level1, level2, level3, operator, value, unit, raw`), doc.Targets, target); err != nil {
		return err
	}
	unit := func(u budget.MemberUnit) ([]any, budget.Span, error) {
		return []any{u.Number, u.Name, u.Kind}, u.Span, nil
	}
	if err := saveList(ctx, into("units", `number, name, kind`), doc.Units, unit); err != nil {
		return err
	}
	stated := func(s budget.Stated) ([]any, budget.Span, error) {
		return []any{s.Key, s.Value, s.Unit, s.Sentence}, s.Span, nil
	}
	return saveList(ctx, into("stated", `key, value, unit, sentence`), doc.Stated, stated)
}

// list is a table that keeps one list of a document.
type list struct {
	w              *writer
	document       int64
	table, columns string
}

// saveList writes the rows of one list: document, place in the list, the
// list's own columns, place on the page.
func saveList[T any](ctx context.Context, l list, items []T, values func(T) ([]any, budget.Span, error)) error {
	in := l.w.into(l.table, `document_id, n, `+l.columns+`, `+placeColumns)
	for n, v := range items {
		own, at, err := values(v)
		if err == nil {
			err = in.add(ctx, slices.Concat([]any{l.document, n}, own, place(at))...)
		}
		if err != nil {
			return fmt.Errorf("%s: %w", l.table, err)
		}
	}
	return nil
}

func (w *writer) savePageNotes(ctx context.Context, id int64, doc *budget.Document) error {
	in := w.into("page_notes", `document_id, n, page, engine, reason, status, detail`)
	for i, p := range doc.PageNotes {
		if err := in.add(ctx, id, i, p.Page, p.Engine, p.Reason, p.Status, p.Detail); err != nil {
			return err
		}
	}
	return nil
}
