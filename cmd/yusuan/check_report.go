package main

import (
	"cmp"
	"fmt"
	"io"
	"strings"

	"yusuan/cmd/internal/report"
	"yusuan/parse/budget"
	"yusuan/store/export"
)

// How the findings of documents are written: text, JSON, CSV, Markdown.

func (c *checker) write(w io.Writer) error {
	switch c.opt.format {
	case "json":
		var docs []*budget.Document
		for _, d := range c.done {
			docs = append(docs, d.doc)
		}
		return report.JSON(w, docs, c.opt.ignore)
	case "csv":
		return export.CSV(w, c.sheet(), export.CSVOptions{})
	case "markdown":
		for i, d := range c.done {
			if i > 0 {
				if _, err := io.WriteString(w, "\n---\n\n"); err != nil {
					return err
				}
			}
			if _, err := w.Write(d.markdown); err != nil {
				return err
			}
		}
		return nil
	}
	return c.text(w)
}

// sheet gives the findings with the columns of the exported ones.
func (c *checker) sheet() export.Sheet {
	var rows [][]any
	for _, d := range c.done {
		if d.doc.Status == "failed" {
			rows = append(rows, export.FindingRow(d.doc.SHA256, d.doc.File, unreadable(d.doc)))
		}
		for _, f := range d.findings {
			rows = append(rows, export.FindingRow(d.doc.SHA256, d.doc.File, f))
		}
	}
	return rowsOf(export.Findings.Name, export.Findings.Columns, rows)
}

// unreadable is the finding that a document could not be read.
func unreadable(d *budget.Document) budget.Finding {
	return budget.Finding{Check: "unreadable", Severity: budget.SeverityError, Status: budget.Unknown,
		Message: "文件无法读取：" + d.Reason, English: "the document could not be read: " + d.Reason}
}

var severityWord = map[budget.Severity]string{budget.SeverityError: "error 错误", budget.SeverityWarning: "warning 警告", budget.SeverityNote: "note 提示"}

func (c *checker) text(out io.Writer) error {
	var w strings.Builder
	var withErrors, failed, errs, warnings, notes int
	for i, d := range c.done {
		if i > 0 {
			w.WriteString("\n")
		}
		d.text(&w)
		if d.doc.Status == "failed" {
			failed++
		}
		if d.errors > 0 {
			withErrors++
		}
		errs, warnings, notes = errs+d.errors, warnings+d.warnings, notes+d.notes
	}
	fmt.Fprintf(&w, "\n%s, %d with errors, %d unreadable; %s, %s, %s\n", plural(len(c.done), "document"), withErrors, failed,
		plural(errs, "error"), plural(warnings, "warning"), plural(notes, "note"))
	_, err := io.WriteString(out, w.String())
	return err
}

func plural(n int, word string) string {
	if n == 1 {
		return "1 " + word
	}
	return fmt.Sprintf("%d %ss", n, word)
}

func (d *checked) text(w *strings.Builder) {
	fmt.Fprintf(w, "%s\n", clean(d.doc.File))
	if d.doc.Status == "failed" {
		fmt.Fprintf(w, "  unreadable 无法读取: %s\n", clean(d.doc.Reason))
		return
	}
	year := "year unknown"
	if d.doc.Year != 0 {
		year = fmt.Sprint(d.doc.Year)
	}
	fmt.Fprintf(w, "  %s  %s  %s  %s\n", clean(cmp.Or(d.doc.Organization, "organization unknown")), year,
		cmp.Or(phaseWord[d.doc.Phase], "phase unknown"), cmp.Or(string(d.doc.Scope), "scope unknown"))
	if d.doc.Reason != "" {
		fmt.Fprintf(w, "  %s: %s\n", d.doc.Status, clean(d.doc.Reason))
	}
	fmt.Fprintf(w, "  %s, %s, %s; %d checks hold, %d could not be settled\n", plural(d.errors, "error"), plural(d.warnings, "warning"), plural(d.notes, "note"), d.holds, d.unknown)
	fmt.Fprintf(w, "  %s\n", d.amounts)
	for _, f := range d.findings {
		place := ""
		if f.Page > 0 {
			place = fmt.Sprintf("  p.%d", f.Page)
			if f.Other.Page > 0 && f.Other.Page != f.Page {
				place += fmt.Sprintf(" / p.%d", f.Other.Page)
			}
		}
		fmt.Fprintf(w, "\n  %s%s  [%s]\n", severityWord[f.Severity], place, f.Check)
		for _, line := range []string{f.Message, f.English} {
			if line != "" {
				fmt.Fprintf(w, "    %s\n", clean(line))
			}
		}
		if f.Expected != "" || f.Actual != "" {
			fmt.Fprintf(w, "    expected %s, found %s", orNone(clean(f.Expected)), orNone(clean(f.Actual)))
			if f.Tolerance != "" {
				fmt.Fprintf(w, ", tolerance %s", clean(f.Tolerance))
			}
			w.WriteString("\n")
		}
		for line := range strings.SplitSeq(f.Evidence, "\n") {
			if line != "" {
				fmt.Fprintf(w, "    evidence: %s\n", clean(line))
			}
		}
	}
}
