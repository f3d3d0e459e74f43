package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"yusuan/store"
	"yusuan/store/export"
)

// defaultDB is the database that commands use where none is named.
const defaultDB = "budget.db"

type exportOptions struct {
	db, format, output string
	excel, unread      bool
	filter             filterFlags
}

var exportFormats = []string{"csv", "jsonl", "xlsx", "parquet"}

func newExport() *cobra.Command {
	var o exportOptions
	cmd := &cobra.Command{
		Use:   "export " + strings.Join(recordNames(), "|") + "|all",
		Short: "Write stored rows as CSV, JSON Lines, XLSX, Parquet or a Data Package",
		Long: `Write the rows of the database in a format that other tools read. Amounts are
yuan, exact; codes are text; each row says document, page and box.

"all" writes every kind of row: --format xlsx into one workbook (-o FILE.xlsx),
--format datapackage into a folder (-o DIR) with datapackage.json (Data Package
2.0 with the column types of the Fiscal Data Package), --format datasette the
metadata.yaml for publishing the database itself with Datasette.
` + exitHelp,
		ValidArgs: append(recordNames(), "all"),
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) != 1 {
				return usageError("export: name one of %s, all", strings.Join(recordNames(), ", "))
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			return runExport(cmd, args[0], o)
		},
	}
	f := cmd.Flags()
	addDB(cmd, &o.db)
	f.StringVar(&o.format, "format", "csv", strings.Join(exportFormats, ", ")+"; for all: xlsx, datapackage, datasette")
	f.StringVarP(&o.output, "output", "o", "", "file or folder to write; standard output where none is named")
	f.BoolVar(&o.excel, "excel", false, "CSV that Excel opens by double-click: byte order mark, codes kept as text")
	f.BoolVar(&o.unread, "unread", false, "of claims, the sentences about money that nothing understood")
	o.filter.add(cmd)
	return cmd
}

func recordNames() []string {
	var names []string
	for _, r := range export.Records {
		names = append(names, r.Name)
	}
	return names
}

func runExport(cmd *cobra.Command, what string, o exportOptions) error {
	filter, err := o.filter.filter()
	if err != nil {
		return err
	}
	write, err := exporter(cmd.Context(), what, o)
	if err != nil {
		return err
	}
	st, err := openStore(cmd, o.db)
	if err != nil {
		return err
	}
	defer st.Close()
	if filter.Organizations, err = resolve(cmd, st, filter.Organizations); err != nil {
		return err
	}
	return write(st, filter, cmd.OutOrStdout())
}

// exporter chooses what writes; wrong use is told before anything is opened.
func exporter(ctx context.Context, what string, o exportOptions) (func(*store.Store, store.Filter, io.Writer) error, error) {
	if o.excel && o.format != "csv" {
		return nil, usageError("export: --excel is for --format csv")
	}
	if (o.format == "xlsx" || o.format == "parquet" || o.format == "datapackage") && o.output == "" {
		return nil, usageError("export: --format %s wants a file: -o NAME", o.format)
	}
	if o.unread && what != export.Claims.Name {
		return nil, usageError("export: --unread is for claims")
	}
	if what == "all" {
		switch o.format {
		case "xlsx":
			return func(st *store.Store, f store.Filter, stdout io.Writer) error {
				var sheets []export.Sheet
				for _, r := range export.Records {
					sheets = append(sheets, r.Sheet(ctx, st, f))
				}
				return toFile(o.output, stdout, func(w io.Writer) error { return export.XLSX(w, sheets...) })
			}, nil
		case "datapackage":
			return func(st *store.Store, f store.Filter, _ io.Writer) error {
				return export.DataPackage(ctx, o.output, st, f, time.Now())
			}, nil
		case "datasette":
			return func(_ *store.Store, _ store.Filter, stdout io.Writer) error {
				return toFile(o.output, stdout, func(w io.Writer) error { return export.Datasette(w, o.db) })
			}, nil
		}
		return nil, usageError("export all: --format is xlsx, datapackage or datasette, not %q", o.format)
	}
	i := slices.IndexFunc(export.Records, func(r *export.Record) bool { return r.Name == what })
	if i < 0 {
		return nil, usageError("export: %q is none of %s, all", what, strings.Join(recordNames(), ", "))
	}
	if !slices.Contains(exportFormats, o.format) {
		return nil, usageError("export: --format is one of %s, not %q", strings.Join(exportFormats, ", "), o.format)
	}
	return func(st *store.Store, f store.Filter, stdout io.Writer) error {
		record := export.Records[i]
		if o.unread {
			record = export.UnreadClaims
		}
		sh := record.Sheet(ctx, st, f)
		return toFile(o.output, stdout, func(w io.Writer) error {
			switch o.format {
			case "jsonl":
				return export.JSONLines(w, sh)
			case "xlsx":
				return export.XLSX(w, sh)
			case "parquet":
				return export.Parquet(w, sh)
			}
			return export.CSV(w, sh, export.CSVOptions{Excel: o.excel})
		})
	}, nil
}

// toFile lets f write to a file, or to stdout where the name is "" or "-". A
// file appears whole or not at all.
func toFile(name string, stdout io.Writer, f func(io.Writer) error) error {
	if name == "" || name == "-" {
		b := bufio.NewWriterSize(stdout, 1<<16)
		if err := f(b); err != nil {
			return err
		}
		return b.Flush()
	}
	part := name + ".part"
	file, err := os.Create(part)
	if err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	defer os.Remove(part)
	b := bufio.NewWriterSize(file, 1<<16)
	if err := f(b); err != nil {
		file.Close()
		return err
	}
	if err := b.Flush(); err != nil {
		file.Close()
		return fmt.Errorf("write %s: %w", name, err)
	}
	if err := file.Close(); err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	return os.Rename(part, name)
}
