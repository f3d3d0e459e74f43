package main

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"yusuan/parse/budget"
	"yusuan/store"
)

// TestComparisonForPeople: columns without anything are left out, codes that
// are gone stand among the others, and what fails is said twice.
func TestComparisonForPeople(t *testing.T) {
	known := func(wan int64) store.Cell {
		return store.Cell{Known: true, Fen: wan * 1_000_000, Status: budget.StatusProven}
	}
	implied := known(25)
	implied.Implied = true
	disputed := known(12)
	disputed.Status = budget.StatusDisputed
	row := func(code, name string) store.ComparedRow {
		return store.ComparedRow{Kind: "general_public", Title: "支出表", Measure: "total", Column: "合计", Code: code, Name: name, Link: store.PairSame}
	}
	a, b, gone := row("2010101", "行政运行"), row("2010199", "其他"), row("2010102", "一般")
	a.Prior, a.Now, a.HasChange, a.Change, a.Percent = known(10), disputed, true, 2_000_000, decimal.NewNullDecimal(decimal.New(20, 0))
	a.Stated = &store.Stated{Direction: "增加", Delta: "2", Unit: "万元", Percent: "21", Reason: "人员增加", Verdict: budget.Fails, Why: "percent is 20.00"}
	b.Prior, b.Now = implied, known(25)
	b.Link = store.PairNew
	gone.Prior, gone.Link = known(3), store.PairGone
	sangong := store.ComparedRow{Kind: "sangong", Title: "三公经费表", Measure: "reception", Column: "三公/公务接待费", Link: store.PairSame, Prior: known(1), Now: known(1), HasChange: true}
	c := store.Comparison{Organization: "甲局", Scope: budget.ScopeDepartment, From: store.Side{Year: 2018, Phase: budget.PhaseBudget}, To: store.Side{Year: 2019, Phase: budget.PhaseBudget},
		Rows: []store.ComparedRow{a, b, gone, sangong}}
	var out strings.Builder
	if err := writeComparisons(&out, []store.Comparison{c}, 0); err != nil {
		t.Fatal(err)
	}
	want := `甲局  department  2018 budget → 2019 budget  (万元; ~ implied by the later document, ? disputed)
2018 is not stored: only what the document of 2019 says of it

支出表  [general_public]
编码     名称        2018    2019  增减  增减%  科目  文件自述         核对                     原因
-------  --------  ------  ------  ----  -----  ----  ---------------  -----------------------  --------
2010101  行政运行   10.00  ?12.00  2.00  20.00        增加 2 万元 21%  FAILS: percent is 20.00  人员增加
2010102  一般        3.00                       gone
2010199  其他      ~25.00   25.00               new

三公经费表  [sangong]
名称        2018  2019  增减  增减%
----------  ----  ----  ----  -----
公务接待费  1.00  1.00  0.00

statements: 1 FAIL

`
	if diff := cmp.Diff(want, out.String()); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}
