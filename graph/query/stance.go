package query

import (
	_ "embed"
	"slices"
	"strconv"
	"strings"
)

//go:embed stances.tsv
var stanceList string

// A stance is a kind of position on a norm.
type stance struct {
	name   string
	side   string // for, against, none
	weight float64
	rank   int // 0 is the strongest
}

// loadStances reads the list of stances.
func loadStances() map[string]stance {
	out := map[string]stance{}
	for line := range strings.Lines(stanceList) {
		f := strings.Split(strings.TrimSpace(line), "\t")
		if strings.HasPrefix(line, "#") || len(f) != 3 || f[0] == "stance" {
			continue
		}
		w, _ := strconv.ParseFloat(f[2], 64)
		out[f[0]] = stance{f[0], f[1], w, len(out)}
	}
	return out
}

// A position is what one voice says of one norm, with the claims that say so.
type position struct {
	voice, norm node
	stance      string
	claims      []*claim
}

// positions lists the positions of a voice by norm and fine stance, in the
// order of the store.
func (s *session) positions(voice node) ([]position, error) {
	var out []position
	for _, p := range s.voc.stances() {
		norms, err := s.attr(voice, p)
		if err != nil {
			return nil, err
		}
		for _, n := range norms {
			cs, err := s.behind(voice, s.pred(p), n)
			if err != nil {
				return nil, err
			}
			if len(cs) == 0 {
				out = addPosition(out, position{voice, n, p, nil}, nil)
			}
			for _, c := range cs {
				st := c.stance
				if st == "" {
					st = p
				}
				out = addPosition(out, position{voice, n, st, nil}, c)
			}
		}
	}
	return out, nil
}

func addPosition(ps []position, p position, c *claim) []position {
	i := slices.IndexFunc(ps, func(o position) bool { return o.norm == p.norm && o.stance == p.stance })
	if i < 0 {
		i = len(ps)
		ps = append(ps, p)
	}
	if c != nil && !slices.Contains(ps[i].claims, c) {
		ps[i].claims = append(ps[i].claims, c)
	}
	return ps
}

// voices are an entity and, of a series, its editions.
func (s *session) voices(n node) ([]node, error) {
	editions, err := s.follow(n, s.pred("editionOf"), true)
	return append([]node{n}, editions...), err
}
