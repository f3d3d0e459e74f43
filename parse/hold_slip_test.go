package parse

import (
	"strings"
	"testing"

	"yusuan/parse/budget"
)

// TestSlipsOfClaims asks how a figure of the prose is said to have gone wrong.
func TestSlipsOfClaims(t *testing.T) {
	item := "教育支出（类）普通教育（款）小学教育（项）"
	for _, c := range []struct{ name, text, zh, en string }{
		{"percent of this year's figure", "其他业务费97.65万元，比上年预算增加19.6万元，增长20.07%。",
			"应为增加25.11%，文字写作20.07%；恰为增减额与本年数之比，而非与上年数之比", "as a share of this year's figure"},
		{"percent with as many decimals as printed", "其他业务费97.65万元，比上年预算增加19.5万元，增长21.95%。",
			"应为增加24.95%，文字写作21.95%；仅一位数字不同", "a rise of 24.95%"},
		{"zeros of a percent", "其他业务费122.00万元，比上年预算增加22.00万元，增长21.95%。", "应为增加22.00%", "a rise of 22.00%"},
		{"the figure of the section", item + "300.00万元。", "；所写为该表20502 普通教育的金额", "that of 20502 普通教育"},
		{"the figure of a neighbour", item + "40.00万元。", "；所写为该表2050204 高中教育的金额", "that of 2050204 高中教育"},
		{"a figure too short to tell", item + "40万元。", "为160.00万元", "prints 160.00万元"},
		{"one quantity under two names", "一般公共预算收入预算900万元，比上年增加30.5万元。\n二、其他\n一般公共预算支出预算900万元，比上年增加30.2万元。",
			"前文「一般公共预算收入预算」为增加30.5万元，此处「一般公共预算支出预算」为增加30.2万元", "first 一般公共预算收入预算: 增加30.5万元"},
	} {
		t.Run(c.name, func(t *testing.T) {
			doc := rowsOf(t, schoolRows)
			doc.Claims, _ = Claims(proseOf(c.text), 2022, budget.PhaseBudget)
			CompareClaims(doc, nil)
			if len(doc.Findings) != 1 {
				t.Fatalf("findings %v\n%v", doc.Findings, sayClaims(doc.Claims))
			}
			f := doc.Findings[0]
			if !strings.HasSuffix(f.Message, c.zh) && !strings.Contains(f.Message, c.zh+"，") || !strings.Contains(f.English, c.en) {
				t.Errorf("%s\n%s", f.Message, f.English)
			}
		})
	}
}

// TestNearestOther points at the row of the same section where several bear
// the name that a reason gives.
func TestNearestOther(t *testing.T) {
	doc := rowsOf(t, "general_public 2012902 一般行政管理事务 total 45.00\ngeneral_public 2050202 小学教育 total 160.00\ngeneral_public 2050102 一般行政管理事务 total 12.00")
	for i := range doc.Facts {
		doc.Facts[i].Span.Page = i + 1
	}
	prose := proseOf("教育支出（类）普通教育（款）小学教育（项）160万元，比上年预算增加9.6万元，增长6.38%，主要原因是一般行政管理事务经费增加。")
	doc.Claims, _ = Claims(prose, doc.Year, doc.Phase)
	found := CheckWords(doc, prose, Options{})
	if len(found) != 1 || found[0].Other.Page != 3 || !strings.HasSuffix(found[0].Message, "2050102 一般行政管理事务") {
		t.Errorf("findings %v", found)
	}
}

// TestClaimBox asks for the box around all lines of a sentence on its page.
func TestClaimBox(t *testing.T) {
	p := paragraph{text: []rune("一二三四五六七八"), marks: []lineMark{
		{0, budget.Span{Page: 1, X0: 20, Y0: 10, X1: 90, Y1: 20}}, {3, budget.Span{Page: 1, X0: 10, Y0: 20, X1: 80, Y1: 30}},
		{5, budget.Span{Page: 1, X0: 10, Y0: 30, X1: 50, Y1: 40}}, {7, budget.Span{Page: 2, X0: 10, Y0: 5, X1: 50, Y1: 9}},
	}}
	for _, c := range []struct {
		from, to int
		want     budget.Span
	}{
		{0, 3, p.marks[0].span}, {1, 5, budget.Span{Page: 1, X0: 10, Y0: 10, X1: 90, Y1: 30}},
		{4, 8, budget.Span{Page: 1, X0: 10, Y0: 20, X1: 80, Y1: 40}}, {7, 8, p.marks[3].span},
	} {
		if got := p.spanOver(c.from, c.to); got != c.want {
			t.Errorf("%d to %d: %v, want %v", c.from, c.to, got, c.want)
		}
	}
}

func TestQuoteAround(t *testing.T) {
	for _, c := range []struct{ text, slot, want string }{
		{"全年收入预算5万元，支出预算XX万元。其余见表。", "XX万元", "支出预算XX万元。"},
		{"本部门今年安排用于更新课桌和黑板的预算XX万元按季度分四次拨付到各所学校的账户", "XX万元", "…用于更新课桌和黑板的预算XX万元按季度分四次拨付到各所学…"},
		{"水费等。（按“基本支出表”中实际发生的科目填写）", "（按“基本支出表”中实际发生的科目填写）", "（按“基本支出表”中实际发生的科目填写）"},
		{"XX局", "XX", "XX局"},
	} {
		from := strings.Index(c.text, c.slot)
		at := len([]rune(c.text[:from]))
		if got := quoteAround([]rune(c.text), at, at+len([]rune(c.slot))); got != c.want {
			t.Errorf("%s: %s, want %s", c.text, got, c.want)
		}
	}
}
