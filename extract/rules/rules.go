// Package rules holds the rule files, embedded. FORMAT.md explains them.
package rules

import "embed"

// FS has the rule files at its root.
//
//go:embed *.yaml
var FS embed.FS
