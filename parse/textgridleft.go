package parse

import (
	"slices"
	"strings"
)

// Text whose cells were all set to the left, as tools do that copy a table cell
// by cell, keeps each heading right above what it is of, on one line. This file
// reads such tables: a heading begins where its column begins.

// leftRows gives the rows of a table whose headings begin its columns, and how
// many of them are headings; nil where they do not.
func (g *textGrid) leftRows() (rows [][]string, head int) {
	starts := g.leftStarts()
	if starts == nil {
		return nil, 0
	}
	for _, l := range append(slices.Clone(g.heads), g.body...) {
		row := make([]string, len(starts))
		for _, k := range l.toks {
			c, found := slices.BinarySearch(starts, k.x0)
			if !found {
				c--
			}
			row[c] = strings.TrimSpace(row[c] + " " + k.raw)
		}
		rows = append(rows, row)
	}
	return rows, len(g.heads)
}

// leftStarts lists where the headings of such a table begin; nil where a word
// of the rows stands before or across one, or a label begins elsewhere.
func (g *textGrid) leftStarts() []int {
	if len(g.heads) == 0 || g.heads[len(g.heads)-1].at > g.body[0].at {
		return nil
	}
	var starts []int
	for _, l := range g.heads {
		for i, k := range l.toks {
			if i > 0 && !k.wide {
				continue // a word of the same cell
			}
			starts = append(starts, k.x0)
		}
	}
	slices.Sort(starts)
	starts = slices.Compact(starts)
	words := false
	for _, l := range g.body {
		column := -1
		for i, k := range l.toks {
			c, found := slices.BinarySearch(starts, k.x0)
			if !found {
				c--
			}
			if c < 0 || c+1 < len(starts) && k.x1 > starts[c+1] || c == column && k.wide {
				return nil
			}
			column = c
			if k.isWord() && !found && !g.totals(l)[i] {
				return nil
			}
			words = words || k.isWord()
		}
	}
	if !words && starts[0] > 0 || len(starts) < 2 {
		return nil
	}
	return starts
}
