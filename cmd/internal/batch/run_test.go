package batch

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"yusuan/extract"
	"yusuan/parse/budget"
	"yusuan/store"
)

// textFixture is quick to read.
const textFixture = fixtures + "/documents/dongdi_jiuye_2020_budget.txt"

func fixture(t testing.TB, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// unique gives a document of bytes of its own that reads as data does.
func unique(data []byte, n int) []byte {
	if extract.Sniff(data) == extract.KindPDF {
		return append(slices.Clone(data), fmt.Sprintf("\n%% copy %d\n", n)...)
	}
	return append(slices.Clone(data), strings.Repeat("\n", n+1)...)
}

func write(t testing.TB, dir, name string, data []byte) string {
	t.Helper()
	p := filepath.Join(dir, name)
	if err := os.MkdirAll(filepath.Dir(p), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(p, data, 0o644); err != nil {
		t.Fatal(err)
	}
	return p
}

// outcomes runs a batch over paths and gives class and reason by file, each
// file exactly once.
func outcomes(t testing.TB, ctx context.Context, db string, opt Options) (map[string]string, error) {
	t.Helper()
	st, err := store.Open(context.Background(), db)
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	opt.Command = []string{os.Args[0]}
	opt.Jobs = cmp.Or(opt.Jobs, 2)
	got := map[string]string{}
	told := opt.Done
	opt.Done = func(o Outcome) {
		if before, ok := got[o.File]; ok {
			t.Errorf("%s has two outcomes: %s and %s", o.File, before, o.Class)
		}
		why := o.Why
		if o.Document != nil {
			why = o.Document.Reason
		}
		got[o.File] = strings.TrimSuffix(o.Class+": "+why, ": ")
		if told != nil {
			told(o)
		}
	}
	err = Ingest(ctx, st, opt)
	return got, err
}

// dump gives what the database says of each document, and sizes of its tables.
func dump(t testing.TB, db string) map[string]string {
	t.Helper()
	ctx := context.Background()
	st, err := store.OpenReader(ctx, db)
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	docs, err := st.Documents(ctx, store.Filter{})
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for _, d := range docs {
		full, err := st.Load(ctx, d.SHA256)
		if err != nil {
			t.Fatal(err)
		}
		out[d.SHA256] = fmt.Sprint(d.File, d.Also, d.Status, d.Reason, d.Current, d.Facts, d.Claims, d.URL, store.Digest(full))
	}
	for _, table := range []string{"documents", "facts", "claims", "findings", "lines", "text_uses", "document_files"} {
		var n int
		if err := st.DB().QueryRowContext(ctx, `SELECT count(*) FROM `+table).Scan(&n); err != nil {
			t.Fatal(err)
		}
		out[table] = fmt.Sprint(n)
	}
	return out
}

func TestTroubles(t *testing.T) {
	dir := t.TempDir()
	data := fixture(t, textFixture)
	n := 0
	want := map[string]string{}
	put := func(name, class string) {
		want[write(t, dir, name, unique(data, n))] = class
		n++
	}
	for i := range 12 {
		put(fmt.Sprintf("%02d-sound.txt", i), "read")
	}
	for word, class := range map[string]string{
		"exit": "failed: crash", "panic": "failed: crash", "kill": "failed: crash", "garbage": "failed: crash",
		"hang": "failed: limit", "spin": "failed: limit", "memory": "failed: limit",
	} {
		put("05-trouble-"+word+".txt", class)
	}
	db := filepath.Join(t.TempDir(), "x.db")
	got, err := outcomes(t, t.Context(), db, Options{Inputs: Inputs{Paths: []string{dir}}, Wall: 3 * time.Second, Memory: 400 << 20})
	if err != nil {
		t.Fatal(err)
	}
	classes := map[string]string{}
	for file, o := range got {
		parts := strings.SplitN(o, ": ", 3)
		classes[file] = strings.Join(parts[:min(2, len(parts))], ": ")
	}
	if diff := gocmp.Diff(want, classes); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	for word, said := range map[string]string{
		"exit": "exit status 7: last words before leaving", "panic": "panic: a panic on purpose", "kill": "signal: killed",
		"hang": "wall time over 3s", "spin": "wall time over 3s", "memory": "memory of ", "garbage": "no answer but noise",
	} {
		if o := got[filepath.Join(dir, "05-trouble-"+word+".txt")]; !strings.Contains(o, said) {
			t.Errorf("%s: %q does not say %q", word, o, said)
		}
	}
	// The sound ones are as without troubles.
	calm := filepath.Join(t.TempDir(), "calm.db")
	if _, err := outcomes(t, t.Context(), calm, Options{Inputs: Inputs{Paths: []string{filepath.Join(dir, "*-sound.txt")}}}); err != nil {
		t.Fatal(err)
	}
	all := dump(t, db)
	for sha, w := range dump(t, calm) {
		if len(sha) == 64 && all[sha] != w {
			t.Errorf("%s differs beside troubled documents:\n%s\n%s", sha, w, all[sha])
		}
	}
	// What failed is tried again only when asked.
	again, err := outcomes(t, t.Context(), db, Options{Inputs: Inputs{Paths: []string{dir}}})
	if err != nil {
		t.Fatal(err)
	}
	for file, o := range again {
		if o != "known: read before" {
			t.Errorf("second run: %s: %s", file, o)
		}
	}
	retried, err := outcomes(t, t.Context(), db, Options{Inputs: Inputs{Paths: []string{dir + "/*sound.txt", dir + "/05-trouble-exit.txt"}}, Retry: true})
	if err != nil {
		t.Fatal(err)
	}
	counts := map[string]int{}
	for _, o := range retried {
		counts[Class(o)]++
	}
	if diff := gocmp.Diff(map[string]int{"known": 12, "failed": 1}, counts); diff != "" {
		t.Errorf("--retry-failed (-want +got)\n%s", diff)
	}
}

// TestIdleWorkerKilled kills a worker between two documents: no document is to
// blame, the next one is read by another worker.
func TestIdleWorkerKilled(t *testing.T) {
	file := write(t, t.TempDir(), "a.txt", fixture(t, textFixture))
	w := &worker{command: []string{os.Args[0]}, wall: time.Minute, memory: 1 << 30, recycle: 10, notice: func(string) {}}
	defer w.stop()
	for i := range 3 {
		rep, err := w.read(Job{Name: file, Path: file})
		if err != nil || rep.Prepared.Document == nil || rep.Prepared.Document.Status != "read" {
			t.Fatalf("document %d: %+v, %v", i, rep, err)
		}
		if err := w.p.cmd.Process.Kill(); err != nil {
			t.Fatal(err)
		}
	}
}

func TestRecycle(t *testing.T) {
	file := write(t, t.TempDir(), "a.txt", fixture(t, textFixture))
	w := &worker{command: []string{os.Args[0]}, wall: time.Minute, memory: 1 << 30, recycle: 2, notice: func(string) {}}
	defer w.stop()
	var pids []int
	for range 5 {
		if _, err := w.read(Job{Name: file, Path: file}); err != nil {
			t.Fatal(err)
		}
		pids = append(pids, w.p.cmd.Process.Pid)
	}
	if pids[0] != pids[1] || pids[1] == pids[2] || pids[2] != pids[3] || pids[3] == pids[4] {
		t.Errorf("processes of five documents, two each: %v", pids)
	}
}

func TestWorkerThatCannotStart(t *testing.T) {
	file := write(t, t.TempDir(), "a.txt", fixture(t, textFixture))
	for name, command := range map[string][]string{"missing": {"/nonexistent/worker"}, "mute": {"/bin/true"}} {
		t.Run(name, func(t *testing.T) {
			w := &worker{command: command, wall: time.Minute, notice: func(string) {}}
			_, err := w.read(Job{Name: file, Path: file})
			var dead *errWorker
			if err == nil || errors.As(err, &dead) {
				t.Errorf("error %v, want the machine's", err)
			}
		})
	}
}

// TestOrphan has a worker hang and takes its parent away: it ends by itself.
func TestOrphan(t *testing.T) {
	file := write(t, t.TempDir(), "trouble-spin.txt", fixture(t, textFixture))
	p, err := start([]string{os.Args[0]}, WorkerSetup{})
	if err != nil {
		t.Fatal(err)
	}
	if err := p.enc.Encode(request{Job{Name: file, Path: file}}); err != nil {
		t.Fatal(err)
	}
	var rep reply
	if err := p.dec.Decode(&rep); err != nil || !rep.Began {
		t.Fatalf("%+v, %v", rep, err)
	}
	p.stdin.Close()
	ended := make(chan error, 1)
	go func() { ended <- p.cmd.Wait() }()
	select {
	case err := <-ended:
		if err == nil {
			t.Error("an orphan ended as if all were well")
		}
	case <-time.After(20 * time.Second):
		p.cmd.Process.Signal(syscall.SIGKILL)
		t.Error("an orphan goes on")
	}
}

// TestGob holds that a document comes through the pipe as it was.
func TestGob(t *testing.T) {
	for _, file := range []string{textFixture, fixtures + "/documents/minghe_caizheng_2024_budget.pdf", fixtures + "/documents/dongdi_jiuye_2023_budget_errors.pdf"} {
		direct := readFixture(t, file)
		w := &worker{command: []string{os.Args[0]}, wall: time.Minute, notice: func(string) {}}
		rep, err := w.read(Job{Name: file, Path: file})
		w.stop()
		if err != nil {
			t.Fatal(err)
		}
		want, err := store.Prepare(direct)
		if err != nil {
			t.Fatal(err)
		}
		if here := store.Digest(rep.Prepared.Document); want.Digest != rep.Prepared.Digest || want.Digest != here {
			t.Errorf("%s: digest %s directly, %s from a worker, %s behind it", file, want.Digest, rep.Prepared.Digest, here)
		}
		if !slices.Equal(want.Evidence, rep.Prepared.Evidence) {
			t.Errorf("%s: evidence of %d bytes directly, %d from a worker", file, len(want.Evidence), len(rep.Prepared.Evidence))
		}
	}
}

// TestKnownWithOptions reads a document with other options: it is known only
// with those that it was last read with.
// TestHeldDuplicate takes the first of two equal files away before its worker
// opens it: the second is no duplicate of anything stored.
// TestInterrupt cancels a batch in the middle, again and again: what was in
// hand is saved, nothing is read twice, and the end is that of a calm run.
// TestTwoIngests runs two batches into one database at once.
// TestTwoProcesses does so from two processes, over a folder that one of them
// has to make the database for.
func TestAgree(t *testing.T) {
	doc := said{year: 2024, region: "310107", regionName: "普陀区", organization: "普陀区财政局"}
	for _, c := range []struct{ field, value, want string }{
		{"year", "2024", "holds"}, {"year", "2023", "fails"},
		{"region", "310107", "holds"}, {"region", "普陀区", "holds"}, {"region", "310104", "fails"},
		{"organization", "普陀区 财政局", "holds"}, {"organization", "普陀区司法局", "fails"},
		{"url", "https://example.org/a.pdf", "unknown"},
	} {
		got := agree([]store.Hint{{Field: c.field, Value: c.value}}, doc)
		if got[0].Agrees != c.want {
			t.Errorf("%s %s: %s, want %s", c.field, c.value, got[0].Agrees, c.want)
		}
	}
	if got := agree([]store.Hint{{Field: "year", Value: "2024"}}, said{}); got[0].Agrees != "unknown" {
		t.Errorf("a document without year: %s", got[0].Agrees)
	}
}

func TestPoor(t *testing.T) {
	db := filepath.Join(t.TempDir(), "x.db")
	st, err := store.Open(t.Context(), db)
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	for name, d := range map[string]budget.Document{
		"good":    {Tables: []budget.Table{{Kind: "summary"}, {Kind: "unknown"}}},
		"claims":  {Claims: []budget.Claim{{Sentence: "1"}}},
		"none":    {},
		"unknown": {Tables: []budget.Table{{Kind: "unknown"}}},
		"half":    {Status: "partial", Reason: "pages unread: 1 of 2"},
		"locked":  {Status: "failed", Reason: "password: it needs one"},
	} {
		d.File, d.SHA256, d.Status = name, sum([]byte(name)), cmp.Or(d.Status, "read")
		if err := st.Save(t.Context(), &d); err != nil {
			t.Fatal(err)
		}
	}
	docs, err := Poor(t.Context(), st)
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	for _, d := range docs {
		got[d.File] = Class(d.Reason)
	}
	want := map[string]string{"none": "no tables", "unknown": "unknown form", "half": "pages unread", "locked": "password"}
	if diff := gocmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// TestSaveGroup: a document that cannot be stored costs those beside it nothing.
func TestSaveGroup(t *testing.T) {
	st, err := store.Open(t.Context(), filepath.Join(t.TempDir(), "b.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	var told []string
	b := &batch{st: st, ended: map[string]string{}, held: map[string][]done{}, opt: Options{Done: func(o Outcome) { told = append(told, o.String()) }}}
	b.ctx, b.cancel = context.WithCancelCause(t.Context())
	var group []done
	for _, sum := range []string{strings.Repeat("a", 64), "12", strings.Repeat("b", 64)} {
		doc := &budget.Document{SHA256: sum, File: sum[:2] + ".pdf", Status: "read", Pages: 1}
		p, err := store.Prepare(doc)
		if err != nil {
			t.Fatal(err)
		}
		group = append(group, done{task: task{job: Job{Name: doc.File}, sum: sum}, read: p})
	}
	b.saveGroup(t.Context(), group)
	if diff := gocmp.Diff([]string{"aa.pdf: read ", "bb.pdf: read "}, told); diff != "" {
		t.Errorf("(-want +told)\n%s", diff)
	}
	if err := context.Cause(b.ctx); err == nil || !strings.Contains(err.Error(), "12.pdf") {
		t.Errorf("the batch ends with %v", err)
	}
	docs, err := st.Documents(t.Context(), store.Filter{})
	if err != nil || len(docs) != 2 {
		t.Errorf("%d documents stored, %v", len(docs), err)
	}
}
