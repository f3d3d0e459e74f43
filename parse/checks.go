package parse

import (
	_ "embed"
	"encoding/csv"
	"slices"
	"strings"
	"sync"
)

//go:embed checks.csv
var checksCSV string

// CheckName is one check: the name its findings carry and what it holds, in
// a line of Chinese and of English.
type CheckName struct {
	Name, Zh, En string
}

var checkNames = sync.OnceValue(func() []CheckName {
	rows, err := csv.NewReader(strings.NewReader(checksCSV)).ReadAll()
	if err != nil {
		panic("checks.csv: " + err.Error()) // embedded, and read by a test
	}
	var out []CheckName
	for _, r := range rows[1:] {
		out = append(out, CheckName{r[0], r[1], r[2]})
	}
	return out
})

// Checks lists every check there is: within tables, between them, of the
// prose, of texts, and between documents. The slice is the caller's own.
func Checks() []CheckName { return slices.Clone(checkNames()) }

// UnknownChecks gives those of some names that no check has.
func UnknownChecks(names []string) []string {
	return slices.DeleteFunc(slices.Clone(names), func(n string) bool {
		return slices.ContainsFunc(checkNames(), func(c CheckName) bool { return c.Name == n })
	})
}
