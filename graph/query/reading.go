package query

import (
	"context"
	"fmt"
)

// read answers a question that one path does not express.
func (g *Graph) read(ctx context.Context, q *Question, args map[string]string, opt Options) (*Table, error) {
	var t *Table
	switch q.Run {
	case "connections":
		c, err := g.Connect(ctx, args["from"], args["to"], ConnectOptions{Limit: opt.Limit})
		if err != nil {
			return nil, err
		}
		t = c.Table()
	case "conflicts":
		cs, err := g.Conflicts(ctx, args["about"])
		if err != nil {
			return nil, err
		}
		t = ConflictTable(cs)
	case "changes":
		c, err := g.Editions(ctx, args["series"])
		if err != nil {
			return nil, err
		}
		t = c.Changes()
	default:
		return nil, fmt.Errorf("question %s: unknown reading %q", q.Name, q.Run)
	}
	t.Title = q.Question
	t.Total = len(t.Rows)
	if opt.Limit > 0 && len(t.Rows) > opt.Limit && q.Run != "connections" {
		t.Rows = t.Rows[:opt.Limit]
	}
	if len(t.Rows) == 0 && t.Empty == "" {
		t.Empty = "nothing in the graph matches"
	}
	return t, nil
}
