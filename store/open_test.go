package store

import (
	"fmt"
	"path/filepath"
	"sync"
	"testing"
)

// TestOpenTogether makes the same database from several connections at once.
func TestOpenTogether(t *testing.T) {
	for round := range 2 {
		path := filepath.Join(t.TempDir(), fmt.Sprintf("%d.db", round))
		var all sync.WaitGroup
		for range 4 {
			all.Go(func() {
				st, err := Open(t.Context(), path)
				if err != nil {
					t.Error(err)
					return
				}
				if err := st.Close(); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
	}
}

func BenchmarkOpenNew(b *testing.B) {
	for b.Loop() {
		st, err := Open(b.Context(), filepath.Join(b.TempDir(), "x.db"))
		if err != nil {
			b.Fatal(err)
		}
		st.Close()
	}
}
