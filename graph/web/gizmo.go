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

func claimsGizmo(ids []string) string {
	var names []string
	for _, id := range ids[:min(len(ids), 50)] {
		names = append(names, node(id))
	}
	return fmt.Sprintf(`g.V(%s)
  .save("<ng:claimSubject>", "subject")
  .save("<ng:claimPredicate>", "predicate")
  .save("<ng:claimObject>", "object")
  .out("<ng:evidence>")
  .save("<ng:exact>", "words")
  .save("<ng:inDocument>", "document")
  .all()`, strings.Join(names, ", "))
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
