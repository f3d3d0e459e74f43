// Command yusuan reads the budgets and final accounts that Chinese government
// departments publish, keeps them in SQLite and compares the years.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"github.com/spf13/cobra"

	"yusuan/extract"
)

// Exit statuses, the same for every command.
const (
	exitOK          = 0
	exitFailed      = 1
	exitUsage       = 2
	exitEyes        = 3 // done, but something needs eyes
	exitInterrupted = 130
)

const exitHelp = `
Exit status: 0 done; 1 failed; 2 wrong use; 3 done, but something needs eyes
(a document could not be read, a check fails); 130 interrupted.`

// exitError ends a command with a status of its own.
type exitError struct {
	code int
	err  error // nil: say nothing more
}

func (e *exitError) Error() string {
	if e.err == nil {
		return fmt.Sprintf("exit status %d", e.code)
	}
	return e.err.Error()
}

func (e *exitError) Unwrap() error { return e.err }

// usageError is a wrong use of the command line.
func usageError(format string, args ...any) error {
	return &exitError{exitUsage, fmt.Errorf(format, args...)}
}

// needsEyes ends a command that did its work with status 3.
func needsEyes() error { return &exitError{code: exitEyes} }

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	// A second interrupt ends the program at once.
	context.AfterFunc(ctx, stop)
	code := run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

// run runs one command line and returns its exit status. Results go to stdout,
// everything else to stderr.
func run(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	root := newRoot()
	root.SetArgs(args)
	root.SetIn(stdin)
	root.SetOut(stdout)
	root.SetErr(stderr)
	err := root.ExecuteContext(ctx)
	if err == nil {
		return exitOK
	}
	var exit *exitError
	switch {
	case errors.As(err, &exit):
		if exit.err != nil {
			fmt.Fprintf(stderr, "yusuan: %s\n", cleanLines(exit.err.Error()))
		}
		return exit.code
	case ctx.Err() != nil:
		fmt.Fprintln(stderr, "yusuan: interrupted")
		return exitInterrupted
	}
	fmt.Fprintf(stderr, "yusuan: %s\n", cleanLines(err.Error()))
	return exitFailed
}

// cleanLines is clean for text of several lines.
func cleanLines(s string) string {
	lines := strings.Split(s, "\n")
	for i := range lines {
		lines[i] = clean(lines[i])
	}
	return strings.Join(lines, "\n")
}

func newRoot() *cobra.Command {
	root := &cobra.Command{
		Use:   "yusuan",
		Short: "Read Chinese department budgets and final accounts into rows that can be trusted",
		Long: `yusuan (预算) reads the budgets (部门预算) and final accounts (部门决算) that Chinese
government departments publish, as PDF or as text, into a SQLite database,
proves each figure by the arithmetic the documents contain, and compares years.
` + exitHelp,
		SilenceErrors: true,
		SilenceUsage:  true,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) > 0 {
				return usageError("unknown command %q; see yusuan --help", args[0])
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error { return cmd.Help() },
	}
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		return usageError("%v; see %s --help", err, cmd.CommandPath())
	})
	root.AddCommand(commands()...)
	return root
}

// atLeast is a check of the number of arguments that ends with status 2.
func atLeast(n int, what string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) < n {
			return usageError("%s: name %s; see %s --help", cmd.Name(), what, cmd.CommandPath())
		}
		return nil
	}
}

// checkEngine tells of an engine that there is not with status 2.
func checkEngine(command, engine string) error {
	switch extract.Mode(engine) {
	case "", extract.Auto, extract.NativeOnly, extract.PDFiumOnly, extract.Both:
		return nil
	}
	return usageError("%s: --engine is auto, native, pdfium or both, not %q", command, engine)
}
