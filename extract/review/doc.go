// Package review holds what people have decided about claims and identities,
// and applies it to what was extracted.
//
//	decisions.jsonl ─ [Parse] ─▶ [Set] ─┬─ [Set.Identities] ─▶ the resolve pass
//	                                    └─ [Set.Over] ─▶ extractions with the decisions in them
//
// A decision on a claim is tied to its document and to the exact words that make
// the claim, one on an identity to what two documents call the things. So it
// holds for every later version of the document in which the words still stand,
// wherever they stand, whatever other documents there are; a decision whose
// words are gone does nothing and is reported.
//
// A claim that is wrong is not made from those words; a claim that is right has
// confidence 1; a corrected one has another object. All of that is done before
// identities are resolved, as if extraction had done it.
package review
