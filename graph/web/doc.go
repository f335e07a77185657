// Package web serves a graph to browsers: an explorer that shows the words
// behind every edge, and Cayley's own query pages and HTTP addresses.
//
// A Site answers requests from one Version of the store at a time. It looks for
// a newer one in the background and switches between requests; who is being
// answered keeps the version that the answer began with.
//
//	request ─ guard ─ Version ─ view ─▶ page ─┬▶ HTML by templates/
//	                                          ├▶ .json, the same facts for programs
//	                                          └▶ .csv, where the page is a table
//
// Nothing here changes the graph: it is made from documents, by a build. Every
// page works without script; the script in assets/ makes it quicker to use. No
// page asks another host for anything.
package web
