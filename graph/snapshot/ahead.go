package snapshot

import (
	"iter"

	"github.com/cayleygraph/quad"
)

// aheadBatch is how many quads go from one goroutine to the other at once, and
// aheadText how much text is enough for fewer to go.
const (
	aheadBatch = 512
	aheadText  = 1 << 20
)

// A read is some quads, and the error that comes after them.
type read struct {
	quads []quad.Quad
	err   error
}

// ahead runs a sequence in a goroutine of its own, a few batches ahead of who
// takes the quads, so that making them and sorting them go on at the same time.
// The goroutine has ended when the iteration has.
func ahead(quads iter.Seq2[quad.Quad, error]) iter.Seq2[[]quad.Quad, error] {
	return func(yield func([]quad.Quad, error) bool) {
		const batches = 4
		full := make(chan read, batches)
		free := make(chan []quad.Quad, batches+1)
		stop := make(chan struct{})
		go func() {
			defer close(full)
			fill(quads, full, free, stop)
		}()
		defer func() {
			close(stop)
			for range full { // until the goroutine has ended
			}
		}()
		for r := range full {
			if len(r.quads) > 0 && !yield(r.quads, nil) {
				return
			}
			if r.err != nil {
				yield(nil, r.err)
				return
			}
			select {
			case free <- r.quads[:0]:
			default:
			}
		}
	}
}

// fill sends the quads in batches.
func fill(quads iter.Seq2[quad.Quad, error], full chan<- read, free <-chan []quad.Quad, stop <-chan struct{}) {
	batch := make([]quad.Quad, 0, aheadBatch)
	text := 0
	send := func(err error) bool {
		select {
		case full <- read{batch, err}:
		case <-stop:
			return false
		}
		select {
		case batch = <-free:
		default:
			batch = make([]quad.Quad, 0, aheadBatch)
		}
		return true
	}
	for q, err := range quads {
		if err != nil {
			send(err)
			return
		}
		batch = append(batch, q)
		text += textLen(q.Subject) + textLen(q.Object)
		if len(batch) == aheadBatch || text > aheadText {
			if text = 0; !send(nil) {
				return
			}
		}
	}
	if len(batch) > 0 {
		send(nil)
	}
}

// textLen is about the number of bytes in a term.
func textLen(v quad.Value) int {
	switch v := v.(type) {
	case quad.IRI:
		return len(v)
	case quad.String:
		return len(v)
	case quad.LangString:
		return len(v.Value)
	case quad.TypedString:
		return len(v.Value)
	}
	return 0
}
