// Command normgraph turns diplomatic documents into a knowledge graph in which
// every edge can be traced to its words, and answers questions about it.
//
//	normgraph build PATH…       documents → graph
//	normgraph query             the questions it answers
//	normgraph help              everything else
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

// The exit codes.
const (
	exitOK    = 0
	exitFail  = 1 // something failed, and was said
	exitUsage = 2 // wrong usage
)

// run executes one command line and returns the exit code.
func run(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	return runApp(ctx, &app{stdin: stdin, stdout: stdout, stderr: stderr}, args)
}

// runApp is run with what the commands share.
func runApp(ctx context.Context, a *app, args []string) int {
	root := newRoot(a)
	root.SetArgs(args)
	root.SetIn(a.stdin)
	root.SetOut(a.stdout)
	root.SetErr(a.stderr)
	err := root.ExecuteContext(ctx)
	if err == nil {
		return exitOK
	}
	var said saidError
	if !errors.As(err, &said) {
		fmt.Fprintf(a.stderr, "normgraph: %v\n", err)
	}
	var usage usageError
	if errors.As(err, &usage) {
		return exitUsage
	}
	return exitFail
}

// A usageError is a fault in the command line rather than in the work.
type usageError struct{ error }

func usagef(format string, args ...any) error {
	return usageError{fmt.Errorf(format, args...)}
}

// A saidError has been reported in full; only the exit code is left to set.
type saidError struct{ error }
