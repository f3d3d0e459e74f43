package parse

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestPurchases(t *testing.T) {
	p := newPage(1)
	p.line(200, 60, "2031年政府采购预算表")
	p.line(450, 80, "单位：万元")
	p.grid(40, 90, []float64{80, 90, 70, 100, 90, 70}, [][]string{
		{"采购品目大类", "专项名称", "经济科目", "采购物品名称", "采购组织形式", "总计"},
		{"合计", "", "", "", "", "13.00"},
		{"一、货物A", "", "", "", "", "13.00"},
		{"", "设备更新", "办公设备购置", "", "", "13.00"},
		{"", "", "", "打印机", "分散采购", "3.00"},
		{"", "", "", "台式计算机\n（20万以下）", "分散采购", "10.00"},
	})
	var got []string
	r := read(t, p)
	for _, x := range r.Purchases {
		total := ""
		if x.Total {
			total = "total"
		}
		got = append(got, strings.Join([]string{x.Category, x.Project, x.Economic, x.Item, x.Method, x.Raw, total}, " | "))
	}
	want := []string{
		"合计 |  |  |  |  | 13.00 | total",
		"一、货物A |  |  |  |  | 13.00 | total",
		"一、货物A | 设备更新 | 办公设备购置 |  |  | 13.00 | total",
		"一、货物A | 设备更新 | 办公设备购置 | 打印机 | 分散采购 | 3.00 | ",
		"一、货物A | 设备更新 | 办公设备购置 | 台式计算机（20万以下） | 分散采购 | 10.00 | ",
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("purchases (-want +got):\n%s", d)
	}
	if got := r.Purchases[4].Amount.String(); got != "100000" || len(r.Facts) != 0 {
		t.Errorf("amount %s yuan, %d facts", got, len(r.Facts))
	}
}

// TestPurchaseTree holds lists whose levels are set in in one column, or shown
// by the codes alone: what sums others is marked where the figures say so.
func TestPurchaseTree(t *testing.T) {
	for _, x := range []struct {
		name string
		in   []float64
	}{{"set in", []float64{0, 0, 10, 10, 20, 0, 10}}, {"by code", make([]float64, 7)}} {
		p := newPage(1)
		p.line(200, 60, "2031年政府采购预算表")
		p.line(450, 80, "单位：万元")
		names := []string{"合计", "A货物", "A02010105台式计算机", "A0202办公设备", "A020204多功能一体机", "C服务", "C0814印刷服务"}
		figures := []string{"52.00", "32.00", "12.00", "20.00", "20.00", "20.00", "20.00"}
		rows := [][]string{{"采购品目", "采购预算金额"}}
		for _, f := range figures {
			rows = append(rows, []string{"", f})
		}
		p.grid(40, 90, []float64{200, 120}, rows)
		for i, n := range names {
			p.text(43+x.in[i], 90+18*float64(i+1)+12, n)
		}
		var got []string
		for _, u := range read(t, p).Purchases {
			if u.Total {
				got = append(got, u.Category)
			}
		}
		if d := cmp.Diff([]string{"合计", "A货物", "A0202办公设备", "C服务"}, got); d != "" {
			t.Errorf("%s: sums (-want +got):\n%s", x.name, d)
		}
	}
}

// TestLyingTargets holds a form whose labels run down the sides of merged cells
// and whose figures stand right in them.
func TestLyingTargets(t *testing.T) {
	p := newPage(1)
	p.line(200, 60, "项目支出绩效目标表")
	p.grid(40, 90, []float64{30, 90, 100, 130, 120}, [][]string{
		{"项目名称", "<", "审计业务费", "主管部门", "云州市审计局"},
		{"项\n目\n资\n金", "年度资金总额（万元）", "120.00", "<", "<"},
		{"^", "其中：财政拨款", "120.00", "<", "<"},
		{"绩\n效\n指\n标", "一级指标", "二级指标", "三级指标", "指标值"},
		{"^", "产\n出\n指\n标", "数量指标", "完成审计项目数", "≥12个"},
		{"^", "^", "时效指标", "按期完成率", "≥95%"},
		{"^", "满意度", "服务对象满意度指标", "被审计单位满意度", "≥90%"},
	})
	var got []string
	for _, x := range read(t, p).Targets {
		got = append(got, strings.Join([]string{x.Project, x.Funds, x.Level1, x.Level2, x.Level3, x.Operator + x.Value + x.UnitTxt}, " | "))
	}
	want := []string{
		"审计业务费 | 120.00 | 产出指标 | 数量指标 | 完成审计项目数 | ≥12个",
		"审计业务费 | 120.00 | 产出指标 | 时效指标 | 按期完成率 | ≥95%",
		"审计业务费 | 120.00 | 满意度 | 服务对象满意度指标 | 被审计单位满意度 | ≥90%",
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("targets (-want +got):\n%s", d)
	}
}

func TestTargets(t *testing.T) {
	p := newPage(1)
	p.line(200, 60, "项目支出绩效目标表")
	p.grid(40, 90, []float64{30, 80, 90, 140, 120}, [][]string{
		{"项目名称", "<", "测绘补助", "项目资金总额", "37.44"},
		{"年度目标", "<", "补助外业人员", "<", "<"},
		{"绩\n效\n指\n标", "一级指标", "二级指标", "三级指标", "指标值"},
		{"^", "产出指标", "数量指标", "补助人数", "=26人"},
		{"^", "^", "时效指标", "完成时间", "≤2031年12月31日"},
		{"^", "效益指标", "社会效益指标", "解决困难", "有效"},
	})
	var got []string
	for _, x := range read(t, p).Targets {
		got = append(got, strings.Join([]string{x.Project, x.Funds, x.Goal, x.Level1, x.Level2, x.Level3, x.Operator, x.Value, x.UnitTxt}, " | "))
	}
	want := []string{
		"测绘补助 | 37.44 | 补助外业人员 | 产出指标 | 数量指标 | 补助人数 | = | 26 | 人",
		"测绘补助 | 37.44 | 补助外业人员 | 产出指标 | 时效指标 | 完成时间 | ≤ | 2031年12月31日 | ",
		"测绘补助 | 37.44 | 补助外业人员 | 效益指标 | 社会效益指标 | 解决困难 |  | 有效 | ",
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("targets (-want +got):\n%s", d)
	}
}

func TestMemberUnits(t *testing.T) {
	p := newPage(1)
	p.line(40, 60, "纳入本部门决算编制范围的单位包括：")
	p.grid(40, 90, []float64{40, 200, 120}, [][]string{
		{"序号", "单位名称", "备注"},
		{"1", "云州市测绘局（本级）", ""},
		{"2", "云州市测绘队", "并入本级"},
	})
	var got []string
	r := read(t, p)
	for _, u := range r.Units {
		got = append(got, u.Number+" "+u.Name+" "+u.Kind)
	}
	if d := cmp.Diff([]string{"1 云州市测绘局（本级） ", "2 云州市测绘队 并入本级"}, got); d != "" {
		t.Errorf("units (-want +got):\n%s", d)
	}
	if len(r.Unread) != 0 || len(r.Prose) != 1 {
		t.Errorf("unread %v, prose %v", r.Unread, r.Prose)
	}
}

// TestListedTargets reads a table of projects whose indicators stand in columns:
// a record for each value that a project's row holds.
func TestListedTargets(t *testing.T) {
	p := newPage(1)
	p.line(200, 60, "项目支出绩效目标表")
	p.line(450, 80, "单位：万元")
	p.grid(40, 90, []float64{100, 100, 80, 80, 90, 70}, [][]string{
		{"项目名称", "年度绩效目标", "数量指标", "质量指标", "社会效益指标", "资金总额"},
		{"道路养护", "道路完好", "≥12公里", "合格率≥95%", "显著提升", "13.00"},
		{"河道清淤", "水流畅通", "≥3条", "", "显著提升", "7.50"},
	})
	var got []string
	for _, x := range read(t, p).Targets {
		got = append(got, strings.Join([]string{x.Project, x.Funds, x.Goal, x.Level1, x.Operator, x.Value, x.UnitTxt}, " | "))
	}
	want := []string{
		"道路养护 | 13.00 | 道路完好 | 数量指标 | ≥ | 12 | 公里",
		"道路养护 | 13.00 | 道路完好 | 质量指标 |  | 合格率≥95% | ",
		"道路养护 | 13.00 | 道路完好 | 社会效益指标 |  | 显著提升 | ",
		"河道清淤 | 7.50 | 水流畅通 | 数量指标 | ≥ | 3 | 条",
		"河道清淤 | 7.50 | 水流畅通 | 社会效益指标 |  | 显著提升 | ",
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("targets (-want +got):\n%s", d)
	}
}
