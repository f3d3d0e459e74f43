package form

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/BurntSushi/toml"

	"yusuan/parse/budget"
)

// Identities are the arithmetic and structural rules of a disclosure: what
// must add up within a table, between tables and between documents, and how
// the rows that carry sums are labelled.
type Identities struct {
	Labels     []Label    `toml:"label"`
	Identities []Identity `toml:"identity"`
	Messages   []Message  `toml:"message"`
	Mentions   []Mention  `toml:"mention"`
	// Required are the kinds of tables that every disclosure must publish, be
	// they empty; "a|b" is either.
	Required []string `toml:"required"`

	byLabel   map[string]string
	byMessage map[string]*Message
}

// Label gathers the printed names of one kind of row.
type Label struct {
	ID string `toml:"id"`
	// Spelled are the printed names without white space, ordinals and colons.
	Spelled []string `toml:"spelled"`
}

// Rule names how an identity is computed; each is implemented once, in parse.
type Rule string

const (
	RuleHierarchy Rule = "hierarchy" // totals and classes are the sums of what stands below them, by code
	RuleColumns   Rule = "columns"   // one column of a row is the sum of others
	RuleRows      Rule = "rows"      // the total row is the sum of the rows of a table without a hierarchy
	RuleLanes     Rule = "lanes"     // item rows, subtotals, carry-overs and totals of a side-by-side table
	RuleFunds     Rule = "funds"     // fund rows of the revenue side against fund columns of the expenditure side
	RuleClasses   Rule = "classes"   // a labelled total row is the sum of some economic classes
	RuleEqual     Rule = "equal"     // two places print the same sum
	RuleAtMost    Rule = "at-most"   // a part is not larger than its whole
)

var rules = []Rule{RuleHierarchy, RuleColumns, RuleRows, RuleLanes, RuleFunds, RuleClasses, RuleEqual, RuleAtMost}

// Identity is one declared rule.
//
// Left and Right are places: "table/lane/row/measure". The row is the id of a
// label, "only" (the one row of a table that prints one), "each" (the rows
// that both sides have, by code or name), "class" (those of three digits), or
// "code:30217". Alternatives are
// separated by "|"; a place that starts with "?" may be absent and then counts
// as zero, a table declared empty always does.
type Identity struct {
	ID       string          `toml:"id"`
	Check    string          `toml:"check"` // name of the finding
	Rule     Rule            `toml:"rule"`
	Phase    budget.Phase    `toml:"phase"` // empty: both
	Tables   []string        `toml:"tables"`
	Severity budget.Severity `toml:"severity"`

	Total    string     `toml:"total"`    // columns: measure that is the sum
	Parts    []string   `toml:"parts"`    // columns: measures that are added; "-x" is subtracted, "x>y,z" is x, or y and z where no x is printed
	Need     []string   `toml:"need"`     // columns: measures without which the rule does not apply; "x|y" is either
	Without  []string   `toml:"without"`  // columns: measures whose presence makes the rule not apply
	Suffixes []string   `toml:"suffixes"` // columns: also with these endings on every measure
	Label    string     `toml:"label"`    // classes: label of the total row
	Classes  []string   `toml:"classes"`  // classes: codes added
	Left     []string   `toml:"left"`     // equal, at-most: the whole
	Right    []string   `toml:"right"`    // equal, at-most: what must add up to it
	Measures []string   `toml:"measures"` // equal, at-most: "*" in a place stands for each of these
	IfEqual  [][]string `toml:"if_equal"` // applies only where these pairs of places print the same
	Mostly   bool       `toml:"mostly"`   // row by row: a failure only where most rows hold
	OrLess   bool       `toml:"or_less"`  // equal: where left is less than right, the rule does not apply
	Advisory bool       `toml:"advisory"` // a failure is worth a remark but disputes no value

	Zh string `toml:"zh"` // what the identity says, for people
	En string `toml:"en"`
}

// Message is the wording of one finding. {…} parts are filled in.
type Message struct {
	Check string `toml:"check"`
	Zh    string `toml:"zh"`
	En    string `toml:"en"`
}

// Mention says by which words a title or a note names the subject of a kind of
// table.
type Mention struct {
	Kind  string   `toml:"kind"`
	Words []string `toml:"words"`
}

// LabelOf returns the id of the label spelled so (without white space and
// ordinals), "" where none is.
func (d *Identities) LabelOf(spelled string) string { return d.byLabel[spelled] }

// Message returns the wording of a check.
func (d *Identities) Message(check string) (Message, bool) {
	m, ok := d.byMessage[check]
	if !ok {
		return Message{}, false
	}
	return *m, true
}

// Identities returns the declared identities; never nil.
func (c *Catalog) Identities() *Identities {
	if c == nil || c.identities == nil {
		return &Identities{}
	}
	return c.identities
}

// ParseIdentities reads declared identities. All mistakes are reported at once.
func ParseIdentities(text string) (*Identities, error) {
	d := &Identities{byLabel: map[string]string{}, byMessage: map[string]*Message{}}
	meta, err := toml.Decode(text, d)
	if err != nil {
		return nil, fmt.Errorf("identities: %w", err)
	}
	var errs []error
	bad := func(format string, args ...any) { errs = append(errs, fmt.Errorf("identities: "+format, args...)) }
	for _, k := range meta.Undecoded() {
		bad("unknown key %s", k)
	}
	ids := map[string]bool{"only": true, "each": true, "class": true}
	for _, l := range d.Labels {
		ids[l.ID] = true
		for _, s := range l.Spelled {
			if was, ok := d.byLabel[s]; ok {
				bad("label %s: %q is already %s", l.ID, s, was)
			}
			d.byLabel[s] = l.ID
		}
	}
	for i := range d.Messages {
		d.byMessage[d.Messages[i].Check] = &d.Messages[i]
	}
	seen := map[string]bool{}
	for i := range d.Identities {
		id := &d.Identities[i]
		if id.ID == "" || seen[id.ID] {
			bad("identity %q: the id is empty or doubled", id.ID)
		}
		seen[id.ID] = true
		if id.Check == "" || id.Zh == "" || id.En == "" {
			bad("identity %s: check, zh and en are needed", id.ID)
		}
		if !slices.Contains(rules, id.Rule) {
			bad("identity %s: unknown rule %q", id.ID, id.Rule)
		}
		switch id.Severity {
		case "":
			id.Severity = budget.SeverityError
		case budget.SeverityError, budget.SeverityWarning, budget.SeverityNote:
		default:
			bad("identity %s: unknown severity %q", id.ID, id.Severity)
		}
		for _, side := range append([][]string{id.Left, id.Right}, id.IfEqual...) {
			for _, term := range side {
				for alt := range strings.SplitSeq(term, "|") {
					p, err := ParsePlace(alt)
					if err != nil {
						bad("identity %s: %v", id.ID, err)
						continue
					}
					for _, m := range append([]string{""}, id.Measures...) {
						row := p.Row
						if strings.Contains(row, "*") {
							if m == "" {
								continue
							}
							row = strings.ReplaceAll(row, "*", m)
						}
						if !ids[row] && p.Code() == "" {
							bad("identity %s: place %q: unknown row %q", id.ID, alt, row)
						}
					}
				}
			}
		}
		if (id.Rule == RuleEqual || id.Rule == RuleAtMost) && (len(id.Left) == 0 || len(id.Right) == 0) {
			bad("identity %s: rule %s needs left and right", id.ID, id.Rule)
		}
		if id.Rule == RuleColumns && (id.Total == "" || len(id.Parts) == 0) {
			bad("identity %s: rule columns needs total and parts", id.ID)
		}
	}
	if err := errors.Join(errs...); err != nil {
		return nil, err
	}
	return d, nil
}

// Place says where one addend of an identity is printed.
type Place struct {
	Table, Lane, Row, Measure string
	Optional                  bool // absent counts as zero
}

// Code returns the code of a "code:…" row, "" for others.
func (p Place) Code() string {
	c, ok := strings.CutPrefix(p.Row, "code:")
	if !ok {
		return ""
	}
	return c
}

// ParsePlace reads "table/lane/row/measure", with "?" in front where the place
// may be absent.
func ParsePlace(s string) (Place, error) {
	s = strings.TrimSpace(s)
	s, optional := strings.CutPrefix(s, "?")
	parts := strings.Split(s, "/")
	if len(parts) != 4 || parts[0] == "" || parts[2] == "" || parts[3] == "" {
		return Place{}, fmt.Errorf("place %q is not table/lane/row/measure", s)
	}
	return Place{Table: parts[0], Lane: parts[1], Row: parts[2], Measure: parts[3], Optional: optional}, nil
}
