package store

import (
	"context"
	"database/sql"
	"fmt"
	"strings"

	"yusuan/parse/budget"
)

// inserter writes rows of one table: the statement is made from the column list.
type inserter struct {
	w    *writer
	stmt string
}

func (w *writer) into(table, columns string) inserter {
	n := strings.Count(columns, ",") + 1
	return inserter{w, `INSERT INTO ` + table + ` (` + columns + `) VALUES (` + strings.TrimSuffix(strings.Repeat("?,", n), ",") + `)`}
}

func (in inserter) add(ctx context.Context, args ...any) error {
	_, err := in.w.exec(ctx, in.stmt, args...)
	return err
}

const placeColumns = `page, x0, y0, x1, y1`

// saveParts writes everything below the document's own row.
func (w *writer) saveParts(ctx context.Context, id int64, p Prepared) error {
	doc := p.Document
	uses := textUses{w: w, document: id, seen: map[textUse]bool{}, own: map[string]int64{}}
	tables, err := w.saveTables(ctx, id, doc, &uses)
	if err != nil {
		return err
	}
	for _, step := range []struct {
		name string
		run  func() error
	}{
		{"facts", func() error { return w.saveFacts(ctx, id, doc, tables, &uses) }},
		{"claims", func() error { return w.saveClaims(ctx, id, doc, &uses) }},
		{"findings", func() error { return w.saveFindings(ctx, id, doc, p.Evidence) }},
		{"lists", func() error { return w.saveLists(ctx, id, doc) }},
		{"page notes", func() error { return w.savePageNotes(ctx, id, doc) }},
	} {
		if err := step.run(); err != nil {
			return fmt.Errorf("%s: %w", step.name, err)
		}
	}
	return nil
}

type textUse struct {
	text  int64
	field string
}

// textUses records where searched texts stand, each place once.
type textUses struct {
	w        *writer
	document int64
	seen     map[textUse]bool
	own      map[string]int64 // sentences, which hardly two documents share, are looked up here alone
}

// add interns a searched text and records its use.
func (u *textUses) add(ctx context.Context, field, s string) (sql.NullInt64, error) {
	id, err := u.w.text(ctx, s, true)
	if err != nil {
		return id, err
	}
	return id, u.use(ctx, field, id)
}

// sentence stores a sentence, once a document.
func (u *textUses) sentence(ctx context.Context, s string) (sql.NullInt64, error) {
	if s == "" {
		return sql.NullInt64{}, nil
	}
	id, known := u.own[s]
	if !known {
		id, known = u.w.sentences[s] // of an earlier reading of the document
	}
	if !known {
		res, err := u.w.exec(ctx, `INSERT INTO texts (searched, name) VALUES (1, ?)`, s)
		if err != nil {
			return sql.NullInt64{}, fmt.Errorf("sentence: %w", err)
		}
		if id, err = res.LastInsertId(); err != nil {
			return sql.NullInt64{}, err
		}
		if err := u.w.index(ctx, id, s); err != nil {
			return sql.NullInt64{}, err
		}
	}
	u.own[s] = id
	n := sql.NullInt64{Int64: id, Valid: true}
	return n, u.use(ctx, "sentence", n)
}

// use records that a text stands in the document.
func (u *textUses) use(ctx context.Context, field string, id sql.NullInt64) error {
	if !id.Valid || u.seen[textUse{id.Int64, field}] {
		return nil
	}
	u.seen[textUse{id.Int64, field}] = true
	block := useBlock(field, u.document)
	if _, err := u.w.exec(ctx, `INSERT INTO text_uses (block, text_id, field, document_id) VALUES (?, ?, ?, ?)`, block, id.Int64, field, u.document); err != nil || block == sentenceBlock {
		return err
	}
	return u.w.textBlock(ctx, id.Int64, block)
}

const (
	useBlockDocuments = 64 // documents of one block of text_uses
	sentenceBlock     = 0  // the block of sentences, which stand in one document
)

// useBlock is the block of text_uses that says where a document's texts stand.
func useBlock(field string, document int64) int64 {
	if field == "sentence" {
		return sentenceBlock
	}
	return 1 + document/useBlockDocuments
}

func (w *writer) saveTables(ctx context.Context, id int64, doc *budget.Document, uses *textUses) ([]int64, error) {
	in := w.into("tables", `document_id, n, kind, title, title_id, number, form, unit, printed, layout_id, `+placeColumns+`,
		end_page, end_x0, end_y0, end_x1, end_y1, pages, rows, empty, empty_note_id, notes`)
	ids := make([]int64, len(doc.Tables))
	for i := range doc.Tables {
		t := &doc.Tables[i]
		err := func() error {
			titleID, err := uses.add(ctx, "title", t.Title)
			if err != nil {
				return err
			}
			var layout string
			if len(t.Columns) > 0 {
				if layout, err = compact(t.Columns); err != nil {
					return err
				}
			}
			layoutID, err := w.text(ctx, layout, false)
			if err != nil {
				return err
			}
			noteID, err := w.text(ctx, t.EmptyNote, false)
			if err != nil {
				return err
			}
			pages, err := compact(t.Pages)
			if err != nil {
				return err
			}
			var notes sql.NullString
			if len(t.Notes) > 0 {
				notes.Valid = true
				if notes.String, err = compact(t.Notes); err != nil {
					return err
				}
			}
			args := []any{id, i, t.Kind, t.Title, titleID, t.Number, t.Form, t.Unit, t.Printed, layoutID}
			args = append(args, place(t.Start)...)
			args = append(args, place(t.End)...)
			args = append(args, pages, t.Rows, boolInt(t.Empty), noteID, notes)
			res, err := w.exec(ctx, in.stmt, args...)
			if err != nil {
				return err
			}
			ids[i], err = res.LastInsertId()
			return err
		}()
		if err != nil {
			return nil, fmt.Errorf("table %d %s: %w", i, t.Title, err)
		}
	}
	return ids, nil
}

func (w *writer) saveFacts(ctx context.Context, id int64, doc *budget.Document, tables []int64, uses *textUses) error {
	in := w.into("facts", `document_id, n, table_id, row, code, name_id, column_id, total, parent_id,
		amount, amount_exact, raw, printed, `+placeColumns+`, engine, status, repairs`)
	for i := range doc.Facts {
		f := &doc.Facts[i]
		if f.Table < 0 || f.Table >= len(tables) {
			return fmt.Errorf("fact %d: table %d of %d", i, f.Table, len(tables))
		}
		name, err := uses.add(ctx, "name", f.Name)
		if err != nil {
			return err
		}
		column, err := w.column(ctx, columnKey{f.Column, f.Lane, f.Measure, f.Unit})
		if err != nil {
			return err
		}
		parent, err := w.text(ctx, f.Parent, false)
		if err != nil {
			return err
		}
		var amount sql.NullInt64
		var exact sql.NullString
		if f.HasAmount() {
			amount, exact = fen(f.Amount)
		}
		var engine sql.NullString
		if f.Engine != doc.Engine {
			engine = sql.NullString{String: f.Engine, Valid: true}
		}
		repairs, err := encodeRepairs(f.Repairs)
		if err != nil {
			return err
		}
		p := place(f.Span)
		err = in.add(ctx, id, i, tables[f.Table], f.Row, f.Code, name, column, boolInt(f.Total), parent,
			amount, exact, f.Raw, string(f.Printed), p[0], p[1], p[2], p[3], p[4], engine, string(f.Status), repairs)
		if err != nil {
			return fmt.Errorf("fact %d: %w", i, err)
		}
	}
	return nil
}

// encodeRepairs writes repairs as [[rule, before, after], ...]; NULL for none.
func encodeRepairs(rs []budget.Repair) (sql.NullString, error) {
	if len(rs) == 0 {
		return sql.NullString{}, nil
	}
	list := make([][3]string, len(rs))
	for i, r := range rs {
		list[i] = [3]string{r.Rule, r.Before, r.After}
	}
	s, err := compact(list)
	return sql.NullString{String: s, Valid: true}, err
}

func (w *writer) saveClaims(ctx context.Context, id int64, doc *budget.Document, uses *textUses) error {
	in := w.into("claims", `document_id, n, section_id, subject_id, code, kind, measure, amount, unit, base, base_amount,
		direction, delta, percent, share, completion, reason_id, sentence_id, `+placeColumns+`,
		status, amount_fen, delta_fen, implied, implied_exact, against, whole`)
	for i := range doc.Claims {
		c := &doc.Claims[i]
		section, err := w.text(ctx, c.Section, false)
		if err != nil {
			return err
		}
		subject, err := uses.add(ctx, "subject", c.Subject)
		if err != nil {
			return err
		}
		sentence, err := uses.sentence(ctx, c.Sentence)
		if err != nil {
			return err
		}
		// A reason is found with its sentence, unless it stands elsewhere.
		reason, err := w.text(ctx, c.Reason, false)
		if c.Reason != "" && !strings.Contains(c.Sentence, c.Reason) {
			reason, err = uses.add(ctx, "reason", c.Reason)
		}
		if err != nil {
			return err
		}
		var implied sql.NullInt64
		var exact sql.NullString
		if c.HasBase {
			implied, exact = fen(c.Implied)
		}
		p := place(c.Span)
		err = in.add(ctx, id, i, section, subject, c.Code, c.Table, c.Measure, c.Amount, c.Unit, c.Base, c.BaseAmount,
			c.Direction, c.Delta, c.Percent, c.Share, c.Completion, reason, sentence, p[0], p[1], p[2], p[3], p[4],
			string(c.Status), figureFen(c.Amount, c.Unit), changeFen(c), implied, exact, c.Against, c.Whole)
		if err != nil {
			return fmt.Errorf("claim %d: %w", i, err)
		}
	}
	return nil
}

// figureFen is a printed figure in 分, NULL where it is none or does not fit.
func figureFen(figure, unit string) sql.NullInt64 {
	d, printed, err := budget.ParseAmount(figure, unit)
	if err != nil || printed == budget.PrintedBlank || printed == budget.PrintedDash {
		return sql.NullInt64{}
	}
	n, _ := fen(d)
	return n
}

// changeFen is the signed change that a claim states, in 分.
func changeFen(c *budget.Claim) sql.NullInt64 {
	switch c.Direction {
	case "持平", "等于":
		return sql.NullInt64{Valid: true}
	case "增加", "大于":
		return figureFen(c.Delta, c.Unit)
	case "减少", "小于":
		n := figureFen(c.Delta, c.Unit)
		n.Int64 = -n.Int64
		return n
	}
	return sql.NullInt64{}
}
