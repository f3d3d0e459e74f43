package parse

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"yusuan/extract"
)

// TestMiddleCuts parts rows without rules between them whose names are wrapped
// above and below the middle, where figure and code stand.
func TestMiddleCuts(t *testing.T) {
	lines := func(s *sketch) *sketch { // rows 32 points high, in pairs of those of the sketch
		s.write(0.1, 58, "人员支出工")
		s.write(0.5, 118, "2080101")
		s.write(0.9, 34, "资甲")
		s.write(2.1, 58, "人员支出工")
		s.write(2.5, 118, "2080102")
		s.write(2.9, 34, "资乙")
		s.write(4.1, 58, "公用经费维")
		s.write(4.5, 118, "2080103")
		s.write(4.9, 34, "修费")
		return s
	}
	for name, c := range map[string]struct {
		figures []string
		want    [][]string
	}{
		"figures in the middles": {[]string{"30.00", "20.00", "8.00"}, [][]string{
			{"人员支出工资甲", "2080101", "30.00"}, {"人员支出工资乙", "2080102", "20.00"}, {"公用经费维修费", "2080103", "8.00"}}},
		"codes where a row has no figure": {[]string{"30.00", "", "8.00"}, [][]string{
			{"人员支出工资甲", "2080101", "30.00"}, {"人员支出工资乙", "2080102", ""}, {"公用经费维修费", "2080103", "8.00"}}},
	} {
		t.Run(name, func(t *testing.T) {
			var without []extract.Ruling
			for r := range 5 {
				for k := range 3 {
					without = append(without, side(r, k, false))
				}
			}
			s := lines(newSketch(6, 3, without...))
			for i, f := range c.figures {
				if f != "" {
					s.write(2*float64(i)+0.5, 178, f)
				}
			}
			if d := cmp.Diff(c.want, s.cut(t)); d != "" {
				t.Errorf("(-want +got)\n%s", d)
			}
		})
	}
}

func TestChainUp(t *testing.T) {
	for name, c := range map[string]struct {
		mids                 []float64
		highest, top, bottom float64
		want                 []float64
	}{
		"rows alike":                     {[]float64{10, 30, 50}, 0, 0, 60, []float64{20, 40}},
		"rows of unlike heights":         {[]float64{40, 10, 70}, 0, 0, 80, []float64{20, 60}},
		"no row at the top":              {[]float64{30, 50}, 0, 0, 60, nil},
		"headings above":                 {[]float64{30, 50}, 12, 24, 60, []float64{40}},
		"one row":                        {[]float64{30}, 0, 0, 60, nil},
		"figures at the foot of the row": {[]float64{18, 38, 58}, 0, 0, 60, nil},
	} {
		if d := cmp.Diff(c.want, chainUp(c.mids, c.highest, c.top, c.bottom)); d != "" {
			t.Errorf("%s (-want +got)\n%s", name, d)
		}
	}
}
