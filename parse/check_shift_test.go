package parse

import (
	"fmt"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"yusuan/parse/budget"
)

// TestShiftedRows reports rows whose figures are those of the rows below as one
// cause, and not as many.
func TestShiftedRows(t *testing.T) {
	items := []struct {
		code, name string
		amount     int
	}{
		{"205", "教育支出", 300}, {"20502", "普通教育", 300}, {"2050201", "学前教育", 100}, {"2050202", "小学教育", 200},
		{"213", "农林水支出", 90}, {"21303", "水利", 90}, {"2130312", "水文测报", 71}, {"2130399", "其他水利支出", 19},
		{"221", "住房保障支出", 45}, {"22102", "住房改革支出", 45}, {"2210201", "住房公积金", 32}, {"2210203", "购房补贴", 13},
	}
	for by := range 3 {
		var rows strings.Builder
		for i, it := range items {
			fmt.Fprintf(&rows, "revenue %s %s total %d.00\n", it.code, it.name, it.amount)
			if i >= 2 { // the first two rows stand right
				it.amount = items[min(i+by, len(items)-1)].amount
			}
			fmt.Fprintf(&rows, "expenditure %s %s total %d.00\n", it.code, it.name, it.amount)
		}
		doc := rowsOf(t, rows.String())
		line := map[int]int{}
		for i := range doc.Facts {
			f := &doc.Facts[i]
			line[f.Table]++
			f.Row = line[f.Table]
		}
		for kind := range 2 { // both tables have one total
			doc.Facts = append(doc.Facts, budget.Fact{Table: kind, Row: 99, Name: "合计", Total: true, Measure: "total", Raw: "435.00", Unit: "万元", Amount: decimal.NewFromInt(4350000), Printed: budget.PrintedValue})
		}
		Check(doc, Options{})
		var got []string
		for _, f := range failures(doc) {
			if strings.Contains(f.Message, "错行") {
				got = append(got, f.Message[:strings.Index(f.Message, "，疑整段错行")])
			}
		}
		want := ""
		if by > 0 {
			want = fmt.Sprintf("《expenditure表》自“2050201 学前教育”至“%s”各行所印为其下第%d行的数字", items[len(items)-1-by].code+" "+items[len(items)-1-by].name, by)
		}
		if strings.Join(got, "|") != want {
			t.Errorf("by %d: %v, want %s: %v", by, got, want, failures(doc))
		}
	}
}

// TestOpenCells does not hold a table against rows whose columns are not known.
func TestOpenCells(t *testing.T) {
	for measure, want := range map[string]int{"total": 2, "unknown": 1} {
		doc := rowsOf(t, `expenditure 212 城乡社区支出 total 9.00
expenditure 213 农林水支出 total 4.00
expenditure - 合计 total 13.00
general_public 213 农林水支出 total 4.00
general_public 212 城乡社区支出 total 6.00
government_fund 212 城乡社区支出 `+measure+` 2.00
appropriation - 支出总计 total 13.00`)
		for i := range doc.Facts {
			f := &doc.Facts[i]
			if f.Row = i; f.Code == "-" {
				f.Code, f.Total = "", true
			}
			if doc.Tables[f.Table].Kind == "appropriation" {
				f.Lane = "expenditure"
			}
		}
		Check(doc, Options{})
		if got := failures(doc); len(got) != want { // one says that the appropriation table has a total alone
			t.Errorf("%s: %v, want %d", measure, got, want)
		}
	}
}
