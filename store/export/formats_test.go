package export

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"
	"github.com/xuri/excelize/v2"

	"yusuan/store"
)

func TestJSONLines(t *testing.T) {
	s := sample(t)
	var b bytes.Buffer
	if err := JSONLines(&b, Facts.Sheet(t.Context(), s, store.Filter{})); err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSuffix(b.String(), "\n"), "\n")
	want := `{"document":"` + hashA + `","file":"甲 局,2021.pdf","region":"010203","organization":"甲局","scope":"department","fiscal_year":2021,"phase":"budget","table":"general_public","table_title":"一般公共预算支出表","page":2,"row":2,"name":"=1+1 \"引\"","measure":"total","column":"合计","amount":-0.123,"unit":"元","raw":"-0.123","printed":"value","x0":1.5,"y0":2,"x1":30.25,"y1":12,"engine":"native","status":"stated"}`
	if len(lines) != 4 || lines[1] != want {
		t.Errorf("%d lines, second (-want +got)\n%s", len(lines), cmp.Diff(want, lines[1]))
	}
	b.Reset()
	if err := JSON(&b, Findings.Sheet(t.Context(), s, store.Filter{})); err != nil {
		t.Fatal(err)
	}
	var list []map[string]any
	if err := json.Unmarshal(b.Bytes(), &list); err != nil || len(list) != 1 || list[0]["check"] != "columns-sum" {
		t.Errorf("%v %v", list, err)
	}
}

func TestXLSX(t *testing.T) {
	s := sample(t)
	var b bytes.Buffer
	if err := XLSX(&b, Documents.Sheet(t.Context(), s, store.Filter{}), Facts.Sheet(t.Context(), s, store.Filter{})); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(&b)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if diff := cmp.Diff([]string{"documents", "facts"}, f.GetSheetList()); diff != "" {
		t.Errorf("sheets (-want +got)\n%s", diff)
	}
	for _, c := range []struct {
		cell, value, raw string
		typ              excelize.CellType
	}{
		{"L2", "2080505", "2080505", excelize.CellTypeInlineString},
		{"C2", "010203", "010203", excelize.CellTypeInlineString},
		{"P2", "144,618,900.00", "144618900", excelize.CellTypeUnset},
		{"P3", "-0.12", "-0.123", excelize.CellTypeUnset},
		{"M3", `=1+1 "引"`, `=1+1 "引"`, excelize.CellTypeInlineString},
		{"P5", "", "", excelize.CellTypeUnset},
	} {
		value, err := f.GetCellValue("facts", c.cell)
		if err != nil {
			t.Fatal(err)
		}
		raw, err := f.GetCellValue("facts", c.cell, excelize.Options{RawCellValue: true})
		if err != nil {
			t.Fatal(err)
		}
		typ, err := f.GetCellType("facts", c.cell)
		if err != nil {
			t.Fatal(err)
		}
		if value != c.value || raw != c.raw || typ != c.typ {
			t.Errorf("%s: %q %q type %v, want %q %q %v", c.cell, value, raw, typ, c.value, c.raw, c.typ)
		}
	}
	link, err := f.GetCellFormula("facts", "AA2")
	if err != nil || link != `HYPERLINK("甲 局,2021.pdf#page=2","source")` {
		t.Errorf("source %q %v", link, err)
	}
}

func TestXLSXWidths(t *testing.T) {
	columns := []Column{columnDocument, columnPage, {Name: "name", Type: Text}, {Name: "sentence", Type: Text}, {Name: "amount", Type: Money}}
	rows := func(yield func([]any, error) bool) {
		for i := range int64(2*widthRows + 1) {
			row := []any{strings.Repeat("a", 64), i, "基本养老保险缴费支出", strings.Repeat("长", 100), decimal.New(i, 8)}
			if !yield(row, nil) {
				return
			}
		}
	}
	var b bytes.Buffer
	if err := XLSX(&b, Sheet{Name: "rows", Columns: columns, Rows: rows}, Sheet{Name: "none", Columns: columns[1:3], Rows: func(func([]any, error) bool) {}}); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(&b)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for _, c := range []struct {
		sheet, column string
		want          float64
	}{
		{"rows", "A", hashWidth}, {"rows", "B", leastWidth}, {"rows", "C", 22}, {"rows", "D", mostWidth}, {"rows", "E", moneyWidth}, {"none", "A", leastWidth},
	} {
		if got, err := f.GetColWidth(c.sheet, c.column); err != nil || got != c.want {
			t.Errorf("%s %s: width %v %v, want %v", c.sheet, c.column, got, err, c.want)
		}
	}
	for cell, want := range map[string]string{"B2": "0", "B201": "199", "B202": "200", "B402": "400", "B403": "", "C1": "name"} {
		if got, err := f.GetCellValue("rows", cell); err != nil || got != want {
			t.Errorf("%s: %q %v, want %q", cell, got, err, want)
		}
	}
	if got, err := f.GetCellValue("none", "A1"); err != nil || got != "page" {
		t.Errorf("heading of a sheet without rows: %q %v", got, err)
	}
}

func FuzzParquetDecimal(f *testing.F) {
	for _, s := range []string{"0", "-0.123", "144618900", "99999999999999999900000000", "-1e-8", "123456789.12345678", "0.123456789", "1e45", "-99999999999999999999999999999999999.1"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d, err := decimal.NewFromString(s)
		if err != nil || d.Exponent() > 60 || d.Exponent() < -60 {
			return
		}
		amount, exact := parquetDecimal(d)
		if got := decimalBack(t, amount, exact); got != text(d) && !decimal.RequireFromString(got).Equal(d) {
			t.Errorf("%s came back as %s", d, got)
		}
	})
}

// TestDatasette runs the canned queries and looks up every table and column
// that is described.
func TestDatasette(t *testing.T) {
	s := sample(t)
	var b bytes.Buffer
	if err := Datasette(&b, "/x/budget.db"); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(b.String(), "\n  \"budget\":\n") {
		t.Error("the database is not named")
	}
	var section, table, query string
	var sql strings.Builder
	queries, columns := 0, 0
	run := func() {
		if sql.Len() == 0 {
			return
		}
		rows, err := s.DB().Query(sql.String(), "2080505")
		if err != nil {
			if rows, err = s.DB().Query(sql.String()); err != nil {
				t.Errorf("%s: %v", query, err)
			}
		}
		if rows != nil {
			rows.Close()
		}
		queries++
		sql.Reset()
	}
	for line := range strings.SplitSeq(b.String(), "\n") {
		indent := len(line) - len(strings.TrimLeft(line, " "))
		key, _, _ := strings.Cut(strings.TrimSpace(line), ":")
		switch {
		case indent == 4:
			run()
			section = key
		case section == "tables" && indent == 6:
			table = key
			var n int
			if err := s.DB().QueryRow(`SELECT count(*) FROM pragma_table_info(?)`, table).Scan(&n); err != nil || n == 0 {
				t.Errorf("no table %s", table)
			}
		case section == "tables" && indent == 10:
			var n int
			if err := s.DB().QueryRow(`SELECT count(*) FROM pragma_table_info(?) WHERE name = ?`, table, key).Scan(&n); err != nil || n != 1 {
				t.Errorf("no column %s.%s", table, key)
			}
			columns++
		case section == "queries" && indent == 6:
			run()
			query = key
		case section == "queries" && indent == 10:
			sql.WriteString(strings.TrimSpace(line) + "\n")
		}
	}
	run()
	if queries != 5 || columns < 25 {
		t.Errorf("%d queries, %d columns", queries, columns)
	}
}
