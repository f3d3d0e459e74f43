package parse

import (
	"math"
	"sort"
	"strings"

	"yusuan/parse/form"
)

// headBlock is one heading of an open table: its words, wraps joined, and the
// columns it stands over.
type headBlock struct {
	word     Word
	top, bot float64
	from, to int // columns, [from, to)
}

// wrapEm is how far, in font sizes, two lines of one heading may be apart.
const wrapEm = 0.9

// headBlocks joins the lines of wrapped headings. Blocks come from the top.
func headBlocks(lines []textLine) []headBlock {
	var out []headBlock
	for i := range lines {
		for _, w := range lines[i].Words {
			k := -1
			for j := range out {
				b := &out[j]
				if wrapsHead(b, &w) {
					k = j
				}
			}
			if k >= 0 {
				b := &out[k]
				b.word.Text += w.Text
				b.word.Glyphs = append(b.word.Glyphs, w.Glyphs...)
				b.word.Box = unionBox(b.word.Box, w.Box)
				b.bot = w.Y1
				continue
			}
			out = append(out, headBlock{word: w, top: w.Y0, bot: w.Y1})
		}
	}
	return out
}

// wrapsHead reports whether w goes on with the heading b: close below it and
// of the same middle or left end, as wide or narrower but for a character.
func wrapsHead(b *headBlock, w *Word) bool {
	if w.Y0-b.bot > wrapEm*w.Size || w.Y0 < b.top+0.5*w.Size || math.Abs(w.Size-b.word.Size) > 1 {
		return false
	}
	same := math.Abs(w.CX()-b.word.CX()) < 0.7*w.Size || math.Abs(w.X0-b.word.X0) < 0.4*w.Size
	return same && w.X1-w.X0 <= b.word.X1-b.word.X0+1.1*w.Size
}

// addHeadColumns adds the columns that only their heading shows, and gives to
// each block the columns that it stands over.
func addHeadColumns(cols []openColumn, blocks []headBlock) []openColumn {
	for i := range blocks {
		w := &blocks[i].word
		leaf := true
		for j := range blocks {
			o := &blocks[j].word
			if j != i && blocks[j].top > blocks[i].top+0.3*w.Size && math.Min(o.X1, w.X1)-math.Max(o.X0, w.X0) > overlapPt {
				leaf = false
			}
		}
		if !leaf {
			continue
		}
		if overlapping(cols, w.X0, w.X1) >= 0 {
			continue
		}
		cols = append(cols, openColumn{x0: w.X0, x1: w.X1, kind: 'N'})
	}
	sort.Slice(cols, func(a, b int) bool { return cols[a].x0 < cols[b].x0 })
	return cols
}

// spreadHeads finds the columns that each block covers. The lowest blocks
// cover the columns they overlap; a block above others covers the run of
// columns whose middle is nearest to its own.
func spreadHeads(cols []openColumn, x []float64, blocks []headBlock) {
	extent := func(i, j int) (float64, float64) { return x[i], x[j] }
	for i := range blocks {
		b := &blocks[i]
		w := &b.word
		b.from = clampPlace(x, w.CX())
		b.to = b.from + 1
		below := childCount(blocks, i, x)
		if below == 0 {
			// Over code columns without headings of their own.
			for b.from > 0 && cols[b.from].kind == 'K' && cols[b.from-1].kind == 'K' && w.X0 < cols[b.from-1].x1 {
				b.from--
			}
			for b.to < len(cols) && cols[b.to-1].kind == 'K' && cols[b.to].kind == 'K' && w.X1 > cols[b.to].x0 {
				b.to++
			}
			continue
		}
		best := math.Inf(1)
		for from := 0; from <= clampPlace(x, w.X0+1); from++ {
			for to := clampPlace(x, w.X1-1) + 1; to <= len(cols); to++ {
				if to-from < 2 || taken(blocks, i, from, to, x) {
					continue
				}
				lo, hi := extent(from, to)
				off := math.Abs((lo+hi)/2 - w.CX())
				// Between runs of like middle the wider stands over all its
				// children.
				off -= 0.01 * float64(to-from)
				if off < best-0.5 || off < best && to-from > b.to-b.from {
					best, b.from, b.to = off, from, to
				}
			}
		}
	}
}

// childCount counts the blocks below block i that begin under its row.
func childCount(blocks []headBlock, i int, x []float64) int {
	n := 0
	w := &blocks[i].word
	at := clampPlace(x, w.CX())
	for j := range blocks {
		o := &blocks[j].word
		if j != i && blocks[j].top >= blocks[i].bot-0.3*w.Size {
			c := clampPlace(x, o.CX())
			if c == at || math.Min(o.X1, w.X1)-math.Max(o.X0, w.X0) > overlapPt {
				n++
			}
		}
	}
	return n
}

// taken reports whether a run of columns reaches over a block of the same
// height that is not below block i.
func taken(blocks []headBlock, i, from, to int, x []float64) bool {
	b := &blocks[i]
	for j := range blocks {
		o := &blocks[j]
		if j == i || o.top >= b.bot-0.3*b.word.Size || o.bot <= b.top+0.3*b.word.Size {
			continue
		}
		if c := clampPlace(x, o.word.CX()); c >= from && c < to {
			return true
		}
	}
	return false
}

// headRows turns blocks into rows of heading cells, one row a level.
func headRows(g *Grid, blocks []headBlock, cols int) (levels int) {
	paths := make([][]int, cols)
	for i := range blocks {
		for c := blocks[i].from; c < blocks[i].to && c < cols; c++ {
			paths[c] = append(paths[c], i)
		}
	}
	for c := range paths {
		sort.SliceStable(paths[c], func(a, b int) bool { return blocks[paths[c][a]].top < blocks[paths[c][b]].top })
		levels = max(levels, len(paths[c]))
	}
	levels = max(levels, 1)
	g.at = make([][]int, levels)
	for r := range g.at {
		g.at[r] = make([]int, cols)
	}
	blockAt := func(r, c int) int {
		p := paths[c]
		if len(p) == 0 {
			return -1 - c
		}
		if r >= len(p) {
			return p[len(p)-1]
		}
		return p[r]
	}
	for r := 0; r < levels; r++ {
		for c := 0; c < cols; c++ {
			b := blockAt(r, c)
			switch {
			case r > 0 && blockAt(r-1, c) == b:
				k := g.at[r-1][c]
				g.at[r][c] = k
				g.Cells[k].Rows = r - g.Cells[k].Row + 1
			case c > 0 && blockAt(r, c-1) == b && g.Cells[g.at[r][c-1]].Row == r:
				k := g.at[r][c-1]
				g.at[r][c] = k
				g.Cells[k].Cols = c - g.Cells[k].Col + 1
			default:
				cell := GridCell{Row: r, Col: c, Rows: 1, Cols: 1}
				if b >= 0 {
					cell.Words = append(cell.Words, blocks[b].word)
				}
				g.Cells = append(g.Cells, cell)
				g.at[r][c] = len(g.Cells) - 1
			}
		}
	}
	return levels
}

// headTexts reports how many of the words of a line the forms know as heads.
func headTexts(l *textLine, kind string, forms *form.Catalog) (known, all int) {
	for i := range l.Words {
		t := l.Words[i].Text
		if strings.TrimSpace(t) == "" {
			continue
		}
		all++
		if _, ok := forms.Column(kind, "", []string{t}); ok {
			known++
		}
	}
	return known, all
}
