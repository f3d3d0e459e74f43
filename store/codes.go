package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
)

// Code is one entry of a 科目 list.
type Code struct {
	Scheme   string // functional, economic-dept, economic-gov, revenue
	Code     string
	From, To int // years it is known with this name; 0 and 9999 where open
	Name     string
	Parent   string
	Evidence string
}

// Kinds of CodeLink.
const (
	LinkRenamed   = "renamed"   // the number stays, the name changes
	LinkReused    = "reused"    // the number stays, but means something else
	LinkSuccessor = "successor" // another number carries it on
	LinkEnded     = "ended"
)

// CodeLink says how a code goes on.
type CodeLink struct {
	Scheme             string
	FromCode, FromName string
	ToCode, ToName     string
	Year               int // first year of the new state; 0 where it is not known
	Kind               string
	Evidence           string
}

// Region is one entry of the list of regions.
type Region struct {
	Code, Name string // GB/T 2260
	Status     string // current, retired
	Successor  string // codes, separated by spaces
}

// Lists are the code lists a store knows. The caller hands them in; the store
// has none of its own.
type Lists struct {
	Codes   []Code
	Links   []CodeLink
	Regions []Region
}

// SeedLists puts the lists into the database in place of those that are
// there, and follows changed links through all years. Nothing happens where
// the database has the same lists already.
func (s *Store) SeedLists(ctx context.Context, l Lists) error {
	digest := digestOf(l)
	var have string
	err := s.read.QueryRowContext(ctx, `SELECT coalesce(max(value), '') FROM settings WHERE name = 'lists'`).Scan(&have)
	if err != nil {
		return fmt.Errorf("lists: %w", err)
	}
	if have == digest {
		return nil
	}
	err = s.inTx(ctx, func(w *writer) error {
		before, err := w.links(ctx)
		if err != nil {
			return err
		}
		if err := w.seed(ctx, l); err != nil {
			return err
		}
		if _, err := w.exec(ctx, `INSERT INTO settings (name, value) VALUES ('lists', ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value`, digest); err != nil {
			return err
		}
		s.links = nil
		after, err := w.links(ctx)
		if err != nil {
			return err
		}
		if before.equal(after) {
			return nil
		}
		return w.settleAll(ctx)
	})
	if err != nil {
		s.links = nil
		return fmt.Errorf("lists: %w", err)
	}
	return nil
}

func (w *writer) seed(ctx context.Context, l Lists) error {
	for _, table := range []string{"codes", "code_links"} {
		if _, err := w.exec(ctx, `DELETE FROM `+table); err != nil {
			return err
		}
	}
	codes := w.into("codes", `scheme, code, valid_from, valid_to, name, parent, evidence`)
	codes.stmt += ` ON CONFLICT DO UPDATE SET evidence = evidence || ' ' || excluded.evidence` // known from several sources
	for _, c := range l.Codes {
		if c.To == 0 {
			c.To = 9999
		}
		if err := codes.add(ctx, c.Scheme, c.Code, c.From, c.To, c.Name, c.Parent, c.Evidence); err != nil {
			return fmt.Errorf("code %s %s: %w", c.Scheme, c.Code, err)
		}
	}
	crosswalk := w.into("code_links", `scheme, from_code, from_name, to_code, to_name, year, kind, evidence`)
	for _, c := range l.Links {
		if err := crosswalk.add(ctx, c.Scheme, c.FromCode, c.FromName, c.ToCode, c.ToName, c.Year, c.Kind, c.Evidence); err != nil {
			return fmt.Errorf("link %s %s to %s: %w", c.Scheme, c.FromCode, c.ToCode, err)
		}
	}
	for _, r := range l.Regions {
		_, err := w.exec(ctx, `INSERT INTO regions (code, name, status, successor) VALUES (?, ?, ?, ?)
			ON CONFLICT (code) DO UPDATE SET name = excluded.name, status = excluded.status, successor = excluded.successor`,
			r.Code, r.Name, r.Status, r.Successor)
		if err != nil {
			return fmt.Errorf("region %s: %w", r.Code, err)
		}
	}
	return nil
}

// links are the crosswalk in memory.
type links struct {
	to     map[string][]CodeLink // successors, by the later code
	from   map[string][]CodeLink // successors, by the earlier code
	reused map[string][]CodeLink
	named  map[string][]CodeLink // renamed, by code
}

func newLinks(list []CodeLink) *links {
	l := &links{to: map[string][]CodeLink{}, from: map[string][]CodeLink{}, reused: map[string][]CodeLink{}, named: map[string][]CodeLink{}}
	for _, c := range list {
		switch c.Kind {
		case LinkSuccessor:
			l.to[c.ToCode] = append(l.to[c.ToCode], c)
			l.from[c.FromCode] = append(l.from[c.FromCode], c)
		case LinkReused:
			l.reused[c.FromCode] = append(l.reused[c.FromCode], c)
		case LinkRenamed:
			l.named[c.FromCode] = append(l.named[c.FromCode], c)
		}
	}
	return l
}

func (l *links) equal(m *links) bool { return digestOf(*l) == digestOf(*m) }

// linkSlack is how many years early or late publishers take up a new list.
const linkSlack = 1

// applies reports whether a link's year falls between two years, with slack.
func applies(c CodeLink, from, to int) bool {
	return c.Year == 0 || c.Year > from-linkSlack && c.Year <= to+linkSlack
}

func (w *writer) links(ctx context.Context) (*links, error) {
	if w.s.links != nil {
		return w.s.links, nil
	}
	list, err := loadLinks(ctx, w.query)
	if err != nil {
		return nil, err
	}
	w.s.links = newLinks(list)
	return w.s.links, nil
}

func loadLinks(ctx context.Context, query queryFunc) ([]CodeLink, error) {
	rows, err := query(ctx, `SELECT scheme, from_code, from_name, to_code, to_name, year, kind, evidence FROM code_links ORDER BY 1, 2, 4, 6, 7`)
	if err != nil {
		return nil, fmt.Errorf("code links: %w", err)
	}
	defer rows.Close()
	var list []CodeLink
	for rows.Next() {
		var c CodeLink
		if err := rows.Scan(&c.Scheme, &c.FromCode, &c.FromName, &c.ToCode, &c.ToName, &c.Year, &c.Kind, &c.Evidence); err != nil {
			return nil, fmt.Errorf("code links: %w", err)
		}
		list = append(list, c)
	}
	return list, rows.Err()
}

// digestOf is a hash of a plain value.
func digestOf(v any) string {
	h := sha256.New()
	fmt.Fprintf(h, "%+v", v)
	return hex.EncodeToString(h.Sum(nil))
}
