package parse

import (
	"cmp"
	"strings"

	"yusuan/parse/budget"
	"yusuan/parse/form"
)

// tableCounts tells which cells of a table count things and are no money.
type tableCounts struct {
	all     string           // the unit that the table prints above itself: 单位：人
	rows    []string         // by row
	columns map[*leaf]string // of headings: 数量
}

// counts finds what a table counts, as the line above it, its rows and its
// headings say.
func (s *draft) counts(rows []Row, forms *form.Catalog) tableCounts {
	t := tableCounts{all: s.first().Count, rows: s.countRows(rows, forms), columns: map[*leaf]string{}}
	for i := range s.head.cols {
		if c := &s.head.cols[i]; c.Role == "measure" {
			if u := forms.CountUnit(c.leaf()); u != "" {
				t.columns[c] = u
			}
		}
	}
	return t
}

// unit is the unit of a cell that counts, "" for money. Where one heading counts
// (数量) beside one of money (价值), a row that counts (房屋（平方米）) says what
// the former counts and nothing of the latter.
func (t *tableCounts) unit(row int, c *leaf) string {
	column, of := t.columns[c], t.rows[row]
	switch {
	case len(t.columns) == 0:
		return cmp.Or(of, t.all)
	case column == form.Uncounted && of != "":
		return of
	}
	return cmp.Or(column, t.all)
}

// countRows tells which rows of a table count things (公务用车保有量（辆）), by the
// unit of each, "" for rows of money. A row below one that counts, or beside it
// under the same heading and without decimals, counts too.
func (s *draft) countRows(rows []Row, forms *form.Catalog) []string {
	units := make([]string, len(rows))
	type open struct {
		level int
		unit  string
	}
	last := map[int]open{} // by lane: the last row that counts
	for i := range rows {
		r := &rows[i]
		_, level, part := plainName(r.Name)
		lane := s.rows[i].lane
		was := last[lane]
		unit := forms.CountUnit(r.Name)
		switch {
		case unit != "":
		case was.unit == "":
			continue
		case part || level > was.level:
			units[i] = was.unit
			continue
		case level == was.level && level > 0 && whole(r) && !forms.Total(r.Name):
			unit = form.Uncounted
		default:
			delete(last, lane)
			continue
		}
		units[i] = unit
		last[lane] = open{level, unit}
	}
	return units
}

// whole reports whether a row prints figures, and none with decimals.
func whole(r *Row) bool {
	any := false
	for _, c := range r.Cells {
		if strings.ContainsAny(c.Raw, ".．") {
			return false
		}
		any = any || isAmount(tight(c.Raw))
	}
	return any
}

// counted keeps a cell that counts things as what the document states beside
// its amounts.
func counted(r *Row, c *leaf, cell *Cell, unit string, title string) (budget.Stated, bool) {
	_, printed, err := budget.ParseNumber(tight(cell.Raw))
	if err != nil || printed == budget.PrintedBlank || printed == budget.PrintedDash {
		return budget.Stated{}, false
	}
	name, _, _ := plainName(r.Name)
	key := strings.Trim(name+"/"+c.Path, "/")
	if unit == form.Uncounted {
		unit = ""
	}
	return budget.Stated{Key: key, Value: strings.ReplaceAll(tight(cell.Raw), ",", ""), Unit: unit, Sentence: title, Span: cell.Span}, true
}

// listsItems reports whether a “三公” table prints its items in rows, so that
// the row and not the heading says what a figure is.
func (s *draft) listsItems() bool {
	if !strings.HasSuffix(s.kind, "sangong") {
		return false
	}
	for i := range s.head.cols {
		for _, part := range []string{"overseas", "vehicle", "reception"} {
			if c := &s.head.cols[i]; c.Role == "measure" && strings.HasPrefix(c.Measure, part) {
				return false
			}
		}
	}
	return true
}

// itemMeasure is the measure of a figure in such a table: the row's, in the
// column's year and phase, unknown where no form knows the item. Rows that name
// a body keep the column's.
func (s *draft) itemMeasure(r *Row, measure string, forms *form.Catalog) string {
	suffix, ok := strings.CutPrefix(measure, "sangong")
	if !ok || forms.BodyName(r.Name) != "" {
		return measure
	}
	name, _, _ := plainName(r.Name)
	if name == "" || forms.Total(name) {
		return measure
	}
	if c, ok := forms.Column(s.kind, budget.PhaseUnknown, []string{name}); ok && c.Role == "measure" {
		return c.Measure + suffix
	}
	return "unknown"
}
