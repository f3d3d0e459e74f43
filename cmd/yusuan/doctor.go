package main

import (
	"cmp"
	"context"
	_ "embed"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"yusuan/cmd/internal/batch"
	"yusuan/parse"
	"yusuan/store"
)

// checkup is a small budget in text that every build can read.
//
//go:embed testdata/checkup.txt
var checkup []byte

func newDoctor() *cobra.Command {
	return &cobra.Command{
		Use:   "doctor",
		Short: "Say what this machine has and whether the program works on it",
		Long:  "Say what this machine has, write and read a test database, read a built-in\ndocument, and start the second engine.\n" + exitHelp,
		Args:  noArguments,
		RunE:  doctor,
	}
}

func doctor(cmd *cobra.Command, args []string) error {
	ctx, w := cmd.Context(), cmd.OutOrStdout()
	bad := 0
	line := func(what string, detail string, err error) {
		mark := "ok  "
		if err != nil {
			mark, detail = "FAIL", err.Error()
			bad++
		}
		fmt.Fprintf(w, "%s  %-16s %s\n", mark, what, clean(detail))
	}
	note := func(what, detail string) { fmt.Fprintf(w, "      %-16s %s\n", what, clean(detail)) }

	version := "built without version"
	if info, ok := debug.ReadBuildInfo(); ok {
		version = cmp.Or(info.Main.Version, version)
	}
	note("yusuan", fmt.Sprintf("%s, parser %d, %s %s/%s", version, parse.Version, runtime.Version(), runtime.GOOS, runtime.GOARCH))
	note("machine", fmt.Sprintf("%d processors%s", runtime.NumCPU(), memoryWords()))

	dir, err := os.MkdirTemp("", "yusuan-doctor")
	if err != nil {
		line("temporary folder", "", err)
		return needsEyes()
	}
	defer os.RemoveAll(dir)
	sqlite, err := tryDatabase(ctx, filepath.Join(dir, "test.db"))
	line("sqlite", sqlite, err)

	reader, err := batch.NewReader(batch.ReaderOptions{})
	if err == nil {
		var got *batch.Result
		if got, err = reader.Bytes(ctx, "built-in document", checkup); err == nil {
			c := count(got.Document)
			if c.amounts == 0 || c.proven != c.amounts {
				err = fmt.Errorf("built-in document: %d amounts read, %d proven", c.amounts, c.proven)
			}
			line("reading", fmt.Sprintf("built-in document: %d tables, %d amounts, all proven", c.tables, c.amounts), err)
		} else {
			line("reading", "", err)
		}
		reader.Close()
	} else {
		line("reading", "", err)
	}
	self, err := os.Executable()
	if err == nil {
		err = batch.TryWorker([]string{self, workerCommand})
	}
	line("workers", "a worker process was started and answered", err)
	engine, err := batch.TrySecondEngine(ctx, func(s string) { note("second engine", s) })
	line("second engine", engine, err)
	if path, err := exec.LookPath("tesseract"); err == nil {
		note("tesseract", path)
	} else {
		note("tesseract", "not there; scanned pages are reported, not read")
	}
	if bad > 0 {
		return needsEyes()
	}
	return nil
}

// tryDatabase makes a database, and says which SQLite did it.
func tryDatabase(ctx context.Context, path string) (string, error) {
	st, err := store.Open(ctx, path)
	if err != nil {
		return "", err
	}
	defer st.Close()
	id, err := st.StartRun(ctx, "doctor", "{}", time.Now())
	if err != nil {
		return "", err
	}
	runs, err := st.Runs(ctx)
	if err != nil {
		return "", err
	}
	if len(runs) != 1 || runs[0].ID != id {
		return "", fmt.Errorf("%s: what was written is not what is read", path)
	}
	var version string
	if err := st.DB().QueryRowContext(ctx, `SELECT sqlite_version()`).Scan(&version); err != nil {
		return "", err
	}
	return fmt.Sprintf("%s, schema %d, a test database was written and read", version, store.SchemaVersion), nil
}

// memoryWords says how much memory the system tells of.
func memoryWords() string {
	data, err := os.ReadFile("/proc/meminfo")
	if err != nil {
		return ""
	}
	for _, l := range strings.Split(string(data), "\n") {
		if rest, ok := strings.CutPrefix(l, "MemTotal:"); ok {
			var kib int64
			if _, err := fmt.Sscan(rest, &kib); err == nil {
				return fmt.Sprintf(", %d MiB of memory", kib>>10)
			}
		}
	}
	return ""
}
