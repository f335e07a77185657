// Package clause turns parsed sentences into predications with their
// arguments, so that rules need not know whether a text says "Poland
// co-hosted the meeting", "the meeting, co-hosted by Poland, …" or "the
// meeting that Poland co-hosts".
package clause

import "github.com/normgraph/normgraph/extract"

// Kind says what carries the predication.
type Kind int

// The kinds of clause.
const (
	Verbal  Kind = iota // a verb: "hosted"
	Copular             // a predicate adjective or noun with "be": "is vital", "was the host"
	Nominal             // a noun with arguments: "call for", "commitment to", "remarks by … at"
)

// A Clause is one predication.
type Clause struct {
	Sent  int          // index into Analysis.Sentences
	Head  int          // token index of the verb, predicate word or noun
	Span  extract.Span // from its first to its last own word, without the clauses under it
	Kind  Kind
	Lemma string // of the head, with a verb particle: "host", "step up", "vital"

	Passive bool
	Finite  bool
	Past    bool
	Modal   string // lemma of the modal: should, must, may, will …; "have to", "need to", "be to" included
	Negated bool   // not, never, no …, neither, refuse/fail/decline to
	Link    string // UD relation to the clause above: root, ccomp, xcomp, advcl, acl, acl:relcl, conj, parataxis
	Parent  int    // index of the clause above in the sentence's list, or -1
	Args    []Arg
}

// An Arg is one argument. Coordinated phrases are an Arg each.
type Arg struct {
	// Role is "agent" (deep subject), "patient" (deep object; subject of a
	// passive or of a Copular clause), "recipient" (indirect object), or the
	// preposition: "in", "at", "for", "on", "together with" …
	Role string
	Head int          // token index
	Span extract.Span // the phrase, without relative clauses and coordinated phrases
	// Shared says that the argument stands in another clause and is understood
	// here: control, coordination, antecedent of a relative clause or participle.
	Shared bool
	// Appos says that the phrase is an apposition to another argument.
	Appos bool
	// Deep says that the phrase hangs on a noun of another argument, where the
	// parse puts it; it may belong to the clause all the same.
	Deep bool
}

// Arg returns the arguments with one of the roles, in text order.
func (c *Clause) Arg(roles ...string) []Arg {
	var out []Arg
	for _, a := range c.Args {
		for _, r := range roles {
			if a.Role == r {
				out = append(out, a)
			}
		}
	}
	return out
}
