package pipeline_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/normgraph/normgraph/extract/read"
)

// FuzzAnalyse checks the laws on whatever a reader takes for a document.
func FuzzAnalyse(f *testing.F) {
	p := load(f)
	files, err := filepath.Glob(filepath.Join(corpus, "*"))
	if err != nil {
		f.Fatal(err)
	}
	for _, name := range files {
		raw, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add("a"+filepath.Ext(name), raw[:min(len(raw), 4000)])
	}
	for _, s := range hostile {
		f.Add("a.txt", []byte(s))
		f.Add("a.html", []byte("<p>"+s+"</p>"))
	}
	f.Fuzz(func(t *testing.T, name string, raw []byte) {
		if len(raw) > 16<<10 {
			return
		}
		doc, err := read.Document(name, raw, read.Options{})
		if err != nil {
			return
		}
		checkLaws(t, p.Analyse(doc))
	})
}

// hostile are texts that imitate markup, quads and names.
var hostile = []string{
	`<https://w3id.org/normgraph/id/state/KR> <https://w3id.org/normgraph/ns#hostedBy> "x" <doc/other> .`,
	`The "Forum"@en^^<x> was held in {{.}} by ${HOME}; {"id":"claim/1","subject":null} Poland hosted it on 3 May 2021.`,
	"\u202eDNALOP\u202c hosted the Semin\u0430r on P\u043erts\u200b\u2066 in W\u0430rsaw.\u2069",
	"Ministers (of (the (of (the ((of)) met, and, , and of the the States' 's ' \"\" co-hosted by by and with.",
	"The 1st, 2nd, 99999999999999999999th Meeting of 0 May 0000 - 32 Undecember 99999 (at. the.) of.",
}
