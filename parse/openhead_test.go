package parse

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"yusuan/extract"
	"yusuan/parse/form"
)

// headAt is a heading of 9 points whose middle is x and whose top is y.
func headAt(text string, x, y float64) headBlock {
	half := 4.5 * float64(len([]rune(text)))
	box := extract.Box{X0: x - half, X1: x + half, Y0: y, Y1: y + 11}
	return headBlock{word: Word{Text: text, Printed: text, Box: box, Base: y + 9, Size: 9}, top: y, bot: y + 11}
}

func TestSplitStack(t *testing.T) {
	for name, c := range map[string]struct{ lines, want []string }{
		"wrapped":         {[]string{"事业单位经营收", "入"}, []string{"事业单位经营收入"}},
		"common and leaf": {[]string{"公务用车购置及运行费", "公务用车购置费"}, []string{"公务用车购置及运行费", "公务用车购置费"}},
		"common, wrapped": {[]string{"公务用车购置及运行费", "公务用车运行维护", "费"}, []string{"公务用车购置及运行费", "公务用车运行维护费"}},
		"unknown":         {[]string{"本级另行安", "排的款项"}, []string{"本级另行安排的款项"}},
	} {
		t.Run(name, func(t *testing.T) {
			var stack []headBlock
			for i, l := range c.lines {
				stack = append(stack, headAt(l, 100, 80+15*float64(i)))
			}
			var got []string
			for _, b := range splitStack(stack, form.Builtin()) { // from the lowest
				got = append([]string{b.word.Text}, got...)
			}
			if d := cmp.Diff(c.want, got); d != "" {
				t.Errorf("(-want +got)\n%s", d)
			}
		})
	}
}

// TestHeadColumns lays headings over columns of right-aligned figures without
// any rule: common headings stand over those they are in the middle of.
func TestHeadColumns(t *testing.T) {
	var cols []openColumn
	for c := range 6 {
		right := 108 + 62*float64(c)
		cols = append(cols, openColumn{x0: right - 20, x1: right, kind: 'N', n: 1})
	}
	blocks := []headBlock{
		headAt("公务用车购置及运行费", 296, 85),
		headAt("合计", 110, 93), headAt("购置费", 234, 101), headAt("运行费", 358, 101),
	}
	for c := range 6 {
		blocks = append(blocks, headAt([]string{"预算数", "决算数"}[c%2], 79+62*float64(c), 117))
	}
	_, _ = headColumns(cols, blocks, 48, 420, 131, nil, form.Builtin())
	got := make([]string, 6)
	for i := range blocks {
		for c := blocks[i].from; c < blocks[i].to; c++ {
			got[c] = strings.TrimPrefix(got[c]+"/"+blocks[i].word.Text, "/")
		}
	}
	want := []string{"合计/预算数", "合计/决算数", "公务用车购置及运行费/购置费/预算数", "公务用车购置及运行费/购置费/决算数", "公务用车购置及运行费/运行费/预算数", "公务用车购置及运行费/运行费/决算数"}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("(-want +got)\n%s", d)
	}
}

// TestColumnEdgesOnePad: two columns of figures next to each other tell how far
// from the end of their cells figures stand, and headings the rest.
func TestColumnEdgesOnePad(t *testing.T) {
	cols := []openColumn{{x0: 20, x1: 165, kind: 'T', n: 3}, {x0: 310, x1: 343, kind: 'N', n: 3}, {x0: 390, x1: 423, kind: 'N', n: 3}, {x0: 452, x1: 488, kind: 'N'}, {x0: 532, x1: 568, kind: 'N'}}
	got := columnEdges(cols, []float64{135, 300, 390, 470, 550}, []float64{18, 237.5, 366.5, 437.5, 510, 575})
	if d := cmp.Diff([]float64{20, 250, 350, 430, 510, 590}, got); d != "" {
		t.Errorf("(-want +got)\n%s", d)
	}
}

// TestSpreadOut: a word drawn with wide gaps goes on with single characters, one
// drawn without does not.
func TestSpreadOut(t *testing.T) {
	next := headAt("数", 160, 80).word
	for text, x := range map[string][2]float64{"预算": {100, 118}, "项": {110, 119}, "决 算": {100, 132}} {
		w := Word{Text: tight(text), Box: extract.Box{X0: x[0], X1: x[1], Y0: 80, Y1: 91}, Size: 9}
		w.Glyphs = make([]int, len([]rune(w.Text)))
		if got, want := spreadOut(&w, &next, form.Builtin()), text != "预算"; got != want {
			t.Errorf("%q goes on: %v, want %v", text, got, want)
		}
	}
}

// TestReachHeads gives figures at the right end of wide columns the headings in
// the middle, although none stands over them.
func TestReachHeads(t *testing.T) {
	cols := []openColumn{{x0: 130, x1: 150, kind: 'N', n: 1}, {x0: 280, x1: 300, kind: 'N', n: 1}, {x0: 430, x1: 450, kind: 'N', n: 1}}
	blocks := []headBlock{headAt("合计", 78, 100), headAt("公务接待费", 228, 100), headAt("会议费", 378, 100)}
	cols, _ = headColumns(cols, blocks, 0, 460, 120, nil, form.Builtin())
	var got [][2]int
	for i := range blocks {
		got = append(got, [2]int{blocks[i].from, blocks[i].to})
	}
	if d := cmp.Diff([][2]int{{0, 1}, {1, 2}, {2, 3}}, got); d != "" || len(cols) != 3 {
		t.Errorf("%d columns (-want +got)\n%s", len(cols), d)
	}
}

// TestReachHeadsBelow: a common heading that happens to stand over the figures
// at the right end of one of its columns is not theirs.
func TestReachHeadsBelow(t *testing.T) {
	cols := []openColumn{{x0: 20, x1: 60, kind: 'K', n: 3}, {x0: 80, x1: 140, kind: 'T', n: 3}, {x0: 215, x1: 250, kind: 'N', n: 3}, {x0: 280, x1: 310, kind: 'K', n: 3}, {x0: 330, x1: 390, kind: 'T', n: 3}, {x0: 465, x1: 500, kind: 'N', n: 3}}
	blocks := []headBlock{
		headAt("公用经费", 249, 80),
		headAt("科目编码", 40, 95), headAt("科目名称", 110, 95), headAt("决算数", 195, 95),
		headAt("科目编码", 295, 95), headAt("科目名称", 365, 95), headAt("决算数", 445, 95),
	}
	_, _ = headColumns(cols, blocks, 0, 501, 112, nil, form.Builtin())
	var got [][2]int
	for i := range blocks {
		got = append(got, [2]int{blocks[i].from, blocks[i].to})
	}
	if d := cmp.Diff([][2]int{{0, 6}, {0, 1}, {1, 2}, {2, 3}, {3, 4}, {4, 5}, {5, 6}}, got); d != "" {
		t.Errorf("(-want +got)\n%s", d)
	}
}

// TestReachHeadsBeside: a heading over two lines of others that stands over its
// figures keeps them from the lower heading to the left, which has none.
func TestReachHeadsBeside(t *testing.T) {
	cols := []openColumn{{x0: 60, x1: 90, kind: 'N', n: 3}, {x0: 140, x1: 170, kind: 'N', n: 3}, {x0: 300, x1: 330, kind: 'N', n: 3}}
	blocks := []headBlock{headAt("基本支出", 135, 85), headAt("项目支出", 295, 93), headAt("上缴上级支出", 380, 93), headAt("小计", 55, 101), headAt("人员经费", 135, 101), headAt("公用经费", 215, 101)}
	cols, _ = headColumns(cols, blocks, 20, 430, 115, nil, form.Builtin())
	var got [][2]int
	for i := range blocks {
		got = append(got, [2]int{blocks[i].from, blocks[i].to})
	}
	if d := cmp.Diff([][2]int{{0, 3}, {3, 4}, {4, 5}, {0, 1}, {1, 2}, {2, 3}}, got); d != "" || len(cols) != 5 {
		t.Errorf("%d columns (-want +got)\n%s", len(cols), d)
	}
}

// headLinesAt sets one line of headings of 9 points for each height.
func headLinesAt(rows map[float64][]headBlock) []textLine {
	var out []textLine
	for _, y := range slices.Sorted(maps.Keys(rows)) {
		l := textLine{Base: y + 9, Size: 9}
		for _, b := range rows[y] {
			b.word.Y0, b.word.Y1, b.word.Base = y, y+11, y+9
			l.Words = append(l.Words, b.word)
		}
		out = append(out, l)
	}
	return out
}

// TestLevelCut: 支出 over 合计 is one heading or two; the headings beside them
// tell.
func TestLevelCut(t *testing.T) {
	for name, c := range map[string]struct {
		rows map[float64][]headBlock
		want []string
	}{
		"two levels": {
			map[float64][]headBlock{
				80: {headAt("收入", 70, 0), headAt("支出", 250, 0)},
				94: {headAt("项目", 30, 0), headAt("行次", 70, 0), headAt("金额", 110, 0), headAt("项目", 170, 0), headAt("合计", 250, 0), headAt("政府性基金预算财政拨款", 360, 0)},
			},
			[]string{"收入", "支出", "项目", "行次", "金额", "项目", "合计", "政府性基金预算财政拨款"},
		},
		"beside, of the left end of the common one": {
			map[float64][]headBlock{
				80:  {headAt("公务用车购置及运行维护费", 154, 0)},
				94:  {headAt("公务用车购", 154, 0)},
				101: {headAt("小计", 108, 0)},
				108: {headAt("置费", 154, 0)},
			},
			[]string{"公务用车购置及运行维护费", "公务用车购置费", "小计"},
		},
		"one, wrapped": {
			map[float64][]headBlock{
				80: {headAt("支出", 250, 0)},
				87: {headAt("科目名称", 60, 0), headAt("基本支出", 170, 0)},
				94: {headAt("合计", 250, 0)},
			},
			[]string{"支出合计", "科目名称", "基本支出"},
		},
	} {
		var got []string
		for _, b := range headBlocks(headLinesAt(c.rows), form.Builtin()) {
			got = append(got, b.word.Text)
		}
		if d := cmp.Diff(c.want, got); d != "" {
			t.Errorf("%s (-want +got)\n%s", name, d)
		}
	}
}
