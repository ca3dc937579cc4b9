package engine

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/agents"
	"github.com/stateset/stateset-go/global"
	"github.com/stateset/stateset-go/webhook"
)

// told returns the account's events, oldest first.
func (b *bench) told() []*webhook.Event {
	b.t.Helper()
	return must[[]*webhook.Event](b)(look(b, func(tx *Tx) (all []*webhook.Event, err error) {
		for e := range tx.Events().Oldest() {
			public, err := e.Public()
			if err != nil {
				return nil, err
			}
			all = append(all, public)
		}
		return all, nil
	}))
}

// tells returns the events that do causes, one per line.
func (b *bench) tells(do func(b *bench)) string {
	b.t.Helper()
	before := len(b.told())
	do(b)
	var lines []string
	for _, e := range b.told()[before:] {
		lines = append(lines, summary(b.t, e))
	}
	return strings.Join(lines, "\n")
}

// summary returns an event in one line: its type, the status of its object, and the
// changed members of an update.
func summary(t tester, e *webhook.Event) string {
	text := strings.TrimSpace(string(e.Type) + " " + e.Data.Status)
	if e.Data.PreviousAttributes == nil {
		return text
	}
	return text + " " + fmt.Sprint(slices.Sorted(maps.Keys(membersOf(t, e.Data.PreviousAttributes))))
}

func membersOf(t tester, object json.RawMessage) map[string]json.RawMessage {
	var members map[string]json.RawMessage
	require.NoError(t, json.Unmarshal(object, &members))
	return members
}

// flow is a sequence of operations and the events that they cause.
type flow struct {
	name  string
	given func(b *bench) string // creates the object of do, and returns its ID; nil: no object
	do    func(b *bench, id string)
	want  string // lines
}

func runFlows(t *testing.T, flows []flow) {
	t.Helper()
	for _, f := range flows {
		t.Run(f.name, func(t *testing.T) {
			t.Parallel()
			b := newBench(t)
			id := ""
			if f.given != nil {
				id = f.given(b)
			}
			require.Equal(t, f.want, b.tells(func(b *bench) { f.do(b, id) }))
		})
	}
}

// does requires that an operation succeeds.
func does[T any](b *bench, value T, err error) T {
	b.t.Helper()
	return must[T](b)(value, err)
}

func lines(events ...string) string { return strings.Join(events, "\n") }

// decide approves or rejects an execution.
func (b *bench) decide(do func(*Tx, string) (*agents.Execution, error), id string) *agents.Execution {
	b.t.Helper()
	return must[*agents.Execution](b)(run(b, func(tx *Tx) (*agents.Execution, error) { return do(tx, id) }))
}

// toBelarus describes an order that needs a review.
func toBelarus(p *global.CreateOrderParams) { p.OriginCountry = "BY" }
