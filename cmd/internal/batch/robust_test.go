package batch

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"yusuan/extract"
	"yusuan/parse"
	"yusuan/parse/budget"
)

// TestDamaged reads every fixture again with its pages damaged in memory and
// compares the facts with those of the pages as they are. A part of them must be
// the same, and no figure given another meaning may be called proven.
func TestDamaged(t *testing.T) {
	if testing.Short() {
		t.Skip("reads every fixture many times, one after another")
	}
	var files []string
	for _, dir := range []string{"documents", "provinces"} {
		found, err := filepath.Glob(filepath.Join(fixtures, dir, "*.pdf"))
		if err != nil || len(found) == 0 {
			t.Fatalf("no documents in %s: %v", dir, err)
		}
		files = append(files, found...)
	}
	byFile := benchDamage(t, files, damages)
	for k, d := range damages {
		var others score
		for file, scores := range byFile {
			least, hard := harder[file][d.name]
			switch {
			case !hard:
				others.add(scores[k])
			case scores[k].part() < least:
				t.Errorf("%s, %s: %.4f of the amounts are the same, want %.4f", file, d.name, scores[k].part(), least)
			}
		}
		if others.part() < d.least {
			t.Errorf("%s: %.4f of the amounts are the same, want %.4f", d.name, others.part(), d.least)
		}
	}
}

// TestDamagedCorpus does some of it to real documents, and only reports.
func TestDamagedCorpus(t *testing.T) {
	files, _ := filepath.Glob("../../../../shared/corpus/pdf/*.pdf")
	switch {
	case testing.Short():
		t.Skip("takes half a minute")
	case len(files) == 0:
		t.Skip("no ../shared/corpus")
	}
	var some []damage
	for _, d := range damages {
		switch d.name {
		case "drop 10%", "sides 10%", "no rules":
			d.seeds, d.open = 1, true
			some = append(some, d)
		}
	}
	benchDamage(t, files, some)
}

// benchDamage gives the scores of each file, by its name, in the order of the
// damages.
func benchDamage(t *testing.T, files []string, damages []damage) map[string][]score {
	t.Helper()
	byFile := map[string][]score{}
	total := make([]score, len(damages))
	for _, file := range files {
		pages := readPages(t, file)
		want := parsePages(t, copyPages(pages))
		for k, d := range damages {
			var sum score
			for seed := range d.seeds {
				r := rand.New(rand.NewPCG(uint64(seed), 11))
				s := compareDocuments(want, parsePages(t, d.apply(r, copyPages(pages))))
				sum.add(s)
				if len(s.proven) > 0 {
					say := t.Errorf
					if d.open {
						say = t.Logf
					}
					say("%s, %s, seed %d: wrong and proven:\n%s", filepath.Base(file), d.name, seed, strings.Join(s.proven, "\n"))
				}
			}
			t.Logf("%-45s %-12s %s", filepath.Base(file), d.name, sum)
			total[k].add(sum)
			byFile[filepath.Base(file)] = append(byFile[filepath.Base(file)], sum)
		}
	}
	for k, d := range damages {
		t.Logf("%-12s %s", d.name, total[k])
	}
	return byFile
}

// readPages reads a document as far as pages.
func readPages(t *testing.T, file string) []*extract.Page {
	t.Helper()
	r, err := NewReader(ReaderOptions{})
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	opened, err := r.opener.Open(t.Context(), file, data)
	if err != nil {
		t.Fatal(err)
	}
	defer opened.Close()
	return opened.Doc.Pages
}

func parsePages(t *testing.T, pages []*extract.Page) *budget.Document {
	t.Helper()
	doc := &extract.Document{Kind: "pdf", Pages: pages}
	extract.Layout(doc)
	out, err := parse.Document(t.Context(), doc, parse.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// score compares the printed amounts of two readings. Renamed ones have the
// same code or name, measure and figure, and another heading path or spelling;
// wrong ones are given a meaning that the first reading knows nothing of.
type score struct {
	wanted, equal, renamed, missing, wrong int
	proven                                 []string // of the wrong ones
}

func (s *score) add(o score) {
	s.wanted, s.equal, s.renamed, s.missing, s.wrong = s.wanted+o.wanted, s.equal+o.equal, s.renamed+o.renamed, s.missing+o.missing, s.wrong+o.wrong
	s.proven = append(s.proven, o.proven...)
}

// part is the part of the amounts that are the same; 1 where there are none.
func (s score) part() float64 {
	if s.wanted == 0 {
		return 1
	}
	return float64(s.equal) / float64(s.wanted)
}

func (s score) String() string {
	return fmt.Sprintf("%.4f same: %d of %d, renamed %d, missing %d, wrong %d, wrong and proven %d", s.part(), s.equal, s.wanted, s.renamed, s.missing, s.wrong, len(s.proven))
}

// reading is one amount as two readings are compared by it.
type reading struct {
	full, meaning string
	proven        bool
}

func readings(doc *budget.Document) []reading {
	var out []reading
	for i := range doc.Facts {
		f := &doc.Facts[i]
		if f.Printed == budget.PrintedBlank {
			continue
		}
		key := f.Code
		if key == "" {
			key = f.Name
		}
		raw := strings.NewReplacer(",", "", " ", "", "\n", "").Replace(f.Raw)
		out = append(out, reading{
			full:    strings.Join([]string{doc.Tables[f.Table].Title, f.Code, f.Name, f.Measure, f.Column, raw}, " | "),
			meaning: strings.Join([]string{doc.Tables[f.Table].Kind, key, f.Measure, raw}, " | "),
			proven:  f.Status == budget.StatusProven,
		})
	}
	slices.SortFunc(out, func(a, b reading) int { // of two alike the proven one is compared first
		return cmp.Or(strings.Compare(a.full, b.full), -cmp.Compare(ranked(a.proven), ranked(b.proven)))
	})
	return out
}

func ranked(proven bool) int {
	if proven {
		return 1
	}
	return 0
}

func compareDocuments(want, got *budget.Document) score {
	a, b := readings(want), readings(got)
	s := score{wanted: len(a)}
	full, meaning := map[string]int{}, map[string]int{}
	for _, r := range a {
		full[r.full]++
		meaning[r.meaning]++
	}
	var rest []reading
	for _, r := range b {
		if full[r.full] > 0 {
			full[r.full]--
			meaning[r.meaning]--
			s.equal++
			continue
		}
		rest = append(rest, r)
	}
	for _, r := range rest {
		switch {
		case meaning[r.meaning] > 0:
			meaning[r.meaning]--
			s.renamed++
		default:
			s.wrong++
			if r.proven {
				s.proven = append(s.proven, r.full)
			}
		}
	}
	s.missing = s.wanted - s.equal - s.renamed
	return s
}
