package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"

	"github.com/normgraph/normgraph/extract/review"
)

// decisionsName is the file of decisions that lies beside a store.
const decisionsName = "decisions.jsonl"

// decisions are what people have decided, with the file that holds it.
type decisions struct {
	set   *review.Set
	file  string
	named string // the full path of a file that the user named
	sum   string // of the set; "" for an empty one
}

// A decisionReport is what became of the decisions in a build.
type decisionReport struct {
	File    string   `json:"file,omitempty"`
	Named   string   `json:"named,omitempty"` // full path of File, where a user named it
	Applied int      `json:"applied"`
	Absent  int      `json:"absent,omitempty"` // on documents that are not in the store
	Unmet   []string `json:"unmet,omitempty"`  // without effect, with the reason
}

// loadDecisions reads those of a store: of the file named, else of the file that
// was named at the last build, else of the file beside the store, which need not
// be there.
func (a *app) loadDecisions(p place) (*decisions, error) {
	if a.decisions != "" {
		return readDecisions(a.decisions, true)
	}
	old, err := loadReport(p.dir)
	if err != nil {
		return nil, err
	}
	if name := old.Decisions.Named; name != "" {
		d, err := readDecisions(name, true)
		if err != nil {
			return nil, fmt.Errorf("%w\n--decisions names the file where it is now", err)
		}
		return d, nil
	}
	return readDecisions(filepath.Join(filepath.Dir(filepath.Clean(p.dir)), decisionsName), false)
}

// namedDecisions reads the file that --decisions names; without it there are
// none.
func (a *app) namedDecisions() (*decisions, error) {
	if a.decisions == "" {
		return &decisions{set: review.NewSet(nil)}, nil
	}
	return readDecisions(a.decisions, true)
}

// readDecisions reads a file. One that was named by the user has to be there,
// and is remembered by its full path.
func readDecisions(name string, named bool) (*decisions, error) {
	d := &decisions{file: name}
	var err error
	if named {
		if _, err := os.Stat(name); err != nil {
			return nil, fmt.Errorf("decisions: %w", err)
		}
		if d.named, err = filepath.Abs(name); err != nil {
			return nil, err
		}
	}
	if d.set, err = review.Load(name); err != nil {
		return nil, fmt.Errorf("decisions:\n%w", err)
	}
	return d, d.settle()
}

// settle takes the sum of what the set holds now.
func (d *decisions) settle() error {
	d.sum = ""
	if d.set.Len() == 0 {
		return nil
	}
	var b bytes.Buffer
	if err := d.set.Write(&b); err != nil {
		return err
	}
	sum := sha256.Sum256(b.Bytes())
	d.sum = hex.EncodeToString(sum[:])
	return nil
}

// save writes the file of decisions in one step.
func (d *decisions) save() error {
	if err := (disk{}).replaceFile(d.file, d.set.Write); err != nil {
		return fmt.Errorf("write the decisions: %w", err)
	}
	return d.settle()
}
