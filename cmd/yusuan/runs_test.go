package main

import (
	"strings"
	"testing"
	"time"

	"yusuan/store"
)

func TestMoment(t *testing.T) {
	now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	for s, want := range map[string]string{"": "0001-01-01T00:00:00Z", "36h": "2026-02-28T00:00:00Z", "2026-01-31": "2026-01-31T00:00:00Z", "2026-01-31T08:00:00+08:00": "2026-01-31T00:00:00Z"} {
		got, err := moment(s, now)
		if err != nil || got.UTC().Format(time.RFC3339) != want {
			t.Errorf("%q: %v, %v, want %s", s, got, err, want)
		}
	}
	for _, s := range []string{"yesterday", "-3h", "2026-13-01"} {
		if _, err := moment(s, now); err == nil {
			t.Errorf("%q is taken", s)
		}
	}
}

func TestCopyName(t *testing.T) {
	sha := strings.Repeat("ab", 32)
	long := strings.Repeat("预", 100) + ".pdf"
	for file, want := range map[string]string{
		"/x/y/a.pdf":           "abababababab-a.pdf",
		"/x/all.zip!某局/b.pdf":  "abababababab-b.pdf",
		`/x/all.zip!dir\c.pdf`: "abababababab-c.pdf",
		"/x/" + long:           "abababababab-" + strings.Repeat("预", 65) + ".pdf",
	} {
		if got := copyName(store.Document{SHA256: sha, File: file}); got != want {
			t.Errorf("%s: %s, want %s", file, got, want)
		}
	}
}
