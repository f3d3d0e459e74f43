package export

import (
	"fmt"
	"io"
	"strings"

	"github.com/shopspring/decimal"
	"github.com/xuri/excelize/v2"
)

const (
	maxSheetRows  = 1_048_576 // of the format
	maxCellRunes  = 32_767    // of the format
	maxExactPlace = 15        // decimal digits a spreadsheet number holds
)

// Widths of columns, characters of which a Han character takes two. They come
// from the first rows of a sheet, for rows are streamed.
const (
	widthRows  = 200
	leastWidth = 8
	mostWidth  = 44
	moneyWidth = 20 // 9,999,999,999,999.99: a number that has no room is shown as ###
	hashWidth  = 14
	widthSpare = 2
)

// XLSX writes one workbook with a sheet a kind of row; a sheet that is full
// goes on in another. Codes are text; amounts are numbers, or text where a
// spreadsheet number would not hold all their digits. Rows are streamed.
func XLSX(w io.Writer, sheets ...Sheet) error {
	f := excelize.NewFile()
	defer f.Close()
	styles, err := newStyles(f)
	if err != nil {
		return fmt.Errorf("xlsx: %w", err)
	}
	for i, sh := range sheets {
		if err := writeSheet(f, sh, i == 0, styles); err != nil {
			return fmt.Errorf("xlsx: sheet %s: %w", sh.Name, err)
		}
	}
	f.SetActiveSheet(0)
	if err := f.Write(w); err != nil {
		return fmt.Errorf("xlsx: %w", err)
	}
	return nil
}

type styles struct{ head, text, money, percent, link int }

func newStyles(f *excelize.File) (styles, error) {
	var s styles
	money, percent := "#,##0.00", "0.00"
	for _, d := range []struct {
		id    *int
		style excelize.Style
	}{
		{&s.head, excelize.Style{Font: &excelize.Font{Bold: true}}},
		{&s.text, excelize.Style{NumFmt: 49}}, // @
		{&s.money, excelize.Style{CustomNumFmt: &money}},
		{&s.percent, excelize.Style{CustomNumFmt: &percent}},
		{&s.link, excelize.Style{Font: &excelize.Font{Color: "0563C1", Underline: "single"}}},
	} {
		var err error
		if *d.id, err = f.NewStyle(&d.style); err != nil {
			return s, err
		}
	}
	return s, nil
}

// book is the sheet being written.
type book struct {
	f       *excelize.File
	sh      Sheet
	st      styles
	out     *excelize.StreamWriter
	row     int
	part    int
	rename  bool // the new workbook's own empty sheet is used first
	columns int
	widths  []float64
}

func writeSheet(f *excelize.File, sh Sheet, first bool, st styles) error {
	b := &book{f: f, sh: sh, st: st, rename: first, columns: len(sh.Columns)}
	if sh.Link != nil {
		b.columns++
	}
	var head [][]any // until the widths are known
	for row, err := range sh.Rows {
		if err != nil {
			return err
		}
		if b.out == nil {
			if head = append(head, row); len(head) < widthRows {
				continue
			}
			if err := b.begin(head); err != nil {
				return err
			}
			continue
		}
		if err := b.add(row); err != nil {
			return err
		}
	}
	if b.out == nil {
		if err := b.begin(head); err != nil {
			return err
		}
	}
	return b.out.Flush()
}

// begin starts the first sheet with the rows that its widths are taken from.
func (b *book) begin(rows [][]any) error {
	b.widths = columnWidths(b.sh.Columns, rows)
	if err := b.next(); err != nil {
		return err
	}
	for _, row := range rows {
		if err := b.add(row); err != nil {
			return err
		}
	}
	return nil
}

// columnWidths are how wide columns have to be for rows, within bounds.
func columnWidths(columns []Column, rows [][]any) []float64 {
	out := make([]float64, len(columns))
	for i, c := range columns {
		least, most := leastWidth, mostWidth
		switch {
		case c.Name == columnDocument.Name:
			most = hashWidth
		case c.Type == Money:
			least = moneyWidth
		}
		widest := width.StringWidth(c.heading())
		for _, row := range rows {
			if c.Type != Money { // which is rounded to be shown
				widest = max(widest, width.StringWidth(oneLine(text(row[i]))))
			}
		}
		out[i] = float64(min(max(widest+widthSpare, least), most))
	}
	return out
}

// next begins a sheet with its heading.
func (b *book) next() error {
	if b.out != nil {
		if err := b.out.Flush(); err != nil {
			return err
		}
	}
	b.part++
	name := b.sh.Name
	if b.part > 1 {
		name = fmt.Sprintf("%s %d", name, b.part)
	}
	if b.rename {
		b.rename = false
		if err := b.f.SetSheetName("Sheet1", name); err != nil {
			return err
		}
	} else if _, err := b.f.NewSheet(name); err != nil {
		return err
	}
	out, err := b.f.NewStreamWriter(name)
	if err != nil {
		return err
	}
	for i, width := range b.widths {
		if err := out.SetColWidth(i+1, i+1, width); err != nil {
			return err
		}
	}
	if err := out.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	b.out, b.row = out, 0
	head := make([]any, 0, b.columns)
	for _, c := range b.sh.Columns {
		head = append(head, excelize.Cell{StyleID: b.st.head, Value: c.heading()})
	}
	if b.sh.Link != nil {
		head = append(head, excelize.Cell{StyleID: b.st.head, Value: "source"})
	}
	return b.write(head)
}

func (b *book) write(values []any) error {
	b.row++
	at, err := excelize.CoordinatesToCellName(1, b.row)
	if err != nil {
		return err
	}
	return b.out.SetRow(at, values)
}

func (b *book) add(row []any) error {
	if b.row == maxSheetRows {
		if err := b.next(); err != nil {
			return err
		}
	}
	values := make([]any, 0, b.columns)
	for i, v := range row {
		values = append(values, b.cell(b.sh.Columns[i].Type, v))
	}
	if b.sh.Link != nil {
		if link := b.sh.Link(row); link != "" && len(link) < 255 {
			q := strings.ReplaceAll(link, `"`, `""`)
			values = append(values, excelize.Cell{StyleID: b.st.link, Formula: `HYPERLINK("` + q + `","source")`})
		}
	}
	return b.write(values)
}

func (b *book) cell(t Type, v any) any {
	switch v := v.(type) {
	case nil:
		return nil
	case decimal.Decimal:
		style := b.st.money
		if t == Percent {
			style = b.st.percent
		}
		if v.NumDigits() > maxExactPlace {
			return excelize.Cell{StyleID: b.st.text, Value: v.String()}
		}
		return excelize.Cell{StyleID: style, Value: v.InexactFloat64()}
	case int64, bool:
		return v
	case float64:
		return v
	}
	s := text(v)
	if r := []rune(s); len(r) > maxCellRunes {
		s = string(r[:maxCellRunes-1]) + "…"
	}
	if t == Code {
		return excelize.Cell{StyleID: b.st.text, Value: s}
	}
	return s
}
