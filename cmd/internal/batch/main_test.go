package batch

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"testing"
	"time"

	"yusuan/store"
)

// TestMain serves as the worker that the tests' batches start from this binary.
func TestMain(m *testing.M) {
	if InWorker() {
		t := &troubled{in: os.Stdin, out: os.Stdout}
		if err := Work(context.Background(), t, writer{t}); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	if dir := os.Getenv(parentEnv); dir != "" {
		os.Exit(parent(dir))
	}
	os.Exit(m.Run())
}

// parentEnv makes the test binary a batch over a folder, into a database beside it,
// that may be killed.
const parentEnv = "YUSUAN_TEST_PARENT"

// waitEnv shortens how long that batch waits for a group of documents.
const waitEnv = "YUSUAN_TEST_WAIT"

func parent(dir string) int {
	ctx := context.Background()
	wait, _ := time.ParseDuration(os.Getenv(waitEnv))
	st, err := store.Open(ctx, dir+".db")
	if err == nil {
		defer st.Close()
		err = Ingest(ctx, st, Options{Inputs: Inputs{Paths: []string{dir}}, Jobs: 2, Wall: soakWall, Memory: smallMemory, Recycle: 200, wait: wait, Command: []string{os.Args[0]}})
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return 0
}

// Bounds of a document in tests that hit them on purpose.
const (
	shortWall   = 6 * time.Second
	soakWall    = 15 * time.Second // a soak may run on a machine that others use
	smallMemory = 500 << 20
)

// troubled is a worker's way to its parent. When a document whose name holds
// a word of troubles is asked for, the trouble comes instead of the answer.
type troubled struct {
	in     io.Reader
	out    io.Writer
	next   func()
	writes int
}

var troubles = map[string]func(){
	"trouble-hang": func() { time.Sleep(time.Hour) },
	"trouble-spin": func() {
		for i := 0; ; i++ {
			_ = i
		}
	},
	"trouble-exit":  func() { fmt.Fprintln(os.Stderr, "last words before leaving"); os.Exit(7) },
	"trouble-panic": func() { panic(errors.New("a panic on purpose")) },
	"trouble-kill":  func() { self, _ := os.FindProcess(os.Getpid()); self.Kill(); time.Sleep(time.Hour) },
	"trouble-memory": func() {
		var kept [][]byte
		for {
			b := bytes.Repeat([]byte{1}, 16<<20)
			kept = append(kept, b)
			time.Sleep(time.Millisecond * time.Duration(len(kept)%2))
		}
	},
	"trouble-garbage": func() { os.Stdout.WriteString(strings.Repeat("this is no answer, this is noise on the pipe", 9)) },
}

func (t *troubled) Read(p []byte) (int, error) {
	n, err := t.in.Read(p)
	for word, trouble := range troubles {
		if bytes.Contains(p[:n], []byte(word)) {
			t.next, t.writes = trouble, 0
		}
	}
	return n, err
}

type writer struct{ *troubled }

// Write lets the acknowledgement of the request pass.
func (w writer) Write(p []byte) (int, error) {
	if w.next != nil {
		if w.writes++; w.writes == 2 {
			w.next()
		}
	}
	return w.out.Write(p)
}
