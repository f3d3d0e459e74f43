package parse

import (
	"strings"
	"testing"
)

// TestSaidTotals settles columns by what the prose says a total consists of:
// the sums alone do not tell which of five columns the parts stand in.
func TestSaidTotals(t *testing.T) {
	const table = `青田县水文站2023年度部门决算
支出决算表
单位：万元
功能分类科目编码 科目名称 本年支出合计 基本支出 项目支出 上缴上级支出 经营支出 对附属单位补助支出
合计 90.00 60.00 30.00
213 农林水支出 90.00 60.00 30.00
21303 水利 90.00 60.00 30.00
2130312 水文测报 70.00 60.00 10.00
2130399 其他水利支出 20.00 20.00
`
	for prose, want := range map[string]string{
		"本年支出合计90万元，其中：基本支出60万元，占66.67%；项目支出30万元，占33.33%。": "basic project basic project basic project basic project project",
		"本年支出合计90万元，其中：基本支出50万元，占55.56%；项目支出40万元，占44.44%。": strings.TrimSpace(strings.Repeat("unknown ", 9)),
	} {
		doc, err := Document(t.Context(), textDocument("", table, "支出决算情况说明\n"+prose), Options{})
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, f := range doc.Facts {
			if f.Measure != "total" {
				got = append(got, f.Measure)
			}
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s: %v, want %s", prose, got, want)
		}
	}
}
