//go:build unix

package graph_test

import (
	"context"
	"database/sql"
	"errors"
	"io/fs"
	"os"
	"strconv"
	"strings"
	"testing"

	cayleygraph "github.com/cayleygraph/cayley/graph"
	csql "github.com/cayleygraph/cayley/graph/sql"
	"github.com/cayleygraph/cayley/graph/sql/postgres"
	"github.com/cayleygraph/quad"
	"github.com/google/go-cmp/cmp"

	"github.com/normgraph/normgraph/graph"
	"github.com/normgraph/normgraph/graph/graphtest"
	"github.com/normgraph/normgraph/graph/nquads"
)

func TestPostgres(t *testing.T) {
	ctx := context.Background()
	where := graphtest.StartPostgres(t)
	a := parse(t, where)
	if _, err := a.Open(ctx); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("an empty database: %v", err)
	}
	corpus := nquads.Sort(append(graphtest.Collect(t, graphtest.Corpus(20)), graphtest.Small...))
	cockroach := parse(t, strings.Replace(where, "postgres:", "cockroach:", 1))
	for name, c := range map[string]struct {
		address graph.Address
		quads   []quad.Quad
	}{
		"one_transaction":  {a, corpus},
		"many_steps":       {cockroach, corpus}, // the server is none of Cockroach, but the steps are the same
		"replace_by_small": {a, small},
	} {
		t.Run(name, func(t *testing.T) {
			var labelled []quad.Quad
			for _, q := range c.quads {
				if q.Label != nil {
					labelled = append(labelled, q)
				}
			}
			if err := c.address.Write(ctx, graphtest.Seq(labelled), graph.Options{}); err != nil {
				t.Fatal(err)
			}
			s, err := c.address.Open(ctx)
			if err != nil {
				t.Fatal(err)
			}
			defer s.Close()
			if diff := cmp.Diff(labelled, all(t, s)); diff != "" {
				t.Errorf("quads (-want +got):\n%s", diff)
			}
			st, err := s.Stats(ctx)
			if err != nil || st.Quads != int64(len(labelled)) {
				t.Errorf("stats %+v, %v", st, err)
			}
		})
	}
	t.Run("failed_load_leaves_the_old_graph", func(t *testing.T) {
		if err := a.Write(ctx, seq(small...), graph.Options{}); err != nil {
			t.Fatal(err)
		}
		ended, cancel := context.WithCancel(ctx)
		cancel()
		if err := a.Write(ended, graphtest.Corpus(2), graph.Options{}); !errors.Is(err, context.Canceled) {
			t.Errorf("error %v", err)
		}
		s, err := a.Open(ctx)
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		if diff := cmp.Diff(small, all(t, s)); diff != "" {
			t.Errorf("quads (-want +got):\n%s", diff)
		}
	})
	t.Run("tables_are_as_cayley_makes_them", func(t *testing.T) { testTables(t, where) })
	t.Run("contract", func(t *testing.T) {
		graphtest.Test(t, func(t testing.TB, quads []quad.Quad) cayleygraph.QuadStore {
			if err := a.Write(ctx, graphtest.Seq(quads), graph.Options{}); err != nil {
				t.Fatal(err)
			}
			s, err := a.Open(ctx)
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { s.Close() })
			return s.QuadStore()
		}, graphtest.Options{KnowsAll: true, Stock: true, Queries: 40})
	})
	t.Run("foreign_tables_are_kept", func(t *testing.T) {
		db, err := sql.Open("postgres", where)
		if err != nil {
			t.Fatal(err)
		}
		defer db.Close()
		if _, err := db.Exec("DROP TABLE quads; DROP TABLE nodes; CREATE TABLE nodes (name text)"); err != nil {
			t.Fatal(err)
		}
		if err := a.Write(ctx, seq(small...), graph.Options{}); err == nil || !strings.Contains(err.Error(), "not those of Cayley") {
			t.Errorf("error %v", err)
		}
	})
}

// testTables compares the columns and indexes with those that Cayley makes.
func testTables(t *testing.T, where string) {
	db, err := sql.Open("postgres", where)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec("CREATE SCHEMA cayley"); err != nil {
		t.Fatal(err)
	}
	if err := csql.Init(postgres.Type, where+"&search_path=cayley", cayleygraph.Options{"db_fill_factor": 90}); err != nil {
		t.Fatal(err)
	}
	describe := func(schema string) []string {
		rows, err := db.Query(`SELECT table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable
	FROM information_schema.columns WHERE table_schema = $1 AND table_name IN ('nodes', 'quads')
UNION ALL SELECT replace(replace(indexdef, $1 || '.', ''), ' WITH (fillfactor=''90'')', '')
	FROM pg_indexes WHERE schemaname = $1 AND indexname <> 'label_index'
UNION ALL SELECT conname || ' ' || pg_get_constraintdef(oid) FROM pg_constraint
	WHERE connamespace = $1::regnamespace ORDER BY 1`, schema)
		if err != nil {
			t.Fatal(err)
		}
		defer rows.Close()
		var out []string
		for rows.Next() {
			var line string
			if err := rows.Scan(&line); err != nil {
				t.Fatal(err)
			}
			out = append(out, strings.ReplaceAll(line, schema+".", ""))
		}
		return out
	}
	if diff := cmp.Diff(describe("cayley"), describe("public")); diff != "" {
		t.Errorf("tables (-Cayley's +ours):\n%s", diff)
	}
}

func dropTables(t testing.TB, where string) {
	t.Helper()
	db, err := sql.Open("postgres", where)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec("DROP TABLE IF EXISTS quads; DROP TABLE IF EXISTS nodes"); err != nil {
		t.Fatal(err)
	}
}

// BenchmarkLoadPostgres loads a tenth of the graph into PostgreSQL, as this
// package and as Cayley does it.
func BenchmarkLoadPostgres(b *testing.B) {
	b.Setenv("NORMGRAPH_BENCH_DOCUMENTS", strconv.Itoa(benchDocuments()/10))
	name, lines := benchFile(b)
	where := graphtest.StartPostgres(b)
	b.Run("copy", func(b *testing.B) {
		a := parse(b, where)
		for b.Loop() {
			f, err := os.Open(name)
			if err != nil {
				b.Fatal(err)
			}
			if err := a.Write(context.Background(), nquads.Read(f), graph.Options{}); err != nil {
				b.Fatal(err)
			}
			f.Close()
		}
		b.ReportMetric(float64(lines)*float64(b.N)/b.Elapsed().Seconds(), "quads/s")
	})
	b.Run("cayley", func(b *testing.B) {
		dropTables(b, where)
		for b.Loop() {
			loadWithCayley(b, "postgres", where, name)
		}
		b.ReportMetric(float64(lines)*float64(b.N)/b.Elapsed().Seconds(), "quads/s")
	})
}
