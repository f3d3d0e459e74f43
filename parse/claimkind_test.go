package parse

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"yusuan/parse/budget"
)

// A second wording of every kind of sentence in claimForms, by its number.
var claimKinds = []claimForm{
	{"01 reason without is, other subject", false, 2023, "政府性基金预算拨款支出80万元，较上年减少12.5万元，主要原因压缩绿化养护。",
		[]string{"政府性基金预算拨款支出=80万元 | 上年 减少 12.5 | 因压缩绿化养护"}},
	{"02 share of a named whole, then change", false, 2023, "公用经费62.4万元，占基本支出的18.3%，较上年增加3.1万元，主要原因是物业费上调。",
		[]string{"公用经费=62.4万元 | 上年 增加 3.1 | 占18.3 基本支出 | 因物业费上调"}},
	{"03 prior execution, rise", false, 2023, "行政运行（项）2023年预算数为402.6万元，比上年执行数增加22.6万元，增长5.95%，主要原因：新进人员四名。",
		[]string{"行政运行（项）=402.6万元 | prior_execution 增加 22.6 5.95% | 因新进人员四名"}},
	{"04 prior execution without a reason", false, 2023, "农林水支出2023年预算数为71万元，比2022年执行数减少9万元，下降11.25%。",
		[]string{"农林水支出=71万元 | prior_execution 减少 9 11.25%"}},
	{"05 amount alone", false, 2023, "其他支出（类）其他支出（款）其他支出（项）2023年预算数为6.6万元。",
		[]string{"其他支出（类）其他支出（款）其他支出（项）=6.6万元"}},
	{"06 zero change of parts", false, 2023, "“三公”经费预算比上年减少0万元，其中：公务接待费减少0万元，主要原因是未安排接待；公务用车运行费增加0万元。",
		[]string{"“三公”经费预算=万元 | 上年 减少 0",
			"“三公”经费预算/公务接待费=万元 | 上年 减少 0 | 因未安排接待",
			"“三公”经费预算/公务用车运行费=万元 | 上年 增加 0"}},
	{"07 nothing planned", false, 2023, "因公出国（境）费为0，未安排出国计划。公务接待费3万元。",
		[]string{"因公出国（境）费=0",
			"公务接待费=3万元"}},
	{"08 each, with the side named before", false, 2023, "2023年收、支总预算各为900万元，与上年相比收、支总预算各减少45万元，下降4.76%。",
		[]string{"收、支总预算=900万元 | 上年 减少 45 4.76%"}},
	{"09 rise with its percentage", false, 2023, "单位资金收入66万元，与上年预算相比增加6万元，增长10%。",
		[]string{"单位资金收入=66万元 | prior_budget 增加 6 10%"}},
	{"10 fall with its percentage", false, 2023, "上年结转资金30万元，与上年相比减少12万元，下降28.57%。",
		[]string{"上年结转资金=30万元 | 上年 减少 12 28.57%"}},
	{"11 rate of fall printed as 降幅为", false, 2023, "其他收入18.2万元，比上年减少1.8万元，降幅为9%。",
		[]string{"其他收入=18.2万元 | 上年 减少 1.8 9%"}},
	{"12 rate of rise printed as 增幅达", false, 2023, "事业收入110万元，比上年增加10万元，增幅达10%。",
		[]string{"事业收入=110万元 | 上年 增加 10 10%"}},
	{"13 rise by the whole from nothing", false, 2023, "信息化建设（项）支出35万元，比上年增加35万元，增长100%，上年无此项预算。",
		[]string{"信息化建设（项）支出=35万元 | 上年 增加 35 100%"}},
	{"14 percentage with separators", false, 2023, "培训费21.6万元，与上年相比增加20.4万元，增长1,700%。",
		[]string{"培训费=21.6万元 | 上年 增加 20.4 1700%"}},
	{"15 multiples after 了", false, 2023, "设备购置费48万元，比上年增加了42万元，增长了7倍。",
		[]string{"设备购置费=48万元 | 上年 增加 42 7倍%"}},
	{"16 flat in five more wordings", false, 2023, "办公费5万元，与上年保持一致。印刷费4万元，与上年预算数基本一致。水费3万元，和上年相比不变。电费2万元，与上年相当。邮电费1万元，同上年持平。",
		[]string{"办公费=5万元 | 上年 持平",
			"印刷费=4万元 | prior_budget 持平",
			"水费=3万元 | 上年 持平",
			"电费=2万元 | 上年 持平",
			"邮电费=1万元 | 上年 持平"}},
	{"17 flat twice, in brackets", false, 2023, "公务接待费2.2万元，与上年预算数持平（零增长）。",
		[]string{"公务接待费=2.2万元 | prior_budget 持平"}},
	{"18 nothing moved", false, 2023, "会议费8.8万元，与上年预算相比没有变动。",
		[]string{"会议费=8.8万元 | prior_budget 持平"}},
	{"19 left open with 或", false, 2023, "事业收入0万元，比上年增加（或减少）0万元，增长（或下降）0%。",
		[]string{"事业收入=0万元 | 上年 持平 0 0%"}},
	{"20 left open, rate of change", false, 2023, "印刷费12万元，与上年相比增长（下降）0%。",
		[]string{"印刷费=12万元 | 上年 持平 0%"}},
	{"21 比 with 相比, rise", false, 2023, "差旅费44万元，比上年预算相比增加4万元，增幅10%。",
		[]string{"差旅费=44万元 | prior_budget 增加 4 10%"}},
	{"22 two bases, two directions", false, 2023, "机关运行经费210万元，比2022年预算增加10万元，增长5%。按可比口径，比上年减少4.2万元，下降2%。",
		[]string{"机关运行经费=210万元 | prior_budget 增加 10 5%",
			"机关运行经费=210万元 | 上年 减少 4.2 2%"}},
	{"23 amounts within a reason, listed", false, 2023, "项目支出700万元，比上年减少100万元，下降12.5%，主要原因是：一是设备购置减少60万元；二是劳务费减少40万元。",
		[]string{"项目支出=700万元 | 上年 减少 100 12.5% | 因一是设备购置减少60万元；二是劳务费减少40万元"}},
	{"24 object between", false, 2023, "维修费90万元，较上年压缩经费15万元。",
		[]string{"维修费=90万元 | 上年 减少 15"}},
	{"25 year with an aside, final", true, 2023, "财政拨款收入4100万元，比2022年（上年度）决算增加100万元，增长2.5%。",
		[]string{"财政拨款收入=4100万元 | prior_final 增加 100 2.5%"}},
	{"26 prior execution, plan, fall", false, 2025, "2024年当年预算执行数为80万元，2025年预算安排60万元，比2024年预算执行数减少25.00%。主要原因是：任务完成。",
		[]string{"=60万元 | prior_execution 80 减少 25.00% | 因任务完成"}},
	{"27 rise from nothing, fund", false, 2025, "城市建设支出（项）120万元。2024年当年预算执行数为0.00万元，2025年预算安排120万元，比2024年预算执行数增加100.00%。",
		[]string{"城市建设支出（项）=120万元 | prior_execution 0.00 增加 100.00%"}},
	{"28 flat against budgets of a year", false, 2025, "政府性基金拨款支出预算0万元，同2024年预算持平；国有资本经营预算拨款支出预算0万元，比2024年预算数持平。",
		[]string{"政府性基金拨款支出预算=0万元 | prior_budget 持平",
			"国有资本经营预算拨款支出预算=0万元 | prior_budget 持平"}},
	{"29 no percentage, fall", false, 2025, "公务用车运行费11万元，比2024年预算减少2万元，主要原因是封存车辆一台。",
		[]string{"公务用车运行费=11万元 | prior_budget 减少 2 | 因封存车辆一台"}},
	{"30 zero fall", false, 2025, "公务接待费3万元，比2024年预算减少0万元，主要原因是标准未变。",
		[]string{"公务接待费=3万元 | prior_budget 减少 0 | 因标准未变"}},
	{"31 reason that leaves the direction open", false, 2025, "财政拨款支出预算640万元，比2024年预算减少30万元。财政拨款支出减少（增加）的主要原因是项目到期。",
		[]string{"财政拨款支出预算=640万元 | prior_budget 减少 30 | 因项目到期"}},
	{"32 total of a final, fall", true, 2023, "2023年度收、支总计8120.5万元。与2022年度相比，收、支总计减少120.5万元，下降1.46%。主要原因：人员调出。",
		[]string{"收、支总计=8120.5万元 | prior_final 减少 120.5 1.46% | 因人员调出"}},
	{"33 new body", true, 2023, "收入总计88.6万元，比2022年度增加88.6万元，增长100%。主要原因：本年新设立。",
		[]string{"收入总计=88.6万元 | prior_final 增加 88.6 100% | 因本年新设立"}},
	{"34 plan, final, equal", true, 2023, "培训支出（项）。年初预算为4万元，支出决算为3.6万元，完成年初预算的90%，决算数小于年初预算数的主要原因是线上培训。",
		[]string{"培训支出（项）=3.6万元 | initial_budget 4 小于 | 完成90 | 因线上培训"}},
	{"35 initial, adjusted, final", true, 2023, "项目支出年初预算100万元，调整后预算150万元，支出决算为148.5万元，完成调整后预算的99%。",
		[]string{"项目支出=148.5万元 | initial_budget 100",
			"项目支出=148.5万元 | 全年预算 150 | 完成99",
			"项目支出/全年预算=150万元"}},
	{"36 equal, in words", true, 2023, "公务用车购置费支出预算为0万元，支出决算为0万元，决算数等于预算数。公务接待费支出预算为2万元，支出决算为2万元，与预算数持平。",
		[]string{"公务用车购置费=0万元 | initial_budget 0 等于",
			"公务接待费=2万元 | initial_budget 2 等于"}},
	{"37 against a year, fall", true, 2023, "机关运行经费支出66.5万元，比2022年减少3.5万元，降低5%，主要原因是压减会议。",
		[]string{"机关运行经费支出=66.5万元 | prior_final 减少 3.5 5% | 因压减会议"}},
	{"38 one total each, with 相比", true, 2023, "本年收入合计820万元，本年支出合计818万元，与2022年度相比，各增加20万元。",
		[]string{"本年收入合计=820万元 | prior_final 增加 20",
			"本年支出合计=818万元 | prior_final 增加 20"}},
	{"39 completion and budget only", true, 2023, "政府性基金预算财政拨款支出年初预算数300万元，完成年初预算的101.5%。",
		[]string{"政府性基金预算财政拨款支出= | initial_budget 300 | 完成101.5"}},
	{"40 paired figures with 分别", true, 2022, "收入总额、支出总额分别为512.3万元、508.1万元。与2021年相比，收入、支出分别增加12.3万元和8.1万元，分别增长2.46%和1.62%。",
		[]string{"收入总额=512.3万元",
			"收入总额=508.1万元 | prior_final 增加 12.3 2.46%",
			"支出=万元 | prior_final 增加 8.1 1.62%"}},
	{"41 ratio in place of a percentage", true, 2023, "公务接待费2.14万元，与2022年度决算相比，增加1.14万元，增长1.14%。",
		[]string{"公务接待费=2.14万元 | prior_final 增加 1.14 1.14%"}},
	{"42 traditional script, equal", true, 2023, "公務用車運行維護費預算為6萬元，支出決算為6萬元，完成預算的100%；與上年持平。",
		[]string{"公務用車運行維護費=6万元 | initial_budget 6 | 完成100",
			"公務用車運行維護費=6万元 | prior_final 持平"}},
	{"43 listed reasons, fall", true, 2023, "上级补助收入42万元，较2022年度决算数减少8万元，下降16%，主要原因：一是专项减少5万元；二是结算推迟。",
		[]string{"上级补助收入=42万元 | prior_final 减少 8 16% | 因一是专项减少5万元；二是结算推迟"}},
	{"44 zero rise, unit printed short", true, 2023, "因公出国（境）费0.00万元，较2022年度决算数增加0.00万元，增长0%，与上年相比无变化。",
		[]string{"因公出国（境）费=0.00万元 | prior_final 增加 0.00 0%",
			"因公出国（境）费=0.00万元 | prior_final 持平"}},
	{"45 two bases per item", true, 2023, "公务接待费支出决算为1.2万元，比预算减少0.3万元，比去年减少0.1万元，下降7.69%。",
		[]string{"公务接待费支出=1.2万元 | initial_budget 减少 0.3",
			"公务接待费支出=1.2万元 | prior_final 减少 0.1 7.69%"}},
	{"46 同比, fall and nothing", false, 2023, "对个人和家庭的补助支出预算51200元，同比减少3200元，下降5.88%。政府采购预算0元，同比无增减变动。",
		[]string{"对个人和家庭的补助支出预算=51200元 | 同比 减少 3200 5.88%",
			"政府采购预算=0元 | 同比 持平"}},
	{"47 no base figure", false, 2023, "编外人员经费26000元，同比增加26000元，上年无此项预算。",
		[]string{"编外人员经费=26000元 | 同比 增加 26000"}},
	{"48 percent only, fall", false, 2023, "收支总预算较上年下降6.4%，主要原因是项目减少。",
		[]string{"收支总预算= | 上年 减少 6.4% | 因项目减少"}},
	{"49 percent left blank", true, 2023, "支出总计310.2万元，较上年决算数减少10.1万元、下降%，主要原因是人员退休。",
		[]string{"支出总计=310.2万元 | prior_final 减少 10.1 | 因人员退休"}},
	{"50 prior printed within", true, 2023, "公务用车运行费4.2万元，较上年5万元减少0.8万元，下降16%；公务接待费1.5万元，比上年的1.2万元增加0.3万元。",
		[]string{"公务用车运行费=4.2万元 | prior_final 5 减少 0.8 16%",
			"公务接待费=1.5万元 | prior_final 1.2 增加 0.3"}},
	{"51 short verbs", false, 2023, "项目支出预算较上年减30.5万元，减幅12%；基本支出预算较上年增8万元。",
		[]string{"项目支出预算=万元 | 上年 减少 30.5 12%",
			"基本支出预算=万元 | 上年 增加 8"}},
	{"52 both years side by side", false, 2023, "会议费2023年预算5万元，2022年预算6.5万元，与上年对比减少1.5万元，减少率23.08%。",
		[]string{"会议费=5万元 | 上年 6.5 减少 1.5 23.08%"}},
	{"53 two subjects, percent only", true, 2023, "与2022年决算相比，收入减少4.5%，支出增加1.2%。",
		[]string{"收入= | prior_final 减少 4.5%",
			"支出= | prior_final 增加 1.2%"}},
	{"54 same period", false, 2023, "“三公”经费预算9.5万元，比上年同期减少0.5万元，下降5%。",
		[]string{"“三公”经费预算=9.5万元 | 上年同期 减少 0.5 5%"}},
	{"55 final less budget", true, 2023, "培训费支出2023年预算数12万元，决算数13.5万元，增加1.5万元。",
		[]string{"培训费支出=13.5万元 | initial_budget 12 增加 1.5"}},
	{"56 few words", true, 2023, "会议费2万元，比去年2.2万元少0.2万元；培训费3万元，比去年2.5万元多0.5万元。",
		[]string{"会议费=2万元 | prior_final 2.2 减少 0.2",
			"培训费=3万元 | prior_final 2.5 增加 0.5"}},
	{"57 nothing cut", true, 2023, "公务接待费支出决算减少0.2万元，下降10%，因公出国（境）费与2022年度持平。",
		[]string{"公务接待费支出=万元 | 减少 0.2 10%",
			"因公出国（境）费= | prior_final 持平"}},
	{"58 yuan", true, 2023, "公务接待费支出12500.00元，比上年减少2500.00元，下降16.67%。",
		[]string{"公务接待费支出=12500.00元 | prior_final 减少 2500.00 16.67%"}},
	{"59 slip of 比, rise", true, 2023, "公务用车购置费决算28万元，与上年增长12%。",
		[]string{"公务用车购置费=28万元 | prior_final 增加 12%"}},
	{"60 against the initial budget, amount", true, 2023, "“三公”经费决算支出31万元，较年初预算减少4万元，下降11.43%。",
		[]string{"“三公”经费=31万元 | initial_budget 减少 4 11.43%"}},
	{"61 prior spelled out, rise", true, 2023, "公务接待费66万元，比上年实际支出60万元增加6万元，增长10%。",
		[]string{"公务接待费=66万元 | prior_final 60 增加 6 10%"}},
	{"62 in brackets", false, 2023, "公务用车运行费30万元（较2022年压减4%），公务接待费10万元（与上年持平）。",
		[]string{"公务用车运行费=30万元 | 2022年 减少 4%",
			"公务接待费=10万元 | 上年 持平"}},
	{"63 words without figures", true, 2023, "公务用车运行费2万元，与2022年相比有所增加，主要原因是油价上涨。",
		[]string{"公务用车运行费=2万元 | prior_final 增加 | 因油价上涨"}},
	{"64 nearly flat", false, 2023, "机关运行经费77万元，与上年基本持平。",
		[]string{"机关运行经费=77万元 | 上年 持平"}},
	{"65 neither rise nor fall", false, 2023, "公务用车购置费0万元，比上年无增减变化，主要原因是未更新车辆。",
		[]string{"公务用车购置费=0万元 | 上年 持平 | 因未更新车辆"}},
	{"66 same basis", false, 2023, "支出预算820万元，剔除一次性因素后，同口径比2022年减少16万元，下降1.9%。",
		[]string{"支出预算=820万元 | 剔除一次性因素后，2022年 减少 16 1.9%"}},
	{"67 budget as changed, with its figure", true, 2023, "“三公”经费支出决算为31.2万元，完成全年预算40万元的78%，比上年决算数增加1.2万元，增长4%。",
		[]string{"“三公”经费支出=31.2万元 | 全年预算 40 | 完成78",
			"“三公”经费支出=31.2万元 | prior_final 增加 1.2 4%"}},
	{"68 own year by a slip", true, 2023, "公务用车运行维护费8万元，与2023年决算数持平。",
		[]string{"公务用车运行维护费=8万元 | 2023年决算数 持平"}},
}

// TestEveryKindHasTwoWordings holds the numbered kinds of change sentences to
// two wordings each.
func TestEveryKindHasTwoWordings(t *testing.T) {
	const kinds = 68
	n := map[string]int{}
	for _, c := range claimTests() {
		number, _, _ := strings.Cut(c.name, " ")
		n[number]++
	}
	for i := 1; i <= kinds; i++ {
		if k := fmt.Sprintf("%02d", i); n[k] < 2 {
			t.Errorf("kind %s has %d wordings", k, n[k])
		}
	}
}

// flatWordings say that a figure is what it was.
var flatWordings = []string{
	"与上年持平",
	"与上年基本持平",
	"与上年预算持平",
	"与上年预算数一致",
	"与上年一致",
	"与上年保持一致",
	"同上年一致",
	"与去年相同",
	"与上年预算数相等",
	"与上年相当",
	"较上年不变",
	"与上年相比保持不变",
	"与上年相比无变化",
	"较上年无变化",
	"与上年相比没有变化",
	"与上年相比未变化",
	"与上年相比未发生变化",
	"与上年相比无增减",
	"较上年无增减变化",
	"与上年相比无增减变动",
	"与上年相比没有增减变化",
	"与上年相比未增减",
	"与上年相比不增不减",
	"较上年零增长",
	"较上年无变动",
	"与上年预算相比没有变动",
	"与上年比较无差异",
	"比上年增加0万元",
	"比上年减少0万元，下降0%",
	"比上年增加（减少）0万元",
	"比上年增加（或减少）0万元，增长（或下降）0%",
	"比上年增加/减少0万元",
	"与上年预算8万元持平",
	"同比持平",
	"同比无变化",
	"与上一年度持平",
	"与2022年持平",
	"与2022年预算数保持一致",
}

func TestFlatWordings(t *testing.T) {
	for _, w := range flatWordings {
		claims, unread := Claims(proseOf("公务接待费8万元，"+w+"。"), 2023, budget.PhaseBudget)
		if len(claims) != 1 || len(unread) != 0 {
			t.Errorf("%s: %d claims, %d unread", w, len(claims), len(unread))
			continue
		}
		c := claims[0]
		flat := c.Direction == "持平" || c.Delta != "" && zeroFigure(c.Delta)
		if c.Subject != "公务接待费" || c.Amount != "8" || !flat || c.Base == "" {
			t.Errorf("%s: %s", w, sayClaims(claims))
		}
	}
	if n := len(flatWordings); n < 30 {
		t.Errorf("%d wordings", n)
	}
	for _, w := range []string{"比上年增加1万元", "与上年持平后增加2万元", "比上年减少"} {
		claims, _ := Claims(proseOf("公务接待费8万元，"+w+"。"), 2023, budget.PhaseBudget)
		if len(claims) == 0 || claims[0].Direction == "持平" && claims[0].Delta == "" && len(claims) == 1 {
			t.Errorf("%s: %s", w, cmp.Diff(nil, sayClaims(claims)))
		}
	}
}
