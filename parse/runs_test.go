package parse

import (
	"math"
	"slices"
	"testing"
)

func TestDivideRuns(t *testing.T) {
	edges := []float64{0, 10, 20, 60, 80}
	over := func(middles ...float64) func(k, a, b int) float64 {
		return func(k, a, b int) float64 {
			off := math.Abs((edges[a]+edges[b])/2 - middles[k])
			if off > 15 {
				return math.Inf(1)
			}
			return off
		}
	}
	for _, c := range []struct {
		name    string
		n       int
		cost    func(k, a, b int) float64
		ends    []int
		dearest float64
	}{
		{"one over all", 1, over(42), []int{4}, 2},
		{"two", 2, over(10, 49), []int{2, 4}, 1},
		{"each over its own", 4, over(5, 15, 40, 70), []int{1, 2, 3, 4}, 0},
		{"none where it stands", 2, over(30, 30), nil, 0},
		{"more than places", 5, over(5, 15, 40, 70, 70), nil, 0},
		{"none", 0, over(), nil, 0},
	} {
		ends, dearest := divideRuns(c.n, 0, len(edges)-1, c.cost)
		if !slices.Equal(ends, c.ends) || dearest != c.dearest {
			t.Errorf("%s: ends %v, dearest %v; want %v, %v", c.name, ends, dearest, c.ends, c.dearest)
		}
	}
}
