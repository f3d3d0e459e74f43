package parse

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"yusuan/extract"
	"yusuan/parse/form"
)

func TestPageGaps(t *testing.T) {
	for name, c := range map[string]struct {
		printed []int // by page; 0: no number
		want    []string
	}{
		"counted":                  {[]int{0, 1, 2, 3}, nil},
		"a page lost":              {[]int{0, 1, 2, 4, 5}, []string{"page 4 after 3"}},
		"two lost, apart":          {[]int{1, 2, 4, 6, 7}, []string{"page 3 after 2", "page 4 after 3"}},
		"the second lost":          {[]int{1, 3, 4}, []string{"page 2 after 1"}},
		"the last but one lost":    {[]int{1, 2, 4}, []string{"page 3 after 2"}},
		"a page without number":    {[]int{1, 2, 0, 4, 5}, nil},
		"a page that is not count": {[]int{1, 2, 0, 3, 4}, nil},
		"printed wrong":            {[]int{1, 2, 8, 4, 5}, nil},
		"printed too low":          {[]int{1, 2, 1, 4, 5}, nil},
		"begun anew":               {[]int{1, 2, 3, 1, 2, 3}, nil},
		"lost in the second part":  {[]int{1, 2, 3, 1, 2, 4, 5}, []string{"page 6 after 5"}},
		"a part of a larger file":  {[]int{15, 16, 17}, nil},
		"nothing counts on":        {[]int{1, 5, 12}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			var pages []*extract.Page
			for i, n := range c.printed {
				pages = append(pages, &extract.Page{Number: i + 1, Printed: n})
			}
			var got []string
			for _, f := range pageGaps(pages, form.Builtin().Identities()) {
				got = append(got, fmt.Sprintf("page %d after %d", f.Page, f.Other.Page))
			}
			if d := cmp.Diff(c.want, got); d != "" {
				t.Errorf("(-want +got)\n%s", d)
			}
		})
	}
}
