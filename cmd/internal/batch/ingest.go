package batch

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"runtime"
	"runtime/debug"
	"slices"
	"sync"
	"time"

	"yusuan/extract"
	"yusuan/parse"
	"yusuan/parse/budget"
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

	wait time.Duration // for a group to fill; default groupWait
}

// Outcome is what became of one input.
type Outcome struct {
	File     string
	Class    string           // read, partial, failed, known, duplicate, skipped, error
	Document *budget.Document // for read, partial, failed
	Why      string           // for the other classes
	Hints    []store.Hint     // what the list said of the document, held against it
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

// Ingest reads all inputs with worker processes and saves the documents soon
// after they come, those that come together in one transaction. When ctx ends,
// the documents in hand are still finished and saved, and the error is ctx's. Any other error is the machine's: a document that
// cannot be read is an Outcome. Every input has exactly one Outcome, unless
// the run ended before.
func Ingest(ctx context.Context, st *store.Store, opt Options) error {
	opt.Jobs = cmp.Or(opt.Jobs, runtime.NumCPU())
	opt.Memory = cmp.Or(opt.Memory, 1<<30)
	opt.Recycle = cmp.Or(opt.Recycle, 500)
	opt.wait = cmp.Or(opt.wait, groupWait)
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
	defer debug.SetGCPercent(debug.SetGCPercent(parentGC))
	b.ctx, b.cancel = context.WithCancelCause(ctx)
	defer b.cancel(nil)
	return b.run(ctx)
}

// parentGC is how much the heap of the parent may grow, in percent, before it
// is swept: it holds little, and every document passes through it.
const parentGC = 400

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
	read store.Prepared // its Document is nil where there is none
	why  string         // instead of a document
	as   string         // class, instead of the document's
	took time.Duration

	stored bool // in the database already
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
	for open := true; open; {
		var group []done
		if group, open = gather(results, b.opt.wait); len(group) > 0 {
			b.saveGroup(keep, group)
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

// Documents are stored in groups, which costs much less than one by one, but
// none waits long: whoever watches sees it, and little is lost when the
// process is killed.
const (
	groupSize = 32
	groupWait = 500 * time.Millisecond
)

// gather waits for a result and takes those that come soon after it; open says
// whether more may come.
func gather(results <-chan done, wait time.Duration) (group []done, open bool) {
	d, ok := <-results
	if !ok {
		return nil, false
	}
	group = append(group, d)
	soon := time.After(wait)
	for len(group) < groupSize {
		select {
		case d, ok := <-results:
			if !ok {
				return group, false
			}
			group = append(group, d)
		case <-soon:
			return group, true
		}
	}
	return group, true
}

// failed makes the result of a document that the parent, not a worker, gives up.
func (b *batch) failed(t task, reason string) store.Prepared {
	doc := &budget.Document{SHA256: t.sum, File: t.job.Name, Bytes: t.size, Kind: string(t.job.Kind), Status: "failed", Reason: reason, Parser: parse.Version, Forms: b.forms, Options: b.opt.reader().told()}
	return store.Prepared{Document: doc, Digest: store.Digest(doc)}
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
		d := done{task: t, read: rep.Prepared, took: time.Since(began)}
		var dead *errWorker
		switch {
		case errors.As(err, &dead):
			d.read = b.failed(t, dead.Error())
		case err != nil:
			b.cancel(err)
			return
		case rep.Err != "":
			d.as, d.why = "error", rep.Err
		}
		results <- d
	}
}

// Contradicted names the hints that the document contradicts, "" where it
// contradicts none.
func (o Outcome) Contradicted() string {
	return hintWords(slices.DeleteFunc(slices.Clone(o.Hints), func(h store.Hint) bool { return h.Agrees != "fails" }))
}

// String says what became of an input in one line.
func (o Outcome) String() string {
	if o.Document != nil {
		return fmt.Sprintf("%s: %s %s", o.File, o.Class, o.Document.Reason)
	}
	return fmt.Sprintf("%s: %s %s", o.File, o.Class, o.Why)
}
