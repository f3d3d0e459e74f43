package report

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"yusuan/parse/budget"
)

func sample() *budget.Document {
	return &budget.Document{
		File: "a_b.pdf", SHA256: "00ff", Organization: "明河市档案局", Year: 2024, Phase: budget.PhaseBudget,
		Tables: []budget.Table{{Kind: "expenditure"}},
		Facts: []budget.Fact{
			{Printed: budget.PrintedValue, Status: budget.StatusProven},
			{Printed: budget.PrintedValue, Status: budget.StatusDisputed},
			{Printed: budget.PrintedBlank, Status: budget.StatusStated},
		},
		Findings: []budget.Finding{
			{Check: "hierarchy", Status: budget.Holds, Severity: budget.SeverityNote},
			{Check: "table-order", Status: budget.Fails, Severity: budget.SeverityNote, Message: "次序", English: "order", Span: budget.Span{Page: 1}},
			{Check: "columns-sum", Status: budget.Fails, Severity: budget.SeverityError, Message: "不符", English: "differs", Evidence: "3 ≠ 1 + 1", Tolerance: "150", Span: budget.Span{Page: 7, X0: 1, Y0: 2, X1: 3, Y1: 4}, Other: budget.Span{Page: 9}},
		},
	}
}

func TestMarkdown(t *testing.T) {
	var b strings.Builder
	if err := Markdown(&b, sample(), nil); err != nil {
		t.Fatal(err)
	}
	want := `# 明河市档案局 2024 部门预算 budget

- a\_b.pdf, SHA-256 ` + "`00ff`" + `
- 1 tables; amounts: 1 proven, 0 stated, 1 disputed
- checks: 1 hold, 0 could not be settled, 2 findings

## 错误 Errors

1. 不符

   differs

   - ` + "`columns-sum`" + `, p. 7 and p. 9, tolerance 允许误差 150 yuan 元
   - 3 ≠ 1 + 1

## 提示 Notes

2. 次序

   order

   - ` + "`table-order`" + `, p. 1
`
	if d := cmp.Diff(want, b.String()); d != "" {
		t.Errorf("(-want +got)\n%s", d)
	}
}

func TestIgnoreAndWorst(t *testing.T) {
	got := Failures(sample(), []string{"columns-sum"})
	if len(got) != 1 || got[0].Check != "table-order" || Worst(got) != budget.SeverityNote {
		t.Errorf("got %v, worst %s", got, Worst(got))
	}
	if w := Worst(nil); w != "" {
		t.Errorf("worst of nothing is %q", w)
	}
}

func TestJSON(t *testing.T) {
	var b strings.Builder
	if err := JSON(&b, []*budget.Document{sample()}, nil); err != nil {
		t.Fatal(err)
	}
	var got []map[string]any
	if err := json.Unmarshal([]byte(b.String()), &got); err != nil {
		t.Fatal(err)
	}
	first := got[0]["findings"].([]any)[0].(map[string]any)
	if first["check"] != "columns-sum" || first["page"] != 7.0 || first["other_page"] != 9.0 {
		t.Errorf("got %v", first)
	}
}

func TestUnreadIsNotClean(t *testing.T) {
	doc := &budget.Document{File: "a.pdf", SHA256: "00ff", Status: "failed", Reason: "password: encrypted"}
	var b strings.Builder
	if err := Markdown(&b, doc, nil); err != nil {
		t.Fatal(err)
	}
	want := "# a.pdf\n\n- a.pdf, SHA-256 `00ff`\n- 0 tables; amounts: 0 proven, 0 stated, 0 disputed\n" +
		"- checks: 0 hold, 0 could not be settled, 0 findings\n- failed: password: encrypted\n" +
		"\nThe document could not be read; nothing was checked. 文件无法读取，未作检查。\n"
	if d := cmp.Diff(want, b.String()); d != "" {
		t.Errorf("(-want +got)\n%s", d)
	}
}
