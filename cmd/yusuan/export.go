package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"yusuan/store"
	"yusuan/store/export"
)

// defaultDB is the database that commands use where none is named.
const defaultDB = "budget.db"

type exportOptions struct {
	db, format, output string
	excel              bool
	filter             filterFlags
}

func newExport() *cobra.Command {
	var o exportOptions
	cmd := &cobra.Command{
		Use:   "export facts|claims|findings|documents",
		Short: "Write stored rows as CSV",
		Long: `Write the rows of the database in a format that other tools read. Amounts are
yuan, exact; codes are text; each row says document, page and box.
` + exitHelp,
		ValidArgs: recordNames(),
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) != 1 {
				return usageError("export: name one of %s", strings.Join(recordNames(), ", "))
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			return runExport(cmd.Context(), args[0], o, cmd.OutOrStdout())
		},
	}
	f := cmd.Flags()
	f.StringVar(&o.db, "db", defaultDB, "database")
	f.StringVar(&o.format, "format", "csv", "csv")
	f.StringVarP(&o.output, "output", "o", "", "file to write; standard output where none is named")
	f.BoolVar(&o.excel, "excel", false, "CSV that Excel opens by double-click: byte order mark, codes kept as text")
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

func runExport(ctx context.Context, what string, o exportOptions, stdout io.Writer) error {
	var record *export.Record
	for _, r := range export.Records {
		if r.Name == what {
			record = r
		}
	}
	if record == nil {
		return usageError("export: %q is none of %s", what, strings.Join(recordNames(), ", "))
	}
	if o.format != "csv" {
		return usageError("export: unknown format %q", o.format)
	}
	filter, err := o.filter.filter()
	if err != nil {
		return err
	}
	st, err := store.OpenReader(ctx, o.db)
	if err != nil {
		return err
	}
	defer st.Close()
	return toFile(o.output, stdout, func(w io.Writer) error {
		return export.CSV(ctx, w, st, record, filter, export.CSVOptions{Excel: o.excel})
	})
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
