package parse

import (
	"regexp"
	"strings"

	"yusuan/parse/budget"
	"yusuan/parse/code"
	"yusuan/parse/form"
)

// economicCode is a code of the economic classification in a heading, alone or
// before its name.
var economicCode = regexp.MustCompile(`^([3-5][0-9]{2}(?:[0-9]{2})?)(\p{Han}.*)?$`)

// economicMeasure reads the heading path of a column that holds one economic
// class or section (工资福利支出/基本工资, 30101): the measure is economic_ and
// its code. Scheme is the classification that the table's title names.
func economicMeasure(forms *form.Catalog, heads []string, scheme string, year int) (measure string, ok bool) {
	for i := len(heads) - 1; i >= 0; i-- {
		if m := economicCode.FindStringSubmatch(tight(heads[i])); m != nil && economicClass(m[1][:code.Class]) {
			return "economic_" + m[1], true
		}
	}
	if len(heads) == 0 {
		return "", false
	}
	schemes := []code.Scheme{code.EconomicDept, code.EconomicGov}
	if scheme == string(code.EconomicGov) {
		schemes[0], schemes[1] = schemes[1], schemes[0]
	}
	above := heads[:len(heads)-1]
	leaf := tight(heads[len(heads)-1])
	if forms.Total(leaf) {
		// The figure of the group above.
		if len(above) == 0 {
			return "", false
		}
		above, leaf = above[:len(above)-1], tight(above[len(above)-1])
	}
	for _, s := range schemes {
		if c := economicByName(s, leaf, above, year); c != "" {
			return "economic_" + c, true
		}
	}
	return "", false
}

// economicClass reports whether a code is that of an economic class.
func economicClass(c string) bool {
	return len(code.Names(code.EconomicDept, c))+len(code.Names(code.EconomicGov, c)) > 0
}

// underClass reports whether the headings above a leaf name an economic class.
func underClass(forms *form.Catalog, kind string, phase budget.Phase, heads []string) bool {
	if len(heads) < 2 || forms.Total(heads[len(heads)-1]) {
		return false
	}
	c, ok := forms.Column(kind, phase, heads[:len(heads)-1])
	return ok && strings.HasPrefix(c.Measure, "economic_")
}

// economicByName finds the code of a printed name: among those of the class
// that a heading above names, else the only one of that name, "" where it is
// not clear.
func economicByName(s code.Scheme, name string, above []string, year int) string {
	class := ""
	for _, h := range above {
		for _, c := range code.ByName(s, tight(h), year) {
			if len(c.Code) == code.Class {
				class = c.Code
				break
			}
		}
	}
	found := ""
	for _, c := range code.ByName(s, name, year) {
		if !strings.HasPrefix(c.Code, class) || !c.ValidIn(year) {
			continue
		}
		if found != "" && found != c.Code {
			return ""
		}
		found = c.Code
	}
	return found
}
