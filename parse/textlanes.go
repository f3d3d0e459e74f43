package parse

import (
	"slices"
	"strings"

	"yusuan/parse/form"
)

// laneSpec is one side of a side-by-side table.
type laneSpec struct {
	name    string
	columns []int // measure columns of the lane, indices into the table's columns
}

// laneRows reads elements of a table whose sides stand on the same lines:
// each line holds a label with its amounts for one side or for several.
func (m rowMaker) laneRows(elems []textElem, lanes []laneSpec, side func(label string) int) []*draftRow {
	var rows []*draftRow
	var pending []textElem // words of earlier lines that no amount has followed
	flush := func(heaped bool) {
		// Labels without figures: each is a row of its own, unless a bracket is open.
		var cur *draftRow
		for _, w := range pending {
			if cur != nil && unbalanced(cur.name()) {
				cur.inline = append(cur.inline, w)
				continue
			}
			cur = &draftRow{inline: []textElem{w}, heaped: heaped}
			if s := side(w.text); s >= 0 && s < len(lanes) {
				cur.lane = lanes[s].name
			}
			rows = append(rows, cur)
		}
		pending = nil
	}
	for from := 0; from < len(elems); {
		to := from
		for to < len(elems) && elems[to].line == elems[from].line {
			to++
		}
		line := elems[from:to]
		from = to
		var groups []*draftRow
		var cur *draftRow
		for n := range line {
			e := line[n]
			switch e.kind {
			case elemCode:
				cur = &draftRow{code: e.text, codeEl: &line[n]}
				groups = append(groups, cur)
			case elemWord:
				if cur == nil || len(cur.amounts) > 0 || len(cur.inline) > 0 {
					cur = &draftRow{}
					groups = append(groups, cur)
				}
				cur.inline = append(cur.inline, e)
			case elemAmount:
				if cur == nil {
					// The label of figures on a line of their own: the words since the
					// last beginning of one. Without such a mark only a single line is sure.
					from := 0
					for k, w := range pending {
						if labelOrdinal.MatchString(form.Plain(w.text)) || m.total(w.text) {
							from = k
						}
					}
					label := pending[from:]
					marked := len(label) > 0 && (labelOrdinal.MatchString(form.Plain(label[0].text)) || m.total(label[0].text))
					cur = &draftRow{inline: label, label: m.uncut || !marked && len(label) != 1, heaped: from > 0}
					pending = pending[:from]
					flush(true)
					groups = append(groups, cur)
				}
				cur.amounts = append(cur.amounts, e)
			}
		}
		// A line of words alone may be the beginning of a label.
		if len(groups) == 1 && groups[0].code == "" && len(groups[0].amounts) == 0 {
			pending = append(pending, groups[0].inline...)
			continue
		}
		if g := groups[0]; g.code == "" && len(pending) > 0 && !m.total(g.name()) {
			open := ""
			for _, w := range pending {
				open += w.text
			}
			if unbalanced(open) {
				g.inline = append(pending, g.inline...)
				pending = nil
			}
		}
		flush(false)
		rows = append(rows, m.sides(groups, lanes, side)...)
	}
	flush(false)
	for _, d := range rows {
		d.total = d.code == "" && m.total(d.name())
	}
	return rows
}

// sides says on which side each group of one line stands.
func (m rowMaker) sides(groups []*draftRow, lanes []laneSpec, side func(label string) int) []*draftRow {
	coded := -1
	for i, g := range groups {
		if g.code != "" {
			coded = i
		}
	}
	// One label and the figures of both sides: 小 计 100.00 100.00.
	if g := groups[0]; len(groups) == 1 && g.code == "" && len(lanes) == 2 && m.total(g.name()) && side(g.name()) < 0 &&
		len(lanes[0].columns) == 1 && len(g.amounts) == 1+len(lanes[1].columns) {
		right := &draftRow{lane: lanes[1].name, inline: g.inline, amounts: g.amounts[1:], known: "shared"}
		g.amounts = g.amounts[:1]
		g.lane = lanes[0].name
		return []*draftRow{g, right}
	}
	for i, g := range groups {
		switch {
		case g.code != "":
			g.lane = lanes[min(1, len(lanes)-1)].name
		case coded > i:
			g.lane = lanes[0].name
		case len(groups) == len(lanes):
			g.lane = lanes[i].name
		default:
			if s := side(g.name()); s >= 0 && s < len(lanes) {
				g.lane = lanes[s].name
				g.guessed = s > 0 && len(lanes) > 2
			}
		}
	}
	return groups
}

const fullSlack = 1 // a fragment of a wrapped label is shorter than the longest by at most so many characters

// labelRows reads elements of a lane without codes: labels, over one or more
// lines, and their figures.
func (m rowMaker) labelRows(elems []textElem, known func(string) bool) []*draftRow {
	longest := 0
	for _, e := range elems {
		if e.kind == elemWord {
			longest = max(longest, len([]rune(e.text)))
		}
	}
	var rows []*draftRow
	var cur *draftRow
	line := -1
	for _, e := range elems {
		switch e.kind {
		case elemWord:
			if cur != nil && e.line == line && len(cur.amounts) == 0 {
				// A group beside its item: the item is the name.
				cur.inline = []textElem{e}
				continue
			}
			goesOn := false
			if cur != nil && !labelOrdinal.MatchString(form.Plain(e.text)) && !m.total(e.text) {
				last := cur.inline
				name := cur.name()
				full := len(last) > 0 && len([]rune(last[len(last)-1].text)) >= longest-fullSlack
				whole := len(cur.amounts) > 0 && cur.amounts[0].line == labelLine(cur) // its figures stand on its first line
				goesOn = unbalanced(name) || !whole && full && !known(name) && !m.total(name) || len(last) == 0
			}
			if goesOn {
				cur.inline = append(cur.inline, e)
			} else {
				cur = &draftRow{inline: []textElem{e}}
				rows = append(rows, cur)
			}
			line = e.line
		case elemAmount:
			if cur == nil || len(cur.amounts) > 0 && cur.amounts[len(cur.amounts)-1].line != e.line {
				cur = &draftRow{label: true}
				rows = append(rows, cur)
			}
			cur.amounts = append(cur.amounts, e)
			line = e.line
		}
	}
	for _, d := range rows {
		d.label = d.label && len(d.inline) == 0
		d.total = m.total(d.name())
	}
	markHeaps(rows)
	return rows
}

// markHeaps marks the labels that stand one below the other before a figure
// that is on a line of its own: it may be of any of them.
func markHeaps(rows []*draftRow) {
	for i, d := range rows {
		if len(d.amounts) == 0 || slices.ContainsFunc(d.inline, func(e textElem) bool { return e.line >= d.amounts[0].line }) {
			continue
		}
		for k := i - 1; k >= 0 && len(rows[k].amounts) == 0; k-- {
			rows[k].heaped, d.heaped = true, true
		}
	}
}

// labelLine is the line on which a label begins, -1 without one.
func labelLine(d *draftRow) int {
	if len(d.inline) == 0 {
		return -1
	}
	return d.inline[0].line
}

func unbalanced(s string) bool {
	return strings.Count(s, "（")+strings.Count(s, "(") > strings.Count(s, "）")+strings.Count(s, ")")
}

// stripOrdinal takes 一、 or 1. off a label.
func stripOrdinal(s string) string {
	t := form.Plain(s)
	if loc := labelOrdinal.FindStringIndex(t); loc != nil && !strings.HasPrefix(t, "其中") {
		rest := t[loc[1]:]
		if r := []rune(t[:loc[1]]); len(r) > 0 && r[len(r)-1] > 0x2fff && !strings.ContainsRune("、．）", r[len(r)-1]) {
			return string(r[len(r)-1]) + rest // the pattern took the first letter with it
		}
		return rest
	}
	return t
}

// sideOf tells by its words on which side of a 收支 table a label stands, -1
// where they do not tell.
func sideOf(label string, classes map[string]bool) int {
	name := stripOrdinal(label)
	if classes[nameKey(name)] {
		return 1
	}
	in, out := strings.Contains(name, "收入"), strings.Contains(name, "支出")
	switch {
	case in && !out:
		return 0
	case out && !in:
		return 1
	}
	return -1
}
