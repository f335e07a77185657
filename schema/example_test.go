package schema_test

import (
	"fmt"

	"github.com/normgraph/normgraph/schema"
)

func ExampleNames() {
	var names schema.Names
	iri, err := names.Expand("state/KR")
	fmt.Println(iri, err)
	fmt.Println(names.Shorten(schema.PredicateIRI(schema.CoHostedBy)))
	// Output:
	// <https://w3id.org/normgraph/id/state/KR> <nil>
	// ng:coHostedBy
}

func ExampleVocabulary() {
	v, err := schema.Default()
	if err != nil {
		fmt.Println(err)
		return
	}
	p := v.Predicate(schema.CoHostedBy)
	fmt.Println(p.Super, p.Inverse, v.IsA(schema.Session, schema.Event))
	// Output: hostedBy coHosts true
}
