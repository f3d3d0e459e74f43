package parse

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestTextGutters: names of projects that fill their column end close to the
// names of the bodies in the next, and are not joined with them.
func TestTextGutters(t *testing.T) {
	widths := []float64{94, 110, 80}
	p := newPage(1)
	p.line(150, 40, "项目支出表")
	p.line(280, 60, "单位：万元")
	end := p.open(50, 80, widths, [][]string{{"项目名称", "项目单位", "合计"}}, false)
	rows := [][3]string{
		{"湖岸步道的修缮和", "东湾镇人民政府", "1.00"},
		{"路灯更换", "东湾镇人民政府", "2.00"},
		{"乡镇水厂设备添置", "东湾镇水务站", "3.00"},
		{"村级公益事业补助", "东湾镇人民政府", "4.00"},
	}
	for i, r := range rows {
		y := end + 14 + 20*float64(i)
		p.line(53, y, r[0])
		p.line(138, y, r[1])
		p.line(310, y, r[2])
	}
	want, got := map[string]string{}, map[string]string{}
	for _, r := range rows {
		want[r[0]] = r[2]
	}
	for _, f := range read(t, p).Facts {
		got[f.Name] = f.Raw
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("(-want +got)\n%s", d)
	}
}
