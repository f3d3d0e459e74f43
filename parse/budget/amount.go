package budget

import (
	"fmt"
	"strings"

	"github.com/shopspring/decimal"
)

// scales gives the yuan in one of each unit that disclosures print.
var scales = map[string]decimal.Decimal{
	"元":     decimal.New(1, 0),
	"千元":    decimal.New(1, 3),
	"万元":    decimal.New(1, 4),
	"百万":    decimal.New(1, 6),
	"亿元":    decimal.New(1, 8),
	Percent: decimal.New(1, 0),
}

// Percent is the unit of measures that are no money: the amount is the figure
// as printed, 9.83 for 9.83%.
const Percent = "%"

// UnitOf is the unit of a measure in a table whose money has the given unit.
func UnitOf(measure, unit string) string {
	for _, m := range []string{"percent", "share", "completion"} {
		if measure == m || strings.HasSuffix(measure, "_"+m) {
			return Percent
		}
	}
	return unit
}

// Scale returns the yuan in one unit as printed: 元, 千元, 万元, 亿元.
func Scale(unit string) (decimal.Decimal, bool) {
	s, ok := scales[unit]
	return s, ok
}

// Dashes are the marks printed for "nothing here" in an amount cell.
const Dashes = "-—–－―─﹣−"

// ClassifyAmount tells how a cell is printed, without a unit. White space does
// not count. The error is for text that is no amount.
func ClassifyAmount(raw string) (Printed, error) {
	_, p, err := parseNumber(raw)
	return p, err
}

// ParseAmount reads an amount cell printed in unit and returns it in yuan.
// It accepts digits with thousands separators (half or full width), a leading
// minus, a decimal part. A dash alone or an empty cell is no figure: the
// amount is zero and Printed says which. Anything else is an error.
func ParseAmount(raw, unit string) (decimal.Decimal, Printed, error) {
	if unit == Percent {
		raw = strings.TrimRight(raw, "%％ ")
	}
	n, p, err := parseNumber(raw)
	if err != nil || p == PrintedBlank || p == PrintedDash {
		return decimal.Zero, p, err
	}
	scale, ok := Scale(unit)
	if !ok {
		return decimal.Zero, p, fmt.Errorf("amount %q: unknown unit %q", raw, unit)
	}
	return n.Mul(scale), p, nil
}

// ParseNumber reads a figure as printed, without a unit.
func ParseNumber(raw string) (decimal.Decimal, Printed, error) { return parseNumber(raw) }

func parseNumber(raw string) (decimal.Decimal, Printed, error) {
	var b strings.Builder
	for _, r := range raw {
		switch {
		case r == ' ' || r == '\t' || r == '\n' || r == '\r' || r == '\u00a0' || r == '\u3000' || r == '\u2002' || r == '\u2003' || r == '\u2009':
		case r >= '０' && r <= '９':
			b.WriteRune(r - '０' + '0')
		case r == '，':
			b.WriteByte(',')
		case r == '．':
			b.WriteByte('.')
		case strings.ContainsRune(Dashes, r):
			b.WriteByte('-')
		default:
			b.WriteRune(r)
		}
	}
	s := b.String()
	if s == "" {
		return decimal.Zero, PrintedBlank, nil
	}
	if strings.Trim(s, "-") == "" {
		return decimal.Zero, PrintedDash, nil
	}
	bad := func() (decimal.Decimal, Printed, error) {
		return decimal.Zero, "", fmt.Errorf("amount %q is no figure", raw)
	}
	digits := strings.TrimPrefix(s, "-")
	whole, frac, point := strings.Cut(digits, ".")
	if point && (frac == "" || !allDigits(frac)) {
		return bad()
	}
	if strings.Contains(whole, ",") {
		groups := strings.Split(whole, ",")
		if len(groups[0]) == 0 || len(groups[0]) > 3 || !allDigits(groups[0]) {
			return bad()
		}
		for _, g := range groups[1:] {
			if len(g) != 3 || !allDigits(g) {
				return bad()
			}
		}
		whole = strings.Join(groups, "")
	}
	if whole == "" || !allDigits(whole) || len(whole) > 18 || len(frac) > 18 {
		return bad()
	}
	clean := whole
	if point {
		clean += "." + frac
	}
	if strings.HasPrefix(s, "-") {
		clean = "-" + clean
	}
	d, err := decimal.NewFromString(clean)
	if err != nil {
		return bad()
	}
	if d.IsZero() {
		return d, PrintedZero, nil
	}
	return d, PrintedValue, nil
}

func allDigits(s string) bool {
	for _, r := range s {
		if r < '0' || r > '9' {
			return false
		}
	}
	return s != ""
}
