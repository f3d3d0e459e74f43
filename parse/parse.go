// Package parse rebuilds what a disclosure says from the pages an engine read:
// table regions, their grids, their rows, facts and claims, and proves them.
// Its stages are pure functions between plain values, one a file; it opens no
// file and keeps no clock.
package parse

import (
	"context"
	"log/slog"

	"yusuan/extract"
	"yusuan/parse/budget"
	"yusuan/parse/form"
)

// Version counts changes of the parser that change results. Stores compare it
// to decide what must be read again.
const Version = 1

// Options of Document. The zero value works.
type Options struct {
	Forms *form.Catalog // nil: the built-in forms
	// Second reads a page again with the other engine, for pages whose
	// identities fail. Nil: no second opinion is to be had.
	Second func(ctx context.Context, page int) (*extract.Page, error)
	Ignore []string // checks that are not to be reported
	Log    *slog.Logger
}

// ProseLine is one line of running text outside tables and page furniture.
type ProseLine struct {
	Text string
	budget.Span
}

// Cell is one amount cell of a row.
type Cell struct {
	Column  int    // index into budget.Table.Columns; -1 where it cannot be told
	Raw     string // as drawn; "" for a blank cell of a known column
	Repairs []budget.Repair
	budget.Span
}

// Row is one row of a table with wraps, splits and page breaks undone.
type Row struct {
	N       int    // from 1 within the table
	Lane    string // as budget.Fact.Lane
	Code    string
	Name    string
	Parent  string
	Total   bool
	Cells   []Cell
	Repairs []budget.Repair // of code and name
	budget.Span
}

// Read is what the table stages make of the pages, before anything is proven.
type Read struct {
	Tables []budget.Table
	Rows   [][]Row // by table
	Facts  []budget.Fact
	Prose  []ProseLine
	Unread []budget.Unread

	Purchases []budget.Purchase
	Targets   []budget.Target
	Units     []budget.MemberUnit
}

// Document reads a whole document: tables, facts, claims, and findings. A
// document that reads badly is a result with a Status; an error means the
// caller's context ended.
func Document(ctx context.Context, doc *extract.Document, opt Options) (*budget.Document, error) {
	return &budget.Document{SHA256: doc.SHA256, File: doc.File}, ctx.Err()
}
