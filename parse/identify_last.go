package parse

import (
	"cmp"
	"fmt"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"yusuan/parse/budget"
	"yusuan/parse/form"
)

var (
	proseYear  = regexp.MustCompile(`(.?)(20[0-9]{2})年`)
	prosePhase = map[budget.Phase][]string{
		budget.PhaseBudget: {"预算"},
		budget.PhaseFinal:  {"决算", "自评报告", "自评表", "完成年初预算", "年初预算为"}, // said of a year that is over
	}
)

// fromProse fills in year and phase where neither cover nor title says them,
// as in a piece of a text: the year most sentences speak of, those compared
// with left out; final accounts where the text speaks of 决算, or of what a
// budget came to, at all.
func (id *identifier) fromProse(out *Identity) {
	const (
		enough    = 2 // mentions
		dominance = 2 // times the mentions of the next year
	)
	years := map[string]int{}
	phases := map[budget.Phase]int{}
	for _, l := range id.all() {
		s := form.Plain(l.text)
		for _, m := range proseYear.FindAllStringSubmatch(s, -1) {
			if !strings.Contains("比较与对至-—〔[", m[1]) || m[1] == "" {
				years[m[2]]++
			}
		}
		for p, words := range prosePhase {
			for _, w := range words {
				phases[p] += strings.Count(s, w)
			}
		}
	}
	var order []string
	for y := range years {
		order = append(order, y)
	}
	slices.SortFunc(order, func(a, b string) int { return cmp.Or(years[b]-years[a], strings.Compare(b, a)) })
	if out.Year == 0 && len(order) > 0 && years[order[0]] >= enough && (len(order) == 1 || years[order[0]] >= dominance*years[order[1]]) {
		out.Year, _ = strconv.Atoi(order[0])
		id.votes = append(id.votes, IdentityVote{Fact: "year", Value: order[0], From: "prose", Text: fmt.Sprintf("正文%d处", years[order[0]])})
	}
	if out.Phase == "" {
		switch {
		case phases[budget.PhaseFinal] >= enough:
			out.Phase = budget.PhaseFinal
		case phases[budget.PhaseFinal] == 0 && phases[budget.PhaseBudget] >= enough:
			out.Phase = budget.PhaseBudget
		default:
			return
		}
		id.votes = append(id.votes, IdentityVote{Fact: "phase", Value: string(out.Phase), From: "prose", Text: fmt.Sprintf("正文%d处", phases[out.Phase])})
	}
}

// fromFileName fills in what the document leaves open from its file's name.
func (id *identifier) fromFileName(out *Identity) {
	base := path.Base(strings.ReplaceAll(id.doc.File, "\\", "/"))
	base = strings.TrimSuffix(base, path.Ext(base))
	base = strings.TrimFunc(strings.Map(func(r rune) rune {
		if r == '_' || r == '+' {
			return ' '
		}
		return r
	}, base), unicode.IsSpace)
	d, ok := id.forms.Disclosure(base)
	if !ok {
		return
	}
	note := func(fact, value string) {
		id.votes = append(id.votes, IdentityVote{Fact: fact, Value: value, From: "file-name", Text: base})
	}
	if out.Organization == "" && d.Body != "" {
		if name := id.forms.BodyName(d.Body); name != "" {
			out.Organization, out.Printed = normalBody(name), d.Body
			note("organization", name)
		}
	}
	if out.Year == 0 && d.Year != 0 {
		out.Year = d.Year
		note("year", strconv.Itoa(d.Year))
	}
	if out.Phase == budget.PhaseUnknown {
		out.Phase = d.Phase
		note("phase", string(d.Phase))
	}
}
