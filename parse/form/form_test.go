package form

import (
	"bufio"
	"encoding/csv"
	"os"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"yusuan/parse/budget"
)

func builtinForTest(t *testing.T) *Catalog {
	t.Helper()
	c, err := builtin()
	if err != nil {
		t.Fatalf("built-in forms:\n%v", err)
	}
	return c
}

func TestForms(t *testing.T) {
	c := builtinForTest(t)
	if len(c.Tables()) < 100 {
		t.Errorf("%d declared tables", len(c.Tables()))
	}
	if err := c.Verify(); err != nil {
		t.Error(err)
	}
}

// TestTitleRules holds the rules of kinds.toml against the declared forms: what
// is declared must resolve to the same kind by rule alone.
func TestTitleRules(t *testing.T) {
	c := builtinForTest(t)
	bare := *c
	bare.exact = nil
	for _, tab := range c.Tables() {
		for _, title := range tab.Titles {
			ms := bare.Title(title)
			if len(ms) != 1 || ms[0].Kind != tab.Kind {
				t.Errorf("%s: title %s by rule gives %v, want %s", tab.ID, title, ms, tab.Kind)
			}
		}
	}
}

func TestTitle(t *testing.T) {
	c := builtinForTest(t)
	f, err := os.Open("testdata/titles.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	type want struct {
		Kind, Phase, Title, Number string
		Year                       int
		Body                       string
	}
	for _, r := range rows[1:] {
		year, _ := strconv.Atoi(r[5])
		w := []want{{r[1], r[2], r[3], r[4], year, r[6]}}
		var got []want
		for _, m := range c.Title(r[0]) {
			got = append(got, want{m.Kind, string(m.Phase), m.Title, m.Number, m.Year, m.Body})
		}
		if d := cmp.Diff(w, got); d != "" {
			t.Errorf("%s (-want +got)\n%s", r[0], d)
		}
	}
}

func TestNotTitle(t *testing.T) {
	c := builtinForTest(t)
	f, err := os.Open("testdata/not_titles.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for s := bufio.NewScanner(f); s.Scan(); {
		if ms := c.Title(s.Text()); ms != nil {
			t.Errorf("%s read as title: %+v", s.Text(), ms)
		}
	}
}

func TestContents(t *testing.T) {
	c := builtinForTest(t)
	for _, x := range []struct{ line, kind, title string }{
		{"一、收入支出决算总表", "summary", "收入支出决算总表"},
		{"1. 2024年部门财务收支预算总表   ……………………", "summary", "2024年部门财务收支预算总表"},
		{"9.部门“三公”经费和机关运行经费预算表  ………… 12", "sangong", "部门“三公”经费和机关运行经费预算表"},
		{"七、政府性基金预算财政拨款收入支出决算表(公开08表)", "government_fund", "政府性基金预算财政拨款收入支出决算表"},
		{"（三）部门支出总体情况表 15", "expenditure", "部门支出总体情况表"},
		{"一、收入支出决算总表 PAGEREF _Toc20349 h 22", "summary", "收入支出决算总表"},
		{"一、部门收支总体情况说明", "", ""},
	} {
		ms := c.Contents(x.line)
		if x.kind == "" {
			if ms != nil {
				t.Errorf("%s: %v", x.line, ms)
			}
			continue
		}
		if len(ms) != 1 || ms[0].Kind != x.kind || ms[0].Title != x.title {
			t.Errorf("%s: got %+v, want %s %s", x.line, ms, x.kind, x.title)
		}
	}
}

func TestNumberLine(t *testing.T) {
	for line, want := range map[string]string{
		"表四": "表四", "公开 08 表": "公开08表", "公开表3-3": "公开表3-3", "附表1": "附表1", "表一：": "表一", "（公开05表）": "公开05表",
		"公开01表 收支预算总表": "", "表": "", "一般公共预算": "",
	} {
		got, ok := NumberLine(line)
		if got != want || ok != (want != "") {
			t.Errorf("%s: %q %v, want %q", line, got, ok, want)
		}
	}
}

func TestGroup(t *testing.T) {
	c := builtinForTest(t)
	for heading, want := range map[string]bool{"其中：": true, "资金来源": true, "基本支出": false, "本年支出": false, "甲乙丙": false} {
		if got := c.Group(heading); got != want {
			t.Errorf("%s stands above others alone: %v, want %v", heading, got, want)
		}
	}
}

func TestTitlePart(t *testing.T) {
	for title, want := range map[string]string{
		"一般公共预算基本支出表--人员经费(工资福利支出)(按政府预算经济分类)": "人员经费",
		"一般公共预算基本支出表": "",
	} {
		if got := TitlePart(title); got != want {
			t.Errorf("%s: part %q, want %q", title, got, want)
		}
	}
}

func TestColumn(t *testing.T) {
	c := builtinForTest(t)
	for _, x := range []struct {
		kind  string
		phase budget.Phase
		path  string
		want  Column
		bad   bool
	}{
		{"summary", "budget", "收入/预算数", Column{Role: "measure", Measure: "total", Lane: "revenue"}, false},
		{"summary", "budget", "支出：功能分类/金额", Column{Role: "measure", Measure: "total", Lane: "expenditure"}, false},
		{"summary", "budget", "支出/支出用途/金额", Column{Role: "measure", Measure: "total", Lane: "use"}, false},
		{"summary", "budget", "支出/功能分类/金额", Column{Role: "measure", Measure: "total", Lane: "expenditure"}, false},
		{"summary", "final", "收入/决算数", Column{Role: "measure", Measure: "total", Lane: "revenue"}, false},
		{"summary", "final", "收入/年初预算数", Column{Role: "measure", Measure: "initial_budget", Lane: "revenue"}, false},
		{"summary", "final", "支出/行次", Column{Role: "ignore", Lane: "expenditure"}, false},
		{"appropriation", "budget", "财政拨款支出/政府性基金预算", Column{Role: "measure", Measure: "government_fund", Lane: "expenditure"}, false},
		{"revenue", "budget", "收入预算/合计", Column{Role: "measure", Measure: "total"}, false},
		{"revenue", "budget", "财政专户（教育收费）", Column{Role: "measure", Measure: "special_account"}, false},
		{"revenue", "budget", "一般公共预算资金/小计", Column{Role: "measure", Measure: "general_public"}, false},
		{"revenue", "final", "附属单位上缴收入", Column{Role: "measure", Measure: "affiliated"}, false},
		{"expenditure", "budget", "单位预留机动经费", Column{Role: "measure", Measure: "reserve"}, false},
		{"expenditure", "budget", "政府性基金预算/基本支出", Column{Role: "measure", Measure: "government_fund_basic"}, false},
		{"general_public", "budget", "一般公共预算支出/合计", Column{Role: "measure", Measure: "total"}, false},
		{"general_public", "budget", "2021年预算数/基本支出", Column{Role: "measure", Measure: "basic", Year: 2021}, false},
		{"general_public", "budget", "2020年执行数", Column{Role: "measure", Measure: "prior_execution", Year: 2020, Prior: true}, false},
		{"general_public", "budget", "2021年预算数比2020年执行数/增减%", Column{Role: "measure", Measure: "percent", Year: 2021}, false},
		{"government_fund", "final", "年初结转和结余", Column{Role: "measure", Measure: "opening_balance"}, false},
		{"government_fund", "final", "本年支出/小计", Column{Role: "measure", Measure: "total"}, false},
		{"government_fund", "final", "本年收入", Column{Role: "measure", Measure: "revenue"}, false},
		{"sangong", "budget", "“三公”经费/公务用车购置及运行维护费/小计", Column{Role: "measure", Measure: "vehicle"}, false},
		{"sangong", "budget", "2024年“三公”经费预算数/合计", Column{Role: "measure", Measure: "sangong", Year: 2024}, false},
		{"sangong", "budget", "因公出国(境)费用", Column{Role: "measure", Measure: "overseas"}, false},
		{"sangong", "final", "公务接待费/决算数", Column{Role: "measure", Measure: "reception_final"}, false},
		{"sangong", "final", "预算数/公务用车购置及运行维护费/公务用车运行维护费", Column{Role: "measure", Measure: "vehicle_running_budget"}, false},
		{"project", "budget", "资本性支出（基本建设）", Column{Role: "measure", Measure: "economic_309"}, false},
		{"project", "budget", "资本性支出", Column{Role: "measure", Measure: "economic_310"}, false},
		{"general_public", "budget", "功能分类科目编码/款", Column{Role: "code", Part: 2}, false},
		{"general_public", "budget", "预算数（万元）", Column{Role: "measure", Measure: "total", Unit: "万元"}, false},
		{"expenditure", "budget", "扶贫专款", Column{}, true},
		{"sangong", "budget", "租车补贴/小计", Column{}, true},
	} {
		got, ok := c.Column(x.kind, x.phase, strings.Split(x.path, "/"))
		if ok == x.bad {
			t.Errorf("%s %s: ok is %v", x.kind, x.path, ok)
			continue
		}
		if d := cmp.Diff(x.want, got); d != "" {
			t.Errorf("%s %s (-want +got)\n%s", x.kind, x.path, d)
		}
	}
}

func TestColumns(t *testing.T) {
	c := builtinForTest(t)
	for _, x := range []struct {
		name, kind string
		phase      budget.Phase
		year       int
		heads      string // paths, blank between them
		want       string // measures; - where not ok
	}{
		{"plain sangong", "sangong", "budget", 2024, "合计 因公出国（境）费 公务用车购置及运行费/小计 公务用车购置及运行费/购置费 公务用车购置及运行费/运行费 公务接待费",
			"sangong overseas vehicle vehicle_purchase vehicle_running reception"},
		{"sangong and meetings", "sangong", "budget", 2018, "合计 “三公”经费/小计 “三公”经费/公务接待费 会议费 培训费", "total sangong reception conference training"},
		{"three years of sangong", "sangong", "budget", 0, "2023年预算数/合计 2023年预算数/公务接待费 2023年执行数/合计 2023年执行数/公务接待费 2024年预算数/合计 2024年预算数/公务接待费",
			"sangong_prior_budget reception_prior_budget sangong_prior_execution reception_prior_execution sangong reception"},
		{"pairs of finals", "sangong", "final", 2024, "预算数/合计 预算数/公务接待费 决算数/合计 决算数/公务接待费", "sangong_budget reception_budget sangong_final reception_final"},
		{"central general", "general_public", "budget", 0, "科目编码 科目名称 2024年执行数 2025年预算数/小计 2025年预算数/基本支出 2025年预算数/项目支出 2025年预算数比2024年执行数/增减额 2025年预算数比2024年执行数/增减%",
			"code name prior_execution total basic project delta percent"},
		{"sources and balances", "revenue", "budget", 2023, "单位代码 单位名称 合计 本年收入/小计 本年收入/一般公共预算 本年收入/政府性基金预算 上年结转结余/小计 上年结转结余/一般公共预算 上年结转结余/单位资金",
			"unit unit total revenue general_public government_fund opening_balance general_public_opening_balance own_funds_opening_balance"},
		{"funds by basic and project", "appropriation_expenditure", "budget", 2023, "合计 一般公共预算/小计 一般公共预算/基本支出 一般公共预算/项目支出 政府性基金预算/小计 政府性基金预算/项目支出",
			"total general_public general_public_basic general_public_project government_fund government_fund_project"},
		{"classes under basic and project", "expenditure", "budget", 2023, "合计 基本支出/小计 基本支出/工资福利支出 项目支出/小计 项目支出/商品和服务支出", "total basic basic_economic_301 project project_economic_302"},
		{"balances of finals", "general_public", "final", 2018, "年初结转和结余/合计 年初结转和结余/基本支出结转 本年收入/小计 本年支出/小计 本年支出/基本支出 年末结转和结余/合计",
			"opening_balance basic_opening_balance revenue total basic closing_balance"},
		{"side by side", "general_public_basic", "final", 2023, "科目编码 科目名称 决算数 科目编码 科目名称 决算数", "code name total code name total"},
		{"ordinary projects and funds", "expenditure", "budget", 2024, "总计 基本支出/小计 项目支出/小计 项目支出/一般性项目 项目支出/专项资金", "total basic project project_general project_special"},
		{"unit's own funds by use", "expenditure", "budget", 2023, "合计 一般公共预算/小计 单位资金/小计 单位资金/事业支出 单位资金/其他支出", "total general_public own_funds business_expense other_expense"},
		{"handed down with this budget", "basic", "budget", 2023, "资金来源/总计 资金来源/一般公共预算/全年数 资金来源/一般公共预算/其中：本次下达", "total general_public general_public_released"},
		{"sangong and meetings by years", "sangong", "budget", 2024, "年度 合计 “三公”经费财政拨款预算总额 公务接待费 会议费 培训费", "- total sangong reception conference training"},
		{"one measure under two headings", "expenditure", "budget", 2023, "合计 总计 基本支出", "- - basic"},
		{"other heading", "expenditure", "budget", 2023, "合计 扶贫专款", "total -"},
		{"final by years", "expenditure", "final", 0, "2022年决算数 2023年决算数", "prior_final total"},
		{"projects", "project", "budget", 2024, "类型 项目名称 项目单位 合计 本年拨款/一般公共预算 财政拨款结转结余/一般公共预算 财政专户管理资金 单位资金",
			"text project unit total general_public general_public_opening_balance special_account own_funds"},
	} {
		var paths [][]string
		for _, h := range strings.Fields(x.heads) {
			paths = append(paths, strings.Split(h, "/"))
		}
		cols, ok := c.Columns(x.kind, x.phase, x.year, paths)
		var got []string
		for i, col := range cols {
			switch {
			case !ok[i]:
				got = append(got, "-")
			case col.Role == "measure":
				got = append(got, col.Measure)
			default:
				got = append(got, col.Role)
			}
		}
		if d := cmp.Diff(x.want, strings.Join(got, " ")); d != "" {
			t.Errorf("%s (-want +got)\n%s", x.name, d)
		}
	}
}

func TestLines(t *testing.T) {
	c := builtinForTest(t)
	for label, want := range map[string]bool{
		"合 计": true, "总计：": true, "本年支出合计": true, "收 入 总 计": true, "小 计": true, "公用经费合计": true, "一、本年收入合计": true,
		"基本支出": false, "其他支出": false, "": false, "工资福利支出": false,
	} {
		if got := c.Total(label); got != want {
			t.Errorf("Total(%s) = %v", label, got)
		}
	}
	for line, want := range map[string]bool{
		"备注：无内容应公开空表并说明情况。":                    false,
		"备注：未安排“三公”经费预算，此表为空表。":                true,
		"注:本单位2024年无政府性基金预算财政拨款安排的预算 ，故本表为空表。": true,
		"注：本年度无国有资本经营预算支出，故本表无数据。":             true,
		"注：上海市普陀区财政局无政府性基金预算财政拨款支出，故本表无数据。":    true,
		"说明：XX局本年度没有国有资本经营预算财政拨款收入和支出，故本表无数据。": true,
		"注：我单位无2017年政府性基金支出安排。":                true,
		"注：本部门无该项目":              true,
		"注：本部门无相关收支项目":           true,
		"说明：我局无国有资本经营预算支出，本表为空表": true, "2023年度，我单位无国有资本经营预算财政拨款支出。": true,
		"我部门2024年没有使用政府性基金预算拨款安排的支出，故此表为空。": true, "（本表无数据）": true, "空表": true, "无政府性基金预算支出的单位应公开空表并说明": false,
		"未归口管理的行政单位离退休": false, "其他政府性基金及对应专项债务收入安排的支出": false, "本单位无此项支出": true, "无": false,
		"此表为空": true,
		"政府性基金预算支出情况表为空表。":                            true,
		"注：本表反映部门本年度的总收支和年末结转结余情况。":                   false,
		"注：“科目编码”和“科目名称”为必填项":                         false,
		"注：1.“机关运行经费”指行政单位使用一般公共预算安排的基本支出中的日常公用经费支出。": false,
		"合计 14,461.89": false,
	} {
		if got := c.EmptyNote(line); got != want {
			t.Errorf("EmptyNote(%s) = %v", line, got)
		}
	}
	for line, want := range map[string]string{
		"单位：万元": "万元", "金额单位:元": "元", "单位 ：元": "元", "编制部门：上海市普陀区财政局  单位：元": "元", "预算数（万元）": "万元", "（单位：千元）": "千元",
		"部门：江苏省政协办公厅": "", "单位：人": "", "一般公共预算": "", "编制单位：某局": "",
	} {
		got, ok := c.UnitLine(line)
		if got != want || ok != (want != "") {
			t.Errorf("UnitLine(%s) = %q %v, want %q", line, got, ok, want)
		}
	}
	for _, x := range []struct {
		line, name string
		ok         bool
	}{
		{"部门：江苏省政协办公厅                    单位：万元", "江苏省政协办公厅", true},
		{"编制部门：上海市普陀区财政局 单位：元", "上海市普陀区财政局", true},
		{"编制部门（单位）： 101-机关,101020-人力资源和社会保障局 单位：万元", "人力资源和社会保障局", true},
		{"编制部门： 单位：万元", "", true},
		{"公开部门：某县财政局   公开01表   金额单位：万元", "某县财政局", true},
		{"编制单位：某县财政局（盖章）  2023年度  金额单位：元", "某县财政局", true},
		{"单位：某县教育局   单位：万元", "某县教育局", true},
		{"预算单位：101001-某县教育局 预算年度：2024", "某县教育局", true},
		{"单位：万元", "", false},
		{"部门决算表", "", false},
	} {
		name, ok := c.DepartmentLine(x.line)
		if name != x.name || ok != x.ok {
			t.Errorf("DepartmentLine(%s) = %q %v, want %q %v", x.line, name, ok, x.name, x.ok)
		}
	}
	for _, x := range []struct {
		cells string
		want  bool
	}{
		{"栏次|1|2|3", true}, {"行次|1", true}, {"栏次||1|2|3=1+2", true}, {"1|2|3|4", true},
		{"类|款|项|栏次|1|2|3", true}, {"合计|1|2", false}, {"类|款|项|合计|1|2", false}, {"208|05|05", false}, {"3|4|5", false}, {"合计|120.05", false},
	} {
		if got := c.IndexRow(strings.Split(x.cells, "|")); got != x.want {
			t.Errorf("IndexRow(%s) = %v", x.cells, got)
		}
	}
}

func TestLoadReportsAllErrors(t *testing.T) {
	_, err := Overlay(fstest.MapFS{
		"mine/a.toml": {Data: []byte("family = \"mine\"\nphase = \"budget\"\ncolour = \"red\"\n[[table]]\nname = \"x\"\nkind = \"nonsense\"\ntitles = [\"甲表\"]\nunit = \"两\"\n")},
		"mine/b.toml": {Data: []byte("family = \"\"\nphase = \"draft\"\n")},
	})
	if err == nil {
		t.Fatal("no error")
	}
	for _, w := range []string{`unknown key "colour"`, `unknown kind "nonsense"`, `unknown unit "两"`, "no family", `phase "draft"`} {
		if !strings.Contains(err.Error(), w) {
			t.Errorf("%q is not reported in\n%v", w, err)
		}
	}
}

func TestOverlay(t *testing.T) {
	c, err := Overlay(fstest.MapFS{
		"mine/a.toml": {Data: []byte("version = 1\nfamily = \"mine\"\nphase = \"budget\"\n[[table]]\nname = \"green\"\nkind = \"project\"\ntitles = [\"绿化养护台账表\"]\n")},
	})
	if err != nil {
		t.Fatal(err)
	}
	ms := c.Title("2030年绿化养护台账表")
	if len(ms) != 1 || ms[0].Kind != "project" || ms[0].Sure != Declared || len(ms[0].Forms) != 1 || ms[0].Forms[0] != "mine/green" {
		t.Errorf("got %+v", ms)
	}
	if c.Hash() == Builtin().Hash() {
		t.Error("the overlay does not change the hash")
	}
}

// TestVocabulary holds kinds and measures of the data against the glossary.
func TestVocabulary(t *testing.T) {
	c := builtinForTest(t)
	known := map[string]bool{}
	for _, g := range budget.Glossary() {
		known[g.Use()+" "+g.Identifier] = true
	}
	for _, k := range c.Kinds() {
		if !known["table "+k.ID] {
			t.Errorf("kind %s is not in the glossary", k.ID)
		}
		for _, l := range k.Lanes {
			if !known["lane "+l] {
				t.Errorf("lane %s is not in the glossary", l)
			}
		}
	}
	for _, h := range c.heads.rows {
		m := h.measure
		if strings.HasPrefix(m, "economic_") {
			m = "economic_301"
		}
		switch h.role {
		case "measure":
			if !known["measure "+m] {
				t.Errorf("headings.csv: measure %s is not in the glossary", m)
			}
		case "base":
			if m != "amount" && m != "budget" && m != "final" && !known["base "+m] && !known["measure "+m] {
				t.Errorf("headings.csv: base %s is not in the glossary", m)
			}
		}
	}
}

func TestDisclosure(t *testing.T) {
	c := builtinForTest(t)
	for _, x := range []struct {
		line string
		want Disclosure
	}{
		{"上海市普陀区财政局2024年度部门决算", Disclosure{Body: "上海市普陀区财政局", Year: 2024, Phase: "final", Scope: "department"}},
		{"第二部分 江苏省人民检察院 2017 年度部门预算表", Disclosure{Body: "江苏省人民检察院", Year: 2017, Phase: "budget", Scope: "department", Chapter: true}},
		{"第二部分 2021 年部门预算公开表", Disclosure{Year: 2021, Phase: "budget", Scope: "department", Chapter: true}},
		{"第三部门 2018年度部门决算情况说明", Disclosure{Year: 2018, Phase: "final", Scope: "department", Chapter: true}},
		{"第一部分 高新区（新市区）人力资源和社会保障局单位概况", Disclosure{Body: "高新区(新市区)人力资源和社会保障局", Chapter: true, Overview: true}},
		{"第一部分青田县财政局部门单位概况", Disclosure{Body: "青田县财政局", Chapter: true, Overview: true}},
		{"青田县执法局(青田县城管局)2021年度部门决算", Disclosure{Body: "青田县执法局(青田县城管局)", Year: 2021, Phase: "final", Scope: "department"}},
		{"上海市普陀区2026年区级单位预算", Disclosure{Body: "上海市普陀区", Year: 2026, Phase: "budget", Scope: "unit"}},
		{"江苏省2018年度省级部门预算公开报表", Disclosure{Body: "江苏省", Year: 2018, Phase: "budget", Scope: "department"}},
		{"德江县机关事务中心2025年部门预算及“三公”经费公开信息", Disclosure{Body: "德江县机关事务中心", Year: 2025, Phase: "budget", Scope: "department"}},
		{"黄石港区卫健局(汇总)2022年部门决算公开", Disclosure{Body: "黄石港区卫健局(汇总)", Year: 2022, Phase: "final", Scope: "department"}},
		{"2022年部门预算", Disclosure{Year: 2022, Phase: "budget", Scope: "department"}},
		{"二〇一七年度部门决算", Disclosure{Year: 2017, Phase: "final", Scope: "department"}},
		{"上海市普陀区人民政府万里街道办事处（部门）主要职能", Disclosure{Body: "上海市普陀区人民政府万里街道办事处(部门)", Overview: true}},
		{"上海市 XX 局 2024 年度部门决算", Disclosure{Body: "上海市XX局", Year: 2024, Phase: "final", Scope: "department"}},
		{"开江县教育局部门预算", Disclosure{Body: "开江县教育局", Phase: "budget", Scope: "department"}},
		{"2021年湛江市人民政府行政服务中心部门决算", Disclosure{Body: "湛江市人民政府行政服务中心", Year: 2021, Phase: "final", Scope: "department"}},
		{"曾都区河道堤防建设管理处 2021 年度决算公开说明", Disclosure{Body: "曾都区河道堤防建设管理处", Year: 2021, Phase: "final"}},
		{"丰都县林业局(本级) 2024 年度决算公开说明", Disclosure{Body: "丰都县林业局(本级)", Year: 2024, Phase: "final", Scope: "unit"}},
		{"天水市幼兒園2017年度部門決算公開", Disclosure{Body: "天水市幼儿园", Year: 2017, Phase: "final", Scope: "department"}},
		{"江苏省委办公厅 2017 年度部门预算", Disclosure{Body: "江苏省委办公厅", Year: 2017, Phase: "budget", Scope: "department"}},
	} {
		got, ok := c.Disclosure(x.line)
		if d := cmp.Diff(x.want, got); !ok || d != "" {
			t.Errorf("%s: %v (-want +got)\n%s", x.line, ok, d)
		}
	}
	for _, line := range []string{
		"一、主要职能", "部门概况", "2024年9月", "收支预算总表", "2021 年部门预算收入总计14461.89万元", "与2020年部门预算相比，增加10万元",
		"一般公共预算支出", "负责编制年度财政预决算并组织执行", "编制部门：上海市普陀区财政局", "上海市普陀区财政局2024年度部门决算…………3", "项目 决算数 项目 合计 一般公共预算财政拨款 政府性基金预算财政拨款",
	} {
		if got, ok := c.Disclosure(line); ok {
			t.Errorf("%s read as %+v", line, got)
		}
	}
	for line, want := range map[string]int{
		"三、关于高新区人力资源和社会保障局2020年收入预算情况说明": 2020, "第二部分 2025年部门预算表": 2025, "一、2018年至2020年收支情况说明": 0,
		"五、比2019年预算增减情况": 0, "一、主要职能": 0, "1. 2024年部门财务收支预算总表": 2024,
	} {
		if got := c.HeadingYear(line); got != want {
			t.Errorf("HeadingYear(%s) = %d, want %d", line, got, want)
		}
	}
	for printed, want := range map[string]string{
		"中国共产党江苏省委员会办公厅": "中共江苏省委办公厅", "黄石港区卫健局(汇总)": "黄石港区卫健局", "101020-人力资源和社会保障局": "人力资源和社会保障局", "单位：万元": "", "[808001]丰城市泉港镇人民政府": "丰城市泉港镇人民政府", "入二、政府": "", "项目(按部门预算经济分项目(按政府": "",
	} {
		if got := c.BodyName(printed); got != want {
			t.Errorf("BodyName(%s) = %q, want %q", printed, got, want)
		}
	}
}

// TestUndeclaredTitles reads titles that other places use and that no form
// declares, or that one declares in other words.
func TestUndeclaredTitles(t *testing.T) {
	c := builtinForTest(t)
	f, err := os.Open("testdata/rules.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range rows[1:] {
		ms := c.Title(r[0])
		if len(ms) != 1 || ms[0].Kind != r[1] || string(ms[0].Phase) != r[2] {
			t.Errorf("%s: got %+v, want %s %s", r[0], ms, r[1], r[2])
		}
	}
}

func TestCheck(t *testing.T) {
	good := fstest.MapFS{"mine/a.toml": {Data: []byte("version = 1\nfamily = \"mine\"\nphase = \"budget\"\n[[table]]\nname = \"green\"\nkind = \"project\"\ntitles = [\"绿化养护台账表\"]\ncolumns = [\"项目名称\", \"合计\"]\n")}}
	if errs := CheckFolder(good); len(errs) != 0 {
		t.Errorf("a sound folder: %v", errs)
	}
	bad := fstest.MapFS{"mine/a.toml": {Data: []byte("version = 1\nfamily = \"mine\"\nphase = \"budget\"\n" +
		"[[table]]\nname = \"x\"\nkind = \"project\"\ntitles = [\"部门收支总表\"]\ncolumns = [\"甲乙丙\"]\n" +
		"[[table]]\nname = \"y\"\nkind = \"project\"\ntitles = [\"一、某表\"]\n")}}
	var got []string
	for _, err := range CheckFolder(bad) {
		got = append(got, err.Error())
	}
	all := strings.Join(got, "\n")
	for _, w := range []string{"claimed as summary", `column "甲乙丙"`, `"一、某表" is not read as a title`} {
		if !strings.Contains(all, w) {
			t.Errorf("%q is not among\n%s", w, all)
		}
	}
}

func TestByHeadings(t *testing.T) {
	c := builtinForTest(t)
	for _, x := range []struct{ heads, want string }{
		{"序号 单位名称 备注", "member_units"}, {"序号 单位名称 单位性质", "member_units"}, {"序号 预算单位名称", "member_units"},
		{"一级指标 二级指标 三级指标 指标值", "performance"}, {"单位名称 合计 基本支出", ""}, {"科目编码 科目名称 合计", ""}, {"采购品目 采购数量 金额", "procurement"}, {"", ""},
	} {
		if got := strings.Join(c.ByHeadings(strings.Fields(x.heads)), " "); got != x.want {
			t.Errorf("%s: %q, want %q", x.heads, got, x.want)
		}
	}
}

// 收入决算数 over the columns of a 收支 table is the name of its side.
func TestSidesWithOwnFigures(t *testing.T) {
	cols, ok := Builtin().Columns("appropriation", budget.PhaseFinal, 0, [][]string{{"收入决算数", "决算数"}, {"支出决算数", "合计"}, {"支出决算数", "政府性基金预算财政拨款"}})
	want := []Column{
		{Role: "measure", Measure: "total", Lane: "revenue"},
		{Role: "measure", Measure: "total", Lane: "expenditure"},
		{Role: "measure", Measure: "government_fund", Lane: "expenditure"},
	}
	for i := range want {
		if !ok[i] || cols[i] != want[i] {
			t.Errorf("column %d: %+v, %v, want %+v", i, cols[i], ok[i], want[i])
		}
	}
}
