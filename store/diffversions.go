package store

import (
	"context"
	"fmt"
)

// VersionDiff is what differs between a superseded document and the current one
// of the same disclosure.
type VersionDiff struct {
	Old, Current Document
	Rows         []ComparedRow // amounts that differ: Prior is the old document's
	Withdrawn    []Claim       // statements that only the old one makes
	Added        []Claim       // statements that only the current one makes
}

// VersionDiffs compares the versions of each disclosure with its current one.
func (s *Store) VersionDiffs(ctx context.Context, f Filter) ([]VersionDiff, error) {
	docs, err := s.Documents(ctx, f)
	if err != nil {
		return nil, err
	}
	settleScopes(docs)
	same := func(a, b *Document) bool {
		return a.Organization != "" && a.Organization == b.Organization && a.Year == b.Year && a.Year != 0 && a.Phase == b.Phase && a.Scope == b.Scope &&
			(a.Region == b.Region || a.Region == "" || b.Region == "")
	}
	var out []VersionDiff
	for i := range docs {
		if docs[i].Current || docs[i].Status == "failed" {
			continue
		}
		for j := range docs {
			if !docs[j].Current || docs[j].Facts == 0 && docs[i].Facts > 0 || !same(&docs[i], &docs[j]) {
				continue
			}
			d, err := s.versionDiff(ctx, docs[i], docs[j])
			if err != nil {
				return nil, fmt.Errorf("versions of %s: %w", docs[i].Title, err)
			}
			out = append(out, d)
			break
		}
	}
	return out, nil
}

func (s *Store) versionDiff(ctx context.Context, old, cur Document) (VersionDiff, error) {
	d := VersionDiff{Old: old, Current: cur}
	before, err := figures(ctx, s.read.QueryContext, []int64{old.ID})
	if err != nil {
		return d, err
	}
	after, err := figures(ctx, s.read.QueryContext, []int64{cur.ID})
	if err != nil {
		return d, err
	}
	pairs, err := pair(before, after, old.Year, cur.Year, newLinks(nil))
	if err != nil {
		return d, err
	}
	for _, p := range pairs {
		at := p.now
		if at == nil {
			at = p.prior
		}
		r := ComparedRow{Kind: at.kind, Title: at.title, Lane: at.lane, Measure: at.measure, Column: at.column, Code: at.code, Name: at.name, Link: p.link}
		if p.now != nil {
			r.Now = Cell{Known: true, Fen: p.now.amount, Page: p.now.page, SHA256: cur.SHA256}
		}
		if p.prior != nil {
			r.Prior = Cell{Known: true, Fen: p.prior.amount, Page: p.prior.page, SHA256: old.SHA256}
		}
		r.change()
		if p.now != nil && p.prior != nil && r.HasChange && r.Change == 0 {
			continue
		}
		d.Rows = append(d.Rows, r)
	}
	if d.Withdrawn, d.Added, err = s.claimsDiff(ctx, old.ID, cur.ID); err != nil {
		return d, err
	}
	return d, nil
}

// claimsDiff gives the statements that only one of two documents makes.
func (s *Store) claimsDiff(ctx context.Context, old, cur int64) (withdrawn, added []Claim, err error) {
	said := func(c Claim) string {
		return fmt.Sprintf("%q", []string{c.Subject, c.Amount, c.Unit, c.Direction, c.Delta, c.Percent, c.Share, c.Completion, c.Sentence})
	}
	left := map[string]int{} // what the current one says, so many times
	var now []Claim
	for c, err := range s.Claims(ctx, cur) {
		if err != nil {
			return nil, nil, err
		}
		now = append(now, c)
		left[said(c)]++
	}
	for c, err := range s.Claims(ctx, old) {
		if err != nil {
			return nil, nil, err
		}
		if k := said(c); left[k] > 0 {
			left[k]--
		} else {
			withdrawn = append(withdrawn, c)
		}
	}
	for _, c := range now {
		if k := said(c); left[k] > 0 {
			left[k]--
			added = append(added, c)
		}
	}
	return withdrawn, added, nil
}
