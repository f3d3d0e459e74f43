package batch

import (
	"cmp"
	"context"
	"errors"
	"fmt"
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
	Force   bool     // read known documents again
	Retry   bool     // read documents again that failed
	Command []string // how a worker is started: this program with "worker"

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

// hash of the forms, so that known documents are read again when forms change.
func formsHash(folder string) (string, error) {
	r, err := NewReader(ReaderOptions{Forms: folder})
	if err != nil {
		return "", err
	}
	defer r.Close()
	return r.forms.Hash(), nil
}

// Ingest reads all inputs with worker processes and saves each document as it
// comes. When ctx ends, the documents in hand are still finished and saved,
// and the error is ctx's. Any other error is the machine's: a document that
// cannot be read is an Outcome.
func Ingest(ctx context.Context, st *store.Store, opt Options) error {
	opt.Jobs = cmp.Or(opt.Jobs, runtime.NumCPU())
	opt.Memory = cmp.Or(opt.Memory, 1<<30)
	opt.Recycle = cmp.Or(opt.Recycle, 500)
	opt.Limits = opt.Limits.WithDefaults()
	opt.Inputs.Bytes = cmp.Or(opt.Inputs.Bytes, opt.Limits.Bytes)
	forms, err := formsHash(opt.Forms)
	if err != nil {
		return err
	}
	b := &batch{opt: opt, st: st, forms: forms, seen: map[string]string{}}
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
}

// task is a job on its way to a worker.
type task struct {
	job Job
	sum string
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
	if b.opt.Total != nil {
		feeding.Go(b.count)
	}
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
		tell := func(class, why string) error {
			select {
			case results <- done{task: task{job: in.Job}, as: class, why: why}:
				return nil
			case <-b.ctx.Done():
				return b.ctx.Err()
			}
		}
		if in.Skipped != "" {
			return tell("skipped", in.Skipped)
		}
		data, err := in.Load(b.opt.Inputs.Bytes)
		if err != nil {
			return tell("error", err.Error())
		}
		h := sum(data)
		if first, ok := b.seen[h]; ok {
			if err := b.st.AddName(b.ctx, h, in.Name); err != nil {
				return err
			}
			return tell("duplicate", "same bytes as "+first)
		}
		b.seen[h] = in.Name
		known, err := b.known(h)
		if err != nil {
			return err
		}
		if known {
			if err := b.st.AddName(b.ctx, h, in.Name); err != nil {
				return err
			}
			return tell("known", "read before")
		}
		select {
		case tasks <- task{in.Job, h}:
			return nil
		case <-b.ctx.Done():
			return b.ctx.Err()
		}
	})
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
	ok, err := b.st.Has(b.ctx, h, parse.Version, b.forms)
	if err != nil || !ok || !b.opt.Retry {
		return ok, err
	}
	docs, err := b.st.Documents(b.ctx, store.Filter{SHA256: h})
	if err != nil || len(docs) == 0 {
		return false, err
	}
	return docs[0].Status != "failed", nil
}

// work is one worker: it reads tasks until there are no more.
func (b *batch) work(tasks <-chan task, results chan<- done) {
	w := &worker{command: b.opt.Command, wall: b.opt.Limits.Time + graceAfter, memory: b.opt.Memory, recycle: b.opt.Recycle,
		setup: WorkerSetup{Engine: b.opt.Engine, Forms: b.opt.Forms, Ignore: b.opt.Ignore, Limits: b.opt.Limits, Memory: b.opt.Memory * 3 / 4},
		notice: func(s string) {
			if b.opt.Notice != nil {
				b.opt.Notice(s)
			}
		}}
	defer w.stop()
	for t := range tasks {
		began := time.Now()
		rep, err := w.read(b.ctx, t.job)
		d := done{task: t, doc: rep.Document, took: time.Since(began)}
		var dead *errWorker
		switch {
		case errors.As(err, &dead):
			d.doc = &budget.Document{SHA256: t.sum, File: t.job.Name, Status: "failed", Reason: dead.Error(), Parser: parse.Version, Forms: b.forms}
		case err != nil:
			b.cancel(err)
			return
		case rep.Err != "":
			d.as, d.why = "error", rep.Err
		case rep.Document.SHA256 != t.sum:
			// The file changed under us: what was read is what is stored.
			d.sum = rep.Document.SHA256
		}
		results <- d
	}
}

// save stores one result and tells of it.
func (b *batch) save(ctx context.Context, d done) error {
	out := Outcome{File: d.job.Name, Class: d.as, Document: d.doc, Why: d.why, Took: d.took}
	if d.doc != nil && d.as == "" {
		out.Class = d.doc.Status
		if err := b.st.Save(ctx, d.doc); err != nil {
			return err
		}
		if hints := agree(d.job.Hints, d.doc); len(hints) > 0 {
			if err := b.st.SaveHints(ctx, d.sum, hints); err != nil {
				return err
			}
		}
	}
	if b.opt.Done != nil {
		b.opt.Done(out)
	}
	return nil
}

// agree holds what a person said of a document against what it says itself.
func agree(hints []store.Hint, doc *budget.Document) []store.Hint {
	out := make([]store.Hint, 0, len(hints))
	for _, h := range hints {
		said := ""
		switch h.Field {
		case "year":
			if doc.Year != 0 {
				said = strconv.Itoa(doc.Year)
			}
		case "region":
			said = doc.Region
			if said != "" && strings.TrimLeft(h.Value, "0123456789") != "" {
				said = doc.RegionName
			}
		case "organization":
			said = doc.Organization
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

// Class gives the reason class of a document that was not read well: the
// words before the first colon of its reason.
func Class(reason string) string {
	class, _, _ := strings.Cut(reason, ":")
	return class
}

// String says what became of an input in one line.
func (o Outcome) String() string {
	if o.Document != nil {
		return fmt.Sprintf("%s: %s %s", o.File, o.Class, o.Document.Reason)
	}
	return fmt.Sprintf("%s: %s %s", o.File, o.Class, o.Why)
}
