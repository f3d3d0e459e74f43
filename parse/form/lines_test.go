package form

import "testing"

func TestDepartmentName(t *testing.T) {
	for _, c := range []struct{ name, printed, want string }{
		{"numbered list", "118-机关,118006-明河市东堤区就业服务中心", "明河市东堤区就业服务中心"},
		{"plain", "云岭省文书档案局", "云岭省文书档案局"},
		{"full width", "１０１－机关，１０１０２０－财政局", "财政局"},
		{"none", "", ""},
	} {
		if got := Builtin().DepartmentName(c.printed); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

func TestCountUnit(t *testing.T) {
	c := builtinForTest(t)
	for label, want := range map[string]string{
		"公务用车保有量（辆）": "辆", "单价100万元以上设备（台/套）": "台/套", "数量": Uncounted, "1.国内公务接待人次（人）": "人", "建筑面积（平方米）": "平方米",
		"预算数（万元）": "", "因公出国（境）费": "", "公务接待费": "", "对企业补助（基本建设）": "", "（二）相关统计数": "",
	} {
		if got := c.CountUnit(label); got != want {
			t.Errorf("%s: %q, want %q", label, got, want)
		}
	}
}

func TestIndexRow(t *testing.T) {
	c := builtinForTest(t)
	for _, x := range []struct {
		cells []string
		want  bool
	}{
		{[]string{"栏次", "1", "2"}, true},
		{[]string{"1", "2", "3"}, true},
		{[]string{"", "12", "13", "14", "15"}, true}, // goes on from the page before
		{[]string{"12", "13", "14"}, false},
		{[]string{"合计", "1", "2", "3", "4"}, false},
		{[]string{"1", "3", "5", "7"}, false},
	} {
		if got := c.IndexRow(x.cells); got != x.want {
			t.Errorf("%v: %v", x.cells, got)
		}
	}
}

func TestCountLine(t *testing.T) {
	c := builtinForTest(t)
	for _, x := range []struct{ line, want string }{
		{"单位：人", "人"},
		{"编制部门：某县水利局 计量单位：台、辆", "台、辆"},
		{"单位：万元", ""},
		{"单位：人、万元", ""},
		{"单位：某县水利局", ""},
	} {
		if got, ok := c.CountLine(x.line); got != x.want || ok != (x.want != "") {
			t.Errorf("%s: %q %v, want %q", x.line, got, ok, x.want)
		}
	}
}

func TestBare(t *testing.T) {
	c := builtinForTest(t)
	for _, x := range []struct{ line, title, kind string }{
		{"部门政府采购预算", "部门政府采购预算", "procurement"},
		{"基本支出决算明细", "基本支出决算明细", "basic"},
		{"2024年项目支出绩效自评情况", "2024年项目支出绩效自评情况", "performance_review"},
		{"乡村振兴衔接资金安排方案", "", ""},
		{"部门收支总表", "", ""}, // a title as it is
		{"三、基本支出情况", "", ""},
	} {
		var title, kind string
		if ms := c.Bare(x.line); len(ms) > 0 {
			title, kind = ms[0].Title, ms[0].Kind
		}
		if title != x.title || kind != x.kind {
			t.Errorf("%s: %q of kind %q, want %q of kind %q", x.line, title, kind, x.title, x.kind)
		}
	}
}
