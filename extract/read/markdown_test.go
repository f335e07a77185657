package read

import "testing"

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
