package schema

// The classes of the claim and evidence layers of the graph. No entity of a
// document has them.
const (
	Actor        Class = "Actor" // whoever speaks, hosts, endorses
	ClaimNode    Class = "Claim"
	EvidenceNode Class = "Evidence"
	DecisionNode Class = "Decision" // a person's word on a claim, or on two things

	SuggestionNode Class = "Suggestion" // a claim that a language model made
)

// The predicates that the graph holds beside the edges that extraction makes.
const (
	Name         Predicate = "name"
	AltName      Predicate = "altName"
	Abbreviation Predicate = "abbreviation"
	ISO3         Predicate = "iso3"
	Symbol       Predicate = "symbol"
	SortDate     Predicate = "sortDate"
	SHA256       Predicate = "sha256"
	Path         Predicate = "path"
	Language     Predicate = "language"
	MergeReason  Predicate = "mergeReason"

	ClaimSubject   Predicate = "claimSubject"
	ClaimPredicate Predicate = "claimPredicate"
	ClaimObject    Predicate = "claimObject"
	ClaimStatus    Predicate = "status"
	ClaimStance    Predicate = "stance"
	Modality       Predicate = "modality"
	AttributedTo   Predicate = "attributedTo"
	Addressee      Predicate = "addressee"
	CountQualifier Predicate = "countQualifier"
	ChairOnly      Predicate = "chairOnly"
	Derived        Predicate = "derived"
	DerivedFrom    Predicate = "derivedFrom"
	Confidence     Predicate = "confidence"
	RuleID         Predicate = "rule"
	HasEvidence    Predicate = "evidence"
	Score          Predicate = "score"
	Reason         Predicate = "reason"

	DecidedIn Predicate = "decidedIn"

	AssistedBy         Predicate = "assistedBy"
	SuggestedSubject   Predicate = "suggestedSubject"
	SuggestedPredicate Predicate = "suggestedPredicate"
	SuggestedObject    Predicate = "suggestedObject"
	SuggestedFrom      Predicate = "suggestedFrom"

	Verdict   Predicate = "verdict"
	DecidedBy Predicate = "decidedBy"
	DecidedOn Predicate = "decidedOn"
	Decides   Predicate = "decides"
	Note      Predicate = "note"

	InDocument Predicate = "inDocument"
	Line       Predicate = "line"
	Start      Predicate = "start"
	End        Predicate = "end"
	Exact      Predicate = "exact"
	Text       Predicate = "text"

	// Further edges that a user's rules may make.
	SubSeriesOf Predicate = "subSeriesOf"
	Plans       Predicate = "plans"
	Abstains    Predicate = "abstains"
	ClauseOf    Predicate = "clauseOf"
)
