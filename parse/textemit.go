package parse

import (
	"slices"
	"strings"

	"yusuan/parse/budget"
)

// This file turns a table that was read and solved into rows, facts and what
// was left unread.

// emit turns a table into rows, facts and what was left unread.
func (x *textReader) emit(t *textTable, out *Read) {
	page := x.lines[t.start].page
	tab := budget.Table{
		Kind: t.match.Kind, Title: t.match.Title, Number: t.match.Number, Unit: t.unit, Printed: t.printed,
		Columns: t.columns, Start: budget.Span{Page: page}, Notes: t.notes,
	}
	if t.fit != nil {
		tab.Form = t.fit.table.ID
		if len(t.matches) > 1 {
			tab.Kind = t.fit.table.Kind
		}
	}
	if x.targets(t, out) {
		return
	}
	decimals := usualDecimals(t.toks[t.body:])
	var rows []Row
	figures := false
	cells := make(map[*draftRow][]Cell)
	for _, s := range t.systems {
		for i, d := range s.rows {
			odd := false
			for _, a := range d.amounts {
				odd = odd || len(a.repairs) > 0 || decimals > 0 && decimalsOf(a.text) != decimals && a.text != "0" && a.kind == elemAmount && !isDashText(a.text)
			}
			open := s.solver == nil || s.dup[d]
			if odd && !s.verified(i) {
				joined := false
				for _, a := range d.amounts {
					joined = joined || slices.ContainsFunc(a.repairs, func(r budget.Repair) bool { return r.Rule == "split-amount" })
				}
				if joined {
					t.drop(d, "a figure put together from two parts that no sum confirms")
					continue
				}
				open = open || len(s.lane.columns) > 1
			}
			var at []int
			if !open {
				at = s.solver.rows[i].settled()
			}
			for k, a := range d.amounts {
				c := Cell{Column: -1, Raw: a.text, Repairs: a.repairs, Span: t.span(x.lines, a.toks[0])}
				if at != nil && at[k] >= 0 {
					c.Column = s.lane.columns[at[k]]
					if len(d.amounts) < len(s.lane.columns) {
						c.Repairs = append(slices.Clone(c.Repairs), budget.Repair{Rule: "column-by-arithmetic", Before: "", After: t.columns[c.Column].Path})
					}
				}
				figures = figures || !isDashText(a.text)
				cells[d] = append(cells[d], c)
			}
		}
	}
	for _, d := range t.rows {
		r := Row{N: len(rows) + 1, Lane: d.lane, Code: d.code, Name: d.name(), Total: d.total || t.coded && len(t.lanes) < 2 && d.code == "" && (t.ownRow(d) || d == t.rows[0]), Cells: cells[d]}
		r.Unsure = x.mistitled || x.unsure(t, d)
		if es := d.elems(); len(es) > 0 {
			r.Span = t.span(x.lines, es[0].toks[0])
		}
		t.nameRepairs(&r, d, x)
		rows = append(rows, r)
	}
	doubtStray(rows)
	tab.Rows = len(rows)
	if len(rows) > 0 {
		tab.End = budget.Span{Page: x.lines[t.end-1].page}
	}
	for p := page; p <= x.lines[t.end-1].page; p++ {
		tab.Pages = append(tab.Pages, p)
	}
	tab.Empty = !figures
	tab.EmptyNote = t.empty
	if t.lacks(rows) {
		out.lack(len(out.Tables))
	}
	facts, unread := rowFacts(len(out.Tables), &tab, tableUnit{tab.Unit, x.commonUnit()}, rows, x.engine)
	out.Unread = append(out.Unread, unread...)
	out.Unread = append(out.Unread, t.unread...)
	for i, u := range t.use {
		if u == useNone {
			out.Unread = append(out.Unread, budget.Unread{Kind: "table", Text: t.toks[i].raw, Why: "no row, heading or note takes it", Span: t.span(x.lines, i)})
		}
	}
	out.Tables = append(out.Tables, tab)
	out.Rows = append(out.Rows, rows)
	out.Facts = append(out.Facts, facts...)
}

func isDashText(s string) bool { return s != "" && strings.Trim(s, budget.Dashes) == "" }

// nameRepairs records what was done to code and name, and parts the name of
// the 科目 from that of the project where the table prints both.
func (t *textTable) nameRepairs(r *Row, d *draftRow, x *textReader) {
	if d.codeEl != nil && len(d.codeEl.toks) > 1 {
		var parts []string
		for _, i := range d.codeEl.toks {
			parts = append(parts, t.toks[i].raw)
		}
		r.Repairs = append(r.Repairs, budget.Repair{Rule: "joined-code", Before: strings.Join(parts, " "), After: d.code})
	}
	var words []string
	lines := make(map[int]bool)
	for _, part := range [][]textElem{d.head, d.inline, d.tail} {
		for _, e := range part {
			words = append(words, e.text)
			for _, i := range e.toks {
				lines[t.toks[i].line] = true
			}
		}
	}
	if len(lines) > 1 {
		r.Repairs = append(r.Repairs, budget.Repair{Rule: "wrapped-name", Before: strings.Join(words, " "), After: r.Name})
	}
	if d.code == "" || !t.has("project") || !t.has("name") {
		return
	}
	for _, n := range x.names[d.code] {
		if rest, ok := strings.CutPrefix(r.Name, n); ok && rest != "" {
			r.Name = n + "/" + rest
			return
		}
	}
}
