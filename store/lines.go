package store

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
	"unicode"
)

// A lineKey says which amounts of two documents are the same quantity.
type lineKey struct {
	kind, lane, measure, code string
	label                     string // of a row without code, or of one of several with the same code
}

// A figure is one comparable amount of a document.
type figure struct {
	lineKey
	document int64
	fact     int64
	table    int64
	row      int
	page     int
	total    bool
	name     string // as printed
	title    string // of the table
	nameID   sql.NullInt64
	column   string
	amount   int64 // 分
	status   string
	restated bool // by the later document
}

type queryFunc func(context.Context, string, ...any) (*sql.Rows, error)

// figures reads the comparable amounts of documents: figures in known tables
// with a known measure.
func figures(ctx context.Context, query queryFunc, documents []int64) ([]figure, error) {
	var out []figure
	for _, id := range documents {
		list, err := documentFigures(ctx, query, id)
		if err != nil {
			return nil, fmt.Errorf("figures of document %d: %w", id, err)
		}
		out = append(out, list...)
	}
	return out, nil
}

func documentFigures(ctx context.Context, query queryFunc, id int64) ([]figure, error) {
	rows, err := query(ctx, `SELECT f.n, f.table_id, f.row, f.page, t.title, t.kind, c.lane, c.measure, c.name, f.code, f.total, f.name_id, coalesce(x.name, ''), f.amount, f.status
		FROM facts f JOIN tables t ON t.id = f.table_id JOIN columns c ON c.id = f.column_id LEFT JOIN texts x ON x.id = f.name_id
		WHERE f.document_id = ? AND f.amount IS NOT NULL ORDER BY f.n`, id)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var list []figure
	coded := map[int64]bool{}
	figuresOf := map[tableMeasure]int{} // how many rows have a figure in a column
	for rows.Next() {
		f := figure{document: id}
		if err := rows.Scan(&f.fact, &f.table, &f.row, &f.page, &f.title, &f.kind, &f.lane, &f.measure, &f.column, &f.code, &f.total, &f.nameID, &f.name, &f.amount, &f.status); err != nil {
			return nil, err
		}
		if f.kind == "unknown" || f.measure == "" || f.measure == "unknown" { // here, for a condition on a joined table makes SQLite scan it
			continue
		}
		list = append(list, f)
		coded[f.table] = coded[f.table] || f.code != ""
		figuresOf[f.tableMeasure()]++
	}
	if err := rows.Err(); err != nil {
		return nil, err
	}
	for i := range list {
		f := &list[i]
		switch {
		case f.code != "":
		case f.total && coded[f.table]:
			f.label = "" // 合计, 总计, the body's own name: one total, whatever it is called
		case measureKinds[f.kind] && figuresOf[f.tableMeasure()] == 1:
			f.total, f.label = true, "" // its measure says what it is
		default:
			if f.label = rowLabel(f.name); f.total && (f.label == "合计" || f.label == "总计") {
				f.label = ""
			}
		}
	}
	return distinct(list), nil
}

// measureKinds are the tables of which each figure is known by its measure:
// its row is called after the body, or as the measure is, or not at all.
var measureKinds = map[string]bool{"sangong": true, "agency_operating": true}

// tableMeasure is a measure of a table of a document.
type tableMeasure struct {
	table         int64
	lane, measure string
}

func (f *figure) tableMeasure() tableMeasure { return tableMeasure{f.table, f.lane, f.measure} }

// distinct gives each figure a key of its own. Where several have the same,
// equal amounts are one figure printed twice; others are told apart by name,
// then by column; those that still cannot be are left out, for any pairing of
// them would be a guess.
func distinct(list []figure) []figure {
	groups := map[lineKey][]int{}
	for i, f := range list {
		groups[f.lineKey] = append(groups[f.lineKey], i)
	}
	drop := map[int]bool{}
	refine := func(members []int, label func(*figure) string) map[lineKey][]int {
		sub := map[lineKey][]int{}
		for _, i := range members {
			k := list[i].lineKey
			k.label = label(&list[i])
			sub[k] = append(sub[k], i)
		}
		return sub
	}
	settle := func(k lineKey, members []int) bool {
		for _, i := range members {
			if list[i].amount != list[members[0]].amount {
				return false
			}
		}
		for n, i := range members {
			list[i].lineKey = k
			drop[i] = n > 0
		}
		return true
	}
	for k, members := range groups {
		if settle(k, members) {
			continue
		}
		for k, members := range refine(members, func(f *figure) string { return rowLabel(f.name) }) {
			if settle(k, members) {
				continue
			}
			for k, members := range refine(members, func(f *figure) string { return rowLabel(f.name) + "/" + withoutYears(f.column) }) {
				if !settle(k, members) {
					for _, i := range members {
						drop[i] = true
					}
				}
			}
		}
	}
	var out []figure
	for i, f := range list {
		if !drop[i] {
			out = append(out, f)
		}
	}
	return out
}

// rowLabel is a row's name without what varies between years: the ordinal
// before it, marks, white space, years.
func rowLabel(name string) string {
	s := name[ordinalEnd(name):]
	s = strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || unicode.IsPunct(r) || unicode.IsSymbol(r) {
			return -1
		}
		return r
	}, s)
	return withoutYears(s)
}

// ordinals are the characters that numbers before a row's name consist of, and
// marks those that end one: 一、 or （二） or 3. or 其中：
const (
	ordinals = "一二三四五六七八九十0123456789０１２３４５６７８９（(其中"
	marks    = "、.．，,）):：*"
)

// ordinalEnd is the length of the number with its mark that stands before a
// name, in bytes; 0 where none does. 三公经费 begins with no ordinal.
func ordinalEnd(s string) int {
	end := 0
	for i, r := range s {
		switch {
		case strings.ContainsRune(marks, r):
			end = i + len(string(r))
		case strings.ContainsRune(ordinals, r) || unicode.IsSpace(r):
		default:
			return end
		}
	}
	return 0 // nothing but a number
}

// withoutYears takes 2019年 and the like out of a heading.
func withoutYears(s string) string {
	var b strings.Builder
	r := []rune(s)
	for i := 0; i < len(r); i++ {
		if i+4 < len(r) && r[i] == '2' && r[i+1] == '0' && isDigit(r[i+2]) && isDigit(r[i+3]) && r[i+4] == '年' {
			i += 4
			continue
		}
		b.WriteRune(r[i])
	}
	return b.String()
}

func isDigit(r rune) bool { return r >= '0' && r <= '9' }

// A pairing is a figure and its counterpart in an earlier document.
type pairing struct {
	now, prior *figure // one may be nil
	link       string
	evidence   string
}

// How two figures belong together.
const (
	PairSame      = "same"
	PairRenamed   = "renamed"
	PairSuccessor = "successor"
	PairReused    = "reused" // the code means something else now: new
	PairNew       = "new"
	PairGone      = "gone"
	PairNone      = "none" // the other document, or the table in it, is not there
)

// pair finds each figure's counterpart. Both lists have distinct keys. Tables
// that only one side has give pairings without counterpart, link none.
func pair(prior, now []figure, from, to int, l *links) ([]pairing, error) {
	before := map[lineKey]*figure{}
	kinds := map[string]bool{}
	for i := range prior {
		before[prior[i].lineKey] = &prior[i]
		kinds[prior[i].kind] = true
	}
	after := map[lineKey]bool{}
	nowKinds := map[string]bool{}
	for i := range now {
		after[now[i].lineKey] = true
		nowKinds[now[i].kind] = true
	}
	used := map[lineKey]bool{}
	var out []pairing
	for i := range now {
		f := &now[i]
		p := pairing{now: f, link: PairNew}
		if !kinds[f.kind] {
			p.link = PairNone
			out = append(out, p)
			continue
		}
		if g := before[f.lineKey]; g != nil {
			if c, reused := l.reusedBetween(g, f, from, to); reused {
				p.link, p.evidence = PairReused, c.Evidence
			} else {
				p.prior, p.link = g, PairSame
				if f.code != "" && rowLabel(g.name) != rowLabel(f.name) {
					p.link, p.evidence = PairRenamed, l.renameEvidence(f, g, from, to)
				}
				used[g.lineKey] = true
			}
			out = append(out, p)
			continue
		}
		if f.code != "" {
			g, c := l.predecessor(f, before, after, used, from, to)
			if g != nil {
				p.prior, p.link, p.evidence = g, PairSuccessor, c.Evidence
				used[g.lineKey] = true
			}
		}
		out = append(out, p)
	}
	if err := pairEquivalents(out, prior, used); err != nil {
		return nil, err
	}
	for i := range prior {
		g := &prior[i]
		if used[g.lineKey] || !nowKinds[g.kind] {
			continue
		}
		out = append(out, pairing{prior: g, link: PairGone, evidence: l.whither(g, from, to)})
	}
	return out, nil
}

func (l *links) reusedBetween(g, f *figure, from, to int) (CodeLink, bool) {
	for _, c := range l.reused[f.code] {
		if !applies(c, from, to) {
			continue
		}
		// The printed names decide where the list's year is in doubt.
		was, is := rowLabel(g.name), rowLabel(f.name)
		if was == is {
			continue
		}
		return c, true
	}
	return CodeLink{}, false
}

func (l *links) renameEvidence(f, g *figure, from, to int) string {
	for _, c := range l.named[f.code] {
		if applies(c, from, to) {
			return c.Evidence
		}
	}
	return printedAs(g)
}

func printedAs(g *figure) string { return "printed as " + g.name }

// predecessor finds the figure of the earlier document whose code this one's
// carries on, where only one does.
func (l *links) predecessor(f *figure, before map[lineKey]*figure, after, used map[lineKey]bool, from, to int) (*figure, CodeLink) {
	var found *figure
	var by CodeLink
	for _, c := range l.to[f.code] {
		if !applies(c, from, to) {
			continue
		}
		k := f.lineKey
		k.code = c.FromCode
		g := before[k]
		if g == nil || after[k] || used[k] {
			continue
		}
		if found != nil { // several codes were merged: no single counterpart
			return nil, CodeLink{}
		}
		found, by = g, c
	}
	return found, by
}

// whither says where a code that is gone went by the list, without any amount
// to compare.
func (l *links) whither(g *figure, from, to int) string {
	var out []string
	for _, c := range l.from[g.code] {
		if applies(c, from, to) {
			out = append(out, "to "+c.ToCode+" "+c.ToName+" ("+c.Evidence+")")
		}
	}
	return strings.Join(out, "; ")
}
