package main

import (
	"errors"
	"fmt"
	"runtime/debug"
	"strings"

	cyclonedx "github.com/CycloneDX/cyclonedx-go"
	"github.com/spf13/cobra"
)

func newVersion(a *app) *cobra.Command {
	var sbom bool
	c := &cobra.Command{
		Use:     "version",
		GroupID: groupCare,
		Short:   "The version of the program, and what it is made of",
		Long: `Prints the version of the program and of Go.

With --sbom it prints the software bill of materials in CycloneDX's JSON: each
module that was linked into this very program, with its version and checksum.`,
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			info, ok := debug.ReadBuildInfo()
			if !ok {
				return errors.New("the program was built without a record of its modules")
			}
			if sbom {
				e := cyclonedx.NewBOMEncoder(a.stdout, cyclonedx.BOMFileFormatJSON).SetPretty(true)
				return e.EncodeVersion(materials(info), cyclonedx.SpecVersion1_5)
			}
			fmt.Fprintf(a.stdout, "normgraph %s%s, %s\n", version(), revision(info), info.GoVersion)
			return nil
		},
	}
	c.Flags().BoolVar(&sbom, "sbom", false, "print the software bill of materials")
	return c
}

// revision is the commit that the program was built from, in brackets, where
// that is known.
func revision(info *debug.BuildInfo) string {
	rev, changed := "", ""
	for _, s := range info.Settings {
		switch {
		case s.Key == "vcs.revision":
			rev = s.Value[:min(len(s.Value), 12)]
		case s.Key == "vcs.modified" && s.Value == "true":
			changed = ", changed"
		}
	}
	if rev == "" {
		return ""
	}
	return " (" + rev + changed + ")"
}

// materials lists the modules of a program. The same program gives the same
// list: it has neither a time nor a serial number.
func materials(info *debug.BuildInfo) *cyclonedx.BOM {
	bom := cyclonedx.NewBOM()
	program := component(&debug.Module{Path: info.Main.Path, Version: info.Main.Version}, cyclonedx.ComponentTypeApplication)
	bom.Metadata = &cyclonedx.Metadata{Component: &program}
	needs := []string{}
	components := []cyclonedx.Component{}
	add := func(m *debug.Module) {
		c := component(m, cyclonedx.ComponentTypeLibrary)
		components = append(components, c)
		needs = append(needs, c.BOMRef)
	}
	add(&debug.Module{Path: "std", Version: strings.TrimPrefix(info.GoVersion, "go")})
	for _, m := range info.Deps {
		if m.Replace != nil {
			m = m.Replace
		}
		add(m)
	}
	bom.Components = &components
	bom.Dependencies = &[]cyclonedx.Dependency{{Ref: program.BOMRef, Dependencies: &needs}}
	return bom
}

func component(m *debug.Module, kind cyclonedx.ComponentType) cyclonedx.Component {
	purl := "pkg:golang/" + m.Path + "@" + m.Version
	c := cyclonedx.Component{BOMRef: purl, Type: kind, Name: m.Path, Version: m.Version, PackageURL: purl}
	if m.Sum != "" {
		c.Properties = &[]cyclonedx.Property{{Name: "go:sum", Value: m.Sum}}
	}
	return c
}
