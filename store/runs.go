package store

import (
	"context"
	"encoding/json"
	"fmt"
	"iter"
	"time"
)

// Run is one batch of reading.
type Run struct {
	ID       int64
	Tool     string // program and parser version
	Options  string // JSON
	Started  time.Time
	Finished time.Time      // zero while it runs, and for ever where it was killed
	Outcome  string         // done, interrupted, failed; "" where it was killed
	Counts   map[string]int // outcome of a document → documents
}

// StartRun records that a batch begins and returns its id. started is UTC.
func (s *Store) StartRun(ctx context.Context, tool, options string, started time.Time) (int64, error) {
	var id int64
	err := s.inTx(ctx, func(w *writer) error {
		at := started.UTC().Format(time.RFC3339)
		res, err := w.exec(ctx, `INSERT INTO runs (name, tool, options, started) VALUES (?, ?, ?, ?)`, at, tool, options, at)
		if err != nil {
			return err
		}
		id, err = res.LastInsertId()
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("record run: %w", err)
	}
	return id, nil
}

// FinishRun records how a batch ended.
func (s *Store) FinishRun(ctx context.Context, id int64, finished time.Time, outcome string, counts map[string]int) error {
	data, err := json.Marshal(counts)
	if err != nil {
		return err
	}
	err = s.inTx(ctx, func(w *writer) error {
		_, err := w.exec(ctx, `UPDATE runs SET finished = ?, outcome = ?, counts = ? WHERE id = ?`, finished.UTC().Format(time.RFC3339), outcome, string(data), id)
		return err
	})
	if err != nil {
		return fmt.Errorf("record run: %w", err)
	}
	return nil
}

// Runs gives the batches, the newest first.
func (s *Store) Runs(ctx context.Context) ([]Run, error) {
	rows, err := s.read.QueryContext(ctx, `SELECT id, tool, options, started, coalesce(finished, ''), outcome, counts FROM runs ORDER BY id DESC`)
	if err != nil {
		return nil, fmt.Errorf("runs: %w", err)
	}
	defer rows.Close()
	var out []Run
	for rows.Next() {
		var r Run
		var started, finished, counts string
		if err := rows.Scan(&r.ID, &r.Tool, &r.Options, &started, &finished, &r.Outcome, &counts); err != nil {
			return nil, fmt.Errorf("runs: %w", err)
		}
		if r.Started, err = time.Parse(time.RFC3339, started); err != nil {
			return nil, fmt.Errorf("run %d: %w", r.ID, err)
		}
		if finished != "" {
			if r.Finished, err = time.Parse(time.RFC3339, finished); err != nil {
				return nil, fmt.Errorf("run %d: %w", r.ID, err)
			}
		}
		if err := json.Unmarshal([]byte(counts), &r.Counts); err != nil {
			return nil, fmt.Errorf("run %d: %w", r.ID, err)
		}
		out = append(out, r)
	}
	return out, rows.Err()
}

// PassedOver is an input of a run that gave no document.
type PassedOver struct {
	Run     int64
	File    string
	Outcome string // skipped: it is no document; error: it could not be opened, or is refused
	Why     string // kind of what was skipped, trouble of an error
}

// PassOver records an input that gave no document.
func (s *Store) PassOver(ctx context.Context, p PassedOver) error {
	err := s.inTx(ctx, func(w *writer) error {
		_, err := w.exec(ctx, `INSERT INTO passed_over (run_id, file, outcome, why) VALUES (?, ?, ?, ?)`, p.Run, p.File, p.Outcome, p.Why)
		return err
	})
	if err != nil {
		return fmt.Errorf("record %s: %w", p.File, err)
	}
	return nil
}

// PassedOver gives the inputs that gave no document in one run, in the order
// they were met.
func (s *Store) PassedOver(ctx context.Context, run int64) iter.Seq2[PassedOver, error] {
	return each(ctx, s.read, "passed over", `SELECT run_id, file, outcome, why FROM passed_over WHERE run_id = ? ORDER BY id`, scanPassedOver, run)
}

// StillPassedOver gives the inputs that no run has made a document of: each
// file once, as the last run that met it has it, ordered by name.
func (s *Store) StillPassedOver(ctx context.Context) iter.Seq2[PassedOver, error] {
	return each(ctx, s.read, "passed over", `SELECT run_id, file, outcome, why FROM passed_over
		WHERE id IN (SELECT max(id) FROM passed_over GROUP BY file)
		AND file NOT IN (SELECT file FROM documents UNION ALL SELECT file FROM document_files) ORDER BY file`, scanPassedOver)
}

func scanPassedOver(r row) (PassedOver, error) {
	var p PassedOver
	err := r.Scan(&p.Run, &p.File, &p.Outcome, &p.Why)
	return p, err
}

// AddName records that stored bytes were met under a further name. Bytes that
// are not stored change nothing.
func (s *Store) AddName(ctx context.Context, sha256, file string) error {
	err := s.inTx(ctx, func(w *writer) error {
		_, err := w.exec(ctx, `INSERT INTO document_files (document_id, file) SELECT id, ? FROM documents WHERE sha256 = ? AND file <> ? ON CONFLICT DO NOTHING`, file, sha256, file)
		return err
	})
	if err != nil {
		return fmt.Errorf("add name %s: %w", file, err)
	}
	return nil
}

// Hint is what a person says of a document, held against the document.
type Hint struct {
	Field  string // url, region, organization, year
	Value  string
	Agrees string // holds, fails, unknown
}

// SaveHints records hints on a stored document; they change nothing that is
// read from it, but the url.
func (s *Store) SaveHints(ctx context.Context, sha256 string, hints []Hint) error {
	err := s.inTx(ctx, func(w *writer) error {
		for _, h := range hints {
			if _, err := w.exec(ctx, `INSERT INTO hints (document_id, field, value, agrees) SELECT id, ?, ?, ? FROM documents WHERE sha256 = ?
				ON CONFLICT (document_id, field) DO UPDATE SET value = excluded.value, agrees = excluded.agrees`, h.Field, h.Value, h.Agrees, sha256); err != nil {
				return err
			}
			if h.Field == "url" {
				if _, err := w.exec(ctx, `UPDATE documents SET url = ? WHERE sha256 = ? AND url = ''`, h.Value, sha256); err != nil {
					return err
				}
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("hints of %s: %w", sha256, err)
	}
	return nil
}

// FailingHints gives, by document, the hints that it contradicts.
func (s *Store) FailingHints(ctx context.Context) (map[int64][]Hint, error) {
	out := map[int64][]Hint{}
	type hint struct {
		document int64
		Hint
	}
	for h, err := range each(ctx, s.read, "hints", `SELECT document_id, field, value, agrees FROM hints WHERE agrees = 'fails' ORDER BY document_id, field`, func(r row) (hint, error) {
		var h hint
		err := r.Scan(&h.document, &h.Field, &h.Value, &h.Agrees)
		return h, err
	}) {
		if err != nil {
			return nil, err
		}
		out[h.document] = append(out[h.document], h.Hint)
	}
	return out, nil
}

// Hints gives what was said of a document.
func (s *Store) Hints(ctx context.Context, document int64) ([]Hint, error) {
	rows, err := s.read.QueryContext(ctx, `SELECT field, value, agrees FROM hints WHERE document_id = ? ORDER BY field`, document)
	if err != nil {
		return nil, fmt.Errorf("hints: %w", err)
	}
	defer rows.Close()
	var out []Hint
	for rows.Next() {
		var h Hint
		if err := rows.Scan(&h.Field, &h.Value, &h.Agrees); err != nil {
			return nil, fmt.Errorf("hints: %w", err)
		}
		out = append(out, h)
	}
	return out, rows.Err()
}
