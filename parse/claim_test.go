package parse

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"yusuan/parse/budget"
)

// sayClaims writes claims one a line, for tests:
// subject=amount unit | base base_amount direction delta percent | 占share of whole | 完成completion | 因reason
func sayClaims(cs []budget.Claim) []string {
	var out []string
	for _, c := range cs {
		s := c.Subject + "=" + c.Amount
		if c.Amount != "" || c.Delta != "" {
			s += c.Unit
		}
		if c.Base != "" || c.Direction != "" {
			s += " | " + strings.Join(strings.Fields(strings.Join([]string{c.Base, c.BaseAmount, c.Direction, c.Delta, c.Percent}, " ")), " ")
			if c.Percent != "" {
				s += "%"
			}
		}
		if c.Share != "" {
			s += " | 占" + c.Share
			if c.Whole != "" {
				s += " " + c.Whole
			}
		}
		if c.Completion != "" {
			s += " | 完成" + c.Completion
		}
		if c.Reason != "" {
			s += " | 因" + c.Reason
		}
		out = append(out, s)
	}
	return out
}

func proseOf(text string) []ProseLine {
	var out []ProseLine
	for l := range strings.Lines(text) {
		out = append(out, ProseLine{Text: l})
	}
	return out
}

func TestClaimsOfAParagraph(t *testing.T) {
	text := "一、收入预算情况说明\n本局2022年收入预算880.50万元，其中：财政拨款收入800万元，占90.86%，比上年预算增加20.5万元，增长2.63%，主要原因是新增两名人员；事业收入80.50万元，占9.14%。\n"
	claims, unread := Claims(proseOf(text), 2022, budget.PhaseBudget)
	want := []string{
		"收入预算=880.50万元",
		"收入预算/财政拨款收入=800万元 | prior_budget 增加 20.5 2.63% | 占90.86 | 因新增两名人员",
		"收入预算/事业收入=80.50万元 | 占9.14",
	}
	if diff := cmp.Diff(want, sayClaims(claims)); diff != "" {
		t.Errorf("claims (-want +got):\n%s", diff)
	}
	if len(unread) > 0 {
		t.Errorf("unread: %v", unread)
	}
	if got := claims[1].Implied.String(); got != "7795000" || !claims[1].HasBase {
		t.Errorf("implied %s", got)
	}
}

// TestClaimsGoOn: a paragraph that begins with a comparison goes on with the
// one amount of the paragraph before.
func TestClaimsGoOn(t *testing.T) {
	text := "公务接待费支出5.2万元。\n\n比上年减少1.3万元，下降20%，主要原因是批次减少。\n\n" +
		"一般公共预算支出90万元，其中：基本支出60万元，项目支出30万元。\n\n与上年相比增加10万元。\n\n" +
		"水费2万元，电费3万元。\n\n比上年增加1万元。\n\n" +
		"以上各项都是办公楼全年所用，由后勤部门统一缴纳，按月同各处室结算，年底一并清理完毕，不留尾数。\n"
	claims, unread := Claims(proseOf(text), 2023, budget.PhaseFinal)
	want := []string{
		"公务接待费支出=5.2万元 | prior_final 减少 1.3 20% | 因批次减少",
		"一般公共预算支出/基本支出=60万元",
		"一般公共预算支出/项目支出=30万元",
		"一般公共预算支出=90万元 | prior_final 增加 10",
		"水费=2万元",
		"电费=3万元",
		"=万元 | prior_final 增加 1",
	}
	if diff := cmp.Diff(want, sayClaims(claims)); diff != "" {
		t.Errorf("claims (-want +got):\n%s", diff)
	}
	if len(unread) > 0 {
		t.Errorf("unread: %v", unread)
	}
	if got, want := claims[0].Sentence, "公务接待费支出5.2万元。比上年减少1.3万元，下降20%，主要原因是批次减少。"; got != want {
		t.Errorf("sentence %q, want %q", got, want)
	}
}
