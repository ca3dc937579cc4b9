package main

import (
	"time"

	"github.com/stateset/stateset-go/mockserver"
)

// clockSettings are the flags of the clock.
type clockSettings struct {
	start  time.Time // zero: real time
	frozen bool
}

func (s *clockSettings) table() []setting {
	return []setting{
		{name: "time", value: "time", standard: "real time", set: s.setTime,
			usage: "Start the server's clock at this time, as in 2026-01-15T10:00:00Z."},
		toggle("freeze", "Freeze the server's clock at its start. /_mock/clock/advance moves it.", func() { s.frozen = true }),
	}
}

func (s *clockSettings) setTime(text string) error {
	at, err := time.Parse(time.RFC3339, text)
	if err != nil || at.IsZero() {
		return mustBe("a time as in 2026-01-15T10:00:00Z", text)
	}
	s.start = at
	return nil
}

func (s *clockSettings) options() []mockserver.Option {
	switch {
	case s.frozen && s.start.IsZero():
		return []mockserver.Option{mockserver.WithTime(time.Now())}
	case s.frozen:
		return []mockserver.Option{mockserver.WithTime(s.start)}
	case !s.start.IsZero():
		return []mockserver.Option{mockserver.WithStartTime(s.start)}
	}
	return nil
}
