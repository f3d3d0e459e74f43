package parse

import (
	"strings"

	"yusuan/extract"
	"yusuan/parse/budget"
	"yusuan/parse/form"
)

// mostOnCover is how many lines a page may have that is a cover.
const mostOnCover = 10

// Cover is what a page says that holds little but whose disclosure begins
// there, of which year and phase. What it leaves open stays zero.
type Cover struct {
	Body  string
	Year  int
	Phase budget.Phase
	Text  string // as printed
	budget.Span
}

// apart reports whether two covers cannot be of the same disclosure.
func (c Cover) apart(o Cover) bool {
	return c.Year != 0 && o.Year != 0 && c.Year != o.Year ||
		c.Phase != "" && o.Phase != "" && c.Phase != o.Phase ||
		c.Body != "" && o.Body != "" && !sameBody(c.Body, o.Body) && !partOf(c.Body, o.Body)
}

// cover keeps a line that says whose disclosure this is where it stands on a
// page with few others.
func (id *identifier) cover(d form.Disclosure, l docLine) {
	if d.Chapter || d.Numbered || d.Overview || d.Year == 0 && d.Body == "" || !id.sparse[l.Page] {
		return
	}
	id.covers = append(id.covers, Cover{Body: d.Body, Year: d.Year, Phase: d.Phase, Text: strings.TrimSpace(l.text), Span: l.Span})
}

// sparsePages tells the pages that have few lines and no table, so that they
// may be covers.
func sparsePages(pages []*extract.Page, tables []budget.Table) map[int]bool {
	out := map[int]bool{}
	for _, p := range pages {
		n := 0
		for _, l := range p.Lines {
			if strings.TrimSpace(l.Text) != "" {
				n++
			}
		}
		out[p.Number] = n <= mostOnCover
	}
	for _, t := range tables {
		for _, n := range t.Pages {
			out[n] = false
		}
	}
	return out
}

// secondCover is the first cover on a later page that cannot be of the same
// disclosure as the first; nil for none.
func (id *Identity) secondCover() *Cover {
	for i := range id.Covers {
		if c := &id.Covers[i]; c.Page > id.Covers[0].Page && c.apart(id.Covers[0]) {
			return c
		}
	}
	return nil
}
