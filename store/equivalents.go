package store

import (
	_ "embed"
	"encoding/csv"
	"fmt"
	"strings"
	"sync"
)

// equivalents.csv says which names of rows without a code mean one quantity:
// budgets print 收入总计 where final accounts print 总计. What is carried over
// is not among them, for budgets count in what they plan to use of it alone.
//
//go:embed equivalents.csv
var equivalentsCSV string

// rowName is a row's label in one side of a table.
type rowName struct{ lane, label string }

// equivalents gives the quantity that a row is known to be.
var equivalents = sync.OnceValues(func() (map[rowName]string, error) {
	list, err := csv.NewReader(strings.NewReader(equivalentsCSV)).ReadAll()
	if err != nil {
		return nil, fmt.Errorf("equivalents: %w", err)
	}
	out := map[rowName]string{}
	for _, r := range list[1:] {
		k := rowName{r[1], rowLabel(r[2])}
		if _, twice := out[k]; twice {
			return nil, fmt.Errorf("equivalents: %s %s: twice", r[1], r[2])
		}
		out[k] = r[0]
	}
	return out, nil
})

// pairEquivalents gives rows without counterpart, in pairings of kind new, the
// one row of the earlier document without counterpart that is the same
// quantity under another name. Where there are several on a side, none is.
func pairEquivalents(list []pairing, prior []figure, used map[lineKey]bool) error {
	known, err := equivalents()
	if err != nil {
		return err
	}
	type place struct{ kind, lane, measure, quantity string }
	of := func(f *figure) (place, bool) {
		q, ok := known[rowName{f.lane, rowLabel(f.name)}]
		return place{f.kind, f.lane, f.measure, q}, ok && f.code == ""
	}
	before, after := map[place][]*figure{}, map[place][]*pairing{}
	for i := range prior {
		if p, ok := of(&prior[i]); ok && !used[prior[i].lineKey] {
			before[p] = append(before[p], &prior[i])
		}
	}
	for i := range list {
		if list[i].link != PairNew {
			continue
		}
		if p, ok := of(list[i].now); ok {
			after[p] = append(after[p], &list[i])
		}
	}
	for p, rows := range after {
		if len(rows) != 1 || len(before[p]) != 1 {
			continue
		}
		g := before[p][0]
		rows[0].prior, rows[0].link, rows[0].evidence = g, PairRenamed, printedAs(g)
		used[g.lineKey] = true
	}
	return nil
}
