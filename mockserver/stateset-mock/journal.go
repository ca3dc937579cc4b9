package main

import (
	"flag"
	"fmt"
)

// journalSettings are the flags of the journal of requests.
type journalSettings struct {
	requests int
	bytes    int64
}

// Bounds of the flags.
const (
	defaultRequests     = 1000
	maxRequests         = 1_000_000
	defaultJournalBytes = 16 << 20
	minJournalBytes     = 1 << 20
)

func (s *journalSettings) flags(flags *flag.FlagSet) {
	flags.IntVar(&s.requests, "journal", defaultRequests, "`number` of requests that GET /_mock/requests can list; 0 turns the journal off")
	flags.Int64Var(&s.bytes, "journal-bytes", defaultJournalBytes, "`bytes` of these requests, with bodies and headers")
}

func (s *journalSettings) check() error {
	switch {
	case s.requests < 0 || s.requests > maxRequests:
		return fmt.Errorf("bad -journal %d: must be 0..%d", s.requests, maxRequests)
	case s.bytes < minJournalBytes:
		return fmt.Errorf("bad -journal-bytes %d: must be %d or more", s.bytes, minJournalBytes)
	}
	return nil
}
