package read

import (
	"strings"
	"testing"

	"github.com/normgraph/normgraph/extract"
)

func TestHTMLLayout(t *testing.T) {
	for _, c := range []struct{ name, page, want string }{
		{
			"a_ministry_page_with_landmarks", `<!doctype html><html><head><title>Talks held | Ministry of Rivers</title></head><body>
<nav><a href="/">Home</a> <a href="/p">Press</a></nav>
<main><h1>Talks held on the river</h1><p class="meta">4 May 2021</p>
<p>The two governments held talks on the river on 4&nbsp;May&nbsp;&mdash; the third since 2019.</p>
<ul><li>They agreed on dredging.</li><li>They agreed to meet again.</li></ul>
<table><tr><th>Year</th><th>Place</th></tr><tr><td>2019</td><td>Linz</td></tr></table>
<figure><img src=x><figcaption>The delegations.</figcaption></figure></main>
<footer>&copy; 2021 Ministry of Rivers</footer></body></html>`,
			`
chrome Home Press
h1 Talks held on the river
meta 4 May 2021
p The two governments held talks on the river on 4 May — the third since 2019.
li1 [•] They agreed on dredging.
li1 [•] They agreed to meet again.
row Year | Place
row 2019 | Linz
caption The delegations.
chrome © 2021 Ministry of Rivers`,
		},
		{
			"a_soup_of_divisions", `<html><body><div id="wrap" class="has-sidebar"><div class="gnb"><div><a href=a>Intro</a></div><div><a href=b>News</a></div></div>
<div><div class="tit">Ministers open the lake forum in Lugano</div><div>Date : 2020-02-03</div>
<div>The ministers of three countries opened the lake forum in Lugano on Monday, and thanked the city for its help.</div>
<div>They called for more trade on the lakes, and for fewer rules on the size of boats that may sail there.</div></div>
<div><div><a href=1>Ministers close the forum</a></div><div><a href=2>Ministers eat fish</a></div></div></div></body></html>`,
			`
chrome Intro
chrome News
h1 Ministers open the lake forum in Lugano
meta Date : 2020-02-03
p The ministers of three countries opened the lake forum in Lugano on Monday, and thanked the city for its help.
p They called for more trade on the lakes, and for fewer rules on the size of boats that may sail there.
chrome Ministers close the forum
chrome Ministers eat fish`,
		},
		{
			"lines_broken_within_a_paragraph", `<h1>Remarks at the Lake Forum</h1><p>Your Excellency,<br>Distinguished guests,<br/>Ladies and gentlemen,</p><p>I thank you all for coming to this town on the lake tonight.</p>`,
			`
h1 Remarks at the Lake Forum
p Your Excellency,
p Distinguished guests,
p Ladies and gentlemen,
p I thank you all for coming to this town on the lake tonight.`,
		},
		{
			"a_table_that_lays_out_the_page", `<table><tr><td><p>First paragraph of the text, which is long enough.</p><p>Second paragraph of the text, long enough as well.</p></td><td><p>A third one in the other column of the page.</p></td></tr></table>`,
			`
p First paragraph of the text, which is long enough.
p Second paragraph of the text, long enough as well.
p A third one in the other column of the page.`,
		},
		{
			"unclosed_elements", `<ul><li>One item<li>Two items<ol><li>Nested</ol></ul><p>A paragraph that nobody closed<p>And another one`,
			`
li1 [•] One item
li1 [•] Two items
li2 [1.] Nested
p A paragraph that nobody closed
p And another one`,
		},
		{
			"scripts_and_hidden_parts_are_no_text", `<script>var p = "<p>no</p>";</script><style>p{}</style><p>Seen by every reader of the page.</p><div style="display: none">Not seen.</div><template><p>No.</p></template>`,
			`
p Seen by every reader of the page.
chrome Not seen.`,
		},
	} {
		t.Run(c.name, func(t *testing.T) { wantLayout(t, mustRead(t, "a.html", c.page), c.want) })
	}
}

func TestEntitiesKeepTheirBytes(t *testing.T) {
	doc := mustRead(t, "a.html", "<p>Fish &amp; chips&#8217;s &eacute;t&eacute;</p>")
	const word = "& chips’s été"
	at := strings.Index(doc.Text, word)
	if at < 0 {
		t.Fatalf("text is %q", doc.Text)
	}
	s := doc.RawSpan(extract.Span{Start: at, End: at + len(word)})
	if got := string(doc.Raw[s.Start:s.End]); got != "&amp; chips&#8217;s &eacute;t&eacute;" {
		t.Errorf("raw is %q", got)
	}
}
