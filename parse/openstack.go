package parse

import (
	"math"
	"sort"

	"yusuan/extract"
	"yusuan/parse/code"
	"yusuan/parse/form"
)

// Headings of open tables are drawn as lines one below the other: the lines of
// one wrapped heading, or a common heading and the middle one of those below
// it. Their place does not tell the two apart; the forms, which know headings,
// do.

// wrapEm is how far, in font sizes, two lines of one heading may be apart.
const wrapEm = 0.9

// levelTolEm is how far, in font sizes, the middles of headings of one level may
// be found apart.
const levelTolEm = 0.25

// headBlocks makes headings of the lines of a head, wraps joined. Blocks come
// from the top.
func headBlocks(lines []textLine, forms *form.Catalog) []headBlock {
	var parts []headBlock // one a word
	var stacks [][]int    // parts that stand one below the other
	for i := range lines {
		var line []headBlock
		for _, w := range lines[i].Words {
			w.Glyphs = append([]int(nil), w.Glyphs...)
			line = append(line, headBlock{word: w, top: w.Y0, bot: w.Y1})
		}
		for _, b := range spreadBlocks(line, parts, forms) {
			k := -1
			for j := range stacks {
				if wrapsHead(&parts[stacks[j][len(stacks[j])-1]], parts, stacks[j], &b.word) {
					k = j
				}
			}
			if k < 0 {
				stacks, k = append(stacks, nil), len(stacks)
			}
			stacks[k] = append(stacks[k], len(parts))
			parts = append(parts, b)
		}
	}
	grown := make([][]headBlock, len(stacks))
	for i, s := range stacks {
		for _, k := range s {
			grown[i] = append(grown[i], parts[k])
		}
	}
	var out []headBlock
	for _, stack := range grown {
		if k := levelCut(stack, grown, forms); k > 0 {
			out = append(out, splitStack(stack[:k], forms)...)
			stack = stack[k:]
		}
		out = append(out, splitStack(stack, forms)...)
	}
	sortBlocks(out)
	return out
}

// levelCut finds the line of a stack that begins the heading below a common one,
// where the stack might be one heading: another common heading stands as high as
// the line above it, and another heading of one line as high as itself. It gives
// 0 where there is none.
func levelCut(stack []headBlock, stacks [][]headBlock, forms *form.Catalog) int {
	for k := 1; k < len(stack); k++ {
		if !groupHeading(stackText(stack[:k]), forms) || !knownHeading(stackText(stack[k:]), forms) {
			continue
		}
		common, below := false, false
		for _, o := range stacks {
			common = common || o[0].level(&stack[k-1]) && (len(o) == 1 || twoLevels(o, forms))
			below = below || len(o) == 1 && o[0].level(&stack[k])
		}
		if common && below {
			return k
		}
	}
	return 0
}

// level reports whether two headings stand equally high.
func (b *headBlock) level(o *headBlock) bool {
	return math.Abs(b.cy()-o.cy()) < levelTolEm*o.word.Size
}

// twoLevels reports whether the lines of a stack can only be a common heading
// and others below it.
func twoLevels(stack []headBlock, forms *form.Catalog) bool {
	return groupHeading(stack[0].word.Text, forms) && knownHeading(stackText(stack[1:]), forms) && !knownHeading(stackText(stack), forms)
}

func stackText(stack []headBlock) string {
	text := ""
	for i := range stack {
		text += stack[i].word.Text
	}
	return text
}

// partHeads takes the headings 类, 款, 项 out of the first line of a body: they
// stand beside the row of the total.
func partHeads(body []textLine, forms *form.Catalog) (heads []headBlock, rest []textLine) {
	if len(body) == 0 {
		return nil, body
	}
	n := 0
	for ws := body[0].Words; n < len(ws) && knownPart(ws[n].Text, forms); n++ {
		w := ws[n]
		w.Glyphs = append([]int(nil), w.Glyphs...)
		heads = append(heads, headBlock{word: w, top: w.Y0, bot: w.Y1})
	}
	if n < 2 || n == len(body[0].Words) {
		return nil, body
	}
	first := body[0]
	first.Words = first.Words[n:]
	first.Box = first.Words[0].Box
	for i := range first.Words {
		first.Box = unionBox(first.Box, first.Words[i].Box)
	}
	return heads, append([]textLine{first}, body[1:]...)
}

// spreadBlocks joins the single characters of a spread word among the blocks
// of a line. Single characters that go on with a heading above are not among
// them.
func spreadBlocks(line, above []headBlock, forms *form.Catalog) []headBlock {
	kept := line[:0]
	for _, b := range line {
		if n := len(kept); n > 0 {
			p := &kept[n-1]
			if spreadOut(&p.word, &b.word, forms) && len([]rune(p.word.Text)) <= 3 && !under(above, &p.word) {
				p.join(&b)
				continue
			}
		}
		kept = append(kept, b)
	}
	return kept
}

// under reports whether a word goes on with one of the headings above it.
func under(above []headBlock, w *Word) bool {
	for i := range above {
		if wrapsHead(&above[i], above, []int{i}, w) {
			return true
		}
	}
	return false
}

// join adds the words of o to a heading.
func (b *headBlock) join(o *headBlock) {
	b.word.Text += o.word.Text
	b.word.Printed += o.word.Printed
	b.word.Glyphs = append(b.word.Glyphs, o.word.Glyphs...)
	b.word.Box = unionBox(b.word.Box, o.word.Box)
	b.bot = math.Max(b.bot, o.bot)
}

// wrapsHead reports whether w may go on with the stack of parts whose last is
// b: close below it and of the same middle or left end as the stack, as wide or
// narrower but for a character.
func wrapsHead(b *headBlock, parts []headBlock, stack []int, w *Word) bool {
	if w.Y0-b.bot > wrapEm*w.Size || w.Y0 < b.top+0.5*w.Size || math.Abs(w.Size-b.word.Size) > 1 {
		return false
	}
	box := b.word.Box
	for _, k := range stack {
		box = unionBox(box, parts[k].word.Box)
	}
	return (middled(w, box) || lefted(w, box) && lefted(&b.word, box)) && w.X1-w.X0 <= box.X1-box.X0+1.1*w.Size
}

// middled reports whether a word has the middle of a box.
func middled(w *Word, box extract.Box) bool {
	return math.Abs(w.CX()-(box.X0+box.X1)/2) < 0.7*w.Size
}

// lefted reports whether a word has the left end of a box.
func lefted(w *Word, box extract.Box) bool { return math.Abs(w.X0-box.X0) < 0.4*w.Size }

// splitStack parts the lines of a stack into headings that the forms know, as
// few as may be, from the lowest up. Where they do not know all of it, the
// stack is one heading.
func splitStack(stack []headBlock, forms *form.Catalog) []headBlock {
	n := len(stack)
	from, parts := make([]int, n+1), make([]int, n+1) // of the last heading of the first lines; 0 parts: none fits
	for to := 1; to <= n; to++ {
		text := ""
		for k := to - 1; k >= 0; k-- {
			text = stack[k].word.Text + text
			if (k == 0 || parts[k] > 0) && (parts[to] == 0 || parts[k]+1 <= parts[to]) && (knownHeading(text, forms) || to < n && groupHeading(text, forms)) {
				from[to], parts[to] = k, parts[k]+1
			}
		}
	}
	if parts[n] == 0 {
		from[n] = 0
	}
	var out []headBlock
	for to := n; to > 0; to = from[to] {
		b := stack[from[to]]
		for k := from[to] + 1; k < to; k++ {
			b.join(&stack[k])
		}
		b.group = from[to] == 0 && forms.Group(b.word.Text)
		out = append(out, b)
	}
	return out
}

// knownHeading reports whether the forms know a text as the heading of a
// column, of a table of any kind, or it names an economic class or section.
func knownHeading(text string, forms *form.Catalog) bool {
	return forms.Heading([]string{text}) || len(code.ByName(code.EconomicDept, text, 0)) > 0
}

// groupHeading reports whether a text may stand above other headings: the
// words of titles will do there.
func groupHeading(text string, forms *form.Catalog) bool {
	return forms.Heading([]string{text, "合计"})
}

// sortBlocks sorts headings from the top, then from the left.
func sortBlocks(bs []headBlock) {
	sort.SliceStable(bs, func(a, b int) bool {
		return bs[a].top < bs[b].top || bs[a].top == bs[b].top && bs[a].word.X0 < bs[b].word.X0
	})
}
