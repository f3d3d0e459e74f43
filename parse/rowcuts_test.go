package parse

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"yusuan/extract"
)

// TestRowCuts parts rows between which a rule is missing over the whole width,
// by what their labels say, though one of them has no figure.
func TestRowCuts(t *testing.T) {
	for name, c := range map[string]struct {
		labels [2]string
		want   [][]string
	}{
		"ordinals": {[2]string{"四、国防支出", "五、教育支出"}, [][]string{{"项目", "合计"}, {"四、国防支出", ""}, {"五、教育支出", "30.00"}, {"外交", "8.00"}}},
		"codes":    {[2]string{"203国防", "205教育"}, [][]string{{"项目", "合计"}, {"203国防", ""}, {"205教育", "30.00"}, {"外交", "8.00"}}},
		"a wrap":   {[2]string{"国防和", "教育支出"}, [][]string{{"项目", "合计"}, {"国防和教育支出", "30.00"}, {"外交", "8.00"}}},
	} {
		t.Run(name, func(t *testing.T) {
			s := newSketch(4, 2, side(1, 0, false), side(1, 1, false))
			s.write(0, 40, "项目")
			s.write(0, 106, "合计")
			s.write(1, 58, c.labels[0])
			s.write(2, 58, c.labels[1])
			s.write(2, 118, "30.00")
			s.write(3, 34, "外交")
			s.write(3, 118, "8.00")
			s.page.Rulings = append(s.page.Rulings, extract.Ruling{X0: 0, X1: 0, Y0: 0, Y1: 64})
			if d := cmp.Diff(c.want, s.cut(t)); d != "" {
				t.Errorf("(-want +got)\n%s", d)
			}
		})
	}
}
