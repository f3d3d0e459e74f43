package store

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// disclosure is what a document belongs to: one body's budget or final
// accounts of one year, the department's and the unit's.
type disclosure struct {
	organization int64 // the smallest id of the organisations that are the same body; 0: unknown
	year         int   // 0: unknown
	phase        string
	id           int64 // the document, where the rest is not known
}

func (d disclosure) known() bool { return d.organization != 0 }

func (w *writer) disclosure(ctx context.Context, id int64) (disclosure, error) {
	var d disclosure
	var org, year sql.NullInt64
	err := w.queryRow(ctx, `SELECT organization_id, year, phase FROM documents WHERE id = ?`, id).Scan(&org, &year, &d.phase)
	if err != nil {
		return d, fmt.Errorf("document %d: %w", id, err)
	}
	if org.Int64 == 0 || year.Int64 == 0 || d.phase == "" {
		return disclosure{id: id}, nil
	}
	peers, err := sameBody(ctx, w.query, org.Int64)
	if err != nil {
		return d, err
	}
	d.organization, d.year = peers[0], int(year.Int64)
	return d, nil
}

// sameBody lists the organisations that are one body with the given one,
// itself among them: those of the same name and region, and those of the same
// name without a region where the name occurs in one region only.
func sameBody(ctx context.Context, query queryFunc, id int64) ([]int64, error) {
	rows, err := query(ctx, `SELECT id, coalesce(region, '') FROM organizations
		WHERE name = (SELECT name FROM organizations WHERE id = ?) ORDER BY id`, id)
	if err != nil {
		return nil, fmt.Errorf("organisations: %w", err)
	}
	defer rows.Close()
	regions := map[int64]string{}
	var ids []int64
	distinct := map[string]bool{}
	for rows.Next() {
		var i int64
		var region string
		if err := rows.Scan(&i, &region); err != nil {
			return nil, fmt.Errorf("organisations: %w", err)
		}
		ids = append(ids, i)
		regions[i] = region
		if region != "" {
			distinct[region] = true
		}
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("organisations: %w", err)
	}
	if len(distinct) > 1 {
		ids = slices.DeleteFunc(ids, func(i int64) bool { return regions[i] != regions[id] })
	}
	return ids, nil
}

// version is what decides between documents of one disclosure.
type version struct {
	id       int64
	status   string
	modified string
	sha256   string
	scope    string
	kinds    []string // of tables that have facts
	claims   int
}

// statusOrder says which reading of two is the better one.
var statusOrder = map[string]int{"read": 0, "partial": 1, "failed": 2}

// current chooses the current documents of a disclosure. The better read comes
// first, then the younger file; the hash decides last, so that the order of
// saving does not matter. A further document is current beside the first ones
// where it is another part of the disclosure: tables of which they have none,
// or the prose where they have none.
func current(vs []version) map[int64]bool {
	vs = slices.Clone(vs)
	slices.SortFunc(vs, func(a, b version) int {
		if d := statusOrder[a.status] - statusOrder[b.status]; d != 0 {
			return d
		}
		if d := strings.Compare(b.modified, a.modified); d != 0 {
			return d
		}
		return strings.Compare(a.sha256, b.sha256)
	})
	chosen := map[int64]bool{}
	kinds := map[string]bool{}
	claims := false
	for i, v := range vs {
		if v.status == "failed" {
			chosen[v.id] = i == 0
			continue
		}
		overlap := slices.ContainsFunc(v.kinds, func(k string) bool { return kinds[k] })
		part := len(v.kinds) > 0 && !overlap || v.claims > 0 && !claims && len(v.kinds) == 0
		if i > 0 && !part {
			continue
		}
		chosen[v.id] = true
		for _, k := range v.kinds {
			kinds[k] = true
		}
		claims = claims || v.claims > 0
	}
	return chosen
}

// byScope parts the documents of a disclosure into the department's and the
// unit's. Those that do not say belong to the other ones where these are of
// one scope.
func byScope(vs []version) map[string][]version {
	out := map[string][]version{}
	for _, v := range vs {
		out[v.scope] = append(out[v.scope], v)
	}
	if open := out[""]; len(open) > 0 && len(out) == 2 {
		for scope := range out {
			if scope != "" {
				out[scope] = append(out[scope], open...)
			}
		}
		delete(out, "")
	}
	return out
}

// sameScope finds last year's documents of a scope: where one of the years
// does not say and there is but one scope, they are the same.
func sameScope(before map[string][]version, scope string) []version {
	if vs, ok := before[scope]; ok {
		return vs
	}
	if len(before) == 1 {
		for other, vs := range before {
			if other == "" || scope == "" {
				return vs
			}
		}
	}
	return nil
}

func (w *writer) versions(ctx context.Context, d disclosure) ([]version, error) {
	peers, err := sameBody(ctx, w.query, d.organization)
	if err != nil {
		return nil, err
	}
	var out []version
	for _, org := range peers {
		rows, err := w.query(ctx, `SELECT d.id, d.status, d.modified, d.sha256, d.scope, d.claims,
			(SELECT group_concat(DISTINCT t.kind) FROM tables t WHERE t.document_id = d.id AND t.kind <> 'unknown'
				AND EXISTS (SELECT 1 FROM facts f WHERE f.table_id = t.id))
			FROM documents d WHERE d.organization_id = ? AND d.year = ? AND d.phase = ?`, org, d.year, d.phase)
		if err != nil {
			return nil, fmt.Errorf("versions: %w", err)
		}
		for rows.Next() {
			var v version
			var kinds sql.NullString
			if err := rows.Scan(&v.id, &v.status, &v.modified, &v.sha256, &v.scope, &v.claims, &kinds); err != nil {
				rows.Close()
				return nil, fmt.Errorf("versions: %w", err)
			}
			if kinds.Valid {
				v.kinds = strings.Split(kinds.String, ",")
			}
			out = append(out, v)
		}
		if err := rows.Err(); err != nil {
			return nil, fmt.Errorf("versions: %w", err)
		}
		rows.Close()
	}
	return out, nil
}

// settle decides which documents of disclosures are current, and makes their
// lines and next years' anew.
func (w *writer) settle(ctx context.Context, changed []disclosure) error {
	var lines []disclosure
	for _, d := range changed {
		if err := w.choose(ctx, d); err != nil {
			return err
		}
		if !d.known() {
			continue
		}
		next := d
		next.year++
		for _, d := range []disclosure{d, next} {
			if !slices.Contains(lines, d) {
				lines = append(lines, d)
			}
		}
	}
	for _, d := range lines {
		if err := w.saveLines(ctx, d); err != nil {
			return err
		}
	}
	return nil
}

// choose marks the current documents of a disclosure.
func (w *writer) choose(ctx context.Context, d disclosure) error {
	if !d.known() {
		_, err := w.exec(ctx, `UPDATE documents SET current = 1 WHERE id = ?`, d.id)
		return err
	}
	vs, err := w.versions(ctx, d)
	if err != nil {
		return err
	}
	chosen := map[int64]bool{}
	for _, group := range byScope(vs) {
		maps.Copy(chosen, current(group))
	}
	for _, v := range vs {
		if _, err := w.exec(ctx, `UPDATE documents SET current = ?1 WHERE id = ?2 AND current <> ?1`, boolInt(chosen[v.id]), v.id); err != nil {
			return err
		}
	}
	return nil
}

// settleAll makes the lines of all documents anew.
func (w *writer) settleAll(ctx context.Context) error {
	rows, err := w.query(ctx, `SELECT min(id) FROM documents WHERE organization_id IS NOT NULL AND year IS NOT NULL AND phase <> ''
		GROUP BY organization_id, year, phase ORDER BY 1`)
	if err != nil {
		return err
	}
	var ids []int64
	for rows.Next() {
		var id int64
		if err := rows.Scan(&id); err != nil {
			rows.Close()
			return err
		}
		ids = append(ids, id)
	}
	rows.Close()
	if err := rows.Err(); err != nil {
		return err
	}
	for _, id := range ids {
		if err := ctx.Err(); err != nil {
			return err
		}
		d, err := w.disclosure(ctx, id)
		if err != nil {
			return err
		}
		if err := w.saveLines(ctx, d); err != nil {
			return err
		}
	}
	return nil
}

// currentDocuments are the ids of a disclosure's current, readable documents.
func currentDocuments(vs []version, chosen map[int64]bool) []int64 {
	var ids []int64
	for _, v := range vs {
		if chosen[v.id] && v.status != "failed" {
			ids = append(ids, v.id)
		}
	}
	slices.Sort(ids)
	return ids
}

// saveLines writes the lines of a disclosure with last year's beside them.
func (w *writer) saveLines(ctx context.Context, d disclosure) error {
	vs, err := w.versions(ctx, d)
	if err != nil || len(vs) == 0 {
		return err
	}
	for _, v := range vs {
		if err := w.deleteLines(ctx, v.id); err != nil {
			return err
		}
	}
	last := d
	last.year--
	before, err := w.versions(ctx, last)
	if err != nil {
		return err
	}
	earlier := byScope(before)
	groups := byScope(vs)
	for _, scope := range slices.Sorted(maps.Keys(groups)) {
		group, prior := groups[scope], sameScope(earlier, scope)
		err := w.saveScopeLines(ctx, d, scope, currentDocuments(group, current(group)), currentDocuments(prior, current(prior)))
		if err != nil {
			return err
		}
	}
	return nil
}

func (w *writer) saveScopeLines(ctx context.Context, d disclosure, scope string, ids, earlier []int64) error {
	if len(ids) == 0 {
		return nil
	}
	now, err := figures(ctx, w.query, ids)
	if err != nil {
		return err
	}
	prior, err := figures(ctx, w.query, earlier)
	if err != nil {
		return err
	}
	l, err := w.links(ctx)
	if err != nil {
		return err
	}
	in := w.into("lines", `document_id, n, organization_id, scope, phase, year, kind, lane, measure, code, label, total, name_id,
		fact, amount, prior_document, prior_fact, prior_amount, change, link`)
	top := peaks{}
	list, err := pair(prior, now, d.year-1, d.year, l)
	if err != nil {
		return err
	}
	for _, n := range keyOrder(list, ids[0]) {
		p := list[n]
		at := p.now
		document := ids[0] // what is gone stands with the first document
		var fact, amount, priorDocument, priorFact, priorAmount, change any
		if p.now != nil {
			document, fact, amount = p.now.document, p.now.fact, p.now.amount
		} else {
			at = p.prior
		}
		if p.prior != nil {
			priorDocument, priorFact, priorAmount = p.prior.document, p.prior.fact, p.prior.amount
		}
		if p.now != nil && p.prior != nil {
			if c, ok := difference(p.now.amount, p.prior.amount); ok {
				change = c
				top.add(document, n, at.kind, at.code, c)
			}
		}
		err := in.add(ctx, document, n, d.organization, scope, d.phase, d.year, at.kind, at.lane, at.measure, at.code, at.label, boolInt(at.total), at.nameID,
			fact, amount, priorDocument, priorFact, priorAmount, change, p.link)
		if err != nil {
			return fmt.Errorf("lines: %w", err)
		}
	}
	return w.savePeaks(ctx, top)
}

// keyOrder gives the places of a list of pairings in the order of the key that
// lines are kept by, which fills the pages of the table well. What is gone
// stands with the first document.
func keyOrder(list []pairing, first int64) []int {
	type key struct {
		document int64
		*figure
		n int
	}
	keys := make([]key, len(list))
	for n, p := range list {
		if keys[n] = (key{first, p.prior, n}); p.now != nil {
			keys[n] = key{p.now.document, p.now, n}
		}
	}
	slices.SortFunc(keys, func(a, b key) int {
		return cmp.Or(cmp.Compare(a.document, b.document), cmp.Compare(a.kind, b.kind), cmp.Compare(a.measure, b.measure), cmp.Compare(a.code, b.code), cmp.Compare(a.n, b.n))
	})
	order := make([]int, len(keys))
	for i, k := range keys {
		order[i] = k.n
	}
	return order
}

// difference is a - b, false where 64 bits do not hold it.
func difference(a, b int64) (int64, bool) {
	c := a - b
	return c, (a >= b) == (c >= 0)
}
