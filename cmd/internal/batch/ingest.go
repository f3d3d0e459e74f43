package batch

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"time"

	"yusuan/extract"
	"yusuan/parse"
	"yusuan/parse/budget"
	"yusuan/parse/form"
	"yusuan/store"
)

// Options of Ingest. Zero fields mean the defaults.
type Options struct {
	Inputs  Inputs
	Jobs    int    // worker processes; default: processors
	Memory  int64  // resident bytes of a worker above which it is killed; default 1 GiB
	Recycle int    // documents a worker reads before it is replaced; default 500
	Engine  string // as ReaderOptions
	Forms   string
	Ignore  []string
	Limits  extract.Limits
	Wall    time.Duration // for one document, then its worker is killed; default Limits.Time and 15 s for it to say so itself
	Force   bool          // read known documents again
	Retry   bool          // read documents again that failed
	Run     int64         // of the store, for the inputs that give no document; 0: they are not recorded
	Command []string      // how a worker is started: this program with "worker"

	Done   func(Outcome)    // told of each input, one at a time, in the order they end
	Total  func(inputs int) // told once how many inputs there are, while the reading runs
	Notice func(string)
}

// Outcome is what became of one input.
type Outcome struct {
	File     string
	Class    string           // read, partial, failed, known, duplicate, skipped, error
	Document *budget.Document // for read, partial, failed
	Why      string           // for the other classes
	Took     time.Duration
}

// reader gives the options that the workers' readers have.
func (o Options) reader() ReaderOptions {
	return ReaderOptions{Engine: o.Engine, Forms: o.Forms, Ignore: o.Ignore, Limits: o.Limits}
}

// formsHash gives the hash of the declared forms, so that known documents are
// read again when forms change.
func formsHash(opt ReaderOptions) (string, error) {
	r, err := NewReader(opt)
	if err != nil {
		return "", err
	}
	defer r.Close()
	return r.forms.Hash(), nil
}

// Ingest reads all inputs with worker processes and saves each document as it
// comes. When ctx ends, the documents in hand are still finished and saved,
// and the error is ctx's. Any other error is the machine's: a document that
// cannot be read is an Outcome. Every input has exactly one Outcome, unless
// the run ended before.
func Ingest(ctx context.Context, st *store.Store, opt Options) error {
	opt.Jobs = cmp.Or(opt.Jobs, runtime.NumCPU())
	opt.Memory = cmp.Or(opt.Memory, 1<<30)
	opt.Recycle = cmp.Or(opt.Recycle, 500)
	opt.Limits = opt.Limits.WithDefaults()
	opt.Wall = cmp.Or(opt.Wall, opt.Limits.Time+graceAfter)
	opt.Inputs.Bytes = cmp.Or(opt.Inputs.Bytes, opt.Limits.Bytes)
	if err := opt.Inputs.Check(); err != nil {
		return err
	}
	forms, err := formsHash(opt.reader())
	if err != nil {
		return err
	}
	b := &batch{opt: opt, st: st, forms: forms, seen: map[string]string{}, ended: map[string]string{}, held: map[string][]done{}}
	b.ctx, b.cancel = context.WithCancelCause(ctx)
	defer b.cancel(nil)
	return b.run(ctx)
}

type batch struct {
	opt    Options
	st     *store.Store
	forms  string
	ctx    context.Context // ends when the caller's does, or on the machine's first error
	cancel context.CancelCauseFunc
	seen   map[string]string // hash → first name in this run; the feeder's alone

	// The saver's alone.
	ended map[string]string // hash of what was handed to a worker → why it could not be loaded, "" where it is saved
	held  map[string][]done // hash → duplicates that wait for the first to end
}

// task is a job on its way to a worker.
type task struct {
	job  Job
	sum  string
	size int64 // bytes
}

// done is a result on its way to the store.
type done struct {
	task
	doc  *budget.Document
	why  string // instead of doc
	as   string // class, instead of doc's
	took time.Duration
}

func (b *batch) run(ctx context.Context) error {
	tasks := make(chan task)
	results := make(chan done, b.opt.Jobs)
	var feeding, working sync.WaitGroup
	if b.opt.Total != nil {
		feeding.Go(b.count)
	}
	feeding.Go(func() {
		defer close(tasks)
		if err := b.feed(tasks, results); err != nil {
			b.cancel(err)
		}
	})
	for range b.opt.Jobs {
		working.Go(func() { b.work(tasks, results) })
	}
	go func() {
		feeding.Wait()
		working.Wait()
		close(results)
	}()
	// Saving goes on when ctx has ended: what is in hand is finished.
	keep := context.WithoutCancel(ctx)
	for d := range results {
		if err := b.save(keep, d); err != nil {
			b.cancel(err)
		}
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if err := context.Cause(b.ctx); err != nil {
		return err
	}
	return nil
}

// feed lists the inputs, passes over what is known, and hands the rest out.
func (b *batch) feed(tasks chan<- task, results chan<- done) error {
	return b.opt.Inputs.Each(b.ctx, func(in Input) error {
		t := task{job: in.Job}
		tell := func(class, why string) error {
			select {
			case results <- done{task: t, as: class, why: why}:
				return nil
			case <-b.ctx.Done():
				return b.ctx.Err()
			}
		}
		switch {
		case in.Skipped != "":
			return tell("skipped", in.Skipped)
		case in.Trouble != "":
			return tell("error", in.Trouble)
		}
		var err error
		if t.sum, t.size, err = in.hash(); err != nil {
			return tell("error", err.Error())
		}
		if first, ok := b.seen[t.sum]; ok {
			return tell("duplicate", "same bytes as "+first)
		}
		known, err := b.known(t.sum)
		if err != nil {
			return err
		}
		if known {
			return tell("known", "read before")
		}
		b.seen[t.sum] = in.Name
		if t.size > b.opt.Limits.Bytes {
			why := fmt.Sprintf("limit: %d bytes, at most %d are read", t.size, b.opt.Limits.Bytes)
			select {
			case results <- done{task: t, doc: b.failed(t, why)}:
				return nil
			case <-b.ctx.Done():
				return b.ctx.Err()
			}
		}
		select {
		case tasks <- t:
			return nil
		case <-b.ctx.Done():
			return b.ctx.Err()
		}
	})
}

// failed makes the result of a document that the parent, not a worker, gives up.
func (b *batch) failed(t task, reason string) *budget.Document {
	return &budget.Document{SHA256: t.sum, File: t.job.Name, Bytes: t.size, Kind: string(extract.KindPDF), Status: "failed", Reason: reason, Parser: parse.Version, Forms: b.forms, Options: b.opt.reader().told()}
}

// hash hashes the bytes of a job without holding them.
func (in Input) hash() (sum string, size int64, err error) {
	r, err := in.open()
	if err != nil {
		return "", 0, err
	}
	defer r.Close()
	h := sha256.New()
	if size, err = io.Copy(h, r); err != nil {
		return "", 0, err
	}
	return hex.EncodeToString(h.Sum(nil)), size, nil
}

// count counts the inputs beside the reading. A list on the standard input can
// be read only once and is not counted.
func (b *batch) count() {
	n := 0
	for _, p := range b.opt.Inputs.Paths {
		if p == "-" {
			return
		}
	}
	err := b.opt.Inputs.Each(b.ctx, func(Input) error { n++; return nil })
	if err == nil {
		b.opt.Total(n)
	}
}

// known reports whether a document need not be read.
func (b *batch) known(h string) (bool, error) {
	if b.opt.Force {
		return false, nil
	}
	status, ok, err := b.st.Has(b.ctx, h, parse.Version, b.forms, b.opt.reader().told())
	return ok && !(b.opt.Retry && status == "failed"), err
}

// work is one worker: it reads tasks until there are no more.
func (b *batch) work(tasks <-chan task, results chan<- done) {
	w := &worker{command: b.opt.Command, wall: b.opt.Wall, memory: b.opt.Memory, recycle: b.opt.Recycle,
		setup: WorkerSetup{Engine: b.opt.Engine, Forms: b.opt.Forms, Ignore: b.opt.Ignore, Limits: b.opt.Limits, Memory: b.opt.Memory * 3 / 4},
		notice: func(s string) {
			if b.opt.Notice != nil {
				b.opt.Notice(s)
			}
		}}
	defer w.stop()
	for t := range tasks {
		began := time.Now()
		rep, err := w.read(t.job)
		d := done{task: t, doc: rep.Document, took: time.Since(began)}
		var dead *errWorker
		switch {
		case errors.As(err, &dead):
			d.doc = b.failed(t, dead.Error())
		case err != nil:
			b.cancel(err)
			return
		case rep.Err != "":
			d.as, d.why = "error", rep.Err
		}
		results <- d
	}
}

// save stores one result and tells of it.
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
		default:
			if err := b.again(ctx, d); err != nil {
				return err
			}
		}
	case "known":
		b.ended[d.sum] = ""
		if err := b.again(ctx, d); err != nil {
			return err
		}
	}
	out := Outcome{File: d.job.Name, Class: d.as, Document: d.doc, Why: d.why, Took: d.took}
	if (d.as == "skipped" || d.as == "error") && b.opt.Run != 0 {
		if err := b.st.PassOver(ctx, store.PassedOver{Run: b.opt.Run, File: d.job.Name, Outcome: d.as, Why: d.why}); err != nil {
			return err
		}
	}
	if d.doc != nil {
		out.Class = d.doc.Status
		if err := b.st.Save(ctx, d.doc); err != nil {
			return err
		}
		// Where the file changed meanwhile, what was read is what is stored.
		if hints := agree(d.job.Hints, said{d.doc.Year, d.doc.Region, d.doc.RegionName, d.doc.Organization}); len(hints) > 0 {
			if err := b.st.SaveHints(ctx, d.doc.SHA256, hints); err != nil {
				return err
			}
		}
	}
	if b.opt.Done != nil {
		b.opt.Done(out)
	}
	if d.sum == "" || repeat {
		return nil
	}
	b.ended[d.sum] = d.why
	if d.doc != nil && d.doc.SHA256 != d.sum {
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

// again records that a stored document was met once more: its name, and what
// was said of it.
func (b *batch) again(ctx context.Context, d done) error {
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
	return b.st.SaveHints(ctx, d.sum, agree(d.job.Hints, said{doc.Year, doc.Region, doc.RegionName, doc.Organization}))
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

// String says what became of an input in one line.
func (o Outcome) String() string {
	if o.Document != nil {
		return fmt.Sprintf("%s: %s %s", o.File, o.Class, o.Document.Reason)
	}
	return fmt.Sprintf("%s: %s %s", o.File, o.Class, o.Why)
}
