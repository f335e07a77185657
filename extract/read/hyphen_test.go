package read

import "testing"

func TestWordsCutAtALinesEnd(t *testing.T) {
	words := hyphenated([]pdfLine{{PDFText: PDFText{Text: "the follow-up was cooperative, and Inter-Korean; budget"}}})
	for _, test := range []struct{ a, b, want string }{
		{"an inter\u00ad", "national meeting", "an international meeting"},
		{"the infra-", "structure of", "the infrastructure of"},
		{"the confidence\u00ad", "building measures", "the confidence-building measures"},
		{"thirty-", "one states", "thirty-one states"},
		{"in the follow\u00ad", "up, they", "in the follow-up, they"},
		{"co\u00ad", "operative", "cooperative"},
		{"Inter-", "Regional", "Inter-Regional"},
		{"anti-money-", "laundering rules", "anti-money-laundering rules"},
		{"Hungarian–", "Korean talks", "Hungarian–Korean talks"},
		{"the talks –", "held in", "the talks – held in"},
		{"the budget", "was", "the budget was"},
	} {
		if got := joinHyphen(test.a, test.b, words); got != test.want {
			t.Errorf("%q and %q give %q, want %q", test.a, test.b, got, test.want)
		}
	}
	if len(wordsInUse()) < 5000 {
		t.Errorf("%d words in use", len(wordsInUse()))
	}
}
