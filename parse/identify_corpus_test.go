package parse_test

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"yusuan/extract"
	"yusuan/extract/native"
	"yusuan/extract/plaintext"
	"yusuan/parse"
	"yusuan/parse/budget"
	"yusuan/parse/form"
)

const corpus = "../../shared/corpus"

// TestIdentifyCorpus holds identities against an index of real documents,
// where it is at hand.
func TestIdentifyCorpus(t *testing.T) {
	f, err := os.Open(filepath.Join(corpus, "index.tsv"))
	if err != nil {
		t.Skip("no corpus of real documents beside the project")
	}
	defer f.Close()
	r := csv.NewReader(f)
	r.Comma, r.LazyQuotes, r.FieldsPerRecord = '\t', true, -1
	rows, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range rows[1:] {
		path, dept, year, phase := row[0], row[2], row[3], row[4]
		doc, kind := corpusDocument(t, path)
		id := parse.Identify(doc, nil, nil)
		t.Logf("%s\n   want %s %s %s %s\n   got  %s [%s] %s %s(%s) %d %s %s template=%v", path, row[1], dept, year, phase, id.Organization, id.Printed, id.Region, id.RegionName, id.RegionFrom, id.Year, id.Phase, id.Scope, id.Template)
		for _, fi := range id.Findings {
			t.Logf("   %s p%d %s", fi.Check, fi.Page, fi.Message)
		}
		if kind == "text" && !strings.HasSuffix(path, "_budget.txt") {
			continue // excerpts: most have neither cover nor titles
		}
		if !within(strings.Split(form.Plain(dept), "(")[0], form.Plain(id.Organization)) {
			t.Errorf("%s: organization %s, want %s", path, id.Organization, dept)
		}
		if y, _ := strconv.Atoi(year); id.Year != y {
			t.Errorf("%s: year %d, want %d", path, id.Year, y)
		}
		if want := map[string]budget.Phase{"预算": budget.PhaseBudget, "决算": budget.PhaseFinal}[phase]; id.Phase != want {
			t.Errorf("%s: phase %s, want %s", path, id.Phase, want)
		}
		if got := strings.Contains(path, "template"); got != id.Template {
			t.Errorf("%s: template %v", path, id.Template)
		}
	}
}

// corpusDocument reads one document of the corpus.
func corpusDocument(t *testing.T, path string) (doc *extract.Document, kind string) {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(corpus, path))
	if err != nil {
		t.Fatal(err)
	}
	engine := native.New()
	kind = "pdf"
	if strings.HasSuffix(path, ".txt") {
		engine, kind = plaintext.New(), "text"
	}
	reader, err := engine.Open(t.Context(), data, extract.Limits{})
	if err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	defer reader.Close()
	doc = &extract.Document{File: "document", Kind: kind}
	for n := 1; n <= reader.NumPages(); n++ {
		p, err := reader.Page(t.Context(), n)
		if err != nil {
			t.Fatalf("%s page %d: %v", path, n, err)
		}
		doc.Pages = append(doc.Pages, p)
	}
	extract.Layout(doc)
	return doc, kind
}

// within reports whether the characters of short stand in long, in order.
func within(short, long string) bool {
	rest := long
	for _, r := range short {
		at := strings.IndexRune(rest, r)
		if at < 0 {
			return false
		}
		rest = rest[at:]
	}
	return true
}
