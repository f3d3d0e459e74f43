package store

import (
	"database/sql"
	"fmt"

	"github.com/shopspring/decimal"
)

// fenPlaces is the decimal places of a yuan that INTEGER 分 hold.
const fenPlaces = 2

// fen splits yuan into 分 and, where those are not exact or do not fit into 64
// bits, the exact yuan as text. Rounding is half away from zero.
func fen(yuan decimal.Decimal) (n sql.NullInt64, exact sql.NullString) {
	shifted := yuan.Shift(fenPlaces)
	whole := shifted.Round(0)
	if !shifted.Equal(whole) {
		exact = sql.NullString{String: yuan.String(), Valid: true}
	}
	big := whole.BigInt()
	if !big.IsInt64() {
		return sql.NullInt64{}, sql.NullString{String: yuan.String(), Valid: true}
	}
	return sql.NullInt64{Int64: big.Int64(), Valid: true}, exact
}

// yuan is the inverse of fen: exact yuan from what the database holds.
func yuan(n sql.NullInt64, exact sql.NullString) (decimal.Decimal, error) {
	if exact.Valid {
		d, err := decimal.NewFromString(exact.String)
		if err != nil {
			return decimal.Zero, fmt.Errorf("stored amount %q: %w", exact.String, err)
		}
		return d, nil
	}
	if !n.Valid {
		return decimal.Zero, nil
	}
	return Yuan(n.Int64), nil
}

// Yuan turns 分 into yuan.
func Yuan(fen int64) decimal.Decimal { return decimal.New(fen, -fenPlaces) }
