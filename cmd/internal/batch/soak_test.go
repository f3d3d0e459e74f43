//go:build soak && linux

package batch

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"yusuan/store"
)

// Of a soak's disturbed half.
const (
	workersKilled = 20
	parentsKilled = 5
)

// TestSoak reads many documents made from the fixtures (YUSUAN_SOAK of them,
// default 10 000), among them damaged, encrypted, hanging, huge and duplicated
// ones: first undisturbed, watching memory; then with workers and parents
// killed at random and the batch started again. Both end in the same database.
//
//	go test -tags soak -run Soak -timeout 3h -v ./cmd/internal/batch
func TestSoak(t *testing.T) {
	n := 10_000
	if s := os.Getenv("YUSUAN_SOAK"); s != "" {
		var err error
		if n, err = strconv.Atoi(s); err != nil {
			t.Fatal(err)
		}
	}
	work := t.TempDir()
	dir := filepath.Join(work, "documents")
	kinds := soakDocuments(t, dir, n)
	t.Logf("%d documents: %v", n, kinds)

	calm := filepath.Join(work, "calm.db")
	began := time.Now()
	mem := watchMemory(os.Getpid())
	got, err := outcomes(t, t.Context(), calm, Options{Inputs: Inputs{Paths: []string{dir}}, Wall: soakWall, Memory: smallMemory, Recycle: 200})
	samples := mem()
	if err != nil {
		t.Fatal(err)
	}
	classes := map[string]int{}
	for _, o := range got {
		classes[outcomeClass(o)]++
	}
	took := time.Since(began)
	t.Logf("undisturbed: %.0f s, %.1f documents/s; outcomes: %v", took.Seconds(), float64(n)/took.Seconds(), classes)
	if len(got) != n {
		t.Errorf("%d outcomes of %d documents", len(got), n)
	}
	if classes["duplicate"] != kinds["duplicate"] || classes["failed: limit"] != kinds["hang"]+kinds["memory"] || classes["failed: crash"] != kinds["crash"] {
		t.Errorf("made %v, outcomes %v", kinds, classes)
	}
	flat(t, samples)

	began = time.Now()
	restarts, killed := disturbed(t, dir, took)
	t.Logf("disturbed: %.0f s; %d parents and %d workers killed", time.Since(began).Seconds(), restarts, killed)
	if restarts != parentsKilled || killed != workersKilled {
		t.Errorf("the run ended before %d parents and %d workers were killed", parentsKilled, workersKilled)
	}
	// What the killed workers had in hand is tried again, and whatever else failed.
	if _, err := outcomes(t, t.Context(), dir+".db", Options{Inputs: Inputs{Paths: []string{dir}}, Retry: true, Wall: soakWall, Memory: smallMemory}); err != nil {
		t.Fatal(err)
	}
	if diff := gocmp.Diff(soakDump(t, calm), soakDump(t, dir+".db")); diff != "" {
		t.Errorf("(-undisturbed +disturbed)\n%s", diff)
	}
}

// soakDump is dump without the words of what hit a bound: they hold measures
// and addresses.
func soakDump(t *testing.T, db string) map[string]string {
	t.Helper()
	out := dump(t, db)
	st, err := store.OpenReader(t.Context(), db)
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	docs, err := st.Documents(t.Context(), store.Filter{})
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range docs {
		if c := Class(d.Reason); c == "limit" || c == "crash" {
			out[d.SHA256] = fmt.Sprint(d.File, d.Also, d.Status, c)
		}
	}
	return out
}

// soakDocuments writes n documents and counts what they are.
func soakDocuments(t *testing.T, dir string, n int) map[string]int {
	t.Helper()
	var sources []string
	for _, glob := range []string{"documents/*.pdf", "documents/*.txt", "variants/*.pdf", "pdf/*.pdf"} {
		files, err := filepath.Glob(filepath.Join(fixtures, glob))
		if err != nil {
			t.Fatal(err)
		}
		sources = append(sources, files...)
	}
	kinds := map[string]int{}
	rnd := rand.New(rand.NewPCG(1, 2))
	var last []byte
	for i := range n {
		source := sources[i%len(sources)]
		data, kind := unique(fixture(t, source), i), "sound"
		name := fmt.Sprintf("%03d/%05d-%s", i/1000, i, filepath.Base(source))
		switch {
		case i%499 == 250:
			kind = "hang"
		case i%499 == 251:
			kind = "memory"
		case i%97 == 50:
			kind = "crash"
		case i%31 == 17:
			kind = "duplicate"
			data = last
		case i%23 == 11:
			kind = "damaged"
			data = unique(data[:len(data)/4+rnd.IntN(len(data)/2)], i)
		case i%37 == 5:
			kind = "encrypted"
			data = unique(fixture(t, fixtures+"/pdf/password.pdf"), i)
		default:
			last = data
		}
		switch kind {
		case "hang", "memory":
			name = strings.TrimSuffix(name, filepath.Ext(name)) + "-trouble-" + kind + filepath.Ext(name)
		case "crash":
			word := []string{"exit", "panic", "kill", "garbage"}[i%4]
			name = strings.TrimSuffix(name, filepath.Ext(name)) + "-trouble-" + word + filepath.Ext(name)
		}
		kinds[kind]++
		write(t, dir, name, data)
	}
	return kinds
}

// sample is the resident memory of a parent and of its largest worker, bytes.
type sample struct{ parent, worker int64 }

// watchMemory samples until the function it returns is called.
func watchMemory(pid int) func() []sample {
	quit, out := make(chan struct{}), make(chan []sample)
	go func() {
		var all []sample
		for {
			select {
			case <-quit:
				out <- all
				return
			case <-time.After(250 * time.Millisecond):
			}
			s := sample{parent: rss(pid)}
			for _, w := range children(pid) {
				s.worker = max(s.worker, rss(w))
			}
			all = append(all, s)
		}
	}()
	return func() []sample { close(quit); return <-out }
}

// children gives the processes that a process started.
func children(pid int) []int {
	var out []int
	files, _ := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/children", pid))
	for _, f := range files {
		data, _ := os.ReadFile(f)
		for _, s := range strings.Fields(string(data)) {
			if n, err := strconv.Atoi(s); err == nil {
				out = append(out, n)
			}
		}
	}
	return out
}

// grownAtMost is how many times the memory of a soak's last third may be that of its
// middle third, in the median.
const grownAtMost = 1.25

func flat(t *testing.T, samples []sample) {
	t.Helper()
	if len(samples) < 12 {
		t.Logf("only %d samples of memory", len(samples))
		return
	}
	const parts = 6
	for what, of := range map[string]func(sample) int64{"parent": func(s sample) int64 { return s.parent }, "largest worker": func(s sample) int64 { return s.worker }} {
		var medians []string
		var list []int64
		for i := range parts {
			var part []int64
			for _, s := range samples[i*len(samples)/parts : (i+1)*len(samples)/parts] {
				part = append(part, of(s))
			}
			slices.Sort(part)
			list = append(list, part[len(part)/2])
			medians = append(medians, fmt.Sprintf("%d (max %d)", part[len(part)/2]>>20, slices.Max(part)>>20))
		}
		t.Logf("resident MiB of %s over time, median of each sixth: %s", what, strings.Join(medians, ", "))
		middle, end := (list[2]+list[3])/2, (list[4]+list[5])/2
		if float64(end) > grownAtMost*float64(middle) {
			t.Errorf("%s: grew from %d to %d MiB", what, middle>>20, end>>20)
		}
	}
}

// disturbed runs the batch over dir in processes of its own, kills parents and
// workers at random, and starts it again until it ends well. calm is how long
// an undisturbed run takes.
func disturbed(t *testing.T, dir string, calm time.Duration) (parents, workers int) {
	t.Helper()
	rnd := rand.New(rand.NewPCG(3, 4))
	for run := 0; ; run++ {
		cmd := exec.Command(os.Args[0])
		cmd.Env = append(os.Environ(), parentEnv+"="+dir)
		cmd.Stderr = os.Stderr
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		ended := make(chan error, 1)
		go func() { ended <- cmd.Wait() }()
		life := time.Duration(1<<62 - 1)
		if run < parentsKilled {
			life = calm/16 + time.Duration(rnd.Int64N(int64(calm)/16))
		}
		die := time.After(life)
		var err error
	running:
		for {
			pause := cmp.Or(calm/40, 1)
			select {
			case err = <-ended:
				break running
			case <-die:
				cmd.Process.Kill()
				parents++
				die = nil
			case <-time.After(pause/2 + time.Duration(rnd.Int64N(int64(pause)))):
				list := children(cmd.Process.Pid)
				if workers < workersKilled && len(list) > 0 {
					if syscall.Kill(list[rnd.IntN(len(list))], syscall.SIGKILL) == nil {
						workers++
					}
				}
			}
		}
		if err == nil {
			return parents, workers
		}
		if run > parentsKilled {
			t.Fatalf("run %d: %v", run, err)
		}
	}
}
