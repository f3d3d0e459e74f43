package store

import (
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"yusuan/parse/budget"
)

func TestRunsNamesAndHints(t *testing.T) {
	ctx := t.Context()
	st, err := Open(ctx, filepath.Join(t.TempDir(), "r.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	at := time.Date(2026, 3, 1, 8, 0, 0, 0, time.UTC)
	first, err := st.StartRun(ctx, "yusuan 1", `{"jobs":2}`, at)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := st.StartRun(ctx, "yusuan 1", `{}`, at.Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	if err := st.FinishRun(ctx, first, at.Add(time.Minute), "done", map[string]int{"read": 3, "failed": 1}); err != nil {
		t.Fatal(err)
	}
	got, err := st.Runs(ctx)
	if err != nil {
		t.Fatal(err)
	}
	want := []Run{
		{ID: 2, Tool: "yusuan 1", Options: `{}`, Started: at.Add(time.Hour), Counts: map[string]int{}},
		{ID: 1, Tool: "yusuan 1", Options: `{"jobs":2}`, Started: at, Finished: at.Add(time.Minute), Outcome: "done", Counts: map[string]int{"read": 3, "failed": 1}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("runs (-want +got):\n%s", diff)
	}

	doc := &budget.Document{SHA256: "aa11aa11aa11aa11aa11aa11aa11aa11aa11aa11aa11aa11aa11aa11aa11aa11", File: "a.pdf", Status: "read", Year: 2024, Kind: "pdf"}
	if err := st.Save(ctx, doc); err != nil {
		t.Fatal(err)
	}
	if err := st.AddName(ctx, doc.SHA256, "b.pdf"); err != nil {
		t.Fatal(err)
	}
	if err := st.AddName(ctx, doc.SHA256, "a.pdf"); err != nil {
		t.Fatal(err)
	}
	if err := st.SaveHints(ctx, doc.SHA256, []Hint{{"url", "http://example.org/a.pdf", "unknown"}, {"year", "2023", "fails"}}); err != nil {
		t.Fatal(err)
	}
	docs, err := st.Documents(ctx, Filter{})
	if err != nil || len(docs) != 1 {
		t.Fatalf("%d documents, %v", len(docs), err)
	}
	if diff := cmp.Diff([]string{"b.pdf"}, docs[0].Also); diff != "" {
		t.Errorf("names (-want +got):\n%s", diff)
	}
	if docs[0].URL != "http://example.org/a.pdf" {
		t.Errorf("url %q", docs[0].URL)
	}
	hints, err := st.Hints(ctx, docs[0].ID)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]Hint{{"url", "http://example.org/a.pdf", "unknown"}, {"year", "2023", "fails"}}, hints); diff != "" {
		t.Errorf("hints (-want +got):\n%s", diff)
	}
}

func TestPassedOver(t *testing.T) {
	ctx := t.Context()
	st, err := Open(ctx, filepath.Join(t.TempDir(), "p.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	var runs []int64
	for range 2 {
		id, err := st.StartRun(ctx, "yusuan 1", `{}`, time.Now())
		if err != nil {
			t.Fatal(err)
		}
		runs = append(runs, id)
	}
	met := []PassedOver{
		{runs[0], "page.html", "skipped", "web page (HTML)"},
		{runs[0], "a.pdf", "error", "not there"},
		{runs[0], "b.pdf", "error", "not there"},
		{runs[1], "page.html", "skipped", "web page (HTML)"},
		{runs[1], "a.pdf", "error", "permission denied"},
	}
	for _, p := range met {
		if err := st.PassOver(ctx, p); err != nil {
			t.Fatal(err)
		}
	}
	if err := st.PassOver(ctx, PassedOver{Run: 99, File: "c.pdf", Outcome: "error"}); err == nil {
		t.Error("an input of a run that there is not is taken")
	}
	doc := &budget.Document{SHA256: "aa11aa11aa11aa11aa11aa11aa11aa11aa11aa11aa11aa11aa11aa11aa11aa11", File: "b.pdf", Status: "read", Kind: "pdf"}
	if err := st.Save(ctx, doc); err != nil {
		t.Fatal(err)
	}
	var first, still []PassedOver
	if err := collect(&first, st.PassedOver(ctx, runs[0]), func(p PassedOver) PassedOver { return p }); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(met[:3], first); diff != "" {
		t.Errorf("of the first run (-want +got):\n%s", diff)
	}
	if err := collect(&still, st.StillPassedOver(ctx), func(p PassedOver) PassedOver { return p }); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]PassedOver{met[4], met[3]}, still); diff != "" {
		t.Errorf("still (-want +got):\n%s", diff)
	}
}

func TestHas(t *testing.T) {
	ctx := t.Context()
	st, err := Open(ctx, filepath.Join(t.TempDir(), "h.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	doc := &budget.Document{SHA256: "aa11aa11aa11aa11aa11aa11aa11aa11aa11aa11aa11aa11aa11aa11aa11aa11", File: "b.pdf", Status: "partial", Kind: "pdf", Parser: 7, Forms: "f", Options: "engine=both"}
	if err := st.Save(ctx, doc); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		parser         int
		forms, options string
		want           bool
	}{
		{7, "f", "engine=both", true},
		{7, "f", "", false},
		{7, "g", "engine=both", false},
		{8, "f", "engine=both", false},
		{6, "g", "", true},
	} {
		status, got, err := st.Has(ctx, doc.SHA256, c.parser, c.forms, c.options)
		if err != nil || got != c.want || got && status != "partial" {
			t.Errorf("%+v: %q, %v, %v", c, status, got, err)
		}
	}
	back, err := st.Load(ctx, doc.SHA256)
	if err != nil || back.Options != "engine=both" {
		t.Errorf("options %q, %v", back.Options, err)
	}
}
