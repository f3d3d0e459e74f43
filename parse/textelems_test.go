package parse

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestUsualDecimals: figures whose last digit stands on the next line have the
// decimals of the whole ones.
func TestUsualDecimals(t *testing.T) {
	for _, c := range []struct {
		toks string
		want int
	}{
		{"合计 10.00 7.50 2.50", 2},
		{"合计 8,566,265.0 8,282,968.5 283,296.47 5 8", 2},
		{"合计 8.1 7.3 0.8 25", 1},
		{"合计 8.1 7.30", -1},
	} {
		var toks []plainTok
		for _, s := range strings.Fields(c.toks) {
			toks = append(toks, plainTok{raw: s, s: s})
		}
		if got := usualDecimals(toks); got != c.want {
			t.Errorf("%s: %d, want %d", c.toks, got, c.want)
		}
	}
}

// TestSplitBehindLabel: the figures of a line that begins with a label are wrapped
// as those of a line of figures are.
func TestSplitBehindLabel(t *testing.T) {
	r := &textRegion{}
	for line, text := range []string{"合计 45,074,634. 44,791,338.", "52 05", "教育支出 283,296.47"} {
		for _, s := range strings.Fields(text) {
			r.toks = append(r.toks, plainTok{raw: s, s: s, line: line})
		}
	}
	r.use = make([]tokenUse, len(r.toks))
	var got []string
	for _, e := range elements(r, 0, len(r.toks), false, false, 2, func(s string) bool { return s == "合计" }) {
		got = append(got, e.text)
	}
	want := []string{"合计", "45,074,634.52", "44,791,338.05", "教育支出", "283,296.47"}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("(-want +got)\n%s", d)
	}
}
