package code

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// habits evens out spellings that publishers use for one another.
var habits = strings.NewReplacer("其它", "其他", "（", "", "）", "", "(", "", ")", "", "、", "", "，", "", ",", "", "“", "", "”", "", "\"", "", "‘", "", "’", "", "·", "", "费用", "费", "的", "", "及", "", "和", "", "与", "", "运行维护费", "运行费")

// NameKey is the form in which 科目 names compare. A level word (类), (款), (项)
// at the end and a closing 支出 are left out.
func NameKey(s string) string {
	s = norm.NFKC.String(s)
	s = strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, s)
	for _, l := range []string{"(类)", "(款)", "(项)"} {
		s = strings.TrimSuffix(s, l)
	}
	s = habits.Replace(s)
	if t := strings.TrimSuffix(s, "支出"); len([]rune(t)) > 1 {
		s = t
	}
	return s
}

// SameName reports whether two printed names of a 科目 are one, but for the
// habits of publishers.
func SameName(a, b string) bool { return NameKey(a) == NameKey(b) }

// Verdict says how a printed name fits the code it is printed with.
type Verdict string

const (
	Agrees      Verdict = "agrees"      // the name of that year
	OldName     Verdict = "old-name"    // a name the code had, or has, in another year
	Abbreviated Verdict = "abbreviated" // a shortening or a spelling of it
	Mismatch    Verdict = "mismatch"    // the name of something else
	Unlisted    Verdict = "unlisted"    // the lists do not have the code, or not well enough to say
)

// Judge holds a printed name against the code it is printed with. Mismatch is
// only said on rows known well enough to accuse; the Code returned is the row
// the verdict rests on.
func Judge(s Scheme, code, name string, year int) (Verdict, Code) {
	rows := Names(s, code)
	if len(rows) == 0 || name == "" {
		return Unlisted, Code{}
	}
	key := NameKey(name)
	for _, pass := range []func(Code) bool{
		func(c Code) bool { return c.ValidIn(year) },
		func(c Code) bool { return !c.ValidIn(year) },
	} {
		for _, c := range rows {
			if pass(c) && NameKey(c.Name) == key {
				if c.ValidIn(year) {
					return Agrees, c
				}
				return OldName, c
			}
		}
	}
	for _, c := range rows {
		if c.Formerly != "" && NameKey(c.Formerly) == key {
			return OldName, c
		}
	}
	for _, c := range rows {
		if shortens(key, NameKey(c.Name)) {
			return Abbreviated, c
		}
	}
	// Something else: say so only where the code is well known in that year,
	// and the printed name is another code's, or shares next to nothing with
	// any name this one had.
	others := slices.ContainsFunc(ByName(s, name, year), func(o Code) bool {
		return o.ValidIn(year) && o.Evidence.Accuses()
	})
	for _, c := range rows {
		if !c.ValidIn(year) || !c.Evidence.Accuses() {
			continue
		}
		if others || !slices.ContainsFunc(rows, func(o Code) bool { return kindred(key, NameKey(o.Name)) }) {
			return Mismatch, c
		}
	}
	return Unlisted, rows[0]
}

// shortens reports whether one name is the other with characters left out, in
// order, and not too many: 基本养老保险 for 机关事业单位基本养老保险缴费.
func shortens(a, b string) bool {
	x, y := []rune(a), []rune(b)
	if len(x) > len(y) {
		x, y = y, x
	}
	if len(x) < 2 || len(x)*3 < len(y) {
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

// kindred reports whether two names share half of the shorter one's pairs of
// neighbouring characters.
func kindred(a, b string) bool {
	x, y := []rune(a), []rune(b)
	if len(x) > len(y) {
		x, y = y, x
	}
	if len(x) < 2 {
		return false
	}
	hits := 0
	for i := 0; i+1 < len(x); i++ {
		if strings.Contains(string(y), string(x[i:i+2])) {
			hits++
		}
	}
	return hits*2 >= len(x)-1
}
