package stance

import (
	"fmt"
	"os"
	"testing"

	"github.com/normgraph/normgraph/extract"
	"github.com/normgraph/normgraph/extract/clause"
	"github.com/normgraph/normgraph/extract/syntax"
)

func TestDbg(t *testing.T) {
	x := os.Getenv("DBG")
	if x == "" {
		t.Skip()
	}
	a := document(t, extract.News, x)
	f, _ := loadFixture()
	d := newDoc(f.stance, a)
	for _, s := range d.sents {
		fmt.Println(s.masked)
		fmt.Print(syntax.Format(a.Doc.Text, s.src))
		for _, c := range clause.Sentence(s.src, 0) {
			fmt.Printf("  clause %d %s kind=%d link=%s pass=%v args=%+v\n", c.Head, c.Lemma, c.Kind, c.Link, c.Passive, c.Args)
		}
		for _, c := range s.cues {
			fmt.Printf("  cue %s %q tok=%d pass=%v neg=%v subj=%+v\n", c.ID, s.masked[c.start:c.end], c.token, c.passive, c.negated, d.subject(s, c))
		}
		fmt.Println("  barriers", s.barriers)
		for _, tg := range d.normMentions(s) {
			fmt.Printf("  target %s %q:", tg.norm.ID, s.masked[tg.start:tg.end])
			for _, c := range s.govern(tg.span) {
				fmt.Printf(" %s/%d", c.ID, c.link)
			}
			fmt.Println()
		}
	}
	fmt.Println(lines(a))
}
