//go:build unix

package batch

import (
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"
	"strconv"
	"syscall"
	"testing"
	"time"

	"yusuan/store"
)

// BenchmarkIngest reads a folder with one worker and with two. YUSUAN_BENCH
// names the folder, default the fixtures' documents; YUSUAN_BENCH_COPIES is
// how many times it is read in one batch, each copy of bytes of its own,
// so that the cost of starting shrinks.
//
//	YUSUAN_BENCH=DIR YUSUAN_BENCH_COPIES=5 go test -run XXX -bench Ingest -benchtime 5x ./cmd/internal/batch
//
// Whether two jobs are twice as fast as one shows only on two processors that
// nothing else uses; one processor against two is
//
//	go test -c -o batch.test ./cmd/internal/batch && cd cmd/internal/batch
//	taskset -c 0 ../../../batch.test -test.run XXX -test.bench Ingest/jobs=1 -test.benchtime 5x
//	taskset -c 0,1 ../../../batch.test -test.run XXX -test.bench Ingest/jobs=2 -test.benchtime 5x
//
// It tells wall time, the processor time of the parent (listing, hashing,
// storing) and that of the workers. The profile that -cpuprofile writes is the
// parent's.
func BenchmarkIngest(b *testing.B) {
	dir := cmp.Or(os.Getenv("YUSUAN_BENCH"), filepath.Join(fixtures, "documents"))
	copies, err := strconv.Atoi(cmp.Or(os.Getenv("YUSUAN_BENCH_COPIES"), "1"))
	if err != nil {
		b.Fatal(err)
	}
	work := b.TempDir()
	documents := copiesOf(b, dir, work, copies)
	for _, jobs := range []int{1, 2} {
		b.Run(fmt.Sprintf("jobs=%d", jobs), func(b *testing.B) {
			var self, children time.Duration
			for n := 0; b.Loop(); n++ {
				parent, workers := used(b, syscall.RUSAGE_SELF), used(b, syscall.RUSAGE_CHILDREN)
				st, err := store.Open(b.Context(), filepath.Join(work, fmt.Sprintf("%d-%d.db", jobs, n)))
				if err != nil {
					b.Fatal(err)
				}
				if err := Ingest(b.Context(), st, Options{Inputs: Inputs{Paths: []string{documents}}, Jobs: jobs, Command: []string{os.Args[0]}}); err != nil {
					b.Fatal(err)
				}
				if err := st.Close(); err != nil {
					b.Fatal(err)
				}
				self += used(b, syscall.RUSAGE_SELF) - parent
				children += used(b, syscall.RUSAGE_CHILDREN) - workers
			}
			b.ReportMetric(self.Seconds()/float64(b.N), "parent-cpu-s/op")
			b.ReportMetric(children.Seconds()/float64(b.N), "workers-cpu-s/op")
		})
	}
}

// copiesOf writes copies of a folder's files, each of bytes of its own.
func copiesOf(b *testing.B, dir, work string, copies int) string {
	b.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*.*"))
	if err != nil || len(files) == 0 {
		b.Fatalf("no files in %s: %v", dir, err)
	}
	documents := filepath.Join(work, "documents")
	for n := range copies {
		for _, f := range files {
			if info, err := os.Stat(f); err == nil && info.Mode().IsRegular() {
				write(b, documents, fmt.Sprintf("%03d/%s", n, filepath.Base(f)), unique(fixture(b, f), n))
			}
		}
	}
	return documents
}

// used is the processor time that this process, or its children that have
// ended, have used.
func used(b *testing.B, who int) time.Duration {
	b.Helper()
	var r syscall.Rusage
	if err := syscall.Getrusage(who, &r); err != nil {
		b.Fatal(err)
	}
	return time.Duration(r.Utime.Nano() + r.Stime.Nano())
}

// BenchmarkRead reads the documents of a folder in this process: its profile
// is that of a worker, by stage.
func BenchmarkRead(b *testing.B) {
	dir := cmp.Or(os.Getenv("YUSUAN_BENCH"), filepath.Join(fixtures, "documents"))
	documents := copiesOf(b, dir, b.TempDir(), 1)
	files, err := filepath.Glob(filepath.Join(documents, "000", "*.pdf"))
	if err != nil {
		b.Fatal(err)
	}
	r, err := NewReader(ReaderOptions{})
	if err != nil {
		b.Fatal(err)
	}
	defer r.Close()
	defer debug.SetGCPercent(debug.SetGCPercent(workerGC))
	before, pages := used(b, syscall.RUSAGE_SELF), 0
	for b.Loop() {
		for _, f := range files {
			got, err := r.File(b.Context(), f)
			if err != nil {
				b.Fatal(err)
			}
			pages += got.Document.Pages
		}
	}
	took := used(b, syscall.RUSAGE_SELF) - before
	b.ReportMetric(took.Seconds()/float64(b.N), "cpu-s/op")
	b.ReportMetric(float64(pages)/took.Seconds(), "pages/cpu-s")
}
