package main

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"yusuan/parse/budget"
	"yusuan/store"
	"yusuan/store/export"
)

func peopleColumns(c *store.Comparison) []export.Column {
	year := func(s store.Side) string {
		if c.From.Phase != c.To.Phase {
			return fmt.Sprintf("%d %s", s.Year, s.Phase)
		}
		return fmt.Sprint(s.Year)
	}
	// Cells of amounts are text: ~ marks what is implied, ? what is disputed.
	return []export.Column{
		{Name: "code", Label: "编码", Type: export.Code}, {Name: "name", Label: "名称"},
		{Name: "measure", Label: "口径"},
		{Name: "prior", Label: year(c.From), Type: export.Integer}, {Name: "now", Label: year(c.To), Type: export.Integer},
		{Name: "change", Label: "增减", Type: export.Money}, {Name: "percent", Label: "增减%", Type: export.Percent}, {Name: "share", Label: "占%", Type: export.Percent},
		{Name: "link", Label: "科目"}, {Name: "stated", Label: "文件自述"}, {Name: "verdict", Label: "核对"}, {Name: "reason", Label: "原因"},
	}
}

var verdictWords = map[budget.Outcome]string{budget.Holds: "holds", budget.Fails: "FAILS", budget.Unknown: "unknown"}

// comparedWidth is how wide a text column of a comparison may be, in columns
// of a terminal: verdicts say why.
const comparedWidth = 56

// filled leaves out the columns in which no row has anything, but for the
// amounts and what they are called.
func filled(columns []export.Column, rows [][]any) ([]export.Column, [][]any) {
	keep := func(i int) bool {
		return columns[i].Name == "name" || columns[i].Type.Right() ||
			slices.ContainsFunc(rows, func(r []any) bool { return r[i] != nil && r[i] != "" })
	}
	var heads []export.Column
	out := make([][]any, len(rows))
	for i := range columns {
		if columns[i].Name == "share" && !slices.ContainsFunc(rows, func(r []any) bool { return r[i] != nil }) || !keep(i) {
			continue
		}
		heads = append(heads, columns[i])
		for j, r := range rows {
			out[j] = append(out[j], r[i])
		}
	}
	return heads, out
}

// byCode puts the rows of a table in the order of their codes, also those that
// are gone; the basic expenditure is often printed in two columns side by side.
// Rows without a code stay before or behind those with one.
func byCode(rows []store.ComparedRow) []store.ComparedRow {
	first := slices.IndexFunc(rows, func(r store.ComparedRow) bool { return r.Code != "" })
	if first < 0 {
		return rows
	}
	var coded, behind []store.ComparedRow
	for _, r := range rows[first:] {
		if r.Code == "" {
			behind = append(behind, r)
		} else {
			coded = append(coded, r)
		}
	}
	slices.SortStableFunc(coded, func(a, b store.ComparedRow) int { return strings.Compare(a.Code, b.Code) })
	return slices.Concat(rows[:first], coded, behind)
}

// columnNames calls rows that have no name by the end of their heading, as
// much of it as tells them apart.
func columnNames(rows []store.ComparedRow) {
	ends := func(column string, parts int) string {
		path := strings.Split(column, "/")
		return strings.Join(path[max(0, len(path)-parts):], "/")
	}
	for i := range rows {
		if rows[i].Name != "" {
			continue
		}
		const deepest = 4
		for parts := 1; parts <= deepest; parts++ {
			name := ends(rows[i].Column, parts)
			same := slices.IndexFunc(rows, func(o store.ComparedRow) bool {
				return o.Column != rows[i].Column && ends(o.Column, parts) == name
			})
			if rows[i].Name = name; same < 0 {
				break
			}
		}
	}
}

// tally counts what became of the document's statements: 2 fail, 5 hold.
func tally(rows []store.ComparedRow) string {
	n := map[budget.Outcome]int{}
	for _, r := range rows {
		if r.Stated != nil {
			n[r.Stated.Verdict]++
		}
	}
	var out []string
	for _, v := range []struct {
		outcome budget.Outcome
		word    string
	}{{budget.Fails, "FAIL"}, {budget.Holds, "hold"}, {budget.Unknown, "cannot be held against anything"}} {
		if n[v.outcome] > 0 {
			out = append(out, fmt.Sprintf("%d %s", n[v.outcome], v.word))
		}
	}
	return strings.Join(out, ", ")
}

// writeComparisons is the table for people: one block a pair of years, one
// table after the other in it.
func writeComparisons(w io.Writer, cs []store.Comparison, limit int) error {
	for _, c := range cs {
		fmt.Fprintf(w, "%s  %s  %d %s → %d %s  (万元; ~ implied by the later document, ? disputed)\n", clean(c.Organization), c.Scope, c.From.Year, c.From.Phase, c.To.Year, c.To.Phase)
		if len(c.From.Documents) == 0 {
			fmt.Fprintf(w, "%d is not stored: only what the document of %d says of it\n", c.From.Year, c.To.Year)
		}
		for _, g := range byTable(c.Rows) {
			title := clean(g[0].Title)
			if g[0].Kind == "" {
				title = "statements of the prose that no table row answers"
			} else {
				title += "  [" + strings.TrimSuffix(g[0].Kind+" · "+g[0].Lane, " · ") + "]"
			}
			fmt.Fprintf(w, "\n%s\n", title)
			if limit > 0 && len(g) > limit {
				g = g[:limit]
			}
			columnNames(g)
			var rows [][]any
			for _, r := range byCode(g) {
				rows = append(rows, peopleRow(r))
			}
			columns, rows := filled(peopleColumns(&c), rows)
			if err := export.Aligned(w, rowsOf("", columns, rows), comparedWidth); err != nil {
				return err
			}
		}
		if s := tally(c.Rows); s != "" {
			fmt.Fprintf(w, "\nstatements: %s\n", s)
		}
		fmt.Fprintln(w)
	}
	return nil
}

func peopleRow(r store.ComparedRow) []any {
	amount := func(c store.Cell) any {
		if !c.Known {
			return nil
		}
		s := export.Wan(store.Yuan(c.Fen))
		switch {
		case c.Implied:
			s = "~" + s
		case c.Status == budget.StatusDisputed:
			s = "?" + s
		}
		return s
	}
	link := r.Link
	switch {
	case r.Link == store.PairSame || r.Link == store.PairNone || r.Link == "stated":
		link = ""
	case r.PriorCode != "":
		link = "← " + r.PriorCode
	case r.Link == store.PairRenamed:
		link = "← " + r.PriorName
	}
	var stated, verdict, reason any
	if s := r.Stated; s != nil {
		stated, reason = statedText(s), orNil(s.Reason)
		v := verdictWords[s.Verdict]
		if s.Why != "" {
			v += ": " + s.Why
		}
		verdict = v
	}
	name, measure := r.Name, ""
	if r.Measure != "total" && name != "" && !strings.HasSuffix(r.Column, name) {
		measure = r.Column[strings.LastIndex(r.Column, "/")+1:]
	}
	return []any{orNil(r.Code), orNil(name), orNil(measure), amount(r.Prior), amount(r.Now), moneyIf(r.HasChange, r.Change), nullDecimal(r.Percent), nullDecimal(r.Share),
		orNil(link), stated, verdict, reason}
}

// statedText is a document's own word on a change.
func statedText(s *store.Stated) string {
	text := s.Direction
	if s.Delta != "" {
		text += " " + s.Delta + " " + s.Unit
	}
	if s.Percent != "" {
		text += " " + s.Percent
		if !strings.HasSuffix(s.Percent, "倍") {
			text += "%"
		}
	}
	return text
}

// byTable groups rows by table, in the order in which tables come first.
func byTable(rows []store.ComparedRow) [][]store.ComparedRow {
	var out [][]store.ComparedRow
	at := map[string]int{}
	for _, r := range rows {
		k := r.Kind + "/" + r.Lane
		i, ok := at[k]
		if !ok {
			i = len(out)
			at[k] = i
			out = append(out, nil)
		}
		out[i] = append(out[i], r)
	}
	return out
}
