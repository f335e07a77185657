// Command readme runs the commands of a file's console blocks and compares
// what they print with what stands below each. A line "…" in the expected
// output stands for any lines; "…" within a line for any characters.
package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"strings"
)

func main() {
	text, err := os.ReadFile(os.Args[1])
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
	bad, ran := 0, 0
	for _, block := range regexp.MustCompile("(?s)```console\n(.*?)```").FindAllStringSubmatch(string(text), -1) {
		for _, c := range commands(block[1]) {
			ran++
			cmd := exec.Command("bash", "-c", c.line)
			var out bytes.Buffer
			cmd.Stdout, cmd.Stderr = &out, &out
			err := cmd.Run()
			if !matches(c.want, out.String()) {
				bad++
				fmt.Printf("$ %s\n--- want\n%s--- got (%v)\n%s\n", c.line, c.want, err, out.String())
			}
		}
	}
	fmt.Printf("%d commands of %s run, %d differ\n", ran, os.Args[1], bad)
	if bad > 0 || ran == 0 {
		os.Exit(1)
	}
}

type command struct{ line, want string }

// commands splits a block into its commands, each a line after "$ ", with the
// output below it.
func commands(block string) []command {
	var out []command
	for line := range strings.Lines(block) {
		if c, ok := strings.CutPrefix(line, "$ "); ok {
			out = append(out, command{line: strings.TrimSpace(c)})
		} else if len(out) > 0 {
			out[len(out)-1].want += line
		}
	}
	return out
}

func matches(want, got string) bool {
	if strings.TrimSpace(want) == "" {
		return true
	}
	var re strings.Builder
	re.WriteString(`(?s)^`)
	for line := range strings.Lines(want) {
		line = strings.TrimRight(line, " \n")
		if line == "…" {
			re.WriteString(`(.*\n)?`)
			continue
		}
		parts := strings.Split(line, "…")
		for i, p := range parts {
			if i > 0 {
				re.WriteString(`[^\n]*`)
			}
			re.WriteString(regexp.QuoteMeta(p))
		}
		re.WriteString(` *\n`)
	}
	re.WriteString(`$`)
	if !strings.HasSuffix(got, "\n") {
		got += "\n"
	}
	return regexp.MustCompile(re.String()).MatchString(got)
}
