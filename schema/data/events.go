package data

import "embed"

// Events holds what is known of events: event nouns, known series and the cues
// for format, status, counts and venues.
//
//go:embed event/*.tsv
var Events embed.FS
