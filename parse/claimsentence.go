package parse

import (
	"yusuan/parse/budget"
)

// sentenceBounds are the rune positions at which sentences begin.
type sentenceBounds []int

func (r *reader) bounds() sentenceBounds {
	b := sentenceBounds{0}
	for _, t := range r.toks {
		if t.kind == tStop {
			b = append(b, t.to)
		}
	}
	return b
}

func (b sentenceBounds) index(at int) int {
	lo, hi := 0, len(b)
	for lo+1 < hi {
		m := (lo + hi) / 2
		if b[m] <= at {
			lo = m
		} else {
			hi = m
		}
	}
	return lo
}

// longestSentence is the number of characters after which a sentence is cut.
const longestSentence = 600

// sentenceAt is the sentence of a statement, as runes of the paragraph; from
// the sentence of the amount on, where the change is said in a later one.
func (r *reader) sentenceAt(b sentenceBounds, at int, g *quantity) (from, to int) {
	i := b.index(at)
	j := i
	for _, l := range g.lines {
		j = max(j, b.index(l.at))
	}
	to = len(r.p.text)
	if j+1 < len(b) {
		to = b[j+1]
	}
	return b[i], min(to, b[i]+longestSentence)
}

// unread gives the sentences with a figure of money that no claim holds, and
// counts the sentences with money.
func (r *reader) unread() (money int, bad []budget.Unread) {
	b := r.bounds()
	seen := map[int]bool{}
	lost := map[int]string{}
	held := map[string]bool{}
	for _, g := range r.groups {
		held[g.amount] = true
		for _, l := range g.lines {
			held[l.delta], held[l.baseAmount] = true, true
			for _, t := range tokenize(foldRunes([]rune(l.reason))) {
				held[t.num] = true
			}
		}
	}
	for _, s := range r.stated {
		held[s.Value] = true
	}
	for i, t := range r.toks {
		if t.kind != tMoney {
			continue
		}
		k := b.index(t.from)
		seen[k] = true
		if (!r.covered[i] || !held[t.num]) && lost[k] == "" {
			lost[k] = t.text
		}
	}
	for k, start := range b {
		if lost[k] == "" {
			continue
		}
		to := len(r.p.text)
		if k+1 < len(b) {
			to = b[k+1]
		}
		bad = append(bad, budget.Unread{Kind: "sentence", Text: string(r.p.text[start:to]), Why: "no statement found for " + lost[k], Span: r.p.spanAt(start)})
	}
	return len(seen), bad
}
