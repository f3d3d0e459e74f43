package native

import (
	"bytes"
	"os"
	"slices"
	"testing"

	"yusuan/extract"
)

// A file cut off in the middle must say that it lost something, and a whole one nothing.
func TestWarningsOfCutFile(t *testing.T) {
	data, err := os.ReadFile("../../fixtures/documents/dongdi_jiuye_2021_budget.pdf")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name string
		data []byte
		want []string
	}{
		{"whole", data, nil},
		{"no startxref", bytes.ReplaceAll(data, []byte("startxref"), []byte("startxxxx")), []string{"cross references are damaged: objects were looked for, some may be lost"}},
	} {
		r, err := New().Open(t.Context(), c.data, extract.Limits{})
		if err != nil {
			t.Fatalf("%s: %v", c.name, err)
		}
		if got := r.(extract.Warner).Warnings(); !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
		r.Close()
	}
}
