package parse

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"yusuan/parse/budget"
	"yusuan/parse/form"
)

// slips reports what disagrees with the outcome.
func (id *identifier) slips(out *Identity) []budget.Finding {
	var fs []budget.Finding
	seen := map[string]bool{}
	backing := func(fact, value string) int {
		n := 0
		for _, v := range id.votes {
			if v.Fact == fact && v.Value == value {
				n += v.Weight
			}
		}
		return n
	}
	add := func(check, expected string, v IdentityVote, fill fills) {
		key := check + v.Value + form.Plain(v.Text)
		if seen[key] {
			return
		}
		seen[key] = true
		fill["{text}"] = same(v.Text)
		zh, en := worded(form.Builtin().Identities(), check, fill)
		fs = append(fs, budget.Finding{
			Check: check, Severity: budget.SeverityWarning, Status: budget.Fails,
			Expected: expected, Actual: v.Value, Message: zh, English: en, Evidence: v.Text, Span: v.Span,
		})
	}
	for _, v := range id.votes {
		switch {
		case v.From == "file-name" || v.From == "prose" || strings.ContainsRune(v.Value, utf8.RuneError):
		case v.Fact == "year" && out.Year != 0 && v.Value != strconv.Itoa(out.Year):
			add("year-slip", strconv.Itoa(out.Year), v,
				fills{"{year}": same(strconv.Itoa(out.Year)), "{actual}": same(v.Value)})
		case v.Fact == "phase" && out.Phase != "" && v.Value != string(out.Phase):
			add("phase-slip", string(out.Phase), v,
				fills{"{expected}": {phaseZh(out.Phase), string(out.Phase)}, "{actual}": {phaseZh(budget.Phase(v.Value)), v.Value}})
		case v.Fact == "organization" && out.Organization != "" && v.From != "overview" && v.From != "heading" && !sameBody(out.Organization, v.Value) && !partOf(out.Organization, v.Value):
			if v.From == "department-line" && id.publishers() > 1 && backing("organization", v.Value)*slipNeedsBacking > backing("organization", id.raw(out.Organization)) {
				continue // as well backed as the name itself: tables of member units
			}
			add("department-slip", out.Organization, v,
				fills{"{expected}": same(out.Organization), "{actual}": same(v.Value)})
		}
	}
	return fs
}

// publishers counts the bodies that the tables name: where it is one, and not
// the cover's, the tables are another's, or the cover is.
func (id *identifier) publishers() int {
	var names []string
	for _, v := range id.votes {
		if v.Fact == "organization" && v.From == "department-line" && !slices.ContainsFunc(names, func(n string) bool { return sameBody(n, v.Value) }) {
			names = append(names, v.Value)
		}
	}
	return len(names)
}

// raw is a name among the votes whose normal form is name.
func (id *identifier) raw(name string) string {
	for _, v := range id.votes {
		if v.Fact == "organization" && normalBody(v.Value) == name {
			return v.Value
		}
	}
	return name
}

// partOf reports whether one name contains the other: 某局办公室 is a part of
// 某局, not another's.
func partOf(a, b string) bool {
	return strings.Contains(a, b) || strings.Contains(b, a)
}

func phaseZh(p budget.Phase) string {
	for _, t := range budget.Glossary() {
		if t.Use() == "phase" && t.Identifier == string(p) {
			return t.Zh
		}
	}
	return string(p)
}
