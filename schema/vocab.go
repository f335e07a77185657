package schema

// Class is the local name of a class of the vocabulary, such as "State".
type Class string

// The classes that extraction and the graph use. The data file
// data/classes.tsv defines each; a test holds the two together.
const (
	Document     Class = "Document"
	Person       Class = "Person"
	Office       Class = "Office"
	State        Class = "State"
	Organization Class = "Organization"
	Body         Class = "Body" // an organisation that meets and adopts: committee, working group
	Event        Class = "Event"
	Session      Class = "Session" // a part of an event
	Series       Class = "Series"
	Process      Class = "Process"
	Norm         Class = "Norm"
	Instrument   Class = "Instrument"
	Clause       Class = "Clause"
	Place        Class = "Place"
)

// Predicate is the local name of a predicate of the vocabulary, such as
// "coHostedBy".
type Predicate string

// The predicates that extraction makes claims with. The data file
// data/predicates.tsv defines domain, range and cardinality of each.
const (
	Title            Predicate = "title"
	DocType          Predicate = "docType"
	PublishedOn      Predicate = "publishedOn"
	Publisher        Predicate = "publisher"
	Author           Predicate = "author"
	Speaker          Predicate = "speaker"
	DeliveredOn      Predicate = "deliveredOn"
	Occasion         Predicate = "occasion"
	ReportsOn        Predicate = "reportsOn"
	Mentions         Predicate = "mentions"
	HoldsOffice      Predicate = "holdsOffice"
	OfficeIn         Predicate = "officeIn"
	Represents       Predicate = "represents"
	AffiliatedWith   Predicate = "affiliatedWith"
	PartOf           Predicate = "partOf"
	HomeState        Predicate = "homeState"
	InState          Predicate = "inState"
	MemberOf         Predicate = "memberOf"
	PartnerOf        Predicate = "partnerOf"
	StartDate        Predicate = "startDate"
	EndDate          Predicate = "endDate"
	InPlace          Predicate = "place"
	Venue            Predicate = "venue"
	EventFormat      Predicate = "eventFormat"
	EventStatus      Predicate = "eventStatus"
	HostedBy         Predicate = "hostedBy"
	CoHostedBy       Predicate = "coHostedBy"
	OrganizedBy      Predicate = "organizedBy"
	SponsoredBy      Predicate = "sponsoredBy"
	ChairedBy        Predicate = "chairedBy"
	CoChairedBy      Predicate = "coChairedBy"
	Addressed        Predicate = "addressed"
	PresentedAt      Predicate = "presentedAt"
	Attended         Predicate = "attended"
	ParticipantCount Predicate = "participantCount"
	CountryCount     Predicate = "countryCount"
	Theme            Predicate = "theme"
	EditionOf        Predicate = "editionOf"
	EditionNumber    Predicate = "editionNumber"
	SubEventOf       Predicate = "subEventOf"
	PartOfProcess    Predicate = "partOfProcess"
	PrecededBy       Predicate = "precededBy"
	EstablishedAt    Predicate = "establishedAt"
	EstablishedOn    Predicate = "establishedOn"
	Frequency        Predicate = "frequency"
	Launched         Predicate = "launched"
	Issued           Predicate = "issued"
	IssuedOn         Predicate = "issuedOn"
	Adopted          Predicate = "adopted"
	Developed        Predicate = "developed"
	BasedOn          Predicate = "basedOn"
	States           Predicate = "states"

	Endorses     Predicate = "endorses" // the roll-up of the nine positive stances
	Adopts       Predicate = "adopts"
	Agrees       Predicate = "agrees"
	Reaffirms    Predicate = "reaffirms"
	CommitsTo    Predicate = "commitsTo"
	CallsFor     Predicate = "callsFor"
	Recommends   Predicate = "recommends"
	Supports     Predicate = "supports"
	Implements   Predicate = "implements"
	HopesFor     Predicate = "hopesFor"
	Discusses    Predicate = "discusses"
	Opposes      Predicate = "opposes"
	NotesGapIn   Predicate = "notesGapIn"
	AccusedOf    Predicate = "accusedOfViolating"
	PossiblySame Predicate = "possiblySameAs"
)
