package main

import (
	"io"
	"slices"
	"strings"

	"github.com/shopspring/decimal"
	"github.com/spf13/cobra"

	"yusuan/store"
	"yusuan/store/export"
)

// output is how a command shows rows: a table for people, or a format.
type output struct {
	format, file string
}

var outputFormats = []string{"table", "csv", "json", "markdown", "xlsx"}

func (o *output) add(cmd *cobra.Command) {
	cmd.Flags().StringVar(&o.format, "format", "table", strings.Join(outputFormats, ", "))
	cmd.Flags().StringVarP(&o.file, "output", "o", "", "`FILE` to write; standard output where none is named")
}

func (o *output) check() error {
	if !slices.Contains(outputFormats, o.format) {
		return usageError("--format is one of %s, not %q", strings.Join(outputFormats, ", "), o.format)
	}
	if o.format == "xlsx" && o.file == "" {
		return usageError("--format xlsx wants a file: -o FILE.xlsx")
	}
	return nil
}

// shownWidth is how wide a text column of a table for people may be, in
// columns of a terminal.
const shownWidth = 44

// write shows rows in the chosen format. people writes the table for people,
// where the plain one does not do; nil: the plain one.
func (o *output) write(stdout io.Writer, sh export.Sheet, people func(io.Writer) error) error {
	return toFile(o.file, stdout, func(w io.Writer) error {
		switch o.format {
		case "csv":
			return export.CSV(w, sh, export.CSVOptions{})
		case "json":
			return export.JSON(w, sh)
		case "markdown":
			return export.Markdown(w, sh)
		case "xlsx":
			return export.XLSX(w, sh)
		}
		if people != nil {
			return people(w)
		}
		return export.Aligned(w, sh, shownWidth)
	})
}

// narrowed is a sheet with some of its columns.
func narrowed(sh export.Sheet, names []string) export.Sheet {
	out := export.Sheet{Name: sh.Name, Title: sh.Title}
	var at []int
	for _, n := range names {
		for i, c := range sh.Columns {
			if c.Name == n {
				at = append(at, i)
				out.Columns = append(out.Columns, c)
			}
		}
	}
	out.Rows = func(yield func([]any, error) bool) {
		for row, err := range sh.Rows {
			if err != nil {
				yield(nil, err)
				return
			}
			short := make([]any, len(at))
			for i, j := range at {
				short[i] = row[j]
			}
			if !yield(short, nil) {
				return
			}
		}
	}
	return out
}

// rowsOf makes a sheet of rows that are at hand.
func rowsOf(name string, columns []export.Column, rows [][]any) export.Sheet {
	return export.Sheet{Name: name, Columns: columns, Rows: func(yield func([]any, error) bool) {
		for _, r := range rows {
			if !yield(r, nil) {
				return
			}
		}
	}}
}

// orNil turns "" and 0 into no value.
func orNil[T comparable](v T) any {
	var zero T
	if v == zero {
		return nil
	}
	return v
}

func money(c store.Cell) any {
	if !c.Known {
		return nil
	}
	return store.Yuan(c.Fen)
}

func moneyIf(ok bool, fen int64) any {
	if !ok {
		return nil
	}
	return store.Yuan(fen)
}

func nullDecimal(d decimal.NullDecimal) any {
	if !d.Valid {
		return nil
	}
	return d.Decimal
}

// openStore opens the database for reading.
func openStore(cmd *cobra.Command, db string) (*store.Store, error) {
	return store.OpenReader(cmd.Context(), db)
}

func addDB(cmd *cobra.Command, db *string) {
	cmd.Flags().StringVar(db, "db", defaultDB, "database `FILE`")
}
