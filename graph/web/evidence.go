package web

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/normgraph/normgraph/graph/draw"
	"github.com/normgraph/normgraph/graph/query"
)

// A quote is a passage as pages show it.
type quote struct {
	Claim      string  `json:"claim"`
	Subject    term    `json:"subject"`
	Predicate  string  `json:"predicate"`
	Object     term    `json:"object"`
	Document   term    `json:"document"`
	Date       string  `json:"published,omitempty"`
	Line       int     `json:"line"`
	Start      int     `json:"start"`
	End        int     `json:"end"`
	Text       string  `json:"text"`
	Status     string  `json:"status"`
	Stance     string  `json:"stance,omitempty"`
	Modality   string  `json:"modality,omitempty"`
	Rule       string  `json:"rule,omitempty"`
	Confidence float64 `json:"confidence"`
	Href       string  `json:"-"` // the words in their document
	Story      string  `json:"-"` // all about the claim
}

func (r *request) quote(q query.Quote) quote {
	out := quote{
		Claim: q.Claim, Subject: r.term(q.Subject), Predicate: q.Predicate, Object: r.term(q.Object), Document: r.term(q.Document),
		Line: q.Line, Start: q.Start, End: q.End, Text: strings.Join(strings.Fields(q.Text), " "),
		Status: q.Status, Stance: q.Stance, Modality: q.Modality, Rule: q.Rule, Confidence: q.Confidence,
		Story: entityPath(q.Claim),
	}
	if d, ok := r.documentOf(q.Document.ID); ok {
		out.Date = d.Date
	}
	out.Href = placeIn(q.Document.ID, q.Start, q.End)
	return out
}

// placeIn is the address of words in their document.
func placeIn(doc string, start, end int) string {
	return fmt.Sprintf("%s?at=%d#w%d-%d", entityPath(doc), start, start, end)
}

// quotes are the passages behind claims. Passages of several claims at one
// place are all kept.
func (r *request) quotes(claims []string) ([]quote, error) {
	qs, err := r.Graph.Evidence(r.ctx, claims)
	if err != nil {
		return nil, err
	}
	out := make([]quote, len(qs))
	for i, q := range qs {
		out[i] = r.quote(q)
	}
	return out, nil
}

// A passage is a place in a document with all that it says of a matter.
type passage struct {
	quote
	Says []quote `json:"-"`
}

// passages puts quotes of the same words together.
func passages(qs []quote) []passage {
	var out []passage
	for _, q := range qs {
		i := slices.IndexFunc(out, func(p passage) bool {
			return p.Document.ID == q.Document.ID && p.Start == q.Start && p.End == q.End
		})
		if i < 0 {
			i = len(out)
			out = append(out, passage{quote: q})
		}
		out[i].Says = append(out[i].Says, q)
	}
	return out
}

var quoteColumns = []string{"claim", "subject", "predicate", "object", "status", "stance", "document", "published", "line", "text", "rule", "confidence"}

func quoteSheet(qs []quote) *sheet {
	out := &sheet{Columns: quoteColumns}
	for _, q := range qs {
		out.Rows = append(out.Rows, []string{
			q.Claim, q.Subject.Label, q.Predicate, q.Object.Label, q.Status, q.Stance, q.Document.ID, q.Date,
			fmt.Sprint(q.Line), q.Text, q.Rule, fmt.Sprintf("%.2f", q.Confidence),
		})
	}
	return out
}

// maxClaims is how many claims one page asks the words of.
const maxClaims = 400

type claimsData struct {
	Title    string    `json:"title"`
	Quotes   []quote   `json:"evidence"`
	Passages []passage `json:"-"`
	Asked    int       `json:"claims"`
	Cut      int       `json:"left_out"` // claims whose words are not shown
}

// claims shows the words behind claims.
func (s *Site) claims(r *request) (*page, error) {
	ids := r.form["id"]
	if len(ids) == 0 {
		return nil, badRequest("The address needs the claims: /claims?id=claim/…&id=claim/…")
	}
	return r.claimsPage("The words behind it", ids)
}

func (r *request) claimsPage(title string, ids []string) (*page, error) {
	d := claimsData{Title: title, Asked: len(ids), Cut: max(0, len(ids)-maxClaims)}
	var err error
	if d.Quotes, err = r.quotes(ids[:min(len(ids), maxClaims)]); err != nil {
		return nil, err
	}
	d.Passages = passages(d.Quotes)
	return &page{Name: "claims", Title: title, Data: d, Sheet: quoteSheet(d.Quotes), Gizmo: claimsGizmo(ids)}, nil
}

// claimsHref is the address of the words behind claims.
func claimsHref(ids []string) string {
	if len(ids) == 0 {
		return ""
	}
	if len(ids) == 1 {
		return entityPath(ids[0])
	}
	form := url.Values{}
	for _, id := range ids[:min(len(ids), 60)] {
		form.Add("id", id)
	}
	return "/claims?" + form.Encode()
}

type claimData struct {
	Claim        string    `json:"claim"`
	Subject      term      `json:"subject"`
	Predicate    string    `json:"predicate"`
	Object       term      `json:"object"`
	Status       string    `json:"status"`
	Stance       string    `json:"stance,omitempty"`
	Modality     string    `json:"modality,omitempty"`
	Qualifier    string    `json:"qualifier,omitempty"`
	Rule         string    `json:"rule,omitempty"`
	Confidence   float64   `json:"confidence"`
	AttributedTo []term    `json:"attributedTo,omitempty"`
	Addressee    []term    `json:"addressee,omitempty"`
	Derived      bool      `json:"derived"`
	Quotes       []quote   `json:"evidence"`
	Passages     []passage `json:"-"`
	Premises     []related `json:"premises,omitempty"`
	Conclusions  []related `json:"conclusions,omitempty"`
	Same         []related `json:"same,omitempty"`
	Contrary     []clash   `json:"contrary,omitempty"`
	Merged       []merged  `json:"merged,omitempty"`
}

// related is another claim.
type related struct {
	Claim string `json:"claim"`
	Href  string `json:"-"`
	Text  string `json:"text"`
}

type merged struct {
	Entity  term     `json:"entity"`
	Names   []string `json:"names"`
	Reasons []string `json:"reasons"`
}

var errUnknownClaim = errors.New("no such claim")

// claim tells the whole story of one edge.
func (s *Site) claim(r *request) (*page, error) {
	id := r.id("claim/")
	if !r.known(id) {
		return nil, fmt.Errorf("there is %w as %s in the graph", errUnknownClaim, id)
	}
	st, err := r.Graph.Story(r.ctx, id)
	if err != nil {
		return nil, err
	}
	d := claimData{
		Claim: st.Claim, Subject: r.term(st.Subject), Predicate: st.Predicate, Object: r.term(st.Object),
		Status: st.Status, Stance: st.Stance, Modality: st.Modality, Qualifier: st.Qualifier, Rule: st.Rule, Confidence: st.Confidence,
		AttributedTo: r.terms(st.AttributedTo), Addressee: r.terms(st.Addressee), Derived: st.Derived,
	}
	for _, q := range st.Quotes {
		d.Quotes = append(d.Quotes, r.quote(q))
	}
	d.Passages = passages(d.Quotes)
	for _, l := range []struct {
		to  *[]related
		ids []string
	}{{&d.Premises, st.Premises}, {&d.Conclusions, st.Conclusions}, {&d.Same, st.Same}} {
		if *l.to, err = r.related(l.ids); err != nil {
			return nil, err
		}
	}
	for _, c := range st.Contrary {
		d.Contrary = append(d.Contrary, s.clash(r, c))
	}
	for _, m := range st.Merged {
		d.Merged = append(d.Merged, merged{r.term(m.Entity), m.Names, m.Reasons})
	}
	return &page{
		Name: "claim", Title: d.Subject.Label + " " + draw.Phrase(d.Predicate) + " " + d.Object.Label, Data: d,
		Sheet: quoteSheet(d.Quotes), Gizmo: claimsGizmo([]string{d.Claim}),
	}, nil
}

// related says what other claims are about, in a line each.
func (r *request) related(ids []string) ([]related, error) {
	var out []related
	for _, id := range ids[:min(len(ids), 30)] {
		st, err := r.Graph.Query(r.ctx, "<"+r.full(id)+"> ->claimSubject s, <"+r.full(id)+"> ->claimPredicate p, <"+r.full(id)+"> ->claimObject o return s, p, o", nil, query.Options{NoEvidence: true})
		if err != nil {
			return nil, err
		}
		text := id
		if len(st.Rows) > 0 {
			c := st.Rows[0].Cells
			text = c[0].String() + " " + draw.Phrase(strings.TrimPrefix(c[1][0].ID, "ng:")) + " " + c[2].String()
		}
		out = append(out, related{id, entityPath(id), text})
	}
	return out, nil
}

// full is the IRI of an id; an id that can't be one gives one that is nowhere.
func (v *reading) full(id string) string {
	iri, err := v.Names.Expand(id)
	if err != nil || strings.ContainsAny(string(iri), "<>\"{}|^` ") {
		return v.Names.Base() + "nowhere"
	}
	return string(iri)
}

func (v *reading) lexicon(ctx context.Context) (*lexicon, error) {
	return remember(v, "lexicon", func() (*lexicon, error) { return newLexicon(ctx, v.Version) })
}

func (v *reading) stats(ctx context.Context) (*query.Stats, error) {
	return remember(v, "stats", func() (*query.Stats, error) { return v.Graph.Stats(ctx) })
}
