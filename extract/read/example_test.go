package read_test

import (
	"fmt"

	"github.com/normgraph/normgraph/extract/read"
)

func Example() {
	doc, err := read.Document("release.html", []byte(`<title>Talks held | Lake Office</title>
<nav><a href="/">Home</a></nav>
<h1>Talks held</h1>
<p>4 May 2021</p>
<p>The five states &amp; their experts met in the town hall and agreed on a draft.</p>`), read.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(doc.Meta.Publisher.Value, doc.Meta.PublishedOn.Value)
	last := doc.Blocks[len(doc.Blocks)-1].Span
	fmt.Println(doc.Text[last.Start:last.End])
	raw := doc.RawSpan(last)
	fmt.Printf("%s\n", doc.Raw[raw.Start:raw.End])
	// Output:
	// Lake Office 2021-05-04
	// The five states & their experts met in the town hall and agreed on a draft.
	// The five states &amp; their experts met in the town hall and agreed on a draft.
}
