package batch

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"yusuan/parse/budget"
	"yusuan/store"
)

// Outcome is what became of one input.
type Outcome struct {
	File     string
	Document *budget.Document // nil when skipped
	Skipped  string           // why it was not read, "" when it was
	Err      error            // the machine's trouble, not the document's
}

// Ingest reads files and folders one after another and saves each document as
// it is read. done is told of each. The error is the machine's or the
// caller's: a document that cannot be read is an Outcome.
func Ingest(ctx context.Context, st *store.Store, r *Reader, paths []string, done func(Outcome)) error {
	files, err := list(paths)
	if err != nil {
		return err
	}
	for _, file := range files {
		if err := ctx.Err(); err != nil {
			return err
		}
		got, err := r.File(ctx, file)
		if err != nil {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			done(Outcome{File: file, Err: err})
			continue
		}
		if err := st.Save(ctx, got.Document); err != nil {
			return err
		}
		done(Outcome{File: file, Document: got.Document})
	}
	return nil
}

// list expands folders to the .pdf and .txt files below them, in order of name.
func list(paths []string) ([]string, error) {
	var files []string
	for _, p := range paths {
		info, err := os.Stat(p)
		if err != nil {
			return nil, err
		}
		if !info.IsDir() {
			files = append(files, p)
			continue
		}
		var below []string
		err = filepath.WalkDir(p, func(path string, d fs.DirEntry, err error) error {
			if err != nil {
				return err
			}
			if ext := strings.ToLower(filepath.Ext(path)); d.Type().IsRegular() && (ext == ".pdf" || ext == ".txt") {
				below = append(below, path)
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
		slices.Sort(below)
		files = append(files, below...)
	}
	if len(files) == 0 {
		return nil, fmt.Errorf("no .pdf or .txt in %s: %w", strings.Join(paths, ", "), errors.ErrUnsupported)
	}
	return files, nil
}
