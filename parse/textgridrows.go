package parse

import (
	"slices"
	"strings"
)

// This file tells which lines of a laid-out table are one row: labels run on
// above and below the line of their figures, and figures are broken over
// lines.

// gridRow is one line of the body cut into cells, later several.
type gridRow struct {
	at     int
	cells  []string
	anchor bool
	above  int // lines joined from above
}

// bodyRows gives the rows of the table, a line break between the lines of one
// cell.
func (g *textGrid) bodyRows() [][]string {
	lines := g.gatherFigures(g.cutLines())
	g.markAnchors(lines)
	if !slices.ContainsFunc(lines, func(r gridRow) bool { return r.anchor }) {
		return nil
	}
	to := make([]int, len(lines)) // the anchor each line goes to
	prev := -1
	for i := 0; i < len(lines); {
		if lines[i].anchor {
			to[i] = i
			prev = i
			i++
			continue
		}
		j := i
		for j < len(lines) && !lines[j].anchor {
			j++
		}
		k := g.shareLines(lines, prev, i, j)
		for n := i; n < j; n++ {
			if n < k {
				to[n] = prev
			} else {
				to[n] = j
			}
		}
		if j < len(lines) {
			lines[j].above = j - k
		}
		i = j
	}
	var out [][]string
	for i := 0; i < len(lines); {
		row := slices.Clone(lines[i].cells)
		j := i + 1
		for ; j < len(lines) && to[j] == to[i]; j++ {
			for c, s := range lines[j].cells {
				if s != "" && row[c] != "" {
					row[c] += "\n" + s
				} else {
					row[c] += s
				}
			}
		}
		out = append(out, row)
		i = j
	}
	return out
}

// cutLines puts the tokens of each line into cells.
func (g *textGrid) cutLines() []gridRow {
	var out []gridRow
	for _, l := range g.body {
		r := gridRow{at: l.at, cells: make([]string, len(g.cols))}
		for i, k := range l.toks {
			c := g.columnOf(k)
			if r.cells[c] != "" && (i == 0 || l.toks[i-1].x1 < k.x0) {
				r.cells[c] += " "
			}
			r.cells[c] += k.raw
		}
		out = append(out, r)
	}
	return out
}

// gatherFigures moves figures that stand on a line of their own to the line of
// their label, above or below, where their columns are free.
func (g *textGrid) gatherFigures(lines []gridRow) []gridRow {
	decimals := gridDecimals(g.body)
	var out []gridRow
	for i := 0; i < len(lines); i++ {
		r := lines[i]
		if !g.figuresOnly(r, decimals) {
			out = append(out, r)
			continue
		}
		if n := len(out); n > 0 && r.at-out[n-1].at == 1 && g.takes(out[n-1], r) {
			out[n-1].cells = together(out[n-1].cells, r.cells)
			continue
		}
		if i+1 < len(lines) && lines[i+1].at-r.at == 1 && (g.takes(lines[i+1], r) || g.figuresOnly(lines[i+1], decimals) && free(lines[i+1].cells, r.cells)) {
			lines[i+1].cells = together(lines[i+1].cells, r.cells)
			continue
		}
		out = append(out, r)
	}
	return out
}

// figuresOnly reports a line of complete figures and nothing else.
func (g *textGrid) figuresOnly(r gridRow, decimals int) bool {
	for c, s := range r.cells {
		k := plainTok{s: foldWide(squeeze(s))}
		if s != "" && !(g.cols[c].figured() && k.isMoney() && decimalsOf(k.s) >= decimals) {
			return false
		}
	}
	return true
}

// takes reports whether figures can be those of a line: it has labels for all
// of them, and none in their columns.
func (g *textGrid) takes(r, figures gridRow) bool {
	if !free(r.cells, figures.cells) {
		return false
	}
	label, side := false, false
	for c := range g.cols {
		if g.cols[c].figured() {
			side = true
			if figures.cells[c] != "" && !label {
				return false
			}
			continue
		}
		if side {
			label, side = false, false
		}
		label = label || r.cells[c] != ""
	}
	return true
}

// free reports whether no cell is used twice.
func free(a, b []string) bool {
	for c := range a {
		if a[c] != "" && b[c] != "" {
			return false
		}
	}
	return true
}

func together(a, b []string) []string {
	out := slices.Clone(a)
	for c := range out {
		out[c] += b[c]
	}
	return out
}

// markAnchors marks the lines that begin rows of their own: those with
// complete figures or codes, and labels that no other line goes on with.
func (g *textGrid) markAnchors(lines []gridRow) {
	decimals := gridDecimals(g.body)
	open := make([]bool, len(g.cols)) // the first part of a broken figure waits for its rest
	for i := range lines {
		lines[i].anchor = g.forms.IndexRow(lines[i].cells)
		for c, s := range lines[i].cells {
			k := plainTok{s: foldWide(squeeze(s))}
			id, _, _ := strings.Cut(s, " ")
			switch {
			case s == "":
			case g.cols[c].figured() && (k.isAmount() || figureLike(k)):
				rest := open[c] && k.digits(1, 2)
				open[c] = !rest && !k.isDash() && !g.complete(k, decimals)
				lines[i].anchor = lines[i].anchor || !rest && !open[c]
			case isCodeTok(plainTok{s: foldWide(id)}), g.cols[c].codes > g.cols[c].words && k.digits(1, 2, 3, 5, 7):
				lines[i].anchor = lines[i].anchor || !g.cols[c].figured()
			}
		}
	}
	g.anchorBroken(lines)
	if g.coded() {
		return
	}
	for i := range lines {
		if !lines[i].anchor && g.ownRow(lines, i) {
			lines[i].anchor = true
		}
	}
}

// complete reports a figure that is no part of one: it shows the decimals that
// the others do.
func (g *textGrid) complete(k plainTok, decimals int) bool {
	return decimals < 1 || decimalsOf(k.s) >= decimals || k.digits(1, 2, 3)
}

// anchorBroken marks lines with the first parts of broken figures that neither
// the row above nor the one below has room for.
func (g *textGrid) anchorBroken(lines []gridRow) {
	room := func(j int, open []string) bool { return j >= 0 && j < len(lines) && free(lines[j].cells, open) }
	for i := range lines {
		if lines[i].anchor {
			continue
		}
		open := make([]string, len(lines[i].cells))
		any := false
		for c, s := range lines[i].cells {
			if k := (plainTok{s: foldWide(squeeze(s))}); g.cols[c].figured() && figureLike(k) {
				open[c], any = s, true
			}
		}
		up, down := i-1, i+1
		for up >= 0 && !lines[up].anchor {
			up--
		}
		for down < len(lines) && !lines[down].anchor {
			down++
		}
		if any && !room(up, open) && !room(down, open) {
			lines[i].anchor = true
		}
	}
}

// coded reports a table of one side whose rows have codes.
func (g *textGrid) coded() bool {
	codes, figures, sides := false, true, 0
	for i := range g.cols {
		c := &g.cols[i]
		if !c.bodied() {
			continue
		}
		codes = codes || c.codes > 1 && !c.figured()
		if figures && !c.figured() {
			sides++
		}
		figures = c.figured()
	}
	return codes && sides == 1
}

// ownRow reports whether a line of labels alone is a row without figures.
func (g *textGrid) ownRow(lines []gridRow, i int) bool {
	for c, s := range lines[i].cells {
		if s == "" {
			continue
		}
		if g.cols[c].figured() || g.beginsBeside(lines, i, c) || !g.opensRow(s) && g.pieceOf(lines, i, c) {
			return false
		}
	}
	return true
}

// opensRow reports a label that goes on with no other.
func (g *textGrid) opensRow(label string) bool {
	t := squeeze(label)
	return labelOrdinal.MatchString(t) || g.wholeLabel(t)
}

// wholeLabel reports a label that is complete.
func (g *textGrid) wholeLabel(t string) bool {
	_, source := g.forms.Column("revenue", g.match.Phase, []string{stripOrdinal(t)})
	return source || g.forms.Total(t) || functionalClasses()[nameKey(stripOrdinal(t))]
}

// pieceOf reports whether the label of a line in column c goes on with the one
// above it, or is that of the figures beside it.
func (g *textGrid) pieceOf(lines []gridRow, i, c int) bool {
	for _, j := range []int{i - 1, i + 1} {
		if j >= 0 && j < len(lines) && near1(lines[i], lines[j]) && lines[j].anchor && lines[j].cells[c] == "" && g.figuresRightOf(lines[j], c) {
			return true
		}
	}
	p := i - 1
	for p >= 0 && lines[p].cells[c] == "" && near1(lines[p], lines[p+1]) {
		p--
	}
	return p >= 0 && lines[p].cells[c] != "" && near1(lines[p], lines[p+1]) && g.fills(lines[p], c) && !g.wholeLabel(squeeze(lines[p].cells[c]))
}

// beginsBeside reports whether the label of a line in column c fills it and
// goes on below a row of another side.
func (g *textGrid) beginsBeside(lines []gridRow, i, c int) bool {
	if !g.fills(lines[i], c) || g.wholeLabel(squeeze(lines[i].cells[c])) {
		return false
	}
	q := i + 1
	for q < len(lines) && lines[q].cells[c] == "" && near1(lines[q-1], lines[q]) {
		q++
	}
	return q > i+1 && q < len(lines) && near1(lines[q-1], lines[q]) && !lines[q].anchor && !g.opensRow(lines[q].cells[c])
}

// near1 reports lines with none between them.
func near1(a, b gridRow) bool { return max(a.at-b.at, b.at-a.at) <= 1 }

// figuresRightOf reports figures in the columns that follow a label column.
func (g *textGrid) figuresRightOf(r gridRow, c int) bool {
	for k := c + 1; k < len(g.cols); k++ {
		if !g.cols[k].figured() {
			if k > c+1 {
				return false
			}
			continue
		}
		if r.cells[k] != "" {
			return true
		}
	}
	return false
}

// fills reports whether the text of a line fills column c.
func (g *textGrid) fills(r gridRow, c int) bool {
	const rest = 1 // cells that a filled line may leave
	for _, l := range g.body {
		if l.at != r.at {
			continue
		}
		for _, k := range l.toks {
			if g.columnOf(k) == c && k.x1+rest >= g.cols[c].text.x1 {
				return true
			}
		}
	}
	return false
}

// labelless reports whether a row has nothing in the columns of the words that
// may belong to it.
func (g *textGrid) labelless(r, words gridRow) bool {
	for c, s := range words.cells {
		if s != "" && r.cells[c] == "" {
			return true
		}
	}
	return false
}

// knownRow reports whether lines together have a code with a name that the
// lists give it.
func (g *textGrid) knownRow(lines []gridRow) bool {
	var id, name strings.Builder
	for _, r := range lines {
		for c, s := range r.cells {
			for _, w := range strings.Fields(s) {
				k := plainTok{raw: w, s: foldWide(w)}
				switch {
				case g.cols[c].figured():
				case k.digits(2, 3, 5, 7):
					id.WriteString(k.s)
				case k.isWord():
					name.WriteString(w)
				}
			}
		}
	}
	return (rowMaker{}).knows(id.String(), name.String())
}

// sound reports whether rows look whole: no part of a figure stands alone, and
// no figures without anything that names them.
func (g *textGrid) sound(rows [][]string) bool {
	decimals := gridDecimals(g.body)
	for _, row := range rows {
		name, money := false, false
		named := false // the table has labels or codes
		for c, s := range row {
			if !g.cols[c].figured() {
				name, named = name || s != "", named || g.cols[c].bodied()
				continue
			}
			k := plainTok{s: foldWide(squeeze(s))}
			if figureLike(k) && !k.isDash() && !g.complete(k, decimals) || s != "" && !k.isDash() && !k.isAmount() {
				return false
			}
			money = money || k.isMoney()
		}
		if money && named && !name {
			return false
		}
	}
	return true
}
