package data

import "embed"

// Norms holds norms/*.yaml and instruments/*.yaml, for norm.Load.
//
//go:embed norms/*.yaml instruments/*.yaml
var Norms embed.FS
