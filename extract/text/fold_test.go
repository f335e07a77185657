package text

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestFold(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"lower_case_and_quotes", "The “Rule’s” Text", `the "rule's" text`},
		{"dashes_become_hyphens", "2019–2021 — a span", "2019-2021 - a span"},
		{"white_space_is_one_space", "a\u00a0 \t b", "a b"},
		{"british_spelling", "responsible State Behaviour and Defence", "responsible state behavior and defense"},
		{"open_and_hyphenated_compounds", "Cyber Security, cyber-security and cyber space", "cybersecurity, cybersecurity and cyberspace"},
		{"cooperation_with_hyphen", "Co-operation and co‑ordination", "cooperation and coordination"},
		{"hyphen_to_space", "Confidence-building and capacity-building", "confidence building and capacity building"},
		{"accents_stay", "ÉLYSÉE", "élysée"},
		{"look_alike_untouched", "cyber threats, co-opted", "cyber threats, co-opted"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, off := Fold(c.in)
			if got != c.want {
				t.Errorf("Fold(%q) = %q, want %q", c.in, got, c.want)
			}
			if len(off) != len(got)+1 || off[len(got)] != len(c.in) {
				t.Errorf("%d offsets, last %d, for %d bytes", len(off), off[len(off)-1], len(got))
			}
		})
	}
}

func TestFoldedMatchMapsBackToItsWords(t *testing.T) {
	const in = "On  “responsible  State behaviour” in Cyber Space."
	got, off := Fold(in)
	for cue, want := range map[string]string{
		"responsible state behavior": "responsible  State behaviour",
		"cyberspace":                 "Cyber Space",
		`"responsible`:               "“responsible",
	} {
		i := strings.Index(got, cue)
		if i < 0 {
			t.Fatalf("%q not in %q", cue, got)
		}
		if s := off.Span(i, i+len(cue)); in[s.Start:s.End] != want {
			t.Errorf("%q maps to %q, want %q", cue, in[s.Start:s.End], want)
		}
	}
}

func FuzzFold(f *testing.F) {
	f.Add("The “Rule’s” Text – İstanbul cyber-security")
	f.Add("\xff\xfe co-operat")
	f.Fuzz(func(t *testing.T, s string) {
		got, off := Fold(s)
		if len(off) != len(got)+1 {
			t.Fatalf("%d offsets for %d bytes", len(off), len(got))
		}
		for i := 1; i < len(off); i++ {
			if off[i] < off[i-1] || off[i] > len(s) {
				t.Fatalf("offset %d of %q is %d after %d", i, s, off[i], off[i-1])
			}
			if utf8.ValidString(s) && off[i] < len(s) && !utf8.RuneStart(s[off[i]]) {
				t.Fatalf("offset %d of %q is inside a character", i, s)
			}
		}
	})
}

func TestKey(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"plain", "Lee Taeho", "lee taeho"},
		{"polish", "Karol Okoński of Łódź", "karol okonski of lodz"},
		{"nordic_and_german", "Bjørn Æsir Weiß Þór", "bjorn aesir weiss thor"},
		{"vietnamese", "Nguyễn Phú Trọng", "nguyen phu trong"},
		{"turkish", "İstanbul Kılıç", "istanbul kilic"},
		{"spaces_and_quotes", "  People’s\u00a0 Republic ", "people's republic"},
		{"hangul_stays", "외교부", "외교부"},
		{"same_string", "osce", "osce"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := Key(c.in); got != c.want {
				t.Errorf("Key(%q) = %q, want %q", c.in, got, c.want)
			}
		})
	}
}

func TestSlug(t *testing.T) {
	for in, want := range map[string]string{
		"Warsaw Process Working Group on Cybersecurity": "warsaw-process-working-group-on-cybersecurity",
		"Korea Internet & Security Agency (KISA)":       "korea-internet-and-security-agency-kisa",
		"Côte d’Ivoire":                                 "cote-d-ivoire",
		"R&D":                                           "r-and-d",
		"--- ":                                          "",
		"외교부":                                           "",
	} {
		if got := Slug(in); got != want {
			t.Errorf("Slug(%q) = %q, want %q", in, got, want)
		}
	}
}
