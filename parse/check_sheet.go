package parse

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"github.com/shopspring/decimal"
	"golang.org/x/text/unicode/norm"

	"yusuan/parse/budget"
	"yusuan/parse/form"
)

// A sheet is one table as the checks see it: rows of cells by measure.
type sheet struct {
	at    int // index into Document.Tables
	table *budget.Table
	lines []*line         // in printed order, lane by lane
	has   map[string]bool // lane + "/" + measure: the table has such a column
	piece bool            // the title says that it is a part of a table: 基本支出表--人员经费
}

// A line is one row of a sheet in one lane.
type line struct {
	n      int
	lane   string
	code   string
	name   string // as printed
	key    string // name without ordinal, colon and white space
	parent string
	label  string // id of the row label, "" for items
	level  int    // ordinal: 1 一、 2 （一） 3 1. 4 (1) ①; 0 none
	part   bool   // 其中: one part of what stands above it
	total  bool
	cell   map[string]int            // measure → index into Document.Facts
	first  int                       // its first fact; of a row whose figures are all unread, one of a row near it
	open   bool                      // it prints figures whose column is not known
	unread map[string]*budget.Unread // by measure: cells that print something which is no figure
}

// A cell is one place of a sheet; fact is -1 for a blank of a printed column.
type cell struct {
	sheet   *sheet
	line    *line
	measure string
	fact    int
}

// A ledger is a document laid out for checking.
type ledger struct {
	doc    *budget.Document
	ids    *form.Identities
	sheets []*sheet
	places []int32 // by fact: decimals that count as printed, see precision
	losses []lostFigure
	forms  *form.Catalog // for what is declared of a kind of table; nil: nothing is
}

func newLedger(doc *budget.Document, ids *form.Identities) *ledger {
	l := &ledger{doc: doc, ids: ids}
	for i := range doc.Tables {
		l.sheets = append(l.sheets, &sheet{at: i, table: &doc.Tables[i], has: map[string]bool{}, piece: form.TitlePart(doc.Tables[i].Title) != ""})
	}
	type rowKey struct {
		table, row       int
		lane, code, name string
	}
	lines := map[rowKey]*line{}
	for i := range doc.Facts {
		f := &doc.Facts[i]
		if f.Table < 0 || f.Table >= len(l.sheets) {
			continue
		}
		s := l.sheets[f.Table]
		k := rowKey{f.Table, f.Row, f.Lane, f.Code, f.Name}
		ln := lines[k]
		if ln == nil {
			ln = &line{n: f.Row, lane: f.Lane, code: f.Code, name: f.Name, parent: f.Parent, total: f.Total, cell: map[string]int{}, first: i}
			ln.readName(ids)
			lines[k] = ln
			s.lines = append(s.lines, ln)
		}
		if f.Unit == budget.Percent {
			continue // percents add up to nothing
		}
		if f.Measure == "" || f.Measure == "unknown" {
			ln.open = ln.open || f.HasAmount()
			continue
		}
		if _, twice := ln.cell[f.Measure]; twice {
			ln.cell[f.Measure] = -1 // two columns claim one measure: neither counts
			continue
		}
		ln.cell[f.Measure] = i
		s.has[f.Lane+"/"+f.Measure] = true
	}
	l.readHoles()
	for _, s := range l.sheets {
		for _, c := range s.table.Columns {
			if c.Role == "measure" && c.Measure != "" && c.Measure != "unknown" && budget.UnitOf(c.Measure, "") != budget.Percent {
				s.has[c.Lane+"/"+c.Measure] = true
			}
		}
		slices.SortStableFunc(s.lines, func(a, b *line) int { return cmp.Compare(a.n, b.n) })
		for _, ln := range s.lines {
			for m, at := range ln.cell {
				if at < 0 {
					delete(ln.cell, m)
				}
			}
		}
	}
	l.places = precision(doc)
	return l
}

var (
	ordinals = []*regexp.Regexp{
		regexp.MustCompile(`^[一二三四五六七八九十]{1,3}[、.,:]`),
		regexp.MustCompile(`^\([一二三四五六七八九十]{1,3}\)[、.]?`),
		regexp.MustCompile(`^[0-9]{1,2}[、.](?:[^0-9]|$)`),
		regexp.MustCompile(`^(?:\([0-9]{1,2}\)|[0-9]{1,2}\))[、.]?`),
	}
	ofWhich = regexp.MustCompile(`^其中[:、]?`)
)

// plainName is a row's name in the form in which names are compared, without
// its ordinal; level is the ordinal's, part says that it began with 其中.
func plainName(name string) (key string, level int, part bool) {
	s := strings.Join(strings.Fields(norm.NFKC.String(name)), "")
	s = strings.Map(func(r rune) rune {
		if strings.ContainsRune("“”\"'‘’《》", r) {
			return -1
		}
		return r
	}, s)
	if m := ofWhich.FindString(s); m != "" {
		s, part = s[len(m):], true
	}
	for i, re := range ordinals {
		if m := re.FindString(s); m != "" {
			if i == 2 { // the character after 1. is no part of the ordinal
				m = s[:strings.IndexAny(s, "、.")]
				s = strings.TrimLeft(s[len(m):], "、.")
			} else {
				s = s[len(m):]
			}
			level = i + 1
			break
		}
	}
	if m := ofWhich.FindString(s); m != "" {
		s, part = s[len(m):], true
	}
	return strings.Trim(s, ":*"), level, part
}

func (ln *line) readName(ids *form.Identities) {
	ln.key, ln.level, ln.part = plainName(ln.name)
	ln.label = ids.LabelOf(ln.key)
}

// at gives the cell of a line, and whether the line has such a column at all.
func (s *sheet) cellAt(ln *line, measure string) (cell, bool) {
	c := cell{sheet: s, line: ln, measure: measure, fact: -1}
	if at, ok := ln.cell[measure]; ok {
		c.fact = at
		return c, true
	}
	return c, s.has[ln.lane+"/"+measure]
}

// lane gives the lines of one lane in order.
func (s *sheet) lane(lane string) []*line {
	var out []*line
	for _, ln := range s.lines {
		if ln.lane == lane {
			out = append(out, ln)
		}
	}
	return out
}

// lanes gives the lanes of a sheet in order of appearance.
func (s *sheet) lanes() []string {
	var out []string
	for _, ln := range s.lines {
		if !slices.Contains(out, ln.lane) {
			out = append(out, ln.lane)
		}
	}
	return out
}

// measures gives the measures that a lane's columns have, sorted.
func (s *sheet) measures(lane string) []string {
	var out []string
	for k := range s.has {
		if l, m, _ := strings.Cut(k, "/"); l == lane {
			out = append(out, m)
		}
	}
	slices.Sort(out)
	return out
}

// amount is a cell's figure in yuan; blanks and dashes are zero.
func (l *ledger) amount(c cell) decimal.Decimal {
	if c.fact < 0 {
		return decimal.Zero
	}
	if f := &l.doc.Facts[c.fact]; f.HasAmount() {
		return f.Amount
	}
	return decimal.Zero
}

// valued reports whether a cell prints a figure other than zero.
func (l *ledger) valued(c cell) bool {
	return c.fact >= 0 && l.doc.Facts[c.fact].Printed == budget.PrintedValue
}

// blank reports whether a cell prints nothing.
func (l *ledger) blank(c cell) bool {
	return c.fact < 0 || l.doc.Facts[c.fact].Printed == budget.PrintedBlank
}

// precision tells for each fact how many decimals of its unit count as
// printed: its own, or, where a table drops trailing zeros (110 beside
// 120.05), as many as most figures of the table in that unit have.
func precision(doc *budget.Document) []int32 {
	type key struct {
		table int
		unit  string
	}
	seen := map[key]map[int32]int{}
	own := make([]int32, len(doc.Facts))
	for i := range doc.Facts {
		f := &doc.Facts[i]
		own[i] = decimals(f)
		if f.Printed != budget.PrintedValue {
			continue
		}
		k := key{f.Table, f.Unit}
		if seen[k] == nil {
			seen[k] = map[int32]int{}
		}
		seen[k][own[i]]++
	}
	usual := map[key]int32{}
	for k, counts := range seen {
		best := int32(-1)
		for d, n := range counts {
			if best < 0 || n > counts[best] || n == counts[best] && d > best {
				best = d
			}
		}
		usual[k] = best
	}
	for i := range doc.Facts {
		f := &doc.Facts[i]
		own[i] = max(own[i], usual[key{f.Table, f.Unit}])
	}
	return own
}

// decimals counts the figures after the point of a fact as drawn.
func decimals(f *budget.Fact) int32 {
	raw := strings.Join(strings.Fields(norm.NFKC.String(f.Raw)), "")
	if _, frac, ok := strings.Cut(raw, "."); ok {
		return int32(len(frac))
	}
	return 0
}

// ulp is one unit in the last printed place of a fact, in yuan.
func ulp(places int32, unit string) decimal.Decimal {
	scale, ok := budget.Scale(unit)
	if !ok {
		scale = decimal.NewFromInt(1)
	}
	return scale.Shift(-places)
}
