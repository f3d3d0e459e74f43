package parse

import (
	"context"
	"maps"
	"slices"
	"strings"
	"sync"

	"yusuan/extract"
	"yusuan/parse/budget"
	"yusuan/parse/code"
	"yusuan/parse/form"
)

// TextTables reads the tables of a document that has lines of text and no
// geometry. Tables are found by their titles, rows by codes, names and
// amounts; the columns, which the text has lost, by what the headings declare,
// by the places of the figures where the text was laid out, and by arithmetic.
// A column that these do not settle stays open: the measure is unknown.
//
// Every token of a table ends in one row, heading, note or Unread.
func TextTables(ctx context.Context, doc *extract.Document, opt Options) (*Read, error) {
	if opt.Forms == nil {
		opt.Forms = form.Builtin()
	}
	placed, numbers, blocks := placeText(doc, opt.Forms)
	if placed == nil {
		return lineTables(ctx, doc, opt)
	}
	set, err := Tables(ctx, placed, opt)
	if err != nil {
		return nil, err
	}
	sure := readPlaces(placed, set, blocks)
	unplace(set, numbers)
	if len(blocks) > 0 && blocks[0].title == "" { // cells that the text itself keeps
		return set, nil
	}
	read, err := lineTables(ctx, doc, opt)
	if err != nil {
		return nil, err
	}
	return choose(read, set, sure, opt), nil
}

// lineTables reads the tables of a text by codes, order and arithmetic.
func lineTables(ctx context.Context, doc *extract.Document, opt Options) (*Read, error) {
	x := newTextReader(doc, opt.Forms)
	x.names = make(map[string][]string)
	toks := make(map[int][]plainTok)
	for n, t := range x.tables {
		toks[n] = t.toks
	}
	if countsWide(toks) {
		for _, t := range x.tables {
			for i := range t.toks {
				t.toks[i].x0, t.toks[i].x1 = t.toks[i].w0, t.toks[i].w1
			}
		}
	}
	// Names that need no repair, first: they tell how wrapped names go on.
	for _, t := range x.tables {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		t.read(x)
	}
	x.learn()
	for _, t := range x.tables {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		t.reset()
		t.read(x)
		t.solve(x)
	}
	x.link()
	out := &Read{}
	for _, t := range x.tables {
		x.emit(t, out)
	}
	for _, i := range x.prose {
		l := x.lines[i]
		out.Prose = append(out.Prose, ProseLine{Text: strings.TrimSpace(l.text), Span: budget.Span{Page: l.page}})
	}
	return out, ctx.Err()
}

// textReader holds a text document while its tables are read.
type textReader struct {
	forms     *form.Catalog
	lines     []plainLine
	tables    []*textTable
	prose     []int               // lines outside tables
	names     map[string][]string // by code, of all tables
	byName    map[string][]string // codes by nameKey, as they were looked up
	seen      []nameSeen
	classes   map[string]bool // names of functional classes met with a three-digit code
	engine    string
	heads     *headings
	labels    map[string]bool // labels that stand whole on one line
	mistitled bool            // which table a title belongs to cannot be told
}

// functionalClasses are the names of the functional classes of all years.
var functionalClasses = sync.OnceValue(func() map[string]bool {
	out := make(map[string]bool)
	for _, c := range code.All(code.Functional, 0) {
		if len(c.Code) == 3 {
			out[nameKey(c.Name)] = true
		}
	}
	return out
})

func newTextReader(doc *extract.Document, forms *form.Catalog) *textReader {
	x := &textReader{forms: forms, engine: doc.Engine, labels: make(map[string]bool), classes: maps.Clone(functionalClasses()), heads: readyHeads(forms)}
	lines := titledLines(doc, forms)
	x.lines, x.mistitled = raiseTitles(lines, forms)
	regions, prose := findRegions(x.lines, forms)
	x.prose = prose
	for _, r := range regions {
		t := &textTable{textRegion: r}
		t.before = slices.Clone(r.use)
		x.tables = append(x.tables, t)
	}
	return x
}

// learn keeps the names that stand whole on the line of their code.
func (x *textReader) learn() {
	for _, t := range x.tables {
		for _, d := range t.rows {
			if d.pieces() == 1 {
				x.labels[nameKey(d.name())] = true
			}
		}
		if t.has("project") {
			continue
		}
		for _, d := range t.rows {
			if d.code == "" || len(d.head) > 0 || len(d.tail) > 0 || len(d.inline) == 0 {
				continue
			}
			name := d.name()
			x.seen = append(x.seen, nameSeen{t, d.code, name})
			if !slices.Contains(x.names[d.code], name) {
				x.names[d.code] = append(x.names[d.code], name)
			}
			if len(d.code) == 3 && d.code[0] == '2' {
				x.classes[nameKey(name)] = true
			}
		}
	}
}

// nameSeen is one name that stands whole on the line of its code.
type nameSeen struct {
	table      *textTable
	code, name string
}

// namesBeside are the names that the other tables give.
func (x *textReader) namesBeside(t *textTable) map[string][]string {
	out := make(map[string][]string)
	for _, s := range x.seen {
		if s.table != t && !slices.Contains(out[s.code], s.name) {
			out[s.code] = append(out[s.code], s.name)
		}
	}
	return out
}

// commonUnit is the unit that all tables with a printed unit share.
func (x *textReader) commonUnit() string {
	var units []string
	for _, t := range x.tables {
		units = append(units, t.unit)
	}
	return sharedUnit(units)
}
