package graph

import (
	"sync"

	cayleygraph "github.com/cayleygraph/cayley/graph"
)

// CayleyName is the name of the snapshot among Cayley's backends.
const CayleyName = "normgraph"

var register = sync.OnceFunc(func() {
	cayleygraph.RegisterQuadStore(CayleyName, cayleygraph.QuadStoreRegistration{
		NewFunc: func(dir string, _ cayleygraph.Options) (cayleygraph.QuadStore, error) {
			s, err := Open(dir)
			if err != nil {
				return nil, err
			}
			return s.QuadStore(), nil
		},
		IsPersistent: true,
	})
})

// Register makes the snapshot known to Cayley as the backend [CayleyName], whose
// address is a folder. Programs that hand Cayley the store of [Open] do not need
// it. Calls after the first do nothing.
func Register() { register() }
