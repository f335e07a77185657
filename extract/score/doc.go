// Package score compares claims with gold facts and with each other: precision,
// recall and F1 for each predicate, what was missed and what was wrong with the
// sentences, the differences of two runs, and B-cubed for identity.
//
// A gold folder holds one NAME.jsonl for each document, one fact a line:
//
//	{"doc","s","s_type","p","o","o_type","stance"?,"core","alt"?:[…],"s_alt"?,"o_alt"?,"p_alt"?,"free"?}
//
// Recall counts the core facts that some claim matches; precision the claims of
// a scored predicate that match a fact, core or not. Derived claims are left
// out. A match needs the same predicate (stances are one predicate here, their
// kinds are counted apart), names that are equal after folding or by known
// aliases, or share at least six words of ten while neither ordinals nor years
// contradict, and equal dates, numbers or norms. The loose figures also accept a
// neighbouring predicate.
package score
