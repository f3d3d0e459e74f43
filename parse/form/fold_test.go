package form

import (
	"testing"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// What normal knows by itself is what the tables say.
func TestNormal(t *testing.T) {
	for r := rune(0); r <= unicode.MaxRune; r++ {
		if got, ok := normal(r); ok && string(got) != norm.NFKC.String(string(r)) {
			t.Errorf("normal(%U) = %U, NFKC has %U", r, got, []rune(norm.NFKC.String(string(r))))
		}
	}
	for _, r := range "，：（）％“”《》、。１Ａ" {
		if _, ok := normal(r); !ok {
			t.Errorf("normal does not know %U", r)
		}
	}
}

func BenchmarkFold(b *testing.B) {
	for b.Loop() {
		Fold("附件：2. “三公”经费（含会议费、培训费）预算表，单位：万元")
	}
}
