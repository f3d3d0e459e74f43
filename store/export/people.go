package export

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"github.com/mattn/go-runewidth"
	"github.com/shopspring/decimal"
)

// cells are what people read: amounts in 万元 with two places and thousands
// separated, percents with two places.
func cells(columns []Column, row []any) []string {
	out := make([]string, len(row))
	for i, v := range row {
		switch d, ok := v.(decimal.Decimal); {
		case ok && columns[i].Type == Money:
			out[i] = Wan(d)
		case ok && columns[i].Type == Percent:
			out[i] = d.StringFixed(2)
		default:
			out[i] = oneLine(text(v))
		}
	}
	return out
}

// oneLine keeps control characters, which documents may carry, from the
// terminal.
func oneLine(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r >= 0x7f && r < 0xa0 {
			return ' '
		}
		return r
	}, s)
}

// thousands puts commas into the whole part of a decimal.
func thousands(s string) string {
	sign := ""
	if strings.HasPrefix(s, "-") {
		sign, s = "-", s[1:]
	}
	whole, frac, point := strings.Cut(s, ".")
	var b strings.Builder
	for i, r := range whole {
		if i > 0 && (len(whole)-i)%3 == 0 {
			b.WriteByte(',')
		}
		b.WriteRune(r)
	}
	if point {
		b.WriteString("." + frac)
	}
	return sign + b.String()
}

// Wan is an amount of yuan as people read it: 万元, two places, thousands separated.
func Wan(yuan decimal.Decimal) string { return thousands(yuan.Shift(-4).StringFixed(2)) }

// width counts the columns of a terminal: Han characters take two.
var width = &runewidth.Condition{EastAsianWidth: false, StrictEmojiNeutral: true}

// Right says whether values of the type stand at the right of their column.
func (t Type) Right() bool { return t == Money || t == Percent || t == Integer || t == Points }

// heading is what people read above a column.
func (c Column) heading() string {
	if c.Label != "" {
		return c.Label
	}
	return c.Name
}

// Aligned writes a table for people, columns aligned by the width that
// characters take on a terminal. Text columns are cut at maxWidth, 0: not.
func Aligned(w io.Writer, sh Sheet, maxWidth int) error {
	var lines [][]string
	head := make([]string, len(sh.Columns))
	widths := make([]int, len(sh.Columns))
	for i, c := range sh.Columns {
		head[i] = c.heading()
		widths[i] = width.StringWidth(head[i])
	}
	for row, err := range sh.Rows {
		if err != nil {
			return err
		}
		line := cells(sh.Columns, row)
		for i := range line {
			if maxWidth > 0 && !sh.Columns[i].Type.Right() {
				line[i] = width.Truncate(line[i], maxWidth, "…")
			}
			widths[i] = max(widths[i], width.StringWidth(line[i]))
		}
		lines = append(lines, line)
	}
	out := bufio.NewWriter(w)
	write := func(line []string) {
		var b strings.Builder
		for i, s := range line {
			if i > 0 {
				b.WriteString("  ")
			}
			pad := strings.Repeat(" ", widths[i]-width.StringWidth(s))
			if sh.Columns[i].Type.Right() {
				b.WriteString(pad + s)
			} else {
				b.WriteString(s + pad)
			}
		}
		out.WriteString(strings.TrimRight(b.String(), " ") + "\n")
	}
	write(head)
	rule := make([]string, len(head))
	for i := range rule {
		rule[i] = strings.Repeat("-", widths[i])
	}
	write(rule)
	for _, line := range lines {
		write(line)
	}
	if err := out.Flush(); err != nil {
		return fmt.Errorf("table: %w", err)
	}
	return nil
}

// Markdown writes a table for people in Markdown.
func Markdown(w io.Writer, sh Sheet) error {
	out := bufio.NewWriter(w)
	escape := strings.NewReplacer("|", `\|`, `\`, `\\`, "<", "&lt;")
	line := func(cells []string) {
		for _, c := range cells {
			out.WriteString("| " + escape.Replace(c) + " ")
		}
		out.WriteString("|\n")
	}
	head := make([]string, len(sh.Columns))
	for i, c := range sh.Columns {
		head[i] = c.heading()
	}
	line(head)
	for _, c := range sh.Columns {
		if c.Type.Right() {
			out.WriteString("|---:")
		} else {
			out.WriteString("|---")
		}
	}
	out.WriteString("|\n")
	for row, err := range sh.Rows {
		if err != nil {
			return err
		}
		line(cells(sh.Columns, row))
	}
	if err := out.Flush(); err != nil {
		return fmt.Errorf("markdown: %w", err)
	}
	return nil
}
