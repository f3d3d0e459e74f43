package parse

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"yusuan/extract"
)

// TestTileHeads finds the cells of two rows of headings of which sides are
// missing: a common heading above two others, and headings over both rows beside
// them.
func TestTileHeads(t *testing.T) {
	// What is never drawn: the cells are merged there.
	merged := []extract.Ruling{side(0, 0, false), side(0, 1, true), side(0, 3, false)}
	want := [][]string{{"科目名称", "一般公共预算", "政府性基金"}, {"基本支出", "项目支出"}, {"教育支出", "30.00", "8.00", ""}}
	for name, lost := range map[string][]extract.Ruling{
		"none":                          nil,
		"beside the common heading":     {side(0, 0, true), side(0, 2, true)},
		"between the headings below it": {side(1, 1, true)},
		"below the common heading":      {side(0, 1, false), side(0, 2, false)},
		"beside a heading of both rows": {side(1, 0, true), side(1, 2, true), side(0, 2, true)},
	} {
		t.Run(name, func(t *testing.T) {
			s := newSketch(3, 4, append(lost, merged...)...)
			s.write(0.5, 46, "科目名称")
			s.write(0, 144, "一般公共预算")
			s.write(1, 106, "基本支出")
			s.write(1, 166, "项目支出")
			s.write(0.5, 230, "政府性基金")
			s.write(2, 46, "教育支出")
			s.write(2, 118, "30.00")
			s.write(2, 178, "8.00")
			if d := cmp.Diff(want, s.cut(t)); d != "" {
				t.Errorf("(-want +got)\n%s", d)
			}
		})
	}
}
