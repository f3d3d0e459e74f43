package parse

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"strings"

	"yusuan/extract"
	"yusuan/parse/budget"
	"yusuan/parse/form"
)

// Version counts changes of the parser that change results. Stores compare it
// to decide what must be read again.
const Version = 2

// Options of Document. The zero value works.
type Options struct {
	Forms *form.Catalog // nil: the built-in forms
	// Second reads a page again with the other engine, for pages whose
	// identities fail. Nil: no second opinion is to be had.
	Second func(ctx context.Context, page int) (*extract.Page, error)
	Ignore []string // checks that are not to be reported
	Log    *slog.Logger
}

// ProseLine is one line of running text outside tables and page furniture.
type ProseLine struct {
	Text string
	budget.Span
}

// Cell is one amount cell of a row.
type Cell struct {
	Column  int    // index into budget.Table.Columns; -1 where it cannot be told
	Raw     string // as drawn; "" for a blank cell of a known column
	Repairs []budget.Repair
	budget.Span
}

// Row is one row of a table with wraps, splits and page breaks undone.
type Row struct {
	N       int    // from 1 within the table
	Lane    string // as budget.Fact.Lane
	Code    string
	Name    string
	Parent  string
	Total   bool
	Cells   []Cell
	Unsure  bool            // its label or code, its side or its table is not certain, so that no sum proves what it is
	Repairs []budget.Repair // of code and name
	budget.Span
}

// Read is what the table stages make of the pages, before anything is proven.
type Read struct {
	Tables  []budget.Table
	Rows    [][]Row // by table
	Facts   []budget.Fact
	Prose   []ProseLine
	Stated  []budget.Stated // figures of tables that count things
	Unread  []budget.Unread
	doubts  []doubt
	seams   []seam
	lacking map[int]bool // tables whose figures are not all sure of their place

	Purchases []budget.Purchase
	Targets   []budget.Target
	Units     []budget.MemberUnit
}

// Document reads a whole document: tables, facts, claims, and findings. A
// document that reads badly is a result with a Status; an error means the
// caller's context ended.
func Document(ctx context.Context, doc *extract.Document, opt Options) (*budget.Document, error) {
	out, _, err := Full(ctx, doc, opt)
	return out, err
}

// Full is Document with what the table stages saw beside it.
func Full(ctx context.Context, doc *extract.Document, opt Options) (*budget.Document, *Read, error) {
	if opt.Forms == nil {
		opt.Forms = form.Builtin()
	}
	whole, doubled := doc, doubledPages(doc.Pages)
	doc = single(doc, doubled)
	read, err := readTables(ctx, doc, opt)
	if err != nil {
		return nil, nil, err
	}
	out := &budget.Document{
		SHA256: doc.SHA256, File: doc.File, Bytes: doc.Bytes, Pages: len(whole.Pages), Kind: doc.Kind,
		Producer: doc.Info.Producer, Engine: doc.Engine, Modified: doc.Info.Modified,
		Tables: read.Tables, Facts: read.Facts, Unread: read.Unread,
		Purchases: read.Purchases, Targets: read.Targets, Units: read.Units,
	}
	id := Identify(doc, read, opt.Forms)
	id.apply(out)
	prose := ReadProse(read.Prose, out.Year, out.Phase)
	out.Claims, out.Stated, out.Unread = prose.Claims, append(read.Stated, prose.Stated...), append(out.Unread, prose.Unread...)
	notePages(out, whole)
	if id.Template {
		out.Facts, out.Claims, out.Stated, out.Reason = nil, nil, nil, "blank form: nobody has filled it in"
	}
	Check(out, opt)
	CompareClaims(out, nil)
	read.excuse(out)
	if err := SecondOpinion(ctx, out, doc, opt); err != nil {
		return nil, nil, err
	}
	distrust(out, doc, read.doubts)
	distrustSeams(out, read.seams)
	distrustRows(out.Facts, read.Rows)
	out.Findings = append(out.Findings, id.Findings...)
	if !id.Template {
		out.Announced = Contents(out, read.Prose, opt.Forms)
		found := CheckContents(out, opt)
		ids := opt.Forms.Identities()
		out.Findings = slices.Concat(out.Findings, found, lostTables(out, missingKinds(found), opt.Forms), joinedFiles(out, &id, ids), pageFindings(whole, doubled, ids))
		out.Findings = append(out.Findings, CheckWords(out, read.Prose, opt)...)
		out.Findings = append(out.Findings, CheckParts(out, read.Prose, opt)...)
		out.Findings = append(out.Findings, prose.Blanks...)
		out.Findings = append(out.Findings, reasonsMissing(out.Claims)...)
	}
	read.excuse(out)
	opt.drop(out)
	return out, read, ctx.Err()
}

// distrust takes back the proof of facts from damaged pages, and from tables
// that such a page is part of: what is damaged once may be damaged alike
// elsewhere on the page, and still add up, and a title or heading that is lost
// makes a page the continuation of another table. Neither is anything proven
// that may be misread though it adds up.
func distrust(out *budget.Document, doc *extract.Document, doubts []doubt) {
	damaged := map[int]bool{}
	for _, p := range doc.Pages {
		damaged[p.Number] = p.Damaged || p.UnknownFigures() > 0
	}
	doubted := make([]bool, len(out.Tables))
	for i, t := range out.Tables {
		doubted[i] = slices.ContainsFunc(t.Pages, func(n int) bool { return damaged[n] })
	}
	for i := range out.Facts {
		if f := &out.Facts[i]; f.Status == budget.StatusProven && (damaged[f.Page] || doubted[f.Table]) {
			f.Status = budget.StatusStated
		}
	}
	for _, d := range doubts {
		if d.fact < len(out.Facts) && out.Facts[d.fact].Status == budget.StatusProven {
			out.Facts[d.fact].Status = budget.StatusStated
		}
	}
}

// distrustRows takes back the proof of facts whose rows are unsure: their
// figures may add up and yet be those of another row or table.
func distrustRows(facts []budget.Fact, rows [][]Row) {
	type place struct{ table, row int }
	unsure := make(map[place]bool)
	for t, rs := range rows {
		for _, r := range rs {
			if r.Unsure {
				unsure[place{t, r.N}] = true
			}
		}
	}
	for i := range facts {
		if f := &facts[i]; f.Status == budget.StatusProven && unsure[place{f.Table, f.Row}] {
			f.Status = budget.StatusStated
		}
	}
}

// drop removes the failures of checks that are not to be reported.
func (opt Options) drop(out *budget.Document) {
	out.Findings = slices.DeleteFunc(out.Findings, func(f budget.Finding) bool {
		return f.Status == budget.Fails && slices.Contains(opt.Ignore, f.Check)
	})
}

// readTables finds the tables of a document, by geometry where there is any.
func readTables(ctx context.Context, doc *extract.Document, opt Options) (*Read, error) {
	if doc.Kind == "text" {
		return TextTables(ctx, doc, opt)
	}
	return Tables(ctx, doc, opt)
}

// maxDetail is how much of the trouble of a page is kept, characters.
const maxDetail = 300

// notePages records what happened to each page, and to the document with them.
// A page with warnings is doubtful: what was read of it may lack something.
func notePages(out *budget.Document, doc *extract.Document) {
	out.Status = "read"
	unread, doubtful, first := 0, 0, ""
	for _, p := range doc.Pages {
		note := budget.PageNote{Page: p.Number, Engine: p.Engine, Reason: p.Reason, Status: "read"}
		if len(p.Warnings) > 0 {
			note.Status, note.Detail = "doubtful", strings.Join(p.Warnings, "; ")
			if r := []rune(note.Detail); len(r) > maxDetail {
				note.Detail = string(r[:maxDetail]) + "…"
			}
		}
		switch {
		case p.NeedsOCR:
			note.Status = "needs-ocr"
			unread++
		case len(p.Glyphs) == 0 && len(p.Lines) == 0 && len(p.Warnings) > 0:
			note.Status = "failed"
			unread++
		case note.Status == "doubtful":
			doubtful++
			if first == "" {
				first = fmt.Sprintf("page %d: %s", p.Number, note.Detail)
			}
		}
		out.PageNotes = append(out.PageNotes, note)
	}
	var trouble []string
	switch {
	case unread == len(doc.Pages) && unread > 0:
		out.Status, out.Reason = "failed", "needs OCR: no page has text that can be read"
		if note := out.PageNotes[0]; note.Status == "failed" {
			out.Reason = "damaged: no page could be read: " + note.Detail
		}
		return
	case unread > 0:
		trouble = append(trouble, fmt.Sprintf("pages unread: %d of %d", unread, len(doc.Pages)))
	}
	if doubtful > 0 {
		trouble = append(trouble, fmt.Sprintf("pages doubtful: %d of %d, %s", doubtful, len(doc.Pages), first))
	}
	if len(doc.Warnings) > 0 {
		trouble = append(trouble, "damaged: "+strings.Join(doc.Warnings, "; "))
	}
	if len(trouble) > 0 {
		out.Status, out.Reason = "partial", strings.Join(trouble, "; ")
	}
}
