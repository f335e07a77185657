package query

import (
	"errors"
	"slices"
)

// step returns the distinct nodes that path leads to from n, or from which it
// leads to n where back is set. Conds must hold for every edge.
func (s *session) step(p *cpath, n node, back bool, conds *edgeConds) ([]node, error) {
	if n == 0 {
		return nil, nil
	}
	switch p.kind {
	case predPath:
		return s.edge(p.pred, n, p.back != back, conds)
	case anyPath:
		return s.anyEdge(n, p.back != back, conds)
	case altPath:
		var out []node
		seen := distinct{}
		for _, x := range p.subs {
			to, err := s.step(x, n, back, conds)
			if err != nil {
				return nil, err
			}
			for _, m := range to {
				if seen.add(m) {
					out = append(out, m)
				}
			}
		}
		return out, nil
	case seqPath:
		at := []node{n}
		for i := range p.subs {
			x := p.subs[i]
			if back {
				x = p.subs[len(p.subs)-1-i]
			}
			var err error
			if at, err = s.spread(x, at, back, conds); err != nil {
				return nil, err
			}
		}
		return at, nil
	}
	levels, err := s.levels(p, n, back, conds)
	if err != nil {
		return nil, err
	}
	var out []node
	seen := distinct{}
	for _, level := range levels[min(p.min, len(levels)):] {
		for _, m := range level {
			if seen.add(m) {
				out = append(out, m)
			}
		}
	}
	return out, nil
}

// spread takes one step from each of the nodes.
func (s *session) spread(p *cpath, from []node, back bool, conds *edgeConds) ([]node, error) {
	var out []node
	seen := distinct{}
	for i, n := range from {
		if i%64 == 0 && s.ctx.Err() != nil {
			return nil, s.ctx.Err()
		}
		to, err := s.step(p, n, back, conds)
		if err != nil {
			return nil, err
		}
		for _, m := range to {
			if seen.add(m) {
				out = append(out, m)
			}
		}
	}
	return out, nil
}

// levels are the nodes that walks of each length, from 0 on, end in. A level
// holds nodes of earlier ones too, as a walk may come back.
func (s *session) levels(p *cpath, n node, back bool, conds *edgeConds) ([][]node, error) {
	out := [][]node{{n}}
	memo := map[node][]node{}
	for i := 0; i < p.max && len(out[i]) > 0; i++ {
		var next []node
		seen := distinct{}
		for j, m := range out[i] {
			if j%64 == 0 && s.ctx.Err() != nil {
				return nil, s.ctx.Err()
			}
			to, ok := memo[m]
			if !ok {
				var err error
				if to, err = s.step(p.subs[0], m, back, conds); err != nil {
					return nil, err
				}
				memo[m] = to
			}
			for _, x := range to {
				if seen.add(x) {
					next = append(next, x)
				}
			}
		}
		out = append(out, next)
	}
	return out, nil
}

func (s *session) edge(pred, n node, back bool, conds *edgeConds) ([]node, error) {
	to, err := s.follow(n, pred, back)
	if err != nil || conds == nil {
		return to, err
	}
	var out []node
	for i, m := range to {
		if i%64 == 0 && s.ctx.Err() != nil {
			return nil, s.ctx.Err()
		}
		subj, obj := n, m
		if back {
			subj, obj = m, n
		}
		ok, err := conds.hold(s, subj, pred, obj)
		if err != nil {
			return nil, err
		}
		if ok {
			out = append(out, m)
		}
	}
	return out, nil
}

// anyEdge follows every domain predicate.
func (s *session) anyEdge(n node, back bool, conds *edgeConds) ([]node, error) {
	var preds []node
	err := s.scanFrom(n, 0, back, func(q nodes) bool {
		if _, ok := s.domain[q[1]]; ok && !slices.Contains(preds, q[1]) {
			preds = append(preds, q[1])
		}
		return true
	})
	if err != nil {
		return nil, err
	}
	var out []node
	seen := distinct{}
	for _, p := range preds {
		to, err := s.edge(p, n, back, conds)
		if err != nil {
			return nil, err
		}
		for _, m := range to {
			if seen.add(m) {
				out = append(out, m)
			}
		}
	}
	return out, nil
}

var errNoAnchor = errors.New("a path that may be empty needs a named entity, a class or another step at one of its ends")

// starts returns the nodes at which the path may begin, or, where only that is
// known, at which it may end; back says which.
func (s *session) starts(p *cpath, back bool) (ns []node, atEnd bool, err error) {
	if ns, err = s.firsts(p, false); err == nil {
		return ns, false, nil
	}
	if errors.Is(err, errNoAnchor) {
		ns, err = s.firsts(p, true)
	}
	return ns, true, err
}

func (s *session) firsts(p *cpath, back bool) ([]node, error) {
	switch p.kind {
	case predPath:
		if p.pred == 0 {
			return nil, nil
		}
		return s.collect([]node{p.pred}, p.back != back)
	case anyPath:
		var preds []node
		for n := range s.domain {
			preds = append(preds, n)
		}
		slices.Sort(preds)
		return s.collect(preds, p.back != back)
	case seqPath:
		if back {
			return s.firsts(p.subs[len(p.subs)-1], back)
		}
		return s.firsts(p.subs[0], back)
	case repPath:
		if p.min == 0 {
			return nil, errNoAnchor
		}
		return s.firsts(p.subs[0], back)
	}
	var out []node
	seen := distinct{}
	for _, x := range p.subs {
		ns, err := s.firsts(x, back)
		if err != nil {
			return nil, err
		}
		for _, n := range ns {
			if seen.add(n) {
				out = append(out, n)
			}
		}
	}
	return out, nil
}

// collect lists the subjects, or the objects, of all edges of the predicates.
func (s *session) collect(preds []node, objects bool) ([]node, error) {
	var out []node
	seen := distinct{}
	for _, p := range preds {
		err := s.r.scan(s.ctx, nodes{0, p}, func(q nodes) bool {
			n := q[0]
			if objects {
				n = q[2]
			}
			if seen.add(n) {
				out = append(out, n)
			}
			return true
		})
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

// witness returns edges (subject, predicate, object) by which path leads from x
// to y: all of a single step, those of the shortest walks of a repetition.
func (s *session) witness(p *cpath, x, y node, conds *edgeConds) ([]nodes, error) {
	var out []nodes
	add := func(qs []nodes) {
		for _, q := range qs {
			if !slices.Contains(out, q) {
				out = append(out, q)
			}
		}
	}
	switch p.kind {
	case predPath:
		return s.edgesBetween(p.pred, p.back, x, y, conds)
	case anyPath:
		subj, obj := x, y
		if p.back {
			subj, obj = y, x
		}
		var preds []node
		err := s.r.scan(s.ctx, nodes{subj, 0, obj}, func(q nodes) bool {
			if _, ok := s.domain[q[1]]; ok && !slices.Contains(preds, q[1]) {
				preds = append(preds, q[1])
			}
			return true
		})
		if err != nil {
			return nil, err
		}
		for _, pr := range preds {
			qs, err := s.edgesBetween(pr, p.back, x, y, conds)
			if err != nil {
				return nil, err
			}
			add(qs)
		}
		return out, nil
	case altPath:
		for _, sub := range p.subs {
			qs, err := s.witness(sub, x, y, conds)
			if err != nil {
				return nil, err
			}
			add(qs)
		}
		return out, nil
	case seqPath:
		if len(p.subs) == 1 {
			return s.witness(p.subs[0], x, y, conds)
		}
		return out, s.through(p.subs[0], p.tail(), x, y, conds, add)
	}
	for k := p.min; k <= p.max; k++ {
		if k == 0 {
			if x == y {
				return nil, nil
			}
			continue
		}
		qs, err := s.witness(p.walk(k), x, y, conds)
		if err != nil {
			return nil, err
		}
		if len(qs) > 0 {
			return qs, nil
		}
	}
	return nil, nil
}

// walked is witness for ends that a step is known to connect.
func (s *session) walked(a *edgeAtom, x, y node) ([]nodes, error) {
	switch {
	case a.path.kind != predPath:
		return s.witness(a.path, x, y, a.conds)
	case a.path.back:
		x, y = y, x
	}
	return []nodes{{x, a.path.pred, y}}, nil
}

// through adds the edges of the walks from x to y by first and then rest. It
// looks for the nodes in the middle from the side that promises fewer.
func (s *session) through(first, rest *cpath, x, y node, conds *edgeConds, add func([]nodes)) error {
	fromX := first.fan(s, x, false) <= rest.fan(s, y, true)
	var mids []node
	var err error
	if fromX {
		mids, err = s.step(first, x, false, conds)
	} else {
		mids, err = s.step(rest, y, true, conds)
	}
	if err != nil {
		return err
	}
	for _, mid := range mids {
		var ok bool
		if fromX {
			ok, err = s.connected(rest, mid, y, conds)
		} else {
			ok, err = s.connected(first, x, mid, conds)
		}
		if err != nil {
			return err
		}
		if !ok {
			continue
		}
		for _, part := range []struct {
			p    *cpath
			a, b node
		}{{first, x, mid}, {rest, mid, y}} {
			qs, err := s.witness(part.p, part.a, part.b, conds)
			if err != nil {
				return err
			}
			add(qs)
		}
	}
	return nil
}

// connected reports whether path leads from x to y, looking from the side that
// promises fewer edges, or from that which is known already.
func (s *session) connected(p *cpath, x, y node, conds *edgeConds) (bool, error) {
	if r, ok := s.reach[reachKey{p, conds, x, false}]; ok {
		return r.has(y), nil
	}
	if r, ok := s.reach[reachKey{p, conds, y, true}]; ok {
		return r.has(x), nil
	}
	if p.fan(s, x, false) <= p.fan(s, y, true) {
		r, err := s.reached(p, x, false, conds)
		return r.has(y), err
	}
	r, err := s.reached(p, y, true, conds)
	return r.has(x), err
}

// A reachKey is a walk from one node.
type reachKey struct {
	path  *cpath
	conds *edgeConds
	from  node
	back  bool
}

// fewReached are so few nodes that a look through them is quicker than a set.
const fewReached = 32

// reached is step, remembered.
func (s *session) reached(p *cpath, n node, back bool, conds *edgeConds) (reached, error) {
	if p.kind == predPath && conds == nil {
		if list, err := s.follow(n, p.pred, p.back != back); err != nil || len(list) <= fewReached {
			return reached{list: list}, err
		}
	}
	key := reachKey{p, conds, n, back}
	if r, ok := s.reach[key]; ok {
		return r, nil
	}
	list, err := s.step(p, n, back, conds)
	if err != nil {
		return reached{}, err
	}
	r := reached{list: list}
	if len(list) > fewReached {
		r.set = make(map[node]struct{}, len(list))
		for _, x := range list {
			r.set[x] = struct{}{}
		}
	}
	s.reach[key] = r
	return r, nil
}

func (s *session) edgesBetween(pred node, back bool, x, y node, conds *edgeConds) ([]nodes, error) {
	q := nodes{x, pred, y}
	if back {
		q = nodes{y, pred, x}
	}
	if pred == 0 {
		return nil, nil
	}
	ok, err := s.has(q)
	if err == nil && ok {
		var no bool
		no, err = s.doubtful(q)
		ok = !no
	}
	if err == nil && ok && conds != nil {
		ok, err = conds.hold(s, q[0], q[1], q[2])
	}
	if err != nil || !ok {
		return nil, err
	}
	return []nodes{q}, nil
}
