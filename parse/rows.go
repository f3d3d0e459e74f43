package parse

import (
	"math"
	"strings"

	"yusuan/extract"
	"yusuan/parse/budget"
)

// part is one grid of a table: its body begins at a row, and its places are
// those of the table's columns.
type part struct {
	region *Region
	body   int
	depth  []int // of the heading, by place; nil where the grid has none
	placed []int // grid column of each place of the table
}

// text is what one column of one row holds, as drawn.
type drawnText struct {
	Lines []string // from top to bottom, a space where a gap is wide
	Seen  []string // the same as printed, full-width signs kept
	span  budget.Span
	full  bool // the last line reaches the end of the cell
	here  bool // the column has a cell of its own in this row
	over  bool // the cell began in a row above
	apart bool // its lines or words look like those of two cells
}

func (t *drawnText) tight() string   { return tight(strings.Join(t.Lines, "")) }
func (t *drawnText) raw() string     { return strings.Join(t.Seen, " ") }
func (t *drawnText) printed() string { return tight(strings.Join(t.Seen, "")) }
func (t *drawnText) empty() bool     { return len(t.Lines) == 0 }

// rawRow is one row of one lane as drawn, before repair.
type rawRow struct {
	lane  int
	part  int
	row   int         // place below the heading of its part
	cells []drawnText // by column of the table; columns of other lanes are zero
	span  budget.Span
	first bool // it begins at the top of its part
	last  bool // it reaches the bottom of its part
}

// cellsOf lists the distinct cells of a column in a row.
func (p *part) cellsOf(r int, c *leaf) []*GridCell {
	var out []*GridCell
	for e := c.from; e < c.to; e++ {
		cell := p.region.Grid.At(r, p.placed[e])
		if len(out) == 0 || out[len(out)-1] != cell {
			out = append(out, cell)
		}
	}
	return out
}

// headed reports whether the cell at row r of a column is still heading.
func (p *part) headed(r int, c *leaf) bool {
	return p.depth != nil && r < p.depth[p.placed[c.from]] && r < p.maxDepth()
}

func (p *part) maxDepth() int {
	d := 0
	for _, x := range p.depth {
		d = max(d, x)
	}
	return d
}

// rows reads the body of a part, lane by lane. Rows without any text are left
// out unless blanks are to be kept.
func (p *part) rows(n int, cols []leaf, blanks bool) []rawRow {
	g := p.region.Grid
	lanes := 0
	for i := range cols {
		lanes = max(lanes, cols[i].lane+1)
	}
	var out []rawRow
	for r := p.body; r < g.NumRows(); r++ {
		for lane := 0; lane < lanes; lane++ {
			if row, ok := p.row(r, lane, cols); ok && (blanks || row.span.Page != 0) {
				row.part, row.row, row.first = n, r-p.body, r == p.body
				row.last = p.bottom(r, lane, cols)
				out = append(out, row)
			}
		}
	}
	return out
}

// bottom reports whether a row that begins at r is the last of its lane.
func (p *part) bottom(r, lane int, cols []leaf) bool {
	end := r + 1
	for i := range cols {
		if c := &cols[i]; c.lane == lane {
			for _, cell := range p.cellsOf(r, c) {
				if cell.Row == r {
					end = max(end, cell.Row+cell.Rows)
				}
			}
		}
	}
	return end >= p.region.Grid.NumRows()
}

func (p *part) row(r, lane int, cols []leaf) (rawRow, bool) {
	row := rawRow{lane: lane, cells: make([]drawnText, len(cols))}
	labels := map[*GridCell]bool{}
	starts, own := false, false
	for i := range cols {
		c := &cols[i]
		if c.lane != lane || c.Role == "measure" || p.headed(r, c) {
			continue
		}
		for _, cell := range p.cellsOf(r, c) {
			if labels[cell] {
				continue
			}
			labels[cell] = true
			t := p.cellText(cell)
			t.over = cell.Row != r
			row.cells[i].add(t)
			starts = starts || cell.Row == r
		}
	}
	taken := map[*GridCell]bool{}
	measures := 0
	for i := range cols {
		c := &cols[i]
		if c.lane != lane || c.Role != "measure" {
			continue
		}
		measures++
		for _, cell := range p.cellsOf(r, c) {
			if labels[cell] || taken[cell] || cell.Row != r || p.headed(r, c) {
				continue
			}
			taken[cell] = true
			starts, own = true, true
			t := p.cellText(cell)
			t.here = true
			row.cells[i].add(t)
		}
	}
	if !starts || measures > 0 && !own {
		// A label that stands over the lane's figures belongs to the next lane,
		// or is a remark.
		if !starts || len(labels) != 1 || !p.remark(r, lane, cols, labels) {
			return row, false
		}
	}
	for i := range row.cells {
		t := &row.cells[i]
		if !t.empty() {
			if row.span.Page == 0 {
				row.span = t.span
			}
			row.span = widen(row.span, t.span)
		}
	}
	return row, true
}

// remark reports whether the one label cell of a row covers all the grid.
func (p *part) remark(r, lane int, cols []leaf, labels map[*GridCell]bool) bool {
	for cell := range labels {
		return lane == 0 && cell.Cols == p.region.Grid.NumCols() && cell.Row == r
	}
	return false
}

func (t *drawnText) add(o drawnText) {
	if !o.empty() {
		if t.empty() {
			t.span = o.span
		} else {
			t.span = widen(t.span, o.span)
		}
	} else if t.empty() {
		t.span = o.span
	}
	t.Lines, t.Seen = append(t.Lines, o.Lines...), append(t.Seen, o.Seen...)
	t.full = o.full
	t.here = t.here || o.here
	t.over = t.over || o.over
	t.apart = t.apart || o.apart
}

func widen(a, b budget.Span) budget.Span {
	if b.Page != a.Page {
		return a
	}
	return budget.Span{Page: a.Page, X0: math.Min(a.X0, b.X0), Y0: math.Min(a.Y0, b.Y0), X1: math.Max(a.X1, b.X1), Y1: math.Max(a.Y1, b.Y1)}
}

// fullEm is the room, in font sizes, that a wrapped line leaves at most.
const fullEm = 1.6

// cellText reads a cell line by line.
func (p *part) cellText(cell *GridCell) drawnText {
	g := p.region.Grid
	page := g.Page
	t := drawnText{span: spanOf(page, cell.Box)}
	ls := cell.textLines()
	left, right := g.textEnds(cell)
	for i := range ls {
		l := &ls[i]
		t.Lines, t.Seen = append(t.Lines, l.text()), append(t.Seen, l.printed())
		if i == 0 {
			t.span = spanOf(page, l.Box)
		} else {
			t.span = widen(t.span, spanOf(page, l.Box))
		}
		t.full = right-l.X1 < fullEm*l.Size && l.X0-left < 3*fullEm*l.Size
	}
	t.apart = setApart(ls, left, right)
	return t
}

// textEnds gives the ends of what a line of a cell may fill: of the cell, or of
// the words of its columns where these were found by the words.
func (g *Grid) textEnds(c *GridCell) (left, right float64) {
	if g.open == nil {
		return c.X0, c.X1
	}
	return g.open[c.Col].x0, g.open[c.Col+c.Cols-1].x1
}

func boxOf(s budget.Span) extract.Box { return extract.Box{X0: s.X0, Y0: s.Y0, X1: s.X1, Y1: s.Y1} }
