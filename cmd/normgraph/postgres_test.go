//go:build unix

package main

import (
	"strings"
	"testing"

	"github.com/normgraph/normgraph/graph/graphtest"
)

// A build into PostgreSQL holds the graph of a build into a folder, and gives
// the same answers.
func TestPostgresGivesTheSameAnswers(t *testing.T) {
	database := graphtest.StartPostgres(t)
	corpusCopy(t)
	fails(t, []string{"there is no store at", "build one"}, "--db", database, "query", "events")
	normgraph(t, "--db", database, "-q", "build", "docs")
	normgraph(t, "--db", "folder.db", "-q", "build", "docs")
	if exported(t, database) != exported(t, "folder.db") {
		t.Error("another graph")
	}
	for _, question := range [][]string{
		{"query", "norms-by-forum"},
		{"query", "events"},
		{"query", "positions", "Poland"},
		{"query", "cohosts", "Hungary"},
		{"show", "Poland"},
		{"conflicts"},
		{"stats"},
	} {
		want, got := normgraph(t, append([]string{"--db", "folder.db"}, question...)...), normgraph(t, append([]string{"--db", database}, question...)...)
		if got != want {
			t.Errorf("%s: answer\n%s\nwant\n%s", strings.Join(question, " "), got, want)
		}
	}
	normgraph(t, "--db", database, "check")
	if out := normgraph(t, "--db", database, "build", "docs"); !strings.Contains(out, "28 unchanged") {
		t.Errorf("the second build: %s", out)
	}
	normgraph(t, "--db", database, "-q", "remove", "docs/02-netmundial-wire.txt")
	normgraph(t, "--db", "folder.db", "-q", "remove", "docs/02-netmundial-wire.txt")
	if exported(t, database) != exported(t, "folder.db") {
		t.Error("another graph after a document was removed")
	}
}
