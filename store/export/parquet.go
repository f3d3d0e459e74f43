package export

import (
	"fmt"
	"io"
	"math/big"

	"github.com/parquet-go/parquet-go"
	"github.com/shopspring/decimal"
)

// Money in Parquet is DECIMAL(38, 8) of yuan: a figure printed in 亿元 with all
// places that occur is exact in it.
const (
	parquetPrecision = 38
	parquetScale     = 8
	parquetBytes     = 16
	parquetBatch     = 1024 // rows
)

// exactSuffix names the column of text that stands after each column of
// amounts: the exact figure, where the decimal beside it is rounded, or empty
// because it has no room for it.
const exactSuffix = "_exact"

// Parquet writes rows as one Parquet file, every column optional, text as
// UTF-8, amounts as DECIMAL. Nothing is lost of a figure that the decimals
// cannot hold: see the column after it, amount_exact.
func Parquet(w io.Writer, sh Sheet) error {
	out := parquet.NewGenericWriter[any](w, parquetSchema(sh), parquet.Compression(&parquet.Zstd))
	batch := make([]parquet.Row, 0, parquetBatch)
	flush := func() error {
		_, err := out.WriteRows(batch)
		batch = batch[:0]
		return err
	}
	for row, err := range sh.Rows {
		if err != nil {
			return err
		}
		if batch = append(batch, parquetRow(sh.Columns, row)); len(batch) == parquetBatch {
			if err := flush(); err != nil {
				return fmt.Errorf("parquet: %w", err)
			}
		}
	}
	if err := flush(); err != nil {
		return fmt.Errorf("parquet: %w", err)
	}
	if err := out.Close(); err != nil {
		return fmt.Errorf("parquet: %w", err)
	}
	return nil
}

func parquetRow(columns []Column, row []any) parquet.Row {
	values := make(parquet.Row, 0, 2*len(row))
	add := func(v parquet.Value) {
		level := 1
		if v.IsNull() {
			level = 0
		}
		values = append(values, v.Level(0, level, len(values)))
	}
	for i, v := range row {
		if !columns[i].Type.decimals() {
			add(parquetValue(v))
			continue
		}
		amount, exact := parquetDecimal(v)
		add(amount)
		add(exact)
	}
	return values
}

// decimals says whether a type's values are decimals.
func (t Type) decimals() bool { return t == Money || t == Percent }

// parquetDecimal gives an amount, and the text beside it where it is not exact.
func parquetDecimal(v any) (amount, exact parquet.Value) {
	amount, exact = parquet.NullValue(), parquet.NullValue()
	d, ok := v.(decimal.Decimal)
	if !ok {
		return amount, exact
	}
	rounded := d.Round(parquetScale)
	if b, ok := decimalBytes(rounded); ok {
		amount = parquet.FixedLenByteArrayValue(b)
		if rounded.Equal(d) {
			return amount, exact
		}
	}
	return amount, parquet.ByteArrayValue([]byte(d.String()))
}

// ordered is a group whose fields keep the order of the columns.
type ordered struct {
	parquet.Group
	names []string
}

func (g ordered) Fields() []parquet.Field {
	by := map[string]parquet.Field{}
	for _, f := range g.Group.Fields() {
		by[f.Name()] = f
	}
	out := make([]parquet.Field, len(g.names))
	for i, n := range g.names {
		out[i] = by[n]
	}
	return out
}

func parquetSchema(sh Sheet) *parquet.Schema {
	g := ordered{Group: parquet.Group{}}
	for _, c := range sh.Columns {
		var n parquet.Node
		switch c.Type {
		case Integer:
			n = parquet.Leaf(parquet.Int64Type)
		case Money, Percent:
			g.Group[c.Name+exactSuffix] = parquet.Optional(parquet.String())
			n = parquet.Decimal(parquetScale, parquetPrecision, parquet.FixedLenByteArrayType(parquetBytes))
		case Points:
			n = parquet.Leaf(parquet.DoubleType)
		case Boolean:
			n = parquet.Leaf(parquet.BooleanType)
		default:
			n = parquet.Encoded(parquet.String(), &parquet.RLEDictionary)
		}
		g.Group[c.Name] = parquet.Optional(n)
		if g.names = append(g.names, c.Name); c.Type.decimals() {
			g.names = append(g.names, c.Name+exactSuffix)
		}
	}
	return parquet.NewSchema(sh.Name, g)
}

func parquetValue(v any) parquet.Value {
	switch v := v.(type) {
	case nil:
		return parquet.NullValue()
	case int64:
		return parquet.Int64Value(v)
	case float64:
		return parquet.DoubleValue(v)
	case bool:
		return parquet.BooleanValue(v)
	}
	return parquet.ByteArrayValue([]byte(text(v)))
}

// decimalBytes is the unscaled value, two's complement, highest byte first;
// false where it has more digits than a decimal holds. The decimal has at most
// parquetScale places.
func decimalBytes(d decimal.Decimal) ([]byte, bool) {
	if d.Exponent() > parquetPrecision {
		return nil, false
	}
	n := d.Shift(parquetScale).BigInt()
	if len(new(big.Int).Abs(n).String()) > parquetPrecision {
		return nil, false
	}
	if n.Sign() < 0 {
		n.Add(n, new(big.Int).Lsh(big.NewInt(1), 8*parquetBytes))
	}
	return n.FillBytes(make([]byte, parquetBytes)), true
}

// bytesDecimal is the inverse of decimalBytes.
func bytesDecimal(b []byte) decimal.Decimal {
	n := new(big.Int).SetBytes(b)
	if len(b) > 0 && b[0]&0x80 != 0 {
		n.Sub(n, new(big.Int).Lsh(big.NewInt(1), uint(8*len(b))))
	}
	return decimal.NewFromBigInt(n, -parquetScale)
}
