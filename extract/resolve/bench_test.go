package resolve_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/normgraph/normgraph/extract/resolve"
	"github.com/normgraph/normgraph/schema"
)

// generate makes n documents about a world that grows with n: each event is
// told in about five documents, in two spellings, with its speakers.
func generate(n int) []*builder {
	rng := rand.New(rand.NewPCG(7, uint64(n)))
	topics := []string{"Cyberspace", "Safe Rivers", "Clean Air", "Maritime Order", "Rural Health", "Nuclear Safety", "Small Arms", "Open Trade"}
	codes := []string{"KR", "US", "PL", "JP", "HU", "BR"}
	given := []string{"Anna", "Karol", "Taemin", "Maria", "Janos", "Robert", "Ichiro", "Helena"}
	family := []string{"Okonski", "Fernandez", "Lee", "Kim", "Nowak", "Barany", "Suzuki", "Quadros", "Halasz"}
	var out []*builder
	for i := range n {
		e := rng.IntN(max(n/5, 2))
		topic, year := topics[e%len(topics)], 1995+e/len(topics)%30
		region := fmt.Sprintf("Region %c%c", 'A'+e/240%26, 'A'+e/6240%26)
		label := fmt.Sprintf("%s Conference on %s %d", region, topic, year)
		if i%2 == 1 {
			label = fmt.Sprintf("%d Conference of %s on %s", year, region, topic)
		}
		date := fmt.Sprintf("%d-%02d-%02d", year, 1+e%12, 1+e%28)
		b := document(fmt.Sprintf("%06d", i), date).entity("e", "Event|"+label).entity("s", "Series|"+region+" Conference on "+topic)
		b.claim("e", schema.StartDate, date).claim("e", schema.EditionOf, "s").claim("", schema.ReportsOn, "e")
		for j := range 4 {
			code := codes[(e+j)%len(codes)]
			name := fmt.Sprintf("p%d", j)
			b.entity(code+name, "State=state/"+code+"|"+code)
			b.entity(name, "Person|"+given[(e+j)%len(given)]+" "+family[(e/3+j)%len(family)])
			b.entity("o"+name, "Office|Minister for "+topic)
			b.claim(name, schema.Represents, code+name).claim(name, schema.HoldsOffice, "o"+name).claim(name, schema.Addressed, "e")
		}
		b.entity("org", fmt.Sprintf("Organization|Institute of %s in %s|I%c%c%d", topic, region, 'A'+e%26, 'A'+e/26%26, e%7))
		out = append(out, b)
	}
	return out
}

func BenchmarkResolve(b *testing.B) {
	for _, n := range []int{1000, 10000} {
		b.Run(fmt.Sprintf("%d_documents", n), func(b *testing.B) {
			docs := generate(n)
			b.ReportAllocs()
			for b.Loop() {
				run(b, resolve.Options{}, docs...)
			}
			b.ReportMetric(float64(n)*float64(b.N)/b.Elapsed().Seconds(), "docs/s")
		})
	}
}
