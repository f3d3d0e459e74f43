package export

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"strconv"

	"github.com/shopspring/decimal"
)

// JSONLines writes one object a line. Amounts are numbers with all their
// digits; what is not there is left out.
func JSONLines(w io.Writer, sh Sheet) error {
	out := bufio.NewWriter(w)
	for row, err := range sh.Rows {
		if err != nil {
			return err
		}
		if err := writeObject(out, sh.Columns, row); err != nil {
			return fmt.Errorf("json: %w", err)
		}
		out.WriteByte('\n')
	}
	if err := out.Flush(); err != nil {
		return fmt.Errorf("json: %w", err)
	}
	return nil
}

// JSON writes one array of objects.
func JSON(w io.Writer, sh Sheet) error {
	out := bufio.NewWriter(w)
	out.WriteString("[")
	sep := "\n"
	for row, err := range sh.Rows {
		if err != nil {
			return err
		}
		out.WriteString(sep)
		sep = ",\n"
		if err := writeObject(out, sh.Columns, row); err != nil {
			return fmt.Errorf("json: %w", err)
		}
	}
	out.WriteString("\n]\n")
	if err := out.Flush(); err != nil {
		return fmt.Errorf("json: %w", err)
	}
	return nil
}

func writeObject(w *bufio.Writer, columns []Column, row []any) error {
	w.WriteByte('{')
	first := true
	for i, v := range row {
		if v == nil {
			continue
		}
		if !first {
			w.WriteByte(',')
		}
		first = false
		w.WriteString(strconv.Quote(columns[i].Name)) // names are plain ASCII
		w.WriteByte(':')
		b, err := jsonValue(v)
		if err != nil {
			return err
		}
		w.Write(b)
	}
	return w.WriteByte('}')
}

func jsonValue(v any) ([]byte, error) {
	if d, ok := v.(decimal.Decimal); ok {
		return []byte(d.String()), nil
	}
	return marshal(v)
}

// marshal is json.Marshal that leaves < > & as they are.
func marshal(v any) ([]byte, error) {
	var b jsonBuffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return nil, err
	}
	return b[:len(b)-1], nil
}

type jsonBuffer []byte

func (b *jsonBuffer) Write(p []byte) (int, error) {
	*b = append(*b, p...)
	return len(p), nil
}
