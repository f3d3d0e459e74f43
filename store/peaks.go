package store

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// A peak is the largest rise or the largest fall among some lines of a
// document. There are some fifty a document where there are hundreds of lines,
// so that keeping them in order costs little, and the largest changes of a
// database are still found by reading few documents.
type peak struct {
	document int64
	part     string
	sign     int // 1: rise, -1: fall
}

// peakLine is the line that makes a peak.
type peakLine struct {
	size int64 // of the change, 分, without sign
	n    int   // lines.n
}

type peaks map[peak]peakLine

// add counts the change of a line in.
func (p peaks) add(document int64, n int, kind, code string, change int64) {
	if change == 0 {
		return
	}
	sign := 1
	if change < 0 {
		sign = -1
	}
	for _, part := range peakParts(kind, code) {
		k := peak{document, part, sign}
		if size := abs(change); size > p[k].size {
			p[k] = peakLine{size, n}
		}
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
		return cmp.Or(cmp.Compare(a.document, b.document), cmp.Compare(a.part, b.part), cmp.Compare(a.sign, b.sign))
	})
	in := w.into("peaks", "part, sign, change, document_id, n")
	for _, k := range keys {
		if err := in.add(ctx, k.part, k.sign, top[k].size, k.document, top[k].n); err != nil {
			return fmt.Errorf("peaks: %w", err)
		}
	}
	return nil
}

// deleteLines removes a document's lines, and its peaks by their key, which
// the lines tell.
func (w *writer) deleteLines(ctx context.Context, id int64) error {
	rows, err := w.query(ctx, `SELECT n, kind, code, change FROM lines WHERE document_id = ? AND change <> 0`, id)
	if err != nil {
		return fmt.Errorf("lines: %w", err)
	}
	top := peaks{}
	for rows.Next() {
		var n int
		var kind, code string
		var change int64
		if err := rows.Scan(&n, &kind, &code, &change); err != nil {
			rows.Close()
			return fmt.Errorf("lines: %w", err)
		}
		top.add(id, n, kind, code, change)
	}
	rows.Close()
	if err := rows.Err(); err != nil {
		return fmt.Errorf("lines: %w", err)
	}
	for k, at := range top {
		if _, err := w.exec(ctx, `DELETE FROM peaks WHERE part = ? AND sign = ? AND change = ? AND document_id = ?`, k.part, k.sign, at.size, k.document); err != nil {
			return fmt.Errorf("peaks: %w", err)
		}
	}
	_, err = w.exec(ctx, `DELETE FROM lines WHERE document_id = ?`, id)
	return err
}
