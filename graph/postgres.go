package graph

import (
	"context"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"net/url"

	cayleygraph "github.com/cayleygraph/cayley/graph"
	csql "github.com/cayleygraph/cayley/graph/sql"
	"github.com/cayleygraph/cayley/graph/sql/postgres"
	"github.com/cayleygraph/quad"
	"github.com/lib/pq"

	"github.com/normgraph/normgraph/graph/snapshot"
)

// Loading schema: the new tables are made in a schema of their own and moved
// into the place of the old ones in the end.
const newSchema = "normgraph_new"

// lockKey is the number of the lock that keeps two loads apart.
const lockKey = 0x6e6f726d

// The tables are those of Cayley's SQL backends. Two things differ: there is an
// index of labels, without which every question about one document reads all;
// and for CockroachDB the unique index of triples is restricted to quads
// without a label, as Cayley has it for PostgreSQL only: elsewhere it drops all
// but one of the quads that differ in nothing but their label.
const (
	createNodes = `CREATE TABLE normgraph_new.nodes (
	hash BYTEA%s,
	refs INT NOT NULL,
	value BYTEA,
	value_string TEXT,
	datatype TEXT,
	language TEXT,
	iri BOOLEAN,
	bnode BOOLEAN,
	value_int BIGINT,
	value_bool BOOLEAN,
	value_float double precision,
	value_time timestamp with time zone
)`
	createQuads = `CREATE TABLE normgraph_new.quads (
	horizon BIGSERIAL PRIMARY KEY,
	subject_hash BYTEA NOT NULL,
	predicate_hash BYTEA NOT NULL,
	object_hash BYTEA NOT NULL,
	label_hash BYTEA,
	ts timestamp
)`
)

// finishTables come after the rows: an index is made much faster at once than
// row by row.
var finishTables = []string{
	`CREATE UNIQUE INDEX spo_unique ON normgraph_new.quads (subject_hash, predicate_hash, object_hash) WHERE label_hash IS NULL`,
	`CREATE UNIQUE INDEX spol_unique ON normgraph_new.quads (subject_hash, predicate_hash, object_hash, label_hash) WHERE label_hash IS NOT NULL`,
	`ALTER TABLE normgraph_new.quads
	ADD CONSTRAINT subject_hash_fk FOREIGN KEY (subject_hash) REFERENCES normgraph_new.nodes (hash),
	ADD CONSTRAINT predicate_hash_fk FOREIGN KEY (predicate_hash) REFERENCES normgraph_new.nodes (hash),
	ADD CONSTRAINT object_hash_fk FOREIGN KEY (object_hash) REFERENCES normgraph_new.nodes (hash),
	ADD CONSTRAINT label_hash_fk FOREIGN KEY (label_hash) REFERENCES normgraph_new.nodes (hash)`,
	`CREATE INDEX spo_index ON normgraph_new.quads (subject_hash, predicate_hash, object_hash)`,
	`CREATE INDEX ops_index ON normgraph_new.quads (object_hash, predicate_hash, subject_hash)`,
	`CREATE INDEX pos_index ON normgraph_new.quads (predicate_hash, object_hash, subject_hash)`,
	`CREATE INDEX osp_index ON normgraph_new.quads (object_hash, subject_hash, predicate_hash)`,
	`CREATE INDEX label_index ON normgraph_new.quads (label_hash)`,
	`ANALYZE normgraph_new.nodes`,
	`ANALYZE normgraph_new.quads`,
}

// connect opens a database and looks whether it answers. The error does not
// show the password.
func connect(ctx context.Context, a Address) (*sql.DB, error) {
	db, err := sql.Open("postgres", a.Place)
	if err == nil {
		if err = db.PingContext(ctx); err == nil {
			return db, nil
		}
		_ = db.Close()
	}
	var syntax *url.Error
	if errors.As(err, &syntax) {
		err = syntax.Err
	}
	return nil, err
}

func openSQL(ctx context.Context, a Address) (*Store, error) {
	s, err := openTables(ctx, a)
	if err != nil {
		return nil, fmt.Errorf("open graph %v: %w", a, err)
	}
	return s, nil
}

func openTables(ctx context.Context, a Address) (*Store, error) {
	db, err := connect(ctx, a)
	if err != nil {
		return nil, err
	}
	if found, err := lookForTables(ctx, db); err != nil || !found {
		if err == nil {
			err = fmt.Errorf("no graph in the database: %w", fs.ErrNotExist)
		}
		return nil, errors.Join(err, db.Close())
	}
	qs, err := csql.New(postgres.Type, a.Place, nil)
	if err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return &Store{
		qs:    qs,
		read:  func(ctx context.Context) iter.Seq2[quad.Quad, error] { return readSQL(ctx, db) },
		close: func() error { return errors.Join(qs.Close(), db.Close()) },
	}, nil
}

// querier is a connection or a transaction.
type querier interface {
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
}

// lookForTables reports whether Cayley's tables are in the current schema. It
// is an error if others are there by their names.
func lookForTables(ctx context.Context, db querier) (bool, error) {
	var tables, columns int
	err := db.QueryRowContext(ctx, `SELECT count(DISTINCT table_name),
	count(*) FILTER (WHERE table_name = 'nodes' AND column_name IN ('hash', 'refs', 'value_string', 'datatype', 'language', 'iri', 'bnode')
		OR table_name = 'quads' AND column_name IN ('subject_hash', 'predicate_hash', 'object_hash', 'label_hash'))
FROM information_schema.columns WHERE table_schema = current_schema() AND table_name IN ('nodes', 'quads')`).Scan(&tables, &columns)
	switch {
	case err != nil:
		return false, err
	case tables == 0:
		return false, nil
	case columns < 11:
		return false, errors.New("the database has tables named nodes or quads that are not those of Cayley")
	}
	return true, nil
}

// readSQL yields the quads as they come.
func readSQL(ctx context.Context, db *sql.DB) iter.Seq2[quad.Quad, error] {
	query := "SELECT "
	from := " FROM quads q"
	for i, d := range quad.Directions {
		if i > 0 {
			query += ", "
		}
		t := string(d.Prefix())
		query += fmt.Sprintf("%s.value_string, %[1]s.datatype, %[1]s.language, %[1]s.iri, %[1]s.bnode", t)
		from += fmt.Sprintf(" LEFT JOIN nodes %s ON %[1]s.hash = q.%[2]v_hash", t, d)
	}
	return func(yield func(quad.Quad, error) bool) {
		rows, err := db.QueryContext(ctx, query+from)
		if err != nil {
			yield(quad.Quad{}, fmt.Errorf("read quads: %w", err))
			return
		}
		defer rows.Close()
		var cols [20]sql.NullString
		var places [20]any
		for i := range cols {
			places[i] = &cols[i]
		}
		for rows.Next() {
			if err := rows.Scan(places[:]...); err != nil {
				yield(quad.Quad{}, fmt.Errorf("read quads: %w", err))
				return
			}
			var q quad.Quad
			for i, d := range quad.Directions {
				q.Set(d, fromColumns(cols[5*i:5*i+5]))
			}
			if !yield(q, nil) {
				return
			}
		}
		if err := rows.Err(); err != nil {
			yield(quad.Quad{}, fmt.Errorf("read quads: %w", err))
		}
	}
}

// fromColumns is the term in a row of the nodes, or nil: its text, datatype,
// language and whether it is an IRI or a blank node.
func fromColumns(c []sql.NullString) quad.Value {
	text := c[0].String
	switch {
	case !c[0].Valid:
		return nil
	case c[3].Valid:
		return quad.IRI(text)
	case c[4].Valid:
		return quad.BNode(text)
	case c[1].Valid:
		return quad.TypedString{Value: quad.String(text), Type: quad.IRI(c[1].String)}
	case c[2].Valid:
		return quad.LangString{Value: quad.String(text), Lang: c[2].String}
	}
	return quad.String(text)
}

func writeSQL(ctx context.Context, a Address, quads iter.Seq2[quad.Quad, error], opts Options) error {
	if err := replaceTables(ctx, a, quads, opts); err != nil {
		return fmt.Errorf("write graph to %v: %w", a, err)
	}
	return nil
}

func replaceTables(ctx context.Context, a Address, quads iter.Seq2[quad.Quad, error], opts Options) (err error) {
	db, err := connect(ctx, a)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	if _, err := lookForTables(ctx, db); err != nil {
		return err
	}
	return withSorted(ctx, checked(quads), opts, func(snap *snapshot.Snapshot) error {
		if a.Backend == Cockroach {
			return loadInSteps(ctx, db, snap)
		}
		return loadAtOnce(ctx, db, snap)
	})
}

// inTx runs steps in a transaction.
func inTx(ctx context.Context, db *sql.DB, steps func(*sql.Tx) error) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	if err := steps(tx); err != nil {
		return errors.Join(err, tx.Rollback())
	}
	return tx.Commit()
}

func execAll(ctx context.Context, db querier, statements ...string) error {
	for _, s := range statements {
		if _, err := db.ExecContext(ctx, s); err != nil {
			return fmt.Errorf("%.40s…: %w", s, err)
		}
	}
	return nil
}

// loadAtOnce loads in one transaction, which leaves nothing behind where it
// fails. Readers wait only while the tables change places.
func loadAtOnce(ctx context.Context, db *sql.DB, snap *snapshot.Snapshot) error {
	return inTx(ctx, db, func(tx *sql.Tx) error {
		var locked bool
		if err := tx.QueryRowContext(ctx, `SELECT pg_try_advisory_xact_lock($1)`, lockKey).Scan(&locked); err != nil {
			return err
		}
		if !locked {
			return ErrLocked
		}
		if err := execAll(ctx, tx, `CREATE SCHEMA normgraph_new`, fmt.Sprintf(createNodes, ""), createQuads); err != nil {
			return err
		}
		nodes := newCopy(ctx, tx, "nodes", nodeColumns)
		if err := errors.Join(copyNodes(ctx, nodes, snap), nodes.end()); err != nil {
			return err
		}
		lines := newCopy(ctx, tx, "quads", quadColumns)
		if err := errors.Join(copyQuads(ctx, lines, snap), lines.end()); err != nil {
			return err
		}
		if err := execAll(ctx, tx, `ALTER TABLE normgraph_new.nodes ADD PRIMARY KEY (hash)`); err != nil {
			return err
		}
		if err := execAll(ctx, tx, finishTables...); err != nil {
			return err
		}
		return exchangeTables(ctx, tx)
	})
}

// loadInSteps loads in many short transactions, as a distributed database
// needs. What an earlier load has left behind is removed first.
func loadInSteps(ctx context.Context, db *sql.DB, snap *snapshot.Snapshot) error {
	err := execAll(ctx, db, `DROP SCHEMA IF EXISTS normgraph_new CASCADE`, `CREATE SCHEMA normgraph_new`,
		fmt.Sprintf(createNodes, " PRIMARY KEY"), createQuads)
	if err != nil {
		return err
	}
	nodes := newCopies(ctx, db, "nodes", nodeColumns)
	if err := errors.Join(copyNodes(ctx, nodes, snap), nodes.end()); err != nil {
		return err
	}
	lines := newCopies(ctx, db, "quads", quadColumns)
	if err := errors.Join(copyQuads(ctx, lines, snap), lines.end()); err != nil {
		return err
	}
	if err := execAll(ctx, db, finishTables...); err != nil {
		return err
	}
	return inTx(ctx, db, func(tx *sql.Tx) error { return exchangeTables(ctx, tx) })
}

// exchangeTables puts the new tables into the place of the old ones.
func exchangeTables(ctx context.Context, tx *sql.Tx) error {
	var schema sql.NullString
	if err := tx.QueryRowContext(ctx, `SELECT current_schema()`).Scan(&schema); err != nil {
		return err
	}
	if !schema.Valid {
		return errors.New("the database has no current schema: see search_path")
	}
	into := pq.QuoteIdentifier(schema.String)
	return execAll(ctx, tx,
		`DROP TABLE IF EXISTS `+into+`.quads`, `DROP TABLE IF EXISTS `+into+`.nodes`,
		`ALTER TABLE normgraph_new.nodes SET SCHEMA `+into, `ALTER TABLE normgraph_new.quads SET SCHEMA `+into,
		`DROP SCHEMA normgraph_new`)
}

// A rowWriter takes the rows of a table.
type rowWriter interface{ add(values ...any) error }

var (
	nodeColumns = []string{"hash", "refs", "value_string", "datatype", "language", "iri", "bnode"}
	quadColumns = []string{"subject_hash", "predicate_hash", "object_hash", "label_hash"}
)

func copyNodes(ctx context.Context, w rowWriter, snap *snapshot.Snapshot) error {
	at := make(map[string]int, len(nodeColumns))
	for i, c := range nodeColumns {
		at[c] = i
	}
	for v, refs := range snap.Nodes(ctx) {
		kind, values, err := csql.NodeValues(csql.HashOf(v), v)
		if err != nil {
			return err
		}
		out := make([]any, len(nodeColumns))
		out[0], out[1] = hashText(v), refs
		for i, c := range kind.Columns() {
			out[at[c]] = values[1+i]
		}
		if err := w.add(out...); err != nil {
			return err
		}
	}
	return ctx.Err()
}

// hashText is Cayley's hash of a term as PostgreSQL writes bytes. Given as bytes,
// this version of the driver would send it in the format of PostgreSQL 8, which
// takes it ten times as long.
func hashText(v quad.Value) string {
	h := cayleygraph.HashOf(v)
	return string(hex.AppendEncode([]byte(`\x`), h[:]))
}

func copyQuads(ctx context.Context, w rowWriter, snap *snapshot.Snapshot) error {
	var last quad.Quad
	var hashes [4]any
	for q, err := range snap.Quads(ctx) {
		if err != nil {
			return err
		}
		for i, d := range quad.Directions {
			v := q.Get(d)
			if v != last.Get(d) || hashes[i] == nil {
				hashes[i] = hashText(v)
			}
		}
		last = q
		if err := w.add(hashes[:]...); err != nil {
			return err
		}
	}
	return nil
}

// A copyWriter fills a table with one COPY.
type copyWriter struct {
	ctx  context.Context
	stmt *sql.Stmt
	err  error
}

func newCopy(ctx context.Context, tx *sql.Tx, table string, columns []string) *copyWriter {
	stmt, err := tx.PrepareContext(ctx, pq.CopyInSchema(newSchema, table, columns...))
	return &copyWriter{ctx, stmt, err}
}

func (w *copyWriter) add(values ...any) error {
	if w.err == nil {
		_, w.err = w.stmt.Exec(values...)
	}
	return w.err
}

// end waits until all rows have arrived.
func (w *copyWriter) end() error {
	if w.err != nil {
		return w.err
	}
	_, err := w.stmt.ExecContext(w.ctx)
	return errors.Join(err, w.stmt.Close())
}

// copyBatch is the number of rows in one transaction of copyWriters.
const copyBatch = 10_000

// copyWriters fill a table with one COPY after the other, each in a transaction
// of its own.
type copyWriters struct {
	ctx     context.Context
	db      *sql.DB
	table   string
	columns []string
	tx      *sql.Tx
	cur     *copyWriter
	n       int
}

func newCopies(ctx context.Context, db *sql.DB, table string, columns []string) *copyWriters {
	return &copyWriters{ctx: ctx, db: db, table: table, columns: columns}
}

func (w *copyWriters) add(values ...any) (err error) {
	if w.tx == nil {
		if w.tx, err = w.db.BeginTx(w.ctx, nil); err != nil {
			return err
		}
		w.cur, w.n = newCopy(w.ctx, w.tx, w.table, w.columns), 0
	}
	if err := w.cur.add(values...); err != nil {
		return err
	}
	if w.n++; w.n == copyBatch {
		return w.end()
	}
	return nil
}

// end ends the transaction that is open.
func (w *copyWriters) end() error {
	if w.tx == nil {
		return nil
	}
	tx := w.tx
	w.tx = nil
	if err := w.cur.end(); err != nil {
		return errors.Join(err, tx.Rollback())
	}
	return tx.Commit()
}
