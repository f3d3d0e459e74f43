package code

import (
	"fmt"
	"slices"
	"strings"
	"sync"
)

// RegionCode is one administrative division.
type RegionCode struct {
	Code       string // GB/T 2260, six digits
	Name       string
	Status     string // current, retired, former-name, stats-zone
	Successors []string
}

// RegionMatch is the division that a text names.
type RegionMatch struct {
	RegionCode
	Evidence string   // what it rests on, for people
	Path     []string // names of the division and what it lies in, widest first
}

type regions struct {
	byCode map[string]RegionCode
	byName map[string][]RegionCode
	reach  map[[2]rune]int // length in runes of the longest name that begins with these two
}

var regionList = sync.OnceValue(func() *regions {
	r := &regions{byCode: map[string]RegionCode{}, byName: map[string][]RegionCode{}, reach: map[[2]rune]int{}}
	rows, err := readCSV("data/regions.csv")
	if err != nil {
		return r // embedded, and TestLists reads it
	}
	for _, f := range rows {
		c := RegionCode{Code: f[0], Name: f[1], Status: f[2]}
		if f[3] != "" {
			c.Successors = strings.Split(f[3], "|")
		}
		if slices.Contains(nameless, c.Name) || bareKind(c.Name) {
			continue
		}
		if c.Code[0] == '8' && c.Code[:2] != "81" && c.Code[:2] != "82" {
			continue // a second numbering of 71
		}
		if _, ok := r.byCode[c.Code]; !ok || c.Status == "current" {
			r.byCode[c.Code] = c
		}
		r.add(c.Name, c)
		if short, ok := shortProvince(c); ok {
			r.add(short, c)
		}
	}
	shorts, err := readCSV("data/shorts.csv")
	if err != nil {
		return r // likewise
	}
	for _, f := range shorts { // 红河州 for 红河哈尼族彝族自治州
		if c, ok := r.byCode[f[0]]; ok {
			r.add(f[1], c)
		}
	}
	return r
})

// Names of divisions that say nothing: every prefecture has, or had, one.
var nameless = []string{"市辖区", "县", "市区", "郊区", "城区", "矿区", "新区", "东区", "南区", "西区", "北区", "中区", "省直辖县级行政区划", "自治区直辖县级行政区划", "省直辖行政单位", "二区"}

func (r *regions) add(name string, c RegionCode) {
	rs := []rune(name)
	if len(rs) < 2 {
		return
	}
	r.byName[name] = append(r.byName[name], c)
	r.reach[[2]rune(rs)] = max(r.reach[[2]rune(rs)], len(rs))
}

// reachAt is how many characters a name that begins as rs does at i may have, 0
// where none does.
func (r *regions) reachAt(rs []rune, i int) int {
	if len(rs)-i < 2 {
		return 0
	}
	return r.reach[[2]rune(rs[i:])]
}

// shortProvince is the name of a province without its ending: 江苏, 新疆.
func shortProvince(c RegionCode) (string, bool) {
	if !strings.HasSuffix(c.Code, "0000") || c.Status != "current" {
		return "", false
	}
	for _, end := range []string{"特别行政区", "壮族自治区", "回族自治区", "维吾尔自治区", "自治区", "省", "市"} {
		if s, ok := strings.CutSuffix(c.Name, end); ok && len([]rune(s)) >= 2 {
			return s, true
		}
	}
	return "", false
}

// RegionByCode returns a division by its code.
func RegionByCode(code string) (RegionCode, bool) {
	r, ok := regionList().byCode[code]
	return r, ok
}

// FullName is the name of a division with those it lies in, widest first and
// each once: 上海市普陀区. "" for an unknown code.
func FullName(code string) string {
	r, ok := RegionByCode(code)
	if !ok {
		return ""
	}
	name := ""
	for _, c := range []string{code[:2] + "0000", code[:4] + "00"} {
		if up, ok := RegionByCode(c); ok && c != code && !strings.HasSuffix(name, up.Name) {
			name += up.Name
		}
	}
	return name + r.Name
}

// Within reports whether division a lies in division b, by their codes.
func Within(a, b string) bool {
	switch {
	case len(a) != 6 || len(b) != 6:
		return false
	case strings.HasSuffix(b, "0000"):
		return a[:2] == b[:2]
	case strings.HasSuffix(b, "00"):
		return a[:4] == b[:4]
	}
	return a == b
}

// Region finds the division that a text is about: the name of a body (上海市
// 普陀区财政局), or a few lines of a cover. Names are matched longest first;
// names further right must lie within those on their left, and the narrowest
// wins. A name that several divisions bear, with nothing in the text to tell
// them apart, is no match.
func Region(text string) (RegionMatch, bool) { return RegionIn(text, "") }

// RegionIn is Region for a text known to lie within a division, such as the
// province that other pages name; "" for none.
func RegionIn(text, within string) (RegionMatch, bool) {
	var best RegionMatch
	bestDepth := 0
	chain := []RegionCode(nil) // what the text has named so far, widest first
	rs := []rune(text)
	l := regionList()
	for i := 0; i < len(rs); {
		var cands []RegionCode
		n := min(l.reachAt(rs, i), len(rs)-i)
		for ; n >= 2; n-- {
			if cs := l.byName[string(rs[i:i+n])]; len(cs) > 0 && !glued(rs, i, n) {
				cands = cs
				break
			}
		}
		if cands == nil {
			i++
			continue
		}
		i += n
		pick, why, ok := choose(cands, chain, within)
		if !ok {
			continue
		}
		if len(chain) > 0 && !Within(pick.Code, chain[len(chain)-1].Code) {
			// Another division altogether: it starts its own chain.
			chain = nil
		}
		chain = append(chain, pick)
		if d := depth(pick.Code); d > bestDepth {
			var path []string
			for _, c := range chain {
				path = append(path, c.Name)
			}
			best, bestDepth = RegionMatch{pick, why, path}, d
		}
	}
	if bestDepth <= 1 { // none, or the province alone
		if within == "" && bestDepth == 1 {
			within = best.Code
		}
		if m, ok := zone(text, within); ok {
			return m, true
		}
	}
	return best, bestDepth > 0
}

// glued reports whether what looks like the name of a division may be part of
// another word. Names without the ending of a division count only at the start
// of the text or behind a mark, those of two characters (渠县) also behind
// another division: 西渠县 is none of them.
func glued(rs []rune, i, n int) bool {
	const endings = "省市区县旗州盟团域林岛"
	if strings.ContainsRune(endings, rs[i+n-1]) {
		if n > 2 || i == 0 || strings.ContainsRune(endings, rs[i-1]) {
			return false
		}
	}
	return i > 0 && !strings.ContainsRune(" :：(（-—,，、《“", rs[i-1]) && rs[i-1] != '共'
}

func depth(code string) int {
	switch {
	case strings.HasSuffix(code, "0000"):
		return 1
	case strings.HasSuffix(code, "00"):
		return 2
	}
	return 3
}

// choose picks among divisions of one name: those within what the text has
// named, else those within the given division, else the only one there is.
// Current divisions go before retired ones of the same name.
func choose(cands, chain []RegionCode, within string) (RegionCode, string, bool) {
	narrow := func(in string) []RegionCode {
		var out []RegionCode
		for _, c := range cands {
			if Within(c.Code, in) {
				out = append(out, c)
			}
		}
		return out
	}
	for i := len(chain) - 1; i >= 0; i-- {
		if got, ok := single(narrow(chain[i].Code)); ok {
			if got.Code == chain[i].Code {
				return got, fmt.Sprintf("名称“%s”", got.Name), true
			}
			return got, fmt.Sprintf("“%s”之“%s”", chain[i].Name, got.Name), true
		}
	}
	if within != "" {
		if got, ok := single(narrow(within)); ok {
			return got, fmt.Sprintf("名称“%s”，在%s内", got.Name, within), true
		}
	}
	if got, ok := single(cands); ok {
		return got, fmt.Sprintf("名称“%s”，全国唯一", got.Name), true
	}
	return RegionCode{}, "", false
}

// single returns the one division that candidates come to: current ones first;
// retired ones that all lead to one successor count as that one's old name.
func single(cs []RegionCode) (RegionCode, bool) {
	var current, retired []RegionCode
	for _, c := range cs {
		if c.Status == "current" {
			current = append(current, c)
		} else {
			retired = append(retired, c)
		}
	}
	switch {
	case len(current) == 1:
		return current[0], true
	case len(current) > 1:
		return RegionCode{}, false
	case len(retired) == 0:
		return RegionCode{}, false
	}
	for _, c := range retired[1:] {
		if !slices.Equal(c.Successors, retired[0].Successors) {
			return RegionCode{}, false
		}
	}
	return retired[len(retired)-1], true
}

// Regions lists all divisions, by code.
func Regions() []RegionCode {
	list := regionList()
	out := make([]RegionCode, 0, len(list.byCode))
	for _, c := range list.byCode {
		out = append(out, c)
	}
	slices.SortFunc(out, func(a, b RegionCode) int { return strings.Compare(a.Code, b.Code) })
	return out
}
