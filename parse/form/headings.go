package form

import (
	"encoding/csv"
	"fmt"
	"slices"
	"strings"
)

// heading is one row of headings.csv: a printed spelling and its meaning.
type heading struct {
	role, measure string
	part          int
	key           string   // plain heading
	kinds         []string // table kinds it holds for; empty for all
	under         string   // plain heading that must be among the ancestors; "" for any
	line          int
}

type headings struct {
	rows  []heading
	byKey map[string][]*heading
}

var headingRoles = []string{"code", "name", "item", "project", "unit", "text", "measure", "ignore", "group", "lane", "base"}

func (h *headings) read(name string, b []byte) []error {
	r := csv.NewReader(strings.NewReader(string(b)))
	r.Comment = '#'
	r.FieldsPerRecord = 5
	var errs []error
	rows, err := r.ReadAll()
	if err != nil {
		return []error{fmt.Errorf("%s: %w", name, err)}
	}
	for i, rec := range rows {
		if i == 0 {
			if strings.Join(rec, ",") != "role,value,heading,kinds,under" {
				errs = append(errs, fmt.Errorf("%s: columns are %v", name, rec))
			}
			continue
		}
		row := heading{role: rec[0], measure: rec[1], key: headingKey(rec[2]), under: headingKey(rec[4]), line: i + 1}
		if rec[3] != "" {
			row.kinds = strings.Fields(rec[3])
		}
		switch {
		case !slices.Contains(headingRoles, row.role):
			errs = append(errs, fmt.Errorf("%s: record %d: unknown role %q", name, i+1, row.role))
		case row.key == "":
			errs = append(errs, fmt.Errorf("%s: record %d: no heading", name, i+1))
		case row.role == "code" && row.measure != "":
			row.part = strings.Index("?123", row.measure)
			if row.part < 1 || len(row.measure) != 1 {
				errs = append(errs, fmt.Errorf("%s: record %d: part %q is not 1, 2 or 3", name, i+1, row.measure))
			}
		case slices.Contains([]string{"measure", "text", "lane", "base"}, row.role) && row.measure == "":
			errs = append(errs, fmt.Errorf("%s: record %d: no value", name, i+1))
		}
		h.rows = append(h.rows, row)
	}
	return errs
}

func (h *headings) compile(kinds map[string]bool) []error {
	h.byKey = map[string][]*heading{}
	var errs []error
	for i := range h.rows {
		row := &h.rows[i]
		for _, k := range row.kinds {
			if !kinds[k] {
				errs = append(errs, fmt.Errorf("headings.csv: record %d: unknown kind %q", row.line, k))
			}
		}
		for _, o := range h.byKey[row.key] {
			if o.under == row.under && slices.Equal(o.kinds, row.kinds) && (o.role != row.role || o.measure != row.measure) {
				errs = append(errs, fmt.Errorf("headings.csv: records %d and %d give one heading two meanings", o.line, row.line))
			}
		}
		h.byKey[row.key] = append(h.byKey[row.key], row)
	}
	return errs
}

// find returns the narrowest row for a heading: one that holds for the kind
// and below the given ancestors goes before one that holds anywhere.
func (h *headings) find(key, kind string, ancestors []string) *heading {
	var best *heading
	score := -1
	for _, r := range h.byKey[key] {
		if len(r.kinds) > 0 && !slices.Contains(r.kinds, kind) {
			continue
		}
		s := 0
		if len(r.kinds) > 0 {
			s++
		}
		if r.under != "" {
			if !slices.ContainsFunc(ancestors, func(a string) bool { return strings.Contains(a, r.under) }) {
				continue
			}
			s += 2
		}
		if s > score {
			best, score = r, s
		}
	}
	return best
}

// ByHeadings names the kinds that the leaf headings of a table without a title
// tell, where they do: 一级指标 二级指标 三级指标 is performance.
func (c *Catalog) ByHeadings(leaves []string) []string {
	have := map[string]bool{}
	for _, l := range leaves {
		if key := headingKey(l); key != "" {
			have[key] = true
		}
	}
	var kinds []string
	for _, k := range c.kinds {
		if len(k.Heads) == 0 {
			continue
		}
		fits := true
		known := map[string]bool{}
		for _, group := range k.Heads {
			found := false
			for _, w := range group {
				known[headingKey(w)] = true
				found = found || have[headingKey(w)]
			}
			fits = fits && found
		}
		for _, w := range k.Only {
			known[headingKey(w)] = true
		}
		for h := range have {
			fits = fits && (len(k.Only) == 0 || known[h])
		}
		if fits {
			kinds = append(kinds, k.ID)
		}
	}
	return kinds
}
