package main

import (
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"yusuan/parse/budget"
	"yusuan/store"
)

// filterFlags are the flags that say which documents are meant.
type filterFlags struct {
	organizations               []string
	years, region, phase, scope string
	document                    string
	current                     bool
}

func (f *filterFlags) add(cmd *cobra.Command) {
	fs := cmd.Flags()
	fs.StringArrayVar(&f.organizations, "organization", nil, "only this organisation (may be repeated)")
	fs.StringVar(&f.years, "years", "", "only these fiscal years: 2019 or 2017,2018 or 2017-2019")
	fs.StringVar(&f.region, "region", "", "only this region: GB/T 2260 code or the beginning of one")
	fs.StringVar(&f.phase, "phase", "", "only budget or final")
	fs.StringVar(&f.scope, "scope", "", "only department or unit")
	fs.StringVar(&f.document, "document", "", "only this document: sha256 or the beginning of one")
	fs.BoolVar(&f.current, "current", false, "leave out superseded versions and failures")
}

func (f *filterFlags) filter() (store.Filter, error) {
	out := store.Filter{Organizations: f.organizations, Region: f.region, SHA256: strings.ToLower(f.document), Current: f.current}
	var err error
	if out.Years, err = parseYears(f.years); err != nil {
		return out, err
	}
	switch p := budget.Phase(f.phase); p {
	case "", budget.PhaseBudget, budget.PhaseFinal:
		out.Phase = p
	default:
		return out, usageError("--phase is budget or final, not %q", f.phase)
	}
	switch s := budget.Scope(f.scope); s {
	case "", budget.ScopeDepartment, budget.ScopeUnit:
		out.Scope = s
	default:
		return out, usageError("--scope is department or unit, not %q", f.scope)
	}
	return out, nil
}

// maxYears bounds a range of years.
const maxYears = 100

// parseYears reads 2017,2018 and 2017-2019, in any mixture.
func parseYears(s string) ([]int, error) {
	if s == "" {
		return nil, nil
	}
	var years []int
	for part := range strings.SplitSeq(s, ",") {
		from, to, isRange := strings.Cut(strings.TrimSpace(part), "-")
		a, err := strconv.Atoi(from)
		b := a
		if err == nil && isRange {
			b, err = strconv.Atoi(to)
		}
		if err != nil || a < 1900 || b > 2200 || b < a || b-a > maxYears {
			return nil, usageError("--years is like 2019 or 2017,2018 or 2017-2019, not %q", s)
		}
		for y := a; y <= b; y++ {
			years = append(years, y)
		}
	}
	return years, nil
}
