package main

import (
	"bytes"
	"runtime/debug"
	"strings"
	"testing"

	cyclonedx "github.com/CycloneDX/cyclonedx-go"
)

func TestTheBillOfMaterialsNamesEveryModule(t *testing.T) {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		t.Fatal("the test was built without a record of its modules")
	}
	out := normgraph(t, "version", "--sbom")
	var bom cyclonedx.BOM
	if err := cyclonedx.NewBOMDecoder(strings.NewReader(out), cyclonedx.BOMFileFormatJSON).Decode(&bom); err != nil {
		t.Fatal(err)
	}
	has := map[string]string{}
	for _, c := range *bom.Components {
		if c.Version == "" {
			t.Errorf("%s has no version", c.Name)
		}
		has[c.Name] = c.Version
	}
	for _, m := range info.Deps {
		if has[m.Path] != m.Version {
			t.Errorf("%s %s is listed as %q", m.Path, m.Version, has[m.Path])
		}
	}
	if has["std"] == "" || bom.Metadata.Component.Name != "github.com/normgraph/normgraph" {
		t.Errorf("standard library %q, program %q", has["std"], bom.Metadata.Component.Name)
	}
	if again := normgraph(t, "version", "--sbom"); again != out {
		t.Error("another bill the second time")
	}
	if v := normgraph(t, "version"); !strings.HasPrefix(v, "normgraph ") || !strings.Contains(v, "go1.") {
		t.Errorf("version: %s", v)
	}
	if bytes.Contains([]byte(out), []byte("timestamp")) {
		t.Error("the bill depends on the time")
	}
}
