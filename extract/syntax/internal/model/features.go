package model

// Kind is a part of Attrs that a slot looks at.
type Kind uint8

// The kinds.
const (
	KWord   Kind = iota // every word of the vocabulary
	KMid                // words of rank below MidWords
	KCommon             // words of rank below CommonWords
	KPOS                // possible parts of speech
	KNoun               // field of a noun
	KFrame              // frames of a verb
	KFine               // distributional class
	KCoarse
	KVerb // field of a verb
	KShape
	KSuffix1
	KSuffix2
	KSuffix3
	KSuffix4
	KPrefix2
	KPrefix3
	KTag
	kinds
)

// The numbers of most frequent words that outer slots know.
const (
	MidWords    = 2048
	CommonWords = 512
)

// value of kind k.
func (a *Attrs) value(k Kind) int {
	switch k {
	case KWord:
		return int(a.Word)
	case KMid:
		if a.Word < MidWords {
			return int(a.Word)
		}
		return 0
	case KCommon:
		if a.Word < CommonWords {
			return int(a.Word)
		}
		return 0
	case KPOS, KNoun, KFrame, KFine, KCoarse, KVerb:
		return int(a.Code[k-KPOS])
	case KShape:
		return int(a.Shape)
	case KSuffix1, KSuffix2, KSuffix3, KSuffix4:
		return int(a.Suffix[k-KSuffix1])
	case KPrefix2, KPrefix3:
		return int(a.Prefix[k-KPrefix2])
	}
	return int(a.Tag)
}

// Sizes are the numbers of values that the data decides.
type Sizes struct{ Words, Tags, Labels int }

func (z Sizes) of(k Kind) int {
	switch k {
	case KWord:
		return z.Words
	case KMid:
		return min(MidWords, z.Words)
	case KCommon:
		return min(CommonWords, z.Words)
	case KPOS, KFrame, KFine:
		return 256
	case KNoun, KVerb, KCoarse:
		return 64
	case KShape:
		return Shapes
	case KSuffix1, KSuffix2, KSuffix3, KSuffix4:
		return SuffixBuckets
	case KPrefix2, KPrefix3:
		return PrefixBuckets
	}
	return z.Tags
}

// A Layout numbers the rows of an embedding table. Slot s, kind k and value v
// have the row Base[s][k]+v; a slot without a word has the row Empty[s].
type Layout struct {
	Slots [][]Kind
	Base  [][]int
	Empty []int
	Extra int // first row of the features that are no word's
	Rows  int
}

func layout(z Sizes, slots [][]Kind, extra int) *Layout {
	l := &Layout{Slots: slots}
	for _, ks := range slots {
		base := make([]int, len(ks))
		for i, k := range ks {
			base[i] = l.Rows
			l.Rows += z.of(k)
		}
		l.Base = append(l.Base, base)
		l.Empty = append(l.Empty, l.Rows)
		l.Rows++
	}
	l.Extra = l.Rows
	l.Rows += extra
	return l
}

// WordRows appends the rows of a word at a slot.
func (l *Layout) WordRows(rows []int32, slot int, a *Attrs) []int32 {
	base := l.Base[slot]
	for i, k := range l.Slots[slot] {
		rows = append(rows, int32(base[i]+a.value(k)))
	}
	return rows
}

// The tagger looks at the words from three before to three after, and at the
// two tags before.
var taggerSlots = [][]Kind{
	{KPOS, KCoarse, KShape},
	{KCommon, KPOS, KFine, KNoun, KShape, KSuffix3},
	{KMid, KPOS, KFine, KNoun, KFrame, KCoarse, KShape, KSuffix3, KSuffix2},
	{KWord, KPOS, KFine, KNoun, KFrame, KVerb, KCoarse, KShape, KSuffix1, KSuffix2, KSuffix3, KSuffix4, KPrefix2, KPrefix3},
	{KMid, KPOS, KFine, KNoun, KFrame, KCoarse, KShape, KSuffix3, KSuffix2},
	{KCommon, KPOS, KFine, KNoun, KShape, KSuffix3},
	{KPOS, KCoarse, KShape},
}

// TaggerReach is the number of words that the tagger sees on each side.
const TaggerReach = 3

// TaggerLayout numbers the tagger's rows. The extra rows are the tag before,
// then the one before that, each with a value for none.
func TaggerLayout(z Sizes) *Layout { return layout(z, taggerSlots, 2*(z.Tags+1)+1) }

// TaggerContext appends the rows that depend on the tags before word i.
func TaggerContext(rows []int32, l *Layout, z Sizes, tags []uint8, i int) []int32 {
	t1, t2 := z.Tags, z.Tags
	if i > 0 {
		t1 = int(tags[i-1])
	}
	if i > 1 {
		t2 = int(tags[i-2])
	}
	return append(rows, int32(l.Extra+t1), int32(l.Extra+z.Tags+1+t2), int32(l.Extra+2*(z.Tags+1)))
}

// Slots of the parser.
const (
	S0 = iota
	B0
	S1
	B1
	S2
	B2
	S0L1
	S0R1
	S1L1
	S1R1
	B0L1
	S0L2
	S0R2
	S1R2
	B0L2
	S0R1R1
	S1R1R1
	S0L1L1
	S3
	B3
	S0P // the word before S0
	S0N // the word after S0
	S1N
	B0P // the word before B0
	BV  // the next verb after B0
	BM  // the next mark or conjunction after B0
	SV  // the nearest verb on the stack under S1
	ParserSlots
)

var (
	core  = []Kind{KWord, KPOS, KNoun, KFrame, KFine, KCoarse, KVerb, KShape, KSuffix3, KTag}
	near  = []Kind{KMid, KPOS, KFine, KNoun, KShape, KTag}
	child = []Kind{KCommon, KFine, KNoun, KTag}
	far   = []Kind{KCoarse, KTag}
)

var parserSlots = [ParserSlots][]Kind{
	S0: core, B0: core, S1: core, B1: near, S2: near, B2: near,
	S0L1: child, S0R1: child, S1L1: child, S1R1: child, B0L1: child,
	S0L2: child, S0R2: child, S1R2: child, B0L2: child,
	S0R1R1: far, S1R1R1: far, S0L1L1: far, S3: far, B3: child,
	S0P: far, S0N: child, S1N: far, B0P: far, BV: child, BM: far, SV: child,
}

// labelSlots are the slots whose word's label is a feature.
var labelSlots = [...]int{S0L1, S0R1, S1L1, S1R1, B0L1, S0L2, S0R2, S1R2, B0L2, S0R1R1, S1R1R1, S0L1L1}

const (
	valencies = 4
	distances = 8
	depths    = 5
	finites   = 4
)

// ParserLayout numbers the parser's rows. The extra rows are a bias, the labels
// of the children, the valencies and distances.
func ParserLayout(z Sizes) *Layout {
	return layout(z, parserSlots[:], 1+len(labelSlots)*(z.Labels+1)+5*valencies+3*distances+depths+finites)
}

// Words gives the word in each slot, -1 for none.
func (s *State) Words(w *[ParserSlots]int32) {
	for i := range w {
		w[i] = -1
	}
	n := int32(s.N)
	if k := len(s.Stack); k > 0 {
		t := s.Stack[k-1]
		w[S0] = t
		w[S0L1], w[S0L2], w[S0R1], w[S0R2] = s.L1[t], s.L2[t], s.R1[t], s.R2[t]
		if r := s.R1[t]; r >= 0 {
			w[S0R1R1] = s.R1[r]
		}
		if l := s.L1[t]; l >= 0 {
			w[S0L1L1] = s.L1[l]
		}
		w[S0P] = t - 1
		if t+1 < n {
			w[S0N] = t + 1
		}
		if k > 1 {
			t := s.Stack[k-2]
			w[S1] = t
			w[S1L1], w[S1R1], w[S1R2] = s.L1[t], s.R1[t], s.R2[t]
			if r := s.R1[t]; r >= 0 {
				w[S1R1R1] = s.R1[r]
			}
			if t+1 < n {
				w[S1N] = t + 1
			}
			if k > 2 {
				w[S2] = s.Stack[k-3]
				for j := k - 3; j >= max(0, k-8); j-- {
					if s.verb[s.Stack[j]] {
						w[SV] = s.Stack[j]
						break
					}
				}
				if k > 3 {
					w[S3] = s.Stack[k-4]
				}
			}
		}
	}
	b := int32(s.Next)
	w[BV], w[BM] = s.NextVerb[b+1], s.NextMark[b+1]
	w[B0P] = b - 1
	if b < n {
		w[B0], w[B0L1], w[B0L2] = b, s.L1[b], s.L2[b]
		if b+1 < n {
			w[B1] = b + 1
			if b+2 < n {
				w[B2] = b + 2
				if b+3 < n {
					w[B3] = b + 3
				}
			}
		}
	}
}

// Context appends the rows of the parser that are no word's: labels, then those
// of counts. w comes from Words.
func (s *State) Context(rows []int32, l *Layout, z Sizes, w *[ParserSlots]int32) []int32 {
	for i, slot := range labelSlots {
		v := z.Labels
		if d := w[slot]; d >= 0 {
			v = int(s.Label[d])
		}
		rows = append(rows, labelRow(l, z, i, v))
	}
	return s.countRows(rows, l, z, w)
}

// labelRow is the row of a label at place i of labelSlots; that of no word has
// the number z.Labels.
func labelRow(l *Layout, z Sizes, i, label int) int32 {
	return int32(l.Extra + 1 + i*(z.Labels+1) + label)
}

// countRows appends the rows of a bias, of valencies, distances and depths.
func (s *State) countRows(rows []int32, l *Layout, z Sizes, w *[ParserSlots]int32) []int32 {
	rows = append(rows, int32(l.Extra))
	at := l.Extra + 1 + len(labelSlots)*(z.Labels+1)
	val := func(t int32, counts []uint8) {
		if t >= 0 {
			rows = append(rows, int32(at+min(int(counts[t]), valencies-1)))
		}
		at += valencies
	}
	val(w[S0], s.NL)
	val(w[S0], s.NR)
	val(w[S1], s.NL)
	val(w[S1], s.NR)
	val(w[B0], s.NL)
	dist := func(a, b int32) {
		if a >= 0 && b >= 0 {
			rows = append(rows, int32(at+distance(b-a)))
		}
		at += distances
	}
	dist(w[S0], int32(s.Next))
	dist(w[S1], w[S0])
	dist(int32(s.Next), w[BV])
	rows = append(rows, int32(at+min(len(s.Stack), depths-1)))
	at += depths
	return append(rows, int32(at+min(int(s.Finite[s.Next]), finites-1)))
}

func distance(d int32) int {
	switch {
	case d <= 4:
		return int(d) - 1
	case d <= 6:
		return 4
	case d <= 10:
		return 5
	case d <= 20:
		return 6
	}
	return 7
}
