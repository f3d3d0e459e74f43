//go:build unix

package store

import (
	"context"
	"errors"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// killedDocuments is how many documents the process saves that is killed.
const killedDocuments = 12

// TestMain is also the program that TestKill kills: it saves documents.
func TestMain(m *testing.M) {
	if path := os.Getenv("YUSUAN_KILL_DB"); path != "" {
		s, err := Open(context.Background(), path)
		if err != nil {
			os.Exit(1)
		}
		for i := range killedDocuments {
			if err := s.Save(context.Background(), synthetic(i)); err != nil {
				os.Exit(1)
			}
		}
		if err := s.Close(); err != nil {
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// TestKill kills a saving process at random moments: what is stored is always
// whole documents, and saving again ends in the same database as an
// undisturbed run. YUSUAN_KILLS is how often; 8 where it is not set. Once all is
// saved the database is begun anew.
func TestKill(t *testing.T) {
	if testing.Short() {
		t.Skip("starts and kills processes")
	}
	calm := open(t)
	for i := range killedDocuments {
		save(t, calm, synthetic(i))
	}
	want := dump(t, calm)
	path := filepath.Join(t.TempDir(), "killed.db")
	start := func() *exec.Cmd {
		t.Helper()
		cmd := exec.Command(os.Args[0])
		cmd.Env = append(os.Environ(), "YUSUAN_KILL_DB="+path)
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		return cmd
	}
	moments := 8
	if v := os.Getenv("YUSUAN_KILLS"); v != "" {
		var err error
		if moments, err = strconv.Atoi(v); err != nil {
			t.Fatal(err)
		}
	}
	killed := 0
	for range moments {
		cmd := start()
		timer := time.AfterFunc(time.Duration(5+rand.IntN(250))*time.Millisecond, func() { cmd.Process.Kill() })
		if err := cmd.Wait(); err != nil {
			killed++
		}
		timer.Stop()
		s, err := Open(t.Context(), path)
		if err != nil {
			t.Fatal(err)
		}
		docs, err := s.Documents(t.Context(), Filter{})
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range docs {
			doc, err := s.Load(t.Context(), d.SHA256)
			if err != nil {
				t.Fatal(err)
			}
			if len(doc.Facts) != d.Facts || len(doc.Claims) != syntheticClaims || len(doc.Findings) != syntheticFindings {
				t.Errorf("%s is not whole", d.Title)
			}
		}
		sound(t, s)
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		if len(docs) == killedDocuments {
			for _, end := range []string{"", "-wal", "-shm"} {
				if err := os.Remove(path + end); err != nil && !errors.Is(err, fs.ErrNotExist) {
					t.Fatal(err)
				}
			}
		}
	}
	t.Logf("killed %d of %d", killed, moments)
	if err := start().Wait(); err != nil {
		t.Fatal(err)
	}
	s, err := Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	got := dump(t, s)
	for _, m := range []map[string][]string{want, got} { // how the index is cut into segments is not part of what is stored
		for name := range m {
			if len(name) > 11 && name[:11] == "texts_grams" {
				delete(m, name)
			}
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("after kills (-undisturbed +killed)\n%s", diff)
	}
}
