package parse

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"yusuan/extract"
	"yusuan/parse/form"
)

// lineOf is a line of one word of 9 points at a place.
func lineOf(text string, x, base float64) textLine {
	w := wordAt(text, x, base)
	return textLine{Words: []Word{w}, Box: w.Box, Base: base, Size: 9}
}

func wordAt(text string, x, base float64) Word {
	size := 9.0
	if text[0] < 0x80 {
		size = 4.5
	}
	box := extract.Box{X0: x, X1: x + size*float64(len([]rune(text))), Y0: base - 8, Y1: base + 2}
	return Word{Text: text, Printed: text, Box: box, Base: base, Size: 9}
}

func TestMiddleRows(t *testing.T) {
	cols := []openColumn{{x0: 10, x1: 80, kind: 'T', n: 5}, {x0: 120, x1: 160, kind: 'N', n: 3}}
	x := []float64{0, 100, 170}
	for name, c := range map[string]struct {
		lines []textLine
		want  []int // lines of each row
	}{
		"two lines about figures": {[]textLine{
			lineOf("一、财政", 10, 100), lineOf("8.00", 120, 112), lineOf("拨款", 10, 124),
			lineOf("1.一般公", 10, 140), lineOf("7.00", 120, 152), lineOf("共预算", 10, 164),
			lineOf("2.政府性", 10, 180), lineOf("基金预算", 10, 204), lineOf("三、其他资金", 10, 224),
		}, []int{3, 3, 2, 1}},
		"three lines": {[]textLine{
			lineOf("一、支持乡", 10, 100), lineOf("镇公共设施", 10, 112), lineOf("8.00", 120, 113), lineOf("建设", 10, 124),
			lineOf("二、其他支出", 10, 150), lineOf("当年支出小计", 10, 176),
		}, []int{4, 1, 1}},
		"figures beside labels": {[]textLine{lineOf("一、财政", 10, 100), {Words: []Word{wordAt("拨款", 10, 112), wordAt("8.00", 120, 112)}, Base: 112, Size: 9}}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			var got []int
			at := 0
			for _, s := range middleRows(c.lines, cols, x, form.Builtin()) {
				n := 0
				for at < len(c.lines) && mid(&c.lines[at]) < s.y1 {
					n, at = n+1, at+1
				}
				got = append(got, n)
			}
			if d := cmp.Diff(c.want, got); d != "" {
				t.Errorf("(-want +got)\n%s", d)
			}
		})
	}
}

// TestCentredLabels: labels centred over a column of texts and one of figures,
// or between the two, make no column and none of the two.
func TestCentredLabels(t *testing.T) {
	var body []textLine
	for i := range 6 {
		base := 100 + 20*float64(i)
		body = append(body, textLine{Words: []Word{wordAt("一、教育支出", 10, base), wordAt("1,234.56", 200, base)}, Base: base, Size: 9})
	}
	for name, x := range map[string]float64{"over both": 150, "between": 110} {
		t.Run(name, func(t *testing.T) {
			with := append(body[:6:6], lineOf("转入下年资金", x, 220))
			if d := cmp.Diff([]openColumn{{x0: 10, x1: 64, kind: 'T', n: 6}, {x0: 200, x1: 236, kind: 'N', n: 6}}, openColumns(with, form.Builtin()), cmp.AllowUnexported(openColumn{})); d != "" {
				t.Errorf("(-want +got)\n%s", d)
			}
		})
	}
}
