package parse

import (
	"cmp"
	"slices"
	"strings"

	"yusuan/parse/code"
)

// decideBody groups names that are one body's, in full and shortened, takes the
// heaviest group, and of it the fullest name that more than a heading carries.
func (id *identifier) decideBody(out *Identity) {
	groups, weight := id.tally("organization", sameBody)
	if len(groups) == 0 {
		return
	}
	if len(groups) > 1 && weight[groups[0]] == weight[groups[1]] {
		// Nothing tells them apart: the one named first on the cover, if any.
		for _, v := range id.votes {
			if v.Fact == "organization" && v.From == "cover" {
				for i, g := range groups[:2] {
					if sameBody(g, v.Value) {
						groups[0], groups[i] = groups[i], groups[0]
					}
				}
				break
			}
		}
	}
	names := map[string]int{}
	for _, v := range id.votes {
		if v.Fact == "organization" && sameBody(groups[0], v.Value) {
			names[v.Value] += max(v.Weight, 0)
		}
	}
	var list []string
	for n := range names {
		if names[n] >= weightOverview {
			list = append(list, n)
		}
	}
	if len(list) == 0 {
		for n := range names {
			list = append(list, n)
		}
	}
	slices.SortFunc(list, func(a, b string) int {
		return cmp.Or(fullness(b)-fullness(a), names[b]-names[a], strings.Compare(a, b))
	})
	out.Organization = list[0]
	for _, v := range id.votes {
		if v.Fact == "organization" && v.Value == out.Organization {
			out.Printed = v.Text
			break
		}
	}
	out.Organization = normalBody(out.Organization)
}

func fullness(name string) int { return len([]rune(normalBody(name))) }

// normalBody writes the name of a party body as such: 某省委办公厅 is
// 中共某省委办公厅.
func normalBody(name string) string {
	if strings.HasPrefix(name, "中共") {
		return name
	}
	r, ok := code.Region(name)
	if !ok {
		return name
	}
	at := strings.Index(name, r.Name)
	if at < 0 {
		return name
	}
	if rest := name[at+len(r.Name):]; strings.HasPrefix(rest, "委") && !strings.HasPrefix(rest, "委员") && at == 0 {
		return "中共" + name
	}
	return name
}

// sameBody reports whether two names are one body's: the same, or the shorter
// is the longer with characters left out and both end alike, as in
// 省人大办公厅 and 江苏省人大常委会办公厅.
func sameBody(a, b string) bool {
	a, b = normalBody(a), normalBody(b)
	if a == b {
		return true
	}
	x, y := []rune(a), []rune(b)
	if len(x) > len(y) {
		x, y = y, x
	}
	if len(x) < 3 || x[len(x)-1] != y[len(y)-1] {
		return false
	}
	i := 0
	for _, r := range y {
		if i < len(x) && x[i] == r {
			i++
		}
	}
	return i == len(x)
}
