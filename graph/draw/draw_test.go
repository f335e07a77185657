package draw

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"strings"
	"testing"
)

func TestWrap(t *testing.T) {
	for _, test := range []struct {
		name, text string
		most       int
		want       string
	}{
		{"short_text_is_one_line", "Aland", 3, "Aland"},
		{"long_text_breaks_at_spaces", "Ministerial Conference on the Safety of Small Boats", 3, "Ministerial Conference on|the Safety of Small Boats"},
		{"too_long_text_is_cut", strings.Repeat("Conference on boats ", 9), 2, "Conference on boats|Conference on boats…"},
		{"long_word_is_cut", strings.Repeat("boat", 30), 3, "boatboatboatboatboatboatbo…"},
		{"nothing", "", 3, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := strings.Join(even(test.text, 200, test.most), "|"); got != test.want {
				t.Errorf("%q, want %q", got, test.want)
			}
		})
	}
}

// crowd is a graph of n entities with labels of many lengths.
func crowd(n int) ([]*Node, []Edge) {
	r := rand.New(rand.NewPCG(1, 2))
	var nodes []*Node
	var edges []Edge
	for i := range n {
		nodes = append(nodes, &Node{Key: fmt.Sprint("n", i), Kind: Entity, Class: "State", Label: strings.TrimSpace(strings.Repeat("Forum on boats ", 1+r.IntN(4)))})
		if i > 0 {
			edges = append(edges, Edge{From: fmt.Sprint("n", r.IntN(i)), To: fmt.Sprint("n", i), Name: []string{"hostedBy", "attended"}[r.IntN(2)]})
		}
		if i%5 == 4 {
			edges = append(edges, Edge{From: fmt.Sprint("n", i), To: fmt.Sprint("n", r.IntN(i)), Name: "endorses", Side: "yes"})
		}
	}
	return nodes, edges
}

// No box lies on another, none lies outside of the picture, and no text is
// wider than its box.
func TestBoxesOfACrowdedGraphLieApart(t *testing.T) {
	nodes, edges := crowd(120)
	nodes = append(nodes, &Node{Key: "alone", Kind: Entity, Label: "Alone"})
	p := Graph(nodes, edges, "")
	seen := map[string]bool{}
	for i, a := range p.Nodes {
		seen[a.Key] = true
		if a.x-a.w/2 < 0 || a.x+a.w/2 > p.Width || a.y-a.h/2 < 0 || a.y+a.h/2 > p.Height {
			t.Errorf("%s lies outside", a.Key)
		}
		for _, line := range a.lines {
			if textWidth(line) > a.w {
				t.Errorf("%q is wider than its box", line)
			}
		}
		for _, b := range p.Nodes[i+1:] {
			if abs(a.x-b.x) < (a.w+b.w)/2 && abs(a.y-b.y) < (a.h+b.h)/2 {
				t.Errorf("%s lies on %s", a.Key, b.Key)
			}
		}
	}
	for _, n := range nodes {
		if !seen[n.Key] {
			t.Errorf("%s is not in the picture", n.Key)
		}
	}
	drawn := 0
	for _, e := range p.Edges {
		if !e.Half {
			drawn++
		}
	}
	if drawn != len(edges) {
		t.Errorf("%d of %d edges drawn", drawn, len(edges))
	}
}

func TestTheCentreIsTheOneAskedFor(t *testing.T) {
	nodes, edges := crowd(20)
	nodes[7].Label = "Middle"
	if p := Graph(nodes, edges, "n7"); p.Nodes[0].Key != "n7" || p.Title != "Middle" {
		t.Errorf("the centre is %s, the title %q", p.Nodes[0].Key, p.Title)
	}
}

func TestNothingMakesAnEmptyPicture(t *testing.T) {
	var b bytes.Buffer
	if err := Graph(nil, nil, "").WriteSVG(&b); err != nil {
		t.Fatal(err)
	}
	wellFormed(t, b.Bytes())
}

func TestHostileNamesAreText(t *testing.T) {
	const evil = `<script>alert(1)</script>"'&]]>`
	nodes := []*Node{{Key: evil, Kind: Entity, Class: evil, Label: evil, Page: "javascript:alert(1)"}, {Key: "b", Kind: Entity, Label: evil}}
	p := Graph(nodes, []Edge{{From: evil, To: "b", Name: evil, Side: evil, Href: "javascript:alert(1)", Title: evil}}, "")
	var b bytes.Buffer
	if err := p.WriteSVG(&b); err != nil {
		t.Fatal(err)
	}
	wellFormed(t, b.Bytes())
	if err := Timeline(evil, []Lane{{Name: evil, Href: "javascript:alert(1)", Moments: []Moment{{First: "2020-01-01", Last: "2020-01-01", Title: evil, Status: evil}}}}).WriteSVG(&b); err != nil {
		t.Fatal(err)
	}
	for _, s := range []string{"<script>", `"javascript:`} {
		if strings.Contains(b.String(), s) {
			t.Errorf("%s stands in the picture", s)
		}
	}
}

func TestTimelineNumbersEventsOfOnePlace(t *testing.T) {
	day := func(s string) Moment { return Moment{First: s, Last: s, Title: s} }
	l := Timeline("", []Lane{
		{Name: "Lakeside Forum", Moments: []Moment{day("2010-01-01"), day("2010-01-02"), day("2020-06-01")}},
		{Name: "Ministerial Conference on the Safety of Small Boats", Moments: []Moment{day("2015-01-01")}},
	})
	first := l.Rows[0].Marks
	if len(first) != 2 || first[0].N != 2 || first[0].Class != "many" || first[1].N != 1 {
		t.Errorf("marks %+v", first)
	}
	if n := len(l.Rows[1].Name); n != 2 || l.Rows[1].H <= l.Rows[0].H {
		t.Errorf("a long name has %d lines in a lane of %d", n, l.Rows[1].H)
	}
	if len(l.Ticks) < 5 || l.Ticks[0].Name != "2010" {
		t.Errorf("ticks %v", l.Ticks)
	}
}

func TestTimelineIsNotPressedTogetherByOneEventLongAgo(t *testing.T) {
	lane := Lane{Name: "Forum", Moments: []Moment{{First: "1919-01-01", Last: "1919-12-31", Title: "long ago"}}}
	for y := 1991; y < 2021; y++ {
		day := fmt.Sprintf("%d-05-01", y)
		lane.Moments = append(lane.Moments, Moment{First: day, Last: day, Title: day})
	}
	l := Timeline("", []Lane{lane})
	if n := len(l.Rows[0].Marks); n != 31 {
		t.Errorf("%d marks for 31 events", n)
	}
	if l.Ticks[0].Name != "earlier" || l.Ticks[1].Name < "1990" {
		t.Errorf("ticks %v", l.Ticks[:2])
	}
	for i, m := range l.Rows[0].Marks {
		if m.X < laneNames || m.X+m.W > l.Width || i > 0 && m.X < l.Rows[0].Marks[i-1].X {
			t.Errorf("a mark at %d", m.X)
		}
	}
}

func TestTheSamePictureEveryTime(t *testing.T) {
	draw := func() string {
		nodes, edges := crowd(60)
		var b bytes.Buffer
		if err := Graph(nodes, edges, "").WriteSVG(&b); err != nil {
			t.Fatal(err)
		}
		return b.String()
	}
	first, second := draw(), draw()
	if first != second {
		t.Error("two pictures of one graph differ")
	}
}

func wellFormed(t *testing.T, svg []byte) {
	t.Helper()
	d := xml.NewDecoder(bytes.NewReader(svg))
	for {
		if _, err := d.Token(); errors.Is(err, io.EOF) {
			return
		} else if err != nil {
			t.Fatalf("%v in %s", err, svg)
		}
	}
}

func abs(n int) int { return max(n, -n) }
