package parse

import (
	"strings"
	"testing"

	"yusuan/parse/budget"
)

// lawOfFigures says which figures of money in a text are in no claim, no
// stated fact and no unread sentence. There must be none.
func lawOfFigures(lines []ProseLine, year int, phase budget.Phase) []string {
	prose := ReadProse(lines, year, phase)
	held := map[string]bool{}
	for _, c := range prose.Claims {
		for _, f := range []string{c.Amount, c.Delta, c.BaseAmount} {
			held[f] = true
		}
		if y, ok := yuan(c.Delta, c.Unit); ok {
			held[y.String()+"元"] = true // a change printed in another unit than its amount
		}
		for _, t := range tokenize(foldRunes([]rune(c.Reason))) {
			held[t.num] = true
		}
	}
	for _, s := range prose.Stated {
		held[s.Value] = true
	}
	for _, u := range prose.Unread {
		for _, t := range tokenize(foldRunes([]rune(u.Text))) {
			held[t.num] = true
		}
	}
	var lost []string
	for _, p := range paragraphs(lines) {
		if p.heading {
			continue
		}
		for _, t := range tokenize(foldRunes(p.text)) {
			if y, ok := yuan(t.num, t.unit); ok && held[y.String()+"元"] {
				continue
			}
			if t.kind == tMoney && !held[t.num] {
				lost = append(lost, t.text)
			}
		}
	}
	return lost
}

func TestNoFigureOfMoneyIsLost(t *testing.T) {
	for _, c := range claimTests() {
		phase := budget.PhaseBudget
		if c.final {
			phase = budget.PhaseFinal
		}
		if lost := lawOfFigures(proseOf(c.text), c.year, phase); len(lost) > 0 {
			t.Errorf("%s: in nothing: %v", c.name, lost)
		}
	}
	odd := "一、情况\n昨日3万元（其中，又2万元(内有1万元)，减少。增加5万元，占，完成。比上年，各20,30万元。\n主要原因是：4万元；6万元，其中：7万元。\n四、名词解释\n一、预算：8万元以下。\n"
	if lost := lawOfFigures(proseOf(odd), 2020, budget.PhaseBudget); len(lost) > 0 {
		t.Errorf("odd text: in nothing: %v", lost)
	}
}

func FuzzClaims(f *testing.F) {
	for _, c := range claimTests() {
		f.Add(c.text)
	}
	f.Add("（（（占%）比上年（")
	f.Fuzz(func(t *testing.T, s string) {
		if lost := lawOfFigures(proseOf(s), 2021, budget.PhaseFinal); len(lost) > 0 {
			t.Errorf("in nothing: %v", lost)
		}
	})
}

func TestTokensCoverTheText(t *testing.T) {
	for _, c := range claimTests() {
		s := foldRunes([]rune(c.text))
		at := 0
		for _, tok := range tokenize(s) {
			if tok.from != at || tok.to <= tok.from {
				t.Fatalf("%s: token %q at %d, want %d", c.name, tok.text, tok.from, at)
			}
			at = tok.to
		}
		if at != len(s) {
			t.Fatalf("%s: tokens end at %d of %d", c.name, at, len(s))
		}
	}
}

func BenchmarkClaims(b *testing.B) {
	var text strings.Builder
	for range 20 {
		for _, c := range claimTests() {
			text.WriteString(c.text + "\n")
		}
	}
	lines := proseOf(text.String())
	b.SetBytes(int64(text.Len()))
	for b.Loop() {
		Claims(lines, 2022, budget.PhaseBudget)
	}
}

// TestOneEndlessParagraph reads thousands of statements without a 。 between them.
func TestOneEndlessParagraph(t *testing.T) {
	text := strings.Repeat("办公费3万元，比上年增加1万元，占2%；", 4000)
	claims, unread := Claims(proseOf(text), 2022, budget.PhaseBudget)
	if len(claims) != 4000 || len(unread) != 0 {
		t.Errorf("%d claims, %d unread", len(claims), len(unread))
	}
}
