package main

import (
	"os"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"normgraph": main})
}

// The scripts of testdata/cli run whole commands and compare what they print.
func TestCommands(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "../../testdata/cli",
		RequireExplicitExec: true,
		UpdateScripts:       os.Getenv("UPDATE") != "",
		Setup: func(e *testscript.Env) error {
			wd, err := os.Getwd()
			if err != nil {
				return err
			}
			e.Setenv("CORPUS", wd+"/../../testdata/corpus")
			e.Setenv("GOLD", wd+"/../../testdata/gold/corpus")
			e.Setenv("EXAMPLE", wd+"/../../testdata/data-example")
			return nil
		},
	})
}
