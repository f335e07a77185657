package web

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"net/url"
	"strings"
)

// jsText writes a text as a literal of the scripts of Cayley's query pages.
func jsText(s string) string {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(s); err != nil {
		return `""`
	}
	return strings.TrimSpace(b.String())
}

// node writes an id as Gizmo's scripts name it.
func node(id string) string { return jsText("<" + id + ">") }

// entityGizmo asks for all that leads from and to an entity, tagged so that
// Cayley's pages can draw it.
func entityGizmo(id string) string {
	return fmt.Sprintf(`// all edges of %s; press Visualize to see them drawn
g.V(%s).tag("source").outPredicates().forEach(function (p) {
  g.V(%s).tag("source").out(p.id).tag("target").all()
})
g.V(%s).tag("target").inPredicates().forEach(function (p) {
  g.V(%s).tag("target").in(p.id).tag("source").all()
})`, oneLine(id), node(id), node(id), node(id), node(id))
}

// maxNamed is how many ids one script names.
const maxNamed = 50

// nodes writes ids as the arguments of a script's function.
func nodes(ids []string) string {
	var names []string
	for _, id := range ids[:min(len(ids), maxNamed)] {
		names = append(names, node(id))
	}
	return strings.Join(names, ", ")
}

// claimsGizmo asks for claims and their words; those of a derived claim are
// with its premises.
func claimsGizmo(ids []string) string {
	if len(ids) == 0 {
		return ""
	}
	return fmt.Sprintf(`var claims = g.V(%s)
claims.save("<ng:claimSubject>", "source")
  .save("<ng:claimPredicate>", "predicate")
  .save("<ng:claimObject>", "target").all()
// their words
var words = g.M().out("<ng:evidence>").save("<ng:exact>", "words").save("<ng:inDocument>", "document")
claims.follow(words).all()
claims.out("<ng:derivedFrom>").follow(words).all()`, nodes(ids))
}

// compareGizmo asks for the positions of some.
func compareGizmo(ids []string) string {
	return fmt.Sprintf(`// their positions; press Visualize to see them drawn
g.V(%s).tag("source")
  .out(["<ng:endorses>", "<ng:opposes>", "<ng:discusses>", "<ng:notesGapIn>"]).tag("target")
  .all()`, nodes(ids))
}

// namesGizmo asks for the names of entities.
func namesGizmo(ids []string) string {
	if len(ids) == 0 {
		return ""
	}
	return fmt.Sprintf(`g.V(%s).save("<rdfs:label>", "name").all()`, nodes(ids))
}

const documentsGizmo = `g.V("<ng:Document>").in("<rdf:type>")
  .save("<rdfs:label>", "title")
  .all()`

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

func cloneForm(f url.Values) url.Values {
	out := maps.Clone(f)
	if out == nil {
		out = url.Values{}
	}
	return out
}
