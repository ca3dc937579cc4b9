package main

import (
	"fmt"
	"strconv"

	"github.com/stateset/stateset-go/mockserver"
	"github.com/stateset/stateset-go/mockserver/internal/journal"
)

// journalSettings are the flags of the journal of requests.
type journalSettings struct {
	requests int
	bytes    int64
}

func (s *journalSettings) table() []setting {
	s.requests, s.bytes = journal.DefaultEntries, journal.DefaultBytes
	return []setting{
		{name: "journal", value: "number", standard: strconv.Itoa(journal.DefaultEntries), set: s.setRequests,
			usage: "Store this number of requests for GET /_mock/requests. 0 turns the journal off."},
		{name: "journal-bytes", value: "bytes", standard: strconv.Itoa(journal.DefaultBytes), set: s.setBytes,
			usage: "Store this number of bytes of these requests, with bodies and headers."},
	}
}

func (s *journalSettings) setRequests(text string) (err error) {
	if s.requests, err = strconv.Atoi(text); err != nil || s.requests < 0 || s.requests > journal.MaxEntries {
		return mustBe(fmt.Sprintf("0..%d", journal.MaxEntries), text)
	}
	return nil
}

func (s *journalSettings) setBytes(text string) (err error) {
	if s.bytes, err = strconv.ParseInt(text, 10, 64); err != nil || s.bytes < journal.MinBytes {
		return mustBe(fmt.Sprintf("%d or more", journal.MinBytes), text)
	}
	return nil
}

func (s *journalSettings) options() []mockserver.Option {
	return []mockserver.Option{mockserver.WithJournal(s.requests, s.bytes)}
}
