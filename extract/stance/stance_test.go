package stance

import (
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/normgraph/normgraph/extract"
	"github.com/normgraph/normgraph/extract/syntax"
	"github.com/normgraph/normgraph/extract/text"
	"github.com/normgraph/normgraph/schema"
	"github.com/normgraph/normgraph/schema/data"
	"github.com/normgraph/normgraph/schema/norm"
)

// fixture is what a test document needs: the recogniser and the steps before.
type fixture struct {
	segment *text.Segmenter
	parse   *syntax.Parser
	stance  *Recognizer
}

var loadFixture = sync.OnceValues(func() (*fixture, error) {
	cat, err := norm.Load(data.Norms)
	if err != nil {
		return nil, err
	}
	f := &fixture{}
	if f.segment, err = text.New(); err != nil {
		return nil, err
	}
	if f.parse, err = syntax.New(); err != nil {
		return nil, err
	}
	f.stance, err = New(cat, nil)
	return f, err
})

var marked = regexp.MustCompile(`\[([SPOBEI]):([^\]]+)\]`)

var classes = map[string]schema.Class{
	"S": schema.State, "P": schema.Person, "O": schema.Organization, "B": schema.Body, "E": schema.Event, "I": schema.Instrument,
}

// document makes an analysed document of paragraphs in which actors are marked
// as in cues.yaml. A paragraph that begins with "# " is a heading, with "- " a
// list item; "@event" after a marked event makes it the one reported on.
func document(t testing.TB, genre extract.Genre, paragraphs ...string) *extract.Analysis {
	t.Helper()
	f, err := loadFixture()
	if err != nil {
		t.Fatal(err)
	}
	doc := &extract.Document{ID: "test", Meta: extract.Meta{Genre: genre, Language: "en"}}
	a := &extract.Analysis{Doc: doc}
	entities := map[string]int{}
	var b strings.Builder
	for _, p := range paragraphs {
		blk := extract.Block{}
		switch {
		case strings.HasPrefix(p, "# "):
			blk.Kind, blk.Level, p = extract.Heading, 1, p[2:]
			if doc.Meta.Title.Value == "" {
				doc.Meta.Title.Value = marked.ReplaceAllString(p, "$2")
			}
		case strings.HasPrefix(p, "- "):
			blk.Kind, blk.Marker, p = extract.ListItem, "-", p[2:]
		}
		start := b.Len()
		at := 0
		for _, m := range marked.FindAllStringSubmatchIndex(p, -1) {
			b.WriteString(p[at:m[0]])
			name := p[m[4]:m[5]]
			class := classes[p[m[2]:m[3]]]
			e, ok := entities[name]
			if !ok {
				key := ""
				if class == schema.State {
					key = "state/" + name
				}
				e = a.AddEntity(extract.Entity{Class: class, Key: key, Label: name})
				entities[name] = e
				if class == schema.Event {
					a.AddClaim(extract.Claim{Subject: extract.TheDocument, Predicate: schema.ReportsOn, Object: e})
				}
			}
			s := b.Len()
			b.WriteString(name)
			a.Mentions = append(a.Mentions, extract.Mention{Span: extract.Span{Start: s, End: b.Len()}, Class: class, Entity: e})
			at = m[1]
		}
		b.WriteString(p[at:])
		blk.Span = extract.Span{Start: start, End: b.Len()}
		b.WriteByte('\n')
		doc.Blocks = append(doc.Blocks, blk)
	}
	doc.Text, doc.Raw = b.String(), []byte(b.String())
	f.segment.Extract(a)
	f.parse.Extract(a)
	if genre == extract.Remarks {
		for i, e := range a.Entities {
			if e.Class == schema.Person {
				a.AddClaim(extract.Claim{Subject: extract.TheDocument, Predicate: schema.Speaker, Object: i})
				break
			}
		}
	}
	before := len(a.Claims)
	f.stance.Extract(a)
	a.Claims = a.Claims[before:]
	return a
}

// lines renders claims as "holder label object", norms by id, sorted.
func lines(a *extract.Analysis) []string {
	name := func(i int) string {
		e := a.Entities[i]
		if id, ok := strings.CutPrefix(e.Key, "norm/"); ok {
			return id
		}
		return e.Label
	}
	out := []string{}
	for _, c := range a.Claims {
		s := name(c.Subject) + " " + string(c.Predicate) + " " + name(c.Object)
		if c.Addressee != extract.NoEntity && c.Predicate == schema.CallsFor {
			s += " to " + name(c.Addressee)
		}
		out = append(out, s)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func TestCueExamples(t *testing.T) {
	f, err := loadFixture()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range f.stance.lex.cues {
		for _, x := range c.Examples {
			want := slices.Clone(x.Claims)
			slices.Sort(want)
			if want == nil {
				want = []string{}
			}
			if diff := cmp.Diff(want, lines(document(t, extract.News, x.Text))); diff != "" {
				t.Errorf("%s: %s\n-want +got\n%s", c.ID, x.Text, diff)
			}
		}
	}
}
