package quads

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"

	"github.com/cayleygraph/quad"

	"github.com/normgraph/normgraph/extract"
	"github.com/normgraph/normgraph/extract/resolve"
	"github.com/normgraph/normgraph/schema"
)

// A Claim is one statement of a document in the form that `normgraph extract
// --format jsonl` prints. The names and the order of the fields are fixed.
type Claim struct {
	ID         string             `json:"id"`       // claim/…
	Document   string             `json:"document"` // path as given
	Subject    Term               `json:"subject"`
	Predicate  schema.Predicate   `json:"predicate"`
	Object     Term               `json:"object"`
	Status     extract.Status     `json:"status"`
	Stance     schema.Predicate   `json:"stance"`
	Holder     *Term              `json:"holder"` // who is behind the words, where it is not the subject
	Addressee  *Term              `json:"addressee"`
	Derived    bool               `json:"derived"`
	Rule       string             `json:"rule"`
	Confidence float64            `json:"confidence"` // 0 to 1, two places
	Evidence   []resolve.Evidence `json:"evidence"`

	Modality  string   `json:"modality,omitempty"`
	Qualifier string   `json:"qualifier,omitempty"` // of a count
	ChairOnly bool     `json:"chairOnly,omitempty"`
	Premises  []string `json:"derivedFrom,omitempty"` // ids of the claims that a derived one follows from

	Review *resolve.Review `json:"review,omitempty"` // a person's word on it

	// AssistedBy is the model that made a suggestion, which is no claim of the
	// graph; see [Builder.Suggestions].
	AssistedBy string `json:"assistedBy,omitempty"`
}

// A Term is a thing, or a literal if Datatype is set.
type Term struct {
	ID      string // IRI path: state/PL
	Type    schema.Class
	Label   string
	Aliases []string

	Value    string
	Datatype string // xsd:date, xsd:string …
}

type thingJSON struct {
	ID      string       `json:"id"`
	Type    schema.Class `json:"type"`
	Label   string       `json:"label"`
	Aliases []string     `json:"aliases"`
}

type literalJSON struct {
	Value    string `json:"value"`
	Datatype string `json:"datatype"`
}

// MarshalJSON writes {"id","type","label","aliases"} or {"value","datatype"}.
func (t Term) MarshalJSON() ([]byte, error) {
	var v any = literalJSON{t.Value, t.Datatype}
	if t.Datatype == "" {
		v = thingJSON{t.ID, t.Type, t.Label, append([]string{}, t.Aliases...)}
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	err := enc.Encode(v)
	return b.Bytes(), err
}

// UnmarshalJSON reads what MarshalJSON writes.
func (t *Term) UnmarshalJSON(b []byte) error {
	var v struct {
		thingJSON
		literalJSON
	}
	if err := json.Unmarshal(b, &v); err != nil {
		return err
	}
	*t = Term{v.ID, v.Type, v.Label, v.Aliases, v.Value, v.Datatype}
	return nil
}

// WriteJSON writes claims as JSON lines.
func WriteJSON(w io.Writer, claims []Claim) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	for i := range claims {
		if err := enc.Encode(&claims[i]); err != nil {
			return err
		}
	}
	return nil
}

// A Builder makes claims and quads. It is read-only and safe for concurrent use.
type Builder struct {
	Vocabulary *schema.Vocabulary
	Names      schema.Names
	Resolution *resolve.Resolution
}

// A Rejected claim is one that the closed schema has no place for: a bug in a
// rule, or a literal that is no date or number.
type Rejected struct {
	Document, Rule string
	Predicate      schema.Predicate
	Err            error
}

// Error says which rule made what.
func (r *Rejected) Error() string {
	return fmt.Sprintf("%s: rule %s: %s: %v", r.Document, r.Rule, r.Predicate, r.Err)
}

// Claims are the claims of a document that was resolved, those read in order of
// the document's claims, then those derived. Claims that say the same of the
// same things after resolution are one with the evidence of all.
func (b *Builder) Claims(d *resolve.Document) (claims []Claim, rejected []*Rejected) {
	index := map[string]int{}
	for i := range d.Claims {
		c, err := b.Claim(d, &d.Claims[i])
		if err != nil {
			rejected = append(rejected, &Rejected{d.ID, d.Claims[i].Rule, d.Claims[i].Predicate, err})
			continue
		}
		k, ok := index[c.ID]
		if !ok {
			index[c.ID] = len(claims)
			claims = append(claims, c)
			continue
		}
		old := &claims[k]
		old.Evidence = mergeEvidence(old.Evidence, c.Evidence)
		if c.Confidence > old.Confidence {
			old.Confidence, old.Rule = c.Confidence, c.Rule
		}
		if old.Review == nil {
			old.Review = c.Review
		}
	}
	return b.derive(d, claims), rejected
}

func mergeEvidence(a, b []resolve.Evidence) []resolve.Evidence {
	out := slices.Concat(a, b)
	slices.SortStableFunc(out, func(x, y resolve.Evidence) int {
		return cmp.Or(cmp.Compare(x.Start, y.Start), cmp.Compare(x.End, y.End))
	})
	return slices.CompactFunc(out, func(x, y resolve.Evidence) bool { return x.Start == y.Start && x.End == y.End })
}

// Claim is one claim of a document that was resolved, as it is before claims
// that say the same are made one.
func (b *Builder) Claim(d *resolve.Document, c *resolve.Claim) (Claim, error) {
	def := b.Vocabulary.Predicate(c.Predicate)
	if def == nil || !def.IsClaim() {
		return Claim{}, fmt.Errorf("not a predicate of claims")
	}
	if len(c.Evidence) == 0 {
		return Claim{}, fmt.Errorf("no evidence")
	}
	out := Claim{
		Document: d.Path, Predicate: c.Predicate, Status: cmp.Or(c.Status, extract.Asserted), Stance: c.Stance,
		Derived: c.Derived, Rule: c.Rule, Confidence: math.Round(c.Confidence*100) / 100, Evidence: c.Evidence,
		Modality: c.Modality, Qualifier: c.Qualifier, ChairOnly: c.ChairOnly, Review: c.Review,
	}
	if def.Group == schema.StanceGroup && out.Stance == "" {
		out.Stance = c.Predicate
	}
	var err error
	if out.Subject, err = b.term(d, c.Subject); err != nil {
		return out, fmt.Errorf("subject: %w", err)
	}
	if !b.Vocabulary.Allows(def.Domain, out.Subject.Type) {
		return out, fmt.Errorf("subject %s: a %s is outside of the domain", out.Subject.ID, out.Subject.Type)
	}
	if c.Literal != nil {
		out.Object, err = b.literal(def, c.Literal)
	} else {
		out.Object, err = b.object(d, def, c.Object)
	}
	if err != nil {
		return out, fmt.Errorf("object: %w", err)
	}
	if out.Object.ID != "" && out.Object.ID == out.Subject.ID {
		return out, fmt.Errorf("%s: subject and object are one", out.Subject.ID)
	}
	if out.Holder, err = b.optional(d, c.AttributedTo); err != nil {
		return out, fmt.Errorf("holder: %w", err)
	}
	if out.Addressee, err = b.optional(d, c.Addressee); err != nil {
		return out, fmt.Errorf("addressee: %w", err)
	}
	out.ID = claimID(d, &out)
	return out, nil
}

func (b *Builder) optional(d *resolve.Document, i int) (*Term, error) {
	if i == extract.NoEntity {
		return nil, nil
	}
	t, err := b.term(d, i)
	return &t, err
}

// term is the thing of an entity of the document, or the document itself.
func (b *Builder) term(d *resolve.Document, i int) (Term, error) {
	if i == extract.TheDocument {
		return Term{ID: "doc/" + d.ID, Type: schema.Document, Label: cmp.Or(d.Meta.Title, d.ID)}, nil
	}
	th := b.Resolution.Thing(d.ID, i)
	if th == nil {
		return Term{}, fmt.Errorf("entity %d is not resolved", i)
	}
	if _, err := b.Names.ID(th.Path); err != nil {
		return Term{}, err
	}
	return Term{ID: th.Path, Type: th.Class, Label: th.Label, Aliases: aliases(th, &d.Entities[i])}, nil
}

// maxAliases bounds the names of other documents in a claim's term.
const maxAliases = 24

// aliases are the document's own names of a thing, then those of others.
func aliases(th *resolve.Thing, e *resolve.Entity) []string {
	var out []string
	add := func(s string) {
		if s != th.Label && !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	add(e.Label)
	for _, s := range e.Aliases {
		add(s)
	}
	for _, s := range th.Aliases {
		if len(out) >= maxAliases {
			break
		}
		add(s)
	}
	return out
}

func (b *Builder) object(d *resolve.Document, def *schema.PredicateDef, i int) (Term, error) {
	t, err := b.term(d, i)
	if err != nil {
		return t, err
	}
	if !b.Vocabulary.Allows(def.Range, t.Type) {
		return t, fmt.Errorf("%s: a %s is outside of the range", t.ID, t.Type)
	}
	return t, nil
}

// CheckLiteral tells why a literal can't be the object of a predicate, or nil.
func (b *Builder) CheckLiteral(def *schema.PredicateDef, value, datatype string) error {
	_, err := b.literal(def, &extract.Literal{Value: value, Datatype: datatype})
	return err
}

func (b *Builder) literal(def *schema.PredicateDef, l *extract.Literal) (Term, error) {
	t := Term{Value: l.Value, Datatype: cmp.Or(l.Datatype, "xsd:string")}
	dt, err := schema.Datatype(t.Datatype)
	if err != nil {
		return t, err
	}
	if !def.AnyLiteral && !slices.Contains(def.Datatypes, dt) {
		return t, fmt.Errorf("%q: datatype %s is outside of the range", l.Value, t.Datatype)
	}
	if len(def.Values) > 0 && !slices.Contains(def.Values, l.Value) {
		return t, fmt.Errorf("%q: want one of %s", l.Value, strings.Join(def.Values, ", "))
	}
	_, err = literalValue(t)
	return t, err
}

// literalValue is the checked quad term of a literal.
func literalValue(t Term) (quad.Value, error) {
	if t.Datatype == "xsd:string" {
		return schema.NewString(t.Value)
	}
	dt, err := schema.Datatype(t.Datatype)
	if err != nil {
		return nil, err
	}
	return schema.NewTyped(t.Value, dt)
}

// claimID is the same wherever and whenever the document says the same: the
// first 16 hexadecimal digits of the SHA-256 of document, subject, predicate,
// object and holder, with the status and the kind where they are not the usual.
func claimID(d *resolve.Document, c *Claim) string {
	parts := []string{d.ID, c.Subject.ID, string(c.Predicate), c.Object.ID}
	if c.Object.Datatype != "" {
		parts[3] = c.Object.Value + "^^" + c.Object.Datatype
	}
	holder := ""
	if c.Holder != nil {
		holder = c.Holder.ID
	}
	parts = append(parts, holder)
	if c.Status != extract.Asserted {
		parts = append(parts, string(c.Status))
	}
	if c.Derived {
		parts = append(parts, "derived")
	}
	sum := sha256.Sum256([]byte(strings.Join(parts, "\n")))
	return "claim/" + hex.EncodeToString(sum[:8])
}
