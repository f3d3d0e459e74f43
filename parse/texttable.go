package parse

import (
	"regexp"
	"slices"
	"strings"

	"yusuan/parse/budget"
)

// This file reads the headings and the rows of one table of a text.

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

	numbered map[int]int // tokens that number rows, and the side on which
}

func (t *textTable) reset() {
	t.use = slices.Clone(t.before)
	t.rows, t.systems, t.unread, t.columns, t.lanes, t.fit = nil, nil, nil, nil, nil, nil
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
	t.numbering(x)
	t.coded = isCoded(t.textRegion, t.body, len(t.toks))
	first := t.firstFigure()
	words, at := t.headWords(first)
	t.fit = x.heads.fit(t.matches, words)
	if t.fit == nil {
		t.fit = x.heads.fitBare(t.matches, words, func(rest []string) bool { return t.beginsRow(x, rest, first) })
	}
	if t.fit != nil {
		t.declare(x)
		if !t.has("name") && !t.has("item") && !t.has("project") {
			t.fit.used = len(at) // rows without labels: all words are headings
		}
		if len(t.lanes) == 1 {
			t.fit.used = max(t.fit.used, len(at)-t.labelBefore(x, at, first))
		}
		t.fit.used = ownHeads(words, t.fit.used, x.forms)
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
		t.numberedSides()
	} else {
		t.rows = m.rows(elems, t.coded)
		if t.coded && scattered(t.rows) {
			if rows := t.namedRows(x); rows != nil {
				t.rows = rows
			}
		}
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
