package parse

import (
	"fmt"
	"slices"

	"yusuan/parse/budget"
)

// A page that goes on with the table of the page before it prints no title.
// Where a page between is lost, or stands elsewhere, the rows of another table
// look like the rest of this one, and their sums hold among themselves. So what
// follows such a seam is proven only with the figures before it: by a sum of
// the table that has parts on both sides.

// seam is a page on which a table goes on without its title.
type seam struct{ table, page int }

// seams lists the seams of a draft that becomes the table of an index.
func (s *draft) seams(table int) []seam {
	var out []seam
	if r := s.first(); r.loose {
		out = append(out, seam{table, r.Grid.Page})
	}
	for k := 1; k < len(s.parts); k++ {
		r, before := s.parts[k].region, s.parts[k-1].region
		if r.Title == "" && r.Grid.Page != before.Grid.Page {
			out = append(out, seam{table, r.Grid.Page})
		}
	}
	return out
}

// distrustSeams takes back the proof of figures behind a seam that no sum ties
// to the figures before it, and says so among the unread.
func distrustSeams(out *budget.Document, seams []seam) {
	pages := map[int][]int{} // of the seams, by table
	for _, s := range seams {
		pages[s.table] = append(pages[s.table], s.page)
	}
	for table := range out.Tables {
		at := pages[table]
		if len(at) == 0 {
			continue
		}
		slices.Sort(at)
		tied := tiedStretches(out, table, at)
		said := make([]bool, len(tied))
		for i := range out.Facts {
			f := &out.Facts[i]
			if f.Table != table || f.Status != budget.StatusProven {
				continue
			}
			b := stretch(at, f.Page)
			if tied[b] {
				continue
			}
			f.Status = budget.StatusStated
			if !said[b] {
				said[b] = true
				out.Unread = append(out.Unread, budget.Unread{Kind: "table", Text: out.Tables[table].Title, Span: f.Span,
					Why: fmt.Sprintf("no sum shows that page %d goes on with this table", at[b-1])})
			}
		}
	}
}

// stretch numbers the runs of pages between seams: 0 before the first.
func stretch(seams []int, page int) int {
	n, found := slices.BinarySearch(seams, page)
	if found {
		n++
	}
	return n
}

// tiedStretches tells which stretches of a table sums tie to its beginning.
func tiedStretches(out *budget.Document, table int, seams []int) []bool {
	tied := make([]bool, len(seams)+1)
	tied[0] = true
	for again := true; again; {
		again = false
		for i := range out.Findings {
			in := sumStretches(out, &out.Findings[i], table, seams)
			if !slices.ContainsFunc(in, func(b int) bool { return tied[b] }) {
				continue
			}
			for _, b := range in {
				again = again || !tied[b]
				tied[b] = true
			}
		}
	}
	return tied
}

// sumStretches lists the stretches in which a sum of one table that holds has figures
// other than zero; nil for other findings.
func sumStretches(out *budget.Document, f *budget.Finding, table int, seams []int) []int {
	if f.Status != budget.Holds || !slices.Contains(arithmetic, f.Check) {
		return nil
	}
	var in []int
	for _, i := range f.Facts {
		g := &out.Facts[i]
		if g.Table != table {
			return nil
		}
		if b := stretch(seams, g.Page); !g.Amount.IsZero() && !slices.Contains(in, b) {
			in = append(in, b)
		}
	}
	return in
}
