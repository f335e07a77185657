// Package gazetteer embeds the data files of the gazetteer: states,
// organisations, places and the word classes of titles, offices, bodies and
// personal names. FORMAT.md beside the files explains them.
package gazetteer

import "embed"

// Files holds the data files at its root, the word lists under words.
//
//go:embed *.tsv words/*.tsv
var Files embed.FS
