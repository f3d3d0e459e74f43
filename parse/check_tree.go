package parse

import (
	"slices"
	"strings"

	"yusuan/parse/form"
)

// Rows by code: trees of 类, 款 and 项, and what they add up to.

// A node is a coded row with the rows that stand below it by code.
type node struct {
	line     *line
	children []*node
	soft     string // why the children may not be all of it
}

// A block is a run of coded rows, each code once above its own items, with the
// total rows that sum it: the whole table, or the part of one member unit.
type block struct {
	heads []*line
	tops  []*node
	all   []*node
	bad   string // why the rows make no tree
}

// blocks lays the coded rows of a lane out as trees. Parents are found by code,
// not by position: the nearest printed code that begins a row's code. In a
// table of several units each unit's rows are a block of their own; grand are
// the rows that sum the units.
func (l *ledger) blocks(lines []*line) (blocks []*block, grand []*line) {
	cur := &block{}
	var coded []*line
	seen := map[string]bool{}
	repeats := false
	for _, ln := range lines {
		if ln.code == "" {
			continue
		}
		if seen[ln.code] && len(ln.code) <= classDigits {
			repeats = true
		}
		seen[ln.code] = true
		coded = append(coded, ln)
	}
	if !repeats {
		for _, ln := range lines {
			if ln.code == "" && l.sums(ln) {
				cur.heads = append(cur.heads, ln)
			}
		}
		cur.grow(coded)
		return []*block{cur}, nil
	}
	// A class printed twice: the rows are grouped by unit, each group under
	// the unit's own row.
	var run []*line
	flush := func() {
		if len(run) > 0 {
			cur.grow(run)
			blocks = append(blocks, cur)
		} else {
			grand = append(grand, cur.heads...)
		}
		cur, run = &block{}, nil
	}
	for _, ln := range lines {
		switch {
		case ln.code != "":
			run = append(run, ln)
		case l.sums(ln):
			flush()
			cur.heads = append(cur.heads, ln)
		}
	}
	flush()
	if len(blocks) > 1 && len(blocks[0].heads) == 0 {
		for _, b := range blocks {
			b.bad = "a class is printed twice and nothing tells the groups apart"
		}
	}
	return blocks, grand
}

// sums reports whether an uncoded row is the sum of the coded ones.
func (l *ledger) sums(ln *line) bool {
	return ln.label == "grand" || ln.label == "current" || ln.total && (ln.label == "" || !strings.HasSuffix(ln.label, "_total"))
}

const classDigits = 3 // 类; 款 have five digits, 项 seven

// grow makes the trees of rows whose codes are given in any order.
func (b *block) grow(coded []*line) {
	first := map[string]*node{}
	times := map[string]int{}
	for _, ln := range coded {
		n := &node{line: ln}
		b.all = append(b.all, n)
		if first[ln.code] == nil {
			first[ln.code] = n
		}
		times[ln.code]++
	}
	for _, n := range b.all {
		var up *node
		for i := len(n.line.code) - 1; i > 0; i-- {
			if p := first[n.line.code[:i]]; p != nil {
				up = p
				break
			}
		}
		if up == nil {
			b.tops = append(b.tops, n)
		} else {
			up.children = append(up.children, n)
		}
	}
	for _, n := range b.all {
		if len(n.children) > 0 && times[n.line.code] > 1 {
			b.bad = "code " + n.line.code + " is printed twice above other rows"
		}
	}
}

// hierarchy: totals and classes equal the sum of what stands below them, in
// each measure of each lane.
func (l *ledger) hierarchy(id *form.Identity, s *sheet) []*equation {
	var eqs []*equation
	lanes := s.lanes()
	measures := map[string]bool{}
	for _, lane := range lanes {
		for _, m := range s.measures(lane) {
			measures[m] = true
		}
	}
	// Economic classes printed in lanes side by side are one list.
	blocks, grand := l.blocks(s.lines)
	for _, m := range sorted(measures) {
		var heads []*line
		for _, b := range blocks {
			if len(b.all) == 0 {
				continue
			}
			for _, head := range b.heads {
				eqs = l.sum(eqs, id, s, m, head, lines(b.tops), b.bad)
			}
			for _, n := range b.all {
				if len(n.children) > 0 {
					eqs = l.sum(eqs, id, s, m, n.line, lines(n.children), b.bad)
				}
			}
			if len(b.heads) > 0 {
				heads = append(heads, b.heads[0])
			}
		}
		for _, g := range grand {
			eqs = l.sum(eqs, id, s, m, g, heads, "")
		}
	}
	return eqs
}

func lines(nodes []*node) []*line {
	out := make([]*line, len(nodes))
	for i, n := range nodes {
		out[i] = n.line
	}
	return out
}

func sorted(set map[string]bool) []string {
	out := make([]string, 0, len(set))
	for k := range set {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}
