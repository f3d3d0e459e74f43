package batch

import (
	"bufio"
	"context"
	"encoding/gob"
	"fmt"
	"io"
	"os"
	"runtime/debug"

	"yusuan/extract"
	"yusuan/parse/budget"
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
	Document *budget.Document
	Err      string // the machine's trouble: the file is gone, or cannot be opened
	Notice   string // something slow begins; no answer yet
}

// Work is the life of a worker process: it reads requests from in, answers on
// out, and ends when in does. A panic ends the process: the parent sees it and
// its stack on the standard error.
func Work(ctx context.Context, in io.Reader, out io.Writer) error {
	dec := gob.NewDecoder(bufio.NewReader(in))
	w := bufio.NewWriter(out)
	enc := gob.NewEncoder(w)
	var setup WorkerSetup
	if err := dec.Decode(&setup); err != nil {
		return fmt.Errorf("worker: setup: %w", err)
	}
	if setup.Memory > 0 {
		debug.SetMemoryLimit(setup.Memory)
	}
	send := func(r reply) error {
		if err := enc.Encode(r); err != nil {
			return err
		}
		return w.Flush()
	}
	r, err := NewReader(ReaderOptions{Engine: setup.Engine, Forms: setup.Forms, Limits: setup.Limits, Ignore: setup.Ignore,
		Notice: noticeWriter(func(s string) { send(reply{Notice: s}) })})
	if err != nil {
		return err
	}
	defer r.Close()
	limit := setup.Limits.WithDefaults().Bytes
	for {
		var req request
		if err := dec.Decode(&req); err != nil {
			if err == io.EOF {
				return nil
			}
			return fmt.Errorf("worker: request: %w", err)
		}
		var rep reply
		data, err := req.Job.Load(limit)
		if err == nil {
			var got *Result
			if got, err = r.Bytes(ctx, req.Job.Name, data); err == nil {
				rep.Document = got.Document
			}
		}
		if err != nil {
			rep.Err = err.Error()
		}
		if err := send(rep); err != nil {
			return fmt.Errorf("worker: reply: %w", err)
		}
	}
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
