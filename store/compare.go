package store

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"yusuan/parse/budget"
)

// CompareOptions says what is compared. Zero fields do not restrict.
type CompareOptions struct {
	Organization string
	Aliases      []string // further names of the same body, as a person says
	Region       string
	Years        []int // compared pairwise in order; all stored years where empty
	Scope        budget.Scope
	Phase        budget.Phase
	BudgetFinal  bool // the budget of a year with its final accounts instead of two years

	Tables  []string // kinds
	Measure string
	Code    string // beginning of the code
	By      Level
}

// Level picks rows by what they are.
type Level string

const (
	ByAny      Level = ""
	ByTable    Level = "table"    // totals
	ByClass    Level = "class"    // 类
	BySection  Level = "section"  // 款
	ByItem     Level = "item"     // 项
	ByEconomic Level = "economic" // 经济分类, 类 and 款
)

// Levels lists the values of Level.
var Levels = []Level{ByTable, ByClass, BySection, ByItem, ByEconomic}

func (l Level) has(code, label string, total bool) bool {
	economic := strings.HasPrefix(code, "3") || strings.HasPrefix(code, "5")
	switch l {
	case ByTable:
		return code == "" && (total || label == "")
	case ByClass:
		return len(code) == 3 && !economic
	case BySection:
		return len(code) == 5 && !economic
	case ByItem:
		return len(code) == 7 && !economic
	case ByEconomic:
		return economic
	}
	return true
}

// condition says in SQL what has says of codes.
func (l Level) condition() string {
	const functional = "substr(l.code, 1, 1) NOT IN ('3', '5') AND length(l.code) = "
	switch l {
	case ByClass:
		return functional + "3"
	case BySection:
		return functional + "5"
	case ByItem:
		return functional + "7"
	case ByEconomic:
		return "substr(l.code, 1, 1) IN ('3', '5')"
	}
	return "l.code = ''"
}

// Side is one of the two years compared.
type Side struct {
	Year      int
	Phase     budget.Phase
	Documents []Document // current ones; none: that year is not stored
}

// Cell is an amount with its place.
type Cell struct {
	Known   bool
	Implied bool  // not read in a document of its year: what the later document implies, or repeats
	Fen     int64 // 分
	Status  budget.Status
	Page    int
	SHA256  string
}

// Comparison is one body's two years.
type Comparison struct {
	Organization string
	Region       string
	Scope        budget.Scope
	From, To     Side
	Rows         []ComparedRow
}

// ComparedRow is one quantity in both years.
type ComparedRow struct {
	Kind, Title string // table; "" for a statement of the prose that no table row answers
	Lane        string
	Measure     string
	Column      string // heading path as printed
	Code        string
	Name        string // as printed in the later year; in the earlier where it is gone
	PriorCode   string // where it differs
	PriorName   string // where it differs
	Prior, Now  Cell
	HasChange   bool
	Change      int64               // 分
	Percent     decimal.NullDecimal // of Prior, two places
	Share       decimal.NullDecimal // of the table's total in the later year, percent, two places
	Link        string              // same, renamed, successor, reused, new, gone, none, stated
	Evidence    string
	Stated      *Stated

	label string
	total bool
}

// Compare compares the years of one organisation, department and unit
// disclosures apart. Comparisons come by scope, phase and year.
func (s *Store) Compare(ctx context.Context, opt CompareOptions) ([]Comparison, error) {
	names := append([]string{opt.Organization}, opt.Aliases...)
	docs, err := s.Documents(ctx, Filter{Organizations: names, Region: opt.Region, Scope: opt.Scope, Phase: opt.Phase, Current: true})
	if err != nil {
		return nil, err
	}
	type group struct {
		region string
		scope  budget.Scope
		phase  budget.Phase
	}
	regions := map[string]bool{}
	for _, d := range docs {
		if d.Region != "" {
			regions[d.Region] = true
		}
	}
	by := map[group]map[int][]Document{}
	settleScopes(docs)
	for _, d := range docs {
		if d.Year == 0 || d.Phase == "" {
			continue
		}
		g := group{scope: d.Scope, phase: d.Phase}
		if len(regions) > 1 { // bodies of the same name in several places
			g.region = d.Region
		}
		if opt.BudgetFinal {
			g.phase = ""
		}
		if by[g] == nil {
			by[g] = map[int][]Document{}
		}
		by[g][d.Year] = append(by[g][d.Year], d)
	}
	groups := make([]group, 0, len(by))
	for g := range by {
		groups = append(groups, g)
	}
	slices.SortFunc(groups, func(a, b group) int {
		return cmp.Or(cmp.Compare(a.region, b.region), cmp.Compare(a.scope, b.scope), cmp.Compare(a.phase, b.phase))
	})
	linkList, err := loadLinks(ctx, s.read.QueryContext)
	if err != nil {
		return nil, err
	}
	l := newLinks(linkList)
	var out []Comparison
	for _, g := range groups {
		for _, p := range sides(by[g], g.phase, opt) {
			c := Comparison{Organization: opt.Organization, Region: g.region, Scope: g.scope, From: p[0], To: p[1]}
			if c.Region == "" && len(p[1].Documents) > 0 {
				c.Region = p[1].Documents[0].Region
			}
			if err := s.fill(ctx, &c, l, opt); err != nil {
				return nil, fmt.Errorf("compare %s %d with %d: %w", opt.Organization, p[0].Year, p[1].Year, err)
			}
			out = append(out, c)
		}
	}
	return out, nil
}

// settleScopes gives documents that do not say their scope that of the others:
// of the same year where those are of one scope, else of all years.
func settleScopes(docs []Document) {
	settle := func(same func(a, b *Document) bool) {
		for i := range docs {
			if docs[i].Scope != "" {
				continue
			}
			scopes := map[budget.Scope]bool{}
			for j := range docs {
				if docs[j].Scope != "" && same(&docs[i], &docs[j]) {
					scopes[docs[j].Scope] = true
				}
			}
			if len(scopes) == 1 {
				for scope := range scopes {
					docs[i].Scope = scope
				}
			}
		}
	}
	settle(func(a, b *Document) bool { return a.Year == b.Year && a.Phase == b.Phase })
	settle(func(a, b *Document) bool { return true })
}

// sides lists the pairs to compare.
func sides(years map[int][]Document, phase budget.Phase, opt CompareOptions) [][2]Side {
	wanted := slices.Clone(opt.Years)
	if len(wanted) == 0 {
		for y := range years {
			wanted = append(wanted, y)
		}
	}
	slices.Sort(wanted)
	wanted = slices.Compact(wanted)
	var out [][2]Side
	if opt.BudgetFinal {
		for _, y := range wanted {
			from, to := Side{Year: y, Phase: budget.PhaseBudget}, Side{Year: y, Phase: budget.PhaseFinal}
			for _, d := range years[y] {
				if d.Phase == budget.PhaseFinal {
					to.Documents = append(to.Documents, d)
				} else {
					from.Documents = append(from.Documents, d)
				}
			}
			if len(to.Documents) > 0 {
				out = append(out, [2]Side{from, to})
			}
		}
		return out
	}
	side := func(y int) Side { return Side{Year: y, Phase: phase, Documents: years[y]} }
	for i, y := range wanted {
		if len(years[y]) == 0 {
			continue
		}
		from := y - 1 // where it is not stored, the document's own word on it is all there is to show
		switch {
		case i > 0 && len(years[wanted[i-1]]) > 0:
			from = wanted[i-1]
		case len(opt.Years) > 1 && len(years[from]) > 0:
			continue // stored, but not asked for
		}
		out = append(out, [2]Side{side(from), side(y)})
	}
	return out
}

// fill computes the rows of a comparison.
func (s *Store) fill(ctx context.Context, c *Comparison, l *links, opt CompareOptions) error {
	prior, err := figures(ctx, s.read.QueryContext, ids(c.From.Documents))
	if err != nil {
		return err
	}
	now, err := figures(ctx, s.read.QueryContext, ids(c.To.Documents))
	if err != nil {
		return err
	}
	if c.From.Phase != c.To.Phase {
		var restated []figure
		now, restated = againstBudget(now)
		prior = withRestated(prior, restated)
	}
	hashes := map[int64]string{}
	for _, d := range slices.Concat(c.From.Documents, c.To.Documents) {
		hashes[d.ID] = d.SHA256
	}
	cell := func(f *figure) Cell {
		return Cell{Known: true, Implied: f.restated, Fen: f.amount, Status: budget.Status(f.status), Page: f.page, SHA256: hashes[f.document]}
	}
	totals := tableTotals(now)
	pairs, err := pair(prior, now, c.From.Year, c.To.Year, l)
	if err != nil {
		return err
	}
	for _, p := range pairs {
		at := p.now
		if at == nil {
			at = p.prior
		}
		r := ComparedRow{Kind: at.kind, Title: at.title, Lane: at.lane, Measure: at.measure, Column: at.column, Code: at.code, Name: at.name, Link: p.link, Evidence: p.evidence, label: at.label, total: at.total}
		if p.now != nil {
			r.Now = cell(p.now)
			if t, ok := totals[at.sheet()]; ok && t != 0 && !at.total {
				r.Share = decimal.NewNullDecimal(percentOf(p.now.amount, t))
			}
		}
		if p.prior != nil {
			r.Prior = cell(p.prior)
			if p.prior.code != at.code {
				r.PriorCode = p.prior.code
			}
			if p.prior.name != at.name {
				r.PriorName = p.prior.name
			}
		}
		r.change()
		c.Rows = append(c.Rows, r)
	}
	stated, err := s.stated(ctx, c)
	if err != nil {
		return err
	}
	attach(c, stated)
	explainMerged(c)
	c.Rows = slices.DeleteFunc(c.Rows, func(r ComparedRow) bool { return !opt.wants(&r) })
	if len(c.From.Documents) == 0 { // nothing to compare with but the document's own word
		c.Rows = slices.DeleteFunc(c.Rows, func(r ComparedRow) bool { return r.Stated == nil })
	}
	return nil
}

func (opt CompareOptions) wants(r *ComparedRow) bool {
	if r.Kind == "" { // a statement: shown where nothing is picked out
		return len(opt.Tables) == 0 && opt.Measure == "" && opt.Code == "" && opt.By == ByAny
	}
	return (len(opt.Tables) == 0 || slices.Contains(opt.Tables, r.Kind)) &&
		(opt.Measure == "" || opt.Measure == r.Measure) &&
		strings.HasPrefix(r.Code, opt.Code) &&
		opt.By.has(r.Code, r.label, r.total)
}

// change computes change and percent where both amounts are known.
func (r *ComparedRow) change() {
	if !r.Prior.Known || !r.Now.Known {
		return
	}
	r.Change, r.HasChange = difference(r.Now.Fen, r.Prior.Fen)
	if r.HasChange && r.Prior.Fen != 0 {
		r.Percent = decimal.NewNullDecimal(percentOf(r.Change, r.Prior.Fen))
	}
}

// percentPlaces are the decimal places of computed percents.
const percentPlaces = 2

// percentOf is part of whole in percent; a negative whole counts by its size,
// so that the sign is that of the part.
func percentOf(part, whole int64) decimal.Decimal {
	return decimal.New(part, 2).DivRound(decimal.New(whole, 0).Abs(), percentPlaces)
}

// sheet is what amounts add up within.
type sheet struct{ kind, lane, measure string }

func (f *figure) sheet() sheet { return sheet{f.kind, f.lane, f.measure} }

// tableTotals gives each table's total in each measure, where it prints one.
func tableTotals(list []figure) map[sheet]int64 {
	out := map[sheet]int64{}
	for _, f := range list {
		if f.total && f.code == "" && f.label == "" {
			out[f.sheet()] = f.amount
		}
	}
	return out
}

func ids(docs []Document) []int64 {
	out := make([]int64, len(docs))
	for i, d := range docs {
		out[i] = d.ID
	}
	return out
}
