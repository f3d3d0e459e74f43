package form

import (
	"regexp"
	"strings"
)

// Parts of the number of a table as publishers print it: 公开05表, 表3-3, 附件二.
const (
	numeral    = `(?:[0-9]{1,3}|[一二三四五六七八九十]{1,3})`
	subNumeral = `(?:[-—–](?:[0-9]{1,2}|[一二三四五六七八九十]{1,2})){0,2}`
	series     = `(?:部门|单位)?(?:预算|决算)?(?:财决|财预|公开|附|批复)`
)

// numberHead is a number before a title, numberTail one after it.
var (
	numberHead = regexp.MustCompile(`^[(\[]?((?:部门|单位)?(?:财决|财预|预财|批复)?(?:公开|附|批复|预算|决算)?[0-9]{0,4}(?:表|附件)` + numeral + subNumeral +
		`|(?:部门|单位)?(?:预算|决算)?(?:财决|财预|公开|附|批复|预算|决算)` + numeral + subNumeral + `表|第` + numeral + `表|[一二三四五六七八九十]{1,3}表)[)\]]?[:.、,;]?`)
	numberTail = regexp.MustCompile(`[(\[]?(` + series + `(?:表` + numeral + subNumeral + `|` + numeral + subNumeral + `表)|表` + numeral + subNumeral + `)[)\]]?$`)
)

// NumberLine reports whether the line holds the number of a table and nothing
// else: 表四, 公开 08 表, 公开表3-3, 附表1.
func NumberLine(line string) (string, bool) {
	f := fold(line)
	n := string(f.norm)
	loc := numberHead.FindStringSubmatchIndex(n)
	if loc == nil || loc[1] != len(n) {
		return "", false
	}
	return string(f.cut(runesIn(n, loc[2]), runesIn(n, loc[3])).printed), true
}

// cutNumber takes the table's number off either end of a title.
func cutNumber(f folded) (folded, string) {
	n := string(f.norm)
	if loc := numberHead.FindStringSubmatchIndex(n); loc != nil && loc[1] < len(n) {
		from, to, end := runesIn(n, loc[2]), runesIn(n, loc[3]), runesIn(n, loc[1])
		if strings.HasPrefix(n[loc[1]:], "般") { // 表一一般公共…: the last 一 is the title's
			to, end = to-1, end-1
		}
		if num := string(f.cut(from, to).printed); len(num) > 0 && NumberOnly(num) {
			return f.cut(end, len(f.norm)), num
		}
	}
	if loc := tailNumber(n); loc != nil && loc[0] > 0 {
		num := string(f.cut(runesIn(n, loc[2]), runesIn(n, loc[3])).printed)
		return f.cut(0, runesIn(n, loc[0])), num
	}
	return f, ""
}

// NumberOnly reports whether s is the number of a table, in normal form.
func NumberOnly(s string) bool {
	loc := numberHead.FindStringSubmatchIndex(Fold(s))
	return loc != nil && loc[1] == len(Fold(s))
}

// tailNumber finds a table's number at the end of a title. A bare 表15 is one
// only behind a whole title: in …情况表15 the figure is a page.
func tailNumber(n string) []int {
	loc := numberTail.FindStringSubmatchIndex(n)
	if loc == nil || !strings.HasPrefix(n[loc[0]:], "表") {
		return loc
	}
	for _, end := range []string{"表", ")", "》"} {
		if strings.HasSuffix(n[:loc[0]], end) {
			return loc
		}
	}
	return nil
}
