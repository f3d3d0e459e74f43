package batch

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"yusuan/parse/budget"
)

const corpus = "../../../../shared/corpus"

// An anomaly is one numbered line of the lists of known discrepancies of real
// documents. Where a check finds it, what its finding says is wanted; where
// none does, why is told.
type anomaly struct {
	id    string
	check string
	code  string   // of the finding, "" for any
	needs []string // in the message or the evidence
	holds bool     // within rounding: the identity holds and its evidence tells the difference
	why   string   // not found, and why it is none of arithmetic, structure and text
}

// The files the lists speak of.
var anomalies = map[string][]anomaly{
	"pdf/sh_putuo_caizheng_2024_final.pdf": {
		{id: "CZ1", check: "hierarchy", needs: []string{"合计", "2,946.25", "rounding: 100元"}, holds: true},
		{id: "CZ2", check: "hierarchy", needs: []string{"财政拨款收入 2,940.05", "rounding: 100元"}, holds: true},
		{id: "CZ3", check: "hierarchy", needs: []string{"2,336.91", "rounding: 100元"}, holds: true},
		{id: "CZ4", check: "hierarchy", needs: []string{"一般公共预算财政拨款支出决算表", "2,940.05", "rounding: 100元"}, holds: true},
		{id: "CZ5", check: "tables-agree", needs: []string{"326.71", "326.72"}, holds: true},
		{id: "CZ6", check: "hierarchy", code: "301", needs: []string{"2,082.85", "rounding: 100元"}, holds: true},
		{id: "CZ7", check: "hierarchy", code: "302", needs: []string{"171.07", "rounding: 200元"}, holds: true},
		{id: "N1", check: "claim-amount", needs: []string{"0.3万元", "2,961.68"}},
		{id: "N2", check: "reason-contrary", needs: []string{"持平", "减少支付"}},
		{id: "N3", check: "claim-share", code: "201", needs: []string{"71.65", "71.73"}},
		{id: "N4", why: "326.72 is what three tables print; 326.71 in the summaries is CZ5, within rounding"},
		{id: "N5", check: "claim-listed", needs: []string{"个人农业生产补贴", "奖励金"}},
		{id: "N6", check: "claim-use", code: "2010601", needs: []string{"8.37万元"}},
		{id: "N6", check: "claim-use", code: "2010602", needs: []string{"10.00万元"}},
		{id: "N7", why: "维护 more in a name, and a zero for a blank: both mean the same"},
		{id: "M12", check: "claim-parts", needs: []string{"251.25", "251.26", "rounding: 0.01万元"}, holds: true},
		{id: "M13", why: "eleven addends, 0.01 off: rounding; the tables' own sums are CZ3 and CZ4"},
	},
	"pdf/sh_putuo_zhengfuban_2025_budget_dept.pdf": {
		{id: "N8", check: "claim-use", code: "2010301", needs: []string{"110,000.00"}},
		{id: "N8", check: "claim-use", code: "2010350", needs: []string{"40,000.00"}},
		{id: "N9", why: "the projects with targets need not be all projects: no contradiction"},
		{id: "N10", why: "reception may be paid from projects too: a part is not larger than its whole, which holds"},
		{id: "M21", why: "a document of an earlier year may be the ground of a project"},
	},
	"pdf/sh_putuo_wanli_2024_budget_dept.pdf": {
		{id: "N11", check: "empty-note", needs: []string{"本表为空表"}},
		{id: "N12", check: "claim-amount", code: "2210201", needs: []string{"352.67", "3,503,499", "350.35"}},
		{id: "N13", why: "the projects with targets need not be all projects: no contradiction"},
		{id: "M14", check: "reason-contrary", code: "2013302", needs: []string{"经费增加"}},
		{id: "M15", check: "reason-other", code: "2080506", needs: []string{"2080502 事业单位离退休"}},
		{id: "M16", check: "reason-other", code: "2120104", needs: []string{"2120102 一般行政管理事务"}},
		{id: "M17", check: "claim-zero-base", code: "2059999", needs: []string{"100.00%"}},
		{id: "M18", check: "claim-parts", needs: []string{"8013", "8103", "相邻两位数字颠倒", "13369"}},
		{id: "M19", why: "33 addends, 0.01 off: rounding"},
		{id: "M20", why: "counts of bodies of different scope, by the list itself no error"},
	},
	"text/xj_gaoxinqu_renshe_2021_budget.txt": {
		{id: "N14", check: "claim-name", code: "2120399", needs: []string{"其他城乡公共设施", "其他城乡社区公共设施支出"}},
		{id: "N15", check: "claim-name", needs: []string{"就业专项经费", "就业公岗人员工资及社保"}},
		{id: "N15", check: "claim-name", needs: []string{"网络使用费", "运行费（水电暖）"}},
		{id: "N15", check: "claim-name", needs: []string{"区聘人员工资社保及福利支出", "区聘人员工资社保福利支出"}},
		{id: "N16", why: "what a subsidy is called under one item: only its meaning tells"},
		{id: "M1", why: "1535.78 and 1535.79 are said of two sources of money; each closes within rounding"},
		{id: "M2", check: "claim-parts", needs: []string{"253.50", "253.51", "rounding: 0.01万元"}, holds: true},
		{id: "M3", check: "claim-percent", code: "2080505", needs: []string{"5.69", "5.6%"}},
		{id: "M4", why: "14.03 follows from the figures as printed: marginal by the list itself"},
		{id: "M5", check: "bodies-differ", needs: []string{"下属行政单位2家"}},
		{id: "M6", why: "what an indicator counts: only its meaning tells that 人均 times 人数 is meant"},
		{id: "M7", why: "the scopes may differ, by the list itself"},
		{id: "M8", why: "5855.16 is not printed; 12 times a figure cut to 0.01 is 5855.17 within rounding"},
		{id: "M9", check: "year-slip", needs: []string{"2020年收入预算情况说明"}},
		{id: "M9", check: "year-slip", needs: []string{"2020年部门预算未安排购置车辆"}},
		{id: "M10", check: "text-copied", needs: []string{"区聘人员", "人力资源服务中心"}},
		{id: "M11", check: "claim-unit", needs: []string{"120.05"}},
	},
	"pdf/js_renda_2017_budget.pdf": {
		{id: "R1", check: "agency-operating", needs: []string{"5,560.31", "1,585.96", "3,974.35"}},
		{id: "R2", why: "0 for 0.00: a format"},
		{id: "R3", check: "claim-share", needs: []string{"26.69", "8.75", "22.02", "7.22", "51.28", "16.81"}},
		{id: "R4", check: "claim-amount", needs: []string{"10528.33", "2010101", "4,545.94"}},
		{id: "R5", check: "claim-same", needs: []string{"5619.31", "1,585.96"}},
		{id: "R6", why: "254.23 follows from the figures with their rounding"},
		{id: "D order", check: "table-order", needs: []string{"财政拨款支出预算表"}},
		{id: "D lists", check: "claim-listed", needs: []string{"其他工资福利支出", "绩效工资"}},
		{id: "D lists", check: "claim-listed", needs: []string{"公务交通补贴", "其他交通费用"}},
	},
	"pdf/js_jianchayuan_2018_budget.pdf": {
		{id: "J1", why: "a figure without its separator: a format"},
		{id: "J2", check: "row-order", code: "30211", needs: []string{"差旅费"}},
		{id: "J3", check: "claim-percent", code: "2040402", needs: []string{"0.60%", "0.06%", "十倍"}},
		{id: "J4", check: "claim-percent", code: "2040405", needs: []string{"6.60%", "0.66%", "十倍"}},
		{id: "J5", check: "claim-percent", needs: []string{"22.00%", "21.95%"}},
		{id: "J6", check: "claim-twice", needs: []string{"3959.28", "3958.98"}},
		{id: "J7", check: "claim-parts", needs: []string{"3958.67", "3958.69", "rounding: 0.02万元"}, holds: true},
		{id: "J8", why: "one sentence may name one factor of several, by the list itself"},
		{id: "J9", check: "claim-share", needs: []string{"99.93", "99.94"}},
		{id: "J10", check: "claim-share", needs: []string{"0.07%", "0.06%"}},
		{id: "J11", check: "claim-share", needs: []string{"63.74", "63.75"}},
		{id: "J12", check: "claim-share", needs: []string{"10.88", "10.87"}},
		{id: "J13", check: "claim-percent", needs: []string{"9.15%", "9.1%"}},
		{id: "J14", check: "claim-percent", code: "2040401", needs: []string{"36.59", "36.58"}},
		{id: "D names", check: "claim-name", code: "2080504", needs: []string{"未归口管理的行政单位离退休"}},
		{id: "D titles", check: "table-title", needs: []string{"政府性基金财政拨款支出预算表", "政府性基金支出预算表"}},
	},
}

// TestAnomalies reads the real documents whose discrepancies are known and
// looks for a finding on each, line by line of the lists.
func TestAnomalies(t *testing.T) {
	if _, err := os.Stat(corpus); err != nil {
		t.Skip("the corpus of real documents is not here")
	}
	var found, within, told int
	for file, list := range anomalies {
		doc := readFixture(t, filepath.Join(corpus, file))
		for _, a := range list {
			switch {
			case a.why != "":
				told++
				continue
			case !a.in(doc.Findings):
				t.Errorf("%s %s: no finding of %s with %v", filepath.Base(file), a.id, a.check, a.needs)
			case a.holds:
				within++
			default:
				found++
			}
		}
	}
	t.Logf("%d found, %d held within rounding and told so, %d of another kind", found, within, told)
}

// in reports whether a finding tells the anomaly.
func (a anomaly) in(findings []budget.Finding) bool {
	for _, f := range findings {
		if f.Check != a.check || a.code != "" && f.Code != a.code || a.holds != (f.Status == budget.Holds) {
			continue
		}
		text := f.Message + "\n" + f.Evidence
		all := true
		for _, n := range a.needs {
			all = all && strings.Contains(text, n)
		}
		if all {
			return true
		}
	}
	return false
}
