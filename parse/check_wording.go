package parse

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"yusuan/parse/budget"
	"yusuan/parse/form"
)

// How failed identities are put in words and figures.

// word writes the message of a failure in both languages; size is the wording
// of how small it is, "" for one that nothing explains.
func (l *ledger) word(kind string, b *blame, e *equation, at cell, actual, expected decimal.Decimal, size string) (zh, en string) {
	m, _ := l.ids.Message(kind)
	unit, places := l.display(at)
	pairs := func(english bool) []string {
		var tail, slipText string
		pick := func(check string, n int) string {
			m, ok := l.ids.Message(check)
			if !ok {
				return ""
			}
			s := m.Zh
			if english {
				s = m.En
			}
			return strings.ReplaceAll(s, "{n}", strconv.Itoa(n))
		}
		if size != "" {
			tail = pick(size, 0)
		}
		if n := len(b.eqs) - 1; n > 0 {
			tail += pick("more", n)
		}
		if b.slip != noSlip {
			slipText = pick(string(b.slip), 0)
		}
		rule := e.id.Zh
		if english {
			rule = e.id.En
		}
		out := []string{
			"{title}", at.sheet.table.Title, "{page}", strconv.Itoa(l.span(at).Page), "{row}", rowName(at.line), "{column}", l.columnName(at),
			"{actual}", money(actual, unit, places), "{expected}", money(expected, unit, places), "{diff}", money(actual.Sub(expected), unit, places),
			"{rule}", rule, "{slip}", slipText, "{more}", tail,
		}
		if b.shift != nil {
			out = append(out, b.shift.fill()...)
		}
		if len(e.right) > 0 {
			o := e.right[0].cell
			if b.copied[0] != "" {
				o = e.at(e.left[0].sheet, b.copied[1]).cell
			}
			ou, op := l.display(o)
			out = append(out, "{title2}", o.sheet.table.Title, "{row2}", rowName(o.line), "{column2}", l.columnName(o))
			if kind == "equal" {
				out[11] = money(expected, ou, op)
			}
		}
		return out
	}
	return strings.NewReplacer(pairs(false)...).Replace(m.Zh), strings.NewReplacer(pairs(true)...).Replace(m.En)
}

// display is the unit and the decimals in which a cell prints.
func (l *ledger) display(c cell) (unit string, places int32) {
	at := c.fact
	if at < 0 {
		at = c.line.first
	}
	return l.doc.Facts[at].Unit, l.places[at]
}

func rowName(ln *line) string {
	return strings.TrimSpace(ln.code + " " + ln.name)
}

func (l *ledger) columnName(c cell) string {
	if c.fact >= 0 && l.doc.Facts[c.fact].Column != "" {
		return l.doc.Facts[c.fact].Column
	}
	return c.measure
}

// money writes yuan in a printed unit, with thousands separators.
func money(d decimal.Decimal, unit string, places int32) string {
	scale, ok := budget.Scale(unit)
	if !ok {
		scale, unit = decimal.NewFromInt(1), "元"
	}
	s := d.Div(scale)
	if r := s.Round(places); r.Equal(s) || places > 0 {
		s = r
	}
	text := s.StringFixed(max(places, -s.Exponent()))
	sign := ""
	if strings.HasPrefix(text, "-") {
		sign, text = "-", text[1:]
	}
	whole, frac, point := strings.Cut(text, ".")
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + "," + whole[i:]
	}
	if point {
		whole += "." + frac
	}
	return sign + whole + unit
}

// written is an equation in figures, each with its place.
func (l *ledger) written(e *equation) string {
	var b strings.Builder
	var last *sheet
	side := func(addends []addend) {
		for i, a := range addends {
			switch {
			case a.minus:
				b.WriteString(" − ")
			case i > 0:
				b.WriteString(" + ")
			}
			if i == shownAddends {
				fmt.Fprintf(&b, "… (%d)", len(addends)-i)
				break
			}
			if a.sheet != last {
				fmt.Fprintf(&b, "《%s》", a.sheet.table.Title)
				if p := l.span(a.cell).Page; p > 0 {
					fmt.Fprintf(&b, "p.%d ", p)
				}
				last = a.sheet
			}
			if n := rowName(a.line); n != "" {
				b.WriteString(n + "/")
			}
			b.WriteString(l.columnName(a.cell) + " ")
			if a.fact >= 0 && l.doc.Facts[a.fact].Raw != "" {
				b.WriteString(strings.Join(strings.Fields(l.doc.Facts[a.fact].Raw), ""))
			} else {
				b.WriteString("∅")
			}
		}
		if len(addends) == 0 {
			b.WriteString("0")
		}
	}
	side(e.left)
	switch {
	case e.id.Rule == form.RuleAtMost && e.outcome == budget.Fails:
		b.WriteString(" < ")
	case e.id.Rule == form.RuleAtMost:
		b.WriteString(" ≥ ")
	case e.outcome == budget.Fails:
		b.WriteString(" ≠ ")
	case e.outcome == budget.Unknown:
		b.WriteString(" ? ")
	default:
		b.WriteString(" = ")
	}
	side(e.right)
	if !e.diff.IsZero() && e.outcome == budget.Holds && e.id.Rule != form.RuleAtMost {
		fmt.Fprintf(&b, " (rounding: %s元)", e.diff.Abs())
	}
	return b.String()
}
