package batch

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"yusuan/parse/budget"
)

// remains is what is left of the amounts on the pages of a document that lost
// one: of those wanted on them how many are read, and how many with the meaning
// that they have in the whole document.
type remains struct{ wanted, read, meant int }

func (r *remains) add(o remains) {
	r.wanted, r.read, r.meant = r.wanted+o.wanted, r.read+o.read, r.meant+o.meant
}

func (r remains) String() string {
	return fmt.Sprintf("%d amounts on the pages that remain: %.4f read, %.4f meant", r.wanted, share(r.read, r.wanted), share(r.meant, r.wanted))
}

// TestPageLost leaves out each page of every fixture in turn. Of the pages that
// remain every amount must still be read, and nearly all with their meaning; that
// a page is lost must be said where another comes after it.
func TestPageLost(t *testing.T) {
	if testing.Short() {
		t.Skip("reads every fixture many times, one after another")
	}
	const leastRead, leastMeant, leastSaid = 1, 0.997, 1 // they only rise
	var total remains
	lost, said := 0, 0
	for _, dir := range []string{"documents", "provinces"} {
		files, err := filepath.Glob(filepath.Join(fixtures, dir, "*.pdf"))
		if err != nil || len(files) == 0 {
			t.Fatalf("no documents in %s: %v", dir, err)
		}
		for _, file := range files {
			pages := readPages(t, file)
			want := parsePages(t, copyPages(pages))
			for k := range pages {
				left := copyPages(pages)
				got := parsePages(t, numbered(slices.Delete(left, k, k+1)))
				r := remaining(want, got, k+1)
				total.add(r)
				if printsOn(want, k+1) && k+1 < len(pages) {
					lost++
					if saysLost(got) {
						said++
					} else {
						t.Logf("%s without page %d of %d: not said", filepath.Base(file), k+1, len(pages))
					}
				}
				if r.read < r.wanted || r.meant < r.wanted {
					t.Logf("%s without page %d of %d: %s", filepath.Base(file), k+1, len(pages), r)
				}
			}
		}
	}
	t.Logf("%s; %d of %d losses are said", total, said, lost)
	if share(total.read, total.wanted) < leastRead || share(total.meant, total.wanted) < leastMeant || share(said, lost) < leastSaid {
		t.Errorf("want at least %.4f read, %.4f meant, %.4f of the losses said", float64(leastRead), leastMeant, float64(leastSaid))
	}
}

func printsOn(doc *budget.Document, page int) bool {
	return slices.ContainsFunc(doc.Facts, func(f budget.Fact) bool { return f.Page == page && f.Printed == budget.PrintedValue })
}

// saysLost reports whether a document is said to lack a page or a table.
func saysLost(doc *budget.Document) bool {
	return slices.ContainsFunc(doc.Findings, func(f budget.Finding) bool {
		return slices.Contains([]string{"page-gap", "table-missing", "table-required", "table-gap"}, f.Check)
	})
}

// remaining compares a document with what is read of it without a page.
func remaining(want, got *budget.Document, lost int) remains {
	meant, read := map[string]int{}, map[string]int{}
	place := func(s budget.Span, raw string) string {
		return fmt.Sprint(s.Page, int(s.Y0+s.Y1), int(s.X1), " ", bare(raw))
	}
	for i := range got.Facts {
		f := &got.Facts[i]
		meant[meaning(got, f)]++
		read[place(f.Span, f.Raw)]++
	}
	for i := range got.Stated {
		read[place(got.Stated[i].Span, got.Stated[i].Value)]++
	}
	unread := func(f *budget.Fact, s budget.Span) bool {
		return slices.ContainsFunc(got.Unread, func(u budget.Unread) bool {
			return u.Page == s.Page && u.Y0 < s.Y1 && u.Y1 > s.Y0 && strings.Contains(bare(u.Text), bare(f.Raw))
		})
	}
	var r remains
	for i := range want.Facts {
		f := &want.Facts[i]
		if f.Page == lost || f.Printed == budget.PrintedBlank {
			continue
		}
		r.wanted++
		s := f.Span
		if s.Page > lost {
			s.Page--
		}
		if p := place(s, f.Raw); read[p] > 0 {
			read[p]--
			r.read++
		} else if unread(f, s) {
			r.read++
		}
		if m := meaning(want, f); meant[m] > 0 {
			meant[m]--
			r.meant++
		}
	}
	return r
}

func meaning(doc *budget.Document, f *budget.Fact) string {
	key := f.Code
	if key == "" {
		key = f.Name
	}
	return strings.Join([]string{doc.Tables[f.Table].Kind, key, f.Measure, bare(f.Raw)}, " | ")
}

func bare(raw string) string { return strings.NewReplacer(",", "", " ", "", "\n", "").Replace(raw) }
