package parse

import (
	"slices"
	"sort"
)

// This file narrows the columns of figures by their places in text that was
// laid out: by their right ends and by the headings over them.

const columnJitter = 2 // cells by which right ends of one column may differ from line to line

// columnClusters groups the figures of one lane on one page by their right
// ends. It gives the cluster of each, numbered from left to right, and
// reports false when two figures of one row fall together.
func columnClusters(rows [][]plainTok) (cluster [][]int, n int, ok bool) {
	var ends []int
	for _, r := range rows {
		for _, k := range r {
			ends = append(ends, k.x1)
		}
	}
	sort.Ints(ends)
	ends = slices.Compact(ends)
	id := make(map[int]int)
	for i, e := range ends {
		if i > 0 && e-ends[i-1] > columnJitter {
			n++
		}
		id[e] = n
	}
	if len(ends) > 0 {
		n++
	}
	for _, r := range rows {
		var c []int
		for i, k := range r {
			c = append(c, id[k.x1])
			if i > 0 && c[i] <= c[i-1] {
				ok = false
				return nil, 0, false
			}
		}
		cluster = append(cluster, c)
	}
	return cluster, n, true
}

// headPlaces gives, for each measure column of a lane, the cells its leaf
// heading covers on the given page, where the heading is found.
func (t *textTable) headPlaces(x *textReader, lane laneSpec, page int) map[int][2]int {
	type frag struct {
		key    string
		x0, x1 int
		line   int
	}
	var frags []frag
	for i, k := range t.toks {
		if t.use[i] == useHeading && k.isWord() && x.lines[k.line].page == page {
			frags = append(frags, frag{key: headKey(k.raw), x0: k.x0, x1: k.x1, line: k.line})
		}
	}
	out := make(map[int][2]int)
	for n, c := range lane.columns {
		path := t.fit.paths[c]
		want := headKey(path[len(path)-1])
		// The leaf in one piece, or in pieces one below the other.
		var hits [][2]int
		for i, f := range frags {
			if f.key == "" {
				continue
			}
			if f.key == want {
				hits = append(hits, [2]int{f.x0, f.x1})
				continue
			}
			rest, ok := cutPrefix(want, f.key)
			if !ok {
				continue
			}
			span := [2]int{f.x0, f.x1}
			for j := i + 1; j < len(frags) && rest != ""; j++ {
				g := frags[j]
				if g.line == f.line || g.x1 < span[0]-1 || g.x0 > span[1]+1 || g.key == "" {
					continue
				}
				if r, ok := cutPrefix(rest, g.key); ok {
					rest = r
					span[0], span[1] = min(span[0], g.x0), max(span[1], g.x1)
				}
			}
			if rest == "" {
				hits = append(hits, span)
			}
		}
		// The same leaf under several groups: by order.
		same, before := 0, 0
		for k, o := range lane.columns {
			if p := t.fit.paths[o]; headKey(p[len(p)-1]) == want {
				same++
				if k < n {
					before++
				}
			}
		}
		sort.Slice(hits, func(i, j int) bool { return hits[i][0] < hits[j][0] })
		if len(hits) == same {
			out[n] = hits[before]
		}
	}
	return out
}

func cutPrefix(s, prefix string) (string, bool) {
	if prefix != "" && len(s) >= len(prefix) && s[:len(prefix)] == prefix {
		return s[len(prefix):], true
	}
	return s, false
}

// allow narrows the columns of each amount of a lane by its place. A page's
// clusters of figures stand for columns in order; which, the sums of columns
// say, and the places of the headings.
func (t *textTable) allow(x *textReader, s *laneSystem) {
	type entry struct {
		row  int
		toks []plainTok
	}
	byPage := make(map[int][]entry)
	for i, d := range s.rows {
		var toks []plainTok
		for _, a := range d.amounts {
			toks = append(toks, t.toks[a.toks[0]])
		}
		if len(toks) == 0 {
			continue
		}
		page := x.lines[toks[0].line].page
		byPage[page] = append(byPage[page], entry{i, toks})
	}
	for page, es := range byPage {
		var rows [][]plainTok
		for _, e := range es {
			rows = append(rows, e.toks)
		}
		cluster, n, ok := columnClusters(rows)
		if !ok || n > s.solver.columns {
			continue
		}
		heads := t.headPlaces(x, s.lane, page)
		var best []placement
		least := -1
		for _, p := range placements(n, s.solver.columns, nil) {
			fails := 0
			for k, e := range es {
				r := s.solver.rows[e.row]
				v := make([]int64, s.solver.columns)
				for i, c := range cluster[k] {
					v[p[c]] = r.amounts[i]
				}
				for _, sum := range s.solver.sums {
					var total int64
					for _, c := range sum.parts {
						total += v[c]
					}
					if !near(v[sum.whole], total, slack(len(sum.parts))) {
						fails++
					}
				}
			}
			switch {
			case least < 0 || fails < least:
				best, least = []placement{p}, fails
			case fails == least:
				best = append(best, p)
			}
		}
		best = nearest(best, cluster, rows, heads)
		if len(s.solver.sums) == 0 && n < s.solver.columns && len(heads) == 0 {
			continue
		}
		for k, e := range es {
			r := s.solver.rows[e.row]
			r.allowed = make([]map[int]bool, len(r.amounts))
			for i, c := range cluster[k] {
				r.allowed[i] = make(map[int]bool)
				for _, p := range best {
					r.allowed[i][p[c]] = true
				}
			}
		}
	}
}

// nearest keeps the placements whose headings lie over the figures, when the
// headings of all that compete were found and some are clearly nearer.
func nearest(ps []placement, cluster [][]int, rows [][]plainTok, heads map[int][2]int) []placement {
	offs := make([]int, len(ps))
	for i, p := range ps {
		off, ok := distanceOff(p, cluster, rows, heads)
		if !ok {
			return ps
		}
		offs[i] = off
	}
	var out []placement
	for i, p := range ps {
		if offs[i] <= slices.Min(offs)+columnJitter {
			out = append(out, p)
		}
	}
	return out
}

// distanceOff adds up how far the clusters lie from the headings that a
// placement gives them: nothing where they overlap. It reports false when one
// of the headings was not found: then places say nothing of this placement.
func distanceOff(p placement, cluster [][]int, rows [][]plainTok, heads map[int][2]int) (int, bool) {
	span := make(map[int][2]int)
	for k, cs := range cluster {
		for i, c := range cs {
			x0, x1 := rows[k][i].x0, rows[k][i].x1
			if s, ok := span[c]; ok {
				x0, x1 = min(x0, s[0]), max(x1, s[1])
			}
			span[c] = [2]int{x0, x1}
		}
	}
	off := 0
	for c, s := range span {
		h, ok := heads[p[c]]
		if !ok {
			return 0, false
		}
		if s[1] < h[0] {
			off += h[0] - s[1]
		} else if s[0] > h[1] {
			off += s[0] - h[1]
		}
	}
	return off, true
}
