package parse

import (
	"strings"
	"testing"

	"yusuan/parse/form"
)

func TestEconomicMeasure(t *testing.T) {
	for _, x := range []struct {
		heads, scheme string
		year          int
		want          string
	}{
		{"工资福利支出/基本工资", "", 2022, "economic_30101"},
		{"工资福利支出/30102 津贴补贴", "", 2022, "economic_30102"},
		{"基本工资/30101", "", 2022, "economic_30101"},
		{"商品和服务支出/小计", "", 2022, "economic_302"},
		{"工资福利支出/住房公积金", "", 2022, "economic_30113"},
		{"商品和服务支出/培训费", "", 2022, "economic_30216"},
		{"机关工资福利支出", "economic-gov", 2022, "economic_501"},
		{"小计", "", 2022, ""},
		{"扶贫专款", "", 2022, ""},
		{"2022年", "", 2022, ""},
		{"436民政局/预算数", "", 2022, ""},
	} {
		got, ok := economicMeasure(form.Builtin(), strings.Split(x.heads, "/"), x.scheme, x.year)
		if got != x.want || ok != (x.want != "") {
			t.Errorf("%s: %q %v, want %q", x.heads, got, ok, x.want)
		}
	}
}

func TestCodeAndName(t *testing.T) {
	for text, want := range map[string]string{
		"[201]一般公共服务支出": "201 一般公共服务支出", "（2010301）行政运行": "2010301 行政运行", "201-一般公共服务支出": "201 一般公共服务支出",
		"201一般公共服务支出": "201 一般公共服务支出", "2023-2025年规划": "", "[2019]": "", "201-205": "", "405_民政局": "405 民政局",
	} {
		got := ""
		if m := codeAndName(text); m != nil {
			got = m[1] + " " + m[2]
		}
		if got != want {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
	}
}
