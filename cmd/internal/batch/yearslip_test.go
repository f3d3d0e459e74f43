package batch

import (
	"math/rand/v2"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"yusuan/extract"
	"yusuan/parse/budget"
)

// A printedYear is where a page prints the year of its document: the first of
// four glyphs, and the line they stand in.
type printedYear struct {
	page, glyph int
	kind        string // title, head
}

var (
	sectionHead = regexp.MustCompile(`^(?:第.部分|[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[）)])`)
	tableTitle  = regexp.MustCompile(`表$`)
)

// yearsIn finds the titles and section heads after the cover that print the
// year. A contents list repeats them, and is left out.
func yearsIn(pages []*extract.Page, year string) []printedYear {
	var out []printedYear
	for n, p := range pages[1:] {
		var line strings.Builder
		from := 0
		end := func(i int) {
			text := line.String()
			line.Reset()
			kind := ""
			switch {
			case strings.Contains(text, "...") || strings.ContainsAny(text, "。，,：:"):
			case sectionHead.MatchString(text):
				kind = "head"
			case tableTitle.MatchString(text):
				kind = "title"
			}
			for k := from; kind != "" && k+len(year) < i; k++ {
				if said := p.Glyphs[k : k+len(year)]; textOf(said) == year && p.Glyphs[k+len(year)].Text == "年" {
					out = append(out, printedYear{n + 1, k, kind})
					break
				}
			}
			from = i
		}
		for i := range p.Glyphs {
			if i > 0 && p.Glyphs[i].Base != p.Glyphs[i-1].Base {
				end(i)
			}
			line.WriteString(strings.TrimSpace(p.Glyphs[i].Text))
		}
		end(len(p.Glyphs))
	}
	return out
}

func textOf(glyphs []extract.Glyph) string {
	var s strings.Builder
	for _, g := range glyphs {
		s.WriteString(g.Text)
	}
	return s.String()
}

// TestYearSlips puts another year into one title or section head at a time, as
// a form filled in last year keeps it, and expects it to be reported; and the
// year of the document to stay what it was.
func TestYearSlips(t *testing.T) {
	var files []string
	for _, folder := range []string{"documents", "provinces"} {
		found, err := filepath.Glob(filepath.Join(fixtures, folder, "*.pdf"))
		if err != nil || len(found) == 0 {
			t.Fatalf("no documents in %s: %v", folder, err)
		}
		files = append(files, found...)
	}
	const perFile = 4
	made, reported := map[string]int{}, map[string]int{}
	for _, file := range files {
		pages := readPages(t, file)
		sound := parsePages(t, copyPages(pages))
		places := yearsIn(pages, strconv.Itoa(sound.Year))
		r := rand.New(rand.NewPCG(7, uint64(len(places))))
		r.Shuffle(len(places), func(i, j int) { places[i], places[j] = places[j], places[i] })
		for _, at := range places[:min(len(places), perFile)] {
			slipped := copyPages(pages)
			last := &slipped[at.page].Glyphs[at.glyph+len("202")]
			was := sound.Year % 10
			last.Text = strconv.Itoa((was + 9) % 10)
			last.Raw = last.Text
			doc := parsePages(t, slipped)
			made[at.kind]++
			if doc.Year != sound.Year {
				t.Errorf("%s, page %d: the year is read as %d", filepath.Base(file), at.page+1, doc.Year)
			}
			if slices.ContainsFunc(doc.Findings, func(f budget.Finding) bool { return f.Check == "year-slip" && f.Page == at.page+1 }) {
				reported[at.kind]++
			} else {
				t.Errorf("%s, page %d: a year slip in a %s is not reported", filepath.Base(file), at.page+1, at.kind)
			}
		}
	}
	t.Logf("made %v, reported %v", made, reported)
	if made["title"] < 8 || made["head"] < 8 {
		t.Errorf("made %v: the fixtures print too few years", made)
	}
}
