package parse

import (
	"context"
	"maps"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/shopspring/decimal"

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
	placed, numbers, cells := placeText(doc, opt.Forms)
	if placed == nil {
		return lineTables(ctx, doc, opt)
	}
	set, err := Tables(ctx, placed, opt)
	if err != nil {
		return nil, err
	}
	sure := underHeadings(placed, set)
	unplace(set, numbers)
	if cells {
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
	// Names that need no repair, first: they tell how wrapped names go on.
	if countWide(x.tables) {
		for _, t := range x.tables {
			for i := range t.toks {
				t.toks[i].x0, t.toks[i].x1 = t.toks[i].w0, t.toks[i].w1
			}
		}
	}
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
	seen      []nameSeen
	classes   map[string]bool // names of functional classes met with a three-digit code
	engine    string
	heads     *headings
	labels    map[string]bool // labels that stand whole on one line
	mistitled bool            // which table a title belongs to cannot be told
}

// textTable is one table while it is read.
type textTable struct {
	*textRegion
	before  []tokenUse // as found, for a second reading
	fit     *headFit
	columns []budget.Column
	lanes   []laneSpec // one without a name where the table has no sides
	coded   bool
	rows    []*draftRow
	systems []*laneSystem
	unread  []budget.Unread
}

// laneSystem is the arithmetic of one side of a table.
type laneSystem struct {
	lane   laneSpec
	rows   []*draftRow // those with amounts, in order
	solver *solver
	unit   int32
	doubt  map[*draftRow]string // why nothing of a row may be used
	dup    map[*draftRow]bool
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
	lines, _ := plainLines(doc)
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

func (t *textTable) reset() {
	t.use = slices.Clone(t.before)
	t.rows, t.systems, t.unread, t.columns, t.lanes, t.fit = nil, nil, nil, nil, nil, nil
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

func (t *textTable) has(role string) bool {
	for _, c := range t.columns {
		if c.Role == role {
			return true
		}
	}
	return false
}

// read finds headings and rows.
func (t *textTable) read(x *textReader) {
	t.indexRows(x)
	t.coded = isCoded(t.textRegion, t.body, len(t.toks))
	first := t.firstFigure()
	words, at := t.headWords(first)
	t.fit = x.heads.fit(t.matches, words)
	if t.fit != nil {
		t.declare(x)
		if !t.has("name") && !t.has("item") && !t.has("project") {
			t.fit.used = len(at) // rows without labels: all words are headings
		}
		if len(t.lanes) == 1 {
			t.fit.used = max(t.fit.used, len(at)-t.labelBefore(x, at, first))
		}
		for _, i := range at[:t.fit.used] {
			if !t.fit.totals || !x.forms.Total(t.toks[i].raw) {
				t.use[i] = useHeading
			}
		}
	} else {
		t.plainHead(x, at, first)
	}
	t.repeatedHeads(x, first)
	decimals := usualDecimals(t.toks[t.body:])
	t.placed = t.laidOut()
	if t.placed = t.placed && t.layoutRows(x, decimals); t.placed {
		t.useRows()
		return
	}
	elems := elements(t.textRegion, t.body, len(t.toks), t.coded, len(t.lanes) > 1, decimals, x.forms.Total)
	m := rowMaker{total: x.forms.Total, names: x.names, uncut: t.laidOut()}
	if len(t.lanes) > 1 {
		t.rows = m.laneRows(elems, t.lanes, func(label string) int { return x.sideOf(label, len(t.lanes)) })
	} else {
		t.rows = m.rows(elems, t.coded)
	}
	t.useRows()
}

// layoutRows reads the rows of a table that was laid out, lane by lane. It
// reports false when the lanes cannot be told apart.
func (t *textTable) layoutRows(x *textReader, decimals int) bool {
	lanes := t.cutLanes(x)
	if lanes == nil {
		return false
	}
	m := rowMaker{total: x.forms.Total, names: x.names, gaps: true}
	for n := range lanes {
		l := &lanes[n]
		l.region.placed = true
		l.gather()
		coded := isCoded(&l.region, 0, len(l.region.toks))
		elems := elements(&l.region, 0, len(l.region.toks), coded, false, decimals, x.forms.Total)
		for i := range elems {
			for k, at := range elems[i].toks {
				elems[i].toks[k] = l.orig[at]
			}
		}
		var rows []*draftRow
		if coded {
			rows = m.rows(elems, coded)
		} else {
			rows = m.labelRows(elems, func(s string) bool { return x.classes[nameKey(stripOrdinal(s))] })
		}
		for _, d := range rows {
			if len(t.lanes) > 1 {
				d.lane = t.lanes[n].name
			}
		}
		t.rows = append(t.rows, rows...)
	}
	return true
}

// useRows marks the tokens of rows, and the rows that a stray digit follows.
func (t *textTable) useRows() {
	for _, d := range t.rows {
		for _, e := range d.elems() {
			for _, i := range e.toks {
				t.use[i] = useRow
			}
		}
	}
	for _, d := range t.rows {
		if d.codeEl != nil {
			next := d.codeEl.toks[len(d.codeEl.toks)-1] + 1
			d.stub = next < len(t.toks) && t.use[next] == useNone && scrapText.MatchString(t.toks[next].s)
		}
		for _, a := range d.amounts {
			next := a.toks[len(a.toks)-1] + 1
			d.scrap = d.scrap || next < len(t.toks) && t.use[next] == useNone && scrapText.MatchString(t.toks[next].s)
		}
	}
}

// scrapText is what may be the rest of a split figure.
var scrapText = regexp.MustCompile(`^[0-9.,]+$`)

// indexRows marks rows that number the columns, and the marks 类 款 项 under
// the heading of the codes, wherever they stand.
func (t *textTable) indexRows(x *textReader) {
	for from := t.body; from < len(t.toks); {
		to := from
		var cells []string
		for to < len(t.toks) && t.toks[to].line == t.toks[from].line {
			cells = append(cells, t.toks[to].raw)
			to++
		}
		if t.use[from] == useNone {
			if len(cells) > 2 && x.forms.IndexRow(cells) {
				for i := from; i < to; i++ {
					t.use[i] = useHeading
				}
			} else if codeParts(cells) {
				for i := from; i < to; i++ {
					t.use[i] = useHeading
				}
			}
		}
		from = to
	}
}

func codeParts(cells []string) bool {
	s := strings.Join(cells, "")
	return s == "类款项" || s == "类款"
}

// firstFigure is the first token that belongs to a row for certain.
func (t *textTable) firstFigure() int {
	for i := t.body; i < len(t.toks); i++ {
		if t.use[i] != useNone {
			continue
		}
		k := t.toks[i]
		if k.isMoney() {
			return i
		}
		if k.digits(3) && classCode.MatchString(k.s) || k.digits(5, 7) && classCode.MatchString(k.s[:3]) {
			return i
		}
	}
	return len(t.toks)
}

// headWords lists the words before the first figure, with their tokens.
func (t *textTable) headWords(first int) (words []string, at []int) {
	for i := t.body; i < first; i++ {
		if t.use[i] == useNone || t.use[i] == useHeading && codeParts([]string{t.toks[i].raw}) {
			words = append(words, t.toks[i].raw)
			at = append(at, i)
		}
	}
	return words, at
}

// labelBefore tells how many of the words before the first row's code can be
// the beginning of its name: those that a known name of the code begins with.
// Where nothing is known of the code, all may.
func (t *textTable) labelBefore(x *textReader, at []int, first int) int {
	if first >= len(t.toks) || !t.toks[first].digits(3, 5, 7) || t.toks[first].isMoney() {
		return len(at)
	}
	known := knownNames(x.names, t.toks[first].s)
	if len(known) == 0 {
		return len(at)
	}
	label, n := "", 0
	for k := len(at) - 1; k >= 0; k-- {
		label = squeeze(t.toks[at[k]].raw) + label
		for _, name := range known {
			if strings.HasPrefix(nameKey(name), nameKey(label)) {
				n = len(at) - k
			}
		}
	}
	return n
}

// declare lays out the columns of the form that fits.
func (t *textTable) declare(x *textReader) {
	phase := t.fit.table.Phase
	cols, ok := x.forms.Columns(t.fit.table.Kind, phase, t.match.Year, t.fit.paths)
	byLane := make(map[string][]int)
	var order []string
	for i, p := range t.fit.paths {
		c := budget.Column{Path: strings.Join(p, "/")}
		if ok[i] {
			c.Role, c.Measure, c.Lane, c.Unit = cols[i].Role, cols[i].Measure, cols[i].Lane, cols[i].Unit
		}
		t.columns = append(t.columns, c)
		if c.Role == "measure" {
			if byLane[c.Lane] == nil {
				order = append(order, c.Lane)
			}
			byLane[c.Lane] = append(byLane[c.Lane], i)
		}
	}
	for _, l := range order {
		t.lanes = append(t.lanes, laneSpec{l, byLane[l]})
	}
}

// plainHead stands in where no form fits: the columns are open, and the label
// of the first row is what stands on the line of its figures.
func (t *textTable) plainHead(x *textReader, at []int, first int) {
	t.lanes = []laneSpec{{}}
	if first >= len(t.toks) {
		return
	}
	line := t.toks[first].line
	last := -1
	for k := len(at) - 1; k >= 0; k-- {
		i := at[k]
		if t.toks[i].line == line {
			continue
		}
		if last < 0 && (first == at[len(at)-1]+1 && t.toks[at[len(at)-1]].line != line) {
			// The figures begin their line: the words just above are their label
			// when they say so.
			if x.forms.Total(t.toks[i].raw) || t.printed != "" && strings.HasSuffix(t.printed, squeeze(t.toks[i].raw)) {
				last = i
				continue
			}
		}
		t.use[i] = useHeading
	}
}

// repeatedHeads marks headings that a new page repeats: several lines in a row,
// or one of several words, that the headings have too.
func (t *textTable) repeatedHeads(x *textReader, first int) {
	const least = 8 // characters that a repetition has at least
	heads := make(map[string]bool)
	type line struct {
		from, to int
		text     string
		free     bool
	}
	var lines []line
	for from := t.body; from < len(t.toks); {
		l := line{from: from, to: from, free: true}
		head := true
		for l.to < len(t.toks) && t.toks[l.to].line == t.toks[from].line {
			l.text += squeeze(t.toks[l.to].raw)
			l.free = l.free && t.use[l.to] == useNone && !t.toks[l.to].isMoney()
			head = head && t.use[l.to] == useHeading
			l.to++
		}
		if head && from < first {
			heads[l.text] = true
		}
		lines = append(lines, l)
		from = l.to
	}
	for i := 0; i < len(lines); {
		if lines[i].from <= first || !lines[i].free || !heads[lines[i].text] {
			i++
			continue
		}
		j, runes := i, 0
		for j < len(lines) && (lines[j].free && heads[lines[j].text] || t.use[lines[j].from] == useHeading) {
			runes += len([]rune(lines[j].text))
			j++
		}
		if runes >= least && (j-i > 1 || lines[i].to-lines[i].from > 1) {
			for k := lines[i].from; k < lines[j-1].to; k++ {
				t.use[k] = useHeading
			}
		}
		i = j
	}
}

// solve sets the arithmetic of each side up and runs it.
func (t *textTable) solve(x *textReader) {
	decimals := usualDecimals(t.toks[t.body:])
	for _, lane := range t.lanes {
		s := &laneSystem{lane: lane, doubt: make(map[*draftRow]string), dup: make(map[*draftRow]bool)}
		var values []decimal.Decimal
		seen := make(map[string]*draftRow)
		for _, d := range t.rows {
			if len(t.lanes) > 1 && d.lane != lane.name || len(d.amounts) == 0 {
				continue
			}
			if why := t.doubtful(d, lane, x); why != "" {
				t.drop(d, why)
				continue
			}
			s.rows = append(s.rows, d)
			if d.code != "" && !t.has("project") {
				if o := seen[d.code]; o != nil {
					s.dup[o], s.dup[d] = true, true
				}
				seen[d.code] = d
			}
			for _, a := range d.amounts {
				v, _, _ := budget.ParseNumber(a.text)
				values = append(values, v)
				_ = decimals
			}
		}
		unit, ok := smallest(values)
		s.unit = unit
		if !ok || len(lane.columns) == 0 {
			t.systems = append(t.systems, s)
			continue
		}
		s.solver = &solver{columns: len(lane.columns)}
		var paths [][]string
		var cols []budget.Column
		for _, c := range lane.columns {
			paths = append(paths, strings.Split(t.columns[c].Path, "/"))
			cols = append(cols, t.columns[c])
		}
		s.solver.sums = columnSums(paths, cols, x.forms)
		for _, d := range s.rows {
			r := &solveRow{}
			for _, a := range d.amounts {
				v, _, _ := budget.ParseNumber(a.text)
				r.amounts = append(r.amounts, v.Shift(unit).IntPart())
			}
			s.solver.rows = append(s.solver.rows, r)
		}
		s.weighSums()
		s.trees(t, x)
		if t.placed && t.fit != nil {
			t.allow(x, s)
		}
		s.solver.solve()
		s.distrust(t, x)
		t.systems = append(t.systems, s)
	}
	if len(t.lanes) > 1 {
		for _, d := range t.rows {
			if len(d.amounts) > 0 && !slices.ContainsFunc(t.lanes, func(l laneSpec) bool { return l.name == d.lane }) {
				t.drop(d, "on which side of the table the row stands cannot be told")
			}
		}
	}
}

// doubtful says why nothing can be made of a row's amounts.
func (t *textTable) doubtful(d *draftRow, lane laneSpec, x *textReader) string {
	if len(lane.columns) > 0 && len(d.amounts) > len(lane.columns) {
		return "more amounts than the table has columns"
	}
	if len(lane.columns) == 0 && len(t.lanes) <= 1 && t.fit != nil {
		return "the table has no columns of amounts"
	}
	one := len(t.rows) == 1
	if d.label && !one && !strings.HasSuffix(t.match.Kind, "sangong") {
		return "amounts without a label"
	}
	if t.coded && len(t.lanes) <= 1 && d.code == "" && !d.total && d != t.rows[0] && !t.ownRow(d) {
		return "a row without a code in a table of codes"
	}
	for _, a := range d.amounts {
		if leadingZero(a.text) {
			return "a figure with a leading zero: a part of a split one"
		}
	}
	return ""
}

func leadingZero(s string) bool {
	s = strings.TrimPrefix(s, "-")
	return len(s) > 1 && s[0] == '0' && s[1] != '.'
}

// ownRow reports the row of the publishing unit itself, which is a total.
func (t *textTable) ownRow(d *draftRow) bool {
	name := plainKey(d.name())
	printed := plainKey(t.printed)
	return name != "" && strings.Contains(printed, name) && 2*len(name) >= len(printed)
}

// drop gives the amounts of a row up as unread.
func (t *textTable) drop(d *draftRow, why string) {
	for _, a := range d.amounts {
		t.unread = append(t.unread, budget.Unread{Kind: "table", Text: strings.TrimSpace(d.code + " " + d.name() + " " + a.text), Why: why})
		for _, i := range a.toks {
			t.use[i] = useUnread
		}
	}
	d.amounts = nil
}

// weighSums leaves out a sum of columns that most full rows deny.
func (s *laneSystem) weighSums() {
	var keep []sumColumns
	for _, c := range s.solver.sums {
		yes, no := 0, 0
		for _, r := range s.solver.rows {
			if len(r.amounts) != s.solver.columns {
				continue
			}
			var total int64
			for _, p := range c.parts {
				total += r.amounts[p]
			}
			if near(r.amounts[c.whole], total, slack(len(c.parts))) {
				yes++
			} else {
				no++
			}
		}
		if no < 2 || no <= yes {
			keep = append(keep, c)
		}
	}
	s.solver.sums = keep
}

// trees sets up the sums of rows: classes of their sections and items, totals
// of the classes.
func (s *laneSystem) trees(t *textTable, x *textReader) {
	byCode := make(map[string]int)
	for i, d := range s.rows {
		if d.code != "" {
			if _, ok := byCode[d.code]; !ok {
				byCode[d.code] = i
			}
		}
	}
	children := make(map[int][]int)
	var roots, totals, plain []int
	for i, d := range s.rows {
		switch {
		case d.code != "":
			parent := -1
			for _, n := range []int{5, 3} {
				if len(d.code) > n {
					if p, ok := byCode[d.code[:n]]; ok {
						parent = p
						break
					}
				}
			}
			if parent >= 0 && !t.has("project") {
				children[parent] = append(children[parent], i)
			} else {
				roots = append(roots, i)
			}
		case d.total || t.coded && (t.ownRow(d) || i == 0):
			totals = append(totals, i)
		default:
			plain = append(plain, i)
		}
	}
	for i := range s.rows {
		if len(children[i]) > 0 {
			s.solver.trees = append(s.solver.trees, &sumRows{whole: i, parts: [][]int{children[i]}})
		}
	}
	if len(roots) == 0 {
		roots = plain
	}
	if len(roots) == 0 {
		return
	}
	for n, i := range totals {
		readings := [][]int{roots}
		if n > 0 {
			// A further total: the one before it and the rows between.
			var between []int
			for _, k := range append(slices.Clone(roots), plain...) {
				if k > totals[n-1] && k < i && !slices.Contains(between, k) {
					between = append(between, k)
				}
			}
			readings = append(readings, append([]int{totals[n-1]}, between...))
		}
		s.solver.trees = append(s.solver.trees, &sumRows{whole: i, parts: readings})
	}
}

// distrust gives up rows that show the marks of damaged text and that no sum
// confirms: figures of one row on several lines that do not add up, a stray
// digit beside a figure, a code that does not go with its name where the sums
// of rows fail.
func (s *laneSystem) distrust(t *textTable, x *textReader) {
	failed := make(map[int]bool)
	for _, tr := range s.solver.trees {
		if tr.holds {
			continue
		}
		failed[tr.whole] = true
		for _, ps := range tr.parts {
			for _, p := range ps {
				failed[p] = true
			}
		}
	}
	m := rowMaker{total: x.forms.Total, names: x.namesBeside(t)}
	longest := 0
	for _, d := range s.rows {
		longest = max(longest, len(d.code))
	}
	var keepRows []*draftRow
	var keep []*solveRow
	at := make([]int, len(s.rows))
	for i, d := range s.rows {
		why := ""
		lines := make(map[int]bool)
		for _, a := range d.amounts {
			for _, k := range a.toks {
				lines[t.toks[k].line] = true
			}
		}
		r := s.solver.rows[i]
		switch {
		case d.scrap && !s.verified(i):
			why = "a stray digit beside the figure: it may be split"
		case d.stub && !m.knows(d.code, d.name()):
			why = "a stray digit beside the code: it may be split"
		case r.broken && len(lines) > 1:
			why = "figures on several lines that do not add up"
		case failed[i] && d.code != "" && !t.has("project") && !m.knows(d.code, d.name()):
			why = "the code does not go with the name, and the sums of the rows fail"
		case t.has("project") && d.code != "" && len(d.code) < longest && !m.begins(d.code, d.name()):
			why = "the code is shorter than the others and does not go with the name"
		}
		if why != "" {
			at[i] = -1
			t.drop(d, why)
			continue
		}
		at[i] = len(keepRows)
		keepRows = append(keepRows, d)
		keep = append(keep, r)
	}
	// The sums keep only what is left of them: those that lost a row do not hold.
	var trees []*sumRows
	for _, tr := range s.solver.trees {
		n := &sumRows{whole: at[tr.whole], holds: tr.holds, by: tr.by, dead: tr.dead}
		whole := n.whole >= 0
		for _, ps := range tr.parts {
			var parts []int
			for _, p := range ps {
				whole = whole && at[p] >= 0
				parts = append(parts, at[p])
			}
			n.parts = append(n.parts, parts)
		}
		if whole {
			trees = append(trees, n)
		}
	}
	s.rows, s.solver.rows, s.solver.trees = keepRows, keep, trees
}

// verified reports whether arithmetic vouches for a row: its own sum holds, or
// one of the sums of rows it is in.
func (s *laneSystem) verified(i int) bool {
	if s.solver == nil {
		return false
	}
	r := s.solver.rows[i]
	if r.checked && !r.broken {
		return true
	}
	return slices.ContainsFunc(s.solver.trees, func(tr *sumRows) bool { return tr.covers(i) })
}

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

// commonUnit is the unit that all tables with a printed unit share.
func (x *textReader) commonUnit() string {
	var units []string
	for _, t := range x.tables {
		units = append(units, t.unit)
	}
	return sharedUnit(units)
}

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
