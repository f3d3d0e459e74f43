package parse

import (
	"testing"

	"yusuan/parse/budget"
)

func TestPlaceClaim(t *testing.T) {
	for subject, want := range map[string]string{
		"三公经费/公车购置费":          "sangong/vehicle_purchase ",
		"三公经费/公车运行及维护":        "sangong/vehicle_running ",
		"财政拨款项目支出":            "appropriation/total ",
		"一般公共服务类及其他项目支出":      "/ ",
		"一般公共预算基本支出/工资福利支出":   "general_public_basic/total 301",
		"项目支出/工资福利支出":         "/ 301", // no table has the 科目 of projects alone
		"基本支出和项目支出合计/工资福利支出":  "general_public_basic/total 301",
		"人员经费和公用经费":           "/ ",
		"一般公共预算财政拨款支出/公用经费支出": "/ ",
	} {
		c := budget.Claim{Subject: subject, Amount: "1.00", Unit: "万元"}
		placeClaim(&c, 2022)
		if got := c.Table + "/" + c.Measure + " " + c.Code; got != want {
			t.Errorf("%s: %q, want %q", subject, got, want)
		}
	}
}
