//go:build unix

package store

import (
	"cmp"
	"os"
	"path/filepath"
	"strconv"
	"syscall"
	"testing"
	"time"
)

// scaleGroup is how many documents TestScale saves at once: about as many as
// two workers have ready within the half second that a batch waits for them.
const scaleGroup = 20

// TestScale loads many documents and states time and bytes a document along
// the way, and how long questions take at the end. YUSUAN_SCALE is how many;
// 60 where it is not set. Limits are those the commands promise. A database
// named by YUSUAN_SCALE_DB is kept, and only asked where it is filled already.
func TestScale(t *testing.T) {
	n := 60
	if v := os.Getenv("YUSUAN_SCALE"); v != "" {
		var err error
		if n, err = strconv.Atoi(v); err != nil {
			t.Fatal(err)
		}
	} else if testing.Short() {
		t.Skip("loads hundreds of documents")
	}
	path := cmp.Or(os.Getenv("YUSUAN_SCALE_DB"), filepath.Join(t.TempDir(), "b.db"))
	s, err := Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	size := func() int64 {
		t.Helper()
		var bytes int64
		if err := s.DB().QueryRow(`SELECT page_count * page_size FROM pragma_page_count, pragma_page_size`).Scan(&bytes); err != nil {
			t.Fatal(err)
		}
		return bytes
	}
	// Processor time: other programs on the machine do not count.
	cpu := func() time.Duration {
		var u syscall.Rusage
		if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
			t.Fatal(err)
		}
		return time.Duration(u.Utime.Nano() + u.Stime.Nano())
	}
	step := min(max(n/10, 1), 1000)
	last, lastSize := cpu(), size()
	var stored int
	if err := s.DB().QueryRow(`SELECT count(*) FROM documents`).Scan(&stored); err != nil {
		t.Fatal(err)
	}
	var group []Prepared
	for i := stored; i < n; i++ {
		p, err := Prepare(synthetic(i))
		if err != nil {
			t.Fatal(err)
		}
		group = append(group, p)
		if len(group) < scaleGroup && (i+1)%step != 0 {
			continue
		}
		if err := s.SaveAll(t.Context(), group); err != nil {
			t.Fatal(err)
		}
		group = group[:0]
		if (i+1)%step == 0 {
			now, bytes := cpu(), size()
			t.Logf("%7d documents: %6.2f ms of processor, %6.0f bytes a document", i+1, float64((now-last).Microseconds())/1000/float64(step), float64(bytes-lastSize)/float64(step))
			last, lastSize = now, bytes
		}
	}
	t.Logf("%.1f MB", float64(size())/1e6)
	name := synthetic(n / 2).Organization
	for _, c := range []struct {
		what  string
		limit time.Duration
		run   func() (int, error)
	}{
		{"compare", 100 * time.Millisecond, func() (int, error) {
			got, err := s.Compare(t.Context(), CompareOptions{Organization: name})
			return len(got), err
		}},
		{"movers", time.Second, func() (int, error) { got, err := s.Movers(t.Context(), MoverOptions{}); return len(got), err }},
		{"movers of a region", time.Second, func() (int, error) {
			got, err := s.Movers(t.Context(), MoverOptions{LineFilter: LineFilter{Region: "110010"}})
			return len(got), err
		}},
		{"movers of a class", time.Second, func() (int, error) {
			got, err := s.Movers(t.Context(), MoverOptions{Code: "208"})
			return len(got), err
		}},
		{"search of a word in all", 200 * time.Millisecond, func() (int, error) { got, err := s.Search(t.Context(), "养老", 0); return len(got), err }},
		{"search of a rare text", 200 * time.Millisecond, func() (int, error) { got, err := s.Search(t.Context(), name, 0); return len(got), err }},
		{"search of a phrase", 200 * time.Millisecond, func() (int, error) {
			got, err := s.Search(t.Context(), "人员经费政策性调整", 0)
			return len(got), err
		}},
		{"bodies of a year", 100 * time.Millisecond, func() (int, error) {
			got, err := s.Across(t.Context(), ExpenditureTotal, LineFilter{Years: []int{2020}}, AcrossLimit{Lines: 100})
			return got.Found, err
		}},
		{"bodies of a year, a code", time.Second, func() (int, error) {
			q := Quantity{Tables: []string{"expenditure"}, Measure: "total", Code: "2080101"}
			got, err := s.Across(t.Context(), q, LineFilter{Years: []int{2020}}, AcrossLimit{Lines: 100})
			return got.Found, err
		}},
		{"bodies of a region", 100 * time.Millisecond, func() (int, error) {
			got, err := s.Across(t.Context(), ExpenditureTotal, LineFilter{Region: "110010"}, AcrossLimit{})
			return got.Found, err
		}},
		{"series of the largest bodies", time.Second, func() (int, error) {
			got, err := s.Across(t.Context(), ExpenditureTotal, LineFilter{}, AcrossLimit{Bodies: 20})
			return len(got.Lines), err
		}},
		{"largest falls, in SQL", 100 * time.Millisecond, func() (n int, err error) {
			err = s.DB().QueryRow(`SELECT count(change) FROM (SELECT change FROM largest_changes WHERE part = 'item' AND sign = -1 ORDER BY size DESC LIMIT 100)`).Scan(&n)
			return n, err
		}},
	} {
		start, clock := cpu(), time.Now()
		got, err := c.run()
		took, wall := cpu()-start, time.Since(clock)
		t.Logf("%-24s %8.1f ms of processor, %8.1f ms by the clock, %d results", c.what, float64(took.Microseconds())/1000, float64(wall.Microseconds())/1000, got)
		if err != nil || got == 0 {
			t.Errorf("%s: %d results, %v", c.what, got, err)
		}
		if took > c.limit {
			t.Errorf("%s took %v, more than %v", c.what, took, c.limit)
		}
	}
}
