package parse

import (
	"strings"

	"yusuan/extract"
	"yusuan/parse/budget"
)

// tableUnit is the unit of the amounts of a table.
type tableUnit struct {
	printed string // by the table itself; "" where it prints none
	shared  string // that all tables printing one agree on; "" where they do not
}

// sharedUnit is the unit that all of printed that are not empty agree on, ""
// where they do not.
func sharedUnit(printed []string) string {
	unit := ""
	for _, u := range printed {
		if u == "" {
			continue
		}
		if unit != "" && unit != u {
			return ""
		}
		unit = u
	}
	return unit
}

// any is the unit for an amount of no column in particular.
func (u tableUnit) any() string {
	if u.printed != "" {
		return u.printed
	}
	return u.shared
}

// amount reads the raw text of a fact in yuan: in the unit that its column
// prints, else its table, else the one that all other tables share, which is
// recorded as a repair. Where there is no unit at all a figure is no amount,
// for nobody knows how many yuan it is, unless it is zero: why says so, as it
// does for what is no figure. A percent is no money whatever the table's unit.
func (u tableUnit) amount(f *budget.Fact, column string) (why string) {
	raw := strings.Join(strings.Fields(extract.Normalize(f.Raw)), "")
	percent := budget.UnitOf(f.Measure, "") == budget.Percent
	if percent {
		raw = strings.TrimSuffix(raw, budget.Percent)
	}
	n, printed, err := budget.ParseNumber(raw)
	if err != nil {
		return err.Error()
	}
	f.Printed = printed
	switch {
	case percent:
		f.Unit = budget.Percent
	case column != "":
		f.Unit = column
	case u.printed != "":
		f.Unit = u.printed
	case u.shared != "":
		f.Unit = u.shared
		if f.HasAmount() {
			f.Repairs = append(f.Repairs, budget.Repair{Rule: "shared-unit", After: u.shared})
		}
	}
	if printed != budget.PrintedValue {
		return ""
	}
	if f.Unit == "" {
		return "amount " + n.String() + " without a unit"
	}
	if f.Amount, _, err = budget.ParseAmount(raw, f.Unit); err != nil {
		return err.Error()
	}
	return ""
}
