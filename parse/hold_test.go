package parse

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"yusuan/parse/budget"
)

// budgetOf is a document with one table of a 科目 and one 三公 table.
func budgetOf(t *testing.T, text string, phase budget.Phase) *budget.Document {
	t.Helper()
	doc := &budget.Document{Year: 2022, Phase: phase, Tables: []budget.Table{
		{Kind: "general_public", Title: "一般公共预算支出表", Unit: "元"},
		{Kind: "sangong", Title: "“三公”经费支出表", Unit: "万元"},
	}}
	fact := func(table int, code, name, measure, raw, unit string, total bool) {
		amount, printed, err := budget.ParseAmount(raw, unit)
		if err != nil {
			t.Fatal(err)
		}
		doc.Facts = append(doc.Facts, budget.Fact{Table: table, Code: code, Name: name, Measure: measure, Column: "合计", Raw: raw, Unit: unit, Amount: amount, Printed: printed, Total: total})
	}
	fact(0, "", "合计", "total", "8,005,049", "元", true)
	fact(0, "2050202", "小学教育", "total", "880,549", "元", false)
	fact(1, "", "", "sangong", "12.00", "万元", false)
	doc.Claims, _ = Claims(proseOf(text), 2022, phase)
	CompareClaims(doc, nil)
	return doc
}

func TestCompareClaims(t *testing.T) {
	for _, c := range []struct {
		name, text string
		phase      budget.Phase
		status     budget.Outcome
		checks     []string // of findings, with severity
	}{
		{"amount rounded from yuan", "教育支出（类）普通教育（款）小学教育（项）88.05万元。", "budget", "holds", nil},
		{"amount cut", "教育支出（类）普通教育（款）小学教育（项）88.0万元。", "budget", "holds", nil},
		{"ten times", "教育支出（类）普通教育（款）小学教育（项）880.5万元。", "budget", "fails", []string{"claim-amount error"}},
		{"wrong unit", "教育支出（类）普通教育（款）小学教育（项）88.05元。", "budget", "fails", []string{"claim-amount error"}},
		{"no table", "科学技术支出（类）基础研究（款）机构运行（项）88.05万元。", "budget", "unknown", nil},
		{"percent", "教育支出（类）普通教育（款）小学教育（项）88.05万元，比上年预算减少9.6万元，减少9.83%。", "budget", "holds", nil},
		{"percent cut", "其他业务费97.65万元，比上年预算增加19.6万元，增长25.11%。", "budget", "holds", nil},
		{"percent off by ten", "其他业务费366.6万元，比上年预算增加2.18万元，增长0.06%。", "budget", "fails", []string{"claim-percent error"}},
		{"percent in the last places", "其他业务费97.65万元，比上年预算增加19.6万元，增长25.31%。", "budget", "fails", []string{"claim-percent warning"}},
		{"multiple", "其他业务费110万元，比上年预算增加100万元，增长10倍。", "budget", "holds", nil},
		{"multiple counting the base", "其他业务费110万元，比上年预算增加100万元，增长11倍。", "budget", "holds", nil},
		{"direction", "其他业务费年初预算为90.5万元，支出决算为95.5万元。决算数小于预算数的主要原因：压减。", "final", "fails", []string{"claim-direction error"}},
		{"equal", "其他业务费年初预算为90.5万元，支出决算为90.5万元。决算数等于预算数。", "final", "holds", nil},
		{"nearly equal", "其他业务费年初预算为90.5万元，支出决算为90.1万元。决算数与预算数基本持平。", "final", "holds", nil},
		{"completion", "其他业务费年初预算为50万元，支出决算为49万元，完成年初预算的98%。", "final", "holds", nil},
		{"completion off", "其他业务费年初预算为50万元，支出决算为49万元，完成年初预算的89%。", "final", "fails", []string{"claim-completion error"}},
		{"share of its list", "业务支出合计40万元，其中：印刷费10万元，占25%；邮寄费30万元，占75%。", "budget", "holds", nil},
		{"share off", "业务支出合计40万元，其中：印刷费10万元，占35%。", "budget", "fails", []string{"claim-share error"}},
		{"from nothing", "2021年当年预算执行数为0万元，2022年预算安排15万元，比2021年预算执行数增加100%。", "budget", "holds", []string{"claim-zero-base note"}},
		{"a rise larger than the amount", "其他业务费97.65万元，比上年预算增加196万元，增长25.11%。", "budget", "fails", []string{"claim-change error"}},
		{"change against its base", "会费5.55万元，较上年8.00万元减少3.45万元。", "budget", "fails", []string{"claim-change error"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			doc := budgetOf(t, c.text, c.phase)
			var got []string
			for _, f := range doc.Findings {
				got = append(got, f.Check+" "+string(f.Severity))
				if f.Message == "" || f.English == "" {
					t.Errorf("%s says nothing", f.Check)
				}
			}
			if diff := cmp.Diff(c.checks, got); diff != "" {
				t.Errorf("findings (-want +got):\n%s%v", diff, sayClaims(doc.Claims))
			}
			last := doc.Claims[len(doc.Claims)-1]
			if last.Status != c.status {
				t.Errorf("status %s, want %s: %v", last.Status, c.status, sayClaims(doc.Claims))
			}
			n := len(doc.Findings)
			if CompareClaims(doc, nil); len(doc.Findings) != n {
				t.Errorf("a second call makes %d findings of %d", len(doc.Findings), n)
			}
		})
	}
}

func TestClaimBaseAgainstLastYear(t *testing.T) {
	text := "教育支出（类）普通教育（款）小学教育（项）88.05万元，比上年预算增加8万元，增长9.99%。"
	for _, c := range []struct {
		last string
		want budget.Outcome
	}{{"800,500", budget.Holds}, {"700,500", budget.Fails}} {
		doc := budgetOf(t, text, budget.PhaseBudget)
		prior := budgetOf(t, text, budget.PhaseBudget)
		prior.Year = 2021
		for i := range prior.Facts {
			if prior.Facts[i].Code != "" {
				prior.Facts[i].Raw = c.last
				prior.Facts[i].Amount, _, _ = budget.ParseAmount(c.last, "元")
			}
		}
		CompareClaims(doc, []*budget.Document{prior})
		if got := doc.Claims[0].Status; got != c.want {
			t.Errorf("last year %s: %s, want %s; %s", c.last, got, c.want, doc.Claims[0].Against)
		}
	}
}

// TestCausesOfClaims holds statements that fail in several ways: each cause is
// one finding, and what follows from it stands in its evidence.
func TestCausesOfClaims(t *testing.T) {
	item := "教育支出（类）普通教育（款）小学教育（项）"
	for _, c := range []struct {
		name, text string
		checks     []string // check, severity, further figures in the evidence
	}{
		{"amount, percent and amount said before", item + "88.05万元，主要用于教学。2021年当年预算执行数为80万元，2022年预算安排176.1万元，比2021年预算执行数增加10.06%。",
			[]string{"claim-amount error 1"}},
		{"two items", item + "880.5万元。其他业务费366.6万元，比上年预算增加2.18万元，增长0.06%。",
			[]string{"claim-amount error 0", "claim-percent error 0"}},
		{"shares of one whole", "业务支出合计40万元，其中：印刷费10万元，占12.5%；邮寄费30万元，占37.5%。",
			[]string{"claim-share error 1"}},
		{"two changes of one total", "一般公共预算支出900万元，比上年增加30.5万元。综上，一般公共预算支出900万元，比上年增加30.2万元。",
			[]string{"claim-amount error 0", "claim-twice warning 0"}},
		{"two changes of one item", item + "88.05万元，比上年增加3.05万元。\n三、其他\n" + item + "88.05万元，比上年增加3.5万元。",
			[]string{"claim-twice error 0"}},
		{"one change in two words", item + "88.05万元，比上年增加3.05万元。\n三、其他\n" + item + "88.05万元，比上年增加3.05万元。", nil},
		{"a last place", "其他业务费97.65万元，比上年预算增加19.62万元，增长25.12%。", []string{"claim-percent note 0"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			doc := budgetOf(t, c.text, budget.PhaseBudget)
			var got []string
			for _, f := range doc.Findings {
				got = append(got, fmt.Sprintf("%s %s %d", f.Check, f.Severity, strings.Count(f.Evidence, "\nalso ")))
			}
			if diff := cmp.Diff(c.checks, got); diff != "" {
				t.Errorf("findings (-want +got):\n%s%v\n%v", diff, sayClaims(doc.Claims), doc.Findings)
			}
		})
	}
}

func TestPurchasesSaid(t *testing.T) {
	for _, c := range []struct {
		text string
		want budget.Outcome
	}{
		{"政府采购预算总额90万元。", budget.Holds},
		{"政府采购预算总额93万元。", budget.Fails},
		{"政府采购预算总额90万元，其中：拟采购货物支出30万元、拟购买服务支出60万元。", budget.Holds},
		{"政府采购预算总额90万元，其中：拟采购货物支出60万元、拟购买服务支出30万元。", budget.Fails},
		{"面向中小企业预留政府采购项目预算金额20万元。", budget.Unknown},
	} {
		doc := &budget.Document{Year: 2022, Phase: budget.PhaseBudget, Tables: []budget.Table{{Kind: "procurement", Title: "政府采购预算表", Unit: "万元"}}}
		add := func(category, item, raw string, total bool) {
			amount, _, err := budget.ParseAmount(raw, "万元")
			if err != nil {
				t.Fatal(err)
			}
			doc.Purchases = append(doc.Purchases, budget.Purchase{Category: category, Item: item, Raw: raw, Unit: "万元", Amount: amount, Total: total, Printed: budget.PrintedValue})
		}
		add("合计", "", "90.00", true)
		add("一、货物A", "", "30.00", true)
		add("一、货物A", "课桌", "30.00", false)
		add("二、服务C", "", "60.00", true)
		doc.Claims, _ = Claims(proseOf(c.text), 2022, budget.PhaseBudget)
		CompareClaims(doc, nil)
		if got := doc.Claims[len(doc.Claims)-1].Status; got != c.want {
			t.Errorf("%s: %s, want %s: %v", c.text, got, c.want, doc.Findings)
		}
	}
}

// TestSharesOfAnother takes shares of a whole for those of a larger one, and
// tells which.
func TestSharesOfAnother(t *testing.T) {
	doc := rowsOf(t, "sangong - 合计 total 400.00\nsangong - 三公 sangong 40.00")
	doc.Claims, _ = Claims(proseOf("业务支出合计40.00万元，其中：印刷费10.00万元，占2.50%；邮寄费30.00万元，占7.50%。"), 2022, budget.PhaseBudget)
	CompareClaims(doc, nil)
	if len(doc.Findings) != 1 || !strings.Contains(doc.Findings[0].Message, "400.00万元") {
		t.Errorf("findings %v", doc.Findings)
	}
}

// TestWiderTable holds a figure of one source of money against a table that has
// all sources: it may bear the figure out, and does not contradict it.
func TestWiderTable(t *testing.T) {
	for _, c := range []struct {
		text string
		want budget.Outcome
	}{
		{"一般公共预算财政拨款支出60.00万元，其中：农林水支出（类）40.00万元，教育支出（类）20.00万元。", budget.Unknown},
		{"一般公共预算财政拨款支出60.00万元，其中：农林水支出（类）42.80万元，教育支出（类）20.00万元。", budget.Holds},
		{"本年支出60.00万元，其中：农林水支出（类）40.00万元，教育支出（类）20.00万元。", budget.Fails},
	} {
		doc := rowsOf(t, "expenditure 213 农林水支出 total 42.80\nexpenditure 205 教育支出 total 21.00")
		doc.Claims, _ = Claims(proseOf(c.text), 2022, budget.PhaseBudget)
		CompareClaims(doc, nil)
		if got := doc.Claims[1].Status; got != c.want {
			t.Errorf("%s: %s %s, want %s", c.text, doc.Claims[1].Subject, got, c.want)
		}
	}
}

func TestRowsNamed(t *testing.T) {
	rows := []string{"办公费", "办公设备购置", "专用设备购置", "其他商品和服务支出"}
	for name, want := range map[string][]string{
		"办公设备购置和专用设备购置": {"办公设备购置", "专用设备购置"},
		"其他商品和服务支出":     {"其他商品和服务支出"},
		"办公费":           {"办公费"},
	} {
		if got := rowsNamed(rows, name); !slices.Equal(got, want) {
			t.Errorf("rowsNamed(%s) = %v, want %v", name, got, want)
		}
	}
}

// TestPartTotals holds the whole of basic spending against the two totals of a
// table that prints none for both.
func TestPartTotals(t *testing.T) {
	for text, want := range map[string]budget.Outcome{
		"一般公共预算财政拨款基本支出50.00万元。": budget.Holds,
		"一般公共预算财政拨款基本支出51.00万元。": budget.Unknown,
	} {
		doc := rowsOf(t, "general_public_basic - 人员经费合计 total 40.00\ngeneral_public_basic - 公用经费合计 total 10.00")
		for i := range doc.Facts {
			doc.Facts[i].Total = true
		}
		doc.Claims, _ = Claims(proseOf(text), 2022, budget.PhaseFinal)
		CompareClaims(doc, nil)
		if got := doc.Claims[0].Status; got != want {
			t.Errorf("%s: %s, want %s", text, got, want)
		}
	}
}
