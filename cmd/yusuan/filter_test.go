package main

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestParseYears(t *testing.T) {
	for _, c := range []struct {
		in   string
		want []int
		bad  bool
	}{
		{"", nil, false},
		{"2019", []int{2019}, false},
		{"2017,2019", []int{2017, 2019}, false},
		{"2017-2019, 2021", []int{2017, 2018, 2019, 2021}, false},
		{"2019-2017", nil, true},
		{"19", nil, true},
		{"x", nil, true},
		{"2017-", nil, true},
	} {
		got, err := parseYears(c.in)
		if (err != nil) != c.bad {
			t.Errorf("%q: %v", c.in, err)
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%q (-want +got)\n%s", c.in, diff)
		}
	}
}
