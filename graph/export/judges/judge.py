# What tools written in Python read in a file.
import sys

command, args = sys.argv[1], sys.argv[2:]

def dataset(format, file):
    import rdflib
    # Literals as they are written, letter by letter.
    rdflib.NORMALIZE_LITERALS = False
    g = rdflib.Graph() if format == "turtle" else rdflib.ConjunctiveGraph()
    g.parse(file, format=format)
    return g

if command == "quads":
    import rdflib
    g = dataset(*args)
    for s, p, o, g in g.quads() if g.context_aware else ((*t, None) for t in g):
        label = "" if g is None or not isinstance(g.identifier, rdflib.URIRef) else g.identifier.n3() + " "
        # Its n3() writes line feeds as they are and numbers without a datatype.
        def term(t):
            if not isinstance(t, rdflib.Literal):
                return t.n3()
            text = '"' + "".join("\\u%04X" % ord(c) if ord(c) < 32 or c in '"\\' else c for c in str(t)) + '"'
            if t.language:
                return text + "@" + t.language
            return text + ("^^<" + str(t.datatype) + ">" if t.datatype else "")
        print(term(s), term(p), term(o), label + ".")
elif command == "count":
    import rdflib
    print(len(dataset(*args)))
elif command == "networkx":
    import networkx
    kind, file = args
    g = {"graphml": networkx.read_graphml, "gexf": networkx.read_gexf}[kind](file)
    labels = sum(1 for _, d in g.nodes(data=True) if d.get("label"))
    types = sum(1 for _, d in g.nodes(data=True) if d.get("type"))
    print(g.number_of_nodes(), g.number_of_edges(), labels, types)
elif command == "csv":
    import csv
    nodes, edges, source, target, id = args
    with open(nodes, newline="", encoding="utf-8") as f:
        ids = [r[id] for r in csv.DictReader(f)]
    with open(edges, newline="", encoding="utf-8") as f:
        rows = list(csv.DictReader(f))
    known = set(ids)
    stray = sum(1 for r in rows if r[source] not in known or r[target] not in known)
    print(len(known), len(rows), stray)
elif command == "crate":
    import json, os
    with open(os.path.join(args[0], "ro-crate-metadata.json"), encoding="utf-8") as f:
        graph = {e["@id"]: e for e in json.load(f)["@graph"]}
    root = graph[graph["ro-crate-metadata.json"]["about"]["@id"]]
    missing = [k for k in ("name", "description", "datePublished", "hasPart") if k not in root]
    for part in root["hasPart"]:
        e = graph[part["@id"]]
        if os.path.getsize(os.path.join(args[0], e["@id"])) != e["contentSize"]:
            missing.append(e["@id"])
    print(len(root["hasPart"]), " ".join(missing))
