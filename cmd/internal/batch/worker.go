package batch

import (
	"bufio"
	"context"
	"encoding/gob"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"runtime/debug"
	"sync"
	"time"

	"yusuan/extract"
	"yusuan/parse"
	"yusuan/store"
)

// WorkerSetup is the first thing a parent tells its worker.
type WorkerSetup struct {
	Engine, Forms string
	Ignore        []string
	Limits        extract.Limits
	Memory        int64 // soft limit of the worker's heap, bytes; 0: none
}

// request is one document to read; reply is what became of it.
type request struct{ Job Job }

type reply struct {
	Prepared store.Prepared
	Err      string // the machine's trouble: the file is gone, or cannot be opened
	Notice   string // something slow begins; no answer yet
	Began    bool   // the request has arrived; no answer yet
	Parser   int    // version of the parser, in the first reply alone: the worker is ready
}

// errOrphan ends a worker whose parent is gone.
var errOrphan = errors.New("worker: the parent ended while a document was read")

// workerGC is how much the heap of a worker may grow, in percent, before it is
// swept: at 100, a tenth of the processor time of a batch goes into sweeping.
const workerGC = 300

// workerProcs is how many processors a worker uses: one reads the document;
// the other sweeps memory now and then, and watches the pipe also while the
// second engine's compiled code gives way to nothing.
const workerProcs = 2

// Work is the life of a worker process: it reads requests from in, answers on
// out, and returns when in ends, also in the middle of a document: the caller
// then ends the process, and with it what may hang. A panic ends the process:
// the parent sees it and its stack on the standard error.
func Work(ctx context.Context, in io.Reader, out io.Writer) error {
	dec := gob.NewDecoder(bufio.NewReader(in))
	var setup WorkerSetup
	if err := dec.Decode(&setup); err != nil {
		return fmt.Errorf("worker: setup: %w", err)
	}
	debug.SetGCPercent(workerGC)
	runtime.GOMAXPROCS(min(workerProcs, runtime.NumCPU()))
	if setup.Memory > 0 {
		debug.SetMemoryLimit(setup.Memory)
	}
	w := &answers{w: bufio.NewWriter(out)}
	w.enc = gob.NewEncoder(w.w)
	r, err := NewReader(ReaderOptions{Engine: setup.Engine, Forms: setup.Forms, Limits: setup.Limits, Ignore: setup.Ignore,
		Notice: noticeWriter(func(s string) { w.send(reply{Notice: s}) })})
	if err != nil {
		return err
	}
	if err := w.send(reply{Parser: parse.Version}); err != nil {
		return fmt.Errorf("worker: reply: %w", err)
	}
	requests := make(chan request)
	ended := make(chan error, 2)
	go func() {
		defer close(requests)
		for {
			var req request
			if err := dec.Decode(&req); err != nil {
				if err != io.EOF {
					ended <- fmt.Errorf("worker: request: %w", err)
				} else {
					ended <- errOrphan // of meaning only while a document is read
				}
				return
			}
			requests <- req
		}
	}()
	idle := make(chan error, 1)
	go func() {
		defer r.Close()
		idle <- serve(ctx, r, requests, w, setup.Limits.WithDefaults().Bytes)
	}()
	select {
	case err := <-idle:
		return err
	case err := <-ended:
		// The answer to the last document may be on its way: the parent closes
		// the pipe only after it has it.
		select {
		case idle := <-idle:
			return idle
		case <-time.After(orphanWait):
			return err
		}
	}
}

// orphanWait is how long a worker without a parent goes on with its document.
const orphanWait = 2 * time.Second

// serve answers requests until there are no more.
func serve(ctx context.Context, r *Reader, requests <-chan request, w *answers, limit int64) error {
	var files loader
	defer files.close()
	for req := range requests {
		if err := w.send(reply{Began: true}); err != nil {
			return fmt.Errorf("worker: reply: %w", err)
		}
		var rep reply
		data, err := files.load(req.Job, limit)
		if err == nil {
			var got *Result
			if got, err = r.Bytes(ctx, req.Job.Name, data); err == nil {
				rep.Prepared, err = store.Prepare(got.Document)
			}
		}
		if err != nil {
			rep.Err = err.Error()
		}
		if err := w.send(rep); err != nil {
			return fmt.Errorf("worker: reply: %w", err)
		}
	}
	return nil
}

// answers is the way back to the parent; notices come from other goroutines.
type answers struct {
	mu  sync.Mutex
	w   *bufio.Writer
	enc *gob.Encoder
}

func (a *answers) send(r reply) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	if err := a.enc.Encode(r); err != nil {
		return err
	}
	return a.w.Flush()
}

type noticeWriter func(string)

func (f noticeWriter) Write(p []byte) (int, error) {
	f(string(p))
	return len(p), nil
}

// rss gives the resident memory of a process in bytes, 0 where the system does
// not tell.
func rss(pid int) int64 {
	data, err := os.ReadFile(fmt.Sprintf("/proc/%d/statm", pid))
	if err != nil {
		return 0
	}
	var size, resident int64
	if _, err := fmt.Sscan(string(data), &size, &resident); err != nil {
		return 0
	}
	return resident * int64(os.Getpagesize())
}
