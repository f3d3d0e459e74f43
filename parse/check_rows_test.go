package parse

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"yusuan/parse/budget"
)

// TestRowOrder prints the items of a table in several orders: one row that
// stands astray is told, an order of its own is not.
func TestRowOrder(t *testing.T) {
	for _, c := range []struct {
		name, items string
		want        []string
	}{
		{"in order", "01 02 03 04 05 06 07 08", nil},
		{"one too early", "01 07 02 03 04 05 06 08", []string{"3020107"}},
		{"one too late", "01 03 04 05 06 02 07 08", []string{"3020102"}},
		{"backwards", "08 07 06 05 04 03 02 01", nil},
		{"by another rule", "02 01 04 03 06 05 08 07", nil},
	} {
		var rows strings.Builder
		rows.WriteString("general_public 302 甲类 total 80.00\ngeneral_public 30201 甲款 total 80.00\n")
		for item := range strings.FieldsSeq(c.items) {
			fmt.Fprintf(&rows, "general_public 30201%s 项目%s total 10.00\n", item, item)
		}
		doc := rowsOf(t, rows.String())
		for i := range doc.Facts {
			doc.Facts[i].Row, doc.Facts[i].Page = i, 4
		}
		Check(doc, Options{})
		var got []string
		for _, f := range failures(doc) {
			if f.Check == "row-order" {
				got = append(got, f.Code)
				if want := "general_public表"; f.Severity != "note" || f.Page != 4 || !strings.Contains(f.Message, want) || !strings.Contains(f.English, want) {
					t.Errorf("%s: %+v", c.name, f)
				}
			}
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
	}
}

// A table of two sides whose continuation is gone is said to have no totals; a
// whole one is not.
func TestEndless(t *testing.T) {
	for _, c := range []struct {
		kind string
		cut  bool
		want int
	}{{"summary", false, 0}, {"summary", true, 1}, {"appropriation", true, 1}} {
		doc := tsvDocument(t, wantFolder+"/minghe_caizheng_2024_final.facts.tsv")
		if c.cut {
			doc.Facts = slices.DeleteFunc(doc.Facts, func(f budget.Fact) bool { return doc.Tables[f.Table].Kind == c.kind && f.Total })
		}
		Check(doc, Options{})
		n := 0
		for _, f := range failures(doc) {
			if f.Check == "total-missing" {
				n++
				if f.Table != c.kind || f.Severity != budget.SeverityWarning || len(f.Facts) == 0 {
					t.Errorf("%s: %+v", c.kind, f)
				}
			}
		}
		if n != c.want {
			t.Errorf("%s, cut %v: %d findings, want %d", c.kind, c.cut, n, c.want)
		}
	}
}

// TestUnreadRow does not call a row missing that was seen and not read.
func TestUnreadRow(t *testing.T) {
	for unread, want := range map[string]int{"": 1, "20502 普通教育 300.00": 0, "2050203 初中教育 300.00": 1} {
		doc := rowsOf(t, `general_public 205 教育支出 total 300.00
general_public 2050201 学前教育 total 300.00
general_public 213 农林水支出 total 90.00
general_public 21303 水利 total 90.00
general_public 2130312 水文测报 total 90.00
general_public 221 住房保障支出 total 45.00
general_public 22102 住房改革支出 total 45.00
general_public 2210201 住房公积金 total 45.00
general_public 208 社会保障和就业支出 total 45.00
general_public 20805 行政事业单位养老支出 total 45.00
general_public 2080502 事业单位离退休 total 45.00
general_public 210 卫生健康支出 total 45.00
general_public 21011 行政事业单位医疗 total 45.00
general_public 2101102 事业单位医疗 total 45.00`)
		for i := range doc.Facts {
			doc.Facts[i].Row = i
		}
		if unread != "" {
			doc.Unread = []budget.Unread{{Kind: "table", Text: unread}}
		}
		Check(doc, Options{})
		n := 0
		for _, f := range failures(doc) {
			if f.Check == "row-missing" && f.Code == "20502" {
				n++
			}
		}
		if n != want {
			t.Errorf("unread %q: %d findings, want %d: %v", unread, n, want, failures(doc))
		}
	}
}
