package mockserver

import (
	"fmt"
	"time"

	"github.com/stateset/stateset-go/mockserver/internal/clock"
)

// WithTime freezes the server's clock at t, in the past or in the future. [Clock.Unfreeze]
// starts it. Default: real time.
func WithTime(t time.Time) Option { return startAt("WithTime", t, false) }

// WithStartTime starts the server's clock at t, in the past or in the future. The clock
// runs from there. Default: real time.
func WithStartTime(t time.Time) Option { return startAt("WithStartTime", t, true) }

func startAt(option string, t time.Time, running bool) Option {
	return func(c *config) error {
		if t.IsZero() {
			return fmt.Errorf("mockserver: %s: must not be the zero time", option)
		}
		c.start, c.running = t, running
		return nil
	}
}

// clock returns the clock of the server.
func (c *config) clock() *clock.Clock {
	switch {
	case c.start.IsZero():
		return clock.New()
	case c.running:
		return clock.NewAt(c.start)
	}
	return clock.NewFrozen(c.start)
}
