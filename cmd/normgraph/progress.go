package main

import (
	"fmt"
	"io"
	"strings"
	"sync/atomic"
	"time"

	"github.com/clipperhouse/displaywidth"
)

// A progress shows how far a long piece of work is: on a terminal one line that
// is redrawn, elsewhere nothing, so that logs stay short.
type progress struct {
	w           io.Writer
	width       int
	label       string
	total       atomic.Int64 // 0 while it is not known
	n           int
	start, last time.Time
	on          bool
}

func (a *app) progress(label string, total int) *progress {
	width, tty := terminal(a.stderr)
	p := &progress{w: a.stderr, width: width, label: label, start: time.Now(), on: tty && !a.quiet}
	p.total.Store(int64(total))
	return p
}

// count finds out the total while the work goes on, if anybody looks.
func (p *progress) count(total func() int) {
	if p.on {
		go func() { p.total.Store(int64(total())) }()
	}
}

// step counts one item; name is what was worked on.
func (p *progress) step(name string) {
	p.n++
	now := time.Now()
	total := int(p.total.Load())
	if !p.on || now.Sub(p.last) < 100*time.Millisecond && p.n != total {
		return
	}
	p.last = now
	took := now.Sub(p.start)
	rate := float64(p.n) / max(took.Seconds(), 0.001)
	line := fmt.Sprintf("%s %d", p.label, p.n)
	if total >= p.n {
		left := time.Duration(float64(total-p.n) / max(rate, 0.001) * float64(time.Second))
		line = fmt.Sprintf("%s %d/%d  %.0f/s  %s left", p.label, p.n, total, rate, left.Round(time.Second))
	}
	if room := p.width - displaywidth.String(line) - 4; room > 20 {
		for displaywidth.String(name) > room {
			name = "…" + string([]rune(name)[2:])
		}
		line += "  " + strings.ToValidUTF8(name, "?")
	}
	fmt.Fprintf(p.w, "\r\x1b[K%s", line)
}

// done clears the line.
func (p *progress) done() {
	if p.on && p.n > 0 {
		fmt.Fprint(p.w, "\r\x1b[K")
	}
}
