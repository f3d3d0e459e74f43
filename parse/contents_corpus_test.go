package parse_test

import (
	"path/filepath"
	"testing"

	"yusuan/parse"
	"yusuan/parse/budget"
)

// TestContentsCorpus prints, for each PDF of the corpus, what became of the
// tables that its contents list announces: none may be without an answer.
func TestContentsCorpus(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(corpus, "pdf", "*.pdf"))
	if err != nil || len(files) == 0 {
		t.Skip("no corpus of real documents beside the project")
	}
	total := map[string]int{}
	for _, file := range files {
		name := filepath.Base(file)
		src, _ := corpusDocument(t, filepath.Join("pdf", name))
		doc, err := parse.Document(t.Context(), src, parse.Options{})
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		reported := map[string]bool{}
		for _, f := range doc.Findings {
			reported[f.Check+f.Title] = true
			reported[f.Check] = true
		}
		for _, a := range doc.Announced {
			answer := answerOf(doc, a, reported)
			total[answer]++
			t.Logf("%s: %s: %s", name, a.Title, answer)
			if answer == "" {
				t.Errorf("%s announces %s, and nothing says what became of it", name, a.Title)
			}
		}
	}
	t.Logf("announced tables: %v", total)
}

// answerOf says what became of an announced table, "" for nothing.
func answerOf(doc *budget.Document, a budget.Announced, reported map[string]bool) string {
	switch {
	case a.Table >= 0 && doc.Tables[a.Table].Empty:
		return "empty"
	case a.Table >= 0:
		return "found"
	case reported["table-missing"+a.Title]:
		return "reported missing"
	case reported["tables-elsewhere"]:
		return "elsewhere"
	case doc.Reason != "":
		return "blank form"
	}
	return ""
}
