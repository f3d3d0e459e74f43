package main

import (
	"context"
	"os"
	"testing"

	"yusuan/cmd/internal/batch"
)

// TestMain serves as the worker process that ingest starts from this binary.
func TestMain(m *testing.M) {
	if batch.InWorker() {
		os.Exit(run(context.Background(), []string{workerCommand}, os.Stdin, os.Stdout, os.Stderr))
	}
	os.Exit(m.Run())
}
