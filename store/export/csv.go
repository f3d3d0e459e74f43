package export

import (
	"encoding/csv"
	"fmt"
	"io"

	"yusuan/parse/budget"
)

// CSVOptions of CSV. The zero value writes what programs read: UTF-8 without a mark.
type CSVOptions struct {
	// Excel writes what Excel opens by double-click: a byte order mark, and
	// codes as ="2080505" so that they stay text.
	Excel bool
}

const byteOrderMark = "\ufeff"

// CSV writes rows after RFC 4180 with LF, a header line first.
func CSV(w io.Writer, sh Sheet, opt CSVOptions) error {
	if opt.Excel {
		if _, err := io.WriteString(w, byteOrderMark); err != nil {
			return fmt.Errorf("csv: %w", err)
		}
	}
	out := csv.NewWriter(w)
	line := make([]string, len(sh.Columns))
	for i, c := range sh.Columns {
		line[i] = c.Name
	}
	if err := out.Write(line); err != nil {
		return fmt.Errorf("csv: %w", err)
	}
	for row, err := range sh.Rows {
		if err != nil {
			return err
		}
		for i, v := range row {
			line[i] = text(v)
			if opt.Excel {
				line[i] = excelText(sh.Columns[i].Type, line[i])
			}
		}
		if err := out.Write(line); err != nil {
			return fmt.Errorf("csv: %w", err)
		}
	}
	out.Flush()
	if err := out.Error(); err != nil {
		return fmt.Errorf("csv: %w", err)
	}
	return nil
}

// excelText keeps codes as text, and text that would be taken for a formula
// from being one.
func excelText(t Type, s string) string {
	if s == "" {
		return s
	}
	switch t {
	case Code:
		return `="` + s + `"`
	case Text:
		if _, err := budget.ClassifyAmount(s); err == nil {
			return s
		}
		switch s[0] {
		case '=', '+', '-', '@', '\t', '\r':
			return "'" + s
		}
	}
	return s
}
