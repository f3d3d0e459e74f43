package parse

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"yusuan/extract"
	"yusuan/parse/budget"
)

// textDocument makes a document of pages of plain lines.
func textDocument(file string, pages ...string) *extract.Document {
	doc := &extract.Document{File: file, Kind: "text"}
	for i, p := range pages {
		page := &extract.Page{Number: i + 1, Engine: "test"}
		for _, l := range strings.Split(p, "\n") {
			page.Lines = append(page.Lines, extract.Line{Text: l})
		}
		doc.Pages = append(doc.Pages, page)
	}
	return doc
}

func TestIdentify(t *testing.T) {
	type want struct {
		Organization, Region string
		Year                 int
		Phase                budget.Phase
		Scope                budget.Scope
		Template             bool
		Slips                []string
	}
	for _, x := range []struct {
		name string
		doc  *extract.Document
		want want
	}{
		{"cover in one line", textDocument("a.pdf", "丙市丁区青田县水利局2023年度部门决算\n目录\n第一部分 青田县水利局概况", "收入支出决算总表\n部门：青田县水利局 单位：万元"),
			want{"丙市丁区青田县水利局", "331121", 2023, "final", "department", false, nil}},
		{"name above the year", textDocument("a.pdf", "江苏省人民检察院\n2018 年 度 部 门 预 算\n目 录", "公开01表\n收支预算总表\n部门：江苏省人民检察院 单位：万元"),
			want{"江苏省人民检察院", "320000", 2018, "budget", "department", false, nil}},
		{"tables alone, long form", textDocument("x.pdf", "收支预算总表\n部门：中国共产党江苏省委员会办公厅 单位：万元", "2017年政府采购预算表\n部门：中国共产党江苏省委员会办公厅 单位：万元"),
			want{"中共江苏省委办公厅", "320000", 2017, "budget", "", false, nil}},
		{"short name in heads", textDocument("x.pdf", "江苏省人大常委会办公厅\n2017 年度部门预算", "第二部分 省人大办公厅 2017 年度部门预算表", "部门：江苏省人大常委会办公厅 单位：万元"),
			want{"江苏省人大常委会办公厅", "320000", 2017, "budget", "department", false, nil}},
		{"region on the cover, unit", textDocument("x.pdf", "上海市普陀区2026年区级单位预算\n预算单位：上海市普陀区清风所\n目 录", "2026年预算单位财务收支预算总表\n编制单位：上海市普陀区清风所 单位：元\n编制单位：上海市普陀区清风所 单位：元"),
			want{"上海市普陀区清风所", "310107", 2026, "budget", "unit", false, nil}},
		{"no cover, codes before the name", textDocument("x.txt", "第一部分 高新区（新市区）人力资源和社会保障局单位概况\n第二部分 2021 年部门预算公开表\n表二：\n部门收入总体情况表\n编制部门（单位）： 101-机关,101020-人力资源和社会保障局 单位：万元\n三、关于高新区（新市区）人力资源和社会保障局2020年收入预算情况说明"),
			want{"高新区(新市区)人力资源和社会保障局", "650104", 2021, "budget", "department", false, []string{"year-slip 2020"}}},
		{"template", textDocument("x.pdf", "某市 XX 局\n2024 年度部门决算\n目录\n第一部分 某市 XX 局概况"),
			want{"某市XX局", "", 2024, "final", "department", true, nil}},
		{"left-over name", textDocument("x.pdf", "青田县水利局2023年度部门决算\n目录\n第一部分 青田县水利局概况", "第二部分 青田县林业局2023年度部门决算表", "部门：青田县水利局 单位：万元"),
			want{"青田县水利局", "331121", 2023, "final", "department", false, []string{"department-slip 青田县林业局"}}},
		{"left-over year and phase", textDocument("x.pdf", "青田县水利局2023年度部门决算\n目录\n第二部分 2022年度部门预算表\n第三部分 2023年度部门决算情况说明"),
			want{"青田县水利局", "331121", 2023, "final", "department", false, []string{"year-slip 2022", "phase-slip budget"}}},
		{"file name last", textDocument("dir/青田县水利局2022年部门预算.pdf", "收支总表"),
			want{"青田县水利局", "331121", 2022, "budget", "", false, nil}},
		{"nothing", textDocument("scan0001.pdf", "一般公共预算支出表\n201 一般公共服务支出 10.00"), want{}},
		{"province from the text", textDocument("x.pdf", "普陀区清风局2024年部门预算\n上海市普陀区清风局是区政府的工作部门。\n根据上海市有关规定"),
			want{"普陀区清风局", "310107", 2024, "budget", "department", false, nil}},
		{"the number of the document above the title", textDocument("x.txt", "监督索引号33112100243601000\n青田县水利局2022年度部门决算\n目录"),
			want{"青田县水利局", "331121", 2022, "final", "department", false, nil}},
		{"an item of a menu above the title", textDocument("x.txt", "• 加入收藏\n青田县水利局2022年度部门决算\n目录"),
			want{"青田县水利局", "331121", 2022, "final", "department", false, nil}},
		{"a wider division above the title", textDocument("x.txt", "浙江省\n青田县水利局2022年度部门决算\n目录"),
			want{"浙江省青田县水利局", "331121", 2022, "final", "department", false, nil}},
		{"a second name in brackets", textDocument("x.txt", "青田县综合行政执法局 (青田县城市管理局) 2021年度部门决算\n一、部门基本情况"),
			want{"青田县综合行政执法局", "331121", 2021, "final", "department", false, nil}},
		{"behind the dateline of an agency", textDocument("x.txt", "某某社青田2月18日电 青田县水利局2022年度三公经费支出决算为3.00万元。2022年决算已公开。"),
			want{"青田县水利局", "331121", 2022, "final", "", false, nil}},
		{"a day is no name", textDocument("x.txt", "2022年2月20日在青田县\n2022年预算草案的报告"),
			want{"", "331121", 2022, "budget", "", false, nil}},
		{"characters with their pinyin", textDocument("x.txt", "2018年青田縣質(zhì)量技術(shù)監督局“三公”經(jīng)費預(yù)算情況說(shuō)明"),
			want{"青田县质量技术监督局", "331121", 2018, "budget", "", false, nil}},
		{"self-evaluations are of a year that is over", textDocument("x.txt", "大理州数据中心2024年度项目支出自评报告\n自评表见后。年初批复预算30万元，调整后预算28万元。"),
			want{"大理州数据中心", "532900", 2024, "final", "", false, nil}},
	} {
		id := Identify(x.doc, nil, nil)
		got := want{id.Organization, id.Region, id.Year, id.Phase, id.Scope, id.Template, nil}
		for _, f := range id.Findings {
			got.Slips = append(got.Slips, f.Check+" "+f.Actual)
		}
		if d := cmp.Diff(x.want, got); d != "" {
			t.Errorf("%s (-want +got)\n%s%v", x.name, d, id.RegionFrom)
		}
	}
}
