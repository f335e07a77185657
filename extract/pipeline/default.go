package pipeline

import (
	"io/fs"

	"github.com/normgraph/normgraph/extract/actor"
	"github.com/normgraph/normgraph/extract/event"
	"github.com/normgraph/normgraph/extract/rule"
	"github.com/normgraph/normgraph/extract/stance"
	"github.com/normgraph/normgraph/extract/syntax"
	"github.com/normgraph/normgraph/extract/text"
	"github.com/normgraph/normgraph/schema/gazetteer"
	"github.com/normgraph/normgraph/schema/norm"
)

// Data is what the steps know of the world, loaded once.
type Data struct {
	Gazetteer *gazetteer.Gazetteer
	Catalogue *norm.Catalogue
	Events    fs.FS // event nouns, series, cues
	Rules     *rule.Set
}

// Default returns the pipeline that the program runs.
func Default(d Data) (*Pipeline, error) {
	segment, err := text.New()
	if err != nil {
		return nil, err
	}
	parser, err := syntax.New()
	if err != nil {
		return nil, err
	}
	events, err := event.New(d.Gazetteer, d.Events)
	if err != nil {
		return nil, err
	}
	actors := actor.New(d.Gazetteer)
	stances, err := stance.New(d.Catalogue, event.Focus)
	if err != nil {
		return nil, err
	}
	return New([]Step{
		{"text", nil, []string{"sentences"}, segment},
		{"syntax", []string{"sentences"}, []string{"parse"}, parser},
		{"actor", []string{"sentences", "parse"}, []string{"actors"}, actors},
		{"event", []string{"sentences", "parse", "actors"}, []string{"events"}, events},
		{"rule", []string{"sentences", "parse", "actors", "events"}, []string{"participation"}, rule.New(d.Rules, rule.Context{Focus: event.Focus, FirstPerson: actors.FirstPerson})},
		{"stance", []string{"sentences", "parse", "actors", "events", "participation"}, []string{"stances"}, stances.Speaking(actors.FirstPerson)},
		{"founding", []string{"sentences", "parse", "events", "participation", "stances"}, []string{"foundings"}, events.Founding()},
	})
}
