package batch

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"sync"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
)

func TestInterrupt(t *testing.T) {
	dir := t.TempDir()
	data := fixture(t, textFixture)
	for i := range 24 {
		write(t, dir, fmt.Sprintf("%02d.txt", i), unique(data, i%20)) // the last four are duplicates
	}
	calm, db := filepath.Join(t.TempDir(), "calm.db"), filepath.Join(t.TempDir(), "x.db")
	if _, err := outcomes(t, t.Context(), calm, Options{Inputs: Inputs{Paths: []string{dir}}}); err != nil {
		t.Fatal(err)
	}
	read := map[string]int{}
	for run := 0; ; run++ {
		ctx, cancel := context.WithCancel(t.Context())
		var mu sync.Mutex
		n := 0
		_, err := outcomes(t, ctx, db, Options{Inputs: Inputs{Paths: []string{dir}}, Done: func(o Outcome) {
			mu.Lock()
			defer mu.Unlock()
			if o.Class == "read" {
				read[o.File]++
				if n++; n == 5 {
					cancel()
				}
			}
		}})
		cancel()
		if err == nil {
			break
		}
		if !errors.Is(err, context.Canceled) || run > 10 {
			t.Fatalf("run %d: %v", run, err)
		}
		// Saved is all that was told, and no more.
		if stored := dump(t, db)["documents"]; stored != fmt.Sprint(len(read)) {
			t.Errorf("run %d: %s documents stored, %d told", run, stored, len(read))
		}
	}
	if len(read) != 20 || slices.Max(slices.Collect(maps.Values(read))) != 1 {
		t.Errorf("read: %v", read)
	}
	if diff := gocmp.Diff(dump(t, calm), dump(t, db)); diff != "" {
		t.Errorf("(-calm +interrupted)\n%s", diff)
	}
}

func TestTwoIngests(t *testing.T) {
	dir := t.TempDir()
	for i := range 8 {
		write(t, dir, fmt.Sprintf("%02d.txt", i), unique(fixture(t, textFixture), i))
	}
	calm, db := filepath.Join(t.TempDir(), "calm.db"), filepath.Join(t.TempDir(), "x.db")
	if _, err := outcomes(t, t.Context(), calm, Options{Inputs: Inputs{Paths: []string{dir}}}); err != nil {
		t.Fatal(err)
	}
	var both sync.WaitGroup
	for range 2 {
		both.Go(func() {
			if _, err := outcomes(t, t.Context(), db, Options{Inputs: Inputs{Paths: []string{dir}}}); err != nil {
				t.Error(err)
			}
		})
	}
	both.Wait()
	if diff := gocmp.Diff(dump(t, calm), dump(t, db)); diff != "" {
		t.Errorf("(-one +two)\n%s", diff)
	}
}

func TestTwoProcesses(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "in")
	documents, err := filepath.Glob(fixtures + "/documents/*.pdf")
	if err != nil {
		t.Fatal(err)
	}
	for i := range 12 {
		write(t, dir, fmt.Sprintf("%02d.txt", i), unique(fixture(t, textFixture), i))
	}
	for _, f := range documents {
		write(t, dir, filepath.Base(f), fixture(t, f))
	}
	calm := filepath.Join(t.TempDir(), "calm.db")
	if _, err := outcomes(t, t.Context(), calm, Options{Inputs: Inputs{Paths: []string{dir}}}); err != nil {
		t.Fatal(err)
	}
	var both sync.WaitGroup
	for range 2 {
		both.Go(func() {
			cmd := exec.Command(os.Args[0])
			cmd.Env = append(os.Environ(), parentEnv+"="+dir)
			if out, err := cmd.CombinedOutput(); err != nil {
				t.Errorf("%v: %s", err, out)
			}
		})
	}
	both.Wait()
	if diff := gocmp.Diff(dump(t, calm), dump(t, dir+".db")); diff != "" {
		t.Errorf("(-one +two)\n%s", diff)
	}
}
