package store

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// A peak is the largest change among some lines of a document. There are some
// thirty a document where there are hundreds of lines, so that keeping them in
// order costs little, and the largest changes of a database are still found by
// reading few documents.
type peak struct {
	document int64
	part     string
}

type peaks map[peak]int64

// add counts the change of a line in.
func (p peaks) add(document int64, f *figure, change int64) {
	for _, part := range peakParts(f.kind, f.code) {
		k := peak{document, part}
		p[k] = max(p[k], abs(change))
	}
}

// peakParts are the parts that a line belongs to: what it is, and with that
// its table or its class.
func peakParts(kind, code string) []string {
	switch level := levelOf(code); {
	case level == ByAny:
		return nil
	case level == ByTable:
		return []string{string(level), string(level) + "/" + kind}
	default:
		return []string{string(level), string(level) + "/" + code[:3]}
	}
}

// peakPart is the narrowest part that holds all lines that are asked for.
func peakPart(by Level, tables []string, code string) string {
	switch {
	case by == ByTable && len(tables) == 1:
		return string(by) + "/" + tables[0]
	case by != ByTable && len(code) >= 3:
		return string(by) + "/" + code[:3]
	}
	return string(by)
}

// levelOf says what a code is; ByAny where it is none of the levels.
func levelOf(code string) Level {
	switch {
	case code == "":
		return ByTable
	case len(code) < 3:
		return ByAny
	case strings.HasPrefix(code, "3"), strings.HasPrefix(code, "5"):
		return ByEconomic
	}
	switch len(code) {
	case 3:
		return ByClass
	case 5:
		return BySection
	case 7:
		return ByItem
	}
	return ByAny
}

func (w *writer) savePeaks(ctx context.Context, top peaks) error {
	keys := slices.SortedFunc(maps.Keys(top), func(a, b peak) int {
		if a.document != b.document {
			return int(a.document - b.document)
		}
		return strings.Compare(a.part, b.part)
	})
	in := w.into("peaks", "part, change, document_id")
	for _, k := range keys {
		if top[k] == 0 {
			continue
		}
		if err := in.add(ctx, k.part, top[k], k.document); err != nil {
			return fmt.Errorf("peaks: %w", err)
		}
	}
	return nil
}

// deleteLines removes a document's lines, and its peaks by their key, which
// the lines tell.
func (w *writer) deleteLines(ctx context.Context, id int64) error {
	rows, err := w.query(ctx, `SELECT kind, code, max(abs(change)) FROM lines WHERE document_id = ? AND change <> 0 GROUP BY kind, code`, id)
	if err != nil {
		return fmt.Errorf("lines: %w", err)
	}
	top := peaks{}
	for rows.Next() {
		var f figure
		var change int64
		if err := rows.Scan(&f.kind, &f.code, &change); err != nil {
			rows.Close()
			return fmt.Errorf("lines: %w", err)
		}
		top.add(id, &f, change)
	}
	rows.Close()
	if err := rows.Err(); err != nil {
		return fmt.Errorf("lines: %w", err)
	}
	for k, change := range top {
		if _, err := w.exec(ctx, `DELETE FROM peaks WHERE part = ? AND change = ? AND document_id = ?`, k.part, change, k.document); err != nil {
			return fmt.Errorf("peaks: %w", err)
		}
	}
	_, err = w.exec(ctx, `DELETE FROM lines WHERE document_id = ?`, id)
	return err
}
