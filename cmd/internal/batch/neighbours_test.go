//go:build soak

package batch

import (
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"yusuan/store"
)

// TestNeighbours reads disclosures among odd PDFs, damaged, encrypted, strange:
// every file has its outcome, and the disclosures end in the database as they
// do without such neighbours.
//
//	go test -tags soak -run Neighbours -v ./cmd/internal/batch
func TestNeighbours(t *testing.T) {
	const corpus = "../../../../shared/corpus"
	odd, _ := filepath.Glob(corpus + "/torture/*.pdf")
	sound, _ := filepath.Glob(corpus + "/pdf/*.pdf")
	if len(odd) == 0 || len(sound) == 0 {
		t.Skip("the shared corpus is not here")
	}
	alone, among := filepath.Join(t.TempDir(), "alone.db"), filepath.Join(t.TempDir(), "among.db")
	if _, err := outcomes(t, t.Context(), alone, Options{Inputs: Inputs{Paths: sound}}); err != nil {
		t.Fatal(err)
	}
	// One sound document after every few odd ones.
	var mixed []string
	for i, f := range odd {
		mixed = append(mixed, f)
		if every := len(odd) / len(sound); i%every == 0 && i/every < len(sound) {
			mixed = append(mixed, sound[i/every])
		}
	}
	got, err := outcomes(t, t.Context(), among, Options{Inputs: Inputs{Paths: mixed}})
	if err != nil {
		t.Fatal(err)
	}
	classes := map[string]int{}
	for _, o := range got {
		classes[outcomeClass(o)]++
	}
	for _, c := range slices.Sorted(maps.Keys(classes)) {
		t.Logf("%4d %s", classes[c], c)
	}
	if len(got) != len(odd)+len(sound) {
		t.Errorf("%d outcomes of %d files", len(got), len(odd)+len(sound))
	}
	if diff := gocmp.Diff(storedReadings(t, alone, sound), storedReadings(t, among, sound)); diff != "" {
		t.Errorf("(-alone +among)\n%s", diff)
	}
}

// storedReadings gives what was read from files: status, digest, and whether it is
// the version that counts.
func storedReadings(t *testing.T, db string, files []string) map[string]string {
	t.Helper()
	st, err := store.OpenReader(t.Context(), db)
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	docs, err := st.Documents(t.Context(), store.Filter{})
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for _, d := range docs {
		if slices.Contains(files, d.File) {
			out[d.File] = strings.TrimSpace(d.Status + " " + d.Digest + " " + map[bool]string{true: "current"}[d.Current])
		}
	}
	return out
}

// outcomeClass is the class of an outcome, with the class of the reason of a
// document that was not read well.
func outcomeClass(outcome string) string {
	class, reason, _ := strings.Cut(outcome, ": ")
	if reason == "" || !slices.Contains([]string{"failed", "partial", "read"}, class) {
		return class
	}
	return class + ": " + Class(reason)
}
