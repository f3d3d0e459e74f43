//go:build unix

package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"sync"

	"github.com/rogpeppe/go-internal/testscript"
)

// interrupts runs a command and sends it what Ctrl-C sends, once its standard
// error matches a pattern. What it prints goes to the files stdout.txt and stderr.txt.
func interrupts(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: interrupts PATTERN command args…")
	}
	pattern, err := regexp.Compile(args[0])
	ts.Check(err)
	cmd := exec.Command(args[1], args[2:]...)
	cmd.Dir = ts.MkAbs(".")
	cmd.Env = append(os.Environ(), "XDG_CACHE_HOME="+ts.Getenv("XDG_CACHE_HOME"))
	var out bytes.Buffer
	errs := &watched{pattern: pattern, met: func() { cmd.Process.Signal(os.Interrupt) }}
	cmd.Stdout, cmd.Stderr = &out, errs
	cmd.Run()
	ts.Check(os.WriteFile(filepath.Join(cmd.Dir, "stdout.txt"), out.Bytes(), 0o644))
	ts.Check(os.WriteFile(filepath.Join(cmd.Dir, "stderr.txt"), errs.text.Bytes(), 0o644))
	if !errs.once {
		ts.Fatalf("the standard error never matched %s: %s", pattern, &errs.text)
	}
	if got := cmd.ProcessState.ExitCode(); got != exitInterrupted {
		ts.Fatalf("status %d, want %d: %s", got, exitInterrupted, &errs.text)
	}
}

// watched keeps what is written and calls met when it first matches.
type watched struct {
	mu      sync.Mutex
	text    bytes.Buffer
	pattern *regexp.Regexp
	met     func()
	once    bool
}

func (w *watched) Write(p []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	n, err := w.text.Write(p)
	if !w.once && w.pattern.Match(w.text.Bytes()) {
		w.once = true
		w.met()
	}
	return n, err
}
