package main

import (
	"os"
	"runtime/debug"
	"strconv"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/cobra/doc"
)

// release is the version that the linker writes into a released program.
var release string

// version is that of the program: of the release, else of the module.
func version() string {
	if release != "" {
		return release
	}
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" {
		return info.Main.Version
	}
	return "(devel)"
}

// newMan makes the command that writes the manual. It is for who packs the
// program, and stands in no help.
func newMan() *cobra.Command {
	return &cobra.Command{
		Use:    "man DIR",
		Hidden: true,
		Short:  "Write the manual pages of all commands into a folder",
		Long: `Writes a page in the format of man(1) for each command. The date of the pages is
that of SOURCE_DATE_EPOCH, where it is set.`,
		Args: exactly(1, "a folder"),
		RunE: func(cmd *cobra.Command, args []string) error {
			var day time.Time
			if s, err := strconv.ParseInt(os.Getenv("SOURCE_DATE_EPOCH"), 10, 64); err == nil {
				day = time.Unix(s, 0).UTC()
			} else {
				day = time.Now()
			}
			if err := os.MkdirAll(args[0], 0o755); err != nil {
				return err
			}
			root := cmd.Root()
			root.DisableAutoGenTag = true
			return doc.GenManTree(root, &doc.GenManHeader{Title: "NORMGRAPH", Section: "1", Source: "normgraph " + version(), Manual: "Normgraph", Date: &day}, args[0])
		},
	}
}
