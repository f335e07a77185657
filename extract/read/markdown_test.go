package read

import (
	"strings"
	"testing"

	"github.com/normgraph/normgraph/extract"
)

func TestMarkdownLayout(t *testing.T) {
	doc := mustRead(t, "a.md", `---
title: "What the group agreed"
date: 2021-06-09
author: Odile Example
---

# What the group **agreed**

*Lakeside Policy Notes*, 9 June 2021

The group met [in Geneva](https://example.org/x) and did **not** adopt
a report; the snake_case name and 2 * 3 * 4 stay.\
A line after a hard break &amp; an entity.

Findings
--------

1. First norm
2. Second norm
   goes on

- outer
  - inner with `+"`code`"+`

> A quoted sentence.

| Year | Chair |
|------|-------|
| 2015 | Brazil |

`+"```"+`
x := 1
`+"```"+`
`)
	wantLayout(t, doc, `
h1 What the group agreed
p Lakeside Policy Notes, 9 June 2021
p The group met in Geneva and did not adopt a report; the snake_case name and 2 * 3 * 4 stay.
p A line after a hard break & an entity.
h2 Findings
li1 [1.] First norm
li1 [2.] Second norm goes on
li1 [-] outer
li2 [-] inner with code
quote A quoted sentence.
row Year | Chair
row 2015 | Brazil
chrome x := 1`)
	if doc.Meta.PublishedOn.Value != "2021-06-09" || doc.Meta.Title.Value != "What the group agreed" {
		t.Errorf("meta is %+v", doc.Meta)
	}
}

// A table of meetings is text, not what the page says of itself.
func TestRowsWithDatesStay(t *testing.T) {
	for name, text := range map[string]string{
		"a.md": "# Meetings of the River Forum\n\nThe secretariat keeps this list.\n\n| Meeting | Date | Place |\n|---|---|---|\n| First River Forum | 3 May 2019 | Lagos |\n| Second River Forum | 4 June 2021 | Accra |\n",
		"b.html": "<h1>Meetings of the River Forum</h1><p>The secretariat keeps this list.</p><table><tr><td>First River Forum</td><td>3 May 2019</td><td>Lagos</td></tr>" +
			"<tr><td>Second River Forum</td><td>4 June 2021</td><td>Accra</td></tr></table>",
		"c.html": "<h1>Meetings of the River Forum</h1><p>The secretariat keeps this list.</p><table><tr><th>Event</th><th>Day</th><th>City</th></tr><tr><td>Second River Forum</td><td>4 June 2021</td><td>Accra</td></tr></table>",
	} {
		doc, err := Document(name, []byte(text), Options{})
		if err != nil {
			t.Fatal(err)
		}
		rows := 0
		for _, b := range doc.Blocks {
			if b.Kind == extract.TableRow && strings.Contains(doc.Text[b.Span.Start:b.Span.End], "River Forum | ") {
				rows++
			}
		}
		if want := strings.Count(text, "st River Forum") + strings.Count(text, "nd River Forum"); rows != want {
			t.Errorf("%s: %d rows, want %d", name, rows, want)
		}
		if m := doc.Meta; m.PublishedOn.Value != "" || m.Publisher.Value != "" {
			t.Errorf("%s: published %q by %q", name, m.PublishedOn.Value, m.Publisher.Value)
		}
	}
	doc, err := Document("d.html", []byte("<table><tr><td>Date</td><td>2019-10-08</td></tr><tr><td>Hit</td><td>300</td></tr></table><h1>Talks on the lake</h1><p>The ministers of the five states met in the town hall.</p>"), Options{})
	if err != nil || doc.Meta.PublishedOn.Value != "2019-10-08" {
		t.Errorf("a table of the page itself: %q, %v", doc.Meta.PublishedOn.Value, err)
	}
}
