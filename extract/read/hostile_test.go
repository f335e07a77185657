package read

import (
	"errors"
	"strings"
	"testing"
	"time"
)

// TestHostileInputsTakeLinearTime reads a lot of what makes careless readers
// quadratic. The bound is a hundred times what an idle machine takes.
func TestHostileInputsTakeLinearTime(t *testing.T) {
	const size = 1 << 18
	for name, unit := range map[string]string{
		"deep.html":        "<div>",
		"deep_spans.html":  "<div class=a><p>text of a few words here, and more of it",
		"rows.html":        "<table><tr><td>a<td>b",
		"cells.html":       "<td>a",
		"lists.html":       "<ul><li>a",
		"ends.html":        "</p></div>",
		"entities.html":    "&amp;&#x41;&nbsp",
		"links.html":       "<a href=x>y",
		"attrs.html":       "<p a=b c='d' e=\"f\" ",
		"attr_names.html":  "<p" + strings.Repeat(" a", 500) + ">",
		"comments.html":    "<!--",
		"classes.html":     "<p class='" + strings.Repeat("nav-bar ", 100) + "'>x",
		"json.html":        "<script type=application/ld+json>[[[[</script>",
		"markers.txt":      "1. a\n",
		"counts.txt":       "1. a\n2. b\n",
		"related.txt":      "Related\n",
		"lines.txt":        "A short line\n",
		"keys.txt":         "Date : 2019-10-08\n",
		"words.txt":        "By Ann Example and ",
		"brackets.md":      "[",
		"pairs.md":         "[a](b)",
		"nested.md":        "[[[a](b)](c)](d)",
		"stars.md":         "*a **b ",
		"runs.md":          "****",
		"tables.md":        "| a | b\n",
		"quotes.md":        "> > > a\n",
		"one_line.txt":     "word ",
		"spaces.txt":       "          ",
		"dates.txt":        "3 May 2019 - 4. 5. ",
		"invalid.txt":      "a\xffb\xc3",
		"capitals.txt":     "THE LAKE PRESS SERVICE AGENCY\n",
		"colons.txt":       "A: b: c: ",
		"two_columns.txt":  "a          b\n",
		"blank_lines.html": "\n<br>\n",
	} {
		t.Run(name, func(t *testing.T) {
			raw := []byte(strings.Repeat(unit, size/len(unit)))
			start := time.Now()
			_, err := Document(name, raw, Options{})
			var refusal *Refusal
			if err != nil && !errors.As(err, &refusal) {
				t.Errorf("error %v", err)
			}
			if took := time.Since(start); took > 10*time.Second {
				t.Errorf("took %v", took)
			} else if took > time.Second {
				t.Logf("took %v", took)
			}
		})
	}
}
