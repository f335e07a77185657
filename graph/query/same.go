package query

import (
	"encoding/binary"
	"slices"
)

// sameness numbers what cells show: two have one number if a reader can't tell
// them apart. It looks at the names of things only where it must.
type sameness struct {
	f     *filler
	attrs map[attrKey]uint64
	terms map[node]uint64
	texts map[string]uint64 // numbers of what is more than one node
}

// of is the number of an attribute of n, of n itself where attr is "".
func (x *sameness) of(n node, attr string) (uint64, error) {
	if attr == "" {
		return x.node(n), nil
	}
	k := attrKey{n, attr}
	if id, ok := x.attrs[k]; ok {
		return id, nil
	}
	id, err := x.attr(k)
	if err != nil {
		return 0, err
	}
	if x.attrs == nil {
		x.attrs = map[attrKey]uint64{}
	}
	x.attrs[k] = id
	return id, nil
}

func (x *sameness) attr(k attrKey) (uint64, error) {
	if name, back, bad := x.f.s.voc.canonical(k.attr); bad == nil && k.attr != "label" && !slices.Contains(pseudoAttrs, k.attr) {
		vs, err := x.f.s.neighbours(k.n, x.f.s.pred(name), back)
		if err != nil {
			return 0, err
		}
		if len(vs) == 1 {
			return x.node(vs[0]), nil
		}
		ids := make([]uint64, len(vs))
		for i, v := range vs {
			ids[i] = x.node(v)
		}
		slices.Sort(ids)
		key := []byte("nodes")
		for _, id := range slices.Compact(ids) {
			key = binary.LittleEndian.AppendUint64(key, id)
		}
		return x.text(string(key)), nil
	}
	c, err := x.f.attr(k.n, k.attr)
	if err != nil {
		return 0, err
	}
	key := "terms"
	for _, t := range c {
		key += "\x00" + t.IRI + "\x00" + t.Label + "\x00" + t.Datatype
	}
	return x.text(key), nil
}

// node is the number of a term: its own, but literals of different languages
// show the same.
func (x *sameness) node(n node) uint64 {
	if id, ok := x.terms[n]; ok {
		return id
	}
	id := uint64(n)
	if x.f.s.r.size(x.f.s.ctx, nodes{n}) == 0 && x.f.s.isLiteral(n) { // an entity has edges
		if t, err := x.f.s.named(n); err == nil {
			id = x.text("literal\x00" + t.Label + "\x00" + t.Datatype)
		}
	}
	if x.terms == nil {
		x.terms = map[node]uint64{}
	}
	x.terms[n] = id
	return id
}

func (x *sameness) text(s string) uint64 {
	id, ok := x.texts[s]
	if !ok {
		if x.texts == nil {
			x.texts = map[string]uint64{}
		}
		id = 1<<32 + uint64(len(x.texts))
		x.texts[s] = id
	}
	return id
}
