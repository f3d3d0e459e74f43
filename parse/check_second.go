package parse

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"yusuan/extract"
	"yusuan/parse/budget"
	"yusuan/parse/form"
)

// SecondOpinion reads the pages of failed identities with the other engine.
// Where the engines read different figures the mismatch may be ours: the
// finding says so (Ours) and is no more than a warning. Where they read the
// same, the evidence says that the document itself does not add up. Each page
// is read once. It does nothing without Options.Second; the error is the end
// of ctx.
func SecondOpinion(ctx context.Context, doc *budget.Document, src *extract.Document, opt Options) error {
	if opt.Second == nil {
		return ctx.Err()
	}
	forms := opt.Forms
	if forms == nil {
		forms = form.Builtin()
	}
	ids := forms.Identities()
	pages := map[int]*extract.Page{}
	for _, p := range src.Pages {
		pages[p.Number] = p
	}
	read := map[int]*extract.Comparison{} // nil where there is no second reading
	compare := func(n int) (*extract.Comparison, error) {
		if c, ok := read[n]; ok {
			return c, nil
		}
		read[n] = nil
		first := pages[n]
		if first == nil {
			return nil, nil
		}
		second, err := opt.Second(ctx, n)
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if err != nil || second == nil || second.Engine == first.Engine {
			if err != nil && !errors.Is(err, extract.ErrNoSecond) && opt.Log != nil {
				opt.Log.Debug("second opinion", "page", n, "err", err)
			}
			return nil, nil
		}
		c := extract.SecondOpinion(first, second)
		read[n] = &c
		return &c, nil
	}
	for i := range doc.Findings {
		f := &doc.Findings[i]
		if f.Status != budget.Fails || f.Severity == budget.SeverityNote || !slices.Contains(arithmetic, f.Check) {
			continue
		}
		var differ []string
		asked := 0
		for _, n := range pagesOf(doc, f) {
			c, err := compare(n)
			if err != nil {
				return err
			}
			if c == nil {
				continue
			}
			if asked++; !c.SameNumbers() && concerns(doc, f, n, c) {
				differ = append(differ, fmt.Sprintf("p.%d %s: %s; %s: %s", n, c.A, some(c.NumbersA), c.B, some(c.NumbersB)))
			}
		}
		switch {
		case len(differ) > 0:
			f.Ours = true
			if f.Severity == budget.SeverityError {
				f.Severity = budget.SeverityWarning
			}
			m, _ := ids.Message("engines-disagree")
			fill := strings.NewReplacer("{title}", f.Title, "{page}", strconv.Itoa(f.Page), "{rule}", f.Message)
			zh := fill.Replace(m.Zh)
			f.English = strings.NewReplacer("{title}", f.Title, "{page}", strconv.Itoa(f.Page), "{rule}", f.English).Replace(m.En)
			f.Message = zh
			f.Evidence = "engines disagree: " + strings.Join(differ, "; ") + "; " + f.Evidence
		case asked > 0:
			m, _ := ids.Message("same-reading")
			f.Evidence += "; " + m.En + " (" + m.Zh + ")"
		}
	}
	return ctx.Err()
}

// concerns reports whether a difference between two readings of a page touches
// a finding: the page holds a figure that it disputes, or one of its figures is
// among those that only one engine read.
func concerns(doc *budget.Document, f *budget.Finding, page int, c *extract.Comparison) bool {
	bare := func(s string) string {
		return strings.ReplaceAll(strings.Join(strings.Fields(extract.Normalize(s)), ""), ",", "")
	}
	for _, at := range f.Facts {
		fact := &doc.Facts[at]
		if fact.Page != page {
			continue
		}
		if fact.Status == budget.StatusDisputed {
			return true
		}
		for _, n := range slices.Concat(c.NumbersA, c.NumbersB) {
			if bare(n) == bare(fact.Raw) {
				return true
			}
		}
	}
	return false
}

// pagesOf gives the pages that a finding's figures stand on, in order.
func pagesOf(doc *budget.Document, f *budget.Finding) []int {
	var out []int
	for _, at := range f.Facts {
		if p := doc.Facts[at].Page; p > 0 && !slices.Contains(out, p) {
			out = append(out, p)
		}
	}
	slices.Sort(out)
	return out
}

// some gives the first of many numbers.
func some(numbers []string) string {
	const enough = 8
	if len(numbers) == 0 {
		return "—"
	}
	if len(numbers) > enough {
		return strings.Join(numbers[:enough], " ") + " …"
	}
	return strings.Join(numbers, " ")
}
