package store

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"yusuan/parse/budget"
)

func open(t testing.TB) *Store {
	t.Helper()
	s, err := Open(t.Context(), filepath.Join(t.TempDir(), "budget.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

func save(t testing.TB, s *Store, docs ...*budget.Document) {
	t.Helper()
	for _, d := range docs {
		if err := s.Save(t.Context(), d); err != nil {
			t.Fatal(err)
		}
	}
}

func hash(s string) string {
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:])
}

func yuanOf(s string) decimal.Decimal { return decimal.RequireFromString(s) }

// line is a row of a synthetic expenditure table: 万元 as printed.
type line struct{ code, name, total, basic, project string }

// expenditure builds a document with one table of function classes.
func expenditure(org string, year int, lines ...line) *budget.Document {
	d := &budget.Document{
		SHA256: hash(fmt.Sprint(org, year, lines)), File: fmt.Sprintf("%s_%d.pdf", org, year), Bytes: 1000, Pages: 9, Kind: "pdf",
		Producer: "test", Engine: "native", Organization: org, Scope: budget.ScopeDepartment, Year: year, Phase: budget.PhaseBudget,
		Status: "read", Parser: 1,
		Tables: []budget.Table{{Kind: "general_public", Title: "一般公共预算支出表", Unit: "万元", Pages: []int{3}, Rows: len(lines)}},
	}
	for i, l := range lines {
		for j, cell := range []struct{ measure, column, raw string }{
			{"total", "合计", l.total}, {"basic", "基本支出", l.basic}, {"project", "项目支出", l.project},
		} {
			amount, printed, err := budget.ParseAmount(cell.raw, "万元")
			if err != nil {
				panic(err)
			}
			x, y := 200+100*float64(j), 100+20*float64(i)
			d.Facts = append(d.Facts, budget.Fact{
				Row: i + 1, Code: l.code, Name: l.name, Total: l.code == "", Measure: cell.measure, Column: cell.column,
				Amount: amount, Unit: "万元", Raw: cell.raw, Printed: printed,
				Span: budget.Span{Page: 3, X0: x, Y0: y, X1: x + 60.25, Y1: y + 10.5}, Engine: "native", Status: budget.StatusProven,
			})
		}
	}
	return d
}

// full is a document that fills every field of the vocabulary.
func full() *budget.Document {
	at := func(page int) budget.Span {
		return budget.Span{Page: page, X0: 10.25, Y0: 20.5, X1: 30.75, Y1: 40}
	}
	d := &budget.Document{
		SHA256: hash("full"), File: "a/全.pdf", Bytes: 123456, Pages: 12, Kind: "pdf", Producer: "WPS", Engine: "native",
		Modified: time.Date(2021, 2, 3, 4, 5, 6, 0, time.UTC), URL: "https://example.org/全.pdf", Parser: 3, Forms: "abc",
		Organization: "某市人力资源局", Printed: "某市人力资源局（本级）", Region: "990000", RegionName: "某市", RegionFrom: "cover",
		Scope: budget.ScopeUnit, Year: 2021, Phase: budget.PhaseFinal, Status: "partial", Reason: "page 3: no text",
		Tables: []budget.Table{
			{Kind: "summary", Title: "收支总表", Number: "表一", Form: "family/summary", Unit: "万元", Printed: "某局",
				Columns: []budget.Column{{Path: "收入/预算数", Role: "measure", Measure: "total", Lane: "revenue", Unit: "万元"}, {Path: "<项目>", Role: "name"}},
				Start:   at(2), End: at(3), Pages: []int{2, 3}, Rows: 4, Notes: []string{"注：一", "注：二"}},
			{Kind: "sangong", Title: "“三公”经费表", Unit: "元", Start: at(4), End: at(4), Pages: []int{4}, Empty: true, EmptyNote: "此表为空表。"},
		},
		Facts: []budget.Fact{
			{Table: 0, Row: 1, Lane: "revenue", Code: "2080505", Name: "机关事业单位基本养老保险缴费支出", Measure: "total", Column: "收入/预算数", Parent: "社会保障/养老",
				Amount: yuanOf("144618900"), Unit: "万元", Raw: "14,461.89", Printed: budget.PrintedValue, Span: at(2), Engine: "native", Status: budget.StatusProven},
			{Table: 0, Row: 2, Name: "合计", Measure: "total", Column: "收入/预算数", Total: true,
				Amount: yuanOf("0.123456"), Unit: "万元", Raw: "0.0000123456", Printed: budget.PrintedValue, Span: at(3), Engine: "pdfium", Status: budget.StatusDisputed,
				Repairs: []budget.Repair{{Rule: "split-amount", Before: "0.00001 23456", After: "0.0000123456"}, {Rule: "joined-code", Before: "<a>", After: "b"}}},
			{Table: 0, Row: 3, Name: "大", Measure: "unknown", Column: "x", Amount: yuanOf("99999999999999999900000000"), Unit: "亿元", Raw: "999999999999999999",
				Printed: budget.PrintedValue, Span: at(3), Engine: "native", Status: budget.StatusStated},
			{Table: 0, Row: 4, Name: "零", Measure: "basic", Column: "基本", Unit: "万元", Raw: "0.00", Printed: budget.PrintedZero, Engine: "native", Status: budget.StatusStated},
			{Table: 0, Row: 4, Name: "横", Measure: "basic", Column: "基本", Unit: "万元", Raw: "—", Printed: budget.PrintedDash, Engine: "native", Status: budget.StatusStated},
			{Table: 1, Row: 4, Name: "空", Measure: "basic", Column: "基本", Unit: "万元", Printed: budget.PrintedBlank, Engine: "native", Status: budget.StatusStated},
		},
		Claims: []budget.Claim{
			{Section: "一、总体", Subject: "收支总预算", Code: "208", Table: "summary", Measure: "total", Amount: "14461.89", Unit: "万元", Base: "prior_budget", BaseAmount: "16072.23",
				Direction: "减少", Delta: "1610.34", Percent: "10.02", Share: "9.05", Whole: "本年支出合计", Completion: "99.5", Reason: "人员减少", Sentence: "收支总预算14461.89万元，比上年减少1610.34万元，主要是人员减少。",
				Span: at(7), Status: budget.Holds, Implied: yuanOf("160722300"), HasBase: true, Against: "表一"},
			{Subject: "会议费", Amount: "0", Unit: "万元", Direction: "持平", Reason: "厉行节约", Sentence: "会议费0万元。", Span: at(8), Status: budget.Unknown},
		},
		Findings: []budget.Finding{
			{Check: "columns-sum", Severity: budget.SeverityError, Status: budget.Fails, Table: "summary", Title: "收支总表", Code: "208", Expected: "1", Actual: "2", Tolerance: "0.5",
				Message: "合计不等", English: "does not add up", Evidence: "row 1", Ours: true, Span: at(2), Other: at(3), Facts: []int{0, 1}},
			{Check: "rows-sum", Severity: budget.SeverityNote, Status: budget.Holds, Span: at(2)},
		},
		Unread:    []budget.Unread{{Kind: "sentence", Text: "金额若干", Why: "no figure", Span: at(9)}},
		Purchases: []budget.Purchase{{Table: 1, Row: 2, Category: "货物", Project: "办公", Economic: "30201", Item: "纸", Method: "集中", Amount: yuanOf("1234.5"), Unit: "元", Raw: "1,234.50", Printed: budget.PrintedValue, Total: true, Span: at(10)}},
		Targets:   []budget.Target{{Project: "补助", Funds: "37.44", Goal: "按时", Level1: "产出", Level2: "数量", Level3: "人数", Operator: "≥", Value: "95", UnitTxt: "%", Raw: "≥95%", Span: at(11)}},
		Units:     []budget.MemberUnit{{Number: "1", Name: "本级", Kind: "行政", Span: at(5)}},
		Stated:    []budget.Stated{{Key: "车辆/小轿车/数量", Value: "3", Unit: "辆", Sentence: "其中小轿车3辆。", Span: at(8)}},
		PageNotes: []budget.PageNote{{Page: 3, Engine: "pdfium", Reason: "doubtful", Status: "needs-ocr", Detail: "image"}},
	}
	return d
}

func str(v any) string {
	switch v := v.(type) {
	case nil:
		return "NULL"
	case []byte:
		return hex.EncodeToString(v)
	}
	return fmt.Sprint(v)
}
