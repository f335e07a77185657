package graph

import (
	"context"
	"errors"
	"iter"

	"github.com/cayleygraph/quad"
)

func openSQL(context.Context, Address) (*Store, error) { return nil, errors.ErrUnsupported }

func writeSQL(context.Context, Address, iter.Seq2[quad.Quad, error], Options) error {
	return errors.ErrUnsupported
}
