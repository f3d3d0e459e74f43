package main

import (
	"errors"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"yusuan/parse/budget"
	"yusuan/store"
)

// bodyFlags are the flags that say which bodies' disclosures are meant.
type bodyFlags struct {
	organizations               []string
	years, region, phase, scope string
}

func (f *bodyFlags) add(cmd *cobra.Command) {
	fs := cmd.Flags()
	fs.StringArrayVar(&f.organizations, "organization", nil, "only this organisation, as stored or as its cover prints it (may be repeated)")
	fs.StringVar(&f.years, "years", "", "only these fiscal years: 2019 or 2017,2018 or 2017-2019")
	fs.StringVar(&f.region, "region", "", "only this region: GB/T 2260 code or the beginning of one")
	fs.StringVar(&f.phase, "phase", "", "only budget or final")
	fs.StringVar(&f.scope, "scope", "", "only department or unit")
}

// lines reads the flags; organisations are as given.
func (f *bodyFlags) lines() (store.LineFilter, error) {
	out := store.LineFilter{Organizations: f.organizations, Region: f.region, Phase: budget.Phase(f.phase), Scope: budget.Scope(f.scope)}
	var err error
	if out.Years, err = parseYears(f.years); err != nil {
		return out, err
	}
	if strings.Trim(f.region, "0123456789") != "" {
		return out, usageError("--region is a GB/T 2260 code or the beginning of one, such as 32 or 320100, not %q", f.region)
	}
	switch out.Phase {
	case "", budget.PhaseBudget, budget.PhaseFinal:
	default:
		return out, usageError("--phase is budget or final, not %q", f.phase)
	}
	switch out.Scope {
	case "", budget.ScopeDepartment, budget.ScopeUnit:
	default:
		return out, usageError("--scope is department or unit, not %q", f.scope)
	}
	return out, nil
}

// resolve gives the stored names of organisations. An unknown one is an error
// that says which resemble it.
func resolve(cmd *cobra.Command, st *store.Store, names []string) ([]string, error) {
	var out []string
	for _, n := range names {
		found, err := st.Resolve(cmd.Context(), n)
		if err != nil {
			return nil, err
		}
		if len(found) == 0 {
			return nil, unknownBody(cmd, st, n)
		}
		out = append(out, found...)
	}
	return out, nil
}

// unknownBody says which stored organisations resemble a name that is not stored.
func unknownBody(cmd *cobra.Command, st *store.Store, name string) error {
	similar, err := st.Similar(cmd.Context(), name, 5)
	if err != nil {
		return err
	}
	msg := "organization " + strconv.Quote(name) + " is not in the database"
	if len(similar) > 0 {
		var names []string
		for _, s := range similar {
			names = append(names, s.Name)
		}
		msg += "; similar names there are: " + strings.Join(names, ", ")
	}
	return &exitError{exitFailed, errors.New(msg)}
}

// filterFlags are the flags that say which documents are meant.
type filterFlags struct {
	bodyFlags
	document string
	current  bool
}

func (f *filterFlags) add(cmd *cobra.Command) {
	f.bodyFlags.add(cmd)
	cmd.Flags().StringVar(&f.document, "document", "", "only this document: sha256 or the beginning of one")
	cmd.Flags().BoolVar(&f.current, "current", false, "leave out superseded versions and failures")
}

// filter reads the flags; organisations are as given.
func (f *filterFlags) filter() (store.Filter, error) {
	l, err := f.lines()
	return store.Filter{Organizations: l.Organizations, Region: l.Region, Years: l.Years, Phase: l.Phase, Scope: l.Scope, SHA256: strings.ToLower(f.document), Current: f.current}, err
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
