package query

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/cayleygraph/cayley/graph"
	_ "github.com/cayleygraph/cayley/graph/memstore"
	"github.com/cayleygraph/quad"

	"github.com/normgraph/normgraph/schema"
)

const testBase = schema.DefaultBase

func vocabulary(t testing.TB) *Vocabulary {
	t.Helper()
	defs, err := schema.Default()
	if err != nil {
		t.Fatal(err)
	}
	return NewVocabulary(schema.Names{}, defs)
}

// value reads a term as the tests write it: state/KR, ng:State, "text",
// 2019-10-08, 12.
func value(s string) quad.Value {
	switch {
	case strings.HasPrefix(s, `"`):
		return quad.String(strings.Trim(s, `"`))
	case s[0] >= '0' && s[0] <= '9':
		typ := map[int]quad.IRI{4: schema.XSDGYear, 7: schema.XSDGYearMonth, 10: schema.XSDDate}[len(s)]
		if typ == "" || !isDate(s) {
			typ = schema.XSDInteger
		}
		return quad.TypedString{Value: quad.String(s), Type: typ}
	case strings.Contains(s, "/"):
		return quad.IRI(testBase + s)
	}
	return predIRI(strings.TrimPrefix(s, "ng:"))
}

// A maker collects the quads of a graph in the shape that the build gives it.
type maker struct {
	quads []quad.Quad
	n     int
}

func (m *maker) add(s, p, o, label string) {
	m.quads = append(m.quads, quad.Quad{Subject: value(s), Predicate: predIRI(p), Object: value(o), Label: quad.IRI(testBase + label)})
}

// entity adds a thing of the gazetteer: id, class, label and other names.
func (m *maker) entity(id, class, label string, alt ...string) {
	m.add(id, "rdf:type", "ng:"+class, "graph/vocabulary")
	m.add(id, "rdfs:label", `"`+label+`"`, "graph/vocabulary")
	for _, a := range alt {
		m.add(id, "altName", `"`+a+`"`, "graph/vocabulary")
	}
}

// claim adds an edge of a document with its claim and its words. Options are
// "status=planned" and so on.
func (m *maker) claim(doc, s, p, o, words string, options ...string) string {
	m.n++
	id := fmt.Sprintf("claim/%016x", m.n)
	ev := fmt.Sprintf("evidence/%s/%d-%d", strings.TrimPrefix(doc, "doc/"), m.n*100, m.n*100+len(words))
	m.add(s, p, o, doc)
	m.add(id, "rdf:type", "ng:Claim", doc)
	m.add(id, "claimSubject", s, doc)
	m.add(id, "claimPredicate", "ng:"+p, doc)
	m.add(id, "claimObject", o, doc)
	set := map[string]string{"status": "asserted", "confidence": "0.9", "rule": "test." + p}
	keys := []string{"status", "confidence", "rule"}
	for _, opt := range options {
		k, v, _ := strings.Cut(opt, "=")
		if _, ok := set[k]; !ok {
			keys = append(keys, k)
		}
		set[k] = v
	}
	for _, k := range keys {
		v := `"` + set[k] + `"`
		if strings.Contains(set[k], "/") {
			v = set[k]
		}
		if k == "confidence" {
			m.quads = append(m.quads, quad.Quad{
				Subject: value(id), Predicate: predIRI(k),
				Object: quad.TypedString{Value: quad.String(set[k]), Type: schema.XSDDecimal}, Label: value(doc),
			})
			continue
		}
		m.add(id, k, v, doc)
	}
	m.add(id, "evidence", ev, doc)
	m.add(id, "inDocument", doc, doc)
	m.add(ev, "rdf:type", "ng:Evidence", doc)
	m.add(ev, "inDocument", doc, doc)
	m.add(ev, "line", fmt.Sprint(m.n), doc)
	m.quads = append(
		m.quads,
		quad.Quad{Subject: value(ev), Predicate: predIRI("start"), Object: integer(m.n * 100), Label: value(doc)},
		quad.Quad{Subject: value(ev), Predicate: predIRI("end"), Object: integer(m.n*100 + len(words)), Label: value(doc)},
	)
	m.add(ev, "exact", `"`+words+`"`, doc)
	return id
}

func integer(n int) quad.Value {
	return quad.TypedString{Value: quad.String(fmt.Sprint(n)), Type: schema.XSDInteger}
}

// derived adds a rolled-up edge with its premises.
func (m *maker) derived(s, p, o string, from ...string) string {
	m.n++
	id := fmt.Sprintf("claim/%016x", m.n)
	m.add(s, p, o, "graph/derived")
	m.add(id, "rdf:type", "ng:Claim", "graph/derived")
	m.add(id, "claimSubject", s, "graph/derived")
	m.add(id, "claimPredicate", "ng:"+p, "graph/derived")
	m.add(id, "claimObject", o, "graph/derived")
	m.add(id, "derived", `"true"`, "graph/derived")
	m.add(id, "status", `"asserted"`, "graph/derived")
	for _, f := range from {
		m.add(id, "derivedFrom", f, "graph/derived")
	}
	return id
}

func (m *maker) store(t testing.TB) graph.QuadStore {
	t.Helper()
	qs, err := m.open()
	if err != nil {
		t.Fatal(err)
	}
	return qs
}

func (m *maker) open() (graph.QuadStore, error) {
	qs, err := graph.NewQuadStore("memstore", "", nil)
	if err != nil {
		return nil, err
	}
	seen := map[quad.Quad]bool{}
	var deltas []graph.Delta
	for _, q := range m.quads {
		if !seen[q] {
			seen[q] = true
			deltas = append(deltas, graph.Delta{Quad: q, Action: graph.Add})
		}
	}
	return qs, qs.ApplyDeltas(deltas, graph.IgnoreOpts{IgnoreDup: true})
}

// fixture is a small made-up graph: a series with two editions, hosts,
// speakers, norms.
func fixture() *maker {
	m := &maker{}
	m.entity("state/KR", "State", "Republic of Korea", "Korea", "South Korea", "ROK")
	m.entity("state/KP", "State", "Democratic People's Republic of Korea", "North Korea", "DPRK")
	m.entity("state/PL", "State", "Poland", "Republic of Poland")
	m.entity("state/US", "State", "United States", "United States of America", "USA")
	m.entity("state/CI", "State", "Côte d’Ivoire", "Ivory Coast")
	m.entity("org/osce", "Organization", "Organization for Security and Co-operation in Europe", "OSCE")
	m.entity("org/mofa-kr", "Organization", "Ministry of Foreign Affairs")
	m.entity("person/lee-taeho", "Person", "Lee Taeho", "LEE Tae-ho")
	m.entity("person/ann-bell", "Person", "Ann Bell")
	m.entity("office/kr/vice-minister", "Office", "Vice Minister of Foreign Affairs")
	m.entity("place/seoul", "Place", "Seoul")
	m.entity("place/vienna", "Place", "Vienna")
	m.entity("series/irc", "Series", "Inter-Regional Conference on Cyber Security")
	m.entity("event/irc-2", "Event", "2nd Inter-Regional Conference on Cyber Security")
	m.entity("event/irc-3", "Event", "3rd Inter-Regional Conference on Cyber Security")
	m.entity("event/irc-3/session-1", "Session", "Session 1")
	m.entity("event/dinner", "Event", "Welcoming Dinner")
	for id, label := range map[string]string{
		"norm/cbm": "Confidence-building measures", "norm/capacity": "Capacity-building",
		"norm/capacity-training": "Training", "norm/intl-law": "International law applies", "norm/gge-c": "Due diligence",
	} {
		m.entity(id, "Norm", label)
	}
	m.add("norm/capacity-training", "skos:broader", "norm/capacity", "graph/vocabulary")
	for _, d := range []string{"doc/a", "doc/b", "doc/c"} {
		m.entity(d, "Document", "Document "+strings.ToUpper(d[4:]))
	}
	m.claim("doc/a", "doc/a", "publishedOn", "2018-06-02", "2 June 2018")
	m.claim("doc/b", "doc/b", "publishedOn", "2019-05-10", "10 May 2019")
	m.claim("doc/c", "doc/c", "publishedOn", "2019-05-11", "11 May 2019")
	m.claim("doc/a", "doc/a", "reportsOn", "event/irc-2", "The second conference met in Vienna.")
	m.claim("doc/b", "doc/b", "reportsOn", "event/irc-3", "The third conference met in Seoul.")
	m.claim("doc/a", "event/irc-2", "editionOf", "series/irc", "the second conference")
	m.claim("doc/b", "event/irc-3", "editionOf", "series/irc", "the third conference")
	m.claim("doc/a", "event/irc-2", "editionNumber", "2", "second")
	m.claim("doc/b", "event/irc-3", "editionNumber", "3", "third")
	m.claim("doc/a", "event/irc-2", "startDate", "2018-06", "June 2018")
	m.claim("doc/b", "event/irc-3", "startDate", "2019-05-08", "8 May 2019")
	m.claim("doc/b", "event/irc-3", "endDate", "2019-05-09", "to 9 May 2019")
	m.claim("doc/a", "event/irc-2", "place", "place/vienna", "met in Vienna")
	m.claim("doc/b", "event/irc-3", "place", "place/seoul", "met in Seoul")
	m.claim("doc/b", "event/irc-3/session-1", "subEventOf", "event/irc-3", "In the first session")
	a1 := m.claim("doc/a", "event/irc-2", "coHostedBy", "state/KR", "Korea and the OSCE co-hosted it.")
	a2 := m.claim("doc/a", "event/irc-2", "coHostedBy", "org/osce", "Korea and the OSCE co-hosted it.")
	b1 := m.claim("doc/b", "event/irc-3", "coHostedBy", "state/KR", "Korea and Poland co-hosted it.")
	c1 := m.claim("doc/c", "event/irc-3", "coHostedBy", "state/KR", "co-hosted by Korea")
	b2 := m.claim("doc/b", "event/irc-3", "coHostedBy", "state/PL", "Korea and Poland co-hosted it.")
	m.derived("event/irc-2", "hostedBy", "state/KR", a1)
	m.derived("event/irc-2", "hostedBy", "org/osce", a2)
	m.derived("event/irc-3", "hostedBy", "state/KR", b1, c1)
	m.derived("event/irc-3", "hostedBy", "state/PL", b2)
	m.claim("doc/b", "person/lee-taeho", "addressed", "event/irc-3", "Vice Minister Lee opened it.")
	m.claim("doc/b", "person/ann-bell", "addressed", "event/irc-3/session-1", "Ms Bell spoke.", "status=planned")
	m.claim("doc/b", "person/lee-taeho", "holdsOffice", "office/kr/vice-minister", "Vice Minister Lee")
	m.claim("doc/b", "person/lee-taeho", "represents", "state/KR", "of the Republic of Korea")
	m.claim("doc/b", "office/kr/vice-minister", "officeIn", "state/KR", "of the Republic of Korea")
	n1 := m.claim("doc/a", "event/irc-2", "supports", "norm/cbm", "They welcomed confidence-building.", "stance=supports")
	n2 := m.claim("doc/b", "event/irc-3", "agrees", "norm/cbm", "They agreed on confidence-building.", "stance=agrees")
	n3 := m.claim("doc/b", "event/irc-3", "callsFor", "norm/capacity-training", "They called for training.", "stance=callsFor", "confidence=0.55")
	n4 := m.claim("doc/c", "event/irc-3", "hopesFor", "norm/intl-law", "They hoped for law.", "stance=hopesFor", "status=hedged")
	n5 := m.claim("doc/b", "state/KR", "commitsTo", "norm/gge-c", "Korea will not let it happen.", "stance=commitsTo", "attributedTo=person/lee-taeho")
	m.derived("event/irc-2", "endorses", "norm/cbm", n1)
	m.derived("event/irc-3", "endorses", "norm/cbm", n2)
	m.derived("event/irc-3", "endorses", "norm/capacity-training", n3)
	m.derived("event/irc-3", "endorses", "norm/intl-law", n4)
	m.derived("state/KR", "endorses", "norm/gge-c", n5)
	m.claim("doc/c", "state/PL", "discusses", "norm/gge-c", "Poland spoke of due diligence.", "stance=discusses")
	m.claim("doc/c", "state/KP", "opposes", "norm/gge-c", "North Korea rejected it.", "stance=opposes", "status=reported")
	m.claim("doc/b", "event/irc-3", "participantCount", "120", "120 participants")
	m.claim("doc/c", "event/irc-3", "participantCount", "200", "200 participants")
	return m
}

// rich is the fixture with what the rarer questions need.
func rich() *maker {
	m := fixture()
	m.entity("norm/cyberspace", "Norm", "Cyberspace")
	m.entity("norm/cs-open", "Norm", "Open cyberspace")
	m.add("norm/cs-open", "skos:broader", "norm/cyberspace", "graph/vocabulary")
	m.entity("instr/report-2015", "Instrument", "Report of 2015")
	m.claim("doc/a", "instr/report-2015", "states", "norm/intl-law", "The report says that law applies.")
	m.claim("doc/a", "state/KR", "endorses", "instr/report-2015", "Korea stands by the report.", "stance=supports")
	open := m.claim("doc/c", "org/osce", "callsFor", "norm/cs-open", "The OSCE called for an open cyberspace.", "stance=callsFor")
	m.claim("doc/c", "org/osce", "notesGapIn", "norm/intl-law", "There is no agreed law yet.", "stance=notesGapIn")
	m.claim("doc/c", "person/ann-bell", "callsFor", "norm/intl-law", "Ms Bell called for law.", "stance=callsFor")
	m.claim("doc/c", "person/ann-bell", "discusses", "norm/cbm", "Ms Bell spoke about confidence.", "stance=discusses")
	m.claim("doc/c", "event/irc-3", "discusses", "norm/gge-c", "They talked about due diligence.", "stance=discusses")
	m.claim("doc/b", "org/mofa-kr", "homeState", "state/KR", "the Korean ministry")
	m.claim("doc/a", "org/osce", "attended", "event/irc-2", "the OSCE took part")
	m.claim("doc/b", "org/osce", "attended", "event/irc-3/session-1", "the OSCE took part")
	m.claim("doc/c", "org/osce", "opposes", "norm/cs-open", "The OSCE spoke against it.", "stance=opposes")
	m.derived("org/osce", "endorses", "norm/cs-open", open)
	m.add("event/dinner", "possiblySameAs", "event/irc-3/session-1", "graph/identity")
	return m
}

func fixtureGraph(t testing.TB) *Graph {
	t.Helper()
	return New(fixture().store(t), vocabulary(t))
}

// lines writes a table as the tests compare it: a row a line, ids for
// entities.
func lines(t *Table) string {
	var b strings.Builder
	for _, r := range t.Rows {
		for i, c := range r.Cells {
			if i > 0 {
				b.WriteString(" | ")
			}
			for j, x := range c {
				if j > 0 {
					b.WriteString("; ")
				}
				b.WriteString(ifElse(x.ID != "", x.ID, x.Label))
			}
		}
		b.WriteString("\n")
	}
	return strings.TrimSpace(b.String())
}

func ask(t *testing.T, g *Graph, text string, args map[string]string) *Table {
	t.Helper()
	got, err := g.Query(context.Background(), text, args, Options{})
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return got
}
