package httpapi

import (
	"time"

	"github.com/stateset/stateset-go/mockserver/internal/input"
)

// clockState is the clock in control responses.
type clockState struct {
	Now           string `json:"now"` // RFC 3339
	Frozen        bool   `json:"frozen"`
	OffsetSeconds int64  `json:"offset_seconds"` // relative to real time
}

func (c *call) controlClock() (any, error) {
	clock := c.server.engine.Clock()
	return &clockState{
		Now:    clock.Now().Format(time.RFC3339Nano),
		Frozen: clock.Frozen(), OffsetSeconds: int64(clock.Offset().Round(time.Second) / time.Second),
	}, nil
}

// maxAdvance is the maximum advance of one call, in seconds: a century.
const maxAdvance = 100 * 366 * 24 * 3600

// takeTime removes the write deadline, so that a call that waits for stalled receivers
// can still respond.
func (c *call) takeTime() {
	_ = c.wire.SetWriteDeadline(time.Time{}) // in-memory connections have no deadline
}

func (c *call) controlAdvance() (any, error) {
	seconds, err := input.Read(c.body, func(o *input.Object) int {
		return o.Int("seconds", input.Required, input.Min(0), input.Max(maxAdvance))
	})
	if err != nil {
		return nil, err
	}
	c.takeTime()
	if err := c.server.engine.Advance(time.Duration(seconds) * time.Second); err != nil {
		return nil, err
	}
	return c.controlClock()
}
