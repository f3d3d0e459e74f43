// Package export writes what a store holds as files that other tools read. A
// Record says once which columns a kind of row has; every format is written
// from it, so that all formats have the same columns.
//
// Amounts are yuan, exact. Each row says document, page and box.
package export

import (
	"cmp"
	"context"
	"fmt"
	"iter"
	"strconv"

	"yusuan/parse/budget"
	"yusuan/store"
)

// Type of a column's values.
type Type int

const (
	Text    Type = iota // string
	Code                // string of digits: never a number, leading zeros count
	Integer             // int64
	Money               // decimal.Decimal, yuan
	Points              // float64, points
	Boolean             // bool
	Percent             // decimal.Decimal, percent
)

// Column is one column of a record.
type Column struct {
	Name        string
	Type        Type
	Description string
	Fiscal      string // Fiscal Data Package column type, "" where none fits
	Label       string // for people; "" is Name
}

// Record is one kind of row. A row has one value a column, of the column's
// type or nil for none.
type Record struct {
	Name    string
	Title   string
	Columns []Column
	rows    func(context.Context, *store.Store, store.Document) iter.Seq2[[]any, error]
}

// A Sheet is rows to be written: some columns, and a sequence of rows with one
// value a column, of the column's type or nil for none.
type Sheet struct {
	Name    string
	Title   string
	Columns []Column
	Rows    iter.Seq2[[]any, error]
	Link    func(row []any) string // where a row comes from, for formats with links; may be nil
}

// Sheet gives the rows of the documents a filter means, ordered by
// organisation, year and place in the document.
func (r *Record) Sheet(ctx context.Context, st *store.Store, f store.Filter) Sheet {
	links := map[string]string{}
	pageAt := -1
	for i, c := range r.Columns {
		if c.Name == "page" {
			pageAt = i
		}
	}
	return Sheet{
		Name: r.Name, Title: r.Title, Columns: r.Columns,
		Rows: func(yield func([]any, error) bool) {
			docs, err := st.Documents(ctx, f)
			if err != nil {
				yield(nil, err)
				return
			}
			for _, d := range docs {
				links[d.SHA256] = cmp.Or(d.URL, d.File)
				for row, err := range r.rows(ctx, st, d) {
					if err != nil {
						yield(nil, fmt.Errorf("%s of %s: %w", r.Name, d.File, err))
						return
					}
					if !yield(row, nil) {
						return
					}
				}
			}
		},
		Link: func(row []any) string {
			link := links[text(row[0])]
			if pageAt >= 0 && row[pageAt] != nil {
				link += "#page=" + text(row[pageAt])
			}
			return link
		},
	}
}

// text writes a value for formats without types.
func text(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case string:
		return v
	case int64:
		return strconv.FormatInt(v, 10)
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	case bool:
		return strconv.FormatBool(v)
	case fmt.Stringer: // decimal
		return v.String()
	}
	return fmt.Sprint(v)
}

// mapped turns typed rows into rows of values.
func mapped[T any](seq iter.Seq2[T, error], f func(T) ([]any, error)) iter.Seq2[[]any, error] {
	return func(yield func([]any, error) bool) {
		for v, err := range seq {
			var row []any
			if err == nil {
				row, err = f(v)
			}
			if err != nil {
				yield(nil, err)
				return
			}
			if !yield(row, nil) {
				return
			}
		}
	}
}

func optional(s string) any {
	if s == "" {
		return nil
	}
	return s
}

func year(y int) any {
	if y == 0 {
		return nil
	}
	return int64(y)
}

func page(n int) any {
	if n == 0 {
		return nil
	}
	return int64(n)
}

// box gives the four coordinates, nil each for text without geometry.
func box(s budget.Span) []any {
	if s.X0 == 0 && s.Y0 == 0 && s.X1 == 0 && s.Y1 == 0 {
		return []any{nil, nil, nil, nil}
	}
	return []any{s.X0, s.Y0, s.X1, s.Y1}
}
