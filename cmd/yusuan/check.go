package main

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"yusuan/cmd/internal/batch"
	"yusuan/cmd/internal/report"
	"yusuan/extract"
	"yusuan/parse"
	"yusuan/parse/budget"
	"yusuan/store"
)

type checkOptions struct {
	db, format, output string
	engine, forms      string
	ignore             []string
	list               bool
	filter             filterFlags
}

var checkFormats = []string{"text", "json", "csv", "markdown"}

func newCheck() *cobra.Command {
	var o checkOptions
	cmd := &cobra.Command{
		Use:   "check FILE... | check --db FILE",
		Short: "Report what does not add up in documents and between them",
		Long: `Report the findings of documents: figures that do not add up, sentences that say
something else than the tables, tables that are missing or doubled, slips of
year, unit and name. Findings are grouped by document, the worst first.

Documents of one body are held against each other as well: two files of one
year, a unit against its department, this year's base against last year's
document, the budget that final accounts print against the budget.

FILE is a document, a folder, a zip archive or a pattern in quotes; it is read
here and stored nowhere. With --db alone the documents of the database are
reported; with both, the files are held against what the database has of the
same bodies.

An error is a figure that other figures contradict by more than rounding; a
warning is a small miss in the text, or something that a reader has to settle;
a note is a last place, a reason not given, an order not kept. One slip with
several consequences, or printed in two tables, is one finding.

A finding that cannot be settled (a side is missing or unreadable) is counted,
never reported. Nothing widens a tolerance: --list-checks names the checks, and
--ignore leaves one out.
` + exitHelp,
		Args: cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, args []string) error { return runCheck(cmd, args, o) },
	}
	f := cmd.Flags()
	f.StringVar(&o.db, "db", "", "database `FILE`")
	f.StringVar(&o.format, "format", "text", strings.Join(checkFormats, ", "))
	f.StringVarP(&o.output, "output", "o", "", "`FILE` to write; standard output where none is named")
	f.StringSliceVar(&o.ignore, "ignore", nil, "`CHECK`s that are not to be reported; ? lists them")
	f.BoolVar(&o.list, "list-checks", false, "list the checks by name, and what each holds")
	f.StringVar(&o.engine, "engine", "auto", "auto, native, pdfium or both, for FILEs")
	f.StringVar(&o.forms, "forms", "", "a `DIR` of declared forms laid over the built-in ones, for FILEs")
	o.filter.add(cmd)
	return cmd
}

func runCheck(cmd *cobra.Command, args []string, o checkOptions) error {
	if o.list || slices.Contains(o.ignore, "?") {
		return listChecks(cmd.OutOrStdout())
	}
	if err := checkIgnored("check", o.ignore); err != nil {
		return err
	}
	if len(args) == 0 && o.db == "" {
		return usageError("check: name files, or a database with --db; see %s --help", cmd.CommandPath())
	}
	if !slices.Contains(checkFormats, o.format) {
		return usageError("check: --format is one of %s, not %q", strings.Join(checkFormats, ", "), o.format)
	}
	if err := checkEngine("check", o.engine); err != nil {
		return err
	}
	filter, err := o.filter.filter()
	if err != nil {
		return err
	}
	var st *store.Store
	if o.db != "" {
		if st, err = openStore(cmd, o.db); err != nil {
			return err
		}
		defer st.Close()
		if filter.Organizations, err = resolve(cmd, st, filter.Organizations); err != nil {
			return err
		}
	}
	c := checker{ctx: cmd.Context(), opt: o}
	if len(args) > 0 {
		err = c.files(cmd, st, args)
	} else {
		err = c.stored(st, filter)
	}
	if err != nil {
		return err
	}
	if len(c.done) == 0 {
		return &exitError{exitFailed, errors.New("check: no document to check")}
	}
	slices.SortStableFunc(c.done, func(a, b checked) int {
		return cmp.Or(cmp.Compare(a.rank(), b.rank()), -cmp.Compare(a.errors, b.errors), -cmp.Compare(a.warnings, b.warnings), cmp.Compare(a.doc.File, b.doc.File))
	})
	if err := toFile(o.output, cmd.OutOrStdout(), c.write); err != nil {
		return err
	}
	for _, d := range c.done {
		if d.rank() == 0 {
			return needsEyes()
		}
	}
	return nil
}

// checker holds documents against each other and keeps what is reported.
type checker struct {
	ctx  context.Context
	opt  checkOptions
	done []checked
}

// checked is one document with its findings. Of the document only what
// reports need is kept: a database has many.
type checked struct {
	doc                     *budget.Document
	findings                []budget.Finding // failing, worst first
	holds, unknown          int
	amounts                 string // how far they are proven
	errors, warnings, notes int
	markdown                []byte
}

// rank orders documents, worst first: 0 for what needs eyes.
func (d *checked) rank() int {
	switch {
	case d.errors > 0 || d.doc.Status == "failed" || d.doc.Status == "partial":
		return 0
	case d.warnings > 0:
		return 1
	case d.notes > 0:
		return 2
	}
	return 3
}

// files reads the paths named and reports them, with the documents that st (nil
// for none) has of the same bodies beside them.
func (c *checker) files(cmd *cobra.Command, st *store.Store, paths []string) error {
	reader, err := batch.NewReader(batch.ReaderOptions{Engine: c.opt.engine, Forms: c.opt.forms, Ignore: c.opt.ignore, Notice: cmd.ErrOrStderr()})
	if err != nil {
		return err
	}
	defer reader.Close()
	var docs []*budget.Document
	seen := map[string]bool{}
	limit := extract.Limits{}.WithDefaults().Bytes
	err = batch.Inputs{Paths: paths, Stdin: cmd.InOrStdin()}.Each(c.ctx, func(in batch.Input) error {
		if err := c.ctx.Err(); err != nil {
			return err
		}
		if in.Skipped != "" {
			fmt.Fprintf(cmd.ErrOrStderr(), "yusuan: %s: passed over: %s\n", clean(in.Name), clean(in.Skipped))
			return nil
		}
		if in.Trouble != "" {
			docs = append(docs, &budget.Document{File: in.Name, Status: "failed", Reason: in.Trouble})
			return nil
		}
		data, err := in.Load(limit)
		if err != nil {
			docs = append(docs, &budget.Document{File: in.Name, Status: "failed", Reason: err.Error()})
			return nil
		}
		got, err := reader.Bytes(c.ctx, in.Name, data)
		if err != nil {
			return fmt.Errorf("%s: %w", in.Name, err)
		}
		if !seen[got.Document.SHA256] {
			seen[got.Document.SHA256] = true
			docs = append(docs, got.Document)
		}
		return nil
	})
	if err != nil {
		return err
	}
	if len(docs) > 0 && len(seen) == 0 {
		return fmt.Errorf("check: %s: %s", docs[0].File, docs[0].Reason) // nothing could be opened
	}
	bodies, order := byBody(docs)
	for _, name := range order {
		var beside []*budget.Document
		if st != nil && name != "" {
			if beside, err = c.load(st, name, func(d store.Document) bool { return !seen[d.SHA256] }); err != nil {
				return err
			}
		}
		if err := c.body(bodies[name], beside); err != nil {
			return err
		}
	}
	return nil
}

// stored reports the documents of a database that a filter means. One body at
// a time is in memory.
func (c *checker) stored(st *store.Store, filter store.Filter) error {
	meant, err := st.Documents(c.ctx, filter)
	if err != nil {
		return err
	}
	wanted := map[string]bool{}
	var order []string
	for _, d := range meant {
		wanted[d.SHA256] = true
		if d.Organization != "" && !slices.Contains(order, d.Organization) {
			order = append(order, d.Organization)
		}
	}
	for _, d := range meant {
		if d.Organization != "" {
			continue
		}
		doc, err := st.Load(c.ctx, d.SHA256)
		if err != nil {
			return err
		}
		if err := c.body([]*budget.Document{doc}, nil); err != nil {
			return err
		}
	}
	for _, name := range order {
		docs, err := c.load(st, name, func(d store.Document) bool { return wanted[d.SHA256] })
		if err != nil {
			return err
		}
		beside, err := c.load(st, name, func(d store.Document) bool { return !wanted[d.SHA256] && d.Current })
		if err != nil {
			return err
		}
		if err := c.body(docs, beside); err != nil {
			return err
		}
	}
	return nil
}

// load gives the documents of one body that keep says yes to.
func (c *checker) load(st *store.Store, body string, keep func(store.Document) bool) ([]*budget.Document, error) {
	found, err := st.Documents(c.ctx, store.Filter{Organizations: []string{body}})
	if err != nil {
		return nil, err
	}
	var out []*budget.Document
	for _, d := range found {
		if !keep(d) {
			continue
		}
		doc, err := st.Load(c.ctx, d.SHA256)
		if err != nil {
			return nil, err
		}
		out = append(out, doc)
	}
	return out, nil
}

// byBody groups documents by organisation, in the order of the first of each.
func byBody(docs []*budget.Document) (map[string][]*budget.Document, []string) {
	bodies := map[string][]*budget.Document{}
	var order []string
	for _, d := range docs {
		if _, ok := bodies[d.Organization]; !ok {
			order = append(order, d.Organization)
		}
		bodies[d.Organization] = append(bodies[d.Organization], d)
	}
	return bodies, order
}

// body checks the documents of one body against each other and against those
// beside them, which are not reported themselves.
func (c *checker) body(docs, beside []*budget.Document) error {
	if err := c.ctx.Err(); err != nil {
		return err
	}
	// Those beside come first: a finding between two belongs to the later one.
	all := slices.Concat(beside, docs)
	for _, d := range docs {
		d.Findings = append(d.Findings, claimsAcross(d, all)...)
	}
	for _, x := range parse.CheckAcross(all) {
		all[x.Doc].Findings = append(all[x.Doc].Findings, x.Finding)
	}
	for _, d := range docs {
		one := checked{doc: d, findings: report.Failures(d, c.opt.ignore), amounts: report.Amounts(d)}
		for _, f := range d.Findings {
			switch f.Status {
			case budget.Holds:
				one.holds++
			case budget.Unknown:
				one.unknown++
			}
		}
		for _, f := range one.findings {
			switch f.Severity {
			case budget.SeverityError:
				one.errors++
			case budget.SeverityWarning:
				one.warnings++
			default:
				one.notes++
			}
		}
		if c.opt.format == "markdown" {
			var b bytes.Buffer
			if err := report.Markdown(&b, d, c.opt.ignore); err != nil {
				return err
			}
			one.markdown = b.Bytes()
		}
		kept := *d
		kept.Tables, kept.Facts, kept.Claims, kept.Stated, kept.Unread, kept.Purchases, kept.Targets = nil, nil, nil, nil, nil, nil, nil
		kept.Findings = one.findings
		one.doc = &kept
		c.done = append(c.done, one)
	}
	return nil
}

// claimsAcross gives the findings on a document's prose that only the other
// documents of its body can give: what it has by itself it has already.
func claimsAcross(doc *budget.Document, all []*budget.Document) []budget.Finding {
	var others []*budget.Document
	for _, d := range all {
		if d != doc && d.SHA256 != doc.SHA256 && d.Year != 0 && d.Organization == doc.Organization && (d.Region == doc.Region || d.Region == "" || doc.Region == "") {
			others = append(others, d)
		}
	}
	if len(others) == 0 || doc.Organization == "" {
		return nil
	}
	probe := *doc
	probe.Findings, probe.Claims = nil, slices.Clone(doc.Claims)
	parse.CompareClaims(&probe, nil)
	alone := map[string]bool{}
	for _, f := range probe.Findings {
		alone[f.Check+"\n"+f.Message] = true
	}
	probe.Findings = nil
	parse.CompareClaims(&probe, others)
	return slices.DeleteFunc(probe.Findings, func(f budget.Finding) bool { return alone[f.Check+"\n"+f.Message] })
}
