package budget

import (
	_ "embed"
	"encoding/csv"
	"slices"
	"strings"
	"sync"
)

//go:embed glossary.csv
var glossaryCSV string

// Term is one row of glossary.csv: a Chinese term and the identifier that
// stands for it in code, tables and exports.
type Term struct {
	Zh, Identifier, Meaning, Source string
}

// Glossary lists the terms in the order of the file.
func Glossary() []Term { return slices.Clone(glossary()) }

var glossary = sync.OnceValue(func() []Term {
	rows, err := csv.NewReader(strings.NewReader(glossaryCSV)).ReadAll()
	if err != nil || len(rows) == 0 {
		return nil // embedded, and TestGlossary reads it
	}
	var out []Term
	for _, r := range rows[1:] {
		if len(r) == 4 {
			out = append(out, Term{r[0], r[1], r[2], r[3]})
		}
	}
	return out
})

// Suffixes are what a measure may carry behind it: basic_prior_execution is
// the basic expenditure of last year, reception_final the final figure that a
// table prints beside the budget.
var Suffixes = []string{"_budget", "_final", "_prior_budget", "_prior_execution", "_prior_final", "_initial_budget", "_adjusted_budget", "_opening_balance", "_closing_balance", "_revenue", "_delta", "_percent", "_share", "_completion", "_basic", "_project", "_personnel", "_operating"}

// Use is what a term is for: table, measure, base, lane, role, phase, scope,
// scheme, level. It is the first word of the meaning.
func (t Term) Use() string {
	use, _, _ := strings.Cut(t.Meaning, ":")
	return use
}

// Chinese is the term for the identifier of a measure or base, suffixes read
// too; the identifier itself where the glossary has none.
func Chinese(identifier string) string {
	for _, t := range glossary() {
		if t.Identifier == identifier && (t.Use() == "measure" || t.Use() == "base") {
			return t.Zh
		}
	}
	if head, class, ok := strings.Cut(identifier, "economic_"); ok {
		if head = strings.TrimSuffix(head, "_"); head != "" {
			return Chinese(head) + "·经济分类" + class
		}
		return "经济分类" + class
	}
	for i := len(identifier) - 1; i > 0; i-- {
		if identifier[i] != '_' || !slices.Contains(Suffixes, identifier[i:]) {
			continue
		}
		head, tail := Chinese(identifier[:i]), Chinese(identifier[i+1:])
		switch identifier[i:] {
		case "_budget":
			tail = "预算数"
		case "_final":
			tail = "决算数"
		}
		if head != identifier[:i] {
			return head + "·" + tail
		}
	}
	return identifier
}
