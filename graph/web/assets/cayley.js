"use strict";
// What Normgraph adds to Cayley's query pages: examples, short names in
// answers, a query from the address, and no link to pages that only write.
window.jQuery(() => {
  const examples = [
    ["Norms that forums endorse (Visualize)", 'g.V().has("<ng:editionOf>").tag("event")\n  .save("<ng:editionOf>", "source")\n  .out("<ng:endorses>").tag("target")\n  .all()'],
    ["What Korea hosted, and who spoke there", 'g.V("<state/KR>").in(["<ng:hostedBy>", "<ng:coHostedBy>"]).tag("event")\n  .in("<ng:addressed>").tag("speaker")\n  .all()'],
    ["Who hosted together with Korea (Visualize)", 'g.V("<state/KR>").in("<ng:coHostedBy>").tag("source")\n  .out("<ng:coHostedBy>").tag("target")\n  .all()'],
    ["Who endorses due diligence", 'g.V("<norm/gge-c>").in("<ng:endorses>")\n  .save("<rdfs:label>", "who")\n  .all()'],
    ["The words behind commitments", 'g.V("<ng:commitsTo>").in("<ng:claimPredicate>")\n  .save("<ng:claimSubject>", "who")\n  .save("<ng:claimObject>", "norm")\n  .out("<ng:evidence>").save("<ng:exact>", "words")\n  .limit(20).all()'],
    ["All that one document says", 'g.V("<ng:Document>").in("<rdf:type>").limit(1)\n  .in("<ng:inDocument>").in("<ng:evidence>").unique()\n  .save("<ng:claimSubject>", "source")\n  .save("<ng:claimPredicate>", "predicate")\n  .save("<ng:claimObject>", "target")\n  .all()'],
    ["GraphQL: a state and what it co-hosted", '{\n  nodes(id: <state/KR>) {\n    id\n    name: <rdfs:label>\n    hosted: <ng:coHostedBy> @rev { id, name: <rdfs:label> }\n  }\n}', "graphql"],
    ["MQL: series with their names", '[{\n  "id": null,\n  "<rdf:type>": "<ng:Series>",\n  "<rdfs:label>": null\n}]', "mql"],
    ["Edges around a state (Visualize)", 'g.V("<state/KR>").tag("source").both().tag("target").limit(80).all()'],
  ];
  const main = document.getElementById("main");
  if (main && window.editor) {
    const box = document.createElement("div");
    box.id = "ng-examples";
    const label = document.createElement("label");
    label.htmlFor = "ng-example";
    label.textContent = "Examples";
    const list = document.createElement("select");
    list.id = "ng-example";
    list.add(new Option("choose one…", ""));
    examples.forEach(([name], i) => list.add(new Option(name, i)));
    list.addEventListener("change", () => {
      if (list.value === "") return;
      const [, text, lang] = examples[+list.value];
      document.getElementById((lang || "gizmo") + "-dropdown").click();
      window.editor.setValue(text);
      window.editor.focus();
    });
    const hint = document.createElement("p");
    hint.append("Short names work in angle brackets: <state/KR>, <ng:hostedBy>, <norm/gge-c>. ");
    const back = document.createElement("a");
    back.href = "/";
    back.textContent = "Back to the explorer";
    hint.append(back);
    box.append(label, list, hint);
    main.prepend(box);
    const asked = new URLSearchParams(location.search);
    if (asked.get("query")) {
      const menu = document.getElementById((asked.get("lang") || "gizmo") + "-dropdown");
      if (menu) menu.click();
      window.editor.setValue(asked.get("query"));
    }
  }
  // Cayley's page of changes answers 403 here.
  const write = document.getElementById("sbWrite");
  if (write) write.remove();
  for (const a of document.querySelectorAll("#sidebar a[href^='/cayley']")) {
    a.addEventListener("click", (e) => {
      if (!window.editor || e.ctrlKey || e.metaKey) return;
      e.preventDefault();
      location.href = a.getAttribute("href") + "?" + new URLSearchParams({ query: window.editor.getValue() });
    });
  }
  for (const area of document.querySelectorAll(".CodeMirror textarea")) area.setAttribute("aria-label", area.closest(".codecol") ? "Query" : "Answer");
  window.jQuery.ajaxPrefilter((o) => { if (o.url.startsWith("/api/v1/query/")) o.url += "?iri=short&limit=1000"; });
});
