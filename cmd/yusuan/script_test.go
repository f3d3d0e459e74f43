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
//	exits N cmd args…         runs a command that must end with status N
//	interrupts PAT cmd args…  runs a command, interrupts it when its standard
//	                          error matches PAT, and wants the status of an interrupt
//	zipped FILE NAME…         packs files into an archive, by their last names;
//	                          NAME=ENTRY packs one under another name
//	named FILE NAME           copies a file to a name written as a Go string
//	bytes FILE CONTENT        writes a file of what a Go string holds
//	edited FILE NAME OLD NEW  copies a text with one piece of it replaced
//	bombs FILE                makes an archive that unpacks to a thousand times its size
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
			"bombs":      bombs,
			"bytes":      bytesOf,
			"edited":     edited,
			"exits":      exits,
			"interrupts": interrupts,
			"named":      named,
			"zipped":     zipped,
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
		name, entry, ok := strings.Cut(name, "=")
		if !ok {
			entry = filepath.Base(name)
		}
		w, err := z.Create(entry)
		ts.Check(err)
		_, err = w.Write([]byte(ts.ReadFile(name)))
		ts.Check(err)
	}
	ts.Check(z.Close())
}

// edited copies a text with one piece of it replaced.
func edited(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 4 {
		ts.Fatalf("usage: edited FILE NAME OLD NEW")
	}
	text := ts.ReadFile(args[0])
	if !strings.Contains(text, args[2]) {
		ts.Fatalf("%s does not hold %s", args[0], args[2])
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), []byte(strings.ReplaceAll(text, args[2], args[3])), 0o644))
}

// named copies a file to a name that a script cannot hold: of odd bytes.
func named(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: named FILE NAME")
	}
	name, err := strconv.Unquote(args[1])
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(name), []byte(ts.ReadFile(args[0])), 0o644))
}

// bytesOf writes what a script cannot hold.
func bytesOf(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: bytes FILE CONTENT")
	}
	content, err := strconv.Unquote(args[1])
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(content), 0o644))
}

// bombs makes an archive of nothing but zeros, packed.
func bombs(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: bombs FILE")
	}
	file, err := os.Create(ts.MkAbs(args[0]))
	ts.Check(err)
	defer file.Close()
	z := zip.NewWriter(file)
	w, err := z.Create("zeros.pdf")
	ts.Check(err)
	_, err = w.Write(make([]byte, 8<<20))
	ts.Check(err)
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
