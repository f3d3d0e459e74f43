package main

import (
	"context"
	"os"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"yusuan/cmd/internal/batch"
)

// TestMain serves as the worker process that ingest starts from this binary,
// and, under the name yusuan, as the program that the scripts run. A process
// marked as a worker is one and nothing else, so that no test binary ever
// runs its tests from within them.
func TestMain(m *testing.M) {
	if batch.InWorker() {
		os.Exit(run(context.Background(), []string{workerCommand}, os.Stdin, os.Stdout, os.Stderr))
	}
	testscript.Main(m, map[string]func(){"yusuan": main})
}
