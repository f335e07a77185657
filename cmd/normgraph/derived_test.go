package main

import (
	"encoding/base64"
	"os"
	"strings"
	"testing"
)

// Evidence from a file whose text had to be taken out of it points into that
// text, which the store keeps, takes over from shards, and makes again.
func TestEvidenceOfWhatIsNoTextItself(t *testing.T) {
	t.Chdir(t.TempDir())
	body := "Poland hosted the Regional Seminar on Ports in Warsaw on 3 May 2021.\r\n\r\nKenya and Chile attended the Regional Seminar on Ports.\r\n"
	mail := "From: press@mfa.example\r\nTo: list@mfa.example\r\nSubject: Seminar\r\nDate: Tue, 4 May 2021 09:00:00 +0000\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n" +
		base64.StdEncoding.EncodeToString([]byte(body)) + "\r\n"
	if err := os.WriteFile("note.eml", []byte(mail), 0o644); err != nil {
		t.Fatal(err)
	}
	whole := func(db string) {
		t.Helper()
		normgraph(t, "--db", db, "check")
		claim := ""
		for line := range strings.Lines(exported(t, db)) {
			if _, rest, ok := strings.Cut(line, "id/claim/"); ok && strings.Contains(line, "ns#hostedBy") {
				claim, _, _ = strings.Cut(rest, ">")
			}
		}
		if out := normgraph(t, "--db", db, "explain", "claim/"+claim); !strings.Contains(out, "Poland hosted the Regional Seminar on Ports") {
			t.Errorf("%s: explain: %s", db, out)
		}
	}
	normgraph(t, "--db", "a.db", "-q", "build", "note.eml")
	whole("a.db")
	normgraph(t, "--db", "part.db", "-q", "build", "--shard", "1/1", "note.eml")
	normgraph(t, "--db", "b.db", "-q", "build", "--from", "part.db")
	whole("b.db")
	if err := os.RemoveAll("a.db/cache"); err != nil {
		t.Fatal(err)
	}
	normgraph(t, "--db", "a.db", "-q", "check", "--repair")
	whole("a.db")
}
