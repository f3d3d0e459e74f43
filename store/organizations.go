package store

import (
	"cmp"
	"context"
	"fmt"
	"slices"
)

// Organization is one body of which documents are stored.
type Organization struct {
	ID         int64
	Name       string
	Region     string
	RegionName string
	Aliases    []string // as covers print it
	Documents  int
	Similarity float64 // 0 to 1, of Similar
}

// Organizations lists the bodies, by region and name.
func (s *Store) Organizations(ctx context.Context) ([]Organization, error) {
	rows, err := s.read.QueryContext(ctx, `SELECT o.id, o.name, coalesce(o.region, ''), coalesce(r.name, ''),
		(SELECT count(*) FROM documents d WHERE d.organization_id = o.id)
		FROM organizations o LEFT JOIN regions r ON r.code = o.region ORDER BY o.region, o.name`)
	if err != nil {
		return nil, fmt.Errorf("organisations: %w", err)
	}
	defer rows.Close()
	var out []Organization
	for rows.Next() {
		var o Organization
		if err := rows.Scan(&o.ID, &o.Name, &o.Region, &o.RegionName, &o.Documents); err != nil {
			return nil, fmt.Errorf("organisations: %w", err)
		}
		out = append(out, o)
	}
	return out, rows.Err()
}

// Resolve gives the normalised names that a name stands for: itself where a
// body is called so, else those whose cover prints it.
func (s *Store) Resolve(ctx context.Context, name string) ([]string, error) {
	rows, err := s.read.QueryContext(ctx, `SELECT DISTINCT name FROM organizations WHERE name = ?1
		UNION SELECT o.name FROM organization_aliases a JOIN organizations o ON o.id = a.organization_id
			WHERE a.name = ?1 AND NOT EXISTS (SELECT 1 FROM organizations WHERE name = ?1) ORDER BY 1`, name)
	if err != nil {
		return nil, fmt.Errorf("organisation %s: %w", name, err)
	}
	defer rows.Close()
	var out []string
	for rows.Next() {
		var n string
		if err := rows.Scan(&n); err != nil {
			return nil, fmt.Errorf("organisation %s: %w", name, err)
		}
		out = append(out, n)
	}
	return out, rows.Err()
}

// minSimilarity is the share of character pairs that two names must have in
// common (Dice's coefficient) for one to be suggested for the other.
const minSimilarity = 0.4

// Similar suggests bodies whose names resemble a name, most similar first. It
// is for people to choose from and never applied by itself.
func (s *Store) Similar(ctx context.Context, name string, limit int) ([]Organization, error) {
	all, err := s.Organizations(ctx)
	if err != nil {
		return nil, err
	}
	want := pairs(name)
	var out []Organization
	for _, o := range all {
		if o.Name == name {
			continue
		}
		o.Similarity = dice(want, pairs(o.Name))
		if o.Similarity >= minSimilarity {
			out = append(out, o)
		}
	}
	slices.SortStableFunc(out, func(a, b Organization) int { return cmp.Compare(b.Similarity, a.Similarity) })
	return out[:min(limit, len(out))], nil
}

func pairs(s string) map[string]int {
	out := map[string]int{}
	for _, run := range runs(s) {
		for i := range len(run) - 1 {
			out[string(run[i:i+2])]++
		}
	}
	return out
}

func dice(a, b map[string]int) float64 {
	var both, all int
	for p, n := range a {
		both += 2 * min(n, b[p])
		all += n
	}
	for _, n := range b {
		all += n
	}
	if all == 0 {
		return 0
	}
	return float64(both) / float64(all)
}
