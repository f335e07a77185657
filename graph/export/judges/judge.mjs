// What tools written in JavaScript, and Oxigraph, read in a file.
import { readFileSync } from 'node:fs';

const [command, ...args] = process.argv.slice(2);
const text = file => readFileSync(file, 'utf8');
const base = 'http://base.invalid/';

async function quads(mediaType, file) {
  const { Parser } = await import('n3');
  return new Parser({ format: mediaType, baseIRI: base }).parse(text(file));
}

async function store(mediaType, file) {
  const { Store } = await import('oxigraph');
  const s = new Store();
  s.load(text(file), { format: mediaType, base_iri: base });
  return s;
}

const commands = {
  async n3(mediaType, file) {
    const { Writer } = await import('n3');
    const w = new Writer({ format: 'N-Quads' });
    return w.quadsToString(await quads(mediaType, file));
  },
  async oxigraph(mediaType, file) {
    return (await store(mediaType, file)).dump({ format: 'application/n-quads' });
  },
  async jsonld(file) {
    const { default: jsonld } = await import('jsonld');
    return jsonld.toRDF(JSON.parse(text(file)), { format: 'application/n-quads' });
  },
  // The rows of an answer, a value a cell, IRIs without angle brackets.
  async sparql(query, mediaType, file) {
    const s = await store(mediaType, file);
    return s.query(text(query), { use_default_graph_as_union: true })
      .map(row => [...row.values()].map(v => v ? v.value : '').join('\t')).join('\n') + '\n';
  },
  async graphology(kind, file) {
    const { default: Graph } = await import('graphology');
    const { default: module } = await import(`graphology-${kind}`);
    const g = module.parse(Graph, text(file), { addMissingNodes: false });
    return `${g.order} ${g.size} ${g.filterNodes((_, a) => a.label).length}\n`;
  },
  // How many triples do not fit the shapes, and the first of them.
  async shacl(shapes, mediaType, file) {
    const { default: Validator } = await import('rdf-validate-shacl');
    const { DataFactory, Store } = await import('n3');
    const flat = new Store();
    for (const q of await quads(mediaType, file)) flat.addQuad(q.subject, q.predicate, q.object, DataFactory.defaultGraph());
    const report = await new Validator(new Store(await quads('text/turtle', shapes))).validate(flat);
    const lines = report.results.slice(0, 20).map(r => [r.focusNode, r.path, r.value, r.sourceConstraintComponent].map(x => x ? x.value : '').join(' '));
    return [report.results.length, ...lines].join('\n') + '\n';
  },
};

process.stdout.write(await commands[command](...args));
