package parse

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"yusuan/extract"
	"yusuan/parse/budget"
)

// TestIdentifyCovers reads covers, heads and titles of many makes.
func TestIdentifyCovers(t *testing.T) {
	type want struct {
		Organization string
		Year         int
		Phase        budget.Phase
		Scope        budget.Scope
		Slips        []string
	}
	for _, x := range []struct {
		name string
		doc  *extract.Document
		want want
	}{
		{"name on two lines", textDocument("x.pdf", "明河市西渠县人力资源和\n社会保障局\n2023年部门预算\n目录", "部门收支总表\n部门：明河市西渠县人力资源和社会保障局 单位：万元"),
			want{"明河市西渠县人力资源和社会保障局", 2023, "budget", "department", nil}},
		{"name on two lines, no department lines", textDocument("x.pdf", "明河市西渠县人力资源和\n社会保障局\n2023年部门预算\n目录", "部门收支总表\n单位：万元"),
			want{"明河市西渠县人力资源和社会保障局", 2023, "budget", "department", nil}},
		{"main body alone", textDocument("x.pdf", "明河市西渠县水利局（本级）2023年度单位决算\n目录", "收入支出决算总表\n单位：明河市西渠县水利局（本级） 单位：万元"),
			want{"明河市西渠县水利局", 2023, "final", "unit", nil}},
		{"bureau office", textDocument("x.pdf", "明河市西渠县水利局本级2023年度部门决算\n目录", "收入支出决算总表\n部门：明河市西渠县水利局本级 金额单位：万元"),
			want{"明河市西渠县水利局", 2023, "final", "unit", nil}},
		{"summed up", textDocument("x.pdf", "明河市西渠县水利局（汇总）\n2023年度部门决算公开\n目录", "收入支出决算总表\n部门：明河市西渠县水利局（汇总） 金额单位：万元"),
			want{"明河市西渠县水利局", 2023, "final", "department", nil}},
		{"year in characters", textDocument("x.pdf", "明河市西渠县水利局\n二〇二一年度部门决算\n目录", "收入支出决算总表"),
			want{"明河市西渠县水利局", 2021, "final", "department", nil}},
		{"year in characters with a circle", textDocument("x.pdf", "明河市西渠县水利局\n二○二一年度部门决算\n目录", "收入支出决算总表"),
			want{"明河市西渠县水利局", 2021, "final", "department", nil}},
		{"year spread out", textDocument("x.pdf", "明河市西渠县水利局\n2 0 2 1 年 度\n部 门 决 算\n二〇二二年九月\n目 录", "收入支出决算总表"),
			want{"明河市西渠县水利局", 2021, "final", "department", nil}},
		{"year and words on lines of their own", textDocument("x.pdf", "2021年度\n明河市西渠县水利局\n部门决算\n目 录", "收入支出决算总表\n部门：明河市西渠县水利局"),
			want{"明河市西渠县水利局", 2021, "final", "department", nil}},
		{"year in titles alone", textDocument("x.pdf", "2022年部门收支总表\n部门：明河市西渠县水利局 单位：万元", "2022年部门收入总表\n部门：明河市西渠县水利局 单位：万元"),
			want{"明河市西渠县水利局", 2022, "", "department", nil}},
		{"unit on the cover, department on the tables", textDocument("x.pdf", "明河市西渠县农机推广站2022年单位预算\n目录", "单位收支总表\n部门：明河市西渠县农牧局 单位：万元", "单位收入总表\n部门：明河市西渠县农牧局 单位：万元"),
			want{"明河市西渠县农机推广站", 2022, "budget", "unit", []string{"department-slip 明河市西渠县农牧局"}}},
		{"development zone", textDocument("x.pdf", "明河经济技术开发区管理委员会2022年部门预算\n目录", "部门收支总表\n部门：明河经济技术开发区管理委员会 单位：万元"),
			want{"明河经济技术开发区管理委员会", 2022, "budget", "department", nil}},
		{"high-tech zone bureau", textDocument("x.pdf", "明河高新区财政金融局2022年部门预算\n目录", "部门收支总表\n部门：明河高新区财政金融局 单位：万元"),
			want{"明河高新区财政金融局", 2022, "budget", "department", nil}},
		{"zone alone", textDocument("x.pdf", "2022年明河高新技术产业开发区部门预算\n目录", "部门收支总表"),
			want{"明河高新技术产业开发区", 2022, "budget", "department", nil}},
		{"regiment", textDocument("x.pdf", "第十九师一九六团2022年度部门决算\n目录", "收入支出决算总表\n部门：第十九师一九六团 单位：万元"),
			want{"第十九师一九六团", 2022, "final", "department", nil}},
		{"corps", textDocument("x.pdf", "新疆生产建设兵团第十九师水利局2022年度部门决算\n目录", "收入支出决算总表\n部门：新疆生产建设兵团第十九师水利局 单位：万元"),
			want{"新疆生产建设兵团第十九师水利局", 2022, "final", "department", nil}},
		{"prefecture", textDocument("x.pdf", "云岭彝族自治州林业和草原局2022年部门预算\n目录", "部门收支总表\n部门：云岭彝族自治州林业和草原局 单位：万元"),
			want{"云岭彝族自治州林业和草原局", 2022, "budget", "department", nil}},
		{"banner", textDocument("x.pdf", "白云右旗教育体育局2022年部门预算公开\n目录", "部门收支总表\n部门：白云右旗教育体育局 单位：万元"),
			want{"白云右旗教育体育局", 2022, "budget", "department", nil}},
		{"people's government of a town", textDocument("x.pdf", "明河市西渠县石桥镇人民政府2022年部门预算\n目录", "部门收支总表\n部门：明河市西渠县石桥镇人民政府 单位：万元"),
			want{"明河市西渠县石桥镇人民政府", 2022, "budget", "department", nil}},
		{"street office", textDocument("x.pdf", "明河市西渠区人民政府石桥街道办事处\n2022年部门预算\n目录", "部门收支总表\n部门：明河市西渠区人民政府石桥街道办事处 单位：万元"),
			want{"明河市西渠区人民政府石桥街道办事处", 2022, "budget", "department", nil}},
		{"school", textDocument("x.pdf", "明河市西渠县第二中学2022年单位预算\n目录", "单位收支总表\n单位名称：明河市西渠县第二中学 单位：万元"),
			want{"明河市西渠县第二中学", 2022, "budget", "unit", nil}},
		{"primary school with a campus", textDocument("x.pdf", "明河市西渠县石桥镇中心小学校2022年度单位决算\n目录", "收入支出决算总表\n单位名称：明河市西渠县石桥镇中心小学校 单位：万元"),
			want{"明河市西渠县石桥镇中心小学校", 2022, "final", "unit", nil}},
		{"hospital", textDocument("x.pdf", "明河市西渠县石桥镇卫生院\n2022年度单位决算\n目录", "收入支出决算总表\n单位名称：明河市西渠县石桥镇卫生院 单位：万元"),
			want{"明河市西渠县石桥镇卫生院", 2022, "final", "unit", nil}},
		{"court", textDocument("x.pdf", "明河市西渠县人民法院2022年度部门决算\n目录", "收入支出决算总表\n部门：明河市西渠县人民法院 单位：万元"),
			want{"明河市西渠县人民法院", 2022, "final", "department", nil}},
		{"party committee", textDocument("x.pdf", "中国共产党明河市西渠县委员会组织部2022年度部门决算\n目录", "收入支出决算总表\n部门：中国共产党明河市西渠县委员会组织部 单位：万元"),
			want{"中共明河市西渠县委组织部", 2022, "final", "department", nil}},
		{"league", textDocument("x.pdf", "中国共产主义青年团明河市西渠县委员会2022年度部门决算\n目录", "收入支出决算总表\n部门：中国共产主义青年团明河市西渠县委员会 单位：万元"),
			want{"中国共产主义青年团明河市西渠县委员会", 2022, "final", "department", nil}},
		{"wrong year in a running head", textDocument("x.pdf", "明河市西渠县水利局2023年度部门决算\n目录", "明河市西渠县水利局2022年度部门决算\n收入支出决算总表\n部门：明河市西渠县水利局 单位：万元", "明河市西渠县水利局2022年度部门决算\n收入决算表\n部门：明河市西渠县水利局 单位：万元"),
			want{"明河市西渠县水利局", 2023, "final", "department", []string{"year-slip 2022"}}},
		{"final for budget in one title", textDocument("x.pdf", "明河市西渠县水利局2023年部门预算\n目录", "部门收支预算总表\n部门：明河市西渠县水利局", "部门收入决算表\n部门：明河市西渠县水利局", "部门支出预算总表\n部门：明河市西渠县水利局"),
			want{"明河市西渠县水利局", 2023, "budget", "department", []string{"phase-slip final"}}},
		{"year before the name", textDocument("x.pdf", "2024年度\n明河市西渠县水利局部门预算公开\n目录", "部门收支总表\n部门：明河市西渠县水利局"),
			want{"明河市西渠县水利局", 2024, "budget", "department", nil}},
		{"label on the cover", textDocument("x.pdf", "2024年部门预算公开\n部门名称：明河市西渠县水利局\n公开时间：2024年2月\n目录", "部门收支总表"),
			want{"明河市西渠县水利局", 2024, "budget", "department", nil}},
		{"attachment mark first", textDocument("x.pdf", "附件1\n明河市西渠县水利局\n2024年部门预算公开说明\n目录", "部门收支总表"),
			want{"明河市西渠县水利局", 2024, "budget", "department", nil}},
	} {
		id := Identify(x.doc, nil, nil)
		got := want{id.Organization, id.Year, id.Phase, id.Scope, nil}
		for _, f := range id.Findings {
			got.Slips = append(got.Slips, f.Check+" "+f.Actual)
		}
		if d := cmp.Diff(x.want, got); d != "" {
			t.Errorf("%s (-want +got)\n%s", x.name, d)
		}
	}
}
