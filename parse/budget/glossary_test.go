package budget

import (
	"encoding/csv"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// TestGlossary reads glossary.csv strictly, and looks for each identifier in
// the module's own code and data.
func TestGlossary(t *testing.T) {
	rows, err := csv.NewReader(strings.NewReader(glossaryCSV)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(rows[0], ","); got != "zh,identifier,meaning,source" {
		t.Fatalf("columns are %s", got)
	}
	if len(Glossary()) != len(rows)-1 {
		t.Errorf("%d terms of %d rows", len(Glossary()), len(rows)-1)
	}
	var text strings.Builder
	err = filepath.WalkDir("..", func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		switch filepath.Ext(p) {
		case ".go", ".toml", ".csv":
			if filepath.Base(p) == "glossary.csv" || strings.Contains(p, "testdata") || strings.HasSuffix(p, "_test.go") {
				return nil
			}
			b, err := os.ReadFile(p)
			text.Write(b)
			return err
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for i, r := range rows[1:] {
		for j, f := range r {
			if strings.TrimSpace(f) == "" {
				t.Errorf("row %d: column %s is empty", i+2, rows[0][j])
			}
		}
		use := Term{Meaning: r[2]}.Use()
		if !slices.Contains([]string{"table", "measure", "base", "lane", "role", "phase", "scope", "scheme", "level"}, use) {
			t.Errorf("row %d: %q says no use", i+2, r[2])
		}
		if seen[use+r[1]] {
			t.Errorf("row %d: %s %s twice", i+2, use, r[1])
		}
		seen[use+r[1]] = true
		if ok, _ := regexp.MatchString(`\b`+regexp.QuoteMeta(r[1])+`\b`, text.String()); !ok {
			t.Errorf("row %d: identifier %s is nowhere in code or data", i+2, r[1])
		}
	}
}

func TestChinese(t *testing.T) {
	for id, want := range map[string]string{
		"sangong":                "“三公”经费",
		"reception_final":        "公务接待费·决算数",
		"basic_prior_execution":  "基本支出·上年执行数",
		"economic_302":           "经济分类302",
		"general_public_basic":   "一般公共预算·基本支出",
		"no_such_thing":          "no_such_thing",
		"government_fund_basic":  "政府性基金预算·基本支出",
		"vehicle_running_budget": "公务用车运行费·预算数",
	} {
		if got := Chinese(id); got != want {
			t.Errorf("%s: %s, want %s", id, got, want)
		}
	}
}
