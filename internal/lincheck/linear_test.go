package lincheck

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// The amounts of wallet 1, and the payments from it.
const (
	full  = "100.00"
	after = "59.99" // after a transfer of 40.00
)

// at returns an event of the bank.
func at(invoked, returned int64, o op, answer string) *event {
	e := &event{op: &o, invoked: invoked, returned: returned, answer: answer, verdict: done}
	if returned == never {
		e.verdict = unknown
	}
	return e
}

func reads(invoked, returned int64, answer string) *event {
	return at(invoked, returned, op{Verb: getBalance, From: 1}, answer)
}

func sends(invoked, returned int64, answer string) *event {
	return at(invoked, returned, op{Verb: transfer, From: 1, To: 2, Cents: 40_00}, answer)
}

func TestLinearizable(t *testing.T) {
	t.Parallel()
	const ok, no = "transferred 40.00", "refused: INSUFFICIENT_FUNDS"
	for name, test := range map[string]struct {
		events []*event
		want   bool
	}{
		"nothing":                           {nil, true},
		"one after the other":               {[]*event{reads(1, 2, full), sends(3, 4, ok), reads(5, 6, after)}, true},
		"a stale read":                      {[]*event{sends(1, 2, ok), reads(3, 4, full)}, false},
		"a read from the future":            {[]*event{reads(1, 2, after), sends(3, 4, ok)}, false},
		"a read at the same time, before":   {[]*event{sends(1, 4, ok), reads(2, 3, full)}, true},
		"a read at the same time, after":    {[]*event{sends(1, 4, ok), reads(2, 3, after)}, true},
		"seen, and then not any more":       {[]*event{sends(1, 6, ok), reads(2, 3, after), reads(4, 5, full)}, false},
		"unknown, and it did not happen":    {[]*event{sends(1, never, ""), reads(2, 3, full), reads(4, 5, full)}, true},
		"unknown, and it happened later":    {[]*event{sends(1, never, ""), reads(2, 3, full), reads(4, 5, after)}, true},
		"unknown, and it happened unasked":  {[]*event{reads(1, 2, after), sends(3, never, "")}, false},
		"unknown, and it happened twice":    {[]*event{sends(1, never, ""), reads(2, 3, "19.98")}, false},
		"two unknown, and both happened":    {[]*event{sends(1, never, ""), sends(2, never, ""), reads(3, 4, "19.98")}, true},
		"unknown, and taken back":           {[]*event{sends(1, never, ""), reads(2, 3, after), reads(4, 5, full)}, false},
		"two at once, for one is no money":  {[]*event{sends(1, 4, ok), sends(2, 5, ok), sends(3, 6, no)}, true},
		"refused, though there was money":   {[]*event{sends(1, 2, no)}, false},
		"three, where the money is for two": {[]*event{sends(1, 4, ok), sends(2, 5, ok), sends(3, 6, ok)}, false},
		"refused for one that is unknown":   {[]*event{sends(1, never, ""), sends(2, 3, ok), sends(4, 5, no)}, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, _, err := linearizable(newModel("bank"), test.events, maxSteps)
			require.NoError(t, err)
			require.Equal(t, test.want, got)
		})
	}
}

// A search that takes too long returns an error, not a success.
func TestUndecided(t *testing.T) {
	t.Parallel()
	var events []*event
	for i := range int64(40) { // any of them may have happened, in any order, and the read balance never existed
		o := op{Verb: transfer, From: 1 + int(i)%2, To: 2 - int(i)%2, Cents: 1 << (i % 12)}
		events = append(events, at(i+1, never, o, ""))
	}
	events = append(events, reads(100, 101, "12345.67"))
	_, _, err := linearizable(newModel("bank"), events, 10_000)
	require.ErrorIs(t, err, errUndecided)
}
