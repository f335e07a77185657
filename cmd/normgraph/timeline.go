package main

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/clipperhouse/displaywidth"
	"github.com/spf13/cobra"

	"github.com/normgraph/normgraph/graph/draw"
	"github.com/normgraph/normgraph/graph/query"
)

func newTimeline(a *app) *cobra.Command {
	c := &cobra.Command{
		Use:     "timeline",
		GroupID: groupAsk,
		Short:   "Events along time, series as lanes",
		Long: `Events along time. On a terminal, or with --format lanes, each series is a lane;
elsewhere it is a table. --format svg writes the drawing of the web pages.`,
		Example: `  normgraph timeline --from 2019 --format lanes
  normgraph timeline --format svg > timeline.svg`,
		Args: cobra.NoArgs,
	}
	timeout := timeoutFlag(c)
	from := c.Flags().String("from", "", "first day")
	to := c.Flags().String("to", "", "last day")
	c.RunE = func(cmd *cobra.Command, _ []string) error { return a.timeline(cmd.Context(), *from, *to, *timeout) }
	return c
}

func (a *app) timeline(ctx context.Context, from, to string, timeout time.Duration) error {
	format, err := a.pick(append([]string{"table"}, append(tableFormats[1:], "lanes", "svg")...)...)
	if err != nil {
		return err
	}
	width, tty := terminal(a.stdout)
	if a.format == "" && tty {
		format = "lanes"
	}
	s, err := a.open()
	if err != nil {
		return err
	}
	defer s.Close()
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	tl, err := s.graph.Timeline(ctx, from, to)
	if err != nil {
		return queryError(ctx, err, timeout)
	}
	switch format {
	case "svg":
		return drawTimeline(tl).WriteSVG(a.stdout)
	case "lanes":
		t := tl.Table()
		if len(t.Rows) == 0 {
			return a.answer(ctx, s, t, "table", queryOptions{})
		}
		if !tty {
			width = 100
		}
		for _, n := range t.Notes {
			a.note("%s", n)
		}
		_, err := fmt.Fprint(a.stdout, textLanes(tl, width))
		return err
	}
	return a.answer(ctx, s, tl.Table(), format, queryOptions{})
}

// singleEvents names the lane of events that belong to no series.
const singleEvents = "Single events"

func laneName(l *query.Lane) string {
	if l.Series.IRI == "" {
		return singleEvents
	}
	return l.Series.Label
}

// drawTimeline lays a timeline out as a picture.
func drawTimeline(tl *query.Timeline) *draw.Lanes {
	var lanes []draw.Lane
	for i := range tl.Lanes {
		l := &tl.Lanes[i]
		x := draw.Lane{Name: laneName(l)}
		for _, m := range l.Events {
			title := m.Event.Label + ", " + m.Date
			if m.Status != "" {
				title += ", " + m.Status
			}
			if m.Disputed {
				title += ", dates differ between documents"
			}
			x.Moments = append(x.Moments, draw.Moment{First: m.First, Last: m.Last, Title: title, Status: m.Status, Disputed: m.Disputed})
		}
		lanes = append(lanes, x)
	}
	return draw.Timeline("Events along time", lanes)
}

// The signs of events in lanes of text: held, or planned and the like, and those
// whose dates documents dispute.
const (
	signHeld     = '●'
	signPlanned  = '○'
	signDisputed = '◆'
)

// textLanes draws a timeline with characters: for each series a line with its
// name and its events on a common scale, and below it the events by date.
func textLanes(tl *query.Timeline, width int) string {
	var b strings.Builder
	names := 0
	for i := range tl.Lanes {
		names = max(names, displaywidth.String(laneName(&tl.Lanes[i])))
	}
	names = min(names, max(12, width/3))
	cols := max(20, width-names-2)
	first, last := day(tl.First), day(tl.Last)
	span := max(1, last.Sub(first).Hours()/24)
	at := func(d string) int { return int(day(d).Sub(first).Hours() / 24 / span * float64(cols-1)) }

	axis := []rune(strings.Repeat("─", cols))
	years := []rune(strings.Repeat(" ", cols))
	free := 0
	for y := first.Year(); y <= last.Year(); y++ {
		x := max(0, at(fmt.Sprintf("%04d-01-01", y)))
		if x < free || x+4 > cols {
			continue
		}
		copy(years[x:], []rune(fmt.Sprintf("%04d", y)))
		axis[x] = '┬'
		free = x + 6
	}
	pad := strings.Repeat(" ", names+2)
	fmt.Fprintf(&b, "%s%s\n%s%s\n", pad, strings.TrimRight(string(years), " "), pad, string(axis))
	for i := range tl.Lanes {
		l := &tl.Lanes[i]
		line := []rune(strings.Repeat("·", cols))
		for _, m := range l.Events {
			from, to := max(0, at(m.First)), min(cols-1, at(m.Last))
			for x := from + 1; x <= to; x++ {
				if line[x] == '·' {
					line[x] = '─'
				}
			}
			sign := signHeld
			switch {
			case m.Disputed:
				sign = signDisputed
			case m.Status != "" && m.Status != "held":
				sign = signPlanned
			}
			line[from] = sign
		}
		name := displaywidth.TruncateString(laneName(l), names, "…")
		fmt.Fprintf(&b, "%s%s  %s\n", name, strings.Repeat(" ", names-displaywidth.String(name)), string(line))
	}
	for i := range tl.Lanes {
		l := &tl.Lanes[i]
		fmt.Fprintf(&b, "\n%s\n", laneName(l))
		for _, m := range l.Events {
			var more []string
			for _, p := range m.Places {
				more = append(more, p.Label)
			}
			if m.Status != "" {
				more = append(more, m.Status)
			}
			if m.Disputed {
				more = append(more, "dates differ between documents")
			}
			fmt.Fprintf(&b, "  %-24s  %s", m.Date, m.Event.Label)
			if len(more) > 0 {
				fmt.Fprintf(&b, " (%s)", strings.Join(more, ", "))
			}
			b.WriteByte('\n')
		}
	}
	return b.String()
}

// day is midnight of a day; the days of a Timeline are well formed.
func day(s string) time.Time {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return time.Time{}
	}
	return t
}
