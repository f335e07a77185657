package gazetteer

import "testing"

func load(t testing.TB) *Gazetteer {
	t.Helper()
	g, err := Default()
	if err != nil {
		t.Fatal(err)
	}
	return g
}

func TestShippedDataLoads(t *testing.T) {
	g := load(t)
	if len(g.States) < 200 || len(g.Organizations) < 800 || len(g.Places) < 800 {
		t.Errorf("got %d states, %d organisations, %d places", len(g.States), len(g.Organizations), len(g.Places))
	}
}
