package parse

import (
	"fmt"
	"slices"
	"strings"

	"yusuan/parse/code"
	"yusuan/parse/form"
)

// decideRegion reads the division off the body's name, within what covers name
// alone, and asks the text for the province where the name is borne by several.
func (id *identifier) decideRegion(out *Identity) {
	set := func(r code.RegionMatch, from string) {
		out.Region, out.RegionName = r.Code, code.FullName(r.Code)
		out.RegionFrom = from + "：" + r.Evidence
	}
	alone, _ := id.tally("region", nil)
	within := ""
	if len(alone) > 0 {
		within = alone[0]
	}
	// Names of the body, the fullest first: one of them may say the division.
	var names []string
	for _, v := range id.votes {
		if v.Fact == "organization" && out.Organization != "" && sameBody(out.Organization, v.Value) && !slices.Contains(names, v.Value) {
			names = append(names, v.Value)
		}
	}
	slices.SortStableFunc(names, func(a, b string) int { return len(b) - len(a) })
	if out.Organization != "" && !slices.Contains(names, out.Organization) {
		names = append([]string{out.Organization}, names...)
	}
	for _, n := range names {
		if r, ok := code.RegionIn(n, within); ok && (within == "" || code.Within(r.Code, within)) {
			set(r, "单位名称")
			return
		}
	}
	if within != "" {
		if r, ok := code.RegionByCode(within); ok {
			for _, v := range id.votes {
				if v.Fact == "region" && v.Value == within {
					m, _ := code.Region(form.Plain(v.Text))
					if m.Code != within {
						m = code.RegionMatch{RegionCode: r, Path: []string{r.Name}, Evidence: "封面"}
					}
					set(m, "封面")
					return
				}
			}
		}
	}
	// The text names divisions: take the province that it names most, and try
	// the names again within it; else take the division itself where the text
	// names but one.
	count := map[string]int{}
	var order []string
	for _, l := range id.all() {
		if r, ok := code.Region(l.text); ok && strings.Contains(l.text, r.Name) {
			if count[r.Code] == 0 {
				order = append(order, r.Code)
			}
			count[r.Code]++
		}
	}
	slices.SortStableFunc(order, func(a, b string) int { return count[b] - count[a] })
	province := map[string]int{}
	for c, n := range count {
		province[c[:2]+"0000"] += n
	}
	top, topCount, total := "", 0, 0
	for p, n := range province {
		total += n
		if n > topCount || n == topCount && p < top {
			top, topCount = p, n
		}
	}
	const dominance = 2 // a province must be named this many times as often as all others together
	if top == "" || topCount < dominance*(total-topCount) {
		return
	}
	for _, n := range names {
		if r, ok := code.RegionIn(n, top); ok && code.Within(r.Code, top) {
			set(r, "单位名称，正文所述省份")
			return
		}
	}
	narrow := order[0]
	for _, c := range order {
		if !code.Within(c, narrow) && !code.Within(narrow, c) {
			narrow = top // several divisions: only the province is sure
			break
		}
		if code.Within(c, narrow) {
			narrow = c
		}
	}
	if r, ok := code.RegionByCode(narrow); ok {
		set(code.RegionMatch{RegionCode: r, Path: []string{r.Name}, Evidence: fmt.Sprintf("正文%d处", count[narrow])}, "正文")
	}
}
