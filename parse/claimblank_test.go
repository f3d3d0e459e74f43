package parse

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"yusuan/extract"
	"yusuan/parse/budget"
)

func TestPlaceholders(t *testing.T) {
	for _, c := range []struct {
		name, text string
		want       []string // what is left standing
	}{
		{"masked figure", "某所2022年收入预算XX万元，比上年增加××万元。", []string{"XX万元"}},
		{"stars", "本年支出****万元。", []string{"****万元"}},
		{"stars for words", "负责人为****。", []string{"****"}},
		{"two stars mask a name", "经办人张**，收入预算5万元。", nil},
		{"year left open", "20XX年度预算为5万元。", []string{"XX"}},
		{"a model is no slot", "采购XXL号服装及7×24小时服务，金额5万元。", nil},
		{"share without a figure", "印刷费5万元，占 %，与上年持平。", []string{"%"}},
		{"rise without a figure", "印刷费5万元，比上年增加1万元，增长%。", []string{"%"}},
		{"completion without a figure", "支出决算为5万元，完成年初预算的%。", []string{"%"}},
		{"change without a figure", "印刷费5万元，比上年减少万元。", []string{"万元"}},
		{"choice without a figure", "收入总计增加（减少）的主要原因是任务增加。", []string{"增加（减少）"}},
		{"choice beside a figure", "印刷费5万元，比上年增加（减少）2万元。", []string{"增加（减少）"}},
		{"choice beside a zero", "印刷费5万元，与上年相比增加（减少）0万元，增长（减少）0%。", nil},
		{"whatever way", "印刷费增减变化情况见附表，增加或减少的部分另行说明。", nil},
		{"instruction", "情况一：（项目支出按下列内容说明）", []string{"情况一："}},
		{"bracketed instruction", "公用经费包括：印刷费、水费。（按“基本支出表”的科目填列）", []string{"（按“基本支出表”的科目填列）"}},
		{"to be struck out", "无下属单位的，本句应删除。", []string{"应删除"}},
		{"lines to write on", "公务接待费为____万元。", []string{"____万元"}},
		{"amount left out", "收入预算为万元，支出预算为5万元。", []string{"为万元，"}},
		{"heading", "第一部分 XX局概况\n", []string{"XX"}},
		{"nothing", "收入预算5万元，占20%，比上年增加1万元，增长25%，根据实际情况安排。", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			var got []string
			for _, f := range ReadProse(proseOf(c.text), 2022, budget.PhaseBudget).Blanks {
				got = append(got, f.Actual)
				if f.Check != "placeholder" || f.Severity != budget.SeverityWarning || f.Message == "" || f.English == "" || f.Evidence == "" {
					t.Errorf("incomplete: %+v", f)
				}
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestReasonsMissing(t *testing.T) {
	for _, c := range []struct {
		name, text string
		want       []string
	}{
		{"none", "一、支出情况说明\n印刷费5万元，比上年增加1万元，增长25%。", []string{"「印刷费」增加，未说明原因"}},
		{"given", "一、支出情况说明\n印刷费5万元，比上年增加1万元，主要原因是纸价上涨。", nil},
		{"given for what the sentence says", "一、支出情况说明\n印刷费5万元，比上年增加1万元，其中：封面印刷费2万元，比上年增加1万元，主要原因是纸价上涨。", nil},
		{"given in a later paragraph", "一、支出情况说明\n财政拨款支出50万元，比上年减少1万元。\n财政拨款支出减少的主要原因是人员调出。", nil},
		{"the sentence is the reason", "一、支出情况说明\n印刷费5万元，比上年减少3万元，主要原因是改为线上发放。这一因素减少印刷费4万元。", nil},
		{"given where it is said again", "一、支出情况说明\n印刷费5万元，比上年减少1万元。\n二、其他情况说明\n印刷费5万元，比上年减少1万元，主要原因是压减。", nil},
		{"no change", "一、支出情况说明\n印刷费5万元，与上年持平。邮费3万元，比上年增加0万元。", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			claims, _ := Claims(proseOf(c.text), 2022, budget.PhaseBudget)
			var got []string
			for _, f := range reasonsMissing(claims) {
				got = append(got, f.Message)
				if f.Severity != budget.SeverityNote || f.Check != "reason-missing" {
					t.Errorf("%s %s", f.Check, f.Severity)
				}
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s%v", diff, sayClaims(claims))
			}
		})
	}
}

// failing are the checks that fail in a document read from text.
func failing(t *testing.T, text string, ignore ...string) []string {
	t.Helper()
	doc, err := Document(t.Context(), textDocument("a.txt", text), Options{Ignore: ignore})
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, f := range doc.Findings {
		if f.Status == budget.Fails {
			out = append(out, f.Check)
		}
	}
	return out
}

func TestIgnoredChecksAreDropped(t *testing.T) {
	text := "青田县水利局2022年度部门预算\n第三部分 青田县水利局2022年度部门预算情况说明\n一、关于青田县水利局2021\n年支出预算情况说明\n业务支出合计40万元，其中：印刷费10万元，占35%，比上年增加（减少）的主要原因是任务。\n邮费2万元，比上年增加1万元，增长100%。"
	all := []string{"year-slip", "claim-share", "placeholder", "reason-missing"}
	got := failing(t, text)
	for _, check := range all {
		found := false
		for _, g := range got {
			found = found || g == check
		}
		if !found {
			t.Errorf("no %s among %v", check, got)
		}
	}
	if left := failing(t, text, got...); len(left) > 0 {
		t.Errorf("all ignored, and yet %v", left)
	}
}

func TestBlankFormHasOneReason(t *testing.T) {
	doc, err := Document(t.Context(), &extract.Document{Kind: "text", Pages: textDocument("", "某市XX局2022年度部门预算\n第一部分 某市XX局概况\n收入预算XX万元，比上年增加（减少）XX万元。").Pages}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range doc.Findings {
		if f.Check == "placeholder" {
			t.Errorf("a blank form has %s", f.Message)
		}
	}
	if doc.Reason == "" {
		t.Error("no reason")
	}
}
