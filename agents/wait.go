package agents

import (
	"context"
	"encoding/binary"
	"fmt"
	"io"
	"time"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/internal/core"
	"github.com/stateset/stateset-go/internal/quote"
)

// The first and the longest wait between two requests of WaitExecution.
const (
	firstPoll = 250 * time.Millisecond
	maxPoll   = 5 * time.Second
)

// WaitExecution polls an execution until it is completed, has failed or requires an
// approval: GET /agents/{id}/executions/{execution_id}. The first request is sent at
// once, and the waits between requests grow from a quarter of a second to five seconds.
// When ctx ends, WaitExecution returns the latest state of the execution, and the error
// of ctx. A failed execution is not an error: see [Execution.Err].
//
// A test does not have to wait: advance the clock of the mock server by two seconds
// before the call, or run the test in a testing/synctest bubble.
func (s *Service) WaitExecution(ctx context.Context, agentID, executionID string, opts ...api.RequestOption) (*Execution, error) {
	var last *Execution
	for step := firstPoll; ; step = min(2*step, maxPoll) {
		seen, err := s.GetExecution(ctx, agentID, executionID, opts...)
		if err != nil {
			return last, err
		}
		last = seen
		if last.Status.Final() {
			return last, nil
		}
		if err := s.sleep(ctx, step); err != nil {
			return last, fmt.Errorf("stateset: Agents.WaitExecution: the execution %s is still %s: %w", quote.Short(last.ID), last.Status, err)
		}
	}
}

// sleep waits for 75 % to 100 % of the step, so that clients do not poll at the same
// time.
func (s *Service) sleep(ctx context.Context, step time.Duration) error {
	client, err := (*core.Service)(s).Client()
	if err != nil {
		return err
	}
	var chance [4]byte
	if _, err := io.ReadFull(client.Settings().Random, chance[:]); err != nil {
		return fmt.Errorf("no randomness for a wait: %w", err)
	}
	share := time.Duration(binary.BigEndian.Uint32(chance[:])) // of 2^32
	timer := time.NewTimer(step - step/4*share>>32)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
