package graph

import (
	"context"
	"fmt"
	"iter"
	"net/url"
	"strings"

	"github.com/cayleygraph/quad"
)

// A Backend is a kind of store.
type Backend string

// The backends.
const (
	Snapshot  Backend = "snapshot"  // the file of package snapshot, in a folder
	LevelDB   Backend = "leveldb"   // a folder that an unmodified Cayley opens
	Postgres  Backend = "postgres"  // Cayley's tables in PostgreSQL
	Cockroach Backend = "cockroach" // Cayley's tables in CockroachDB
)

// An Address says which store is meant. The zero value means none.
type Address struct {
	Backend Backend
	// Place is a folder, or the URL of a database for the driver.
	Place string
}

// Parse reads an address as a user gives it:
//
//	DIR                   the snapshot in a folder
//	leveldb:DIR           Cayley's leveldb backend
//	postgres://…          Cayley's tables in PostgreSQL; also postgresql://
//	cockroach://…         Cayley's tables in CockroachDB
func Parse(s string) (Address, error) {
	scheme, rest, ok := strings.Cut(s, ":")
	switch {
	case s == "":
		return Address{}, fmt.Errorf("no address of a store")
	case ok && scheme == "leveldb":
		if rest == "" {
			return Address{}, fmt.Errorf("address %q names no folder", s)
		}
		return Address{LevelDB, rest}, nil
	case !ok || !strings.HasPrefix(rest, "//"):
		return Address{Snapshot, s}, nil
	}
	backend := Postgres
	switch scheme {
	case "postgres", "postgresql":
	case "cockroach", "cockroachdb":
		backend = Cockroach
		s = "postgres:" + rest // the name of the protocol
	default:
		return Address{}, fmt.Errorf("address %q: no backend %q; there are DIR, leveldb:DIR, postgres://… and cockroach://…", s, scheme)
	}
	u, err := url.Parse(s)
	if err != nil {
		return Address{}, fmt.Errorf("address of a database: %w", err)
	}
	if strings.Trim(u.Path, "/") == "" {
		return Address{}, fmt.Errorf("address %q names no database", u.Redacted())
	}
	return Address{backend, s}, nil
}

// String is the address as Parse reads it, without a password.
func (a Address) String() string {
	switch a.Backend {
	case LevelDB:
		return "leveldb:" + a.Place
	case Postgres, Cockroach:
		u, err := url.Parse(a.Place)
		if err != nil {
			return string(a.Backend) + ":"
		}
		u.Scheme = string(a.Backend)
		return u.Redacted()
	}
	return a.Place
}

// Open opens the store for reading. The errors are those of the function
// [Open].
func (a Address) Open(ctx context.Context) (*Store, error) {
	switch a.Backend {
	case Snapshot:
		return Open(a.Place)
	case LevelDB:
		return openLevelDB(a.Place)
	case Postgres, Cockroach:
		return openSQL(ctx, a)
	}
	return nil, fmt.Errorf("open graph: no address")
}

// Write replaces what the store holds by the given quads, as the function
// [Write] does for a folder. The other backends get the quads sorted and each
// once. Readers of a database see the old quads until the new ones are there; a
// leveldb store that is open is not replaced.
func (a Address) Write(ctx context.Context, quads iter.Seq2[quad.Quad, error], opts Options) error {
	switch a.Backend {
	case Snapshot:
		return Write(ctx, a.Place, quads, opts)
	case LevelDB:
		return writeLevelDB(ctx, a.Place, quads, opts)
	case Postgres, Cockroach:
		return writeSQL(ctx, a, quads, opts)
	}
	return fmt.Errorf("write graph: no address")
}
