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

// Parquet writes rows as one Parquet file, every column optional, text as
// UTF-8, amounts as DECIMAL. A figure that the decimals cannot hold is an error.
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
		values := make(parquet.Row, len(row))
		for i, v := range row {
			p, err := parquetValue(v)
			if err != nil {
				return fmt.Errorf("parquet: %s: %w", sh.Columns[i].Name, err)
			}
			level := 1
			if p.IsNull() {
				level = 0
			}
			values[i] = p.Level(0, level, i)
		}
		batch = append(batch, values)
		if len(batch) == parquetBatch {
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
			n = parquet.Decimal(parquetScale, parquetPrecision, parquet.FixedLenByteArrayType(parquetBytes))
		case Points:
			n = parquet.Leaf(parquet.DoubleType)
		case Boolean:
			n = parquet.Leaf(parquet.BooleanType)
		default:
			n = parquet.Encoded(parquet.String(), &parquet.RLEDictionary)
		}
		g.Group[c.Name] = parquet.Optional(n)
		g.names = append(g.names, c.Name)
	}
	return parquet.NewSchema(sh.Name, g)
}

func parquetValue(v any) (parquet.Value, error) {
	switch v := v.(type) {
	case nil:
		return parquet.NullValue(), nil
	case decimal.Decimal:
		b, err := decimalBytes(v)
		return parquet.FixedLenByteArrayValue(b), err
	case int64:
		return parquet.Int64Value(v), nil
	case float64:
		return parquet.DoubleValue(v), nil
	case bool:
		return parquet.BooleanValue(v), nil
	}
	return parquet.ByteArrayValue([]byte(text(v))), nil
}

// decimalBytes is the unscaled value, two's complement, highest byte first.
func decimalBytes(d decimal.Decimal) ([]byte, error) {
	shifted := d.Shift(parquetScale)
	if !shifted.IsInteger() {
		return nil, fmt.Errorf("amount %s has more than %d decimal places", d, parquetScale)
	}
	n := shifted.BigInt()
	if len(new(big.Int).Abs(n).String()) > parquetPrecision {
		return nil, fmt.Errorf("amount %s has more than %d digits", d, parquetPrecision-parquetScale)
	}
	if n.Sign() < 0 {
		n.Add(n, new(big.Int).Lsh(big.NewInt(1), 8*parquetBytes))
	}
	return n.FillBytes(make([]byte, parquetBytes)), nil
}

// bytesDecimal is the inverse of decimalBytes.
func bytesDecimal(b []byte) decimal.Decimal {
	n := new(big.Int).SetBytes(b)
	if len(b) > 0 && b[0]&0x80 != 0 {
		n.Sub(n, new(big.Int).Lsh(big.NewInt(1), uint(8*len(b))))
	}
	return decimal.NewFromBigInt(n, -parquetScale)
}
