package pipeline_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/normgraph/normgraph/extract/pipeline"
	"github.com/normgraph/normgraph/extract/read"
)

// A document that takes too long is refused, and no work on it goes on: neither
// after its time, nor after the end of the run.
func TestWorkOnASlowDocumentStops(t *testing.T) {
	p := load(t)
	part, err := os.ReadFile("../../testdata/corpus/24-mexico-spain-joint-statement.txt")
	if err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(t.TempDir(), "long.txt")
	if err := os.WriteFile(name, []byte(strings.Repeat(string(part)+"\n\n", 800)), 0o644); err != nil {
		t.Fatal(err)
	}
	stacks := make([]byte, 1<<20)
	ended := func(t *testing.T) {
		t.Helper()
		for deadline := time.Now().Add(time.Minute); ; time.Sleep(20 * time.Millisecond) {
			running := string(stacks[:runtime.Stack(stacks, true)])
			if !strings.Contains(running, ".(*Runner).analyse") {
				return
			}
			if time.Now().After(deadline) {
				t.Fatalf("the work goes on:\n%s", running)
			}
		}
	}
	for _, limit := range []time.Duration{200 * time.Millisecond, 3 * time.Second} {
		t.Run(limit.String(), func(t *testing.T) {
			r := pipeline.Runner{Pipeline: p, MaxTime: limit}
			err := r.Run(t.Context(), read.Walk(t.Context(), []string{name}, r.Read), func(res pipeline.Result) error {
				if !errors.Is(res.Err, pipeline.ErrTooSlow) {
					t.Errorf("error %v", res.Err)
				}
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
			ended(t)
		})
	}
	t.Run("the_run_ends", func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
		defer cancel()
		r := pipeline.Runner{Pipeline: p}
		err := r.Run(ctx, read.Walk(ctx, []string{name}, r.Read), func(pipeline.Result) error { return nil })
		if !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("error %v", err)
		}
		ended(t)
	})
}
