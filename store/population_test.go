package store

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"yusuan/parse/budget"
)

// What a synthetic document holds beside its facts, about what a real one does.
const (
	syntheticClaims   = 40
	syntheticFindings = 170
	syntheticYears    = 5 // of each body
)

// The words that names and sentences of the population are made of.
var (
	placeSyllables  = []rune("安北昌春川德东丰福阜高固广海汉和河衡宏华惠吉嘉江金晋靖康莱兰乐梁临灵龙洛绵明宁平清庆泉仁荣瑞沙山泰桐万文武新兴阳宜永云")
	bodyKinds       = strings.Fields("财政局 教育局 卫生健康局 人力资源和社会保障局 农业农村局 水务局 司法局 民政局 统计局 审计局 文化和旅游局 交通运输局 生态环境局 住房和城乡建设局 应急管理局 市场监督管理局 档案馆 图书馆 人民医院 疾病预防控制中心 社区卫生服务中心 第一中学 实验小学 幼儿园 职业技术学校 街道办事处 人民检察院 人民法院 总工会 妇女联合会")
	purposes        = strings.Fields("养老 就业 公共卫生 基层政权 义务教育 学前教育 职业教育 社会救助 残疾人 退役军人 林业 水利 防汛 农村道路 城乡社区 环境保护 大气 水体 文物 群众文化 体育 食品安全 药品 知识产权 统计 审计 信访 档案 消防 应急 地震 气象 粮油 物资储备 法律援助 社区矫正 律师公证 禁毒 科普 技术创新 扶贫 住房 公租房 老旧小区 儿童福利 慈善 殡葬 红十字 计划生育 中医药")
	activities      = strings.Fields("服务 管理 事务 保障 补助 建设 监测 执法 培训 改造 宣传 信息化 运行 奖励 研究 救济 防治 维护 推广 督导")
	economicNames   = strings.Fields("基本工资 津贴补贴 奖金 伙食补助费 绩效工资 养老保险缴费 职业年金缴费 医疗保险缴费 住房公积金 办公费 印刷费 水费 电费 邮电费 差旅费 维修费 租赁费 会议费 培训费 公务接待费 劳务费 工会经费 福利费 公务用车运行维护费")
	reasonCauses    = strings.Fields("在职人员退休 新增人员编制 工资标准调整 社会保险缴费基数调整 上级专项转移支付增加 项目结转 机构改革职能划转 压减一般性支出 新增信息系统运维 办公用房维修 设备更新 政府购买服务增加 人员经费政策性调整 疫情防控支出减少 基本建设项目完工")
	reasonEffects   = strings.Fields("相应安排支出 相应减少经费 按进度支付尾款 纳入年初预算 不再列支 据实安排 统筹使用存量资金 列入专项")
	syntheticTables = []budget.Table{
		{Kind: "summary", Title: "收支预算总表", Unit: "万元"},
		{Kind: "expenditure", Title: "支出预算总表", Unit: "万元"},
		{Kind: "general_public", Title: "一般公共预算支出表", Unit: "万元"},
		{Kind: "general_public_basic", Title: "一般公共预算基本支出表", Unit: "万元"},
		{Kind: "sangong", Title: "“三公”经费支出表", Unit: "万元"},
	}
)

// synthetic makes document n of a population: bodies of many names with five
// years each, whose spending moves from year to year, with about 200 facts in
// five tables, and as many statements and checks as a real document has.
func synthetic(n int) *budget.Document {
	number, year := n/syntheticYears, 2019+n%syntheticYears
	b := &syntheticBody{r: rand.New(rand.NewPCG(uint64(number), 7)), year: year}
	region := number % 3000
	place := func(i int) string {
		return string([]rune{placeSyllables[i/len(placeSyllables)%len(placeSyllables)], placeSyllables[i%len(placeSyllables)]})
	}
	name := place(region) + []string{"县", "市", "区"}[region%3] + bodyKinds[(number/3000*7+number)%len(bodyKinds)]
	if number >= 3000 { // several of a kind in one place
		name += fmt.Sprintf("第%d分部", number/3000)
	}
	b.doc = &budget.Document{
		SHA256: hash(fmt.Sprint("synthetic", n)), File: fmt.Sprintf("%s_%d.pdf", name, year), Bytes: 400_000, Pages: 16, Kind: "pdf",
		Producer: "test", Engine: "native", Organization: name, Scope: budget.ScopeDepartment, Year: year, Phase: budget.PhaseBudget,
		Region: fmt.Sprintf("%06d", 110000+region*10), RegionName: place(region), Status: "read", Parser: 1,
	}
	for i, t := range syntheticTables {
		t.Title = fmt.Sprintf("%d年%s", year, t.Title)
		t.Pages, t.Start.Page, t.End.Page = []int{3 + i}, 3+i, 3+i
		b.doc.Tables = append(b.doc.Tables, t)
	}
	b.tables()
	b.r = rand.New(rand.NewPCG(uint64(n), 11))
	for range syntheticClaims {
		b.claim()
	}
	for i := range syntheticFindings {
		f := &b.doc.Facts[i%len(b.doc.Facts)]
		b.doc.Findings = append(b.doc.Findings, budget.Finding{Check: []string{"rows-sum", "columns-sum", "hierarchy", "across-tables"}[i%4], Severity: budget.SeverityError, Status: budget.Holds,
			Table: syntheticTables[f.Table].Kind, Title: syntheticTables[f.Table].Title, Code: f.Code, Expected: f.Raw, Actual: f.Raw, Tolerance: "50", Span: f.Span, Facts: []int{i % 100, i%100 + 1, i%100 + 2}})
	}
	return b.doc
}

// syntheticBody makes one body's document of a year. What the body does comes
// from its own numbers; the year moves the amounts.
type syntheticBody struct {
	r    *rand.Rand
	year int
	doc  *budget.Document
	row  int
}

// moved is an amount in hundredths of 万元 after some years of change.
func (b *syntheticBody) moved(first int64) int64 {
	amount := first
	for y := 2019; y < 2019+syntheticYears; y++ {
		if step := amount * int64(b.r.IntN(61)-30) / 100; y < b.year {
			amount += step
		}
	}
	return amount
}

// cell adds a fact of the row being written: hundredths of 万元.
func (b *syntheticBody) cell(table int, lane, code, name, measure string, column int, amount int64) {
	raw := fmt.Sprintf("%d.%02d", amount/100, amount%100)
	x, y := 200+80*float64(column), 80+14.5*float64(b.row)
	b.doc.Facts = append(b.doc.Facts, budget.Fact{
		Table: table, Row: b.row, Lane: lane, Code: code, Name: name, Total: name == "合计", Measure: measure, Column: measure,
		Amount: Yuan(amount * 10_000), Unit: "万元", Raw: raw, Printed: budget.PrintedValue,
		Span: budget.Span{Page: 3 + table, X0: x, Y0: y, X1: x + 8*float64(len(raw)), Y1: y + 10.5}, Engine: "native", Status: budget.StatusProven,
	})
}

func (b *syntheticBody) tables() {
	sums := map[string][2]int64{} // code → basic, project
	names := map[string]string{"": "合计"}
	for i := range 9 {
		p, a := b.r.IntN(len(purposes)), b.r.IntN(len(activities))
		if i == 0 {
			p, a = 0, 0 // every body pays pensions
		}
		class := fmt.Sprint(201 + (p+7)%20)
		section := class + fmt.Sprintf("%02d", 1+p/20)
		item := section + fmt.Sprintf("%02d", 1+a)
		basic, project := b.moved(int64(b.r.IntN(500_000))), b.moved(int64(b.r.IntN(500_000)))
		if _, twice := sums[item]; twice {
			continue
		}
		names[class], names[section], names[item] = purposes[(p+7)%20]+"支出", purposes[p]+"事务", purposes[p]+activities[a]+"支出"
		for _, code := range []string{"", class, section, item} {
			sums[code] = [2]int64{sums[code][0] + basic, sums[code][1] + project}
		}
	}
	codes := make([]string, 0, len(sums))
	for code := range sums {
		codes = append(codes, code)
	}
	slices.Sort(codes)
	for table := range 3 {
		b.row = 0
		for _, code := range codes {
			basic, project := sums[code][0], sums[code][1]
			if table == 0 && len(code) > 3 {
				continue
			}
			b.row++
			if table == 0 {
				b.cell(table, "expenditure", "", names[code], "total", 0, basic+project)
				continue
			}
			b.cell(table, "", code, names[code], "total", 0, basic+project)
			b.cell(table, "", code, names[code], "basic", 1, basic)
			b.cell(table, "", code, names[code], "project", 2, project)
		}
	}
	b.row = 0
	for i, name := range economicNames {
		b.row++
		measure := "personnel"
		code := fmt.Sprintf("301%02d", 1+i)
		if i >= 9 {
			measure, code = "operating", fmt.Sprintf("302%02d", i-8)
		}
		amount := b.moved(int64(b.r.IntN(60_000)))
		b.cell(3, "", code, name, "total", 0, amount)
		b.cell(3, "", code, name, measure, 1, amount)
	}
	b.row = 1
	for i, measure := range []string{"sangong", "overseas", "vehicle", "vehicle_purchase", "vehicle_running", "reception"} {
		b.cell(4, "", "", b.doc.Organization, measure, i, b.moved(int64(b.r.IntN(3_000))))
	}
}

// claim adds a statement of the prose about one of the facts.
func (b *syntheticBody) claim() {
	f := b.doc.Facts[b.r.IntN(len(b.doc.Facts))]
	delta, direction := b.r.IntN(50_000), []string{"增加", "减少"}[b.r.IntN(2)]
	by := fmt.Sprintf("%d.%02d", delta/100, delta%100)
	reason := reasonCauses[b.r.IntN(len(reasonCauses))] + "，" + reasonEffects[b.r.IntN(len(reasonEffects))]
	sentence := fmt.Sprintf([]string{
		"%[1]s%[2]d年%[3]s预算%[4]s万元，与上年相比%[5]s%[6]s万元，主要原因是%[7]s。",
		"%[3]s%[4]s万元，比%[8]d年预算%[5]s%[6]s万元，%[7]s。",
		"%[2]d年安排%[3]s%[4]s万元，较上年%[5]s%[6]s万元，变动的原因：%[7]s。",
	}[b.r.IntN(3)], b.doc.Organization, b.year, f.Name, f.Raw, direction, by, reason, b.year-1)
	b.doc.Claims = append(b.doc.Claims, budget.Claim{
		Section: "二、支出预算情况说明", Subject: f.Name, Code: f.Code, Table: syntheticTables[f.Table].Kind, Measure: f.Measure,
		Amount: f.Raw, Unit: "万元", Base: "prior_budget", Direction: direction, Delta: by, Reason: reason, Sentence: sentence,
		Span: budget.Span{Page: 10, X0: 72, Y0: 90, X1: 520, Y1: 118}, Status: budget.Unknown, Against: "支出预算总表",
	})
}

func BenchmarkSave(b *testing.B) {
	s := open(b)
	i := 0
	for b.Loop() {
		if err := s.Save(b.Context(), synthetic(i)); err != nil {
			b.Fatal(err)
		}
		i++
	}
	var bytes float64
	if err := s.DB().QueryRow(`SELECT page_count * page_size FROM pragma_page_count, pragma_page_size`).Scan(&bytes); err != nil {
		b.Fatal(err)
	}
	b.ReportMetric(bytes/float64(i), "B/document")
}
