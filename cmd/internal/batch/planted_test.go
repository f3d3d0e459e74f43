package batch

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"yusuan/parse/budget"
)

// TestFindings reads every fixture: those with planted errors, or made without
// some of their tables, must give exactly the findings planted, and the sound
// ones none above a note.
func TestFindings(t *testing.T) {
	for _, folder := range []string{"documents", "provinces", "variants"} {
		files, err := filepath.Glob(filepath.Join(fixtures, folder, "*.pdf"))
		if err != nil || len(files) == 0 {
			t.Fatalf("no documents in %s: %v", folder, err)
		}
		for _, file := range files {
			name := strings.TrimSuffix(filepath.Base(file), ".pdf")
			t.Run(folder+"/"+name, func(t *testing.T) {
				t.Parallel()
				doc := readFixture(t, file)
				want := plantedFindings(t, filepath.Join(fixtures, folder, "want", name+".findings.tsv"))
				var got []string
				for _, f := range doc.Findings {
					if f.Status == budget.Fails && f.Severity != budget.SeverityNote {
						got = append(got, f.Check+" "+f.Table+" "+f.Code)
					}
				}
				slices.Sort(got)
				if diff := cmp.Diff(want, got); diff != "" {
					t.Errorf("findings (-want +got):\n%s", diff)
				}
			})
		}
	}
}

func plantedFindings(t *testing.T, file string) []string {
	t.Helper()
	data, err := os.ReadFile(file)
	if os.IsNotExist(err) {
		return nil
	}
	if err != nil {
		t.Fatal(err)
	}
	r := csv.NewReader(strings.NewReader(string(data)))
	r.Comma = '\t'
	rows, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, row := range rows[1:] {
		out = append(out, strings.Join(row[:3], " "))
	}
	slices.Sort(out)
	return out
}
