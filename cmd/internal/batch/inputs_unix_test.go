//go:build unix

package batch

import (
	"path/filepath"
	"syscall"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
)

// TestPipe holds that a named pipe is passed over: opening it would wait for ever.
func TestPipe(t *testing.T) {
	dir := t.TempDir()
	p := filepath.Join(dir, "pipe.pdf")
	if err := syscall.Mkfifo(p, 0o644); err != nil {
		t.Skip("pipes: ", err)
	}
	for _, paths := range [][]string{{dir}, {p}} {
		if diff := gocmp.Diff([]string{"pipe.pdf: not a regular file"}, list(t, dir, Inputs{Paths: paths})); diff != "" {
			t.Errorf("%v: (-want +got)\n%s", paths, diff)
		}
	}
}
