package parse

import "math"

// divideRuns parts places [from, to) into n runs, each of one place or more, so
// that the sum of their costs is least: cost(k, a, b) is that of run k being
// [a, b), infinite where it cannot be. It gives the ends of the runs and the cost
// of the dearest, or nil where there is no such division.
func divideRuns(n, from, to int, cost func(k, a, b int) float64) (ends []int, dearest float64) {
	if n == 0 || n > to-from {
		return nil, 0
	}
	least := make([][]float64, n+1) // least[k][b]: of k runs that end at b
	begin := make([][]int, n+1)     // where the last of them begins
	for k := range least {
		least[k], begin[k] = make([]float64, to+1), make([]int, to+1)
		for b := range least[k] {
			least[k][b] = math.Inf(1)
		}
	}
	least[0][from] = 0
	for k := 1; k <= n; k++ {
		for b := from + k; b <= to; b++ {
			for a := from + k - 1; a < b; a++ {
				if sum := least[k-1][a] + cost(k-1, a, b); sum < least[k][b] {
					least[k][b], begin[k][b] = sum, a
				}
			}
		}
	}
	if math.IsInf(least[n][to], 1) {
		return nil, 0
	}
	ends = make([]int, n)
	for k, b := n, to; k > 0; k-- {
		a := begin[k][b]
		ends[k-1], dearest = b, math.Max(dearest, least[k][b]-least[k-1][a])
		b = a
	}
	return ends, dearest
}
