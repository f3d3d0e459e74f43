//go:build !unix

package main

import "github.com/rogpeppe/go-internal/testscript"

func interrupts(ts *testscript.TestScript, neg bool, args []string) {
	ts.Fatalf("there is nothing like Ctrl-C here; guard the script with [unix]")
}
