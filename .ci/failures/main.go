// Command failures reads the events of go test -json, prints what failed and
// what was skipped, and counts. It fails where a test failed and, with
// CI=true, where one of ours was skipped.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"sort"
	"strings"
)

type event struct {
	Action, Package, Test, Output string
}

// upstream starts the names of tests that Cayley's own suite skips for every
// store.
const upstream = "github.com/normgraph/normgraph/graph/snapshot TestCayleySuite/paths/order_with_a_next_path"

func main() {
	in := bufio.NewScanner(os.Stdin)
	in.Buffer(nil, 16<<20)
	output := map[string][]string{}
	var failed, skipped []string
	passed := 0
	for in.Scan() {
		var e event
		if json.Unmarshal(in.Bytes(), &e) != nil {
			fmt.Println(in.Text()) // a build error
			continue
		}
		name := strings.TrimSuffix(e.Package+" "+e.Test, " ")
		switch e.Action {
		case "output", "build-output":
			output[name] = append(output[name], e.Output)
		case "pass":
			if e.Test != "" {
				passed++
			}
		case "fail", "build-fail":
			failed = append(failed, name)
		case "skip":
			if e.Test != "" && !strings.HasPrefix(name, upstream) {
				skipped = append(skipped, name)
			}
		}
	}
	sort.Strings(failed)
	sort.Strings(skipped)
	for _, n := range failed {
		fmt.Printf("FAILED %s\n%s\n", n, strings.Join(output[n], ""))
	}
	for _, n := range skipped {
		fmt.Printf("skipped %s\n%s", n, strings.Join(output[n], ""))
	}
	fmt.Printf("%d passed, %d failed, %d skipped\n", passed, len(failed), len(skipped))
	if len(failed) > 0 || len(skipped) > 0 && os.Getenv("CI") == "true" {
		os.Exit(1)
	}
}
