// Package problem collects what is wrong in data files, so that a loader can
// report everything in one run. Every finding names its place as
// "file:line: message".
package problem

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// A Problem is one finding. Line is 1-based; 0 means the whole file. File is
// empty where no file is concerned.
type Problem struct {
	File    string
	Line    int
	Message string
}

// String gives "file:line: message" without the parts that are not known.
func (p Problem) String() string {
	switch {
	case p.File == "":
		return p.Message
	case p.Line <= 0:
		return p.File + ": " + p.Message
	}
	return fmt.Sprintf("%s:%d: %s", p.File, p.Line, p.Message)
}

// A List collects problems. The zero value is ready for use. It is not safe
// for use by several goroutines.
type List struct {
	found []Problem
}

// Add records a problem in a line of a file (0: the whole file). Format and
// args are those of [fmt.Sprintf].
func (l *List) Add(file string, line int, format string, args ...any) {
	l.found = append(l.found, Problem{File: file, Line: line, Message: fmt.Sprintf(format, args...)})
}

// Merge adds the problems of an error that a List made, or any other error as
// one problem of the whole file.
func (l *List) Merge(file string, err error) {
	switch e := err.(type) {
	case nil:
	case *Error:
		l.found = append(l.found, e.Problems...)
	default:
		l.Add(file, 0, "%v", err)
	}
}

// yamlLine is how the YAML package names a line in its errors.
var yamlLine = regexp.MustCompile(`^(?:yaml: )?line (\d+): `)

// AddYAML records every problem that an error of the YAML package names. The
// text that was decoded begins in line first of the file, 1 for the whole file.
func (l *List) AddYAML(file string, first int, err error) {
	for s := range strings.Lines(err.Error()) {
		s = strings.TrimSpace(s)
		if s == "yaml: unmarshal errors:" {
			continue
		}
		line := first
		if m := yamlLine.FindStringSubmatch(s); m != nil {
			n, _ := strconv.Atoi(m[1])
			line += n - 1
			s = s[len(m[0]):]
		}
		l.Add(file, line, "%s", s)
	}
}

// Len is the number of problems added so far.
func (l *List) Len() int { return len(l.found) }

// Problems are those added so far, in that order.
func (l *List) Problems() []Problem { return slices.Clone(l.found) }

// Err is nil if nothing was added, else an [*Error] with the problems sorted by
// file, line and message.
func (l *List) Err() error {
	if len(l.found) == 0 {
		return nil
	}
	ps := slices.Clone(l.found)
	slices.SortStableFunc(ps, func(a, b Problem) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Message, b.Message))
	})
	return &Error{Problems: slices.Compact(ps)}
}

// An Error is a list of problems, at least one, in order of file and line.
type Error struct {
	Problems []Problem
}

// Error gives one problem a line.
func (e *Error) Error() string {
	lines := make([]string, len(e.Problems))
	for i, p := range e.Problems {
		lines[i] = p.String()
	}
	return strings.Join(lines, "\n")
}
