package code

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
)

// A zone is run by an administration of its own but is no division and has no
// code: what it publishes is of the city that it is named after, or lies in.
type zones struct {
	kinds []string          // 经济开发区, behind the name of a city or county
	named map[string]string // 两江新区 → the code of the division it lies in
}

var zoneList = sync.OnceValue(func() *zones {
	z := &zones{named: map[string]string{}}
	rows, err := readCSV("data/zones.csv")
	if err != nil {
		return z // embedded, and TestLists reads it
	}
	for _, f := range rows {
		if f[1] == "" {
			z.kinds = append(z.kinds, f[0])
		} else {
			z.named[f[0]] = f[1]
		}
	}
	return z
})

// zone finds a zone that a text names and the division it belongs to: 某地经济
// 开发区, where one division 某地市 or 某地县 bears the name, or a zone that the
// list knows.
func zone(text, within string) (RegionMatch, bool) {
	l, z := regionList(), zoneList()
	for _, name := range slices.Sorted(maps.Keys(z.named)) {
		code := z.named[name]
		if r, ok := l.byCode[code]; ok && strings.Contains(text, name) && (within == "" || Within(code, within) || Within(within, code)) {
			return RegionMatch{r, fmt.Sprintf("“%s”属%s", name, r.Name), []string{r.Name}}, true
		}
	}
	rs := []rune(text)
	for i := range rs {
		if i > 0 && glued(rs, i, 1) && !strings.ContainsRune("省区市", rs[i-1]) {
			continue
		}
		for n := 2; n < l.reachAt(rs, i) && i+n < len(rs); n++ { // reach counts the ending too
			kind := startsWith(string(rs[i+n:]), z.kinds)
			if kind == "" {
				continue
			}
			for _, end := range []string{"市", "县", "区"} {
				r, _, ok := choose(l.byName[string(rs[i:i+n])+end], nil, within)
				if ok {
					return RegionMatch{r, fmt.Sprintf("“%s%s”属%s", string(rs[i:i+n]), kind, r.Name), []string{r.Name}}, true
				}
			}
		}
	}
	return RegionMatch{}, false
}

// bareKind reports whether a name in the list of divisions is only what kind
// of zone it is (经济开发区), which many places have.
func bareKind(name string) bool { return slices.Contains(zoneList().kinds, name) }

func startsWith(s string, words []string) string {
	for _, w := range words {
		if strings.HasPrefix(s, w) {
			return w
		}
	}
	return ""
}
