package budget

import "testing"

func TestParseAmount(t *testing.T) {
	for _, c := range []struct {
		name, raw, unit, want string
		printed               Printed
		bad                   bool
	}{
		{"wan", "14,461.89", "万元", "144618900", PrintedValue, false},
		{"yuan", "156211123", "元", "156211123", PrintedValue, false},
		{"full width", "３，518.85", "万元", "35188500", PrintedValue, false},
		{"negative", "-0.07", "万元", "-700", PrintedValue, false},
		{"zero", "0.00", "万元", "0", PrintedZero, false},
		{"dash", " — ", "万元", "0", PrintedDash, false},
		{"blank", " ", "万元", "0", PrintedBlank, false},
		{"two glued", "14,231.841,189.23", "万元", "", "", true},
		{"bad group", "1,23.00", "万元", "", "", true},
		{"words", "见附表", "万元", "", "", true},
		{"no unit", "1.00", "", "", "", true},
		{"open point", "14.", "元", "", "", true},
	} {
		got, p, err := ParseAmount(c.raw, c.unit)
		if c.bad {
			if err == nil {
				t.Errorf("%s: %q read as %s", c.name, c.raw, got)
			}
			continue
		}
		if err != nil || got.String() != c.want || p != c.printed {
			t.Errorf("%s: got %s %s %v, want %s %s", c.name, got, p, err, c.want, c.printed)
		}
	}
}

func FuzzParseAmount(f *testing.F) {
	for _, s := range []string{"14,461.89", "-0.07", "0.00", "１２３", "—", "", "1,000"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d, p, err := ParseAmount(s, "元")
		if err != nil || p == PrintedBlank || p == PrintedDash {
			return
		}
		again, q, err := ParseAmount(d.String(), "元")
		if err != nil || !again.Equal(d) || q != p {
			t.Fatalf("%q: %s %s, again %s %s %v", s, d, p, again, q, err)
		}
	})
}

// TestPercentIsNoMoney: what a column of percents prints is not scaled by the
// unit of the table.
func TestPercentIsNoMoney(t *testing.T) {
	for _, c := range []struct{ measure, raw, unit, amount string }{
		{"percent", "9.83", "%", "9.83"},
		{"total_percent", "-3.50%", "%", "-3.5"},
		{"delta", "9.83", "万元", "98300"},
	} {
		unit := UnitOf(c.measure, "万元")
		got, _, err := ParseAmount(c.raw, unit)
		if err != nil || unit != c.unit || got.String() != c.amount {
			t.Errorf("%s %s: %s %s, %v", c.measure, c.raw, got, unit, err)
		}
	}
}
