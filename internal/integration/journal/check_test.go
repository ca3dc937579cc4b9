package journal

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/stretchr/testify/require"

	stateset "github.com/stateset/stateset-go"
	"github.com/stateset/stateset-go/mockserver"
	"github.com/stateset/stateset-go/payments"
)

// tally holds the facts about one payment.
type tally struct {
	state   string // of its entry, or empty
	effects int    // payments that succeeded
	told    string // the result that its caller received, or empty
	ever    bool   // whether any process reported a success
	ordered bool   // whether its order was committed
}

// check counts the effects of every payment, and returns the violations. An open payment
// is not a violation. It is counted.
func (p *proof) check() []string {
	all := map[int]*tally{}
	at := func(n int) *tally {
		if all[n] == nil {
			all[n] = &tally{}
		}
		return all[n]
	}
	p.readStates(at)
	p.readEffects(at)
	p.readReports(at)
	f := &p.figures
	f.Intents, f.Succeeded, f.Rejected, f.NotSent, f.Duplicates, f.Lost, f.Open = len(all), 0, 0, 0, 0, 0, 0
	var violations []string
	for n, one := range all {
		for _, v := range f.count(one) {
			violations = append(violations, fmt.Sprintf("payment %d: %s (%+v)", n, v, *one))
		}
	}
	others := append(p.differentRequests(), p.sentAtOnce()...)
	f.Violations = len(others)
	slices.Sort(violations)
	return append(violations, others...)
}

func (f *figures) count(one *tally) (violations []string) {
	switch one.state {
	case "succeeded":
		f.Succeeded++
	case "rejected":
		f.Rejected++
	case "abandoned":
		f.NotSent++
	case "queued", "sending":
		f.Open++
	}
	if one.effects > 1 {
		f.Duplicates++
		violations = append(violations, fmt.Sprintf("%d effects", one.effects))
	}
	settledWithout := one.state == "succeeded" && one.effects == 0 || one.told == "succeeded" && one.effects == 0 || one.ordered && one.state == ""
	unknown := one.effects > 0 && (one.state == "rejected" || one.state == "abandoned" || one.told == "rejected" || one.told == "not sent")
	noEntry := one.effects > 0 && one.state == ""
	if settledWithout || unknown || noEntry {
		f.Lost++
	}
	if noEntry {
		violations = append(violations, "an effect, and no entry")
	}
	if settledWithout {
		violations = append(violations, "no effect, but it counts as done")
	}
	if unknown {
		violations = append(violations, "an effect, but it counts as not done")
	}
	if one.ever && one.state != "succeeded" {
		violations = append(violations, "it succeeded and is now "+one.state)
	}
	return violations
}

// readStates reads the table of the journal, and that of the orders.
func (p *proof) readStates(at func(int) *tally) {
	db, err := p.database.open(1)
	require.NoError(p, err)
	defer db.Close()
	rows, err := db.QueryContext(p.Context(), "SELECT idempotency_key, state, 0 FROM "+p.database.Table+" UNION ALL SELECT 'intent-' || CAST(intent AS TEXT), '', 1 FROM "+p.database.Table+"_orders")
	require.NoError(p, err)
	defer rows.Close()
	for rows.Next() {
		var key, state string
		var ordered int
		require.NoError(p, rows.Scan(&key, &state, &ordered))
		one := at(intentOf(p, key))
		if one.ordered = one.ordered || ordered == 1; ordered == 0 {
			one.state = state
		}
	}
	require.NoError(p, rows.Err())
}

func intentOf(p *proof, key string) int {
	n, err := strconv.Atoi(strings.TrimPrefix(key, "intent-"))
	require.NoError(p, err)
	return n
}

// readEffects reads all payments from the server.
func (p *proof) readEffects(at func(int) *tally) {
	client, err := stateset.New(apiKey, stateset.WithBaseURL(p.srv.URL()), stateset.WithHTTPClient(p.srv.HTTPClient()))
	require.NoError(p, err)
	for payment, err := range client.Payments.All(context.Background(), &payments.ListParams{Limit: 100}) {
		require.NoError(p, err)
		if intent := payment.Metadata["intent"]; intent != "" && payment.Status == payments.StatusSucceeded {
			at(intentOf(p, intent)).effects++
		}
	}
}

// readReports reads the output of the processes.
func (p *proof) readReports(at func(int) *tally) {
	p.figures.Cuts, p.figures.At = 0, map[string]int{}
	for _, process := range p.processes {
		for _, line := range process.lines {
			words := strings.SplitN(line, " ", 3)
			switch words[0] {
			case "cut":
				p.figures.Cuts++
			case "killed":
				p.figures.At[words[2]]++
			case "told":
				one := at(intentOf(p, words[1]))
				one.told = words[2]
				one.ever = one.ever || one.told == "succeeded"
			case "recovered":
				if words[2] == "succeeded" {
					at(intentOf(p, words[1])).ever = true
				}
			}
		}
	}
}

// differentRequests compares the requests of each key.
func (p *proof) differentRequests() (violations []string) {
	first := map[string]*mockserver.Request{}
	requests := p.srv.Requests()
	p.figures.Requests = 0
	for i := range requests {
		r := &requests[i]
		if r.Method != "POST" || len(r.Body) == 0 {
			continue
		}
		p.figures.Requests++
		if first[r.IdempotencyKey] == nil {
			first[r.IdempotencyKey] = r
		} else if other := first[r.IdempotencyKey]; other.Path != r.Path || !bytes.Equal(other.Body, r.Body) {
			violations = append(violations, fmt.Sprintf("two requests of the key %s differ: %s and %s", r.IdempotencyKey, show(other.Body), show(r.Body)))
		}
	}
	return violations
}

func show(body []byte) string {
	text, _ := json.Marshal(string(body))
	return string(text)
}

// send is a request that a process sent.
type send struct {
	process    *process
	time       string // of the clock
	start, end int64  // end is zero if the process was killed in between
}

// sentAtOnce returns the entries that a process sent while another one held the lease. No
// lease expires while the clock stands still.
func (p *proof) sentAtOnce() (violations []string) {
	sends := map[string][]*send{}
	for _, process := range p.processes {
		open := map[string]*send{}
		for _, line := range process.lines {
			words := strings.Split(line, " ")
			if words[0] != "sending" && words[0] != "sent" {
				continue
			}
			at, err := strconv.ParseInt(words[2], 10, 64)
			require.NoError(p, err)
			if words[0] == "sending" {
				open[words[1]] = &send{process: process, start: at, time: words[3]}
				sends[words[1]] = append(sends[words[1]], open[words[1]])
			} else if open[words[1]] != nil {
				open[words[1]].end = at
			}
		}
	}
	for key, list := range sends {
		for _, a := range list {
			for _, b := range list {
				if a.process != b.process && a.time == b.time && a.start < b.start && (a.end == 0 || b.start < a.end) {
					violations = append(violations, "two processes sent "+key+" at once")
				}
			}
		}
	}
	return violations
}
