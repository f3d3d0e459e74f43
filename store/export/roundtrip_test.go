package export

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"iter"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/parquet-go/parquet-go"
	"github.com/shopspring/decimal"

	"yusuan/store"
)

// awkward are pieces of text that formats trip over.
var awkward = []string{"甲", "，", ",", `"`, "'", "\n", "\t", " ", "=", "-", "0502", "é", "𠮷", "\\", "|", ";", "\ufeff", "<b>", "１", "NULL", "#page=2", `""`}

// randomRows are rows of a record with any values of the columns' types.
func randomRows(r *rand.Rand, columns []Column, n int) [][]any {
	out := make([][]any, n)
	for i := range out {
		for _, c := range columns {
			out[i] = append(out[i], randomValue(r, c.Type))
		}
	}
	return out
}

func randomValue(r *rand.Rand, t Type) any {
	if r.IntN(5) == 0 {
		return nil
	}
	switch t {
	case Code:
		return fmt.Sprintf("%0*d", 3+r.IntN(5), r.IntN(1000))
	case Integer:
		return r.Int64() - r.Int64()
	case Money, Percent: // from 1e-20 to 1e40
		return decimal.New(r.Int64()-r.Int64(), int32(r.IntN(40)-20))
	case Points:
		return float64(r.IntN(200_000)-1000) / 100
	case Boolean:
		return r.IntN(2) == 0
	}
	var b strings.Builder
	for range 1 + r.IntN(6) {
		b.WriteString(awkward[r.IntN(len(awkward))])
	}
	return b.String()
}

func rowsSeq(rows [][]any) iter.Seq2[[]any, error] {
	return func(yield func([]any, error) bool) {
		for _, row := range rows {
			if !yield(row, nil) {
				return
			}
		}
	}
}

func textRows(rows [][]any) [][]string {
	var out [][]string
	for _, row := range rows {
		line := make([]string, len(row))
		for i, v := range row {
			line[i] = text(v)
		}
		out = append(out, line)
	}
	return out
}

// formatsBack write rows and read them again as text.
var formatsBack = map[string]func(testing.TB, Sheet) [][]string{
	"csv": func(t testing.TB, sh Sheet) [][]string {
		var b bytes.Buffer
		if err := CSV(&b, sh, CSVOptions{}); err != nil {
			t.Fatal(err)
		}
		lines, err := csv.NewReader(&b).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		for i, c := range sh.Columns {
			if lines[0][i] != c.Name {
				t.Errorf("column %d is %s, want %s", i, lines[0][i], c.Name)
			}
		}
		return lines[1:]
	},
	"parquet": parquetBack,
}

func parquetBack(t testing.TB, sh Sheet) [][]string {
	t.Helper()
	var b bytes.Buffer
	if err := Parquet(&b, sh); err != nil {
		t.Fatal(err)
	}
	f, err := parquet.OpenFile(bytes.NewReader(b.Bytes()), int64(b.Len()))
	if err != nil {
		t.Fatal(err)
	}
	fields := f.Schema().Fields()
	at := make([]int, len(sh.Columns)) // the place of each column in the file
	n := 0
	for i, c := range sh.Columns {
		at[i] = n
		if fields[n].Name() != c.Name {
			t.Fatalf("column %d is %s, want %s", n, fields[n].Name(), c.Name)
		}
		if kind := fields[n].Type().String(); c.Type == Money && kind != "DECIMAL(38,8)" || (c.Type == Text || c.Type == Code) && kind != "STRING" {
			t.Errorf("%s is %s", c.Name, kind)
		}
		if n++; c.Type.decimals() {
			if fields[n].Name() != c.Name+exactSuffix {
				t.Fatalf("column %d is %s, want the exact %s", n, fields[n].Name(), c.Name)
			}
			n++
		}
	}
	if n != len(fields) {
		t.Fatalf("%d columns, want %d", len(fields), n)
	}
	var got [][]string
	for _, g := range f.RowGroups() {
		rows := g.Rows()
		defer rows.Close()
		buf := make([]parquet.Row, 16)
		for {
			n, err := rows.ReadRows(buf)
			for _, row := range buf[:n] {
				line := make([]string, len(sh.Columns))
				for i, c := range sh.Columns {
					switch v := row[at[i]]; {
					case c.Type.decimals():
						line[i] = decimalBack(t, v, row[at[i]+1])
					case v.IsNull():
					case c.Type == Integer:
						line[i] = text(v.Int64())
					case c.Type == Points:
						line[i] = text(v.Double())
					case c.Type == Boolean:
						line[i] = text(v.Boolean())
					default:
						line[i] = string(v.ByteArray())
					}
				}
				got = append(got, line)
			}
			if err != nil {
				break
			}
		}
	}
	return got
}

// decimalBack is the amount of the two columns together: the exact text where
// there is one, which then is near the rounded decimal.
func decimalBack(t testing.TB, amount, exact parquet.Value) string {
	t.Helper()
	if exact.IsNull() {
		if amount.IsNull() {
			return ""
		}
		return bytesDecimal(amount.ByteArray()).String()
	}
	d := decimal.RequireFromString(string(exact.ByteArray()))
	if !amount.IsNull() && bytesDecimal(amount.ByteArray()).Sub(d).Abs().GreaterThan(decimal.New(5, -parquetScale-1)) {
		t.Errorf("%s is rounded to %s", d, bytesDecimal(amount.ByteArray()))
	}
	return d.String()
}

// TestRoundTrip: what is written as CSV or Parquet and read again is what was
// written, for every kind of row, whatever the values.
func TestRoundTrip(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 1))
	for name, back := range formatsBack {
		for _, record := range Records {
			for range 5 {
				rows := randomRows(r, record.Columns, 40)
				got := back(t, Sheet{Name: record.Name, Columns: record.Columns, Rows: rowsSeq(rows)})
				if diff := cmp.Diff(textRows(rows), got); diff != "" {
					t.Fatalf("%s as %s (-written +read)\n%s", record.Name, name, diff)
				}
			}
		}
	}
}

// TestStoreRoundTrip: the same of what a store gives.
func TestStoreRoundTrip(t *testing.T) {
	s := sample(t)
	for name, back := range formatsBack {
		for _, record := range Records {
			want := texts(t, s, record)
			if diff := cmp.Diff(want, back(t, record.Sheet(t.Context(), s, store.Filter{}))); diff != "" || len(want) == 0 {
				t.Errorf("%s as %s: %d rows (-store +read)\n%s", record.Name, name, len(want), diff)
			}
		}
	}
}

// TestPlaces: every row but those of documents says document, page and box; a
// finding says so of both its sides.
func TestPlaces(t *testing.T) {
	s := sample(t)
	for _, record := range Records {
		if record == Documents {
			continue
		}
		wanted := []string{"document", "page", "x0", "y0", "x1", "y1"}
		if record == Findings {
			wanted = append(wanted, "other_page", "other_x0", "other_y0", "other_x1", "other_y1")
		}
		row := texts(t, s, record)[0]
		for _, name := range wanted {
			found := false
			for i, c := range record.Columns {
				found = found || c.Name == name && row[i] != ""
			}
			if !found {
				t.Errorf("%s: no %s in %v", record.Name, name, row)
			}
		}
	}
}
