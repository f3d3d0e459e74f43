package parse

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"yusuan/parse/budget"
)

// rowsOf is a document whose tables print the rows given, one a line: kind,
// code, name, measure, figure in 万元.
func rowsOf(t *testing.T, rows string) *budget.Document {
	t.Helper()
	doc := &budget.Document{Year: 2022, Phase: budget.PhaseBudget}
	at := map[string]int{}
	for line := range strings.Lines(strings.TrimSpace(rows)) {
		f := strings.Fields(line)
		if len(f) != 5 {
			t.Fatalf("row %q", line)
		}
		if _, ok := at[f[0]]; !ok {
			at[f[0]] = len(doc.Tables)
			doc.Tables = append(doc.Tables, budget.Table{Kind: f[0], Title: f[0] + "表", Unit: "万元"})
		}
		amount, printed, err := budget.ParseAmount(f[4], "万元")
		if err != nil {
			t.Fatal(err)
		}
		doc.Facts = append(doc.Facts, budget.Fact{Table: at[f[0]], Code: f[1], Name: f[2], Measure: f[3], Raw: f[4], Unit: "万元", Amount: amount, Printed: printed})
	}
	return doc
}

const schoolRows = `
general_public 205 教育支出 total 300.00
general_public 20502 普通教育 total 300.00
general_public 2050201 学前教育 total 100.00
general_public 2050202 小学教育 total 160.00
general_public 2050202 小学教育 project 12.00
general_public 2050204 高中教育 total 40.00
general_public_basic 30101 基本工资 total 50.00
general_public_basic 30102 津贴补贴 total 40.00
general_public_basic 30103 奖金 total 30.00
general_public_basic 30113 住房公积金 total 20.00
general_public_basic 30302 退休费 total 8.00
general_public_basic 302 商品和服务支出 total 33.00
project 2050202 小学教育/课桌更新费 total 12.00
`

func TestCheckWords(t *testing.T) {
	item := "教育支出（类）普通教育（款）小学教育（项）160万元，"
	for _, c := range []struct {
		name, text string
		want       []string
	}{
		{"a reason of the opposite", item + "比上年预算减少9.6万元，减少5.66%，主要原因是课桌更新经费增加。", []string{"reason-contrary warning"}},
		{"a reason of the same", item + "比上年预算增加9.6万元，增长6.38%，主要原因是课桌更新经费增加。", nil},
		{"several reasons", item + "比上年预算减少9.6万元，减少5.66%，主要原因是退休人员增加、在编人员减少。", nil},
		{"no change and a reason for one", item + "与上年预算持平，主要原因是按进度减少拨款。", []string{"reason-contrary warning"}},
		{"no change and fewer staff", item + "与上年预算持平，主要原因是辅助人员减少。", nil},
		{"another item's reason", item + "比上年预算增加9.6万元，增长6.38%，主要原因是高中教育经费增加。", []string{"reason-other warning"}},
		{"another item's reason with its section", item + "比上年预算增加9.6万元，增长6.38%，主要原因是普通教育学前教育支出增加。", []string{"reason-other warning"}},
		{"its own reason", item + "比上年预算增加9.6万元，增长6.38%，主要原因是小学教育经费增加。", nil},
		{"another item's use", item + "主要用于高中教育。", []string{"reason-other note"}},
		{"basic spending alone", item + "主要用于学校人员的基本支出。", []string{"claim-use note"}},
		{"basic spending without projects", "教育支出（类）普通教育（款）高中教育（项）40万元，主要用于学校的基本支出。", nil},
		{"items listed", "一般公共预算基本支出181万元，其中：人员经费148万元，主要包括：基本工资、津贴补贴、奖金、住房公积金、退休费；公用经费33万元。", nil},
		{"an item listed without money", "一般公共预算基本支出181万元，其中：人员经费148万元，主要包括：基本工资、津贴补贴、奖金、住房公积金、抚恤金、退休费；公用经费33万元。", []string{"claim-listed note"}},
		{"an item with money not listed", "一般公共预算基本支出181万元，其中：人员经费148万元，主要包括：基本工资、津贴补贴、奖金、退休费；公用经费33万元。", []string{"claim-listed note"}},
		{"an open list", "一般公共预算基本支出181万元，其中：人员经费148万元，主要包括：基本工资、津贴补贴、奖金、退休费等支出；公用经费33万元。", nil},
		{"another name", "教育支出（类）普通教育（款）普通小学教育（项）160万元。", []string{"claim-name note"}},
		{"a figure without a unit", "一般公共预算基本支出181万元，其中：人员经费148万元，主要包括：基本工资50万元、津贴补贴40万元、奖金30.00。", []string{"claim-unit note"}},
		{"agreement asserted", "三、公用经费情况说明\n公用经费与《部门general_public_basic表》的“商品和服务支出”支出数一致。公用经费35万元。", []string{"claim-same warning"}},
		{"agreement", "三、公用经费情况说明\n公用经费与《部门general_public_basic表》的“商品和服务支出”支出数一致。公用经费33万元。", nil},
		{"another year's plan", "2021年部门预算未安排购置车辆。", []string{"year-slip warning"}},
		{"this year beside the last", "2021年预算安排10万元，2022年预算安排12万元。", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			doc := rowsOf(t, schoolRows)
			prose := proseOf(c.text)
			doc.Claims, _ = Claims(prose, doc.Year, doc.Phase)
			var got []string
			for _, f := range CheckWords(doc, prose, Options{}) {
				if f.Message == "" || f.English == "" || strings.ContainsAny(f.Message+f.English, "{}") {
					t.Errorf("%s is worded %q, %q", f.Check, f.Message, f.English)
				}
				got = append(got, f.Check+" "+string(f.Severity))
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("findings (-want +got):\n%s%v", diff, sayClaims(doc.Claims))
			}
		})
	}
}

func TestProjectNames(t *testing.T) {
	for _, c := range []struct {
		name string
		want int
	}{{"课桌更新费", 0}, {"课桌（更新）费", 0}, {"桌椅购置", 1}} {
		doc := rowsOf(t, schoolRows)
		doc.Stated = []budget.Stated{{Key: "项目（一）/项目名称", Value: c.name}, {Key: "项目（一）/预算安排规模", Value: "12", Unit: "万元"}}
		if got := CheckWords(doc, nil, Options{}); len(got) != c.want {
			t.Errorf("%s: %d findings, want %d: %v", c.name, len(got), c.want, got)
		}
	}
}

func TestCheckParts(t *testing.T) {
	for _, c := range []struct {
		name, text string
		want       []string // check, status
	}{
		{"values within rounding", "二、国有资产占用情况\n车辆3辆，价值50.50万元；其中：轿车1辆，价值20.24万元；客车2辆，价值30.25万元。", []string{"claim-parts holds", "claim-parts holds"}},
		{"values beyond it", "二、国有资产占用情况\n车辆3辆，价值51.50万元；其中：轿车1辆，价值20.24万元；客车2辆，价值30.25万元。", []string{"claim-parts fails", "claim-parts holds"}},
		{"counts", "二、国有资产占用情况\n车辆4辆，价值50.49万元；其中：轿车1辆，价值20.24万元；客车2辆，价值30.25万元。", []string{"claim-parts fails", "claim-parts holds"}},
		{"purchases", "政府采购预算90万元，其中：政府采购货物预算30万元、政府采购工程预算0万元、政府采购服务预算50万元。", []string{"claim-parts fails"}},
		{"areas, the part wrong", "新建教学楼，总建筑面积9500平方米，其中地上建筑面积6300平方米（其中计容面积6000平方米，不计容面积400平方米），地下建筑面积3100平方米。", []string{"claim-parts fails"}},
		{"areas", "新建教学楼，总建筑面积9500平方米，其中地上建筑面积6400平方米（其中计容面积6000平方米，不计容面积400平方米），地下建筑面积3100平方米。", []string{"claim-parts holds", "claim-parts holds"}},
		{"changes by use", "支出预算总计100.00万元，比上年增加9.00万元。其中：基本支出60.00万元，比上年增加12.00万元；项目支出40.00万元，比上年减少2.00万元。", []string{"claim-parts fails"}},
		{"bodies", "本局无下属预算单位。本局及下属3家行政单位的机关运行经费20万元。", []string{"bodies-differ fails"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			prose := proseOf(c.text)
			read := ReadProse(prose, 2022, budget.PhaseBudget)
			doc := &budget.Document{Year: 2022, Phase: budget.PhaseBudget, Claims: read.Claims, Stated: read.Stated}
			var got []string
			for _, f := range CheckParts(doc, prose, Options{}) {
				got = append(got, f.Check+" "+string(f.Status))
			}
			slices.Sort(got)
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("findings (-want +got):\n%s%v\n%v", diff, read.Stated, sayClaims(read.Claims))
			}
		})
	}
}

// TestProjectsDescribed holds what the prose says of all projects against the
// projects that it describes one by one.
func TestProjectsDescribed(t *testing.T) {
	const head = "2022年度，本年度实行绩效管理的项目2个，涉及预算金额%s万元。\n（一）项目名称：课桌更新\n预算安排规模：12.00万元\n（二）项目名称：操场修缮\n预算安排规模：30.50万元"
	for _, c := range []struct {
		said string
		want []string // status, expected
	}{
		{"42.50", []string{"holds 425000"}},
		{"42.05", []string{"fails 425000"}},
	} {
		prose := proseOf(strings.Replace(head, "%s", c.said, 1))
		read := ReadProse(prose, 2022, budget.PhaseBudget)
		doc := &budget.Document{Year: 2022, Phase: budget.PhaseBudget, Claims: read.Claims, Stated: read.Stated}
		var got []string
		for _, f := range CheckParts(doc, prose, Options{}) {
			got = append(got, string(f.Status)+" "+f.Expected)
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s万元 (-want +got):\n%s%v", c.said, diff, read.Stated)
		}
	}
}

func TestGoalsCopied(t *testing.T) {
	doc := &budget.Document{Targets: []budget.Target{
		{Project: "甲项目", Goal: "保障全年水电正常供应，按月支付"}, {Project: "甲项目", Goal: "保障全年水电正常供应，按月支付"},
		{Project: "乙项目", Goal: "保障全年水电正常供应，按月支付。"}, {Project: "丙项目", Goal: "按月支付"}, {Project: "丁项目", Goal: "按月支付"},
	}}
	got := CheckParts(doc, nil, Options{})
	if len(got) != 1 || got[0].Check != "text-copied" || got[0].Actual != "乙项目" || got[0].Expected != "甲项目" {
		t.Errorf("findings %v", got)
	}
}
