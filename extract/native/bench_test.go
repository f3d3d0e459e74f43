package native

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"yusuan/extract"
	"yusuan/extract/enginetest"
)

// table is a page like those of a budget: ruled cells with figures.
func table() []byte {
	var doc enginetest.PDF
	f := doc.Helvetica()
	var b strings.Builder
	for row := range 40 {
		y := 780 - 18*row
		fmt.Fprintf(&b, "q 50 %d 500 0.48 re f Q\n", y-4)
		for col := range 6 {
			x := 50 + 83*col
			fmt.Fprintf(&b, "q %d %d 83 18 re W n BT /F1 9 Tf 1 0 0 1 %d %d Tm [(%d,%03d) 2 (.%02d)] TJ ET Q\n", x, y-4, x+4, y, row, 7*col, col)
			fmt.Fprintf(&b, "%d %d m %d %d l S\n", x, y-4, x, y+14)
		}
	}
	for range 20 {
		doc.Page(600, 800, fmt.Sprintf("<< /Font << /F1 %d 0 R >> >>", f), b.String(), "")
	}
	return doc.Bytes()
}

func benchmark(b *testing.B, docs [][]byte) {
	pages := 0
	b.ReportAllocs()
	for b.Loop() {
		for _, data := range docs {
			r, err := New().Open(b.Context(), data, extract.Limits{})
			if err != nil {
				b.Fatal(err)
			}
			for n := 1; n <= r.NumPages(); n++ {
				if _, err := r.Page(b.Context(), n); err != nil {
					b.Fatal(err)
				}
				pages++
			}
			r.Close()
		}
	}
	b.ReportMetric(float64(pages)/b.Elapsed().Seconds(), "pages/s")
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(pages), "µs/page")
}

func BenchmarkTable(b *testing.B) { benchmark(b, [][]byte{table()}) }

func readAll(b *testing.B, files []string) [][]byte {
	b.Helper()
	var docs [][]byte
	for _, f := range files {
		data, err := os.ReadFile(f)
		if err != nil {
			b.Fatal(err)
		}
		docs = append(docs, data)
	}
	return docs
}

func BenchmarkFixtures(b *testing.B) {
	files, _ := filepath.Glob(filepath.Join("..", "..", "fixtures", "documents", "*.pdf"))
	if len(files) == 0 {
		b.Skip("no fixtures")
	}
	benchmark(b, readAll(b, files))
}

func BenchmarkCorpus(b *testing.B) { benchmark(b, readAll(b, corpus(b, "pdf/*.pdf"))) }
