package storetest

import (
	"fmt"
	"sync"
	"time"

	"github.com/stateset/stateset-go/webhook"
)

const (
	claimants = 8
	contested = 20 // number of events
)

// manyAtOnce makes every claimant claim every event at the same time.
func manyAtOnce(s *subject) {
	for i := range contested {
		id := fmt.Sprintf("evt_%d", i)
		s.done(s.race(id), nil)
		s.claim(id, webhook.AlreadyDone)
	}
}

// manyTakeOver does the same for events whose claims have expired.
func manyTakeOver(s *subject) {
	gone := make([]webhook.Claim, contested)
	for i := range gone {
		gone[i] = s.claim(fmt.Sprintf("evt_%d", i), webhook.Claimed)
	}
	s.clock.Advance(lease)
	for _, former := range gone {
		c := s.race(former.EventID)
		s.done(former, webhook.ErrClaimLost)
		s.done(c, nil)
	}
}

// race claims the event concurrently, and returns the successful claim.
func (s *subject) race(id string) webhook.Claim {
	s.Helper()
	var all sync.WaitGroup
	start := make(chan struct{})
	claims, errs := make([]webhook.Claim, claimants), make([]error, claimants)
	for i := range claimants {
		all.Go(func() {
			<-start
			claims[i], errs[i] = s.store.Claim(s.Context(), id, lease)
		})
	}
	close(start)
	all.Wait()
	var winner webhook.Claim
	winners := 0
	for i, c := range claims {
		switch {
		case errs[i] != nil:
			s.Fatalf("Claim(%q) failed: %v", id, errs[i])
		case c.State == webhook.Claimed:
			winner, winners = c, winners+1
		case c.State != webhook.Busy:
			s.Fatalf("Claim(%q) is %s while another has it, want %s", id, c.State, webhook.Busy)
		}
	}
	if winners != 1 {
		s.Fatalf("%d of %d claimants got %q, want one", winners, claimants, id)
	}
	return winner
}

// clock is the clock of a test.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) Advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}
