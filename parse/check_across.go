package parse

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"yusuan/parse/budget"
	"yusuan/parse/form"
)

// Across is a finding between two documents: it belongs to Doc, and Other is
// what it was held against. Both are indices into the documents given. The
// finding's Facts are of Doc; its Other span is a place in the other document.
type Across struct {
	Doc, Other int
	budget.Finding
}

// An acrossKey is one cell, by what it says and not by where it stands.
type acrossKey struct {
	kind, lane, row, measure string
}

// CheckAcross holds documents of one body against each other: two documents of
// the same year, phase and scope; a unit's own against its department's; a
// year's bases and opening balances against the year before; the budget that
// final accounts print against the budget itself. Documents of other bodies, or
// without year, phase or scope, are left alone. Only differences are returned.
func CheckAcross(docs []*budget.Document) []Across {
	ids := form.Builtin().Identities()
	var out []Across
	quantities := make([]map[acrossKey]int, len(docs))
	of := func(i int) map[acrossKey]int {
		if quantities[i] == nil {
			quantities[i] = quantitiesOf(docs[i], ids)
		}
		return quantities[i]
	}
	for i, a := range docs {
		for j, b := range docs {
			if i == j || a.SHA256 == b.SHA256 && a.SHA256 != "" || !oneBody(a, b) {
				continue
			}
			x := acrossPair{docs: docs, i: i, j: j, a: of(i), b: of(j), ids: ids}
			sameScope := a.Scope == b.Scope || a.Scope == budget.ScopeUnknown || b.Scope == budget.ScopeUnknown
			switch {
			case a.Year == b.Year && a.Phase == b.Phase && sameScope && i > j:
				x.compare("documents-differ", budget.SeverityWarning, func(q acrossKey) (acrossKey, bool) { return q, true })
			case a.Year == b.Year && a.Phase == b.Phase && a.Scope == budget.ScopeUnit && b.Scope == budget.ScopeDepartment:
				x.partOf()
			case a.Year == b.Year && a.Phase == budget.PhaseFinal && b.Phase == budget.PhaseBudget && sameScope:
				x.compare("initial-budget", budget.SeverityWarning, initialOf)
			case a.Year == b.Year+1 && sameScope && a.Phase == budget.PhaseBudget && b.Phase == budget.PhaseBudget:
				x.compare("prior-base", budget.SeverityWarning, priorOf("prior_budget"))
			case a.Year == b.Year+1 && sameScope && a.Phase == budget.PhaseFinal && b.Phase == budget.PhaseFinal:
				x.compare("prior-base", budget.SeverityWarning, priorOf("prior_final"))
				x.compare("opening-balance", budget.SeverityNote, openingOf)
			}
			out = append(out, x.out...)
		}
	}
	slices.SortStableFunc(out, func(x, y Across) int { return cmp.Or(cmp.Compare(x.Doc, y.Doc), cmp.Compare(x.Other, y.Other)) })
	return out
}

func oneBody(a, b *budget.Document) bool {
	if a.Organization == "" || a.Year == 0 || b.Year == 0 || a.Phase == "" || b.Phase == "" {
		return false
	}
	if a.Region != "" && b.Region != "" && a.Region != b.Region {
		return false
	}
	return a.Organization == b.Organization
}

// quantitiesOf lists the figures of a document that stand there once.
func quantitiesOf(doc *budget.Document, ids *form.Identities) map[acrossKey]int {
	out := map[acrossKey]int{}
	for i := range doc.Facts {
		f := &doc.Facts[i]
		if !f.HasAmount() || f.Measure == "" || f.Measure == "unknown" || f.Table < 0 || f.Table >= len(doc.Tables) {
			continue
		}
		kind := doc.Tables[f.Table].Kind
		if kind == "unknown" || kind == "project" {
			continue // projects share codes and change names
		}
		row := f.Code
		if row == "" {
			key, _, _ := plainName(f.Name)
			row = key
			if id := ids.LabelOf(key); id != "" {
				row = "#" + id
			} else if f.Total {
				row = "#grand"
			}
		}
		q := acrossKey{kind, f.Lane, row, f.Measure}
		if at, twice := out[q]; twice {
			if at >= 0 && !doc.Facts[at].Amount.Equal(f.Amount) {
				out[q] = -1
			}
			continue
		}
		out[q] = i
	}
	for q, at := range out {
		if at < 0 {
			delete(out, q)
		}
	}
	return out
}

// initialOf gives the budget's own cell for one that final accounts print of it.
func initialOf(q acrossKey) (acrossKey, bool) {
	switch {
	case q.measure == "initial_budget":
		q.measure = "total"
	case strings.HasSuffix(q.measure, "_initial_budget"):
		q.measure = strings.TrimSuffix(q.measure, "_initial_budget")
	case q.kind == "sangong" && strings.HasSuffix(q.measure, "_budget"):
		q.measure = strings.TrimSuffix(q.measure, "_budget")
	default:
		return q, false
	}
	return q, true
}

// priorOf gives last year's cell for a base that this year's document prints.
func priorOf(base string) func(acrossKey) (acrossKey, bool) {
	return func(q acrossKey) (acrossKey, bool) {
		switch {
		case q.measure == base:
			q.measure = "total"
		case strings.HasSuffix(q.measure, "_"+base):
			q.measure = strings.TrimSuffix(q.measure, "_"+base)
		default:
			return q, false
		}
		return q, true
	}
}

// openingOf gives last year's closing balance for this year's opening one.
func openingOf(q acrossKey) (acrossKey, bool) {
	if q.lane != "revenue" || q.row != "#carry_in" || q.measure != "total" {
		return q, false
	}
	return acrossKey{q.kind, "expenditure", "#carry_out", "total"}, true
}

type acrossPair struct {
	docs []*budget.Document
	i, j int
	a, b map[acrossKey]int
	ids  *form.Identities
	out  []Across
}

// compare adds a finding for every acrossKey of a whose counterpart in b differs;
// many of one table are one finding.
func (x *acrossPair) compare(check string, sev budget.Severity, counterpart func(acrossKey) (acrossKey, bool)) {
	a, b := x.docs[x.i], x.docs[x.j]
	pa, pb := precision(a), precision(b)
	var order []int // facts of a, in order
	other := map[int]int{}
	same := 0
	for q, at := range x.a {
		r, ok := counterpart(q)
		if !ok {
			continue
		}
		bt, ok := x.b[r]
		if !ok {
			continue
		}
		f, g := &a.Facts[at], &b.Facts[bt]
		if equalWithin(f, g, pa[at], pb[bt]) {
			same++
			continue
		}
		order = append(order, at)
		other[at] = bt
	}
	slices.Sort(order)
	if check == "documents-differ" && len(order) > same {
		return // not the same document at all: another unit under one name
	}
	perTable := map[int]int{}
	lastAt := map[int]int{}
	for _, at := range order {
		t := a.Facts[at].Table
		if perTable[t]++; perTable[t] > sameInTable {
			f := &x.out[lastAt[t]]
			f.Facts = append(f.Facts, at)
			continue
		}
		x.add(check, sev, at, other[at])
		lastAt[t] = len(x.out) - 1
	}
	m, _ := x.ids.Message("alike")
	for t, n := range perTable {
		if n > sameInTable {
			f := &x.out[lastAt[t]]
			fill := strings.NewReplacer("{n}", fmt.Sprint(n-sameInTable))
			f.Message += fill.Replace(m.Zh)
			f.English += fill.Replace(m.En)
		}
	}
}

func equalWithin(f, g *budget.Fact, pf, pg int32) bool {
	tol := ulp(pf, f.Unit).Add(ulp(pg, g.Unit)).Div(decimal.NewFromInt(2))
	return f.Amount.Sub(g.Amount).Abs().LessThanOrEqual(tol)
}

// partOf adds a finding for totals of a unit that are larger than its department's.
func (x *acrossPair) partOf() {
	a, b := x.docs[x.i], x.docs[x.j]
	pa, pb := precision(a), precision(b)
	for _, q := range []acrossKey{
		{"summary", "revenue", "#grand", "total"}, {"summary", "expenditure", "#grand", "total"},
		{"expenditure", "", "#grand", "total"}, {"general_public", "", "#grand", "total"},
	} {
		at, ok := x.a[q]
		bt, have := x.b[q]
		if !ok || !have {
			continue
		}
		f, g := &a.Facts[at], &b.Facts[bt]
		if f.Amount.GreaterThan(g.Amount) && !equalWithin(f, g, pa[at], pb[bt]) {
			x.add("unit-over-department", budget.SeverityWarning, at, bt)
		}
	}
}

func (x *acrossPair) add(check string, sev budget.Severity, at, bt int) {
	a, b := x.docs[x.i], x.docs[x.j]
	f, g := &a.Facts[at], &b.Facts[bt]
	t, u := &a.Tables[f.Table], &b.Tables[g.Table]
	pf, pg := precision(a)[at], precision(b)[bt]
	m, _ := x.ids.Message(check)
	fill := strings.NewReplacer(
		"{title}", t.Title, "{row}", strings.TrimSpace(f.Code+" "+f.Name), "{column}", f.Column, "{actual}", money(f.Amount, f.Unit, pf),
		"{title2}", u.Title, "{column2}", g.Column, "{expected}", money(g.Amount, g.Unit, pg), "{file}", b.File, "{year}", fmt.Sprint(b.Year),
	)
	x.out = append(x.out, Across{Doc: x.i, Other: x.j, Finding: budget.Finding{
		Check: check, Severity: sev, Status: budget.Fails, Table: t.Kind, Title: t.Title, Code: f.Code,
		Expected: g.Amount.String(), Actual: f.Amount.String(),
		Tolerance: ulp(pf, f.Unit).Add(ulp(pg, g.Unit)).Div(decimal.NewFromInt(2)).String(),
		Message:   fill.Replace(m.Zh), English: fill.Replace(m.En),
		Evidence: fmt.Sprintf("%s p.%d %s; %s p.%d %s", a.File, f.Page, f.Raw, b.File, g.Page, g.Raw),
		Span:     f.Span, Other: g.Span, Facts: []int{at},
	}})
}
