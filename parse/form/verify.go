package form

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
)

// CheckFolder reads a folder of forms on top of the built-in ones and returns every
// fault in it: files that do not load, titles that another form claims for
// another kind, titles that the rules of titles cannot read, columns that no
// heading explains.
func CheckFolder(folder fs.FS) []error {
	c, err := Overlay(folder)
	if err != nil {
		if many, ok := err.(interface{ Unwrap() []error }); ok {
			return many.Unwrap()
		}
		return []error{err}
	}
	own := map[string]bool{}
	err = fs.WalkDir(folder, ".", func(p string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			own[p] = true
		}
		return err
	})
	if err != nil {
		return []error{err}
	}
	return c.verify(func(t *Table) bool { return own[t.File] })
}

// verify holds the declared tables that pass against the rest of the catalog.
func (c *Catalog) verify(pass func(*Table) bool) []error {
	var errs []error
	for _, t := range c.tables {
		if !pass(t) {
			continue
		}
		for _, title := range slices.Concat(t.Titles, t.Loose) {
			errs = append(errs, c.verifyTitle(t, title)...)
		}
		var paths [][]string
		for _, col := range t.Columns {
			paths = append(paths, strings.Split(col, "/"))
		}
		_, ok := c.Columns(t.Kind, t.Phase, 0, paths)
		for i := range ok {
			if !ok[i] {
				errs = append(errs, fmt.Errorf("%s: %s: no heading explains column %q, or another comes to the same measure", t.File, t.ID, t.Columns[i]))
			}
		}
	}
	return errs
}

func (c *Catalog) verifyTitle(t *Table, title string) []error {
	ms := c.Title(title)
	var errs []error
	mine := false
	for _, m := range ms {
		switch {
		case m.Kind == t.Kind && slices.Contains(m.Forms, t.ID):
			mine = true
		default:
			errs = append(errs, fmt.Errorf("%s: %s: title %q is claimed as %s by %s too", t.File, t.ID, title, m.Kind, strings.Join(m.Forms, ", ")))
		}
	}
	if !mine {
		errs = append(errs, fmt.Errorf("%s: %s: title %q is not read as a title (no year, number, body or sentence may stand in it)", t.File, t.ID, title))
	}
	return errs
}

// Explain says in words what the catalog makes of a line: the title it reads,
// the kind, and the forms or rule it rests on.
func (c *Catalog) Explain(line string) string {
	ms := c.Title(line)
	if len(ms) == 0 {
		if ms = c.Contents(line); len(ms) == 0 {
			return "no title"
		}
	}
	var parts []string
	for _, m := range ms {
		from := "rule of kind " + m.Kind
		if len(m.Forms) > 0 {
			from = "declared by " + strings.Join(m.Forms, ", ")
		}
		parts = append(parts, fmt.Sprintf("%s %q: %s (%s)", m.Kind, m.Title, from, m.Sure))
	}
	return strings.Join(parts, "; ")
}

// Verify returns every fault of the whole catalog, joined; nil for none.
func (c *Catalog) Verify() error {
	return errors.Join(c.verify(func(*Table) bool { return true })...)
}
