package parse

// shareLines parts the lines [i, j) between the rows before and after them; it
// gives the first line of the second.
func (g *textGrid) shareLines(lines []gridRow, prev, i, j int) int {
	if prev < 0 {
		return i
	}
	if j == len(lines) {
		return j
	}
	least, most := g.brokenBounds(lines, prev, i, j)
	best, score := -1, 0
	for k := least; k <= most; k++ {
		s := 0
		if g.knownRow(lines[prev-lines[prev].above : k]) {
			s++
		}
		if g.knownRow(lines[k : j+1]) {
			s++
		}
		if s > score {
			best, score = k, s
		}
	}
	if best >= 0 {
		return best
	}
	return min(max(g.evenShare(lines, prev, i, j), least), most)
}

// evenShare parts lines as labels do that are centred on the line of their
// figures: as many below as above.
func (g *textGrid) evenShare(lines []gridRow, prev, i, j int) int {
	blankPrev, blankNext := g.labelless(lines[prev], lines[i]), g.labelless(lines[j], lines[j-1])
	switch {
	case lines[prev].above > 0:
		return i + lines[prev].above
	case blankPrev && !blankNext:
		return j
	case blankNext && !blankPrev:
		return i
	case blankPrev:
		return (i + j + 1) / 2
	}
	return j
}

// brokenBounds gives the first and the last place where lines may be parted so
// that the parts of broken figures stay together.
func (g *textGrid) brokenBounds(lines []gridRow, prev, i, j int) (least, most int) {
	decimals := gridDecimals(g.body)
	least, most = i, j
	open := make([]bool, len(g.cols))
	mark := func(r gridRow) (rest, begins bool) {
		for c, s := range r.cells {
			k := plainTok{s: foldWide(squeeze(s))}
			switch {
			case s == "" || !g.cols[c].figured():
			case figureLike(k) && !k.isDash() && !g.complete(k, decimals):
				open[c], begins = true, true
			case open[c]:
				open[c], rest = false, true
			}
		}
		return rest, begins
	}
	for n := prev - lines[prev].above; n <= prev; n++ {
		mark(lines[n])
	}
	for n := i; n < j; n++ {
		rest, begins := mark(lines[n])
		switch {
		case rest && most == j:
			least = n + 1
		case begins && most == j:
			most = n
		}
	}
	return least, max(least, most)
}
