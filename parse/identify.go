package parse

import (
	"slices"
	"strconv"

	"yusuan/extract"
	"yusuan/parse/budget"
	"yusuan/parse/form"
)

// Identity is whose disclosure a document is, of which year, phase and scope.
// What the document leaves open stays zero.
type Identity struct {
	Organization string // normal form: without year, 部门预算, additions
	Printed      string // as the cover, or the line that carries it, prints it
	Region       string // GB/T 2260 code
	RegionName   string
	RegionFrom   string // evidence, for people
	Scope        budget.Scope
	Year         int
	Phase        budget.Phase
	Template     bool // a form that nobody has filled in: no facts are to be had
	Covers       []Cover

	Evidence []IdentityVote   // what it rests on, strongest first
	Findings []budget.Finding // year-slip, department-slip, phase-slip
}

// IdentityVote is one place of the document that says something of its
// identity.
type IdentityVote struct {
	Fact   string // organization, region, year, phase, scope
	Value  string
	From   string // cover, department-line, chapter, title, overview, heading, prose, file-name
	Text   string
	Weight int
	budget.Span
}

// Identify reads whose disclosure a document is, from cover, chapter heads,
// 编制部门 lines, table titles and headings together. Each place votes; what
// disagrees with the outcome is a finding. The file's name is asked last, and
// marked so; what a PDF says of itself is not asked at all. A nil catalog is
// the built-in one.
func Identify(doc *extract.Document, read *Read, forms *form.Catalog) Identity {
	if forms == nil {
		forms = form.Builtin()
	}
	var tables []budget.Table
	if read != nil {
		tables = read.Tables
	}
	id := &identifier{doc: doc, forms: forms, said: map[string]bool{}, sparse: sparsePages(doc.Pages, tables)}
	id.lines()
	for _, t := range tables {
		if name := forms.DepartmentName(t.Printed); name != "" {
			id.body("department-line", name, t.Printed, weightLine, t.Start)
		}
	}
	id.prose()
	return id.decide()
}

// apply copies the identity into the document's record.
func (id *Identity) apply(out *budget.Document) {
	out.Organization, out.Printed = id.Organization, id.Printed
	out.Region, out.RegionName, out.RegionFrom = id.Region, id.RegionName, id.RegionFrom
	out.Scope, out.Year, out.Phase = id.Scope, id.Year, id.Phase
}

type identifier struct {
	doc   *extract.Document
	forms *form.Catalog
	votes []IdentityVote
	said  map[string]bool // one vote a place
	marks int             // lines of the cover that name a form to be filled in

	sparse map[int]bool // pages with few lines
	covers []Cover
}

func (id *identifier) decide() Identity {
	var out Identity
	out.Year = id.decideYear()
	out.Phase = budget.Phase(id.best("phase"))
	out.Scope = budget.Scope(id.best("scope"))
	if out.Year == 0 || out.Phase == "" {
		id.fromProse(&out)
	}
	id.decideBody(&out)
	if out.Organization == "" || out.Year == 0 || out.Phase == "" {
		id.fromFileName(&out)
	}
	id.decideRegion(&out)
	out.Template = id.forms.Placeholder(out.Organization) || out.Organization == "" && id.marks > 0
	out.Covers = id.covers
	out.Evidence = slices.Clone(id.votes)
	slices.SortStableFunc(out.Evidence, func(a, b IdentityVote) int { return b.Weight - a.Weight })
	if !out.Template {
		out.Findings = id.slips(&out)
	}
	return out
}

// tally sums the weights for each value of a fact, capped by kind of place,
// and returns the values with the heaviest first.
func (id *identifier) tally(fact string, same func(a, b string) bool) (values []string, weight map[string]int) {
	weight = map[string]int{}
	bySource := map[string]int{}
	for _, v := range id.votes {
		if v.Fact != fact {
			continue
		}
		value := v.Value
		if same != nil {
			for _, have := range values {
				if same(have, value) {
					value = have
					break
				}
			}
		}
		if !slices.Contains(values, value) {
			values = append(values, value)
		}
		k := value + "\x00" + v.From
		w := min(v.Weight, maxSourceWeight-bySource[k])
		bySource[k] += w
		weight[value] += w
	}
	slices.SortStableFunc(values, func(a, b string) int { return weight[b] - weight[a] })
	return values, weight
}

// best is the heaviest value, "" on a tie.
func (id *identifier) best(fact string) string {
	values, weight := id.tally(fact, nil)
	if len(values) == 0 || len(values) > 1 && weight[values[0]] == weight[values[1]] {
		return ""
	}
	return values[0]
}

func (id *identifier) decideYear() int {
	y, _ := strconv.Atoi(id.best("year"))
	return y
}
