package store

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/shopspring/decimal"
)

// Hit is a place where a searched text stands.
type Hit struct {
	Field    string // name, title, subject, sentence, reason
	Text     string // the whole text
	Document int64
	SHA256   string
	File     string
	Title    string // of the document
	Year     int
	Page     int // 0 where it has none
	Code     string
	Amount   decimal.NullDecimal // yuan, of the first figure of the row

	text int64
}

const (
	// searchTexts bounds the different texts looked at, searchUses the
	// documents of one of them.
	searchTexts = 400
	searchUses  = 50
	searchLimit = 50 // hits, where no number is asked for
)

// Search finds names of rows, titles of tables, subjects, reasons and
// sentences that contain the words of a query; words of one and two characters
// are found too. Short texts come first, and the later years of one text.
func (s *Store) Search(ctx context.Context, query string, limit int) ([]Hit, error) {
	if limit <= 0 {
		limit = searchLimit
	}
	m := match(query)
	if m == "" {
		return nil, nil
	}
	words := runs(query)
	type candidate struct {
		id   int64
		name string
	}
	rows, err := s.read.QueryContext(ctx, `SELECT x.id, x.name FROM (SELECT docid FROM texts_grams WHERE grams MATCH ? LIMIT ?) g JOIN texts x ON x.id = g.docid`, m, searchTexts)
	if err != nil {
		return nil, fmt.Errorf("search: %w", err)
	}
	defer rows.Close()
	var texts []candidate
	for rows.Next() {
		var c candidate
		if err := rows.Scan(&c.id, &c.name); err != nil {
			return nil, fmt.Errorf("search: %w", err)
		}
		if contains(c.name, words) {
			texts = append(texts, c)
		}
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("search: %w", err)
	}
	slices.SortStableFunc(texts, func(a, b candidate) int {
		return utf8.RuneCountInString(a.name) - utf8.RuneCountInString(b.name)
	})
	// Every text gets some room, so that one in all documents leaves the rest some.
	share := max(1, limit/max(1, min(len(texts), limit)))
	var out, more []Hit
	for _, t := range texts {
		hits, err := s.uses(ctx, t.id, t.name, min(limit, searchUses))
		if err != nil {
			return nil, err
		}
		n := min(share, len(hits))
		out, more = append(out, hits[:n]...), append(more, hits[n:]...)
		if len(out) >= limit {
			break
		}
	}
	out = append(out, more...)
	out = out[:min(limit, len(out))]
	for i := range out {
		if err := s.locate(ctx, &out[i]); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// usesQuery finds where a text stands, ?1, in ?2 places at most: as a sentence,
// then in the blocks that have it.
const usesQuery = `SELECT field, document_id FROM text_uses WHERE block = 0 AND text_id = ?1
	UNION ALL SELECT u.field, u.document_id FROM text_blocks b CROSS JOIN text_uses u ON u.block = b.block AND u.text_id = b.text_id WHERE b.text_id = ?1 LIMIT ?2`

// uses lists where one text stands.
func (s *Store) uses(ctx context.Context, id int64, name string, limit int) ([]Hit, error) {
	rows, err := s.read.QueryContext(ctx, `SELECT u.field, d.id, d.sha256, d.file, d.title, coalesce(d.year, 0) FROM
		(`+usesQuery+`) u JOIN documents d ON d.id = u.document_id ORDER BY d.year DESC, d.id`, id, limit)
	if err != nil {
		return nil, fmt.Errorf("search: %w", err)
	}
	defer rows.Close()
	var out []Hit
	for rows.Next() {
		h := Hit{Text: name, text: id}
		if err := rows.Scan(&h.Field, &h.Document, &h.SHA256, &h.File, &h.Title, &h.Year); err != nil {
			return nil, fmt.Errorf("search: %w", err)
		}
		out = append(out, h)
	}
	return out, rows.Err()
}

// locate finds page, code and amount of a hit.
func (s *Store) locate(ctx context.Context, h *Hit) error {
	var query string
	switch h.Field {
	case "name":
		query = `SELECT f.page, f.code, f.amount FROM facts f WHERE f.document_id = ? AND f.name_id = ? ORDER BY f.amount IS NULL, f.n LIMIT 1`
	case "title":
		query = `SELECT page, '', NULL FROM tables WHERE document_id = ? AND title_id = ? ORDER BY n LIMIT 1`
	default:
		query = `SELECT c.page, c.code, c.amount_fen FROM claims c WHERE c.document_id = ? AND c.` + h.Field + `_id = ? ORDER BY c.n LIMIT 1`
	}
	for v, err := range each(ctx, s.read, "search", query, func(r row) (Hit, error) {
		var p Hit
		var amount *int64
		err := r.Scan(&p.Page, &p.Code, &amount)
		if amount != nil {
			p.Amount = decimal.NewNullDecimal(Yuan(*amount))
		}
		return p, err
	}, h.Document, h.text) {
		if err != nil {
			return err
		}
		h.Page, h.Code, h.Amount = v.Page, v.Code, v.Amount
	}
	return nil
}

// Excerpt cuts a long text to about n characters around the first word of a query.
func Excerpt(text, query string, n int) string {
	r := []rune(text)
	if len(r) <= n {
		return text
	}
	at := 0
	if words := runs(query); len(words) > 0 {
		if i := strings.Index(strings.ToLower(text), string(words[0])); i >= 0 {
			at = utf8.RuneCountInString(text[:i])
		}
	}
	from := max(0, min(at-n/3, len(r)-n))
	out := string(r[from:min(len(r), from+n)])
	if from > 0 {
		out = "…" + out
	}
	if from+n < len(r) {
		out += "…"
	}
	return out
}
