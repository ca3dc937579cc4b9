package core

import (
	"encoding/base32"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/stateset/stateset-go/internal/transport"
	"github.com/stateset/stateset-go/journal"
)

// newEntry returns the entry of a request: all data for an identical repetition.
func (c *Client) newEntry(r *transport.Request, o *CallOptions) (*journal.Entry, error) {
	switch j := c.settings.Journal; {
	case j.Store == nil:
		return nil, journal.ErrNoJournal
	case j.Queues && r.Kind() == transport.Safe:
		return nil, errors.New("stateset: only writes can be queued: read with the client that Enqueue was called on")
	case j.Queues && o.NoJournal:
		return nil, badParam("WithoutJournal", "must not be set on the client that Enqueue returns, which sends nothing")
	}
	if r.Kind() != transport.Keyed {
		return nil, badParam("WithoutIdempotencyKey", "must not be set on a client with a journal, which repeats writes by their keys: set WithoutJournal too")
	}
	header, err := storedHeader(o.Headers)
	if err != nil {
		return nil, err
	}
	transport.WithBody(r)
	e := &journal.Entry{
		Version: journal.Version, Scope: c.settings.Journal.Scope, Live: c.Live(), Host: origin(r.URL),
		Operation: r.Operation, Method: r.Method, Template: r.Template, Path: r.URL.EscapedPath(), Query: r.URL.RawQuery,
		Account: r.Header.Get("X-Account-Id"), Header: header, Key: r.Key, Body: r.Body, State: journal.Sending,
	}
	if e.ID, err = c.entryID(); err != nil {
		return nil, err
	}
	return e, c.seal(e)
}

func origin(u *url.URL) string { return u.Scheme + "://" + u.Host }

// storedHeader returns the headers of the call's options. Those of the client are not
// stored, because each client has its own.
func storedHeader(headers []Header) (http.Header, error) {
	if len(headers) == 0 {
		return nil, nil
	}
	stored := http.Header{}
	for _, h := range headers {
		if isCredential(h.Name) {
			return nil, badParam("WithHeader", h.Name+" may hold a credential, which the journal does not store: set it on the client")
		}
		stored[h.Name] = append(stored[h.Name], h.Value)
	}
	return stored, nil
}

// isCredential reports whether the name of a header indicates a secret value.
func isCredential(name string) bool {
	name = strings.ToLower(name)
	for _, part := range []string{"auth", "cookie", "token", "secret", "password", "api-key", "apikey", "signature", "credential"} {
		if strings.Contains(name, part) {
			return true
		}
	}
	return false
}

// ids is an encoding that keeps the order of the bytes.
var ids = base32.NewEncoding("0123456789abcdefghijklmnopqrstuv").WithPadding(base32.NoPadding)

// entryID returns an ID that sorts by time: 6 bytes of milliseconds and 10 random bytes.
func (c *Client) entryID() (string, error) {
	var b [18]byte
	binary.BigEndian.PutUint64(b[:8], uint64(time.Now().UnixMilli()))
	if _, err := io.ReadFull(c.settings.Random, b[8:]); err != nil {
		return "", fmt.Errorf("stateset: no randomness for a journal entry, nothing was sent: %w", err)
	}
	return ids.EncodeToString(b[2:]), nil
}

// repetitionOf returns the request of an entry, with a key and the headers of this client.
func (c *Client) repetitionOf(e *journal.Entry, used *credential, via string) (*transport.Request, error) {
	if e.Version != journal.Version {
		return nil, fmt.Errorf("stateset: journal: the entry has the format %d, this version of the SDK reads %d", e.Version, journal.Version)
	}
	body, err := c.unseal(e)
	if err != nil {
		return nil, err
	}
	u, err := url.Parse(e.Host + e.Path)
	if err != nil {
		return nil, fmt.Errorf("stateset: journal: the entry has an invalid path: %w", err)
	}
	u.RawQuery = e.Query
	r := &transport.Request{Operation: e.Operation, Method: e.Method, Template: e.Template, URL: u, Body: body, Key: e.Key, Via: via}
	o := &CallOptions{Account: e.Account}
	for name, values := range e.Header {
		for _, value := range values {
			o.Headers = append(o.Headers, Header{name, value})
		}
	}
	if err := c.prepare(r, o); err != nil {
		return nil, err
	}
	if e.Account == "" {
		delete(r.Header, "X-Account-Id") // this client sets its own
	}
	c.authorize(r, used)
	r.KeyCreated = time.Now().Add(-e.KeyAge)
	r.KeepBody = true
	return r, nil
}

// filter selects the entries of this client.
func (c *Client) filter() journal.Filter {
	return journal.Filter{
		Scope: c.settings.Journal.Scope, Live: c.Live(),
		Hosts: [2]string{origin(c.settings.API), origin(c.settings.Network)},
	}
}
