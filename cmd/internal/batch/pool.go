package batch

import (
	"bufio"
	"bytes"
	"encoding/gob"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"sync"
	"time"

	"yusuan/parse"
)

// Timing of the watch over a worker.
const (
	watchEvery = 100 * time.Millisecond // between looks at a worker's memory
	graceAfter = 15 * time.Second       // past a document's own time limit before its worker is killed
	killedWait = 5 * time.Second        // for a killed worker's pipes to close
	stopWait   = 5 * time.Second        // for an idle worker to end when it is told to
	readyWait  = 60 * time.Second       // for a worker to say that it is ready
)

// startTries is how often the start of a worker is tried for one document.
const startTries = 3

// stderrTail is how much of a dead worker's last words is kept, bytes.
const stderrTail = 2048

// errWorker is a worker that died over a document.
type errWorker struct {
	class  string // limit, crash
	detail string
}

func (e *errWorker) Error() string { return e.class + ": " + e.detail }

// process is a worker process and the pipes to it.
type process struct {
	cmd    *exec.Cmd
	stdin  io.WriteCloser
	enc    *gob.Encoder
	dec    *gob.Decoder
	stderr *tail
	done   int // documents it has read
}

// start starts a worker. Its process group is its own, so that an interrupt
// from the keyboard reaches the parent alone.
func start(command []string, setup WorkerSetup) (*process, error) {
	if InWorker() {
		return nil, errors.New("start worker: a worker starts no workers")
	}
	cmd := exec.Command(command[0], command[1:]...)
	cmd.Env = append(os.Environ(), workerEnv+"=1")
	ownGroup(cmd)
	stdin, err := cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	p := &process{cmd: cmd, stdin: stdin, enc: gob.NewEncoder(stdin), dec: gob.NewDecoder(bufio.NewReader(stdout)), stderr: &tail{}}
	cmd.Stderr = p.stderr
	cmd.WaitDelay = killedWait
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("start worker: %w", err)
	}
	// What never becomes ready is killed, which ends the wait.
	late := time.AfterFunc(readyWait, func() { cmd.Process.Kill() })
	defer late.Stop()
	var rep reply
	if err = p.enc.Encode(setup); err == nil {
		err = p.dec.Decode(&rep)
	}
	if err == nil && rep.Parser != parse.Version {
		err = fmt.Errorf("it is parser %d, this is %d: the program was replaced", rep.Parser, parse.Version)
	}
	if err != nil {
		p.kill()
		return nil, fmt.Errorf("start worker: %w: %s", err, p.stderr)
	}
	return p, nil
}

// workerEnv marks the environment of a worker.
const workerEnv = "YUSUAN_WORKER"

// InWorker reports whether this process was started as a worker. A test binary
// that starts itself as one must ask this before it runs its tests.
func InWorker() bool { return os.Getenv(workerEnv) != "" }

func (p *process) kill() {
	p.cmd.Process.Kill()
	p.cmd.Wait()
}

// stop ends a worker that has nothing to do.
func (p *process) stop() {
	late := time.AfterFunc(stopWait, func() { p.cmd.Process.Kill() })
	defer late.Stop()
	p.stdin.Close()
	p.cmd.Wait()
}

// errIdle is a worker that was dead before it began a document.
var errIdle = errors.New("worker died before it began the document")

// read has the worker read one document. The error is an *errWorker or, where
// the document is not to blame, errIdle; the worker is dead then.
func (p *process) read(job Job, wall time.Duration, memory int64, notice func(string)) (reply, error) {
	over := make(chan string, 1)
	quit := make(chan struct{})
	var watch sync.WaitGroup
	watch.Go(func() {
		deadline := time.NewTimer(wall)
		defer deadline.Stop()
		look := time.NewTicker(watchEvery)
		defer look.Stop()
		for {
			select {
			case <-quit:
				return
			case <-deadline.C:
				over <- fmt.Sprintf("wall time over %s", wall)
				p.cmd.Process.Kill()
				return
			case <-look.C:
				if used := rss(p.cmd.Process.Pid); memory > 0 && used > memory {
					over <- fmt.Sprintf("memory of %d MiB over %d MiB", used>>20, memory>>20)
					p.cmd.Process.Kill()
					return
				}
			}
		}
	})
	rep, began, err := p.exchange(job, notice)
	close(quit)
	watch.Wait()
	if err == nil {
		p.done++
		return rep, nil
	}
	p.cmd.Process.Kill()
	state := p.cmd.Wait()
	select {
	case why := <-over:
		return reply{}, &errWorker{"limit", why}
	default:
	}
	if !began {
		return reply{}, errIdle
	}
	detail := "worker ended"
	switch {
	case !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF):
		detail = "no answer but noise: " + err.Error()
	case state != nil:
		detail += ": " + state.Error()
	}
	if last := p.stderr.String(); last != "" {
		detail += ": " + last
	}
	return reply{}, &errWorker{"crash", detail}
}

func (p *process) exchange(job Job, notice func(string)) (rep reply, began bool, err error) {
	if err := p.enc.Encode(request{job}); err != nil {
		return reply{}, false, err
	}
	for {
		var rep reply
		if err := p.dec.Decode(&rep); err != nil {
			return reply{}, began, err
		}
		switch {
		case rep.Began:
			began = true
		case rep.Notice != "":
			notice(rep.Notice)
		default:
			return rep, began, nil
		}
	}
}

// worker keeps one worker process alive and replaces it when it dies, or when
// it has read enough documents.
type worker struct {
	command []string
	setup   WorkerSetup
	wall    time.Duration
	memory  int64
	recycle int // documents a process reads before it is replaced
	notice  func(string)
	p       *process
}

// read reads one document with a live process. The error is an *errWorker, or
// means that no worker can be started.
func (w *worker) read(job Job) (reply, error) {
	if w.p != nil && w.p.done >= w.recycle {
		w.stop()
	}
	var failed error
	for range startTries {
		if w.p == nil {
			if w.p, failed = start(w.command, w.setup); failed != nil {
				continue
			}
		}
		rep, err := w.p.read(job, w.wall, w.memory, w.notice)
		if err == nil {
			return rep, nil
		}
		w.p = nil
		if !errors.Is(err, errIdle) {
			return reply{}, err
		}
		failed = err
	}
	return reply{}, failed
}

func (w *worker) stop() {
	if w.p != nil {
		w.p.stop()
		w.p = nil
	}
}

// tail keeps the end of what is written to it.
type tail struct {
	mu  sync.Mutex
	buf []byte
}

func (t *tail) Write(p []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.buf = append(t.buf, p...)
	if len(t.buf) > 2*stderrTail {
		// The first line of a crash says what it was: keep it and the end.
		t.buf = append(t.buf[:stderrTail:stderrTail], t.buf[len(t.buf)-stderrTail:]...)
	}
	return len(p), nil
}

func (t *tail) String() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return strings.TrimSpace(string(bytes.ToValidUTF8(t.buf, []byte("?"))))
}

// TryWorker starts a worker and ends it again.
func TryWorker(command []string) error {
	p, err := start(command, WorkerSetup{})
	if err != nil {
		return err
	}
	p.stop()
	return nil
}
