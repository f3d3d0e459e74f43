package export

import (
	"context"
	"iter"
	"slices"

	"yusuan/parse/budget"
	"yusuan/store"
)

// listed gives a record of the lists beside the budget's tables: its own
// columns between those of the file and those of the place.
func listed[T any](name, title string, columns []Column, rows func(*store.Store, context.Context, int64) iter.Seq2[T, error], values func(T) ([]any, budget.Span)) *Record {
	return &Record{
		Name: name, Title: title,
		Columns: slices.Concat([]Column{columnDocument, columnFile, columnPage}, columns, []Column{columnX0, columnY0, columnX1, columnY1}),
		rows: func(ctx context.Context, st *store.Store, d store.Document) iter.Seq2[[]any, error] {
			return mapped(rows(st, ctx, d.ID), func(v T) ([]any, error) {
				own, at := values(v)
				return slices.Concat([]any{d.SHA256, d.File, page(at.Page)}, own, box(at)), nil
			})
		},
	}
}

// Procurement are the rows of the tables of government procurement.
var Procurement = listed("procurement", "Rows of government procurement tables", []Column{
	{Name: "row", Type: Integer, Description: "row of the table, from 1"},
	{Name: "category", Type: Text, Description: "category of what is bought, as printed"},
	{Name: "project", Type: Text, Description: "project, as printed"},
	{Name: "economic", Type: Text, Description: "economic classification, as printed"},
	{Name: "item", Type: Text, Description: "what is bought, as printed"},
	{Name: "method", Type: Text, Description: "how it is bought, as printed"},
	{Name: "amount", Type: Money, Description: "yuan, exact; empty where no figure is printed"},
	{Name: "unit", Type: Text, Description: "unit as printed"},
	{Name: "raw", Type: Text, Description: "the cell as drawn"},
	{Name: "printed", Type: Text, Description: "value, zero, dash or blank"},
	{Name: "total", Type: Boolean, Description: "a row of totals"},
}, (*store.Store).Purchases, func(p budget.Purchase) ([]any, budget.Span) {
	var amount any
	if p.Printed == budget.PrintedValue || p.Printed == budget.PrintedZero {
		amount = p.Amount
	}
	return []any{int64(p.Row), optional(p.Category), optional(p.Project), optional(p.Economic), optional(p.Item), optional(p.Method),
		amount, optional(p.Unit), optional(p.Raw), string(p.Printed), p.Total}, p.Span
})

// Performance are the rows of the tables of performance targets.
var Performance = listed("performance", "Performance targets", []Column{
	{Name: "project", Type: Text, Description: "project, as printed"},
	{Name: "funds", Type: Text, Description: "its money, as printed"},
	{Name: "goal", Type: Text, Description: "goal of the year"},
	{Name: "level1", Type: Text, Description: "first level of the indicator"},
	{Name: "level2", Type: Text, Description: "second level"},
	{Name: "level3", Type: Text, Description: "third level"},
	{Name: "operator", Type: Text, Description: "how the value is meant, as printed"},
	{Name: "value", Type: Text, Description: "target, as printed"},
	{Name: "unit", Type: Text, Description: "unit of the value, as printed"},
	{Name: "raw", Type: Text, Description: "the cell as drawn"},
}, (*store.Store).Targets, func(t budget.Target) ([]any, budget.Span) {
	return []any{optional(t.Project), optional(t.Funds), optional(t.Goal), optional(t.Level1), optional(t.Level2), optional(t.Level3),
		optional(t.Operator), optional(t.Value), optional(t.UnitTxt), optional(t.Raw)}, t.Span
})

// Units are the member units that documents list.
var Units = listed("units", "Member units", []Column{
	{Name: "number", Type: Text, Description: "number in the list, as printed"},
	{Name: "name", Type: Text, Description: "name, as printed"},
	{Name: "kind", Type: Text, Description: "kind of unit, as printed"},
}, (*store.Store).Units, func(u budget.MemberUnit) ([]any, budget.Span) {
	return []any{optional(u.Number), optional(u.Name), optional(u.Kind)}, u.Span
})

// Stated are the facts that the prose states besides amounts of the tables.
var Stated = listed("stated", "Staff, property, trips and projects as the prose states them", []Column{
	{Name: "key", Type: Text, Description: "path of names, / between levels"},
	{Name: "value", Type: Text, Description: "as printed, without commas"},
	{Name: "unit", Type: Text, Description: "as printed; empty for words"},
	{Name: "sentence", Type: Text, Description: "the sentence that states it"},
}, (*store.Store).StatedFacts, func(s budget.Stated) ([]any, budget.Span) {
	return []any{optional(s.Key), optional(s.Value), optional(s.Unit), optional(s.Sentence)}, s.Span
})

var unreadColumns = []Column{
	{Name: "kind", Type: Text, Description: "table, sentence, title or heading"},
	{Name: "text", Type: Text, Description: "the text as printed"},
	{Name: "why", Type: Text, Description: "why it was not understood"},
}

func unreadValues(u budget.Unread) ([]any, budget.Span) {
	return []any{u.Kind, optional(u.Text), optional(u.Why)}, u.Span
}

// Unread is what nothing understood: text in tables, sentences about money.
var Unread = listed("unread", "Text of tables and sentences about money that nothing understood", unreadColumns, (*store.Store).Unread, unreadValues)

// UnreadClaims are the sentences of Unread.
var UnreadClaims = listed("unread", "Sentences about money that nothing understood", unreadColumns,
	func(st *store.Store, ctx context.Context, id int64) iter.Seq2[budget.Unread, error] {
		return func(yield func(budget.Unread, error) bool) {
			for u, err := range st.Unread(ctx, id) {
				if (err != nil || u.Kind == "sentence") && !yield(u, err) {
					return
				}
			}
		}
	}, unreadValues)
