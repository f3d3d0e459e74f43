package batch

import (
	"context"
	"strconv"
	"strings"

	"yusuan/parse/form"
	"yusuan/store"
)

// saveGroup stores results. Where their documents cannot be stored together,
// each is stored alone, so that one that cannot be costs the others nothing.
func (b *batch) saveGroup(ctx context.Context, group []done) {
	var documents []store.Prepared
	for _, d := range group {
		if d.read.Document != nil {
			documents = append(documents, d.read)
		}
	}
	together := len(documents) > 1 && b.st.SaveAll(ctx, documents) == nil
	for _, d := range group {
		d.stored = together && d.read.Document != nil
		if err := b.save(ctx, d); err != nil {
			b.cancel(err)
		}
	}
}

// save stores one result and tells of it, then what waits for it.
func (b *batch) save(ctx context.Context, d done) error {
	repeat := d.as == "duplicate" || d.as == "known"
	switch d.as {
	case "duplicate":
		why, ended := b.ended[d.sum]
		switch {
		case !ended: // its first is with a worker
			b.held[d.sum] = append(b.held[d.sum], d)
			return nil
		case why != "":
			d.as, d.why = "error", d.why+", which could not be loaded: "+why
		}
	case "known":
		b.ended[d.sum] = ""
	}
	out, err := b.store(ctx, d)
	if err != nil {
		return err
	}
	if b.opt.Done != nil {
		b.opt.Done(out)
	}
	if d.sum == "" || repeat {
		return nil
	}
	b.ended[d.sum] = d.why
	if doc := d.read.Document; doc != nil && doc.SHA256 != d.sum {
		b.ended[d.sum] = "it changed while it was read"
	}
	held := b.held[d.sum]
	delete(b.held, d.sum)
	for _, h := range held {
		if err := b.save(ctx, h); err != nil {
			return err
		}
	}
	return nil
}

// store writes one result into the database.
func (b *batch) store(ctx context.Context, d done) (Outcome, error) {
	out := Outcome{File: d.job.Name, Class: d.as, Document: d.read.Document, Why: d.why, Took: d.took}
	if doc := d.read.Document; doc != nil {
		out.Class = doc.Status
		if !d.stored {
			if err := b.st.SavePrepared(ctx, d.read); err != nil {
				return out, err
			}
		}
		// Where the file changed meanwhile, what was read is what is stored.
		hints := agree(d.job.Hints, said{doc.Year, doc.Region, doc.RegionName, doc.Organization})
		return out, b.hint(ctx, doc.SHA256, hints, &out)
	}
	switch d.as {
	case "duplicate", "known":
		return out, b.again(ctx, d, &out)
	case "skipped", "error":
		if b.opt.Run != 0 {
			return out, b.st.PassOver(ctx, store.PassedOver{Run: b.opt.Run, File: d.job.Name, Outcome: d.as, Why: d.why})
		}
	}
	return out, nil
}

// hint records what was said of a stored document.
func (b *batch) hint(ctx context.Context, sum string, hints []store.Hint, out *Outcome) error {
	if len(hints) == 0 {
		return nil
	}
	out.Hints = hints
	return b.st.SaveHints(ctx, sum, hints)
}

// again records that a stored document was met once more: its name, and what
// was said of it.
func (b *batch) again(ctx context.Context, d done, out *Outcome) error {
	if err := b.st.AddName(ctx, d.sum, d.job.Name); err != nil {
		return err
	}
	if len(d.job.Hints) == 0 {
		return nil
	}
	docs, err := b.st.Documents(ctx, store.Filter{SHA256: d.sum})
	if err != nil || len(docs) == 0 {
		return err
	}
	doc := docs[0]
	return b.hint(ctx, d.sum, agree(d.job.Hints, said{doc.Year, doc.Region, doc.RegionName, doc.Organization}), out)
}

// said is what a document says of itself, zero where it says nothing.
type said struct {
	year                             int
	region, regionName, organization string
}

// agree holds what a person said of a document against what it says itself.
func agree(hints []store.Hint, doc said) []store.Hint {
	out := make([]store.Hint, 0, len(hints))
	for _, h := range hints {
		said := ""
		switch h.Field {
		case "year":
			if doc.year != 0 {
				said = strconv.Itoa(doc.year)
			}
		case "region":
			said = doc.region
			if strings.TrimLeft(h.Value, "0123456789") != "" {
				said = doc.regionName
			}
		case "organization":
			said = doc.organization
		}
		switch {
		case said == "":
			h.Agrees = "unknown"
		case form.Plain(said) == form.Plain(h.Value):
			h.Agrees = "holds"
		default:
			h.Agrees = "fails"
		}
		out = append(out, h)
	}
	return out
}
