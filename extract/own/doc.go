// Package own merges a folder of a user's data over the data that the program
// ships.
//
//	norms/*.yaml          norms, as schema/data/norms/FORMAT.md explains
//	instruments/*.yaml    instruments
//	organizations.tsv     organisations; places.tsv, places
//	names.tsv             further names of states, organisations and places
//	rules/*.yaml          rules of extraction, as extract/rules/FORMAT.md explains
//	questions/*.yaml      named questions
//	README*, *.md         whatever the user likes
//
// Each part may be missing. A YAML file of the name of a shipped one takes its
// place; a line of organizations.tsv or places.tsv takes the place of the
// shipped line of its id. Everything else is added. Problems name the user's
// file and line.
package own
