package export

import (
	"bytes"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"yusuan/parse/budget"
	"yusuan/store"
)

// sample is a store with two documents, among them every kind of cell.
func sample(t testing.TB) *store.Store {
	t.Helper()
	s, err := store.Open(t.Context(), filepath.Join(t.TempDir(), "b.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	at := budget.Span{Page: 2, X0: 1.5, Y0: 2, X1: 30.25, Y1: 12}
	other := at
	other.Page = 3
	docs := []*budget.Document{
		{
			SHA256: strings.Repeat("ab", 32), File: "甲 局,2021.pdf", Kind: "pdf", Bytes: 10, Pages: 3, Engine: "native", Producer: "P", Parser: 2,
			Organization: "甲局", Printed: "甲局", Region: "010203", RegionName: "某区", Scope: budget.ScopeDepartment, Year: 2021, Phase: budget.PhaseBudget, Status: "read",
			Tables: []budget.Table{{Kind: "general_public", Title: "一般公共预算支出表", Pages: []int{2}}},
			Facts: []budget.Fact{
				{Row: 1, Code: "2080505", Name: "养老", Measure: "total", Column: "合计", Amount: decimal.RequireFromString("144618900"), Unit: "万元", Raw: "14,461.89",
					Printed: budget.PrintedValue, Span: at, Engine: "native", Status: budget.StatusProven, Repairs: []budget.Repair{{Rule: "split-amount", Before: "14,461.8\n9", After: "14,461.89"}}},
				{Row: 2, Name: `=1+1 "引"`, Measure: "total", Column: "合计", Amount: decimal.RequireFromString("-0.123"), Unit: "元", Raw: "-0.123", Printed: budget.PrintedValue, Span: at, Engine: "native", Status: budget.StatusStated},
				{Row: 3, Measure: "total", Column: "合计", Unit: "元", Raw: "0.00", Printed: budget.PrintedZero, Engine: "native", Status: budget.StatusStated},
				{Row: 4, Measure: "total", Column: "合计", Unit: "元", Raw: "-", Printed: budget.PrintedDash, Engine: "native", Status: budget.StatusStated},
			},
			Claims: []budget.Claim{{Section: "一", Subject: "收支总预算", Amount: "14461.89", Unit: "万元", Base: "prior_budget", Direction: "减少", Delta: "1610.34", Reason: "人员减少",
				Sentence: "一句话。", Span: at, Status: budget.Unknown, HasBase: true, Implied: decimal.RequireFromString("160722300")}},
			Findings: []budget.Finding{{Check: "columns-sum", Severity: budget.SeverityError, Status: budget.Fails, Table: "general_public", Code: "208", Expected: "1", Actual: "2", Tolerance: "0.5", Message: "合计不等", Evidence: "e", Span: at, Other: other, Facts: []int{0}}},
			Purchases: []budget.Purchase{{Row: 1, Item: "台式计算机", Method: "集中采购", Amount: decimal.RequireFromString("52000"), Unit: "万元", Raw: "5.20", Printed: budget.PrintedValue, Span: at},
				{Row: 2, Total: true, Raw: "-", Printed: budget.PrintedDash}},
			Targets: []budget.Target{{Project: "档案修复", Funds: "30.00", Level1: "产出指标", Level3: "修复页数", Operator: "≥", Value: "9000", UnitTxt: "页", Raw: "≥9000页", Span: at}},
			Units:   []budget.MemberUnit{{Number: "1", Name: "甲局本级", Kind: "行政单位", Span: at}},
			Stated:  []budget.Stated{{Key: "编制数", Value: "31", Unit: "人", Sentence: "本局编制数31人。", Span: at}},
			Unread:  []budget.Unread{{Kind: "sentence", Text: "另拨若干万元。", Why: "no figure", Span: at}, {Kind: "table", Text: "附", Why: "outside the columns"}},
		},
		{SHA256: strings.Repeat("cd", 32), File: "坏.pdf", Kind: "pdf", Status: "failed", Reason: "password"},
	}
	for _, d := range docs {
		if err := s.Save(t.Context(), d); err != nil {
			t.Fatal(err)
		}
	}
	return s
}

const (
	hashA = "abababababababababababababababababababababababababababababababab"
	hashC = "cdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcd"
)

func TestCSV(t *testing.T) {
	s := sample(t)
	for _, c := range []struct {
		name   string
		record *Record
		filter store.Filter
		opt    CSVOptions
		want   string
	}{
		{"facts", Facts, store.Filter{}, CSVOptions{}, `document,file,region,organization,scope,fiscal_year,phase,table,table_title,page,row,code,name,measure,column,amount,unit,raw,printed,x0,y0,x1,y1,engine,status,repairs
` + hashA + `,"甲 局,2021.pdf",010203,甲局,department,2021,budget,general_public,一般公共预算支出表,2,1,2080505,养老,total,合计,144618900,万元,"14,461.89",value,1.5,2,30.25,12,native,proven,"[[""split-amount"",""14,461.8\n9"",""14,461.89""]]"
` + hashA + `,"甲 局,2021.pdf",010203,甲局,department,2021,budget,general_public,一般公共预算支出表,2,2,,"=1+1 ""引""",total,合计,-0.123,元,-0.123,value,1.5,2,30.25,12,native,stated,
` + hashA + `,"甲 局,2021.pdf",010203,甲局,department,2021,budget,general_public,一般公共预算支出表,,3,,,total,合计,0,元,0.00,zero,,,,,native,stated,
` + hashA + `,"甲 局,2021.pdf",010203,甲局,department,2021,budget,general_public,一般公共预算支出表,,4,,,total,合计,,元,-,dash,,,,,native,stated,
`},
		{"claims", Claims, store.Filter{}, CSVOptions{}, `document,file,page,section,subject,code,table,measure,amount,unit,base,base_amount,direction,delta,percent,share,completion,reason,sentence,status,x0,y0,x1,y1,implied,against,whole
` + hashA + `,"甲 局,2021.pdf",2,一,收支总预算,,,,14461.89,万元,prior_budget,,减少,1610.34,,,,人员减少,一句话。,unknown,1.5,2,30.25,12,160722300,,
`},
		{"findings", Findings, store.Filter{}, CSVOptions{}, `document,file,check,severity,status,page,table,code,expected,actual,tolerance,message,evidence,x0,y0,x1,y1,english,ours,other_page,other_x0,other_y0,other_x1,other_y1
` + hashA + `,"甲 局,2021.pdf",columns-sum,error,fails,2,general_public,208,1,2,0.5,合计不等,e,1.5,2,30.25,12,,false,3,1.5,2,30.25,12
`},
		{"documents for excel", Documents, store.Filter{}, CSVOptions{Excel: true}, "\ufeff" + `document,file,url,region,region_name,organization,printed,scope,fiscal_year,phase,kind,bytes,pages,producer,engine,parser,status,reason,current,facts,proven,disputed,claims,failed_checks
` + hashC + `,坏.pdf,,,,,,,,,pdf,0,0,,,0,failed,password,true,0,0,0,0,0
` + hashA + `,"甲 局,2021.pdf",,"=""010203""",某区,甲局,甲局,department,2021,budget,pdf,10,3,P,native,2,read,,true,4,1,0,1,1
`},
		{"nothing of that year", Facts, store.Filter{Years: []int{1999}}, CSVOptions{}, `document,file,region,organization,scope,fiscal_year,phase,table,table_title,page,row,code,name,measure,column,amount,unit,raw,printed,x0,y0,x1,y1,engine,status,repairs
`},
	} {
		var b bytes.Buffer
		if err := CSV(&b, c.record.Sheet(t.Context(), s, c.filter), c.opt); err != nil {
			t.Fatalf("%s: %v", c.name, err)
		}
		if diff := cmp.Diff(c.want, b.String()); diff != "" {
			t.Errorf("%s (-want +got)\n%s", c.name, diff)
		}
	}
}

func TestCSVExcelText(t *testing.T) {
	for _, c := range []struct {
		typ      Type
		in, want string
	}{
		{Code, "2080505", `="2080505"`},
		{Code, "", ""},
		{Text, "=cmd()", "'=cmd()"},
		{Text, "-0.07", "-0.07"},
		{Text, "—", "—"},
		{Text, "-", "-"},
		{Text, "@x", "'@x"},
		{Money, "-1.5", "-1.5"},
	} {
		if got := excelText(c.typ, c.in); got != c.want {
			t.Errorf("%v %q: %q, want %q", c.typ, c.in, got, c.want)
		}
	}
}

func texts(t testing.TB, s *store.Store, r *Record) [][]string {
	t.Helper()
	var out [][]string
	for row, err := range r.Sheet(t.Context(), s, store.Filter{}).Rows {
		if err != nil {
			t.Fatal(err)
		}
		line := make([]string, len(row))
		for i, v := range row {
			line[i] = text(v)
		}
		out = append(out, line)
	}
	return out
}

// TestUnreadClaims wants the sentences and nothing else that was unread.
func TestUnreadClaims(t *testing.T) {
	s := sample(t)
	want := [][]string{{hashA, "甲 局,2021.pdf", "2", "sentence", "另拨若干万元。", "no figure", "1.5", "2", "30.25", "12"}}
	if diff := cmp.Diff(want, texts(t, s, UnreadClaims)); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if rows := texts(t, s, Procurement); len(rows) != 2 || rows[0][9] != "52000" || rows[1][9] != "" {
		t.Errorf("procurement %v", rows)
	}
}
