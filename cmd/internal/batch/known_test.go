package batch

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"yusuan/extract"
	"yusuan/store"
)

func TestDuplicatesAndKnown(t *testing.T) {
	dir := t.TempDir()
	data := fixture(t, textFixture)
	a, b := write(t, dir, "a.txt", data), write(t, dir, "b.txt", data)
	c, d := write(t, dir, "c.txt", unique(data, 1)), write(t, dir, "d.txt", data)
	db := filepath.Join(t.TempDir(), "x.db")
	got, err := outcomes(t, t.Context(), db, Options{Inputs: Inputs{Paths: []string{dir}}})
	if err != nil {
		t.Fatal(err)
	}
	dup := "duplicate: same bytes as " + a
	if diff := gocmp.Diff(map[string]string{a: "read", b: dup, c: "read", d: dup}, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	e := write(t, t.TempDir(), "e.txt", data)
	got, err = outcomes(t, t.Context(), db, Options{Inputs: Inputs{Paths: []string{e}}})
	if err != nil {
		t.Fatal(err)
	}
	if diff := gocmp.Diff(map[string]string{e: "known: read before"}, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	st, err := store.OpenReader(t.Context(), db)
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	docs, err := st.Documents(t.Context(), store.Filter{SHA256: sum(data)})
	if err != nil || len(docs) != 1 {
		t.Fatal(docs, err)
	}
	slices.Sort(docs[0].Also)
	want := []string{b, d, e}
	slices.Sort(want)
	if diff := gocmp.Diff(want, docs[0].Also); docs[0].File != a || diff != "" {
		t.Errorf("file %s, further names (-want +got)\n%s", docs[0].File, diff)
	}
	before := dump(t, db)
	got, err = outcomes(t, t.Context(), db, Options{Inputs: Inputs{Paths: []string{dir}}, Force: true})
	if err != nil {
		t.Fatal(err)
	}
	if got[a] != "read" || got[b] != dup {
		t.Errorf("--force: %v", got)
	}
	if diff := gocmp.Diff(before, dump(t, db)); diff != "" {
		t.Errorf("--force changed the database (-before +after)\n%s", diff)
	}
}

func TestKnownWithOptions(t *testing.T) {
	file := write(t, t.TempDir(), "a.txt", fixture(t, textFixture))
	forms := t.TempDir()
	write(t, forms, "harbour.toml", []byte("version = 1\nfamily = \"harbour\"\nphase = \"budget\"\nunit = \"万元\"\n[[table]]\nname = \"summary\"\nkind = \"summary\"\ntitles = [\"港口收支总表\"]\n"))
	db := filepath.Join(t.TempDir(), "x.db")
	for _, c := range []struct {
		opt  Options
		want string
	}{
		{Options{}, "read"},
		{Options{Engine: "auto"}, "known"},
		{Options{Engine: "native"}, "read"},
		{Options{Engine: "native"}, "known"},
		{Options{Engine: "native", Ignore: []string{"hierarchy", "balance"}}, "read"},
		{Options{Engine: "native", Ignore: []string{"balance", "hierarchy", "balance"}}, "known"},
		{Options{Forms: forms}, "read"},
		{Options{Forms: forms}, "known"},
		{Options{Forms: forms, Limits: extract.Limits{Pages: 50}}, "known"},
		{Options{}, "read"},
		{Options{}, "known"},
	} {
		c.opt.Inputs.Paths = []string{file}
		got, err := outcomes(t, t.Context(), db, c.opt)
		if err != nil {
			t.Fatal(err)
		}
		if class, _, _ := strings.Cut(got[file], ":"); class != c.want {
			t.Errorf("engine %q, forms %q, ignore %q: %s, want %s", c.opt.Engine, c.opt.Forms, c.opt.Ignore, class, c.want)
		}
	}
}

func TestHeldDuplicate(t *testing.T) {
	b := &batch{ended: map[string]string{}, held: map[string][]done{}}
	var got []string
	b.opt.Done = func(o Outcome) { got = append(got, o.String()) }
	first := done{task: task{job: Job{Name: "a"}, sum: "h"}, as: "error", why: "gone"}
	second := done{task: task{job: Job{Name: "b"}, sum: "h"}, as: "duplicate", why: "same bytes as a"}
	for _, d := range []done{second, first, second} {
		if err := b.save(t.Context(), d); err != nil {
			t.Fatal(err)
		}
	}
	lost := "b: error same bytes as a, which could not be loaded: gone"
	if diff := gocmp.Diff([]string{"a: error gone", lost, lost}, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestLimitOfBytes(t *testing.T) {
	dir := t.TempDir()
	data := fixture(t, textFixture)
	big := write(t, dir, "big.txt", unique(data, 100))
	db := filepath.Join(t.TempDir(), "x.db")
	got, err := outcomes(t, t.Context(), db, Options{Inputs: Inputs{Paths: []string{dir}}, Limits: extract.Limits{Bytes: int64(len(data))}})
	if err != nil {
		t.Fatal(err)
	}
	want := fmt.Sprintf("failed: limit: %d bytes, at most %d are read", len(data)+101, len(data))
	if diff := gocmp.Diff(map[string]string{big: want}, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestMissingPathStopsBeforeReading(t *testing.T) {
	dir := t.TempDir()
	a := write(t, dir, "a.txt", fixture(t, textFixture))
	got, err := outcomes(t, t.Context(), filepath.Join(dir, "x.db"), Options{Inputs: Inputs{Paths: []string{a, filepath.Join(dir, "nothing.pdf")}}})
	if !errors.Is(err, os.ErrNotExist) || len(got) > 0 {
		t.Errorf("%v, %v", got, err)
	}
}
