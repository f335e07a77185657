// Package event finds the gatherings that a document speaks of: named and
// described events, their parts and series, and what the text says of their
// dates, places, format, status, size and editions.
//
// The recogniser works in passes over the whole document, since "the meeting"
// may be named only further down:
//
//	names     capitalised names around an event noun, acronyms, ordinals, years
//	clusters  names of one event are joined; other editions stay apart
//	focus     the event that the document is about
//	refer     "the meeting", "this forum", sessions, dinners, "the next round"
//	attach    dates, places, venues, counts, by clause and neighbourhood
//
// [Recognizer.Founding] is a step of its own, after the one that finds
// instruments: what was set up at which event.
//
// What the nouns and cues are is data: schema/data/event.
package event
