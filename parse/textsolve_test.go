package parse

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestSolve(t *testing.T) {
	total := []sumColumns{{whole: 0, parts: []int{1, 2}}}
	for _, c := range []struct {
		name    string
		columns int
		sums    []sumColumns
		rows    [][]int64
		trees   []*sumRows
		want    [][]int
	}{
		{"one row alone stays open", 3, total, [][]int64{{500, 500}}, nil, [][]int{{0, -1}}},
		{"three figures have one place", 3, total, [][]int64{{500, 200, 300}}, nil, [][]int{{0, 1, 2}}},
		{"a sum of rows decides", 3, total,
			[][]int64{{900, 200, 700}, {200, 200}, {700, 700}},
			[]*sumRows{{whole: 0, parts: [][]int{{1, 2}}}},
			[][]int{{0, 1, 2}, {0, 1}, {0, 2}}},
		{"two rows of one amount stay open", 3, total,
			[][]int64{{400, 200, 200}, {200, 200}, {200, 200}},
			[]*sumRows{{whole: 0, parts: [][]int{{1, 2}}}},
			[][]int{{0, 1, 2}, {0, -1}, {0, -1}}},
		{"a tree hands down", 3, total,
			[][]int64{{1000, 300, 700}, {300, 300}, {700, 700}, {100, 100}, {200, 200}, {700, 700}},
			[]*sumRows{{whole: 0, parts: [][]int{{1, 2}}}, {whole: 1, parts: [][]int{{3, 4}}}, {whole: 2, parts: [][]int{{5}}}},
			[][]int{{0, 1, 2}, {0, 1}, {0, 2}, {0, 1}, {0, 1}, {0, 2}}},
		{"a sum that fails decides nothing", 3, total,
			[][]int64{{900, 200, 700}, {200, 200}, {600, 600}},
			[]*sumRows{{whole: 0, parts: [][]int{{1, 2}}}},
			[][]int{{0, 1, 2}, {0, -1}, {0, -1}}},
		{"rounding of the last place", 3, total,
			[][]int64{{901, 200, 700}, {200, 200}, {700, 700}},
			[]*sumRows{{whole: 0, parts: [][]int{{1, 2}}}},
			[][]int{{0, 1, 2}, {0, 1}, {0, 2}}},
		{"which of ten stays open", 11, []sumColumns{{whole: 0, parts: []int{1, 2, 3, 4, 5, 6, 7, 8, 9, 10}}},
			[][]int64{{900, 700, 200}, {700, 700}, {200, 200}},
			[]*sumRows{{whole: 0, parts: [][]int{{1, 2}}}},
			[][]int{{0, -1, -1}, {0, -1}, {0, -1}}},
		{"a second reading of a total", 1, nil,
			[][]int64{{100}, {200}, {300}, {50}, {350}},
			[]*sumRows{{whole: 2, parts: [][]int{{0, 1}}}, {whole: 4, parts: [][]int{{0, 1}, {2, 3}}}},
			[][]int{{0}, {0}, {0}, {0}, {0}}},
	} {
		s := &solver{columns: c.columns, sums: c.sums, trees: c.trees}
		for _, r := range c.rows {
			s.rows = append(s.rows, &solveRow{amounts: r})
		}
		s.solve()
		var got [][]int
		for _, r := range s.rows {
			got = append(got, r.settled())
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
	}
}

// TestSolveMany solves a class of forty items with two columns each, and gives
// up on one that is too wide rather than decide it.
func TestSolveMany(t *testing.T) {
	for _, n := range []int{12, 26, 40} {
		s := &solver{columns: 3, sums: []sumColumns{{0, []int{1, 2}}}}
		whole := &solveRow{amounts: []int64{0, 0, 0}}
		s.rows = append(s.rows, whole)
		var parts []int
		for i := 0; i < n; i++ {
			a := int64(1)<<(uint(i)%30) + int64(i)*7919
			s.rows = append(s.rows, &solveRow{amounts: []int64{a, a}})
			parts = append(parts, i+1)
			whole.amounts[0] += a
			whole.amounts[1+i%2] += a
		}
		s.trees = []*sumRows{{whole: 0, parts: [][]int{parts}}}
		s.solve()
		for i := 0; i < n; i++ {
			got := s.rows[i+1].settled()
			if got[1] >= 0 && got[1] != 1+i%2 {
				t.Errorf("%d rows: row %d in column %d", n, i, got[1])
			}
			if n <= 12 && got[1] < 0 {
				t.Errorf("%d rows: row %d is open", n, i)
			}
		}
	}
}
