package main

import (
	"archive/zip"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// TestScripts runs the program as people type it. A script finds the made
// documents under $FIXTURES; beside the usual commands it has
//
//	exits N cmd args…   runs a command that must end with status N
//	zipped FILE NAME…   packs files into an archive, by their last names
func TestScripts(t *testing.T) {
	fixtures, err := filepath.Abs("../../fixtures")
	if err != nil {
		t.Fatal(err)
	}
	cache, err := os.UserCacheDir()
	if err != nil {
		cache = t.TempDir()
	}
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Setup: func(env *testscript.Env) error {
			env.Setenv("FIXTURES", fixtures)
			// The second engine keeps its compiled code: once for all scripts.
			env.Setenv("XDG_CACHE_HOME", cache)
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits":  exits,
			"zipped": zipped,
		},
	})
}

// exits runs a command and wants its exit status: testscript alone tells only
// zero from other statuses.
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits N command args…")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	err = ts.Exec(args[1], args[2:]...)
	got := 0
	if err != nil {
		exit, ok := err.(*exec.ExitError)
		if !ok {
			ts.Fatalf("%s: %v", args[1], err)
		}
		got = exit.ExitCode()
	}
	if got != want {
		ts.Fatalf("%s ends with status %d, want %d", strings.Join(args[1:], " "), got, want)
	}
}

// zipped makes an archive.
func zipped(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: zipped FILE NAME…")
	}
	file, err := os.Create(ts.MkAbs(args[0]))
	ts.Check(err)
	defer file.Close()
	z := zip.NewWriter(file)
	for _, name := range args[1:] {
		w, err := z.Create(filepath.Base(name))
		ts.Check(err)
		_, err = w.Write([]byte(ts.ReadFile(name)))
		ts.Check(err)
	}
	ts.Check(z.Close())
}

// TestInterrupted wants the status of an interrupt from commands that read.
func TestInterrupted(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	const document = "../../fixtures/documents/minghe_caizheng_2024_final.pdf"
	for _, args := range [][]string{
		{"ingest", "--db", filepath.Join(t.TempDir(), "b.db"), document},
		{"check", document},
		{"show", "facts", document},
		{"forms", "explain", document},
	} {
		var out, errs strings.Builder
		if got := run(ctx, args, strings.NewReader(""), &out, &errs); got != exitInterrupted {
			t.Errorf("%v: status %d, want %d; %s", args, got, exitInterrupted, errs.String())
		}
	}
}
