package parse

import (
	"strings"

	"yusuan/parse/budget"
	"yusuan/parse/form"
)

// This file tells by the headings of a table which of its columns are sums of
// others.

// columnSums reads from the heading tree which columns are sums of others: a
// total among the headings of one group sums the group's other headings.
func columnSums(paths [][]string, cols []budget.Column, forms *form.Catalog) []sumColumns {
	if len(paths) < 2 {
		return nil
	}
	// Pairs (预算数, 决算数) under every heading: each sums for itself.
	byLeaf := make(map[string][]int)
	var order []string
	for i, p := range paths {
		l := p[len(p)-1]
		if byLeaf[l] == nil {
			order = append(order, l)
		}
		byLeaf[l] = append(byLeaf[l], i)
	}
	if len(order) > 1 && len(order)*2 <= len(paths) && len(byLeaf[order[0]])*len(order) == len(paths) {
		even := true
		for _, l := range order {
			even = even && len(byLeaf[l]) == len(byLeaf[order[0]])
		}
		if even && !forms.Total(order[0]) {
			var out []sumColumns
			for _, l := range order {
				var sub [][]string
				var subCols []budget.Column
				for _, i := range byLeaf[l] {
					sub = append(sub, paths[i][:len(paths[i])-1])
					subCols = append(subCols, cols[i])
				}
				for _, s := range columnSums(sub, subCols, forms) {
					t := sumColumns{whole: byLeaf[l][s.whole]}
					for _, p := range s.parts {
						t.parts = append(t.parts, byLeaf[l][p])
					}
					out = append(out, t)
				}
			}
			return out
		}
	}
	var out []sumColumns
	var walk func(idx []int, depth int) []int
	walk = func(idx []int, depth int) []int {
		whole := -1
		var parts []int
		for n := 0; n < len(idx); {
			i := idx[n]
			if len(paths[i]) <= depth {
				parts = append(parts, i)
				n++
				continue
			}
			if len(paths[i]) == depth+1 {
				if whole < 0 && isTotalHeading(paths[i][depth], cols[i], forms) {
					whole = i
				} else {
					parts = append(parts, i)
				}
				n++
				continue
			}
			// A group: its columns stand together.
			m := n
			for m < len(idx) && len(paths[idx[m]]) > depth+1 && paths[idx[m]][depth] == paths[i][depth] {
				m++
			}
			parts = append(parts, walk(idx[n:m], depth+1)...)
			n = m
		}
		if whole >= 0 {
			if len(parts) > 0 && !mixed(cols, parts) {
				out = append(out, sumColumns{whole, parts})
			}
			return []int{whole}
		}
		return parts
	}
	all := make([]int, len(paths))
	for i := range all {
		all[i] = i
	}
	walk(all, 0)
	return out
}

// mixed reports columns that are no parts of one sum: figures of other years,
// changes, percents, balances.
func mixed(cols []budget.Column, parts []int) bool {
	for _, p := range parts {
		m := cols[p].Measure
		for _, w := range []string{"prior_", "initial_budget", "adjusted_budget", "delta", "percent", "opening_balance", "closing_balance"} {
			if strings.Contains(m, w) {
				return true
			}
		}
	}
	return false
}

func isTotalHeading(s string, col budget.Column, forms *form.Catalog) bool {
	return col.Measure == "total" || col.Measure == "sangong" || forms.Total(s)
}
