package batch

import (
	"context"
	"fmt"
	"strings"

	"yusuan/store"
)

// hintWords names hints with their values.
func hintWords(hints []store.Hint) string {
	var words []string
	for _, h := range hints {
		words = append(words, h.Field+" "+h.Value)
	}
	return strings.Join(words, ", ")
}

// Class gives the reason class of a document that was not read well: the
// words before the first colon of its reason.
func Class(reason string) string {
	class, _, _ := strings.Cut(reason, ":")
	return class
}

// Poor lists the stored documents that give less than a disclosure should:
// what failed, was read in part, holds no table and no statement of the prose,
// or tables of unknown kinds alone, and what contradicts the hints of a list.
// Their Reason begins with its class.
func Poor(ctx context.Context, st *store.Store) ([]store.Document, error) {
	docs, err := st.Documents(ctx, store.Filter{})
	if err != nil {
		return nil, err
	}
	counts, err := st.TableCounts(ctx)
	if err != nil {
		return nil, err
	}
	hints, err := st.FailingHints(ctx)
	if err != nil {
		return nil, err
	}
	var poor []store.Document
	for _, d := range docs {
		c := counts[d.ID]
		switch {
		case d.Status != "read":
		case d.Reason != "": // read, and said why it gives nothing: a blank form
		case c.Tables == 0 && d.Claims == 0:
			d.Reason = "no tables: nor figures in its text"
		case c.Tables > 0 && c.Known == 0:
			d.Reason = fmt.Sprintf("unknown form: none of its %d tables is of a known kind", c.Tables)
		case len(hints[d.ID]) > 0:
			d.Reason = "hint: the list has " + hintWords(hints[d.ID]) + ", the document another"
		default:
			continue
		}
		poor = append(poor, d)
	}
	return poor, nil
}
