package batch

import (
	"context"
	"fmt"
	"strings"

	"yusuan/store"
)

// Class gives the reason class of a document that was not read well: the
// words before the first colon of its reason.
func Class(reason string) string {
	class, _, _ := strings.Cut(reason, ":")
	return class
}

// Poor lists the stored documents that give less than a disclosure should:
// what failed, was read in part, holds no table and no statement of the prose,
// or tables of unknown kinds alone. Their Reason begins with its class.
func Poor(ctx context.Context, st *store.Store) ([]store.Document, error) {
	docs, err := st.Documents(ctx, store.Filter{})
	if err != nil {
		return nil, err
	}
	counts, err := st.TableCounts(ctx)
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
		default:
			continue
		}
		poor = append(poor, d)
	}
	return poor, nil
}
